"""The p of two methods compared on the same draws, by SciPy, and how often it is wrong where there
is no difference.

    python reference/measures/comparing.py > packages/lab/src/measures/fixtures/comparing.json
    python reference/measures/comparing.py errors 600  # the table of docs/measures.md

numpy 2.4.6, scipy 1.17.1. The freedom is Satterthwaite's of V = V_seeds + the rest, the rest known:
V^2 / (V_seeds^2 / (S - 1)).
"""

import json
import math
import sys

import numpy as np
from scipy import stats

draw = np.random.default_rng(11)


def freedom(by_seed, variance):
    seeds = len(by_seed)
    if seeds < 2:
        return math.inf
    of_seeds = min(variance, np.var(by_seed, ddof=1) / seeds)
    return math.inf if of_seeds == 0 else variance**2 / (of_seeds**2 / (seeds - 1))


def p_of(difference, draws, by_seed):
    variance = np.nanvar(draws)
    z = abs(difference) / math.sqrt(variance)
    df = freedom(by_seed, variance)
    return 2 * (stats.norm.sf(z) if df > 1000 else stats.t.sf(z, math.floor(df)))


def fixture():
    cases = []
    for seeds in (1, 2, 3, 5, 10):
        for spread in (0.0, 0.002, 0.01, 0.04):
            for missing in (0, 0.1):
                ours = 0.8 + spread * draw.normal(size=seeds)
                theirs = 0.79 + spread * draw.normal(size=seeds)
                value = [ours.mean(), theirs.mean()]
                around = math.hypot(0.005, spread / math.sqrt(seeds))
                luck = draw.normal(size=60) * 0.03
                draws = [v + luck + around * draw.normal(size=60) / math.sqrt(2) for v in value]
                hole = draw.random(60) < missing
                for one in draws:
                    one[hole] = np.nan
                p = p_of(value[0] - value[1], draws[0] - draws[1], ours - theirs)
                cases.append({
                    "bySeed": [ours.tolist(), theirs.tolist()],
                    "values": [float(v) for v in value],
                    "draws": [[None if np.isnan(v) else float(v) for v in one] for one in draws],
                    "p": float(p),
                })
    print(json.dumps(cases))


def errors(studies, resamples=200):
    """Shares of studies without a difference whose p is below .05, and below .0025, which is Holm's
    first bound of twenty: by the normal tail, and by Student's t."""
    for examples in (400, 2000):
        for seeds in (1, 2, 3, 5):
            for spread in (0.03, 0.1, 0.3):
                null = [null_study(examples, seeds, spread, resamples) for _ in range(studies)]
                ps = np.array(null)
                shares = [(ps[:, i] < level).mean() for i in (0, 1) for level in (0.05, 0.0025)]
                shown = " ".join(f"{share:.4f}" for share in shares)
                print(examples, seeds, spread, shown, flush=True)


def null_study(examples, seeds, spread, resamples):
    """Two methods as good as each other on shared examples: seeds' luck and examples' own, in
    probits."""
    easy = draw.normal(1, 1, examples)

    def right():
        luck = draw.normal(0, spread, (seeds, 1)) + draw.normal(0, 0.8, (seeds, examples))
        return (easy + luck > 0).astype(float)

    ahead = (right() - right()).T
    rows = draw.multinomial(examples, np.full(examples, 1 / examples), resamples)
    drawn = draw.multinomial(max(1, seeds - 1), np.full(seeds, 1 / seeds), resamples)
    draws = (rows @ ahead / examples * drawn).sum(1) / drawn.sum(1)
    difference = ahead.mean()
    normal = 2 * stats.norm.sf(abs(difference) / draws.std())
    return normal, p_of(difference, draws, ahead.mean(0))


if len(sys.argv) > 1:
    errors(int(sys.argv[2]))
else:
    fixture()
