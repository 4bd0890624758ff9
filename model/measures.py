"""What is observed: the weekly measures and the outcomes of a run, declared; and the observer that only watches."""

from typing import Any

import numpy as np

from .compiled import rule, sweep
from .declare import Measure, Per100
from .events import Cause, Event, Events
from .language import N_
from .outcomes.fit import fit_of_week
from .tables import ACTIVE, NOBODY, PRESENT, WAITING, Families, Followed, World

FOLLOW = 104  # weeks that a family of the entry cohort is followed
ENTRY = 156  # weeks after burn-in in which families enter the cohort

_FIT: dict[str, Any] = {
    "unit": "share", "better": 1, "matters": 0.02, "source": "model_spec",
    "plain": N_("Of all that families need, weighted by how much they need it: the part that is met by care that is heavy enough."),
    "because": N_("Two points are about one week a year in which all that a family needs goes unmet; our choice."),
    "per100": Per100(100.0, N_("of every 100 parts of need are met by care that fits")),
    "silent": N_("It does not say whether care helps, nor whether it is more than needed; over-treatment is counted apart."),
}  # fmt: skip

OUTCOMES = (
    Measure(
        name="continuity.unplanned_breaks", set_by=("workforce.exit_rate", "workforce.strain_effect", "needs.closing"), unit="per 100 relation-years", en="Unplanned breaks", nl="Ongeplande breuken",
        better=-1, matters=2.0, source="model_spec",
        plain=N_("How often a family loses a professional while care is still needed and the family did not ask for it."),
        because=N_("Two in a hundred is about a tenth of the breaks that turnover of one in five a year brings; our choice."),
        per100=Per100(1.0, N_("breaks a year among 100 families with one professional each")),
        silent=N_("It does not say whether the bond was good, nor whether what was known was passed on."),
    ),
    Measure(name="fit.fit", en="Fit of care", nl="Passendheid van hulp", **_FIT),
    Measure(
        name="need.need_weeks", unit="need-weeks per family", en="Need-weeks", nl="Weken volle nood", better=-1, matters=1.0,
        source="model_spec",
        plain=N_("The needs of a family in all life domains, added up over the two years after its first request or until it moves."),
        because=N_("One need-week is a family without any resources for a week in one domain; less than one in two years is hardly felt; our choice."),
        per100=Per100(100.0, N_("weeks of full need in one domain, per 100 families in two years")),
        silent=N_("It does not say what caused the need; most of it comes and goes whatever care does."),
    ),
    Measure(
        name="staff.turnover", set_by=("workforce.exit_rate",), unit="share/year", en="Staff turnover", nl="Personeelsverloop", better=-1, matters=0.02,
        source="model_spec",
        plain=N_("The part of the professionals at work that leaves in a year."),
        because=N_("Two points are about one leaver more or fewer a year in a team of fifty; our choice."),
        per100=Per100(14.0, N_("professionals leaving a year among the 14 or so who serve 100 families in care")),
        silent=N_("It does not say why they left, nor whether it was for a job next door."),
    ),
    Measure(
        name="cohort.families", unit="families", en="Families followed", nl="Gevolgde gezinnen", better=0, matters=1.0,
        source="model_spec",
        plain=N_("Families whose first request falls in the first three observed years; the outcomes are about them."),
        because=N_("Outcomes of two scenarios compare only when the same families are followed."),
        per100=Per100(0.0, N_("not an outcome: it says how many families the outcomes rest on")),
        silent=N_("It says nothing about families who never ask for help."),
    ),
)  # fmt: skip

WEEKLY = (
    Measure(
        name="in_view", unit="families", en="Families in view", nl="Gezinnen in beeld", better=0, matters=50.0,
        kind="weekly", source="model_spec",
        plain=N_("Families who came and have not gone out of view."),
        because=N_("Fifty are about two in a hundred of the families in view in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("not an outcome: it says how many families there are")),
        silent=N_("It does not say how many of them have a need."),
    ),
    Measure(
        name="n_waiting", unit="episodes", en="On a waiting list", nl="Op een wachtlijst", better=-1, matters=20.0,
        kind="weekly", source="model_spec",
        plain=N_("Needs that wait for a professional."),
        because=N_("Twenty are half a week of new requests in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("a count of the region, not of families")),
        silent=N_("It does not say how long they wait."),
    ),
    Measure(
        name="n_active", unit="episodes", en="In care", nl="In hulp", better=0, matters=20.0, kind="weekly",
        source="model_spec",
        plain=N_("Needs that a professional works on."),
        because=N_("Twenty is the caseload of two professionals; our choice."),
        per100=Per100(0.0, N_("a count of the region, not of families")),
        silent=N_("It does not say whether care helps; a good year may lower it."),
    ),
    Measure(
        name="new_breaks", unit="breaks/week", en="Breaks", nl="Breuken", better=-1, matters=1.0, kind="weekly",
        source="model_spec",
        plain=N_("Relations between family and professional that ended this week while care was still needed."),
        because=N_("One a week is about one family in care in twenty-five a year in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("a count of the region, not of families")),
        silent=N_("It does not say why: because the professional left, or because the family moved or grew up."),
    ),
    Measure(
        name="share_vacant", unit="share", en="Vacant seats", nl="Lege plekken", better=-1, matters=0.01, kind="weekly",
        source="azw_2023",
        plain=N_("The part of all seats in which nobody sits."),
        because=N_("One point is about two professionals in a region of 100,000; our choice."),
        per100=Per100(14.0, N_("empty seats among the 14 or so that serve 100 families in care")),
        silent=N_("It does not say which organisations have them."),
    ),
    Measure(
        name="mean_workload", unit="ratio", en="Workload", nl="Werkdruk", better=0, matters=0.03, kind="weekly",
        source="model_spec",
        plain=N_("Hours that families ask of a professional, divided by the hours there are; the average of those at work."),
        because=N_("Three points are a quarter of an hour a week with families; our choice."),
        per100=Per100(0.0, N_("a ratio of staff, not of families")),
        silent=N_("It does not say how it feels: strain says that."),
    ),
    Measure(
        name="mean_strain", unit="0-1", en="Strain", nl="Belasting", better=-1, matters=0.03, kind="weekly",
        source="kim_kao_2014",
        plain=N_("How worn out professionals are on average, from 0 (rested) to 1 (exhausted)."),
        because=N_("Three points raise the chance to leave by about a twentieth; our choice."),
        per100=Per100(0.0, N_("a state of staff, not of families")),
        silent=N_("It does not say what causes it at home."),
    ),
    Measure(name="mean_fit", en="Fit of care, all families in need", nl="Passendheid van hulp, alle gezinnen in nood", kind="weekly", **_FIT),
)  # fmt: skip

IN_VIEW, N_WAITING, N_ACTIVE, NEW_BREAKS, SHARE_VACANT, MEAN_WORKLOAD, MEAN_STRAIN, MEAN_FIT = range(len(WEEKLY))


@rule
def is_followed(first_request: int, week: int, opens: int) -> bool:
    """In the entry cohort, and within the follow-up of this family. `opens` is the week in which entry opens."""
    entered = first_request != NOBODY and opens <= first_request < opens + ENTRY
    return entered and week < first_request + FOLLOW


@rule
def watch_family(families: Families, followed: Followed, f: int, fit: float) -> None:
    """One followed week of one family in view."""
    followed.weeks[f] += 1
    followed.need[f] += families.need[f].sum()
    if fit >= 0.0:
        followed.weeks_in_need[f] += 1
        followed.fit[f] += fit


@sweep
def observe_families(world: World, row: np.ndarray, week: int, opens: int) -> None:
    """Counted from the columns, every week."""
    families, episodes = world.families, world.episodes
    fits, in_need = 0.0, 0
    for f in range(families.id.size):
        if families.arrives[f] > week:
            break
        if families.leaves[f] != NOBODY:
            continue  # nobody knows how it goes on with them
        row[IN_VIEW] += 1
        fit = fit_of_week(families.need[f], families.should_meet[f], episodes.status[f])
        in_need += fit >= 0.0
        fits += max(fit, 0.0)
        for d in range(families.need.shape[1]):
            row[N_WAITING] += episodes.status[f, d] == WAITING
            row[N_ACTIVE] += episodes.status[f, d] == ACTIVE
        if is_followed(families.first_request[f], week, opens):
            watch_family(families, world.followed, f, fit)
    row[MEAN_FIT] = fits / in_need if in_need else np.nan


@sweep
def observe_staff(world: World, row: np.ndarray, log: Events, logged: int) -> None:
    """Seats from the columns, breaks from the lines that this week added to the log."""
    staff = world.professionals
    present = 0
    for seat in range(staff.status.size):
        if staff.status[seat] == PRESENT:
            present += 1
            row[MEAN_WORKLOAD] += staff.workload[seat]
            row[MEAN_STRAIN] += staff.strain[seat]
    row[SHARE_VACANT] = 1.0 - present / staff.status.size
    row[MEAN_WORKLOAD] = row[MEAN_WORKLOAD] / present if present else np.nan
    row[MEAN_STRAIN] = row[MEAN_STRAIN] / present if present else np.nan
    for i in range(logged, log.used[0]):
        row[NEW_BREAKS] += log.event[i] == Event.relation_end and log.cause[i] != Cause.goal_met
