"""Learning: competence to collaborate and ways of working are learnt, spread, wear, and leave with people.

Theory. Joint training and reflection raise the competence to collaborate; without them it wears [haaglanden]. A way of working
that is promoted is taken up, spreads among colleagues, and leaves with the person who learnt it. When a project ends, what
it built falls back, except what was anchored in the organisation [integral_article; model_spec 4.13]. What a way of working
does to the effect of care is uncertain in size and sign; 0 unless a study says so.

Knocked out (`off = ["learning"]`): `as_trained`, everybody is halfway competent and nobody has a practice of one's own.
"""

from typing import Annotated, NamedTuple

from ..compiled import rule, sweep
from ..declare import YEAR, Array, Lever, Mechanism, positive, rate, share, signed
from ..language import N_
from ..tables import ABSENT, PRESENT, Organisations, Professionals

ABOUT = Mechanism(
    name="learning", place=13, en="Learning", nl="Leren",
    plain=N_("Competence and ways of working are learnt, spread, wear, and leave with people."),
    off=N_("Everybody is halfway competent; nobody has a practice of one's own."),
)  # fmt: skip


class Learning(NamedTuple):
    """Parameters of learning."""

    training: Annotated[float, share(0.0, 1.0, "haaglanden assumption", "Joint training and reflection", "Gezamenlijke scholing en reflectie",
        role="lever", why=N_("Training is reported as too little for all; the scale from none to full is ours."), lever=Lever(
            N_("How much do professionals of different organisations train and reflect together?"),
            N_("Organisations together, if whoever pays counts the hours."),
            ((0.0, N_("not at all")), (0.1, N_("now and then")), (1.0, N_("every week"))),
            N_("Hours of every professional.")))] = 0.1  # fmt: skip
    training_hours: Annotated[float, positive("hours/week", 0.25, 2.0, "assumption", "Hours of full joint training, per professional",
        "Uren volledige gezamenlijke scholing, per professional",
        why=N_("Half a day a month to a morning every two weeks; a guess."))] = 1.0  # fmt: skip
    competence_at_start: Annotated[float, share(0.2, 0.7, "assumption", "Competence to collaborate of a newcomer",
        "Bekwaamheid in samenwerken van een nieuweling",
        why=N_("The scale is ours; a newcomer is somewhat below the usual."))] = 0.4  # fmt: skip
    competence_growth: Annotated[float, rate(0.2, 2.0, "assumption", "Growth of competence under full training",
        "Groei van bekwaamheid bij volledige scholing",
        why=N_("No rate was found; about a year."))] = 1.0  # fmt: skip
    by_doing: Annotated[float, rate(0.02, 0.3, "assumption", "Growth of competence by doing the work", "Groei van bekwaamheid door het werk",
        why=N_("A tenth of what full training does; a guess."))] = 0.1  # fmt: skip
    competence_wear: Annotated[float, rate(0.05, 0.5, "haaglanden assumption", "Wear of competence", "Slijtage van bekwaamheid",
        why=N_("Set so that half remains as the usual; that it wears without reflection is reported."))] = 0.2  # fmt: skip
    promoted: Annotated[float, share(0.0, 1.0, "integral_article assumption", "Promotion of a way of working", "Invoering van een werkwijze",
        role="lever", why=N_("Projects promote ways of working; the scale from none to all is ours."), lever=Lever(
            N_("How strongly is a new way of working promoted among professionals?"),
            N_("A project, organisations or the municipality."),
            ((0.0, N_("no project")), (0.0, N_("as now")), (1.0, N_("everybody is instructed"))),
            N_("The model counts no cost beyond joint training.")))] = 0.0  # fmt: skip
    takes_up: Annotated[float, rate(0.5, 3.0, "assumption", "Pace of taking up what is promoted", "Tempo waarin wat wordt ingevoerd, wordt opgepakt",
        why=N_("Longer work with it made it clearer in one project; about a year is a guess."))] = 1.2  # fmt: skip
    spreads: Annotated[float, rate(0.0, 1.0, "assumption", "Spread of a way of working among colleagues", "Verspreiding van een werkwijze onder collega's",
        why=N_("That practice spreads between colleagues is plausible; a rate was not found."))] = 0.2  # fmt: skip
    falls_back: Annotated[float, rate(0.5, 3.0, "integral_article assumption", "Falling back when nobody promotes it",
        "Terugval als niemand het meer uitdraagt",
        why=N_("What projects leave fades; a guess: two thirds within a year."))] = 1.2  # fmt: skip
    practice_effect: Annotated[float, signed(-0.1, 0.2, "assumption", "What the way of working adds to the effect of care",
        "Wat de werkwijze toevoegt aan het effect van hulp",
        why=N_("Nobody has measured it; 0 is the neutral value and harm is possible."))] = 0.0  # fmt: skip


@rule
def next_competence(competence: float, p: Learning) -> float:
    """A week later: training and doing close part of what is missing, the rest wears."""
    grows = (p.training * p.competence_growth + p.by_doing) * (1.0 - competence)
    return min(1.0, max(0.0, competence + (grows - p.competence_wear * competence) / YEAR))


@rule
def next_adopted(adopted: float, around: float, anchored: float, p: Learning) -> float:
    """A week later: taken up as far as it is promoted, picked up from colleagues (`around`, their mean), else it falls back.

    What is anchored does not fall back.
    """
    takes = (p.takes_up * p.promoted + p.spreads * around) * (1.0 - adopted)
    falls = p.falls_back * (1.0 - p.promoted) * (1.0 - anchored) * adopted
    return min(1.0, max(0.0, adopted + (takes - falls) / YEAR))


@rule
def brought_in(around: float, anchored: float) -> float:
    """The part of a way of working that a newcomer is taught: as far as it is anchored where they come to work."""
    return anchored * around


@rule
def adds(adopted: float, p: Learning) -> float:
    """What the way of working makes of the effect of care: 1 + practice_effect x how far it was adopted."""
    return max(0.0, 1.0 + p.practice_effect * adopted)


@sweep
def around(staff: Professionals, organisations: Organisations, week: int) -> Array:
    """How far those who already work in each organisation have adopted the way of working, on average [O]."""
    mean, n = organisations.norm_factor * 0.0, organisations.norm_factor * 0.0
    for seat in range(staff.adopted.size):
        at_work = staff.status[seat] == PRESENT or staff.status[seat] == ABSENT
        if at_work and staff.since[seat] < week:
            mean[staff.organisation[seat]] += staff.adopted[seat]
            n[staff.organisation[seat]] += 1.0
    for o in range(mean.size):
        mean[o] = mean[o] / n[o] if n[o] > 0.0 else 0.0
    return mean


@sweep
def learning(staff: Professionals, organisations: Organisations, anchored: float, week: int, p: Learning) -> None:
    """Everybody at work; `anchored` is the share of collaboration that lives in structure."""
    near = around(staff, organisations, week)
    for seat in range(staff.adopted.size):
        if staff.status[seat] != PRESENT and staff.status[seat] != ABSENT:
            staff.training[seat], staff.adopted[seat], staff.practice[seat] = 0.0, 0.0, 1.0
            continue
        mean = near[staff.organisation[seat]]
        if staff.since[seat] == week:
            staff.competence[seat], staff.adopted[seat] = p.competence_at_start, brought_in(mean, anchored)
        staff.training[seat] = p.training * p.training_hours
        staff.competence[seat] = next_competence(staff.competence[seat], p)
        staff.adopted[seat] = next_adopted(staff.adopted[seat], mean, anchored, p)
        staff.practice[seat] = adds(staff.adopted[seat], p)


@sweep
def as_trained(staff: Professionals) -> None:
    """The null: everybody is halfway competent; no practice, no hours."""
    staff.training[:], staff.competence[:], staff.adopted[:], staff.practice[:] = 0.0, 0.5, 0.0, 1.0
