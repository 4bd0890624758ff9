"""Needs: set-backs come, one domain drags another along, and time, other people and care heal.

Theory. Problems in families seldom stand alone: trouble in one life domain raises trouble in another, and a family's own
network helps it recover [integral_article; haaglanden]. What happens to a family does not depend on the policy: the
same families meet the same set-backs under every scenario.

Knocked out (`off = ["needs"]`): need stays as it was when the family came into view. Whether care *should meet* a need,
and how heavily, is a definition (`judge`), not a mechanism, and is always kept.
"""

from typing import Annotated, NamedTuple

import numpy as np

from ..compiled import rule, sweep
from ..declare import YEAR, Array, Mechanism, rate, share, weekly, weeks
from ..language import N_
from ..randomness import Luck, quantile, stream, uniforms
from ..relations import total
from ..tables import COMPLEX, COMPOUND, INTENSIVE, LIGHT, NONE, REGULAR, ROW, SIMPLE, STAY, Domains, Episodes, Families

ABOUT = Mechanism(
    name="needs", place=1, en="Needs", nl="Noden",
    plain=N_("Set-backs come, one life domain drags another along, and time, network and care heal."),
    off=N_("Need stays as it was when the family came."),
)  # fmt: skip

SHOCK = stream("needs.shock")
SHOCK_SHAPE = (2.0, 4.0)  # Beta: mean one third of the room left, seldom above two thirds


class Needs(NamedTuple):
    """Parameters of need."""

    shock_rate: Annotated[float, rate(0.08, 0.6, "assumption", "Set-backs per life domain, most vulnerable family",
        "Tegenslagen per leefgebied, kwetsbaarste gezin",
        why=N_("No register of set-backs was found; the range goes from one in seven years to two in three years."))] = 0.16  # fmt: skip
    spill_over: Annotated[float, weekly(0.0, 0.0015, "assumption", "Spill-over between life domains",
        "Doorwerking tussen leefgebieden",
        why=N_("The direction is reported, a rate is not; the upper end keeps needs from feeding themselves without end."))] = 0.0012  # fmt: skip
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
    regular_from: Annotated[float, share(0.5, 0.65, "assumption", "Need that warrants regular care",
        "Nood waarbij reguliere hulp past",
        why=N_("Set so that about half of the episodes are light; needs and intensities share no measured scale."))] = 0.56  # fmt: skip
    intensive_from: Annotated[float, share(0.66, 0.74, "assumption", "Need that warrants intensive care",
        "Nood waarbij intensieve hulp past",
        why=N_("Set so that about one episode in ten is intensive."))] = 0.72  # fmt: skip
    stay_from: Annotated[float, share(0.75, 0.9, "assumption", "Need that warrants a stay",
        "Nood waarbij verblijf past",
        why=N_("Set so that stays are as common as registered; who needs one is a judgement."))] = 0.77  # fmt: skip


@rule
def chance_of_shock(vulnerability: float, exposure: float, p: Needs) -> float:
    """That a set-back strikes this week: shock_rate / 52 x vulnerability x exposure, at most 1.

    `exposure` is how common problems are, summed over the life domains; the average domain counts 1.
    """
    return min(1.0, p.shock_rate / YEAR * vulnerability * exposure)


@rule
def struck_domain(u: float, exposure: Array) -> int:
    """Which domain a set-back strikes, in proportion to exposure [D]; `u` is luck."""
    left = u * total(exposure)
    for d in range(exposure.size):
        left -= exposure[d]
        if left < 0.0:
            return d
    return int(exposure.size - 1)


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
    """The needs of the other domains, weighted by how much they work through into this one.

    To pass over the pairs without a weight, or to turn the loops inside out, was no faster.
    """
    added = 0.0
    for e in range(needs_before.size):
        added += weights[e] * needs_before[e]
    return added


@rule
def should_meet(needed: bool, need: float, weeks_low: int, p: Needs) -> bool:
    """Care should meet a need from above `opening` until it was below `closing` for `settled` weeks."""
    if needed:
        return weeks_low < p.settled
    return need > p.opening


@rule
def warranted(need: float, most: int, p: Needs) -> int:
    """The intensity that fits a need: light, regular, intensive or a stay; `most` is the heaviest of its domain."""
    fits = LIGHT
    if need >= p.stay_from:
        fits = STAY
    elif need >= p.intensive_from:
        fits = INTENSIVE
    elif need >= p.regular_from:
        fits = REGULAR
    return min(fits, most)


@rule
def complexity(n_needs: int, worst: float, vulnerability: float) -> float:
    """How complex: the mean of number (one need 0, four or more 1), severity and unpredictability, each 0-1; 0 without need."""
    if n_needs == 0:
        return 0.0
    return (min(1.0, (n_needs - 1) / 3.0) + worst + vulnerability) / 3.0


@rule
def complexity_class(complexity: float) -> int:
    """Simple, compound or complex: below 0.55, below 0.77, from there; set so that one family in ten is complex."""
    if complexity < 0.55:
        return SIMPLE
    return COMPOUND if complexity < 0.77 else COMPLEX


@sweep
def needs(here: Array, families: Families, episodes: Episodes, domains: Domains, shock_sizes: Array, p: Needs, luck: Luck) -> None:  # fmt: skip
    """Every family in view, all its domains at once: each sees the others as they were last week."""
    need, support, vulnerability, ids = families.need, families.informal_support, families.vulnerability, families.id
    effect, pace, weights, exposure = episodes.effect, domains.pace, domains.spill, domains.exposure
    exposed, n_domains, before = total(exposure), pace.size, np.empty(pace.size)
    for f in here:
        for d in range(n_domains):
            before[d] = need[f, d]
        for d in range(n_domains):
            need[f, d] = next_need(before[d], spill(before, weights[d]), support[f], pace[d], effect[f, d], p)
        strikes, where, size, _ = uniforms(luck, SHOCK, ids[f])
        if strikes < chance_of_shock(vulnerability[f], exposed, p):
            d = struck_domain(where, exposure)
            need[f, d] = after_shock(need[f, d], quantile(size, shock_sizes))


@sweep
def judge(here: Array, families: Families, episodes: Episodes, domains: Domains, p: Needs) -> Array:
    """Which needs should care meet this week, and how heavily; how complex is it; how long has a family been quiet.

    Gives the rows of those with a need or an episode, now or last week: all others have nothing to do with care this week.
    """
    need, low, meets, fits, most = (
        families.need,
        families.weeks_low,
        families.should_meet,
        families.warranted,
        domains.most,
    )
    vulnerability, complex_, quiet, status = families.vulnerability, families.complexity, families.weeks_quiet, episodes.status  # fmt: skip
    engaged, n = np.empty(here.size, ROW), 0
    for f in here:
        n_needs, worst, open_ = 0, 0.0, False
        for d in range(most.size):
            low[f, d] = low[f, d] + 1 if need[f, d] < p.closing else 0
            meet = should_meet(meets[f, d], need[f, d], low[f, d], p)
            meets[f, d], fits[f, d] = meet, warranted(need[f, d], most[d], p) if meet else 0
            n_needs += meet
            worst = max(worst, need[f, d])
            open_ = open_ or status[f, d] != NONE
        complex_[f] = complexity(n_needs, worst, vulnerability[f])
        quiet[f] = 0 if n_needs > 0 or open_ else quiet[f] + 1
        if quiet[f] <= 1:
            engaged[n] = f
            n += 1
    return engaged[:n]
