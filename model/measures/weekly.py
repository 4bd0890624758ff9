"""What is observed every week, declared."""

from ..declare import Measure, Per100
from ..language import N_
from .fit import FIT


def _paid(payer: str, en: str, nl: str) -> Measure:
    return Measure(
        name=f"cost_{payer}", unit="euros/week", en=en, nl=nl, better=0, matters=6000.0, kind="weekly", source="model_spec",
        plain=N_("Euros spent this week in the streams that this payer pays."),
        because=N_("Six thousand are about one in a hundred in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("an amount of the region, not of families")),
        silent=N_("It does not say what was bought with it."),
    )  # fmt: skip


def _between(name: str, en: str, nl: str, matters: float, plain: str, because: str, silent: str) -> Measure:
    """A state that collaboration lives on; levers set it, so it has no better or worse."""
    return Measure(
        name=f"mean_{name}", unit="0-1", en=en, nl=nl, better=0, matters=matters, kind="weekly", source="model_spec", plain=plain,
        because=because, per100=Per100(0.0, N_("a state of the region, not of families")), silent=silent,
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
    Measure(
        name="mean_intention", unit="0-1", en="Intention to leave", nl="Vertrekgeneigdheid", better=-1, matters=0.03, kind="weekly",
        source="kim_kao_2014",
        plain=N_("How much professionals think of leaving on average, from 0 (never) to 1 (always)."),
        because=N_("Three points raise the chance to leave by about a twentieth; our choice."),
        per100=Per100(0.0, N_("a state of staff, not of families")),
        silent=N_("It does not say who goes."),
    ),
    Measure(
        name="coordination_hours", unit="hours/week", en="Hours of coordination", nl="Uren afstemming", better=0, matters=10.0, kind="weekly",
        source="model_spec",
        plain=N_("Hours that professionals spent on coordination with one another this week."),
        because=N_("Ten are about one professional in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("an amount of the region, not of families")),
        silent=N_("It does not say whether anything came of it."),
    ),
    Measure(
        name="administration_hours", unit="hours/week", en="Hours of administration", nl="Uren administratie", better=-1, matters=30.0, kind="weekly",
        source="model_spec",
        plain=N_("Hours that professionals spent on administration this week, papers of separate plans included."),
        because=N_("Thirty are about three professionals in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("an amount of the region, not of families")),
        silent=N_("It does not say which of it is of use."),
    ),
    _paid("municipality", "Spending of the municipality", "Uitgaven van de gemeente"),
    _paid("school_board", "Spending of school boards", "Uitgaven van schoolbesturen"),
    _paid("insurer", "Spending of insurers", "Uitgaven van verzekeraars"),
    _between("trust", "Trust between organisations", "Vertrouwen tussen organisaties", 0.03,
             N_("How far organisations trust one another, from 0 to 1, on average over every two of them."),
             N_("Three points are about half a year of growth without a setback; our choice."),
             N_("It says nothing about trust between the people who work there.")),
    _between("agreements", "Agreements", "Afspraken", 0.03,
             N_("How much organisations have agreed with one another, from 0 to 1, on average over every two of them."),
             N_("Three points are about a month of making them under a full covenant; our choice."),
             N_("It does not say whether the agreements are kept.")),
    _between("competence", "Competence to collaborate", "Bekwaamheid in samenwerken", 0.03,
             N_("How competent professionals at work are to collaborate, from 0 to 1, on average."),
             N_("Three points are somewhat more than half a year of learning by doing; our choice."),
             N_("It does not say whether there is time to use it.")),
    _between("adopted", "Way of working adopted", "Werkwijze eigen gemaakt", 0.05,
             N_("How far professionals at work have adopted the way of working that is promoted, from 0 to 1, on average."),
             N_("Five points are about ten more professionals in a region of 100,000; our choice."),
             N_("It does not say whether that way of working helps families.")),
    Measure(name="mean_fit", en="Fit of care, all families in need", nl="Passendheid van hulp, alle gezinnen in nood", kind="weekly", **FIT),
)  # fmt: skip
