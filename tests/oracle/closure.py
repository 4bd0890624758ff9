"""Closure (10): ends care, steps it up or down, and lets families go out of view."""

from samenhang.model.events import Cause, Event
from samenhang.model.tables import INTENSIVE, LIGHT, NONE, STAY, WAITING

LONG_WAIT = 8  # weeks


class Closing:
    """How care for a family ends or changes."""

    def end_or_step(self):
        """Every episode: goal met, ended for another reason, or perhaps stepped."""
        for episode in self.episodes:
            if episode.status == NONE or self.is_met(episode, a=self.answer(episode)):
                continue
            if not episode.active:
                continue
            cause = self.ends(episode)
            if cause:
                self.stop(episode, cause)
            elif episode.free:
                self.step_care(episode)

    def answer(self, episode):
        """To what a further week earns; only of who is in care."""
        return episode.margin if episode.active else 0.0

    def is_met(self, episode, a=0.0):
        """Care that should no longer be there closes; where a further week earns, it may go on a week."""
        if self.should_meet[episode.domain.index] or (episode.active and not episode.free):
            return False
        if episode.active and self.draw("closure.longer", episode.domain.index)[0] < a:
            return False
        episode.close(Cause.goal_met)
        return True

    def ends(self, episode):
        """The first reason for which care ends, if any."""
        p, closing = self.model.p.closure, self.model.p.needs.closing
        weeks, need, a = self.model.week - episode.started, episode.need, episode.margin
        if weeks >= p.contract_maximum:
            return Cause.contract_end
        if episode.imposed:
            return None
        if round(p.term) > 0 and weeks > 0 and weeks % round(p.term) == 0 and need < p.stops_below:
            return Cause.term
        wait = episode.sector.waits
        if p.throughput > 0.0 and wait > LONG_WAIT and need < closing + p.throughput * (wait - LONG_WAIT) / LONG_WAIT:
            return Cause.term
        if a < 0.0 and need < closing * (1.0 - a):
            return Cause.term
        stays_away = p.dropout * (1.0 - self.trust) * (1.0 - episode.alliance)
        return Cause.dropout if self.draw("closure.end", episode.domain.index)[0] < stays_away else None

    def stop(self, episode, cause):
        """It is no longer on record, and not referred for a while."""
        episode.close(cause)
        self.known[episode.domain.index] = False
        episode.not_before = self.model.week + round(self.model.p.closure.resumes)

    def step_care(self, episode):
        """To the next intensity on offer towards the warranted one, never beyond it."""
        p, a = self.model.p.closure, episode.margin
        u = self.draw("closure.end", episode.domain.index)[1]
        now, wanted, offers = episode.intensity, episode.fitting_intensity(), episode.domain.offers
        higher = min((i for i in offers if now < i <= wanted), default=NONE)
        lower = max((i for i in offers if wanted <= i < now), default=NONE)
        if episode.in_stay:
            if episode.warranted < STAY and u < p.leaves_stay:
                change(episode, INTENSIVE)
        elif (higher and u < p.steps_up * (1.0 + a)) or (lower and u < p.steps_down * (1.0 - a)):
            change(episode, higher or lower)

    def meet_only(self):
        """The null `when_met`: care ends only when the need is met or the family is gone."""
        for episode in self.episodes:
            if episode.status != NONE and not self.should_meet[episode.domain.index]:
                episode.close(Cause.goal_met)

    def depart(self):
        """Out of view: moved, grown up, or quiet for long."""
        week, p = self.model.week, self.model.p.closure
        if self.moves <= week:
            self.go(Cause.moved)
        elif self.grows_up <= week:
            self.go(Cause.aged_out)
        elif self.weeks_quiet >= p.out_of_view:
            self.go(Cause.out_of_view)

    def go(self, cause):
        """Its episodes close, and nobody observes it any more."""
        for episode in self.episodes:
            if episode.status >= WAITING:
                episode.close(cause)
        self.leaves = self.model.week
        self.remove()


def change(episode, intensity):
    """Heavier than light at the local team makes it a case of its own sector."""
    episode.intensity = intensity
    if intensity > LIGHT:
        episode.sector = episode.domain.sector
    episode.note(Event.step)
