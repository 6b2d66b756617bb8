"""Token ids of the reference tokenizers on awkward texts, for packages/models/src/tokenizer.test.ts.

    python token_ids.py MODELS_FOLDER OUT.json      (transformers 5.23.0, tokenizers 0.23.3)

Ids are what AutoTokenizer gives by default: special tokens added, nothing truncated, nothing padded; and, as
`truncated`, the ids at max_length 8.
"""

import json
import sys

from awkward_texts import texts
from transformers import AutoTokenizer

MODELS = ["all-MiniLM-L6-v2", "SmolLM2-135M-Instruct-GGUF"]


def main(models, out):
    cases = texts()
    result = {"texts": cases, "ids": {}, "truncated": {}}
    for name in MODELS:
        tokenizer = AutoTokenizer.from_pretrained(f"{models}/{name}")
        result["ids"][name] = [tokenizer(text)["input_ids"] for text in cases]
        result["truncated"][name] = [
            tokenizer(text, truncation=True, max_length=8)["input_ids"] for text in cases[:40]
        ]
    with open(out, "w") as file:
        json.dump(result, file, separators=(",", ":"))
        file.write("\n")


main(*sys.argv[1:])
