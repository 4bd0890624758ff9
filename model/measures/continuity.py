"""Continuity of care: relational, informational and of management; three kinds that are never merged [haggerty_2003]."""

from ..declare import Measure, Per100
from ..language import N_

_A_BREAK = Per100(1.0, N_("breaks a year among 100 families with one professional each"))
_PART = N_("It is a part of all unplanned breaks; our choice, as for the whole.")
_INDEX = N_("Five points are about one other face in twenty contacts; our choice.")


def _broken(cause: str, en: str, nl: str, plain: str, set_by: tuple[str, ...] = ()) -> Measure:
    return Measure(
        name=f"continuity.breaks_{cause}", unit="per 100 relation-years", en=en, nl=nl, better=-1, matters=2.0,
        source="model_spec", of=(f"breaks_{cause}", "relation_years"), times=100.0, plain=plain, because=_PART,
        per100=_A_BREAK, silent=N_("It does not say whether the family would have wanted to stay."), set_by=set_by,
    )  # fmt: skip


def _index(name: str, en: str, nl: str, plain: str, silent: str) -> Measure:
    return Measure(
        name=f"continuity.{name}", unit="0-1", en=en, nl=nl, better=1, matters=0.05, source="haggerty_2003", of=(name, "threads"),
        plain=plain, because=_INDEX, per100=Per100(0.0, N_("an index, not a number of families")), silent=silent,
    )  # fmt: skip


CONTINUITY = (
    Measure(
        name="continuity.unplanned_breaks", unit="per 100 relation-years", en="Unplanned breaks", nl="Ongeplande breuken",
        better=-1, matters=2.0, source="model_spec", headline=True, of=("breaks", "relation_years"), times=100.0,
        set_by=("workforce.exit_rate", "workforce.establishment", "workforce.absence", "workforce.project_seats", "handover.rotation", "handover.passes_along", "contacts.asks_other", "closure.term", "closure.stops_below", "closure.steps_up", "closure.contract_maximum", "needs.closing"),
        plain=N_("How often a family loses a professional while care is still needed and the family did not ask for it."),
        because=N_("Two in a hundred is about a tenth of the breaks that turnover of one in five a year brings; our choice."),
        per100=_A_BREAK,
        silent=N_("It does not say whether the bond was good, nor whether what was known was passed on."),
    ),
    _broken("turnover", "Breaks: professional left", "Breuken: vertrek", N_("Unplanned breaks because the professional left the job."), ("workforce.exit_rate", "workforce.establishment")),
    _broken("absence", "Breaks: long absence", "Breuken: langdurig verzuim", N_("Unplanned breaks because the professional was away for long."), ("workforce.absence", "workforce.absence_long")),
    _broken("transfer", "Breaks: another colleague", "Breuken: overgenomen door collega", N_("Unplanned breaks because a colleague of the same organisation took over."), ("handover.rotation",)),
    _broken("passed_along", "Breaks: passed along", "Breuken: doorgeschoven", N_("Unplanned breaks because the case was passed along to another."), ("handover.passes_along", "closure.steps_up")),
    _broken("stopped", "Breaks: term or contract ended", "Breuken: beschikking of contract afgelopen", N_("Unplanned breaks because a decision or contract ended while need was left."), ("closure.term", "closure.stops_below", "closure.contract_maximum")),
    _broken("change_of_stream", "Breaks: other kind of provider", "Breuken: ander soort aanbieder", N_("Unplanned breaks because the case went on with a provider of another kind."), ("closure.steps_up",)),
    _broken("project_end", "Breaks: project ended", "Breuken: project gestopt", N_("Unplanned breaks because the project that paid the professional ended."), ("workforce.project_seats",)),
    _broken("gone", "Breaks: moved or grown up", "Breuken: verhuisd of 18 geworden", N_("Unplanned breaks because the family moved or its youngest turned 18; the same in every scenario.")),
    Measure(
        name="continuity.steady_face", unit="share", en="Steady face", nl="Vast gezicht", better=1, matters=0.03, source="model_spec",
        headline=True, of=("steady_weeks", "care_weeks"),
        plain=N_("The part of the weeks in care in which a family has a professional whom it has known for half a year or more."),
        because=N_("Three points are about a week and a half in a year of care; our choice."),
        per100=Per100(100.0, N_("of every 100 weeks in care have a steady face")),
        silent=N_("Long care has more of it than short care, whatever happens to staff."),
    ),
    _index("upc", "Usual provider (UPC)", "Vaste hulpverlener (UPC)", N_("Of the last twelve contacts in a life domain, the part with the professional seen most."),
           N_("It falls when contacts are few and cannot tell a wished change from a break.")),
    _index("coc", "Concentration of contacts (COC)", "Concentratie van contacten (COC)", N_("The chance that two of the last twelve contacts in a life domain were with the same professional."),
           N_("It falls with every change, also with one that the family wished for.")),
    _index("secon", "Contacts in sequence (SECON)", "Opeenvolgende contacten (SECON)", N_("Of the last twelve contacts in a life domain, the part that was with the same professional as the one before."),
           N_("It counts how often faces change, not how many faces there are.")),
    Measure(
        name="continuity.concurrency", unit="0-1", en="Helpers at the same time", nl="Gelijktijdige hulpverleners", better=0, matters=0.05,
        source="model_spec", of=("concurrency", "families_met"),
        plain=N_("Dispersion of a family's last 24 contacts because it has helpers in several life domains at once (1 - COC*)."),
        because=_INDEX, per100=Per100(0.0, N_("an index, not a number of families")),
        silent=N_("Three steady helpers disperse contacts more than one helper who was replaced: it is no sign of discontinuity."),
    ),
    Measure(
        name="continuity.replacement", unit="0-1", en="Replaced helpers", nl="Vervangen hulpverleners", better=-1, matters=0.03,
        source="model_spec", of=("replacement", "families_met"),
        plain=N_("Dispersion of a family's last 24 contacts because helpers were replaced within a life domain (COC* - COC)."),
        because=N_("Three points are about one replaced helper in five families; our choice."),
        per100=Per100(0.0, N_("an index, not a number of families")),
        silent=N_("It does not say whether the replacement was wished for."),
    ),
    Measure(
        name="continuity.professionals_met", unit="professionals per family", en="Professionals met", nl="Hulpverleners gezien", better=-1, matters=0.2,
        source="model_spec", of=("professionals_met", "families"),
        plain=N_("Different professionals who served a family in two years."),
        because=N_("One in five families meets one more or fewer; our choice."),
        per100=Per100(100.0, N_("professionals met, by 100 families in two years")),
        silent=N_("A family with needs in more domains meets more of them without any break."),
    ),
    Measure(
        name="continuity.story_known", unit="share", en="Story known", nl="Verhaal bekend", better=1, matters=0.03, source="haggerty_2003",
        headline=True, of=("story", "story_weeks"), set_by=("handover.keep", "handover.record", "contacts.learns", "together.tells", "together.consultation"),
        plain=N_("Of the needs of a family in care, the part that its professionals know, on average over professionals and weeks."),
        because=N_("Three points are about one need more or less known to one professional in fifteen families; our choice."),
        per100=Per100(100.0, N_("of every 100 needs are known to the professional")),
        silent=N_("Knowing is not acting: it does not say what is done with it."),
    ),
    Measure(
        name="continuity.retellings", unit="per family-year", en="Retellings", nl="Verhaal opnieuw vertellen", better=-1, matters=0.05,
        source="haggerty_2003", of=("retellings", "family_years"), set_by=("handover.warm",),
        plain=N_("How often a year a family starts with somebody new to it, without a warm handover, after the first."),
        because=N_("One in twenty families tells its story once more a year; our choice."),
        per100=Per100(100.0, N_("stories told again a year, by 100 families")),
        silent=N_("A further life domain with a helper of its own counts as well."),
    ),
    Measure(
        name="continuity.gap_weeks", unit="weeks per family-year", en="Gap weeks", nl="Weken zonder vervolg", better=-1, matters=0.5,
        source="model_spec", headline=True, of=("gap_weeks", "family_years"),
        plain=N_("Weeks a year in which a family has a need for which it had a professional before and has none now."),
        because=N_("Half a week a year is about one contact missed; our choice."),
        per100=Per100(100.0, N_("weeks without follow-up a year, among 100 families")),
        silent=N_("It leaves out waiting for the first professional."),
    ),
    Measure(
        name="continuity.decision_weeks", unit="weeks per decision", en="Weeks to a decision", nl="Weken tot een besluit", better=-1, matters=0.5,
        source="model_spec", of=("decision_weeks", "decisions_done"),
        set_by=("decisions.professional_room", "decisions.shared_mandate", "decisions.home_weeks", "teams.meeting_wait"),
        plain=N_("Weeks in which a change of a family's plan waits for a decision, for every decision that is carried out."),
        because=N_("Half a week is about one decision in six made at once instead of by a home organisation; our choice."),
        per100=Per100(100.0, N_("weeks of waiting, for 100 decisions that are carried out")),
        silent=N_("It also counts the weeks before decisions that were dropped or overturned, and not those until they are raised again."),
    ),
    Measure(
        name="continuity.actions_done", unit="share", en="Agreed actions carried out", nl="Afgesproken acties uitgevoerd", better=1, matters=0.03,
        source="model_spec", of=("decisions_done", "decisions_made"), set_by=("decisions.undone", "teams.coordinator"),
        plain=N_("Of the decisions made, the part that was carried out and not left undone."),
        because=N_("Three points are somewhat more than a third of what one more helper leaves undone; our choice."),
        per100=Per100(100.0, N_("of every 100 decisions made are carried out")),
        silent=N_("It does not say whether what was decided was of any use."),
    ),
    Measure(
        name="continuity.overturned", unit="per 100 decisions", en="Decisions overturned", nl="Teruggedraaide besluiten", better=-1, matters=1.0,
        source="haaglanden", of=("decisions_overturned", "decisions_answered"), times=100.0,
        set_by=("decisions.overturned", "decisions.production", "decisions.power_gap", "decisions.professional_room", "decisions.shared_mandate"),
        plain=N_("Of the decisions made or overturned, how many home organisations overturned."),
        because=N_("One in a hundred is about a seventh of what is overturned when nothing is changed; our choice."),
        per100=Per100(1.0, N_("decisions overturned, of 100 made or overturned")),
        silent=N_("It does not say whether they were right to overturn it."),
    ),
)  # fmt: skip
