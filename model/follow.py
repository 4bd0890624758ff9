"""The cohort's observer: what happens to the families that are followed, added up week by week; it changes nothing.

Definitions are those of the measures (measures/); what an event table can tell is left to outcomes/.
"""

import numpy as np

from .compiled import rule, sweep
from .declare import YEAR, Array
from .followed import Followed
from .levels import match_of_level
from .measures import ENTRY, FOLLOW
from .outcomes.fit import BETWEEN, REFUSED, TOO_LIGHT, UNKNOWN, UNSERVED, met_share
from .relations import count_helpers, known_to_active
from .tables import ACTIVE, MADE, NOBODY, NONE, NOT, WAITING, Episodes, Families, Professionals, World

STEADY = 26  # weeks after which a face is a steady one
CRISIS = 0.85  # need from which a need that care should meet is a crisis
NEW_FOR = 8  # contacts before which a face is new
EARLY = 3  # contact from which the early alliance is read, at the first that is made
PEOPLE = 64  # who has ever sat in a seat, at most, told apart


@rule
def is_followed(first_request: int, week: int, opens: int) -> bool:
    """In the entry cohort, and within the follow-up of this family. `opens` is the week in which entry opens."""
    entered = first_request != NOBODY and opens <= first_request < opens + ENTRY
    return entered and week < first_request + FOLLOW


@sweep
def rows_followed(first: Array, left: Array, opens: int, horizon: int) -> Array:
    """Rows of the entry cohort that are followed to the end; not who left in the week of asking. first [F], left [F]: weeks."""
    found, n = np.empty(first.size, np.int64), 0
    for f in range(first.size):
        if is_followed(first[f], first[f], opens) and first[f] != left[f] and first[f] + FOLLOW <= horizon:
            found[n] = f
            n += 1
    return found[:n]


@rule
def is_pending(raised: int, homes: int, week: int) -> bool:
    """Was a decision raised that is not yet made? What was overturned or left undone waits to be raised again: it is not."""
    return raised != NOBODY and raised <= week and homes >= 0


@rule
def why_lost(status: int, known: bool, had_episode: bool, refused: bool, pending: bool) -> int:
    """Why a need is not met as it should be; each lost week counts once, for the first that holds.

    A need for which there has been an episode, or a request, is not unknown: nobody may act on it, but it was told. To wait
    for a decision (`pending`) is to wait.
    """
    if status == ACTIVE:
        return TOO_LIGHT
    if not known and not had_episode:
        return UNKNOWN
    if refused:
        return REFUSED
    return UNSERVED if status == WAITING or pending else BETWEEN


@rule
def quality_of_life(worst: float, mean: float) -> float:
    """1 minus half the heaviest need and half the mean need; 0-1."""
    return 1.0 - 0.5 * worst - 0.5 * mean


@rule
def share_known(knows: int, meets: int) -> float:
    """Of the needs that care should meet, the part that this professional knows; both are bits, `meets` is not empty."""
    n, known, left = 0, 0, meets
    while left:
        lowest = left & -left
        n, known, left = n + 1, known + ((knows & lowest) != 0), left ^ lowest
    return known / n


@rule
def watch_needs(families: Families, episodes: Episodes, followed: Followed, f: int, week: int) -> None:
    """Need, what of it is met, and why the rest is not."""
    need, meets, warranted = families.need[f], families.should_meet[f], families.warranted[f]
    status, given = episodes.status[f], episodes.intensity[f]
    asked, added, worst, crisis = 0.0, 0.0, 0.0, False
    for d in range(need.size):
        added, worst = added + need[d], max(worst, need[d])
        if meets[d]:
            asked, crisis = asked + need[d], crisis or need[d] >= CRISIS
    followed.weeks[f] += 1
    followed.need[f] += added
    followed.severity[f], followed.trust[f] = added, families.trust[f]
    followed.informal_support[f] = families.informal_support[f]
    followed.quality[f] += quality_of_life(worst, added / need.size)
    followed.crises[f] += crisis and not followed.in_crisis[f]
    followed.in_crisis[f] = crisis
    if asked == 0.0:
        return
    followed.weeks_in_need[f] += 1
    known = known_to_active(status, episodes.knows[f])
    for d in range(need.size):
        if meets[d]:
            met = need[d] * met_share(status[d], given[d], warranted[d])
            followed.fit[f] += met / asked
            if met < need[d]:
                is_known = families.known[f, d] or (known >> d) & 1 == 1
                had, refused = episodes.since[f, d] != NOBODY, episodes.refused_by[f, d] != 0
                pending = is_pending(episodes.raised[f, d], episodes.homes[f, d], week)
                followed.lost[f, why_lost(status[d], is_known, had, refused, pending)] += (need[d] - met) / asked
                followed.unmet[f] += need[d] - met


@rule
def watch_care(families: Families, episodes: Episodes, followed: Followed, f: int, week: int) -> None:
    """Who is there, for how long, what they know, what is missing; hours, intensity and cost."""
    n, steady, gap, meets, story = 0, False, False, 0, 0.0
    cost, hours = followed.cost[f], followed.hours[f]
    for d in range(families.need.shape[1]):
        meets |= int(families.should_meet[f, d]) << d
        cost, hours = cost + episodes.cost[f, d], hours + episodes.hours[f, d]
    followed.cost[f], followed.hours[f] = cost, hours
    for d in range(families.need.shape[1]):
        followed.decision_weeks[f] += is_pending(episodes.raised[f, d], episodes.homes[f, d], week)
        if episodes.status[f, d] != ACTIVE:
            gap = gap or (families.should_meet[f, d] and episodes.last_seat[f, d] != NOBODY)
            continue
        n += 1
        steady = steady or week - episodes.known_since[f, d] >= STEADY
        story += share_known(episodes.knows[f, d], meets) if meets else 0.0
        followed.given[f] += episodes.intensity[f, d]
        followed.warranted[f] += families.warranted[f, d]
        followed.weeks_too_heavy[f] += episodes.intensity[f, d] > families.warranted[f, d]
    followed.gap_weeks[f] += gap
    if n:
        followed.care_weeks[f] += 1
        followed.episode_weeks[f] += n
        followed.steady_weeks[f] += steady
        followed.story_weeks[f] += meets != 0
        followed.story[f] += story / n
        followed.goal_agreement[f] += families.goal_agreement[f]
    if n >= 2:
        watch_team(families, episodes, followed, f)


@rule
def watch_team(families: Families, episodes: Episodes, followed: Followed, f: int) -> None:
    """How the helpers of a family work together, where there are two or more: one helper may serve several domains."""
    if count_helpers(episodes.status, episodes.seat, f) < 2:
        return
    followed.team_weeks[f] += 1
    followed.level_match[f] += match_of_level(families.level[f], families.complexity[f])
    followed.collaboration[f] += families.quality[f]
    followed.plan_weeks[f] += families.planned[f] != NOBODY
    followed.coordinator_weeks[f] += families.coordinator[f] != NOBODY


@rule
def watch_contact(episodes: Episodes, staff: Professionals, followed: Followed, f: int, d: int) -> None:
    """One contact, made or missed, with who was there in this week; who parted afterwards met last week's professional."""
    if episodes.stand_in[f, d] != NOBODY:  # another helper came: a face, and no contact of this pair
        followed.stood_in[f] += 1
        meet(followed, f, d, episodes.stand_in[f, d], staff.person[episodes.stand_in[f, d]])
        return
    seat, person = episodes.seat[f, d], episodes.person[f, d]
    if seat == NOBODY:
        seat, person = episodes.last_seat[f, d], episodes.last_person[f, d]
    known, made = episodes.contacts[f, d] >= NEW_FOR, episodes.contact[f, d] == MADE
    followed.contacts[f, int(known), int(not made)] += 1
    if not made:
        return
    followed.alliance[f] += episodes.alliance[f, d]
    if episodes.contacts[f, d] >= EARLY and np.isnan(followed.early_alliance[f]):
        followed.early_alliance[f] = episodes.alliance[f, d]
    meet(followed, f, d, seat, person)


@rule
def meet(followed: Followed, f: int, d: int, seat: int, person: int) -> None:
    """A contact that was made joins the last ones of its thread and of the family."""
    n_family, face = 0, seat * PEOPLE + person % PEOPLE
    for e in range(followed.n_faces.shape[1]):
        n_family += followed.n_faces[f, e]
    followed.faces[f, d, followed.n_faces[f, d] % followed.faces.shape[2]] = face
    at = n_family % followed.family_faces.shape[1]
    followed.family_faces[f, at], followed.family_domains[f, at] = face, d
    followed.n_faces[f, d] += 1


@rule
def watch_ending(families: Families, episodes: Episodes, followed: Followed, f: int, week: int) -> None:
    """The first episode that ends after care: the need then, and a year later."""
    if followed.closed[f] != NOBODY:
        if week == followed.closed[f] + YEAR:
            followed.need_later[f] = families.need[f, followed.closed_domain[f]]
        return
    for d in range(families.need.shape[1]):
        ended = episodes.status[f, d] == NONE and episodes.since[f, d] == week and episodes.last_seat[f, d] != NOBODY
        if ended and followed.closed[f] == NOBODY:
            followed.closed[f], followed.closed_domain[f] = week, d
            followed.need_closed[f] = families.need[f, d]


@sweep
def follow(world: World, here: Array, week: int, opens: int) -> None:
    """A week of every family that is followed; of those that have gone nobody knows how it goes on with them."""
    families, episodes, followed = world.families, world.episodes, world.followed
    for f in here:
        if families.leaves[f] == NOBODY and is_followed(families.first_request[f], week, opens):
            watch_needs(families, episodes, followed, f, week)
            watch_care(families, episodes, followed, f, week)
            watch_ending(families, episodes, followed, f, week)
            for d in range(families.need.shape[1]):
                if episodes.contact[f, d] != NOT:
                    watch_contact(episodes, world.professionals, followed, f, d)
