"""Running a batch: here, over processes or over a cluster; a run that fails is a row, what is finished is kept."""

import itertools
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd

from samenhang.model import Course, Run
from samenhang.model.language import N_, _
from samenhang.model.mistakes import InputError
from samenhang.model.records import WEEKLY_KINDS, recorded

from .cluster import connected, spread
from .pool import pooled
from .store import Folder
from .tally import Report, Tally

BATCH_SECONDS = 10.0  # of work that is handed out at a time, as far as it was forecast
PART_SECONDS = 20.0  # after which a part is published, whatever was forecast: no more than this is ever lost, and a run
MOST_DEATHS = 20  # of processes, one by one: more is a computer that is ill, or has too little memory

DIED = N_("the worker process died during this run")

type Lived = tuple[dict[str, Any], pd.DataFrame, dict[str, pd.DataFrame]]  # a run's row, weekly measures, weekly tables
type Batch = list[Run]
type Engine = Callable[[list[Batch], int], tuple[list[Batch], list[Batch]]]  # (batches, at a time) -> (lost, not begun)


class DeathsError(InputError):
    """Run after run has killed its process."""


def live(run: Run, kinds: tuple[str, ...] = ()) -> Lived:
    """One run: its row, its weekly measures and the weekly tables asked for. What goes wrong in it becomes a row, too."""
    began, records = time.process_time(), {}
    try:
        course = Course(run)
        if weekly := tuple(k for k in kinds if k in WEEKLY_KINDS):
            records = recorded(course, weekly)
        course.live(run.horizon)
        families = course.families()
        records |= {"families": families} if "families" in kinds else {}
        records = {kind: told.assign(run_id=run.id) for kind, told in records.items()}
        outcome: dict[str, Any] = {"status": "ok", "error": None, "cohort": course.cohort()} | course.outcomes(families)
        series = pd.DataFrame(course.series())
        series.insert(0, "week", range(run.horizon))
        series.insert(0, "run_id", run.id)
    except Exception:  # a bug, or memory: the row says so and the batch goes on
        outcome, series, records = {"status": "failed", "error": traceback.format_exc(limit=-3)}, pd.DataFrame(), {}
    return {"run_id": run.id, "cpu_seconds": time.process_time() - began} | outcome, series, records


def publish(lived: list[Lived], folder: Folder) -> int:
    """A part of what was lived; gives its bytes."""
    records = {k: pd.concat([told[k] for _row, _series, told in lived if k in told] or [pd.DataFrame()]) for k in folder.kinds}  # fmt: skip
    kept = {k: told for k, told in records.items() if len(told)}
    return folder.publish([row for row, _series, _told in lived], pd.concat([series for _row, series, _told in lived]), kept)  # fmt: skip


def live_batch(runs: Batch, folder: Folder, *, stop: bool = False) -> Tally:
    """A batch in this process, published when it is whole or has taken long; `stop` ends it at the first failure."""
    lived: list[Lived] = []
    done = failed = 0
    began = time.monotonic()
    for run in runs:
        lived.append(live(run, folder.kinds))
        done, failed = done + 1, failed + (lived[-1][0]["status"] == "failed")
        ends = done == len(runs) or (stop and failed > 0)
        if ends or time.monotonic() - began > PART_SECONDS:
            publish(lived, folder)
            lived, began = [], time.monotonic()
        if ends:
            break
    return Tally(done, failed)


def cut(runs: Batch, seconds_each: float, jobs: int) -> list[Batch]:
    """Batches of about ten seconds, or smaller, so that every process gets some. In the order of the runs."""
    each = max(1, min(round(BATCH_SECONDS / max(seconds_each, 1e-3)), -(-len(runs) // (4 * jobs))))
    return [runs[i : i + each] for i in range(0, len(runs), each)]


@dataclass
class _Going:
    """How a campaign goes: who is told of it, and whether it goes on."""

    report: Report
    stop: bool
    over: bool = False
    deaths: int = 0

    def heard(self, tally: Tally) -> bool:
        """A batch was done; says whether to go on."""
        self.report(tally.done)
        self.over = self.over or (self.stop and tally.failed > 0)
        return not self.over

    def died(self) -> None:
        """A run has killed its process.

        Raises:
            DeathsError: so have many.
        """
        self.heard(Tally(1, 1))
        self.deaths += 1
        if self.deaths >= MOST_DEATHS:
            raise DeathsError([_("{n} runs killed their process, so the rest is left: is there enough memory? The same command goes on from there").format(n=self.deaths)])  # fmt: skip


def execute(runs: Batch, folder: Folder, jobs: int, seconds_each: float, report: Report, *,
            on_failure: str = "record", scheduler: str | None = None) -> None:  # fmt: skip
    """Every run, in batches, over `jobs` processes or a cluster. Published parts stay whatever happens to the rest.

    A run that fails becomes a row, and so does one that kills a worker; with one process there is no worker, and it takes
    the command with it. `on_failure` "stop" begins nothing more after the first.

    Raises:
        FolderError: the disk refuses. ClusterError: the scheduler does. DeathsError: run after run kills its process.
    """
    going = _Going(report, on_failure == "stop")
    batches = cut(runs, seconds_each, jobs)
    if scheduler:
        folder = replace(folder, path=folder.path.resolve())  # as workers elsewhere see it
        work = partial(live_batch, folder=folder, stop=going.stop)
        attempts = itertools.count()
        with connected(scheduler) as client:
            _hand_out(lambda b, _n: spread(client, b, work, folder.path, going.heard, next(attempts)), batches, jobs, folder, going)  # fmt: skip
        return
    work = partial(live_batch, folder=folder, stop=going.stop)
    if jobs == 1:
        for batch in batches:
            if not going.heard(work(batch)):
                return
        return
    _hand_out(lambda b, n: pooled(b, work, n, going.heard), batches, jobs, folder, going)


def _hand_out(engine: Engine, batches: list[Batch], jobs: int, folder: Folder, going: _Going) -> None:
    """Batches until all are done; those that were lost run by run."""
    while batches and not going.over:
        lost, batches = engine(batches, jobs)
        for batch in lost:
            _one_by_one(engine, batch, folder, going)


def _one_by_one(engine: Engine, batch: Batch, folder: Folder, going: _Going) -> None:
    """The runs of a lost batch, each handed out alone: who dies alone is to blame, and nobody else is."""
    done = folder.done(folder.kinds)  # a long batch publishes on its way
    if there := sum(run.id in done for run in batch):
        going.heard(Tally(there, 0))
    left = [[run] for run in batch if run.id not in done]
    while left and not going.over:
        lost, left = engine(left, 1)
        for (run,) in lost:
            folder.publish([{"run_id": run.id, "cpu_seconds": 0.0, "status": "failed", "error": DIED}], pd.DataFrame())
            going.died()
