"""Parquet files: written with units and labels, read and joined through DuckDB; what is torn is said in a sentence."""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from samenhang.model.declare import Measure
from samenhang.model.language import _
from samenhang.model.measures import OUTCOMES, WEEKLY
from samenhang.model.measures.family import FIELDS

from .files import FolderError, drafted, refusals
from .provenance import SCHEMA

LABELLED: dict[str, Measure] = {f"o.{m.name}": m for m in OUTCOMES} | {m.name: m for m in WEEKLY}


def parquet(frame: pd.DataFrame, stamp: str = "", kind: str = "") -> bytes:
    """A frame as Parquet: the stamp in its metadata, unit and both labels in those of every declared column."""
    labelled: dict[str, Any] = {f.name: f for f in FIELDS} if kind == "families" else LABELLED
    bare = pa.Table.from_pandas(frame, preserve_index=False)
    fields = []
    for column in bare.schema:
        m = labelled.get(column.name)
        fields.append(column.with_metadata({"unit": m.unit, "en": m.en, "nl": m.nl}) if m else column)
    sink = pa.BufferOutputStream()
    pq.write_table(bare.cast(pa.schema(fields, {"stamp": stamp, "schema": str(SCHEMA)})), sink, compression="zstd")
    return bytes(sink.getvalue())


@contextlib.contextmanager
def readable(file: Path) -> Iterator[None]:
    """Turns what is wrong with a Parquet file into a sentence."""
    with refusals(file):
        try:
            yield
        except pa.ArrowException as error:
            raise FolderError([damaged(file, error)]) from error


def damaged(file: object, why: object) -> str:
    """A file that was torn or is somebody else's: what else is in the folder is still there."""
    return _("{folder}: cannot be read: {why}. Take that file away: the same command does its runs again").format(
        folder=file, why=" ".join(str(why).split()))  # fmt: skip


def query(sql: str, values: list[str], **frames: pd.DataFrame) -> pd.DataFrame:
    """What DuckDB answers, with these frames as tables; a torn part is said in a sentence."""
    with duckdb.connect() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        try:
            return connection.execute(sql, values).df()
        except duckdb.Error as error:
            raise FolderError([damaged(values[0], error)]) from None


def schema_of(part: Path) -> bytes:
    """What columns a part has, with their types, units, labels and stamp: only parts that agree in it are joined."""
    with readable(part):
        return bytes(pq.read_schema(part).serialize().to_pybytes())


def columns_of(part: Path) -> list[str]:
    """The names of its columns."""
    with readable(part):
        return list(pq.read_schema(part).names)


def join_parts(target: Path, chosen: Iterable[tuple[Path, set[str]]]) -> None:
    """One part from several of one schema: of each these runs, in their order. One part is in memory at a time."""
    sources = list(chosen)
    schema = pq.read_schema(sources[0][0])
    with drafted(target) as draft, pq.ParquetWriter(draft, schema, compression="zstd") as out:
        for part, ids in sources:
            with readable(part):
                whole = pq.ParquetFile(part).read()
            wanted = pa.array(sorted(ids), whole.schema.field("run_id").type)
            out.write_table(whole.filter(pc.is_in(whole["run_id"], value_set=wanted)))
