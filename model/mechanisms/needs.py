"""Needs: set-backs come, one domain drags another along, and time, other people and care heal.

Theory. Problems in families seldom stand alone: trouble in one life domain raises trouble in another, and a family's own
network helps it recover [integral_article; haaglanden]. What happens to a family does not depend on the policy: the
same families meet the same set-backs under every scenario.

Knocked out (`off = ["needs"]`): need stays as it was when the family came into view. Whether care *should meet* a need
is a definition (`judge`), not a mechanism, and is always kept.
"""

from typing import Annotated, NamedTuple

import numpy as np

from ..compiled import rule, sweep
from ..declare import Array, Mechanism, rate, share, weekly, weeks
from ..language import N_
from ..randomness import Luck, quantile, stream, uniform, uniforms
from ..tables import ACTIVE, NOBODY, Domains, Episodes, Families

ABOUT = Mechanism(
    name="needs", place=1, en="Needs", nl="Noden",
    plain=N_("Set-backs come, one life domain drags another along, and time, network and care heal."),
    off=N_("Need stays as it was when the family came."),
)  # fmt: skip

SHOCK_OCCURS, SHOCK_SIZE = stream("needs.shock_occurs"), stream("needs.shock_size")
SHOCK_SHAPE = (2.0, 4.0)  # Beta: mean one third of the room left, seldom above two thirds


class Needs(NamedTuple):
    """Parameters of need."""

    shock_rate: Annotated[float, rate(0.15, 0.7, "assumption", "Set-backs per life domain, most vulnerable family",
        "Tegenslagen per leefgebied, kwetsbaarste gezin",
        why=N_("No register of set-backs was found; the range goes from one in seven years to two in three years."))] = 0.25  # fmt: skip
    spill_over: Annotated[float, weekly(0.0, 0.0015, "assumption", "Spill-over between life domains",
        "Doorwerking tussen leefgebieden",
        why=N_("The direction is reported, a rate is not; the upper end keeps needs from feeding themselves without end."))] = 0.001  # fmt: skip
    recovery: Annotated[float, weekly(0.003, 0.010, "assumption", "Recovery without care", "Herstel zonder hulp",
        why=N_("Half of a need is gone in one to four years without care; no cohort without care was found."))] = 0.005  # fmt: skip
    support_effect: Annotated[float, share(0.0, 1.0, "assumption", "Recovery added by informal support",
        "Extra herstel door informele steun",
        why=N_("The sources report that a network helps; by how much is not measured."))] = 0.5  # fmt: skip
    opening: Annotated[float, share(0.3, 0.5, "assumption", "Need from which care should start",
        "Grens van nood waarboven hulp moet starten",
        why=N_("The scale of need is ours; the threshold fixes its meaning."))] = 0.4  # fmt: skip
    closing: Annotated[float, share(0.1, 0.28, "assumption", "Need below which care may stop",
        "Grens van nood waaronder hulp mag stoppen",
        why=N_("The scale of need is ours; the threshold fixes its meaning."))] = 0.2  # fmt: skip
    settled: Annotated[float, weeks(2, 12, "assumption", "Weeks below that line before care stops",
        "Weken onder die grens voordat hulp stopt",
        why=N_("Care is seldom stopped after one good week; a month is our guess."))] = 4.0  # fmt: skip


@rule
def shock_strikes(vulnerability: float, exposure: float, u: float, p: Needs) -> bool:
    """Does a set-back strike this domain this week? Chance = shock_rate / 52 x vulnerability x exposure of the domain."""
    return u < p.shock_rate / 52.0 * vulnerability * exposure


@rule
def after_shock(need: float, size: float) -> float:
    """A set-back takes a share of the room that is left: need + size x (1 - need)."""
    return need + size * (1.0 - need)


@rule
def next_need(need: float, spilled: float, informal_support: float, pace: float, effect: float, p: Needs) -> float:
    """A week without a set-back: dragged up by other domains, healed by time, network and last week's care.

    `spilled` is the need of the other domains, weighted (0 or more); `effect` the share that care took away.
    need + spill_over x (1 - need) x spilled - (recovery x pace x (1 + support_effect x support) + effect) x need
    """
    heals = p.recovery * pace * (1.0 + p.support_effect * informal_support) + effect
    return min(1.0, max(0.0, need + p.spill_over * (1.0 - need) * spilled - heals * need))


@rule
def spill(needs_before: Array, weights: Array) -> float:
    """The needs of the other domains, weighted by how much they work through into this one."""
    total = 0.0
    for e in range(needs_before.size):
        total += weights[e] * needs_before[e]
    return total


@rule
def should_meet(needed: bool, need: float, weeks_low: int, p: Needs) -> bool:
    """Care should meet a need from above `opening` until it was below `closing` for `settled` weeks."""
    if needed:
        return weeks_low < p.settled
    return need > p.opening


@sweep
def needs(families: Families, episodes: Episodes, domains: Domains, shock_sizes: Array, p: Needs, luck: Luck) -> None:
    """Every family in view, all its domains at once: each sees the others as they were last week."""
    n_domains = domains.hours.size
    before = np.empty(n_domains)
    for f in range(families.id.size):
        if families.arrives[f] > luck.week:
            break  # rows are in order of arrival
        if families.leaves[f] != NOBODY:
            continue
        before[:] = families.need[f]
        luck_of_four = uniforms(luck, SHOCK_OCCURS, families.id[f], 0)
        for d in range(n_domains):
            if d % 4 == 0 and d > 0:  # one block of random numbers serves four domains
                luck_of_four = uniforms(luck, SHOCK_OCCURS, families.id[f], d // 4)
            need = next_need(before[d], spill(before, domains.spill[d]), families.informal_support[f], domains.pace[d],
                             episodes.effect[f, d], p)  # fmt: skip
            if shock_strikes(families.vulnerability[f], domains.exposure[d], luck_of_four[d % 4], p):
                need = after_shock(need, quantile(uniform(luck, SHOCK_SIZE, families.id[f], d), shock_sizes))
            families.need[f, d] = need


@sweep
def judge(families: Families, episodes: Episodes, p: Needs, luck: Luck) -> None:
    """Which needs should care meet this week; and how long has a family been without need and care."""
    for f in range(families.id.size):
        if families.arrives[f] > luck.week:
            break
        if families.leaves[f] != NOBODY:
            continue
        quiet = True
        for d in range(families.need.shape[1]):
            low = families.need[f, d] < p.closing
            families.weeks_low[f, d] = families.weeks_low[f, d] + 1 if low else 0
            families.should_meet[f, d] = should_meet(
                families.should_meet[f, d], families.need[f, d], families.weeks_low[f, d], p
            )
            quiet = quiet and not families.should_meet[f, d] and episodes.status[f, d] != ACTIVE
        families.weeks_quiet[f] = families.weeks_quiet[f] + 1 if quiet else 0
