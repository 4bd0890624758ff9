"""Working together: pilots that end, rules that rival one another, mechanisms and channels struck out in pairs."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from samenhang.model import Course, load_region, load_scenario, resolve
from samenhang.model.events import Event
from samenhang.model.scenario import STRUCK, Change, nested
from samenhang.model.tables import ABSENT, ACTIVE, NOBODY, PRESENT
from samenhang.model.views import every
from samenhang.model.week import Parameters

REGION = load_region().at_size(12_500)
VARIANTS = {k: q.options for k, q in every(Parameters).items() if k.endswith(".variant")}
PILOT = {"learning.promoted": 1.0, "learning.training": 1.0, "trust.covenant": 1.0}
OVER = {"learning.promoted": 0.0, "learning.training": 0.0, "trust.covenant": 0.0}


def course(changes=(), off=(), timeline=(), seed=5, years=3):
    scenario = load_scenario().changed(nested(dict(changes)), tuple(off))
    scenario = replace(scenario, timeline=tuple(Change(at=at, set=values) for at, values in timeline))
    return Course(resolve(scenario, REGION, burn_in=1, years=years, seed=seed))


def lived(weeks, **asked):
    one = course(**asked)
    one.live(weeks)
    return one


def practice(one):
    staff = one.world.professionals
    here = (staff.status == PRESENT) | (staff.status == ABSENT)
    return staff.adopted[here].mean()


def agreements(one):
    table = one.world.organisations.agreements
    return table[~np.eye(table.shape[0], dtype=bool)].mean()


@pytest.mark.parametrize(("anchoring", "kept"), [(0.0, (0.0, 0.15)), (1.0, (0.85, 1.1))])
def test_a_pilot_that_ends_leaves_what_was_anchored(anchoring, kept):
    """Two years of pilot, three years after it: what is left of the practice and of the agreements above the usual."""
    usual = lived(312, changes={"trust.anchoring": anchoring}, years=5)
    one = course({"trust.anchoring": anchoring}, timeline=[(0.0, PILOT), (2.0, OVER)], years=5)
    one.live(52 + 104)
    peak = practice(one), agreements(one)
    one.live(52 + 104 + 156)
    assert peak[0] > 0.6 and peak[1] > agreements(usual) + 0.2, "a pilot that built nothing has nothing to lose"
    assert kept[0] <= practice(one) / peak[0] <= kept[1]
    assert kept[0] <= (agreements(one) - agreements(usual)) / (peak[1] - agreements(usual)) <= kept[1]


def test_a_pilots_people_come_from_the_one_labour_market_and_go_when_it_ends():
    one = course(timeline=[(0.0, {"workforce.project_seats": 0.2}), (1.0, {"workforce.project_seats": 0.0})])
    without = course()
    for way in (one, without):
        way.live(52 + 51)
    assert one.series()["n_staff"][-1] > without.series()["n_staff"][-1]
    assert one.world.municipality.labour_pool[0] < without.world.municipality.labour_pool[0]
    one.live(52 + 60)
    told = one.events()
    left = told[(told["event"] == "leave") & (told["cause"] == "project_end")]
    assert len(left) > 0 and set(left["week"]) == {104}
    broken = told[(told["event"] == "relation_end") & (told["cause"] == "project_end")]
    assert len(broken) > 0 and set(broken["week"]) == {104}


@pytest.mark.parametrize(("key", "rule"), [(k, r) for k, rules in VARIANTS.items() for r in rules if r != "own"])
def test_every_rival_rule_runs_and_all_but_the_default_are_another_world(key, rule):
    one = lived(156, changes={key: rule})
    default = lived(156)
    same = all(
        np.array_equal(getattr(one.world.families, c), getattr(default.world.families, c))
        for c in ("need", "mutual_trust", "quality")
    )
    assert same == (rule == VARIANTS[key][0])


PAIRS = list(combinations(STRUCK, 2))


@pytest.mark.parametrize("first", STRUCK)
def test_every_two_can_be_struck_out_together(first):
    """Alone and with every other one: what is absent leaves neutral columns, and the tables go on agreeing."""
    for off in [(first,), *(pair for pair in PAIRS if pair[0] == first)]:
        one = lived(26, off=off)
        world, here = one.world, one.world.families.leaves == NOBODY
        active = world.episodes.status == ACTIVE
        seats = world.episodes.seat[active]
        assert np.array_equal(
            world.professionals.caseload, np.bincount(seats, minlength=world.professionals.caseload.size)
        )
        assert np.isfinite(one.series()["mean_workload"]).all()
        if "teams" in off:
            assert not world.families.level[here].any() and (world.families.coordinator[here] == NOBODY).all()
            assert not world.episodes.meeting[active].any()
        if "decisions" in off:
            assert world.episodes.free.all() and (world.episodes.homes == 0).all()
        if "trust" in off:
            assert (world.families.mutual_trust == 0.5).all() and (world.organisations.trust == 0.5).all()
        if "learning" in off:
            assert (world.professionals.practice == 1.0).all() and not world.professionals.training.any()


CHANNELS = {
    "channel.knows": "gives_knows", "channel.agreement": "gives_agreement", "channel.decision": "gives_decision",
    "channel.remains": "gives_presence",
}  # fmt: skip


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_closed_channel_gives_what_level_0_gives(channel):
    closed, open_ = lived(60, off=[channel]), lived(60)
    for other, column in CHANNELS.items():
        assert getattr(closed.world.families, column).any() == (other != channel)
        assert getattr(open_.world.families, column).any()


def test_with_who_takes_a_case_closed_pooling_changes_nobodys_start():
    tight = {"money.budget": 0.8}
    apart = lived(150, changes=tight, off=["channel.takes"])
    pooled = lived(150, changes=tight | {"money.pool": "everybody"}, off=["channel.takes"])
    for name in ("n_waiting", "n_active", "new_refusals"):
        assert np.array_equal(apart.series()[name], pooled.series()[name])
    assert apart.series()["deficit"].sum() > pooled.series()["deficit"].sum()
    free = lived(150, changes=tight | {"money.pool": "everybody"})
    assert not np.array_equal(free.series()["new_refusals"], pooled.series()["new_refusals"])


def test_without_mandate_every_decision_goes_home_and_with_full_room_none_does():
    none = {"decisions.professional_room": 0.0, "decisions.shared_mandate": 0.0, "decisions.overturned": 0.5}
    full = {"decisions.professional_room": 1.0, "decisions.overturned": 0.5}

    def count(one, kind):
        log, n = one.world.events, int(one.world.events.used[0])
        return int(((log.event[:n] == kind) & (log.week[:n] > 60)).sum())  # what was raised before the start has ended

    asked, free = lived(150, changes=none), lived(150, changes=full)
    assert count(asked, Event.overturned) > 50 and count(free, Event.overturned) == 0
    assert count(free, Event.decision_made) > count(asked, Event.decision_made)


def test_a_phased_roll_out_reaches_more_families_each_year():
    steps = [(0.0, {"teams.rule": "fixed", "teams.level": "collaboration", "teams.reach": 0.3}), (1.0, {"teams.reach": 0.7}), (2.0, {"teams.reach": 1.0})]  # fmt: skip
    one, found = course(timeline=steps), []
    for week in (100, 150, 200):
        one.live(week)
        families = one.world.families
        level = families.level[(families.level > 0) & (families.leaves == NOBODY)]
        found.append((level == 3).mean())
    assert found[0] < 0.5 < found[1] < 1.0 == found[2]
