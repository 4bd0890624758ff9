"""Request, join, part, close: the only words that change episode, caseload and log, and they change them together."""

import numpy as np
import pytest
from small_world import SEED, small_world

from samenhang.model.events import Cause
from samenhang.model.relations import close, is_mandated, join, known_to_active, open_book, pairs, part, request
from samenhang.model.tables import (
    ACTIVE,
    DIRECT,
    INTENSIVE,
    LIGHT,
    LOCAL_TEAM,
    MANDATED,
    NOBODY,
    NONE,
    REGULAR,
    WAITING,
)


@pytest.fixture
def book():
    world = small_world(1, n_domains=2)
    world.professionals.person[0] = 4
    world.families.need[0] = [0.6, 0.5]
    return open_book(world.families, world.episodes, world.professionals, world.events, SEED, np.arange(1))


def state(book, d=0):
    e = book.episodes
    return tuple(int(c[0, d]) for c in (e.status, e.since, e.seat, e.person, e.last_seat, e.last_person, e.interrupted))


def told(book):
    log, n = book.events, int(book.events.used[0])
    return list(zip(log.event[:n], log.cause[:n], log.person[:n], log.seat[:n], log.organisation[:n], log.value[:n], strict=True))  # fmt: skip


def test_a_whole_thread_from_request_to_close(book):
    request(book, 0, 0, 0, REGULAR)
    assert state(book) == (WAITING, 7, NOBODY, NOBODY, NOBODY, NOBODY, False)
    join(book, 0, 0, 0)
    assert state(book) == (ACTIVE, 7, 0, 4, NOBODY, NOBODY, False)
    part(book, 0, 0, Cause.turnover)
    assert state(book) == (WAITING, 7, NOBODY, NOBODY, 0, 4, True)
    join(book, 0, 0, 0)
    close(book, 0, 0, Cause.goal_met)
    assert state(book) == (NONE, 7, NOBODY, NOBODY, 0, 4, False)
    assert told(book) == [
        (1, 0, NOBODY, NOBODY, NOBODY, 0.6),
        (2, 0, 4, 0, 0, 0.6),
        (3, 3, 4, 0, 0, 0.6),
        (2, 0, 4, 0, 0, 0.6),
        (3, 1, 4, 0, 0, 0.6),
        (4, 1, NOBODY, NOBODY, NOBODY, 0.6),
    ]


def test_caseload_counts_the_episodes_of_a_seat(book):
    counts = []
    for d in (0, 1):
        request(book, 0, d, 0, REGULAR)
        join(book, 0, d, 0)
        counts.append(int(book.professionals.caseload[0]))
    part(book, 0, 0, Cause.turnover)
    counts.append(int(book.professionals.caseload[0]))
    close(book, 0, 1, Cause.goal_met)
    assert [*counts, int(book.professionals.caseload[0])] == [1, 2, 1, 0]


def test_who_waits_can_be_closed_without_ending_a_relation(book):
    request(book, 0, 0, 0, REGULAR)
    close(book, 0, 0, Cause.left_list)
    assert [line[0] for line in told(book)] == [1, 4]
    assert book.professionals.caseload[0] == 0


def test_a_request_says_to_which_list_and_how_heavy(book):
    request(book, 0, 1, 0, INTENSIVE)
    episodes = book.episodes
    assert (episodes.sector[0, 1], episodes.intensity[0, 1], episodes.since[0, 1]) == (0, INTENSIVE, SEED)
    close(book, 0, 1, Cause.left_list)
    assert episodes.intensity[0, 1] == 0


def test_care_began_when_the_first_professional_did_until_it_is_closed(book):
    request(book, 0, 0, 0, LIGHT)
    join(book, 0, 0, 0)
    part(book, 0, 0, Cause.turnover)
    later = book._replace(week=SEED + 5)
    join(later, 0, 0, 0)
    assert book.episodes.started[0, 0] == SEED
    close(later, 0, 0, Cause.goal_met)
    assert book.episodes.started[0, 0] == NOBODY


def test_a_new_face_knows_what_was_passed_on_and_the_case_itself(book):
    request(book, 0, 1, 0, LIGHT)
    book.episodes.passed_on[0, 1], book.episodes.contacts[0, 1] = 0b101, 9
    join(book, 0, 1, 0)
    assert (book.episodes.knows[0, 1], book.episodes.new_face[0, 1], book.episodes.contacts[0, 1]) == (0b111, True, 0)


def test_the_same_face_goes_on_where_it_was(book):
    request(book, 0, 1, 0, LIGHT)
    book.episodes.last_seat[0, 1], book.episodes.last_person[0, 1] = 0, 4
    book.episodes.knows[0, 1], book.episodes.contacts[0, 1] = 0b110, 9
    join(book, 0, 1, 0)
    assert (book.episodes.knows[0, 1], book.episodes.new_face[0, 1], book.episodes.contacts[0, 1]) == (0b110, False, 9)


@pytest.mark.parametrize("cause", list(Cause))
def test_who_was_asked_to_go_or_passed_the_family_on_is_not_remembered_as_somebody_to_return_to(book, cause):
    request(book, 0, 0, 0, LIGHT)
    join(book, 0, 0, 0)
    part(book, 0, 0, cause)
    never_again = cause in {Cause.wish, Cause.transfer, Cause.passed_along}
    assert book.episodes.not_again[0, 0] == never_again
    assert (book.episodes.last_seat[0, 0], book.episodes.last_person[0, 0]) == (0, 4)


def test_the_open_episodes_are_listed_once_a_week_and_what_is_requested_is_added(book):
    request(book, 0, 1, 0, REGULAR)
    join(book, 0, 1, 0)
    request(book, 0, 0, 0, REGULAR)
    assert [tuple(map(list, pairs(book, s))) for s in (ACTIVE, WAITING)] == [([0], [1]), ([0], [0])]
    book.episodes.billed_to[0, 1], book.episodes.hours[0, 1], book.episodes.cost[0, 1] = 0, 0.9, 90.0
    again = open_book(*book[:4], SEED + 1, np.arange(1))
    assert [tuple(map(list, pairs(again, s))) for s in (ACTIVE, WAITING)] == [([0], [1]), ([0], [0])]
    assert book.episodes.hours[0, 1] == book.episodes.cost[0, 1] == 0.0 and book.episodes.billed_to[0, 1] == NOBODY
    close(again, 0, 1, Cause.goal_met)
    assert not pairs(again, ACTIVE)[0].size


@pytest.mark.parametrize(("channel", "can_be", "imposed"), [(MANDATED, True, True), (MANDATED, False, False), (LOCAL_TEAM, True, False), (DIRECT, True, False)])  # fmt: skip
def test_help_is_imposed_after_a_report_where_it_can_be(channel, can_be, imposed):
    assert is_mandated(channel, can_be) == imposed


def test_what_active_professionals_know_counts_together_and_who_is_not_there_any_more_is_not_asked():
    """One knows domain 0, one who has left knew 1 and 3, one knows 1 and 2: together 0, 1 and 2."""
    status, knows = np.array([ACTIVE, WAITING, ACTIVE], np.int8), np.array([0b1, 0b1010, 0b110], np.int32)
    assert known_to_active(status, knows) == 0b111
