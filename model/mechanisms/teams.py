"""Teams: who works together around which family, how closely, what that gives and what it costs.

Theory. Collaboration runs from segregation (0) by network (1), coordination (2) and collaboration with one plan (3) to teamwork
(4); which level is best is unknown [haaglanden]. A level gives four things, each scaled by the quality that is reached: helpers
tell one another what they know, pull the same way, decide together, and stand in for one another (together.py). Quality
takes trust, time that is really there, clear agreements and competence. It costs every member's hours, waiting until all
can meet, and skill where people are lent out, away from their own expertise [nji_organisations].

Knocked out (`off = ["teams"]`): `apart`, everybody works for themselves, at level 0.
"""

from typing import Annotated, NamedTuple

from ..compiled import rule, sweep
from ..declare import Lever, Mechanism, Word, choice, factor, positive, share, signed, weeks
from ..language import N_
from ..levels import advised
from ..randomness import Luck, stream, uniform, uniforms
from ..relations import Ledger, Shared
from ..rivals import own
from ..tables import ACTIVE, COLLABORATION, COORDINATION, NOBODY, TEAMWORK

ABOUT = Mechanism(
    name="teams", place=5, en="Teams", nl="Teams",
    plain=N_("Who works together around which family, how closely, what that gives and what it costs."),
    off=N_("Everybody works for themselves."),
)  # fmt: skip

GATHER, PICK = stream("teams.gather"), stream("teams.pick")


class Form(Word):
    """Rival rules: how trust, time, clarity and competence make quality."""

    product = 0
    mean = 1
    minimum = 2
    own = 3


class Rule(Word):
    """Which level helpers aim at."""

    none = 0
    fixed = 1
    advised = 2


class Level(Word):
    """How closely helpers work together."""

    segregation = 0
    network = 1
    coordination = 2
    collaboration = 3
    teamwork = 4


class Construction(Word):
    """How a team is made up of organisations [nji_integral 1]."""

    per_family = 0
    lent_staff = 1
    main_contractor = 2
    one_organisation = 3


class Teams(NamedTuple):
    """Parameters of teams."""

    variant: Annotated[Form, choice(Form, "model_spec", "Rule of the quality of a team", "Regel voor de kwaliteit van een team", role="fixed")] = Form.product  # fmt: skip
    rule: Annotated[Rule, choice(Rule, "model_spec", "How the level is chosen", "Hoe het niveau wordt gekozen", role="fixed")] = Rule.fixed  # fmt: skip
    level: Annotated[Level, choice(Level, "model_spec", "Fixed level, from two helpers", "Vast niveau, vanaf twee hulpverleners", role="fixed")] = Level.coordination  # fmt: skip
    construction: Annotated[Construction, choice(Construction, "nji_integral", "How a team of level 4 is made up", "Hoe een team op niveau 4 is samengesteld", role="fixed")] = Construction.per_family  # fmt: skip
    reach: Annotated[float, share(0.0, 1.0, "assumption", "Families whom the rule reaches", "Gezinnen die de regel bereikt",
        role="lever", why=N_("Pilots reach a part of the families; which part is a choice."), lever=Lever(
            N_("For which part of the families do helpers work by this rule, while the others stay at coordination?"),
            N_("The municipality and the organisations that take part."),
            ((0.0, N_("for none")), (1.0, N_("for all")), (1.0, N_("for all"))),
            N_("The hours of working together, for every family that is reached.")))] = 1.0  # fmt: skip
    coordinator: Annotated[float, share(0.0, 1.0, "haaglanden assumption", "Families with a coordinator", "Gezinnen met een casusregisseur",
        role="lever", why=N_("One fixed point of contact is recommended and counted nowhere."), lever=Lever(
            N_("How many families with more than one helper have one fixed point of contact?"),
            N_("Organisations together."),
            ((0.0, N_("none")), (0.0, N_("as now")), (1.0, N_("all of them"))),
            N_("Hours of the coordinator, every week.")))] = 0.0  # fmt: skip
    coordinator_hours: Annotated[float, positive("hours/week", 0.2, 1.5, "assumption", "Hours of a coordinator, per family",
        "Uren van een casusregisseur, per gezin",
        why=N_("Being the point of contact takes time; a guess."))] = 0.5  # fmt: skip
    hours_two: Annotated[float, positive("hours/week", 0.05, 0.5, "model_spec", "Coordination at level 2, per helper",
        "Afstemming op niveau 2, per hulpverlener", role="fixed")] = 0.15  # fmt: skip
    hours_three: Annotated[float, positive("hours/week", 0.25, 1.0, "model_spec", "Collaboration at level 3, per helper",
        "Samenwerking op niveau 3, per hulpverlener", role="fixed")] = 0.5  # fmt: skip
    hours_four: Annotated[float, positive("hours/week", 0.5, 2.0, "model_spec", "Teamwork at level 4, per helper",
        "Teamwerk op niveau 4, per hulpverlener", role="fixed")] = 1.0  # fmt: skip
    meeting_wait: Annotated[float, weeks(0.2, 3.0, "assumption", "Weeks until one more can meet", "Weken tot er één meer kan",
        why=N_("Diaries are full; how long it takes per helper is a guess."))] = 0.7  # fmt: skip
    sensitivity: Annotated[float, factor(0.5, 2.0, "model_spec assumption", "How strongly quality depends on its conditions",
        "Hoe sterk kwaliteit van haar voorwaarden afhangt",
        why=N_("That trust, time, clarity and competence count is reported; how much is not."))] = 1.0  # fmt: skip
    direct_effect: Annotated[float, signed(-0.3, 0.3, "model_spec", "Effect of collaboration itself, for studies only",
        "Effect van samenwerking zelf, alleen voor studies", role="fixed")] = 0.0  # fmt: skip
    lent_skill: Annotated[float, share(0.7, 1.0, "nji_organisations assumption", "Skill left when lent out to a team",
        "Vakbekwaamheid die blijft bij detachering in een team",
        why=N_("Exchange with the own organisation suffers; by how much is a guess."))] = 0.93  # fmt: skip


@rule
def level_of(n: int, complexity: float, reached: bool, p: Teams) -> int:
    """The level of a family's n helpers: 0 for one helper or without a rule; whom the rule does not reach coordinates."""
    if n < 2 or p.rule == Rule.none:
        return 0
    if not reached:
        return COORDINATION
    return advised(complexity) if p.rule == Rule.advised else p.level.value


@rule
def geometric_mean(trust: float, time: float, clarity: float, competence: float) -> float:
    """Conditions make up for one another in part: one that is nought spoils everything."""
    return float((trust * time * clarity * competence) ** 0.25)


own_form = own("teams", geometric_mean)  # (trust, time, clarity, competence) -> 0-1


@rule
def quality(trust: float, time: float, clarity: float, competence: float, level: int, p: Teams) -> float:
    """Quality reached, 0-1: conditions (equal weights) to the power sensitivity x level / 4; more is asked of a closer team."""
    if p.variant == Form.mean:
        reached = (trust + time + clarity + competence) / 4.0
    elif p.variant == Form.minimum:
        reached = min(min(trust, time), min(clarity, competence))
    elif p.variant == Form.own:
        reached = min(1.0, own_form(trust, time, clarity, competence))
    else:
        reached = geometric_mean(trust, time, clarity, competence)
    return float(max(0.0, reached) ** (p.sensitivity * level / 4.0))


@rule
def gives(level: int, quality: float) -> float:
    """How much of what collaboration can give: level / 4 x quality."""
    return level / 4.0 * quality


@rule
def hours_of(level: int, p: Teams) -> float:
    """Hours a week that working together asks of each helper."""
    if level >= TEAMWORK:
        return p.hours_four
    if level == COLLABORATION:
        return p.hours_three
    return p.hours_two if level == COORDINATION else 0.0


@rule
def can_meet(n: int, u: float, p: Teams) -> bool:
    """Can all n helpers sit at one table this week? Chance 1 / (1 + meeting_wait x (n - 1))."""
    return u * (1.0 + p.meeting_wait * (n - 1)) < 1.0


@rule
def answers_as_one(p: Teams) -> bool:
    """Does one organisation answer for all helpers of a team?"""
    return p.construction == Construction.main_contractor or p.construction == Construction.one_organisation


@rule
def set_level(book: Ledger, shared: Shared, k: int, p: Teams, luck: Luck) -> None:
    """Level, quality and what they give; the coordinator; meetings."""
    families, staff, f, n = book.families, book.professionals, shared.rows[k], shared.n[k]
    reached, has, _, _ = uniforms(Luck(luck.seed, 0), PICK, families.id[f])
    level = level_of(n, families.complexity[f], reached < p.reach, p)
    time, competence = 0.0, 0.0
    for i in range(n):
        time += staff.time_to_meet[shared.seats[k, i]] / n
        competence += staff.competence[shared.seats[k, i]] / n
    q = quality(families.mutual_trust[f], time, families.clarity[f], competence, level, p) if level > 0 else 0.0
    families.level[f], families.quality[f] = level, q
    given = gives(level, q)
    families.gives_knows[f], families.gives_agreement[f] = given, given
    families.gives_decision[f], families.gives_presence[f] = given, given
    families.gives_effect[f] = p.direct_effect * given
    sits = level >= COLLABORATION and can_meet(n, uniform(luck, GATHER, families.id[f]), p)
    families.gathered[f] = sits
    if level < COLLABORATION:
        families.planned[f] = NOBODY
    elif sits and families.planned[f] == NOBODY:
        families.planned[f] = book.week
    choose_coordinator(book, f, level > 0 and has < p.coordinator)


@rule
def choose_coordinator(book: Ledger, f: int, wanted: bool) -> None:
    """One who is there stays the point of contact; else the first of the family's helpers becomes it."""
    status, coordinator = book.episodes.status, book.families.coordinator
    if coordinator[f] != NOBODY and wanted and status[f, coordinator[f]] == ACTIVE:
        return
    coordinator[f] = NOBODY
    for d in range(status.shape[1]):
        if wanted and coordinator[f] == NOBODY and status[f, d] == ACTIVE:
            coordinator[f] = d


@rule
def set_hours(book: Ledger, f: int, p: Teams) -> None:
    """What working together asks of each helper, and what being lent out leaves of skill; nothing where nobody is active."""
    families, episodes = book.families, book.episodes
    lent = p.construction == Construction.lent_staff and families.level[f] >= TEAMWORK
    for d in range(episodes.status.shape[1]):
        episodes.meeting[f, d], episodes.cut_off[f, d] = 0.0, 1.0
        if episodes.status[f, d] == ACTIVE:
            leads = families.coordinator[f] == d
            episodes.meeting[f, d] = hours_of(families.level[f], p) + (p.coordinator_hours if leads else 0.0)
            episodes.cut_off[f, d] = p.lent_skill if lent else 1.0


@rule
def dissolve(book: Ledger, f: int) -> None:
    """One helper or none: there is nobody to work together with."""
    families, episodes = book.families, book.episodes
    families.level[f], families.quality[f], families.coordinator[f] = 0, 0.0, NOBODY
    families.planned[f], families.gathered[f] = NOBODY, False
    families.gives_knows[f], families.gives_agreement[f] = 0.0, 0.0
    families.gives_decision[f], families.gives_presence[f], families.gives_effect[f] = 0.0, 0.0, 0.0
    for d in range(episodes.status.shape[1]):
        episodes.meeting[f, d], episodes.cut_off[f, d] = 0.0, 1.0


@sweep
def teams(book: Ledger, shared: Shared, p: Teams, luck: Luck) -> None:
    """How the helpers of each family work together this week."""
    rows, level, k = shared.rows, book.families.level, 0
    for f in book.here:
        is_shared = k < rows.size and rows[k] == f
        if level[f] > 0 and not is_shared:
            dissolve(book, f)
        k += is_shared
    for k in range(rows.size):
        set_level(book, shared, k, p, luck)
        set_hours(book, rows[k], p)


@sweep
def apart(book: Ledger) -> None:
    """The null: everybody works for themselves, at level 0."""
    for f in book.here:
        if book.families.level[f] > 0:
            dissolve(book, f)
