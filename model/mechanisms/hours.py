"""Hours: a professional's week is divided over administration, travel, coordination and families.

Theory. Administration takes its share first [cbs_admin], travel and training theirs. When more is asked than there is,
unpaid coordination gives way first, then time with families: cases that warrant a stay and imposed ones keep theirs, the
others lose alike [model_spec 4.6]. What contacts then bring about is told in contacts.py.

It cannot be knocked out: without hours there is nothing to bill and nothing to do.
"""

from typing import Annotated, NamedTuple

from ..compiled import rule, sweep
from ..declare import Array, Mechanism, positive, share
from ..language import N_
from ..relations import Ledger, is_mandated, pairs
from ..tables import ACTIVE, INTENSIVE, LIGHT, NOBODY, PRESENT, REGULAR, STAY, Domains, Professionals, Sectors

ABOUT = Mechanism(
    name="hours", place=6, en="Hours", nl="Uren",
    plain=N_("A professional's week is divided over administration, travel, coordination and families."),
)  # fmt: skip

DAYS = 7


class Hours(NamedTuple):
    """Parameters of working hours."""

    hours: Annotated[float, positive("hours/week", 20.0, 28.0, "model_spec", "Hours at work, per professional",
        "Uren aan het werk, per professional", role="fixed")] = 23.9  # fmt: skip
    administration: Annotated[float, share(0.34, 0.42, "cbs_admin", "Time that goes to administration",
        "Tijd die opgaat aan administratie")] = 0.38  # fmt: skip
    travel: Annotated[float, positive("hours/week", 2.0, 5.0, "model_spec", "Travel and training",
        "Reizen en scholing", role="fixed")] = 3.5  # fmt: skip
    coordination: Annotated[float, positive("hours/week", 0.05, 0.3, "model_spec", "Coordination per case",
        "Afstemming per casus", role="fixed")] = 0.16  # fmt: skip
    light: Annotated[float, positive("hours/week", 0.3, 0.5, "model_spec", "Direct hours of light help",
        "Directe uren lichte hulp", role="fixed")] = 0.4  # fmt: skip
    regular: Annotated[float, positive("hours/week", 0.7, 1.1, "model_spec", "Direct hours of regular care",
        "Directe uren reguliere hulp", role="fixed")] = 0.9  # fmt: skip
    intensive: Annotated[float, positive("hours/week", 2.0, 3.0, "model_spec", "Direct hours of intensive care",
        "Directe uren intensieve hulp", role="fixed")] = 2.5  # fmt: skip
    stay: Annotated[float, positive("hours/week", 0.5, 2.0, "assumption", "Hours beside a stay",
        "Uren naast verblijf", why=N_("Group workers are in the price of a day; family guidance beside it is a guess."))] = 0.9  # fmt: skip


@rule
def hours_of(intensity: int, factor: float, p: Hours) -> float:
    """Direct hours a week that a case asks; `factor` is that of its domain."""
    if intensity == LIGHT:
        return p.light * factor
    if intensity == REGULAR:
        return p.regular * factor
    return (p.intensive if intensity == INTENSIVE else p.stay) * factor


@rule
def administration_asked(papers: float, p: Hours) -> float:
    """A share of all hours, plus the hours of separate plans."""
    return p.administration * p.hours + papers


@rule
def workload(asked: float, p: Hours) -> float:
    """Hours asked / hours there."""
    return asked / p.hours


@rule
def coordination_kept(room: float, direct: float, asked: float, paid: float) -> float:
    """Coordination gives way first, but for the part that is paid: that, or what families leave of `room`, at most what is asked.

    `room`: hours after administration, travel and training.
    """
    return min(asked, max(0.0, min(paid * asked, room), room - direct))


@rule
def share_given(room: float, direct: float, first: float) -> float:
    """The share of their hours that ordinary cases get; `first` are the hours of urgent and imposed ones, which come first."""
    if direct <= first:
        return 1.0
    return min(1.0, max(0.0, (room - first) / (direct - first)))


@rule
def who_works(seat: int, stand_in: int) -> int:
    """The seat that sees this family this week: its own, or the one that stands in."""
    return seat if stand_in == NOBODY else stand_in


@rule
def comes_first(warranted: int, channel: int, can_be_imposed: bool) -> bool:
    """Imposed help, and needs that warrant a stay, keep their hours."""
    return warranted == STAY or is_mandated(channel, can_be_imposed)


@sweep
def ask_hours(book: Ledger, rows: Array, domains: Array, about: Domains, p: Hours) -> Array:
    """What those in care ask of each professional this week; gives the direct hours of those who come first [P]."""
    staff, seat_of, papers = book.professionals, book.episodes.seat, book.episodes.papers
    warranted, intensity, channel = book.families.warranted, book.episodes.intensity, book.families.channel
    direct, coordination, administration = staff.direct, staff.coordination, staff.administration
    direct[:], coordination[:], administration[:] = staff.looks, 0.0, 0.0
    factor, imposed, at_work = about.hours, about.mandated, staff.status
    stand_in, meeting = book.episodes.stand_in, book.episodes.meeting
    new_face, passed_on, second_try = book.episodes.new_face, book.episodes.passed_on, book.episodes.second_try
    first = staff.looks.copy()
    for i in range(rows.size):
        f, d = rows[i], domains[i]
        seat, again, second_try[f, d] = who_works(seat_of[f, d], stand_in[f, d]), second_try[f, d], 0.0
        if at_work[seat] != PRESENT:
            continue
        asked = hours_of(intensity[f, d], factor[d], p)
        both = asked if new_face[f, d] and passed_on[f, d] != 0 else 0.0  # a warm handover: two are there
        direct[seat] += asked
        coordination[seat] += p.coordination + meeting[f, d] + again + both
        administration[seat] += papers[f, d]
        first[seat] += asked if comes_first(warranted[f, d], channel[f], imposed[d]) else 0.0
    return first


@sweep
def divide_hours(staff: Professionals, first: Array, paid: float, p: Hours) -> None:
    """Hours asked become hours given, and the share that ordinary cases get.

    first [P]: hours of those who come first; paid: the share of coordination that contracts pay.
    """
    given, time = staff.given, staff.time_to_meet
    for seat in range(first.size):
        if staff.status[seat] != PRESENT:
            staff.workload[seat], given[seat] = 0.0, 1.0
            continue
        staff.administration[seat] = administration_asked(staff.administration[seat], p)
        away = p.travel + staff.training[seat]
        coordinate = staff.coordination[seat] + staff.consults[seat]
        staff.workload[seat] = workload(staff.direct[seat] + coordinate + staff.administration[seat] + away, p)
        room = p.hours - away - staff.administration[seat]
        staff.coordination[seat] = coordination_kept(room, staff.direct[seat], coordinate, paid)
        time[seat] = staff.coordination[seat] / coordinate if coordinate > 0.0 else 1.0
        kept = min(paid * coordinate, staff.coordination[seat])
        given[seat] = share_given(room - kept, staff.direct[seat], first[seat])
        staff.direct[seat] = first[seat] + given[seat] * (staff.direct[seat] - first[seat])


@sweep
def bill_stays(book: Ledger) -> None:
    """Days of stay; it goes on, and is billed by who had it last, while another professional is sought."""
    days, billed_to, last_seat = book.episodes.days, book.episodes.billed_to, book.episodes.last_seat
    for i in range(book.listed[0]):
        f, d = book.rows[i], book.domains[i]
        if book.episodes.intensity[f, d] == STAY:
            days[f, d], last = DAYS, last_seat[f, d]
            billed_to[f, d] = book.professionals.organisation[last] if last != NOBODY else NOBODY


@sweep
def give_hours(book: Ledger, rows: Array, domains: Array, about: Domains, p: Hours) -> None:
    """Hours that each case gets, days of stay, and who will bill them."""
    hours, billed_to = book.episodes.hours, book.episodes.billed_to
    intensity, seat_of, gets = book.episodes.intensity, book.episodes.seat, book.episodes.given
    organisation, at_work, given = book.professionals.organisation, book.professionals.status, book.professionals.given
    warranted, channel, factor, imposed = book.families.warranted, book.families.channel, about.hours, about.mandated
    bill_stays(book)
    stand_in = book.episodes.stand_in
    for i in range(rows.size):
        f, d = rows[i], domains[i]
        seat = who_works(seat_of[f, d], stand_in[f, d])
        billed_to[f, d] = organisation[seat]
        if at_work[seat] == PRESENT:
            gets[f, d] = 1.0 if comes_first(warranted[f, d], channel[f], imposed[d]) else given[seat]
            hours[f, d] = gets[f, d] * hours_of(intensity[f, d], factor[d], p)


@sweep
def gauge(staff: Professionals, sectors: Sectors) -> None:
    """How busy each sector is: the mean workload of those at work."""
    for s in range(sectors.busy.size):
        total, n = 0.0, 0
        for seat in range(sectors.first_seat[s], sectors.end_seat[s]):
            if staff.status[seat] == PRESENT:
                total, n = total + staff.workload[seat], n + 1
        sectors.busy[s] = total / n if n else 0.0


@sweep
def hours(book: Ledger, about: Domains, sectors: Sectors, paid: float, p: Hours) -> None:
    """Everybody in care, once a week: what is asked, what there is, what each gets; paid: part of coordination that is paid."""
    rows, domains = pairs(book, ACTIVE)
    first = ask_hours(book, rows, domains, about, p)
    divide_hours(book.professionals, first, paid, p)
    give_hours(book, rows, domains, about, p)
    gauge(book.professionals, sectors)
