"""The mean teacher loss in PyTorch, the average updated as its source's code does: values and
gradients of one batch, the steps of linear probes under Adam, and the steps of a tiny BERT under
AdamW, for two and three options, on the examples of losses.py.

Run: python reference/lab/mean_teacher.py > packages/lab/src/methods/fixtures/mean-teacher.json
(torch 2.13.0, transformers 4.57.6, float32)
"""

import copy
import json
import math
import os

import torch
from torch.nn.functional import cross_entropy, mse_loss, softmax
from transformers import BertModel

here = os.path.dirname(os.path.abspath(__file__))
packages = os.path.join(here, "../../packages")
folder = os.path.join(packages, "models/src/fixtures/tiny-bert-f16")
with open(os.path.join(packages, "lab/src/methods/fixtures/losses.json")) as file:
    examples = json.load(file)
torch.set_num_threads(1)

settings = [
    {"weight": 100, "decay": 0.999, "rampUp": 0.22},
    {"weight": 3, "decay": 0.6, "rampUp": 0},
]


def loss_of(logits, teacher, labels, progress, weight, rampUp):
    """One number an example."""
    x = min(progress / rampUp, 1.0) if rampUp > 0 else 1.0
    apart = mse_loss(softmax(logits, 1), softmax(teacher, 1).detach(), reduction="none").mean(1)
    return (
        cross_entropy(logits, labels, reduction="none")
        + weight * math.exp(-5 * (1 - x) ** 2) * apart
    )


def update(teacher, student, decay, step):
    kept = min(1 - 1 / (step + 1), decay)
    with torch.no_grad():
        for mean, now in zip(teacher.parameters(), student.parameters()):
            mean.mul_(kept).add_(now, alpha=1 - kept)


def rounded(x):
    return [float(f"{v:.8g}") for v in x.detach().reshape(-1).tolist()]


def values(k):
    given = examples["values"][k]
    logits, labels = (torch.tensor(given[name]).reshape(7, int(k)) for name in ("logits", "labels"))
    teacher = torch.roll(logits, 1, 0) * 0.5
    x = logits.clone().requires_grad_()
    loss = loss_of(x, teacher, labels, given["progress"], 100, 0.22)
    loss.mean().backward()
    return {"teacher": rounded(teacher), "values": rounded(loss), "slopes": rounded(x.grad)}


def order(epoch, n):
    return [(i * 7 + 13 * epoch) % n for i in range(n)]


def train(given, labels, batch, epochs, model, optimizer, clips, decay, **own):
    """Trains a model of rows; gives each step's loss, and the mean teacher."""
    n, out, step = len(labels), [], 0
    total, teacher = epochs * -(-n // batch), copy.deepcopy(model)
    for epoch in range(epochs):
        rows = order(epoch, n)
        for first in range(0, n, batch):
            chosen = torch.tensor(rows[first : first + batch])
            with torch.no_grad():
                said = teacher(given(chosen))
            loss = loss_of(model(given(chosen)), said, labels[chosen], step / total, **own).mean()
            optimizer.zero_grad()
            loss.backward()
            if clips:
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            update(teacher, model, decay, step)
            out.append(float(f"{loss.item():.8g}"))
    return out, teacher


def zero_head(d, k):
    head = torch.nn.Linear(d, k)
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    return head


def head_of(linear):
    return {"weight": rounded(linear.weight), "bias": rounded(linear.bias)}


def probes(k):
    given = examples["probes"][k]
    x = torch.tensor(given["x"]).reshape(given["n"], given["d"])
    labels = torch.tensor(given["labels"]).reshape(given["n"], int(k))
    out = []
    for own in settings:
        head = zero_head(given["d"], int(k))
        adam = torch.optim.Adam(head.parameters(), lr=0.02)
        steps, teacher = train(
            lambda rows: x[rows], labels, given["batch"], given["epochs"], head, adam, False, **own
        )
        out.append({**own, "steps": steps, "student": head_of(head), "teacher": head_of(teacher)})
    return out


class Classifier(torch.nn.Module):
    def __init__(self, ids, k):
        super().__init__()
        self.ids = ids
        self.body = BertModel.from_pretrained(
            folder, dtype=torch.float32, add_pooling_layer=False
        ).eval()
        self.head = zero_head(self.body.config.hidden_size, k)

    def forward(self, rows):
        texts = [self.ids[row] for row in rows]
        seq = max(map(len, texts))
        tokens, mask = torch.zeros(len(texts), seq, dtype=torch.long), torch.zeros(len(texts), seq)
        for i, text in enumerate(texts):
            tokens[i, : len(text)] = torch.tensor(text)
            mask[i, : len(text)] = 1
        states = self.body(input_ids=tokens, attention_mask=mask).last_hidden_state
        return self.head((states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True))


def finetuned(k):
    given = examples["finetuned"][k]
    labels = torch.tensor(given["labels"]).reshape(given["n"], int(k))
    out = []
    for own in settings:
        model = Classifier(given["ids"], int(k))
        adam = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.0)
        steps, teacher = train(
            lambda rows: rows, labels, given["batch"], given["epochs"], model, adam, True, **own
        )
        out.append(
            {
                **own,
                "steps": steps,
                "student": head_of(model.head),
                "teacher": head_of(teacher.head),
            }
        )
    return out


out = {
    "values": {k: values(k) for k in ("2", "3")},
    "probes": {k: probes(k) for k in ("2", "3")},
    "finetuned": {k: finetuned(k) for k in ("2", "3")},
}
print(json.dumps(out))
