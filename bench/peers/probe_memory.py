"""How far memory rises above the data while probe_batched.py's loop trains them."""

import resource

import torch
from probe_batched import trainer
from probe_data import probe_data
from serve import serve


def mark():
    """Starts a new peak at the present size, where the system can do that (Linux); gives that size in bytes."""
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return status("VmRSS")


def peak():
    try:
        return status("VmHWM")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def status(field):
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(field))


def make(**files):
    start = mark()
    trainer(torch.randn(500, 8), torch.rand(500, 2), None, 128, 1e-3)(1, 3, "default")
    runtime = mark() - start
    x, y, _ = probe_data(**files)
    y = y.T.float().contiguous()

    def work(epochs, batch, rate):
        base = mark()
        trainer(x, y, None, batch, rate)(1, epochs, "default")
        return {"base": base, "peak": peak(), "runtime": runtime}

    return work


if __name__ == "__main__":
    serve(make, ["torch"])
