"""The test bench: a hypothesis is locked, run batch by batch, and judged on every region apart.

results/test-NAME/hypothesis.json   the claim as it was locked, before the first run
results/test-NAME/REGION/           an ordinary result folder
results/test-NAME/REGION-why/       the same with channels closed, where the file asks why
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from samenhang.model import Region
from samenhang.model.language import _, language
from samenhang.model.run import code_digest

from ..batch import Result, run_study
from ..campaign import How
from ..designs.closing import every_combination
from ..execution.store import put, refusals
from ..statistics.looks import confidence_of_each, until
from ..statistics.verdicts import ANSWERS
from ..telling.show import warn
from ..why import Why, draw
from ..why import keep as keep_why
from .claim import Claim
from .claim_file import ClaimError
from .effects import Found, Worlds, across, first_outcome, further_outcomes, in_parts

LOCK, RESULTS = "hypothesis.json", Path("results")


class Other(NamedTuple):
    """Another claim by the same name that was locked."""

    digest: str
    date: str
    differs: list[str]  # in what


@dataclass(frozen=True)
class Lock:
    """The claim as it was locked, and others by the same name that are or were."""

    path: Path
    locked_on: str = ""  # date; nothing where nothing is locked
    code: str = ""  # digest of the model by which it was locked
    others: tuple[Other, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What was found on one region."""

    region: Region
    result: Result
    looked: tuple[int, ...]  # at how many pairs
    first: Found
    further: list[Found]
    worlds: Worlds | None
    why: Why | None = None
    failed: int = 0  # runs, also of those with channels closed


def lock(claim: Claim, given: Path | None) -> Lock:
    """The folder of a claim, in which it is locked before anything runs; a trial locks nothing.

    A folder that holds another claim is never written: the new claim gets a folder of its own, and both are said.

    Raises:
        ClaimError: the folder that was given holds another claim.
    """
    found = find_lock(claim, given)
    if found.locked_on or claim.trial:
        return found
    today, code = datetime.now(UTC).date().isoformat(), code_digest()
    told = {"schema": 1, "digest": claim.digest, "locked_on": today, "code": code, "name": claim.name,
            "claim": claim.file.claim.model_dump(), "content": claim.content, "others": found.others}  # fmt: skip
    put(found.path / LOCK, json.dumps(told, indent=2, ensure_ascii=False).encode())
    return replace(found, locked_on=today, code=code)


def find_lock(claim: Claim, given: Path | None) -> Lock:
    """Where a claim is locked, or would be; nothing is written.

    Raises:
        ClaimError: the folder that was given holds another claim.
    """
    if claim.trial:
        return Lock(given or RESULTS / f"trial-{claim.name}-{claim.digest[:8]}")
    folder = given or RESULTS / f"test-{claim.name}"
    held = _held(folder)
    if held and held["digest"] != claim.digest:
        if given:
            raise ClaimError([_("{folder}: another claim was locked here on {date}; it differs in {what}. A changed claim is another hypothesis: give another folder with --out").format(
                folder=folder, date=held["locked_on"], what=", ".join(_differs(claim, held)))])  # fmt: skip
        folder = folder.with_name(f"{folder.name}-{claim.digest[:8]}")
        held = _held(folder)
    others = tuple(_others(claim, {RESULTS, folder.parent}, held))
    return Lock(folder, held["locked_on"], held["code"], others) if held else Lock(folder, others=others)


def _others(claim: Claim, places: set[Path], held: dict[str, Any] | None) -> list[Other]:
    """Claims by the same name, other than this: those whose folders are there, and those of which this lock tells."""
    locks = []
    for path in (p for place in places for p in sorted(place.glob(f"*/{LOCK}"))):
        with suppress(ClaimError):  # a broken lock of somebody else is no reason to stop
            locks += [f for f in [_held(path.parent)] if f]
    found = {f["digest"]: Other(f["digest"], f["locked_on"], _differs(claim, f)) for f in locks
             if f["name"] == claim.name and f["digest"] != claim.digest}  # fmt: skip
    told = {digest: Other(digest, *more) for digest, *more in (held["others"] if held else ())}
    return sorted((told | found).values(), key=lambda other: (other.date, other.digest))


def _differs(claim: Claim, held: dict[str, Any]) -> list[str]:
    """In what another claim differs from this one."""
    return [k for k, now in claim.content.items() if held["content"].get(k) != json.loads(json.dumps(now))]


def _held(folder: Path) -> dict[str, Any] | None:
    """The lock of a folder; None without one."""
    path = folder / LOCK
    with refusals(path):
        if not path.is_file():
            return None
        text = path.read_text(encoding="utf-8")
    try:
        found: dict[str, Any] = json.loads(text)
        assert {"digest", "content", "locked_on", "others", "code", "name"} <= found.keys()
    except (ValueError, AssertionError, AttributeError):
        raise ClaimError([_("{file}: not a lock of a hypothesis").format(file=path)]) from None
    return found


def judge(claim: Claim, folder: Path, how: How) -> Iterator[Judged]:
    """Every region in turn: pairs until the verdict is clear or the last look is reached, then the other worlds."""
    for place, region in zip(_places(claim), claim.regions, strict=True):
        each = confidence_of_each(claim.looks, claim.file.decision.confidence)
        look = partial(_look, claim, region, folder / place, each, how)
        (result, first), looked = until(claim.looks, look, lambda seen: _enough(claim, seen[1]))
        further = further_outcomes(claim, result.planned, result.families, each)
        worlds = None
        if claim.worlds:
            result = run_study(claim.study(region, looked[-1], claim.worlds), folder / place, how)
            worlds = across(claim, result.everything, result.folder.families)
        why, failed = _why(claim, region, looked[-1], folder / f"{place}-why", how) if claim.channels else (None, 0)
        yield Judged(region, result, looked, first, further, worlds, why, failed + len(result.failed))


def _look(claim: Claim, region: Region, folder: Path, each: float, how: How, pairs: int) -> tuple[Result, Found]:
    """The runs of so many pairs, and what is found of the first outcome at a confidence for each look."""
    result = run_study(claim.study(region, pairs), folder, how)
    first = first_outcome(claim, result.planned, result.families, each)
    if len(claim.looks) > 1 and not how.quiet:
        warn(_("look {n} of {all}, at {pairs} pairs: {verdict}").format(
            n=claim.looks.index(pairs) + 1, all=len(claim.looks), pairs=pairs, verdict=_(ANSWERS[first.answer])))  # fmt: skip
    return result, first


def _why(claim: Claim, region: Region, pairs: int, folder: Path, how: How) -> tuple[Why, int]:
    """(the first outcome in parts, runs that failed), over the first pairs, from a folder of its own: it decides nothing."""
    assert claim.file.why
    study = claim.study(region, min(pairs, claim.file.why.pairs))
    result = run_study(every_combination(study, claim.channels), folder, how)
    parts = in_parts(claim, result.planned, result.families)
    return Why(claim.channels, 1, parts, study.changed(1), folder, result.stamp), len(result.failed)


def _enough(claim: Claim, first: Found) -> bool:
    """Is the verdict clear, or the interval as narrow as was asked?"""
    plan = claim.file.decision.sequential
    narrow = plan and plan.half_width and (first.effect.high - first.effect.low) / 2 <= plan.half_width
    return first.answer != "undecided" or bool(narrow)


def _places(claim: Claim) -> list[str]:
    """A folder name for every region."""
    names = [Path(r).stem for r in claim.file.runs.regions]
    return [n if names.count(n) == 1 else f"{n}-{hashlib.sha256(r.encode()).hexdigest()[:6]}" for n, r in zip(names, claim.file.runs.regions, strict=True)]  # fmt: skip


def keep(lock: Lock, told: dict[str, Any]) -> None:
    """The result sheet as data, beside the lock."""
    put(lock.path / "verdict.json", json.dumps(told, indent=2, ensure_ascii=False).encode())


def explained(claim: Claim, found: Judged) -> list[Path]:
    """Why, as tables in analysis/ and as a picture; nothing where that was not asked."""
    if found.why is None:
        return []
    keep_why(found.why)
    return draw(found.why, [claim.file.outcome.name], str(getattr(claim.file.title, language())))
