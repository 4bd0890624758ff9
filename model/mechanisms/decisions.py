"""Decisions: a change of plan needs somebody who may decide; else it goes home, takes time, and may be overturned.

Theory. Professionals may decide some things themselves (*room*), some at the table if their organisations gave them the mandate
(*shared mandate*), and a measure of child protection settles who decides (*statutory*) [haaglanden]. Without the mandate
needed, every home organisation is asked, each taking its time, and what was agreed may be turned back, which costs
trust among professionals, trust of the family, and strain [haaglanden; integral_article]. Meanwhile the case stands still:
a found need stays unserved, care stays too light or too heavy. Where nobody coordinates, an agreed action may be left
undone because everybody thinks another does it [model_spec 4.0 h].

Knocked out (`off = ["decisions"]`): `at_once`, plans change as soon as somebody sees why.
"""

from typing import Annotated, NamedTuple

from ..compiled import rule, sweep
from ..declare import Array, Lever, Mechanism, share, weeks
from ..events import Cause, Event, note
from ..language import N_
from ..randomness import Luck, stream, uniforms
from ..relations import Ledger, adds_helper, at_seat, count_helpers, is_mandated, known_to_active
from ..tables import ACTIVE, COLLABORATION, INSURER, INTENSIVE, NOBODY, NONE, STAY, Domains, Streams, Ties
from ..ties import harm_tie

ABOUT = Mechanism(
    name="decisions", place=7, en="Decisions", nl="Besluiten",
    plain=N_("A change of plan needs somebody who may decide; else it goes to the home organisations."),
    off=N_("Plans change as soon as somebody sees why."),
)  # fmt: skip

DECIDE = stream("decisions.decide")
DECIDED = -1  # homes: nothing to wait for any more


class Decisions(NamedTuple):
    """Parameters of decisions."""

    professional_room: Annotated[float, share(0.0, 1.0, "haaglanden assumption", "Decisions that a professional may take alone",
        "Besluiten die een professional zelf mag nemen", role="lever",
        why=N_("Lack of room is reported in six of seven projects; how much there is, is a guess."), lever=Lever(
            N_("How much may a professional decide about the help to a family?"),
            N_("The professional's own organisation."),
            ((0.0, N_("nothing without the manager")), (0.4, N_("two decisions in five")), (1.0, N_("everything"))),
            N_("The model counts no cost of wrong decisions.")))] = 0.4  # fmt: skip
    shared_mandate: Annotated[float, share(0.0, 1.0, "haaglanden assumption", "Decisions that helpers may take together at the table",
        "Besluiten die hulpverleners samen aan tafel mogen nemen", role="lever",
        why=N_("Reported as what is missing; how much there is, is a guess."), lever=Lever(
            N_("How much may helpers of several organisations decide together, at the table?"),
            N_("All organisations at the table."),
            ((0.0, N_("nothing")), (0.2, N_("one decision in five")), (1.0, N_("everything"))),
            N_("It works as far as the team works well; the model counts no cost of wrong decisions.")))] = 0.2  # fmt: skip
    home_weeks: Annotated[float, weeks(1.0, 10.0, "assumption", "Weeks until a home organisation answers", "Weken tot een eigen organisatie antwoordt",
        why=N_("That it takes weeks is reported, without a count."))] = 3.0  # fmt: skip
    overturned: Annotated[float, share(0.0, 0.5, "haaglanden assumption", "Decisions overturned by home organisations",
        "Besluiten die eigen organisaties terugdraaien",
        why=N_("Reported in several projects, without a rate; the range follows our evidence table."))] = 0.1  # fmt: skip
    production: Annotated[float, share(0.0, 1.0, "haaglanden assumption", "Steering on production instead of trust",
        "Sturen op productie in plaats van vertrouwen", role="lever",
        why=N_("Reported as what makes organisations turn decisions back; the size is a guess: at full production half as many again, on trust half as many."), lever=Lever(
            N_("Does the municipality steer on numbers or on trust?"),
            N_("Municipality and boards of organisations."),
            ((0.0, N_("on trust")), (0.5, N_("on both")), (1.0, N_("on production"))),
            N_("The model counts no cost of misplaced trust.")))] = 0.5  # fmt: skip
    power_gap: Annotated[float, share(0.0, 1.0, "model_spec assumption", "Decisions overturned more where a medical helper is at the table",
        "Besluiten vaker teruggedraaid waar een medische hulpverlener aan tafel zit",
        why=N_("Power between professions is in the literature and was not observed in the projects; 0 is the neutral value."))] = 0.0  # fmt: skip
    harm: Annotated[float, share(0.0, 0.3, "integral_article assumption", "Trust in care lost when a decision is overturned",
        "Vertrouwen in hulp verloren bij een teruggedraaid besluit",
        why=N_("Reported as a direction only; a guess."))] = 0.05  # fmt: skip
    strain: Annotated[float, share(0.0, 0.2, "haaglanden assumption", "Strain from an overturned decision", "Belasting door een teruggedraaid besluit",
        why=N_("Reported as a direction only; a guess."))] = 0.03  # fmt: skip
    discord: Annotated[float, share(0.0, 0.5, "haaglanden assumption", "Trust among helpers lost when a decision is overturned",
        "Vertrouwen tussen hulpverleners verloren bij een teruggedraaid besluit",
        why=N_("Reported as a direction only; a guess."))] = 0.15  # fmt: skip
    undone: Annotated[float, share(0.0, 0.3, "model_spec assumption", "Agreed actions left undone for every further helper",
        "Afgesproken acties die blijven liggen, per extra hulpverlener",
        why=N_("Diffuse responsibility is reported, not counted."))] = 0.08  # fmt: skip
    again: Annotated[float, weeks(4, 26, "assumption", "Weeks until what was overturned or left undone is raised again",
        "Weken tot wat werd teruggedraaid of bleef liggen weer ter tafel komt",
        why=N_("A quarter of a year is our guess."))] = 13.0  # fmt: skip


@rule
def wants_change(status: int, given: int, warranted: int, meets: bool, weeks_low: int, known: bool) -> bool:
    """Is there something to decide? Care that does not fit or is not needed any more, or a need found without care for it.

    A stay begins with a place, not with a decision; `known` to a helper who is in the family.
    """
    if status == ACTIVE:
        fits = given == min(warranted, INTENSIVE) or (given == STAY and warranted == STAY)
        return not fits or not meets or weeks_low > 0
    return status == NONE and meets and known


@rule
def may_decide(n: int, gives: float, statutory: bool, u: float, p: Decisions) -> bool:
    """May those at the table decide? Alone: professional_room; together also what the mandate gives them; a measure settles it."""
    together = 0.0 if n < 2 else p.shared_mandate * gives
    return statutory or u < p.professional_room + (1.0 - p.professional_room) * together


@rule
def comes_to_table(level: int, gathered: bool) -> bool:
    """Is it discussed this week? A team with one plan waits until all can meet; others decide in passing."""
    return level < COLLABORATION or gathered


@rule
def homes_to_ask(n: int, one_home: bool) -> int:
    """How many home organisations must answer: that of every helper, or one where one answers for all."""
    return 1 if one_home else max(1, n)


@rule
def answers(u: float, p: Decisions) -> bool:
    """Does the next home organisation answer this week? Chance = 1 / home_weeks."""
    return u * p.home_weeks < 1.0


@rule
def is_overturned(outranked: bool, u: float, p: Decisions) -> bool:
    """Chance = overturned x (1/2 + production), times 1 + power_gap where another profession carries more weight."""
    return u < p.overturned * (0.5 + p.production) * (1.0 + (p.power_gap if outranked else 0.0))


@rule
def is_left_undone(n: int, coordinated: bool, u: float, p: Decisions) -> bool:
    """Everybody thinks another does it: chance = undone x (n - 1), never with a coordinator."""
    return not coordinated and u < p.undone * (n - 1)


@rule
def is_outranked(status: Array, domains: Domains, streams: Streams, d: int) -> bool:
    """Is there a helper whom an insurer pays, while this domain is paid by others? status [D]."""
    if streams.funder[domains.stream[d]] == INSURER:
        return False
    for e in range(status.size):  # noqa: SIM110 (generators are not compiled)
        if status[e] == ACTIVE and streams.funder[domains.stream[e]] == INSURER:
            return True
    return False


@rule
def upset(before: float, p: Decisions) -> float:
    """How upset somebody is after one more overturned decision in a week: each takes a share of the calm that is left."""
    return before + p.strain * (1.0 - before)


@rule
def turn_back(book: Ledger, ties: Ties, f: int, d: int, p: Decisions) -> None:
    """A decision is overturned: trust is lost on all sides, and it is raised again later."""
    staff, status, seat = book.professionals, book.episodes.status, book.episodes.seat
    note(book.events, book.week, Event.overturned, Cause.none, at_seat(book, f, d), book.families.need[f, d])
    book.families.trust[f] *= 1.0 - p.harm
    for i in range(status.shape[1]):
        if not adds_helper(status, seat, f, i):
            continue
        staff.upset[seat[f, i]] = upset(staff.upset[seat[f, i]], p)
        for j in range(i):
            if adds_helper(status, seat, f, j):
                harm_tie(ties, staff, seat[f, i], seat[f, j], p.discord)
    book.episodes.raised[f, d], book.episodes.homes[f, d] = book.week + round(p.again), 0


@rule
def conclude(book: Ledger, f: int, d: int, n: int, undone: float, p: Decisions) -> None:
    """A decision is made; it is carried out, or left undone and raised again later."""
    need, episodes = book.families.need[f, d], book.episodes
    note(book.events, book.week, Event.decision_made, Cause.none, at_seat(book, f, d), need)
    if is_left_undone(n, book.families.coordinator[f] != NOBODY, undone, p):
        episodes.raised[f, d], episodes.homes[f, d] = book.week + round(p.again), 0
        return
    note(book.events, book.week, Event.done, Cause.none, at_seat(book, f, d), need)
    episodes.homes[f, d], episodes.free[f, d] = DECIDED, True


@rule
def forget(book: Ledger, f: int, d: int) -> None:
    """Nothing to decide, or nobody there to do it."""
    book.episodes.raised[f, d], book.episodes.homes[f, d] = NOBODY, 0


@rule
def decide(book: Ledger, ties: Ties, domains: Domains, streams: Streams, f: int, d: int, one_home: bool, p: Decisions, luck: Luck) -> None:  # fmt: skip
    """One decision, a week further: raised, taken at the table, or a step further along the home organisations."""
    families, episodes, status = book.families, book.episodes, book.episodes.status[f]
    n = count_helpers(episodes.status, episodes.seat, f)
    may, answer, turned, undone = uniforms(luck, DECIDE, families.id[f], d)
    raised, homes = episodes.raised, episodes.homes
    if raised[f, d] == NOBODY or raised[f, d] == book.week:
        raised[f, d] = book.week
        note(book.events, book.week, Event.decision_raised, Cause.none, at_seat(book, f, d), families.need[f, d])
    if homes[f, d] > 0:
        homes[f, d] -= answers(answer, p)
        if homes[f, d] == 0 and is_overturned(is_outranked(status, domains, streams, d), turned, p):
            turn_back(book, ties, f, d, p)
        elif homes[f, d] == 0:
            conclude(book, f, d, n, undone, p)
    elif comes_to_table(families.level[f], families.gathered[f]):
        statutory = is_mandated(families.channel[f], domains.mandated[d])
        if may_decide(n, families.gives_decision[f], statutory, may, p):
            conclude(book, f, d, n, undone, p)
        else:
            homes[f, d] = homes_to_ask(n, one_home)


@sweep
def decisions(book: Ledger, ties: Ties, domains: Domains, streams: Streams, one_home: bool, p: Decisions, luck: Luck) -> None:  # fmt: skip
    """Every family in care: what should change in its plan, and may it? `one_home`: one organisation answers for all."""
    families, episodes = book.families, book.episodes
    meets, fits, low = families.should_meet, families.warranted, families.weeks_low
    status, given, raised, homes, free = episodes.status, episodes.intensity, episodes.raised, episodes.homes, episodes.free  # fmt: skip
    for f in book.here:
        known, in_care = known_to_active(status[f], episodes.knows[f]), False
        for d in range(low.shape[1]):
            in_care = in_care or status[f, d] == ACTIVE
        for d in range(low.shape[1]):
            if not in_care:
                forget(book, f, d)
                free[f, d] = True
                continue
            knows = (known >> d) & 1 == 1
            free[f, d] = homes[f, d] == DECIDED
            if not wants_change(status[f, d], given[f, d], fits[f, d], meets[f, d], low[f, d], knows):
                forget(book, f, d)
                free[f, d] = status[f, d] == NONE and not knows  # access has decided
            elif homes[f, d] != DECIDED and (raised[f, d] <= book.week or homes[f, d] > 0):
                decide(book, ties, domains, streams, f, d, one_home, p, luck)


@sweep
def at_once(book: Ledger) -> None:
    """The null: nothing waits for a decision."""
    for f in book.here:
        for d in range(book.episodes.free.shape[1]):
            book.episodes.free[f, d] = True
            forget(book, f, d)
