"""The design of a study as a table: every planned run, before any of them is run.

Sample 0 holds the arms as they are. Samples 1, 2, ... are other plausible worlds: a Latin hypercube over every uncertain
parameter between its plausible ends, the same world for every arm, with the same seeds. Of a study file they are the points
of its design (sensitivity.py), in the same way.
"""

import re
from typing import Any

import pandas as pd

from samenhang.model import ScenarioError
from samenhang.model.language import _
from samenhang.model.run import Run, resolve
from samenhang.model.scenario import nested
from samenhang.model.views import every
from samenhang.model.week import Parameters

from ..statistics.points import Factor, latin, valued
from .factors import set_by
from .study import WORLD_PAIRS, Study, StudyError, flat


def set_by_arms(study: Study) -> list[str]:
    """The uncertain parameters that an arm sets for itself, at the start or by its timeline; or of what it strikes out."""
    closed = {k for arm in range(1, len(study.arms)) for k in study.changed(arm)} | set(set_by(study.arms))
    return [k for k, q in every(Parameters).items() if q.role == "uncertain" and k in closed]


def open_questions(study: Study) -> list[str]:
    """The uncertain parameters that every arm leaves open: these are drawn."""
    closed = set_by_arms(study)
    return [k for k, q in every(Parameters).items() if q.role == "uncertain" and k not in closed]


def worlds(study: Study) -> pd.DataFrame:
    """One row per world, one column per uncertain parameter: a Latin hypercube with the root seed of the study."""
    known = every(Parameters)
    factors = tuple(Factor(k, known[k].low, known[k].high) for k in open_questions(study))
    return valued(factors, latin(len(factors), study.worlds, study.seed))


def in_world(study: Study, world: dict[str, Any]) -> list[Run]:
    """The arms in another world, with the first seed.

    Raises:
        ScenarioError: the world contradicts itself.
    """
    arms = (a.changed(nested(world), ()) for a in study.arms)
    return [resolve(a, study.region, burn_in=study.burn_in, years=study.years, seed=study.seeds()[0]) for a in arms]


def samples(study: Study) -> tuple[list[tuple[int, dict[str, Any]]], int]:
    """(sample, what is set in it) of every point or world, and how many replicates are run there."""
    if study.points is None and not study.worlds:
        return [], 0
    table, often = (study.points.table, study.replicates) if study.points else (worlds(study), WORLD_PAIRS)
    return list(zip(map(int, table.index), table.to_dict("records"), strict=True)), often


def impossible(found: list[str], points: int) -> str:
    """One sentence about points that contradict themselves; `found`: one contradiction of each."""
    kinds: dict[str, list[str]] = {}
    for sentence in found:
        kinds.setdefault(re.sub(r"[\d.]+", "#", sentence), []).append(sentence)
    why = "; ".join(_("{n} like: {sentence}").format(n=len(some), sentence=some[0]) for some in kinds.values())
    return _("{n} of {all} points of the design are impossible, and this method needs every point ({why}); give one of these factors a narrower low or high, or leave it out").format(
        n=len(found), all=points, why=why)  # fmt: skip


def design(study: Study) -> tuple[pd.DataFrame, dict[str, Run]]:
    """(one row per arm, sample and replicate, the distinct runs by id).

    Two arms or points that ask the same question share their runs; a world that contradicts itself is left out. Columns:
    run_id, scenario, arm, sample, replicate, seed and p.<mechanism>.<parameter> as they hold after the last dated change.

    Raises:
        StudyError: with every mistake of every arm; or a point is impossible in a design that needs them all.
    """
    rows, runs, left_out = [], {}, []

    def plan(sample: int, arm: int, replicate: int, run: Run) -> None:
        name = run.id
        runs[name] = run
        parameters = {f"p.{key}": value for key, value in flat(run.chapters[-1][1]).items()}
        rows.append({"run_id": name, "scenario": run.scenario, "arm": arm, "sample": sample, "replicate": replicate,
                     "seed": run.seed} | parameters)  # fmt: skip

    for arm, replicate, run in study.runs():
        plan(0, arm, replicate, run)
    points, often = samples(study)
    for sample, world in points:
        try:
            lived = in_world(study, world)
        except ScenarioError as error:
            left_out.append(error.problems[0])
            continue
        for replicate, seed in enumerate(study.seeds()[:often]):
            for arm, run in enumerate(lived):
                plan(sample, arm, replicate, study.seeded(run, seed))
    if left_out and study.points and study.points.is_whole:
        raise StudyError([impossible(left_out, len(points))])
    return pd.DataFrame(rows), runs
