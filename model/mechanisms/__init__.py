"""One file per mechanism: its theory in words, its parameters, its rules about one person, and the loop over all."""

from . import allocation, closure, contacts, handover, needs, referral, workforce

MECHANISMS = tuple(m.ABOUT for m in (needs, referral, allocation, contacts, workforce, closure, handover))
