"""The regressions of a simulation-difficulty figure in a loop, scikit-learn's defaults but for what a request says."""

import time
import warnings

import numpy
from serve import serve
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

warnings.filterwarnings("ignore")  # The defaults stop after 100 steps, converged or not.


def make(supervise, transfer, width, counts, simulated, mixed, kinds, seeds, features, truth, splits, labels, **_):
    rows = supervise + transfer
    single = numpy.fromfile(features, numpy.float32).reshape(rows, width)
    by_type = {"float32": single, "float64": single.astype(numpy.float64)}
    y = numpy.fromfile(truth, numpy.uint8)
    orders = numpy.fromfile(splits, numpy.int32).reshape(seeds, rows)
    sets = numpy.fromfile(labels, numpy.uint8).reshape(seeds, kinds, transfer)

    def work(dtype, threads, tol, maxIterations, seeds, students):
        models = []
        with threadpool_limits(threads):
            start = time.perf_counter()
            for seed in seeds:
                # Rows of a split are taken once, as a careful user does.
                own, taught = (by_type[dtype][part] for part in (orders[seed][:supervise], orders[seed][supervise:]))
                options = {"tol": tol, "max_iter": maxIterations}
                if students is None:
                    teachers = {k: LogisticRegression(**options).fit(own[:, :k], y[orders[seed][:supervise]]) for k in counts}
                    for k in (simulated, mixed):
                        teachers[k].predict(taught[:, :k])
                pairs = [(kind, k) for kind in range(kinds) for k in counts]
                for kind, k in pairs if students is None else [pairs[i] for i in students]:
                    models.append(LogisticRegression(**options).fit(taught[:, :k], sets[seed][kind]))
            seconds = time.perf_counter() - start
        return {
            "seconds": seconds,
            "iterations": [int(model.n_iter_[0]) for model in models],
            "coefficients": [[*model.coef_[0].tolist(), float(model.intercept_[0])] for model in models],
        }

    return work


serve(make, ["scikit-learn", "numpy"])
