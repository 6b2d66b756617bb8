"""200 steps of the paper's linear probe in PyTorch: a two-way head, cross-entropy to soft labels, Adam at 1e-3.

Run: python reference/lab/probe_trace.py > packages/lab/src/students/probe/training/fixtures/probe-trace.json   (torch 2.13.0, float32)
"""
import json
import torch

torch.manual_seed(3)
n, d, batch, epochs = 300, 6, 32, 20
x = torch.randn(n, d)
p = torch.sigmoid(x @ torch.randn(d) * 1.5 + 0.3 * torch.randn(n))
labels = torch.stack([1 - p, p], 1)


def order(epoch):  # any fixed order will do, as long as both sides take it
    return torch.tensor([(i * 7 + 13 * epoch) % n for i in range(n)])


def train(loss_of):
    head = torch.nn.Linear(d, 2)
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    adam = torch.optim.Adam(head.parameters(), lr=1e-3)
    total, step, losses = epochs * -(-n // batch), 0, []
    for epoch in range(epochs):
        rows = order(epoch)
        for i in range(0, n, batch):
            take = rows[i:i + batch]
            loss = loss_of(head(x[take]), labels[take], step / total)
            adam.zero_grad()
            loss.backward()
            adam.step()
            losses.append(loss.item())
            step += 1
    w, b = head.weight.detach(), head.bias.detach()
    return {"losses": losses, "weight": ((w[1] - w[0]) / 2).tolist(), "bias": ((b[1] - b[0]) / 2).item()}


def soft(logits, target, _):
    return torch.nn.functional.cross_entropy(logits, target)


def confident(logits, target, progress):
    a = min(progress / 0.2, 1.0) * 0.75
    with torch.no_grad():
        f = logits.softmax(1)[:, 1]
        hard = (f > f.quantile(0.5)).float()
        own = torch.stack([1 - hard, hard], 1)
    return torch.nn.functional.cross_entropy(logits, (1 - a) * target + a * own)


print(json.dumps({"n": n, "d": d, "batch": batch, "epochs": epochs, "x": x.reshape(-1).tolist(), "p": p.tolist(),
                  "naive": train(soft), "confidence": train(confident)}))
