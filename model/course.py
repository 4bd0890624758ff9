"""The course of one run: its opening world, the weeks it lives through, and what comes out. Knows no Mesa."""

import hashlib

import numpy as np
import pandas as pd

from .declare import table
from .events import Cause, Event, log_of, longer
from .measures import FOLLOW, WEEKLY, is_followed
from .mechanisms.needs import SHOCK_SHAPE
from .outcomes.continuity import unplanned_breaks
from .outcomes.fit import fit_of_cohort
from .population import domains_of, families_of, staff_of
from .randomness import beta_quantiles
from .run import Run
from .scenario import YEAR
from .tables import NOBODY, Episodes, Followed, World
from .week import most_events, weeks

FIRST_ROOM = 4096  # lines of the log to begin with


def opening(run: Run, room: int = FIRST_ROOM) -> World:
    """The world at the start of a run; it depends on region and seed, never on the scenario."""
    seed = np.uint64(run.seed)
    families = families_of(run.region, run.horizon, seed)
    shape = {"F": families.id.size, "D": len(run.region.domain)}
    organisations, staff, sectors = staff_of(run.region, seed)
    return World(families, table(Episodes, **shape), staff, organisations, domains_of(run.region), sectors,
                 table(Followed, **shape), beta_quantiles(*SHOCK_SHAPE), np.zeros((run.horizon, len(WEEKLY))),
                 log_of(room))  # fmt: skip


class Course:
    """A run under way: `world` after `week` weeks.

    Args:
        run: what to run.
        room: lines of the log to begin with; it doubles when needed and changes nothing.
    """

    def __init__(self, run: Run, room: int = FIRST_ROOM) -> None:
        self.run, self.week, self.world = run, 0, opening(run, room)

    def live(self, until: int) -> None:
        """All weeks before `until`, at most up to the horizon: chapter by chapter, with more room for the log when needed."""
        last = min(until, self.run.horizon)
        chapters = self.run.chapters
        while self.week < last:
            k = max(i for i, (at, _) in enumerate(chapters) if at <= self.week)
            end = min([last, *(at for at, _ in chapters[k + 1 :])])
            reached = weeks(self.world, chapters[k][1], self.run.on, np.uint64(self.run.seed), self.week, end,
                            self.run.burn_in)  # fmt: skip
            if reached < end:
                log = self.world.events
                room = max(2 * log.week.size, int(log.used[0]) + most_events(self.world, reached))
                self.world = self.world._replace(events=longer(log, room))
            self.week = reached

    def series(self) -> dict[str, np.ndarray]:
        """Weekly measure -> its values so far [T]."""
        return {m.name: self.world.series[: self.week, k] for k, m in enumerate(WEEKLY)}

    def events(self) -> pd.DataFrame:
        """The event log: week, family, domain, person, seat, organisation, event, cause, value; words for codes."""
        n = int(self.world.events.used[0])
        frame = pd.DataFrame({k: v[:n] for k, v in self.world.events._asdict().items() if k != "used"})
        frame["domain"] = _worded(frame["domain"], {i: d.name for i, d in enumerate(self.run.region.domain)})
        frame["event"] = _worded(frame["event"], {e.value: e.name for e in Event})
        frame["cause"] = _worded(frame["cause"], {c.value: c.name for c in Cause if c})
        return frame

    def followed(self) -> pd.DataFrame:
        """The entry cohort followed to the end: row, family (id), first week of the follow-up and one past the last."""
        first = self.world.families.first_request
        opens = self.run.burn_in
        rows = np.array([f for f in np.nonzero(first != NOBODY)[0]
                         if is_followed(first[f], first[f], opens) and first[f] + FOLLOW <= self.run.horizon], np.int64)  # fmt: skip
        return pd.DataFrame({"row": rows, "family": self.world.families.id[rows], "first": first[rows], "last": first[rows] + FOLLOW})  # fmt: skip

    def cohort(self) -> str:
        """Names the families followed: two runs with the same name follow the same families."""
        return hashlib.sha256(self.followed()["family"].to_numpy().tobytes()).hexdigest()[:16]

    def outcomes(self) -> dict[str, float]:
        """Outcome -> value, for the entry cohort where it is about families; after the last week only.

        Raises:
            RuntimeError: before the last week.
        """
        if self.week < self.run.horizon:
            raise RuntimeError(f"outcomes are known after week {self.run.horizon}; this is week {self.week}")
        cohort = self.followed()
        rows, watched = cohort["row"].to_numpy(), self.world.followed
        care_threshold = self.run.chapters[0][1].needs.closing
        return {
            "o.continuity.unplanned_breaks": unplanned_breaks(self.events(), cohort, care_threshold),
            "o.fit.fit": fit_of_cohort(watched.fit[rows], watched.weeks_in_need[rows]),
            "o.need.need_weeks": float(watched.need[rows].mean()) if rows.size else float("nan"),
            "o.staff.turnover": self._turnover(),
            "o.cohort.families": float(rows.size),
        }

    def _turnover(self) -> float:
        """Leavers a year per professional at work, in the observed weeks."""
        log, opens = self.world.events, self.run.burn_in
        n = int(log.used[0])
        leavers = np.count_nonzero((log.event[:n] == Event.leave) & (log.week[:n] >= opens))
        at_work = (1.0 - self.series()["share_vacant"][opens:]).mean() * self.world.professionals.status.size
        return float(leavers / at_work / (self.run.observed / YEAR)) if at_work > 0 else float("nan")


def _worded(codes: "pd.Series[int]", words: dict[int, str]) -> pd.Categorical:
    """Codes as words; a code without a word is empty."""
    place = np.full(max(words) + 2, -1)
    place[list(words)] = range(len(words))
    return pd.Categorical.from_codes(place[codes.to_numpy()], list(words.values()))
