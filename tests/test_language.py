"""Everything that a user reads exists in English and in Dutch, and says the same in both."""

import ast
import os
import string
import subprocess
import sys

import catalogue
import click
import pytest

from samenhang.model import language

HERE = "C.UTF-8"
BAD = """
schema = 1
seats = 3
holds = ["demand"]
[title]
en = "Bad"
nl = 3
[parameters.workforce]
exit_rate = -1.0
exit_rte = 0.2
"""


def samenhang(*arguments, **environment):
    """(exit code, stdout, stderr) of the command, on a computer that speaks English unless told otherwise."""
    kept = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")}
    command = [sys.executable, "-m", "samenhang.experiments", *map(str, arguments)]
    done = subprocess.run(command, env=kept | {"LANG": HERE} | environment, capture_output=True, timeout=300)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")  # strictly


def english_in(text):
    """Sentences of the catalogue that stand in a text in English, however its lines are broken."""
    flat = " ".join(text.split())
    pairs = ((m.id, m.string) for m in catalogue.read() if isinstance(m.id, str) and m.id != m.string)
    return [one for one, _other in pairs if catalogue.SENTENCE.search(one) and one in flat]


def placeholders(sentence):
    """What is filled in, and how it is written: {low:g} is not {low}."""
    parsed = string.Formatter().parse(sentence.replace("%(", "{").replace(")s", "}"))
    return sorted((name, spec, how) for _text, name, spec, how in parsed if name is not None)


def forms(message):
    """(English, Dutch) of a message; twice when it has a plural."""
    has_plural = not isinstance(message.id, str)
    return list(zip(message.id, message.string, strict=True)) if has_plural else [(message.id, message.string)]


@pytest.fixture
def speaks():
    """Changes the language of this process, and changes it back."""
    before = language.language()
    yield language.use
    language.use(before)


def test_every_sentence_has_dutch_and_nothing_else_is_in_the_catalogue():
    found = {m.id: m for m in catalogue.read() if m.id}
    assert set(found) == catalogue.wanted(), "run python tests/catalogue.py, then translate what is new"
    assert not [m.id for m in found.values() if m.fuzzy]
    assert not [m.id for m in found.values() if not all(dutch and dutch.strip() for _english, dutch in forms(m))]


def test_translations_fill_in_the_same_things():
    pairs = [pair for m in catalogue.read() if m.id for pair in forms(m)]
    assert not [(e, d) for e, d in pairs if placeholders(e) != placeholders(d)]
    glued = [(e, d) for e, d in pairs if (e[0] == " ", e[-1] == " ") != (d[0] == " ", d[-1] == " ")]
    assert not glued, "a space at an end is meant"


def test_files_are_those_that_updating_writes():
    now = catalogue.updated(catalogue.read())
    assert catalogue.PO.read_bytes() == catalogue.po(now), "run python tests/catalogue.py"
    assert catalogue.MO.read_bytes() == catalogue.mo(now), "run python tests/catalogue.py"


def test_updating_keeps_what_is_there_and_drops_what_is_gone():
    old = catalogue.read()
    old.add("nobody says this any more", "dit zegt niemand meer")
    del old["Usage:"]
    new = catalogue.updated(old)
    assert new["Options"].string == "Opties"
    assert not new["Usage:"].string
    assert "nobody says this any more" not in new


def test_sentences_taken_from_click_are_still_in_click():
    sources = [p.read_text(encoding="utf-8") for p in catalogue.Path(click.__file__).parent.glob("*.py")]
    literals = {n.value for s in sources for n in ast.walk(ast.parse(s)) if isinstance(n, ast.Constant)}
    asked = {s for one in catalogue.CLICK for s in ([one] if isinstance(one, str) else one)}
    assert asked <= literals


def test_no_sentence_escapes_the_catalogue():
    escaped = [(p.name, line, text) for p in catalogue.CODE
               for line, text in catalogue.unmarked(ast.parse(p.read_text(encoding="utf-8")))]  # fmt: skip
    assert not escaped, "mark these with _() or N_()"


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ('warn = {"x": "the folder is full"}', True),
        ('text = f"{n} of all runs failed"', True),
        ('click.echo("done")', True),
        ('warn(f"{n} runs")', True),
        ('raise InputError(["this cannot be read"])', True),
        ('rate: Annotated[float, share(0, 1, "s", "A fit of care", "Passend", why="nobody has counted it")] = 1', True),
        ('rate: Annotated[float, share(0, 1, "s", "A fit of care", "Een mate van passendheid")] = 1', False),
        ('Measure(en="Fit of all care", nl="Hoe passend hulp is", plain=N_("How well care fits."))', False),
        ('def f():\n    """What this does here."""\n    raise RuntimeError("called in wrong order")', False),
        ('say(_("The folder is full"))\nsay(f"{a}: {b}")', False),
        ('duckdb.execute("select distinct on run from x")', False),
    ],
)
def test_lint_catches_sentences_and_only_those(code, caught):
    assert bool(list(catalogue.unmarked(ast.parse(code)))) == caught


def test_numbers_are_written_as_the_language_does(speaks):
    speaks("nl")
    assert language.number(1234.5, 5) == "1.234,5"
    assert language.number(-0.25, 2) == "\N{MINUS SIGN}0,25"
    assert language.number(0.5, 1, signed=True) == "+0,5"
    assert language.tidy(-0.5) == "\N{MINUS SIGN}0,5"
    speaks("en")
    assert language.number(1234.5, 5) == "1,234.5"
    assert language.number(-0.25, 2) == "\N{MINUS SIGN}0.25"
    assert language.number(float("nan")) == language.number(float("inf")) == "–"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_BE"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
    ],
)
def test_the_computer_decides_the_language(monkeypatch, names, code):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, names.get(name, ""))
    assert language.of_system() == code


def test_nothing_to_say_is_nothing_in_both_languages(speaks):
    speaks("nl")
    assert language._("") == ""


def test_mistakes_in_a_file_are_said_in_both_languages(tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text(BAD, encoding="utf-8")
    code, out, english = samenhang("check", bad, "--lang", "en", LANG="nl_NL.UTF-8")
    assert (code, out) == (2, "")
    code, out, dutch = samenhang("check", bad, "--lang=nl")
    assert (code, out) == (2, "")
    for line in (
        "bad.toml: story is missing",
        "expected text in quotes",
        'did you mean "exit_rate"?',
        "≥ 0",
        "(1/year)",
    ):
        assert line in english
    for line in ("bad.toml: story ontbreekt", "verwacht tekst tussen aanhalingstekens", 'bedoelde u "exit_rate"?', "≥ 0", "(per jaar)"):  # fmt: skip
        assert line in dutch
    assert len(dutch.splitlines()) == len(english.splitlines()) >= 4
    assert not set(dutch.splitlines()) & set(english.splitlines())
    assert not english_in(dutch)


@pytest.mark.parametrize("verb", [(), ("run",)])
def test_help_is_dutch(verb):
    code, out, _err = samenhang(*verb, "--help", "--lang", "nl")
    assert code == 0
    assert out.startswith("Gebruik: samenhang")
    assert "Opties:" in out
    assert "Toont deze uitleg en stopt." in " ".join(out.split())
    assert not english_in(out)


@pytest.mark.parametrize(
    ("arguments", "sentences"),
    [
        (["run", "--siez", "3"], ["De optie '--siez' bestaat niet. (Bedoelde u een van deze:", "'--size'"]),
        (["run", "--jobs", "0"], ["Ongeldige waarde voor '--jobs': 0 ligt buiten het bereik x>=1."]),
        (["explain"], ["Ontbrekend argument 'TERM...'.", "Probeer 'samenhang explain --help' voor uitleg."]),
    ],
)
def test_mistakes_in_a_command_are_said_in_the_computers_language(arguments, sentences):
    code, out, err = samenhang(*arguments, LANG="nl_NL.UTF-8")
    assert (code, out) == (2, "")
    assert "Fout: " in err
    assert [s for s in sentences if s not in err] == []
    assert not english_in(err)


def test_an_old_console_gets_utf8():
    code, out, err = samenhang("parameters", "--lang", "nl", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (code, err) == (0, "")
    assert "─" in out  # cannot be written in cp1252
    assert "omschrijving" in out
    assert "Uren aan het werk, per" in out
    assert "23,9" in out
    assert not english_in(out)
