"""What tests share: a village to run, and the command as a user has it."""

import contextlib
import io
from typing import NamedTuple

import matplotlib as mpl
import pytest

from samenhang.experiments.__main__ import main
from samenhang.experiments.execution.files import locked
from samenhang.model import Course, Run, language, load_region, load_scenario, resolve
from samenhang.model.compiled import home
from samenhang.model.scenario import nested

SIZE = 12_500  # inhabitants: the smallest region there is
LONG = ("test_execute", "test_killed", "test_notebooks", "test_command", "test_house", "test_records", "test_install", "test_links",
        "test_oracle", "test_compiled", "test_folder", "test_language", "test_damage", "test_same")  # first: both cores end together  # fmt: skip


def pytest_collection_modifyitems(items):
    """Long files first; within a file the order stays."""
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))


@pytest.fixture(params=["en", "nl"])
def lang(request):
    """Both languages, one after the other."""
    language.use(request.param)
    yield request.param
    language.use("en")


def texts(figure):
    """Everything that a picture says, a line each."""
    figure.canvas.draw()
    return "\n".join(t.get_text() for t in figure.findobj(mpl.text.Text) if t.get_text())


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


def samenhang(*arguments, cwd=None, code=0):
    """The command as its entry point runs it; it must end with this code."""
    ended, said = ran(*arguments, cwd=cwd)
    assert ended == code, said.stdout + said.stderr
    return said


def ran(*arguments, cwd=None):
    """(exit code, what was said), in this process: an interpreter a call would cost seconds of imports."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.chdir(cwd or "."):
        try:
            main([str(a) for a in arguments])
            ended = 0
        except SystemExit as end:
            ended = end.code or 0
        finally:
            language.use("en")
    return ended, Said(out.getvalue(), err.getvalue())


class Said(NamedTuple):
    """What a command said."""

    stdout: str
    stderr: str


@pytest.fixture(scope="session", autouse=True)
def compiled():
    """Everything is compiled and settled once, before a test with a clock or a worker meets it; one core waits for the other."""
    home().mkdir(parents=True, exist_ok=True)
    with locked(home(), alone=True):
        Course(village()).live(1)
