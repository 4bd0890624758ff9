"""Who knows whom: ties are mutual, end with leaving, are few, and do not depend on the order in which people meet."""

import numpy as np
import pytest
from drawn import ONE, always, plain
from hypothesis import strategies as st

from samenhang.model.declare import table
from samenhang.model.randomness import Luck
from samenhang.model.tables import NOBODY, TIES, Professionals, Ties
from samenhang.model.ties import harm_tie, personal_trust, set_trust, slot

STRANGER, WEAR = 0.3, 0.01
LUCK = Luck(np.uint64(3), 5)


def people(n, organisations=2):
    staff = table(Professionals, P=n)
    staff.organisation[:] = np.arange(n) % organisations
    staff.ordinal[:] = np.arange(n) // organisations
    return table(Ties, P=n, K=TIES), staff


def knows(ties, staff, a, b, week=5):
    return personal_trust(ties, staff, a, b, week, WEAR, STRANGER)


def meets(ties, staff, a, b, trust=0.5, week=5):
    set_trust(ties, staff, a, b, week, trust, WEAR, LUCK)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_tie_is_the_same_from_both_sides_and_wears(order):
    ties, staff = people(2)
    assert knows(ties, staff, 0, 1) == STRANGER
    meets(ties, staff, *order)
    assert knows(ties, staff, 0, 1) == knows(ties, staff, 1, 0) == 0.5
    assert knows(ties, staff, 0, 1, week=15) == pytest.approx(0.5 * np.exp(-0.1))


@pytest.mark.parametrize("leaver", [0, 1])
def test_a_tie_ends_when_either_leaves_and_does_not_come_back_with_the_next_person(leaver):
    ties, staff = people(2)
    meets(ties, staff, 0, 1)
    staff.person[leaver] += 1
    assert knows(ties, staff, 0, 1) == STRANGER
    meets(ties, staff, 1, 0, trust=0.4)
    assert knows(ties, staff, 1, 0) == 0.4


@always(lost=ONE, trust=ONE)
def test_harm_takes_a_share_of_trust_from_those_who_know_one_another(lost, trust):
    ties, staff = people(3)
    meets(ties, staff, 0, 1, trust=trust)
    for a, b in ((1, 0), (2, 0)):
        plain(harm_tie)(ties, staff, a, b, lost)
    assert knows(ties, staff, 0, 1) == pytest.approx(trust * (1.0 - lost))
    assert knows(ties, staff, 0, 2) == STRANGER


def test_nobody_knows_more_people_than_there_are_slots_and_everybody_has_one():
    ties, staff = people(300)
    for a in range(300):
        assert 0 <= slot(staff, a) < TIES
    for a in range(300):
        for b in range(a):
            meets(ties, staff, a, b)
    assert ties.other.shape == (300, TIES)
    known = [sum(knows(ties, staff, a, b) != STRANGER for b in range(300)) for a in range(300)]
    assert max(known) <= 300 and (ties.other != NOBODY).sum() <= 300 * TIES
    assert np.bincount([slot(staff, a) for a in range(300)], minlength=TIES).max() <= 25  # well mixed: 300 / 32 is 9


@always(data=st.data())
def test_who_meets_first_gains_nothing_by_it(data):
    """All pairs of forty meet for the first time in one week, in any order, and expect the same of one another."""
    pairs = [(a, b) for a in range(0, 40, 4) for b in range(40) if a != b]
    made = []
    for order in (pairs, data.draw(st.permutations(pairs))):
        ties, staff = people(40)
        for a, b in order:
            meets(ties, staff, a, b)
        made.append(ties)
    for one, other in zip(*made, strict=True):
        assert np.array_equal(one, other)


def in_one_slot():
    """The lowest address, and two whose tie with it would stand in the same slot."""
    _, staff = people(80)
    slots = [slot(staff, b) for b in range(80)]
    b = next(b for b in range(2, 80, 2) if slots.count(slots[b]) > 1)
    return 0, b, next(c for c in range(2, 80, 2) if c != b and slots[c] == slots[b])


def test_of_two_new_ties_in_one_slot_the_stronger_stands_whoever_met_first():
    a, b, c = in_one_slot()
    found = []
    for first, then in (((b, 0.4), (c, 0.5)), ((c, 0.5), (b, 0.4))):
        ties, staff = people(80)
        for other, trust in (first, then):
            meets(ties, staff, a, other, trust=trust)
        found.append((knows(ties, staff, a, b), knows(ties, staff, a, c)))
    assert found[0] == found[1] == (STRANGER, 0.5)


@pytest.mark.parametrize(("old", "stands"), [(0.9, "old"), (0.2, "new")])
def test_a_new_tie_takes_the_slot_of_a_weaker_one_only(old, stands):
    a, b, c = in_one_slot()
    ties, staff = people(80)
    meets(ties, staff, a, b, trust=old, week=4)
    meets(ties, staff, a, c, trust=0.5, week=5)
    known = (knows(ties, staff, a, b), knows(ties, staff, a, c))
    assert known == ((pytest.approx(0.9 * np.exp(-WEAR)), STRANGER) if stands == "old" else (STRANGER, 0.5))


def test_the_slot_of_somebody_who_has_left_is_free():
    a, b, c = in_one_slot()
    ties, staff = people(80)
    meets(ties, staff, a, b, trust=0.9)
    staff.person[b] += 1
    meets(ties, staff, a, c, trust=0.1)
    assert knows(ties, staff, a, c) == 0.1
