"""Activations of the real models that tests know, every layer, for packages/models/src/features tests.

    python shared_activations.py MODELS_FOLDER OUT_FOLDER [NAMES]      (transformers 5.23.0, torch 2.13.0 on CPU, float32)

One file a model, shared-NAME.safetensors:
    mean, first, last   float32 [layers + 1, texts, kept]   pooled over a text's tokens; every STRIDE-th dimension is
                                                            kept, to stay small (each depends on all of the layer below)
    scale               float32 [layers + 1, 3]             largest magnitude of mean, first, last over all dimensions
    lengths             int32 [texts]                       tokens of each text, special ones included
Metadata: texts (JSON), stride. hidden[0] is the output of the embeddings, hidden[i] that of block i; the last of a
Llama is after the final norm. Each text runs alone, so that no padding is involved.
"""

import json
import sys

import torch
from safetensors.torch import save_file
from transformers import AutoModel, AutoTokenizer

TEXTS = [
    "good",
    "a gripping , quietly devastating film .",
    "The quick brown fox jumps over the lazy dog.",
    "it 's a mystery how the movie could be released in this condition .",
    "Q: What is 17 + 25?\nA: 42",
    "Café naïve 中文 😀 — mixed scripts, 3.14159!",
    "W: Would you like some coffee? M: No, thanks. I have had two cups already this morning, and if I drink any more "
    "I shall not sleep tonight. W: Then perhaps some tea? M: That would be lovely.",
    "word " * 150,
]

# Longer than Gemma's window of 512 tokens.
LONG = " ".join(f"Line {i} of the log says that pump {i % 7} moved {3 * i} litres." for i in range(48))

MODELS = {
    "all-MiniLM-L6-v2": dict(stride=3, options={}),
    "SmolLM2-135M-Instruct-GGUF": dict(stride=9, options=dict(gguf_file="SmolLM2-135M-Instruct.Q4_1.gguf")),
    "gemma3-270m": dict(
        stride=20, options=dict(gguf_file="gemma-3-270m-q4_k_m.gguf"), tokenizer=dict(gguf_file="gemma-3-270m-q4_k_m.gguf"),
        texts=[*TEXTS, LONG],
    ),
}


def main(models, out, *names):
    for name, setting in MODELS.items():
        if names and name not in names:
            continue
        folder = f"{models}/{name}"
        tokenizer = AutoTokenizer.from_pretrained(folder, **setting.get("tokenizer", {}))
        model = AutoModel.from_pretrained(folder, dtype=torch.float32, **setting["options"]).eval()
        arrays, metadata = reference(tokenizer, model, setting["stride"], setting.get("texts", TEXTS))
        save_file(arrays, f"{out}/shared-{name}.safetensors", metadata)


def reference(tokenizer, model, stride, texts):
    pooled = {"mean": [], "first": [], "last": []}
    lengths = []
    for text in texts:
        ids = tokenizer(text, return_tensors="pt")["input_ids"]
        with torch.no_grad():
            states = torch.stack(model(input_ids=ids, output_hidden_states=True).hidden_states)[:, 0]
        lengths.append(ids.shape[1])
        pooled["mean"].append(states.mean(1))
        pooled["first"].append(states[:, 0])
        pooled["last"].append(states[:, -1])
    whole = {pooling: torch.stack(vectors, 1) for pooling, vectors in pooled.items()}
    arrays = {pooling: vectors[:, :, ::stride].contiguous() for pooling, vectors in whole.items()}
    arrays["scale"] = torch.stack([vectors.abs().amax((1, 2)) for vectors in whole.values()], 1)
    arrays["lengths"] = torch.tensor(lengths, dtype=torch.int32)
    return arrays, {"texts": json.dumps(texts), "stride": str(stride)}


main(*sys.argv[1:])
