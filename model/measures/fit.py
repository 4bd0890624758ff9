"""Fit of care: how much of what families need is met, and where the rest is lost."""

from typing import Any

from ..declare import Measure, Per100
from ..language import N_

FIT: dict[str, Any] = {
    "unit": "share", "better": 1, "matters": 0.02, "source": "model_spec",
    "plain": N_("Of all that families need, weighted by how much they need it: the part that is met by care that is heavy enough."),
    "because": N_("Two points are about one week a year in which all that a family needs goes unmet; our choice."),
    "per100": Per100(100.0, N_("of every 100 parts of need are met by care that fits")),
    "silent": N_("It does not say whether care helps, nor whether it is more than needed; over-treatment is counted apart."),
}  # fmt: skip
LOST = ("unknown", "too_light", "refused", "waiting", "between")  # in the order in which a lost week is counted


def _lost(why: str, en: str, nl: str, plain: str) -> Measure:
    return Measure(
        name=f"fit.lost_{why}", unit="share", en=en, nl=nl, better=-1, matters=0.02, source="model_spec", plain=plain,
        of=(f"lost_{why}", "families_in_need"),
        because=N_("Two points are about one week a year in which all that a family needs goes unmet; our choice."),
        per100=Per100(100.0, N_("of every 100 parts of need are lost so")),
        silent=N_("It is a part of the loss of fit: what one part loses, another may win."),
    )  # fmt: skip


FITS = (
    Measure(
        name="fit.fit", en="Fit of care", nl="Passendheid van hulp", headline=True, of=("fit", "families_in_need"), **FIT
    ),
    _lost("unknown", "Fit lost: need not known", "Verlies van passendheid: nood niet bekend",
          N_("The part of what families need that nobody at access or in care knows of.")),
    _lost("too_light", "Fit lost: care too light", "Verlies van passendheid: te lichte hulp",
          N_("The part of what families need that is lost because the care they get is lighter than what fits.")),
    _lost("refused", "Fit lost: refused or not offered", "Verlies van passendheid: geweigerd of geen aanbod",
          N_("The part of what families need for which an organisation said no, or nothing is on offer.")),
    _lost("waiting", "Fit lost: waiting", "Verlies van passendheid: wachten",
          N_("The part of what families need that waits on a list or for a decision, and was not refused.")),
    _lost("between", "Fit lost: between episodes", "Verlies van passendheid: tussen trajecten",
          N_("The part of what families need that is known, has no episode and waits for no decision: given up, stopped, or not yet asked for again.")),
    Measure(
        name="fit.over_treatment", unit="share", en="Heavier than needed", nl="Zwaarder dan nodig", better=-1, matters=0.02,
        source="model_spec", of=("weeks_too_heavy", "episode_weeks"),
        plain=N_("The part of the weeks in care in which a family got heavier care than fits its need."),
        because=N_("Two points are about one week in a year of care; our choice."),
        per100=Per100(100.0, N_("of every 100 weeks of care are heavier than needed")),
        silent=N_("It does not say that lighter care was there to be had."),
    ),
)  # fmt: skip
