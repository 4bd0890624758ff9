"""Ties between people: whom each professional knows, how far they trust one another, and when they last met."""

import math
from dataclasses import dataclass

SLOTS = 32


@dataclass
class Tie:
    """Two people in two seats; it stands with the seat of the lower address."""

    person: int
    other: object
    other_person: int
    trust: float
    week: int

    def holds(self, seat):
        """Are both people still there?"""
        return self.person == seat.person and self.other_person == self.other.person


class Ties:
    """Everybody's ties, each in a slot of the seat that has the lower address."""

    def __init__(self, region):
        self.region = region

    def find(self, a, b):
        """The tie of two people, if they know one another."""
        low, high = in_order(a, b)
        tie = low.slots[slot(high)]
        return tie if tie and tie.other is high and tie.holds(low) else None

    def worn(self, tie):
        """Trust that is left after weeks without meeting."""
        return tie.trust * math.exp(-self.region.p.trust.tie_wear * (self.region.week - tie.week))

    def trust_of(self, a, b, strangers):
        """How far two people trust one another; strangers as their organisations do."""
        tie = self.find(a, b)
        return self.worn(tie) if tie else strangers

    def keep(self, a, b, trust):
        """Write down how far two people trust one another now, if there is a slot for it."""
        low, high = in_order(a, b)
        held = low.slots[slot(high)]
        if held is None or held.other is high or not held.holds(low) or self.gives_way(held, low, high, trust):
            low.slots[slot(high)] = Tie(low.person, high, high.person, trust, self.region.week)

    def gives_way(self, held, low, high, trust):
        """A weaker tie does; between two alike ones of one week it is drawn."""
        now = self.worn(held)
        if held.week == self.region.week and now == trust:
            return self.rival(low, high) > self.rival(low, held.other)
        return now < trust

    def rival(self, low, high):
        """The luck of two seats, at no week in particular."""
        return self.region.luck.once("ties.rival", low.address, high.address)[0]

    def fall_out(self, helpers, discord):
        """A decision was overturned: their ties lose a part."""
        for i, a in enumerate(helpers):
            for b in helpers[:i]:
                tie = self.find(a, b)
                if tie:
                    tie.trust *= 1.0 - discord


def in_order(a, b):
    """The lower address first."""
    return (a, b) if a.address < b.address else (b, a)


def slot(seat):
    """Where others keep this seat: its address, well mixed."""
    return (seat.address * 2654435761 % 2**32) * SLOTS // 2**32
