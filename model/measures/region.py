"""Staff, hours and money: outcomes of the region as a whole, over the observed years; and what a family costs."""

from typing import Literal

from ..declare import Measure, Per100
from ..language import N_

_NOT_FAMILIES = Per100(0.0, N_("an amount of the region, not of families"))
_STAFF = Per100(0.0, N_("a state of staff, not of families"))


def _state(name: str, en: str, nl: str, better: Literal[-1, 0, 1], plain: str, because: str, silent: str) -> Measure:
    return Measure(
        name=f"staff.{name}", unit="0-1", en=en, nl=nl, better=better, matters=0.03, source="kim_kao_2014", plain=plain,
        because=because, per100=_STAFF, silent=silent,
    )  # fmt: skip


def _hours(kind: str, en: str, nl: str, better: Literal[-1, 0, 1], plain: str) -> Measure:
    return Measure(
        name=f"hours.{kind}", unit="hours/week per professional", en=en, nl=nl, better=better, matters=0.2, source="model_spec",
        plain=plain, because=N_("A fifth of an hour is about one in a hundred of a working week; our choice."), per100=_STAFF,
        silent=N_("Travel and training are a fixed number of hours and not counted here."),
    )  # fmt: skip


def _paid(payer: str, en: str, nl: str) -> Measure:
    return Measure(
        name=f"money.{payer}", unit="euros per inhabitant per year", en=en, nl=nl, better=0, matters=3.0, source="model_spec",
        plain=N_("Euros a year in the streams that this payer pays, per inhabitant."),
        because=N_("Three euros are about one in a hundred of what is spent; our choice."), per100=_NOT_FAMILIES,
        silent=N_("It does not say who bears what lies above the ceilings."),
    )  # fmt: skip


REGION = (
    Measure(
        name="staff.turnover", set_by=("workforce.exit_rate",), unit="share/year", en="Staff turnover", nl="Personeelsverloop", better=-1, matters=0.02,
        source="model_spec", headline=True,
        plain=N_("The part of the professionals at work that leaves in a year."),
        because=N_("Two points are about one leaver more or fewer a year in a team of fifty; our choice."),
        per100=Per100(16.0, N_("professionals leaving a year among the 16 or so who serve 100 families in care")),
        silent=N_("It does not say why they left, nor whether it was for a job next door."),
    ),
    _state("strain", "Strain of staff", "Belasting van personeel", -1, N_("How worn out professionals are, on average over the observed years."),
           N_("Three points raise the chance to leave by about a fortieth; our choice."), N_("It does not say what causes it at home.")),
    _state("intention", "Intention to leave, staff", "Vertrekgeneigdheid van personeel", -1, N_("How much professionals think of leaving, on average over the observed years."),
           N_("Three points raise the chance to leave by about a twentieth; our choice."), N_("It does not say who goes.")),
    _state("satisfaction", "Job satisfaction", "Tevredenheid met het werk", 1, N_("1 minus the mean of strain and of the intention to leave."),
           N_("Three points of strain or intention; our choice."), N_("It is made from strain and intention alone; nobody was asked.")),
    Measure(
        name="staff.vacancies", unit="share", en="Vacancies", nl="Vacatures", better=-1, matters=0.01, source="azw_2023",
        set_by=("workforce.weeks_to_fill", "workforce.recruits", "workforce.establishment"),
        plain=N_("The part of all seats in which nobody sits, on average over the observed years."),
        because=N_("One point is about two professionals in a region of 100,000; our choice."),
        per100=Per100(16.0, N_("empty seats among the 16 or so that serve 100 families in care")),
        silent=N_("It does not say which organisations have them."),
    ),
    Measure(
        name="staff.fte", unit="people", en="Professionals in service", nl="Professionals in dienst", better=0, matters=2.0, source="model_spec",
        headline=True, set_by=("workforce.establishment",),
        plain=N_("People in a seat, at work or absent, on average over the observed years."),
        because=N_("Two are about one in a hundred in a region of 100,000; our choice."),
        per100=Per100(0.0, N_("a count of the region, not of families")),
        silent=N_("It does not say how new they are."),
    ),
    _hours("direct", "Hours with families, per professional", "Uren met gezinnen, per professional", 0, N_("Hours a week with families, looks at requests included, per professional at work.")),
    _hours("coordination", "Hours of coordination, per professional", "Uren afstemming, per professional", 0, N_("Hours a week of coordination with other helpers, per professional at work.")),
    _hours("administration", "Hours of administration, per professional", "Uren administratie, per professional", -1, N_("Hours a week of administration and papers, per professional at work.")),
    Measure(
        name="money.cost", unit="euros per family", en="Cost of care", nl="Kosten van hulp", better=-1, matters=300.0, source="model_spec",
        headline=True, of=("cost", "families"),
        plain=N_("Euros spent on care for a family in the two years after its first request."),
        because=N_("Three hundred euros is about one direct hour a family and in all one in fifty; our choice."),
        per100=Per100(100.0, N_("euros, for 100 families in two years")),
        silent=N_("It leaves out access, other laws and what the family and its network spend."),
    ),
    _paid("municipality", "Paid by the municipality", "Betaald door de gemeente"),
    _paid("school_board", "Paid by school boards", "Betaald door schoolbesturen"),
    _paid("insurer", "Paid by insurers", "Betaald door verzekeraars"),
    Measure(
        name="money.deficit", set_by=("money.budget", "money.pool", "money.pooled_share"), unit="euros per inhabitant per year", en="Deficit", nl="Tekort", better=-1, matters=3.0, source="model_spec",
        headline=True,
        plain=N_("Euros a year spent above the ceilings that nobody had agreed to pay, per inhabitant."),
        because=N_("Three euros is about one in a hundred of what is spent; our choice."),
        per100=Per100(0.0, N_("an amount of the region, not of families")),
        silent=N_("It does not say who pays it in the end, nor what stays unused elsewhere."),
    ),
    Measure(
        name="cohort.families", unit="families", en="Families followed", nl="Gevolgde gezinnen", better=0, matters=1.0,
        source="model_spec", headline=True,
        plain=N_("Families whose first request falls in the first three observed years; the outcomes are about them."),
        because=N_("Outcomes of two scenarios compare only when the same families are followed."),
        per100=Per100(0.0, N_("not an outcome: it says how many families the outcomes rest on")),
        silent=N_("It says nothing about families who never ask for help."),
    ),
)  # fmt: skip
