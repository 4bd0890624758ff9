"""Week by week and column by column: is the compiled run what the oracle says?"""

import math
from collections import Counter

from samenhang.model import Course
from samenhang.model.events import Cause, Event
from samenhang.model.measures import WEEKLY
from samenhang.model.tables import NOBODY, Episodes, Families, Organisations, Professionals

from .region import Region

FACTS = {"organisation", "ordinal", "opens_at", "first_seat", "end_seat", "sector", "norm_factor", "willingness"}
TIE = ("other", "person", "other_person", "trust", "week")


def row_of(somebody):
    """The number of a seat."""
    return somebody.row if somebody else NOBODY


def bits(numbers):
    """A set of numbers as one number."""
    return sum(1 << k for k in numbers)


def refusers(episode):
    """Who has refused, by place in the sector; the highest bit is that nothing was on offer."""
    of = episode.sector.organisations
    return bits(62 if who is None else of.index(who) for who in episode.refused_by)


NUMBERED = {
    "sector": lambda e: e.region.sectors.index(e.sector),
    "seat": lambda e: row_of(e.professional),
    "last_seat": lambda e: row_of(e.last_professional),
    "stand_in": lambda e: row_of(e.stand_in),
    "billed_to": lambda e: e.billed_to.index if e.billed_to else NOBODY,
    "knows": lambda e: bits(e.knows),
    "passed_on": lambda e: bits(e.passed_on),
    "refused_by": refusers,
}


def same(a, b):
    """Counts equal, numbers to 1e-9; unknown is the same as unknown."""
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float) or isinstance(b, float):
        return a == b or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) or (math.isnan(a) and math.isnan(b))
    return a == b


class Disagreement(AssertionError):
    """The cells in which the two differ: (table, column, who, oracle, compiled)."""

    def __init__(self, week, cells):
        self.week, self.cells = week, cells
        table, column, who, ours, theirs = cells[0]
        super().__init__(f"week {week}, {table}.{column} of {who}: oracle {ours!r}, compiled {theirs!r}; {len(cells)} cells differ")


class Pair:
    """The same run twice: compiled, and told by the oracle; both begin with the same opening."""

    def __init__(self, run, oracle_run=None):
        self.course, self.oracle, self.logged = Course(run), Region(Course(run).world, oracle_run or run), 0

    def live(self, weeks):
        """So many weeks of both, compared after each.

        Raises:
            Disagreement: in the first week in which they differ.
        """
        for _ in range(weeks):
            seen = list(self.oracle.in_view)
            self.oracle.step()
            self.course.live(self.course.week + 1)
            families = dict.fromkeys([*seen, *self.oracle.in_view])
            cells = [cell for cell in self.cells(families) if not same(cell[3], cell[4])]
            if cells:
                raise Disagreement(self.course.week - 1, cells)

    def cells(self, families):
        """Everything that the week may have changed, in both: of families who were in view when it began or are now."""
        yield from self.of_families(families)
        yield from self.of_staff()
        yield from self.of_region()
        yield from self.of_ties()
        yield from self.of_log()

    def of_families(self, families):
        """Families and their episodes."""
        world = self.course.world
        for name in Families._fields:
            column = getattr(world.families, name)
            for f in families:
                yield "families", name, f.id, getattr(f, name), column[f.row].tolist()
        for name in Episodes._fields:
            of, column = NUMBERED.get(name, lambda e, name=name: getattr(e, name)), getattr(world.episodes, name)
            for f in families:
                for d, theirs in enumerate(column[f.row].tolist()):
                    yield "episodes", name, (f.id, d), of(f.episodes[d]), theirs

    def of_staff(self):
        """Seats and organisations, but for what never changes."""
        for name, agents, table in (("professionals", self.oracle.seat_list, self.course.world.professionals),
                                    ("organisations", self.oracle.organisations, self.course.world.organisations)):  # fmt: skip
            for column in (Professionals if name == "professionals" else Organisations)._fields:
                for row, agent in enumerate(agents if column not in FACTS else ()):
                    yield name, column, row, getattr(agent, column), getattr(table, column)[row].tolist()

    def of_region(self):
        """Sectors, contracts, life domains, job seekers and the weekly measures."""
        world, oracle, week = self.course.world, self.oracle, self.course.week - 1
        for column in ("busy", "waits", "starts"):
            yield "sectors", column, "all", [getattr(s, column) for s in oracle.sectors], getattr(world.sectors, column).tolist()
        for column in ("spent", "cost", "deficit", "refuses", "releases"):
            for o, organisation in enumerate(oracle.organisations):
                ours = [getattr(c, column) for c in organisation.contracts]
                yield "streams", column, o, ours, getattr(world.streams, column)[o].tolist()
        yield "domains", "advice_paid", "all", [d.advice_paid for d in oracle.domains], world.domains.advice_paid.tolist()
        yield "municipality", "labour_pool", 0, oracle.labour_pool, float(world.municipality.labour_pool[0])
        for k, m in enumerate(WEEKLY):
            yield "series", m.name, week, float(oracle.measures[m.name]), float(world.series[week, k])

    def of_ties(self):
        """Slot by slot."""
        table = self.course.world.ties
        for seat in self.oracle.seat_list:
            held = [(t.other.row, t.person, t.other_person, t.trust, t.week) if t else (NOBODY, NOBODY, NOBODY, 0.0, 0) for t in seat.slots]
            for k, column in enumerate(TIE):
                for slot, theirs in enumerate(getattr(table, column)[seat.row].tolist()):
                    yield "ties", column, (seat.row, slot), held[slot][k], theirs

    def of_log(self):
        """The same lines this week, in whatever order; the need in them to nine figures."""
        log, upto = self.course.world.events, int(self.course.world.events.used[0])
        columns = (log.week, log.family, log.domain, log.person, log.seat, log.organisation, log.event, log.cause, log.value)
        theirs = Counter(map(worded, zip(*(c[self.logged : upto].tolist() for c in columns), strict=True)))
        ours, self.logged = Counter(map(worded, self.oracle.log)), upto
        for line in sorted((ours - theirs) | (theirs - ours)):
            yield "log", line[0], line[1:], ours[line], theirs[line]


def worded(line):
    """A line of the log in words."""
    week, family, domain, person, seat, organisation, event, cause, value = line
    return Event(event).name, Cause(cause).name, week, family, domain, person, seat, organisation, float(f"{value:.9g}")
