"""Broken files by number: file k of seed s is one of ours with mistakes in it, the same on every machine.

Half are broken in their bytes (cut, turned, doubled, in another encoding), half in their tables (another kind of value, a
key misspelt, moved, doubled or gone), so that they come further before they are refused.
"""

import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
KINDS = {"scenario": "scenarios", "region": "scenarios/regions", "study": "experiments/studies", "hypothesis": "experiments/hypotheses"}  # fmt: skip
FEWER = {"n": "2", "trajectories": "2", "replicates": "1"}  # so that a whole study can be tried in a moment
type Luck = np.random.Generator  # noqa: TID251 - not the model's luck


class Raw(str):
    """Written into a file as it stands."""

    __slots__ = ()


class Broken(NamedTuple):
    """A file that is (probably) broken."""

    seed: int
    number: int
    kind: str
    content: bytes
    how: str


VALUES: list[Any] = [
    0, -1, 1, 2, 7, 10**6, 2**20, 2**40, 2**53 + 1, 2**63, -(2**63) - 1, 10**18, 10**400, Raw("9" * 5000), Raw("0x" + "f" * 5000),
    0.0, -0.0, 0.5, -0.5, 1.5, 1e6, 1e18, 1e308, 5e-324, 1e-300, float("nan"), float("inf"), float("-inf"),
    True, False, "", " ", "x", "*1.1", "uncertain", "baseline", "default", "mine", "mine.toml", "need.need_weeks", "needs.recovery", "assumption",
    "../../etc/passwd", "/etc/passwd", "/dev/zero", "/dev/zero.toml", "..", ".", "/", "~", "regions/default", "a/b", "x" * 300, "x" * 100_000,
    "\0", "a\0.toml", "\ufeff", "\u202egnilleps", "\u2028", "\x1b[2J", "two\nlines", "\U0001f469\u200d\U0001f467", "{name}", "{0}", "%s", "%(x)s",
    dt.date(1979, 5, 27), dt.time(7, 32), dt.datetime(1979, 5, 27, 7, 32, tzinfo=dt.UTC),
    [], {}, [[]], [{}], {"": 1}, {"a": {"b": {}}}, [1, "a", True], [0.1, 0.1], [float("nan"), 1.0, 2.0], ["x"] * 2000, list(range(3000)),
    {"en": "A", "nl": "A"}, {"scenario": "baseline"}, {f"k{i}": i for i in range(300)},
]  # fmt: skip
PIECES = [b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", "\u202e".encode(), b"\r", b"\r\n", b"[", b"]", b"[[", b"{", b"}", b'"', b'"""', b"'",
          b"=", b".", b"#", b"\\", b"\\u0000", b"\\ud800", b"1e999", b"-", b"_", b"nan", b"inf", b"1979-05-27", b"[" * 3000, b"a." * 3000, b"{a=" * 3000]  # fmt: skip
CODES = ("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "latin-1", "cp037")


def luck(seed: int, number: int) -> Luck:
    """Of one file."""
    return np.random.Generator(np.random.PCG64([seed, number]))  # noqa: TID251


def one_of(g: Luck, some: Any) -> Any:
    """One of a list, each as likely."""
    return some[int(g.integers(len(some)))]


@cache
def ours(kind: str) -> list[bytes]:
    """Our files of a kind."""
    texts = [p.read_text(encoding="utf-8") for p in sorted((ROOT / KINDS[kind]).glob("*.toml"))]
    for key, few in FEWER.items() if kind == "study" else ():
        texts = [re.sub(rf"^{key} = \d+$", f"{key} = {few}", t, flags=re.MULTILINE) for t in texts]
    return [t.encode() for t in texts]


def written(value: Any) -> str:
    """A value as TOML writes it, tables on one line."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(k)} = {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str):
        return quoted(value)
    return value.isoformat() if hasattr(value, "isoformat") else json.dumps(value).replace("Infinity", "inf").replace("NaN", "nan")  # fmt: skip


def quoted(text: str) -> str:
    """A text between quotes."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def as_toml(tables: dict[str, Any]) -> bytes:
    """A file, a line for each of its first keys."""
    return "".join(f"{quoted(k)} = {written(v)}\n" for k, v in tables.items()).encode()


def places(inside: Any) -> Iterator[tuple[Any, Any]]:
    """(table or list, key or index) of every value in a file."""
    for key, value in list(inside.items() if isinstance(inside, dict) else enumerate(inside)):
        yield inside, key
        if isinstance(value, dict | list):
            yield from places(value)


def misspelt(g: Luck, word: str) -> str:
    """A letter gone, doubled, turned or replaced."""
    at = int(g.integers(max(1, len(word))))
    return one_of(g, [word[:at] + word[at + 1 :], word[:at] + word[at : at + 1] + word[at:], word.swapcase(), word + one_of(g, "sx \u0435\u202e"), word.replace("_", "-")])  # fmt: skip


def tweaked(g: Luck, value: Any) -> Any:
    """Nearly the same value."""
    if isinstance(value, bool) or value is None:
        return one_of(g, [str(value), int(bool(value))])
    if isinstance(value, int | float) and abs(value) > 1e300:
        return one_of(g, [-value, str(value)])
    if isinstance(value, int | float):
        return one_of(g, [-value, value + 1, value - 1, value * 1000, value * 1e300, str(value), float(value), value / 3])  # fmt: skip
    if isinstance(value, str):
        return misspelt(g, value)
    if isinstance(value, list):
        return one_of(
            g, [value[:1], value * 2, value * 40, value[::-1], [value], [*value, *deepcopy([one_of(g, VALUES)])]]
        )
    return one_of(g, [[value], list(value) if isinstance(value, dict) else value, {"x": value}])


def bend(g: Luck, tables: dict[str, Any]) -> str:
    """One mistake in the tables of a file; says which."""
    inside, key = one_of(g, list(places(tables)))
    what = one_of(g, ["value", "value", "tweak", "tweak", "gone", "misspelt", "extra", "moved", "doubled", "deep"])
    if what == "value":
        inside[key] = deepcopy(one_of(g, VALUES))  # what is bent next must not be bent for every file after it
    elif what == "tweak":
        inside[key] = tweaked(g, inside[key])
    elif what == "gone":
        del inside[key]
    elif what in {"misspelt", "extra"} and isinstance(inside, dict):
        inside[misspelt(g, key)] = inside[key] if what == "extra" else inside.pop(key)
    elif what == "moved":
        other, place = one_of(g, list(places(tables)))
        other[place], inside[key] = deepcopy(inside[key]), deepcopy(other[place])  # one may stand in the other
    elif what == "doubled" and isinstance(inside, list):
        inside.insert(0, inside[key])
    else:
        inside[key] = Raw("[" * 90 + "]" * 90)
    return f"{what} at {key!r:.40}"


def cut(g: Luck, content: bytes) -> bytes:
    """Up to somewhere."""
    return content[: int(g.integers(len(content) + 1))]


def without(g: Luck, content: bytes) -> bytes:
    """A piece is gone."""
    at, n = int(g.integers(len(content) + 1)), int(g.integers(1, 40))
    return content[:at] + content[at + n :]


def with_piece(g: Luck, content: bytes) -> bytes:
    """Something stands in it that does not belong there."""
    at = int(g.integers(len(content) + 1))
    return content[:at] + one_of(g, PIECES) + content[at:]


def turned(g: Luck, content: bytes) -> bytes:
    """Some bytes are others."""
    out = np.frombuffer(content, np.uint8).copy()
    for at in g.integers(max(1, out.size), size=int(g.integers(1, 6))) if out.size else ():
        out[at] = g.integers(256)
    return out.tobytes()


def lines(g: Luck, content: bytes) -> bytes:
    """A line twice, gone, or somewhere else."""
    told = content.splitlines(keepends=True)
    if not told:
        return content
    line = told.pop(int(g.integers(len(told))))
    for _ in range(int(g.integers(3))):
        told.insert(int(g.integers(len(told) + 1)), line)
    return b"".join(told)


def encoded(g: Luck, content: bytes) -> bytes:
    """In another encoding."""
    return content.decode("utf-8", "replace").encode(one_of(g, CODES), "replace")


BYTES: list[Callable[[Luck, bytes], bytes]] = [cut, without, with_piece, with_piece, turned, lines, lines, encoded]


def grafted(g: Luck, kind: str, tables: dict[str, Any]) -> str:
    """A table of another file of this kind stands in it."""
    other = tomllib.loads(one_of(g, ours(kind)).decode())
    key = one_of(g, list(other))
    tables[key] = other[key]
    return f"{key} of another"


def broken(seed: int, number: int) -> Broken:
    """File `number` of a seed."""
    g = luck(seed, number)
    kind = one_of(g, [*KINDS, "scenario", "region", "hypothesis"])  # a study takes longer than the others
    content, how = one_of(g, ours(kind)), []
    if number % 2:
        tables = tomllib.loads(content.decode())
        if number % 4 == 1:
            how.append(grafted(g, kind, tables))
        for _ in range(int(g.integers(1, 4))):
            how.append(bend(g, tables))
            tables = tables or {"schema": 1}
        return Broken(seed, number, kind, as_toml(tables), "; ".join(how))
    for _ in range(int(g.integers(1, 4))):
        act = one_of(g, BYTES)
        content = act(g, content)
        how.append(act.__name__)
    return Broken(seed, number, kind, content, "; ".join(how))
