"""The data of the probe benches, as bench/src/data/probe-data.ts wrote them."""

import numpy
import torch


def read(path, dtype, shape):
    return torch.from_numpy(numpy.fromfile(path, dtype).reshape(shape))


def probe_data(rows, width, sets, features, labels, orders=None):
    """x: float32 [rows, width]; y: uint8 [sets, rows]; orders: int64 [epochs, rows] or None."""
    x = read(features, numpy.float32, (rows, width))
    y = read(labels, numpy.uint8, (sets, rows))
    return x, y, None if orders is None else read(orders, numpy.int32, (-1, rows)).long()
