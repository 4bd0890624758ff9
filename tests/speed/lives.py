"""One life of a region in a process of its own, as a line of JSON: `python tests/speed/lives.py HOW INHABITANTS WEEKS`.

HOW: `run` (whole years in one compiled call), `step` (week by week through the Mesa model) or `oracle` (plain Mesa agents,
tests/oracle). A process of its own, so that the peak of memory is of this life alone; CPU time of this process only. What is
compiled or imported is loaded by the life of a village beforehand, and not counted.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from samenhang.model import Course, load_region, load_scenario, resolve
from samenhang.model.settling import settled
from samenhang.model.simulation import CareSystem

YEARS = {"years": 5.0, "burn_in": 3.0}
MB = 1024.0  # ru_maxrss is in KiB on Linux


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU time that something takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def run(inhabitants: int, weeks: int) -> dict[str, float]:
    """Opening, weeks and outcomes apart; outcomes only of a whole life."""
    resolved = resolve(load_scenario(), load_region().at_size(inhabitants), seed=1, **YEARS)
    settled(resolved.region)
    first = Course(resolve(load_scenario(), load_region().at_size(12_500), seed=1, **YEARS))
    first.live(first.run.horizon)
    first.outcomes()
    lives: list[Course] = []
    told = {"opening": cpu(lambda: lives.append(Course(resolved)))}
    (course,) = lives
    told["weeks"] = cpu(lambda: course.live(weeks))
    told["outcomes"] = cpu(course.outcomes) if course.week == resolved.horizon else 0.0
    return told | {"family_weeks": float(course.series()["in_view"].sum())}


def step(inhabitants: int, weeks: int) -> dict[str, float]:
    """The same weeks, one at a time, with Mesa's clock in charge; no faces, as in a batch."""
    system = CareSystem(rng=1, size=inhabitants, agents=False, **YEARS)
    Course(system.resolved).live(1)

    def one_by_one() -> None:
        for _ in range(weeks):
            system.step()

    told = {"weeks": cpu(one_by_one)}
    assert system.week == weeks, system.week
    return told | {"family_weeks": float(system.course.series()["in_view"].sum())}


def oracle(inhabitants: int, weeks: int) -> dict[str, float]:
    """Plain Mesa agents; their tables of draws are timed apart."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from oracle.speed import timed  # the tests' own

    return timed(inhabitants, weeks)


HOW = {"run": run, "step": step, "oracle": oracle}

if __name__ == "__main__":
    found = HOW[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB
    sys.stdout.write(json.dumps(found) + "\n")
