"""Batches over real processes and real Parquet: failures are rows, deaths are survived, parts are whole."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pytest
from conftest import village
from kills import of_driver
from pyarrow.parquet import read_schema

from samenhang.experiments.execution import execute as executing
from samenhang.experiments.execution.execute import DIED, execute, live, live_batch
from samenhang.experiments.execution.parquet import parquet
from samenhang.experiments.execution.pool import pooled
from samenhang.experiments.execution.store import DRAFT, Folder, FolderError, put
from samenhang.model.scenario import nested


def runs(n):
    return [village(seed=s) for s in range(1, n + 1)]


def begun(path):
    folder = Folder(path)
    folder.begin(pd.DataFrame({"run_id": [r.id for r in runs(6)], "arm": 0, "replicate": range(6)}), {}, {})
    return folder


def test_two_processes_give_what_one_gives(tmp_path):
    one, two, told = begun(tmp_path / "one"), begun(tmp_path / "two"), []
    execute(runs(6), one, 1, 0.1, told.append)
    execute(runs(6), two, 2, 0.1, told.append)
    assert sum(told) == 12
    mine, yours = (f.runs().drop(columns="cpu_seconds") for f in (one, two))
    assert len(mine) == 6
    assert mine.equals(yours)
    assert one.series(list(mine["run_id"])).equals(two.series(list(mine["run_id"])))


def test_a_run_that_fails_is_a_row_and_the_others_go_on(tmp_path):
    good, bad = village(seed=1), replace(village(seed=2), chapters=())
    folder = begun(tmp_path)
    live_batch([bad, good], folder)
    rows = folder.runs().set_index("run_id")
    assert rows.loc[good.id, "status"] == "ok"
    assert rows.loc[bad.id, "status"] == "failed"
    assert "max()" in rows.loc[bad.id, "error"]
    assert folder.done() == {good.id}
    assert set(folder.series([good.id, bad.id])["run_id"]) == {good.id}


def test_the_reason_of_a_failure_ends_with_the_place_where_it_failed(monkeypatch):
    def deep(k):
        return deep(k - 1) if k else [][0]

    monkeypatch.setattr(executing, "Course", lambda _run: deep(9))
    assert "[][0]" in live(village())[0]["error"]


def test_every_part_has_the_same_columns_and_types_whatever_failed_in_it(tmp_path):
    folder = begun(tmp_path)
    for run in (village(seed=1), replace(village(seed=2), chapters=())):
        live_batch([run], folder)
    schemas = [read_schema(p) for p in (tmp_path / "runs").glob("*.parquet")]
    assert len(schemas) == 2
    assert schemas[0].equals(schemas[1])
    assert len(pd.read_parquet(tmp_path / "runs")) == 2


class Killer:
    """Unpickling it ends the process that does: a run that always takes its worker with it."""

    def __init__(self, run):
        self.id, self.run = run.id, run

    def __reduce__(self):
        return os._exit, (9,)


def test_a_run_that_kills_its_worker_is_recorded_and_takes_no_innocent_with_it(tmp_path):
    innocent, told = runs(1), []
    guilty = Killer(village(seed=99))
    folder = begun(tmp_path)
    execute([innocent[0], guilty, *innocent[1:]], folder, 2, 0.1, told.append)
    rows = folder.runs().set_index("run_id")
    assert rows.loc[guilty.id, "error"] == DIED
    assert folder.done() == {r.id for r in innocent}
    assert sum(told) == 2


@pytest.mark.slow  # eight processes
def test_one_guilty_run_in_a_large_batch_costs_three_processes(tmp_path, monkeypatch):
    """The batch is lost; run by run, until one dies alone; the rest."""
    innocent, guilty = [village(seed=s, burn_in=0) for s in range(1, 8)], Killer(village(seed=99))
    runs, started, told = [*innocent[:5], guilty, *innocent[5:]], [], []

    def counted(batches, work, jobs, heard):
        started.append(len(batches))
        return pooled(batches, work, jobs, heard)

    monkeypatch.setattr(executing, "cut", lambda runs, _seconds, _jobs: [runs])
    monkeypatch.setattr(executing, "pooled", counted)
    folder = begun(tmp_path)
    execute(runs, folder, 2, 0.1, told.append)
    assert started == [1, 8, 2]
    assert folder.done() == {r.id for r in innocent}
    assert folder.runs().set_index("run_id").loc[guilty.id, "error"] == DIED
    assert sum(told) == 8


@pytest.mark.slow  # four processes
def test_when_run_after_run_kills_its_process_the_rest_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(executing, "MOST_DEATHS", 2)
    folder, told = begun(tmp_path), []
    with pytest.raises(executing.DeathsError, match="enough memory"):
        execute([Killer(village(seed=s)) for s in range(1, 6)], folder, 2, 0.1, told.append)
    assert folder.runs()["error"].tolist() == [DIED, DIED]
    assert sum(told) == 2


def test_stop_begins_no_more_runs_after_the_first_that_fails(tmp_path):
    good, bad = [village(seed=s, burn_in=0) for s in range(1, 31)], replace(village(seed=99), chapters=())
    for jobs in (1, 2):
        folder = begun(tmp_path / str(jobs))
        execute([good[0], bad, *good[1:]], folder, jobs, 60.0, lambda _n: None, on_failure="stop")
        status = folder.runs().set_index("run_id")["status"]
        assert status[bad.id] == "failed"
        assert good[-1].id not in status, "the last had not begun"
        assert jobs == 2 or len(status) == 2


LOOP = """
import sys; sys.path.insert(0, sys.argv[2])
from conftest import village
from pyarrow.parquet import read_schema
from samenhang.experiments.execution.execute import live_batch
from samenhang.experiments.execution.store import Folder
from pathlib import Path
for s in range(1, 500): live_batch([village(seed=s)], Folder(Path(sys.argv[1])))
"""


@pytest.mark.slow  # tests/test_killed.py does the same to whole commands
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a signal")
def test_killed_at_any_moment_only_whole_parts_are_left(tmp_path):
    folder = begun(tmp_path)
    here = str(Path(__file__).parent)
    for pause in (0.05, 0.4):
        before = len(folder.runs())
        process = subprocess.Popen([sys.executable, "-c", LOOP, str(tmp_path), here])
        limit = time.monotonic() + 60
        while (
            len(list((tmp_path / "runs").glob("*.parquet") if (tmp_path / "runs").exists() else [])) <= before
            and time.monotonic() < limit
        ):
            time.sleep(0.02)
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.wait()
        rows = folder.runs()
        assert len(rows) > before
        assert (rows["status"] == "ok").all()
        assert set(rows["run_id"]) <= set(folder.series(list(rows["run_id"]))["run_id"])
    folder.begin(pd.DataFrame({"run_id": ["x"]}), {}, {})
    assert not list(tmp_path.rglob(f"{DRAFT}*"))


def test_a_folder_stopped_before_its_manifest_is_gone_on_with(tmp_path):
    put(tmp_path / "design.parquet", parquet(pd.DataFrame({"run_id": ["x"]})))
    (tmp_path / f"{DRAFT}manifest.json-here-1").write_bytes(b"{")
    assert Folder(tmp_path).fits({})
    begun(tmp_path)
    assert not list(tmp_path.rglob(f"{DRAFT}*"))
    (tmp_path / "manifest.json").unlink()
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FolderError, match="something else"):
        Folder(tmp_path).holds()


def test_one_run_twice_is_one_row_and_two_answers_are_refused(tmp_path):
    folder = begun(tmp_path)
    row, series, _records = live(village())
    folder.publish([row], series)
    put(tmp_path / "runs" / "again.parquet", parquet(pd.DataFrame([row | {"cpu_seconds": 9.0}])))
    assert len(folder.runs()) == 1
    put(tmp_path / "runs" / "other.parquet", parquet(pd.DataFrame([row | {"o.fit.fit": 0.5}])))
    with pytest.raises(FolderError, match="twice"):
        folder.runs()


def test_series_that_an_interrupted_batch_left_behind_count_once(tmp_path):
    folder = begun(tmp_path)
    row, series, _records = live(village())
    put(tmp_path / "series" / "orphan.parquet", parquet(series))
    folder.publish([row], series)
    found = folder.series([row["run_id"]])
    assert len(found) == 208
    np.testing.assert_array_equal(found["n_active"], series["n_active"])


def test_the_batch_is_balanced_wherever_it_stops():
    from samenhang.experiments.designs.study import Study
    from samenhang.model import load_region, load_scenario

    arms = tuple(load_scenario(n) for n in ("baseline", "low-turnover"))
    study = Study("s", arms, load_region().at_size(12_500), 3, 1, seed=1, replicates=5)
    order = [(arm, replicate) for arm, replicate, _run in study.runs()]
    assert order[:4] == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert len(set(study.seeds())) == 5
    assert study.seeds() == replace(study, replicates=9).seeds()[:5]
    assert not set(study.seeds()) & set(replace(study, seed=2).seeds())
    assert (
        replace(study, arms=(arms[0].changed(nested({"needs.opening": 0.4})),)).runs()[0][2].id == study.runs()[0][2].id
    )


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
def test_ctrl_c_ends_politely_and_keeps_every_finished_part(tmp_path):
    asked = ["run", "--size", "12500", "--years", "3", "--burn-in", "1", "--replicates", "160", "--out", str(tmp_path / "out"),
             "--jobs", "2", "--lang", "en"]  # fmt: skip
    command = [sys.executable, "-m", "samenhang.experiments", *asked]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)  # fmt: skip
    limit = time.monotonic() + 240
    while len(list((tmp_path / "out" / "runs").glob("*.parquet"))) < 3 and time.monotonic() < limit:
        time.sleep(0.05)  # two are of the pilots, the third is of a worker
    workers = of_driver(process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers, too
    _out, err = process.communicate(timeout=120)
    assert len(workers) == 2
    assert not psutil.wait_procs(workers, timeout=20)[1]
    assert process.returncode == 130, err
    assert "the same command goes on from there" in err
    assert "Traceback" not in err
    assert len(Folder(tmp_path / "out").done()) > 1
