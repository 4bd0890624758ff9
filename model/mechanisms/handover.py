"""Handover: every break of a family-professional relation of this week, with its cause.

Only its null exists so far. `cold` sends each family whose professional left back to the waiting list, with nothing
handed over; handover proper (warm, cold, *dakpan*, shared record) replaces it.
"""

from ..compiled import rule, sweep
from ..declare import Mechanism
from ..events import Cause
from ..language import N_
from ..relations import Ledger, part
from ..tables import ACTIVE, PRESENT

ABOUT = Mechanism(
    name="handover", place=11, en="Handover", nl="Overdracht",
    plain=N_("What happens when a professional is gone. So far: the family waits again and nothing is handed over."),
)  # fmt: skip


@rule
def has_left(seat_status: int) -> bool:
    """Has the professional of this family left? A newcomer comes in a later week at the earliest."""
    return seat_status != PRESENT


@sweep
def cold(book: Ledger) -> None:
    """The null: whoever lost their professional waits again."""
    families, episodes, staff = book.families, book.episodes, book.professionals
    for f in range(families.id.size):
        if families.arrives[f] > book.week:
            break
        for d in range(families.need.shape[1]):
            if episodes.status[f, d] == ACTIVE and has_left(staff.status[episodes.seat[f, d]]):
                part(book, f, d, Cause.turnover)
