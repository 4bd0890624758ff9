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
        comes, sent_home, together, _ = self.draw("access.ask")
        if comes >= self.chance_to_ask(self.need[d]):
            return
        if self.first_request == NEVER:
            self.first_request = self.model.week
        self.model.note(Event.ask, Cause.none, self.id, d, value=self.need[d])
        joint = together < self.model.p.access.joint_analysis
        self.take_hours(d, joint)
        if sent_home < self.chance_to_be_sent_home(d):
            self.go_home(d)
        else:
            self.be_looked_at(d, joint)

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

    def take_hours(self, d, joint):
        """A look at the local team; a joint analysis also takes hours of every discipline whose need is there."""
        p, hours = self.model.p.access, self.model.look_hours
        hours[self.model.local_team] += p.look_hours
        for e, domain in enumerate(self.model.domains):
            if joint and e != d and self.should_meet[e]:
                hours[domain.sector] += p.joint_hours

    def be_looked_at(self, d, joint):
        """What they came for is on record, and part of the rest; more is found by looking together."""
        self.known[d], chance = True, self.chance_to_find(joint)
        for e, there in enumerate(self.should_meet):
            if e != d and there:
                self.known[e] = self.draw("access.find", e)[0] < chance

    def chance_to_find(self, joint):
        """Who comes directly is not looked at more widely, unless together: then trust and competence find part of what is left."""
        p = self.model.p.access
        alone = 0.0 if self.channel == DIRECT else p.look_finds
        if not joint:
            return alone
        return alone + (1.0 - alone) * p.joint_finds * self.trust * self.model.competence_at_access

    def be_known(self):
        """The null `all_known`: whatever care should meet is on record as soon as it is there, and nothing else."""
        self.known = list(self.should_meet)
        if self.first_request == NEVER and any(self.should_meet):
            self.first_request = self.model.week
            d = self.should_meet.index(True)
            self.model.note(Event.ask, Cause.none, self.id, d, value=self.need[d])


def access(region):
    """Everybody asks; the hours that looks take are shared by those of the sector who are there."""
    there = region.local_team.present()
    region.competence_at_access = sum(p.competence for p in there) / len(there) if there else 0.0
    region.look_hours = dict.fromkeys(region.sectors, 0.0)
    region.engaged.do("ask")
    for sector, hours in region.look_hours.items():
        there = sector.present()
        for professional in sector.professionals:
            professional.looks = hours / len(there) if professional in there else 0.0


def all_known(region):
    """Without the mechanism nobody has to ask, and nobody looks."""
    region.engaged.do("be_known")
