"""huggingface_hub: the error classes, by which programs tell what is wrong. refused.py MODEL PRIVATE GATED"""

import sys

from facts import refusal, tell
from huggingface_hub import HfApi, HfFileSystem, hf_hub_download, snapshot_download, try_to_load_from_cache

model, private, gated = sys.argv[1:]
api = HfApi()
nobody = model + "-not"

facts = dict(
    repository=[
        refusal(lambda: snapshot_download(nobody)),
        refusal(lambda: hf_hub_download(nobody, "config.json")),
        refusal(lambda: api.model_info(nobody)),
        refusal(lambda: api.auth_check(nobody)),
    ],
    hidden=[
        refusal(lambda: api.model_info(private)),
        refusal(lambda: hf_hub_download(private, "config.json")),
    ],
    revision=[
        refusal(lambda: snapshot_download(model, revision="nope")),
        refusal(lambda: hf_hub_download(model, "config.json", revision="nope")),
        refusal(lambda: api.model_info(model, revision="nope")),
    ],
    entry=[
        refusal(lambda: hf_hub_download(model, "nope.txt")),
        refusal(lambda: list(api.list_repo_tree(model, "nope"))),
    ],
    gated=[
        refusal(lambda: hf_hub_download(gated, "config.json")),
        refusal(lambda: api.auth_check(gated)),
    ],
    files=refusal(lambda: HfFileSystem().ls(nobody)),
)
# That a file is not there is remembered, so that it is not asked for again.
assert try_to_load_from_cache(model, "nope.txt") is not None
assert api.model_info(gated).gated == "manual"
tell(**facts)
