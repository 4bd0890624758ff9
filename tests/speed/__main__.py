"""How fast is a run, and where does the time go: `python tests/speed`. CPU time, medians; not a test with a clock."""

import statistics
import sys
import time

from where import LINES, microseconds

from samenhang.model import Course, load_region, load_scenario, resolve
from samenhang.model.opening import opening
from samenhang.model.settling import settled, with_room
from samenhang.model.views import validated
from samenhang.model.week import Parameters

TIMES, MIDDLE = 5, 210


def cpu(work):
    """Seconds of CPU time that something takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main():
    """One table, on stdout."""
    run = resolve(load_scenario(), load_region(), seed=1)
    settled(run.region)
    Course(run).live(1)
    opened, lived, told, in_sight = [], [], [], 0
    for _ in range(TIMES):
        opened.append(cpu(lambda: opening(run)))
        course = Course(run)
        lived.append(cpu(lambda course=course: course.live(run.horizon)))
        told.append(cpu(course.outcomes))
        in_sight = course.series()["in_view"].sum()
    parts = {"opening": opened, "weeks": lived, "outcomes": told}
    say = sys.stdout.write
    for name, seconds in parts.items():
        say(f"{name:12} {statistics.median(seconds):8.3f} s\n")
    whole = statistics.median(sum(x) for x in zip(*parts.values(), strict=True))
    say(f"{'one run':12} {whole:8.3f} s   {run.region.inhabitants} inhabitants, {run.horizon} weeks\n")
    say(
        f"{in_sight / statistics.median(lived) / 1e6:.2f} million family-weeks a second\n\nmicroseconds a week, each line alone:\n"
    )
    middle = Course(run)
    middle.live(MIDDLE)
    middle.world = with_room(middle.world, middle.week)
    lines = microseconds(middle, validated(Parameters, {}))
    for name in LINES:
        say(f"{name:12} {lines[name]:8.0f}\n")
    say(
        f"{'together':12} {sum(lines.values()):8.0f}, against {1e6 * statistics.median(lived) / run.horizon:.0f} in a run, where each line finds its columns cold\n"
    )


if __name__ == "__main__":
    main()
