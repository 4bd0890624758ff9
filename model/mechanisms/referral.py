"""Referral: which needs join a waiting list.

Only its null exists so far. `all_known` lets every need that care should meet join the list of its domain at once, as if
somebody knew it and knew the way; access and referral proper (who finds out, who refers, how intensive) replace it.
"""

from ..compiled import rule, sweep
from ..declare import Mechanism
from ..language import N_
from ..relations import Ledger, request
from ..tables import NOBODY, NONE

ABOUT = Mechanism(
    name="referral", place=3, en="Referral", nl="Verwijzing",
    plain=N_("Decides which needs join a waiting list. So far: every need that care should meet, at once."),
)  # fmt: skip


@rule
def joins_list(should_meet: bool, status: int) -> bool:
    """A need without an episode, that care should meet."""
    return should_meet and status == NONE


@sweep
def all_known(book: Ledger) -> None:
    """The null: every need that care should meet is known and referred."""
    families, episodes = book.families, book.episodes
    for f in range(families.id.size):
        if families.arrives[f] > book.week:
            break
        if families.leaves[f] != NOBODY:
            continue
        for d in range(families.need.shape[1]):
            if joins_list(families.should_meet[f, d], episodes.status[f, d]):
                request(book, f, d)
