"""A region: where. Its file, checked, and the same region at another size."""

from pathlib import Path
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from .language import _
from .mistakes import RegionError, is_there, not_found, read_toml, shown, structural, unknown
from .sources import known_sources

SHIPPED = Path(__file__).resolve().parent.parent / "scenarios" / "regions"
MOST_PLACES = 1_000_000  # as many as a column can count in the largest region
MOST_FAMILIES = 40  # a week per 100,000 inhabitants: as many as there are slots to arrive in
MOST_PROVIDERS = 62  # of one sector: who has refused a family is a bit in a number
MOST_INHABITANTS = 20_000_000  # the Netherlands have 18 million
HALF_A_DISTRICT = 12_500  # inhabitants: below this a region has too few seats to be one

type Positive = Annotated[float, Field(gt=0, le=1e6)]
type Share = Annotated[float, Field(ge=0, le=1)]
type Pair[T] = Annotated[tuple[T, T], Field(strict=False)]  # TOML has lists only
type Beta = Pair[Positive]


class Table(BaseModel):
    """A table of a file: nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Text(Table):
    """The same in English and Dutch."""

    en: str
    nl: str


class Demand(Table):
    """Who comes: families a week, and how they are when they come."""

    source: str
    why: str = ""
    families_per_week: Positive
    vulnerability: Beta  # Beta(a, b), 0-1
    informal_support: Beta  # Beta(a, b), 0-1
    help_seeking: Beta  # Beta(a, b), 0-1
    trust: Beta  # Beta(a, b), 0-1: in care, before anything happened
    age: Beta  # Beta(a, b) x 18 years: of the youngest youth
    presenting_need: Pair[Share]  # least and most
    severity: Beta  # Beta(a, b) between those two
    also: Share  # chance of a need in another domain too, for the most vulnerable
    background: Share  # most need in a domain without a problem
    years_until_move: Positive  # mean


class Channel(Table):
    """A way by which families come: through the local team, straight to a provider, or by a report."""

    name: str
    label: Text
    way: Literal["local_team", "direct", "mandated"]
    share: Share  # of the families; of a mandated way: of those who come with a need for which help can be imposed


class Stream(Table):
    """Money with one purse."""

    name: str
    label: Text
    funder: Literal["municipality", "school_board", "insurer"]


class Sector(Table):
    """A kind of provider."""

    name: str
    label: Text
    stream: str  # pays what is not for one domain: looks, staff programmes
    tariff: Positive  # euros per direct hour, all costs of the organisation in it


class Stay(Table):
    """Residential places."""

    source: str
    why: str = ""
    places: Annotated[int, Field(ge=0, le=MOST_PLACES)]
    day_price: Positive


class Domain(Table):
    """A life domain."""

    name: str
    label: Text
    sector: str
    stream: str
    youth_act: bool
    presents: Positive  # share of families, relative to the other domains
    hours: Positive  # direct hours of a case, times those of its intensity
    pace: Positive  # of change, parenting = 1
    spills_to: dict[str, Share] = {}
    offers: list[Literal["light", "regular", "intensive", "stay"]] = ["light", "regular", "intensive"]
    stays: bool = False  # can a need in this domain warrant a stay?
    at_local_team: bool = False  # does the local team give light help with it?
    mandated: bool = False  # can help be imposed?


class Organisation(Table):
    """A provider in one sector."""

    name: str
    sector: str
    seats: Annotated[int, Field(ge=1, le=500)]
    caseload_norm: Annotated[str, Field(pattern=r"^\*\d+(\.\d+)?$")] = "*1"
    willingness: Share = 0.5  # to take complex cases
    contract: dict[str, Positive]  # stream -> ceiling, thousands of euros a year

    @property
    def norm_factor(self) -> float:
        """The deviation from the declared norm."""
        return float(self.caseload_norm[1:])


class Region(Table):
    """Where: inhabitants, demand, ways in, money, life domains, organisations and their seats."""

    schema_: Literal[2] = Field(alias="schema")
    title: Text
    story: Text
    source: str
    inhabitants: Annotated[int, Field(ge=HALF_A_DISTRICT, le=MOST_INHABITANTS)]
    local_team: str  # the sector that gives access
    demand: Demand
    stay: Stay
    channel: Annotated[list[Channel], Field(min_length=1)]
    stream: Annotated[list[Stream], Field(min_length=1, max_length=8)]
    sector: Annotated[list[Sector], Field(min_length=1, max_length=16)]
    domain: Annotated[list[Domain], Field(min_length=1, max_length=16)]
    organisation: Annotated[list[Organisation], Field(min_length=1, max_length=1000)]

    @property
    def sectors(self) -> list[str]:
        """Names of the sectors."""
        return [s.name for s in self.sector]

    @property
    def streams(self) -> list[str]:
        """Names of the streams."""
        return [s.name for s in self.stream]

    def spill(self) -> np.ndarray:
        """How much need in one domain works through in another [D to, D from]."""
        names = [d.name for d in self.domain]
        return np.array([[e.spills_to.get(to, 0.0) for e in self.domain] for to in names])

    def problems(self) -> list[str]:
        """What contradicts what, as sentences without the file."""
        names = [d.name for d in self.domain]
        found = [
            unknown(f"domain {d.name}, spills_to", t, names) for d in self.domain for t in d.spills_to if t not in names
        ]
        found += self._misnamed()
        served = {o.sector for o in self.organisation}
        needed = dict.fromkeys([self.local_team, *(d.sector for d in self.domain)])
        found += [_("sector {sector} has work but no organisation").format(sector=s) for s in needed if s in self.sectors and s not in served]  # fmt: skip
        crowded = [s for s in self.sectors if sum(o.sector == s for o in self.organisation) > MOST_PROVIDERS]
        found += [_("sector {sector}: expected at most {most} organisations").format(sector=s, most=MOST_PROVIDERS) for s in crowded]  # fmt: skip
        many = (names, self.sectors, self.streams, [o.name for o in self.organisation], [c.name for c in self.channel])
        found += [
            _("{name} stands there twice").format(name=n) for m in many for n in dict.fromkeys(m) if m.count(n) > 1
        ]
        for part in (self, self.demand, self.stay):
            found += [unknown("source", s, known_sources()) for s in part.source.split() if s not in known_sources()]
            if "assumption" in part.source and not getattr(part, "why", "-"):
                found.append(_("an assumption needs a reason: why = ..."))
        if sum(c.share for c in self.channel if c.way != "mandated") <= 0:
            found.append(_("channel: expected at least one way in that is not mandated, with a share above 0"))
        found += [_("domain {name}: a stay is on offer, so stays = true is expected").format(name=d.name) for d in self.domain if "stay" in d.offers and not d.stays]  # fmt: skip
        if self.demand.families_per_week * 100_000 > MOST_FAMILIES * self.inhabitants:
            found.append(
                _("demand.families_per_week: expected at most {most} per 100,000 inhabitants").format(
                    most=MOST_FAMILIES
                )
            )
        if self.demand.presenting_need[0] > self.demand.presenting_need[1]:
            found.append(_("demand.presenting_need: the least is above the most"))
        return found

    def _misnamed(self) -> list[str]:
        """Sectors and streams that are referred to and not there."""
        found = []
        for o in self.organisation:
            found += [
                unknown(f"organisation {o.name}, contract", s, self.streams)
                for s in o.contract
                if s not in self.streams
            ]
        asked = [("local_team", self.local_team), *((f"domain {d.name}, sector", d.sector) for d in self.domain)]
        asked += [(f"organisation {o.name}, sector", o.sector) for o in self.organisation]
        found += [unknown(where, s, self.sectors) for where, s in asked if s not in self.sectors]
        paid = [*((f"domain {d.name}, stream", d.stream) for d in self.domain), *((f"sector {s.name}, stream", s.stream) for s in self.sector)]  # fmt: skip
        return found + [unknown(where, s, self.streams) for where, s in paid if s not in self.streams]

    def at_size(self, inhabitants: int) -> "Region":
        """The same region with another number of inhabitants: families, seats, places and money in proportion."""
        if inhabitants < HALF_A_DISTRICT:
            raise RegionError([_("size = {size}: expected at least {least} inhabitants").format(size=inhabitants, least=HALF_A_DISTRICT)])  # fmt: skip
        if inhabitants > MOST_INHABITANTS:
            raise RegionError([_("size = {size}: expected at most {most} inhabitants").format(size=shown(inhabitants), most=MOST_INHABITANTS)])  # fmt: skip
        times = inhabitants / self.inhabitants
        demand = self.demand.model_copy(update={"families_per_week": self.demand.families_per_week * times})
        seats = shares_of([o.seats for o in self.organisation], times)
        organisations = [
            o.model_copy(update={"seats": n, "contract": {k: v * times for k, v in o.contract.items()}})
            for o, n in zip(self.organisation, seats, strict=True)
        ]
        stay = self.stay.model_copy(update={"places": round(self.stay.places * times)})
        return self.model_copy(update={"inhabitants": inhabitants, "demand": demand, "organisation": organisations, "stay": stay})  # fmt: skip

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if problems := self.problems():
            raise RegionError(problems)
        return self


def shares_of(seats: list[int], times: float) -> list[int]:
    """Whole seats in proportion: rounded down, the rest to the largest remainders, at least one each."""
    exact = np.array(seats) * times
    whole = np.floor(exact).astype(int)
    missing = round(exact.sum()) - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return [max(1, int(n)) for n in whole]


def beside(path: Path, name: str) -> str:
    """A file that another one names: the one beside it, or else as it says."""
    there = path.parent / name
    return str(there) if name.endswith(".toml") and is_there(there) else name


def find(name: str, shipped: Path) -> Path | None:
    """A file by its path, or one of ours by its name."""
    given, ours = Path(name), shipped / f"{name}.toml"
    return given if given.suffix == ".toml" and is_there(given) else ours if is_there(ours) else None


def shipped_regions() -> list[str]:
    """Names of the regions that come with the package."""
    return sorted(p.stem for p in SHIPPED.glob("*.toml"))


def load_region(name: str = "default") -> Region:
    """A region by name or path.

    Raises:
        RegionError: with every mistake in the file as a sentence.
    """
    path = find(name, SHIPPED)
    if path is None:
        raise RegionError([not_found(_("region"), name, shipped_regions())])
    try:
        return Region.model_validate(read_toml(path, RegionError))
    except ValidationError as error:
        raise RegionError(structural(path.name, error, Region)) from None
    except RegionError as error:
        raise RegionError(f"{path.name}: {p}" for p in error.problems) from None
