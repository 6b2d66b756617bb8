"""Dawid-Skene and agreement of annotators, in NumPy, for packages/lab/src/supervisors/people.

Data: Dawid and Skene 1979, Applied Statistics 28(1), Table 1: 45 patients, 5 anaesthetists, the
first of whom saw each form three times; classes 1 to 4. Written from the paper's equations 2.3 to 2.5, in
products rather than logarithms.

    python reference/lab/agreement.py > dawid-skene.json  # in supervisors/people/fixtures
"""

import json

import numpy as np

# By patient: the first observer's three answers, then one each of the other four.
TABLE_1 = """
111 1 1 1 1|333 4 3 3 4|112 2 1 2 2|222 3 1 2 1|222 3 2 2 2
222 3 3 2 2|122 2 1 1 1|333 3 4 3 3|222 2 2 2 3|232 2 2 2 3
444 4 4 4 4|222 3 3 4 3|111 1 1 1 1|222 3 2 1 2|121 1 1 1 1
111 2 1 1 1|111 1 1 1 1|111 1 1 1 1|222 2 2 2 1|222 1 3 2 2
222 2 2 2 2|222 2 2 2 1|222 3 2 2 2|221 2 2 2 2|111 1 1 1 1
111 1 1 1 1|232 2 2 2 2|111 1 1 1 1|111 1 1 1 1|112 1 1 2 1
111 1 1 1 1|333 3 2 3 3|111 1 1 1 1|222 2 2 2 2|222 3 2 3 2
433 4 3 4 3|221 2 2 3 2|232 3 2 3 3|333 3 4 3 2|111 1 1 1 1
111 1 1 1 1|121 2 1 1 1|232 2 2 2 2|121 1 1 1 1|222 2 2 2 2
"""


def main() -> None:
    patients = TABLE_1.strip().replace("\n", "|").split("|")
    counts = np.zeros((45, 5, 4))
    for patient, answers in enumerate(patients):
        for observer, said in enumerate(answers.split()):
            for answer in said:
                counts[patient, observer, int(answer) - 1] += 1
    posteriors = counts.sum(1) / counts.sum((1, 2))[:, None]
    for _ in range(2000):
        marginals = posteriors.mean(0)
        rates = np.einsum("ij,ikl->kjl", posteriors, counts)
        rates /= rates.sum(-1, keepdims=True)
        likelihood = np.prod(rates[None] ** counts[:, :, None, :], axis=(1, 3))
        posteriors = marginals * likelihood
        posteriors /= posteriors.sum(-1, keepdims=True)
    print(json.dumps({
        "answers": [answers.split() for answers in patients],
        "marginals": marginals.round(6).tolist(),
        "rates": rates.round(6).tolist(),
        "posteriors": posteriors.round(6).tolist(),
    }))


main()
