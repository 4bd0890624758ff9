"""A result folder: immutable Parquet parts, written whole or not at all, read through DuckDB."""

import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from samenhang.model.language import _
from samenhang.model.measures import OUTCOMES
from samenhang.model.records import KINDS

from .files import DRAFT, LOCK, FolderError, locked, put, refusals
from .growing import grown
from .parquet import columns_of, damaged, parquet, query, readable
from .provenance import as_bytes, datapackage, entries_of, manifest, run_with

__all__ = ["COLUMNS", "DRAFT", "PARTS", "SAME", "Folder", "FolderError", "put", "question_of", "refusals"]  # fmt: skip

PARTS = (*KINDS, "series", "runs")  # in the order in which they are published
OURS = ("design.parquet", "datapackage.json", "analysis", LOCK, *PARTS)
SAME = ("name", "scenarios", "region", "years", "burn_in", "seed")  # what makes two studies the same question
KEY = ("run_id", "status")  # of a row in runs/: never missing
WORDS = ("title", "story")  # of a scenario or region: they change no number
OF_RUNS = "select p.* from read_parquet(?, union_by_name=true) p semi join asked using (run_id)"
BEST_RUNS = ("select run_id, filename from read_parquet(?, union_by_name=true, filename=true) "
             "qualify row_number() over (partition by run_id order by status = 'ok' desc, filename) = 1")  # fmt: skip
FIRST_TOLD = (
    "select run_id, min(filename) as filename from read_parquet(?, union_by_name=true, filename=true) group by 1"
)
COLUMNS = {  # of a row in runs/: the same in every part, whatever failed in it
    "run_id": "string", "status": "string", "error": "string", "cohort": "string", "cpu_seconds": "float64",
    **{f"o.{m.name}": "float64" for m in OUTCOMES},
}  # fmt: skip


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
                return spec_in(known)
            if not self.path.exists() or all(p.name in OURS or p.name.startswith(DRAFT) for p in self.path.iterdir()):
                return None  # new, or stopped before its manifest was there
        raise FolderError([_("{folder}: holds something else; give another folder").format(folder=self.path)])

    def told(self) -> dict[str, Any]:
        """The manifest of a folder that holds one."""
        with refusals(self.path):
            found: dict[str, Any] = json.loads((self.path / "manifest.json").read_text(encoding="utf-8"))
        return found

    def fits(self, spec: dict[str, Any]) -> bool:
        """Is this folder free, or of the same question (perhaps with fewer or more replicates)?"""
        held = self.holds()
        return held is None or question_of(held) == question_of(json.loads(as_bytes(spec)))

    def begin(self, design: pd.DataFrame, spec: dict[str, Any], more: dict[str, Any],
              entries: list[dict[str, Any]] | None = None) -> bool:  # fmt: skip
        """Design first, then the manifest; drafts that an interrupted writer left are swept. False where it is not free.

        Asked before anything is written, and again when nobody else can: two commands may begin at once. `entries`: with
        what the runs were made, if not here and now; looking again at what is done changes nothing of that.
        """
        if not self.fits(spec):
            return False
        with refusals(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
        is_done = set(design["run_id"]) <= self.done(self.kinds)  # before the lock: who reads takes it, too
        with locked(self.path, alone=True) as alone:  # so no draft here has a living writer
            if not self.fits(spec):
                return False
            if alone:
                self._sweep()
            design, spec = self._grown(design, spec)
            put(self.path / "design.parquet", parquet(design, self.stamp))
            known = entries_of(self.told()) if self.holds() else []
            entries = entries or (known if known and is_done else [run_with(), *known])
            put(self.path / "manifest.json", as_bytes(manifest(spec, entries) | more))
            put(self.path / "datapackage.json", as_bytes(datapackage(COLUMNS, {str(k): str(t) for k, t in design.dtypes.items()}) | {"stamp": self.stamp}))  # fmt: skip
        return True

    def _grown(self, design: pd.DataFrame, spec: dict[str, Any]) -> tuple[pd.DataFrame, dict[str, Any]]:
        """With what was planned here before; a design that cannot be read is made anew."""
        with contextlib.suppress(FolderError):
            if held := self.holds():
                return grown(self.design(), held, design, json.loads(as_bytes(spec)))
        return design, spec

    def _sweep(self) -> None:
        """Takes away what an interrupted writer left."""
        with refusals(self.path):
            for kind in (".", "analysis", *PARTS):
                for draft in (self.path / kind).glob(f"{DRAFT}*"):
                    draft.unlink(missing_ok=True)

    def publish(self, rows: list[dict[str, Any]], series: pd.DataFrame, records: dict[str, pd.DataFrame] | None = None) -> int:  # fmt: skip
        """The parts of a batch; runs last, because a run counts only when its row is there. Gives their bytes."""
        name = hashlib.sha256("".join(r["run_id"] + r["status"] for r in rows).encode()).hexdigest()[:16]
        parts = {kind: parquet(told, self.stamp, kind) for kind, told in (records or {}).items()}
        if len(series):
            parts["series"] = parquet(series, self.stamp)
        parts["runs"] = parquet(pd.DataFrame(rows).reindex(columns=list(COLUMNS)).astype(COLUMNS), self.stamp)
        with locked(self.path):
            for kind, content in parts.items():
                put(self.path / kind / f"{name}.parquet", content)
        return sum(len(content) for content in parts.values())

    def count(self) -> int:
        """The number of parts, of every kind."""
        return sum(len(self.parts(kind)) for kind in PARTS)

    def parts(self, kind: str) -> list[Path]:
        """The parts of a kind, in the order of their names."""
        return sorted((self.path / kind).glob("*.parquet"))

    def chosen(self, kind: str) -> dict[Path, set[str]]:
        """Part -> the runs to take from it, each run from one part: where it went well, else the first; no orphans."""
        parts = self._parts(kind)
        if parts is None:
            return {}
        found = query(BEST_RUNS if kind == "runs" else FIRST_TOLD, [parts])
        runs = self._parts("runs")  # none where a batch was stopped before its first row
        known = (
            set(query("select run_id from read_parquet(?, union_by_name=true)", [runs])["run_id"]) if runs else set()
        )
        found = found[found["run_id"].isin(known)]
        return {Path(part): set(ids) for part, ids in found.groupby("filename")["run_id"]}

    def _parts(self, kind: str) -> str | None:
        return str(self.path / kind / "*.parquet") if self.parts(kind) else None

    def _ask(self, kind: str, sql: str, *values: str, **frames: pd.DataFrame) -> pd.DataFrame | None:
        """What DuckDB answers about the parts of a kind, while nobody takes parts away; None where there are none."""
        with locked(self.path):
            parts = self._parts(kind)
            return query(sql, [parts, *values], **frames) if parts else None

    def runs(self) -> pd.DataFrame:
        """One row per run that is done.

        Raises:
            FolderError: when two rows of one run differ in more than time.
        """
        found = self._ask("runs", "select * from read_parquet(?, union_by_name=true)")
        if found is None:
            return pd.DataFrame({"run_id": pd.Series(dtype=str), "status": pd.Series(dtype=str)})
        if not {*KEY} <= set(found.columns) or found[[*KEY]].isna().any(axis=None):
            strange = [p for p in self.parts("runs") if not {*KEY} <= set(columns_of(p))]
            raise FolderError([damaged(p, _("it holds no runs")) for p in strange or [self.path / "runs"]])
        found = found.sort_values(["run_id", "status"], ascending=[True, False])  # ok before failed
        compared = found[found["status"] == "ok"].drop(columns=["cpu_seconds", "error"]).drop_duplicates()
        if twice := sorted(compared["run_id"][compared["run_id"].duplicated()]):
            raise FolderError([_("{folder}: run {run} is there twice with different outcomes").format(folder=self.path, run=twice[0])])  # fmt: skip
        return found.drop_duplicates("run_id").reset_index(drop=True)

    def planned(self) -> pd.DataFrame:
        """The design joined to what is done: one row per arm and replicate; status is missing where still to do."""
        return self.design().merge(self.runs(), on="run_id", how="left")

    def design(self) -> pd.DataFrame:
        """Every planned run, as it was written before the first was run.

        Raises:
            FolderError: it is torn or gone.
        """
        with readable(self.path / "design.parquet"):
            return pd.read_parquet(self.path / "design.parquet")

    def done(self, kinds: tuple[str, ...] = ()) -> set[str]:
        """Ids of the runs that went well, and of which these weekly tables are there."""
        runs = self.runs()
        found = set(runs["run_id"][runs["status"] == "ok"])
        for kind in kinds:
            told = self._ask(kind, "select distinct run_id from read_parquet(?, union_by_name=true)")
            found &= set(told["run_id"]) if told is not None else set()
        return found

    def records(self, kind: str, run_id: str) -> pd.DataFrame:
        """A table of one run, of a kind that was recorded, in the order of what happened; empty where it was not."""
        found = self._ask(
            kind,
            "select * exclude (filename, file_row_number) from "
            "(select * from read_parquet(?, union_by_name=true, filename=true, file_row_number=true) where run_id = ?) "
            "qualify filename = min(filename) over () order by file_row_number",
            run_id,
        )
        return pd.DataFrame() if found is None else found

    def families(self, ids: list[str]) -> pd.DataFrame:
        """The followed families of these runs, each once, always in the same order; empty where they were not recorded."""
        found = self._ask("families", OF_RUNS, asked=pd.DataFrame({"run_id": ids}))
        if found is None:
            return pd.DataFrame({"run_id": pd.Series(dtype=str)})
        return found.sort_values(["run_id", "family"]).drop_duplicates(["run_id", "family"], ignore_index=True)

    def series(self, ids: list[str]) -> pd.DataFrame:
        """Weekly measures of these runs; each run once, whatever was interrupted."""
        found = self._ask("series", OF_RUNS, asked=pd.DataFrame({"run_id": ids}))
        if found is None:
            return pd.DataFrame({"run_id": [], "week": []})
        return found.sort_values(["run_id", "week"]).drop_duplicates(["run_id", "week"], ignore_index=True)


def spec_in(manifest: Path) -> dict[str, Any]:
    """The study that a manifest tells of.

    Raises:
        FolderError: it tells of none.
    """
    try:
        spec: dict[str, Any] = json.loads(manifest.read_bytes())["spec"]
        assert isinstance(spec, dict)
        assert isinstance(spec.get("scenarios", []), list)
    except (ValueError, KeyError, TypeError, AssertionError):
        raise FolderError([_("{file}: is not the manifest of a study, or was damaged; give another folder with --out").format(file=manifest)]) from None  # fmt: skip
    return spec


def question_of(spec: dict[str, Any]) -> dict[str, Any]:
    """What makes two studies the same question; a better title or story does not make another."""

    def acts(part: Any) -> Any:
        return {k: v for k, v in part.items() if k not in WORDS} if isinstance(part, dict) else part

    asked = {k: spec.get(k) for k in SAME}
    return asked | {"scenarios": [acts(s) for s in asked["scenarios"] or []], "region": acts(asked["region"])}
