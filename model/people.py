"""Who sits in a seat: what a person brings, how people come, and what is told of them."""

import math

from .compiled import rule
from .events import Cause, Event, Events, Who, note
from .randomness import Luck, stream, uniforms
from .tables import NOBODY, PRESENT, Professionals

PERSON = stream("workforce.person")
SPREAD = 0.3  # of skill between people: 0.85 to 1.15


@rule
def tell(staff: Professionals, seat: int, log: Events, week: int, event: int, cause: int) -> None:
    """Somebody leaves, comes, falls ill or is back."""
    who = Who(NOBODY, NOBODY, staff.person[seat], seat, staff.organisation[seat])
    note(log, week, event, cause, who, staff.strain[seat])


@rule
def draw_person(staff: Professionals, seat: int, luck: Luck) -> None:
    """What one brings oneself: talent, and how readily one thinks of leaving."""
    born = Luck(luck.seed, staff.person[seat])  # the k-th occupant, whenever that is
    talent, own, _, _ = uniforms(born, PERSON, staff.organisation[seat], staff.ordinal[seat])
    staff.talent[seat], staff.restless[seat] = 1.0 + SPREAD * (talent - 0.5), own


@rule
def newcomer(staff: Professionals, seat: int, log: Events, luck: Luck) -> None:
    """The next person takes the seat, rested and without clients; who it is depends on seat and order only."""
    staff.status[seat], staff.since[seat] = PRESENT, luck.week
    staff.person[seat] += 1
    staff.strain[seat], staff.intention[seat] = 0.0, 0.0
    draw_person(staff, seat, luck)
    tell(staff, seat, log, luck.week, Event.hire, Cause.none)


@rule
def weeks_away(mean: float, u: float) -> int:
    """How long: at least a week, an exponential number of weeks, `mean` on average."""
    return 1 + int(-math.log(u) / math.log(mean / (mean - 1.0))) if mean > 1.0 else 1


@rule
def tightness(pool: float, vacancies: int) -> float:
    """How far the pool covers the vacancies, at most 1."""
    return min(1.0, pool / vacancies) if vacancies > 0 else 1.0
