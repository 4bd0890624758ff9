"""Batches over processes of this computer. The only door to process pools."""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from samenhang.model import Run

from .tally import Heard, Tally, Work

type Batch = list[Run]


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
