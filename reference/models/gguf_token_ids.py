"""Token ids of Gemma 3 270M by the tokenizer in its GGUF file, for packages/models/src/formats/gguf-tokenizer.test.ts.

    python gguf_token_ids.py FOLDER OUT_FOLDER [STRINGS]      (transformers 5.23.0, tokenizers 0.23.3, gguf 0.19.0)

FOLDER has gemma-3-270m-q4_k_m.gguf. Makes gguf-token-ids.json: the ids of each of awkward_texts.py, whose texts stand in
token-ids.json. With STRINGS, a JSON list of texts, prints the ids of those too, a line each.
"""

import json
import sys

from awkward_texts import texts
from transformers import AutoTokenizer


def main(folder, out, strings=None):
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file="gemma-3-270m-q4_k_m.gguf")
    with open(f"{out}/gguf-token-ids.json", "w") as file:
        json.dump(tokenizer(texts())["input_ids"], file, separators=(",", ":"))
        file.write("\n")
    for text in json.load(open(strings)) if strings else []:
        print(json.dumps(tokenizer(text)["input_ids"]))


main(*sys.argv[1:])
