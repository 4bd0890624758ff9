"""The design of a study as a table: every planned run, before any of them is run."""

import pandas as pd

from samenhang.model.run import Run

from .study import Study, flat


def design(study: Study) -> tuple[pd.DataFrame, dict[str, Run]]:
    """(one row per arm and replicate, the distinct runs by id).

    Two arms that ask the same question share their runs. Columns: run_id, scenario, arm, sample, replicate, seed and
    p.<mechanism>.<parameter> as they hold after the last dated change.
    """
    rows, runs = [], {}
    for arm, replicate, run in study.runs():
        runs[run.id] = run
        parameters = {f"p.{key}": value for key, value in flat(run.chapters[-1][1]).items()}
        rows.append({"run_id": run.id, "scenario": run.scenario, "arm": arm, "sample": 0, "replicate": replicate,
                     "seed": run.seed} | parameters)  # fmt: skip
    return pd.DataFrame(rows), runs
