"""Checks against Python's own readers and writers of Parquet and Arrow.

`make FOLDER` writes logs as Python tools write them; the tests then read each to `NAME.values.jsonl` and correct each to
`out-NAME` (Parquet also to `plain-NAME`). `check FOLDER` compares all of that and prints one line per file.
"""

import datetime as dt
import decimal
import json
import math
import sys
from pathlib import Path

import datasets
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.ipc as ipc
import pyarrow.parquet as pq

ROWS = 3000
NEW = ["tapo_advantage", "tapo_success", "tapo_turn_advantages", "tapo_token_advantages", "tapo"]


def column(kind, *values):
    return pa.array([values[i % len(values)] for i in range(ROWS)], kind)


def hard_table():
    moment = dt.datetime(2020, 1, 1, 0, 0, 0, 123456)
    message = {"role": "user", "content": None, "tool_calls": [{"name": "s", "arguments": "{}"}]}
    table = pa.table({
        "row": pa.array(range(ROWS)),
        "int64": column(pa.int64(), 2**53 + 1, -(2**63), 2**63 - 1, None),
        "uint64": column(pa.uint64(), 2**64 - 1, None, 0),
        "int8": column(pa.int8(), -128, None, 127),
        "float": column(pa.float32(), 0.1, None, -3.5),
        "double": column(pa.float64(), 0.1, None, float("nan"), float("-inf")),
        "bool": column(pa.bool_(), True, None, False),
        "text": column(pa.string(), "é😀", None, "", 'x"\\\n'),
        "large": column(pa.large_string(), "a", None),
        "dictionary": column(pa.string(), "even", "odd", None).dictionary_encode(),
        "bytes": column(pa.binary(), b"ab", b"\xff", None),
        "moment": column(pa.timestamp("us"), moment, None, dt.datetime(1960, 1, 1, 5, 6, 7, 1)),
        "zoned": column(pa.timestamp("us", "UTC"), moment, None),
        "nanos": column(pa.timestamp("ns"), 1, None, -1),
        "date": column(pa.date32(), dt.date(2020, 2, 29), None, dt.date(1950, 1, 1)),
        "time": column(pa.time64("us"), dt.time(1, 2, 3, 4), None),
        "decimal": column(pa.decimal128(38, 2), decimal.Decimal("1.10"), None, decimal.Decimal("-12345678901234567890.12")),
        "tokens": column(pa.list_(pa.int64()), [1, 2**53 + 1], None, [], [None, 3]),
        "logprobs": column(pa.list_(pa.float32()), [0.5, None], None, []),
        "nested": column(pa.list_(pa.list_(pa.int32())), [[1], [], None], None),
        "fixed": column(pa.list_(pa.float32(), 2), [1, 2], None),
        "struct": column(pa.struct([("a", pa.int64()), ("b", pa.string())]), {"a": 2**60, "b": None}, None),
        "map": column(pa.map_(pa.string(), pa.int32()), [("k", 1), ("l", None)], None, []),
        "messages": column(None, [message, {**message, "content": "c", "tool_calls": None}], None, []),
        "__proto__": column(pa.int32(), 1, 2),
        'odd "name"; --': column(pa.string(), "x"),
    })
    return table.replace_schema_metadata({"note": "é", "huggingface": json.dumps({"info": {}})})


def make(folder):
    table = hard_table()
    for codec in ["snappy", "zstd", "gzip"]:
        pq.write_table(table, folder / f"{codec}.parquet", compression=codec, row_group_size=1000)
    pq.write_table(table, folder / "pages2.parquet", version="2.6", data_page_version="2.0")
    for codec in [None, "lz4", "zstd"]:
        options = ipc.IpcWriteOptions(compression=codec)
        for kind, opened in [("file", ipc.new_file), ("stream", ipc.new_stream)]:
            with opened(folder / f"{kind}-{codec}.arrow", table.schema, options=options) as writer:
                writer.write_table(table, max_chunksize=1000)
    simple = table.select(["row", "text", "double", "tokens", "struct", "messages"]).replace_schema_metadata(None)
    pl.from_arrow(simple).write_parquet(folder / "polars.parquet")
    with ipc.new_stream(folder / "datasets.arrow", simple.schema) as writer:
        writer.write_table(simple, max_chunksize=1000)
    duckdb.sql("SELECT * FROM simple").write_parquet(str(folder / "duckdb.parquet"))
    datasets.Dataset(simple).to_parquet(folder / "datasets.parquet")
    frame = pd.DataFrame({
        "step": np.arange(ROWS), "prompt": "p", "reward": np.where(np.arange(ROWS) % 2 == 0, 1.0, np.nan),
        "kind": pd.Categorical(["u", "v"] * (ROWS // 2)), "when": pd.date_range("2020", periods=ROWS, tz="Europe/Berlin"),
    }, index=pd.Index([f"i{i}" for i in range(ROWS)], name="id"))
    frame.to_parquet(folder / "pandas.parquet")


def expected(row):
    """What the tests put into the new columns of a row; the last row in five has no correction."""
    if row % 5 == 4:
        return dict.fromkeys(NEW)
    tokens = None if row % 2 else [0.0, float(np.float32(0.1)), float(row)]
    return {
        "tapo_advantage": row / 3, "tapo_success": row % 2 == 0, "tapo_turn_advantages": [] if row % 3 == 0 else [-0.1, float(row)],
        "tapo_token_advantages": tokens, "tapo": json.dumps({"row": row, "text": "é"}, ensure_ascii=False, separators=(",", ":")),
    }


def read(path):
    if path.suffix == ".parquet":
        return pq.read_table(path)
    with open(path, "rb") as file:
        is_file = file.read(6) == b"ARROW1"
    return (ipc.open_file if is_file else ipc.open_stream)(path).read_all()


def as_json(value, kind):
    """A value as the tests should have read it; NaN and the infinities print as null."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if pa.types.is_dictionary(kind):
        return as_json(value, kind.value_type)
    if pa.types.is_list(kind) or pa.types.is_fixed_size_list(kind):
        return [as_json(item, kind.value_type) for item in value]
    if pa.types.is_map(kind):
        return {str(key): as_json(item, kind.item_type) for key, item in value}
    if pa.types.is_struct(kind):
        return {field.name: as_json(value[field.name], field.type) for field in kind}
    if pa.types.is_timestamp(kind) and kind.tz:
        return as_json(value.astimezone(dt.timezone.utc).replace(tzinfo=None), pa.timestamp("us")) + "+00"
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return None
    if isinstance(value, (dt.datetime, dt.time)):
        text = str(value)
        return text.rstrip("0") if "." in text else text
    return str(value) if isinstance(value, (dt.date, decimal.Decimal)) else value


def check_values(path, table):
    lines = (path.parent / f"{path.name}.values.jsonl").read_text().split("\n")[:-1]
    assert len(lines) == table.num_rows, f"{len(lines)} rows read of {table.num_rows}"
    read_back = [json.loads(line) for line in lines]
    for name, kind in zip(table.schema.names, table.schema.types):
        values = table[name].to_pylist() if not pa.types.is_timestamp(kind) or kind.unit != "ns" else None
        if values is None:
            continue  # Python has no nanoseconds; the next check compares them as Arrow does
        for row, value in enumerate(values):
            assert as_json(value, kind) == read_back[row][name], f"{name}[{row}]: {read_back[row][name]!r} for {value!r}"


def check_corrected(path, before):
    after = read(path)
    after.validate(full=True)
    assert after.schema.names == before.schema.names + NEW, after.schema.names
    kept = after.select(before.schema.names)
    assert kept.schema.equals(before.schema), f"types: {kept.schema} for {before.schema}"
    assert (kept.schema.metadata or {}) == (before.schema.metadata or {}), kept.schema.metadata
    for name in before.schema.names:
        old, new = before[name].combine_chunks(), kept[name].combine_chunks()
        assert old.equals(new) or str(old.to_pylist()) == str(new.to_pylist()), name
    wanted = [expected(row) for row in range(before.num_rows)]
    assert after.select(NEW).to_pylist() == wanted
    if path.suffix == ".parquet":
        assert pl.read_parquet(path, columns=NEW).to_dicts() == wanted
        assert duckdb.sql(f"SELECT {', '.join(NEW)} FROM '{path}'").to_arrow_table().to_pylist() == wanted
        frame = pd.read_parquet(path)
        assert frame["tapo"].iloc[7] == wanted[7]["tapo"] and list(frame["tapo_turn_advantages"].iloc[7]) == [-0.1, 7]
    if "map" in before.schema.names:
        return  # a type that datasets does not know
    if path.suffix == ".parquet":
        assert datasets.Dataset.from_parquet(str(path), cache_dir=str(path.parent / "cache"))[7]["tapo_advantage"] == 7 / 3
    elif ipc_stream(path):
        assert datasets.Dataset.from_file(str(path))[7]["tapo_turn_advantages"] == [-0.1, 7]


def ipc_stream(path):
    with open(path, "rb") as file:
        return file.read(6) != b"ARROW1"


def check(folder):
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".parquet", ".arrow") or path.name.startswith(("out-", "plain-")):
            continue
        before = read(path)
        check_values(path, before)
        check_corrected(folder / f"out-{path.name}", before)
        if path.suffix == ".parquet":
            check_corrected(folder / f"plain-{path.name}", before)
        print(f"ok {path.name}: {before.num_rows} rows, {before.num_columns} columns")


if __name__ == "__main__":
    {"make": make, "check": check}[sys.argv[1]](Path(sys.argv[2]))
