"""The region as a Mesa model, and THE WEEK: one line per mechanism, in the order of the ODD (section 3)."""

from collections import namedtuple

import mesa

from samenhang.model.events import Cause, Event

from . import luck, opened
from .access import access, all_known
from .agents import Family, Organisation, Professional
from .allocation import allocation, first_come
from .decisions import at_once
from .handover import cold, handover
from .hours import hours
from .learning import learning
from .money import money
from .observe import observe
from .teams import close_channels
from .ties import Ties
from .together import together
from .trust import as_strangers, trust
from .workforce import all_present, workforce

Line = namedtuple("Line", "week family domain person seat organisation event cause value")
CHANNELS = {"knows": "knows", "agreement": "agreement", "decision": "decision", "presence": "remains", "takes": "takes"}


class Region(mesa.Model):
    """Everybody in one region, from the tables with which a run opens.

    Args:
        world: the opening of a run (it is read, and not changed).
        run: its chapters of parameters, its seed, and the mechanisms that are on.
    """

    def __init__(self, world, run):
        super().__init__(rng=run.seed)
        self.run, self.world, self.on, self.week = run, world, run.on._asdict(), 0
        self.open = {ours: self.on[f"channel_{theirs}"] for ours, theirs in CHANNELS.items()}
        self.luck = luck.Luck(run.seed, len(run.region.domain))
        self.shock_sizes, self.matches = luck.quantiles(2, 4), luck.quantiles(4, 2)
        opened.open_region(self, world)
        self.seat_list = list(self.professionals)
        self.exposure = [d.exposure for d in self.domains]
        self.ties, self.log, self.measures = Ties(self), [], {}
        self.coming = list(range(world.families.id.size))
        self.arrive(-1)

    @property
    def professionals(self):
        return self.agents_by_type[Professional]

    @property
    def organisations(self):
        return self.agents_by_type[Organisation]

    @property
    def in_view(self):
        return self.agents_by_type[Family]

    def arrive(self, week):
        """Families who come this week, in order of arrival."""
        while self.coming and self.world.families.arrives[self.coming[0]] <= week:
            opened.open_family(self, self.world, self.coming.pop(0))

    def note(
        self, event, cause=Cause.none, family=-1, domain=-1, professional=None, person=-1, value=0.0, organisation=None
    ):
        """A line in this week's log."""
        employer = organisation or (professional.employer if professional else None)
        seat, o = professional.row if professional else -1, employer.index if employer else -1
        self.log.append(Line(self.week, family, domain, person, seat, o, Event(event), Cause(cause), value))

    def begin_week(self):
        """The chapter that holds now, who arrives, and a clean page."""
        self.p = [p for at, p in self.run.chapters if at <= self.week][-1]
        self.arrive(self.week)
        seats = [len(o.professionals) for o in self.organisations]
        self.luck.turn_to(self.week, [f.id for f in self.in_view], seats)
        self.log = []
        self.paid_coordination = self.p.money.billable_coordination if self.on["money"] else 0.0
        self.one_home = self.on["teams"] and self.p.teams.construction.name in ("main_contractor", "one_organisation")

    def either(self, mechanism, does, null):
        """The mechanism, or what happens without it."""
        (does if self.on[mechanism] else null)(self)

    def step(self):
        """One week."""
        self.begin_week()
        families = self.in_view
        if self.on["needs"]:
            families.do("suffer")
        families.do("judge")
        self.attend()
        self.either("access", access, all_known)
        self.engaged.do("be_referred" if self.on["referral"] else "be_referred_plainly")
        if not self.open["takes"]:
            self.organisations.do(lambda o: setattr(o, "preferred", [0.0] * len(o.preferred)))
        self.either("allocation", allocation, first_come)
        self.engaged.do("gather" if self.on["teams"] else "be_apart")
        close_channels(self)
        together(self)
        hours(self)
        self.engaged.do("meet_helpers" if self.on["contacts"] else "be_cared_for")
        self.either("decisions", lambda region: region.engaged.do("decide"), at_once)
        self.either("trust", trust, as_strangers)
        self.either("workforce", workforce, all_present)
        self.engaged.do("end_or_step" if self.on["closure"] else "meet_only")
        self.in_view.do("depart")
        self.either("handover", handover, cold)
        if self.on["money"]:
            money(self)
        self.either("learning", learning, lambda region: region.professionals.do("stay_as_trained"))
        self.measures = observe(self)
        self.week += 1

    def attend(self):
        """Whom this week is about; what happened to them last week is cleared."""
        self.engaged = self.in_view.select(lambda f: f.engaged)
        self.luck.attend_to([f.id for f in self.engaged])
        for family in self.engaged:
            family.requested = set()
            for episode in family.episodes:
                episode.clear_week()
