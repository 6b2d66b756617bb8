"""The Rust library on a thread of its own: ids of all texts by a tokenizer that has read nothing before."""

import json
import os
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"

from serve import serve  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402


def make(texts):
    with open(texts) as file:
        loaded = json.load(file)

    def work(tokenizer, fast=False, ids=False):
        fresh = Tokenizer.from_file(tokenizer)
        fresh.no_truncation()
        encode = fresh.encode_batch_fast if fast else fresh.encode_batch
        start = time.perf_counter()
        encodings = encode(loaded)
        seconds = time.perf_counter() - start
        return {"seconds": seconds, **({"ids": [one.ids for one in encodings]} if ids else {})}

    return work


serve(make, ["tokenizers"])
