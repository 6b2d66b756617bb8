"""Figure 24's panels by scikit-learn: logistic regressions with its defaults, and at their optimum, on the first k features.

Reads what simulation_difficulty.mjs prints; see there for how to run it. scikit-learn 1.9.1, NumPy 2.
Which labels are flipped is drawn, and so is taken from there; that they are as many as the regression has wrong is checked here.
"""
import json
import sys
import warnings

import numpy as np
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")  # The defaults stop after 100 steps, converged or not.
given = json.load(sys.stdin)
width = given["width"]
x = np.array(given["features"]).reshape(-1, width)
truth = np.array(given["truth"])
supervise, transfer, test = (np.array(given["splits"][part]) for part in ("supervise", "transfer", "test"))
said = {name: {part: np.array(labels, int) for part, labels in parts.items()} for name, parts in given["said"].items()}
counts = [10, 30]
base = 30
stoppings = {"": {}, ", optimum": {"tol": 1e-10, "max_iter": 10_000}}

supervisors = {}
for k in [*counts, width]:
    fit = LogisticRegression().fit(x[supervise, :k], truth[supervise])
    own = {"transfer": fit.predict(x[transfer, :k]), "test": fit.predict(x[test, :k])}
    supervisors[f"first {k}"] = (k, own)
    flipped = said[f"random, as often as first {k}"]
    for part, rows in (("transfer", transfer), ("test", test)):
        assert (flipped[part] != truth[rows]).sum() == (own[part] != truth[rows]).sum(), (k, part)
    supervisors[f"random, as often as first {k}"] = (k, flipped)
for rate in (5, 10, 20, 30, 40):
    name = f"first {base}, {rate}% flipped"
    flips = {part: said[name][part] != said[f"first {base}"][part] for part in ("transfer", "test")}
    assert all(where.sum() == round(rate * len(where) / 100) for where in flips.values()), name
    own = supervisors[f"first {base}"][1]
    supervisors[name] = (width, {part: own[part] ^ flips[part] for part in flips})

cells = []
for supervisor, (k, labels) in supervisors.items():
    for features in [*counts, width]:
        if features < k:
            continue
        for stopping, options in stoppings.items():
            fit = LogisticRegression(**options).fit(x[transfer, :features], labels["transfer"])
            answers = fit.predict(x[test, :features])
            cells.append({
                "supervisor": supervisor,
                "student": ("all" if features == width else f"first {features}") + stopping,
                "weak": float((labels["test"] == truth[test]).mean()),
                "accuracy": float((answers == truth[test]).mean()),
                "agreement": float((answers == labels["test"]).mean()),
            })
print(json.dumps({"rows": given["rows"], "width": width, "test": len(test), "cells": cells}))
