"""The loop that a user of PyTorch writes to train the top blocks of an encoder: what lies below is frozen and runs without gradients,
in every epoch of every trial."""

import time

import numpy
import torch
from serve import serve
from sst2_data import sst2_data
from torch import nn
from transformers import AutoModel


def make(folder, file, soft, batch, blocks):
    ids, _ = sst2_data(file)
    labels = torch.from_numpy(numpy.fromfile(soft, dtype=numpy.float32).reshape(-1, 2))
    lengths = [len(one) for one in ids]

    def padded(rows):
        seq = max(lengths[row] for row in rows)
        tokens = torch.zeros(len(rows), seq, dtype=torch.long)
        mask = torch.zeros(len(rows), seq)
        for i, row in enumerate(rows):
            tokens[i, : lengths[row]] = torch.tensor(ids[row])
            mask[i, : lengths[row]] = 1
        return tokens, mask

    def loss_of(method, logits, target, progress):
        cross_entropy = nn.functional.cross_entropy
        if method == "naive":
            return cross_entropy(logits, target)
        weight = 0.75 * min(progress / 0.2, 1.0)
        with torch.no_grad():
            odds = logits[:, 1] - logits[:, 0]
            positive = (odds > odds.quantile(0.5)).float()
            own = torch.stack([1 - positive, positive], 1)
        return (1 - weight) * cross_entropy(logits, target) + weight * cross_entropy(logits, own)

    def work(threads, method, seed, epochs, pooling, examples):
        torch.set_num_threads(threads)
        model = AutoModel.from_pretrained(folder, dtype=torch.float32, add_pooling_layer=False)
        model.train()
        for module in model.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0
        layers = model.encoder.layer
        top = layers[len(layers) - blocks :]
        model.requires_grad_(False)
        top.requires_grad_(True)
        head = nn.Linear(model.config.hidden_size, 2)
        nn.init.zeros_(head.weight)
        nn.init.zeros_(head.bias)
        trained = [*top.parameters(), *head.parameters()]
        optimizer = torch.optim.AdamW(trained, lr=5e-5, weight_decay=0.0, fused=True)
        order = torch.Generator().manual_seed(seed)
        steps = epochs * -(-examples // batch)
        start = time.perf_counter()
        done = 0
        for _ in range(epochs):
            rows = torch.randperm(examples, generator=order).tolist()
            total = 0.0
            for first in range(0, len(rows), batch):
                chosen = rows[first : first + batch]
                tokens, mask = padded(chosen)
                with torch.no_grad():
                    hidden = model.embeddings(input_ids=tokens)
                    bias = (1.0 - mask)[:, None, None, :] * torch.finfo(torch.float32).min
                    for layer in layers[: len(layers) - blocks]:
                        hidden = first_of(layer(hidden, attention_mask=bias))
                for layer in top:
                    hidden = first_of(layer(hidden, attention_mask=bias))
                if pooling == "first":
                    pooled = hidden[:, 0]
                else:
                    pooled = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
                loss = loss_of(method, head(pooled), labels[chosen], done / steps)
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(trained, 1.0)
                optimizer.step()
                total += loss.item() * len(chosen)
                done += 1
        return {"seconds": time.perf_counter() - start, "loss": total / examples}

    return work


def first_of(output):
    return output[0] if isinstance(output, tuple) else output


serve(make, ["torch", "transformers"])
