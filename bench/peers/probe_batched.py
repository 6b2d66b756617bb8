"""Many probes at once, as an expert would write them in PyTorch: one column a probe, one optimizer for all.

A column holds a probe's log-odds. They are twice the score that each half of a two-way head learns, so that a step twice
as long makes the same model: Adam's steps do not depend on the scale of gradients.
"""

import time

import torch
from probe_data import probe_data
from serve import serve
from torch.nn.functional import binary_cross_entropy_with_logits

ADAM = {"default": {}, "foreach": {"foreach": True}, "fused": {"fused": True}, "compiled": {"fused": True}}


def loss_of(weight, bias, x, y):
    scores = torch.addmm(bias, x, weight)
    return binary_cross_entropy_with_logits(scores, y, reduction="sum") / len(x)


def trainer(x, y, orders, batch, rate):
    """x: [rows, width]; y: float32 [rows, probes]; orders: int64 [epochs, rows], or None to draw them."""

    def train(threads, epochs, adam):
        torch.set_num_threads(threads)
        step_loss = torch.compile(loss_of) if adam == "compiled" else loss_of
        weight = torch.zeros(x.shape[1], y.shape[1], requires_grad=True)
        bias = torch.zeros(y.shape[1], requires_grad=True)
        optimizer = torch.optim.Adam([weight, bias], lr=2 * rate, **ADAM[adam])
        start = time.perf_counter()
        for epoch in range(epochs):
            order = torch.randperm(len(x)) if orders is None else orders[epoch]
            for first in range(0, len(order), batch):
                rows = order[first : first + batch]
                optimizer.zero_grad()
                step_loss(weight, bias, x[rows], y[rows]).backward()
                optimizer.step()
        return time.perf_counter() - start, weight.detach(), bias.detach()

    return train


def make(batch, rate, **files):
    x, y, orders = probe_data(**files)
    y = y.T.float().contiguous()
    train = trainer(x, y, orders, batch, rate)

    def work(threads, epochs, adam):
        seconds, weight, bias = train(threads, epochs, adam)
        scores = torch.addmm(bias, x, weight)
        losses = binary_cross_entropy_with_logits(scores, y, reduction="none").mean(0)
        return {"seconds": seconds, "losses": losses.tolist()}

    return work


if __name__ == "__main__":
    serve(make, ["torch"])
