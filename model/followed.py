"""What is watched of the families of the entry cohort: columns that only the observer writes (follow.py)."""

from typing import Annotated, NamedTuple

import numpy as np

from .declare import Array, Column


class Followed(NamedTuple):
    """What is watched of the families of the entry cohort [F]; written by the observer only (follow.py)."""

    weeks: Annotated[Array, Column("F", np.int32, "weeks", 0, "weeks followed", "weken gevolgd")]
    weeks_in_need: Annotated[Array, Column("F", np.int32, "weeks", 0, "weeks in need", "weken in nood")]
    fit: Annotated[Array, Column("F", np.float64, "weeks", 0, "fit, summed", "passendheid, opgeteld")]
    lost: Annotated[
        Array, Column("F 5", np.float64, "weeks", 0, "fit lost, by reason", "verlies van passendheid, naar reden")
    ]
    need: Annotated[Array, Column("F", np.float64, "need-weeks", 0, "need, summed", "nood, opgeteld")]
    unmet: Annotated[
        Array, Column("F", np.float64, "need-weeks", 0, "need that care should meet and does not", "onvervulde nood")
    ]
    severity: Annotated[Array, Column("F", np.float64, "need", 0, "need in the last week", "nood in de laatste week")]
    quality: Annotated[
        Array, Column("F", np.float64, "weeks", 0, "quality of life, summed", "kwaliteit van leven, opgeteld")
    ]
    in_crisis: Annotated[
        Array,
        Column(
            "F", np.bool_, "yes/no", 1, "in crisis last week, or nobody knows", "vorige week in crisis, of onbekend"
        ),
    ]
    crises: Annotated[Array, Column("F", np.int32, "crises", 0, "crises", "crises")]
    trust: Annotated[
        Array, Column("F", np.float64, "0-1", 0, "trust in the last week", "vertrouwen in de laatste week")
    ]
    informal_support: Annotated[
        Array,
        Column("F", np.float64, "0-1", 0, "informal support in the last week", "informele steun in de laatste week"),
    ]
    care_weeks: Annotated[
        Array, Column("F", np.int32, "weeks", 0, "weeks with a professional", "weken met hulpverlener")
    ]
    steady_weeks: Annotated[
        Array, Column("F", np.int32, "weeks", 0, "weeks with one known for long", "weken met een vast gezicht")
    ]
    story_weeks: Annotated[
        Array, Column("F", np.int32, "weeks", 0, "weeks in care and in need", "weken in hulp en in nood")
    ]
    story: Annotated[Array, Column("F", np.float64, "weeks", 0, "story known, summed", "verhaal bekend, opgeteld")]
    gap_weeks: Annotated[Array, Column("F", np.int32, "weeks", 0, "weeks without follow-up", "weken zonder vervolg")]
    decision_weeks: Annotated[
        Array,
        Column("F", np.int32, "weeks", 0, "weeks in which a decision is pending", "weken waarin een besluit openstaat"),
    ]
    goal_agreement: Annotated[
        Array, Column("F", np.float64, "weeks", 0, "goal agreement, summed", "eens over de doelen, opgeteld")
    ]
    team_weeks: Annotated[
        Array,
        Column("F", np.int32, "weeks", 0, "weeks with two helpers or more", "weken met twee of meer hulpverleners"),
    ]
    level_match: Annotated[
        Array,
        Column("F", np.float64, "weeks", 0, "nearness to the advised level, summed", "nabijheid tot advies, opgeteld"),
    ]
    collaboration: Annotated[
        Array,
        Column("F", np.float64, "weeks", 0, "quality of collaboration, summed", "kwaliteit van samenwerken, opgeteld"),
    ]
    plan_weeks: Annotated[Array, Column("F", np.int32, "weeks", 0, "of them with one plan", "waarvan met één plan")]
    coordinator_weeks: Annotated[
        Array, Column("F", np.int32, "weeks", 0, "of them with a coordinator", "waarvan met een casusregisseur")
    ]
    stood_in: Annotated[
        Array, Column("F", np.int32, "contacts", 0, "contacts with a stand-in", "contacten met wie waarnam")
    ]
    episode_weeks: Annotated[Array, Column("F", np.int32, "weeks", 0, "weeks of episodes", "weken van trajecten")]
    weeks_too_heavy: Annotated[
        Array, Column("F", np.int32, "weeks", 0, "of them heavier than needed", "waarvan zwaarder dan nodig")
    ]
    given: Annotated[
        Array, Column("F", np.int32, "code-weeks", 0, "intensity given, summed", "gegeven intensiteit, opgeteld")
    ]
    warranted: Annotated[
        Array, Column("F", np.int32, "code-weeks", 0, "intensity warranted, summed", "passende intensiteit, opgeteld")
    ]
    hours: Annotated[Array, Column("F", np.float64, "hours", 0, "direct hours, summed", "directe uren, opgeteld")]
    cost: Annotated[Array, Column("F", np.float64, "euros", 0, "cost, summed", "kosten, opgeteld")]
    contacts: Annotated[
        Array,
        Column(
            "F 2 2",
            np.int32,
            "contacts",
            0,
            "new or known face, made or missed",
            "nieuw of bekend gezicht, gelukt of gemist",
        ),
    ]
    early_alliance: Annotated[
        Array, Column("F", np.float64, "0-1", np.nan, "alliance at the third contact", "band bij het derde contact")
    ]
    alliance: Annotated[
        Array, Column("F", np.float64, "contacts", 0, "alliance, summed over contacts", "band, opgeteld over contacten")
    ]
    closed: Annotated[Array, Column("F", np.int32, "week", -1, "first ending of care", "eerste afsluiting")]
    closed_domain: Annotated[Array, Column("F", np.int8, "index", -1, "its life domain", "leefgebied daarvan")]
    need_closed: Annotated[Array, Column("F", np.float64, "0-1", np.nan, "need then", "nood op dat moment")]
    need_later: Annotated[
        Array, Column("F", np.float64, "0-1", np.nan, "need there a year on", "nood daar een jaar later")
    ]
    faces: Annotated[
        Array,
        Column(
            "F D 12", np.int32, "code", -1, "with whom the last contacts were", "met wie de laatste contacten waren"
        ),
    ]
    n_faces: Annotated[Array, Column("F D", np.int32, "contacts", 0, "contacts made", "gelukte contacten")]
    family_faces: Annotated[
        Array,
        Column(
            "F 24",
            np.int32,
            "code",
            -1,
            "with whom the family's last contacts were",
            "met wie de laatste contacten van het gezin waren",
        ),
    ]
    family_domains: Annotated[
        Array, Column("F 24", np.int8, "index", -1, "and in which life domain", "en in welk leefgebied")
    ]
