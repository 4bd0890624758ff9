"""Killed with kill -9 at seeded random moments, or by two hands at once, a folder ends with exactly its design."""

import os
import subprocess

import pytest
from conftest import samenhang
from kills import PATIENCE, asked, campaign, command, held_against

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a signal")
REPLICATES = 24


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    in_this_process(folder, REPLICATES)
    return folder


def in_this_process(folder, replicates):
    """The same command without processes of its own: each would cost seconds of imports."""
    samenhang(*asked(folder, replicates, jobs=1))


def test_killed_at_random_moments_it_ends_with_exactly_its_design(tmp_path, undisturbed):
    told = campaign(tmp_path / "out", REPLICATES, 7, ("driver", "worker"), in_this_process)
    assert [k.who for k in told] == ["driver", "worker"]
    assert all(k.left > 0 for k in told), "nobody is killed who has nothing left to do"
    ended = held_against(tmp_path / "out", undisturbed)
    assert ended.is_whole, ended


@pytest.mark.slow  # four processes that start at once
def test_two_commands_on_one_folder_at_once_end_with_exactly_the_design(tmp_path, undisturbed):
    twice = [
        subprocess.Popen(command(tmp_path / "out", REPLICATES), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(2)
    ]
    for process in twice:
        said = process.communicate(timeout=PATIENCE)[0].decode()
        assert process.returncode == 0, said
    ended = held_against(tmp_path / "out", undisturbed)
    assert ended.is_whole, ended
