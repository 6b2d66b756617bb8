"""Reads what w2s writes into pandas, does its external jobs, and writes predictions that it reads.

    import w2s
    w2s.outcomes("runs/demo")            # a row a cell, as results.json has it
    w2s.evidence("runs/demo")            # a row an example, where evidence was written
    job = w2s.job("FOLDER")              # of external(...): job.train, .validation, .predict
    job.write(probabilities)             # [predict, options], in the order of job.predict
    for file in w2s.labels("labels"):    # of w2s labels export: file.transfer, .test, .role
        lines += file.predictions(probabilities)   # [test, options], in the order of file.test
    w2s.write("theirs.jsonl", lines)     # for predictions("theirs.jsonl")

Texts, ids and names stay text, whatever they look like. One file, on pandas and pyarrow: copy it
beside a program, or `pip install ./python` from the repository. What cannot be read or written
raises W2SError.
"""

import difflib
import json
import math
import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

# Forms of results.json that are read; in format 2 the student's scores are called "strong".
FORMATS = (2, 3)
# Those of a job's task.json.
JOB_FORMATS = (1,)
# Those of manifest.json in a folder of labels.
LABEL_FORMATS = (1,)
# Whose predictions may be given, and whether another supervisor's are others.
ROLES = {
    "student": True,
    "ceiling": False,
    "untouched": False,
    "uninformed": True,
    "selfTaught": False,
}
# What of a task.json is asked for.
TASK = (("options", int), ("predictions", str), ("seed", int), ("settings", dict))
AGAIN = "run the study again"


class W2SError(ValueError):
    """Something is not as w2s writes it, or may not be written: what, and what to do, in a line."""


class MissingFile(W2SError, FileNotFoundError):
    """A file or folder that is not there."""


def results(run):
    """results.json of a run's folder, as it is."""
    path = Path(run) / "results.json"
    text = _text(path, "is this a finished run? w2s ls lists them")
    found = _object(path, text, AGAIN)
    _known(path, found, FORMATS)
    cells = found.get("outcomes")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise W2SError(f"{path}: has no list of outcomes; {AGAIN}")
    return found


def outcomes(run):
    """A row a cell: task, supervisor, student, method, scores and PGR with their intervals."""
    return pd.json_normalize(results(run)["outcomes"], max_level=3)


def evidence(run):
    """What was said of single examples, a row each."""
    path = Path(run) / "evidence.parquet"
    _there(path, "this run has none; w2s run STUDY --evidence writes it")
    try:
        return pd.read_parquet(path)
    except (ValueError, OSError) as error:
        line = str(error).strip().split("\n")[0]
        raise W2SError(f"{path}: is no whole Parquet file ({line}); run with --evidence") from None


def transcripts(run):
    """What protocols asked, showed and checked, a row an example."""
    path = Path(run) / "transcripts.jsonl"
    none = "this run has none; w2s run STUDY --evidence writes those of protocols"
    return _lines(path, none, "run with --evidence")


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

    def needs(self, *names):
        """Raises W2SError for the first of these settings that is not there."""
        for name in names:
            if name not in self.settings:
                what = f"external(...) must give settings: {{ {name}: ... }}"
                raise W2SError(f"{what}, got {', '.join(self.settings) or 'none'}")

    @property
    def seed(self):
        return self.task["seed"]

    def settings_of(self, needed=(), **defaults):
        """The settings, with what is not given as `defaults` have it.

        Refused: one that is neither in `needed` (given always) nor in `defaults`, since a program
        would run without it, and one of another type than its default. None: any type.
        """
        given = self.settings
        known = [*needed, *defaults]
        for name, value in given.items():
            if name not in known:
                listed = ", ".join(sorted(known))
                raise W2SError(f'settings: unknown "{name}"{_near(name, known)}; known: {listed}')
            _typed(name, value, defaults.get(name))
        self.needs(*needed)
        return {**defaults, **given}

    def write(self, probabilities):
        """Writes predictions: [predict, options], in the order of `predict`.

        Numbers of at least 0, in each row one above 0; a row is divided by its sum. All rows are
        looked at before anything is written, and the file, lines of JSON, appears whole.
        """
        path = self.folder / self.task["predictions"]
        if path.suffix.lower() not in (".jsonl", ".ndjson"):
            what = f"{path.name} must end in .jsonl"
            raise W2SError(f"job.write writes lines of JSON: {what}; see external's predictions")
        ids = self.predict["id"].tolist()
        write(path, _said(ids, probabilities, self.task["options"], "job.predict"))


def job(folder=None):
    """The job in a folder, by default the one that w2s names in the environment."""
    folder = folder or os.environ.get("W2S_FOLDER")
    if not folder:
        raise W2SError("job: give a folder; w2s names it in W2S_FOLDER when it runs a command")
    folder = Path(folder)
    path = folder / "task.json"
    none = "is this the folder of a job? external(...) writes one"
    task = _object(path, _text(path, none), AGAIN)
    _known(path, task, JOB_FORMATS)
    for name, kind in TASK:
        if not isinstance(task.get(name), kind) or isinstance(task.get(name), bool):
            raise W2SError(f"{path}: has no {name} as w2s writes it; {AGAIN}")
    examples = _lines(folder / "examples.jsonl", none, AGAIN)
    if "split" not in examples or "id" not in examples:
        raise W2SError(f"{folder / 'examples.jsonl'}: has no examples; {AGAIN}")
    return Job(folder, task, examples)


@dataclass
class Labels:
    """A file of `w2s labels export`: what somebody learns from, and whose its predictions are."""

    path: Path
    about: dict
    options: int
    examples: pd.DataFrame

    def split(self, name):
        return self.examples[self.examples["split"] == name].reset_index(drop=True)

    @property
    def transfer(self):
        return self.split("transfer")

    @property
    def validation(self):
        return self.split("validation")

    @property
    def test(self):
        return self.split("test")

    @property
    def role(self):
        """Who learns from it: "student", "ceiling", or the arm "uninformed"."""
        return self.about["role"]

    @property
    def task(self):
        return self.about["task"]

    @property
    def supervisor(self):
        """Whose labels; None: ground truth."""
        return self.about["supervisor"]

    @property
    def seed(self):
        return self.about["seed"]

    def predictions(self, probabilities, role=None):
        """Lines for predictions(...) from [test, options], in the order of `test`.

        Rows are as `Job.write` takes them. `role`: whose they are, where it is not who learnt from
        this file: "untouched", "selfTaught".
        """
        role = self.role if role is None else role
        if role not in ROLES:
            near = _near(str(role), ROLES)
            raise W2SError(f"role must be one of {', '.join(ROLES)}, got {role!r}{near}")
        of = {"task": self.task, "seed": self.seed, "role": role}
        if ROLES[role]:
            if self.supervisor is None:
                raise W2SError(f"{self.path.name}: is ground truth, which teaches no {role}")
            of["supervisor"] = self.supervisor
        said = _said(self.test["id"].tolist(), probabilities, self.options, "test")
        return [{**of, **line} for line in said]


def labels(folder):
    """Every file of labels in a folder of `w2s labels export`, in its order."""
    folder = Path(folder)
    path = folder / "manifest.json"
    none = "is this a folder of labels? w2s labels export writes one"
    again = "export it again, with --overwrite"
    manifest = _object(path, _text(path, none), again)
    _known(path, manifest, LABEL_FORMATS)
    try:
        options = {task["name"]: len(task["options"]) for task in manifest["tasks"]}
        files = [one for one in manifest["files"] if one["file"].endswith(".jsonl")]
        if any(one["role"] not in ROLES for one in files):
            raise KeyError
        return [
            Labels(
                folder / one["file"],
                one,
                options[one["task"]],
                _lines(folder / one["file"], again, again),
            )
            for one in files
        ]
    except (KeyError, TypeError, AttributeError):
        raise W2SError(f"{path}: does not say whose its files are; {again}") from None


def write(path, lines):
    """Writes lines of JSON, all of them or none: what `Labels.predictions` gives, of all files."""
    path = Path(path)
    draft = path.with_name(path.name + ".tmp")
    try:
        with open(draft, "w", encoding="utf-8") as out:
            for line in lines:
                out.write(json.dumps(line) + "\n")
        os.replace(draft, path)
    except OSError as error:
        raise W2SError(f"{path}: cannot be written ({error.strerror})") from error


def _said(ids, probabilities, options, order):
    """Ids with their rows of probabilities; every row is looked at."""
    if isinstance(probabilities, pd.DataFrame):
        probabilities = probabilities.to_numpy()
    rows = _ordered(probabilities)
    if rows is None:
        kind = type(probabilities).__name__
        raise W2SError(f"predictions must be rows in the order of {order}, got {kind}")
    if len(rows) != len(ids):
        raise W2SError(f"{len(rows)} rows of predictions for {len(ids)} examples")
    return [
        {"id": id_, "probabilities": _shares(id_, row, options)} for id_, row in zip(ids, rows)
    ]


def _near(name, known):
    """What may be meant, as the end of a message: a name that is nearly it, or a part of it."""
    plain = {_plain(one): one for one in known}
    own = _plain(name)
    inside = [one for one in plain if len(one) > 2 and (one in own or own in one)]
    close = difflib.get_close_matches(own, plain, 1) or sorted(inside, key=len)[-1:]
    return f'; did you mean "{plain[close[0]]}"?' if close else ""


def _plain(name):
    return name.lower().replace("_", "").replace("-", "")


def _typed(name, value, default):
    """Refuses another type than the default's: "false" would be taken for true."""
    kinds = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}
    kind = type(default)
    is_bool = isinstance(value, bool)
    fits = {
        bool: is_bool,
        int: isinstance(value, int) and not is_bool,
        float: isinstance(value, (int, float)) and not is_bool,
        str: isinstance(value, str),
    }
    if not fits.get(kind, True):
        raise W2SError(f'settings: "{name}" must be {kinds[kind]}, got {json.dumps(value)}')


def _shares(id_, row, options):
    """A row of predictions as probabilities."""
    try:
        numbers = [float(p) for p in _ordered(row)]
    except (TypeError, ValueError):
        got = " ".join(repr(row).split())
        raise W2SError(f"example {id_}: must be {options} numbers, got {got[:200]}") from None
    total = sum(numbers)
    if len(numbers) != options or any(p < 0 for p in numbers) or not math.isfinite(total):
        what = f"{options} finite numbers of at least 0"
        raise W2SError(f"example {id_}: must be {what}, got {numbers}")
    if total <= 0:
        raise W2SError(f"example {id_}: must have a number above 0, got {numbers}")
    return [p / total for p in numbers]


def _ordered(values):
    """A list of values that have an order; None of text, bytes, a set, a dict, of no values."""
    if isinstance(values, (str, bytes, bytearray, set, frozenset, dict)):
        return None
    try:
        return list(values)
    except TypeError:
        return None


def _there(path, next_):
    if not path.parent.is_dir():
        raise MissingFile(f"{path.parent}: there is no such folder")
    if not path.is_file():
        raise MissingFile(f"{path}: is not there; {next_}")


def _known(path, found, formats):
    form = found.get("format")
    if form in formats and not isinstance(form, bool):
        return
    known = " or ".join(map(str, formats))
    raise W2SError(f"{path}: format must be {known}, got {form!r}; use the w2s.py of its w2s")


def _text(path, next_):
    _there(path, next_)
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise W2SError(f"{path}: is not UTF-8; is it what w2s wrote?") from None


def _object(where, text, next_):
    """The JSON object in a text."""
    try:
        found = json.loads(text)
    except ValueError:
        raise W2SError(f"{where}: is half-written, or no JSON; {next_}") from None
    if not isinstance(found, dict):
        raise W2SError(f"{where}: must be a JSON object, got {type(found).__name__}; {next_}")
    return found


def _lines(path, none, damaged):
    """A frame of a JSON object a line. JSON says what is a number: pandas is not left to guess."""
    lines = _text(path, none).split("\n")
    rows = [
        _object(f"{path}:{number}", line, damaged)
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    return pd.DataFrame(rows)
