"""pandas reading a task's files; makes the Parquet file of the JSONL file first."""

import time

import pandas
from serve import serve


def make(jsonl, parquet):
    pandas.read_json(jsonl, lines=True).to_parquet(parquet)

    def work(format):
        start = time.perf_counter()
        frame = pandas.read_parquet(parquet) if format == "parquet" else pandas.read_json(jsonl, lines=True)
        return {"seconds": time.perf_counter() - start, "rows": len(frame)}

    return work


serve(make, ["pandas", "pyarrow"])
