"""What is observed each week and at the end, declared: one file per kind of outcome, and the weekly measures."""

from .continuity import CONTINUITY
from .fit import FITS
from .need import ACCESS, NEED
from .process import PROCESS
from .region import REGION
from .weekly import WEEKLY

FOLLOW = 104  # weeks that a family of the entry cohort is followed
ENTRY = 156  # weeks after burn-in in which families enter the cohort
OUTCOMES = (*CONTINUITY, *PROCESS, *FITS, *NEED, *ACCESS, *REGION)
MEASURED = {m.name: m for m in OUTCOMES}
HEADLINES = tuple(m for m in OUTCOMES if m.headline)

__all__ = ["ENTRY", "FOLLOW", "HEADLINES", "MEASURED", "OUTCOMES", "WEEKLY"]
