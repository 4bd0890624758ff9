"""Money: hours and days become cost; ceilings bind where they are reached, and pooling moves them.

Theory. Each organisation has a ceiling for each stream that pays it. The duty to provide keeps urgent and imposed help
starting above a ceiling, and running care going on: that is booked as deficit. Of the other starts a share is refused until
the year turns. *Pooling* makes the money of named streams fungible, to a share, and does nothing else: an organisation at
its ceiling may use what others have not used yet, once it is released, and a pool that is used up refuses a share of
the starts of all whom it served. The municipality cannot pool by itself what a school board or an insurer pays [haaglanden].

Contracts pay for *effort* (price x hours, and a price for each day of a stay), for *output* (a price for a result, in
weekly parts, until its weeks are over) or for a *task* (a lump sum, however much is done) [isd_2021]. What a further week
of care then earns above its cost is worked out here; how strongly care answers to it, in length, weight and choice of
families, is one uncertain number, 0 unless a study says so. No direction is written in.

Knocked out (`off = ["money"]`): nothing is counted and no ceiling binds.
"""

from typing import Annotated, NamedTuple

import numpy as np

from ..compiled import rule, sweep
from ..declare import YEAR, Array, Lever, Mechanism, Word, choice, positive, share, weeks
from ..language import N_
from ..relations import Ledger, total
from ..tables import (
    INSURER,
    MUNICIPALITY,
    NOBODY,
    SCHOOL_BOARD,
    Domains,
    Municipality,
    Organisations,
    Professionals,
    Sectors,
    Streams,
)

ABOUT = Mechanism(
    name="money", place=12, en="Money", nl="Geld",
    plain=N_("Hours and days become cost; ceilings bind where they are reached, and pooling moves them."),
    off=N_("Nothing is counted and no ceiling binds."),
)  # fmt: skip

AVERAGE_HOURS = 0.81  # direct hours a week of an average case [model_spec 6]


class Pool(Word):
    """Whose streams are pooled: who must agree."""

    separate = 0
    municipality = 1
    municipality_and_schools = 2
    municipality_and_insurer = 3
    everybody = 4


AGREE = {  # who must agree before their streams can be pooled
    Pool.municipality: N_("the municipality"), Pool.municipality_and_schools: N_("the municipality and the school boards"),
    Pool.municipality_and_insurer: N_("the municipality and the insurer"), Pool.everybody: N_("the municipality, the school boards and the insurer"),
}  # fmt: skip


class Payment(Word):
    """What a contract pays for."""

    effort = 0
    output = 1
    task = 2


class Money(NamedTuple):
    """Parameters of money."""

    payment: Annotated[Payment, choice(Payment, "isd_2021", "What contracts pay for", "Waarvoor contracten betalen", role="fixed")] = Payment.effort  # fmt: skip
    billable_coordination: Annotated[float, share(0.0, 1.0, "haaglanden assumption", "Coordination that is paid", "Afstemming die wordt betaald",
        role="lever", why=N_("Product codes for collaboration were made in one project; usually it is in the tariff or unpaid."), lever=Lever(
            N_("Which part of the hours of coordination may be billed?"),
            N_("Whoever pays the stream."),
            ((0.0, N_("none")), (0.0, N_("as now")), (1.0, N_("all"))),
            N_("Euros for hours without a family; and what is paid is kept when hours fall short, at the expense of care.")))] = 0.0  # fmt: skip
    stepwise: Annotated[float, share(0.0, 1.0, "isd_2021 assumption", "Prices that follow the weight of a case", "Prijzen die de zwaarte van een zaak volgen",
        why=N_("Stepwise tariffs are one of the forms; how far they follow the weight is a guess."))] = 0.5  # fmt: skip
    result_weeks: Annotated[float, weeks(26.0, 104.0, "assumption", "Weeks of care in the price of a result", "Weken hulp in de prijs van een resultaat",
        why=N_("Set at the usual length of an episode."))] = 52.0  # fmt: skip
    surplus: Annotated[float, share(0.0, 0.1, "assumption", "What an hour earns above its cost", "Wat een uur meer oplevert dan het kost",
        why=N_("Margins of providers are low and differ; a guess."))] = 0.03  # fmt: skip
    incentive: Annotated[float, share(0.0, 1.0, "model_spec", "How strongly care answers to what it earns", "Hoe sterk hulp reageert op wat zij oplevert")] = 0.0  # fmt: skip
    risk_shared: Annotated[float, share(0.0, 1.0, "haaglanden assumption", "Financial risk of complex cases that is shared", "Financieel risico van complexe zaken dat wordt gedeeld",
        role="lever", why=N_("That complex youths are refused as a financial risk is reported; sharing it is a proposal, not measured."), lever=Lever(
            N_("How far do payers and providers share what a complex case costs beyond its price?"),
            N_("Municipality, insurers and providers."),
            ((0.0, N_("the provider bears it")), (0.0, N_("as now")), (1.0, N_("all shared"))),
            N_("Complex cases take places that others wait for.")))] = 0.0  # fmt: skip
    named_clients_only: Annotated[float, share(0.0, 1.0, "haaglanden", "Insurer pays hours on a named client only", "Verzekeraar betaalt alleen uren op naam van een cliënt")] = 1.0  # fmt: skip
    pool: Annotated[Pool, choice(Pool, "integral_article", "Whose streams are pooled", "Wiens geldstromen worden ontschot", role="fixed")] = Pool.separate  # fmt: skip
    pooled_share: Annotated[float, share(0.0, 1.0, "assumption", "Part of the pooled streams that is fungible",
        "Deel van de ontschotte stromen dat vrij inzetbaar is", role="lever", why=N_("How far money moves once it is pooled is a choice; nobody has reported one."), lever=Lever(
            N_("What part of the money of the pooled streams may be used across them?"),
            N_("Whoever pays those streams: the municipality, and school boards and insurers if theirs are in it."),
            ((0.0, N_("every contract its own")), (1.0, N_("all of it")), (1.0, N_("all of it"))),
            N_("Nothing by itself; who uses more leaves less for the others.")))] = 1.0  # fmt: skip
    budget: Annotated[float, positive("factor", 0.8, 1.2, "assumption", "Ceilings, times those of the contracts",
        "Plafonds, maal die van de contracten", role="lever", why=N_("Ceilings are set near what the region spends; how near differs between municipalities."), lever=Lever(
            N_("How much money is there, for all streams?"),
            N_("The state, the municipal council, insurers and school boards."),
            ((0.8, N_("a fifth less")), (1.0, N_("as now")), (1.2, N_("a fifth more"))),
            N_("Euros.")))] = 1.0  # fmt: skip
    ceiling_hardness: Annotated[float, share(0.0, 1.0, "model_spec", "Starts without urgency refused above a ceiling",
        "Geweigerde starts zonder spoed boven een plafond")] = 0.5  # fmt: skip
    release_weeks: Annotated[float, weeks(0.0, 26.0, "assumption", "Weeks until another's money is released, without any trust",
        "Weken tot andermans geld vrijkomt, zonder enig vertrouwen",
        why=N_("That it takes meetings is reported; how many is a guess."))] = 8.0  # fmt: skip


@rule
def is_pooled(funder: int, ceiling: float, p: Money) -> bool:
    """Is a contract of this payer in the pool? One without a ceiling puts nothing in and needs nothing."""
    if p.pool == Pool.separate or not np.isfinite(ceiling):
        return False
    schools = p.pool == Pool.municipality_and_schools or p.pool == Pool.everybody
    insurers = p.pool == Pool.municipality_and_insurer or p.pool == Pool.everybody
    return funder == MUNICIPALITY or (funder == SCHOOL_BOARD and schools) or (funder == INSURER and insurers)


@rule
def own_part(ceiling: float, pooled: bool, p: Money) -> float:
    """What a contract keeps to itself: all of its ceiling, or what is not in the pool."""
    return ceiling * (1.0 - p.pooled_share) if pooled else ceiling


@rule
def share_refused(spent: float, own: float, pool_left: float, pooled: bool, p: Money) -> float:
    """Share of non-urgent starts refused for money: none below one's own part, nor while the pool has money left."""
    return 0.0 if spent < own or (pooled and pool_left > 0.0) else p.ceiling_hardness


@rule
def chance_of_release(spent: float, ceiling: float, pool_left: float, pooled: bool, trust: float, p: Money) -> float:
    """A week: 1 below the contract's own ceiling; above it another's money comes after release_weeks x (1 - trust)."""
    if not pooled or spent < ceiling or pool_left <= 0.0:
        return 1.0
    return 1.0 / (1.0 + p.release_weeks * (1.0 - trust))


@rule
def trusted(trust: Array, own: int) -> float:
    """How far an organisation is trusted by the others, on average. trust [O]."""
    return (total(trust) - trust[own]) / max(1, trust.size - 1)


@rule
def cost_of(price: float, days: int, day_price: float) -> float:
    """Euros: the price of the week + days x price of a day."""
    return price + days * day_price


@rule
def price_of_week(hours: float, given: float, tariff: float, weeks_in_care: int, p: Money) -> float:
    """Euros a week for a case. Effort: hours x tariff. Output: the hours of a result's price, until its weeks are over.

    A price that follows the weight of a case pays the hours that it asks; else the hours of an average one.
    """
    if p.payment != Payment.output:
        return hours * tariff
    if weeks_in_care >= p.result_weeks:
        return 0.0
    asked = hours / given if given > 0.0 else 0.0
    return (p.stepwise * asked + (1.0 - p.stepwise) * AVERAGE_HOURS) * tariff


@rule
def answer_to_week(p: Money) -> float:
    """How care answers to a further week: incentive x (what it earns / what it costs - 1).

    By effort a week earns the surplus of its hours; a result and a task are paid whether or not there is a further week.
    """
    earns = 1.0 + p.surplus if p.payment == Payment.effort else 0.0
    return p.incentive * (earns - 1.0)


@rule
def risk_of_complex(p: Money) -> float:
    """How much risk a complex case is, times usual: nothing when shared; more where its hours are not paid.

    By effort they are; a result pays them as far as its price follows weight; a task does not.
    """
    unpaid = 0.0 if p.payment == Payment.effort else (1.0 - p.stepwise if p.payment == Payment.output else 1.0)
    return (1.0 - p.risk_shared) * (1.0 + p.incentive * unpaid)


@rule
def unfunded(spent: float, before: float, own: float) -> float:
    """What of this week's spending lies above one's own part of the ceiling; `before` is what was spent before it."""
    return max(0.0, spent - own) - max(0.0, before - own)


@sweep
def bill(book: Ledger, organisations: Organisations, domains: Domains, sectors: Sectors, streams: Streams, day_price: float, p: Money) -> None:  # fmt: skip
    """This week's cost of every episode, every look and every staff programme, by organisation and stream."""
    given, started, margin, week_answers = book.episodes.given, book.episodes.started, book.episodes.margin, answer_to_week(p)  # fmt: skip
    hours, days, cost, billed_to = book.episodes.hours, book.episodes.days, book.episodes.cost, book.episodes.billed_to
    stream_of, sector_of, tariff, spent = domains.stream, organisations.sector, sectors.tariff, streams.cost
    spent[:] = 0.0
    for i in range(book.listed[0]):
        f, d = book.rows[i], book.domains[i]
        o = billed_to[f, d]
        if o != NOBODY:
            week_price = price_of_week(hours[f, d], given[f, d], tariff[sector_of[o]], book.week - started[f, d], p)
            cost[f, d], margin[f, d] = cost_of(week_price, days[f, d], day_price), week_answers
            spent[o, stream_of[d]] += cost[f, d]
    if p.payment == Payment.task:
        pay_lump_sums(book, domains, streams, p)
    else:
        bill_hours_without_case(book.professionals, sector_of, sectors, spent, p)
    for o in range(sector_of.size):
        spent[o, sectors.stream[sector_of[o]]] += organisations.extra_cost[o]


@sweep
def bill_hours_without_case(staff: Professionals, sector_of: Array, sectors: Sectors, spent: Array, p: Money) -> None:
    """Looks, and the part of coordination that may be billed, to the stream of each sector; a lump sum holds them."""
    for seat in range(staff.looks.size):
        o = staff.organisation[seat]
        s = sector_of[o]
        paid = staff.looks[seat] + p.billable_coordination * staff.coordination[seat]
        spent[o, sectors.stream[s]] += paid * sectors.tariff[s]


@sweep
def pay_lump_sums(book: Ledger, domains: Domains, streams: Streams, p: Money) -> None:
    """A task is paid by the week, whatever is done: what each case costs is its part of the lump sum of its contract."""
    cost, billed_to, spent = book.episodes.cost, book.episodes.billed_to, streams.cost
    for i in range(book.listed[0]):
        f, d = book.rows[i], book.domains[i]
        o, m = billed_to[f, d], domains.stream[d]
        if o != NOBODY and spent[o, m] > 0.0 and np.isfinite(streams.ceiling[o, m]):
            cost[f, d] *= p.budget * streams.ceiling[o, m] / YEAR / spent[o, m]
    for o in range(spent.shape[0]):
        for m in range(spent.shape[1]):
            if spent[o, m] > 0.0 and np.isfinite(streams.ceiling[o, m]):
                spent[o, m] = p.budget * streams.ceiling[o, m] / YEAR


@sweep
def pool_left(streams: Streams, p: Money) -> float:
    """Euros left in the pool this year: what was put in, minus what organisations used above their own part."""
    left = 0.0
    for o in range(streams.spent.shape[0]):
        for m in range(streams.funder.size):
            if is_pooled(streams.funder[m], streams.ceiling[o, m], p):
                ceiling = p.budget * streams.ceiling[o, m]
                own = own_part(ceiling, True, p)
                left += ceiling - own - max(0.0, streams.spent[o, m] - own)
    return left


@sweep
def book_deficit(streams: Streams, left: float, p: Money) -> None:
    """What this week's spending leaves unfunded: above one's own part, as far as the pool did not cover it.

    `left` is what the pool held before this week; who drew on it in this week bears what it lacks in proportion.
    """
    drawn = 0.0
    for o in range(streams.spent.shape[0]):
        for m in range(streams.funder.size):
            pooled = is_pooled(streams.funder[m], streams.ceiling[o, m], p)
            own = own_part(p.budget * streams.ceiling[o, m], pooled, p)
            streams.deficit[o, m] = unfunded(streams.spent[o, m] + streams.cost[o, m], streams.spent[o, m], own)
            drawn += streams.deficit[o, m] if pooled else 0.0
    lacking = min(1.0, max(0.0, drawn - max(0.0, left)) / drawn) if drawn > 0.0 else 0.0
    for o in range(streams.spent.shape[0]):
        for m in range(streams.funder.size):
            if is_pooled(streams.funder[m], streams.ceiling[o, m], p):
                streams.deficit[o, m] *= lacking


@sweep
def money(book: Ledger, organisations: Organisations, domains: Domains, sectors: Sectors, streams: Streams, region: Municipality, shifts: bool, p: Money) -> None:  # fmt: skip
    """Bill the week, book it, and say for the next week which organisation may start what; `shifts`: pooled money moves starts."""
    if book.week % YEAR == 0:
        streams.spent[:] = 0.0
    bill(book, organisations, domains, sectors, streams, region.day_price[0], p)
    organisations.risk[:] = risk_of_complex(p)
    for d in range(domains.stream.size):
        insured = streams.funder[domains.stream[d]] == INSURER
        domains.advice_paid[d] = 1.0 - p.named_clients_only if insured else 1.0
    book_deficit(streams, pool_left(streams, p), p)
    streams.spent[:] += streams.cost
    left, new_year = pool_left(streams, p), (book.week + 1) % YEAR == 0
    for o in range(streams.spent.shape[0]):
        for m in range(streams.funder.size):
            spent = 0.0 if new_year else streams.spent[o, m]
            ceiling, pooled = p.budget * streams.ceiling[o, m], is_pooled(streams.funder[m], streams.ceiling[o, m], p)
            here = 1.0 if new_year else left
            own = own_part(ceiling, pooled, p)
            streams.refuses[o, m] = share_refused(spent, own, here, pooled, p)
            streams.releases[o, m] = chance_of_release(spent, ceiling, here, pooled, trusted(organisations.trust[o], o), p)  # fmt: skip
            if not shifts:  # who takes a case is as without a pool
                streams.refuses[o, m] = share_refused(spent, ceiling, 0.0, False, p)
                streams.releases[o, m] = 1.0
