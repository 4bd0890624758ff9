"""An episode: help for one family in one life domain. Asked for, joined, parted, closed."""

from samenhang.model.events import Cause, Event
from samenhang.model.tables import ABSENT, ACTIVE, INTENSIVE, MANDATED, NONE, PRESENT, STAY, WAITING

NEVER = -1


class Episode:
    """What there is, or will be, between a family and whoever helps it in one life domain.

    Attributes are the columns of the table, except that who is a person, seat, sector or organisation there by number
    is one here by name, and that a set of bits is a set.
    """

    __slots__ = ("alliance", "asked", "billed_to", "carried", "contact", "contacts", "cost", "cut_off", "days", "domain", "effect",
                 "family", "free", "given", "homes", "hours", "intensity", "interrupted", "known_since", "knows",
                 "last_person", "last_professional", "margin", "match", "meeting", "new_face", "not_again", "not_before",
                 "papers", "passed_on", "person", "professional", "raised", "ready", "refused_by", "second_try", "sector",
                 "since", "stand_in", "started", "status", "wishes_change")  # fmt: skip

    def __init__(self, family, domain):
        self.family, self.domain = family, domain

    @property
    def region(self):
        return self.family.model

    @property
    def active(self):
        return self.status == ACTIVE

    @property
    def need(self):
        return self.family.need[self.domain.index]

    @property
    def warranted(self):
        return self.family.warranted[self.domain.index]

    @property
    def imposed(self):
        """Has somebody else decided that this family gets this help?"""
        return self.family.channel == MANDATED and self.domain.mandated

    @property
    def luck_of(self):
        """The address of most draws about this episode."""
        return self.family.id, self.domain.index

    @property
    def at_work(self):
        """Is its professional there this week?"""
        return self.professional is not None and self.professional.status == PRESENT

    def asked_hours(self):
        """Direct hours that a week of this intensity asks."""
        p = self.region.p.hours
        return (0.0, p.light, p.regular, p.intensive, p.stay)[self.intensity] * self.domain.hours

    def note(self, event, cause=Cause.none):
        """A line in the log about the family, its need now, and who helps."""
        self.region.note(event, cause, self.family.id, self.domain.index, self.professional, self.person, self.need)

    def request(self, sector, intensity, ready):
        """It joins the waiting list of a sector."""
        self.status, self.since, self.ready = WAITING, self.region.week, ready
        self.sector, self.intensity = sector, intensity
        self.refused_by = set()
        self.family.requested.add(self)
        self.note(Event.request)

    def join(self, professional):
        """Care begins, or goes on with the same person after a break."""
        same = (self.last_professional, self.last_person) == (professional, professional.person)
        self.status, self.since = ACTIVE, self.region.week
        if self.started == NEVER:
            self.started = self.region.week
        self.professional, self.person = professional, professional.person
        professional.cases[self] = None
        prepared = self.is_prepared() and not same
        if not same:
            self.meet_somebody_new()
        self.interrupted, self.refused_by = False, set()
        self.note(Event.start, Cause.warm if prepared else Cause.none)

    def is_prepared(self):
        """Was it handed over warmly? Known rough edge: what stands in a shared record counts as such."""
        return bool(self.passed_on)

    def meet_somebody_new(self):
        """A new person starts with what was passed on, and the case's own domain."""
        self.known_since, self.new_face, self.contacts = self.region.week, True, 0
        self.knows = self.passed_on | {self.domain.index}

    def part(self, cause):
        """The relation ends; the episode goes back to the list."""
        self.note(Event.relation_end, cause)
        self.end_relation(cause)
        self.status, self.since = WAITING, self.region.week
        self.interrupted, self.refused_by = True, set()

    def end_relation(self, cause):
        """Who helped is from now on the previous one."""
        self.last_professional, self.last_person = self.professional, self.person
        del self.professional.cases[self]
        self.professional, self.person = None, NEVER
        self.wishes_change, self.second_try = False, 0.0
        self.not_again = cause in (Cause.wish, Cause.transfer, Cause.passed_along)

    def close(self, cause):
        """It ends, waiting or active."""
        if self.active:
            self.note(Event.relation_end, cause)
            self.end_relation(cause)
        self.note(Event.close, cause)
        self.status, self.since, self.started = NONE, self.region.week, NEVER
        self.intensity, self.interrupted, self.refused_by = 0, False, set()
        self.passed_on, self.carried, self.papers = set(), 0.0, 0.0

    def clear_week(self):
        """What happened last week is over."""
        self.hours = self.asked = self.cost = self.effect = 0.0
        self.days = self.contact = 0
        self.billed_to = self.stand_in = None

    @property
    def on_sick_leave(self):
        return self.professional.status == ABSENT

    @property
    def in_stay(self):
        return self.intensity == STAY

    def fitting_intensity(self):
        """What the professional can give: a stay begins with a place, not with a decision."""
        return min(self.warranted, INTENSIVE)
