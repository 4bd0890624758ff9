"""Files written whole or not at all, and the lock of a folder that dies with whoever holds it."""

import contextlib
import errno
import os
import platform
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from samenhang.model.language import _
from samenhang.model.mistakes import InputError

DRAFT = ".samenhang-draft-"  # how the name of an unfinished file begins
LOCK = ".samenhang-lock"  # stays in the folder, empty: the lock is the system's, on the open file
NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}  # a disk that knows none
NO_ENTRY = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT}  # a folder that may only be read, or is not there


class FolderError(InputError):
    """A folder or disk that refuses."""


@contextlib.contextmanager
def refusals(folder: Path) -> Iterator[None]:
    """Turns what the disk says into a sentence."""
    try:
        yield
    except OSError as error:
        raise FolderError([_("{folder}: {why}").format(folder=folder, why=error.strerror or error)]) from error


@contextlib.contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """The draft of a file, beside its place: forced to disk and renamed when it is finished, gone when it is not."""
    with refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{DRAFT}{path.name}-{platform.node()}-{os.getpid()}-{uuid.uuid4().hex[:8]}")
        try:
            yield draft
            with draft.open("rb+") as written:
                os.fsync(written.fileno())
            draft.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
        _force(path.parent)


def put(path: Path, content: bytes) -> None:
    """A file, whole or not at all."""
    with drafted(path) as draft:
        draft.write_bytes(content)


def _force(folder: Path) -> None:
    """The names in a folder, forced to disk: a rename must survive, too."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextlib.contextmanager
def locked(folder: Path, *, alone: bool = False) -> Iterator[bool]:
    """Holds the lock of a folder, with others or alone; waits for it. False where the disk knows no locks.

    Who reads or publishes holds it with others, for as long as that takes; who sweeps or deletes holds it alone: then no
    living writer is halfway. The system lets go when the holder ends, also by kill -9. A folder that may only be read
    is read without.
    """
    with contextlib.ExitStack() as closing:
        passing = NO_LOCKS if alone else NO_LOCKS | NO_ENTRY
        try:
            _take(closing.enter_context((folder / LOCK).open("ab")), alone=alone)
            taken = True
        except OSError as error:
            if error.errno not in passing:
                raise FolderError([_("{folder}: {why}").format(folder=folder, why=error.strerror)]) from error
            taken = False
        yield taken  # closing the file gives the lock back


if sys.platform == "win32":
    import msvcrt

    def _take(opened: IO[Any], *, alone: bool) -> None:
        """Windows locks bytes, for one holder only; it gives up after ten seconds, we do not."""
        while True:
            try:
                opened.seek(0)
                msvcrt.locking(opened.fileno(), msvcrt.LK_LOCK, 1)
            except OSError as error:
                if error.errno != errno.EDEADLK:
                    raise
            else:
                return
else:
    import fcntl

    def _take(opened: IO[Any], *, alone: bool) -> None:
        """Shared or alone."""
        fcntl.flock(opened, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
