"""Means and ratios over crossed pretrainings by NumPy and SciPy, for
packages/lab/src/measures/fixtures/over-pretrainings.json:

    python reference/measures/over_pretrainings.py

and how often such a mean's interval holds the truth, for docs/measures.md:

    python reference/measures/over_pretrainings.py coverage

The mean squares are those of a two-way analysis of variance with one value a cell; statsmodels'
are asserted to be the same.
"""

import json
import math
import pathlib
import sys

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.optimize import brentq
from scipy.stats import t
from statsmodels.formula.api import ols


def mean_of(values, draws):
    rows, columns = values.shape
    row_square = columns * values.mean(axis=1).var(ddof=1)
    column_square = rows * values.mean(axis=0).var(ddof=1)
    frame = pd.DataFrame(
        [{"y": values[i, j], "i": i, "j": j} for i in range(rows) for j in range(columns)]
    )
    anova = sm.stats.anova_lm(ols("y ~ C(i) + C(j)", frame).fit())
    assert np.allclose(anova["mean_sq"].iloc[:2], [row_square, column_square])
    count = rows * columns
    test = draws.mean(axis=(0, 1)).var(ddof=1)
    variance = (row_square + column_square) / count + test
    squares = (row_square / count) ** 2 / (rows - 1) + (column_square / count) ** 2 / (columns - 1)
    freedom = math.floor(variance**2 / squares)
    half = t.ppf(0.975, freedom) * math.sqrt(variance)
    return values.mean(), half, [row_square / count, column_square / count, test]


def ratio_of(gains, gaps):
    value = gains[0].mean() / gaps[0].mean()

    def apart(ratio):
        mean, half, _ = mean_of(gains[0] - ratio * gaps[0], gains[1] - ratio * gaps[1])
        return abs(mean) - half

    ends = []
    for way in (-1, 1):
        step = 0.01
        while apart(value + way * step) < 0:
            step += 0.01
        ends.append(brentq(apart, value + way * (step - 0.01), value + way * step, xtol=1e-13))
    return [value, *ends]


def cells(random, rows, columns, mean, spread):
    values = (
        mean
        + spread * random.normal(size=(rows, 1))
        + spread * random.normal(size=(1, columns))
        + 0.3 * spread * random.normal(size=(rows, columns))
    )
    shared = 0.02 * random.normal(size=20)
    return values, values[:, :, None] + shared + 0.01 * random.normal(size=(rows, columns, 20))


def coverage(weak, strong, pair, test, size=3, studies=20_000):
    """Share of studies whose interval holds 0, which is the truth."""
    random = np.random.default_rng(0)
    values = (
        weak * random.normal(size=(studies, size, 1))
        + strong * random.normal(size=(studies, 1, size))
        + pair * random.normal(size=(studies, size, size))
        + test * random.normal(size=(studies, 1, 1))
    )
    rows = values.mean(axis=2).var(axis=1, ddof=1) / size
    columns = values.mean(axis=1).var(axis=1, ddof=1) / size
    variance = rows + columns + test**2
    freedom = np.floor(variance**2 / ((rows**2 + columns**2) / (size - 1)))
    half = t.ppf(0.975, freedom) * np.sqrt(variance)
    return np.mean(np.abs(values.mean(axis=(1, 2))) <= half)


if sys.argv[1:] == ["coverage"]:
    for spreads in [(1, 1, 0.3, 0), (1, 0, 0.3, 0), (0, 0, 1, 0), (1, 1, 1, 0),
                    (1, 0.3, 0.3, 0.5), (0.3, 0.3, 1, 0.5), (0.1, 0.1, 0.1, 1)]:
        print("|", " | ".join(f"{one:g}" for one in spreads), f"| {coverage(*spreads):.3f} |")
    sys.exit()

random = np.random.default_rng(0)
found = []
for rows, columns in [(3, 3), (2, 4), (5, 3)]:
    gains = cells(random, rows, columns, 0.1, 0.03)
    gaps = cells(random, rows, columns, 0.25, 0.02)
    mean, half, variance = mean_of(*gains)
    found.append(
        {
            "gains": [a.tolist() for a in gains],
            "gaps": [a.tolist() for a in gaps],
            "mean": [mean, mean - half, mean + half],
            "variance": variance,
            "ratio": ratio_of(gains, gaps),
        }
    )
path = pathlib.Path(__file__).parents[2] / "packages/lab/src/measures/fixtures"
(path / "over-pretrainings.json").write_text(json.dumps(found) + "\n")
