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
print(json.dumps(out))
