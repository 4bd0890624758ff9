"""A region that stands still: left to itself until nothing drifts any more, and kept for the runs that open in it.

A region is settled under every declared default and with seeds of its own; how it stands then, at the turns of several
years, is its *stock*. It is kept on disk, by region and code, as compiled code is; a run reads one turn of it.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from .compiled import home
from .declare import YEAR, Array, table
from .events import log_of, longer
from .followed import Followed
from .measures import WEEKLY
from .mechanisms.contacts import MATCH_SHAPE
from .mechanisms.needs import SHOCK_SHAPE
from .population import arrivals, domains_of, municipality_of, sectors_of, staff_of, streams_of
from .randomness import beta_quantiles
from .region import Region
from .relations import in_view
from .run import canonical, code_digest, facts
from .tables import (
    CLOSED,
    NOBODY,
    PRESENT,
    STAY,
    TIES,
    Episodes,
    Ties,
    World,
)
from .views import validated
from .week import On, Parameters, most_events, weeks

SETTLED, LIVED = 16, 44  # years: the first turn that counts, and the last
ENOUGH = 300_000  # inhabitants to settle: the largest region, and the least that its copies have together
COPIES = 2  # at least: the lists of one region stay long or short for years, so one life alone is a poor sample
TURNS = LIVED - SETTLED + 1  # of each copy
ITS_OWN = 7_000_000_000  # seeds of settling: far from those of runs
DATED = {"families": ("arrives", "moves", "grows_up", "first_request", "asks_from", "planned"),
         "episodes": ("since", "started", "ready", "not_before", "raised", "known_since"), "professionals": ("since", "back")}  # fmt: skip

type Columns = dict[str, Array]


class Turn(NamedTuple):
    """The region as it was found at the turn of a year; weeks count from that turn."""

    families: Columns  # of those in view
    episodes: Columns
    professionals: Columns  # every seat on the establishment, and its sector
    organisations: Columns  # trust and agreements between them
    sectors: Columns  # how busy, the wait that a newcomer may expect, starts a week
    municipality: Columns  # who looks for work


class Standing(NamedTuple):
    """How a settled region stands, on average over the turns of the stock; what grows with size is per inhabitant."""

    turns: int
    at_work: Array  # [S] share of the seats whose professional is present
    busy: Array  # [S] workload
    waits: Array  # [S] weeks that a newcomer on the list may expect
    starts: Array  # [S] a week
    spent: Array  # [O, M] euros in the year before
    stays: float


def bare_world(region: Region, horizon: int, seed: int, room: int = 1, here: int = 0) -> World:
    """A region with everybody in their seats, and no family yet but those who will come; blank rows for who is `here`."""
    number = np.uint64(seed)
    families = arrivals(region, horizon, number, here)
    shape = {"F": families.id.size, "D": len(region.domain)}
    organisations, staff = staff_of(region, number)
    return World(families, table(Episodes, **shape), staff, table(Ties, P=staff.status.size, K=TIES), organisations, domains_of(region),
                 sectors_of(region, organisations), streams_of(region, len(region.organisation)), municipality_of(region),
                 table(Followed, **shape), beta_quantiles(*SHOCK_SHAPE), beta_quantiles(*MATCH_SHAPE),
                 np.zeros((horizon, len(WEEKLY))), log_of(room))  # fmt: skip


def with_room(world: World, week: int) -> World:
    """The same world with a log that holds at least one more week."""
    log = world.events
    here = in_view(world.families, week).size
    room = max(2 * log.week.size, int(log.used[0]) + 2 * most_events(world, here))
    return world._replace(events=longer(log, room))


def live_alone(world: World, seed: int, first: int, last: int) -> World:
    """Weeks first..last-1 under every default; what is logged is forgotten."""
    p, at = validated(Parameters, {}), first
    while at < last:
        at = weeks(world, p, On(), np.uint64(seed), at, last, last)
        world.events.used[0] = 0
        if at < last and world.events.week.size < most_events(world, in_view(world.families, at).size):
            world = with_room(world, at)
    return world


def dated_from(column: Array, week: int) -> Array:
    """Weeks counted from another week; what never happened stays NOBODY, what did stays apart from it."""
    return np.where(
        column == NOBODY, NOBODY, np.where(column < week, np.minimum(column - week, NOBODY - 1), column - week)
    )


def turn_of(world: World, week: int) -> Turn:
    """The families in view and all seats on the establishment, dated from this week."""
    families, staff = world.families, world.professionals
    here = np.nonzero((families.arrives < week) & (families.leaves == NOBODY))[0]
    seats = np.nonzero(staff.status != CLOSED)[0]
    found = Turn({k: c[here] for k, c in families._asdict().items()},
                 {k: c[here] for k, c in world.episodes._asdict().items()},
                 {k: c[seats] for k, c in staff._asdict().items()},
                 {k: getattr(world.organisations, k).copy() for k in ("trust", "agreements", "preferred")},
                 {k: getattr(world.sectors, k).copy() for k in ("busy", "waits", "starts")},
                 {"labour_pool": world.municipality.labour_pool.copy()})  # fmt: skip
    for name, columns in DATED.items():
        for column in columns:
            getattr(found, name)[column] = dated_from(getattr(found, name)[column], week)
    found.professionals["sector"] = world.organisations.sector[staff.organisation[seats]]
    return found


def standing_of(world: World, turn: Turn, inhabitants: int) -> Standing:
    """How the region stands at one turn."""
    sectors, present = world.sectors, turn.professionals["status"] == PRESENT
    seats = [turn.professionals["sector"] == s for s in range(sectors.busy.size)]
    at_work = np.array([present[mine].mean() if mine.any() else 0.0 for mine in seats])
    stays = float((turn.episodes["intensity"] == STAY).sum())
    return Standing(1, at_work, sectors.busy.copy(), sectors.waits.copy(), sectors.starts / inhabitants,
                    world.streams.spent / inhabitants, stays / inhabitants)  # fmt: skip


def live_on(region: Region, copy: int) -> Iterator[tuple[Turn, Standing]]:
    """Leave one copy of a region to itself until it stands still; then how it stands at the turn of every year."""
    world, at = bare_world(region, LIVED * YEAR, ITS_OWN + copy), 0
    world.municipality.labour_pool[0] = 0.04 * world.municipality.seats[0]
    for year in range(SETTLED, LIVED + 1):
        world = live_alone(world, ITS_OWN + copy, at, year * YEAR)
        at = year * YEAR
        turn = turn_of(world, at)
        yield turn, standing_of(world, turn, region.inhabitants)


def records(columns: Columns) -> Array:
    """Columns of one length as one array: six of them are read from disk in half the time of a hundred columns."""
    return np.rec.fromarrays(list(columns.values()), dtype=[(k, c.dtype, c.shape[1:]) for k, c in columns.items()])


def keep_copy(region: Region, draft: Path, copy: int) -> list[Standing]:
    """Settle one copy and write a file for each of its turns; gives how it stood at each."""
    stood = []
    for k, (turn, found) in enumerate(live_on(region, copy)):
        parts: dict[str, Any] = {name: records(columns) for name, columns in turn._asdict().items()}
        np.savez_compressed(draft / f"{copy * TURNS + k}.npz", allow_pickle=False, **parts)
        stood.append(found)
    return stood


def settle(region: Region, folder: Path) -> None:
    """Settle a region and keep how it stands: a file for each turn and one for the means; whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix="draft-"))
    try:
        copies = max(COPIES, -(-ENOUGH // region.inhabitants))
        with ThreadPoolExecutor(os.cpu_count()) as side_by_side:  # compiled weeks do not hold Python's lock
            stood = [found for each in side_by_side.map(partial(keep_copy, region, draft), range(copies)) for found in each]  # fmt: skip
        means: dict[str, Any] = {k: np.mean([getattr(x, k) for x in stood], axis=0) for k in Standing._fields}
        np.savez_compressed(draft / "means.npz", allow_pickle=False, **(means | {"turns": len(stood)}))
        if not folder.exists():  # another process may have been first
            draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@lru_cache(maxsize=8)
def standing(folder: Path) -> Standing:
    """The means of a stock."""
    with np.load(folder / "means.npz") as kept:
        found = {k: kept[k] for k in kept.files}
    return Standing(**{k: v if v.ndim else v.item() for k, v in found.items()})


@lru_cache(maxsize=4)
def read_turn(folder: Path, turn: int) -> Turn:
    """One turn of a stock."""
    with np.load(folder / f"{turn}.npz") as kept:
        parts = {name: kept[name] for name in Turn._fields}
    return Turn(**{name: {c: rows[c] for c in rows.dtype.names} for name, rows in parts.items()})


def to_settle(region: Region) -> Region:
    """The region that stands for this one: a large one at the size that is enough."""
    return region.at_size(ENOUGH) if region.inhabitants > ENOUGH else region


def folder_of(region: Region) -> Path:
    """Where the stock of a region is kept: by its facts and the code that it was settled by."""
    asked = canonical({"code": code_digest(), "region": facts(to_settle(region).model_dump(mode="json"))})
    return home() / "openings" / hashlib.sha256(asked.encode()).hexdigest()[:32]


def is_settled(region: Region) -> bool:
    """Has this region been settled before, by this code?"""
    return folder_of(region).exists()


def settled(region: Region) -> Path:
    """The folder with the stock of this region, made at most once."""
    folder = folder_of(region)
    if not folder.exists():
        settle(to_settle(region), folder)
    return folder
