"""How families fare, and how they get in."""

from ..declare import Measure, Per100
from ..language import N_

NEED = (
    Measure(
        name="need.need_weeks", unit="need-weeks per family", en="Need-weeks", nl="Weken volle nood", better=-1, matters=1.0,
        source="model_spec", headline=True, of=("need", "families"),
        plain=N_("The needs of a family in all life domains, added up over the two years after its first request or until it is out of view."),
        because=N_("One need-week is a family without any resources for a week in one domain; less than one in two years is hardly felt; our choice."),
        per100=Per100(100.0, N_("weeks of full need in one domain, per 100 families in two years")),
        silent=N_("It does not say what caused the need; most of it comes and goes whatever care does."),
    ),
    Measure(
        name="need.unmet", unit="need-weeks per family", en="Unmet need-weeks", nl="Weken onvervulde nood", better=-1, matters=1.0,
        source="model_spec", of=("unmet", "families"),
        plain=N_("Need-weeks that care should meet and does not, or only by half where it is too light."),
        because=N_("As for need-weeks; our choice."),
        per100=Per100(100.0, N_("weeks of full need unmet, per 100 families in two years")),
        silent=N_("Met is not solved: it says that heavy enough care was there."),
    ),
    Measure(
        name="need.severity", unit="need", en="Need after two years", nl="Nood na twee jaar", better=-1, matters=0.03,
        source="model_spec", of=("severity", "families"),
        plain=N_("The needs of a family in all life domains added up, in the last week that it was followed."),
        because=N_("Three points are a need of 0.3 more or less in one family in ten; our choice."),
        per100=Per100(100.0, N_("full needs, among 100 families two years on")),
        silent=N_("Families who move or grow up are counted when they go."),
    ),
    Measure(
        name="need.quality_of_life", unit="0-1", en="Quality of life", nl="Kwaliteit van leven", better=1, matters=0.01,
        source="model_spec assumption", of=("quality", "weeks"), headline=True,
        plain=N_("1 minus half the heaviest need and half the mean need of a family, on average over weeks."),
        because=N_("One point is the heaviest need lower by two points in every week; our choice."),
        per100=Per100(0.0, N_("an index, not a number of families")),
        silent=N_("It is made from needs alone; no family was asked."),
    ),
    Measure(
        name="need.crises", unit="per 100 family-years", en="Crises", nl="Crisissen", better=-1, matters=1.0, source="model_spec assumption",
        of=("crises", "family_years"), times=100.0,
        plain=N_("How often a need that care should meet rises to 0.85 or above, after a week in which none was that high."),
        because=N_("One in a hundred families a year; our choice."),
        per100=Per100(1.0, N_("crises a year among 100 families")),
        silent=N_("The line of 0.85 is ours."),
    ),
    Measure(
        name="need.protection", unit="per 100 families", en="Protection measures", nl="Beschermingsmaatregelen", better=-1, matters=0.5,
        source="model_spec", of=("protected", "families"), times=100.0,
        plain=N_("Families with help that was imposed after a report, in two years."),
        because=N_("One family in two hundred; our choice."),
        per100=Per100(1.0, N_("families with imposed help, of 100 in two years")),
        silent=N_("It does not say whether the measure was needed, nor whether it helped."),
    ),
    Measure(
        name="need.reentry", unit="per 100 endings", en="Re-entry within a year", nl="Terugkeer binnen een jaar", better=-1, matters=2.0,
        source="model_spec", of=("reentries", "endings"), times=100.0,
        plain=N_("Of the episodes that ended with a professional, the part with a new request in the same life domain within a year."),
        because=N_("Two in a hundred endings; our choice."),
        per100=Per100(1.0, N_("new requests within a year, of 100 endings")),
        silent=N_("A family that needs help again and does not ask is not in it."),
    ),
    Measure(
        name="need.trust", unit="0-1", en="Trust in care", nl="Vertrouwen in hulp", better=1, matters=0.02, source="model_spec",
        of=("trust", "families"), set_by=("handover.break_harm", "access.harm", "contacts.trust_growth", "decisions.harm", "together.betrayal"),
        plain=N_("How much families trust care in the last week that they are followed, from 0 to 1."),
        because=N_("Two points are a break less in one family in five; our choice."),
        per100=Per100(0.0, N_("an index, not a number of families")),
        silent=N_("It is the model's state, not a questionnaire."),
    ),
    Measure(
        name="need.informal_support", unit="0-1", en="Informal support", nl="Informele steun", better=1, matters=0.02, source="model_spec",
        of=("informal_support", "families"), set_by=("together.network", "together.crowding", "together.network_returns"),
        plain=N_("How much support families have from their own network in the last week that they are followed, from 0 to 1."),
        because=N_("Two points add a hundredth to recovery; our choice."),
        per100=Per100(0.0, N_("an index, not a number of families")),
        silent=N_("Helpers build it up or crowd it out as far as our guesses say; it was never measured."),
    ),
)  # fmt: skip

ACCESS = (
    Measure(
        name="access.waiting", unit="weeks", en="Waiting before care", nl="Wachten op hulp", better=-1, matters=1.0, source="model_spec",
        headline=True, of=("waited", "waits"),
        plain=N_("Weeks between joining a waiting list and meeting a professional, on average over the trajectories that started."),
        because=N_("A week is what people notice; our choice."),
        per100=Per100(100.0, N_("weeks of waiting, over 100 trajectories")),
        silent=N_("It leaves out who gave up waiting and who still waits."),
    ),
    Measure(
        name="access.refusals", unit="per 100 requests", en="Refusals", nl="Weigeringen", better=-1, matters=2.0, source="model_spec",
        headline=True, of=("refusals", "requests"), times=100.0, set_by=("allocation.refuses_complex", "money.ceiling_hardness"),
        plain=N_("How often an organisation says no to a waiting family: no money left, too complex, or nothing on offer; per 100 requests."),
        because=N_("Two in a hundred is one family a month in a region of 100,000; our choice."),
        per100=Per100(1.0, N_("refusals by an organisation, for 100 requests")),
        silent=N_("One request may be refused by several organisations; it does not say who helped in the end."),
    ),
)  # fmt: skip
