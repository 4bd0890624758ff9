"""What commands write in analysis/, and which of it is left: what an earlier design said is not left beside what this one says."""

import re
from collections.abc import Iterable
from pathlib import Path

from samenhang.model.language import LANGUAGES

from .files import DRAFT, refusals

NAMES = (
    "over-time", "fit", "means", "differences", "classes", "worlds", "why", "why-combinations",
    "points", "seeds", "morris", "sobol", "sobol-pairs", "efast", "pawn", "delta", "regret", "discovery", "break-even", "break-even-points",
)  # fmt: skip
OURS = re.compile(rf"((?:{'|'.join(NAMES)})(?:-\d+)?)\.(csv|(?:{'|'.join(LANGUAGES)})\.png)")


def leave_only(folder: Path, made: Iterable[str]) -> None:
    """Takes away the tables and pictures of ours that were not made now; a picture also stays in another language.

    Drafts of who was interrupted go as well: what is here can be made again. Other files are left as they are.
    """
    kept = {_kind(name) for name in made}
    with refusals(folder / "analysis"):
        for file in (folder / "analysis").glob("*"):
            if file.name.startswith(DRAFT) or (OURS.fullmatch(file.name) and _kind(file.name) not in kept):
                file.unlink(missing_ok=True)


def _kind(name: str) -> tuple[str, str]:
    """What a file shows, in whatever language, and whether as a table or a picture."""
    return name.split(".")[0], name.rsplit(".", 1)[-1]
