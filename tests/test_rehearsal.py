"""What a study would take, said from a few runs: pairs and years that are enough, and that nothing is kept."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from conftest import samenhang
from scipy import stats

from samenhang.experiments import campaign, rehearsal
from samenhang.experiments.campaign import How
from samenhang.experiments.designs.study_file import load_study
from samenhang.experiments.execution import execute as executing
from samenhang.experiments.statistics.enough import SURE, pairs_wanted, settled

STUDY = """
schema = 1
scenarios = ["baseline", "retention"]
replicates = 3
outcomes = ["fit.fit", "access.waiting"]
[title]
en = "A try"
nl = "Een proef"
[question]
en = "Does it run?"
nl = "Loopt het?"
[design]
method = "listed"
points = [{ "needs.recovery" = 0.006 }]
[run]
size = 12500
years = 3
burn_in = 0
"""


def noise(seed, *shape):
    return np.random.Generator(np.random.PCG64(seed)).normal(size=shape)  # noqa: TID251 - not the model's luck


def exact(spread, matters):
    """Pairs of which the interval is that narrow if the spread is known to be this."""
    return next(n for n in range(2, 10_000) if stats.t.ppf(0.975, n - 1) * spread / math.sqrt(n) <= matters)


@pytest.mark.parametrize("matters", [0.3, 0.8, 2.0])
def test_so_many_pairs_are_enough_as_often_as_is_said(matters):
    wanted = [pairs_wanted(noise(s, 8), matters) for s in range(2000)]
    assert np.mean(np.array(wanted) >= exact(1.0, matters)) > SURE - 0.03
    assert np.mean(np.array(wanted) > exact(1.0, matters)) < SURE + 0.03


def test_one_pair_fewer_would_not_do():
    told = noise(1, 8)
    upper = np.std(told, ddof=1) * math.sqrt(7 / stats.chi2.ppf(1 - SURE, 7))
    assert pairs_wanted(told, 0.5) == exact(upper, 0.5) > 2


def test_what_is_the_same_in_all_pairs_takes_two():
    assert pairs_wanted(np.full(8, 3.0), 0.1) == 2


def test_what_does_not_move_is_hardly_ever_said_to():
    said = [settled(noise(s, 8, 8)) != 0 for s in range(1000)]
    assert 0.02 < np.mean(said) < 0.07  # 5 per cent, over all years together


@pytest.mark.parametrize("years", [1, 2, 3])
def test_years_that_lie_apart_are_found(years):
    moving = noise(5, 8, 8) * 0.1 + np.where(np.arange(8) < years, 5.0 - np.arange(8), 0.0)
    assert settled(moving) == years


def test_a_year_that_is_not_known_settles_nothing():
    some = noise(7, 8, 8)
    some[3, 2] = np.nan
    assert settled(some) is None


def test_what_rises_to_the_end_never_settles():
    assert settled(noise(6, 8, 8) * 0.1 + np.arange(8)) is None


def test_a_dry_study_says_what_it_would_take_and_keeps_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "try.toml").write_text(STUDY, encoding="utf-8")
    told = json.loads(samenhang("study", "try.toml", "--dry", "--quiet", "--jobs", "1", "--json").stdout)
    assert told["runs"] == 2 * 3 * 2 and told["processes"] == 1 and told["minutes"] > 0 and told["megabytes"] > 0
    assert {r["outcome"] for r in told["enough"]} == {"fit.fit", "access.waiting"} and {r["arm"] for r in told["enough"]} == {1}  # fmt: skip
    assert told["replicates"] == max(r["pairs"] for r in told["enough"]) >= 2
    assert {r["measure"] for r in told["settling"]} == set(rehearsal.MOVES)
    assert [p.name for p in tmp_path.iterdir()] == ["try.toml"]


@pytest.mark.parametrize("more", [("--out", "x"), ("--shard", "1/2"), ("--on-failure", "stop"), ("--scheduler", "tcp://nowhere:1")])  # fmt: skip
def test_what_has_no_use_beside_dry_is_refused(tmp_path, more):
    (tmp_path / "try.toml").write_text(STUDY, encoding="utf-8")
    said = samenhang("study", tmp_path / "try.toml", "--dry", *more, code=2)
    assert "--dry" in said.stderr


def test_runs_that_fail_are_told_and_nothing_is_proposed_from_them(tmp_path, monkeypatch):
    (tmp_path / "try.toml").write_text(STUDY, encoding="utf-8")
    lives = executing.live

    def half(run, kinds):
        return lives(replace(run, chapters=()) if run.scenario == "retention" else run, kinds)

    monkeypatch.setattr(executing, "live", half)
    monkeypatch.setattr(campaign, "live", half)
    said = samenhang("study", tmp_path / "try.toml", "--dry", "--quiet", "--jobs", "1", code=3)
    assert "8 of 16 runs failed" in said.stderr and "as asked; for every outcome" not in said.stdout
    told = json.loads(samenhang("study", tmp_path / "try.toml", "--dry", "--quiet", "--jobs", "1", "--json", code=3).stdout)  # fmt: skip
    assert told["failed"] == 8 and told["replicates"] is None and {r["pairs"] for r in told["enough"]} == {None}
    assert {r["arm"] for r in told["settling"]} == {0}


def test_it_reads_as_sentences_and_tables(tmp_path, capsys):
    (tmp_path / "try.toml").write_text(STUDY, encoding="utf-8")
    found = rehearsal.rehearse(load_study(str(tmp_path / "try.toml")), How(jobs=1, quiet=True))
    rehearsal.tell(found)
    told = capsys.readouterr().out
    assert "runs to do: 12" in told and f"replicates = 3 as asked; for every outcome above: {found.replicates}" in told
    fit = found.enough.set_index("outcome").loc["fit.fit"]
    assert fit["pairs"] == exact(fit["spread"] * math.sqrt(7 / stats.chi2.ppf(1 - SURE, 7)), fit["matters"])
