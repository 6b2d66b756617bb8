"""A hierarchical bootstrap as a user of NumPy writes it: tasks, seeds and test examples drawn anew in every resample."""

import time

import numpy
from serve import serve


def make(tasks, seeds, examples, right):
    # Roles weak, student, ceiling: whether each is right, under every seed, on every example.
    right = numpy.fromfile(right, numpy.uint8).reshape(tasks, 3, seeds, examples)
    draw = numpy.random.default_rng(0)

    def work(resamples):
        start = time.perf_counter()
        ratios = []
        for _ in range(resamples):
            gains, gaps = [], []
            for task in draw.integers(tasks, size=tasks):
                some = draw.integers(seeds, size=seeds - 1)
                rows = draw.integers(examples, size=examples)
                weak, student, ceiling = right[task][:, some[:, None], rows].mean((1, 2))
                gains.append(student - weak)
                gaps.append(ceiling - weak)
            ratios.append(numpy.mean(gains) / numpy.mean(gaps))
        return {"seconds": time.perf_counter() - start, "ratios": ratios}

    return work


serve(make, ["numpy"])
