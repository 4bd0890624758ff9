"""Luck has an address: published known answers, independence of addresses, and the distributions made from it."""

import ast
import zlib
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import samenhang.model
from samenhang.model.mechanisms.needs import SHOCK_SHAPE
from samenhang.model.randomness import (
    STEPS,
    Luck,
    beta_quantiles,
    open_unit,
    philox,
    quantile,
    stream,
    uniform,
    uniforms,
    words,
)
from samenhang.model.region import load_region

MODEL = Path(samenhang.model.__file__).parent
TEST = stream("tests.randomness")
LUCK = Luck(np.uint64(1), 0)

# kat_vectors of Random123 (Salmon, Moraes, Dror and Shaw, 2011): counter and key, answer
KNOWN = [
    ((0,) * 6, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 6, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0), (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]  # fmt: skip


@pytest.fixture(scope="module")
def draws():
    """Four numbers at each of a hundred thousand addresses."""
    return np.array([uniforms(LUCK, TEST, who) for who in range(100_000)])


# the generator


@pytest.mark.parametrize(("given", "answer"), KNOWN)
def test_philox_gives_the_published_answers(given, answer):
    assert tuple(int(w) for w in philox(*map(np.uint64, given))) == answer


def test_the_counter_is_id_part_week_stream_and_the_key_is_the_seed():
    """The third known answer, asked for by address."""
    (who, part, week, name, low, high), answer = KNOWN[2]
    luck = Luck(np.uint64(high << 32 | low), week)
    assert tuple(int(w) for w in words(luck, name, who, part)) == answer


def test_a_number_is_strictly_between_0_and_1():
    assert open_unit(np.uint64(0)) == 2.0**-33
    assert open_unit(np.uint64(2**32 - 1)) == 1.0 - 2.0**-33


def test_the_same_address_gives_the_same_number():
    assert uniform(LUCK, TEST, 5, 3) == uniform(Luck(np.uint64(1), 0), stream("tests.randomness"), 5, 3)
    assert uniform(LUCK, TEST, 5, 3) == uniforms(LUCK, TEST, 5, 3)[0]


def test_every_part_of_an_address_matters():
    other = stream("tests.other")
    addresses = [(seed, week, s, who, part) for seed in (1, 2, 1 + 2**32, 2**63 - 1) for week in (0, 1, 415)
                 for s in (TEST, other) for who in (0, 1, 2**31) for part in (0, 1, 6)]  # fmt: skip
    numbers = {u for seed, week, s, who, part in addresses for u in uniforms(Luck(np.uint64(seed), week), s, who, part)}
    assert len(numbers) == 4 * len(addresses)


# streams


def spelled(call, comprehensions):
    """The names that one call of stream(...) may mean: a text, or an f-text over a written-out list."""
    said = call.args[0]
    if isinstance(said, ast.Constant):
        return [said.value]
    loop = next(c for c in comprehensions if call in ast.walk(c)).generators[0]
    words_of = [ast.literal_eval(e) for e in loop.iter.elts]
    return ["".join(w if isinstance(v, ast.FormattedValue) else v.value for v in said.values) for w in words_of]


def names_of_streams():
    found = []
    for path in sorted(MODEL.rglob("*.py")):
        tree = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        loops = [n for n in tree if isinstance(n, (ast.GeneratorExp, ast.ListComp))]
        calls = [n for n in tree if isinstance(n, ast.Call) and getattr(n.func, "id", getattr(n.func, "attr", "")) == "stream"]  # fmt: skip
        found += [name for call in calls for name in spelled(call, loops)]
    return found


def test_every_stream_has_its_own_name_and_its_own_number():
    names = names_of_streams()
    assert {"workforce.seat", "needs.shock", "population.slot"} <= set(names)
    assert len(names) == len(set(names))
    assert len({stream(name) for name in names}) == len(names)
    assert all(0 <= stream(name) < 2**32 for name in names)


def test_a_stream_is_the_checksum_of_its_name():
    assert stream("workforce.seat") == zlib.crc32(b"workforce.seat")
    assert stream("123456789") == 0xCBF43926  # the published check value of CRC-32


# what the numbers look like; fixed addresses, so that nothing here is left to chance


def test_a_hundred_thousand_numbers_average_one_half(draws):
    four_errors = 4 * np.sqrt(1 / 12 / len(draws))
    assert np.abs(draws.mean(axis=0) - 0.5).max() < four_errors
    assert draws.min() > 0.0 and draws.max() < 1.0


def test_numbers_fall_evenly_over_a_hundred_classes(draws):
    for column in draws.T:
        counts = np.bincount((column * 100).astype(int), minlength=100)
        assert stats.chisquare(counts).pvalue > 1e-4


def test_numbers_of_one_address_and_of_neighbours_are_not_correlated(draws):
    four_errors = 4 / np.sqrt(len(draws))
    together = np.corrcoef(np.hstack([draws[:-1], draws[1:]]).T)
    assert np.abs(together - np.eye(8)).max() < four_errors


# quantile tables


DEMAND = load_region().demand
BETAS = sorted({SHOCK_SHAPE, DEMAND.vulnerability, DEMAND.informal_support, DEMAND.severity})
by_shape = pytest.mark.parametrize("shape", BETAS, ids=str)


@by_shape
def test_a_quantile_table_is_exact_at_its_steps_and_rises(shape):
    made = beta_quantiles(*shape)
    steps = np.arange(STEPS + 1) / STEPS
    assert np.abs(made - stats.beta.ppf(steps, *shape)).max() < 1e-9
    assert [quantile(u, made) for u in steps] == pytest.approx(made, rel=0, abs=1e-15)
    assert made[0] == 0.0 and made[-1] == 1.0 and (np.diff(made) > 0).all()


@by_shape
def test_between_its_steps_a_quantile_table_is_nearly_exact(shape):
    """Table and truth both rise from one step to the next, so they differ by less than that rise, tails included.

    Within the middle 98 % the error of a chord is at most h^2 / 8 x the largest curvature: for Beta(2, 4), the most
    curved, Q'' at 0.99 is about 0.125 x 0.01^-1.75 = 396, which makes 5e-5.
    """
    made, u = beta_quantiles(*shape), (np.arange(8 * STEPS) + 0.5) / (8 * STEPS)
    error = np.abs([quantile(x, made) for x in u] - stats.beta.ppf(u, *shape))
    assert (error < np.repeat(np.diff(made), 8)).all()
    assert error[(u > 0.01) & (u < 0.99)].max() < 1e-4
    assert error.mean() < 1e-4


@by_shape
def test_draws_through_a_table_average_to_the_mean_of_the_distribution(shape, draws):
    a, b = shape
    made = beta_quantiles(a, b)
    sizes = [quantile(u, made) for u in draws[:, 2]]
    four_errors = 4 * np.sqrt(a * b / (a + b) ** 2 / (a + b + 1) / len(sizes))
    assert abs(np.mean(sizes) - a / (a + b)) < four_errors
