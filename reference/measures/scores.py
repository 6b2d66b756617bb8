"""Reference values for accuracy, AUROC, log loss and calibration error, from scikit-learn and NumPy.

    python reference/measures/scores.py > packages/lab/src/measures/fixtures/scores.json

Needs numpy, scipy and scikit-learn. Probabilities are float32 and written in full, so that both sides see the same
numbers. Calibration error has no scikit-learn function: it is computed here bin by bin from its definition (Guo et
al. 2017, equation 3), with numpy.digitize on right-closed bins whose bounds are float32, as the confidences are.
Saturated scores are ranked by scikit-learn from their log-odds, which float32 probabilities near 1 cannot tell apart.
"""

import json

import numpy as np
import sklearn
from scipy.stats import mannwhitneyu
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score


def ece(probabilities, labels, bins=15):
    right = probabilities.argmax(1) == labels
    where = np.digitize(probabilities.max(1), np.linspace(0, 1, bins + 1, dtype=np.float32)[1:-1], right=True)
    confidence = probabilities.max(1).astype(np.float64)
    total = 0.0
    for b in range(bins):
        inside = where == b
        if inside.any():
            total += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return total


def case(name, probabilities, labels, logits=None):
    probabilities = probabilities.astype(np.float32)
    options = probabilities.shape[1]
    values = {
        "accuracy": accuracy_score(labels, probabilities.argmax(1)),
        "logLoss": log_loss(labels, probabilities, labels=list(range(options))),
        "calibrationError": ece(probabilities, labels),
    }
    if options == 2:
        score = probabilities[:, 1] if logits is None else logits
        values["auroc"] = roc_auc_score(labels, score)
        u = mannwhitneyu(score[labels == 1], score[labels == 0]).statistic
        assert abs(u / ((labels == 1).sum() * (labels == 0).sum()) - values["auroc"]) < 1e-12
    return {
        "name": name,
        "options": options,
        "probabilities": [float(v) for v in probabilities.ravel()],
        "labels": [int(v) for v in labels],
        "expected": {key: float(value) for key, value in values.items()},
    }


def binary(p):
    return np.stack([1 - p, p], 1)


rng = np.random.default_rng(0)
labels = rng.integers(0, 2, 60)
logits = rng.normal(size=60) + 1.2 * (labels - 0.5)
p = 1 / (1 + np.exp(-2 * logits))
three = rng.dirichlet([0.7, 0.7, 0.7], 50)
edges = np.repeat((np.arange(8, 16) / 15).astype(np.float32), 2)
saturated = np.array([20, 21, 22, 23, 30, 31, 34, 35.0])


def sigmoid(z):
    return np.stack([1 / (1 + np.exp(z)), 1 / (1 + np.exp(-z))], 1)


certain = np.repeat(np.eye(2), 10, 0)
cases = [
    case("two options", binary(p), labels),
    case("many ties", binary(np.round(p * 4) / 4 * 0.98 + 0.01), labels),
    case("three options", three, rng.integers(0, 3, 50)),
    case("certain and sometimes wrong", certain, np.r_[np.zeros(9), 1, np.ones(8), 0, 0].astype(int)),
    case("on the bounds of bins", binary(edges), np.r_[np.ones(8), 0, 0, 1, 1, 0, 1, 1, 1].astype(int)),
    case("saturated", sigmoid(saturated), np.array([0, 0, 1, 0, 1, 1, 1, 1]), saturated),
    case("saturated, classes exchanged", sigmoid(-saturated), np.array([1, 1, 0, 1, 0, 0, 0, 0]), -saturated),
]
print(json.dumps({"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "cases": cases}))
