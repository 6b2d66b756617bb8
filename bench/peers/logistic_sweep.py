"""Logistic regressions in a loop, scikit-learn's defaults but for what a request says."""

import time
import warnings

import numpy
from serve import serve
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

warnings.filterwarnings("ignore")  # The defaults stop after 100 steps, converged or not.


def make(rows, width, sets, features, labels):
    by_type = {"float32": numpy.fromfile(features, numpy.float32).reshape(rows, width)}
    by_type["float64"] = by_type["float32"].astype(numpy.float64)
    y = numpy.fromfile(labels, numpy.uint8).reshape(sets, rows)

    def work(dtype, threads, tol, maxIterations, fits):
        x = by_type[dtype]
        models = []
        with threadpool_limits(threads):
            start = time.perf_counter()
            for fit in fits:
                model = LogisticRegression(tol=tol, max_iter=maxIterations)
                models.append(model.fit(x[:, : fit["features"]], y[fit["set"]]))
            seconds = time.perf_counter() - start
        coefficients = [[*model.coef_[0].tolist(), float(model.intercept_[0])] for model in models]
        return {"seconds": seconds, "coefficients": coefficients}

    return work


serve(make, ["scikit-learn", "numpy"])
