"""Allocation (4): waiting episodes meet free capacity: urgent and long-waiting first, the same face if possible."""

import math

from samenhang.model.events import Cause, Event
from samenhang.model.tables import INTENSIVE, STAY, WAITING

WEEKS_OF_AN_ANSWER = 13  # that a family is too complex
TINY = 1e-6  # decides only what is otherwise equal


class Rules:
    """The order of the line, and who may say no."""

    def __init__(self, region):
        self.p, self.week = region.p.allocation, region.week

    def goes_first(self, episode):
        """Imposed help and urgent needs."""
        return episode.imposed or episode.need >= self.p.urgent

    def place_in_line(self, episode):
        """Weeks waited, ahead for need and after a break."""
        ahead = self.p.urgency_weight * episode.need + (self.p.head_start if episode.interrupted else 0.0)
        return ahead + (self.week - episode.since)

    def may_not_be_refused(self, episode):
        """Nobody says no to who goes first."""
        return self.goes_first(episode)

    def norm(self, urgent):
        """Cases for a whole seat."""
        return self.p.caseload_norm * (self.p.overbook if urgent else 1.0)

    def refuses_complex(self):
        """Refusals of the most complex cases."""
        return self.p.refuses_complex

    def prefers_agreed(self):
        """Preference for organisations with agreements."""
        return self.p.prefers_agreed


class FirstCome(Rules):
    """The null `first_come`: by weeks waited only."""

    def goes_first(self, episode):
        return False

    def place_in_line(self, episode):
        return self.week - episode.since

    def may_not_be_refused(self, episode):
        return episode.imposed

    def norm(self, urgent):
        return self.p.caseload_norm

    def refuses_complex(self):
        return 0.0

    def prefers_agreed(self):
        return 0.0


def allocation(region):
    """The week at the desk."""
    rules = Rules(region)
    for episode in waiting(region):
        if (
            not rules.goes_first(episode)
            and region.luck.draw("allocation.leaves_list", *episode.luck_of)[0] < rules.p.leave_list
        ):
            leave_list(episode, rules.p)
    allot(region, rules)


def first_come(region):
    """Without the mechanism: first come, first served, whoever has room and money."""
    allot(region, FirstCome(region))


def waiting(region):
    """Everything on a list, in order of arrival and life domain."""
    return [e for family in region.engaged for e in family.episodes if e.status == WAITING]


def leave_list(episode, p):
    """The family gives up, or is helped elsewhere."""
    episode.close(Cause.left_list)
    episode.family.known[episode.domain.index] = False
    episode.not_before = episode.region.week + round(p.comes_back)


def allot(region, rules):
    """One pass down the line, then places to stay, then what a newcomer may expect."""
    for organisation in region.organisations:
        organisation.refusals = 0.0
    for episode in waiting(region):
        if (region.week - episode.since) % WEEKS_OF_AN_ANSWER == 0:
            episode.refused_by = set()
    ready = [e for e in waiting(region) if e.ready <= region.week]
    line = {e: rules.place_in_line(e) + TINY * region.luck.draw("allocation.line", *e.luck_of)[0] for e in ready}
    starts = dict.fromkeys(region.sectors, 0)
    for episode in sorted(line, key=line.get, reverse=True):
        professional = find_professional(episode, rules)
        if professional:
            episode.join(professional)
            starts[episode.sector] += 1
    give_places(region)
    expect(region, starts)


def find_professional(episode, rules):
    """Each organisation with room is asked, also when the same face is there; the same face wins, else the lightest load."""
    found, lightest = None, math.inf
    for organisation in episode.sector.organisations:
        professional = make_room(episode, organisation, rules)
        if professional is None or not says_yes(episode, organisation, rules):
            continue
        load = professional.load() * (1.0 - rules.prefers_agreed() * agreed_with(episode.family, organisation))
        if is_same_face(episode, professional):
            load = -math.inf
        if load < lightest:
            found, lightest = professional, load
    return found


def is_same_face(episode, professional):
    """Did this person help with this before?"""
    return episode.last_professional is professional and episode.last_person == professional.person


def make_room(episode, organisation, rules):
    """The previous person if still there with room; else the present seat with the lightest load."""
    urgent = rules.goes_first(episode)
    with_room = [p for p in organisation.professionals if p.has_room(rules.norm(urgent))]
    same = [p for p in with_room if is_same_face(episode, p)]
    if same and not episode.not_again:
        return same[0]
    return min((p for p in with_room if p not in same), key=lambda p: p.load(), default=None)


def agreed_with(family, organisation):
    """The best agreements that the family's helpers have with an organisation."""
    return max((e.professional.employer.preferred[organisation.index] for e in family.active), default=0.0)


def says_yes(episode, organisation, rules):
    """Money is refused for the year, complexity for thirteen weeks."""
    if rules.may_not_be_refused(episode):
        return True
    if no_money(episode, organisation):
        return refused(episode, organisation, Cause.ceiling)
    if too_complex(episode, organisation, rules):
        return refused(episode, organisation, Cause.complexity)
    return True


def no_money(episode, organisation):
    """Above its ceiling an organisation starts part of what is asked; another's money takes a while."""
    region, (who, d) = episode.region, episode.luck_of
    contract = organisation.contracts[episode.domain.stream]
    if region.luck.once("allocation.accept", who, 2 * d, region.week // 52)[0] < contract.refuses:
        return True
    return contract.releases < 1.0 and region.luck.now("allocation.accept", who, 2 * d + 1)[0] >= contract.releases


def too_complex(episode, organisation, rules):
    """Complex families are refused more by who is less willing, and where the risk is theirs."""
    chance = rules.refuses_complex() * episode.family.complexity * (1.0 - organisation.willingness) * organisation.risk
    who, d = episode.luck_of
    weeks = rules.week - episode.since
    week = 5200 + episode.since + weeks - weeks % WEEKS_OF_AN_ANSWER
    return episode.region.luck.once("allocation.refuse", who, 1024 * d + organisation.index, week)[0] < chance


def refused(episode, organisation, cause):
    """A refusal is logged once in each thirteen weeks of waiting."""
    region = episode.region
    if organisation not in episode.refused_by:
        episode.refused_by.add(organisation)
        organisation.refusals += 1.0
        region.note(Event.refused, cause, *episode.luck_of, value=episode.need, organisation=organisation)
    return False


def give_places(region):
    """Places to stay go to the heaviest needs for which a stay is warranted and on offer."""
    episodes = [e for family in region.engaged for e in family.episodes]
    free = region.places - sum(e.in_stay for e in episodes)
    wanted = [
        e for e in episodes if e.active and e.intensity == INTENSIVE and e.warranted == STAY and STAY in e.domain.offers
    ]
    wanted.sort(key=lambda e: e.need + TINY * region.luck.draw("places.place", *e.luck_of)[0], reverse=True)
    for episode in wanted[: max(0, free)]:
        episode.intensity = STAY
        episode.note(Event.step)


def expect(region, starts):
    """The wait that a newcomer on each list may expect."""
    lines = dict.fromkeys(region.sectors, 0)
    for episode in waiting(region):
        lines[episode.sector] += 1
    for sector in region.sectors:
        sector.starts += 0.1 * (starts[sector] - sector.starts)
        sector.waits = lines[sector] / max(0.05, sector.starts)
