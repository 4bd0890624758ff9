"""What must hold in every week of every run, whatever the seed and the parameters (specification, section 7)."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from samenhang.model import Course, load_region, load_scenario, resolve
from samenhang.model.events import Event
from samenhang.model.measures import ENTRY, FOLLOW
from samenhang.model.mechanisms.money import Payment
from samenhang.model.scenario import STRUCK, nested
from samenhang.model.tables import ABSENT, ACTIVE, CLOSED, NOBODY, NONE, PRESENT, STAY, VACANT, WAITING
from samenhang.model.views import every
from samenhang.model.week import Parameters

FEW_STAFF = {
    "allocation.caseload_norm": 6.0,
    "allocation.overbook": 1.3,
    "workforce.weeks_to_fill": 22.0,
    "workforce.establishment": 0.8,
}
HARD_TIMES = {"needs.shock_rate": 0.6, "needs.spill_over": 0.0015, "workforce.exit_rate": 0.22, "workforce.strain_effect": 3.0, "money.budget": 0.8}  # fmt: skip
OVERWORK = {
    "allocation.caseload_norm": 14.0,
    "workforce.strain_gain": 0.3,
    "workforce.strain_recovery": 0.01,
    "money.pool": "everybody",
}
GOOD_TIMES = {"needs.recovery": 0.01, "contacts.effect": 0.035, "workforce.exit_rate": 0.1, "needs.settled": 2.0, "workforce.establishment": 1.3}  # fmt: skip
STEPPED = {
    "referral.strategy": "stepped",
    "money.pool": "municipality",
    "money.pooled_share": 0.5,
    "handover.rotation": 0.5,
}
WORLDS = [
    (1, {}),
    (2, FEW_STAFF),
    (3, HARD_TIMES),
    (4, OVERWORK),
    (5, GOOD_TIMES),
    (6, HARD_TIMES | FEW_STAFF),
    (7, STEPPED),
]


class Village:
    """A small region with the counts it opened with: one year before, three observed."""

    def __init__(self, seed=1, changes=(), *, off=(), size=12_500, room=4096):
        scenario = load_scenario().changed(nested(dict(changes)), tuple(off))
        self.course = Course(resolve(scenario, load_region().at_size(size), burn_in=1, years=3, seed=seed), room)
        self.run, self.off = self.course.run, off
        world = self.course.world
        self.status = {(int(i), d): int(s) for i, row in zip(world.families.id, world.episodes.status, strict=True) for d, s in enumerate(row)}  # fmt: skip
        self.since = world.episodes.since.copy()
        self.active, self.waiting = (int((world.episodes.status == s).sum()) for s in (ACTIVE, WAITING))
        self.present, self.absent, self.spent = *(int((world.professionals.status == s).sum()) for s in (PRESENT, ABSENT)), 0.0  # fmt: skip

    @property
    def world(self):
        return self.course.world


def columns(one):
    """The log as plain lists."""
    log, n = one.world.events, int(one.world.events.used[0])
    return [c[:n].tolist() for c in (log.week, log.event, log.family, log.domain)]


def check_tables(world, week):
    families, episodes, staff = world.families, world.episodes, world.professionals
    active = episodes.status == ACTIVE
    seats = episodes.seat[active]
    assert np.isin(episodes.status, (NONE, WAITING, ACTIVE)).all()
    assert np.isin(staff.status, (VACANT, PRESENT, ABSENT, CLOSED)).all()
    assert np.array_equal(episodes.seat != NOBODY, active) and np.array_equal(episodes.person != NOBODY, active)
    assert np.array_equal(staff.caseload, np.bincount(seats, minlength=staff.caseload.size))
    assert np.array_equal(staff.person[seats], episodes.person[active]), "in care with somebody who has left"
    assert np.array_equal(world.organisations.sector[staff.organisation[seats]], episodes.sector[active])
    out = (families.leaves != NOBODY) | (families.arrives > week)
    assert (episodes.status[out] == NONE).all(), "care for a family that is not in view"
    gone = (families.moves <= week) | (families.grows_up <= week)
    assert (families.leaves[gone] != NOBODY).all()
    assert not episodes.interrupted[episodes.status != WAITING].any()
    assert ((episodes.intensity > 0) == (episodes.status != NONE)).all()
    assert (episodes.intensity == STAY).sum() <= world.municipality.places[0]
    for share in (families.need, families.informal_support, families.vulnerability, families.trust, families.complexity, episodes.alliance, staff.strain, staff.intention, staff.given):  # fmt: skip
        assert share.min() >= 0.0 and share.max() <= 1.0


def check_staff(world):
    """Nobody is served by an empty chair; whoever is away for long has handed over, where handover is on."""
    staff, episodes = world.professionals, world.episodes
    of = staff.status[episodes.seat[episodes.status == ACTIVE]]
    assert np.isin(of, (PRESENT, ABSENT)).all(), "in care with an empty chair"
    assert not staff.away_long[episodes.seat[episodes.status == ACTIVE]].any()
    assert world.municipality.labour_pool[0] >= 0.0


def check_hours_and_euros(one):
    """Hours of episodes are hours of professionals; euros of episodes, looks, paid coordination and programmes are euros of contracts."""
    world, row = one.world, {name: values[-1] for name, values in one.course.series().items()}
    staff, organisations, episodes = world.professionals, world.organisations, world.episodes
    given = np.zeros(organisations.sector.size)
    week, families = one.course.week - 1, world.families
    here = (families.arrives <= week) & ((families.leaves == NOBODY) | (families.leaves == week))
    billed = (episodes.billed_to != NOBODY) & here[:, None]
    np.add.at(given, episodes.billed_to[billed], episodes.hours[billed])
    np.add.at(given, staff.organisation, staff.looks)
    direct = np.bincount(staff.organisation, staff.direct, organisations.sector.size)
    np.testing.assert_allclose(given, direct, atol=1e-9)
    assert (
        staff.direct + staff.coordination <= np.maximum(staff.looks, 0) + one.run.chapters[0][1].hours.hours + 1e-9
    ).all()
    if "money" in one.off:
        return
    tariff = world.sectors.tariff[organisations.sector]
    contract = one.run.chapters[0][1].money
    paid = staff.looks + contract.billable_coordination * staff.coordination
    if contract.payment == Payment.task:
        paid = 0.0 * paid  # the lump sum holds them
    cost = episodes.cost[billed].sum() + (paid * tariff[staff.organisation]).sum() + organisations.extra_cost.sum()
    assert world.streams.cost.sum() == pytest.approx(cost, rel=1e-9)
    assert row["cost"] == pytest.approx(cost, rel=1e-9)
    one.spent = (0.0 if (one.course.week - 1) % 52 == 0 else one.spent) + cost
    assert world.streams.spent.sum() == pytest.approx(one.spent, rel=1e-9)
    assert 0.0 <= row["deficit"] <= cost * (1 + 1e-9)


def check_log(one):
    """What the log adds up to is what stands in the columns and in the weekly series."""
    world, row = one.world, {name: values[-1] for name, values in one.course.series().items()}
    n = Counter(Event(e).name for e in columns(one)[1])
    active, waiting = (int((world.episodes.status == s).sum()) for s in (ACTIVE, WAITING))
    assert active == row["n_active"] == one.active + n["start"] - n["relation_end"]
    assert waiting == row["n_waiting"] == one.waiting + n["request"] + n["relation_end"] - n["start"] - n["close"]
    there = int(np.isin(world.professionals.status, (PRESENT, ABSENT)).sum())
    if "workforce" in one.off:  # its null fills every seat in the first week and nobody ever moves
        assert there == int((world.professionals.status != CLOSED).sum()) and not n["hire"] + n["leave"]
    else:
        assert there == one.present + one.absent + n["hire"] - n["leave"]


def threads(one):
    """(family, domain) -> [(week, event)], in order; what changes no status is left out."""
    found = {}
    for week, event, family, domain in zip(*columns(one), strict=True):
        if family != NOBODY and Event(event).name in ("request", "start", "relation_end", "close"):
            found.setdefault((family, domain), []).append((week, Event(event).name))
    return found


MOVES = {(NONE, "request"): WAITING, (WAITING, "start"): ACTIVE, (ACTIVE, "relation_end"): WAITING, (WAITING, "close"): NONE}  # fmt: skip


def weeks_waited(one):
    """Of every thread: no step that cannot be, and the state it says is the state there is. All weeks waited together."""
    row, total, told = {int(i): f for f, i in enumerate(one.world.families.id)}, 0, threads(one)
    for (family, domain), opened in one.status.items():
        state, since = opened, 0
        for week, event in told.pop((family, domain), []):
            total += week - since if state == WAITING else 0
            state, since = MOVES[state, event], week
        total += one.course.week - since if state == WAITING else 0
        assert one.world.episodes.status[row[family], domain] == state
    assert not told
    return total


def live_and_check(one, until):
    for week in range(until):
        one.course.live(week + 1)
        check_tables(one.world, week)
        check_staff(one.world)
        check_hours_and_euros(one)
        check_log(one)
    assert columns(one)[0] == sorted(columns(one)[0])
    assert one.course.series()["n_waiting"].sum() == weeks_waited(one), "Little's identity"


@pytest.mark.parametrize(("seed", "changes"), WORLDS, ids=[str(seed) for seed, _ in WORLDS])
def test_families_episodes_seats_hours_euros_and_log_agree_in_every_week(seed, changes):
    one = Village(seed, changes)
    live_and_check(one, 130)
    assert one.course.series()["n_active"].max() > 50, "a world in which nothing happens shows nothing"


@pytest.mark.parametrize("off", [[m] for m in STRUCK] + [["needs", "allocation", "workforce"], list(STRUCK)], ids="-".join)  # fmt: skip
def test_they_agree_with_mechanisms_struck_out(off):
    live_and_check(Village(7, HARD_TIMES, off=off), 110)


ANYTHING = st.fixed_dictionaries({
    key: st.sampled_from([o for o in q.options if o != "own"]) if q.options else st.floats(q.low, q.high)
    for key, q in every(Parameters).items()  # one's own rule needs a file
})  # fmt: skip


@settings(max_examples=15, deadline=None, derandomize=True, phases=[Phase.generate])  # a run is too long to shrink
@given(seed=st.integers(1, 2**63 - 1), changes=ANYTHING)
def test_they_agree_under_any_plausible_parameters(seed, changes):
    live_and_check(Village(seed, changes), 60)


@pytest.mark.slow  # settles another size
def test_they_agree_in_a_larger_region_to_the_end():
    live_and_check(Village(8, size=30_000), 208)


def test_a_week_at_a_time_all_at_once_and_with_a_crowded_log_are_the_same_run():
    by_week, at_once, crowded = Village(9), Village(9), Village(9, room=1)
    for week in range(120):
        by_week.course.live(week + 1)
    at_once.course.live(120)
    crowded.course.live(120)
    for other in (at_once, crowded):
        assert columns(by_week) == columns(other)
        for name, values in by_week.course.series().items():
            assert np.array_equal(values, other.course.series()[name], equal_nan=True), name


def follow(course):
    """Weeks, need, fit and cost of the entry cohort, added up week by week from the columns in plain NumPy."""
    families, episodes, opens = course.world.families, course.world.episodes, course.run.burn_in
    weeks, in_need, need, fit, cost = (np.zeros(families.id.size) for _ in range(5))
    for week in range(course.run.horizon):
        course.live(week + 1)
        first = families.first_request
        here = (first >= opens) & (first < opens + ENTRY) & (first <= week) & (week < first + FOLLOW)
        here &= families.leaves == NOBODY  # of who is gone nobody knows how it goes on
        asked = (families.need * families.should_meet).sum(axis=1)
        enough = np.where(episodes.intensity >= families.warranted, 1.0, 0.5) * (episodes.status == ACTIVE)
        met = (families.need * families.should_meet * enough).sum(axis=1)
        counts = here & (asked > 0)
        weeks += here
        need += here * families.need.sum(axis=1)
        cost += here * episodes.cost.sum(axis=1)
        in_need += counts
        fit[counts] += met[counts] / asked[counts]
    return weeks, in_need, need, fit, cost


def test_outcomes_of_the_cohort_add_up_from_the_weekly_columns():
    course = Village(10).course
    weeks, in_need, need, fit, cost = follow(course)
    rows, found = course.followed()["row"].to_numpy(), course.outcomes()
    assert rows.size > 20 and np.array_equal(weeks[rows], course.world.followed.weeks[rows])
    assert weeks[rows].max() == FOLLOW and (weeks[rows][course.world.families.leaves[rows] == NOBODY] == FOLLOW).all()
    assert found["o.cohort.families"] == rows.size
    assert found["o.need.need_weeks"] == pytest.approx(need[rows].mean(), abs=1e-9)
    assert found["o.money.cost"] == pytest.approx(cost[rows].mean(), rel=1e-9)
    asked = rows[in_need[rows] > 0]
    assert found["o.fit.fit"] == pytest.approx(np.mean(fit[asked] / in_need[asked]), abs=1e-9)
