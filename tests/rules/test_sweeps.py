"""Whole weeks in worlds of a few families, where the answer is known beforehand."""

import numpy as np
import pytest
from small_world import in_care, live, norm, seats_of, small_world, still, waits

from samenhang.model.tables import NOBODY, VACANT, WAITING

# allocation: who goes first


def two_in_line(longer):
    """At week 20: half a need waiting so many weeks, and an urgent family that came this week."""
    world = small_world(2)
    waits(world, 0, 0.5, since=20 - longer)
    waits(world, 1, 0.9, since=20)
    return world


def test_an_urgent_family_passes_one_that_waits_longer():
    world = two_in_line(longer=6)  # 16 × 0.9 = 14.4 against 16 × 0.5 + 6 = 14
    live(world, norm(1), 20)
    assert seats_of(world) == [NOBODY, 0]


def test_a_family_that_waits_long_enough_passes_an_urgent_one():
    world = two_in_line(longer=7)  # 14.4 against 15
    live(world, norm(1), 20)
    assert seats_of(world) == [0, NOBODY]


def test_first_come_first_served_knows_no_urgency():
    world = two_in_line(longer=1)
    live(world, norm(1), 20, off=["allocation"])
    assert seats_of(world) == [0, NOBODY]


@pytest.mark.parametrize(("off", "served"), [((), [NOBODY, 0]), (("allocation",), [0, NOBODY])])
def test_a_family_that_lost_its_professional_goes_ahead_unless_first_come_is_first_served(off, served):
    world = small_world(2)
    waits(world, 0, 0.5, since=13)  # 7 weeks against a head start of 8
    waits(world, 1, 0.5, since=20)
    world.episodes.interrupted[1, 0] = True
    live(world, norm(1), 20, off=off)
    assert seats_of(world) == served


def test_an_urgent_family_is_still_tried_behind_one_that_found_no_room():
    world = small_world(4)
    in_care(world, 0, 0.5)
    in_care(world, 1, 0.5)
    waits(world, 2, 0.5, since=0)  # first in line, but the norm is reached
    waits(world, 3, 0.9, since=30)
    live(world, norm(2, overbook=1.5), 30)
    assert seats_of(world) == [0, 0, NOBODY, 0]


def test_a_full_sector_does_not_hold_up_another():
    world = small_world(2, n_domains=2, seats=(1, 1))
    waits(world, 0, 0.7, d=0)
    waits(world, 1, 0.7, d=0)
    waits(world, 1, 0.5, d=1)
    live(world, norm(1))
    assert sorted(seats_of(world, 0)) == [NOBODY, 0]
    assert seats_of(world, 1) == [NOBODY, 1]


# allocation: where they go


def test_the_previous_professional_is_preferred_to_a_less_loaded_one():
    world = small_world(2, seats=(2,))
    in_care(world, 0, 0.5, seat=1)
    waits(world, 1, 0.5, after=1)
    live(world, norm(2))
    assert seats_of(world) == [1, 1]


def test_a_new_face_in_the_same_seat_is_not_the_previous_professional():
    world = small_world(2, seats=(2,))
    in_care(world, 0, 0.5, seat=1)
    waits(world, 1, 0.5, after=1)
    world.professionals.person[1] += 1
    world.episodes.person[0, 0] += 1
    live(world, norm(2))
    assert seats_of(world) == [1, 0]


def test_without_room_at_the_previous_professional_somebody_else_takes_over():
    world = small_world(2, seats=(2,))
    in_care(world, 0, 0.5, seat=1)
    waits(world, 1, 0.5, after=1)
    live(world, norm(1))
    assert seats_of(world) == [1, 0]


def test_the_least_loaded_counts_cases_against_the_norm_of_the_organisation():
    world = small_world(6, seats=(2,))
    world = world._replace(organisations=type(world.organisations)(*(np.repeat(c, 2) for c in world.organisations)))
    world.organisations.norm_factor[1] = 2.0
    world.professionals.organisation[1] = 1
    for f, seat in enumerate([0, 0, 1, 1, 1]):  # 2 of a norm of 4, and 3 of a norm of 8
        in_care(world, f, 0.5, seat=seat)
    waits(world, 5, 0.5)
    live(world, norm(4))
    assert seats_of(world)[5] == 1


def test_nobody_goes_over_the_norm_but_for_urgent_cases_up_to_overbook():
    world = small_world(11, seats=(2,))
    for f in range(8):
        waits(world, f, 0.5)
    live(world, norm(3, overbook=1.4))
    assert world.professionals.caseload.tolist() == [3, 3]
    for f in range(8, 11):
        waits(world, f, 0.9, since=1)
    live(world, norm(3, overbook=1.4), 1)  # 3 × 1.4 = 4.2: one more each, so one urgent family waits
    assert world.professionals.caseload.tolist() == [4, 4]
    assert np.count_nonzero(world.episodes.status[8:] == WAITING) == 1


def test_first_come_first_served_overbooks_nobody():
    world = small_world(2)
    in_care(world, 0, 0.5)
    waits(world, 1, 0.95)
    live(world, norm(1, overbook=2.0), off=["allocation"])
    assert seats_of(world) == [0, NOBODY]


def test_nobody_is_sent_to_an_empty_chair():
    world = small_world(1)
    world.professionals.status[0] = VACANT
    waits(world, 0, 0.9)
    live(world, norm(9))
    assert seats_of(world) == [NOBODY]


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
    live(world, still(needs={"recovery": 0.01, "support_effect": 0.5}, contacts={"effect": 0.1}))
    live(world, still(needs={"recovery": 0.0}, contacts={"effect": 0.1}), 1)
    # in care: × (1 − 0.01) and then × (1 − 0.1), and × (1 − 0.005) and × (1 − 0.05) at half the pace
    assert world.families.need[0] == pytest.approx([0.5 * 0.99 * 0.9, 0.5 * 0.995 * 0.95], rel=0, abs=1e-12)
    # a network of 0.8 makes 0.01 into 0.014
    assert world.families.need[1] == pytest.approx([0.3 * 0.986, 0.3 * 0.993], rel=0, abs=1e-12)


def test_set_backs_strike_the_vulnerable_where_problems_are_common():
    world = small_world(2, n_domains=5)  # five: one block of luck serves four domains
    world.domains.exposure[:] = [1.0, 0.0, 1.0, 0.0, 1.0]
    world.families.vulnerability[:] = [1.0, 0.0]
    live(world, still(needs={"shock_rate": 52.0}))  # chance 52 / 52 × vulnerability × exposure
    struck = world.families.need > 0.0
    assert struck.tolist() == [[True, False, True, False, True], [False] * 5]
    assert len(set(world.families.need[0].tolist())) == 4  # no two set-backs of the same size


def test_no_two_domains_share_their_luck():
    world = small_world(200, n_domains=9)
    world.domains.exposure[:], world.families.vulnerability[:] = 1.0, 1.0
    live(world, still(needs={"shock_rate": 26.0}))  # chance one half
    together = np.corrcoef((world.families.need > 0.0).T) - np.eye(9)
    assert np.abs(together).max() < 4 / np.sqrt(200)
