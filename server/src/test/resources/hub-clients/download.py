"""huggingface_hub: everything that reads. download.py MODEL PATH DIRECTORY"""

import os
import sys

import huggingface_hub
from facts import hashes, sha256, tell
from huggingface_hub import HfApi, HfFileSystem, hf_hub_download, snapshot_download

model, path, directory = sys.argv[1:]
api = HfApi()

snapshot = snapshot_download(model)
info = api.model_info(model, files_metadata=True)
assert os.path.basename(snapshot) == info.sha
assert snapshot_download(model, revision=info.sha, local_files_only=True) == snapshot
one = hf_hub_download(model, path, local_dir=directory)
assert hf_hub_download(model, path) == os.path.join(snapshot, path)

files = HfFileSystem()
listed = files.ls(model, detail=False)
assert files.isdir(model + "/" + os.path.dirname(path))
assert files.cat_file(model + "/model.safetensors", start=0, end=8) == open(os.path.join(snapshot, "model.safetensors"), "rb").read(8)

checked = api.verify_repo_checksums(model)
assert not checked.mismatches, checked
assert not checked.missing_paths, checked

tree = list(api.list_repo_tree(model, recursive=True, expand=True))
infos = api.get_paths_info(model, ["config.json", "model.safetensors", "nope"], expand=True)
assert [each.path for each in infos] == ["config.json", "model.safetensors"]

tell(
    client=huggingface_hub.__version__,
    sha=info.sha,
    tags=info.tags,
    sizes={each.rfilename: each.size for each in info.siblings},
    models=[each.id for each in api.list_models(author=model.split("/")[0])],
    snapshot=hashes(snapshot),
    one=sha256(one),
    listed=[each[len(model) + 1 :] for each in listed],
    tree=[each.path for each in tree],
    checked=checked.checked_count,
    branches=[each.name for each in api.list_repo_refs(model).branches],
    commits=[each.commit_id for each in api.list_repo_commits(model)],
    parameters=sum(api.get_safetensors_metadata(model).parameter_count.values()),
    user=api.whoami()["name"] if os.environ.get("HF_TOKEN") else None,
)
