"""Workforce: too much work wears people out, worn-out people leave, and empty seats take weeks to fill.

Theory. Caseload does not predict the intention to leave; strain does [kim_kao_2014]; we take the same for leaving. So
workload above what fits the hours raises
strain, strain raises the chance to leave, and caseload has no other road to it. Luck belongs to the seat: the same seat
meets the same numbers in the same week under every scenario, and its k-th occupant is the same person whenever that is.

Knocked out (`off = ["workforce"]`): nobody gets strained, nobody leaves.
"""

import math
from typing import Annotated, NamedTuple

from ..compiled import rule, sweep
from ..declare import Mechanism, factor, positive, rate, weekly
from ..events import Cause, Event, Events, Who, note
from ..language import N_
from ..randomness import Luck, stream, uniforms
from ..tables import NOBODY, PRESENT, VACANT, Professionals

ABOUT = Mechanism(
    name="workforce", place=9, en="Workforce", nl="Personeel",
    plain=N_("Too much work wears people out, worn-out people leave, and empty seats take weeks to fill."),
    off=N_("Nobody gets strained, nobody leaves."),
)  # fmt: skip

SEAT = stream("workforce.seat")


class Workforce(NamedTuple):
    """Parameters of staff."""

    exit_rate: Annotated[float, rate(0.10, 0.22, "ftm_2021 casey_2023", "Leaving, professionals without strain",
        "Vertrek van professionals zonder overbelasting")] = 0.18  # fmt: skip
    strain_effect: Annotated[float, factor(0.5, 3.0, "assumption", "Effect of strain on leaving",
        "Invloed van belasting op vertrek",
        why=N_("Strain goes with the intention to leave; the size for leaving itself is not known. At full strain the chance to leave is e to this power times as high."))] = 1.5  # fmt: skip
    strain_gain: Annotated[float, weekly(0.02, 0.3, "assumption", "Strain from work beyond the hours",
        "Belasting door werk boven de uren",
        why=N_("With a tenth too much work for long, strain settles at a little over a third at the default; a guess."))] = 0.12  # fmt: skip
    strain_recovery: Annotated[float, weekly(0.01, 0.06, "assumption", "Recovery from strain",
        "Herstel van belasting",
        why=N_("Recovery from exhaustion takes months; half is gone in three to sixteen months over this range."))] = 0.02  # fmt: skip
    weeks_to_fill: Annotated[float, positive("weeks", 6.5, 22.0, "azw_2023", "Weeks to fill a vacancy",
        "Weken om een vacature te vervullen")] = 8.0  # fmt: skip


@rule
def next_strain(strain: float, workload: float, p: Workforce) -> float:
    """Strain + gain x (workload above 1) x (1 - strain) - recovery x strain, within 0-1."""
    too_much = max(0.0, workload - 1.0)
    return min(1.0, max(0.0, strain + p.strain_gain * too_much * (1.0 - strain) - p.strain_recovery * strain))


@rule
def leaves(strain: float, u: float, p: Workforce) -> bool:
    """Does this professional leave this week? Chance = exit_rate / 52 x exp(strain_effect x strain)."""
    return u < p.exit_rate / 52.0 * math.exp(p.strain_effect * strain)


@rule
def is_filled(u: float, p: Workforce) -> bool:
    """Is this vacancy filled this week? Chance = 1 / weeks_to_fill."""
    return u * p.weeks_to_fill < 1.0


@rule
def empty_chair(staff: Professionals, seat: int, log: Events, week: int) -> None:
    """The professional is gone. Clients stay in the books until the handover of this week."""
    who = Who(NOBODY, NOBODY, staff.person[seat], seat, staff.organisation[seat])
    note(log, week, Event.leave, Cause.turnover, who, staff.strain[seat])
    staff.status[seat] = VACANT


@rule
def newcomer(staff: Professionals, seat: int, log: Events, week: int) -> None:
    """The next person takes the seat, rested and without clients."""
    staff.status[seat] = PRESENT
    staff.person[seat] += 1
    staff.strain[seat] = 0.0
    who = Who(NOBODY, NOBODY, staff.person[seat], seat, staff.organisation[seat])
    note(log, week, Event.hire, Cause.none, who, 0.0)


@sweep
def workforce(staff: Professionals, log: Events, p: Workforce, luck: Luck) -> None:
    """Every seat: who sits there may tire and go; an empty one may be taken."""
    for seat in range(staff.status.size):
        go, come, _, _ = uniforms(luck, SEAT, staff.organisation[seat], staff.ordinal[seat])
        if staff.status[seat] == PRESENT:
            staff.strain[seat] = next_strain(staff.strain[seat], staff.workload[seat], p)
            if leaves(staff.strain[seat], go, p):
                empty_chair(staff, seat, log, luck.week)
        elif is_filled(come, p):
            newcomer(staff, seat, log, luck.week)
