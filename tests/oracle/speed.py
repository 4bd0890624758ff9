"""What plain agents cost: CPU seconds of so many weeks of a region, and of those of their tables of draws."""

import time

from samenhang.model import Course, load_region, load_scenario, resolve

from .region import Region


def cpu(does):
    """CPU seconds that this takes."""
    began = time.process_time()
    does()
    return time.process_time() - began


def timed(inhabitants, weeks):
    """CPU seconds of `weeks` and, made once more by themselves, of the `tables` of draws in them; and `family_weeks`."""
    run = resolve(load_scenario(), load_region().at_size(inhabitants), burn_in=3, years=5)
    region, seen = Region(Course(run).world, run), []

    def live():
        for _ in range(weeks):
            region.step()
            seen.append(len(region.in_view))

    lived, luck = cpu(live), region.luck

    def tables():
        for week, stream, who, parts in list(luck.tabled):
            luck.week = week
            luck.made(stream, who, parts)

    return {"weeks": lived, "tables": cpu(tables), "family_weeks": float(sum(seen))}
