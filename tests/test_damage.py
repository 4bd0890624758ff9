"""Result folders that something happened to: a sentence and code 4; all that was computed is kept, and the same command goes on."""

import os
import shutil
import subprocess

import pandas as pd
import pytest
from conftest import samenhang

from samenhang.experiments.execution.files import DRAFT
from samenhang.experiments.execution.store import Folder

SMALL = ("--size", 12_500, "--years", 3, "--burn-in", 0, "--quiet", "--jobs", 1, "--lang", "en")


def asked(out, replicates=2):
    return ("run", *SMALL, "--replicates", replicates, "--record", "events", "--out", out)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Two runs with their events, as a user makes them: a part each."""
    folder = tmp_path_factory.mktemp("whole") / "out"
    samenhang(*asked(folder, 1))
    samenhang(*asked(folder))
    return folder


@pytest.fixture
def out(whole, tmp_path):
    """A folder to damage."""
    return shutil.copytree(whole, tmp_path / "out")


def content(folder):
    """Every file by name, but the lock and what is derived."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and "analysis" not in p.parts and not p.name.startswith(".")}  # fmt: skip


def rows(folder):
    """What was computed."""
    told = Folder(folder)
    runs = told.runs().drop(columns="cpu_seconds")
    return runs, told.series(list(runs["run_id"]))


def cut(part):
    part.write_bytes(part.read_bytes()[:-40])


def empty(part):
    part.write_bytes(b"")


def garbage(part):
    part.write_bytes(bytes(range(256)) * 8)


def elsewhere(part):
    """Somebody else's table."""
    pd.DataFrame({"name": ["thesis"], "pages": [200]}).to_parquet(part)


def numbers(part):
    """A table in which the runs have no names."""
    pd.DataFrame({"run_id": [None, None], "status": ["ok", None]}).to_parquet(part)


@pytest.mark.parametrize(
    ("verb", "harm"),
    [*(("run", h) for h in (cut, empty, garbage, elsewhere, numbers)), *((v, h) for v in ("compact", "merge") for h in (cut, elsewhere))],
)  # fmt: skip
def test_a_damaged_table_of_runs_is_said_and_nothing_is_touched(tmp_path, out, verb, harm):
    harm(Folder(out).parts("runs")[0])
    before = content(out)
    given = {"run": asked(out), "compact": ("compact", out), "merge": ("merge", tmp_path / "all", out)}[verb]
    said = samenhang(*given, "--lang", "en", code=4).stderr
    for words in ("runs", "cannot be read: ", "Take that file away"):
        assert words in said and len(said.splitlines()) == 1, said
    assert content(out) == before and not (tmp_path / "all").exists()


def test_without_the_damaged_table_the_same_command_does_only_its_runs(whole, out):
    Folder(out).parts("runs")[0].unlink()
    assert len(Folder(out).done()) == 1
    samenhang(*asked(out))
    for mine, undisturbed in zip(rows(out), rows(whole), strict=True):
        pd.testing.assert_frame_equal(mine, undisturbed, check_exact=True)


@pytest.mark.parametrize("harm", [cut, empty, garbage])
@pytest.mark.parametrize("kind", ["series", "events"])
def test_a_damaged_weekly_table_is_said_by_name_and_no_run_is_lost(whole, out, kind, harm):
    part = Folder(out).parts(kind)[0]
    harm(part)
    before = content(out)
    said = samenhang(*asked(out), code=4).stderr
    assert content(out) == before
    for line in (said, samenhang("compact", out, "--lang", "en", code=4).stderr):
        assert part.name in line and "cannot be read: " in line and len(line.splitlines()) == 1
    pd.testing.assert_frame_equal(Folder(out).runs(), Folder(whole).runs(), check_exact=True)


@pytest.mark.parametrize("told", [b"", b"{", b"[]", b'{"spec": 3}', b'{"spec": {"scenarios": 3}}', b'{"name": "of a web page"}', b"\xff\xfe\x00"])  # fmt: skip
def test_a_damaged_manifest_is_said_and_the_folder_is_left_as_it_is(tmp_path, out, told):
    (out / "manifest.json").write_bytes(told)
    before = content(out)
    for given in (asked(out), ("compact", out), ("merge", tmp_path / "all", out)):
        said = samenhang(*given, "--lang", "en", code=4).stderr
        assert f"{out / 'manifest.json'}: is not the manifest of a study, or was damaged" in said
        assert content(out) == before and not (tmp_path / "all").exists()


@pytest.mark.parametrize("harm", [lambda design: design.unlink(), empty, garbage])
def test_a_design_that_is_gone_is_written_again_by_the_command_that_made_it(tmp_path, whole, out, harm):
    harm(out / "design.parquet")
    said = samenhang("merge", tmp_path / "all", out, "--lang", "en", code=4).stderr
    assert "design.parquet" in said and not (tmp_path / "all").exists()
    samenhang(*asked(out))
    pd.testing.assert_frame_equal(Folder(out).design(), Folder(whole).design())
    assert [p.name for p in Folder(out).parts("runs")] == [p.name for p in Folder(whole).parts("runs")], "nothing was run"  # fmt: skip


@pytest.fixture
def disk(tmp_path):
    """A disk of its own, which can be full or shut: a tmpfs, where mounting is allowed."""
    at = tmp_path / "disk"
    at.mkdir()

    def mount(*options, again=False):
        how = ",".join([*(["remount"] if again else []), *options])
        return subprocess.run(["mount", "-t", "tmpfs", "-o", how, "tmpfs", at], capture_output=True, check=False)

    if os.name != "posix" or shutil.which("mount") is None or mount("size=600k").returncode:
        pytest.skip("a disk that can be full: mounting one is not allowed here")
    yield at, mount
    subprocess.run(["umount", at], check=True)


def test_on_a_disk_that_is_really_full_what_was_finished_is_kept_and_the_same_command_goes_on(disk, tmp_path):
    """ENOSPC of the system itself, halfway through a batch; then there is room again."""
    at, mount = disk
    said = samenhang(*asked(at / "out", 6), code=4).stderr
    assert "No space left on device" in said and len(said.splitlines()) == 1
    assert not list(at.rglob(f"{DRAFT}*")) and (at / "out" / "manifest.json").is_file()
    kept = {p: p.read_bytes() for p in Folder(at / "out").parts("runs")}
    mount("size=20m", again=True)
    samenhang(*asked(at / "out", 6))
    assert all(p.read_bytes() == told for p, told in kept.items())
    samenhang(*asked(tmp_path / "undisturbed", 6))
    for mine, undisturbed in zip(rows(at / "out"), rows(tmp_path / "undisturbed"), strict=True):
        pd.testing.assert_frame_equal(mine, undisturbed, check_exact=True)


def test_a_disk_that_may_only_be_read_is_said_and_what_is_there_can_be_read(disk, whole):
    at, mount = disk
    mount("size=20m", again=True)
    shutil.copytree(whole, at / "out")
    mount("ro", again=True)
    for given in (asked(at / "out", 3), ("compact", at / "out"), ("merge", at / "all", at / "out")):
        said = samenhang(*given, "--lang", "en", code=4).stderr
        assert "Read-only file system" in said and len(said.splitlines()) == 1
    for mine, undisturbed in zip(rows(at / "out"), rows(whole), strict=True):
        pd.testing.assert_frame_equal(mine, undisturbed, check_exact=True)
