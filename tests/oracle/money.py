"""Money (12): hours and days become cost; ceilings bind where they are reached, and pooling moves them."""

import math

from samenhang.model.tables import INSURER, MUNICIPALITY, SCHOOL_BOARD

AVERAGE_WEEK = 0.81  # hours of an average case
PAYERS = {"separate": (), "municipality": (MUNICIPALITY,), "municipality_and_schools": (MUNICIPALITY, SCHOOL_BOARD),
          "municipality_and_insurer": (MUNICIPALITY, INSURER), "everybody": (MUNICIPALITY, SCHOOL_BOARD, INSURER)}  # fmt: skip


class Contract:
    """What one organisation may spend of one stream."""

    def __init__(self, region, organisation, stream):
        self.region, self.organisation, self.stream = region, organisation, stream

    def limit(self):
        """The ceiling that holds now."""
        return self.region.p.money.budget * self.ceiling

    def is_pooled(self):
        p = self.region.p.money
        return math.isfinite(self.ceiling) and self.region.funders[self.stream] in PAYERS[p.pool.name]

    def own_part(self):
        """What nobody else can draw on."""
        return self.limit() * (1.0 - self.region.p.money.pooled_share) if self.is_pooled() else self.limit()

    def above_own(self):
        return max(0.0, self.spent - self.own_part())


def money(region):
    """The week in euros."""
    contracts = [c for o in region.organisations for c in o.contracts]
    for contract in contracts:
        contract.cost = 0.0
        if region.week % 52 == 0:
            contract.spent = 0.0
    for episode in billed(region):
        charge(episode, region.p.money)
    if region.p.money.payment.name == "task":
        pay_tasks(region, contracts)
    else:
        for organisation in region.organisations:
            charge_own_work(organisation, region.p.money)
    for organisation in region.organisations:
        organisation.contracts[organisation.sector.stream].cost += organisation.extra_cost
    book(region, contracts)
    set_incentives(region)


def billed(region):
    """Episodes of this week, also those that have ended by now."""
    return [e for family in region.engaged for e in family.episodes if e.billed_to]


def contract_of(episode):
    """Who bills, to the stream of the life domain."""
    return episode.billed_to.contracts[episode.domain.stream]


def charge(episode, p):
    """By effort what was done; by output a price of the result."""
    hours = episode.hours
    if p.payment.name == "output":
        asked = episode.asked if episode.given > 0.0 else 0.0  # known rough edge: who got none is not paid for weight
        priced = p.stepwise * asked + (1.0 - p.stepwise) * AVERAGE_WEEK
        hours = priced if episode.region.week - episode.started < p.result_weeks else 0.0
    episode.cost = hours * episode.billed_to.sector.tariff + episode.days * episode.region.day_price
    contract_of(episode).cost += episode.cost


def charge_own_work(organisation, p):
    """Billable coordination and looks go to the stream of the sector."""
    hours = sum(p.billable_coordination * s.coordination + s.looks for s in organisation.professionals)
    organisation.contracts[organisation.sector.stream].cost += hours * organisation.sector.tariff


def pay_tasks(region, contracts):
    """A lump sum holds everything; each case counts for its part of what was done. Without any case none is paid."""
    done = {c: c.cost for c in contracts if c.cost > 0.0 and math.isfinite(c.ceiling)}
    for episode in billed(region):
        contract = contract_of(episode)
        if contract in done:
            episode.cost *= contract.limit() / 52 / done[contract]
    for contract in done:
        contract.cost = contract.limit() / 52


def book(region, contracts):
    """Spending, what the pool held, what nobody held; and who may start what next week."""
    pooled = [c for c in contracts if c.is_pooled()]
    left = sum(c.limit() - c.own_part() - c.above_own() for c in pooled)
    drew = {}
    for c in contracts:
        before = c.above_own()
        c.spent += c.cost
        drew[c] = c.above_own() - before
    drawn = sum(drew[c] for c in pooled)
    short = max(0.0, drawn - max(0.0, left)) / drawn if drawn > 0.0 else 0.0
    for c in contracts:
        c.deficit = drew[c] * (short if c in pooled else 1.0)
        next_week(region, c, c in pooled and region.open["takes"], left - drawn > 0.0)


def next_week(region, c, pooled, pool_has_money):
    """Which share of starts is refused for money, and how fast another's money comes free."""
    p = region.p.money
    year_turns = (region.week + 1) % 52 == 0
    holds = year_turns or c.spent < (c.own_part() if pooled else c.limit()) or (pooled and pool_has_money)
    c.refuses = 0.0 if holds else p.ceiling_hardness
    c.releases = 1.0
    if pooled and pool_has_money and not year_turns and c.spent >= c.limit():
        others = [o for o in region.organisations if o is not c.organisation]
        trust = sum(o.trust[c.organisation.index] for o in others) / len(others)
        c.releases = 1.0 / (1.0 + p.release_weeks * (1.0 - trust))


def set_incentives(region):
    """What a further week earns, who bears the risk of complex cases, and which advice is paid."""
    p = region.p.money
    e = 1.0 + p.surplus if p.payment.name == "effort" else 0.0
    u = {"effort": 0.0, "output": 1.0 - p.stepwise, "task": 1.0}[p.payment.name]
    for organisation in region.organisations:
        organisation.risk = (1.0 - p.risk_shared) * (1.0 + p.incentive * u)
    for domain in region.domains:
        domain.advice_paid = 1.0 - p.named_clients_only if region.funders[domain.stream] == INSURER else 1.0
    for episode in billed(region):
        episode.margin = p.incentive * (e - 1.0)
