"""Referral: which needs join a waiting list.

Only its null exists so far. `all_known` lets every need that care should meet join the list of its domain at once, as if
somebody knew it and knew the way; a family that gave up waiting asks again after a while, if the need lasts. Access and
referral proper (who finds out, who refers, how intensive) replace it.
"""

from typing import Annotated, NamedTuple

from ..compiled import rule, sweep
from ..declare import Mechanism, weeks
from ..language import N_
from ..relations import Ledger, request
from ..tables import NOBODY, NONE

ABOUT = Mechanism(
    name="referral", place=3, en="Referral", nl="Verwijzing",
    plain=N_("Decides which needs join a waiting list. So far: every need that care should meet, at once; who gave up waiting asks again later."),
)  # fmt: skip


class Referral(NamedTuple):
    """Parameters of referral."""

    asks_again: Annotated[float, weeks(8, 104, "assumption", "Weeks until who gave up waiting asks again",
        "Weken tot wie het wachten opgaf weer hulp vraagt",
        why=N_("Families who gave up come back when the need lasts; after how long is a guess."))] = 26.0  # fmt: skip


@rule
def joins_list(should_meet: bool, status: int, given_up: bool, weeks_since: int, p: Referral) -> bool:
    """A need without an episode, that care should meet; who gave up waiting asks again after a while.

    `weeks_since`: weeks since the last episode of this family in this domain ended.
    """
    return should_meet and status == NONE and (not given_up or weeks_since >= p.asks_again)


@sweep
def all_known(book: Ledger, p: Referral) -> None:
    """The null: every need that care should meet is known and referred."""
    families, episodes = book.families, book.episodes
    for f in range(families.id.size):
        if families.arrives[f] > book.week:
            break
        if families.leaves[f] != NOBODY:
            continue
        for d in range(families.need.shape[1]):
            if not families.should_meet[f, d]:
                episodes.given_up[f, d] = False  # what comes later is a new need
            weeks_since = book.week - episodes.since[f, d]
            if joins_list(families.should_meet[f, d], episodes.status[f, d], episodes.given_up[f, d], weeks_since, p):
                request(book, f, d)
