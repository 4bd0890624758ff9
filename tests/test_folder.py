"""A result folder with more than one hand in it: locks, fewer parts, several made one, disks that refuse."""

import json
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from conftest import samenhang, village

from samenhang.experiments.campaign import shard
from samenhang.experiments.designs.study import Study
from samenhang.experiments.execution import keeping
from samenhang.experiments.execution.execute import live, live_batch
from samenhang.experiments.execution.files import DRAFT, FolderError, drafted, locked, put
from samenhang.experiments.execution.parquet import parquet, schema_of
from samenhang.experiments.execution.store import PARTS, Folder
from samenhang.model import load_region, load_scenario

SMALL = ("--size", 12_500, "--years", 3, "--burn-in", 0, "--quiet", "--lang", "en")
posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


@pytest.fixture(scope="module")
def lived():
    """Four runs, once for all tests of this file."""
    return [live(village(seed=s, burn_in=0), ("events", "families")) for s in range(1, 5)]


def filled(path, lived):
    """A folder in which every run has a part of its own."""
    folder = Folder(path, "illustrative", ("events", "families"))
    ids = [row["run_id"] for row, _series, _told in lived]
    folder.begin(
        pd.DataFrame({"run_id": ids, "arm": 0, "replicate": range(len(ids))}), {"seed": 1}, {"stamp": "illustrative"}
    )
    for row, series, told in lived:
        folder.publish([row], series, told)
    return folder


def everything(folder):
    """All that a reader sees: rows, weeks, families and the events of a run."""
    rows = folder.runs()
    ids = list(rows["run_id"])
    events = folder.records("events", ids[0])
    families = folder.families(ids).sort_values(["run_id", "family"], ignore_index=True)
    return rows, folder.series(ids), families, events


def same(one, two):
    for a, b in zip(one, two, strict=True):
        pd.testing.assert_frame_equal(a, b, check_exact=True)


def test_fewer_parts_hold_the_same(tmp_path, lived):
    folder = filled(tmp_path, lived)
    before = everything(folder)
    metadata = schema_of(folder.parts("runs")[0])
    assert keeping.compact(folder) == (16, 4)
    same(everything(folder), before)
    assert schema_of(folder.parts("runs")[0]) == metadata, "labels, units and stamp travel"
    assert keeping.compact(folder) == (4, 4)


def test_what_was_interrupted_or_done_twice_is_there_once_afterwards(tmp_path, lived):
    folder = filled(tmp_path, lived)
    before = everything(folder)
    row, series, told = lived[0]
    failed = {"run_id": row["run_id"], "status": "failed", "error": "no room", "cpu_seconds": 0.0}
    folder.publish([failed], pd.DataFrame())  # an earlier try
    folder.publish(
        [row, lived[1][0]],
        pd.concat([series, lived[1][1]]),
        {k: pd.concat([t, lived[1][2][k]]) for k, t in told.items()},
    )
    put(
        tmp_path / "series" / "orphan.parquet",
        parquet(series.assign(run_id="of a batch that never ended"), "illustrative"),
    )
    keeping.compact(folder)
    same(everything(folder), before)
    for kind in (k for k in PARTS if folder.parts(k)):
        parts = [pd.read_parquet(p) for p in folder.parts(kind)]
        told_of = pd.concat([p[["run_id"]].drop_duplicates() for p in parts])["run_id"]
        assert sorted(told_of) == sorted(r["run_id"] for r, _s, _t in lived), kind


@pytest.mark.parametrize("after", [1, 2, 4, 6, 11])
def test_compact_may_be_killed_between_any_two_files(tmp_path, lived, monkeypatch, after):
    """Ends at the n-th time that a file is written or deleted; every state in between reads the same, and can be gone on with."""
    bare = [(row, series, {"families": told["families"]}) for row, series, told in lived[:3]]
    folder = filled(tmp_path, bare)
    before, left = everything(folder), [after]

    class KilledError(BaseException):
        pass

    def counted(what):
        def act(*given, **more):
            left[0] -= 1
            if left[0] == 0:
                raise KilledError
            return what(*given, **more)

        return act

    monkeypatch.setattr(keeping, "join_parts", counted(keeping.join_parts))
    monkeypatch.setattr(Path, "unlink", counted(Path.unlink))
    with pytest.raises(KilledError):
        keeping.compact(folder)
    monkeypatch.undo()
    same(everything(folder), before)
    assert keeping.compact(folder)[1] == 3
    same(everything(folder), before)


def test_parts_of_other_columns_or_stamps_are_not_mixed(tmp_path, lived):
    filled(tmp_path, lived[:2])
    other = Folder(tmp_path, "calibrated", ())
    for row, series, _told in lived[2:]:
        other.publish([row], series)
    keeping.compact(other)
    assert len(other.parts("runs")) == len(other.parts("series")) == 2
    assert len(other.runs()) == 4


def test_who_reads_or_publishes_waits_for_who_sweeps(tmp_path):
    order = []
    with locked(tmp_path, alone=True):
        waiting = threading.Thread(target=lambda: [locked(tmp_path).__enter__(), order.append("published")])
        waiting.start()
        waiting.join(0.3)
        order.append("swept")
    waiting.join(10)
    assert order == ["swept", "published"]


def test_two_may_publish_at_once(tmp_path):
    with locked(tmp_path) as one, locked(tmp_path) as two:
        assert one and two


HOLD = """
import sys, time; from pathlib import Path; from samenhang.experiments.execution.files import locked
with locked(Path(sys.argv[1]), alone=True): print("held", flush=True); time.sleep(600)
"""


@posix
def test_the_lock_does_not_outlive_who_is_killed(tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with locked(tmp_path, alone=True) as held:
        assert held


def test_a_draft_that_fails_leaves_nothing(tmp_path):
    def half(draft):
        draft.write_bytes(b"half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), drafted(tmp_path / "x") as draft:
        half(draft)
    assert not list(tmp_path.iterdir())


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))  # no file grows beyond this, as on a disk that is full
from samenhang.experiments.__main__ import main
main(sys.argv[1:])
"""


@posix
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_disk_that_is_full_says_so_and_what_was_finished_is_kept(tmp_path, jobs):
    """The design fits, a part of twenty thousand events does not; also when a worker meets it."""
    asked = ["run", *SMALL, "--replicates", 4, "--record", "events", "--jobs", jobs, "--out", tmp_path / "out"]
    done = subprocess.run([sys.executable, "-c", FULL, *map(str, asked)], capture_output=True, text=True, check=False)
    assert done.returncode == 4, done.stderr
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob(f"{DRAFT}*"))
    assert Folder(tmp_path / "out").done() == set()


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="a folder in which nobody may write")
def test_a_folder_in_which_nobody_may_write_is_said(tmp_path):
    assert "/proc" in samenhang("run", *SMALL, "--replicates", 1, "--out", "/proc/samenhang", code=4).stderr


def test_every_shard_is_balanced_and_together_they_are_the_design():
    from samenhang.experiments.designs.design import design
    from samenhang.experiments.designs.study import Study
    from samenhang.model import load_region, load_scenario

    arms = tuple(load_scenario(n) for n in ("baseline", "low-turnover"))
    table, runs = design(Study("s", arms, load_region().at_size(12_500), 3, 1, seed=1, replicates=6, worlds=2))
    shards = [shard(table, i, 3) for i in (1, 2, 3)]
    assert sum(map(len, shards)) == len(set().union(*shards)) == len(runs)
    for mine in shards:
        of_mine = table[table["run_id"].isin(mine)]
        assert of_mine.groupby("arm").size().nunique() == 1
        assert (of_mine.groupby(["sample", "replicate"]).size() == 2).all(), "a pair stays together"
    assert max(map(len, shards)) - min(map(len, shards)) <= 2


@pytest.mark.slow  # seven commands
def test_shards_merged_are_what_one_command_makes(tmp_path):
    asked = ("compare", "baseline", "low-turnover", *SMALL, "--replicates", 3, "--jobs", 1)
    for i in (1, 2):
        said = samenhang(*asked, "--shard", f"{i}/2", "--out", tmp_path / str(i)).stdout
        assert f"this was part {i} of 2" in said and "of 6 runs went well" in said
    made = samenhang("merge", tmp_path / "all", tmp_path / "1", tmp_path / "2", "--lang", "en").stdout
    assert "6 of 6 runs went well" in made
    samenhang("merge", tmp_path / "all", tmp_path / "1", tmp_path / "2")  # again: nothing is there twice
    assert (
        len(Folder(tmp_path / "all").parts("runs"))
        == Folder(tmp_path / "1").count() // 3 + Folder(tmp_path / "2").count() // 3
    )
    shown = samenhang(*asked, "--out", tmp_path / "all")
    whole = samenhang(*asked, "--out", tmp_path / "whole")
    assert shown.stdout.replace(str(tmp_path / "all"), "") == whole.stdout.replace(str(tmp_path / "whole"), "")
    one, two = (
        [f.drop(columns="cpu_seconds", errors="ignore") for f in everything(Folder(tmp_path / n))]
        for n in ("all", "whole")
    )
    same(one, two)
    pd.testing.assert_frame_equal(*(Folder(tmp_path / n).design() for n in ("all", "whole")))


def test_folders_of_other_studies_are_refused_together_and_nothing_is_written(tmp_path, lived):
    filled(tmp_path / "one", lived[:1])
    for name, change in (("two", {"seed": 2}), ("three", {"years": 9, "code": "x"})):
        shutil.copytree(tmp_path / "one", tmp_path / name)
        manifest = json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8"))
        (tmp_path / name / "manifest.json").write_text(
            json.dumps(manifest | {"spec": manifest["spec"] | change}), encoding="utf-8"
        )
    done = samenhang(
        "merge", tmp_path / "all", *(tmp_path / n for n in ("one", "two", "three")), "--lang", "en", code=4
    )
    assert f"{tmp_path / 'two'}: is of another study than the first; it differs in: seed" in done.stderr
    assert "it differs in: years, the model's code" in done.stderr
    assert not (tmp_path / "all").exists()


@pytest.mark.parametrize("verb", ["compact", "merge"])
def test_what_is_no_result_folder_is_refused(tmp_path, verb):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    given = [tmp_path] if verb == "compact" else [tmp_path / "all", tmp_path]
    assert "holds something else" in samenhang(verb, *given, "--lang", "en", code=4).stderr
    given = [tmp_path / "none"] if verb == "compact" else [tmp_path / "all", tmp_path / "none"]
    assert "is no result folder" in samenhang(verb, *given, "--lang", "en", code=4).stderr
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("given", ["2", "0/3", "4/3", "a/b", "1/"])
def test_a_shard_that_cannot_be_is_refused_in_a_sentence(given):
    assert "expected i/n, such as 2/8" in samenhang("run", *SMALL, "--shard", given, code=2).stderr


def test_two_answers_to_one_run_are_never_made_one(tmp_path, lived):
    folder = filled(tmp_path, lived[:1])
    put(tmp_path / "runs" / "other.parquet", parquet(pd.DataFrame([lived[0][0] | {"o.fit.fit": 0.5}])))
    with pytest.raises(FolderError, match="twice"):
        keeping.compact(folder)
    assert len(folder.parts("runs")) == 2


def test_a_batch_that_takes_long_is_published_on_its_way(tmp_path, monkeypatch):
    from samenhang.experiments.execution import execute

    folder = Folder(tmp_path)
    monkeypatch.setattr(execute, "PART_SECONDS", 0.0)
    assert live_batch([village(seed=s, burn_in=0) for s in (1, 2)], folder) == (2, 0)
    assert len(folder.parts("runs")) == 2


def test_a_better_title_is_the_same_question_and_another_scenario_is_not(tmp_path):
    baseline, region = load_scenario(), load_region()
    better = replace(baseline, title=baseline.title.model_copy(update={"en": "A better title"}))
    other = baseline.changed({"workforce": {"exit_rate": 0.2}}, ())

    def spec(scenario):
        return Study("x", (scenario,), region, 3.0, 1.0, 1, 2).spec()

    (folder := Folder(tmp_path)).begin(pd.DataFrame({"run_id": ["x"]}), spec(baseline), {})
    assert folder.fits(spec(better))
    assert not folder.fits(spec(other))
