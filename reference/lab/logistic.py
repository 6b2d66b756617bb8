"""Logistic regression with scikit-learn's defaults, and at its optimum, on small data whose features differ in scale.

Run: python reference/lab/logistic.py > packages/lab/src/students/probe/training/fixtures/logistic.json   (scikit-learn 1.9.1)
"""
import json
import warnings
import numpy as np
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(5)
n, d = 400, 12
x = (rng.normal(size=(n, d)) * np.linspace(0.5, 2, d)).astype(np.float32).round(3)
truth = x @ rng.normal(size=d)
y = (truth + rng.normal(size=n) * 2 > 0.5).astype(int)
out = {"n": n, "d": d, "x": [round(float(v), 3) for v in x.reshape(-1)], "y": y.tolist(), "fits": []}
for k in (3, d):
    for name, options in (("default", {}), ("optimum", {"tol": 1e-10, "max_iter": 10000})):
        fit = LogisticRegression(**options).fit(x[:, :k].astype(np.float64), y)
        out["fits"].append({"k": k, "name": name, "coef": fit.coef_[0].tolist(), "intercept": float(fit.intercept_[0]), "iterations": int(fit.n_iter_[0])})
print(json.dumps(out))
