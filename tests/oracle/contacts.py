"""Contacts (6): families and professionals meet or miss each other, a bond grows, care has its effect."""

from samenhang.model.tables import MADE, MISSED

from .luck import quantile

KNOWN_FACE = 8  # contacts after which a face is not new any more
NO_CLICK = 0.3  # alliance below which a family may want somebody else


class Meeting:
    """What happens to a family in this week's contacts."""

    def meet_helpers(self):
        """Every active episode with hours this week; those requested this week come last."""
        for episode in sorted(self.active, key=lambda e: e in self.requested):
            episode.effect = 0.0
            if episode.hours > 0.0:
                self.have_contact(episode)

    def have_contact(self, episode):
        """A contact is made or missed, with its own professional or with who stands in."""
        if episode.stand_in:
            episode.contact = MADE
        else:
            if episode.new_face:
                self.get_acquainted(episode)
            self.come_or_not(episode)
        if episode.contact == MADE:
            episode.effect = self.effect_of(episode)

    def get_acquainted(self, episode):
        """Each pair has a match of its own; a family that trusts care, or was handed over warmly, begins with some bond."""
        p, who = self.model.p.contacts, episode.professional
        u = self.luck.once("contacts.match", self.id, 2**20 * who.employer.index + who.ordinal, who.person)[0]
        episode.match = 2 / 3 if p.variant.name == "unmatched" else quantile(u, self.model.matches)
        episode.alliance = max(self.trust / 2, episode.carried)
        episode.new_face = False

    def come_or_not(self, episode):
        """Contacts are missed more with a weak bond and a new face; persistence makes up for some."""
        p = self.model.p.contacts
        misses, persists, learns, asks = self.draw("contacts.meet", episode.domain.index)
        episode.contacts += 1
        chance = p.missed * (2.0 - episode.alliance) * (p.new_face if episode.contacts < KNOWN_FACE else 1.0)
        if misses < chance:
            if persists >= p.persistence:
                episode.contact = MISSED
                return
            episode.second_try = episode.hours
        episode.contact = MADE
        self.bond(episode)
        hidden = self.heaviest_hidden(episode)
        if hidden is not None and learns < p.learns:
            episode.knows = episode.knows | {hidden}
        no_click = episode.contacts >= KNOWN_FACE and episode.alliance < NO_CLICK
        episode.wishes_change = no_click and asks < p.asks_other

    def bond(self, episode):
        """The bond goes towards the match, and trust in care towards the bond."""
        p = self.model.p.contacts
        episode.alliance += p.bonding * (episode.match - episode.alliance)
        self.trust += p.trust_growth * (episode.alliance - self.trust)

    def effect_of(self, episode):
        """Help works when it is there, fits, and is not contradicted."""
        p, n = self.model.p.contacts, len(self.active)
        too_light = max(0, episode.warranted - episode.intensity)
        loss = p.contradiction * (1.0 - self.goal_agreement) * (n - 1) / n
        quality = (episode.stand_in or episode.professional).quality(episode)
        fit = p.too_light**too_light
        return p.effect * episode.domain.pace * quality * fit * episode.given * (1.0 - loss) * (1.0 + self.gives_effect)

    def be_cared_for(self):
        """The null `constant_care`: the same help for everybody in care."""
        for episode in self.active:
            episode.effect = self.model.p.contacts.effect * episode.domain.pace
