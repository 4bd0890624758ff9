"""Runs side by side on this computer: batches over processes. The only door to pools."""

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from samenhang.model import Course, Run

from .tally import Heard, Tally, Work

type Batch = list[Run]


def crowding(run: Run, jobs: int) -> float:
    """How many times longer the weeks of a run take with one on every core: two cores are often two threads of one.

    In threads, because compiled weeks do not hold Python's lock. A run that fails says nothing: 1.
    """

    def seconds(at_once: int) -> float:
        courses = [Course(run) for _copy in range(at_once)]
        with ThreadPoolExecutor(at_once) as threads:
            began = time.perf_counter()
            list(threads.map(lambda course: course.live(run.horizon), courses))
            return time.perf_counter() - began

    with contextlib.suppress(Exception):
        return max(1.0, seconds(jobs) / seconds(1))
    return 1.0


def pooled(batches: list[Batch], work: Work, jobs: int, heard: Heard) -> tuple[list[Batch], list[Batch]]:
    """The batches over `jobs` new processes, until all are done, a process dies, or `heard` has heard enough.

    As many batches are handed out as there are processes: one death takes the whole pool, but loses no more than those.
    Gives (the batches that were lost, those not begun).
    """
    left, lost, running = list(batches), list[Batch](), dict[Future[Tally], Batch]()
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _as_a_worker) as pool:
        going_on = True
        try:
            while running or (left and going_on):
                while left and going_on and len(running) < jobs:
                    try:
                        with _deaf_to_ctrl_c():
                            running[pool.submit(work, left[0])] = left[0]
                        left.pop(0)
                    except BrokenProcessPool:  # one died between two batches
                        going_on = False
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    batch = running.pop(future)
                    try:
                        going_on = heard(future.result()) and going_on
                    except BrokenProcessPool:
                        lost.append(batch)
                        going_on = False
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return lost, left


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


def _as_a_worker() -> None:
    """Ctrl-C is left to the parent; a parent that was killed is followed, because nobody would ever give work again."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_the_parent, daemon=True).start()


def _follow_the_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
