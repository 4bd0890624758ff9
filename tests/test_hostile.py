"""What is no file that somebody wrote: pipes, devices, circles, names that lead elsewhere. Refused in a sentence, never read for ever."""

import os
import tempfile
from pathlib import Path

import pytest
from conftest import ran, samenhang
from fuzz import no_longer_than

from samenhang.model.mistakes import MOST_BYTES
from samenhang.model.scenario_file import MOST_FILES, read_scenario

posix = pytest.mark.skipif(os.name != "posix", reason="pipes, devices and links of POSIX")
WORDS = 'title = { en = "A", nl = "A" }\nstory = { en = "B", nl = "B" }\n'
SCENARIO = "schema = 1\nholds = []\n" + WORDS
STUDY = 'schema = 1\ntitle = { en = "A", nl = "A" }\nquestion = { en = "B?", nl = "B?" }\n'
CLAIM = """schema = 1
kind = "contrast"
source = "assumption"
title = { en = "T", nl = "T" }
claim = { en = "C", nl = "C" }
outcome = { name = "need.need_weeks", direction = "down" }
contrast = { before = "baseline", after = "retention" }
decision = { replicates = 20 }
"""
VERBS = [("check",), ("run",), ("compare", "baseline"), ("study",), ("test", "--dry"), ("region", "check")]


def directory(path):
    path.mkdir()


def pipe(path):
    os.mkfifo(path)


def device(path):
    path.symlink_to("/dev/zero")


def circle(path):
    path.symlink_to(path)


def nothing(path):
    path.symlink_to(path.with_name("gone"))


def huge(path):
    path.write_bytes(b"#" * (MOST_BYTES + 1))


def empty(path):
    path.touch()


def picture(path):
    path.write_bytes(bytes(range(256)) * 20)


@posix
@pytest.mark.parametrize("verb", VERBS, ids="-".join)
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (directory, "mine.toml: expected a file"),
        (pipe, "mine.toml: expected a file"),
        (device, "mine.toml: expected a file"),
        (circle, "mine.toml: cannot be read: "),
        (nothing, "mine.toml: there is no such file"),
        (huge, f"mine.toml: expected at most {MOST_BYTES} bytes"),
        (empty, "mine.toml: schema is missing"),
        (picture, "mine.toml: not a TOML file: "),
    ],
)
def test_what_is_no_file_of_ours_is_refused_by_every_verb(tmp_path, verb, make, sentence):
    make(tmp_path / "mine.toml")
    with no_longer_than(20):
        said = samenhang(*verb, "mine.toml", "--lang", "en", cwd=tmp_path, code=2)
    assert sentence in said.stderr and said.stdout == ""
    assert [p.name for p in tmp_path.iterdir()] == ["mine.toml"]


@posix
def test_a_file_that_may_not_be_read_is_said():
    """Whoever may read everything is nobody for as long as this takes."""
    here, who = Path.cwd(), os.geteuid()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        (folder / "shut").mkdir()
        for path in (folder / "mine.toml", folder / "shut" / "inside.toml"):
            path.write_text(SCENARIO, encoding="utf-8")
        for path in (folder / "mine.toml", folder / "shut"):
            path.chmod(0)
        os.chdir(folder)
        try:
            os.seteuid(65534 if who == 0 else who)
            ends = [ran("check", name, "--lang", "en") for name in ("mine.toml", "shut/inside.toml")]
        finally:
            os.seteuid(who)
            os.chdir(here)
            (folder / "shut").chmod(0o700)
    assert [(code, said.stderr) for code, said in ends] == [
        (2, f"{name}: cannot be read: Permission denied\n") for name in ("mine.toml", "shut/inside.toml")
    ]


NAMES = ["../../etc/passwd", "/etc/passwd", "/dev/zero", "/dev/zero.toml", "..", "", "~", "a" * 5000, "a" * 250, "x\\u0000y", "x\\u0000y.toml",
         "two\\nlines", "\\u202egnilleps.toml", "\\u001b[2J", "{name}", "mine", "mine.toml", "folder.toml", "pipe.toml", "zero.toml", "circle.toml", "gone.toml"]  # fmt: skip
PLACES = {
    "extends": SCENARIO + 'extends = "{name}"\n',
    "expect": SCENARIO + 'expect = { against = "{name}", moves = {}, why = { en = "A", nl = "A" } }\n',
    "scenarios": STUDY + 'scenarios = ["baseline", "{name}"]\n',
    "region": STUDY + 'region = "{name}"\n',
    "regions": CLAIM + 'runs = { regions = ["{name}"] }\n',
    "before": CLAIM.replace('before = "baseline"', 'before = "{name}"'),
}


@posix
@pytest.mark.parametrize("place", PLACES)
def test_a_name_in_a_file_leads_to_a_file_of_ours_or_to_a_sentence(tmp_path, place):
    for make, name in ((directory, "folder"), (pipe, "pipe"), (device, "zero"), (circle, "circle"), (nothing, "gone")):
        make(tmp_path / f"{name}.toml")
    for name in NAMES:
        (tmp_path / "mine.toml").write_text(PLACES[place].replace("{name}", name), encoding="utf-8")
        with no_longer_than(20):
            code, said = ran("check", "mine.toml", "--lang", "en", cwd=tmp_path)
        fine = place == "expect" and name in {
            "mine",
            "mine.toml",
            "folder.toml",
            "pipe.toml",
            "zero.toml",
            "circle.toml",
        }
        assert code == (0 if fine else 2), (name, said)
        assert fine or (said.stderr.splitlines() and all(line.isprintable() for line in said.stderr.splitlines())), name
        assert len(said.stderr) < 2000, name


@pytest.mark.parametrize("n", [2, 3, MOST_FILES + 2, 1500])
def test_files_that_extend_one_another_for_ever_or_for_too_long(tmp_path, n):
    """Of two or three in a circle, and of a chain without an end in sight."""
    for k in range(n):
        after = (k + 1) % n if n < 4 else k + 1
        (tmp_path / f"f{k}.toml").write_text(SCENARIO + f'extends = "f{after}"\n', encoding="utf-8")
    said = samenhang("check", "f0.toml", "--lang", "en", cwd=tmp_path, code=2).stderr
    assert ("extends goes round in a circle" if n < 4 else f"extends goes on over more than {MOST_FILES} files") in said
    assert len(said.splitlines()) == 1


def test_a_mark_at_the_beginning_is_what_some_editors_write(tmp_path):
    (tmp_path / "mine.toml").write_bytes(b"\xef\xbb\xbf" + SCENARIO.encode().replace(b"\n", b"\r\n"))
    assert read_scenario(tmp_path / "mine.toml").title.en == "A"
