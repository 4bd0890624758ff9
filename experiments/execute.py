"""Running a design: a pilot that forecasts, then both cores; a failed run is a row, what is finished is kept."""

import contextlib
import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from samenhang.model import Course, Run, compiled
from samenhang.model.language import N_
from samenhang.model.records import WEEKLY_KINDS, recorded

from .store import Folder

BATCH_SECONDS = 10.0  # of work in one part
WORTH_A_POOL = 12.0  # seconds of work left below which starting workers costs more than it brings

DIED = N_("the worker process died during this run")

type Report = Callable[[int], None]  # runs finished since the last report


@dataclass(frozen=True)
class Forecast:
    """What a batch will cost, from one run that was timed."""

    runs: int
    minutes: float
    megabytes: float


def live(run: Run, kinds: tuple[str, ...] = ()) -> tuple[dict[str, Any], pd.DataFrame, dict[str, pd.DataFrame]]:
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
        outcome, series, records = {"status": "failed", "error": traceback.format_exc(limit=3)}, pd.DataFrame(), {}
    return {"run_id": run.id, "cpu_seconds": time.process_time() - began} | outcome, series, records


def live_batch(runs: list[Run], folder: Folder) -> int:
    """A batch in this process, published when it is whole; gives the number of runs."""
    lived = [live(run, folder.kinds) for run in runs]
    records = {
        k: pd.concat([told[k] for _row, _series, told in lived if k in told] or [pd.DataFrame()]) for k in folder.kinds
    }
    kept = {k: told for k, told in records.items() if len(told)}
    folder.publish([row for row, _series, _told in lived], pd.concat([series for _row, series, _told in lived]), kept)
    return len(runs)


def is_compiled() -> bool:
    """Is the week in the cache, in its present form?"""
    week = Path(compiled.__file__).parent / "week.py"
    return any((compiled.home() / compiled.digest(week)).rglob("*.nbc"))


def warm(run: Run) -> None:
    """One week, so that everything is compiled before anything is timed and before workers would each do it.

    A run that fails here fails again as the pilot, and becomes a row there.
    """
    with contextlib.suppress(Exception):
        Course(run).live(1)


def pilot(run: Run, folder: Folder) -> float:
    """The first run (it counts), and the seconds it took."""
    began = time.perf_counter()
    live_batch([run], folder)
    return time.perf_counter() - began


def forecast(left: int, seconds_each: float, jobs: int, folder: Folder) -> Forecast:
    """What the runs that are left will cost; disk from the smallest part that is there."""
    sizes = [
        min((p.stat().st_size for p in (folder.path / kind).glob("*.parquet")), default=0)
        for kind in ("runs", "series", "families")
    ]
    return Forecast(left, seconds_each * left / jobs / 60, sum(sizes) * left / 1e6)


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes(runs: int, jobs: int, seconds_each: float) -> int:
    """Processes worth starting for so many runs."""
    return 1 if runs * seconds_each < WORTH_A_POOL else jobs


def execute(runs: list[Run], folder: Folder, jobs: int, seconds_each: float, report: Report) -> None:
    """Every run, in batches, over `jobs` processes. Published parts stay whatever happens to the rest."""
    each = max(1, min(round(BATCH_SECONDS / max(seconds_each, 1e-3)), -(-len(runs) // (4 * jobs))))
    batches = [runs[i : i + each] for i in range(0, len(runs), each)]
    if jobs == 1:
        for batch in batches:
            report(live_batch(batch, folder))
        return
    lost = _pooled(batches, folder, jobs, report)
    lost = _pooled(lost, folder, jobs, report) if lost else []  # one death takes a whole pool: most are innocent
    for batch in lost:  # lost twice: one by one, so that only the guilty run is blamed
        for run in batch:
            if _pooled([[run]], folder, 1, report):
                row = {"run_id": run.id, "cpu_seconds": 0.0, "status": "failed", "error": DIED}
                folder.publish([row], pd.DataFrame())
                report(1)


@contextlib.contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Workers are born deaf: they inherit it on POSIX, also while they import; the parent hears again afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _leave_ctrl_c_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _pooled(batches: list[list[Run]], folder: Folder, jobs: int, report: Report) -> list[list[Run]]:
    """The batches over a pool; gives back those that were lost because a worker died."""
    lost: list[list[Run]] = []
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _leave_ctrl_c_to_the_parent) as pool:
        futures: dict[Future[int], list[Run]] = {}
        with _deaf_to_ctrl_c():
            for batch in batches:
                try:
                    futures[pool.submit(live_batch, batch, folder)] = batch
                except BrokenProcessPool:
                    lost.append(batch)
        try:
            for future in as_completed(futures):
                try:
                    report(future.result())
                except BrokenProcessPool:
                    lost.append(futures[future])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return lost
