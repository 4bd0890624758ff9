"""Trust between helpers and organisations, and what people learn, week by week in a small world."""

import numpy as np
import pytest
from small_world import in_care, live, small_world, still, told, waits

from samenhang.model.tables import VACANT
from samenhang.model.ties import after_years, personal_trust

COLLEAGUES = {"rule": "fixed", "level": "collaboration", "meeting_wait": 0.0}  # they meet every week
GROWS = {"tie_growth": 0.1, "ceiling": 0.8, "anchoring": 0.0}


def pair(n=1, **trust):
    """Two helpers, of two organisations, who share families."""
    world = small_world(n, n_domains=2, seats=(1, 1))
    for f in range(n):
        for d in range(2):
            in_care(world, f, 0.6, seat=d, d=d)
    return world, still(teams=COLLEAGUES, trust=GROWS | trust)


def between(world, week):
    return personal_trust(world.ties, world.professionals, 0, 1, week, 0.0, -1.0)


def test_who_meets_every_week_comes_to_trust_one_another():
    world, p = pair()
    live(world, p, until=20)
    assert between(world, 19) == pytest.approx(after_years(0.5, 0.8, 0.1, 20))
    assert world.families.mutual_trust[0] == pytest.approx(after_years(0.5, 0.8, 0.1, 19))  # before this week's meeting


def test_two_families_are_two_meetings():
    world, p = pair(2)
    live(world, p, until=5)
    assert between(world, 4) == pytest.approx(after_years(0.5, 0.8, 0.1, 10))


def test_trust_ends_with_leaving_and_begins_anew_but_for_what_is_anchored():
    for anchoring, left in ((0.0, 0.5), (1.0, 0.9)):
        world, p = pair(anchoring=anchoring)
        world.organisations.trust[:] = 0.9 if anchoring else 0.5
        live(world, p, until=30)
        world.professionals.person[1] += 1
        world.episodes.person[0, 1] += 1
        live(world, p, 30)
        assert world.families.mutual_trust[0] == pytest.approx(left)


@pytest.mark.parametrize(("kept", "share"), [(0.0, 0.5), (0.6, 0.8)])
def test_a_new_leadership_sets_back_what_is_not_anchored(kept, share):
    world, p = pair(anchoring=kept, leadership_change=52.0, leadership_reset=0.5)
    world.organisations.trust[:], world.organisations.agreements[:] = 0.8, 0.4
    live(world, p)
    for table, before in ((world.organisations.trust, 0.8), (world.organisations.agreements, 0.4)):
        assert table[0, 1] == table[1, 0] == pytest.approx(before * share * share)  # of both organisations
        assert table.diagonal().tolist() == [1.0, 1.0]


def test_every_refusal_costs_trust_on_both_sides():
    world = small_world(4, seats=(1, 1), sector_of=(0, 0))
    world.streams.refuses[0] = 1.0
    for f in range(4):
        waits(world, f, 0.5)
    live(world, still(trust={"refusal_harm": 0.1}), off=["money"])
    n = len(told(world, "refused"))
    assert n == 4
    assert world.organisations.trust[0, 1] == world.organisations.trust[1, 0] == pytest.approx(0.5 * 0.9**4)
    assert world.organisations.refusals.sum() == 0.0


def seat_of_the_next(off=()):
    """A helper of the first organisation; the second has agreements with it, the third is a little less loaded."""
    world = small_world(9, n_domains=2, seats=(1, 1, 1), sector_of=(0, 1, 1))
    in_care(world, 0, 0.6, seat=0)
    for f in range(1, 8):
        in_care(world, f, 0.6, seat=1 if f < 5 else 2, d=1)  # four and three
    for o, agreed in ((1, 1.0), (2, 0.0)):
        world.organisations.agreements[0, o] = world.organisations.agreements[o, 0] = agreed
    p = still(allocation={"prefers_agreed": 0.5, "caseload_norm": 9.0})
    live(world, p, off=off)
    waits(world, 0, 0.5, d=1, since=1)
    live(world, p, 1, off=off)
    return int(world.episodes.seat[0, 1])


def test_organisations_with_agreements_are_asked_first():
    assert seat_of_the_next() == 1
    assert seat_of_the_next(off=["trust"]) == 2


def test_where_who_takes_a_case_is_closed_agreements_draw_nobody():
    assert seat_of_the_next(off=["channel_takes"]) == 2


# learning


def test_who_trains_learns_and_has_less_time():
    world, p = pair()
    p = p._replace(learning=still(learning={"training": 0.5, "training_hours": 2.0, "competence_growth": 1.04}).learning)  # fmt: skip
    world.professionals.since[:] = -100
    live(world, p)
    assert world.professionals.training.tolist() == [1.0, 1.0]
    assert world.professionals.competence.tolist() == pytest.approx([0.5 + 0.52 * 0.5 / 52] * 2)
    busy = world.professionals.workload[0]
    live(world, p, 1)
    assert world.professionals.workload[0] == pytest.approx(busy + 1.0 / p.hours.hours)


@pytest.mark.parametrize(("anchored", "brought"), [(0.0, 0.0), (0.5, 0.4)])
def test_a_way_of_working_leaves_with_who_learnt_it_but_for_what_is_anchored(anchored, brought):
    world = small_world(1, seats=(2,))
    world.professionals.since[:], world.professionals.adopted[:], world.professionals.status[1] = -100, 0.8, VACANT
    p = still(workforce={"weeks_to_fill": 1.0}, trust={"anchoring": anchored}, learning={"competence_at_start": 0.4, "practice_effect": 0.2})  # fmt: skip
    live(world, p)
    assert told(world, "hire") == [(0, "hire", "none")]
    assert world.professionals.adopted.tolist() == pytest.approx([0.8, brought])
    assert world.professionals.competence[1] == 0.4
    assert world.professionals.practice.tolist() == pytest.approx([1.16, 1.0 + 0.2 * brought])


def test_a_way_of_working_changes_what_an_hour_of_help_is_worth():
    effects = []
    for adopted in (0.0, 1.0):
        world = small_world(1)
        in_care(world, 0, 0.6)
        world.professionals.since[:], world.professionals.adopted[:] = -100, adopted
        p = still(contacts={"effect": 0.01}, learning={"practice_effect": 0.1})
        live(world, p, until=2)
        effects.append(world.episodes.effect[0, 0])
    assert effects == pytest.approx([0.01, 0.011])


def test_without_learning_everybody_is_halfway_competent_and_nobody_has_a_practice():
    world, p = pair()
    world.professionals.adopted[:], world.professionals.competence[:], world.professionals.training[:] = 1.0, 0.9, 3.0
    live(world, p, off=["learning"])
    for column, null in (("adopted", 0.0), ("competence", 0.5), ("training", 0.0), ("practice", 1.0)):
        assert np.all(getattr(world.professionals, column) == null)
