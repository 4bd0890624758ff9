"""The columns of the table of followed families: what every outcome about families is a ratio of."""

from typing import NamedTuple


class Field(NamedTuple):
    """A column of the table of families: unit and both labels."""

    name: str
    unit: str
    en: str
    nl: str


FIELDS = (
    Field("family", "id", "family", "gezin"),
    Field("first", "week", "first week of the follow-up", "eerste week van de follow-up"),
    Field("last", "week", "one past the last week", "week na de laatste"),
    Field(
        "complexity_class",
        "code",
        "class of complexity at arrival: not, somewhat, very complex",
        "complexiteitsklasse bij aankomst: niet, enigszins, zeer complex",
    ),
    Field("channel", "code", "local team, direct, mandated", "lokaal team, direct, gedwongen"),
    Field("families", "families", "1 for every family", "1 voor elk gezin"),
    Field("weeks", "weeks", "weeks followed", "weken gevolgd"),
    Field("family_years", "years", "weeks followed / 52", "weken gevolgd / 52"),
    Field("families_in_need", "families", "1 if ever in need", "1 als er ooit nood was"),
    Field("fit", "share", "mean fit over weeks in need", "gemiddelde passendheid in weken met nood"),
    Field("lost_unknown", "share", "fit lost: unknown", "verlies van passendheid: onbekend"),
    Field("lost_too_light", "share", "fit lost: too light", "verlies van passendheid: te licht"),
    Field("lost_refused", "share", "fit lost: refused", "verlies van passendheid: geweigerd"),
    Field("lost_waiting", "share", "fit lost: waiting", "verlies van passendheid: wachten"),
    Field("lost_between", "share", "fit lost: between", "verlies van passendheid: tussen trajecten"),
    Field("need", "need-weeks", "need over all weeks and domains", "nood over alle weken en leefgebieden"),
    Field("unmet", "need-weeks", "need that care should meet and does not", "onvervulde nood"),
    Field("need_entry", "0-1", "need at the first request", "nood bij de eerste hulpvraag"),
    Field("need_closed", "0-1", "need at the first ending", "nood bij de eerste afsluiting"),
    Field("need_later", "0-1", "need there a year on", "nood daar een jaar later"),
    Field("severity", "need", "need in the last week", "nood in de laatste week"),
    Field("quality", "weeks", "quality of life, summed", "kwaliteit van leven, opgeteld"),
    Field("crises", "crises", "crises", "crises"),
    Field("protected", "families", "1 if help was imposed", "1 als hulp werd opgelegd"),
    Field("trust", "0-1", "trust in care in the last week", "vertrouwen in hulp in de laatste week"),
    Field("informal_support", "0-1", "informal support in the last week", "informele steun in de laatste week"),
    Field("care_weeks", "weeks", "weeks with a professional", "weken met hulpverlener"),
    Field("steady_weeks", "weeks", "weeks with a steady face", "weken met een vast gezicht"),
    Field("story_weeks", "weeks", "weeks in care and in need", "weken in hulp en in nood"),
    Field("story", "weeks", "story known, summed", "verhaal bekend, opgeteld"),
    Field("gap_weeks", "weeks", "weeks without follow-up", "weken zonder vervolg"),
    Field("episode_weeks", "weeks", "weeks of episodes", "weken van trajecten"),
    Field("weeks_too_heavy", "weeks", "of them heavier than needed", "waarvan zwaarder dan nodig"),
    Field("given", "code", "mean intensity given", "gemiddelde gegeven intensiteit"),
    Field("warranted", "code", "mean intensity warranted", "gemiddelde passende intensiteit"),
    Field("hours", "hours", "direct hours", "directe uren"),
    Field("cost", "euros", "cost of care", "kosten van hulp"),
    Field("made_new", "contacts", "contacts made with a new face", "contacten gelukt met een nieuw gezicht"),
    Field("missed_new", "contacts", "contacts missed with a new face", "contacten gemist met een nieuw gezicht"),
    Field("made_known", "contacts", "contacts made with a known face", "contacten gelukt met een bekend gezicht"),
    Field("missed_known", "contacts", "contacts missed with a known face", "contacten gemist met een bekend gezicht"),
    Field("early_alliance", "0-1", "alliance at the third contact", "band bij het derde contact"),
    Field("alliance", "0-1", "mean alliance over contacts", "gemiddelde band over contacten"),
    Field(
        "relation_years",
        "years",
        "years with a professional, over life domains",
        "jaren met een hulpverlener, over leefgebieden",
    ),
    Field("breaks", "breaks", "unplanned breaks", "ongeplande breuken"),
    Field("breaks_turnover", "breaks", "unplanned breaks: turnover", "ongeplande breuken: vertrek"),
    Field("breaks_absence", "breaks", "unplanned breaks: absence", "ongeplande breuken: verzuim"),
    Field("breaks_transfer", "breaks", "unplanned breaks: transfer", "ongeplande breuken: collega"),
    Field("breaks_passed_along", "breaks", "unplanned breaks: passed along", "ongeplande breuken: doorgeschoven"),
    Field("breaks_stopped", "breaks", "unplanned breaks: stopped", "ongeplande breuken: beschikking of contract"),
    Field("breaks_gone", "breaks", "unplanned breaks: gone", "ongeplande breuken: verhuisd of 18"),
    Field("professionals_met", "professionals", "professionals met", "hulpverleners gezien"),
    Field("new_faces", "starts", "starts with somebody new, after the first", "starts met iemand nieuws, na de eerste"),
    Field("warm_starts", "starts", "of them after a warm handover", "waarvan na een warme overdracht"),
    Field("retellings", "times", "retellings", "verhaal opnieuw verteld"),
    Field("threads", "threads", "life domains with two contacts or more", "leefgebieden met twee of meer contacten"),
    Field("upc", "sum", "UPC, summed over life domains", "UPC, opgeteld over leefgebieden"),
    Field("coc", "sum", "COC, summed over life domains", "COC, opgeteld over leefgebieden"),
    Field("secon", "sum", "SECON, summed over life domains", "SECON, opgeteld over leefgebieden"),
    Field("families_met", "families", "1 with two contacts or more", "1 bij twee of meer contacten"),
    Field("concurrency", "0-1", "dispersion by helpers at the same time", "spreiding door gelijktijdige hulpverleners"),
    Field("replacement", "0-1", "dispersion by replaced helpers", "spreiding door vervangen hulpverleners"),
    Field("waited", "weeks", "weeks waited until a start", "weken gewacht tot een start"),
    Field("waits", "times", "waits that ended in a start", "wachttijden tot een start"),
    Field("requests", "requests", "requests", "verwijzingen naar een lijst"),
    Field("refusals", "refusals", "refusals", "weigeringen"),
    Field("endings", "endings", "endings of care with a year of follow-up", "afsluitingen met een jaar follow-up"),
    Field(
        "reentries",
        "requests",
        "of them with a new request within a year",
        "waarvan met een nieuwe vraag binnen een jaar",
    ),
    Field("trajectories", "trajectories", "trajectories that began", "begonnen trajecten"),
    Field("trajectories_ended", "trajectories", "of them ended", "waarvan beëindigd"),
    Field("trajectory_weeks", "weeks", "weeks that these lasted", "weken dat die duurden"),
    Field(
        "first_known_a_year",
        "families",
        "1 if the first professional came a year or more before the end",
        "1 als de eerste hulpverlener minstens een jaar voor het einde kwam",
    ),
    Field(
        "first_lost", "families", "of them: gone within that year, unplanned", "waarvan: binnen dat jaar ongepland weg"
    ),
)
