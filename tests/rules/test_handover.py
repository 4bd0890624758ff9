"""What a break costs and what is handed over: worked out by hand in a small world."""

import pytest
from small_world import in_care, lines, live, seats_of, small_world, still, told

from samenhang.model.tables import (
    ABSENT,
    NOBODY,
)

EVERYBODY_LEAVES = {"exit_rate": 1e6}  # whatever the intention


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
