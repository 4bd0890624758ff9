"""Contacts: what care does to need, and what it asks of a professional's hours.

Only its null exists so far. `constant_care` lets every active episode ask the hours of its domain and take away the same
share of need each week, whoever gives it and however long they know each other; contacts proper (alliance, hours divided
over kinds of work, contacts missed) replace it.
"""

from typing import Annotated, NamedTuple

from ..compiled import rule, sweep
from ..declare import Mechanism, positive, weekly
from ..language import N_
from ..tables import ACTIVE, NOBODY, Domains, Episodes, Families, Professionals

ABOUT = Mechanism(
    name="contacts", place=6, en="Contacts", nl="Contacten",
    plain=N_("What care does to need and asks in hours. So far: the same share of need each week, whoever gives it."),
)  # fmt: skip


class Contacts(NamedTuple):
    """Parameters of contacts."""

    effect: Annotated[float, weekly(0.008, 0.035, "assumption", "Share of need taken away by care",
        "Aandeel van de nood dat hulp wegneemt",
        why=N_("Set so that care for one need lasts about a year, as registered; not an effect measured against no care."))] = 0.014  # fmt: skip
    direct_hours: Annotated[float, positive("hours/week", 7.0, 11.0, "model_spec", "Hours with families, per professional",
        "Uren met gezinnen, per professional", role="fixed")] = 8.9  # fmt: skip


@rule
def effect_of(pace: float, p: Contacts) -> float:
    """Care takes away a constant share: effect x pace of the domain."""
    return p.effect * pace


@rule
def hours_share(hours: float, p: Contacts) -> float:
    """What one case adds to workload: hours asked / hours there."""
    return hours / p.direct_hours


@sweep
def constant_care(
    families: Families, episodes: Episodes, staff: Professionals, domains: Domains, week: int, p: Contacts
) -> None:
    """The null: the same help for everybody in care; workload is the hours that the caseload asks."""
    staff.workload[:] = 0.0
    for f in range(families.id.size):
        if families.arrives[f] > week:
            break
        if families.leaves[f] != NOBODY:
            continue
        for d in range(domains.hours.size):
            episodes.effect[f, d] = 0.0
            if episodes.status[f, d] == ACTIVE:
                episodes.effect[f, d] = effect_of(domains.pace[d], p)
                staff.workload[episodes.seat[f, d]] += hours_share(domains.hours[d], p)
