"""What a batch will cost, before it is begun: runs, minutes, disk."""

import time
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from conftest import village

from samenhang.experiments import campaign
from samenhang.experiments.campaign import forecast, pilot
from samenhang.experiments.execution import pool
from samenhang.experiments.execution.execute import cut, live_batch
from samenhang.experiments.execution.store import Folder
from samenhang.model import Course


def test_the_forecast_of_disk_is_near_what_comes(tmp_path):
    folder = Folder(tmp_path)
    some = [village(seed=s, burn_in=0) for s in range(1, 28)]
    cost = pilot(some, folder)
    assert (cost.runs, cost.failed) == (3, 0)
    batches = cut(some[3:], 1.0, 1)
    before = sum(p.stat().st_size for p in tmp_path.rglob("*.parquet"))
    for batch in batches:
        live_batch(batch, folder)
    came = sum(p.stat().st_size for p in tmp_path.rglob("*.parquet")) - before
    told = forecast(cost, batches, 1, 0.0)
    assert told.runs == 24
    assert 1 / 1.5 < told.megabytes * 1e6 / came < 1.5


def test_how_much_runs_are_in_each_others_way(monkeypatch):
    lived = []

    class OneAtATime(Course):
        def live(self, until):
            super().live(until)
            lived.append(until)

    monkeypatch.setattr(pool, "Course", OneAtATime)
    monkeypatch.setattr(pool, "time", SimpleNamespace(perf_counter=lambda: float(len(lived))))  # a run is a tick
    run = village(seed=1, burn_in=0)
    assert pool.crowding(run, 2) == 2.0 and pool.crowding(run, 3) == 3.0 and set(lived) == {run.horizon}
    assert pool.crowding(replace(run, chapters=()), 2) == 1.0, "a run that fails says nothing"


@pytest.mark.parametrize(("seconds", "jobs", "asked"), [(30.0, 2, 2), (30.0, 1, 0), (0.01, 2, 0)])
def test_long_batches_are_forecast_as_slow_as_runs_side_by_side_are(tmp_path, monkeypatch, seconds, jobs, asked):
    said, crowded = [], []
    monkeypatch.setattr(campaign, "pilot", lambda *_a, **_k: campaign.Pilot(3, 0, seconds, 0.0, 1.0, 1.0))
    monkeypatch.setattr(campaign, "warm", lambda *_a, **_k: 0.0)
    monkeypatch.setattr(campaign, "crowding", lambda _run, n: crowded.append(n) or 2.0)
    monkeypatch.setattr(campaign, "execute", lambda _rest, _folder, _jobs, each, *_a, **_k: said.append(each))
    campaign._carry_out([village(seed=s) for s in range(1, 14)], Folder(tmp_path), campaign.How(jobs=jobs, quiet=True))
    assert said == [2.0 * seconds if asked else seconds] and crowded == ([asked] if asked else [])


def timed(status, seconds):
    """A run that takes so long, lived as far as a pilot sees it."""
    time.sleep(seconds)
    return {"status": status}, pd.DataFrame(), {}


def test_a_pilot_that_fails_at_once_does_not_say_how_long_a_run_takes(tmp_path, monkeypatch):
    told = iter([("failed", 0.0), ("failed", 0.0), ("ok", 0.1)])
    monkeypatch.setattr(campaign, "live", lambda _run, _kinds: timed(*next(told)))
    monkeypatch.setattr(campaign, "publish", lambda _lived, _folder: 1)
    cost = pilot([None] * 9, Folder(tmp_path))
    assert cost.failed == 2 and cost.seconds >= 0.1


def test_when_every_pilot_fails_all_processes_are_started(tmp_path, monkeypatch):
    """How long the others take is not known: they may be few and long."""
    given = []
    monkeypatch.setattr(campaign, "live", lambda _run, _kinds: timed("failed", 0.0))
    monkeypatch.setattr(campaign, "publish", lambda _lived, _folder: 1)
    monkeypatch.setattr(campaign, "cores", lambda: 7)
    monkeypatch.setattr(campaign, "execute", lambda _runs, _folder, jobs, *_more, **_how: given.append(jobs))
    campaign._carry_out([village(seed=s) for s in range(1, 10)], Folder(tmp_path), campaign.How(quiet=True))
    assert given == [7]
