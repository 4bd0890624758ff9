"""One family in a small world (tests/rules/small_world.py), and what the observer added up for it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "rules"))
from small_world import LATE, SEED, in_care, live, norm, seats_of, small_world, still, told, waits

__all__ = [
    "LATE",
    "ROTATES",
    "SEED",
    "in_care",
    "live",
    "norm",
    "seats_of",
    "seen",
    "served",
    "small_world",
    "still",
    "told",
    "waits",
]

ROTATES = still(handover={"rotation": 52.0})  # a colleague takes over this week


def seen(world, *names, f=0):
    """What was added up for one family."""
    return [getattr(world.followed, name)[f].tolist() for name in names]


def served(seats=(2,), n_domains=1, since=0, **more):
    """One family in care with the first seat, whom it has known since this week."""
    world = small_world(1, n_domains=n_domains, seats=seats)
    in_care(world, 0, 0.6, **more)
    world.episodes.known_since[0, 0] = since
    return world
