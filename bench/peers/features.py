"""Mean-pooled last hidden states by transformers, for batches of token ids that the harness chose."""

import json
import os
import time

import numpy
import torch
from serve import serve
from transformers import AutoModel


def make(folder, batches, output):
    gguf = [name for name in os.listdir(folder) if name.endswith(".gguf")]
    options = {"gguf_file": gguf[0]} if gguf else {}
    model = AutoModel.from_pretrained(folder, dtype=torch.float32, **options).eval()
    with open(batches) as file:
        work_batches = [(batch["rows"], *padded(batch["ids"])) for batch in json.load(file)]
    pooled = numpy.zeros((sum(len(rows) for rows, *_ in work_batches), model.config.hidden_size), numpy.float32)

    def work(threads):
        torch.set_num_threads(threads)
        start = time.perf_counter()
        with torch.inference_mode():
            for rows, ids, mask in work_batches:
                states = model(input_ids=ids, attention_mask=mask).last_hidden_state
                if mask is None:
                    means = states.mean(1)
                else:
                    means = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
                pooled[rows] = means.numpy()
        seconds = time.perf_counter() - start
        pooled.tofile(output)
        return {"seconds": seconds}

    return work


def padded(texts):
    """Token ids as one matrix, and the attention mask where texts differ in length."""
    length = max(map(len, texts))
    ids = torch.zeros(len(texts), length, dtype=torch.long)
    mask = torch.zeros(len(texts), length, dtype=torch.long)
    for i, text in enumerate(texts):
        ids[i, : len(text)] = torch.tensor(text)
        mask[i, : len(text)] = 1
    return ids, None if bool(mask.all()) else mask


serve(make, ["torch", "transformers"])
