"""100 steps of finetuning a tiny BERT in PyTorch: mean pooling and a two-way head from zero, AdamW with weight decay on matrices alone,
gradients clipped to length 1, a warm-up over a tenth of the steps and then a line to zero, on soft labels.

Run: python reference/lab/finetune_trace.py > packages/lab/src/students/finetune/training/fixtures/finetune-trace.json
(torch 2.13.0, transformers 5.23.0, float32)
"""
import json
import os

import torch
from transformers import BertModel

here = os.path.dirname(os.path.abspath(__file__))
folder = os.path.join(here, "../../packages/models/src/fixtures/tiny-bert-f16")
n, batch, epochs, rate, decay, warmup, clip = 160, 16, 10, 2e-3, 0.1, 0.1, 1.0

torch.manual_seed(5)
lengths = torch.randint(3, 12, (n,)).tolist()
ids = [torch.randint(8, 50, (length,)).tolist() for length in lengths]
for i in range(0, n, 2):  # Every other text has word 7; its label says so, more or less surely.
    ids[i][i % lengths[i]] = 7
sure = 0.6 + 0.4 * torch.rand(n)
p = torch.tensor([sure[i] if 7 in ids[i] else 1 - sure[i] for i in range(n)])
labels = torch.stack([1 - p, p], 1)


def order(epoch):  # any fixed order will do, as long as both sides take it
    return [(i * 7 + 13 * epoch) % n for i in range(n)]


def padded(rows):
    seq = max(lengths[row] for row in rows)
    tokens = torch.zeros(len(rows), seq, dtype=torch.long)
    mask = torch.zeros(len(rows), seq)
    for i, row in enumerate(rows):
        tokens[i, : lengths[row]] = torch.tensor(ids[row])
        mask[i, : lengths[row]] = 1
    return tokens, mask


def factor(step, total):
    progress = (step + 1) / (total + 1)
    return progress / warmup if progress < warmup else 1 - (progress - warmup) / (1 - warmup)


def train(loss_of):
    model = BertModel.from_pretrained(folder, dtype=torch.float32, add_pooling_layer=False).eval()
    head = torch.nn.Linear(model.config.hidden_size, 2)
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    trained = [*model.parameters(), *head.parameters()]
    groups = [
        {"params": [w for w in trained if w.dim() > 1], "weight_decay": decay},
        {"params": [w for w in trained if w.dim() <= 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate)
    total, step, losses = epochs * -(-n // batch), 0, []
    for epoch in range(epochs):
        rows = order(epoch)
        for first in range(0, n, batch):
            chosen = rows[first : first + batch]
            tokens, mask = padded(chosen)
            states = model(input_ids=tokens, attention_mask=mask).last_hidden_state
            pooled = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
            loss = loss_of(head(pooled), labels[chosen], step / total)
            for group in optimizer.param_groups:
                group["lr"] = rate * factor(step, total)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, clip)
            optimizer.step()
            losses.append(round(loss.item(), 7))
            step += 1
    return losses


def soft(logits, target, _):
    return torch.nn.functional.cross_entropy(logits, target)


def confident(logits, target, progress):
    a = min(progress / 0.2, 1.0) * 0.75
    with torch.no_grad():
        odds = logits[:, 1] - logits[:, 0]
        hard = (odds > odds.quantile(0.5)).float()
        own = torch.stack([1 - hard, hard], 1)
    return torch.nn.functional.cross_entropy(logits, (1 - a) * target + a * own)


recipe = {"learningRate": rate, "batchSize": batch, "epochs": epochs, "weightDecay": decay, "warmup": warmup, "clipNorm": clip}
print(json.dumps({"recipe": recipe, "ids": ids, "p": [round(value, 7) for value in p.tolist()], "naive": train(soft), "confidence": train(confident)}))
