"""Carrying out a design: what is left of it, a pilot that forecasts, the rest. How it is carried out changes no result."""

import contextlib
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import pandas as pd

from samenhang.model import Course, Region, Run, compiled
from samenhang.model.language import _, number
from samenhang.model.settling import LIVED, is_settled

from .execution.cluster import connected, doubts
from .execution.execute import cut, execute, live, publish
from .execution.pool import crowding
from .execution.store import Folder
from .telling.show import progress, warn

WORTH_A_POOL = 12.0  # seconds of work left below which starting workers costs more than it brings
PILOTS = 3  # runs that are timed where there are many
MANY = 6  # runs, when they are short
MANY_LONG = 60  # runs, when they are not: the pilots keep one core busy
SHORT = 5.0  # seconds
LONG = 120.0  # seconds of work left from which it is worth two runs to know how much they get in each other's way
IMPORTED = time.process_time()  # what this process took to import nearly all that a worker imports


@dataclass(frozen=True)
class How:
    """What the options of the running verbs say."""

    jobs: int | None = None
    quiet: bool = False
    shard: tuple[int, int] = (1, 1)
    on_failure: str = "record"
    scheduler: str | None = None


@dataclass(frozen=True)
class Pilot:
    """What the first runs cost."""

    runs: int
    failed: int
    seconds: float  # a run: the median of those that went well; where none did, the longest
    part_seconds: float  # to publish a part: the median
    run_bytes: float
    part_bytes: float  # of a part, whatever is in it


@dataclass(frozen=True)
class Forecast:
    """What a batch will cost, from runs that were timed and parts that were written."""

    runs: int
    minutes: float
    megabytes: float


def shard(table: pd.DataFrame, i: int, n: int) -> set[str]:
    """The runs of part i of n of a design: every n-th pair of runs, so that each part has of every arm and sample."""
    pairs = table.groupby(["sample", "replicate"], sort=False).ngroup()
    first = ~table["run_id"].duplicated()
    return set(table["run_id"][first & (pairs % n == i - 1)])


def carry_out(table: pd.DataFrame, runs: dict[str, Run], folder: Folder, how: How) -> None:
    """Runs what the folder does not hold yet of (a shard of) a design.

    Raises:
        FolderError, ClusterError, DeathsError: as `execute` does.
    """
    mine, done = shard(table, *how.shard), folder.done(folder.kinds)
    if todo := [run for key, run in runs.items() if key in mine and key not in done]:
        _carry_out(todo, folder, how)


def _carry_out(todo: list[Run], folder: Folder, how: How) -> None:
    """Pilot, forecast, the rest."""
    cost, told, jobs = foreseen(todo, folder, how)
    rest = todo[cost.runs :]
    if not how.quiet:
        warn(in_words(len(todo), told, jobs))
    if rest and not (cost.failed and how.on_failure == "stop"):
        with progress(len(todo), quiet=how.quiet) as report:
            report(cost.runs)
            execute(rest, folder, jobs, cost.seconds, report, on_failure=how.on_failure, scheduler=how.scheduler)


def foreseen(todo: list[Run], folder: Folder, how: How) -> tuple[Pilot, Forecast, int]:
    """(what the first runs cost, what the rest will, over how many processes). The first runs are lived, and count."""
    jobs = _workers(how.scheduler, how) if how.scheduler else how.jobs or cores()
    loading = warm(todo[0], quiet=how.quiet)
    cost = pilot(todo, folder, stop=how.on_failure == "stop")
    rest = todo[cost.runs :]
    if not how.jobs and not how.scheduler and cost.failed < cost.runs:  # else nobody knows how long a run takes
        jobs = processes(len(rest), jobs, cost.seconds)
    told = forecast(cost, cut(rest, cost.seconds, jobs), jobs, loading)
    if not how.scheduler and 60 * told.minutes * jobs > LONG and jobs > 1:
        cost = replace(cost, seconds=cost.seconds * crowding(todo[0], jobs))
        told = forecast(cost, cut(rest, cost.seconds, jobs), jobs, loading)
    return cost, told, jobs


def in_words(runs: int, told: Forecast, jobs: int) -> str:
    """A forecast as a sentence."""
    return _("runs to do: {runs}; expected time: {time}; processes: {jobs}; disk: {megabytes} MB").format(
        runs=runs, time=_duration(told.minutes), jobs=jobs, megabytes=number(told.megabytes, 2))  # fmt: skip


def _workers(scheduler: str, how: How) -> int:
    """How many workers there are now, at least one; what should be known of them is said before anything is run."""
    with connected(scheduler) as client:
        said = [_("--jobs has no use beside --scheduler: its workers do the runs")] if how.jobs else []
        for doubt in [*said, *doubts(client)] if not how.quiet else ():
            warn(_("Note: {sentence}").format(sentence=doubt))
        return max(1, sum(client.nthreads().values()))


def is_compiled() -> bool:
    """Is the week in the cache, in its present form?"""
    week = Path(compiled.__file__).parent / "week.py"
    return any((compiled.home() / compiled.digest(week)).rglob("*.nbc"))


def settles(region: Region) -> None:
    """Says so when a region must be settled first, which takes half a minute."""
    if not is_settled(region):
        warn(_("settling the region: it lives {years} years on its own, the first time only").format(years=LIVED))


def warm(run: Run, *, quiet: bool) -> float:
    """One week, so that all is compiled before anything is timed; the seconds that a worker will take to load it.

    A run that fails here fails again as the pilot, and becomes a row there.
    """
    fresh = is_compiled() and is_settled(run.region)
    if not is_compiled() and not quiet:
        warn(_("compiling the rules: a minute or two, the first time only"))
    if not quiet:
        settles(run.region)
    began = time.perf_counter()
    with contextlib.suppress(Exception):
        Course(run).live(1)
    return time.perf_counter() - began if fresh else 0.0


def pilot(runs: list[Run], folder: Folder, *, stop: bool = False) -> Pilot:
    """The first run, and where there are many two more: they count, and tell what a run and a part cost.

    They are lived in this process: one that kills it (memory, mostly) ends the command and leaves no row.
    """
    seconds, good, parts, failed = list[float](), list[float](), list[tuple[int, float]](), 0
    for group in (slice(0, 1), slice(1, PILOTS)):
        if group.start and ((stop and failed) or len(runs) < (MANY if seconds[0] < SHORT else MANY_LONG)):
            break
        lived = []
        for run in runs[group]:
            began = time.perf_counter()
            lived.append(live(run, folder.kinds))
            seconds.append(time.perf_counter() - began)
            went_well = lived[-1][0]["status"] == "ok"
            good += seconds[-1:] if went_well else []
            failed += not went_well
            if stop and failed:
                break
        began = time.perf_counter()
        parts.append((publish(lived, folder), time.perf_counter() - began))
    alone = parts[0][0]
    each = max((parts[-1][0] - alone) / (PILOTS - 2), 0) if len(parts) > 1 else alone
    return Pilot(
        len(seconds),
        failed,
        median(good or [max(seconds)]),
        median(t for _size, t in parts),
        each,
        max(alone - each, 0),
    )


def forecast(cost: Pilot, batches: list[list[Run]], jobs: int, loading: float) -> Forecast:
    """What the batches will cost: the runs, the parts, and workers that import and load before they begin."""
    left = sum(len(b) for b in batches)
    starting = IMPORTED + loading if jobs > 1 and left else 0.0
    seconds = starting + (cost.seconds * left + cost.part_seconds * len(batches)) / jobs
    return Forecast(left, seconds / 60, (cost.run_bytes * left + cost.part_bytes * len(batches)) / 1e6)


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes(runs: int, jobs: int, seconds_each: float) -> int:
    """Processes worth starting for so many runs."""
    return 1 if runs * seconds_each < WORTH_A_POOL else jobs


def _duration(minutes: float) -> str:
    """Minutes as a person says them."""
    return _("less than a minute") if minutes < 1 else _("{n} minutes").format(n=number(minutes, 2))
