"""Continuity of care, as functions of an event table: simulated or real.

An event table is a data frame with at least the columns `week, family, domain, event, cause, value`; `event` and `cause`
are words (request, start, relation_end, close, ...; goal_met, turnover, ...), `value` is the need at that moment, and
`person` says who, together with `seat` where there is one. `followed` has the columns `family, first, last`: the weeks of
each family's follow-up, the last not included. Lines of one week stand in the order of what happened. What is about families comes back as one number per family, in the order
of `followed`: an outcome is a sum of such numbers over a sum of others (`ratio`).
"""

import numpy as np
import pandas as pd

from ..declare import YEAR, Array

THREAD = ["family", "domain"]
PLANNED = ("goal_met", "wish", "dropout")
BREAKS = {  # kind of break -> its causes
    "turnover": ("turnover", "cut"), "absence": ("absence",), "transfer": ("transfer",), "passed_along": ("passed_along",),
    "stopped": ("term", "contract_end"), "change_of_stream": ("change_of_stream",), "project_end": ("project_end",),
    "gone": ("moved", "aged_out", "out_of_view"),
}  # fmt: skip


def ratio(numerator: Array, denominator: Array, times: float = 1.0) -> float:
    """Times x sum / sum; NaN where the denominator adds up to nothing."""
    whole = float(np.sum(denominator))
    return times * float(np.sum(numerator)) / whole if whole > 0 else float("nan")


def place_of(table: pd.DataFrame, followed: pd.DataFrame) -> Array:
    """Where the family of each line stands in `followed`; -1 if it is not followed."""
    return np.asarray(pd.Index(followed["family"]).get_indexer(pd.Index(table["family"])))


def numbered(table: pd.DataFrame, columns: list[str]) -> Array:
    """A number for each line, the same where these columns are the same, in the order of their values.

    What follows counts, sorts and pairs lines by such numbers: by names it took three times as long.
    """
    number = np.zeros(len(table), np.int64)
    for column in columns:
        codes, values = pd.factorize(table[column], sort=True, use_na_sentinel=False)
        number = number * len(values) + codes
    return number


def within(table: pd.DataFrame, followed: pd.DataFrame) -> pd.DataFrame:
    """The lines that fall in the follow-up of their family, with its `first` and `last`."""
    place, week = place_of(table, followed), table["week"].to_numpy()
    first, last = (np.append(followed[k].to_numpy(), 0)[place] for k in ("first", "last"))  # 0: not followed
    inside = (place >= 0) & (week >= first) & (week < last)
    return table[inside].assign(first=first[inside], last=last[inside])


def per_family(values: "pd.Series[float]", followed: pd.DataFrame) -> Array:
    """Values by family in the order of `followed`; 0 for families without one."""
    return values.reindex(followed["family"], fill_value=0).to_numpy(float)


def summed(lines: pd.DataFrame, values: Array, followed: pd.DataFrame) -> Array:
    """Whole numbers, one for each line, added up by family in the order of `followed`."""
    place = place_of(lines, followed)
    return np.bincount(place[place >= 0], values[place >= 0], len(followed)).astype(float)


def count(lines: pd.DataFrame, followed: pd.DataFrame) -> Array:
    """Lines of each family."""
    return summed(lines, np.ones(len(lines)), followed)


def faces(events: pd.DataFrame) -> "pd.Series[int]":
    """A number for each person; where there are seats, persons are numbered within their seat."""
    if "seat" not in events:
        return pd.Series(pd.factorize(events["person"])[0], index=events.index)
    return events["seat"].astype("int64") * 2**20 + events["person"].astype("int64")


def relation_weeks(events: pd.DataFrame, followed: pd.DataFrame) -> Array:
    """Weeks in which families had a professional, within their own follow-up, summed over threads.

    Every start opens a relation for the rest of the follow-up and every end takes that rest away, so nobody needs to know
    which end belongs to which start. An end before the first start of its thread began before the table does, and counts
    for nothing.
    """
    rest = []
    for table in (events[events["event"] == "start"], relation_ends(events)):
        own = table[table["family"].isin(followed["family"])]
        first, last = (followed[k].to_numpy()[place_of(own, followed)] for k in ("first", "last"))
        rest.append(summed(own, last - np.clip(own["week"].to_numpy(), first, last), followed))
    return rest[0] - rest[1]


def relation_ends(events: pd.DataFrame) -> pd.DataFrame:
    """Ends of relations that the table saw begin.

    Left out: ends before the first start of their thread, and the first of the others when there are more than starts.
    """
    events = events[events["event"].isin(("start", "relation_end"))]
    is_start, is_end = (events["event"] == "start").to_numpy(), (events["event"] == "relation_end").to_numpy()
    if not is_start.any():
        return events[is_start]
    thread, week = numbered(events, THREAD), events["week"].to_numpy()
    _, thread = np.unique(thread, return_inverse=True)
    begins, starts = np.full(thread.max() + 1, np.inf), np.bincount(thread[is_start], minlength=thread.max() + 1)
    np.minimum.at(begins, thread[is_start], week[is_start])
    rows = np.nonzero(is_end & (week >= begins[thread]))[0]
    rows = rows[np.lexsort((week[rows], thread[rows]))]
    first = np.append(True, thread[rows][1:] != thread[rows][:-1])[: rows.size]
    more = np.bincount(thread[rows], minlength=starts.size)[thread[rows]] > starts[thread[rows]]
    return events.iloc[np.sort(rows[~(first & more)])]


def breaks(events: pd.DataFrame, followed: pd.DataFrame, care_threshold: float) -> pd.DataFrame:
    """Unplanned breaks of every family, in all and by kind: one row per family, one column per kind (model_spec 5).

    A break is unplanned when the relation ended while need was above `care_threshold` and not by the family's wish.
    """
    own = within(relation_ends(events), followed)
    own = own[~own["cause"].isin(PLANNED) & (own["value"] > care_threshold)]
    kinds = {k: count(own[own["cause"].isin(causes)], followed) for k, causes in BREAKS.items()}
    return pd.DataFrame({"all": count(own, followed)} | kinds)


def unplanned_breaks(events: pd.DataFrame, followed: pd.DataFrame, care_threshold: float) -> float:
    """Unplanned breaks per 100 relation-years; NaN when nobody had a professional."""
    found = breaks(events, followed, care_threshold)["all"].to_numpy()
    return ratio(found, relation_weeks(events, followed) / YEAR, 100.0)


def professionals_met(events: pd.DataFrame, followed: pd.DataFrame) -> Array:
    """Different professionals with whom each family started."""
    started = within(events[events["event"] == "start"], followed)
    return count(started.assign(face=faces(started)).drop_duplicates(["family", "face"]), followed)


def new_faces(events: pd.DataFrame, followed: pd.DataFrame) -> tuple[Array, Array]:
    """Starts with somebody new to the family, after its first: those that a warm handover prepared (cause `warm`), and all.

    The others are retellings: the family tells its story again.
    """
    started = events[events["event"] == "start"].sort_values("week", kind="stable")
    new = started.assign(face=faces(started)).drop_duplicates(["family", "face"])
    again = within(new[new["family"].duplicated()], followed)
    return count(again[again["cause"] == "warm"], followed), count(again, followed)


def decisions(events: pd.DataFrame, followed: pd.DataFrame) -> tuple[Array, Array, Array]:
    """Decisions of each family: made, carried out (`done`), and overturned instead of made."""
    own = within(events[events["event"].isin(("decision_made", "done", "overturned"))], followed)
    made, done, overturned = (count(own[own["event"] == kind], followed) for kind in ("decision_made", "done", "overturned"))  # fmt: skip
    return made, done, overturned


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
    found = own.iloc[at][THREAD].assign(n=n, most=most, squares=squares, again=again).query("n > 1")
    n = found["n"]
    return pd.DataFrame({k: found[k] for k in THREAD} | {"upc": found["most"] / n, "coc": (found["squares"] - n) / (n * (n - 1)),
                         "secon": found["again"] / (n - 1)}).reset_index(drop=True)  # fmt: skip


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
