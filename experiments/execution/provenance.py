"""What a result folder says of itself: with what it was run, and what its columns mean."""

import hashlib
import json
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from samenhang.model.measures import OUTCOMES, WEEKLY
from samenhang.model.measures.family import FIELDS
from samenhang.model.views import every
from samenhang.model.week import Parameters

SCHEMA = 1
PACKAGES = ("samenhang", "mesa", "numpy", "scipy", "numba", "pandas", "pyarrow", "duckdb")
RUN_WITH = ("git", "lock", "python", "platform", "processor", "packages")
TYPES = {"float": "number", "int": "integer", "bool": "boolean"}
ROOT = Path(__file__).resolve().parent.parent.parent


def manifest(spec: dict[str, Any], entries: list[dict[str, Any]]) -> dict[str, Any]:
    """What was asked, and with what it was run: the last time, and `earlier`."""
    last, *earlier = [e for k, e in enumerate(entries) if e not in entries[:k]]
    return {"schema": SCHEMA, "spec": spec} | last | ({"earlier": earlier} if earlier else {})


def entries_of(told: dict[str, Any]) -> list[dict[str, Any]]:
    """With what the runs of a folder were made, from its manifest: the last time first."""
    return [{k: told[k] for k in RUN_WITH if k in told}, *told.get("earlier", [])]


def run_with() -> dict[str, Any]:
    """With what a run is made here: code, lock, versions, machine."""
    lock = ROOT / "requirements.lock"
    return {
        "git": _git(),
        "lock": hashlib.sha256(lock.read_bytes()).hexdigest() if lock.exists() else None,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "processor": _processor(),
        "packages": {p: version(p) for p in PACKAGES},
    }


def datapackage(runs: dict[str, str], design: dict[str, str]) -> dict[str, Any]:
    """The tables that every folder has, and that of families: columns with unit and labels (Frictionless table schema).

    `runs`, `design`: name of a column -> its type. What is recorded week by week stands in results/README.md.
    """
    labelled = {f"o.{m.name}": m for m in OUTCOMES} | {f"p.{k}": q for k, q in every(Parameters).items()}

    def described(columns: dict[str, str]) -> list[dict[str, Any]]:
        told = ({"name": name, "type": _type(kind)} | _labels(labelled.get(name)) for name, kind in columns.items())
        return list(told)

    weekly = [{"name": m.name, "type": "number", "unit": m.unit, "title": m.en, "title_nl": m.nl} for m in WEEKLY]
    key = [{"name": "run_id", "type": "string"}]
    families = [{"name": f.name, "type": "number", "unit": f.unit, "title": f.en, "title_nl": f.nl} for f in FIELDS]
    return {
        "name": "samenhang-results",
        "resources": [
            {"name": "design", "path": "design.parquet", "schema": {"fields": described(design)}},
            {"name": "runs", "path": "runs/*.parquet", "schema": {"fields": described(runs)}},
            {"name": "families", "path": "families/*.parquet", "schema": {"fields": key + families}},
            {"name": "series", "path": "series/*.parquet", "schema": {"fields": [*key, {"name": "week", "type": "integer"}, *weekly]}},
        ],
    }  # fmt: skip


def _type(kind: str) -> str:
    """A type of pandas as Frictionless names it."""
    return next((name for begins, name in TYPES.items() if kind.startswith(begins)), "string")


def _labels(declared: Any) -> dict[str, str]:
    """Unit and both labels of what is declared."""
    return {"unit": declared.unit, "title": declared.en, "title_nl": declared.nl} if declared else {}


def as_bytes(content: dict[str, Any]) -> bytes:
    """Plain data as JSON for a person's eye."""
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
