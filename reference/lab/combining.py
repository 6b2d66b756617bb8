"""Weights of a mixture and agreement coefficients, from other people's code, for
packages/lab/src/methods and packages/lab/src/supervisors/people.

scipy 1.17.1 (SLSQP on the likelihood), statsmodels 0.15.0, scikit-learn 1.9.1, krippendorff:

    python reference/lab/combining.py > combining.json  # in packages/lab/src/methods/fixtures
"""

import json

import krippendorff
import numpy as np
from scipy.optimize import minimize
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

draw = np.random.default_rng(4)
K, ROWS, MEMBERS = 3, 40, 3
truth = draw.integers(K, size=ROWS)


def member(knows):
    """Rows that sum to 1; on the share `knows` of them the truth is sure, on others not at all."""
    skill = np.where(draw.random(ROWS) < knows, 4, -2)
    logits = draw.normal(size=(ROWS, K)) + skill[:, None] * np.eye(K)[truth]
    shares = np.exp(logits)
    return (shares / shares.sum(1, keepdims=True)).astype(np.float32)


members = [member(knows) for knows in (0.5, 0.7, 0.4)]
given = np.stack([one[np.arange(ROWS), truth] for one in members], 1).astype(float)
found = minimize(
    lambda w: -np.log(given @ w).mean(),
    np.full(MEMBERS, 1 / MEMBERS),
    jac=lambda w: -(given / (given @ w)[:, None]).mean(0),
    bounds=[(0, 1)] * MEMBERS,
    constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
    method="SLSQP",
    options={"ftol": 1e-15, "maxiter": 1000},
)

raters = draw.integers(4, size=(30, 5))
copied = draw.random((30, 5)) < 0.6
raters = np.where(copied, raters[:, :1], raters)
holes = draw.random((30, 5)) < 0.2
missing = np.where(holes, np.nan, raters.astype(float))

print(json.dumps({
    "truth": truth.tolist(),
    "members": [one.round(6).tolist() for one in members],
    "weights": found.x.round(6).tolist(),
    "logLikelihood": float(-found.fun),
    "raters": raters.tolist(),
    "missing": [[None if np.isnan(v) else int(v) for v in row] for row in missing],
    "cohen": float(cohen_kappa_score(raters[:, 0], raters[:, 1])),
    "fleiss": float(fleiss_kappa(aggregate_raters(raters)[0])),
    "alpha": float(krippendorff.alpha(missing.T, level_of_measurement="nominal")),
}))
