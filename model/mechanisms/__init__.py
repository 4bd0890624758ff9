"""One file per mechanism: its theory in words, its parameters, its rules about one person, and the loop over all."""

from . import access, allocation, closure, contacts, handover, hours, money, needs, referral, workforce

MECHANISMS = tuple(
    m.ABOUT for m in (needs, access, referral, allocation, hours, contacts, workforce, closure, handover, money)
)
