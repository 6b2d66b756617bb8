"""Reads what w2s writes into pandas, and does its external jobs. One file; needs pandas and pyarrow.

    import w2s
    w2s.outcomes("runs/demo")            # a row a cell, as results.json has it
    w2s.evidence("runs/demo")            # a row an example, where evidence was written
    job = w2s.job("FOLDER")              # what external(...) gives: job.train, .validation, .predict
    job.write(probabilities)             # [predict, options], in the order of job.predict
"""

import json
import math
import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd


def results(run):
    """results.json of a run's folder, as it is."""
    with open(Path(run) / "results.json", encoding="utf-8") as file:
        return json.load(file)


def outcomes(run):
    """A row a cell: task, supervisor, student, method, scores and PGR with their intervals."""
    return pd.json_normalize(results(run)["outcomes"], max_level=3)


def evidence(run):
    """What was said of single examples, a row each."""
    return pd.read_parquet(Path(run) / "evidence.parquet")


def transcripts(run):
    """What protocols asked, showed and checked, a row an example."""
    return pd.read_json(Path(run) / "transcripts.jsonl", lines=True)


@dataclass
class Job:
    """What an external student learns from, and what it is to say."""

    folder: Path
    task: dict
    examples: pd.DataFrame

    def split(self, name):
        return self.examples[self.examples["split"] == name].reset_index(drop=True)

    @property
    def train(self):
        return self.split("train")

    @property
    def validation(self):
        return self.split("validation")

    @property
    def predict(self):
        return self.split("predict")

    @property
    def settings(self):
        return self.task["settings"]

    @property
    def seed(self):
        return self.task["seed"]

    def write(self, probabilities):
        """Writes predictions: [predict, options], in the order of `predict`."""
        ids = self.predict["id"].tolist()
        rows = [[float(p) for p in row] for row in probabilities]
        if len(rows) != len(ids):
            raise ValueError(f"{len(rows)} rows of predictions for {len(ids)} examples")
        for id_, row in zip(ids, rows):
            if len(row) != self.task["options"] or not all(map(math.isfinite, row)):
                raise ValueError(f"example {id_}: {self.task['options']} finite numbers, got {row}")
        path = self.folder / self.task["predictions"]
        draft = path.with_name(path.name + ".tmp")
        with open(draft, "w", encoding="utf-8") as out:
            for id_, row in zip(ids, rows):
                total = sum(row)
                line = {"id": id_, "probabilities": [p / total for p in row]}
                out.write(json.dumps(line) + "\n")
        os.replace(draft, path)


def job(folder=None):
    """The job in a folder, by default the one that w2s names in the environment."""
    folder = Path(folder or os.environ["W2S_FOLDER"])
    with open(folder / "task.json", encoding="utf-8") as file:
        task = json.load(file)
    examples = pd.read_json(
        folder / "examples.jsonl", lines=True, dtype={"id": str}, convert_dates=False
    )
    return Job(folder, task, examples)
