"""Teams (5): who works together around which family, how closely, what that gives and what it costs."""

import math

from .episode import NEVER

ADVISED = ((0.68, 4), (0.50, 3))  # complexity from which a level is advised; else 2


class Gathering:
    """A family's helpers: whoever is active for it at the same time."""

    def helpers(self):
        """The different professionals who are active for it, in order of life domain."""
        return list(dict.fromkeys(e.professional for e in self.active))

    def gather(self):
        """The helpers find their level, and what it gives and costs; below two there is nothing to find."""
        p, helpers = self.model.p.teams, self.helpers()
        self.gathered = False
        if len(helpers) < 2:
            self.be_apart()
            return
        self.level = self.level_by_rule(p)
        self.quality = quality(self.conditions(helpers), self.level, p) if self.level else 0.0
        self.give(self.level / 4 * self.quality)
        self.gives_effect = p.direct_effect * self.level / 4 * self.quality
        self.meet(len(helpers), p)
        self.appoint(p)
        self.ask_nothing()
        for episode in self.active:
            leads = self.coordinator == episode.domain.index
            hours = (0.0, 0.0, p.hours_two, p.hours_three, p.hours_four)[self.level]
            episode.meeting = hours + (p.coordinator_hours if leads else 0.0)
            lent = p.construction.name == "lent_staff" and self.level == 4
            episode.cut_off = p.lent_skill if lent else 1.0

    def be_apart(self):
        """Nobody to work with."""
        self.level, self.quality, self.coordinator, self.planned, self.gathered = 0, 0.0, NEVER, NEVER, False
        self.give(0.0)
        self.gives_effect = 0.0
        self.ask_nothing()

    def ask_nothing(self):
        """Nobody meets and nobody is lent out."""
        for episode in self.episodes:
            episode.meeting, episode.cut_off = 0.0, 1.0

    def give(self, gives):
        """The same along each channel."""
        self.gives_knows = self.gives_agreement = self.gives_decision = self.gives_presence = gives

    def level_by_rule(self, p):
        """0 by rule none; usual coordination for whom the rule does not reach; else fixed, or as complexity advises."""
        if p.rule.name == "none":
            return 0
        if self.luck.once("teams.pick", self.id)[0] >= p.reach:
            return 2
        if p.rule.name == "fixed":
            return int(p.level)
        return next((level for least, level in ADVISED if self.complexity >= least), 2)

    def conditions(self, helpers):
        """Trust, time, clarity and competence among these helpers."""
        time = sum(h.time_to_meet for h in helpers) / len(helpers)
        competence = sum(h.competence for h in helpers) / len(helpers)
        return self.mutual_trust, time, self.clarity, competence

    def meet(self, n, p):
        """From level 3 all meet as soon as their diaries allow; from the first meeting on there is one plan."""
        if self.level >= 3:
            self.gathered = self.draw("teams.gather")[0] * (1.0 + p.meeting_wait * (n - 1)) < 1.0
            if self.gathered and self.planned == NEVER:
                self.planned = self.model.week
        else:
            self.planned = NEVER

    def appoint(self, p):
        """Who coordinates goes on while there; else the helper of the first life domain does."""
        wanted = self.level > 0 and self.luck.once("teams.pick", self.id)[1] < p.coordinator
        there = [e.domain.index for e in self.active]
        if not wanted:
            self.coordinator = NEVER
        elif self.coordinator not in there:
            self.coordinator = there[0]


def quality(conditions, level, p):
    """One condition from four by rule, and the more it counts the closer people work together."""
    if p.variant.name == "mean":
        c = sum(conditions) / 4
    elif p.variant.name == "minimum":
        c = min(conditions)
    else:
        c = math.prod(conditions) ** 0.25
    return c ** (p.sensitivity * level / 4)


def close_channels(region):
    """Along a closed channel collaboration gives nothing."""
    closed = [name for name in ("knows", "agreement", "decision", "presence") if not region.open[name]]
    for family in region.engaged:
        for name in closed:
            setattr(family, f"gives_{name}", 0.0)
