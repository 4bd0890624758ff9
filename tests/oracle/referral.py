"""Referral (3): a need that somebody active knows joins a waiting list, at an intensity that fits or light first."""

from samenhang.model.events import Cause, Event
from samenhang.model.tables import INTENSIVE, LIGHT, LOCAL_TEAM, NONE, REGULAR

NO_OFFER = "nothing on offer"


class Referred:
    """How a family gets on waiting lists."""

    def told_of(self):
        """Domains that an active professional of this family knows of."""
        return set().union(*(e.knows for e in self.active))

    def referable(self):
        """Episodes still to begin of needs that somebody active knows, and about which no decision is waited for."""
        told, week = self.told_of(), self.model.week
        for d, episode in enumerate(self.episodes):
            seen = self.known[d] or d in told
            if self.should_meet[d] and episode.status == NONE and seen and episode.free and week >= episode.not_before:
                yield episode

    def streams_in_use(self):
        """Money streams in which the family waits or is helped."""
        return {e.domain.stream for e in self.episodes if e.status != NONE}

    def be_referred(self):
        """Every need that can be joins a list; plans for every further stream take weeks before, and hours during, care."""
        p, streams, week = self.model.p.referral, self.streams_in_use(), self.model.week
        for episode in self.referable():
            intensity = on_offer(episode, p)
            if intensity == NONE:
                nothing_on_offer(episode)
                continue
            wait = p.plan_weeks * len(streams - {episode.domain.stream}) * (1.0 - p.single_accountability)
            episode.request(self.desk_for(episode, intensity), intensity, week + round(wait))
        for episode in self.active:
            n = len(streams - {episode.domain.stream})
            shared = p.frame_hours * n * (1.0 - p.one_legal_frame) + p.accountable_hours * p.single_accountability
            episode.papers = shared if n else 0.0

    def desk_for(self, episode, intensity):
        """The local team keeps most light questions of those who came through it."""
        local = intensity == LIGHT and episode.domain.at_local_team and self.channel == LOCAL_TEAM
        if local and self.draw("referral.keep", episode.domain.index)[0] < self.model.p.referral.local_team_keeps:
            return self.model.local_team
        return episode.domain.sector

    def be_referred_plainly(self):
        """The null `plain_referral`."""
        for episode in self.referable():
            episode.request(episode.domain.sector, REGULAR, self.model.week)
        for episode in self.episodes:
            episode.papers = 0.0


def on_offer(episode, p):
    """The heaviest that is on offer up to what is wanted, else the lightest above it."""
    wanted = LIGHT if p.strategy.name == "stepped" else episode.fitting_intensity()
    offers = episode.domain.offers
    lighter = [i for i in offers if i <= wanted]
    heavier = [i for i in offers if wanted < i <= INTENSIVE]
    return max(lighter) if lighter else min(heavier, default=NONE)


def nothing_on_offer(episode):
    """It is refused, and asked again after a year."""
    episode.not_before = episode.region.week + 52
    episode.refused_by.add(NO_OFFER)
    episode.note(Event.refused, Cause.no_offer)
