"""How fast is it? `python tests/speed` says where the time of a week goes; `python tests/speed docs` makes docs/speed.md again.

The page takes half an hour on a quiet machine, `--country` (17,800,000 inhabitants, one core, some minutes more) included where it
is asked. CPU time, medians of rounds in which the ways of running take turns; never a test with a clock.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from batches import batch
from chance import of_a_draw, share_of_chance
from pages import page
from starts import starting
from where import middle_of_a_run

HERE = Path(__file__).resolve().parent
WEEKS = 416
SIZES = {"village": 20_000, "region": 100_000, "province": 1_000_000, "country": 17_800_000}
ROUNDS = {"village": 3, "region": 3, "province": 1, "country": 1}
WAYS = {"village": ("run", "step", "oracle"), "region": ("run", "step", "oracle"), "province": ("run", "step"), "country": ("run",)}  # fmt: skip
ORACLE = {"village": 52, "region": 12}  # weeks that plain agents live: all of them would take an hour


def live(way: str, size: str, at: Path | None = None) -> dict[str, float]:
    """One life in a process of its own; at: an edited copy of the package, with compiled code of its own."""
    weeks = ORACLE[size] if way == "oracle" else WEEKS
    env = os.environ | ({"PYTHONPATH": str(at), "SAMENHANG_CACHE": str(at / "compiled")} if at else {})
    told = subprocess.run([sys.executable, HERE / "lives.py", way, str(SIZES[size]), str(weeks)], env=env, check=True, capture_output=True, text=True)  # fmt: skip
    found: dict[str, float] = json.loads(told.stdout)
    return found


def lives(size: str) -> dict[str, dict[str, float]]:
    """Way -> medians of its rounds; the ways take turns."""
    rounds = [{way: live(way, size) for way in WAYS[size]} for _ in range(ROUNDS[size])]
    return {way: {k: median(r[way][k] for r in rounds) for k in rounds[0][way]} for way in WAYS[size]}


def everything(sizes: list[str], kept: Path) -> dict[str, Any]:
    """All that the page tells, kept part by part: what was measured before a stop is not measured again."""
    told: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    parts: dict[str, Callable[[], Any]] = {size: partial(lives, size) for size in sizes}
    parts |= {"batch": batch, "lines": middle_of_a_run, "draw": of_a_draw, "starts": starting,
              "chance": lambda: share_of_chance(lambda at: live("run", "region", at))}  # fmt: skip
    for name in (n for n in parts if n not in told):
        told[name] = parts[name]()
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        sys.stderr.write(f"{name}\n")
    return {
        "on": datetime.now(UTC).date().isoformat(), "machine": machine(),
        "versions": {p: version(p) for p in ("numba", "numpy", "mesa")} | {"python": platform.python_version()},
        "sizes": {s: SIZES[s] for s in sizes}, "lives": {s: told[s] for s in sizes},
    } | {k: told[k] for k in parts if k not in SIZES}  # fmt: skip


def machine() -> str:
    """The processor's name."""
    info = Path("/proc/cpuinfo")
    named = [x for x in info.read_text(encoding="utf-8").splitlines() if x.startswith("model name")] if info.exists() else []  # fmt: skip
    return named[0].split(":", 1)[1].strip() if named else platform.machine()


if __name__ == "__main__":
    # Who works with it has Python's bytecode: without it, to begin takes two seconds more.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.argv[1:]:
        docs = Path(sys.argv[1])
        kept = docs.parent / "results" / "speed.json"
        told = everything([s for s in SIZES if s != "country" or "--country" in sys.argv], kept)
        (docs / "speed.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        (docs / "speed.md").write_text(page(told), encoding="utf-8")
        kept.unlink()
    else:
        found = middle_of_a_run()
        for name, alone in found.items():
            sys.stdout.write(f"{name:12} {alone:8.0f}\n")
        sys.stdout.write(f"{'the week':12} {sum(found.values()):8.0f} microseconds a week, each line alone\n")
