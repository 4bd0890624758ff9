"""Kills batches at seeded random moments, driver and workers by turns, and holds what comes out against an undisturbed one.

`uv run python tests/kills.py` does it ten times and prints a table; the suite does it once, and its slow tests over a cluster.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import psutil

from samenhang.experiments.execution.files import DRAFT
from samenhang.experiments.execution.store import PARTS, Folder

ASKED = ("compare", "baseline", "low-turnover", "--size", 12_500, "--years", 3, "--burn-in", 0, "--lang", "en")
PATIENCE = 300.0  # seconds that a command may take on a busy machine


class Kill(NamedTuple):
    """What was killed, and what was there then."""

    who: str
    parts: int
    left: int  # runs that were still to do


class Ended(NamedTuple):
    """How a folder stands: nothing but the design is there, nothing twice, and all equal to what was not disturbed."""

    planned: int
    rows: int
    twice: int
    unequal: int
    drafts: int

    @property
    def is_whole(self) -> bool:
        return self.rows == self.planned and self.twice == self.unequal == self.drafts == 0


def asked(folder: Path, replicates: int, jobs: int = 2) -> list[str]:
    """The words of the command."""
    return [str(word) for word in (*ASKED, "--replicates", replicates, "--out", folder, "--jobs", jobs)]


def command(folder: Path, replicates: int, *more: Any) -> list[str]:
    """The command that is killed, and given again."""
    return [sys.executable, "-m", "samenhang.experiments", *asked(folder, replicates), *map(str, more)]


def whole(folder: Path, replicates: int, *more: Any) -> None:
    """The command, left alone."""
    done = subprocess.run(
        command(folder, replicates, *more), capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)


def parts(folder: Path) -> int:
    return len(list((folder / "runs").glob("*.parquet")))


def to_do(folder: Path) -> int:
    """How many runs of the design did not go well yet."""
    return len(set(Folder(folder).design()["run_id"]) - Folder(folder).done())


def kill(process: psutil.Process) -> None:
    if process.is_running():
        process.send_signal(signal.SIGKILL)


def of_driver(driver: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The worker processes of a driver, without the tracker of resources that Python starts beside them."""
    found = []
    with contextlib.suppress(psutil.Error):  # who is gone meanwhile
        found += [p for p in psutil.Process(driver.pid).children() if "spawn_main" in " ".join(p.cmdline())]
    return found


def disturbed(folder: Path, replicates: int, luck: Any, who: str, *more: Any) -> Kill:
    """The command, of which a worker or the driver is killed a random moment after there is a new part."""
    target, limit = parts(folder) + int(luck.integers(2, 4)), time.monotonic() + PATIENCE  # two are of the pilots
    driver = subprocess.Popen(command(folder, replicates, *more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while driver.poll() is None and time.monotonic() < limit:
        if parts(folder) >= target and (who == "driver" or of_driver(driver)):
            break
        time.sleep(0.01)
    time.sleep(luck.uniform(0.0, 0.3))
    found, left = parts(folder), to_do(folder)
    try:
        workers = of_driver(driver)
        if driver.poll() is not None:
            who = "nobody: it was done"
        elif who == "worker" and workers:
            kill(workers[luck.integers(len(workers))])
            driver.wait(PATIENCE)  # it goes on by itself
        else:
            who = "driver"
            driver.kill()
            driver.wait()
            psutil.wait_procs(workers, timeout=20)  # they follow
            if alive := [w.pid for w in workers if w.is_running() and w.status() != psutil.STATUS_ZOMBIE]:
                raise RuntimeError(f"workers that outlive their driver: {alive}")
    except psutil.NoSuchProcess:
        who = "nobody: it was done"
    finally:
        if driver.poll() is None:
            driver.kill()
            driver.wait()
    return Kill(who, found, left)


def held_against(folder: Path, undisturbed: Path) -> Ended:
    """What came out, against what comes out when nobody is killed."""
    one, two = Folder(folder), Folder(undisturbed)
    rows, other = (f.runs().drop(columns=["cpu_seconds"]) for f in (one, two))
    ids = list(other["run_id"])
    raw = pd.concat([pd.read_parquet(p).drop(columns=["cpu_seconds"]) for p in one.parts("runs")])
    tables = [
        (rows, other),
        (one.series(ids), two.series(ids)),
        tuple(f.families(ids).sort_values(["run_id", "family"], ignore_index=True) for f in (one, two)),
    ]
    return Ended(
        planned=one.design()["run_id"].nunique(),
        rows=int((rows["status"] == "ok").sum()) if set(rows["run_id"]) == set(one.design()["run_id"]) else -1,
        twice=int(raw.drop_duplicates()["run_id"].duplicated().sum()),  # two different rows of one run
        unequal=sum(not a.equals(b) for a, b in tables),
        drafts=sum(len(list((folder / kind).glob(f"{DRAFT}*"))) for kind in (".", "analysis", *PARTS)),
    )


def campaign(folder: Path, replicates: int, seed: int, kills: Sequence[str], finish: Any = whole) -> list[Kill]:
    """Killed at seeded random moments as often as `kills` says, then left to finish."""
    luck = np.random.default_rng(seed)  # noqa: TID251 -- of the test, not of the model
    told = [disturbed(folder, replicates, luck, who) for who in kills]
    finish(folder, replicates)
    return told


def main(times: int = 10, replicates: int = 20) -> None:
    with tempfile.TemporaryDirectory() as here:
        whole(Path(here) / "undisturbed", replicates)
        print("seed | killed (parts then) | planned | rows | twice | unequal | drafts | seconds")  # noqa: T201
        good = True
        for seed in range(1, times + 1):
            began = time.monotonic()
            told = campaign(Path(here) / str(seed), replicates, seed, ("driver", "worker", "driver"))
            ended = held_against(Path(here) / str(seed), Path(here) / "undisturbed")
            good = good and ended.is_whole
            killed = ", ".join(f"{k.who} ({k.parts})" for k in told)
            print(" | ".join(map(str, (seed, killed, *ended, round(time.monotonic() - began)))), flush=True)  # noqa: T201
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main(*map(int, sys.argv[1:]))
