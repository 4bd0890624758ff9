"""Handover (11): what happens when a relation breaks: with its cause, warm or cold, and at the price of trust."""

from samenhang.model.events import Cause
from samenhang.model.tables import ABSENT, PRESENT


def handover(region):
    """Every relation that ends this week."""
    for family in region.engaged:
        for episode in family.active:
            cause = why_it_ends(episode)
            if cause:
                hand_over(episode, cause)


def is_gone(episode):
    """Nobody sits there any more, or somebody else."""
    seat = episode.professional
    return seat.status not in (PRESENT, ABSENT)


def is_away_long(episode):
    """A long absence is a break."""
    return episode.professional.status == ABSENT and episode.professional.away_long


def cause_of_necessity(episode):
    """Nobody is there any more, or the case belongs to another sector now."""
    seat = episode.professional
    if is_gone(episode):
        return Cause.project_end if seat.left_because == Cause.project_end else Cause.turnover
    if is_away_long(episode):
        return Cause.absence
    return Cause.change_of_stream if episode.sector is not seat.employer.sector else None


def why_it_ends(episode):
    """The first cause, if any."""
    p, must = episode.region.p.handover, cause_of_necessity(episode)
    if must:
        return must
    if episode.wishes_change:
        return Cause.wish
    rotates, passes, *_ = episode.region.luck.draw("handover.break", *episode.luck_of)
    if passes < p.passes_along * episode.family.complexity * max(0.0, 2.0 - episode.professional.skill):
        return Cause.passed_along
    return Cause.transfer if rotates < p.rotation / 52 else None


def hand_over(episode, cause):
    """The episode goes back to the list; what the next person gets depends on how it was handed over."""
    p, family, d = episode.region.p.handover, episode.family, episode.domain.index
    meets, writes, *_ = episode.region.luck.now("handover.keep", family.id, d)
    warm = cause != Cause.absence and meets < (p.overlap if cause == Cause.change_of_stream else p.warm)
    if warm or writes < p.record:
        keep = {e for e in episode.knows - {d} if memory(episode, e) < p.keep}
        episode.passed_on = keep | {d}
    else:
        episode.passed_on = set()
    episode.carried = p.keep_bond * episode.alliance if warm else 0.0
    if cause != Cause.wish:
        times = (p.passed_harm if cause == Cause.passed_along else 1.0) * (0.5 if warm else 1.0)
        family.trust *= 1.0 - p.break_harm * times
    episode.part(cause)


def memory(episode, e):
    """Is this domain told?"""
    return episode.region.luck.now("handover.keep", episode.family.id, 32 * (episode.domain.index + 1) + e)[0]


def cold(region):
    """The null: relations end only where they must; nothing is kept, no trust is lost."""
    for family in region.engaged:
        for episode in family.active:
            cause = cause_of_necessity(episode)
            if cause:
                episode.passed_on, episode.carried = set(), 0.0
                episode.part(cause)
