"""A design that grows: what was asked of a folder before stays planned in it, where both can stand in one table."""

from typing import Any

import pandas as pd

CELL = ["sample", "replicate", "arm"]  # what a planned run is called by; also the order of a design


def grown(old: pd.DataFrame, held: dict[str, Any], new: pd.DataFrame, spec: dict[str, Any]) -> tuple[pd.DataFrame, dict[str, Any]]:  # fmt: skip
    """(the design, the study that says so), after `new` was asked of a folder that was designed for `held`.

    Fewer replicates than before take none away: another command may still be running them. The same sample in another
    world or by other code is another run, and then the new one takes the place of the old.
    """
    if list(old) != list(new) or not {*CELL} <= {*old} or _clash(old[old["sample"] == 0], new):
        return new, spec
    also = points_of(held) == points_of(spec) and not _clash(old, new)
    both = pd.concat([new, old if also else old[old["sample"] == 0]]).drop_duplicates(CELL)
    keys = ("replicates", "worlds") if also else ("replicates",)
    most = {k: max(held[k], spec[k]) for k in keys if k in held and k in spec}
    return both.sort_values(CELL, ignore_index=True), spec | most


def points_of(spec: dict[str, Any]) -> dict[str, Any]:
    """Where a study file runs its arms: its design and its factors; nothing for a command."""
    return {k: spec.get("study", {}).get(k) for k in ("design", "factor")}


def _clash(old: pd.DataFrame, new: pd.DataFrame) -> bool:
    """Is a planned run of one another run in the other?"""
    both = old.merge(new, on=CELL)
    return bool((both["run_id_x"] != both["run_id_y"]).any())
