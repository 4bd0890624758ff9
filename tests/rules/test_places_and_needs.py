"""Places to stay, and what should be met: worked out by hand in a small world."""

import numpy as np
import pytest
from small_world import OFFERS, in_care, lines, live, norm, small_world, still

from samenhang.model.tables import (
    INTENSIVE,
    LIGHT,
    REGULAR,
    STAY,
    VACANT,
    WAITING,
)

# places to stay


def test_places_to_stay_go_to_the_heaviest_needs():
    world = small_world(4)
    world.domains.most[:], world.domains.offers[:] = STAY, OFFERS | 1 << STAY
    for f, need in enumerate([0.80, 0.95, 0.85, 0.90]):
        in_care(world, f, need, intensity=INTENSIVE)
    world.municipality.places[0] = 2
    live(world, norm(9))
    assert world.episodes.intensity[:, 0].tolist() == [INTENSIVE, STAY, INTENSIVE, STAY]
    assert sorted(line[3] for line in lines(world, "step")) == [101, 103]
    live(world, norm(9), 1)
    assert (world.episodes.intensity[:, 0] == STAY).sum() == 2  # there are no more places than there are


def test_nobody_stays_who_does_not_need_it_or_where_it_is_not_on_offer():
    for most, offers, need in [(INTENSIVE, 30, 0.95), (STAY, OFFERS, 0.95), (STAY, 30, 0.7)]:
        world = small_world(1)
        world.domains.most[:], world.domains.offers[:], world.municipality.places[0] = most, offers, 5
        in_care(world, 0, need, intensity=INTENSIVE)
        live(world, norm(9))
        assert world.episodes.intensity[0, 0] == INTENSIVE


def test_a_stay_goes_on_and_is_paid_while_another_professional_is_sought():
    world = small_world(1)
    world.domains.most[:], world.municipality.places[0] = STAY, 1
    in_care(world, 0, 0.9, intensity=STAY)
    world.professionals.status[0] = VACANT
    live(world, still(), until=2)
    assert world.episodes.status[0, 0] == WAITING
    assert (world.episodes.days[0, 0], world.episodes.hours[0, 0], world.episodes.cost[0, 0]) == (7, 0.0, 2100.0)


# needs


def test_spill_over_uses_the_needs_of_last_week_in_whatever_order_the_domains_stand():
    found = []
    for order in ([0, 1], [1, 0]):
        world = small_world(1, n_domains=2)
        world.families.need[0] = np.array([0.8, 0.2])[order]
        world.domains.spill[:] = np.array([[0.0, 0.5], [1.0, 0.0]])[np.ix_(order, order)]
        live(world, still(needs={"spill_over": 0.01}))
        found.append(world.families.need[0][order].tolist())
    # 0.8 + 0.01 × 0.2 × (0.5 × 0.2) and 0.2 + 0.01 × 0.8 × (1 × 0.8); with 0.8002 the second would be 0.2064016
    assert found[0] == pytest.approx([0.8002, 0.2064], rel=0, abs=1e-12)
    assert found[0] == found[1]


def test_care_of_this_week_is_felt_in_the_next():
    world = small_world(1)
    in_care(world, 0, 0.5)
    p = still(contacts={"effect": 0.1})
    live(world, p)
    assert world.families.need[0, 0] == 0.5
    live(world, p, 1)
    assert world.families.need[0, 0] == pytest.approx(0.45, rel=0, abs=1e-12)  # 0.5 − 0.1 × 0.5


def test_every_domain_goes_at_its_own_pace_with_care_and_without():
    world = small_world(2, n_domains=2)
    world.domains.pace[:] = [1.0, 0.5]
    world.families.informal_support[:] = [0.0, 0.8]
    in_care(world, 0, 0.5, d=0)
    in_care(world, 0, 0.5, d=1)
    world.families.need[1] = 0.3
    recovers = still(needs={"recovery": 0.01, "support_effect": 0.5}, contacts={"effect": 0.1})
    live(world, recovers, off=["contacts"])
    live(world, still(), 1)
    # in care: × (1 − 0.01) and then × (1 − 0.1), and × (1 − 0.005) and × (1 − 0.05) at half the pace
    assert world.families.need[0] == pytest.approx([0.5 * 0.99 * 0.9, 0.5 * 0.995 * 0.95], rel=0, abs=1e-12)
    # a network of 0.8 makes 0.01 into 0.014
    assert world.families.need[1] == pytest.approx([0.3 * 0.986, 0.3 * 0.993], rel=0, abs=1e-12)


def test_set_backs_strike_the_vulnerable_where_problems_are_common():
    world = small_world(40, n_domains=3)
    world.domains.exposure[:] = [1.0, 0.0, 1.0]
    world.families.vulnerability[:20] = 1.0
    live(world, still(needs={"shock_rate": 52.0}))  # chance 52 / 52 × vulnerability × 2: certain, one each
    struck = world.families.need > 0.0
    assert (struck[:20].sum(axis=1) == 1).all() and not struck[20:].any()
    assert struck[:, 1].sum() == 0 and min(struck[:, 0].sum(), struck[:, 2].sum()) >= 4
    assert np.unique(world.families.need[struck]).size == 20  # no two set-backs of the same size


def test_a_set_back_takes_a_share_of_the_room_that_is_left():
    sizes = []
    for before in (0.0, 0.5):
        world = small_world(1)
        world.families.need[:], world.families.vulnerability[:] = before, 1.0
        live(world, still(needs={"shock_rate": 52.0}))
        sizes.append(world.families.need[0, 0])
    assert sizes[1] == pytest.approx(0.5 + 0.5 * sizes[0], rel=0, abs=1e-12)  # the same luck


def test_need_decides_what_care_fits():
    world = small_world(5)
    for f, need in enumerate([0.3, 0.45, 0.6, 0.75, 0.9]):
        world.families.need[f, 0] = need
    world.domains.most[:] = STAY
    live(world, still())
    assert world.families.warranted[:, 0].tolist() == [0, LIGHT, REGULAR, INTENSIVE, STAY]
