"""Blocks of every quantisation of GGUF that is read, and their float32 values, for packages/models/src/formats/gguf-blocks.test.ts.

    python gguf_blocks.py FIXTURES      (gguf 0.19.0, numpy)

Writes FIXTURES/gguf-blocks.json: {quantisation: [blocks, values]}, bytes in base64; blocks are random bits with half floats of usual size.
"""

import base64
import json
import pathlib
import sys

import gguf
import numpy as np

BLOCKS = 3

# Where in a block its half floats are.
HALVES = {
    "Q8_0": [0], "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2],
    "Q2_K": [80, 82], "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208], "IQ4_NL": [0], "IQ4_XS": [0],
}


def main(fixtures):
    random = np.random.default_rng(0)
    found = {}
    for name, places in HALVES.items():
        kind = gguf.GGMLQuantizationType[name]
        _, size = gguf.GGML_QUANT_SIZES[kind]
        blocks = random.integers(0, 256, (BLOCKS, size), dtype=np.uint8)
        for place in places:
            blocks[:, place : place + 2] = random.normal(0, 0.01, (BLOCKS, 1)).astype(np.float16).view(np.uint8)
        values = gguf.quants.dequantize(blocks, kind).astype(np.float32)
        found[name] = [base64.b64encode(blocks.tobytes()).decode(), base64.b64encode(values.tobytes()).decode()]
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(pair)}" for name, pair in found.items())
    pathlib.Path(fixtures, "gguf-blocks.json").write_text(f"{{{lines}}}\n")


main(sys.argv[1])
