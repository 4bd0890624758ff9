"""Outcomes that are kept: what some scenarios gave when numbers last changed, and when and why they did.

After a change of numbers: write its entry in CHANGELOG.md, marked **[numbers]**, then
`uv run python tests/regression.py "how that entry begins"`. Without such an entry nothing is renewed.
"""

import datetime as dt
import hashlib
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from conftest import lived, village

from samenhang.experiments.execution.provenance import run_with
from samenhang.model.measures import OUTCOMES

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "regression.toml"
CASES = {"baseline": 1, "advised-teams": 2, "integral-funding": 3, "low-turnover": 4}  # scenario -> seed
HEAD = """# What these scenarios gave, at 12,500 inhabitants, a year of burn-in and three observed, when numbers last changed.
# Made by tests/regression.py, with a note for every time; never by hand.
"""
type Outcomes = dict[str, float]


def here() -> dict[str, str]:
    """Processor and lock: with both the same, numbers are equal to the bit."""
    told = run_with()
    return {"processor": str(told["processor"]), "lock": str(told["lock"])}


def entries(changelog: str) -> list[str]:
    """The entries of a change log that are marked as changes of numbers, on a line each."""
    found = " ".join(changelog.split()).split(" - ")
    return [e.removeprefix("**[numbers]** ") for e in found if e.startswith("**[numbers]** ")]


def found() -> dict[str, tuple[Outcomes, str]]:
    """Scenario -> its outcomes, and a digest of every week and every event."""
    told = {}
    for name, seed in CASES.items():
        course = lived(village(name, seed))
        n, log = int(course.world.events.used[0]), course.world.events
        whole = hashlib.sha256(course.world.series.tobytes())
        for column in log[1:]:
            whole.update(column[:n].tobytes())
        told[name] = (course.outcomes(), whole.hexdigest())
    return told


def kept() -> dict[str, Any]:
    """The file."""
    return tomllib.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {"note": []}


def moved(before: dict[str, Any], now: dict[str, tuple[Outcomes, str]]) -> list[str]:
    """Names of the outcomes that differ in any scenario, by more than the last bits."""
    was = {name: told["outcomes"] for name, told in before.get("case", {}).items()}
    return [m.name for m in OUTCOMES
            if any(not equal(was.get(name, {}).get(f"o.{m.name}"), told[f"o.{m.name}"]) for name, (told, _d) in now.items())]  # fmt: skip


def equal(a: float | None, b: float, relative: float = 1e-9) -> bool:
    """The same number, or neither is one."""
    return a is not None and (a == b or (a != a and b != b) or abs(a - b) <= relative * max(abs(a), abs(b)))


def written(notes: list[dict[str, Any]], now: dict[str, tuple[Outcomes, str]]) -> str:
    """The file anew."""
    lines = [HEAD, *(f"{k} = {json.dumps(v)}" for k, v in here().items())]
    for note in notes:
        lines += ["", "[[note]]", *(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in note.items())]
    for name, (outcomes, whole) in now.items():
        lines += [
            "",
            f'[case."{name}"]',
            f"seed = {CASES[name]}",
            f'whole = "{whole}"',
            "",
            f'[case."{name}".outcomes]',
        ]
        lines += [f'"{k}" = {float(v)!r}' for k, v in outcomes.items()]
    return "\n".join(lines) + "\n"


def renew(begins: str, changelog: str) -> str:
    """What is kept, renewed with a note of today; empty where the change log knows no such change of numbers."""
    named = [e for e in entries(changelog) if begins and e.startswith(begins)]
    if not named:
        return ""
    before, now = kept(), found()
    note = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "entry": begins,
        "moved": moved(before, now) if "case" in before else [],
    }
    return written([*before["note"], note], now)


def main() -> None:
    """Renews the file, or says what is missing."""
    text = renew(" ".join(sys.argv[1:]), (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    if not text:
        sys.exit(
            'give the beginning of an entry in CHANGELOG.md that is marked **[numbers]**: tests/regression.py "The care cycle"'
        )
    KEPT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
