"""The course of one run: its opening world, the weeks it lives through, and what comes out. Knows no Mesa."""

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from . import cohort
from .compiled import ready
from .declare import YEAR
from .events import Cause, Event
from .measures import OUTCOMES, WEEKLY
from .opening import opening
from .outcomes.continuity import ratio
from .population import FUNDERS
from .run import Run
from .settling import with_room
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
        self._weeks: Callable[..., int] | None = None

    def __getstate__(self) -> dict[str, Any]:
        """What a copy takes along: not the machine code, which it finds again."""
        return self.__dict__ | {"_weeks": None}

    def live(self, until: int) -> None:
        """All weeks before `until`, at most up to the horizon: chapter by chapter, with more room for the log when needed."""
        last = min(until, self.run.horizon)
        chapters = self.run.chapters
        while self.week < last:
            k = max(i for i, (at, _) in enumerate(chapters) if at <= self.week)
            end = min([last, *(at for at, _ in chapters[k + 1 :])])
            told = (self.world, chapters[k][1], self.run.on, np.uint64(self.run.seed), self.week, end, self.run.burn_in)
            self._weeks = self._weeks or ready(weeks, *told)
            reached = self._weeks(*told)
            if reached < end:
                self.world = with_room(self.world, reached)
            self.week = reached

    def series(self) -> dict[str, np.ndarray]:
        """Weekly measure -> its values so far [T]."""
        return {m.name: self.world.series[: self.week, k] for k, m in enumerate(WEEKLY)}

    def events(self) -> pd.DataFrame:
        """The event log: week, family, domain, person, seat, organisation, event, cause, value; words for codes."""
        n = int(self.world.events.used[0])
        frame = pd.DataFrame({k: v[:n].copy() for k, v in self.world.events._asdict().items() if k != "used"})
        frame["domain"] = worded(frame["domain"], {i: d.name for i, d in enumerate(self.run.region.domain)})
        frame["event"] = worded(frame["event"], {e.value: e.name for e in Event})
        frame["cause"] = worded(frame["cause"], {c.value: c.name for c in Cause if c})
        return frame

    def followed(self) -> pd.DataFrame:
        """The entry cohort followed to the end: row, family (id), first week of the follow-up and one past the last."""
        return cohort.who_is_followed(self.world, self.run.burn_in, self.run.horizon)

    def cohort(self) -> str:
        """Names the families followed: two runs with the same name follow the same families."""
        return hashlib.sha256(self.followed()["family"].to_numpy().tobytes()).hexdigest()[:16]

    def families(self) -> pd.DataFrame:
        """The cohort, one row per family (measures.family.FIELDS); after the last week only.

        Raises:
            RuntimeError: before the last week.
        """
        if self.week < self.run.horizon:
            raise RuntimeError(f"outcomes are known after week {self.run.horizon}; this is week {self.week}")
        followed, domains = self.followed(), self.run.region.domain
        events = cohort.lines_of(self.world, followed, tuple(d.name for d in domains))
        care_threshold = self.run.chapters[0][1].needs.closing
        return cohort.table(self.world, events, followed, care_threshold, {d.name for d in domains if d.mandated})

    def outcomes(self, families: pd.DataFrame | None = None) -> dict[str, float]:
        """Outcome -> value; after the last week only. `families`: the table of families, if it is there already.

        Raises:
            RuntimeError: before the last week.
        """
        table = self.families() if families is None else families
        found = cohort.about_families(table) | self._of_region() | {"cohort.families": float(len(table))}
        return {f"o.{m.name}": found[m.name] for m in OUTCOMES}

    def _of_region(self) -> dict[str, float]:
        """Staff, hours and money over the observed weeks."""
        weekly = {name: values[self.run.burn_in :] for name, values in self.series().items()}
        years, inhabitants = self.run.observed / YEAR, self.run.region.inhabitants
        there = weekly["n_staff"] * (1.0 - weekly["share_absent"])
        mean = {name: float(np.nanmean(values)) if np.isfinite(values).any() else float("nan") for name, values in weekly.items()}  # fmt: skip
        paid = {f"money.{p}": float(weekly[f"cost_{p}"].sum() / years / inhabitants) for p in FUNDERS}
        hours = {f"hours.{k}": ratio(weekly[f"{k}_hours"], there) for k in ("direct", "coordination", "administration")}
        return {
            "staff.turnover": self._turnover(), "staff.strain": mean["mean_strain"], "staff.intention": mean["mean_intention"],
            "staff.satisfaction": 1.0 - 0.5 * (mean["mean_strain"] + mean["mean_intention"]),
            "staff.vacancies": mean["share_vacant"], "staff.fte": mean["n_staff"],
            "money.deficit": float(weekly["deficit"].sum() / years / inhabitants),
        } | paid | hours  # fmt: skip

    def _turnover(self) -> float:
        """Leavers a year per professional in a seat, in the observed weeks."""
        log, opens = self.world.events, self.run.burn_in
        n = int(log.used[0])
        left = (log.event[:n] == Event.leave) & (log.cause[:n] == Cause.turnover)  # not whose seat was cut
        leavers, there = np.count_nonzero(left & (log.week[:n] >= opens)), self.series()["n_staff"][opens:].mean()
        return float(leavers / there / (self.run.observed / YEAR)) if there > 0 else float("nan")


def worded(codes: "pd.Series[int]", words: dict[int, str]) -> pd.Categorical:
    """Codes as words; a code without a word is empty."""
    place = np.full(max(words) + 2, -1)
    place[list(words)] = range(len(words))
    return pd.Categorical.from_codes(place[codes.to_numpy()], list(words.values()))
