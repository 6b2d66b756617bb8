"""The loop that a user of PyTorch writes to train one linear probe, without a DataLoader (which would be slower)."""

import time

import torch
from probe_data import probe_data
from serve import serve
from torch import nn


def make(batch, rate, **files):
    x, y, orders = probe_data(**files)

    def work(threads, epochs, probe):
        torch.set_num_threads(threads)
        labels = y[probe].long()
        head = nn.Linear(x.shape[1], 2)
        nn.init.zeros_(head.weight)  # As ours starts, so that the losses can be compared.
        nn.init.zeros_(head.bias)
        optimizer = torch.optim.Adam(head.parameters(), lr=rate)
        criterion = nn.CrossEntropyLoss()
        start = time.perf_counter()
        for epoch in range(epochs):
            order = orders[epoch]
            for first in range(0, len(order), batch):
                rows = order[first : first + batch]
                optimizer.zero_grad()
                criterion(head(x[rows]), labels[rows]).backward()
                optimizer.step()
        seconds = time.perf_counter() - start
        with torch.no_grad():
            return {"seconds": seconds, "loss": criterion(head(x), labels).item()}

    return work


serve(make, ["torch"])
