"""The world at the start of a run: in equilibrium, drawn by region and seed, never by scenario.

A region is first left to itself, under every declared default and with seeds of its own, until nothing drifts any more;
the families in view then, at the turns of several years, are the *stock*. Every run opens as the region stood at one of
those turns, drawn by its seed: a run that began at the mean of them all would begin with lists that are too short, because
it is the bad years that make them long. The stock is kept on disk, by region and code, as compiled code is.
"""

import hashlib
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .compiled import home, sweep
from .declare import Array, table
from .events import log_of, longer
from .measures import WEEKLY
from .mechanisms.contacts import MATCH_SHAPE
from .mechanisms.needs import SHOCK_SHAPE
from .population import YEAR, arrivals, domains_of, municipality_of, sectors_of, staff_of, streams_of
from .randomness import Luck, beta_quantiles, stream, uniform
from .region import Region
from .run import Run, canonical, code_digest, facts
from .tables import (
    ABSENT,
    ACTIVE,
    CLOSED,
    NOBODY,
    PRESENT,
    WAITING,
    Episodes,
    Families,
    Followed,
    Professionals,
    Sectors,
    World,
)  # fmt: skip
from .views import validated
from .week import On, Parameters, most_events, weeks

PICK_FAMILY, PICK_SEAT, PICK_STATE, PICK_TURN = (
    stream(f"opening.{what}") for what in ("family", "seat", "state", "turn")
)
SETTLED, LIVED = 16, 44  # years before the first turn of the year that counts, and in all
ENOUGH = 300_000  # inhabitants to settle, in one region or in several copies of a smaller one
ITS_OWN = 7_000_000_000  # seeds of settling: far from those of runs
DATED = {"families": ("arrives", "moves", "grows_up", "first_request", "asks_from"),
         "episodes": ("since", "started", "ready", "not_before"), "professionals": ("since", "back")}  # fmt: skip


class Stock(NamedTuple):
    """Columns of the families, episodes and seats found at the turns of years; weeks count from that turn."""

    families: dict[str, Array]
    episodes: dict[str, Array]
    professionals: dict[str, Array]
    sectors: dict[str, Array]  # mean over the turns
    streams: dict[str, Array]  # spent [O, M] in the year before a turn, euros per inhabitant, mean over the turns
    in_view: float  # families per inhabitant
    labour_pool: float  # people per inhabitant


def bare_world(region: Region, horizon: int, seed: int, room: int = 1) -> World:
    """A region with everybody in their seats, and no family yet but those who will come."""
    number = np.uint64(seed)
    families = arrivals(region, horizon, number)
    shape = {"F": families.id.size, "D": len(region.domain)}
    organisations, staff = staff_of(region, number)
    return World(families, table(Episodes, **shape), staff, organisations, domains_of(region),
                 sectors_of(region, organisations), streams_of(region, len(region.organisation)), municipality_of(region),
                 table(Followed, **shape), beta_quantiles(*SHOCK_SHAPE), beta_quantiles(*MATCH_SHAPE),
                 np.zeros((horizon, len(WEEKLY))), log_of(room))  # fmt: skip


def with_room(world: World, week: int) -> World:
    """The same world with a log that holds at least one more week."""
    log = world.events
    room = max(2 * log.week.size, int(log.used[0]) + 2 * most_events(world, week))
    return world._replace(events=longer(log, room))


def live_alone(world: World, seed: int, first: int, last: int) -> World:
    """Weeks first..last-1 under every default; what is logged is forgotten."""
    p, at = validated(Parameters, {}), first
    while at < last:
        at = weeks(world, p, On(), np.uint64(seed), at, last, last)
        world.events.used[0] = 0
        if at < last and world.events.week.size < most_events(world, at):
            world = with_room(world, at)
    return world


def dated_from(column: Array, week: int) -> Array:
    """Weeks counted from another week; what never happened stays NOBODY, what did stays apart from it."""
    return np.where(
        column == NOBODY, NOBODY, np.where(column < week, np.minimum(column - week, NOBODY - 1), column - week)
    )


def snapshot(world: World, week: int, inhabitants: int) -> dict[str, dict[str, Array]]:
    """Rows of the families in view and of all seats on the establishment, dated from this week; sectors as they are."""
    families, staff = world.families, world.professionals
    here = np.nonzero((families.arrives < week) & (families.leaves == NOBODY))[0]
    seats = np.nonzero(staff.status != CLOSED)[0]
    found = {"families": {k: c[here] for k, c in families._asdict().items()},
             "episodes": {k: c[here] for k, c in world.episodes._asdict().items()},
             "professionals": {k: c[seats] for k, c in staff._asdict().items()}}  # fmt: skip
    for name, columns in DATED.items():
        for column in columns:
            found[name][column] = dated_from(found[name][column], week)
    found["professionals"]["sector"] = world.organisations.sector[staff.organisation[seats]]
    found["sectors"] = {"busy": world.sectors.busy.copy(), "waits": world.sectors.waits.copy(), "starts": world.sectors.starts / inhabitants}  # fmt: skip
    found["streams"] = {"spent": world.streams.spent / inhabitants}
    found["region"] = {"labour_pool": world.municipality.labour_pool.copy(), "in_view": np.array([here.size])}
    return found


def settle(region: Region) -> Stock:
    """Leave a region to itself until it stands still, and keep who is there at the turns of the years after that."""
    copies = -(-ENOUGH // region.inhabitants)
    turns = []
    for copy in range(copies):
        world = bare_world(region, LIVED * YEAR, ITS_OWN + copy)
        world.municipality.labour_pool[0] = 0.04 * world.municipality.seats[0]
        at = 0
        for year in range(SETTLED, LIVED + 1):
            world = live_alone(world, ITS_OWN + copy, at, year * YEAR)
            at = year * YEAR
            turns.append(snapshot(world, at, region.inhabitants))
    for k, found in enumerate(turns):
        for name in ("families", "professionals"):
            found[name]["turn"] = np.full(len(found[name]["since" if name == "professionals" else "id"]), k)
    merged = {t: {k: np.concatenate([x[t][k] for x in turns]) for k in turns[0][t]} for t in ("families", "episodes", "professionals", "region")}  # fmt: skip
    sectors = {k: np.mean([x["sectors"][k] for x in turns], axis=0) for k in turns[0]["sectors"]}
    streams = {"spent": np.mean([x["streams"]["spent"] for x in turns], axis=0)}
    one = {k: float(v.mean()) / region.inhabitants for k, v in merged["region"].items()}
    return Stock(
        merged["families"],
        merged["episodes"],
        merged["professionals"],
        sectors,
        streams,
        one["in_view"],
        one["labour_pool"],
    )


@lru_cache(maxsize=4)
def stock_of(key: str, region_json: str) -> Stock:
    """The stock of a region, from disk if it was settled before."""
    path = home() / "openings" / f"{key}.npz"
    if path.exists():
        with np.load(path) as kept:
            flat = {name: kept[name] for name in kept.files}
    else:
        flat = flattened(settle(Region.model_validate_json(region_json)))
        keep(path, flat)
    parts = {t: {k.split(".")[1]: v for k, v in flat.items() if k.startswith(f"{t}.")} for t in Stock._fields[:5]}
    return Stock(**parts, in_view=float(flat["in_view"]), labour_pool=float(flat["labour_pool"]))


def flattened(stock: Stock) -> dict[str, Array]:
    """One array per name."""
    flat = {f"{t}.{k}": v for t in Stock._fields[:5] for k, v in getattr(stock, t).items()}
    return flat | {k: np.array(getattr(stock, k)) for k in ("in_view", "labour_pool")}


def keep(path: Path, flat: dict[str, Array]) -> None:
    """Whole or not at all; a disk that refuses costs time, not the run."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as draft:
            np.savez_compressed(draft, allow_pickle=False, **flat)
        Path(draft.name).replace(path)
    except OSError:
        return


def is_settled(region: Region) -> bool:
    """Has this region been settled before, by this code?"""
    return (home() / "openings" / f"{key_of(to_settle(region))}.npz").exists()


def to_settle(region: Region) -> Region:
    """The region that stands for this one: a large one at the size that is enough."""
    return region.at_size(ENOUGH) if region.inhabitants > ENOUGH else region


def key_of(region: Region) -> str:
    """Names a region and the code that it was settled by."""
    asked = canonical({"code": code_digest(), "region": facts(region.model_dump(mode="json"))})
    return hashlib.sha256(asked.encode()).hexdigest()[:32]


def settled(region: Region) -> Stock:
    """The stock of this region, made at most once."""
    stands = to_settle(region)
    return stock_of(key_of(stands), stands.model_dump_json(by_alias=True))


def slices(n: int, rows: int, luck: Luck, number: int) -> Array:
    """One row from each of n equal slices of `rows` rows, drawn by address."""
    at = [(i + uniform(luck, number, i)) / n * rows for i in range(n)]
    return np.minimum(np.array(at, np.int64), rows - 1)


def drawn_families(
    stock: Stock, turn: int, n_times: float, seed: np.uint64
) -> tuple[dict[str, Array], dict[str, Array]]:
    """The families of one turn with their episodes, `n_times` as many; alike ones lie side by side, so slices are alike, too."""
    mine = np.nonzero(stock.families["turn"] == turn)[0]
    status, intensity = stock.episodes["status"][mine], stock.episodes["intensity"][mine]
    pattern = sum(status[:, d].astype(np.int64) * 5**d for d in range(status.shape[1]))
    alike = mine[np.lexsort((stock.families["arrives"][mine], intensity.sum(axis=1), pattern))]
    n = round(n_times * mine.size)
    picked = alike[slices(n, alike.size, Luck(seed, 0), PICK_FAMILY)]
    picked = picked[np.argsort(stock.families["arrives"][picked], kind="stable")]
    families = {k: c[picked] for k, c in stock.families.items()} | {"id": np.arange(n)}
    return families, {k: c[picked] for k, c in stock.episodes.items()}


def seat_staff(world: World, stock: Stock, turn: int, seed: np.uint64) -> None:
    """Seats on the establishment are as those of their sector in the stock: taken, empty or on leave; strained and skilled alike."""
    staff = world.professionals
    sector = world.organisations.sector[staff.organisation]
    for s in range(world.sectors.busy.size):
        rows = np.nonzero((sector == s) & (staff.status != CLOSED))[0]
        donors = np.nonzero((stock.professionals["sector"] == s) & (stock.professionals["turn"] == turn))[0]
        donors = donors[np.argsort(stock.professionals["status"][donors], kind="stable")]
        order = np.argsort([uniform(Luck(seed, 1), PICK_SEAT, int(r)) for r in rows], kind="stable")
        picked = donors[slices(rows.size, donors.size, Luck(seed, s), PICK_STATE)]
        for name in ("status", "since", "back", "away_long", "strain", "intention", "skill", "capacity", "workload"):
            getattr(staff, name)[rows[order]] = stock.professionals[name][picked]


@sweep
def seat_families(
    families: Families, episodes: Episodes, staff: Professionals, sectors: Sectors, factor: Array
) -> None:
    """Who is in care gets a professional of the sector, the least loaded first; factor [P]: norm and capacity of a seat."""
    for f in range(families.id.size):
        for d in range(families.need.shape[1]):
            episodes.seat[f, d], episodes.person[f, d] = NOBODY, NOBODY
            episodes.last_seat[f, d], episodes.last_person[f, d] = NOBODY, NOBODY
            if episodes.status[f, d] != ACTIVE:
                continue
            best, lightest, s = NOBODY, np.inf, episodes.sector[f, d]
            for seat in range(sectors.first_seat[s], sectors.end_seat[s]):
                there = staff.status[seat] == PRESENT or (staff.status[seat] == ABSENT and not staff.away_long[seat])
                if there and staff.caseload[seat] / factor[seat] < lightest:
                    best, lightest = seat, staff.caseload[seat] / factor[seat]
            if best == NOBODY:
                episodes.status[f, d] = WAITING
                continue
            episodes.seat[f, d], episodes.person[f, d] = best, staff.person[best]
            staff.caseload[best] += 1


def opening(run: Run, room: int = 1) -> World:
    """The world at the start of a run; it depends on region and seed, never on the scenario."""
    seed, stock = np.uint64(run.seed), settled(run.region)
    world = bare_world(run.region, run.horizon, run.seed, room)
    turn = int(uniform(Luck(seed, 0), PICK_TURN, 0) * (int(stock.families["turn"].max()) + 1))
    families, episodes = drawn_families(stock, turn, run.region.inhabitants / to_settle(run.region).inhabitants, seed)
    n = families["id"].size
    seat_staff(world, stock, turn, seed)
    joined = Families(*(np.concatenate([families[k], c]).astype(c.dtype) for k, c in world.families._asdict().items()))
    cared = Episodes(*(np.concatenate([episodes[k], c]).astype(c.dtype) for k, c in world.episodes._asdict().items()))
    followed = table(Followed, F=joined.id.size)
    staff, norm = world.professionals, world.organisations.norm_factor
    seat_families(Families(*(c[:n] for c in joined)), Episodes(*(c[:n] for c in cared)), staff, world.sectors,
                  norm[staff.organisation] * staff.capacity + staff.rounding * 1e-3)  # fmt: skip
    for name, values in stock.sectors.items():
        getattr(world.sectors, name)[:] = values * (run.region.inhabitants if name == "starts" else 1)
    world.municipality.labour_pool[0] = stock.labour_pool * run.region.inhabitants
    return world._replace(families=joined, episodes=cared, followed=followed)
