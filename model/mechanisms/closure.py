"""Closure: care ends, and families go out of view.

Only its null exists so far. `when_met` ends every episode, waiting or active, whose need care should no longer meet;
closure proper (decision terms, dropout, contract ends, ageing out) replaces it. A family leaves view after two years
without need or care, or when it moves or its youngest grows up: then care ends whatever is left of the need.
"""

from typing import Annotated, NamedTuple

from ..compiled import rule, sweep
from ..declare import Mechanism, weeks
from ..events import Cause
from ..language import N_
from ..relations import Ledger, close
from ..tables import NOBODY, NONE

ABOUT = Mechanism(
    name="closure", place=10, en="Closure", nl="Afsluiting",
    plain=N_("Ends care and lets families go out of view. So far: care ends as soon as the need is met."),
)  # fmt: skip


class Closure(NamedTuple):
    """Parameters of closure."""

    out_of_view: Annotated[float, weeks(52, 156, "model_spec", "Weeks without need or care, then out of view",
        "Weken zonder nood of hulp, dan uit beeld", role="fixed")] = 104.0  # fmt: skip


@rule
def is_met(should_meet: bool, status: int) -> bool:
    """An episode whose need care should no longer meet."""
    return status != NONE and not should_meet


@rule
def goes_out_of_view(weeks_quiet: int, moves: int, week: int, p: Closure) -> bool:
    """Long enough without need or care; or moved, or grown up."""
    return weeks_quiet >= p.out_of_view or week >= moves


@sweep
def when_met(book: Ledger, p: Closure) -> None:
    """The null: episodes close as soon as the need is met."""
    families, episodes = book.families, book.episodes
    for f in range(families.id.size):
        if families.arrives[f] > book.week:
            break
        if families.leaves[f] != NOBODY:
            continue
        for d in range(families.need.shape[1]):
            if is_met(families.should_meet[f, d], episodes.status[f, d]):
                close(book, f, d, Cause.goal_met)
        if goes_out_of_view(families.weeks_quiet[f], families.moves[f], book.week, p):
            families.leaves[f] = book.week
            for d in range(families.need.shape[1]):
                if episodes.status[f, d] != NONE:
                    close(book, f, d, Cause.moved)
