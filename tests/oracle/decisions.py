"""Decisions (7): a change of plan needs somebody who may decide; else it goes to the home organisations."""

from samenhang.model.events import Event
from samenhang.model.tables import INSURER, NONE, STAY

from .episode import NEVER

DECIDED = -1


class Deciding:
    """What is to be decided about a family, and by whom."""

    def decide(self):
        """Every life domain with something to decide, one step this week."""
        if not self.active:
            for episode in self.episodes:
                forget(episode, free=True)
            return
        told = self.told_of()
        for episode in self.episodes:
            if self.matters(episode, told):
                self.take_up(episode)
            else:
                forget(episode, free=episode.status == NONE and episode.domain.index not in told)

    def matters(self, episode, told):
        """Is there something to decide about this life domain?"""
        d = episode.domain.index
        if not episode.active:
            return episode.status == NONE and self.should_meet[d] and d in told
        if not self.should_meet[d] or self.need[d] < self.model.p.needs.closing:
            return True
        if episode.in_stay:
            return episode.warranted < STAY
        return episode.intensity != episode.fitting_intensity()

    def take_up(self, episode):
        """Raised, decided or sent home, answered, done."""
        if episode.homes == DECIDED or episode.raised > self.model.week:
            return
        if episode.raised == NEVER or episode.homes == 0:
            self.raise_it(episode)
        else:
            self.wait_for_homes(episode)

    def raise_it(self, episode):
        """It is raised; at level 3 and 4 it waits until all meet; then somebody may decide, or the homes are asked."""
        week = self.model.week
        if episode.raised in (NEVER, week):
            episode.raised, episode.free = week, False
            episode.note(Event.decision_raised)
        if self.level >= 3 and not self.gathered:
            return
        if self.may_decide(episode):
            self.made(episode)
        else:
            episode.homes = self.homes()

    def may_decide(self, episode):
        """Imposed help; the professional's own room; or what helpers may decide together."""
        p, n = self.model.p.decisions, len(self.helpers())
        shared = p.shared_mandate * self.gives_decision if n >= 2 else 0.0
        room = p.professional_room
        return episode.imposed or self.draw("decisions.decide", episode.domain.index)[0] < room + (1.0 - room) * shared

    def homes(self):
        """Home organisations that have to answer: as many as helpers, one where they answer as one."""
        return 1 if self.model.one_home else len(self.helpers())

    def wait_for_homes(self, episode):
        """One answer a week at most; the last may overturn it."""
        p = self.model.p.decisions
        _, answers, overturns, _ = self.draw("decisions.decide", episode.domain.index)
        if answers * p.home_weeks >= 1.0:
            return
        episode.homes -= 1
        if episode.homes > 0:
            return
        gap = p.power_gap if self.medical_helper() and self.model.funders[episode.domain.stream] != INSURER else 0.0
        if overturns < p.overturned * (0.5 + p.production) * (1.0 + gap):
            self.be_overturned(episode)
        else:
            self.made(episode)

    def medical_helper(self):
        """Is a helper paid by an insurer?"""
        return any(self.model.funders[e.domain.stream] == INSURER for e in self.active)

    def be_overturned(self, episode):
        """Trust is lost on all sides."""
        p = self.model.p.decisions
        self.trust *= 1.0 - p.harm
        helpers = self.helpers()
        for helper in helpers:
            helper.upset += p.strain * (1.0 - helper.upset)
        self.model.ties.fall_out(helpers, p.discord)
        episode.note(Event.overturned)
        self.again(episode)

    def again(self, episode):
        """It is raised again after some weeks."""
        episode.raised, episode.homes, episode.free = self.model.week + round(self.model.p.decisions.again), 0, False

    def made(self, episode):
        """Decided; carried out, unless nobody coordinates and everybody thinks another will do it."""
        n = len(self.helpers())
        episode.note(Event.decision_made)
        undone = self.model.p.decisions.undone * (n - 1)
        if self.coordinator == NEVER and self.draw("decisions.decide", episode.domain.index)[3] < undone:
            self.again(episode)
        else:
            episode.homes, episode.free = DECIDED, True
            episode.note(Event.done)


def forget(episode, free):
    """Nothing is to be decided."""
    episode.raised, episode.homes, episode.free = NEVER, 0, free


def at_once(region):
    """The null: the plan is always free."""
    for family in region.engaged:
        for episode in family.episodes:
            forget(episode, free=True)
