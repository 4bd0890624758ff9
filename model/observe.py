"""The observer: counts every week what is declared in measures.py, and changes nothing."""

import numpy as np

from .compiled import rule, sweep
from .declare import Array
from .events import Cause, Event, Events
from .measures import WEEKLY
from .outcomes.fit import fit_of_week
from .relations import Ledger, total
from .tables import ABSENT, ACTIVE, CLOSED, NOBODY, PRESENT, STAY, WAITING, Organisations, World

AT = {m.name: k for k, m in enumerate(WEEKLY)}
IN_VIEW, N_WAITING, N_ACTIVE, N_STAYS = AT["in_view"], AT["n_waiting"], AT["n_active"], AT["n_stays"]
NEW_REQUESTS, NEW_STARTS = AT["new_requests"], AT["new_starts"]
NEW_BREAKS, NEW_REFUSALS = AT["new_breaks"], AT["new_refusals"]
SHARE_VACANT, SHARE_ABSENT, N_STAFF = AT["share_vacant"], AT["share_absent"], AT["n_staff"]
MEAN_WORKLOAD, MEAN_STRAIN, MEAN_FIT = AT["mean_workload"], AT["mean_strain"], AT["mean_fit"]
MEAN_INTENTION, DIRECT_HOURS = AT["mean_intention"], AT["direct_hours"]
MEAN_TRUST, MEAN_AGREEMENTS = AT["mean_trust"], AT["mean_agreements"]
MEAN_COMPETENCE, MEAN_ADOPTED = AT["mean_competence"], AT["mean_adopted"]
COORDINATION, ADMINISTRATION = AT["coordination_hours"], AT["administration_hours"]
COST, DEFICIT, PAID_BY = AT["cost"], AT["deficit"], AT["cost_municipality"]  # then school boards, insurers


@sweep
def observe_episodes(book: Ledger, row: Array) -> None:
    """How many wait, are served, stay: counted from the columns."""
    for i in range(book.listed[0]):
        f, d = book.rows[i], book.domains[i]
        row[N_WAITING] += book.episodes.status[f, d] == WAITING
        row[N_ACTIVE] += book.episodes.status[f, d] == ACTIVE
        row[N_STAYS] += book.episodes.intensity[f, d] == STAY


@sweep
def observe_families(world: World, here: Array, row: Array) -> None:
    """Who is in view, and fit of everybody in need."""
    need, meets, warranted, leaves = world.families.need, world.families.should_meet, world.families.warranted, world.families.leaves  # fmt: skip
    status, given, quiet = world.episodes.status, world.episodes.intensity, world.families.weeks_quiet
    in_view, in_need, fits = 0, 0, 0.0
    for f in here:
        if leaves[f] != NOBODY:
            continue
        in_view += 1
        fit = fit_of_week(need[f], meets[f], warranted[f], status[f], given[f]) if quiet[f] == 0 else -1.0
        if fit >= 0.0:
            in_need, fits = in_need + 1, fits + fit
    row[IN_VIEW], row[MEAN_FIT] = in_view, fits / in_need if in_need else np.nan


@rule
def is_planned(cause: int) -> bool:
    """Did a relation end because its goal was met or by the family's wish?"""
    return cause in (Cause.goal_met, Cause.wish, Cause.dropout)


@sweep
def observe_organisations(organisations: Organisations, row: Array) -> None:
    """How far every two organisations trust one another and have agreed what to do; unknown with one organisation."""
    n = organisations.sector.size
    pairs, trust, agreed = n * (n - 1), 0.0, 0.0
    for o in range(n):
        for other in range(n):
            if o != other:
                trust, agreed = trust + organisations.trust[o, other], agreed + organisations.agreements[o, other]
    row[MEAN_TRUST] = trust / pairs if pairs else np.nan
    row[MEAN_AGREEMENTS] = agreed / pairs if pairs else np.nan


@sweep
def observe_staff(world: World, row: Array, log: Events, logged: int) -> None:
    """Seats and their organisations from the columns, events from the lines that this week added to the log."""
    observe_organisations(world.organisations, row)
    staff = world.professionals
    present, absent, seats = 0, 0, 0
    for seat in range(staff.status.size):
        seats += staff.status[seat] != CLOSED
        absent += staff.status[seat] == ABSENT
        row[DIRECT_HOURS] += staff.direct[seat]  # also of who left at the end of this week
        row[COORDINATION] += staff.coordination[seat]
        row[ADMINISTRATION] += staff.administration[seat]
        if staff.status[seat] == PRESENT:
            present += 1
            row[MEAN_WORKLOAD] += staff.workload[seat]
            row[MEAN_STRAIN] += staff.strain[seat]
            row[MEAN_INTENTION] += staff.intention[seat]
            row[MEAN_COMPETENCE] += staff.competence[seat]
            row[MEAN_ADOPTED] += staff.adopted[seat]
    row[N_STAFF] = present + absent
    row[SHARE_VACANT] = (seats - present - absent) / seats if seats else np.nan
    row[SHARE_ABSENT] = absent / (present + absent) if present + absent else np.nan
    for mean in (MEAN_WORKLOAD, MEAN_STRAIN, MEAN_INTENTION, MEAN_COMPETENCE, MEAN_ADOPTED):
        row[mean] = row[mean] / present if present else np.nan
    for i in range(logged, log.used[0]):
        event = log.event[i]
        row[NEW_REQUESTS] += event == Event.request
        row[NEW_STARTS] += event == Event.start
        row[NEW_REFUSALS] += event == Event.refused
        row[NEW_BREAKS] += event == Event.relation_end and not is_planned(log.cause[i])


@sweep
def observe_money(world: World, row: Array) -> None:
    """Euros of this week, over all contracts."""
    for o in range(world.streams.cost.shape[0]):
        row[COST] += total(world.streams.cost[o])
        row[DEFICIT] += total(world.streams.deficit[o])
        for m in range(world.streams.funder.size):
            row[PAID_BY + world.streams.funder[m]] += world.streams.cost[o, m]
