"""What a batch tells whoever handed it out: how many runs were done and how many of them failed. Results go by disk."""

from collections.abc import Callable
from typing import NamedTuple

from samenhang.model import Run


class Tally(NamedTuple):
    """Runs that were lived and published, and how many of them failed."""

    done: int
    failed: int


type Work = Callable[[list[Run]], Tally]  # lives a batch and publishes it
type Heard = Callable[[Tally], bool]  # is told of every batch; says whether to go on
type Report = Callable[[int], None]  # runs finished since the last report
