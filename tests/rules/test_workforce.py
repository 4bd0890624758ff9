"""Who leaves, falls ill and comes: worked out by hand in a small world."""

import pytest
from small_world import in_care, lines, live, seats_of, small_world, still, told

from samenhang.model.tables import (
    ABSENT,
    ACTIVE,
    CLOSED,
    NOBODY,
    PRESENT,
    VACANT,
    WAITING,
)

EVERYBODY_LEAVES = {"exit_rate": 1e6}  # whatever the intention


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
    world.professionals.strain[0], world.professionals.restless[:] = 1.0, 0.0
    # e to the power 20 × (1 − 0.37) times as likely to leave as usual: certain; without strain e to the power −7.4
    p = still(workforce={"exit_rate": 0.1, "strain_effect": 20.0, "intention_of_strain": 1.0})
    live(world, p)
    assert world.professionals.status.tolist() == [VACANT, PRESENT]
    assert world.episodes.status[:, 0].tolist() == [WAITING, ACTIVE]


def test_strain_follows_from_hours_asked_beyond_hours_there():
    world = small_world(2)
    world.domains.hours[:] = 1.0
    in_care(world, 0, 0.5)
    in_care(world, 1, 0.5)
    week = {"hours": 20.0, "administration": 0.25, "travel": 5.0, "coordination": 5.0, "regular": 10.0}
    live(world, still(hours=week, workforce={"strain_gain": 0.1}))
    assert world.professionals.workload[0] == pytest.approx(2.0)  # 5 + 5 + 2 × (5 + 10) = 40 hours asked, 20 there
    assert world.professionals.strain[0] == pytest.approx(0.1)  # 0.1 × (2 − 1) × (1 − 0)


def test_strain_and_what_one_brings_oneself_make_the_intention_to_leave():
    world = small_world(1, seats=(2,))
    world.professionals.strain[:], world.professionals.restless[:] = [0.8, 0.0], 0.4
    live(world, still(workforce={"intention_of_strain": 0.25}))
    assert world.professionals.intention.tolist() == pytest.approx([0.5, 0.3])


def departures(n_clients):
    """(week, seat) of everybody who leaves in 300 weeks, with so many light cases each to begin with."""
    world = small_world(5 * n_clients + 1, seats=(5,))
    for f in range(5 * n_clients):
        in_care(world, f, 0.5, seat=f % 5)
    live(world, still(workforce={"exit_rate": 0.5, "weeks_to_fill": 8.0, "demands": 0.01}), until=300)
    return [(line[0], line[6]) for line in lines(world, "leave")]


def test_caseload_has_no_road_to_leaving_but_strain():
    """Eight light cases fit the hours: the same people leave in the same weeks as without clients."""
    assert departures(8) == departures(0) != []


def test_newcomers_bring_themselves_the_same_person_whenever_they_come():
    found = []
    for week in (0, 40):
        world = small_world(1, seats=(3,))
        world.professionals.status[:] = VACANT
        live(world, still(workforce={"weeks_to_fill": 1.0}), week)
        found.append((world.professionals.talent.tolist(), world.professionals.restless.tolist()))
    assert found[0] == found[1]
    assert len(set(found[0][0])) == 3 and all(0.85 <= t <= 1.15 for t in found[0][0])


def test_newcomers_learn_the_job():
    world = small_world(1)
    p = still(workforce={"induction": 60.0, "skill_at_start": 0.5, "caseload_at_start": 0.5})
    live(world, p)
    assert (world.professionals.skill[0], world.professionals.capacity[0]) == (0.5, 0.5)
    live(world, p, 10)
    assert world.professionals.capacity[0] == 1.0
    live(world, p, 30)
    assert world.professionals.skill[0] == pytest.approx(0.75)


def test_the_labour_pool_is_conserved():
    world = small_world(1, seats=(20,))
    before = world.municipality.labour_pool[0] = 50.0
    p = still(workforce={"exit_rate": 2.0, "weeks_to_fill": 4.0, "recruits": 0.52, "stays_in_region": 0.5})
    live(world, p, until=100)
    came = 100 * 0.52 / 52 * 20
    left, hired = len(lines(world, "leave")), len(lines(world, "hire"))
    assert min(left, hired) > 20
    assert world.municipality.labour_pool[0] == pytest.approx(before + came + 0.5 * left - hired)


def test_an_empty_pool_fills_no_vacancy():
    world = small_world(1)
    world.professionals.status[0], world.municipality.labour_pool[0] = VACANT, 0.0
    live(world, still(workforce={"weeks_to_fill": 1.0}), until=20)
    assert world.professionals.status[0] == VACANT


def test_seats_that_are_cut_are_left_and_closed_and_may_be_opened_again():
    """The last of four is a seat that the region itself never had: a project's."""
    world = small_world(1, seats=(4,))
    world.professionals.opens_at[:] = [0.2, 0.5, 0.8, 1.1]
    in_care(world, 0, 0.5, seat=2)
    live(world, still(workforce={"establishment": 0.6}), until=2)
    assert world.professionals.status.tolist() == [PRESENT, PRESENT, CLOSED, CLOSED]
    assert told(world, "leave", "relation_end") == [(0, "leave", "cut"), (0, "leave", "project_end"), (0, "relation_end", "turnover")]  # fmt: skip
    live(world, still(workforce={"establishment": 1.2, "weeks_to_fill": 1.0}), 2)
    assert world.professionals.status.tolist() == [PRESENT] * 4
    assert world.professionals.person.tolist() == [0, 0, 1, 1]


def test_a_programme_for_staff_costs_every_seat_of_the_establishment():
    world = small_world(1, seats=(2, 3))
    world.professionals.status[0] = VACANT
    live(world, still(workforce={"retention": 0.5, "retention_price": 5200.0}))
    assert world.organisations.extra_cost.tolist() == pytest.approx([100.0, 150.0])
    assert world.streams.cost.sum() == pytest.approx(250.0)


# absence


def ill(long):
    """In week 3 everybody falls ill, for a long or a short time."""
    world = small_world(1, seats=(2,))
    in_care(world, 0, 0.5, seat=0)
    world.episodes.knows[0, 0], world.episodes.contacts[0, 0] = 0b1, 20
    world.professionals.status[1] = VACANT
    p = still(workforce={"absence": 0.999, "absence_long": float(long), "weeks_short": 2.0, "weeks_long": 2.0})
    live(world, p, 3)
    assert world.professionals.status[0] == ABSENT and told(world, "absent") == [(3, "absent", "absence")]
    return world


def test_a_short_absence_breaks_no_relation():
    world = ill(long=False)
    live(world, still(), 4, until=30)
    assert told(world) == [(3, "absent", "absence"), (int(world.professionals.back[0]), "back", "none")]
    assert world.episodes.status[0, 0] == ACTIVE and world.professionals.status[0] == PRESENT


def test_a_long_absence_breaks_relations_and_the_same_face_comes_back():
    world = ill(long=True)
    back = int(world.professionals.back[0])
    live(world, still(), 4, until=back + 2)
    assert told(world)[1:] == [(3, "relation_end", "absence"), (back, "back", "none"), (back + 1, "start", "none")]
    assert seats_of(world) == [0]
    assert not world.episodes.new_face[0, 0] and world.episodes.contacts[0, 0] > 20


def test_nobody_is_absent_where_nobody_is_ill():
    world = small_world(1, seats=(20,))
    live(world, still(), until=50)
    assert lines(world) == []
