"""Runs per second of a batch on all cores, against what the same runs cost one after the other in one process."""

import os
import tempfile
import time
from pathlib import Path

from lives import YEARS, cpu

from samenhang.experiments.batch import run_study
from samenhang.experiments.campaign import How
from samenhang.experiments.designs.study import Study
from samenhang.model import Course, Run, load_region, load_scenario, resolve

SIZE, RUNS = 50_000, 64


def lived(run: Run) -> None:
    """A whole run, outcomes and all, and nothing kept."""
    course = Course(run)
    course.live(run.horizon)
    course.outcomes()


def batch(size: int = SIZE, runs: int = RUNS) -> dict[str, float]:
    """Seconds of CPU time of a run alone, wall time of the batch, and the share of the ideal: cores / (CPU time of a run)."""
    region, scenario, cores = load_region().at_size(size), load_scenario(), os.cpu_count() or 1
    seeds = [resolve(scenario, region, seed=k + 1, **YEARS) for k in range(6)]
    lived(seeds[0])
    alone = sum(cpu(lambda run=run: lived(run)) for run in seeds[1:]) / (len(seeds) - 1)
    with tempfile.TemporaryDirectory() as room:
        study = Study("speed", (scenario,), region, YEARS["years"], YEARS["burn_in"], 1, runs)
        began = time.perf_counter()
        run_study(study, Path(room) / "out", How(quiet=True))
        wall = time.perf_counter() - began
    return {"alone": alone, "wall": wall, "rate": runs / wall, "of_ideal": runs * alone / cores / wall}
