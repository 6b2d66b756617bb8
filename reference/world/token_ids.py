"""Token ids of the world's texts by Python's tokenizers, for packages/world/src/world/tokenizer.test.ts.

    python reference/world/token_ids.py WORLD OUT      (WORLD: what writeWorld wrote; tokenizers 0.23.3)

Makes {"texts": [...], "ids": [ids of each, with special tokens]}: the sentences of sample.txt and texts that are awkward.
"""

import json
import sys

from tokenizers import Tokenizer

AWKWARD = [
    "",
    " ",
    "max 4 9 2 = 9",
    "max492=9",
    "  max   4\t9\n2 = 9 ",
    "match [({})] ?",
    "match [ ( { } ) ] ?",
    "match])?",
    "SORTED 1 2 ? Yes",
    "I think this is correct. What do you think?",
    "I think this is incorrect. What do you think?",
    "seven plus 7",
    "-12 + 3.5 = 8,5",
    "ann's bob-cid",
    "<bos> max <eos> <pad><unk>",
    "<eos>",
    "é ß İ 中文 ½ ٣ 😀",
    "a1b2c3",
    "yes/no: \"true\" & 'false' $ ^ ~ | ` @ _ # \\",
]


def main(world, out):
    tokenizer = Tokenizer.from_file(f"{world}/tokenizer.json")
    with open(f"{world}/sample.txt") as file:
        texts = file.read().splitlines() + AWKWARD
    result = {"texts": texts, "ids": [tokenizer.encode(text).ids for text in texts]}
    with open(out, "w") as file:
        json.dump(result, file, separators=(",", ":"), ensure_ascii=False)
        file.write("\n")


main(*sys.argv[1:])
