"""Luck by address, once more: `draw(stream; who, part)` as the ODD says it (section 4, Stochasticity).

Philox 4x32-10 is written here from its paper; NumPy makes a table for each stream and week, for everybody who may need it,
and the rules look their numbers up. Rare draws, and draws at another week than this one, are made one by one.
`Luck.tabled` says which tables were made, so that their time can be told apart from that of the rules.
"""

import zlib
from functools import cache

import numpy as np
from scipy import special

LOW = 0xFFFFFFFF
FAMILY = ("needs.shock", "access.ask", "teams.gather")  # one block of four numbers a family
DOMAIN = ("access.find", "allocation.leaves_list", "allocation.line", "closure.end", "closure.longer", "contacts.meet",
          "decisions.decide", "handover.break", "places.place", "referral.keep", "together.advice", "together.cover",
          "together.table", "together.tell")  # one for each of its life domains  # fmt: skip
SEAT = ("allocation.pick", "workforce.absence", "workforce.seat")  # one for each seat of an organisation


def philox(c0, c1, c2, c3, k0, k1):
    """Four words of 32 bits from a counter of four and a key of two; whole numbers or arrays of uint64."""
    for _ in range(10):
        a, b = c0 * 0xD2511F53, c2 * 0xCD9E8D57
        c0, c1, c2, c3 = (b >> 32) ^ c1 ^ k0, b & LOW, (a >> 32) ^ c3 ^ k1, a & LOW
        k0, k1 = (k0 + 0x9E3779B9) & LOW, (k1 + 0xBB67AE85) & LOW
    return c0, c1, c2, c3


def unit(word):
    """A number strictly between 0 and 1."""
    return (word + 0.5) / 2.0**32


@cache
def number_of(stream):
    """The number of a stream is a checksum of its name."""
    return zlib.crc32(stream.encode())


def quantiles(a, b):
    """Beta(a, b) as a table of 1024 steps."""
    return special.betaincinv(a, b, np.arange(1025) / 1024).tolist()


def quantile(u, table):
    """One uniform number through a table of quantiles, linear in between."""
    k = min(int(u * 1024), 1023)
    return table[k] + (u * 1024 - k) * (table[k + 1] - table[k])


class Luck:
    """All numbers of one run; `turn_to` opens a week."""

    def __init__(self, seed, domains):
        self.key, self.domains = (seed & LOW, seed >> 32), domains
        self.week, self.tabled = 0, []
        self.once = cache(self.once)

    def turn_to(self, week, in_view, seats):
        """A new week: in view are families (ids); `seats` has for each organisation how many seats it has."""
        self.week, self.tables = week, {}
        self.in_view, self.seats = in_view, seats
        self.asked = in_view

    def attend_to(self, engaged):
        """From here on in this week the rules ask only about these families (ids)."""
        self.asked = engaged

    def draw(self, stream, who, part=0):
        """The four numbers of this address, this week."""
        table = self.tables.get(stream)
        if table is None:
            table = self.tables[stream] = self.table(stream)
        return table[who][part]

    def table(self, stream):
        """who -> part -> four numbers, for everybody at once."""
        if stream in SEAT:
            return self.made(stream, range(len(self.seats)), max(self.seats))
        return self.made(stream, self.asked, self.domains if stream in DOMAIN else 1)

    def made(self, stream, who, parts):
        """A table of addresses `who` x 0..parts-1."""
        ids = np.fromiter(who, np.uint64)
        a, b = np.meshgrid(ids, np.arange(parts, dtype=np.uint64), indexing="ij")
        rest = (np.full_like(a, self.week), np.full_like(a, number_of(stream)))
        numbers = np.stack([unit(w) for w in philox(a, b, *rest, *self.key)], axis=-1)
        self.tabled.append((self.week, stream, who, parts))
        return dict(zip(ids.tolist(), numbers.tolist(), strict=True))

    def once(self, stream, who, part=0, week=0):
        """The four numbers of one address at any week; remembered."""
        return [unit(w) for w in philox(who, part, week, number_of(stream), *self.key)]

    def now(self, stream, who, part=0):
        """The four numbers of a rare address, this week."""
        return self.once(stream, who, part, self.week)
