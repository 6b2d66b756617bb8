"""Next-token logits of the shared decoder, for packages/models/src/logits.test.ts.

    python shared_logits.py MODELS_FOLDER FIXTURES      (transformers 5.23.0, torch 2.13.0 on CPU, float32)

shared-logits.safetensors, of SmolLM2-135M-Instruct-GGUF, each text alone:
    logits   float32 [texts, kept]   after the last token; every STRIDE-th of the vocabulary is kept, to stay small
    next     int32 [texts]           the likeliest next token
Metadata: texts (JSON), stride.
"""

import json
import sys

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

STRIDE = 97
TEXTS = [
    "The capital of France is",
    "Q: What is 17 + 25?\nA:",
    "a gripping , quietly devastating film . Sentiment:",
    "Once upon a time, in a small village by the sea, there lived an old fisherman who",
]


def main(models, out):
    folder = f"{models}/SmolLM2-135M-Instruct-GGUF"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(
        folder, gguf_file="SmolLM2-135M-Instruct.Q4_1.gguf", dtype=torch.float32
    ).eval()
    with torch.no_grad():
        logits = torch.stack([model(**tokenizer(text, return_tensors="pt")).logits[0, -1] for text in TEXTS])
    arrays = {"logits": logits[:, ::STRIDE].contiguous(), "next": logits.argmax(1).int()}
    save_file(arrays, f"{out}/shared-logits.safetensors", {"texts": json.dumps(TEXTS), "stride": str(STRIDE)})
    print([tokenizer.decode(token) for token in arrays["next"]])


main(*sys.argv[1:])
