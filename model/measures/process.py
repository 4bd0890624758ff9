"""Process: how helpers work together. Levers set these, so they have no better or worse and are never evidence of benefit."""

from ..declare import Measure, Per100
from ..language import N_

_SILENT = N_("A measure of process: levers set it, so it is never evidence of benefit.")
_NOT_FAMILIES = Per100(0.0, N_("an index, not a number of families"))
_WEEKS = N_("Five points are about two and a half weeks in a year with several helpers; our choice.")
_LEVEL = ("teams.rule", "teams.level", "teams.reach")


def _process(name: str, en: str, nl: str, plain: str, because: str, per100: Per100, of: tuple[str, str],
             set_by: tuple[str, ...], unit: str = "share", matters: float = 0.05) -> Measure:  # fmt: skip
    return Measure(
        name=f"process.{name}", unit=unit, en=en, nl=nl, better=0, matters=matters, source="model_spec", of=of, plain=plain,
        because=because, per100=per100, silent=_SILENT, set_by=set_by,
    )  # fmt: skip


PROCESS = (
    _process("warm_handovers", "Warm handovers (process)", "Warme overdrachten (proces)",
             N_("Of the starts with somebody new to the family, after its first: the part that a warm handover prepared."),
             N_("One in twenty handovers; our choice."), Per100(100.0, N_("of every 100 starts with somebody new are warm")),
             ("warm_starts", "new_faces"), ("handover.warm", "handover.overlap")),
    _process("integration_match", "Integration match (process)", "Niveau van integratie zoals aanbevolen (proces)",
             N_("How near the level of integration is to the one advised for the family's complexity, on average over weeks with two or more helpers: 1 minus the levels that they differ, divided by 4."),
             N_("Five points are one level nearer in one family out of five; our choice."), _NOT_FAMILIES,
             ("level_match", "team_weeks"), _LEVEL, unit="0-1"),
    _process("goal_agreement", "Goal agreement (process)", "Eens over de doelen (proces)",
             N_("How far family and helpers agree on what the help is for, from 0 to 1, on average over weeks in care."),
             N_("Five points change what two helpers bring about by less than one in a hundred; our choice."), _NOT_FAMILIES,
             ("goal_agreement", "care_weeks"), (*_LEVEL, "together.aligns", "together.participation", "together.own_goals"), unit="0-1"),
    _process("one_plan", "Weeks with one plan (process)", "Weken met één plan (proces)",
             N_("Of the weeks with two or more helpers, the part in which they have one plan, made at one table."),
             _WEEKS, Per100(100.0, N_("of every 100 weeks with several helpers have one plan")),
             ("plan_weeks", "team_weeks"), (*_LEVEL, "teams.meeting_wait")),
    _process("coordinator", "Weeks with a coordinator (process)", "Weken met een casusregisseur (proces)",
             N_("Of the weeks with two or more helpers, the part in which one of them is the family's fixed point of contact."),
             _WEEKS, Per100(100.0, N_("of every 100 weeks with several helpers have a coordinator")),
             ("coordinator_weeks", "team_weeks"), ("teams.rule", "teams.coordinator")),
    _process("collaboration", "Quality of collaboration (process)", "Kwaliteit van samenwerken (proces)",
             N_("The quality of collaboration that helpers reach, from 0 to 1, on average over weeks with two or more helpers."),
             N_("Five points of quality give a twentieth more of what a level can give; our choice."), _NOT_FAMILIES,
             ("collaboration", "team_weeks"), (*_LEVEL, "teams.sensitivity"), unit="0-1"),
    _process("stood_in", "Contacts with a stand-in (process)", "Contacten met een waarnemer (proces)",
             N_("Of the contacts made, the part in which another helper of the family came in place of one who was away."),
             N_("One in a hundred is about one contact in two years of weekly care; our choice."),
             Per100(100.0, N_("of every 100 contacts are with a stand-in")),
             ("stood_in", "contacts_made"), (*_LEVEL, "together.stand_in"), matters=0.01),
)  # fmt: skip
