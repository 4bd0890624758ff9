"""A result folder: immutable Parquet parts, written whole or not at all, read through DuckDB."""

import contextlib
import hashlib
import json
import os
import platform
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from samenhang.model.declare import Measure
from samenhang.model.language import _
from samenhang.model.measures import OUTCOMES, WEEKLY
from samenhang.model.measures.family import FIELDS
from samenhang.model.mistakes import InputError
from samenhang.model.records import KINDS

SCHEMA = 1
DRAFT = ".samenhang-draft-"  # how the name of an unfinished file begins
OURS = ("design.parquet", "datapackage.json", "runs", "series", "analysis", *KINDS)
SAME = ("name", "scenarios", "region", "years", "burn_in", "seed")  # what makes two studies the same question
PACKAGES = ("samenhang", "mesa", "numpy", "scipy", "numba", "pandas", "pyarrow", "duckdb")
LABELLED: dict[str, Measure] = {f"o.{m.name}": m for m in OUTCOMES} | {m.name: m for m in WEEKLY}
COLUMNS = {  # of a row in runs/: the same in every part, whatever failed in it
    "run_id": "string", "status": "string", "error": "string", "cohort": "string", "cpu_seconds": "float64",
    **{f"o.{m.name}": "float64" for m in OUTCOMES},
}  # fmt: skip
ROOT = Path(__file__).resolve().parent.parent


class FolderError(InputError):
    """A folder or disk that refuses."""


@contextlib.contextmanager
def refusals(folder: Path) -> Iterator[None]:
    """Turns what the disk says into a sentence."""
    try:
        yield
    except OSError as error:
        raise FolderError([_("{folder}: {why}").format(folder=folder, why=error.strerror or error)]) from error


def put(path: Path, content: bytes) -> None:
    """A file, whole or not at all: written under a draft's name beside its place, forced to disk, then renamed."""
    with refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{DRAFT}{path.name}-{platform.node()}-{os.getpid()}")
        with draft.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
        if os.name == "posix":  # the rename itself must survive, too
            with contextlib.closing(_Directory(path.parent)) as directory:
                os.fsync(directory.number)


class _Directory:
    """A folder, opened so that it can be forced to disk."""

    def __init__(self, path: Path) -> None:
        self.number = os.open(path, os.O_RDONLY)

    def close(self) -> None:
        os.close(self.number)


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


@dataclass(frozen=True)
class Folder:
    """A result folder and its parts."""

    path: Path
    stamp: str = ""  # how far the model behind it was checked; goes with every part
    kinds: tuple[str, ...] = ()  # weekly tables that are kept of every run

    def holds(self) -> dict[str, Any] | None:
        """The study that this folder belongs to; None when it is new or empty.

        Raises:
            FolderError: it holds something else.
        """
        known = self.path / "manifest.json"
        with refusals(self.path):
            if known.is_file():
                with contextlib.suppress(ValueError, KeyError):
                    spec: dict[str, Any] = json.loads(known.read_text(encoding="utf-8"))["spec"]
                    return spec
            elif not self.path.exists() or all(p.name in OURS or p.name.startswith(DRAFT) for p in self.path.iterdir()):
                return None  # new, or stopped before its manifest was there
        raise FolderError(
            [_("{folder}: holds something else; give another folder with --out").format(folder=self.path)]
        )

    def fits(self, spec: dict[str, Any]) -> bool:
        """Is this folder free, or of the same question (perhaps with fewer or more replicates)?"""
        held = self.holds()
        return held is None or all(held.get(k) == json.loads(_json(spec))[k] for k in SAME)

    def begin(self, design: pd.DataFrame, spec: dict[str, Any], more: dict[str, Any]) -> None:
        """Design first, then the manifest; drafts that an interrupted writer left are swept."""
        with refusals(self.path):
            for kind in (".", "runs", "series", *KINDS):
                for draft in (self.path / kind).glob(f"{DRAFT}*"):
                    draft.unlink(missing_ok=True)
        put(self.path / "design.parquet", parquet(design, self.stamp))
        put(self.path / "manifest.json", _json(manifest(spec) | more))
        put(self.path / "datapackage.json", _json(datapackage() | {"stamp": self.stamp}))

    def publish(self, rows: list[dict[str, Any]], series: pd.DataFrame, records: dict[str, pd.DataFrame] | None = None) -> None:  # fmt: skip
        """The parts of a batch; runs last, because a run counts only when its row is there."""
        name = hashlib.sha256("".join(r["run_id"] for r in rows).encode()).hexdigest()[:16]
        for kind, told in (records or {}).items():
            put(self.path / kind / f"{name}.parquet", parquet(told, self.stamp, kind))
        if len(series):
            put(self.path / "series" / f"{name}.parquet", parquet(series, self.stamp))
        whole = pd.DataFrame(rows).reindex(columns=list(COLUMNS)).astype(COLUMNS)
        put(self.path / "runs" / f"{name}.parquet", parquet(whole, self.stamp))

    def _parts(self, kind: str) -> str | None:
        parts = self.path / kind
        return str(parts / "*.parquet") if parts.is_dir() and any(parts.glob("*.parquet")) else None

    def runs(self) -> pd.DataFrame:
        """One row per run that is done.

        Raises:
            FolderError: when two rows of one run differ in more than time.
        """
        parts = self._parts("runs")
        if parts is None:
            return pd.DataFrame({"run_id": pd.Series(dtype=str), "status": pd.Series(dtype=str)})
        found = query("select * from read_parquet(?, union_by_name=true)", [parts])
        found = found.sort_values(["run_id", "status"], ascending=[True, False])  # ok before failed
        compared = found[found["status"] == "ok"].drop(columns=["cpu_seconds", "error"]).drop_duplicates()
        if twice := sorted(compared["run_id"][compared["run_id"].duplicated()]):
            raise FolderError([_("{folder}: run {run} is there twice with different outcomes").format(folder=self.path, run=twice[0])])  # fmt: skip
        return found.drop_duplicates("run_id").reset_index(drop=True)

    def planned(self) -> pd.DataFrame:
        """The design joined to what is done: one row per arm and replicate; status is missing where still to do."""
        design = pd.read_parquet(self.path / "design.parquet")
        return design.merge(self.runs(), on="run_id", how="left")

    def done(self, kinds: tuple[str, ...] = ()) -> set[str]:
        """Ids of the runs that went well, and of which these weekly tables are there."""
        runs = self.runs()
        found = set(runs["run_id"][runs["status"] == "ok"])
        for kind in kinds:
            parts = self._parts(kind)
            told = query("select distinct run_id from read_parquet(?, union_by_name=true)", [parts]) if parts else None
            found &= set(told["run_id"]) if told is not None else set()
        return found

    def records(self, kind: str, run_id: str) -> pd.DataFrame:
        """A table of one run, of a kind that was recorded, in the order of what happened; empty where it was not."""
        parts = self._parts(kind)
        if parts is None:
            return pd.DataFrame()
        return query(
            "select * exclude (filename, file_row_number) from "
            "(select * from read_parquet(?, union_by_name=true, filename=true, file_row_number=true) where run_id = ?) "
            "qualify filename = min(filename) over () order by file_row_number",
            [parts, run_id],
        )

    def families(self, ids: list[str]) -> pd.DataFrame:
        """The followed families of these runs, each once; empty where they were not recorded."""
        parts = self._parts("families")
        if parts is None:
            return pd.DataFrame({"run_id": pd.Series(dtype=str)})
        asked = pd.DataFrame({"run_id": ids})
        found = query("select f.* from read_parquet(?, union_by_name=true) f semi join asked using (run_id)", [parts], asked=asked)  # fmt: skip
        return found.drop_duplicates(["run_id", "family"], ignore_index=True)

    def series(self, ids: list[str]) -> pd.DataFrame:
        """Weekly measures of these runs; each run once, whatever was interrupted."""
        parts = self._parts("series")
        if parts is None:
            return pd.DataFrame({"run_id": [], "week": []})
        asked = pd.DataFrame({"run_id": ids})
        found = query(
            "select s.* from read_parquet(?, union_by_name=true) s semi join asked using (run_id)", [parts], asked=asked
        )
        return found.sort_values(["run_id", "week"]).drop_duplicates(["run_id", "week"], ignore_index=True)


def query(sql: str, values: list[str], **frames: pd.DataFrame) -> pd.DataFrame:
    """What DuckDB answers, with these frames as tables; a torn part is said in a sentence."""
    with duckdb.connect() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        try:
            return connection.execute(sql, values).df()
        except duckdb.Error as error:
            raise FolderError([_("{folder}: cannot be read: {why}").format(folder=values[0], why=error)]) from None


def manifest(spec: dict[str, Any]) -> dict[str, Any]:
    """What was asked, and with what it was run: code, lock, versions, machine."""
    lock = ROOT / "requirements.lock"
    return {
        "schema": SCHEMA,
        "spec": spec,
        "git": _git(),
        "lock": hashlib.sha256(lock.read_bytes()).hexdigest() if lock.exists() else None,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "processor": _processor(),
        "packages": {p: version(p) for p in PACKAGES},
    }


def datapackage() -> dict[str, Any]:
    """The tables described: columns with unit and labels (Frictionless table schema)."""
    outcome = [
        {"name": f"o.{m.name}", "type": "number", "unit": m.unit, "title": m.en, "title_nl": m.nl} for m in OUTCOMES
    ]
    weekly = [{"name": m.name, "type": "number", "unit": m.unit, "title": m.en, "title_nl": m.nl} for m in WEEKLY]
    key = [{"name": "run_id", "type": "string"}]
    families = [{"name": f.name, "type": "number", "unit": f.unit, "title": f.en, "title_nl": f.nl} for f in FIELDS]
    return {
        "name": "samenhang-results",
        "resources": [
            {"name": "runs", "path": "runs/*.parquet", "schema": {"fields": key + outcome}},
            {"name": "families", "path": "families/*.parquet", "schema": {"fields": key + families}},
            {"name": "series", "path": "series/*.parquet", "schema": {"fields": [*key, {"name": "week", "type": "integer"}, *weekly]}},
        ],
    }  # fmt: skip


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, indent=2, ensure_ascii=False, default=str).encode()


def _git() -> dict[str, Any] | None:
    """Commit and whether anything was changed since, when run from a checkout."""
    if not (ROOT / ".git").exists():
        return None
    ask = ["git", "-C", str(ROOT)]
    try:
        commit = subprocess.run([*ask, "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
        dirty = subprocess.run([*ask, "status", "--porcelain"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return {"commit": commit.stdout.strip(), "dirty": bool(dirty.stdout.strip())}


def _processor() -> str:
    """The processor's name, because results are equal to the bit on one machine only."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        named = [line for line in info.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        if named:
            return named[0].split(":", 1)[1].strip()
    return platform.processor() or platform.machine()
