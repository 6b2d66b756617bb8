"""Token ids and labels that the harness wrote."""

import json


def sst2_data(file):
    with open(file) as opened:
        data = json.load(opened)
    return data["ids"], data["labels"]
