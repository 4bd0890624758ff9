"""What shows the links of care in a small world: functions that give the effects of less or more of a cause."""

import numpy as np
from small_world import LATE, in_care, lines, live, norm, small_world, still, waits

from samenhang.model.tables import ABSENT, ACTIVE, MISSED, VACANT

ALL_IN = {"rule": "fixed", "level": "teamwork", "meeting_wait": 0.0}
NEVER = 1e6


def p_of(**changes):
    """A still world in which care has an effect, and there is room."""
    given = {"contacts": {"effect": 0.02}, "allocation": {"caseload_norm": 50.0}, "teams": {"rule": "fixed"}}
    return still(**{m: given.get(m, {}) | changes.get(m, {}) for m in {**given, **changes}})


def family(need=0.6, *, seats=(1,), domains=1, **more):
    """One family, in care with the first seat, or one seat for each domain."""
    world = small_world(1, domains, seats, **more)
    for d in range(domains):
        in_care(world, 0, need, d=d, seat=d if len(seats) > d else 0)
    return world


def team(**at_table):
    """One family with two helpers of two organisations who could not work together better."""
    world = family(domains=2, seats=(1, 1))
    world.families.mutual_trust[:], world.families.clarity[:], world.professionals.competence[:] = 1.0, 1.0, 1.0
    for name, value in at_table.items():
        getattr(world.families, name)[:] = value
    return world


def after(world, p, until=1, **more):
    live(world, p, until=until, **more)
    return world


def bits(column):
    return sum(int(v).bit_count() for v in np.ravel(column))


def first_done(world):
    """The week in which a decision was carried out; late if never."""
    return min((line[0] for line in lines(world, "done")), default=LATE)


def n_of(world, kind):
    return len(lines(world, kind))


def asking(more, _turn):
    world = small_world(1)
    world.families.need[:], world.families.trust[:] = 0.7, 1.0
    after(world, p_of(access={"seeks": float(more), "outreach": float(more)}))
    return {"families.known": world.families.known.sum(), "professionals.looks": world.professionals.looks.sum()}


def sent_home(more, _turn):
    world = small_world(1)
    world.families.need[:], world.families.trust[:], world.sectors.busy[:] = 0.5, 0.0, 3.0
    after(
        world,
        p_of(
            needs={"opening": 0.4},
            access={"outreach": 1.0, "seeks": 1.0, "closes_early": 0.6 * more, "busy_effect": 6.0},
        ),
    )
    return {"families.known": world.families.known.sum()} if n_of(world, "ask") else {}


def vacancies(more, _turn):
    looks, starts, load, hires = (small_world(n, seats=(s,)) for n, s in ((1, 2), (6, 2), (2, 2), (1, 3)))
    looks.families.need[:] = 0.7
    for world in (looks, starts, load):
        world.professionals.status[1] = VACANT if more else world.professionals.status[1]
    hires.professionals.status[: 1 + more] = VACANT
    for f in range(6):
        waits(starts, f, 0.6)
    in_care(load, 0, 0.6, seat=0)
    in_care(load, 1, 0.6, seat=1)
    after(looks, p_of(access={"outreach": 1.0, "seeks": 1.0})), after(starts, norm(2)), after(load, norm(2), until=3)
    after(hires, p_of(workforce={"weeks_to_fill": 1.0}))
    return {"professionals.looks": looks.professionals.looks[0], "starts": n_of(starts, "start"),
            "professionals.caseload": load.professionals.caseload[0], "hiring": n_of(hires, "hire")}  # fmt: skip


def should_meet(more, _turn):
    world = small_world(1)
    world.families.need[:], world.families.known[:], world.families.first_request[:] = 0.7 if more else 0.1, True, 0
    return {"requests": n_of(after(world, p_of(), off=["access"]), "request")}


def effect_of(more, _turn):
    return {"episodes.effect": after(family(), p_of(contacts={"effect": 0.01 + 0.01 * more})).episodes.effect[0, 0]}


def hours_there(more, _turn):
    world = family()
    if not more:
        world.professionals.status[0], world.professionals.back[0] = ABSENT, LATE
    return {"episodes.effect": after(world, p_of()).episodes.effect[0, 0]}


def given(more, _turn):
    world = small_world(60)
    for f in range(1 if more else 60):
        in_care(world, f, 0.6)
    world.domains.hours[:] = 1.0
    after(world, p_of())
    return {"episodes.effect": world.episodes.effect[0, 0], "episodes.hours": world.episodes.hours[0, 0]}


def missed(more, _turn):
    p = p_of(contacts={"effect": 0.02, "missed": float(more), "persistence": 0.0})
    return {"episodes.effect": after(family(), p).episodes.effect[0, 0]}


def persistence(more, _turn):
    world = after(family(), p_of(contacts={"effect": 0.02, "missed": 1.0, "persistence": float(more)}))
    return {"missed": (world.episodes.contact == MISSED).sum(), "episodes.second_try": world.episodes.second_try.sum()}


def direct(more, _turn):
    world = after(team(), p_of(teams=ALL_IN | {"direct_effect": 0.3 * more}))
    return {"families.gives_effect": world.families.gives_effect[0], "episodes.effect": world.episodes.effect[0, 0]}


def learns(more, _turn):
    world = small_world(1, 2)
    in_care(world, 0, 0.6)
    world.families.need[0, 1] = 0.6
    return {"episodes.knows": bits(after(world, p_of(contacts={"learns": float(more)})).episodes.knows)}


def dropout(more, _turn):
    world = family()
    world.families.trust[:], world.episodes.alliance[:] = 0.0, 0.0
    return {"endings": n_of(after(world, p_of(closure={"dropout": float(more)})), "close")}


def endings(more, _turn):
    world = family(0.1 if more else 0.6)
    world.episodes.status[:], world.families.weeks_low[:] = ACTIVE, 50 * more
    after(world, p_of(), until=2)
    return {"helpers": (world.episodes.status == ACTIVE).sum(), "episodes.hours": world.episodes.hours.sum(),
            "professionals.caseload": world.professionals.caseload.sum()}  # fmt: skip


def breaks(more, _turn):
    p = p_of(handover={"rotation": 5200.0 * more, "break_harm": 0.1})
    alone = after(family(), p, until=2)
    world = small_world(1, 2, (2,))
    in_care(world, 0, 0.6)
    world.episodes.knows[0, 0], world.episodes.contacts[0, 0], world.episodes.new_face[0, 0] = 3, 20, False
    after(world, p, until=2)
    return {"episodes.hours": alone.episodes.hours.sum(), "sectors.waits": alone.sectors.waits[0], "families.trust": alone.families.trust[0],
            "episodes.knows": bits(world.episodes.knows[0, 0]), "episodes.contacts": world.episodes.contacts[0, 0]}  # fmt: skip


def record(more, _turn):
    p = p_of(handover={"rotation": 5200.0, "record": float(more), "keep": 1.0})
    return {"episodes.passed_on": bits(after(family(), p).episodes.passed_on)}


def passed_on(more, _turn):
    world = small_world(1, 2)
    waits(world, 0, 0.6)
    world.episodes.passed_on[0, 0] = 3 * more
    return {"episodes.knows": bits(after(world, p_of()).episodes.knows[0, 0])}


def alliance(more, _turn):
    world = family()
    world.episodes.alliance[:] = 0.9 if more else 0.2
    return {
        "episodes.carried": after(
            world, p_of(handover={"rotation": 5200.0, "warm": 1.0, "keep_bond": 0.5})
        ).episodes.carried[0, 0]
    }
