"""The course of one run: its opening world, the weeks it lives through, and what comes out. Knows no Mesa."""

import hashlib

import numpy as np
import pandas as pd

from .declare import YEAR
from .events import Cause, Event
from .measures import FOLLOW, WEEKLY
from .observe import is_followed
from .opening import opening
from .outcomes.access import refusals, weeks_waited
from .outcomes.continuity import unplanned_breaks
from .outcomes.fit import fit_of_cohort
from .run import Run
from .settling import with_room
from .tables import NOBODY
from .week import weeks

FIRST_ROOM = 4096  # lines of the log to begin with


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
                self.world = with_room(self.world, reached)
            self.week = reached

    def series(self) -> dict[str, np.ndarray]:
        """Weekly measure -> its values so far [T]."""
        return {m.name: self.world.series[: self.week, k] for k, m in enumerate(WEEKLY)}

    def events(self) -> pd.DataFrame:
        """The event log: week, family, domain, person, seat, organisation, event, cause, value; words for codes."""
        return self._worded(np.arange(int(self.world.events.used[0])))

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
        events = self.events_of(cohort)
        weekly = self.series()
        years = self.run.observed / YEAR
        deficit = weekly["deficit"][self.run.burn_in :].sum() / years / self.run.region.inhabitants
        return {
            "o.continuity.unplanned_breaks": unplanned_breaks(events, cohort, care_threshold),
            "o.fit.fit": fit_of_cohort(watched.fit[rows], watched.weeks_in_need[rows]),
            "o.need.need_weeks": float(watched.need[rows].mean()) if rows.size else float("nan"),
            "o.access.waiting": weeks_waited(events),
            "o.access.refusals": refusals(events),
            "o.money.cost": float(watched.cost[rows].mean()) if rows.size else float("nan"),
            "o.money.deficit": float(deficit),
            "o.staff.turnover": self._turnover(),
            "o.cohort.families": float(rows.size),
        }

    def events_of(self, cohort: pd.DataFrame) -> pd.DataFrame:
        """The lines of the log about these families, within the follow-up of each."""
        log, n = self.world.events, int(self.world.events.used[0])
        ids, last = cohort["family"].to_numpy(), cohort["last"].to_numpy()  # ids grow with the rows
        if not ids.size:
            return self._worded(np.empty(0, np.int64))
        of = np.minimum(np.searchsorted(ids, log.family[:n]), ids.size - 1)
        return self._worded(np.nonzero((ids[of] == log.family[:n]) & (log.week[:n] < last[of]))[0])

    def _turnover(self) -> float:
        """Leavers a year per professional in a seat, in the observed weeks."""
        log, opens = self.world.events, self.run.burn_in
        n = int(log.used[0])
        left = (log.event[:n] == Event.leave) & (log.cause[:n] == Cause.turnover)  # not whose seat was cut
        leavers, there = np.count_nonzero(left & (log.week[:n] >= opens)), self.series()["n_staff"][opens:].mean()
        return float(leavers / there / (self.run.observed / YEAR)) if there > 0 else float("nan")

    def _worded(self, rows: np.ndarray) -> pd.DataFrame:
        """Rows of the log as a frame, words for codes."""
        frame = pd.DataFrame({k: v[rows] for k, v in self.world.events._asdict().items() if k != "used"})
        frame["domain"] = worded(frame["domain"], {i: d.name for i, d in enumerate(self.run.region.domain)})
        frame["event"] = worded(frame["event"], {e.value: e.name for e in Event})
        frame["cause"] = worded(frame["cause"], {c.value: c.name for c in Cause if c})
        return frame


def worded(codes: "pd.Series[int]", words: dict[int, str]) -> pd.Categorical:
    """Codes as words; a code without a word is empty."""
    place = np.full(max(words) + 2, -1)
    place[list(words)] = range(len(words))
    return pd.Categorical.from_codes(place[codes.to_numpy()], list(words.values()))
