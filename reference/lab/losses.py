"""Every method's loss in PyTorch, written as its source writes it: values and gradients of one batch, the steps of linear probes
under Adam, and the steps of a tiny BERT under AdamW, for two and three options. And quantiles of beta distributions, from SciPy.

Run: python reference/lab/losses.py > packages/lab/src/methods/fixtures/losses.json
(torch 2.13.0, transformers 5.24.0, scipy 1.17.1, float32)
"""
import json
import os

import torch
from scipy.stats import beta
from torch.nn.functional import cross_entropy, softmax
from transformers import BertModel

here = os.path.dirname(os.path.abspath(__file__))
folder = os.path.join(here, "../../packages/models/src/fixtures/tiny-bert-f16")
torch.set_num_threads(1)


class Batch:
    """What a loss sees. `forward` is the head on other features."""

    def __init__(self, logits, labels, progress, prior, index, uniform, features, forward, state):
        self.logits, self.labels, self.progress, self.prior, self.index = logits, labels, progress, prior, index
        self.uniform, self.features, self.forward, self.state = uniform, features, forward, state
        self.p = softmax(logits, 1)
        self.k = logits.shape[1]


def soft(logits, target):
    return cross_entropy(logits, target, reduction="none")


def naive(b):
    return soft(b.logits, b.labels)


def confidence(b, prior="half", alpha=0.5):
    a = min(b.progress / 0.2, 1.0) * alpha
    with torch.no_grad():
        if b.k > 2:
            own = torch.nn.functional.one_hot(b.logits.argmax(1), b.k).float()
        else:
            n = len(b.logits)
            share = {"half": 0.5, "data": b.prior[1].item(), "labels": b.labels[:, 1].mean().item()}[prior]
            first = torch.sort(b.p[:, 1], descending=True, stable=True).indices[: int(share * n + 0.5)]
            hard = torch.zeros(n)
            hard[first] = 1
            if n == 1:
                hard = (b.p[:, 1] > 0.5).float()
            own = torch.stack([1 - hard, hard], 1)
    return soft(b.logits, (1 - a) * b.labels + a * own)


def product(b):
    target = b.p * b.labels
    return soft(b.logits, (target / target.sum(1, keepdim=True)).detach())


def entropy(b, stopped=True):
    a = min(b.progress / 0.2, 1.0) * 0.5
    own = b.p.detach() if stopped else b.p
    return soft(b.logits, (1 - a) * b.labels + a * own)


def window(b):
    uncertain = b.p.max(1).values < 1 / b.k + 0.15
    return torch.where(uncertain, soft(b.logits, b.labels), 0.0)


def kl(b):
    return torch.nn.functional.kl_div(b.p.log(), b.labels, reduction="none").sum(1)


def smooth(labels, s):
    return (1 - s) * labels + s / labels.shape[1]


def reverse_kl(b):
    return (b.p * (b.p / smooth(b.labels, 0.001)).log()).sum(1)


def reverse_cross_entropy(b):
    return -(b.p * smooth(b.labels, 0.001).log()).sum(1)


def gce(b):
    return (b.labels * (1 - b.p**0.7) / 0.7).sum(1)


def label_smoothing(b):
    return cross_entropy(b.logits, b.labels, label_smoothing=0.1, reduction="none")


def focal(b):
    return -(b.labels * (1 - b.p) ** 2 * b.p.log()).sum(1)


def elr(b):
    p = torch.clamp(b.p, 1e-4, 1 - 1e-4)
    said = p.detach()
    targets = b.state.setdefault("targets", torch.zeros(1000, b.k))
    targets[b.index] = 0.7 * targets[b.index] + 0.3 * said / said.sum(1, keepdim=True)
    return soft(b.logits, b.labels) + 3 * (1 - (targets[b.index].clone() * p).sum(1)).log()


def mixup(b):
    share = b.uniform[:, None]
    mix = lambda x: share * x + (1 - share) * torch.roll(x, -1, 0)
    return soft(b.forward(mix(b.features)), mix(b.labels))


def vat(b):
    def divergence(r):
        q = softmax(b.forward(b.features + r), 1)
        return (said * (said / q).log()).sum(1)

    said = b.p.detach()
    start = (b.features.detach() * 1e-2).requires_grad_()
    slope = torch.autograd.grad(divergence(start).sum(), start)[0]
    size = b.features.detach().norm(dim=1, keepdim=True)
    r = 0.1 * size * slope / (slope.norm(dim=1, keepdim=True) + 1e-12)
    return soft(b.logits, b.labels) + divergence(r.detach())


losses = {
    "naive": naive,
    "confidence": confidence,
    "confidence data": lambda b: confidence(b, "data"),
    "confidence labels": lambda b: confidence(b, "labels", 0.75),
    "product": product,
    "entropy": entropy,
    "entropy through": lambda b: entropy(b, False),
    "confidence-window": window,
    "kl": kl,
    "reverse-kl": reverse_kl,
    "reverse-cross-entropy": reverse_cross_entropy,
    "gce": gce,
    "label-smoothing": label_smoothing,
    "focal": focal,
    "elr": elr,
    "mixup": mixup,
    "vat": vat,
}
no_features = ["elr", "mixup", "vat"]


def rounded(x):
    return [float(f"{v:.8g}") for v in x.reshape(-1).tolist()]


def drawn(epoch, n):
    return torch.tensor([((37 * i + 11 * epoch) % 64) / 64 for i in range(n)])


def make_labels(n, k):
    labels = softmax(1.5 * torch.randn(n, k), 1)
    labels[0] = torch.nn.functional.one_hot(torch.tensor(k - 1), k).float()
    return labels


def values(k):
    logits, labels = 1.5 * torch.randn(7, k), make_labels(7, k)
    logits[3] = logits[2]  # Equal odds: the first counts as higher.
    prior, index, uniform = labels.mean(0) * 0.5 + 0.5 / k, torch.arange(7), drawn(0, 7)
    out = {"logits": rounded(logits), "labels": rounded(labels), "prior": rounded(prior), "progress": 0.15, "losses": {}}
    for name in losses:
        if name in no_features:
            continue
        x = logits.clone().requires_grad_()
        loss = losses[name](Batch(x, labels, 0.15, prior, index, uniform, None, None, {}))
        loss.mean().backward()
        out["losses"][name] = {"values": rounded(loss), "slopes": rounded(x.grad)}
    return out


def order(epoch, n):  # any fixed order will do, as long as both sides take it
    return [(i * 7 + 13 * epoch) % n for i in range(n)]


def steps(name, k, labels, batch, epochs, features_of, head, optimizer, clipped):
    """Trains, and gives each step's loss."""
    n, prior, state, out = len(labels), labels.mean(0), {}, []
    total, step = epochs * -(-n // batch), 0
    for epoch in range(epochs):
        rows = order(epoch, n)
        for first in range(0, n, batch):
            chosen = torch.tensor(rows[first : first + batch])
            features = features_of(chosen)
            b = Batch(head(features), labels[chosen], step / total, prior, chosen, drawn(epoch, n)[chosen], features, head, state)
            loss = losses[name](b).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(clipped, 1.0)
            optimizer.step()
            out.append(float(f"{loss.item():.8g}"))
            step += 1
    return out


def zero_head(d, k):
    head = torch.nn.Linear(d, k)
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    return head


def probes(k):
    n, d, batch, epochs = 53, 5, 8, 4  # 53 = 6 * 8 + 5
    x, labels = torch.randn(n, d), make_labels(n, k)
    out = {"n": n, "d": d, "batch": batch, "epochs": epochs, "x": rounded(x), "labels": rounded(labels), "losses": {}}
    for name in losses:
        head = zero_head(d, k)
        adam = torch.optim.Adam(head.parameters(), lr=0.02)
        trace = steps(name, k, labels, batch, epochs, lambda rows: x[rows], head, adam, [torch.zeros(1, requires_grad=True)])
        out["losses"][name] = {"steps": trace, "weight": rounded(head.weight.detach()), "bias": rounded(head.bias.detach())}
    # Weight decay, and an epsilon that matters.
    for name, eps in (("naive", 1e-8), ("naive", 0.05)):
        head = zero_head(d, k)
        adam = torch.optim.Adam(head.parameters(), lr=0.02, weight_decay=0.1, eps=eps)
        trace = steps(name, k, labels, batch, epochs, lambda rows: x[rows], head, adam, [torch.zeros(1, requires_grad=True)])
        out.setdefault("decayed", []).append(
            {"epsilon": eps, "steps": trace, "weight": rounded(head.weight.detach()), "bias": rounded(head.bias.detach())})
    return out


def finetuned(k):
    n, batch, epochs = 22, 8, 2
    lengths = torch.randint(3, 12, (n,)).tolist()
    ids = [torch.randint(8, 50, (length,)).tolist() for length in lengths]
    labels = make_labels(n, k)
    out = {"n": n, "batch": batch, "epochs": epochs, "ids": ids, "labels": rounded(labels), "losses": {}}
    for name in losses:
        model = BertModel.from_pretrained(folder, dtype=torch.float32, add_pooling_layer=False).eval()
        head = zero_head(model.config.hidden_size, k)

        def pooled(rows):
            seq = max(lengths[row] for row in rows)
            tokens, mask = torch.zeros(len(rows), seq, dtype=torch.long), torch.zeros(len(rows), seq)
            for i, row in enumerate(rows):
                tokens[i, : lengths[row]] = torch.tensor(ids[row])
                mask[i, : lengths[row]] = 1
            states = model(input_ids=tokens, attention_mask=mask).last_hidden_state
            return (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)

        trained = [*model.parameters(), *head.parameters()]
        adam = torch.optim.AdamW(trained, lr=2e-3, weight_decay=0.0)
        out["losses"][name] = steps(name, k, labels, batch, epochs, pooled, head, adam, trained)
    return out


torch.manual_seed(7)
out = {
    "values": {k: values(k) for k in (2, 3)},
    "probes": {k: probes(k) for k in (2, 3)},
    "finetuned": {k: finetuned(k) for k in (2, 3)},
    "beta": {a: [float(beta.ppf(i / 16, a, a)) for i in range(17)] for a in (0.2, 0.5, 2.0)},
}
print(json.dumps(out))
