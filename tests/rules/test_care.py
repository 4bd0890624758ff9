"""Hours and contacts of a week in a small world, worked out by hand."""

import numpy as np
import pytest
from small_world import in_care, live, norm, seats_of, small_world, still, waits

from samenhang.model.tables import (
    ABSENT,
    ACTIVE,
    INTENSIVE,
    LIGHT,
    MADE,
    MANDATED,
    MISSED,
    NONE,
    REGULAR,
    STAY,
    VACANT,
    WAITING,
)

# hours


def busy_week(n, *, hours=20.0, **more):
    """So many regular cases of one hour, and 20 hours: 5 of administration, 3 of travel, 12 for the rest."""
    world = small_world(n)
    world.domains.hours[:] = 1.0
    for f in range(n):
        in_care(world, f, 0.6)
    week = {"hours": hours, "administration": 0.25, "travel": 3.0, "coordination": 0.25, "regular": 1.0, **more}
    return world, still(hours=week)


def of_staff(world, *columns):
    return [getattr(world.professionals, c)[0] for c in columns]


def test_with_time_enough_everybody_gets_what_is_asked():
    world, p = busy_week(8)
    live(world, p)
    assert of_staff(world, "direct", "coordination", "administration", "given") == [8.0, 2.0, 5.0, 1.0]
    assert world.professionals.workload[0] == pytest.approx(18 / 20)
    assert world.sectors.busy[0] == pytest.approx(18 / 20)


def test_coordination_is_squeezed_before_direct_hours():
    world, p = busy_week(11)  # 11 + 2.75 asked of the 12 there are
    live(world, p)
    assert of_staff(world, "direct", "coordination", "given") == [11.0, 1.0, 1.0]
    assert world.professionals.workload[0] == pytest.approx(21.75 / 20)


def test_urgent_and_imposed_keep_their_hours_and_the_others_lose_alike():
    world, p = busy_week(16)  # 16 asked of 12
    world.domains.most[:], world.domains.mandated[:] = STAY, True
    world.families.need[0, 0], world.families.channel[1] = 0.9, MANDATED
    live(world, p)
    assert world.professionals.coordination[0] == 0.0
    assert world.episodes.hours[:, 0].tolist() == pytest.approx([1.0, 1.0] + [10 / 14] * 14)
    assert world.professionals.direct[0] == pytest.approx(12.0)


def test_looks_take_hours_from_the_others():
    world, p = busy_week(12)
    world.professionals.looks[0] = 2.0
    live(world, p, off=["access"])
    assert of_staff(world, "direct", "coordination", "administration") == pytest.approx([12.0, 0.0, 5.0])
    assert world.professionals.given[0] == pytest.approx(10 / 12)


def test_a_second_try_takes_hours_in_the_next_week():
    world, p = busy_week(4)
    p = p._replace(contacts=still(contacts={"missed": 1.0, "persistence": 1.0}).contacts)
    live(world, p, until=2)
    assert world.episodes.contact[:, 0].tolist() == [MADE] * 4
    assert world.professionals.coordination[0] == pytest.approx(1.0 + 4.0)  # as much again as the four contacts took


def test_whose_professional_is_away_gets_no_hours():
    world, p = busy_week(2)
    world.professionals.status[0], world.professionals.back[0] = ABSENT, 9
    live(world, p)
    assert world.episodes.hours.sum() == world.professionals.workload[0] == 0.0
    assert world.episodes.status[:, 0].tolist() == [ACTIVE, ACTIVE]


def test_every_case_takes_coordination_and_working_together_takes_more():
    world = small_world(1, n_domains=3, seats=(1, 1, 1))
    for d in range(3):
        in_care(world, 0, 0.6, seat=d, d=d)
    together = {"rule": "fixed", "level": "coordination", "hours_two": 0.1}
    live(world, still(hours={"coordination": 0.2}, teams=together))
    assert world.professionals.coordination.tolist() == pytest.approx([0.3] * 3)
    live(world, still(hours={"coordination": 0.2}), 1)
    assert world.professionals.coordination.tolist() == pytest.approx([0.2] * 3)


# contacts


def met(world, p, weeks=1, **more):
    live(world, p, until=weeks, **more)
    return world.episodes.contact[:, 0].tolist()


def test_missed_contacts_have_no_effect():
    world = small_world(300)
    for f in range(300):
        in_care(world, f, 0.6, alliance=0.0)
    p = still(contacts={"missed": 0.25, "new_face": 1.0, "persistence": 0.0, "effect": 0.01})
    seen = np.array(met(world, p))
    assert 105 <= (seen == MISSED).sum() <= 195  # 0.25 × (2 − 0) of 300: 150
    assert ((world.episodes.effect[:, 0] > 0.0) == (seen == MADE)).all()


def test_who_keeps_trying_misses_nobody():
    world = small_world(50)
    for f in range(50):
        in_care(world, f, 0.6)
    assert met(world, still(contacts={"missed": 0.25, "persistence": 1.0})) == [MADE] * 50


@pytest.mark.parametrize(("before", "few", "many"), [(0, 140, 210), (6, 140, 210), (7, 45, 105)])
def test_until_the_eighth_contact_a_face_is_new(before, few, many):
    world = small_world(300)
    for f in range(300):
        in_care(world, f, 0.6, alliance=1.0)
        world.episodes.contacts[f, 0] = before
    p = still(contacts={"missed": 0.25, "new_face": 2.4, "persistence": 0.0})
    assert few <= met(world, p).count(MISSED) <= many  # 0.6 or 0.25 of 300: 180 or 75


def test_the_bond_tends_to_the_match():
    world = small_world(2)
    in_care(world, 0, 0.6, alliance=0.1, match=0.8)
    in_care(world, 1, 0.6, alliance=0.9, match=0.2)
    live(world, still(contacts={"bonding": 0.1}), until=10)
    bond = world.episodes.alliance[:, 0]
    assert bond.tolist() == pytest.approx([0.8 - 0.7 * 0.9**10, 0.2 + 0.7 * 0.9**10])


def test_trust_follows_the_bond():
    world = small_world(1)
    in_care(world, 0, 0.6, alliance=0.9, match=0.9)
    live(world, still(contacts={"trust_growth": 0.1}))
    assert world.families.trust[0] == pytest.approx(0.5 + 0.1 * 0.4)


def test_the_match_of_a_pair_is_the_same_whenever_they_meet_and_differs_between_pairs():
    drawn = []
    for week in (0, 30):
        world = small_world(20, seats=(2,))
        for f in range(20):
            waits(world, f, 0.6)
        live(world, norm(10), week)
        drawn.append(dict(zip(zip(range(20), seats_of(world), strict=True), world.episodes.match[:, 0], strict=True)))
    assert np.unique(list(drawn[0].values())).size == 20
    both = set(drawn[0]) & set(drawn[1])
    assert len(both) > 3 and all(drawn[0][pair] == drawn[1][pair] for pair in both)


def test_a_hidden_need_comes_to_light_to_one_professional_only():
    world = small_world(1, n_domains=3, seats=(1, 1, 1))
    in_care(world, 0, 0.6, seat=0, d=0)
    in_care(world, 0, 0.6, seat=1, d=1)
    world.families.need[0, 2] = 0.5  # hidden
    p = still(contacts={"learns": 0.5})
    knows = []
    for week in range(40):
        live(world, p, week, off=["referral"])
        knows.append(world.episodes.knows[0].tolist())
    first = next(k for k in knows if k[0] & 4 or k[1] & 4)
    assert [bool(first[0] & 4), bool(first[1] & 4)] in ([True, False], [False, True])
    assert world.episodes.status[0, 2] == ACTIVE  # and is referred


def test_what_one_knows_is_lost_when_that_one_is_gone():
    world = small_world(1, n_domains=2, seats=(1, 1))
    in_care(world, 0, 0.6, seat=0, d=0)
    world.families.need[0, 1], world.episodes.knows[0, 0] = 0.6, 0b11
    world.professionals.status[0] = VACANT
    world.episodes.status[0, 0] = WAITING
    live(world, still())
    assert world.episodes.status[0].tolist() == [WAITING, NONE]


def test_care_that_is_too_light_has_less_effect_and_too_heavy_no_more():
    world = small_world(3)
    for f, intensity in enumerate([LIGHT, REGULAR, INTENSIVE]):
        in_care(world, f, 0.6, intensity=intensity)
    live(world, still(contacts={"effect": 0.01, "too_light": 0.5}))
    assert world.episodes.effect[:, 0].tolist() == pytest.approx([0.005, 0.01, 0.01])


def test_helpers_with_goals_of_their_own_undo_part_of_the_work():
    world = small_world(2, n_domains=2)
    world.families.goal_agreement[:] = [0.5, 1.0]
    for f in (0, 1):
        for d in (0, 1):
            in_care(world, f, 0.6, d=d)
    live(world, still(contacts={"effect": 0.01, "contradiction": 0.16}))
    assert world.episodes.effect[:, 0].tolist() == pytest.approx([0.0096, 0.01])


def test_strain_before_leaving_lowers_the_effect():
    world = small_world(2, seats=(2,))
    in_care(world, 0, 0.6, seat=0)
    in_care(world, 1, 0.6, seat=1)
    world.professionals.strain[:], world.professionals.intention[:] = 1.0, [0.0, 1.0]
    live(world, still(contacts={"effect": 0.01, "strain_cost": 0.2}))
    assert world.episodes.effect[:, 0].tolist() == pytest.approx([0.009, 0.008])
