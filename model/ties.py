"""Personal ties between professionals: who knows whom, and how far they trust one another.

A tie stands with the seat of the lower address, in the slot that the other's address points to: to look one up takes no
search. There are few slots, as there are few people one knows well; a stronger tie keeps its slot. Trust wears when people do not
meet; the wear is worked out when somebody looks (value and week of the last meeting are kept), not week by week.
"""

import math

from .compiled import rule
from .randomness import Luck, stream, uniform
from .tables import NOBODY, TIES, Professionals, Ties

RIVAL = stream("ties.rival")


@rule
def address(staff: Professionals, seat: int) -> int:
    """A number of a seat that does not depend on its row."""
    return int(staff.organisation[seat]) * 4096 + int(staff.ordinal[seat])


@rule
def in_order(staff: Professionals, a: int, b: int) -> tuple[int, int]:
    """The two seats, lower address first."""
    return (a, b) if address(staff, a) < address(staff, b) else (b, a)


@rule
def slot(staff: Professionals, seat: int) -> int:
    """The slot in which others keep this seat: its address, well mixed."""
    return ((address(staff, seat) * 2654435761) & 0xFFFFFFFF) * TIES >> 32


@rule
def worn(trust: float, weeks: int, wear: float) -> float:
    """Trust after so many weeks without meeting: trust x exp(-wear x weeks)."""
    return trust * math.exp(-wear * weeks)


@rule
def after_years(first: float, ceiling: float, growth: float, weeks: int) -> float:
    """Trust of two who have met for so many weeks: ceiling - (ceiling - first) x (1 - growth)^weeks."""
    return ceiling - (ceiling - first) * (1.0 - growth) ** weeks


@rule
def is_tied(ties: Ties, staff: Professionals, a: int, k: int, b: int) -> bool:
    """Does slot k of seat a hold these very two people?"""
    same = ties.other[a, k] == b and ties.other_person[a, k] == staff.person[b]
    return same and ties.person[a, k] == staff.person[a]


@rule
def personal_trust(ties: Ties, staff: Professionals, one: int, two: int, week: int, wear: float, stranger: float) -> float:  # fmt: skip
    """How far the people in two seats trust one another now; `stranger` where they do not know each other."""
    a, b = in_order(staff, one, two)
    k = slot(staff, b)
    return worn(ties.trust[a, k], week - ties.week[a, k], wear) if is_tied(ties, staff, a, k, b) else stranger


@rule
def gives_way(ties: Ties, staff: Professionals, a: int, k: int, b: int, week: int, wear: float, stranger: float, luck: Luck) -> bool:  # fmt: skip
    """May a new tie take this slot? If it is empty, of people who have gone, or weaker; between two alike ones of one week it is drawn."""
    held = ties.other[a, k]
    if held == NOBODY or not is_tied(ties, staff, a, k, held):
        return True
    now = worn(ties.trust[a, k], week - ties.week[a, k], wear)
    if ties.week[a, k] == week and now == stranger:
        mine = uniform(Luck(luck.seed, 0), RIVAL, address(staff, a), address(staff, b))
        return mine > uniform(Luck(luck.seed, 0), RIVAL, address(staff, a), address(staff, held))
    return now < stranger


@rule
def set_trust(ties: Ties, staff: Professionals, one: int, two: int, week: int, trust: float, wear: float, luck: Luck) -> None:  # fmt: skip
    """From now on these two trust one another so far, if there is a slot for their tie."""
    a, b = in_order(staff, one, two)
    k = slot(staff, b)
    if is_tied(ties, staff, a, k, b) or gives_way(ties, staff, a, k, b, week, wear, trust, luck):
        ties.other[a, k], ties.person[a, k], ties.other_person[a, k] = b, staff.person[a], staff.person[b]
        ties.trust[a, k], ties.week[a, k] = trust, week


@rule
def harm_tie(ties: Ties, staff: Professionals, one: int, two: int, lost: float) -> None:
    """These two trust one another less, if they know one another: a share of trust is lost."""
    a, b = in_order(staff, one, two)
    k = slot(staff, b)
    if is_tied(ties, staff, a, k, b):
        ties.trust[a, k] *= 1.0 - lost
