"""Observation: the weekly measures, counted from the agents and from this week's lines of the log."""

import math

from samenhang.model.events import Cause, Event
from samenhang.model.tables import ABSENT, ACTIVE, CLOSED, INSURER, MUNICIPALITY, PRESENT, SCHOOL_BOARD, WAITING

PLANNED = (Cause.goal_met, Cause.wish, Cause.dropout)  # ends that are no breaks
PAYERS = {"municipality": MUNICIPALITY, "school_board": SCHOOL_BOARD, "insurer": INSURER}


def observe(region):
    """Weekly measure -> its value."""
    return observe_families(region) | observe_log(region) | observe_staff(region) | observe_organisations(region)


def mean(values):
    """Unknown where there is nobody."""
    values = list(values)
    return sum(values) / len(values) if values else math.nan


def observe_families(region):
    """Who is in view, waits, is served; and fit of everybody in need."""
    families = list(region.in_view)
    episodes = [e for f in families for e in f.episodes]
    return {
        "in_view": len(families),
        "n_waiting": sum(e.status == WAITING for e in episodes),
        "n_active": sum(e.status == ACTIVE for e in episodes),
        "n_stays": sum(e.in_stay for e in episodes),
        "mean_fit": mean(fit(f) for f in families if any(f.should_meet)),
    }


def fit(family):
    """Of all that a family needs, the part that is met by care: whole if heavy enough, half if lighter."""
    needs = [e for e in family.episodes if family.should_meet[e.domain.index]]
    met = sum(e.need * (1.0 if e.intensity >= e.warranted else 0.5) for e in needs if e.active)
    return met / sum(e.need for e in needs)


def observe_log(region):
    """What happened this week."""
    lines = [(line.event, line.cause) for line in region.log]
    kinds = [event for event, _ in lines]
    return {
        "new_requests": kinds.count(Event.request),
        "new_starts": kinds.count(Event.start),
        "new_refusals": kinds.count(Event.refused),
        "new_breaks": sum(event == Event.relation_end and cause not in PLANNED for event, cause in lines),
    }


def observe_staff(region):
    """Seats and who sits in them."""
    staff = list(region.professionals)
    there = [s for s in staff if s.status == PRESENT]
    absent, seats = sum(s.status == ABSENT for s in staff), sum(s.status != CLOSED for s in staff)
    n = len(there) + absent
    states = ("workload", "strain", "intention", "competence", "adopted")
    hours = ("direct", "coordination", "administration")
    return {
        "n_staff": n,
        "share_absent": absent / n if n else math.nan,
        "share_vacant": (seats - n) / seats if seats else math.nan,
        **{f"mean_{k}": mean(getattr(s, k) for s in there) for k in states},
        **{f"{k}_hours": sum(getattr(s, k) for s in staff) for k in hours},
    }


def observe_organisations(region):
    """Trust and agreements between every two, and euros."""
    pairs = [(a, b.index) for a in region.organisations for b in region.organisations if a is not b]
    contracts = [c for o in region.organisations for c in o.contracts]
    paid = {f"cost_{k}": sum(c.cost for c in contracts if region.funders[c.stream] == v) for k, v in PAYERS.items()}
    return paid | {
        "mean_trust": mean(a.trust[b] for a, b in pairs),
        "mean_agreements": mean(a.agreements[b] for a, b in pairs),
        "cost": sum(c.cost for c in contracts),
        "deficit": sum(c.deficit for c in contracts),
    }
