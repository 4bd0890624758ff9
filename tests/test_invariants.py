"""What must hold in every week of every run, whatever the seed and the parameters (specification, section 7)."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from samenhang.model import Course, load_region, load_scenario, resolve
from samenhang.model.events import Event
from samenhang.model.measures import ENTRY, FOLLOW
from samenhang.model.outcomes.fit import fit_of_cohort
from samenhang.model.scenario import nested
from samenhang.model.tables import ACTIVE, NOBODY, NONE, PRESENT, VACANT, WAITING
from samenhang.model.views import every
from samenhang.model.week import Parameters

FEW_STAFF = {"allocation.caseload_norm": 6.0, "allocation.overbook": 1.3, "workforce.weeks_to_fill": 22.0}
HARD_TIMES = {"needs.shock_rate": 0.7, "needs.spill_over": 0.0015, "workforce.exit_rate": 0.22, "workforce.strain_effect": 3.0}  # fmt: skip
OVERWORK = {"allocation.caseload_norm": 14.0, "workforce.strain_gain": 0.3, "workforce.strain_recovery": 0.01}
GOOD_TIMES = {"needs.recovery": 0.01, "contacts.effect": 0.035, "workforce.exit_rate": 0.1, "needs.settled": 2.0}
WORLDS = [(1, {}), (2, FEW_STAFF), (3, HARD_TIMES), (4, OVERWORK), (5, GOOD_TIMES), (6, HARD_TIMES | FEW_STAFF)]


def course(seed=1, changes=(), *, off=(), size=12_500, room=4096):
    """A small region: one year before, three observed."""
    scenario = load_scenario().changed(nested(dict(changes)), tuple(off))
    return Course(resolve(scenario, load_region().at_size(size), burn_in=1, years=3, seed=seed), room)


def columns(one):
    """The log as plain lists."""
    log, n = one.world.events, int(one.world.events.used[0])
    return [c[:n].tolist() for c in (log.week, log.event, log.family, log.domain)]


def check_tables(world, week):
    families, episodes, staff = world.families, world.episodes, world.professionals
    active = episodes.status == ACTIVE
    seats = episodes.seat[active]
    assert np.isin(episodes.status, (NONE, WAITING, ACTIVE)).all() and np.isin(staff.status, (VACANT, PRESENT)).all()
    assert np.array_equal(episodes.seat != NOBODY, active) and np.array_equal(episodes.person != NOBODY, active)
    assert np.array_equal(staff.caseload, np.bincount(seats, minlength=staff.caseload.size))
    assert (staff.status[seats] == PRESENT).all(), "in care with an empty chair"
    assert np.array_equal(staff.person[seats], episodes.person[active]), "in care with somebody who has left"
    of_sector = world.organisations.sector[staff.organisation[seats]]
    assert np.array_equal(of_sector, world.domains.sector[np.nonzero(active)[1]])
    out = (families.leaves != NOBODY) | (families.arrives > week)
    assert (episodes.status[out] == NONE).all(), "care for a family that is not in view"
    assert (families.leaves[families.moves <= week] != NOBODY).all()
    unasked = ~families.should_meet & (families.leaves == NOBODY)[:, None]
    assert (episodes.status[unasked] == NONE).all(), "care that nothing asks for"
    assert not episodes.interrupted[episodes.status != WAITING].any()
    assert not episodes.given_up[episodes.status != NONE].any()
    for share in (families.need, families.informal_support, families.vulnerability, staff.strain):
        assert share.min() >= 0.0 and share.max() <= 1.0


def check_log(one):
    """What the log adds up to is what stands in the columns and in the weekly series."""
    world, row = one.world, {name: values[-1] for name, values in one.series().items()}
    n = Counter(Event(e).name for e in columns(one)[1])
    active, waiting = (int((world.episodes.status == s).sum()) for s in (ACTIVE, WAITING))
    assert active == row["n_active"] == n["start"] - n["relation_end"]
    assert waiting == row["n_waiting"] == n["request"] + n["relation_end"] - n["start"] - n["close"]
    present = int((world.professionals.status == PRESENT).sum())
    assert present - world.professionals.status.size == n["hire"] - n["leave"]
    assert row["share_vacant"] == pytest.approx(1 - present / world.professionals.status.size, abs=1e-12)


def threads(one):
    """(family, domain) -> [(week, event)], in order."""
    found = {}
    for week, event, family, domain in zip(*columns(one), strict=True):
        if family != NOBODY:
            found.setdefault((family, domain), []).append((week, Event(event).name))
    return found


MOVES = {(NONE, "request"): WAITING, (WAITING, "start"): ACTIVE, (ACTIVE, "relation_end"): WAITING, (WAITING, "close"): NONE}  # fmt: skip


def weeks_waited(one):
    """Of every thread: no step that cannot be, and the state it says is the state there is. All weeks waited together."""
    row, total = {int(i): f for f, i in enumerate(one.world.families.id)}, 0
    for (family, domain), steps in threads(one).items():
        state, since = NONE, 0
        for week, event in steps:
            total += week - since if state == WAITING else 0
            state, since = MOVES[state, event], week
        total += one.week - since if state == WAITING else 0
        assert one.world.episodes.status[row[family], domain] == state
        assert state == NONE or one.world.episodes.since[row[family], domain] == since
    return total


def live_and_check(one, until):
    for week in range(until):
        one.live(week + 1)
        check_tables(one.world, week)
        check_log(one)
    assert columns(one)[0] == sorted(columns(one)[0])
    assert one.series()["n_waiting"].sum() == weeks_waited(one), "Little's identity"


@pytest.mark.parametrize(("seed", "changes"), WORLDS, ids=lambda v: "-".join(v) or "default" if isinstance(v, dict) else str(v))  # fmt: skip
def test_families_episodes_seats_and_log_agree_in_every_week(seed, changes):
    one = course(seed, changes)
    live_and_check(one, 130)
    assert one.series()["n_active"].max() > 50, "a world in which nothing happens shows nothing"


@pytest.mark.parametrize("off", [["needs"], ["allocation"], ["workforce"], ["needs", "allocation", "workforce"]], ids="-".join)  # fmt: skip
def test_they_agree_with_mechanisms_struck_out(off):
    live_and_check(course(7, HARD_TIMES, off=off), 130)


PLAUSIBLE = st.fixed_dictionaries({key: st.floats(q.low, q.high) for key, q in every(Parameters).items()})


@settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate])  # a run is too long to shrink
@given(seed=st.integers(1, 2**63 - 1), changes=PLAUSIBLE)
def test_they_agree_under_any_plausible_parameters(seed, changes):
    live_and_check(course(seed, changes), 60)


def test_they_agree_in_a_larger_region_to_the_end():
    live_and_check(course(8, size=30_000), 208)


def test_a_week_at_a_time_all_at_once_and_with_a_crowded_log_are_the_same_run():
    by_week, at_once, crowded = course(9), course(9), course(9, room=1)
    for week in range(120):
        by_week.live(week + 1)
    at_once.live(120)
    crowded.live(120)
    for other in (at_once, crowded):
        assert columns(by_week) == columns(other)
        for name, values in by_week.series().items():
            assert np.array_equal(values, other.series()[name], equal_nan=True), name


def follow(one):
    """Weeks, need and fit of the entry cohort, added up week by week from the columns in plain NumPy."""
    families, episodes, opens = one.world.families, one.world.episodes, one.run.burn_in
    weeks, in_need, need, fit = (np.zeros(families.id.size) for _ in range(4))
    for week in range(one.run.horizon):
        one.live(week + 1)
        first = families.first_request
        here = (first >= opens) & (first < opens + ENTRY) & (first <= week) & (week < first + FOLLOW)
        here &= families.leaves == NOBODY  # of who is gone nobody knows how it goes on
        asked = (families.need * families.should_meet).sum(axis=1)
        met = (families.need * families.should_meet * (episodes.status == ACTIVE)).sum(axis=1)
        counts = here & (asked > 0)
        weeks += here
        need += here * families.need.sum(axis=1)
        in_need += counts
        fit[counts] += met[counts] / asked[counts]
    return weeks, in_need, need, fit


def test_outcomes_of_the_cohort_add_up_from_the_weekly_columns():
    one = course(10)
    weeks, in_need, need, fit = follow(one)
    rows, found = one.followed()["row"].to_numpy(), one.outcomes()
    assert rows.size > 20 and np.array_equal(weeks[rows], one.world.followed.weeks[rows])
    assert weeks[rows].max() == FOLLOW and (weeks[rows][one.world.families.leaves[rows] == NOBODY] == FOLLOW).all()
    assert found["o.cohort.families"] == rows.size
    assert found["o.need.need_weeks"] == pytest.approx(need[rows].mean(), abs=1e-9)
    assert found["o.fit.fit"] == pytest.approx(fit_of_cohort(fit[rows], in_need[rows]), abs=1e-9)
