"""Columns of databases, as Parquet and as Arrow, for packages/lab/src/tasks/fixtures/columns.

    python reference/tasks/columns.py packages/lab/src/tasks/fixtures/columns

Made with pyarrow 26.0.1 and DuckDB 2.0.1. decimals.*: decimals of every width, as Parquet also in the
integers that Spark and DuckDB store them in; times.*: times of day, and times beyond the year 9999;
nothing.parquet: a column without a value, packed with LZ4; interval.parquet, interval.arrow: a text
and a label beside an interval; view.arrow: beside a list by views, which pyarrow writes and no
library of JavaScript reads.
"""

import datetime
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def write(name, table, **options):
    with pa.ipc.new_file(folder / f"{name}.arrow", table.schema) as file:
        file.write_table(table)
    if options.get("parquet", True):
        pq.write_table(table, folder / f"{name}.parquet", store_decimal_as_integer=True)


ids = [Decimal(9007199254740993), None, Decimal(-12345678901234567890123456789012345678)]
tenths = [Decimal("-0.3"), None, Decimal("0.1")]
decimals = pa.table(
    {
        "id": pa.array(ids, pa.decimal128(38, 0)),
        "wide": pa.array(tenths, pa.decimal256(60, 1)),
        "int64": pa.array(tenths, pa.decimal128(15, 1)),
        "int32": pa.array(tenths, pa.decimal128(5, 1)),
        "one": pa.array([Decimal(1), None, Decimal(0)], pa.decimal128(20, 10)),
    }
)
write("decimals", decimals)

last = 2**63 - 1
times = pa.table(
    {
        "seconds": pa.array([datetime.time(1, 2, 3), None], pa.time32("s")),
        "micros": pa.array([datetime.time(23, 59, 59, 250), None], pa.time64("us")),
        "far": pa.array([last, -last - 1], pa.int64()).cast(pa.timestamp("us")),
        "day": pa.array([2**31 - 1, -(2**31)], pa.int32()).cast(pa.date32()),
        "year10000": pa.array([253402300800, None], pa.int64()).cast(pa.timestamp("s")),
    }
)
write("times", times)

rows = 24
text = [f"the film number {i} is {'good' if i % 2 else 'bad'}" for i in range(rows)]
plain = {"text": pa.array(text), "label": pa.array([i % 2 for i in range(rows)])}
nothing = pa.table({**plain, "note": pa.nulls(rows, pa.string())})
pq.write_table(nothing, folder / "nothing.parquet", compression="lz4")
interval = pa.array([(1, 2, 3)] * rows, pa.month_day_nano_interval())
write("interval", pa.table({**plain, "lasts": interval}), parquet=False)
views = pa.array([[1, 2]] * rows, pa.list_view(pa.int32()))
write("view", pa.table({**plain, "marks": views}), parquet=False)
films = pa.table(plain)
duckdb.sql(
    f"copy (select *, interval '1 day' as lasts, {{'a': interval '1 day'}} as held from films) "
    f"to '{folder / 'interval.parquet'}' (format parquet)"
)
