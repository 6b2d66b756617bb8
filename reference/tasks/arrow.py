"""The same small tables as Arrow in its forms, and as Parquet, for packages/lab/src/tasks/fixtures/arrow.

    python reference/tasks/arrow.py packages/lab/src/tasks/fixtures/arrow

Made with pyarrow 26.0.1 and polars 2.1.0. kinds.parquet: a column of every type that both formats have; kinds-stream.arrow: the same
rows as a stream of three batches, as datasets saves it; kinds-file.arrow: as a file; kinds-lz4.feather, kinds-zstd.arrow:
packed; kinds-other.arrow: the same values in Arrow's other layouts (large, views, dictionaries), as polars and pandas write them;
saved/: two splits of two shards, in the folders that datasets.save_to_disk makes; polars.arrow: a file of polars' own;
blocks.lz4: bytes alone.
"""

import datetime
import decimal
import json
import sys
from pathlib import Path

import polars
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
COUNT = 7


def gaps(values, every=3):
    return [None if i % every == 2 else value for i, value in enumerate(values)]


rows = range(COUNT)
moments = [datetime.datetime(1969 + i, 2, 28, 23, 59, 59, 1000 * i) for i in rows]
texts = ["\ufeffgood", "bad", "très bon", "", "\U0001f600 x", "a\nb", "z" * 40]
kinds = pa.table(
    {
        "id": pa.array([2**53 + 1 + i for i in rows], pa.int64()),
        "unsigned": pa.array([2**64 - 1 - i for i in rows], pa.uint64()),
        "label": pa.array([i % 2 for i in rows], pa.int64()),
        "small": pa.array(gaps([-i for i in rows]), pa.int8()),
        "u32": pa.array([2**32 - 1 - i for i in rows], pa.uint32()),
        "text": texts,
        "gaps": pa.array(gaps(texts), pa.string()),
        "float": pa.array(gaps([i / 3 for i in rows]), pa.float64()),
        "half": pa.array([i / 2 for i in rows], pa.float16()),
        "bool": pa.array(gaps([i % 2 == 0 for i in rows]), pa.bool_()),
        "nothing": pa.nulls(COUNT),
        "bytes": pa.array(gaps([b"\xe9\xff" + bytes([i]) for i in rows]), pa.binary()),
        "fixed": pa.array([bytes([i, 200]) for i in rows], pa.binary(2)),
        "s": pa.array(gaps(moments), pa.timestamp("s")).cast(pa.timestamp("ms")),
        "us": pa.array(gaps(moments), pa.timestamp("us", tz="UTC")),
        "ns": pa.array(moments, pa.timestamp("ns")),
        "day": pa.array(gaps([moment.date() for moment in moments])),
        "clock": pa.array([datetime.time(i, 1, 2, i) for i in rows], pa.time64("us")),
        "decimal": pa.array(gaps([decimal.Decimal(i - 3) / 4 for i in rows]), pa.decimal128(12, 2)),
        "list": pa.array(gaps([[i] * i for i in rows]), pa.list_(pa.int64())),
        "texts": pa.array([[texts[i], None, "x"][: i % 4] for i in rows], pa.list_(pa.string())),
        "pair": pa.array([[i, i + 1] for i in rows], pa.list_(pa.int32(), 2)),
        "struct": pa.array(gaps([{"text": [texts[i]], "n": i, "deep": {"a": None, "none": None if i % 2 else [i]}} for i in rows])),
        "messages": [[{"role": "user", "content": texts[i]}, {"role": "assistant", "content": "y"}] for i in rows],
        "map": pa.array(gaps([{"a": i, "b": None} for i in rows]), pa.map_(pa.string(), pa.int32())),
    }
)
pq.write_table(kinds, folder / "kinds.parquet", compression="zstd")
with pa.OSFile(str(folder / "kinds-stream.arrow"), "wb") as sink, pa.ipc.new_stream(sink, kinds.schema) as writer:
    writer.write_table(kinds, max_chunksize=3)
with pa.OSFile(str(folder / "kinds-file.arrow"), "wb") as sink, pa.ipc.new_file(sink, kinds.schema) as writer:
    writer.write_table(kinds, max_chunksize=4)
feather.write_feather(kinds, folder / "kinds-lz4.feather", compression="lz4")
options = pa.ipc.IpcWriteOptions(compression="zstd")
with pa.OSFile(str(folder / "kinds-zstd.arrow"), "wb") as sink, pa.ipc.new_file(sink, kinds.schema, options=options) as writer:
    writer.write_table(kinds)

other = kinds
for name, type_ in {
    "text": pa.large_string(),
    "gaps": pa.string_view(),
    "bytes": pa.large_binary(),
    "list": pa.large_list(pa.int64()),
}.items():
    other = other.set_column(other.schema.get_field_index(name), name, kinds[name].cast(type_))
ids = other.schema.get_field_index("texts")
other = other.set_column(ids, "texts", kinds["texts"].cast(pa.list_(pa.string_view())))
label = other.schema.get_field_index("label")
other = other.set_column(label, "label", kinds["label"].cast(pa.int64()).dictionary_encode())
small = other.schema.get_field_index("small")
other = other.set_column(small, "small", kinds["small"].dictionary_encode())
with pa.OSFile(str(folder / "kinds-other.arrow"), "wb") as sink, pa.ipc.new_stream(sink, other.schema) as writer:
    writer.write_table(other, max_chunksize=3)

union = pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array([1, 2]), pa.array(["a", "b"])])
table = pa.table({"text": union, "label": [0, 1]})
with pa.OSFile(str(folder / "union.arrow"), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
    writer.write_table(table)

saved = folder / "saved"
for split, begin in {"train": 0, "test": 20}.items():
    (saved / split).mkdir(parents=True, exist_ok=True)
    names = [f"data-{i:05}-of-00002.arrow" for i in range(2)]
    for i, name in enumerate(names):
        numbers = range(begin + 10 * i, begin + 10 * i + 10)
        shard = pa.table({"text": [f"{split} {n}" for n in numbers], "label": [n % 2 for n in numbers]})
        with pa.OSFile(str(saved / split / name), "wb") as sink, pa.ipc.new_stream(sink, shard.schema) as writer:
            writer.write_table(shard)
    state = {"_data_files": [{"filename": name} for name in names], "_fingerprint": "0", "_split": split}
    (saved / split / "state.json").write_text(json.dumps(state, indent=2))
    (saved / split / "dataset_info.json").write_text(json.dumps({"description": "", "features": {}}, indent=2))
(saved / "dataset_dict.json").write_text(json.dumps({"splits": ["train", "test"]}))

# A frame of four blocks, the later ones with copies from those before: 200,000 bytes with a period of 70,000.
period = bytes((i * i // 7 + i // 3) % 256 for i in range(70_000))
(folder / "blocks.lz4").write_bytes(pa.compress((period * 3)[:200_000], codec="lz4", asbytes=True))

# polars begins its files with a schema that is no message of a stream: only their end says what they hold.
numbers = range(20)
made = polars.DataFrame({"text": [f"word {n} é" for n in numbers], "label": [n % 2 for n in numbers]})
made.write_ipc(folder / "polars.arrow", compression="lz4")
