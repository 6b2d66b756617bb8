"""Values for packages/experiments/src/statistics.test.ts, by SciPy, and how often its intervals
hold the truth.

    python reference/experiments/statistics.py            # values
    python reference/experiments/statistics.py coverage   # shares that hold what other tasks give

numpy 2.4.6, scipy 1.17.1.
"""

import sys

import numpy as np
from scipy.stats import linregress, spearmanr, t

x = np.array([1, 2, 3, 4, 5, 5, 7, 8.5])
y = np.array([2.1, 1.9, 3.5, 3.5, 6, 4, 5.5, 9])
task = np.arange(8) % 4


def slope(x, y):
    x = x - x.mean()
    return (x * y).sum() / (x * x).sum()


def ranks(x, y):
    return spearmanr(x, y).statistic


def mean(_, y):
    return y.mean()


def jackknife(x, y, task, of):
    """The statistic, and half of its 95% interval: every task left out in turn."""
    names = np.unique(task)
    without = np.array([of(x[task != one], y[task != one]) for one in names])
    n = len(names)
    error = np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum())
    return of(x, y), t.ppf(0.975, n - 1) * error


def coverage(studies=600, draws=200):
    """Six cells a task; tasks differ in level, and in slope by `spread`. Shares that hold: of the
    jackknife, and of percentiles of drawn tasks."""
    draw = np.random.default_rng(0)
    for tasks in (3, 4, 5, 8, 15):
        for spread in (0, 0.1):
            def made():
                x = draw.uniform(0, 3, (tasks, 6))
                slopes = 0.1 + draw.normal(0, spread, (tasks, 1))
                noise = draw.normal(0, 0.3, (tasks, 1)) + draw.normal(0, 0.15, x.shape)
                return x, slopes * x + noise

            usual = np.mean([ranks(*(v.ravel() for v in made())) for _ in range(studies)])
            held = {of: [0, 0] for of in (slope, mean, ranks)}
            for _ in range(studies):
                x, y = made()
                names = np.repeat(np.arange(tasks), 6)
                drawn = draw.integers(tasks, size=(draws, tasks))
                for of, truth in ((slope, 0.1), (mean, 0.15), (ranks, usual)):
                    value, half = jackknife(x.ravel(), y.ravel(), names, of)
                    held[of][0] += abs(value - truth) <= half
                    values = np.sort([of(x[d].ravel(), y[d].ravel()) for d in drawn])
                    outside = int(0.025 * draws)
                    held[of][1] += values[outside] <= truth <= values[-1 - outside]
            shares = {of.__name__: [float(n) / studies for n in both] for of, both in held.items()}
            print(tasks, spread, shares, flush=True)


if len(sys.argv) > 1:
    coverage()
else:
    line = linregress(x, y)
    for number in (spearmanr(x, y).statistic, line.slope, line.intercept):
        print(repr(float(number)))
    for of in (slope, ranks, mean):
        value, half = jackknife(x, y, task, of)
        print(of.__name__, repr(float(value)), repr(float(half)))
