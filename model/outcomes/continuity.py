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


def within(table: pd.DataFrame, followed: pd.DataFrame) -> pd.DataFrame:
    """The lines that fall in the follow-up of their family, with its `first` and `last`."""
    own = table.merge(followed[["family", "first", "last"]], on="family")
    return own[(own["week"] >= own["first"]) & (own["week"] < own["last"])]


def per_family(values: "pd.Series[float]", followed: pd.DataFrame) -> Array:
    """Values by family in the order of `followed`; 0 for families without one."""
    return values.reindex(followed["family"], fill_value=0).to_numpy(float)


def count(lines: pd.DataFrame, followed: pd.DataFrame) -> Array:
    """Lines of each family."""
    return per_family(lines["family"].value_counts(), followed)


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
        own = table.merge(followed[["family", "first", "last"]], on="family")
        left = own["last"] - own["week"].clip(own["first"], own["last"])
        rest.append(per_family(left.groupby(own["family"]).sum(), followed))
    return rest[0] - rest[1]


def relation_ends(events: pd.DataFrame) -> pd.DataFrame:
    """Ends of relations that the table saw begin.

    Left out: ends before the first start of their thread, and the first of the others when there are more than starts.
    """
    events = events.reset_index(drop=True)
    starts, ends = events[events["event"] == "start"], events[events["event"] == "relation_end"]
    begun = starts.groupby(THREAD, observed=True)["week"].agg(["min", "size"]).reset_index()
    told = ends.merge(begun, on=THREAD, how="left").set_axis(ends.index)
    ends = ends[told["week"] >= told["min"].fillna(np.inf)]
    more = ends.groupby(THREAD, observed=True)["week"].transform("size") > told["size"].reindex(ends.index)
    first = ~ends.sort_values("week", kind="stable").duplicated(THREAD).reindex(ends.index)
    return ends[~(first & more)]


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
    own = within(events, followed)
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


def thread_indices(contacts: pd.DataFrame, last: int = 12) -> pd.DataFrame:
    """UPC, COC and SECON over the last contacts of every thread with at least two: family, domain, upc, coc, secon.

    contacts: one row per contact that was made, in order of time: family, domain, face.
    """
    own = contacts.groupby(THREAD, observed=True, sort=False).tail(last)
    own = own.assign(same=own["face"] == own.groupby(THREAD, observed=True)["face"].shift())
    n = own.groupby([*THREAD, "face"], observed=True).size().reset_index(name="n")
    found = n.assign(square=n["n"] ** 2).groupby(THREAD, observed=True).agg(most=("n", "max"), n=("n", "sum"), squares=("square", "sum"))  # fmt: skip
    found["same"] = own.groupby(THREAD, observed=True)["same"].sum()
    found = found[found["n"] > 1]
    return pd.DataFrame({"upc": found["most"] / found["n"], "coc": (found["squares"] - found["n"]) / (found["n"] * (found["n"] - 1)),
                         "secon": found["same"] / (found["n"] - 1)}).reset_index()  # fmt: skip


def dispersion(contacts: pd.DataFrame, last: int = 24) -> pd.DataFrame:
    """1 - COC of a family's last contacts, split: family, concurrency (1 - COC*), replacement (COC* - COC).

    COC* gives each thread one name, that of the professional seen most in it: what is left of dispersion then comes from
    helpers at the same time. Of families with at least two contacts; contacts as for `thread_indices`.
    """
    own = contacts.groupby("family", sort=False).tail(last)
    n = own.groupby("family").size()
    seen = own.groupby([*THREAD, "face"], observed=True).size().reset_index(name="n")
    names = (
        seen.sort_values("n", ascending=False, kind="stable").drop_duplicates(THREAD).rename(columns={"face": "name"})
    )
    own = own.merge(names[[*THREAD, "name"]], on=THREAD)

    def concentration(by: str) -> "pd.Series[float]":
        squares = own.groupby(["family", by], observed=True).size().pow(2).groupby("family").sum()
        return (squares - n) / (n * (n - 1))

    stars, bare = concentration("name")[n > 1], concentration("face")[n > 1]
    return pd.DataFrame({"concurrency": 1.0 - stars, "replacement": stars - bare}).reset_index()
