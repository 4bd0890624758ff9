"""Continuity of care, as functions of an event table: simulated or real.

An event table and `followed` are those of lines.py. What is about families comes back as one number per family, in the order
of `followed`: an outcome is a sum of such numbers over a sum of others (`ratio`).
"""

import numpy as np
import pandas as pd

from ..declare import YEAR, Array
from ..events import Cause, Event
from .lines import THREAD, Lines, among, lines

PLANNED = (Cause.goal_met, Cause.wish, Cause.dropout)
BREAKS = {  # kind of break -> its causes
    "turnover": (Cause.turnover, Cause.cut), "absence": (Cause.absence,), "transfer": (Cause.transfer,), "passed_along": (Cause.passed_along,),
    "stopped": (Cause.term, Cause.contract_end), "change_of_stream": (Cause.change_of_stream,), "project_end": (Cause.project_end,),
    "gone": (Cause.moved, Cause.aged_out, Cause.out_of_view),
}  # fmt: skip


def ratio(numerator: Array, denominator: Array, times: float = 1.0) -> float:
    """Times x sum / sum; NaN where the denominator adds up to nothing."""
    whole = float(np.sum(denominator))
    return times * float(np.sum(numerator)) / whole if whole > 0 else float("nan")


def relation_weeks(events: pd.DataFrame | Lines, followed: pd.DataFrame) -> Array:
    """Weeks in which families had a professional, within their own follow-up, summed over threads.

    Every start opens a relation for the rest of the follow-up and every end takes that rest away, so nobody needs to know
    which end belongs to which start. An end before the first start of its thread began before the table does, and counts
    for nothing.
    """
    own = lines(events, followed)
    opened, taken = (
        t.summed(t.last[t.family] - np.clip(t.week, t.first[t.family], t.last[t.family]))
        for t in (own.of(Event.start), own.at(relation_ends(own)))
    )
    return opened - taken


def relation_ends(own: Lines) -> Array:
    """Rows of the ends of relations that the table saw begin.

    Left out: ends before the first start of their thread, and the first of the others when there are more than starts.
    """
    thread, is_start = own.thread, own.event == Event.start
    begins, starts = np.full(thread.max(initial=0) + 1, np.inf), np.bincount(thread[is_start], minlength=thread.max(initial=0) + 1)  # fmt: skip
    np.minimum.at(begins, thread[is_start], own.week[is_start])
    rows = np.nonzero((own.event == Event.relation_end) & (own.week >= begins[thread]))[0]
    rows = rows[np.lexsort((own.week[rows], thread[rows]))]
    first = np.append(True, thread[rows][1:] != thread[rows][:-1])[: rows.size]
    more = np.bincount(thread[rows], minlength=starts.size)[thread[rows]] > starts[thread[rows]]
    return np.sort(rows[~(first & more)])


def breaks(events: pd.DataFrame | Lines, followed: pd.DataFrame, care_threshold: float) -> pd.DataFrame:
    """Unplanned breaks of every family, in all and by kind: one row per family, one column per kind (model_spec 5).

    A break is unplanned when the relation ended while need was above `care_threshold` and not by the family's wish.
    """
    own = lines(events, followed)
    own = own.at(relation_ends(own)).within()
    own = own.at(~among(own.cause, PLANNED) & (own.value > care_threshold))
    return pd.DataFrame({"all": own.count()} | {k: own.at(among(own.cause, causes)).count() for k, causes in BREAKS.items()})  # fmt: skip


def unplanned_breaks(events: pd.DataFrame | Lines, followed: pd.DataFrame, care_threshold: float) -> float:
    """Unplanned breaks per 100 relation-years; NaN when nobody had a professional."""
    found = breaks(events, followed, care_threshold)["all"].to_numpy()
    return ratio(found, relation_weeks(events, followed) / YEAR, 100.0)


def first_meetings(own: Lines) -> Lines:
    """Of these starts the first of each family with each face, in their order."""
    _, face = np.unique(own.who, return_inverse=True)
    _, first = np.unique(own.family * (face.max(initial=0) + 1) + face, return_index=True)
    return own.at(np.sort(first))


def professionals_met(events: pd.DataFrame | Lines, followed: pd.DataFrame) -> Array:
    """Different professionals with whom each family started."""
    return first_meetings(lines(events, followed).of(Event.start).within()).count()


def new_faces(events: pd.DataFrame | Lines, followed: pd.DataFrame) -> tuple[Array, Array]:
    """Starts with somebody new to the family, after its first: those that a warm handover prepared (cause `warm`), and all.

    The others are retellings: the family tells its story again.
    """
    started = lines(events, followed).of(Event.start)
    new = first_meetings(started.at(np.argsort(started.week, kind="stable")))
    again = new.at(np.setdiff1d(np.arange(new.week.size), new.earliest())).within()
    return again.at(again.cause == Cause.warm).count(), again.count()


def decisions(events: pd.DataFrame | Lines, followed: pd.DataFrame) -> tuple[Array, Array, Array]:
    """Decisions of each family: made, carried out (`done`), and overturned instead of made."""
    own = lines(events, followed).within()
    return own.of(Event.decision_made).count(), own.of(Event.done).count(), own.of(Event.overturned).count()


def upc(sequence: list[int]) -> float:
    """Usual provider: the part of the contacts with the professional seen most; max n / N."""
    n = np.unique(sequence, return_counts=True)[1]
    return float(n.max() / n.sum()) if n.size else float("nan")


def coc(sequence: list[int]) -> float:
    """Bice-Boxerman: (sum of n squared - N) / (N (N - 1)); NaN for fewer than two contacts."""
    n = np.unique(sequence, return_counts=True)[1]
    whole = n.sum()
    return float((np.sum(n**2) - whole) / (whole * (whole - 1))) if whole > 1 else float("nan")


def secon(sequence: list[int]) -> float:
    """Pairs of consecutive contacts with the same professional, as a part of all; NaN for fewer than two contacts."""
    s = np.asarray(sequence)
    return float(np.mean(s[1:] == s[:-1])) if s.size > 1 else float("nan")


def numbered(table: pd.DataFrame, columns: list[str]) -> Array:
    """A number for each line, the same where these columns are the same, in the order of their values.

    What follows counts, sorts and pairs lines by such numbers: by names it took three times as long.
    """
    number = np.zeros(len(table), np.int64)
    for column in columns:
        codes, values = pd.factorize(table[column], sort=True, use_na_sentinel=False)
        number = number * len(values) + codes
    return number


def per_family(values: "pd.Series[float]", followed: pd.DataFrame) -> Array:
    """Values by family in the order of `followed`; 0 for families without one."""
    return values.reindex(followed["family"], fill_value=0).to_numpy(float)


def latest(group: Array, last: int) -> Array:
    """Rows of the last so many lines of each group, group by group. group [n]: a number for each line."""
    order = np.argsort(group, kind="stable")
    left = np.searchsorted(group[order], group[order], side="right") - np.arange(order.size)  # with this line itself
    return order[left <= last]


def tallied(group: Array, face: Array) -> tuple[Array, Array, Array]:
    """How often each face is met in each group: the group, the face and the number, in the order of both."""
    pairs, n = np.unique(group * (face.max(initial=0) + 1) + face, return_counts=True)
    return *np.divmod(pairs, face.max(initial=0) + 1), n


def thread_indices(contacts: pd.DataFrame, last: int = 12) -> pd.DataFrame:
    """UPC, COC and SECON over the last contacts of every thread with at least two: family, domain, upc, coc, secon.

    contacts: one row per contact that was made, in order of time: family, domain, face.
    """
    own = contacts.iloc[latest(numbered(contacts, THREAD), last)]
    face, (_, at, thread) = numbered(own, ["face"]), np.unique(numbered(own, THREAD), return_index=True, return_inverse=True)  # fmt: skip
    n, same = np.bincount(thread), (thread[1:] == thread[:-1]) & (face[1:] == face[:-1])
    of, _, times = tallied(thread, face)
    most = np.zeros(n.size, np.int64)
    np.maximum.at(most, of, times)
    again, squares = np.bincount(thread[1:], same, n.size), np.bincount(of, times**2, n.size)
    with np.errstate(invalid="ignore"):  # of one contact
        found = own[THREAD].iloc[at].assign(upc=most / n, coc=(squares - n) / (n * (n - 1)), secon=again / (n - 1))
    return found[n > 1].reset_index(drop=True)


def dispersion(contacts: pd.DataFrame, last: int = 24) -> pd.DataFrame:
    """1 - COC of a family's last contacts, split: family, concurrency (1 - COC*), replacement (COC* - COC).

    COC* gives each thread one name, that of the professional seen most in it: what is left of dispersion then comes from
    helpers at the same time. Of families with at least two contacts; contacts as for `thread_indices`.
    """
    own = contacts.iloc[latest(numbered(contacts, ["family"]), last)]
    face, (_, at, family) = numbered(own, ["face"]), np.unique(numbered(own, ["family"]), return_index=True, return_inverse=True)  # fmt: skip
    _, thread = np.unique(numbered(own, THREAD), return_inverse=True)
    of, met, times = tallied(thread, face)
    usual = np.lexsort((met, -times, of))
    name = met[usual[np.append(True, of[1:] != of[:-1])[: of.size]]]  # of each thread; `of` has them in order
    n = np.bincount(family)

    def concentration(by: Array) -> Array:
        of, _, times = tallied(family, by)
        return (np.bincount(of, times**2, n.size) - n) / (n * (n - 1))

    with np.errstate(invalid="ignore"):  # of one contact
        stars, bare = concentration(name[thread]), concentration(face)
    found = pd.DataFrame({"family": own["family"].to_numpy()[at], "concurrency": 1.0 - stars, "replacement": stars - bare})  # fmt: skip
    return found[n > 1].reset_index(drop=True)
