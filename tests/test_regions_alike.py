"""Regions that differ in one thing, from their first week on: another order of rows, twice the size, more staff."""

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from conftest import SIZE
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import qmc
from test_invariants import ANYTHING, FEW_STAFF, HARD_TIMES, STEPPED

from samenhang.model import load_region, load_scenario, ties
from samenhang.model.events import Event
from samenhang.model.measures import WEEKLY
from samenhang.model.region import Region
from samenhang.model.scenario import nested
from samenhang.model.settling import bare_world, with_room
from samenhang.model.tables import ACTIVE, NOBODY, TIES
from samenhang.model.views import every, validated
from samenhang.model.week import On, Parameters, weeks

PLACE = {m.name: k for k, m in enumerate(WEEKLY)}


@dataclass(frozen=True)
class Order:
    """Another order of what has none: every list of the region, and the families of a week."""

    seed: int

    def of(self, rows):
        return np.random.Generator(np.random.PCG64(self.seed)).permutation(rows)  # noqa: TID251 - not the model's luck

    def region(self, region):
        """Streams, channels, contracts, and organisations of one sector among those of others.

        The sectors, the domains and the organisations of one sector do have an order: their places are addresses of luck.
        """
        told = region.model_dump(by_alias=True)
        for rows in ("stream", "channel"):
            told[rows] = [told[rows][k] for k in self.of(len(told[rows]))]
        by_sector = {s.name: [o for o in told["organisation"] if o["sector"] == s.name] for s in region.sector}
        turns = self.of([o["sector"] for o in told["organisation"]])
        told["organisation"] = [by_sector[sector].pop(0) for sector in turns]
        for one in told["organisation"]:
            one["contract"] = dict(reversed(one["contract"].items()))
        return Region.model_validate(told)

    def families(self, world):
        """Those of one week among themselves: rows must stay in order of arrival."""
        arrives = world.families.arrives
        rows = np.lexsort((self.of(arrives.size), arrives))
        parts = {name: getattr(world, name) for name in ("families", "episodes", "followed")}
        return world._replace(**{name: type(t)(*(c[rows] for c in t)) for name, t in parts.items()})


def live(region, seed, until, changes=None, order=None, stops=lambda _world, _week: False):
    """A region from its first week on, with everybody in their seats and nobody in view; (world, the week it came to)."""
    world = bare_world(order.region(region) if order else region, until, seed, 4096)
    world = order.families(world) if order else world
    world.municipality.labour_pool[0] = 0.04 * world.municipality.seats[0]
    p, at = validated(Parameters, load_scenario().changed(nested(dict(changes or {}))).given), 0
    while at < until and not stops(world, at):
        reached = weeks(world, p, On(), np.uint64(seed), at, at + 1, 0)
        world = with_room(world, at) if reached == at else world
        at = reached
    return world, at


def by_family(world):
    """(what happened, to whom and when; need by family): whatever the rows."""
    log, n = world.events, int(world.events.used[0])
    told = np.stack(
        [c[:n].astype(np.int64) for c in (log.week, log.event, log.family, log.domain, log.person, log.cause)]
    )
    ids = np.argsort(world.families.id)
    return told[:, np.lexsort(told)], world.families.need[ids]


def slots_of(address):
    """In which slot others keep the seats at these addresses."""
    return ((address * 2654435761) & 0xFFFFFFFF) * TIES >> 32


def test_slots_are_those_of_the_model():
    world = bare_world(load_region().at_size(SIZE), 10, 1)
    staff = world.professionals
    seats = range(staff.status.size)
    assert slots_of(np.array([ties.address(staff, s) for s in seats])).tolist() == [ties.slot(staff, s) for s in seats]


def contested(world, week):
    """Did two pairs who shared a case last week want the same slot for their tie? Who parted in that week shared it, too."""
    episodes, staff, wanted = world.episodes, world.professionals, {}
    address = staff.organisation.astype(np.int64) * 4096 + staff.ordinal
    slot = slots_of(address)
    parted = (episodes.since == week - 1) & (episodes.last_seat != NOBODY)
    for f in np.nonzero((episodes.status == ACTIVE).sum(axis=1) + parted.sum(axis=1) > 1)[0]:
        seats = {*episodes.seat[f][episodes.status[f] == ACTIVE].tolist(), *episodes.last_seat[f][parted[f]].tolist()}
        for a, b in combinations(sorted(seats, key=address.__getitem__), 2):
            if wanted.setdefault((a, slot[b]), b) != b:
                return True
    return False


def alike(seed, changes, order, until):
    """The same run but for the order of sums, up to the week in which two pairs who share a case want the same slot for their tie.

    There the first of their cases counts, a known rough edge of docs/odd.md. Where the same ties come out in the end their trust
    may still be another, so it does not do to look at that.
    """
    region = load_region().at_size(SIZE)
    one, came = live(region, seed, until, changes, stops=contested)
    until = came - 1 if contested(one, came) else until  # the contest was in the week before
    (one, _), (other, _) = (live(region, seed, until, changes, o) for o in (None, Order(order)))
    assume(int(one.events.used[0]) > 100)  # in lives in which less happens it says little that the same does
    assert np.array_equal(by_family(one)[0], by_family(other)[0]), "something else happened"
    np.testing.assert_allclose(by_family(one)[1], by_family(other)[1], rtol=1e-9)
    np.testing.assert_allclose(one.series, other.series, rtol=1e-9, atol=1e-9)
    assert not np.array_equal(one.families.id, other.families.id)


@settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate])  # a life is too long to shrink
@given(seed=st.integers(1, 2**63 - 1), changes=ANYTHING, order=st.integers(0, 2**32))
def test_the_order_of_rows_changes_nothing(seed, changes, order):
    alike(seed, changes, order, 60)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, phases=[Phase.generate])
@given(seed=st.integers(1, 2**63 - 1), changes=ANYTHING, order=st.integers(0, 2**32))
def test_the_order_of_rows_changes_nothing_in_many_worlds(seed, changes, order):
    alike(seed, changes, order, 156)


def waiting(seed, changes, establishment):
    """Domains of families that wait, on average over the third year; at a size where a fifth more staff is a fifth more seats."""
    world, _ = live(load_region(), seed, 156, changes | {"workforce.establishment": establishment})
    return float(world.series[104:, PLACE["n_waiting"]].mean())


def longer(changes, seeds, least=1.0, most=1.2):
    """How much longer the list is with more staff, seed by seed."""
    return np.array([waiting(s, changes, most) - waiting(s, changes, least) for s in seeds])


def upper(found):
    """The end of the 95 % interval of a mean."""
    return found.mean() + stats.t.ppf(0.975, found.size - 1) * stats.sem(found)


SCARCE = {"few staff": FEW_STAFF, "hard times": HARD_TIMES, "stepped": STEPPED}


@pytest.mark.parametrize("world", SCARCE)
def test_more_staff_shortens_the_list(world):
    found = longer(SCARCE[world], range(1, 5))
    assert upper(found) < 0, found


@pytest.mark.slow
def test_more_staff_shortens_the_list_where_staff_is_as_usual():
    found = longer({}, range(1, 21))
    assert upper(found) < 0, found


@pytest.mark.slow
@pytest.mark.xfail(
    strict=True,
    reason="measured: shorter in 30 % of forty worlds, longer beyond chance in none; in most nobody is there for the new seats",
)
def test_more_staff_never_lengthens_the_list_in_many_plausible_worlds():
    """No world of forty has a list that is longer beyond chance (Bonferroni); in most it is shorter, and over all it is."""
    tried = []

    @settings(max_examples=40, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(changes=ANYTHING)
    def one_world(changes):
        tried.append(longer(changes, range(1, 7)))

    one_world()
    means = np.array([d.mean() for d in tried])
    chances = [stats.ttest_1samp(d, 0.0, alternative="greater").pvalue for d in tried if d.std() > 0]
    assert len(tried) == 40 and min(chances) > 0.05 / len(tried), sorted(chances)[:3]
    assert (means < 0).mean() > 0.8 and upper(means) < 0, means


FOUND = Path(__file__).with_name("strict_contracts.toml")  # one of the worlds below, kept as it was drawn
PEOPLE = {"workforce.recruits": 5.0}  # a labour market that has them; otherwise seats only stay empty
PLENTY = PEOPLE | {"money.budget": 50.0, "access.busy_effect": 0.0}


def worlds(n):
    """Worlds over all plausible ranges, evenly spread."""
    told = every(Parameters)
    for row in qmc.LatinHypercube(len(told), rng=7).random(n):
        kept = {key: q.options and [o for o in q.options if o != "own"] for key, q in told.items()}
        yield {key: kept[key][int(u * len(kept[key]))] if q.options else float(q.low + u * (q.high - q.low))
               for (key, q), u in zip(told.items(), row, strict=True)}  # fmt: skip


@pytest.mark.slow
def test_more_staff_never_lengthens_the_list_in_plausible_worlds_with_plenty():
    """With money for their hours, and as many questions let in: shorter beyond chance in many of forty worlds, longer in none.

    The intervals are at 95 %, so in one of the forty it may be longer by chance alone.
    """
    found = [longer(changes | PLENTY, range(1, 7)) for changes in worlds(40)]
    means, highest = np.array([d.mean() for d in found]), np.array([upper(d) for d in found])
    assert (highest < 0).sum() >= 10 and upper(means) < 0, means
    assert stats.binomtest(int((means < 0).sum()), means.size, alternative="greater").pvalue < 0.001, means
    assert (2 * means - highest > 0).sum() <= 1, means


@pytest.mark.slow
def test_more_staff_without_the_money_for_it_can_lengthen_the_list():
    """Found in one of those worlds: contracts are used up sooner, and who comes next is refused; with money it is shorter."""
    strict_contracts = tomllib.loads(FOUND.read_text(encoding="utf-8"))
    assert upper(-longer(strict_contracts | PEOPLE, range(100, 120))) < 0
    assert upper(longer(strict_contracts | PLENTY, range(100, 120))) < 0


COUNTED = ("request", "start", "relation_end", "close", "leave", "hire")


@cache
def counts(size, seed):
    """Events of two years by kind; families in view, waiting and in care at their end."""
    world, _ = live(load_region().at_size(size), seed, 156)
    n, log = int(world.events.used[0]), world.events
    late = log.event[:n][log.week[:n] >= 52]
    found = {e: int((late == Event[e]).sum()) for e in COUNTED}
    return found | {m: world.series[52:, PLACE[m]].mean() for m in ("in_view", "n_active", "n_waiting", "cost")}


def twice(seeds):
    """Count -> (its mean in a region twice as large, over that of two small ones; 99 per cent interval)."""
    small = [counts(50_000, s) for s in seeds]
    large = [counts(100_000, s + 1000) for s in seeds]
    for name in small[0]:
        a, b = (np.array([c[name] for c in told], float) for told in (small, large))
        relative = b / a.mean()
        half = stats.t.ppf(0.995, len(seeds) - 1) * np.hypot(stats.sem(relative), stats.sem(a) / a.mean() * 2)
        yield name, relative.mean() - half, relative.mean() + half


def test_twice_the_region_is_twice_the_counts():
    """Within chance, and a twentieth: where seats are few a list is served less evenly, so a larger region starts a little more."""
    for name, low, high in twice(range(1, 9)):
        assert low < 2.1 and high > 1.9 and high - low < 0.9, f"{name}: {low:.3f} to {high:.3f}"
    for name, low, high in (t for t in twice(range(1, 9)) if t[0] in {"in_view", "request"}):
        assert low < 2.0 < high and high - low < 0.2, (
            f"who come and ask are twice as many; {name}: {low:.3f} to {high:.3f}"
        )
