"""Links that no rule about one person shows: in a small world, more of the cause moves the effect the declared way."""

import numpy as np
import pytest
from shown import (
    ALL_IN,
    NEVER,
    after,
    alliance,
    asking,
    bits,
    breaks,
    direct,
    dropout,
    effect_of,
    endings,
    family,
    first_done,
    given,
    hours_there,
    learns,
    missed,
    n_of,
    p_of,
    passed_on,
    persistence,
    record,
    sent_home,
    should_meet,
    team,
    vacancies,
)
from small_world import LATE, in_care, live, norm, seats_of, small_world, waits

from samenhang.model.links import LINKS
from samenhang.model.mechanisms.money import pool_left
from samenhang.model.tables import ABSENT, ACTIVE, INSURER, VACANT

BY_COUNTING = [link for links in LINKS.values() for link in links if link.rule is None]


def level(more, turn):
    teams = {"level": "teamwork" if more else "coordination", "meeting_wait": 0.0, "construction": "lent_staff"}
    world = after(team(), p_of(teams=teams | {"direct_effect": 0.3 if turn else -0.3}))
    return {"families.gives_effect": world.families.gives_effect[0], "families.gathered": world.families.gathered[0],
            "episodes.cut_off": world.episodes.cut_off[0, 0]}  # fmt: skip


def quality(more, turn):
    world = team(mutual_trust=1.0 if more else 0.2)
    p = p_of(teams=ALL_IN | {"direct_effect": 0.3 if turn else -0.3})
    return {"families.gives_effect": after(world, p).families.gives_effect[0]}


def coordinator(more, _turn):
    world = after(team(), p_of(teams={"coordinator": float(more)}))
    return {"families.coordinator": world.families.coordinator[0], "episodes.meeting": world.episodes.meeting.sum()}


def construction(more, turn):
    one = (("per_family", "lent_staff"), ("lent_staff", "main_contractor"))[turn][more]
    return {"episodes.cut_off": after(team(), p_of(teams=ALL_IN | {"construction": one})).episodes.cut_off[0, 0]}


def lent_skill(more, _turn):
    p = p_of(teams=ALL_IN | {"construction": "lent_staff", "lent_skill": 0.7 + 0.2 * more})
    return {"episodes.cut_off": after(team(), p).episodes.cut_off[0, 0]}


def told(more, _turn):
    p = p_of(teams=ALL_IN, together={"tells": float(more), "consent": 1.0})
    return {"episodes.knows": bits(after(team(), p).episodes.knows)}


def gathered(more, _turn):
    world = small_world(1, 3, (1, 1, 1))
    world.families.mutual_trust[:], world.families.clarity[:], world.professionals.competence[:] = 1.0, 1.0, 1.0
    world.families.trust[:], world.families.need[:, 2], world.families.should_meet[:, 2] = 1.0, 0.8, True
    for d in (0, 1):
        in_care(world, 0, 0.76, d=d, seat=d)
    p = p_of(teams=ALL_IN | {"meeting_wait": 0.0 if more else 1000.0}, together={"table_finds": 1.0, "tells": 0.0})
    return {"episodes.knows": bits(after(world, p).episodes.knows)}


def betrayed(more, _turn):
    p = p_of(teams=ALL_IN, together={"tells": 1.0, "consent": 0.0, "tells_anyway": float(more), "betrayal": 0.3})
    return {"families.trust": after(team(trust=1e-3), p).families.trust[0]}


def standing_in(more, _turn):
    world = team()
    world.professionals.status[0], world.professionals.back[0] = ABSENT, LATE
    return {
        "episodes.effect": after(world, p_of(teams=ALL_IN, together={"stand_in": float(more)})).episodes.effect[0, 0]
    }


def at_table(more, _turn):
    p = p_of(decisions={"professional_room": float(more), "overturned": 0.0, "undone": 0.0})
    turned = p_of(decisions={"professional_room": float(more), "overturned": 1.0, "production": 0.5, "home_weeks": 1.0})
    return {"decision_time": first_done(after(family(0.76), p, until=60, decide=True)), "overturned": n_of(after(family(0.76), turned, until=9, decide=True), "overturned")}  # fmt: skip


def overturned(more, _turn):
    p = p_of(decisions={"professional_room": 0.0, "overturned": float(more), "production": 0.5, "home_weeks": 1.0, "undone": 0.0}, teams={"level": "network"})  # fmt: skip
    world = family(0.76, domains=2, seats=(1, 1))
    after(world, p, until=4, decide=True)
    return {"decision_time": first_done(world), "families.trust": world.families.trust[0],
            "professionals.strain": world.professionals.strain.sum(), "ties.trust": world.ties.trust.sum()}  # fmt: skip


def undone(more, _turn):
    p = p_of(decisions={"professional_room": 1.0, "undone": float(more)}, teams={"level": "network"})
    return {"decision_time": first_done(after(family(0.76, domains=2, seats=(1, 1)), p, until=9, decide=True))}


def decision_time(more, _turn):
    p = p_of(decisions={"professional_room": 0.0 if more else 1.0, "home_weeks": 1000.0})
    return {"episodes.free": after(family(0.76), p, decide=True).episodes.free.sum()}


def leaving(more, _turn):
    world = team()
    after(world, p_of(trust={"tie_growth": 1.0, "co_location": 1.0, "ceiling": 0.9, "anchoring": 0.0}), until=3)
    world.professionals.person[0] += more
    live(world, p_of(trust={"anchoring": 0.0}), 3)
    gone = after(small_world(1, seats=(3,)), p_of(workforce={"exit_rate": 5200.0 * more}))
    return {"ties.trust": world.families.mutual_trust[0], "vacancies": (gone.professionals.status == VACANT).sum()}


def hiring(more, _turn):
    world = small_world(1)
    world.professionals.status[0] = VACANT
    after(world, p_of(workforce={"weeks_to_fill": 1.0 if more else NEVER}))
    return {"vacancies": (world.professionals.status == VACANT).sum()}


def training(more, _turn):
    return {
        "professionals.training": after(
            small_world(1), p_of(learning={"training": float(more)})
        ).professionals.training.sum()
    }


def requests(more, _turn):
    world = small_world(5)
    for f in range(5 if more else 1):
        waits(world, f, 0.6)
    world.sectors.starts[:] = 1.0
    return {"sectors.waits": after(world, norm(0.5)).sectors.waits[0]}


def starts(more, _turn):
    world = small_world(5)
    for f in range(5):
        waits(world, f, 0.6)
    after(world, norm(5 if more else 0.5))
    return {"sectors.waits": world.sectors.waits[0], "professionals.caseload": world.professionals.caseload[0],
            "helpers": (world.episodes.status == ACTIVE).sum(), "episodes.hours": world.episodes.hours.sum()}  # fmt: skip


def absence(more, _turn):
    world = small_world(1)
    waits(world, 0, 0.6)
    if more:
        world.professionals.status[0], world.professionals.back[0] = ABSENT, LATE
    return {"starts": n_of(after(world, norm(5)), "start")}


def caseload(more, _turn):
    world = small_world(4)
    for f in range(3 * more):
        in_care(world, f, 0.6)
    waits(world, 3, 0.6)
    return {"starts": n_of(after(world, norm(3)), "start")}


def refusals(more, _turn):
    world = small_world(1)
    waits(world, 0, 0.6)
    world.streams.refuses[:] = float(more)
    after(world, norm(3))
    assert n_of(world, "refused") == more
    return {"starts": int(seats_of(world)[0] >= 0)}


def workload(more, _turn):
    world = small_world(20)
    for f in range(20 if more else 1):
        in_care(world, f, 0.6)
    return {"sectors.busy": after(world, p_of()).sectors.busy[0]}


def pooled(more, _turn):
    streams = family().streams
    streams.ceiling[:], streams.spent[:] = 9000.0, 4000.0
    return {"pool": pool_left(streams, p_of(money={"pool": "everybody", "pooled_share": 0.2 + 0.8 * more}).money)}


def spent(more, _turn):
    streams = family().streams
    streams.ceiling[:], streams.spent[:] = 9000.0, 8000.0 if more else 3000.0
    return {"pool": pool_left(streams, p_of(money={"pool": "everybody"}).money)}


def billable(more, _turn):
    return {"streams.spent": after(family(), p_of(money={"billable_coordination": float(more)})).streams.spent.sum()}


def retention(more, _turn):
    return {"streams.spent": after(family(), p_of(workforce={"retention": float(more)})).streams.spent.sum()}


def named(more, _turn):
    world = small_world(1)
    world.streams.funder[:] = INSURER
    return {"domains.advice_paid": after(world, p_of(money={"named_clients_only": float(more)})).domains.advice_paid[0]}


SHOWN = {
    "asking": asking, "sent_home": sent_home, "vacancies": vacancies, "families.should_meet": should_meet, "contacts.effect": effect_of,
    "episodes.hours": hours_there, "episodes.given": given, "missed": missed, "contacts.learns": learns, "contacts.persistence": persistence,
    "families.gives_effect": direct, "teams.direct_effect": direct, "dropout": dropout, "endings": endings, "breaks": breaks,
    "handover.record": record, "episodes.passed_on": passed_on, "episodes.alliance": alliance, "families.level": level,
    "families.quality": quality, "teams.coordinator": coordinator, "families.coordinator": coordinator, "teams.construction": construction,
    "teams.lent_skill": lent_skill, "told": told, "families.gathered": gathered,
    "betrayed": betrayed, "standing_in": standing_in, "at_table": at_table, "overturned": overturned,
    "undone": undone, "decision_time": decision_time, "leaving": leaving, "learning.training": training, "requests": requests,
    "starts": starts, "absence": absence, "professionals.caseload": caseload, "organisations.refusals": refusals,
    "professionals.workload": workload, "hiring": hiring, "money.pooled_share": pooled, "streams.spent": spent,
    "money.billable_coordination": billable, "workforce.retention": retention, "money.named_clients_only": named,
}  # fmt: skip


@pytest.mark.parametrize("link", BY_COUNTING, ids=lambda k: f"{k.cause} {k.way} {k.effect}")
def test_more_of_the_cause_moves_the_effect_the_declared_way(link):
    """A link that goes either way is shown both ways."""
    show = SHOWN[link.cause]
    moved = {float(show(True, turn)[link.effect]) - float(show(False, turn)[link.effect]) for turn in (0, 1)}
    assert {int(np.sign(m)) for m in moved} == set(link.expects)
