"""Hours (6): a professional's week is divided over administration, travel, coordination and families."""

from samenhang.model.tables import PRESENT, STAY


class Hours:
    """How one professional divides the week."""

    def divide_week(self):
        """What is asked, what there is room for, and what gives way."""
        self.given, self.direct, self.coordination, self.administration, self.workload = 1.0, 0.0, 0.0, 0.0, 0.0
        if self.status != PRESENT:
            return
        p, paid = self.model.p.hours, self.model.paid_coordination
        cases = self.cases_this_week()
        asked = {e: e.asked_hours() for e in cases}
        direct = self.looks + sum(asked.values())
        coordination = self.consults + sum(self.coordination_of(e) for e in cases)
        self.administration = p.administration * p.hours + sum(e.papers for e in cases)
        rest = p.travel + self.training + self.administration
        self.workload = (direct + coordination + rest) / p.hours
        room = p.hours - rest
        self.coordination = min(coordination, max(0.0, min(paid * coordination, room), room - direct))
        self.time_to_meet = self.coordination / coordination if coordination > 0.0 else 1.0
        first = self.looks + sum(hours for e, hours in asked.items() if keeps_hours(e))
        self.share_out(direct, first, room - min(paid * coordination, self.coordination), asked)

    def share_out(self, direct, first, room, asked):
        """Imposed help and stays keep all their hours; the others share what is left."""
        self.given = min(1.0, max(0.0, (room - first) / (direct - first))) if direct > first else 1.0
        for episode, hours in asked.items():
            episode.given = 1.0 if keeps_hours(episode) else self.given
            episode.hours, episode.asked = episode.given * hours, hours
        self.direct = self.looks + sum(e.hours for e in asked)

    def cases_this_week(self):
        """Their own, and those of the colleagues for whom they stand in."""
        return [*self.cases, *self.covers]

    def coordination_of(self, episode):
        """Hours to keep others informed; after a warm handover the first contact is made together."""
        hours = self.model.p.hours.coordination + episode.meeting + episode.second_try
        warm_start = episode.new_face and episode.is_prepared()
        return hours + (episode.asked_hours() if warm_start else 0.0)


def keeps_hours(episode):
    """Imposed help, and needs that warrant a stay."""
    return episode.imposed or episode.warranted == STAY


def hours(region):
    """Everybody divides their week; stays go on, also while they wait for another professional."""
    region.professionals.do("divide_week")
    for family in region.engaged:
        for episode in family.episodes:
            bill(episode)
            episode.second_try = 0.0
    for sector in region.sectors:
        there = sector.present()
        sector.busy = sum(p.workload for p in there) / len(there) if there else 0.0


def bill(episode):
    """Who helps bills it, also a stay that waits for another professional: then the last one does."""
    if episode.active:
        episode.billed_to = (episode.stand_in or episode.professional).employer
    if episode.in_stay:
        last = episode.professional or episode.last_professional
        episode.days, episode.billed_to = 7, episode.billed_to or (last.employer if last else None)
