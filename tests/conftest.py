"""What tests share: a village to run, and the command as a user has it."""

import os
import subprocess
import sys

import pytest

from samenhang.model import Course, Run, load_region, load_scenario, resolve
from samenhang.model.scenario import nested

SIZE = 12_500  # inhabitants: the smallest region there is


def village(scenario="baseline", seed=1, off=(), burn_in=1, years=3, **changes):
    """A run of the smallest region; changes as workforce__exit_rate=0.3."""
    what = load_scenario(scenario) if isinstance(scenario, str) else scenario
    what = what.changed(nested({k.replace("__", "."): v for k, v in changes.items()}), tuple(off))
    return resolve(what, load_region().at_size(SIZE), burn_in=burn_in, years=years, seed=seed)


def lived(run: Run) -> Course:
    """A whole course."""
    course = Course(run)
    course.live(run.horizon)
    return course


def samenhang(*arguments, cwd=None, env=None, code=0):
    """The command in a process of its own; its exit code is checked."""
    done = subprocess.run([sys.executable, "-m", "samenhang.experiments", *map(str, arguments)], cwd=cwd, check=False,
                          env=os.environ | {"LANG": "C.UTF-8"} | (env or {}), capture_output=True, encoding="utf-8")  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.fixture(scope="session", autouse=True)
def compiled():
    """Everything is compiled once, before a test with a clock or a worker meets it."""
    Course(village()).live(1)
