"""How far memory rises while finetune_step.py's steps run in a fresh process."""

import torch
from finetune_step import stepper
from probe_memory import mark, peak
from serve import serve


def make(**setup):
    def work(threads, steps):
        torch.set_num_threads(threads)
        net = torch.nn.Linear(8, 8)
        optimizer = torch.optim.AdamW(net.parameters(), fused=True)
        net(torch.randn(4, 8)).sum().backward()
        optimizer.step()
        base = mark()
        step = stepper(**setup)
        losses = [step() for _ in range(steps)]
        return {"base": base, "peak": peak(), "losses": losses}

    return work


serve(make, ["torch", "transformers"])
