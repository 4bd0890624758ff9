"""Access (2): families come for help through a channel; somebody looks, and part of what is there comes to light."""

import math

from samenhang.model.events import Cause, Event
from samenhang.model.tables import DIRECT, INTENSIVE, LOCAL_TEAM, MANDATED

from .episode import NEVER


class Asking:
    """How a family comes to be known."""

    def may_ask(self):
        """Nobody is busy for them yet, there is something to ask for, and they have not just been sent home."""
        return not self.has_episode() and any(self.should_meet) and self.model.week >= self.asks_from

    def ask(self):
        """Perhaps the family asks for help this week, and is sent home or looked at."""
        if not self.may_ask():
            return
        open_needs = [d for d, e in enumerate(self.episodes) if self.should_meet[d] and self.model.week >= e.not_before]
        if not open_needs:
            return
        self.known = [False] * len(self.known)
        d = max(open_needs, key=self.need.__getitem__)
        comes, sent_home, *_ = self.draw("access.ask")
        if comes >= self.chance_to_ask(self.need[d]):
            return
        if self.first_request == NEVER:
            self.first_request = self.model.week
        self.model.note(Event.ask, Cause.none, self.id, d, value=self.need[d])
        self.model.look_hours += self.model.p.access.look_hours
        if sent_home < self.chance_to_be_sent_home(d):
            self.go_home(d)
        else:
            self.be_looked_at(d)

    def chance_to_ask(self, need):
        """Reported, or by their own: heavier trouble and more trust bring people sooner."""
        p = self.model.p.access
        if self.channel == MANDATED:
            return p.reports
        return p.seeks * self.help_seeking * self.trust * need**2 + p.outreach * need

    def chance_to_be_sent_home(self, d):
        """A busy local team closes unclear questions early, the more so of who trusts it less."""
        p, busy = self.model.p.access, self.model.local_team.busy
        if self.channel != LOCAL_TEAM or self.warranted[d] >= INTENSIVE:
            return 0.0
        return p.closes_early * math.exp(p.busy_effect * (busy - 1.0)) * 2 * (1 - self.trust) * 2 * (1 - self.need[d])

    def go_home(self, d):
        """Trust is lost, and it takes a while before they ask again."""
        p = self.model.p.access
        self.trust *= 1.0 - p.harm
        self.asks_from = self.model.week + round(p.asks_again)
        self.model.note(Event.sent_home, Cause.early, self.id, d, value=self.need[d])

    def be_looked_at(self, d):
        """What they came for is on record, and part of the rest; who comes directly is not looked at more widely."""
        self.known[d] = True
        for e, there in enumerate(self.should_meet):
            if e != d and there and self.channel != DIRECT:
                self.known[e] |= self.draw("access.find", e)[0] < self.model.p.access.look_finds

    def be_known(self):
        """The null `all_known`: whatever care should meet is on record as soon as it is there, and nothing else."""
        self.known = list(self.should_meet)
        if self.first_request == NEVER and any(self.should_meet):
            self.first_request = self.model.week
            d = self.should_meet.index(True)
            self.model.note(Event.ask, Cause.none, self.id, d, value=self.need[d])


def access(region):
    """Everybody asks; the hours that looks take are shared by those of the local team who are there."""
    region.look_hours = 0.0
    region.engaged.do("ask")
    there = region.local_team.present()
    for professional in region.local_team.professionals:
        professional.looks = region.look_hours / len(there) if professional in there else 0.0


def all_known(region):
    """Without the mechanism nobody has to ask, and nobody looks."""
    region.engaged.do("be_known")
    for professional in region.local_team.professionals:
        professional.looks = 0.0
