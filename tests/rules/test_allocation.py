"""Who is served first, by whom, and who is refused: worked out by hand in a small world."""

import numpy as np
import pytest
from small_world import in_care, lines, live, norm, seats_of, small_world, still, waits

from samenhang.model.tables import (
    MANDATED,
    NOBODY,
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
