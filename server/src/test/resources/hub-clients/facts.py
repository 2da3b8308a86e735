"""What the scripts of this directory have in common: the last line that each prints is JSON, the facts that the test checks."""

import hashlib
import json
import os


def tell(**facts):
    print(json.dumps(facts))


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def hashes(root):
    """All files below a directory, links followed, with their SHA-256; what the client notes for itself is left out."""
    found = {}
    for directory, folders, names in os.walk(root):
        folders[:] = [each for each in folders if each != ".cache"]
        for name in names:
            path = os.path.join(directory, name)
            found[os.path.relpath(path, root)] = sha256(path)
    return found


def refusal(call):
    """What a call is refused with; it must be refused."""
    try:
        call()
    except Exception as error:
        return {"kinds": [each.__name__ for each in type(error).__mro__], "message": str(error)}
    raise AssertionError("was not refused")
