"""One JSON line in, one JSON line out: how a peer takes its work from the harness."""

import json
import platform
import sys
import time
from importlib.metadata import version


def serve(make, packages):
    """`make(**setup)` loads the data and gives `work(**request)`, which returns a dict; setup is the first argument."""
    setup = json.loads(sys.argv[1])
    out, sys.stdout = sys.stdout, sys.stderr  # What a library prints is no answer.
    work = make(**setup)
    reply(out, {"versions": {"python": platform.python_version(), **{name: version(name) for name in packages}}})
    for line in sys.stdin:
        try:
            reply(out, work(**json.loads(line)))
        except Exception as error:
            reply(out, {"error": f"{type(error).__name__}: {error}".splitlines()[0]})


def reply(out, answer):
    print(json.dumps({**answer, "cpu": time.process_time()}), file=out, flush=True)
