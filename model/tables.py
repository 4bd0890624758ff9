"""The world: tables of columns. A row of `professionals` is a seat; who sits in it is a column.

Axes: F families, D life domains, P seats of professionals, K ties of each, O organisations, S sectors, M money streams, T weeks. Every
column holds its neutral value until a mechanism writes it, so that removing a mechanism leaves a meaningful world.
"""

from typing import Annotated, NamedTuple

import numpy as np

from .declare import Array, Column
from .events import Events
from .followed import Followed

NONE, WAITING, ACTIVE = 0, 1, 2  # status of an episode
VACANT, PRESENT, ABSENT, CLOSED = 0, 1, 2, 3  # status of a seat; closed: not on the establishment
LIGHT, REGULAR, INTENSIVE, STAY = 1, 2, 3, 4  # intensity of care; 0 is none
LOCAL_TEAM, DIRECT, MANDATED = 0, 1, 2  # the channel through which a family comes
NOT, MADE, MISSED = 0, 1, 2  # this week's contact
MUNICIPALITY, SCHOOL_BOARD, INSURER = 0, 1, 2  # who pays a stream
SIMPLE, COMPOUND, COMPLEX = 0, 1, 2  # class of complexity, at arrival
COORDINATION, COLLABORATION, TEAMWORK = 2, 3, 4  # levels of integration; 0 segregation, 1 network
NOBODY = -1  # no row, no week
# of a list of rows; of a signed one is asked, at every look at a column, whether it counts from the end
ROW = np.uint32
TIES = 32  # slots of one professional: a tie beyond that number pushes out a weaker one
NO_OFFER = 1 << 62  # a bit of `refused_by`: nothing is on offer


class Families(NamedTuple):
    """Everyone who is or will come into view during the run, in order of arrival [F]."""

    id: Annotated[Array, Column("F", np.int64, "id", NOBODY, "week and slot of arrival", "week en volgnummer van aankomst")]  # fmt: skip
    arrives: Annotated[Array, Column("F", np.int32, "week", 0, "week of arrival", "week van aankomst")]
    moves: Annotated[Array, Column("F", np.int32, "week", 0, "moves away", "verhuist")]
    grows_up: Annotated[Array, Column("F", np.int32, "week", 0, "youngest turns 18", "jongste wordt 18")]
    leaves: Annotated[Array, Column("F", np.int32, "week", NOBODY, "week out of view", "week uit beeld")]
    channel: Annotated[Array, Column("F", np.int8, "code", 0, "local team, direct, mandated", "lokaal team, direct, gedwongen")]  # fmt: skip
    vulnerability: Annotated[Array, Column("F", np.float64, "0-1", 0, "vulnerability", "kwetsbaarheid")]
    informal_support: Annotated[Array, Column("F", np.float64, "0-1", 0, "informal support", "informele steun")]
    help_seeking: Annotated[Array, Column("F", np.float64, "0-1", 1, "help-seeking", "hulp zoeken")]
    trust: Annotated[Array, Column("F", np.float64, "0-1", 0.5, "trust in care", "vertrouwen in hulp")]
    goal_agreement: Annotated[Array, Column("F", np.float64, "0-1", 0.5, "goal agreement", "eens over de doelen")]
    own_network: Annotated[Array, Column("F", np.float64, "0-1", 0, "support of their own", "steun van zichzelf uit")]
    level: Annotated[Array, Column("F", np.int8, "0-4", 0, "integration level", "niveau van integratie")]
    quality: Annotated[Array, Column("F", np.float64, "0-1", 0, "quality of collaboration", "kwaliteit van samenwerken")]  # fmt: skip
    coordinator: Annotated[Array, Column("F", np.int8, "index", NOBODY, "domain of the coordinator", "leefgebied van de casusregisseur")]  # fmt: skip
    planned: Annotated[Array, Column("F", np.int32, "week", NOBODY, "one plan since", "één plan sinds")]
    gathered: Annotated[Array, Column("F", np.bool_, "yes/no", 0, "helpers met this week", "hulpverleners zaten om tafel")]  # fmt: skip
    mutual_trust: Annotated[Array, Column("F", np.float64, "0-1", 0.5, "trust among helpers", "vertrouwen tussen hulpverleners")]  # fmt: skip
    clarity: Annotated[Array, Column("F", np.float64, "0-1", 0.5, "clear agreements among helpers", "heldere afspraken tussen hulpverleners")]  # fmt: skip
    gives_knows: Annotated[Array, Column("F", np.float64, "0-1", 0, "collaboration that tells", "samenwerking die vertelt")]  # fmt: skip
    gives_agreement: Annotated[Array, Column("F", np.float64, "0-1", 0, "collaboration that aligns goals", "samenwerking die doelen gelijkricht")]  # fmt: skip
    gives_decision: Annotated[Array, Column("F", np.float64, "0-1", 0, "collaboration that decides", "samenwerking die besluit")]  # fmt: skip
    gives_presence: Annotated[Array, Column("F", np.float64, "0-1", 0, "collaboration that stands in", "samenwerking die waarneemt")]  # fmt: skip
    gives_effect: Annotated[Array, Column("F", np.float64, "share", 0, "assumed direct effect", "aangenomen direct effect")]  # fmt: skip
    complexity: Annotated[Array, Column("F", np.float64, "0-1", 0, "complexity", "complexiteit")]
    complexity_class: Annotated[Array, Column("F", np.int8, "code", 0, "class of complexity at arrival", "complexiteitsklasse bij aankomst")]  # fmt: skip
    first_request: Annotated[Array, Column("F", np.int32, "week", NOBODY, "first request", "eerste hulpvraag")]
    asks_from: Annotated[Array, Column("F", np.int32, "week", 0, "asks from this week", "vraagt vanaf deze week")]
    weeks_quiet: Annotated[Array, Column("F", np.int32, "weeks", 0, "without need or care", "zonder nood of hulp")]
    need: Annotated[Array, Column("F D", np.float64, "0-1", 0, "need", "nood")]
    should_meet: Annotated[Array, Column("F D", np.bool_, "yes/no", 0, "care should meet it", "vraagt om hulp")]
    warranted: Annotated[Array, Column("F D", np.int8, "code", 0, "warranted intensity", "passende intensiteit")]
    weeks_low: Annotated[Array, Column("F D", np.int16, "weeks", 0, "weeks of low need", "weken met lage nood")]
    known: Annotated[Array, Column("F D", np.bool_, "yes/no", 0, "known to access or care", "bekend bij toegang of hulp")]  # fmt: skip


class Episodes(NamedTuple):
    """One care trajectory per family and life domain at a time [F, D]."""

    status: Annotated[Array, Column("F D", np.int8, "code", NONE, "none, waiting, active", "geen, wacht, loopt")]
    since: Annotated[Array, Column("F D", np.int32, "week", NOBODY, "status since week", "status sinds week")]
    started: Annotated[Array, Column("F D", np.int32, "week", NOBODY, "care began in week", "hulp begon in week")]
    ready: Annotated[Array, Column("F D", np.int32, "week", 0, "papers in order from", "papieren in orde vanaf")]
    not_before: Annotated[Array, Column("F D", np.int32, "week", 0, "no new request before", "geen nieuwe vraag voor")]
    papers: Annotated[Array, Column("F D", np.float64, "hours/week", 0, "hours of separate plans", "uren voor aparte plannen")]  # fmt: skip
    sector: Annotated[Array, Column("F D", np.int8, "index", 0, "sector that serves", "sector die helpt")]
    intensity: Annotated[Array, Column("F D", np.int8, "code", 0, "intensity given", "gegeven intensiteit")]
    seat: Annotated[Array, Column("F D", np.int32, "index", NOBODY, "seat that serves", "plek van de hulpverlener")]
    person: Annotated[Array, Column("F D", np.int32, "ordinal", NOBODY, "person who serves", "hulpverlener")]
    known_since: Annotated[Array, Column("F D", np.int32, "week", NOBODY, "with this person since", "met deze persoon sinds")]  # fmt: skip
    last_seat: Annotated[Array, Column("F D", np.int32, "index", NOBODY, "previous seat", "vorige plek")]
    last_person: Annotated[Array, Column("F D", np.int32, "ordinal", NOBODY, "previous person", "vorige persoon")]
    not_again: Annotated[Array, Column("F D", np.bool_, "yes/no", 0, "not that person again", "niet weer die persoon")]
    refused_by: Annotated[Array, Column("F D", np.int64, "bits", 0, "refused by", "geweigerd door")]
    interrupted: Annotated[Array, Column("F D", np.bool_, "yes/no", 0, "waits after a break", "wacht na een breuk")]
    new_face: Annotated[Array, Column("F D", np.bool_, "yes/no", 0, "have not met yet", "nog geen kennis gemaakt")]
    match: Annotated[Array, Column("F D", np.float64, "0-1", 0, "match of this pair", "klik van dit paar")]
    alliance: Annotated[Array, Column("F D", np.float64, "0-1", 0, "alliance", "band met de hulpverlener")]
    carried: Annotated[Array, Column("F D", np.float64, "0-1", 0, "alliance handed over", "overgedragen band")]
    knows: Annotated[Array, Column("F D", np.int32, "bits", 0, "domains this professional knows", "wat de hulpverlener weet")]  # fmt: skip
    passed_on: Annotated[Array, Column("F D", np.int32, "bits", 0, "knowledge handed over", "overgedragen kennis")]
    contacts: Annotated[
        Array, Column("F D", np.int32, "contacts", 0, "contacts with this person", "contacten met deze persoon")
    ]
    contact: Annotated[Array, Column("F D", np.int8, "code", 0, "none, made, missed", "geen, gelukt, gemist")]
    wishes_change: Annotated[Array, Column("F D", np.bool_, "yes/no", 0, "asks for another", "vraagt om een ander")]
    hours: Annotated[Array, Column("F D", np.float64, "hours", 0, "direct hours this week", "directe uren deze week")]
    given: Annotated[
        Array, Column("F D", np.float64, "share", 1, "hours given, of those asked", "gegeven uren, van de gevraagde")
    ]
    second_try: Annotated[Array, Column("F D", np.float64, "hours", 0, "hours of looking up again", "uren voor opnieuw opzoeken")]  # fmt: skip
    days: Annotated[Array, Column("F D", np.int8, "days", 0, "days of stay this week", "verblijfsdagen deze week")]
    billed_to: Annotated[Array, Column("F D", np.int32, "index", NOBODY, "organisation that bills", "wie factureert")]
    meeting: Annotated[Array, Column("F D", np.float64, "hours/week", 0, "hours of working together", "uren samenwerken")]  # fmt: skip
    stand_in: Annotated[Array, Column("F D", np.int32, "index", NOBODY, "seat that stands in this week", "plek die deze week waarneemt")]  # fmt: skip
    cut_off: Annotated[Array, Column("F D", np.float64, "factor", 1, "skill left away from home", "vakbekwaamheid die blijft ver van huis")]  # fmt: skip
    raised: Annotated[Array, Column("F D", np.int32, "week", NOBODY, "decision raised, or not before", "besluit gevraagd, of niet eerder dan")]  # fmt: skip
    homes: Annotated[Array, Column("F D", np.int8, "answers", 0, "answers to wait for; -1 decided", "antwoorden waarop het wacht; -1 besloten")]  # fmt: skip
    free: Annotated[Array, Column("F D", np.bool_, "yes/no", 1, "the plan may be changed", "het plan mag veranderen")]
    margin: Annotated[Array, Column("F D", np.float64, "share", 0, "answer to what a further week earns", "reactie op wat een week langer oplevert")]  # fmt: skip
    cost: Annotated[Array, Column("F D", np.float64, "euros", 0, "cost this week", "kosten deze week")]
    effect: Annotated[Array, Column("F D", np.float64, "1/week", 0, "need taken away", "weggenomen nood")]


class Professionals(NamedTuple):
    """Seats [P]: a place on an organisation's establishment, and the person in it."""

    organisation: Annotated[Array, Column("P", np.int32, "index", 0, "organisation", "organisatie")]
    ordinal: Annotated[Array, Column("P", np.int32, "ordinal", 0, "seat of the organisation", "plek binnen organisatie")]  # fmt: skip
    opens_at: Annotated[Array, Column("P", np.float64, "factor", 0, "opens at this establishment", "open vanaf deze bezetting")]  # fmt: skip
    status: Annotated[
        Array,
        Column("P", np.int8, "code", PRESENT, "vacant, present, absent, closed", "leeg, aanwezig, afwezig, opgeheven"),
    ]
    since: Annotated[Array, Column("P", np.int32, "week", 0, "in the seat since", "op de plek sinds")]
    back: Annotated[Array, Column("P", np.int32, "week", 0, "back from absence", "terug van verzuim")]
    left_because: Annotated[Array, Column("P", np.int8, "code", 0, "why the last one left", "waarom de vorige ging")]
    away_long: Annotated[Array, Column("P", np.bool_, "yes/no", 0, "clients are handed over", "cliënten overgedragen")]
    person: Annotated[Array, Column("P", np.int32, "ordinal", 0, "present or last person", "huidige of laatste persoon")]  # fmt: skip
    rounding: Annotated[Array, Column("P", np.float64, "0-1", 0.5, "rounding of the norm", "afronding van de norm")]
    capacity: Annotated[Array, Column("P", np.float64, "share", 1, "part of the norm, when new", "deel van de norm, als nieuweling")]  # fmt: skip
    talent: Annotated[Array, Column("P", np.float64, "factor", 1, "skill once the job is learnt", "vakbekwaamheid na inwerken")]  # fmt: skip
    restless: Annotated[Array, Column("P", np.float64, "0-1", 0.5, "own thoughts of leaving", "eigen gedachten aan vertrek")]  # fmt: skip
    skill: Annotated[Array, Column("P", np.float64, "factor", 1, "skill", "vakbekwaamheid")]
    competence: Annotated[Array, Column("P", np.float64, "0-1", 0.5, "competence to collaborate", "bekwaamheid in samenwerken")]  # fmt: skip
    adopted: Annotated[Array, Column("P", np.float64, "0-1", 0, "adopted practice", "eigen gemaakte werkwijze")]
    practice: Annotated[Array, Column("P", np.float64, "factor", 1, "what the practice adds", "wat de werkwijze toevoegt")]  # fmt: skip
    training: Annotated[Array, Column("P", np.float64, "hours/week", 0, "hours of joint training", "uren gezamenlijke scholing")]  # fmt: skip
    consults: Annotated[Array, Column("P", np.float64, "hours/week", 0, "hours of advice to others", "uren advies aan anderen")]  # fmt: skip
    time_to_meet: Annotated[Array, Column("P", np.float64, "share", 1, "coordination kept, of that asked", "afstemming die blijft, van de gevraagde")]  # fmt: skip
    caseload: Annotated[Array, Column("P", np.int32, "episodes", 0, "caseload", "caseload")]
    looks: Annotated[Array, Column("P", np.float64, "hours", 0, "hours of looks this week", "uren verkenning deze week")]  # fmt: skip
    workload: Annotated[Array, Column("P", np.float64, "ratio", 0, "workload, hours asked / available", "werkdruk, gevraagde / beschikbare uren")]  # fmt: skip
    given: Annotated[Array, Column("P", np.float64, "share", 1, "of their hours to ordinary cases", "van de uren voor gewone zaken")]  # fmt: skip
    direct: Annotated[Array, Column("P", np.float64, "hours", 0, "hours with families", "uren met gezinnen")]
    coordination: Annotated[Array, Column("P", np.float64, "hours", 0, "hours of coordination", "uren afstemming")]
    administration: Annotated[Array, Column("P", np.float64, "hours", 0, "hours of administration", "uren administratie")]  # fmt: skip
    upset: Annotated[Array, Column("P", np.float64, "0-1", 0, "by decisions overturned this week", "door besluiten die deze week zijn teruggedraaid")]  # fmt: skip
    strain: Annotated[Array, Column("P", np.float64, "0-1", 0, "strain", "belasting")]
    intention: Annotated[Array, Column("P", np.float64, "0-1", 0, "intention to leave", "vertrekgeneigdheid")]


class Organisations(NamedTuple):
    """Providers [O]: facts from the region, and deviations from declared parameters."""

    sector: Annotated[Array, Column("O", np.int32, "index", 0, "sector", "sector")]
    first_seat: Annotated[Array, Column("O", np.int32, "index", 0, "its first seat", "eerste plek van de organisatie")]
    end_seat: Annotated[Array, Column("O", np.int32, "index", 0, "one past its last seat", "voorbij de laatste plek")]
    norm_factor: Annotated[Array, Column("O", np.float64, "factor", 1, "norm, times", "norm, maal")]
    willingness: Annotated[Array, Column("O", np.float64, "0-1", 0.5, "takes complex cases", "neemt complexe zaken aan")]  # fmt: skip
    trust: Annotated[Array, Column("O O", np.float64, "0-1", 0.5, "institutional trust", "vertrouwen tussen organisaties")]  # fmt: skip
    risk: Annotated[Array, Column("O", np.float64, "factor", 1, "risk of complex cases, times", "risico van complexe zaken, maal")]  # fmt: skip
    preferred: Annotated[Array, Column("O O", np.float64, "0-1", 0, "asked first by those with agreements", "eerst gevraagd bij afspraken")]  # fmt: skip
    refusals: Annotated[Array, Column("O", np.float64, "refusals", 0, "refusals this week", "weigeringen deze week")]
    agreements: Annotated[
        Array,
        Column("O O", np.float64, "0-1", 0.5, "agreements between organisations", "afspraken tussen organisaties"),
    ]
    extra_cost: Annotated[Array, Column("O", np.float64, "euros/week", 0, "staff programmes", "personeelsprogramma's")]


class Domains(NamedTuple):
    """Life domains [D], as the region describes them."""

    sector: Annotated[Array, Column("D", np.int32, "index", 0, "sector that serves it", "sector die dit leefgebied bedient")]  # fmt: skip
    stream: Annotated[Array, Column("D", np.int32, "index", 0, "stream that pays", "geldstroom die betaalt")]
    hours: Annotated[Array, Column("D", np.float64, "factor", 1, "direct hours, times", "directe uren, maal")]
    exposure: Annotated[Array, Column("D", np.float64, "factor", 1, "how common problems are", "hoe vaak problemen voorkomen")]  # fmt: skip
    pace: Annotated[Array, Column("D", np.float64, "factor", 1, "pace of change", "tempo van verandering")]
    spill: Annotated[Array, Column("D D", np.float64, "share", 0, "spill-over from", "doorwerking vanuit")]
    at_local_team: Annotated[Array, Column("D", np.bool_, "yes/no", 0, "light help at the local team", "lichte hulp bij het lokale team")]  # fmt: skip
    mandated: Annotated[Array, Column("D", np.bool_, "yes/no", 0, "help can be imposed", "hulp kan worden opgelegd")]
    advice_paid: Annotated[Array, Column("D", np.float64, "share", 1, "advice that is paid", "advies dat wordt betaald")]  # fmt: skip
    offers: Annotated[Array, Column("D", np.int32, "bits", 30, "intensities on offer", "aangeboden intensiteiten")]
    most: Annotated[
        Array,
        Column("D", np.int8, "code", INTENSIVE, "heaviest that can be warranted", "zwaarste passende intensiteit"),
    ]


class Sectors(NamedTuple):
    """Sectors [S]: where their organisations and seats stand, and how they are doing."""

    first_organisation: Annotated[Array, Column("S", np.int32, "index", 0, "first organisation", "eerste organisatie")]
    end_organisation: Annotated[Array, Column("S", np.int32, "index", 0, "one past the last organisation", "eerste organisatie na de laatste")]  # fmt: skip
    first_seat: Annotated[Array, Column("S", np.int32, "index", 0, "first seat", "eerste plek")]
    end_seat: Annotated[Array, Column("S", np.int32, "index", 0, "one past the last seat", "eerste plek na de laatste")]
    stream: Annotated[Array, Column("S", np.int32, "index", 0, "stream that pays its own work", "geldstroom voor eigen werk")]  # fmt: skip
    tariff: Annotated[Array, Column("S", np.float64, "euros/hour", 0, "per direct hour", "per direct uur")]
    busy: Annotated[Array, Column("S", np.float64, "ratio", 0, "workload of those at work", "werkdruk van wie er is")]
    waits: Annotated[Array, Column("S", np.float64, "weeks", 0, "expected wait", "verwachte wachttijd")]
    starts: Annotated[Array, Column("S", np.float64, "starts/week", 0, "starts, smoothed", "starts, afgevlakt")]


class Streams(NamedTuple):
    """Money streams [M] and their contracts with organisations [O, M]; amounts of the current year."""

    funder: Annotated[Array, Column("M", np.int8, "code", 0, "who pays", "wie betaalt")]
    ceiling: Annotated[Array, Column("O M", np.float64, "euros/year", np.inf, "ceiling in the contract", "plafond in het contract")]  # fmt: skip
    spent: Annotated[Array, Column("O M", np.float64, "euros", 0, "spent this year", "besteed dit jaar")]
    cost: Annotated[Array, Column("O M", np.float64, "euros", 0, "spent this week", "besteed deze week")]
    deficit: Annotated[Array, Column("O M", np.float64, "euros", 0, "unfunded this week", "ongedekt deze week")]
    refuses: Annotated[Array, Column("O M", np.float64, "share", 0, "non-urgent starts refused", "geweigerde starts zonder spoed")]  # fmt: skip
    releases: Annotated[Array, Column("O M", np.float64, "1/week", 1, "money for a start released", "geld voor een start vrij")]  # fmt: skip


class Ties(NamedTuple):
    """Whom each professional knows [P, K]: a tie stands with the seat of the lower address, in a slot of the other's."""

    other: Annotated[Array, Column("P K", np.int32, "index", NOBODY, "seat of the other", "plek van de ander")]
    person: Annotated[Array, Column("P K", np.int32, "ordinal", NOBODY, "person in this seat", "persoon op deze plek")]
    other_person: Annotated[Array, Column("P K", np.int32, "ordinal", NOBODY, "the other person", "de andere persoon")]
    trust: Annotated[Array, Column("P K", np.float64, "0-1", 0, "trust of two professionals when last met", "vertrouwen van twee hulpverleners bij hun laatste contact")]  # fmt: skip
    week: Annotated[Array, Column("P K", np.int32, "week", 0, "week last met", "week van laatste contact")]


class Municipality(NamedTuple):
    """The region as a whole: one row [1]."""

    local_team: Annotated[Array, Column("1", np.int32, "index", 0, "sector that gives access", "sector die toegang geeft")]  # fmt: skip
    seats: Annotated[Array, Column("1", np.int32, "seats", 0, "seats of the region", "plekken van de regio")]
    places: Annotated[Array, Column("1", np.int32, "places", 0, "places to stay", "verblijfsplaatsen")]
    day_price: Annotated[Array, Column("1", np.float64, "euros/day", 0, "of a stay", "van verblijf")]
    labour_pool: Annotated[
        Array, Column("1", np.float64, "people", 0, "people who look for work here", "mensen die hier werk zoeken")
    ]


class World(NamedTuple):
    """Everything there is, as the compiled week takes it."""

    families: Families
    episodes: Episodes
    professionals: Professionals
    ties: Ties
    organisations: Organisations
    domains: Domains
    sectors: Sectors
    streams: Streams
    municipality: Municipality
    followed: Followed
    shock_sizes: Array  # quantiles of the size of a shock
    matches: Array  # quantiles of the match of a family and a professional
    series: Array  # [T, weekly measures]
    events: Events
