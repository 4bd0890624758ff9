"""The entry cohort of a run as a table: one row per family, from which every outcome about families is a ratio of sums.

What the observer added up week by week (follow.py) stands beside what the event log tells (outcomes/).
"""

import numpy as np
import pandas as pd

from .declare import YEAR, Array
from .events import Event
from .follow import rows_followed
from .measures import FOLLOW, OUTCOMES
from .measures.family import FIELDS
from .measures.fit import LOST
from .outcomes import access, continuity
from .outcomes.continuity import ratio
from .outcomes.lines import Lines, face_of, lines
from .tables import MANDATED, NOBODY, World

CLASSES = ("simple", "compound", "complex")  # of complexity, at arrival


def who_is_followed(world: World, opens: int, horizon: int) -> pd.DataFrame:
    """The families followed to the end: row, family (id), first week of the follow-up and one past the last."""
    first = world.families.first_request
    rows = rows_followed(first, world.families.leaves, opens, horizon)
    return pd.DataFrame({"row": rows, "family": world.families.id[rows], "first": first[rows], "last": first[rows] + FOLLOW})  # fmt: skip


def lines_of(world: World, followed: pd.DataFrame, domains: tuple[str, ...]) -> Lines:
    """What the log tells of these families up to the end of their follow-up."""
    log, n, last = world.events, int(world.events.used[0]), followed["last"].to_numpy()
    ids = np.append(followed["family"].to_numpy(), NOBODY - 1)  # they grow with the rows
    place = np.searchsorted(ids[:-1], log.family[:n])
    rows = np.nonzero((ids[place] == log.family[:n]) & (log.week[:n] < np.append(last, 0)[place]))[0]
    told = log._replace(**{k: v[rows] for k, v in log._asdict().items() if k != "used"})
    domain = np.where(told.domain == NOBODY, len(domains), told.domain)
    return Lines(place[rows], domain, told.week, told.event, told.cause, told.value, face_of(told.seat, told.person), followed["first"].to_numpy(), last, (*domains, ""))  # fmt: skip


def contacts_of(world: World, rows: Array) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The last contacts of these families, in order: by thread, and of the family as a whole; family, domain, face."""
    followed = world.followed
    n, kept = followed.n_faces[rows], followed.faces.shape[2]
    at = (n[:, :, None] + np.arange(kept)) % kept  # the oldest stands where the next would be written
    of_thread = np.take_along_axis(followed.faces[rows], at, 2)
    f, d, k = np.nonzero(of_thread != NOBODY)
    threads = pd.DataFrame({"family": world.families.id[rows][f], "domain": d, "face": of_thread[f, d, k]})
    whole = followed.family_faces.shape[1]
    at = (n.sum(axis=1)[:, None] + np.arange(whole)) % whole
    of_family = np.take_along_axis(followed.family_faces[rows], at, 1)
    domains = np.take_along_axis(followed.family_domains[rows], at, 1)
    f, k = np.nonzero(of_family != NOBODY)
    return threads, pd.DataFrame({"family": world.families.id[rows][f], "domain": domains[f, k], "face": of_family[f, k]})  # fmt: skip


def watched(world: World, followed: pd.DataFrame) -> dict[str, Array]:
    """What the observer added up."""
    rows, seen = followed["row"].to_numpy(), world.followed
    in_need, n_contacts = seen.weeks_in_need[rows], seen.contacts[rows]
    weeks = np.maximum(in_need, 1)
    in_care = np.maximum(seen.episode_weeks[rows], 1)
    summed = ("weeks", "need", "unmet", "severity", "quality", "crises", "trust", "informal_support", "care_weeks", "steady_weeks", "story_weeks",
              "story", "gap_weeks", "episode_weeks", "weeks_too_heavy", "hours", "cost", "need_closed", "need_later", "early_alliance",
              "decision_weeks", "goal_agreement", "team_weeks", "level_match", "collaboration", "plan_weeks", "coordinator_weeks", "stood_in")  # fmt: skip
    found = {name: getattr(seen, name)[rows] for name in summed}
    found |= {
        "complexity_class": world.families.complexity_class[rows], "channel": world.families.channel[rows],
        "families": np.ones(rows.size), "families_in_need": (in_need > 0).astype(float), "family_years": seen.weeks[rows] / YEAR,
        "contacts_made": seen.n_faces[rows].sum(axis=1), "fit": seen.fit[rows] / weeks,
        "given": seen.given[rows] / in_care, "warranted": seen.warranted[rows] / in_care,
        "alliance": seen.alliance[rows] / np.maximum(n_contacts[:, :, 0].sum(axis=1), 1),
    }  # fmt: skip
    found |= {f"lost_{why}": seen.lost[rows, k] / weeks for k, why in enumerate(LOST)}
    return found | {f"{made}_{face}": n_contacts[:, i, j] for i, face in enumerate(("new", "known")) for j, made in enumerate(("made", "missed"))}  # fmt: skip


def told(events: pd.DataFrame | Lines, followed: pd.DataFrame, care_threshold: float, imposed: set[str]) -> dict[str, Array]:  # fmt: skip
    """What the event log tells of each family; `imposed` are the domains in which help can be."""
    events = lines(events, followed)
    broken = continuity.breaks(events, followed, care_threshold)
    found = {"breaks": broken["all"].to_numpy()} | {f"breaks_{kind}": broken[kind].to_numpy() for kind in continuity.BREAKS}  # fmt: skip
    starts, asked, need = events.of(Event.start).within(), events.of(Event.ask), np.full(len(followed), np.nan)
    asked = asked.at(asked.earliest())
    need[asked.family] = asked.value
    is_imposed = np.array([d in imposed for d in events.domains], bool)
    found |= {
        "relation_years": continuity.relation_weeks(events, followed) / YEAR,
        "professionals_met": continuity.professionals_met(events, followed),
        "protected": np.minimum(starts.at(is_imposed[starts.domain]).count(), 1.0),
        "need_entry": need,
    }
    found["warm_starts"], found["new_faces"] = continuity.new_faces(events, followed)
    found["retellings"] = found["new_faces"] - found["warm_starts"]
    found["decisions_made"], found["decisions_done"], found["decisions_overturned"] = continuity.decisions(events, followed)  # fmt: skip
    found["decisions_answered"] = found["decisions_made"] + found["decisions_overturned"]
    for names, values in ((("waited", "waits"), access.waits(events, followed)), (("refusals", "requests"), access.refusals(events, followed)),
                          (("reentries", "endings"), access.endings(events, followed)), (("first_lost", "first_known_a_year"), access.lost_main(events, followed, care_threshold)),
                          (("trajectories", "trajectories_ended", "trajectory_weeks"), access.trajectories(events, followed))):  # fmt: skip
        found |= dict(zip(names, values, strict=True))
    return found


def met(threads: pd.DataFrame, whole: pd.DataFrame, followed: pd.DataFrame) -> dict[str, Array]:
    """Indices of contact, summed over the threads of each family, and dispersion with its split."""
    by_thread, split = (
        continuity.thread_indices(threads).groupby("family"),
        continuity.dispersion(whole).set_index("family"),
    )
    found = {name: continuity.per_family(by_thread[name].sum(), followed) for name in ("upc", "coc", "secon")}
    found["threads"] = continuity.per_family(by_thread.size(), followed)
    found |= {name: continuity.per_family(split[name], followed) for name in ("concurrency", "replacement")}
    return found | {"families_met": followed["family"].isin(split.index).to_numpy(float)}


def table(world: World, events: pd.DataFrame | Lines, followed: pd.DataFrame, care_threshold: float, imposed: set[str]) -> pd.DataFrame:  # fmt: skip
    """One row per followed family, with the columns of FIELDS."""
    columns = watched(world, followed) | told(events, followed, care_threshold, imposed) | met(*contacts_of(world, followed["row"].to_numpy()), followed)  # fmt: skip
    columns["protected"] = columns["protected"] * (columns["channel"] == MANDATED)
    whole = pd.DataFrame({"family": followed["family"], "first": followed["first"], "last": followed["last"]} | columns)
    return whole[[f.name for f in FIELDS]]


def about_families(table: pd.DataFrame) -> dict[str, float]:
    """Outcome -> value, of every outcome that is a ratio over families; of all rows, or of those that are given."""
    return {m.name: ratio(table[m.of[0]].to_numpy(), table[m.of[1]].to_numpy(), m.times) for m in OUTCOMES if m.of}
