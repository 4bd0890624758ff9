"""Levels of integration: which one is advised for a family, and how near that its helpers work.

The advice is a policy that teams may follow (mechanisms/teams.py) and a yardstick for those who watch (follow.py); no rule
here says that to follow it helps.
"""

from .compiled import rule
from .tables import COLLABORATION, COORDINATION, TEAMWORK

# complexity from which levels 3 and 4 are advised: set so that they are for one in eight and one in twenty in care
THREE, FOUR = 0.50, 0.68


@rule
def advised(complexity: float) -> int:
    """The level that a rule of thumb gives: 2, from `THREE` 3, from `FOUR` 4. A policy to follow, not a truth."""
    if complexity >= FOUR:
        return TEAMWORK
    return COLLABORATION if complexity >= THREE else COORDINATION


@rule
def match_of_level(level: int, complexity: float) -> float:
    """How near the level is to the one that is advised: 1 - |level - advised| / 4."""
    return 1.0 - abs(level - advised(complexity)) / 4.0
