"""Reference values for numbers over tasks, from SciPy and statsmodels.

    python reference/measures/over_tasks.py > packages/lab/src/measures/fixtures/over-tasks.json

Needs numpy, scipy and statsmodels. Fieller's interval has no function there: its ends are found as the ratios R at
which SciPy's one-sample t test of gain - R gap gives p = .05.
"""

import json

import numpy as np
import scipy
import statsmodels
from scipy import stats
from scipy.optimize import brentq
from statsmodels.stats.multitest import multipletests

draw = np.random.default_rng(12)


def means(values):
    test = stats.ttest_1samp(values, 0)
    low, high = test.confidence_interval(0.95)
    return {"values": list(values), "value": np.mean(values), "low": low, "high": high, "p": test.pvalue}


def ratio(gains, gaps):
    value = gains.mean() / gaps.mean()
    off = lambda r: stats.ttest_1samp(gains - r * gaps, 0).pvalue - 0.05
    return {
        "gains": list(gains),
        "gaps": list(gaps),
        "value": value,
        "low": brentq(off, value - 20, value - 1e-9, xtol=1e-13),
        "high": brentq(off, value + 1e-9, value + 20, xtol=1e-13),
    }


def medians(values):
    interval = stats.quantile_test(values, q=np.median(values), p=0.5).confidence_interval(0.95)
    return {"values": list(values), "low": interval.low, "high": interval.high}


ratios = []
for n in (3, 5, 12):
    gaps = draw.uniform(0.08, 0.2, n)
    ratios.append(ratio(gaps * draw.normal(0.5, 0.1, n), gaps))
ps = draw.uniform(0, 0.2, 9) ** 2
print(
    json.dumps(
        {
            "versions": {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "numpy": np.__version__},
            "tails": [[t, d, 2 * stats.t.sf(abs(t), d)] for t in (0.1, -1.7, 2.776, 6) for d in (1, 2, 3, 4, 9, 30, 101)],
            "bounds": [[d, stats.t.ppf(0.975, d)] for d in (1, 2, 3, 4, 5, 9, 19, 40, 101)],
            "means": [means(draw.normal(0.02, 0.03, n)) for n in (3, 4, 5, 17)],
            "ratios": ratios,
            "medians": [medians(draw.normal(0.4, 0.2, n)) for n in (7, 9, 12, 25)],
            "holm": {"ps": list(ps), "corrected": list(multipletests(ps, method="holm")[1])},
        }
    )
)
