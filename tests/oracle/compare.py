"""Week by week and column by column: is the compiled run what the oracle says?"""

from collections import Counter
from operator import attrgetter

import numpy as np

from samenhang.model import Course
from samenhang.model.events import Cause, Event
from samenhang.model.measures import WEEKLY
from samenhang.model.tables import NOBODY, Episodes, Families, Organisations, Professionals, Ties

from .region import Region

FACTS = {"organisation", "ordinal", "opens_at", "first_seat", "end_seat", "sector", "norm_factor", "willingness"}


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


def differ(ours, theirs):
    """Where they differ: counts must be equal, numbers to 1e-9; unknown is the same as unknown."""
    if ours.dtype.kind == "f" or theirs.dtype.kind == "f":
        return ~np.isclose(ours, theirs, rtol=1e-9, atol=1e-12, equal_nan=True)
    return ours != theirs


def columns(names, agents):
    """(column, its values) of each of these attributes."""
    return zip(names, zip(*map(attrgetter(*names), agents), strict=True), strict=True)


def cells(table, column, who, ours, theirs):
    """(table, column, who, oracle, compiled) of every cell that differs; the first axis of both is `who`."""
    ours, theirs = np.array(ours), np.asarray(theirs)
    if ours.shape != theirs.shape:
        yield table, column, "shape", ours.shape, theirs.shape
        return
    for row, *rest in zip(*np.nonzero(differ(ours, theirs)), strict=True):
        at = (row, *rest)
        yield table, column, (who[row], *map(int, rest)), ours[at].item(), theirs[at].item()


class DisagreementError(AssertionError):
    """The cells in which the two differ: (table, column, who, oracle, compiled)."""

    def __init__(self, week, cells):
        self.week, self.cells = week, cells
        table, column, who, ours, theirs = cells[0]
        super().__init__(
            f"week {week}, {table}.{column} of {who}: oracle {ours!r}, compiled {theirs!r}; {len(cells)} cells differ"
        )


class Pair:
    """The same run twice: compiled, and told by the oracle; both begin with the same opening."""

    def __init__(self, run, oracle_run=None):
        self.course, self.oracle, self.logged = Course(run), Region(Course(run).world, oracle_run or run), 0

    def live(self, weeks):
        """So many weeks of both, compared after each.

        Raises:
            DisagreementError: in the first week in which they differ.
        """
        for _ in range(weeks):
            seen = list(self.oracle.in_view)
            self.oracle.step()
            self.course.live(self.course.week + 1)
            families = dict.fromkeys([*seen, *self.oracle.in_view])
            found = list(self.differences(list(families)))
            if found:
                raise DisagreementError(self.course.week - 1, found)

    def differences(self, families):
        """Everything that the week may have changed: of families who were in view when it began or are now, and the rest."""
        yield from self.of_families(families)
        yield from self.of_staff()
        yield from self.of_region()
        yield from self.of_ties()
        yield from self.of_log()

    def of_families(self, families):
        """Families and their episodes."""
        world, ids, rows = self.course.world, [f.id for f in families], [f.row for f in families]
        for name, ours in columns(Families._fields, families):
            yield from cells("families", name, ids, ours, getattr(world.families, name)[rows])
        episodes, shape = [e for f in families for e in f.episodes], (len(ids), -1)
        numbered = ((name, list(map(of, episodes))) for name, of in NUMBERED.items())
        for name, ours in (*columns([n for n in Episodes._fields if n not in NUMBERED], episodes), *numbered):
            yield from cells("episodes", name, ids, np.reshape(ours, shape), getattr(world.episodes, name)[rows])

    def of_staff(self):
        """Seats and organisations, but for what never changes."""
        world, oracle = self.course.world, self.oracle
        for name, fields, agents in (
            ("professionals", Professionals, oracle.seat_list),
            ("organisations", Organisations, oracle.organisations),
        ):
            for column, ours in columns([c for c in fields._fields if c not in FACTS], agents):
                yield from cells(name, column, range(len(ours)), ours, getattr(getattr(world, name), column))

    def of_region(self):
        """Sectors, contracts, life domains, job seekers and the weekly measures."""
        world, oracle, week = self.course.world, self.oracle, self.course.week - 1
        for column in ("busy", "waits", "starts"):
            ours = [getattr(s, column) for s in oracle.sectors]
            yield from cells("sectors", column, range(len(ours)), ours, getattr(world.sectors, column))
        for column in ("spent", "cost", "deficit", "refuses", "releases"):
            ours = [[getattr(c, column) for c in o.contracts] for o in oracle.organisations]
            yield from cells("streams", column, range(len(ours)), ours, getattr(world.streams, column))
        paid = [d.advice_paid for d in oracle.domains]
        yield from cells("domains", "advice_paid", range(len(paid)), paid, world.domains.advice_paid)
        yield from cells("municipality", "labour_pool", [0], [oracle.labour_pool], world.municipality.labour_pool)
        names = [m.name for m in WEEKLY]
        yield from cells("series", "of the week", names, [float(oracle.measures[n]) for n in names], world.series[week])

    def of_ties(self):
        """Slot by slot."""
        nobody = (NOBODY, NOBODY, NOBODY, 0.0, 0)
        held = [
            [(t.other.row, t.person, t.other_person, t.trust, t.week) if t else nobody for t in s.slots]
            for s in self.oracle.seat_list
        ]
        for k, column in enumerate(Ties._fields):
            ours = [[t[k] for t in row] for row in held]
            yield from cells("ties", column, range(len(ours)), ours, getattr(self.course.world.ties, column))

    def of_log(self):
        """The same lines this week, in whatever order; the need in them to nine figures."""
        log, upto = self.course.world.events, int(self.course.world.events.used[0])
        columns = (
            log.week,
            log.family,
            log.domain,
            log.person,
            log.seat,
            log.organisation,
            log.event,
            log.cause,
            log.value,
        )
        theirs = Counter(map(worded, zip(*(c[self.logged : upto].tolist() for c in columns), strict=True)))
        ours, self.logged = Counter(map(worded, self.oracle.log)), upto
        for line in sorted((ours - theirs) | (theirs - ours)):
            yield "log", line[0], line[1:], ours[line], theirs[line]


def worded(line):
    """A line of the log in words."""
    week, family, domain, person, seat, organisation, event, cause, value = line
    return Event(event).name, Cause(cause).name, week, family, domain, person, seat, organisation, float(f"{value:.9g}")
