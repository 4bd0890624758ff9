"""What is observed: the weekly measures and the outcomes of a run, declared."""

from typing import Any

from .declare import Measure, Per100
from .language import N_

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
        name="continuity.unplanned_breaks", set_by=("workforce.exit_rate", "workforce.establishment", "workforce.absence", "handover.rotation", "handover.passes_along", "contacts.asks_other", "closure.term", "closure.stops_below", "closure.steps_up", "closure.contract_maximum", "needs.closing"), unit="per 100 relation-years", en="Unplanned breaks", nl="Ongeplande breuken",
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
        plain=N_("The needs of a family in all life domains, added up over the two years after its first request or until it is out of view."),
        because=N_("One need-week is a family without any resources for a week in one domain; less than one in two years is hardly felt; our choice."),
        per100=Per100(100.0, N_("weeks of full need in one domain, per 100 families in two years")),
        silent=N_("It does not say what caused the need; most of it comes and goes whatever care does."),
    ),
    Measure(
        name="access.waiting", unit="weeks", en="Waiting before care", nl="Wachten op hulp", better=-1, matters=1.0, source="model_spec",
        plain=N_("Weeks between joining a waiting list and meeting a professional, on average over the trajectories that started."),
        because=N_("A week is what people notice; our choice."),
        per100=Per100(100.0, N_("weeks of waiting, over 100 trajectories")),
        silent=N_("It leaves out who gave up waiting and who still waits."),
    ),
    Measure(
        name="access.refusals", set_by=("allocation.refuses_complex", "money.ceiling_hardness"), unit="per 100 requests", en="Refusals", nl="Weigeringen", better=-1, matters=2.0, source="model_spec",
        plain=N_("How often an organisation says no to a waiting family: no money left, too complex, or nothing on offer; per 100 requests."),
        because=N_("Two in a hundred is one family a month in a region of 100,000; our choice."),
        per100=Per100(1.0, N_("refusals by an organisation, for 100 requests")),
        silent=N_("One request may be refused by several organisations; it does not say who helped in the end."),
    ),
    Measure(
        name="money.cost", unit="euros per family", en="Cost of care", nl="Kosten van hulp", better=-1, matters=300.0, source="model_spec",
        plain=N_("Euros spent on care for a family in the two years after its first request."),
        because=N_("Three hundred euros is about one direct hour a family and in all one in fifty; our choice."),
        per100=Per100(100.0, N_("euros, for 100 families in two years")),
        silent=N_("It leaves out access, other laws and what the family and its network spend."),
    ),
    Measure(
        name="money.deficit", set_by=("money.budget", "money.pool", "money.pooled_share"), unit="euros per inhabitant per year", en="Deficit", nl="Tekort", better=-1, matters=3.0, source="model_spec",
        plain=N_("Euros a year spent above the ceilings that nobody had agreed to pay, per inhabitant."),
        because=N_("Three euros is about one in a hundred of what is spent; our choice."),
        per100=Per100(0.0, N_("an amount of the region, not of families")),
        silent=N_("It does not say who pays it in the end, nor what stays unused elsewhere."),
    ),
    Measure(
        name="staff.turnover", set_by=("workforce.exit_rate",), unit="share/year", en="Staff turnover", nl="Personeelsverloop", better=-1, matters=0.02,
        source="model_spec",
        plain=N_("The part of the professionals at work that leaves in a year."),
        because=N_("Two points are about one leaver more or fewer a year in a team of fifty; our choice."),
        per100=Per100(16.0, N_("professionals leaving a year among the 16 or so who serve 100 families in care")),
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
        name="new_requests", unit="requests/week", en="Requests", nl="Verwijzingen naar een lijst", better=0, matters=2.0, kind="weekly",
        source="model_spec",
        plain=N_("Needs that joined a waiting list this week."),
        because=N_("Two are about one in twenty in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("a count of the region, not of families")),
        silent=N_("It does not say how many needs nobody knew."),
    ),
    Measure(
        name="new_starts", unit="starts/week", en="Starts", nl="Gestarte hulp", better=0, matters=2.0, kind="weekly",
        source="model_spec",
        plain=N_("Needs that met a professional this week, for the first time or again after a break."),
        because=N_("Two are about one in twenty in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("a count of the region, not of families")),
        silent=N_("It does not say how heavy the help is."),
    ),
    Measure(
        name="new_refusals", unit="refusals/week", en="Refusals this week", nl="Weigeringen deze week", better=-1, matters=1.0, kind="weekly",
        source="model_spec",
        plain=N_("Times that an organisation said no to a waiting family this week."),
        because=N_("One a week is about two in a hundred requests in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("a count of the region, not of families")),
        silent=N_("It does not say who helped in the end."),
    ),
    Measure(
        name="n_stays", unit="youths", en="Stays", nl="Jeugdigen met verblijf", better=0, matters=5.0, kind="weekly",
        source="model_spec",
        plain=N_("Youths who live in a place of care."),
        because=N_("Five are about one in twenty in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("a count of the region, not of families")),
        silent=N_("It does not say whether home was an option."),
    ),
    Measure(
        name="share_absent", unit="share", en="Absent staff", nl="Afwezig personeel", better=-1, matters=0.01, kind="weekly",
        source="jzw_absence",
        plain=N_("The part of all professionals who are away this week."),
        because=N_("One point is about two professionals in a region of 100,000; our choice."),
        per100=Per100(16.0, N_("absent professionals among the 16 or so that serve 100 families in care")),
        silent=N_("It does not say for how long."),
    ),
    Measure(
        name="direct_hours", unit="hours/week", en="Hours with families", nl="Uren met gezinnen", better=0, matters=30.0, kind="weekly",
        source="model_spec",
        plain=N_("Hours that professionals spent with families this week, looks at requests included."),
        because=N_("Thirty are about three professionals in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("an amount of the region, not of families")),
        silent=N_("It does not say what was done with them."),
    ),
    Measure(
        name="cost", unit="euros/week", en="Spending", nl="Uitgaven", better=0, matters=6000.0, kind="weekly",
        source="model_spec",
        plain=N_("Euros spent on care and access this week, in all streams."),
        because=N_("Six thousand are about one in a hundred in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("an amount of the region, not of families")),
        silent=N_("It does not say who pays."),
    ),
    Measure(
        name="deficit", unit="euros/week", en="Unfunded spending", nl="Ongedekte uitgaven", better=-1, matters=6000.0, kind="weekly",
        source="model_spec",
        plain=N_("Euros spent this week above the ceilings of this year."),
        because=N_("Six thousand are about one in a hundred in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("an amount of the region, not of families")),
        silent=N_("It comes late in the year, when ceilings are reached."),
    ),
    Measure(
        name="n_staff", unit="people", en="Professionals", nl="Hulpverleners in dienst", better=0, matters=2.0, kind="weekly",
        source="model_spec",
        plain=N_("People in a seat, at work or absent."),
        because=N_("Two are about one in a hundred in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("a count of the region, not of families")),
        silent=N_("It does not say how new they are."),
    ),
    Measure(
        name="share_vacant", unit="share", en="Vacant seats", nl="Lege plekken", better=-1, matters=0.01, kind="weekly",
        source="azw_2023",
        plain=N_("The part of all seats in which nobody sits."),
        because=N_("One point is about two professionals in a region of 100,000; our choice."),
        per100=Per100(16.0, N_("empty seats among the 16 or so that serve 100 families in care")),
        silent=N_("It does not say which organisations have them."),
    ),
    Measure(
        name="mean_workload", unit="ratio", en="Workload", nl="Werkdruk", better=0, matters=0.03, kind="weekly",
        source="model_spec",
        plain=N_("Hours asked of a professional, with administration and travel, divided by the hours there are; the average of those at work."),
        because=N_("Three points are three quarters of an hour a week; our choice."),
        per100=Per100(0.0, N_("a ratio of staff, not of families")),
        silent=N_("It does not say how it feels: strain says that."),
    ),
    Measure(
        name="mean_strain", unit="0-1", en="Strain", nl="Belasting", better=-1, matters=0.03, kind="weekly",
        source="kim_kao_2014",
        plain=N_("How worn out professionals are on average, from 0 (rested) to 1 (exhausted)."),
        because=N_("Three points raise the chance to leave by about a fortieth; our choice."),
        per100=Per100(0.0, N_("a state of staff, not of families")),
        silent=N_("It does not say what causes it at home."),
    ),
    Measure(name="mean_fit", en="Fit of care, all families in need", nl="Passendheid van hulp, alle gezinnen in nood", kind="weekly", **_FIT),
)  # fmt: skip
