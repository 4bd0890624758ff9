"""The catalogue of sentences: what must be in it, and `python tests/catalogue.py`, which brings it up to date.

Wanted are the sentences marked with `_()` or `N_()`, the units of everything declared (translated through a variable)
and those sentences of Click that somebody who uses our command can meet. Updating keeps every translation, adds new
sentences untranslated, drops those that are gone, and compiles; the same sentences give the same bytes.
"""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted(p for folder in ("model", "experiments") for p in (ROOT / folder).rglob("*.py"))
PO = ROOT / "model" / "locale" / "nl" / "LC_MESSAGES" / "samenhang.po"
MO = PO.with_suffix(".mo")

CLICK = (  # a pair is (one, more than one)
    "Usage:",
    "Options",
    "Commands",
    "Show this message and exit.",
    "Show the version and exit.",
    "%(prog)s, version %(version)s",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Missing command.",
    "Missing argument",
    "No such command {name!r}.",
    "No such option {name!r}.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    "Option {name!r} does not take a value.",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "{name} {filename!r} is not readable.",
    "default: {default}",
    "required",
)
HEADERS = {
    "Project-Id-Version": "samenhang",
    "Language": "nl",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
COMMENT = "# Dutch for every sentence that a user can meet. To bring it up to date: python tests/catalogue.py"

LABELLED = ("en", "nl", "unit")  # keywords that carry one language themselves, or are collected by `units`
DEVELOPER = ("RuntimeError", "AttributeError")  # what only a programmer can cause
SPOKEN = ("echo", "say", "warn", "UsageError")  # what these are given is shown as it is, however short
SENTENCE = re.compile(r"(?:[^\W\d_]+[,;:)]*\s+\(?){2}[^\W\d_]+")
WORD = re.compile(r"[^\W\d_]{2,}")


class Dutch(Catalog):
    """A catalogue whose header never changes: no dates, no addresses, no versions of tools."""

    mime_headers = list(HEADERS.items())


def called(node: ast.AST) -> str:
    """The last word of what is called, or nothing."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "attr", getattr(function, "id", ""))


def marked(source: str) -> Iterator[str]:
    """The sentences that a file marks with `_()` or `N_()`."""
    for node in ast.walk(ast.parse(source)):
        if called(node) in ("_", "N_") and node.args and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value


def text_of(node: ast.AST) -> str:
    """A literal as text; what an f-string fills in is left open."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def unmarked(node: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, text) of every literal that looks like a sentence for a user and is not in the catalogue."""
    name = called(node)
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if is_docstring or name in ("_", "N_", *DEVELOPER) or (isinstance(node, ast.keyword) and node.arg in LABELLED):
        return
    text = text_of(node)
    if SENTENCE.search(text) and not text.startswith("select "):  # SQL is for DuckDB
        yield node.lineno, text
    if name in SPOKEN:
        yield from ((a.lineno, text_of(a)) for a in node.args if WORD.search(text_of(a).replace("{}", " ")))
    for child in ast.iter_child_nodes(node):
        if not (is_label(node, child) or (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant))):
            yield from unmarked(child)


def is_label(node: ast.AST, child: ast.AST) -> bool:
    """A plain argument of a declaration, `share(0.0, 1.0, source, "Fit", "Passendheid")`: it has both languages."""
    declares = ("Column", "factor", "surplus", "positive", "rate", "share", "staffing", "weekly", "weeks", "choice", "Field",
                "_broken", "_index", "_lost", "_state", "_hours", "_paid", "_process", "_between", "signed")  # fmt: skip
    return called(node) in declares and isinstance(child, ast.Constant)


def units() -> set[str]:
    """The units of all parameters, measures and columns."""
    from samenhang.model.declare import Column, declared
    from samenhang.model.measures import OUTCOMES, WEEKLY
    from samenhang.model.measures.family import FIELDS
    from samenhang.model.tables import World
    from samenhang.model.views import every
    from samenhang.model.week import Parameters

    tables = [t for t in get_type_hints(World).values() if hasattr(t, "_fields")]
    quantities = (
        *every(Parameters).values(),
        *OUTCOMES,
        *WEEKLY,
        *(c for t in tables for c in declared(t, Column)),
        *FIELDS,
    )
    return {q.unit for q in quantities}


def wanted() -> set[str | tuple[str, str]]:
    """Everything that must have a translation; a pair is a sentence with a plural."""
    sentences = {s for path in CODE for s in marked(path.read_text(encoding="utf-8"))}
    return sentences | units() | set(CLICK)


def read() -> Catalog:
    """The catalogue as it stands, or an empty one."""
    if not PO.exists():
        return Catalog(locale="nl")
    with PO.open("rb") as file:
        return read_po(file, locale="nl", ignore_obsolete=True)


def updated(old: Catalog) -> Catalog:
    """The wanted sentences, with the translations that there are."""
    new = Dutch(locale="nl", header_comment=COMMENT, fuzzy=False)
    for sentence in wanted():
        known = old.get(sentence if isinstance(sentence, str) else sentence[0])
        same = known is not None and known.id == sentence and not known.fuzzy
        new.add(sentence, known.string if same else None).flags.clear()
    return new


def po(catalogue: Catalog) -> bytes:
    """A catalogue as text, in alphabetical order."""
    out = io.BytesIO()
    write_po(out, catalogue, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    return out.getvalue().rstrip() + b"\n"


def mo(catalogue: Catalog) -> bytes:
    """A catalogue as the command reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> None:
    """Updates and compiles the catalogue; says what is still to be translated."""
    catalogue = updated(read())
    PO.write_bytes(po(catalogue))
    MO.write_bytes(mo(catalogue))
    missing = [m.id for m in catalogue if m.id and not all([m.string] if isinstance(m.id, str) else m.string)]
    print(f"{len(catalogue)} sentences, {len(missing)} without Dutch", *missing, sep="\n  ")  # noqa: T201


if __name__ == "__main__":
    main()
