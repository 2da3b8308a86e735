"""huggingface_hub: everything that writes. upload.py MODEL DIRECTORY"""

import sys

from facts import refusal, tell
from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi

model, directory = sys.argv[1:]
api = HfApi()

assert api.create_repo(model).repo_id == model
assert api.create_repo(model, exist_ok=True).repo_id == model
uploaded = api.upload_folder(repo_id=model, folder_path=directory, commit_message="a folder")
big = b"larger than a regular file may be " * (12 << 15)
api.upload_file(repo_id=model, path_or_fileobj=big, path_in_repo="data/big.txt")
head = api.model_info(model).sha
api.create_commit(
    model,
    [
        CommitOperationAdd("notes/new file.txt", b"new"),
        CommitOperationDelete("tokenizer_config.json"),
        CommitOperationDelete("data/"),
    ],
    commit_message="one in, some out",
    parent_commit=head,
)
lost = refusal(lambda: api.create_commit(model, [CommitOperationDelete("config.json")], commit_message="x", parent_commit=head))
broken = refusal(lambda: api.upload_file(repo_id=model, path_or_fileobj=b"no tensors", path_in_repo="broken.safetensors"))
api.create_branch(model, branch="try")
api.create_tag(model, tag="v1", revision=uploaded.oid)
refs = api.list_repo_refs(model)
api.delete_branch(model, branch="try")
api.delete_file("notes/new file.txt", model)

tell(
    files=sorted(api.list_repo_files(model)),
    tagged=sorted(api.list_repo_files(model, revision="v1")),
    titles=[each.title for each in api.list_repo_commits(model)],
    refs=sorted(each.name for each in refs.branches + refs.tags),
    lost=lost,
    broken=broken,
)
