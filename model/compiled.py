"""The door to numba: two words, `rule` (about one) and `sweep` (over all), and a cache that cannot be stale.

numba keys a cached function on the text of its own file only: a changed constant or rule in an imported file would go
on running in its old form. So each function is cached in a folder named by a digest of its own file and of every file
of model/ that it imports, directly or not. Editing one mechanism recompiles that mechanism and the week, nothing else.
"""

import ast
import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from numba import njit, typeof, uint64
from numba.core import config

from . import held, rivals

HERE = Path(__file__).resolve().parent
PACKAGE = "samenhang.model"
settings: Any = config

__all__ = ["digest", "hold", "home", "ready", "rule", "sweep", "uint64"]


@cache
def home() -> Path:
    """Where compiled code is kept between runs; SAMENHANG_CACHE moves it.

    Where it cannot be written, a folder that ends with this process takes its place: numba would otherwise keep the code
    beside its source, without our key, and run stale.
    """
    given = os.environ.get("SAMENHANG_CACHE")
    user = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    wanted = Path(given) if given else Path(user or Path.home() / ".cache") / "samenhang"
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError:
        passing = Path(tempfile.mkdtemp(prefix="samenhang-"))
        atexit.register(shutil.rmtree, passing, ignore_errors=True)
        return passing


def _file_of(inside: tuple[str, ...]) -> Path | None:
    """The file of a module of ours, named by its parts below model/, or None."""
    stem = HERE.joinpath(*inside)
    return next((p for p in (stem.with_suffix(".py"), stem / "__init__.py") if p.exists()), None)


def _names(node: ast.stmt, package: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The modules below model/ that one import statement may mean; `package` is where the file stands."""
    if isinstance(node, ast.Import):
        absolute = [a.name for a in node.names]
    elif isinstance(node, ast.ImportFrom) and node.level:
        up = package[: len(package) - node.level + 1]
        inside = (*up, *(node.module.split(".") if node.module else ()))
        yield inside
        yield from ((*inside, a.name) for a in node.names)
        return
    elif isinstance(node, ast.ImportFrom) and node.module:
        absolute = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
    else:
        return
    yield from (tuple(n.split(".")[2:]) for n in absolute if f"{n}.".startswith(f"{PACKAGE}."))


@cache
def imports(path: Path) -> frozenset[Path]:
    """The files of model/ that a file of model/ imports itself."""
    package = path.relative_to(HERE).parent.parts
    tree = ast.walk(ast.parse(path.read_bytes()))
    named = {n for node in tree if isinstance(node, ast.stmt) for n in _names(node, package) if n}
    return frozenset(p for n in named if (p := _file_of(n)))


@cache
def digest(path: Path) -> str:
    """Names the code that a function in this file can run."""
    seen: set[Path] = set()
    todo = [path]
    while todo:
        if (p := todo.pop()) not in seen:
            seen.add(p)
            todo += imports(p)
    h = hashlib.sha256(rivals.text())
    for p in sorted(seen):
        h.update(p.relative_to(HERE).as_posix().encode() + b"\0" + p.read_bytes())
    return h.hexdigest()[:16]


def _itself[T](table: T) -> T:
    return table


hold: Callable[[Any], Any] = _itself if settings.DISABLE_JIT else held.hold  # a table by its address


def sweep[F: Callable[..., Any]](function: F) -> F:
    """A compiled loop over a table: cached on disk, free of Python's lock, NumPy's rule for division."""
    folder = home() / digest(Path(function.__code__.co_filename).resolve())
    before, settings.CACHE_DIR = settings.CACHE_DIR, str(folder)
    try:
        return cast("F", njit(cache=True, nogil=True, no_cfunc_wrapper=True, error_model="numpy")(function))
    finally:
        settings.CACHE_DIR = before


def ready(function: Any, *arguments: Any) -> Callable[..., Any]:
    """The machine code of a sweep for arguments of these types.

    Calls of it do not find out the types again, which for all the columns of a world took twice as long as a week of a village.
    """
    if settings.DISABLE_JIT:
        return cast("Callable[..., Any]", function)
    types = tuple(typeof(a) for a in arguments)
    function.compile(types)
    return cast("Callable[..., Any]", function.overloads[types].entry_point)


def rule[F: Callable[..., Any]](function: F) -> F:
    """A compiled rule about one person: its code becomes part of the sweeps that call it.

    Always: left to itself LLVM calls many of them, and to hand over one row of a table writes down seven words (docs/speed.md).
    """
    return cast("F", njit(no_cfunc_wrapper=True, forceinline=True, error_model="numpy")(function))
