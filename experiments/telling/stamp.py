"""How far the model behind a figure has been checked: illustrative, calibrated nationally, or checked on this region.

The stamp is looked up by digest in `calibrated.toml`; nobody types it. A changed rule or region loses its stamp.
"""

import hashlib
import tomllib
from pathlib import Path

from samenhang.model import Region
from samenhang.model.language import N_, _
from samenhang.model.run import canonical, code_digest

CALIBRATED = Path(__file__).resolve().parent.parent / "calibrated.toml"
WORDS = {
    "illustrative": N_("Illustrative: the model has not been calibrated; read directions, not sizes."),
    "national": N_("Calibrated on national figures; not checked on this region."),
    "region": N_("Calibrated on national figures and checked on this region."),
}


def stamp(region: Region, code: str | None = None) -> str:
    """`illustrative`, `national` or `region`: the furthest check on record for this code (and this region)."""
    records = tomllib.loads(CALIBRATED.read_text(encoding="utf-8")).get("record", [])
    here = hashlib.sha256(canonical(region.model_dump(mode="json")).encode()).hexdigest()
    mine = [r for r in records if r["code"] == (code or code_digest())]
    if any(r.get("region") == here for r in mine):
        return "region"
    return "national" if mine else "illustrative"


def many(n: int) -> str:
    """The sentence under so many 95 % intervals that are read together."""
    return _("{n} intervals are shown, each at 95 %: about {by_chance} of them would miss by chance alone.").format(
        n=n, by_chance=max(1, round(0.05 * n))
    )


def stamped(word: str) -> str:
    """The sentence that stands under every table and figure."""
    return _(WORDS[word])
