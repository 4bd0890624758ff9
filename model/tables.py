"""The world: tables of columns. A row of `professionals` is a seat; who sits in it is a column.

Axes: F families, D life domains, P seats of professionals, O organisations, S sectors, T weeks. Every column holds its
neutral value until a mechanism writes it, so that removing a mechanism leaves a meaningful world.
"""

from typing import Annotated, NamedTuple

import numpy as np

from .declare import Array, Column
from .events import Events

NONE, WAITING, ACTIVE = 0, 1, 2  # status of an episode
VACANT, PRESENT = 0, 1  # status of a seat
NOBODY = -1  # no row, no week


class Families(NamedTuple):
    """Everyone who is or will come into view during the run, in order of arrival [F]."""

    id: Annotated[
        Array, Column("F", np.int64, "id", NOBODY, "week and slot of arrival", "week en volgnummer van aankomst")
    ]
    arrives: Annotated[Array, Column("F", np.int32, "week", 0, "week of arrival", "week van aankomst")]
    moves: Annotated[Array, Column("F", np.int32, "week", 0, "moves or grows up", "verhuist of wordt volwassen")]
    leaves: Annotated[Array, Column("F", np.int32, "week", NOBODY, "week out of view", "week uit beeld")]
    vulnerability: Annotated[Array, Column("F", np.float64, "0-1", 0, "vulnerability", "kwetsbaarheid")]
    informal_support: Annotated[Array, Column("F", np.float64, "0-1", 0, "informal support", "informele steun")]
    first_request: Annotated[Array, Column("F", np.int32, "week", NOBODY, "first request", "eerste hulpvraag")]
    weeks_quiet: Annotated[Array, Column("F", np.int32, "weeks", 0, "without need or care", "zonder nood of hulp")]
    need: Annotated[Array, Column("F D", np.float64, "0-1", 0, "need", "nood")]
    should_meet: Annotated[Array, Column("F D", np.bool_, "yes/no", 0, "care should meet it", "vraagt om hulp")]
    weeks_low: Annotated[Array, Column("F D", np.int32, "weeks", 0, "weeks of low need", "weken met lage nood")]


class Episodes(NamedTuple):
    """One care trajectory per family and life domain at a time [F, D]."""

    status: Annotated[Array, Column("F D", np.int8, "code", NONE, "none, waiting, active", "geen, wacht, loopt")]
    since: Annotated[Array, Column("F D", np.int32, "week", NOBODY, "status since week", "status sinds week")]
    seat: Annotated[Array, Column("F D", np.int32, "index", NOBODY, "seat that serves", "plek van de hulpverlener")]
    person: Annotated[Array, Column("F D", np.int32, "ordinal", NOBODY, "person who serves", "hulpverlener")]
    last_seat: Annotated[Array, Column("F D", np.int32, "index", NOBODY, "previous seat", "vorige plek")]
    last_person: Annotated[Array, Column("F D", np.int32, "ordinal", NOBODY, "previous person", "vorige persoon")]
    given_up: Annotated[Array, Column("F D", np.bool_, "yes/no", 0, "gave up waiting", "wachten opgegeven")]
    interrupted: Annotated[Array, Column("F D", np.bool_, "yes/no", 0, "waits after a break", "wacht na een breuk")]
    effect: Annotated[Array, Column("F D", np.float64, "1/week", 0, "need taken away", "weggenomen nood")]


class Professionals(NamedTuple):
    """Seats [P]: a place on an organisation's establishment, and the person in it."""

    organisation: Annotated[Array, Column("P", np.int32, "index", 0, "organisation", "organisatie")]
    ordinal: Annotated[
        Array, Column("P", np.int32, "ordinal", 0, "seat of the organisation", "plek binnen organisatie")
    ]
    status: Annotated[Array, Column("P", np.int8, "code", PRESENT, "vacant, present", "leeg, aanwezig")]
    person: Annotated[
        Array, Column("P", np.int32, "ordinal", 0, "present or last person", "huidige of laatste persoon")
    ]
    rounding: Annotated[Array, Column("P", np.float64, "0-1", 0.5, "rounding of the norm", "afronding van de norm")]
    caseload: Annotated[Array, Column("P", np.int32, "episodes", 0, "caseload", "caseload")]
    workload: Annotated[
        Array, Column("P", np.float64, "ratio", 0, "hours asked / available", "gevraagde / beschikbare uren")
    ]
    strain: Annotated[Array, Column("P", np.float64, "0-1", 0, "strain", "belasting")]


class Organisations(NamedTuple):
    """Providers [O]: facts from the region, and deviations from declared parameters."""

    sector: Annotated[Array, Column("O", np.int32, "index", 0, "sector", "sector")]
    norm_factor: Annotated[Array, Column("O", np.float64, "factor", 1, "norm, times", "norm, maal")]


class Domains(NamedTuple):
    """Life domains [D], as the region describes them."""

    sector: Annotated[Array, Column("D", np.int32, "index", 0, "sector that serves it", "sector die helpt")]
    hours: Annotated[
        Array, Column("D", np.float64, "hours/week", 0, "direct hours of a case", "directe uren per casus")
    ]
    exposure: Annotated[
        Array, Column("D", np.float64, "factor", 1, "how common problems are", "hoe vaak problemen voorkomen")
    ]
    pace: Annotated[Array, Column("D", np.float64, "factor", 1, "pace of change", "tempo van verandering")]
    spill: Annotated[Array, Column("D D", np.float64, "share", 0, "spill-over from", "doorwerking vanuit")]


class Sectors(NamedTuple):
    """Where the seats of a sector stand among the professionals [S]."""

    first_seat: Annotated[Array, Column("S", np.int32, "index", 0, "first seat", "eerste plek")]
    end_seat: Annotated[Array, Column("S", np.int32, "index", 0, "one past the last seat", "eerste plek na de laatste")]


class Followed(NamedTuple):
    """What is watched of the families of the entry cohort [F]; written by the observer only."""

    weeks: Annotated[Array, Column("F", np.int32, "weeks", 0, "weeks followed", "weken gevolgd")]
    weeks_in_need: Annotated[Array, Column("F", np.int32, "weeks", 0, "weeks in need", "weken in nood")]
    fit: Annotated[Array, Column("F", np.float64, "weeks", 0, "fit, summed", "passendheid, opgeteld")]
    need: Annotated[Array, Column("F", np.float64, "need-weeks", 0, "need, summed", "nood, opgeteld")]


class World(NamedTuple):
    """Everything there is, as the compiled week takes it."""

    families: Families
    episodes: Episodes
    professionals: Professionals
    organisations: Organisations
    domains: Domains
    sectors: Sectors
    followed: Followed
    shock_sizes: Array  # quantiles of the size of a shock
    series: Array  # [T, weekly measures]
    events: Events
