"""One file per mechanism: its theory in words, its parameters, its rules about one person, and the loop over all."""

from . import (
    access,
    allocation,
    closure,
    contacts,
    decisions,
    handover,
    hours,
    learning,
    money,
    needs,
    referral,
    teams,
    together,
    trust,
    workforce,
)

MECHANISMS = tuple(
    m.ABOUT
    for m in (
        needs,
        access,
        referral,
        allocation,
        teams,
        together,
        hours,
        contacts,
        decisions,
        trust,
        workforce,
        closure,
        handover,
        money,
        learning,
    )
)
