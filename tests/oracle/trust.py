"""Trust (8): professionals who share cases come to trust one another; organisations do so over years."""

import math
from itertools import combinations

BY_PHONE, COORDINATED, AT_TABLE = 0.1, 0.3, 1.0  # how far people meet


class Trusting:
    """What a family's helpers are to one another."""

    def rely(self):
        """Teams read these means over pairs next week."""
        pairs = list(combinations(self.helpers(), 2))
        self.mutual_trust = sum(reliance(self.model, a, b) for a, b in pairs) / len(pairs)
        self.clarity = sum(clarity(self.model.p.trust, a, b) for a, b in pairs) / len(pairs)

    def get_to_know(self):
        """Ties grow by this week."""
        p, ties = self.model.p.trust, self.model.ties
        meets = AT_TABLE if self.gathered else COORDINATED if self.level >= 2 else BY_PHONE
        pace = p.tie_growth * (meets + (1.0 - meets) * p.co_location)
        for a, b in combinations(self.helpers(), 2):
            ties.keep(a, b, grown(ties.trust_of(a, b, institutional(a, b)), pace, p))


def institutional(a, b):
    """Trust between their organisations; full within one."""
    return 1.0 if a.employer is b.employer else a.employer.trust[b.employer.index]


def reliance(region, a, b):
    """Anchored in agreements, the rest in persons."""
    p, i = region.p.trust, institutional(a, b)
    return p.anchoring * i + (1.0 - p.anchoring) * region.ties.trust_of(a, b, i)


def clarity(p, a, b):
    """Agreements, and a common language between sectors."""
    agreed = 1.0 if a.employer is b.employer else a.employer.agreements[b.employer.index]
    gap = p.language_gap * (1.0 - p.common_language) if a.employer.sector is not b.employer.sector else 0.0
    return agreed * (1.0 - gap)


def grown(t, pace, p):
    """Trust after a meeting, towards a ceiling; by the rival rule slowly at first."""
    if p.variant.name == "logistic" and 0.0 < t < p.ceiling:
        return p.ceiling / (1.0 + (p.ceiling / t - 1.0) * math.exp(-2.0 * pace))
    if p.variant.name == "logistic":
        return t
    return t + pace * max(0.0, p.ceiling - t)


class Relating:
    """What an organisation is to the others."""

    def relate(self, new_leadership):
        """Trust and agreements with every other, over years."""
        p = self.model.p.trust
        for other in self.model.organisations:
            if other is self:
                continue
            o, i, a = other.index, self.trust[other.index], self.agreements[other.index]
            i += (p.institutional_growth * (1.0 + p.covenant + p.steward) * (1.0 - i) - p.institutional_wear * i) / 52
            i *= (1.0 - p.refusal_harm) ** (self.refusals + other.refusals)
            wear = p.agreement_wear * (1.0 - p.anchoring) * (a - p.usual_agreements)
            a += (p.agreement_growth * p.covenant * (1.0 + p.steward) * (1.0 - a) - wear) / 52
            kept = (1.0 - p.leadership_reset * (1.0 - p.anchoring)) ** len({self, other} & new_leadership)
            i, a = i * kept, a * kept
            self.trust[o], self.agreements[o] = i, a
        self.preferred = list(self.agreements)


def trust(region):
    """Helpers first, then organisations."""
    together = region.engaged.select(lambda f: len(f.helpers()) >= 2)
    together.do("rely")
    together.do("get_to_know")
    chance = region.p.trust.leadership_change / 52
    new = {o for o in region.organisations if region.luck.now("trust.leader", o.index)[0] < chance}
    region.organisations.do("relate", new)
    for organisation in region.organisations:
        organisation.refusals = 0.0


def as_strangers(region):
    """The null: helpers neither know nor mistrust one another."""
    for family in region.in_view:
        family.mutual_trust = family.clarity = 0.5
    for organisation in region.organisations:
        organisation.refusals = 0.0
        n = len(organisation.trust)
        organisation.trust, organisation.agreements, organisation.preferred = [0.5] * n, [0.5] * n, [0.0] * n
