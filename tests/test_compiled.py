"""The cache of compiled code cannot be stale: an edited rule or constant runs, wherever it stands."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from samenhang.model import compiled, rivals, run
from samenhang.model.randomness import Luck, uniform, uniform_each
from samenhang.model.run import bare, code_digest

ROOT = Path(__file__).resolve().parent.parent
ASK = """
import sys; sys.path.insert(0, "{tests}")
from samenhang.model import compiled
from pathlib import Path
assert Path(compiled.__file__).is_relative_to("{house}"), compiled.__file__
from samenhang.model.randomness import Luck
from samenhang.model.mechanisms.tiny import tiny
import numpy as np
print(tiny(40, Luck(np.uint64(1), 3)).hex())
"""
TINY = """
from ..compiled import rule, sweep
from ..randomness import Luck, stream, uniform

TINY = stream("tiny.draw")


@rule
def half(x: float) -> float:
    return 0.5 * x


@sweep
def tiny(n: int, luck: Luck) -> float:
    total = 0.0
    for k in range(n):
        total += half(uniform(luck, TINY, k))
    return total
"""


@pytest.fixture
def house(tmp_path):
    """A copy of the model that can be edited, with a cache of its own, and a mechanism that compiles in seconds."""
    (tmp_path / "samenhang").mkdir()
    shutil.copytree(ROOT / "model", tmp_path / "samenhang" / "model", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "samenhang" / "model" / "mechanisms" / "tiny.py").write_text(TINY, encoding="utf-8")
    return tmp_path


def answer(house, **more):
    """What a fresh interpreter gets from this copy of the rules."""
    env = os.environ | {
        "SAMENHANG_CACHE": str(house / "cache"),
        "PYTHONPATH": str(house),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ask = ASK.format(tests=ROOT / "tests", house=house)
    done = subprocess.run([sys.executable, "-c", ask], env=env, cwd=house, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def edit(house, file, old, new):
    path = house / "samenhang" / "model" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_edited_rule_an_imported_rule_and_an_imported_constant_never_run_stale(house):
    first = answer(house)
    assert answer(house) == first
    edit(house, "mechanisms/tiny.py", "0.5 * x", "0.4 * x")
    rule = answer(house)
    assert rule != first
    edit(
        house,
        "randomness.py",
        "return (np.float64(word) + 0.5) * 2.0**-32",
        "return (np.float64(word) + 0.5) * 2.0**-33",
    )
    imported = answer(house)
    assert imported != rule
    edit(house, "randomness.py", "0xD2511F53", "0xD2511F55")
    assert answer(house) != imported


def test_without_our_key_the_old_rule_would_run(house):
    """The trap is real: numba's own cache keeps the old form of a rule in an imported file."""
    edit(house, "compiled.py", "folder = home() / digest(", "folder = home() or digest(")
    first = answer(house)
    edit(
        house,
        "randomness.py",
        "return (np.float64(word) + 0.5) * 2.0**-32",
        "return (np.float64(word) + 0.5) * 2.0**-33",
    )
    assert answer(house) == first


def test_imports_are_followed_in_every_form(tmp_path):
    week = Path(compiled.__file__).parent / "week.py"
    names = {p.relative_to(week.parent).as_posix() for p in compiled.imports(week)}
    assert {"mechanisms/needs.py", "relations.py", "tables.py", "randomness.py"} <= names
    assert "scenario.py" not in names
    for statement, found in (
        ("import samenhang.model.tables", "tables.py"),
        ("from samenhang.model import tables", "tables.py"),
        ("from samenhang.model.mechanisms import needs", "mechanisms/needs.py"),
    ):
        import ast

        (node,) = ast.parse(statement).body
        paths = {compiled._file_of(n) for n in compiled._names(node, ()) if n}
        assert week.parent / found in paths, statement


def test_the_code_digest_hears_rules_and_not_words():
    source = (ROOT / "model" / "mechanisms" / "workforce.py").read_text(encoding="utf-8")
    same = [
        source.replace('"""Does this professional leave', '"""Does this person leave'),
        source + "\n# a remark\n",
        source.replace("Weken om een vacature te vervullen", "Weken tot een vacature vervuld is"),
        source.replace("Intention and leaving go together", "Leaving and intention go together"),
    ]
    for text in same:
        assert text != source
        assert bare(text) == bare(source)
    for text in (
        source.replace("] = 8.0", "] = 9.0"),
        source.replace("- 1.0)", "- 1.1)"),
        source.replace("workforce.seat", "workforce.chair"),
    ):
        assert text != source
        assert bare(text) != bare(source)
    assert len(code_digest()) == 64


def test_the_code_digest_is_kept_by_the_letter_of_the_code(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "home", lambda: tmp_path)
    read = []
    monkeypatch.setattr(run, "bare", lambda source: read.append(source) or bare(source))
    first = code_digest.__wrapped__()
    n = len(read)
    assert first == code_digest() == code_digest.__wrapped__() and n == len(read) > 50
    monkeypatch.setattr(rivals, "text", lambda: b"TRIED = 9")
    other = code_digest.__wrapped__()
    kept = list((tmp_path / "code").iterdir())
    assert other != first and len(read) == 2 * n and len(kept) == 2
    for file in kept:
        file.write_text("", encoding="ascii")  # a machine that fell
    assert code_digest.__wrapped__() == other and set((tmp_path / "code").iterdir()) == set(kept)


def test_a_sweep_made_ready_gives_what_it_gives_otherwise():
    luck, i = Luck(np.uint64(5), 3), np.arange(4)
    told = (luck, 7, i, np.zeros_like(i))
    assert np.array_equal(compiled.ready(uniform_each, *told)(*told), uniform_each(*told))
    assert np.array_equal(uniform_each(*told), [uniform(luck, 7, k) for k in range(4)])


def test_the_code_digest_hears_what_a_column_is_and_not_how_it_is_called():
    source = (ROOT / "model" / "tables.py").read_text(encoding="utf-8")
    for old, new, heard in (
        ('"code", PRESENT,', '"code", VACANT,', True),
        ('np.float64, "0-1", 0, "need"', 'np.float32, "0-1", 0, "need"', True),
        ('"belasting"', '"druk"', False),
    ):
        assert old in source
        assert (bare(source.replace(old, new)) != bare(source)) == heard


def test_the_code_digest_hears_which_columns_families_have_and_not_how_they_are_called():
    source = (ROOT / "model" / "measures" / "family.py").read_text(encoding="utf-8")
    for old, new, heard in (
        ('"lost_unknown"', '"lost_unseen"', True),
        ('    Field("crises", "crises", "crises", "crises"),\n', "", True),
        ('"mean alliance over contacts"', '"the bond, on average"', False),
        ('"leefgebieden met twee of meer contacten"', '"draden"', False),
        ('"week na de laatste"', '"eerste week erna"', False),
    ):
        assert old in source
        assert (bare(source.replace(old, new)) != bare(source)) == heard


def test_a_cache_that_cannot_be_written_never_runs_stale(house):
    """numba would fall back to a folder beside the source, without our key."""
    blocked = {"SAMENHANG_CACHE": str(house / "file" / "inside")}
    (house / "file").write_text("in the way", encoding="utf-8")
    first = answer(house, **blocked)
    edit(
        house,
        "randomness.py",
        "return (np.float64(word) + 0.5) * 2.0**-32",
        "return (np.float64(word) + 0.5) * 2.0**-33",
    )
    assert answer(house, **blocked) != first
    assert not list((house / "samenhang").rglob("*.nbc"))
