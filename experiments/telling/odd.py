"""The tables of docs/odd.md that are made from the code: entities, schedule, streams, parameters of each submodel.

They stand between `<!-- made: NAME -->` and `<!-- end -->`; `python -m samenhang.experiments.telling.odd docs/odd.md` makes them again.
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from samenhang import model
from samenhang.model import week
from samenhang.model.declare import Column, declared
from samenhang.model.followed import Followed
from samenhang.model.language import _, language, tidy, use
from samenhang.model.week import On

from .glossary import KINDS, mechanism_list, parameter_list, span
from .reference import TABLES, markdown

ROOT = Path(model.__file__).parent
FILES = sorted(p for p in ROOT.rglob("*.py") if p.parent.name != "links")
MADE = re.compile(r"(<!-- made: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
ALWAYS = {"Desk", "open_book", "helped_together"}  # called in every week, and no steps


def link(path: Path) -> str:
    """A file of the model, as a link from docs/."""
    name = path.relative_to(ROOT).as_posix()
    return f"[{name}](../model/{name})"


def entities() -> str:
    """Every state variable, by table; the observer's own are left out."""
    rows = [
        [of.__name__, f"`{c.name}` [{c.axes}]", getattr(c, language()), _(c.unit), tidy(c.neutral)]
        for of in TABLES if of is not Followed for c in declared(of, Column)
    ]  # fmt: skip
    return markdown([_("table"), _("column"), _("label"), _("unit"), _("neutral")], rows)


def first_line(name: str) -> tuple[str, str]:
    """What a function that the week calls does, and the link to its file."""
    found = getattr(week, name)
    told = inspect.getdoc(getattr(found, "py_func", found)) or ""
    file = Path(inspect.getsourcefile(getattr(found, "py_func", found)) or "")
    return told.split("\n")[0], link(file)


def called(node: ast.stmt) -> str:
    """The function that a line of the week calls; empty for a line that calls nothing of note."""
    value = getattr(node, "value", None)
    name = value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else ""
    return "" if name in ALWAYS else name


def steps() -> Iterator[tuple[str, str]]:
    """(what is called, its null or nothing), in the order of the week."""
    source = ast.parse(inspect.getsource(week))
    lived = next(f for f in source.body if isinstance(f, ast.FunctionDef) and f.name == "weeks")
    loop = next(node for node in lived.body if isinstance(node, ast.For))
    for node in loop.body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Attribute) and node.test.attr in On._fields:
            yield called(node.body[-1]), called(node.orelse[-1]) if node.orelse else ""
        elif name := called(node):
            yield name, ""


def schedule() -> str:
    """The lines of the week, in order."""
    about, rows = {m["name"]: m for m in mechanism_list()}, []
    for k, (name, null) in enumerate(steps(), start=1):
        does, file = first_line(name)
        told = about.get(name, {"plain": does, "off": ""})
        without = told["off"] or _("it cannot be switched off")
        rows.append([str(k), f"`{name}`", told["plain"], f"`{null}`: {without}" if null else without, file])
    return markdown(["#", _("name"), _("what it does"), _("without it"), "file"], rows)


def streams() -> str:
    """Every named stream of random numbers, and the functions that draw from it."""
    rows = []
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [f for f in tree.body if isinstance(f, ast.FunctionDef)]
        for target, name in sorted(named(tree), key=lambda pair: pair[1]):
            users = [
                f"`{f.name}`" for f in functions if any(isinstance(n, ast.Name) and n.id == target for n in ast.walk(f))
            ]
            rows.append([f"`{name}`", ", ".join(users), link(path)])
    return markdown([_("stream"), "drawn in", "file"], rows)


def named(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(variable, name of its stream) for every `X = stream("...")` of a module, also when several are set at once."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            for target, value in zip(parts(node.targets[0]), parts(node.value), strict=False):
                match target, value:
                    case ast.Name(variable), ast.Call(func=ast.Name("stream"), args=[ast.Constant(str(name))]):
                        yield variable, name


def parts(node: ast.expr) -> list[ast.expr]:
    """The elements of a tuple, or the thing itself."""
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


def parameters(mechanism: str) -> str:
    """The parameters of one submodel."""
    rows = [
        [f"`{p['name'].split('.')[1]}`", p["label"], *span(p), p["unit"],
         _(KINDS[p["role"]]), p["source"]] for p in parameter_list() if p["name"].startswith(f"{mechanism}.")
    ]  # fmt: skip
    return markdown([_("name"), _("label"), _("default"), _("plausible"), _("unit"), _("role"), _("source")], rows)


def made(name: str) -> str:
    """One of the tables, by the word of its place."""
    what, _space, of = name.partition(" ")
    return {"entities": entities, "schedule": schedule, "streams": streams}[what]() if not of else parameters(of)


def filled(text: str) -> str:
    """The document with all its tables made again, in English."""
    before = language()
    use("en")
    try:
        return MADE.sub(lambda m: f"{m[1]}{made(m[2])}\n{m[3]}", text)
    finally:
        use(before)


if __name__ == "__main__":
    document = Path(sys.argv[1])
    document.write_text(filled(document.read_text(encoding="utf-8")), encoding="utf-8")
