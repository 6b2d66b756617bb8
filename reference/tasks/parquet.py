"""Small Parquet files as pyarrow writes them, for packages/lab/src/tasks/fixtures.

    python reference/tasks/parquet.py packages/lab/src/tasks/fixtures

Needs pyarrow. reviews.parquet: zstd, two row groups, 64-bit labels, a column that nobody asks for. quiz.parquet:
snappy, a nested column of lists as Hugging Face data sets have them. times.parquet: dates and times in every unit, with gaps.
"""

import datetime
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

folder = Path(sys.argv[1])
reviews = pa.table(
    {
        "id": pa.array([10, 11, 12, 13], pa.int64()),
        "sentence": ["good", "bad", "très bon", "not good"],
        "label": pa.array([1, 0, 1, 0], pa.int64()),
        "length": pa.array([4.0, 3.0, 8.0, None], pa.float64()),
    }
)
pq.write_table(reviews, folder / "reviews.parquet", compression="zstd", row_group_size=3)
quiz = pa.table(
    {
        "question": ["Sky?", "Grass?"],
        "choices": [{"text": ["blue", "red"], "label": ["A", "B"]}, {"text": ["pink", "green"], "label": ["A", "B"]}],
        "answerKey": ["A", "B"],
    }
)
pq.write_table(quiz, folder / "quiz.parquet", compression="snappy")
when = [datetime.datetime(1969, 12, 31, 23, 59, 59, 999_000), None, datetime.datetime(2020, 2, 29, 12, 0, 0, 250_000)]
times = {unit: pa.array(when, pa.timestamp(unit)) for unit in ("ms", "us", "ns")}
day = pa.array([moment and moment.date() for moment in when])
texts = {"text": ["a", "b", "c"], "label": [0, 1, 0]}
pq.write_table(pa.table({**texts, **times, "day": day}), folder / "times.parquet")
