"""Ten steps of each optimizer on a fixed quadratic in PyTorch, float64.

Run: python reference/grad/optimizers.py > packages/grad/src/train/fixtures/optimizers.json   (torch 2.13.0)
"""
import json
import torch

target = torch.tensor([1.0, -2.0, 0.5], dtype=torch.float64)
scale = torch.tensor([1.0, 10.0, 0.1], dtype=torch.float64)
optimizers = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
    "sgd with momentum and decay": lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, weight_decay=0.1),
    "adam": lambda p: torch.optim.Adam(p, lr=0.1),
    "adam with decay": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1),
    "adamW": lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.05),
    # Beside gradients of this size: without it, or with half of it, other steps are taken.
    "adam with an epsilon that matters": lambda p: torch.optim.Adam(p, lr=0.1, eps=0.5, weight_decay=0.1),
    "adamW with an epsilon that matters": lambda p: torch.optim.AdamW(p, lr=0.1, eps=0.5, weight_decay=0.1),
}
out = {}
for name, make in optimizers.items():
    w = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    optimizer, path = make([w]), []
    for step in range(10):
        for group in optimizer.param_groups:  # a linear schedule, to zero over 20 steps
            group.setdefault("initial_lr", group["lr"])
            group["lr"] = group["initial_lr"] * (1 - step / 20)
        loss = (scale * (w - target) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        path.append(w.detach().tolist())
    out[name] = path

# Two epochs of a least-squares fit of 7 rows in batches of 3, 3 and 1, in this order of rows.
x = torch.tensor([[1.0, 0.5], [-0.3, 2.0], [0.7, -1.1], [1.5, 0.2], [-0.9, -0.4], [0.1, 1.3], [2.1, -0.6]], dtype=torch.float64)
y = torch.tensor([1.0, -2.0, 0.3, 0.8, -1.5, 2.2, 0.4], dtype=torch.float64)
order = [4, 0, 6, 2, 5, 1, 3]
w = torch.zeros(2, dtype=torch.float64, requires_grad=True)
optimizer, path = torch.optim.AdamW([w], lr=0.05, eps=0.2, weight_decay=0.1), []
for epoch in range(2):
    for start in (0, 3, 6):
        rows = order[start:start + 3]
        loss = ((x[rows] @ w - y[rows]) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        path.append(w.detach().tolist())
out["batches of 3, 3 and 1"] = path
print(json.dumps(out))
