"""The package as others get it: a wheel, in an empty folder that happens to hold a model.py."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
UV = shutil.which("uv") or "uv"


def done(*words, **more):
    out = subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False, **more)
    assert out.returncode == 0, out.stdout + out.stderr
    return out.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """(the python of a new environment with the wheel, an empty folder with names of ours in it)."""
    tmp_path = tmp_path_factory.mktemp("wheel")
    source = tmp_path / "source"
    shutil.copytree(
        ROOT, source, ignore=shutil.ignore_patterns(".git", ".venv", "*.egg-info", "results", "build", ".*_cache")
    )
    done(UV, "build", "--wheel", "--out-dir", tmp_path / "dist", source, "-q")
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    place = tmp_path / "place"
    done(UV, "venv", "-q", "--python", sys.executable, place)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done(UV, "pip", "install", "-q", "--python", python, "-r", ROOT / "requirements.lock", wheel)
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "model.py").write_text("raise RuntimeError('this is the model of somebody else')\n", encoding="utf-8")
    (empty / "experiments.py").write_text(
        "raise RuntimeError('these are experiments of somebody else')\n", encoding="utf-8"
    )
    return python, empty


def test_the_wheel_works_beside_a_users_own_model_py(installed):
    """With all that comes with it: scenarios, studies, hypotheses, Dutch."""
    python, empty = installed
    where = done(python, "-c", "import samenhang.model.tables as t; print(t.__file__)", cwd=empty)
    assert str(python.parent.parent) in where
    command = python.parent / "samenhang"
    assert "Laag verloop" in done(command, "scenarios", "--lang", "nl", cwd=empty)
    for shipped in ("low-turnover", "morris-all", "continuity-trap"):
        done(command, "check", shipped, cwd=empty)


@pytest.mark.slow  # everything is compiled and settled anew
def test_the_wheel_compares_and_draws(installed):
    python, empty = installed
    command = python.parent / "samenhang"
    small = ("--size", "12500", "--years", "3", "--burn-in", "1", "--replicates", "2", "--lang", "nl", "--quiet")
    assert "Laag verloop" in done(command, "compare", "baseline", "low-turnover", *small, cwd=empty)
    made = {p.name for p in (empty / "results" / "compare-baseline-low-turnover" / "analysis").iterdir()}
    assert made == {"over-time.nl.png", "fit.nl.png", "differences-1.nl.png", "differences-1.csv", "classes-1.csv"}
