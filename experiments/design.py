"""The design of a study as a table: every planned run, before any of them is run.

Sample 0 holds the arms as they are. Samples 1, 2, ... are other plausible worlds: a Latin hypercube over every uncertain
parameter between its plausible ends, the same world for every arm, with the same seeds.
"""

from typing import Any

import pandas as pd
from scipy.stats import qmc

from samenhang.model import ScenarioError
from samenhang.model.run import Run, resolve
from samenhang.model.scenario import nested
from samenhang.model.views import every
from samenhang.model.week import Parameters

from .study import Study, flat

WORLD_PAIRS = 4  # pairs of runs in every world


def set_by_arms(study: Study) -> list[str]:
    """The uncertain parameters that an arm sets for itself, at the start or by its timeline; or of what it strikes out."""
    changed = {k for arm in range(1, len(study.arms)) for k in study.changed(arm)}
    dated = {k for a in study.arms for c in a.timeline for k in (*c.set, *c.add, *c.times)}
    return [k for k, q in every(Parameters).items() if q.role == "uncertain" and k in changed | dated]


def open_questions(study: Study) -> list[str]:
    """The uncertain parameters that every arm leaves open: these are drawn."""
    closed = set_by_arms(study)
    return [k for k, q in every(Parameters).items() if q.role == "uncertain" and k not in closed]


def worlds(study: Study) -> pd.DataFrame:
    """One row per world, one column per uncertain parameter: a Latin hypercube with the root seed of the study."""
    names = open_questions(study)
    known = every(Parameters)
    cube = qmc.LatinHypercube(len(names), rng=study.seed).random(study.worlds)
    low, high = ([getattr(known[k], end) for k in names] for end in ("low", "high"))
    return pd.DataFrame(qmc.scale(cube, low, high), columns=names, index=range(1, study.worlds + 1))


def in_world(study: Study, world: dict[str, Any]) -> list[Run]:
    """The arms in another world, with the first seed.

    Raises:
        ScenarioError: the world contradicts itself.
    """
    arms = (a.changed(nested(world), ()) for a in study.arms)
    return [resolve(a, study.region, burn_in=study.burn_in, years=study.years, seed=study.seeds()[0]) for a in arms]


def design(study: Study) -> tuple[pd.DataFrame, dict[str, Run]]:
    """(one row per arm, sample and replicate, the distinct runs by id).

    Two arms that ask the same question share their runs; a world that contradicts itself is left out. Columns: run_id,
    scenario, arm, sample, replicate, seed and p.<mechanism>.<parameter> as they hold after the last dated change.
    """
    rows, runs = [], {}

    def plan(sample: int, arm: int, replicate: int, run: Run) -> None:
        runs[run.id] = run
        parameters = {f"p.{key}": value for key, value in flat(run.chapters[-1][1]).items()}
        rows.append({"run_id": run.id, "scenario": run.scenario, "arm": arm, "sample": sample, "replicate": replicate,
                     "seed": run.seed} | parameters)  # fmt: skip

    for arm, replicate, run in study.runs():
        plan(0, arm, replicate, run)
    for sample, world in worlds(study).iterrows() if study.worlds else ():
        try:
            lived = in_world(study, world.to_dict())
        except ScenarioError:
            continue
        for replicate, seed in enumerate(study.seeds()[:WORLD_PAIRS]):
            for arm, run in enumerate(lived):
                plan(int(str(sample)), arm, replicate, study.seeded(run, seed))
    return pd.DataFrame(rows), runs
