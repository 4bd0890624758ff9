"""Who there is: families, professionals in seats, organisations; sectors and life domains are what they belong to.

A family's and a professional's methods stand with the submodel of the ODD that they belong to, one file each.
"""

import mesa

from samenhang.model.tables import ACTIVE, PRESENT

from .access import Asking
from .closure import Closing
from .contacts import Meeting
from .decisions import Deciding
from .hours import Hours
from .learning import Learning
from .needs import Needs
from .referral import Referred
from .teams import Gathering
from .together import Together
from .trust import Relating, Trusting
from .workforce import Working


class Family(Needs, Asking, Referred, Gathering, Together, Meeting, Deciding, Trusting, Closing, mesa.Agent):
    """A household with youths: a need and an episode per life domain."""

    @property
    def luck(self):
        return self.model.luck

    def draw(self, stream, part=0):
        """This family's luck this week."""
        return self.model.luck.draw(stream, self.id, part)

    @property
    def active(self):
        """Episodes in which somebody helps now."""
        return [e for e in self.episodes if e.status == ACTIVE]


class Professional(Hours, Working, Learning, mesa.Agent):
    """A seat of an organisation, and whoever sits in it."""

    def draw(self, stream):
        """This seat's luck this week."""
        return self.model.luck.draw(stream, self.employer.index, self.ordinal)

    @property
    def address(self):
        """A number of this seat."""
        return 4096 * self.employer.index + self.ordinal

    @property
    def caseload(self):
        return len(self.cases)

    def load(self):
        """How much they have, in the norms of their organisation; a hair's breadth of luck decides between equals."""
        return self.caseload / self.employer.norm_factor + 1e-6 * self.draw("allocation.pick")[0]

    def has_room(self, norm):
        """Under this norm, is there room for one case more?"""
        if self.status != PRESENT:
            return False
        return self.caseload < int(norm * self.employer.norm_factor * self.capacity + self.rounding)


class Organisation(Relating, mesa.Agent):
    """A provider in one sector: its seats, its contracts, and what it is to the others."""


class Sector:
    """Organisations that offer the same kind of help."""

    def __init__(self):
        self.organisations = []

    @property
    def professionals(self):
        return [p for o in self.organisations for p in o.professionals]

    def present(self):
        """Who is at work."""
        return [p for p in self.professionals if p.status == PRESENT]

    def give_advice(self, hours):
        """Those at work share the hours of one advice."""
        there = self.present()
        for professional in there:
            professional.consults += hours / len(there)


class Domain:
    """A life domain, as the region describes it."""
