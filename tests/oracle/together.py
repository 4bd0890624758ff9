"""Together (5): helpers tell one another what they know, pull the same way and stand in; families take part."""

from samenhang.model.tables import PRESENT


class Together:
    """What happens among a family and its helpers."""

    def lean_on_network(self):
        """Informal support is built up in care when the family leads, crowded out by helpers, and back to its own in time."""
        p, support, cases = self.model.p.together, self.informal_support, len(self.active)
        built = p.network * p.participation * (1.0 - support) if cases else 0.0
        self.informal_support += built - p.crowding * cases * support + p.network_returns * (self.own_network - support)

    def agree_on_goals(self):
        """Goals come together as helpers do, and more so when the family sets them."""
        p, g = self.model.p.together, self.gives_agreement
        towards = 0.5 + 0.5 * (g + (1.0 - g) * p.own_goals * p.participation)
        self.goal_agreement += p.aligns * (towards - self.goal_agreement)

    def share(self):
        """Two helpers or more: they tell, find at the table, and stand in."""
        self.tell()
        if self.gathered:
            self.look_together()
        self.cover()

    def tell(self):
        """Who does not know what the others know comes to know it, with consent or without."""
        p, told = self.model.p.together, self.told_of()
        agrees, anyway, *_ = self.luck.now("together.tell", self.id, 63)
        consent = agrees < p.consent + (1.0 - p.consent) * self.trust
        if not (consent or anyway < p.tells_anyway):
            return
        listens = [
            e
            for e in self.active
            if e.knows != told and self.draw("together.tell", e.domain.index)[0] < p.tells * self.gives_knows
        ]
        for episode in listens:
            episode.knows = set(told)
        if listens and not consent:
            self.trust *= 1.0 - p.betrayal

    def look_together(self):
        """At one table what nobody knew may come up, and then all know it."""
        p, told = self.model.p.together, self.told_of()
        for d, there in enumerate(self.should_meet):
            if (
                there
                and d not in told
                and self.draw("together.table", d)[0] < p.table_finds * self.gives_knows * self.trust
            ):
                for episode in self.active:
                    episode.knows = episode.knows | {d}

    def cover(self):
        """For who is away the first helper who is there may do this week's hours."""
        p = self.model.p.together
        for episode in self.active:
            if (
                not episode.at_work
                and self.draw("together.cover", episode.domain.index)[0] < p.stand_in * self.gives_presence
            ):
                there = [h for h in self.helpers() if h.status == PRESENT]
                if there:
                    episode.stand_in = there[0]
                    there[0].covers.append(episode)

    def ask_advice(self):
        """Who misses a need asks somebody who would see it."""
        p = self.model.p.together
        for episode in self.active:
            hidden = self.heaviest_hidden(episode)
            if hidden is None:
                continue
            domain = self.model.domains[hidden]
            if self.draw("together.advice", episode.domain.index)[0] < p.consultation * domain.advice_paid:
                episode.knows = episode.knows | {hidden}
                domain.sector.give_advice(p.advice_hours)

    def heaviest_hidden(self, episode):
        """The heaviest need that care should meet and that this professional does not know."""
        hidden = [d for d, there in enumerate(self.should_meet) if there and d not in episode.knows]
        return max(hidden, key=self.need.__getitem__, default=None)


def together(region):
    """Everybody in view has a network; families in care have goals; two helpers can do more."""
    for professional in region.professionals:
        professional.covers, professional.consults = [], 0.0
    region.in_view.do("lean_on_network")
    region.engaged.do("agree_on_goals")
    region.engaged.select(lambda f: len(f.helpers()) >= 2).do("share")
    region.engaged.do("ask_advice")
