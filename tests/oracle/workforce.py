"""Workforce (9): work wears people out, worn-out people think of leaving and leave, and empty seats take weeks to fill."""

import math

from samenhang.model.events import Cause, Event
from samenhang.model.tables import ABSENT, CLOSED, PRESENT, VACANT

USUAL_INTENTION = 0.37


class Working:
    """A seat, and the career of whoever sits in it."""

    @property
    def taken(self):
        """Does somebody sit here, at work or absent?"""
        return self.status in (PRESENT, ABSENT)

    def weeks_there(self):
        return self.model.week - self.since

    def open_or_close(self):
        """A vacant seat above the establishment closes; a closed one below it opens as a vacancy."""
        if self.status == VACANT and self.is_given_up():
            self.status = CLOSED
        elif self.status == CLOSED and not self.is_given_up():
            self.status = VACANT

    def is_given_up(self):
        """Is there no place for this seat any more?"""
        p = self.model.p.workforce
        return self.opens_at >= p.establishment + p.project_seats

    def work_on(self):
        """Strain, intention, and then: leave, fall ill, come back, or learn on."""
        self.wear_out()
        self.learn_the_job()
        if self.is_given_up():
            self.leave(Cause.project_end if self.opens_at >= 1.0 else Cause.cut)
        elif self.draw("workforce.seat")[0] < self.chance_to_leave():
            self.leave(Cause.turnover)
        else:
            self.come_or_stay_away()

    def wear_out(self):
        """Work and overturned decisions strain; rest and retention let people recover."""
        p, strain = self.model.p.workforce, self.strain
        strain += self.upset * (1.0 - strain)
        more = (p.demands + p.strain_gain * max(0.0, self.workload - 1.0)) * (1.0 - strain)
        less = p.strain_recovery * (1.0 + p.retention * p.retention_effect) * strain
        self.strain, self.upset = min(1.0, max(0.0, strain + more - less)), 0.0
        w = p.intention_of_strain
        self.intention = w * self.strain + (1.0 - w) * self.restless

    def chance_to_leave(self):
        """A professional leaves the sooner, the more they think of it; rival rules: in the first years, or by chance."""
        p = self.model.p.workforce
        if p.variant.name == "attachment":
            times = 0.5 + 1.5 * math.exp(-self.weeks_there() / 104)
        elif p.variant.name == "exogenous":
            times = 1.0
        else:
            times = math.exp(p.strain_effect * (self.intention - USUAL_INTENTION))
        return p.exit_rate / 52 * times

    def leave(self, cause):
        """The seat is empty from now on."""
        self.model.note(Event.leave, cause, professional=self, person=self.person, value=self.strain)
        self.status, self.left_because, self.away_long = VACANT, int(cause), False
        self.model.leavers += 1

    def come_or_stay_away(self):
        """Back from absence, or absent from next week."""
        p = self.model.p.workforce
        begins, is_long, lasts, _ = self.draw("workforce.absence")
        if self.status == ABSENT:
            if self.model.week >= self.back:
                self.status, self.away_long = PRESENT, False
                self.model.note(Event.back, professional=self, person=self.person, value=self.strain)
            return
        mean = p.absence_long * p.weeks_long + (1.0 - p.absence_long) * p.weeks_short
        if begins < p.absence / (1.0 - p.absence) / mean:
            self.away_long = is_long < p.absence_long
            self.status, self.back = (
                ABSENT,
                self.model.week + spell(lasts, p.weeks_long if self.away_long else p.weeks_short),
            )
            self.model.note(Event.absent, Cause.absence, professional=self, person=self.person, value=self.strain)

    def learn_the_job(self):
        """Skill grows over the induction, and a newcomer's caseload faster."""
        p, weeks = self.model.p.workforce, self.weeks_there()
        learnt = weeks / p.induction if p.induction > 0 else math.inf
        self.skill = self.talent * (p.skill_at_start + (1.0 - p.skill_at_start) * min(1.0, learnt))
        self.capacity = p.caseload_at_start + (1.0 - p.caseload_at_start) * min(1.0, 6 * learnt)

    def quality(self, episode):
        """How well this professional works for a family they have this bond with."""
        p = self.model.p.contacts
        bond = 1.0 - p.alliance_effect + 1.5 * p.alliance_effect * episode.alliance
        tired = max(0.0, 1.0 - p.strain_cost * self.strain * (0.5 + 0.5 * self.intention))
        return self.skill * episode.cut_off * self.practice * bond * tired

    def fill(self, chance):
        """Somebody new may come, without strain and without cases."""
        if self.draw("workforce.seat")[1] * self.model.p.workforce.weeks_to_fill < chance:
            self.person, self.status, self.since = self.person + 1, PRESENT, self.model.week
            self.strain = self.intention = 0.0
            self.be_somebody()
            self.learn_the_job()
            self.model.hired += 1
            self.model.note(Event.hire, professional=self, person=self.person)

    def be_somebody(self):
        """Who the next person in a seat is, is drawn by seat and number."""
        talent, restless, *_ = self.model.luck.once("workforce.person", self.employer.index, self.ordinal, self.person)
        self.talent, self.restless = 1.0 + 0.3 * (talent - 0.5), restless


def spell(u, mean):
    """Weeks of an absence."""
    return 1 + (math.floor(-math.log(u) / math.log(mean / (mean - 1.0))) if mean > 1.0 else 0)


def workforce(region):
    """Seats open and close; who sits in one works on; then seats that were empty before are filled."""
    p, staff = region.p.workforce, region.professionals
    region.leavers = region.hired = 0
    staff.do("open_or_close")
    empty = staff.select(lambda s: s.status == VACANT)
    staff.select(lambda s: s.taken).do("work_on")
    if len(empty):
        empty.do("fill", min(1.0, region.labour_pool / len(empty)))
    pool = region.labour_pool
    came = p.recruits / 52 * region.seats + p.stays_in_region * region.leavers
    region.labour_pool = max(0.0, pool + came - region.hired - p.gives_up_looking * pool)
    for organisation in region.organisations:
        seats = sum(s.status != CLOSED for s in organisation.professionals)
        organisation.extra_cost = p.retention * p.retention_price / 52 * seats


def all_present(region):
    """The null: whoever is on the establishment is there."""
    for seat in region.professionals:
        seat.upset = 0.0
        if seat.status != CLOSED:
            seat.status, seat.away_long = PRESENT, False
