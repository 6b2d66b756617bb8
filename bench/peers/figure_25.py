"""The loop that a user of PyTorch writes to train one linear probe, plainly or with the confidence loss."""

import time

import torch
from probe_data import probe_data
from serve import serve
from torch import nn
from torch.nn.functional import cross_entropy


def make(batch, rate, **files):
    x, y, orders = probe_data(**files)

    def work(threads, epochs, probe, method):
        torch.set_num_threads(threads)
        labels = y[probe].long()
        head = nn.Linear(x.shape[1], 2)
        nn.init.zeros_(head.weight)  # As ours starts, so that the losses can be compared.
        nn.init.zeros_(head.bias)
        optimizer = torch.optim.Adam(head.parameters(), lr=rate)
        steps = epochs * -(-x.shape[0] // batch)
        step = 0
        start = time.perf_counter()
        for epoch in range(epochs):
            order = orders[epoch]
            for first in range(0, len(order), batch):
                rows = order[first : first + batch]
                optimizer.zero_grad()
                logits = head(x[rows])
                loss = cross_entropy(logits, labels[rows])
                if method == "confidence":
                    # Half of the batch is positive by the student's own odds; the weight rises over a fifth of training.
                    odds = (logits[:, 1] - logits[:, 0]).detach()
                    own = torch.zeros_like(labels[rows])
                    own[odds.topk((len(rows) + 1) // 2).indices] = 1
                    alpha = 0.5 * min(step / steps / 0.2, 1)
                    loss = (1 - alpha) * loss + alpha * cross_entropy(logits, own)
                loss.backward()
                optimizer.step()
                step += 1
        seconds = time.perf_counter() - start
        with torch.no_grad():
            return {"seconds": seconds, "loss": cross_entropy(head(x), labels).item()}

    return work


serve(make, ["torch"])
