"""What the model makes of a region: hours and money asked against there, expected waits, and what does not fit.

A table-returning view of the settled region (model/opening.py); nothing is run beyond that.
"""

from typing import Any

import numpy as np
import pandas as pd

from samenhang.model.language import N_, _, language, number, tidy
from samenhang.model.population import staff_of, streams_of
from samenhang.model.region import Region
from samenhang.model.settling import settled, standing, to_settle
from samenhang.model.sources import sources
from samenhang.model.week import Parameters

PAYERS = {"municipality": N_("municipality"), "school_board": N_("school board"), "insurer": N_("insurer")}
TOO_BUSY, TOO_LONG, TOO_TIGHT, TOO_WIDE = 1.1, 26.0, 1.15, 0.85


def work(region: Region) -> pd.DataFrame:
    """Per sector: seats, share of them at work, hours there and asked a week, workload, starts a week, expected wait."""
    stood, hours = standing(settled(region)), Parameters().hours.hours
    rows = []
    for s, sector in enumerate(region.sector):
        seats, at_work = sum(o.seats for o in region.organisation if o.sector == sector.name), float(stood.at_work[s])
        there = seats * at_work * hours
        rows.append({"sector": getattr(sector.label, language()), "seats": seats, "at_work": at_work, "hours_there": there,
                     "hours_asked": there * float(stood.busy[s]), "workload": float(stood.busy[s]),
                     "starts": float(stood.starts[s]) * region.inhabitants, "wait": float(stood.waits[s])})  # fmt: skip
    return pd.DataFrame(rows)


def money(region: Region) -> pd.DataFrame:
    """Per stream: who pays, ceilings and spending a year in thousands of euros, and spending as a share of ceilings."""
    stood, stands = standing(settled(region)), to_settle(region)
    organisations, _staff = staff_of(stands, np.uint64(1))
    ceilings = streams_of(stands, organisations.sector.size).ceiling
    times = region.inhabitants / stands.inhabitants
    rows = []
    for m, stream in enumerate(region.stream):
        limited = np.isfinite(ceilings[:, m])
        ceiling = float(ceilings[limited, m].sum()) * times
        spent = float(stood.spent[:, m].sum()) * region.inhabitants
        rows.append({"stream": getattr(stream.label, language()), "funder": stream.funder, "ceiling": ceiling / 1e3, "spent": spent / 1e3,
                     "share": spent / ceiling if ceiling else float("nan")})  # fmt: skip
    return pd.DataFrame(rows)


def stays(region: Region) -> float:
    """Mean number of youths who stay, in the settled region."""
    return standing(settled(region)).stays * region.inhabitants


def national(region: Region) -> list[str]:
    """Which parts of the region are national or assumed values, as sentences."""
    parts: dict[str, Any] = {_("the region"): region, _("demand"): region.demand, _("stay"): region.stay}
    return [
        _("{part}: {sources}. {why}").format(part=name, why=getattr(part, "why", ""),
            sources=", ".join(sources()[k]["title"] for k in part.source.split())).strip()
        for name, part in parts.items()
    ]  # fmt: skip


def doubts(region: Region) -> list[str]:
    """What does not fit together in this region, as sentences; empty where all is near what one would expect."""
    found = []
    for row in work(region).to_dict("records"):
        if row["workload"] > TOO_BUSY:
            found.append(_("{sector}: {asked} hours are asked of every 100 there are").format(sector=row["sector"], asked=round(100 * row["workload"])))  # fmt: skip
        if row["wait"] > TOO_LONG:
            found.append(_("{sector}: an expected wait of {weeks} weeks; staff or demand of this sector is out of balance").format(sector=row["sector"], weeks=round(row["wait"])))  # fmt: skip
    off = [r for r in money(region).to_dict("records") if r["ceiling"] and not TOO_WIDE <= r["share"] <= TOO_TIGHT]
    found += [_("{stream}: spending is {share} per cent of the ceilings").format(stream=r["stream"], share=round(100 * r["share"])) for r in off]  # fmt: skip
    if region.stay.places and stays(region) > 0.97 * region.stay.places:
        found.append(_("stay: all {places} places are always taken").format(places=region.stay.places))
    return found


def tables(region: Region) -> list[tuple[str, list[str], list[list[str]]]]:
    """Both tables as text: title, heads, rows."""
    hours = [[r["sector"], str(r["seats"]), tidy(round(r["at_work"], 2)), number(r["hours_there"], 3), number(r["hours_asked"], 3),
              number(r["workload"], 2), number(r["starts"], 2), number(r["wait"], 2)] for r in work(region).to_dict("records")]  # fmt: skip
    euros = [[r["stream"], _(PAYERS[r["funder"]]), number(r["ceiling"], 4), number(r["spent"], 4), number(r["share"], 2)] for r in money(region).to_dict("records") if r["ceiling"] or r["spent"]]  # fmt: skip
    return [
        (_("Hours a week"), [_("sector"), _("seats"), _("at work"), _("hours there"), _("hours asked"), _("workload"), _("starts a week"), _("expected wait, weeks")], hours),
        (_("Money a year, thousands of euros"), [_("stream"), _("who pays"), _("ceilings"), _("spent"), _("spent / ceiling")], euros),
    ]  # fmt: skip
