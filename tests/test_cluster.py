"""Over a Dask scheduler and workers started by hand on this computer, one of which is killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import psutil
import pytest
from claimed import written
from conftest import samenhang, village
from distributed import Client
from kills import ASKED, PATIENCE, command, held_against, parts, whole
from test_execute import Killer

from samenhang.experiments import campaign
from samenhang.experiments.execution import cluster
from samenhang.experiments.execution import execute as executing
from samenhang.experiments.execution.execute import DIED, execute, live_batch
from samenhang.experiments.execution.files import FolderError
from samenhang.experiments.execution.store import Folder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a signal")
REPLICATES = 8
WHY = ("[runs]", '[why]\nchannels = ["channel.decision"]\npairs = 2\n\n[runs]')
SATURATION = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_SATURATION": "1.0"}


def of_dask(what, *arguments):
    here = [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments, "--no-dashboard"]
    told = {"env": os.environ | SATURATION, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(here, start_new_session=True, **told)


def a_worker(file, *more):
    return of_dask("worker", "--scheduler-file", str(file), "--nthreads", "1", "--host", "127.0.0.1", *more)


def end(process):
    """A process with its children, all of which this test started."""
    with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def waited(for_what, limit=PATIENCE):
    until = time.monotonic() + limit
    while not (found := for_what()) and time.monotonic() < until:
        time.sleep(0.05)
    assert found, "waited too long"
    return found


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """(address, the file that workers find it by)."""
    file = tmp_path_factory.mktemp("dask") / "scheduler.json"
    process = of_dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    waited(lambda: file.exists() and file.read_text(encoding="utf-8").endswith("}"))
    yield json.loads(file.read_text(encoding="utf-8"))["address"], file
    end(process)


@pytest.fixture
def workers(scheduler):
    """Two workers, started by hand: without the nanny that would start a dead one again."""
    two = [a_worker(scheduler[1], "--no-nanny") for _ in range(2)]
    yield two
    for process in two:
        end(process)


@pytest.mark.slow  # a scheduler, two workers and two whole studies
def test_a_cluster_that_loses_a_worker_ends_with_exactly_the_design(tmp_path, scheduler, workers):
    out = tmp_path / "out"
    driver = subprocess.Popen(
        [*command(out, REPLICATES), "--scheduler", scheduler[0]],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    waited(lambda: parts(out) > 3 or driver.poll() is not None)  # the pilots are the first two
    end(workers[0])
    _said, err = driver.communicate(timeout=PATIENCE)
    assert driver.returncode == 0, err
    whole(tmp_path / "undisturbed", REPLICATES)
    ended = held_against(out, tmp_path / "undisturbed")
    assert ended._replace(drafts=0).is_whole, ended  # a draft of who was killed is swept by the next command


@pytest.mark.slow  # eight workers die and are started again
@pytest.mark.parametrize("seconds", [5.0, 20.0], ids=["batches of two", "batches of one"])
def test_a_run_that_kills_its_worker_again_and_again_is_recorded_and_no_other(tmp_path, scheduler, seconds):
    innocent, guilty = [village(seed=s, burn_in=0) for s in range(1, 6)], Killer(village(seed=99))
    folder, told = Folder(tmp_path), []
    folder.begin(pd.DataFrame({"run_id": [r.id for r in [*innocent, guilty]]}), {}, {})
    two = [a_worker(scheduler[1], "--nanny") for _ in range(2)]
    try:
        execute([*innocent[:2], guilty, *innocent[2:]], folder, 1, seconds, told.append, scheduler=scheduler[0])
    finally:
        for process in two:
            end(process)
    rows = folder.runs().set_index("run_id")
    assert rows.loc[guilty.id, "error"] == DIED
    assert folder.done() == {r.id for r in innocent}
    assert sum(told) == 6


@pytest.mark.slow  # a scheduler, two workers and a claim with its reasons, twice
def test_a_claim_and_its_reasons_are_the_same_over_a_cluster(tmp_path, scheduler, workers):
    asked = ("test", written(tmp_path, why=WHY), "--trial", "--quiet", "--json")
    here = samenhang(*asked, "--jobs", "1", "--out", str(tmp_path / "here"))
    there = samenhang(*asked, "--scheduler", scheduler[0], "--out", str(tmp_path / "there"))
    one, other = (json.loads(done.stdout) for done in (here, there))
    for told in (*one["regions"], *other["regions"]):
        told.pop("folder")
    assert one["regions"] == other["regions"] and "channel.decision" in there.stdout
    with Client(scheduler[0]) as client:
        assert any(client.run(lambda: "samenhang.model.week" in sys.modules).values()), "no worker lived a run"


@pytest.mark.slow  # a scheduler and two workers
def test_what_a_worker_meets_is_said_here(tmp_path, scheduler, workers):
    """Its disk refuses: the sentence comes back through the scheduler."""
    folder = Folder(tmp_path / "out")
    folder.begin(pd.DataFrame({"run_id": ["x"]}), {}, {})
    (tmp_path / "out" / "runs").write_text("in the way", encoding="utf-8")
    with pytest.raises(FolderError, match="runs"):
        execute([village(burn_in=0)], folder, 1, 1.0, print, scheduler=scheduler[0])


def test_a_worker_with_other_code_or_another_disk_refuses(tmp_path):
    with pytest.raises(cluster.ClusterError, match="another version of the model"):
        cluster.there(b"", tmp_path, "other code")
    with pytest.raises(cluster.ClusterError, match="does not see"):
        cluster.there(b"", tmp_path / "design.parquet", cluster.code_digest())


def test_no_scheduler_is_said_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    asked = (*ASKED, "--replicates", 2, "--out", tmp_path / "out", "--quiet", "--scheduler")
    assert "there is no scheduler" in samenhang(*asked, "tcp://127.0.0.1:9", code=2).stderr
    assert "there is no scheduler" in samenhang(*asked, "nonsense", code=2).stderr


def test_processes_asked_beside_a_scheduler_are_said_to_have_no_use(monkeypatch, capsys):
    client = SimpleNamespace(nthreads=lambda: {"a": 1, "b": 2})
    monkeypatch.setattr(campaign, "connected", lambda _address: contextlib.nullcontext(client))
    monkeypatch.setattr(campaign, "doubts", lambda _client: [])
    for jobs, said in ((4, True), (None, False)):
        assert campaign._workers("tcp://nowhere", campaign.How(jobs=jobs)) == 3
        assert ("--jobs has no use" in " ".join(capsys.readouterr().err.split())) == said


def test_without_distributed_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = samenhang(*ASKED, "--replicates", 1, "--out", tmp_path, "--scheduler", "tcp://127.0.0.1:9", code=2)
    assert 'pip install "samenhang[cluster]"' in said.stderr


def test_a_task_is_named_by_what_it_does(tmp_path):
    from functools import partial

    one, two = [village(seed=1, burn_in=0)], [village(seed=2, burn_in=0)]
    work = partial(live_batch, folder=Folder(Path(tmp_path)), stop=False)
    names = {cluster._key(b, tmp_path, w) for b in (one, two) for w in (work, partial(work, stop=True))}
    assert len(names) == 4
    assert cluster._key(one, tmp_path, work) in names


def test_a_batch_of_one_that_was_lost_is_tried_again_under_another_name(tmp_path, monkeypatch):
    """Under the same name the scheduler would hand back the failure, and the run would be blamed unheard."""
    names, run = [], village(burn_in=0)

    def spread(_client, batches, work, folder, heard, *attempt):
        names.append(cluster._key(*batches, folder, work, *attempt))
        if len(set(names)) == 1:
            return batches, []
        heard(work(*batches))
        return [], []

    monkeypatch.setattr(executing, "connected", contextlib.nullcontext)
    monkeypatch.setattr(executing, "spread", spread)
    execute([run], Folder(tmp_path), 1, 1.0, lambda _n: None, scheduler="tcp://nowhere")
    assert len(names) == 2
    assert Folder(tmp_path).done() == {run.id}
