"""Request, join, part, close: the only words that change episode, caseload and log, and they change them together."""

import numpy as np
import pytest
from small_world import SEED, small_world

from samenhang.model.events import Cause
from samenhang.model.relations import Ledger, close, join, part, request
from samenhang.model.tables import ACTIVE, NOBODY, NONE, WAITING


@pytest.fixture
def book():
    world = small_world(1, n_domains=2)
    world.professionals.person[0] = 4
    world.families.need[0] = [0.6, 0.5]
    return Ledger(world.families, world.episodes, world.professionals, world.events, SEED)


def state(book, d=0):
    e = book.episodes
    return tuple(int(c[0, d]) for c in (e.status, e.since, e.seat, e.person, e.last_seat, e.last_person, e.interrupted))


def told(book):
    log, n = book.events, int(book.events.used[0])
    return list(zip(log.event[:n], log.cause[:n], log.person[:n], log.seat[:n], log.organisation[:n], log.value[:n], strict=True))  # fmt: skip


def test_a_whole_thread_from_request_to_close(book):
    request(book, 0, 0)
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
        request(book, 0, d)
        join(book, 0, d, 0)
        counts.append(int(book.professionals.caseload[0]))
    part(book, 0, 0, Cause.turnover)
    counts.append(int(book.professionals.caseload[0]))
    close(book, 0, 1, Cause.goal_met)
    assert [*counts, int(book.professionals.caseload[0])] == [1, 2, 1, 0]


def test_who_waits_can_be_closed_without_ending_a_relation(book):
    request(book, 0, 0)
    close(book, 0, 0, Cause.left_list)
    assert [line[0] for line in told(book)] == [1, 4]
    assert book.professionals.caseload[0] == 0


def test_the_first_request_of_a_family_is_remembered(book):
    request(book, 0, 0)
    request(book._replace(week=SEED + 5), 0, 1)
    assert book.families.first_request.tolist() == [SEED]
    assert np.array_equal(book.episodes.since[0], [SEED, SEED + 5])
