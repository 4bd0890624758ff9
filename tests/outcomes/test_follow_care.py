"""What the observer adds up of care: fit and why it is lost, crises, the story, contacts; a few weeks by hand."""

import numpy as np
import pytest
from one_family import LATE, ROTATES, in_care, live, norm, seen, served, small_world, still, told, waits

from samenhang.model.cohort import contacts_of
from samenhang.model.follow import PEOPLE
from samenhang.model.tables import ACTIVE, INTENSIVE, LIGHT, NO_OFFER, NONE, WAITING

# fit, and why it is lost


def one_of_each():
    """A family with a need of 0.6 in five domains: unknown, too light, refused, waiting, and known without an episode."""
    world = small_world(1, n_domains=5)
    in_care(world, 0, 0.6, d=1, intensity=LIGHT)
    for d in (2, 3):
        waits(world, 0, 0.6, d=d)
    world.episodes.refused_by[0, 2] = 1
    world.families.need[0, [0, 4]], world.families.known[0, 4], world.episodes.not_before[0, 4] = 0.6, True, LATE
    return world


def test_fit_is_lost_once_for_each_reason():
    world = one_of_each()
    live(world, norm(1), 1)
    assert world.episodes.status[0].tolist() == [NONE, ACTIVE, WAITING, WAITING, NONE]
    # a fifth of need in each domain; of what is too light, half is met
    assert seen(world, "lost", "fit") == [pytest.approx([0.2, 0.1, 0.2, 0.2, 0.2]), pytest.approx(0.1)]
    assert seen(world, "weeks_in_need", "unmet") == [1, pytest.approx(4 * 0.6 + 0.3)]


def test_fit_and_what_is_lost_add_up_to_the_weeks_in_need():
    world = one_of_each()
    live(world, norm(1), until=40)
    assert world.followed.weeks_in_need[0] == 40
    assert world.followed.fit[0] + world.followed.lost[0].sum() == pytest.approx(40)


def test_what_somebody_active_knows_is_not_unknown():
    world = one_of_each()
    world.episodes.knows[0, 1], world.episodes.not_before[0, 0] = 0b11, LATE
    live(world, norm(1), 1)
    assert seen(world, "lost") == [pytest.approx([0.0, 0.1, 0.2, 0.2, 0.4])]


def test_where_nothing_is_on_offer_fit_is_lost_to_refusal():
    world = small_world(1)
    waits(world, 0, 0.6)
    world.episodes.status[0, 0], world.domains.offers[0] = NONE, 0
    live(world, still(), off=["access"])
    assert world.episodes.refused_by[0, 0] == NO_OFFER
    assert seen(world, "lost", "fit") == [[0.0, 0.0, 1.0, 0.0, 0.0], 0.0]


def stopped():
    world = served(seats=(1,))
    world.families.need[0, 0], world.families.should_meet[0, 0] = 0.25, True
    live(world, still(closure={"term": 4.0, "stops_below": 0.3}), until=6)
    return world, [(4, "close", "term")], 2  # weeks 4 and 5


def given_up():
    world = small_world(1)
    waits(world, 0, 0.6)
    live(world, norm(1, leave_list=1.0), until=4)
    return world, [(0, "close", "left_list")], 4


def not_asked_again():
    world = served(seats=(1,))
    world.families.need[0, 0] = 0.1
    live(world, still(), until=5)
    world.families.need[0, 0] = 0.6
    live(world, still(), 5, until=9)
    return world, [(3, "close", "goal_met")], 4


@pytest.mark.parametrize("case", [stopped, given_up, not_asked_again])
def test_between_episodes_is_who_gave_up_was_stopped_or_has_not_asked_again(case):
    """As measures/fit.py says of `lost_between`: known and has no episode."""
    world, closed, n = case()
    assert told(world, "close") == closed
    assert seen(world, "lost") == [pytest.approx([0.0, 0.0, 0.0, 0.0, n])]


def test_care_that_is_heavier_than_needed_is_met_and_counted_apart():
    world = served(intensity=INTENSIVE)
    live(world, still(), until=3)
    assert seen(world, "fit", "weeks_too_heavy", "episode_weeks") == [3.0, 3, 3]
    assert seen(world, "given", "warranted") == [9, 6]  # intensive is 3, regular 2


# crises


def test_a_crisis_counts_once_for_each_time_that_it_begins():
    world = small_world(1, n_domains=2)
    in_care(world, 0, 0.8)
    counted = []
    for week, (one, other) in enumerate(
        [(0.84, 0.5), (0.85, 0.5), (0.95, 0.5), (0.9, 0.9), (0.6, 0.9), (0.6, 0.6), (0.6, 0.85)]
    ):
        world.families.need[0] = one, other
        live(world, still(), week)
        counted += seen(world, "crises")
    assert counted == [0, 1, 1, 1, 1, 1, 2]  # the other need took over in week 4: still the same crisis


# the story


def test_the_story_is_known_by_what_each_of_two_professionals_knows_on_average():
    world = small_world(1, n_domains=3, seats=(2,))
    in_care(world, 0, 0.6, seat=0, d=0)
    in_care(world, 0, 0.6, seat=1, d=1)
    world.families.need[0, 2] = 0.6
    world.episodes.knows[0, :2] = 0b001, 0b011  # one knows its own, the other both: of three needs
    live(world, still(), until=4)
    assert seen(world, "story_weeks", "story") == [4, pytest.approx(4 * (1 / 3 + 2 / 3) / 2)]


def test_needs_that_care_should_not_meet_are_no_part_of_the_story():
    world = served(n_domains=3)
    world.families.need[0] = 0.6, 0.3, 0.5
    world.episodes.knows[0, 0] = 0b011
    live(world, still())
    assert seen(world, "story_weeks", "story") == [1, 0.5]


# contacts


def faces_of(world):
    """The last contacts of each thread and of the whole family, as lists of (domain, face)."""
    return [list(zip(t["domain"], t["face"], strict=True)) for t in contacts_of(world, np.array([0]))]


def test_the_last_twelve_contacts_are_kept_in_order():
    world = served()
    live(world, still(), until=10)
    live(world, ROTATES, 10)  # the contact of this week was with who then went
    live(world, still(), 11, until=18)
    thread, family = faces_of(world)
    assert world.followed.n_faces[0, 0] == 11 + 7
    assert thread == [(0, 0)] * 5 + [(0, PEOPLE)] * 7
    assert family == [(0, 0)] * 11 + [(0, PEOPLE)] * 7


def test_before_the_twelfth_contact_there_are_as_many_as_there_were():
    world = served()
    live(world, still(), until=2)
    live(world, ROTATES, 2)
    live(world, still(), 3, until=5)
    assert faces_of(world) == [[(0, 0)] * 3 + [(0, PEOPLE)] * 2] * 2


def test_the_next_person_in_a_seat_is_another_face():
    world = served()
    live(world, still(), until=3)
    world.episodes.person[0, 0] = world.professionals.person[0] = 1
    live(world, still(), 3, until=5)
    assert faces_of(world)[0] == [(0, 0)] * 3 + [(0, 1)] * 2


def test_of_a_family_the_last_twenty_four_contacts_are_kept_with_their_domains():
    world = served(n_domains=2)
    in_care(world, 0, 0.6, seat=1, d=1)
    live(world, still(), until=13)
    thread, family = faces_of(world)
    assert thread == [(0, 0)] * 12 + [(1, PEOPLE)] * 12
    assert family == [(0, 0), (1, PEOPLE)] * 12


@pytest.mark.parametrize(("missed", "counted", "kept"), [(0.0, [[7, 0], [3, 0]], 10), (1.0, [[0, 7], [0, 3]], 0)])
def test_contacts_count_as_made_or_missed_and_until_the_eighth_as_with_a_new_face(missed, counted, kept):
    world = served()
    live(world, still(contacts={"missed": missed, "persistence": 0.0}), until=10)
    assert seen(world, "contacts", "n_faces") == [counted, [kept]]
    assert len(faces_of(world)[0]) == kept


def test_the_early_alliance_is_that_of_the_third_contact():
    world = served(alliance=0.1, match=0.8)
    live(world, still(contacts={"bonding": 0.1}), until=6)
    bonds = [0.8 - 0.7 * 0.9**n for n in range(1, 7)]  # after each contact a tenth nearer to the match
    assert seen(world, "early_alliance", "alliance") == [pytest.approx(bonds[2]), pytest.approx(sum(bonds))]
