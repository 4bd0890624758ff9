"""The world at the start of a run: in equilibrium, drawn by region and seed, never by scenario.

Every run opens as its settled region stood at one turn of the year, drawn by its seed: a run that began at the mean of
all turns would begin with lists that are too short, because it is the bad years that make them long.
"""

import numpy as np

from .compiled import sweep
from .declare import Array
from .mechanisms.trust import BY_PHONE, Trust
from .randomness import Luck, stream, uniform_each
from .relations import adds_helper
from .run import Run
from .settling import Columns, Turn, bare_world, read_turn, settled, standing, to_settle
from .tables import (
    ABSENT,
    ACTIVE,
    CLOSED,
    NOBODY,
    PRESENT,
    WAITING,
    Episodes,
    Families,
    Organisations,
    Professionals,
    Sectors,
    Ties,
    World,
)
from .ties import after_years, personal_trust, set_trust

PICK_FAMILY, PICK_SEAT = stream("opening.family"), stream("opening.seat")
PICK_STATE, PICK_TURN = stream("opening.state"), stream("opening.turn")


def slices(n: int, rows: int, luck: Luck, number: int) -> Array:
    """One row from each of n equal slices of `rows` rows, drawn by address."""
    i = np.arange(n)
    at = (i + uniform_each(luck, number, i, np.zeros_like(i))) / n * rows
    return np.minimum(at.astype(np.int64), rows - 1)


def drawn_families(turn: Turn, n_times: float, seed: np.uint64) -> tuple[Columns, Columns]:
    """The families of a turn with their episodes, `n_times` as many; alike ones lie side by side, so slices are alike, too."""
    status, intensity, arrives = turn.episodes["status"], turn.episodes["intensity"], turn.families["arrives"]
    pattern = sum(status[:, d].astype(np.int64) * 5**d for d in range(status.shape[1]))
    alike = np.lexsort((arrives, intensity.sum(axis=1), pattern))
    n = round(n_times * alike.size)
    picked = alike[slices(n, alike.size, Luck(seed, 0), PICK_FAMILY)]
    picked = picked[np.argsort(arrives[picked], kind="stable")]
    families = {k: c[picked] for k, c in turn.families.items()} | {"id": np.arange(n)}
    return families, {k: c[picked] for k, c in turn.episodes.items()}


def seat_staff(world: World, turn: Turn, seed: np.uint64) -> None:
    """Seats on the establishment are as those of their sector then: taken, empty or on leave; strained and skilled alike."""
    staff = world.professionals
    sector = world.organisations.sector[staff.organisation]
    for s in range(world.sectors.busy.size):
        rows = np.nonzero((sector == s) & (staff.status != CLOSED))[0]
        donors = np.nonzero(turn.professionals["sector"] == s)[0]
        donors = donors[np.argsort(turn.professionals["status"][donors], kind="stable")]
        order = np.argsort(uniform_each(Luck(seed, 0), PICK_SEAT, staff.organisation[rows], staff.ordinal[rows]))
        picked = donors[slices(rows.size, donors.size, Luck(seed, s), PICK_STATE)]
        for name in (
            "status",
            "since",
            "back",
            "away_long",
            "strain",
            "intention",
            "skill",
            "capacity",
            "workload",
            "competence",
            "adopted",
            "time_to_meet",
        ):
            getattr(staff, name)[rows[order]] = turn.professionals[name][picked]


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


@sweep
def tie_helpers(episodes: Episodes, staff: Professionals, ties: Ties, organisations: Organisations, n: int, p: Trust, luck: Luck) -> None:  # fmt: skip
    """Who has long shared a family knows one another as far as years of phone calls bring two helpers; n families open."""
    status, seat = episodes.status, episodes.seat
    for f in range(n):
        weeks = 0
        for d in range(status.shape[1]):
            weeks = max(weeks, -episodes.started[f, d] if status[f, d] == ACTIVE else 0)
        for d in range(status.shape[1]):
            for e in range(d if adds_helper(status, seat, f, d) else 0):
                if adds_helper(status, seat, f, e):
                    expects = organisations.trust[staff.organisation[seat[f, d]], staff.organisation[seat[f, e]]]
                    known = personal_trust(ties, staff, seat[f, d], seat[f, e], 0, 0.0, expects)
                    trust = after_years(expects, p.ceiling, BY_PHONE * p.tie_growth, weeks)
                    set_trust(ties, staff, seat[f, d], seat[f, e], 0, max(known, trust), 0.0, luck)


def opening(run: Run, room: int = 1) -> World:
    """The world at the start of a run; it depends on region and seed, never on the scenario."""
    seed, folder = np.uint64(run.seed), settled(run.region)
    size = run.region.inhabitants / to_settle(run.region).inhabitants
    zero = np.zeros(1, np.int64)
    turn = read_turn(folder, int(uniform_each(Luck(seed, 0), PICK_TURN, zero, zero)[0] * standing(folder).turns))
    families, episodes = drawn_families(turn, size, seed)
    n = families["id"].size
    world = bare_world(run.region, run.horizon, run.seed, room, n)
    seat_staff(world, turn, seed)
    for columns, drawn in ((world.families, families), (world.episodes, episodes)):
        for name, column in columns._asdict().items():
            column[:n] = drawn[name]
    staff, norm = world.professionals, world.organisations.norm_factor
    seat_families(Families(*(c[:n] for c in world.families)), Episodes(*(c[:n] for c in world.episodes)), staff, world.sectors,
                  norm[staff.organisation] * staff.capacity + staff.rounding * 1e-3)  # fmt: skip
    tie_helpers(world.episodes, staff, world.ties, world.organisations, n, Trust(), Luck(seed, 0))
    for name, column in turn.organisations.items():
        getattr(world.organisations, name)[:] = column
    for name, column in turn.sectors.items():
        getattr(world.sectors, name)[:] = column * (size if name == "starts" else 1.0)
    world.municipality.labour_pool[0] = turn.municipality["labour_pool"][0] * size
    return world
