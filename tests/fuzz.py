"""Broken files by the thousand, each held against one promise: a clear sentence and code 2, nothing else.

`uv run python tests/fuzz.py --minutes 60` tries as many as fit in an hour and keeps what breaks the promise in a folder;
the suite tries the first hundreds of a fixed seed. File k of seed s: `uv run python tests/fuzz.py --seed s --only k`.
"""

import argparse
import contextlib
import re
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import FrameType

from conftest import ran
from mutations import Broken, broken

from samenhang.experiments.designs import study_file

SECONDS = 60.0  # of a processor that a file may take: then it hangs
POINTS = 300  # of a design that is planned here; its own limit allows minutes of planning
LONGEST = 900  # characters that a sentence may have
MEMORY = 8 * 2**30
KIND_ONLY = re.compile(r"(?<!known): [a-z]+(_[a-z]+)+$")  # a library's word for a mistake, where a sentence belongs


class HangsError(Exception):
    """It took too long."""


@contextlib.contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Ends what takes too much of the processor, where a system has a clock of that."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def over(_signal: int, _frame: FrameType | None) -> None:
        raise HangsError(f"more than {seconds:g} seconds")

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def complaints(said: str, name: str) -> list[str]:
    """What is wrong with what was said of a file: every line must be a sentence about that file, for people."""
    found = [] if said.strip() else ["nothing was said"]
    for line in said.splitlines():
        if name not in line and ".toml" not in line:  # or another that it names
            found.append(f"does not name the file: {line!r:.300}")
        if len(line) > LONGEST:
            found.append(f"a sentence of {len(line)} characters: {line!r:.300}")
        if not line.isprintable():
            found.append(f"cannot be printed: {line!r:.300}")
        if KIND_ONLY.search(line):
            found.append(f"a word of a library: {line!r:.300}")
    return found


def judged(folder: Path, content: bytes, *arguments: str) -> list[str]:
    """Everything that breaks the promise when this file is checked, alone in a folder; nothing if it is kept."""
    path = folder / "mine.toml"
    path.write_bytes(content)
    try:
        with no_longer_than(SECONDS), warnings.catch_warnings():
            warnings.simplefilter("error")
            found = refused(*arguments, "mine.toml", cwd=folder)
    except BaseException:
        found = [traceback.format_exc(limit=-6)]
    if [p.name for p in folder.iterdir()] != ["mine.toml"] or path.read_bytes() != content:
        found.append(f"was written: {[p.name for p in folder.iterdir()]}")
    return found


def refused(*arguments: str, cwd: Path) -> list[str]:
    """Runs the command; what is wrong with how it ended."""
    code, said = ran(*arguments, "--lang", "en", cwd=cwd)
    if code == 0:
        return [f"on stderr: {said.stderr!r:.300}"] if said.stderr else []
    found = [] if code == 2 else [f"ended with {code}"]
    return found + complaints(said.stderr, "mine") + ([f"on stdout: {said.stdout!r:.300}"] if said.stdout else [])


def tried(one: Broken) -> list[str]:
    """What is wrong with how a broken file is met."""
    with tempfile.TemporaryDirectory() as folder:
        return judged(Path(folder), one.content, "check")


def main() -> None:
    """Tries files until the time is over; says what was found, and ends with 1 if anything was."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=1.0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--only", type=int)
    asked.add_argument("--out", type=Path, default=Path("results/fuzz"))
    told = asked.parse_args()
    import resource

    study_file.MOST = POINTS
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    ends, tries, wrong = time.monotonic() + 60 * told.minutes, 0, 0
    for n in count(told.first) if told.only is None else [told.only]:
        if time.monotonic() > ends:
            break
        tries += 1
        if tries % 1000 == 0:
            print(f"{tries} files, {wrong} met badly", flush=True)  # noqa: T201
        one = broken(told.seed, n)
        if found := tried(one):
            wrong += 1
            told.out.mkdir(parents=True, exist_ok=True)
            (told.out / f"{told.seed}-{n}.toml").write_bytes(one.content)
            (told.out / f"{told.seed}-{n}.txt").write_text("\n".join([one.kind, one.how, *found]), encoding="utf-8")
            print(f"{told.seed}-{n} ({one.kind}: {one.how})", *[f[-400:] for f in found[:3]], sep="\n  ", flush=True)  # noqa: T201
    print(f"{tries} files, {wrong} met badly")  # noqa: T201
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
