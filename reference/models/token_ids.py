"""Token ids of the reference tokenizers, for packages/models/src/tokenizer/tokenizer.test.ts.

    python token_ids.py MODELS_FOLDER OUT_FOLDER      (transformers 5.23.0, tokenizers 0.23.3)

Makes token-ids.json. Ids are what AutoTokenizer gives by default: special tokens added, nothing truncated or padded.
    texts       awkward_texts.py
    ids         {model: [ids of each text]}
    truncated   {model: [ids of each of the first texts at max_length 8]}
    codePoints  {step, sampled: [[first, count, stride]], digests: {model: {chunk: sha256}}}: over every step-th assigned code point of Unicode (every one
                below U+3000), the digest of "CODE IDS\\n" lines, by chunks of 4096 code points, where the text is
                probe(code point)
"""

import hashlib
import json
import sys
import unicodedata

from awkward_texts import texts
from transformers import AutoTokenizer

MODELS = ["all-MiniLM-L6-v2", "SmolLM2-135M-Instruct-GGUF"]
TRUNCATED = 40
STEP = 13


def main(models, out):
    cases = texts()
    result = {"texts": cases, "ids": {}, "truncated": {}, "codePoints": {"step": STEP, "digests": {}}}
    for name in MODELS:
        tokenizer = AutoTokenizer.from_pretrained(f"{models}/{name}")
        result["ids"][name] = tokenizer(cases)["input_ids"]
        result["truncated"][name] = tokenizer(cases[:TRUNCATED], truncation=True, max_length=8)["input_ids"]
        result["codePoints"]["digests"][name] = digests(tokenizer)
    result["codePoints"]["sampled"] = ranges(sampled())
    with open(f"{out}/token-ids.json", "w") as file:
        json.dump(result, file, separators=(",", ":"))
        file.write("\n")


def probe(code):
    """The character inside a word, alone, and doubled after a digit."""
    char = chr(code)
    return f"a{char}b {char} 1{char}{char}"


def sampled():
    """Assigned code points of this Python's Unicode (14), without surrogates and private use."""
    wanted = [c for c in range(0x110000) if c < 0x3000 or c % STEP == 0]
    return [c for c in wanted if unicodedata.category(chr(c)) not in ("Cn", "Cs", "Co")]


def digests(tokenizer):
    chunks = {}
    codes = sampled()
    ids = tokenizer([probe(code) for code in codes])["input_ids"]
    for code, row in zip(codes, ids):
        line = f"{code:x} {','.join(map(str, row))}\n"
        chunks.setdefault(f"{code >> 12:x}", hashlib.sha256()).update(line.encode())
    return {chunk: digest.hexdigest()[:16] for chunk, digest in chunks.items()}


def ranges(codes):
    """[first, count, stride] of runs of equal stride."""
    runs = []
    for code in codes:
        stride = 1 if code < 0x3000 else STEP
        if runs and runs[-1][2] == stride and runs[-1][0] + runs[-1][1] * stride == code:
            runs[-1][1] += 1
        else:
            runs.append([code, 1, stride])
    return runs


main(*sys.argv[1:])
