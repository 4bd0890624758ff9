"""Professionals leave, families move, episodes change hands: tables and log must tell the same story."""

import pytest
from small_world import OFFERS, in_care, lines, live, norm, seats_of, small_world, still, told, waits

from samenhang.model.observe import NEW_BREAKS
from samenhang.model.tables import (
    ABSENT,
    ACTIVE,
    CLOSED,
    INTENSIVE,
    LIGHT,
    MANDATED,
    NOBODY,
    NONE,
    PRESENT,
    REGULAR,
    STAY,
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
    world = small_world(1, seats=(4,))
    world.professionals.opens_at[:] = [0.2, 0.5, 0.8, 1.1]
    in_care(world, 0, 0.5, seat=2)
    live(world, still(workforce={"establishment": 0.6}), until=2)
    assert world.professionals.status.tolist() == [PRESENT, PRESENT, CLOSED, CLOSED]
    assert told(world, "leave", "relation_end") == [(0, "leave", "cut"), (0, "leave", "cut"), (0, "relation_end", "turnover")]  # fmt: skip
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


# handover


def broken(seats=(2,), n_domains=3, contacts=(), **handover):
    """A family asks for another professional in week 1; what the first knew and the bond are on record."""
    world = small_world(1, n_domains=n_domains, seats=seats)
    in_care(world, 0, 0.6, alliance=0.2, match=0.2)
    world.episodes.knows[0, 0], world.episodes.contacts[0, 0], world.families.trust[0] = 0b101, 20, 0.1
    live(world, still(contacts={"asks_other": 1.0, **dict(contacts)}, handover=handover), 1)
    return world


def test_a_family_that_asked_for_another_professional_gets_another_and_loses_no_trust():
    world = broken(break_harm=0.3)
    assert told(world) == [(1, "relation_end", "wish")]
    assert world.families.trust[0] == pytest.approx(0.1)
    live(world, still(), 2)
    assert seats_of(world) == [1]
    assert world.episodes.new_face[0, 0] == False and world.episodes.contacts[0, 0] == 1  # noqa: E712


def test_a_family_that_asked_for_another_professional_waits_rather_than_return():
    world = broken(seats=(1,))
    live(world, still(), 2, until=60)
    assert seats_of(world) == [NOBODY]


def test_a_family_that_asked_for_another_may_meet_whoever_comes_after_that_person():
    world = broken(seats=(1,))
    live(world, still(workforce=EVERYBODY_LEAVES), 2)
    live(world, still(workforce={"weeks_to_fill": 1.0}), 3)
    live(world, still(), 4)
    assert seats_of(world) == [0] and world.episodes.person[0, 0] == 1


def test_a_warm_handover_keeps_what_is_known_and_part_of_the_bond_and_a_cold_one_nothing():
    warm, cold = (broken(warm=w, keep=1.0, keep_bond=0.8) for w in (1.0, 0.0))
    assert (warm.episodes.passed_on[0, 0], warm.episodes.carried[0, 0]) == (0b101, pytest.approx(0.16))
    assert (cold.episodes.passed_on[0, 0], cold.episodes.carried[0, 0]) == (0, 0.0)
    for world, knows, bond in [(warm, 0b101, 0.16), (cold, 0b001, 0.05)]:
        live(world, still(), 2)
        assert world.episodes.knows[0, 0] == knows
        assert world.episodes.alliance[0, 0] == pytest.approx(bond)  # half of a trust of 0.1 without


def test_part_of_what_was_known_is_lost_also_in_a_warm_handover():
    kept = []
    world = small_world(300, n_domains=2)
    for f in range(300):
        in_care(world, f, 0.6)
        world.episodes.knows[f, 0] = 0b11
    live(world, still(workforce=EVERYBODY_LEAVES, handover={"warm": 1.0, "keep": 0.7}))
    kept = world.episodes.passed_on[:, 0]
    assert (kept & 1 == 1).all()  # the case itself always
    assert 185 <= (kept & 2 == 2).sum() <= 235  # 0.7 of 300: 210


def test_who_is_ill_hands_nothing_over():
    world = small_world(1)
    in_care(world, 0, 0.6)
    world.professionals.status[0], world.professionals.away_long[0], world.professionals.back[0] = ABSENT, True, 99
    live(world, still(handover={"warm": 1.0}))
    assert told(world) == [(0, "relation_end", "absence")]
    assert (world.episodes.passed_on[0, 0], world.episodes.carried[0, 0]) == (0, 0.0)


@pytest.mark.parametrize(("warm", "left"), [(0.0, 0.45), (1.0, 0.475)])
def test_a_break_costs_trust_and_less_when_it_is_explained(warm, left):
    world = small_world(1)
    in_care(world, 0, 0.6)
    live(world, still(workforce=EVERYBODY_LEAVES, handover={"warm": warm, "break_harm": 0.1}))
    assert world.families.trust[0] == pytest.approx(left)


def test_complex_cases_are_passed_along_and_that_hurts_more():
    world = small_world(2, seats=(2,))
    world.families.vulnerability[0] = 1.0
    in_care(world, 0, 1.0, seat=0)  # complexity (0 + 1 + 1) / 3 × 2 − skill 0.4: 1.07 times the chance
    in_care(world, 1, 0.3, seat=1)
    world.professionals.talent[:] = [0.4, 2.0]
    live(world, still(handover={"passes_along": 1.0, "break_harm": 0.1, "passed_harm": 2.0}))
    assert lines(world, "relation_end") == [(0, "relation_end", "passed_along", 100, 0, 0, 0)]
    assert world.families.trust.tolist() == pytest.approx([0.4, 0.5])


def test_where_contact_persons_rotate_a_colleague_takes_over():
    world = small_world(1, seats=(2,))
    in_care(world, 0, 0.6)
    live(world, still(handover={"rotation": 52.0}))
    live(world, still(), 1)
    assert told(world) == [(0, "relation_end", "transfer"), (1, "start", "none")]
    assert seats_of(world) == [1]


def test_without_handover_relations_end_by_leaving_and_long_absence_only():
    world = broken(warm=1.0)
    other = small_world(1)
    in_care(other, 0, 0.6, alliance=0.2, match=0.2)
    other.episodes.contacts[0, 0] = 20
    live(other, still(contacts={"asks_other": 1.0}, handover={"rotation": 52.0}), off=["handover"])
    assert told(world, "relation_end") != [] and told(other, "relation_end") == []


# closure


def in_term(need, week=52, **closure):
    world = small_world(1)
    in_care(world, 0, need)
    world.families.known[0, 0] = True
    live(world, still(closure={"term": 52.0, "stops_below": 0.26, "resumes": 10.0, **closure}), week)
    return told(world, "close")


def test_a_decision_is_renewed_only_if_enough_is_left():
    assert in_term(0.25) == [(52, "close", "term")]
    assert in_term(0.27) == [] == in_term(0.25, week=51) == in_term(0.25, week=53) == in_term(0.25, term=0.0)
    assert in_term(0.9, contract_maximum=52.0) == [(52, "close", "contract_end")]


def test_long_lists_close_care_earlier_only_where_they_press():
    ends = []
    for throughput in (0.0, 0.1):
        world = small_world(2)
        in_care(world, 0, 0.25)
        waits(world, 1, 0.5)
        world.sectors.starts[0] = 0.05 / 0.9  # one that waits, one start in twenty weeks
        live(world, norm(1)._replace(closure=still(closure={"throughput": throughput}).closure))
        assert world.sectors.waits[0] == pytest.approx(20.0)
        ends.append(told(world, "close"))
    assert ends == [[], [(0, "close", "term")]]  # 0.25 is below 0.2 + 0.1 × (20 − 8) / 8


def test_without_pressure_care_ends_after_the_weeks_that_it_takes_to_settle_however_long_the_list():
    world = small_world(2)
    in_care(world, 0, 0.15)
    waits(world, 1, 0.5)
    live(world, norm(1), until=6)
    assert told(world, "close") == [(3, "close", "goal_met")]


def test_who_does_not_trust_care_stays_away_and_is_referred_again_later():
    world = small_world(1)
    in_care(world, 0, 0.7, alliance=0.0)
    world.families.trust[0] = 0.0
    live(world, still(closure={"dropout": 1.0, "resumes": 10.0}), 5)
    assert told(world, "close") == [(5, "close", "dropout")]
    assert (world.families.known[0, 0], world.episodes.not_before[0, 0]) == (False, 15)
    live(world, still(), 14, off=["access"])
    assert world.episodes.status[0, 0] == NONE
    live(world, still(), 15, off=["access"])
    assert world.episodes.status[0, 0] == ACTIVE


def test_imposed_care_goes_on_without_trust():
    world = small_world(1)
    in_care(world, 0, 0.7, alliance=0.0)
    world.families.trust[0], world.families.channel[0], world.domains.mandated[:] = 0.0, MANDATED, True
    live(world, still(closure={"dropout": 1.0, "term": 1.0, "stops_below": 1.0}), 5)
    assert lines(world) == []


@pytest.mark.parametrize(("given", "need", "now"), [(LIGHT, 0.75, [REGULAR, INTENSIVE, INTENSIVE]), (INTENSIVE, 0.45, [REGULAR, LIGHT, LIGHT]), (INTENSIVE, 0.95, [INTENSIVE] * 3), (STAY, 0.45, [INTENSIVE, REGULAR, LIGHT]), (REGULAR, 0.6, [REGULAR] * 3)])  # fmt: skip
def test_care_steps_up_and_down_towards_what_fits_one_at_a_time(given, need, now):
    world = small_world(1, seats=(1, 1), team=1)
    world.domains.most[:] = STAY
    in_care(world, 0, need, intensity=given)
    found = []
    for week in range(3):
        live(world, still(closure={"steps_up": 1.0, "steps_down": 1.0, "leaves_stay": 1.0}), week)
        found.append(int(world.episodes.intensity[0, 0]))
    assert found == now and told(world, "relation_end") == []
    assert len(told(world, "step")) == len({given, *now}) - 1


def test_a_question_that_outgrows_the_local_team_goes_on_to_its_own_sector():
    world = small_world(1, seats=(1, 1), team=1)
    in_care(world, 0, 0.6, seat=1, intensity=LIGHT)
    world.episodes.sector[0, 0] = 1
    live(world, still(closure={"steps_up": 1.0}))
    assert told(world) == [(0, "step", "none"), (0, "relation_end", "passed_along")]
    live(world, still(), 1)
    assert (world.episodes.sector[0, 0], world.episodes.intensity[0, 0], seats_of(world)) == (0, REGULAR, [0])


def test_without_closure_care_ends_only_when_the_need_is_met():
    world = small_world(2)
    world.domains.offers[:] = OFFERS
    in_care(world, 0, 0.25)
    in_care(world, 1, 0.1)
    everything = {"term": 1.0, "stops_below": 1.0, "dropout": 1.0, "contract_maximum": 0.0, "steps_down": 1.0}
    live(world, still(closure=everything), until=5, off=["closure"])
    assert [line[2:4] for line in lines(world, "close")] == [("goal_met", 101)]
    assert told(world, "step") == []


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


@pytest.mark.parametrize(("why", "cause"), [("moves", "moved"), ("grows_up", "aged_out")])
def test_who_moved_or_grew_up_asks_for_nothing_any_more(why, cause):
    world = small_world(1)
    getattr(world.families, why)[0] = 1
    world.families.need[0, 0] = 0.9
    live(world, still(), until=50, off=["access"])
    assert {line[0] for line in lines(world)} <= {0, 1}
    assert told(world, "close") == [(1, "close", cause)]


def test_who_needs_nothing_for_two_years_goes_out_of_view_and_not_while_in_care():
    world = small_world(2)
    in_care(world, 1, 0.3)
    live(world, still(closure={"out_of_view": 52.0}), until=60)
    assert world.families.leaves.tolist() == [51, NOBODY]
    assert lines(world) == []


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
