"""Professionals leave, families move, episodes change hands: tables and log must tell the same story."""

import pytest
from small_world import in_care, lines, live, seats_of, small_world, still, waits

from samenhang.model.measures import NEW_BREAKS
from samenhang.model.tables import ACTIVE, NOBODY, NONE, PRESENT, VACANT, WAITING

EVERYBODY_LEAVES = {"exit_rate": 52.0, "weeks_to_fill": 1e6}  # chance 52 / 52 = 1


# workforce and handover


def two_clients():
    world = small_world(2)
    in_care(world, 0, 0.5)
    in_care(world, 1, 0.7)
    live(world, still(workforce=EVERYBODY_LEAVES), 5)
    return world


def test_clients_of_a_leaver_come_back_to_the_waiting_list_as_interrupted():
    world = two_clients()
    assert world.professionals.status.tolist() == [VACANT]
    assert world.professionals.caseload.tolist() == [0]
    assert world.episodes.status[:, 0].tolist() == [WAITING, WAITING]
    assert world.episodes.interrupted[:, 0].all()
    assert world.episodes.since[:, 0].tolist() == [5, 5]
    assert seats_of(world) == [NOBODY, NOBODY]
    assert world.episodes.last_seat[:, 0].tolist() == [0, 0]
    assert world.episodes.last_person[:, 0].tolist() == [0, 0]


def test_who_has_a_professional_again_no_longer_waits_after_a_break():
    world = two_clients()
    live(world, still(workforce={"exit_rate": 0.0, "weeks_to_fill": 1.0}), 6)
    live(world, still(), 7)
    assert world.episodes.status[:, 0].tolist() == [ACTIVE, ACTIVE]
    assert not world.episodes.interrupted.any()


def test_the_log_names_the_leaver_and_every_relation_that_ended():
    assert lines(two_clients()) == [
        (5, "leave", "turnover", NOBODY, NOBODY, 0, 0),
        (5, "relation_end", "turnover", 100, 0, 0, 0),
        (5, "relation_end", "turnover", 101, 0, 0, 0),
    ]


def test_the_next_person_in_the_seat_is_somebody_else_rested_and_without_clients():
    world = two_clients()
    world.professionals.strain[0] = 0.9
    live(world, still(workforce={"exit_rate": 0.0, "weeks_to_fill": 1.0}), 6)
    staff = world.professionals
    assert (staff.status[0], staff.person[0], staff.strain[0], staff.caseload[0]) == (PRESENT, 1, 0.0, 0)
    assert lines(world, "hire") == [(6, "hire", "none", NOBODY, NOBODY, 1, 0)]
    live(world, still(), 7)
    assert {line[5:] for line in lines(world, "start")} == {(1, 0)}
    assert world.episodes.person[:, 0].tolist() == [1, 1]


def test_only_the_clients_of_the_leaver_lose_their_professional():
    world = small_world(2, seats=(2,))
    in_care(world, 0, 0.5, seat=0)
    in_care(world, 1, 0.5, seat=1)
    world.professionals.strain[0] = 1.0  # e to the power 20 times as likely to leave: certain
    p = still(workforce={"exit_rate": 0.001, "strain_effect": 20.0, "strain_recovery": 0.0})
    live(world, p)
    assert world.professionals.status.tolist() == [VACANT, PRESENT]
    assert world.episodes.status[:, 0].tolist() == [WAITING, ACTIVE]


def test_strain_follows_from_hours_asked_beyond_hours_there():
    world = small_world(2)
    world.domains.hours[:] = 8.0
    in_care(world, 0, 0.5)
    in_care(world, 1, 0.5)
    live(world, still(contacts={"effect": 0.0, "direct_hours": 8.0}, workforce={"exit_rate": 0.0, "strain_gain": 0.1}))
    assert world.professionals.workload[0] == pytest.approx(2.0)  # 16 hours asked, 8 there
    assert world.professionals.strain[0] == pytest.approx(0.1)  # 0.1 × (2 − 1) × (1 − 0)


def departures(n_clients):
    """(week, seat) of everybody who leaves in 300 weeks, with so many light cases each to begin with."""
    world = small_world(5 * n_clients + 1, seats=(5,))
    for f in range(5 * n_clients):
        in_care(world, f, 0.5, seat=f % 5)
    live(world, still(workforce={"exit_rate": 0.5, "weeks_to_fill": 8.0}), until=300)
    return [(line[0], line[6]) for line in lines(world, "leave")]


def test_caseload_has_no_road_to_leaving_but_strain():
    """Eight light cases fit the hours: the same people leave in the same weeks as without clients."""
    assert departures(8) == departures(0) != []


# families


def test_of_a_family_that_moves_everything_is_closed():
    world = small_world(2, n_domains=3)
    world.families.moves[0] = 3
    in_care(world, 0, 0.5, d=0)
    waits(world, 0, 0.5, d=1)
    in_care(world, 1, 0.5, d=0)
    p = still(allocation={"caseload_norm": 2.0})
    live(world, p, 2)
    assert lines(world) == []
    live(world, p, 3)
    assert world.families.leaves.tolist() == [3, NOBODY]
    assert world.episodes.status.tolist() == [[NONE] * 3, [ACTIVE, NONE, NONE]]
    assert world.professionals.caseload.tolist() == [1]
    assert lines(world) == [
        (3, "relation_end", "moved", 100, 0, 0, 0),
        (3, "close", "moved", 100, 0, NOBODY, NOBODY),
        (3, "close", "moved", 100, 1, NOBODY, NOBODY),
    ]


def test_who_moved_asks_for_nothing_any_more():
    world = small_world(1)
    world.families.moves[0] = 1
    world.families.need[0, 0] = 0.9
    live(world, still(), until=50)
    assert {line[0] for line in lines(world)} <= {0, 1}


def test_breaks_are_counted_in_the_week_of_leaving_or_moving_and_not_when_the_need_is_met():
    world = small_world(3, seats=(3,))
    for f in range(3):
        in_care(world, f, 0.5, seat=f)
    world.families.moves[0] = 2
    world.families.should_meet[1, 0], world.families.need[1, 0] = False, 0.1  # care ends in week 0
    live(world, still(), until=4)
    live(world, still(workforce=EVERYBODY_LEAVES), 4)
    assert [line[:3] for line in lines(world, "relation_end")] == [
        (0, "relation_end", "goal_met"),
        (2, "relation_end", "moved"),
        (4, "relation_end", "turnover"),
    ]
    assert world.series[:5, NEW_BREAKS].tolist() == [0, 0, 1, 0, 1]
