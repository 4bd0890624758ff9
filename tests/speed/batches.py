"""Runs per second of a batch on all cores, against what plain loops reach there: `python tests/speed/batches.py RUNS` is one.

Two cores that a machine gives may be two threads of one, and a run beside another then takes longer than alone. So the ideal is
what as many plain loops do side by side, without a batch around them; what one loop does alone is told beside it.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lives import YEARS

from samenhang.experiments.batch import run_study
from samenhang.experiments.campaign import How
from samenhang.experiments.designs.study import Study
from samenhang.model import Course, Run, load_region, load_scenario, resolve

SIZE, RUNS, LOOPED = 50_000, 240, 40


def lived(run: Run) -> None:
    """A whole run, outcomes and all, and nothing kept."""
    course = Course(run)
    course.live(run.horizon)
    course.outcomes()


def loop(runs: int) -> float:
    """Runs a second of one plain loop; the first run, which loads what is compiled, is not counted."""
    region, scenario = load_region().at_size(SIZE), load_scenario()
    seeds = [resolve(scenario, region, seed=k + 1, **YEARS) for k in range(runs + 1)]
    lived(seeds[0])
    began = time.perf_counter()
    for run in seeds[1:]:
        lived(run)
    return runs / (time.perf_counter() - began)


def side_by_side(loops: int) -> float:
    """Runs a second of so many plain loops together, each in a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), str(LOOPED)]
    begun = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(loops)]
    return sum(float(process.communicate()[0]) for process in begun)


def batch() -> dict[str, float]:
    """Runs a second (wall time): of one loop, of a loop on every core, and of a batch, which also starts its workers and keeps results."""
    cores = os.cpu_count() or 1
    alone, ideal = side_by_side(1), side_by_side(cores)
    with tempfile.TemporaryDirectory() as room:
        study = Study(
            "speed", (load_scenario(),), load_region().at_size(SIZE), YEARS["years"], YEARS["burn_in"], 1, RUNS
        )
        began = time.perf_counter()
        run_study(study, Path(room) / "out", How(quiet=True))
        rate = RUNS / (time.perf_counter() - began)
    return {"runs": RUNS, "alone": alone, "ideal": ideal, "rate": rate, "of_ideal": rate / ideal}


if __name__ == "__main__":
    sys.stdout.write(f"{loop(int(sys.argv[1]))}\n")
