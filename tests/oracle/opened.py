"""From the tables with which a run opens to agents: numbers become who they stand for. The opening is shared input."""

from samenhang.model.tables import NOBODY

from .agents import Domain, Family, Organisation, Professional, Sector
from .episode import Episode
from .money import Contract
from .ties import SLOTS, Tie

INDEXED = ("first_seat", "end_seat", "first_organisation", "end_organisation")


def given(table, row, thing, but=()):
    """Every column of a row becomes an attribute."""
    for name, column in table._asdict().items():
        if name not in but and name not in INDEXED:
            setattr(thing, name, column[row].tolist())
    return thing


def bits(number):
    """A number as the set of its bits."""
    return {k for k in range(number.bit_length()) if number >> k & 1}


def open_region(region, world):
    """Sectors, life domains, organisations with their seats and contracts, ties; families come later."""
    region.sectors = [given(world.sectors, s, Sector()) for s in range(world.sectors.busy.size)]
    region.domains = [open_domain(region, world, d) for d in range(world.domains.hours.size)]
    region.funders = world.streams.funder.tolist()
    for o in range(world.organisations.sector.size):
        open_organisation(region, world, o)
    town = world.municipality
    region.local_team = region.sectors[town.local_team[0]]
    region.seats, region.places = int(town.seats[0]), int(town.places[0])
    region.day_price, region.labour_pool = float(town.day_price[0]), float(town.labour_pool[0])
    open_ties(list(region.professionals), world.ties)


def open_domain(region, world, d):
    """A life domain knows its sector, and what it offers as a set."""
    domain = given(world.domains, d, Domain(), but=("sector",))
    domain.index, domain.sector, domain.offers = d, region.sectors[world.domains.sector[d]], bits(domain.offers)
    return domain


def open_organisation(region, world, o):
    """An organisation with its seats and its contract for every stream."""
    table = world.organisations
    organisation = given(table, o, Organisation(region), but=("sector",))
    organisation.index, organisation.sector = o, region.sectors[table.sector[o]]
    organisation.sector.organisations.append(organisation)
    organisation.contracts = []
    for m in range(len(region.funders)):
        contract = Contract(region, organisation, m)
        for name in ("ceiling", "spent", "cost", "deficit", "refuses", "releases"):
            setattr(contract, name, float(getattr(world.streams, name)[o, m]))
        organisation.contracts.append(contract)
    organisation.professionals = []
    for row in range(table.first_seat[o], table.end_seat[o]):
        seat = given(world.professionals, row, Professional(region), but=("organisation", "caseload"))
        seat.row, seat.employer, seat.cases, seat.covers = row, organisation, {}, []
        organisation.professionals.append(seat)


def open_ties(seats, table):
    """Who knows whom."""
    for seat in seats:
        seat.slots = [None] * SLOTS
        for k in range(SLOTS):
            if (other := table.other[seat.row, k]) != NOBODY:
                person, other_person, trust, week = (
                    c[seat.row, k].tolist() for c in (table.person, table.other_person, table.trust, table.week)
                )
                seat.slots[k] = Tie(person, seats[other], other_person, trust, week)


def open_family(region, world, f):
    """A family comes into view, with its episodes."""
    family = given(world.families, f, Family(region))
    family.row, family.engaged, family.requested = f, False, set()
    family.episodes = [open_episode(region, world, family, domain) for domain in region.domains]
    return family


def open_episode(region, world, family, domain):
    """What there is or was between this family and whoever helped it in this life domain."""
    seats = region.seat_list
    at, table = (family.row, domain.index), world.episodes
    numbers = ("sector", "seat", "last_seat", "billed_to", "stand_in", "refused_by", "knows", "passed_on")
    episode = given(table, at, Episode(family, domain), but=numbers)
    number = {name: int(getattr(table, name)[at]) for name in numbers}
    somebody = {
        name: seats[number[name]] if number[name] != NOBODY else None for name in ("seat", "last_seat", "stand_in")
    }
    episode.professional, episode.last_professional = somebody["seat"], somebody["last_seat"]
    episode.stand_in, episode.sector = somebody["stand_in"], region.sectors[number["sector"]]
    episode.billed_to = region.organisations[number["billed_to"]] if number["billed_to"] != NOBODY else None
    episode.knows, episode.passed_on = bits(number["knows"]), bits(number["passed_on"])
    episode.refused_by = {refuser(episode, k) for k in bits(number["refused_by"])}
    if episode.active:
        episode.professional.cases[episode] = None
    return episode


def refuser(episode, k):
    """The k-th organisation of the sector; the highest bit is that nothing was on offer."""
    return episode.sector.organisations[k] if k < 62 else None
