"""Features of sentences as a user of transformers computes them: tokenized and padded batch by batch, mean of the tokens."""

import json
import time

import torch
from serve import serve
from transformers import AutoModel, AutoTokenizer


def make(folder, texts, output):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder, dtype=torch.float32).eval()
    with open(texts) as file:
        every = json.load(file)

    def features(chosen):
        batch = tokenizer(chosen, padding=True, truncation=True, return_tensors="pt")
        with torch.inference_mode():
            states = model(**batch).last_hidden_state
        mask = batch["attention_mask"][:, :, None]
        return (states * mask).sum(1) / mask.sum(1)

    def work(threads, batch, sort, limit):
        torch.set_num_threads(threads)
        texts = every[:limit]
        start = time.perf_counter()
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i])) if sort else range(len(texts))
        rows = [features([texts[i] for i in order[at : at + batch]]) for at in range(0, len(texts), batch)]
        result = torch.empty(len(texts), rows[0].shape[1])
        result[list(order)] = torch.cat(rows)
        seconds = time.perf_counter() - start
        result.numpy().tofile(output)
        return {"seconds": seconds}

    return work


serve(make, ["torch", "transformers"])
