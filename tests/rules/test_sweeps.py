"""Whole weeks in worlds of a few families, where the answer is known beforehand."""

import numpy as np
import pytest
from small_world import OFFERS, in_care, lines, live, norm, seats_of, small_world, still, waits

from samenhang.model.tables import (
    ABSENT,
    ACTIVE,
    INTENSIVE,
    LIGHT,
    MADE,
    MANDATED,
    MISSED,
    NOBODY,
    NONE,
    REGULAR,
    STAY,
    VACANT,
    WAITING,
)

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
    world = small_world(6, seats=(1, 1), sector_of=(0, 0))
    world.organisations.norm_factor[1] = 2.0
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


# allocation: refusals, papers, newcomers, never again


def refused(world):
    return [(line[0], line[2], line[3]) for line in lines(world, "refused")]


def test_a_refusal_is_told_once_by_each_organisation_in_thirteen_weeks():
    world = small_world(1, seats=(1, 1), sector_of=(0, 0))
    world.streams.refuses[:] = 1.0
    waits(world, 0, 0.5)
    live(world, norm(9), until=27, off=["money"])
    assert refused(world) == [(week, "ceiling", 100) for week in (0, 0, 13, 13, 26, 26)]


def test_the_most_complex_are_refused_by_the_unwilling_for_thirteen_weeks_at_a_time():
    world = small_world(400, n_domains=1, seats=(1, 1), sector_of=(0, 0))
    world.organisations.willingness[:] = [0.0, 1.0]
    for f in range(400):
        waits(world, f, 0.5)
    world.families.vulnerability[:] = 1.0  # complexity (0 + 0.5 + 1) / 3 = one half
    p = norm(1000, refuses_complex=0.5)
    live(world, p)
    assert {line[1:3] for line in lines(world, "refused")} == {("refused", "complexity")}
    n = len(lines(world, "refused"))
    assert 60 <= n <= 140  # a quarter of 400: 100, give or take three times nine
    assert (world.episodes.seat[:, 0] != NOBODY).all()  # the willing one took them


def test_the_answer_of_an_organisation_holds_until_it_is_asked_again():
    world = small_world(60)
    world.organisations.willingness[:] = 0.0
    for f in range(60):
        waits(world, f, 0.5)
    world.families.vulnerability[:] = 1.0
    taken = []
    for week in range(14):
        live(world, norm(1000, refuses_complex=1.0), week)
        taken.append(int((world.episodes.seat[:, 0] != NOBODY).sum()))
    assert 0 < taken[0] == taken[12] < taken[13]


def test_who_goes_first_is_refused_neither_for_money_nor_for_complexity():
    world = small_world(2)
    world.streams.refuses[:], world.organisations.willingness[:] = 1.0, 0.0
    world.families.vulnerability[:], world.families.channel[1], world.domains.mandated[:] = 1.0, MANDATED, True
    waits(world, 0, 0.9)
    waits(world, 1, 0.5)
    live(world, norm(9, refuses_complex=1.0), off=["money"])
    assert seats_of(world) == [0, 0] and refused(world) == []


def test_money_that_is_not_released_yet_comes_in_some_week():
    world = small_world(1)
    world.streams.releases[:] = 0.2
    waits(world, 0, 0.5)
    live(world, norm(9), until=60, off=["money"])
    week = lines(world, "start")[0][0]
    assert refused(world)[0] == (0, "ceiling", 100) and 0 < week < 60


def test_nobody_starts_before_the_papers_are_in_order():
    world = small_world(2)
    waits(world, 0, 0.9)
    waits(world, 1, 0.5)
    world.episodes.ready[0, 0] = 3
    live(world, norm(1), 2)
    assert seats_of(world) == [NOBODY, 0]


def test_newcomers_take_fewer_cases():
    world = small_world(10)
    for f in range(10):
        waits(world, f, 0.5)
    world.professionals.capacity[0] = 0.5
    live(world, norm(8))
    assert world.professionals.caseload.tolist() == [4]


def test_a_newcomer_takes_fewer_cases_from_the_first_week():
    world = small_world(10)
    for f in range(10):
        waits(world, f, 0.5)
    world.professionals.status[0] = VACANT
    p = still(
        allocation={"caseload_norm": 8.0},
        workforce={"weeks_to_fill": 1.0, "induction": 600.0, "caseload_at_start": 0.5},
    )
    live(world, p, until=2)
    assert [line[0] for line in lines(world, "hire")] == [0]
    assert world.professionals.caseload.tolist() == [4]  # half of the norm


def test_a_family_does_not_return_to_whom_it_asked_to_go():
    world = small_world(1, seats=(2,))
    waits(world, 0, 0.5)
    world.episodes.last_seat[0, 0], world.episodes.last_person[0, 0], world.episodes.not_again[0, 0] = 0, 0, True
    world.professionals.caseload[1] = 5  # the other one is busier
    live(world, norm(9))
    assert seats_of(world) == [1]


def test_who_may_not_return_somewhere_does_not_keep_others_from_that_place():
    world = small_world(2)
    waits(world, 0, 0.7)  # first in line, and the only seat is the one it left
    world.episodes.last_seat[0, 0], world.episodes.last_person[0, 0], world.episodes.not_again[0, 0] = 0, 0, True
    waits(world, 1, 0.5)
    live(world, norm(9))
    assert seats_of(world) == [NOBODY, 0]


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


def test_more_helpers_take_more_coordination():
    world = small_world(1, n_domains=3)
    for d in range(3):
        in_care(world, 0, 0.6, d=d)
    live(world, still(hours={"coordination": 0.2, "coordination_together": 0.1}))
    assert world.professionals.coordination[0] == pytest.approx(0.9)


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
