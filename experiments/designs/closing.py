"""Closing channels to see why two scenarios differ: which may be asked for, and the arms that have them closed.

`channel.direct` is the effect of collaboration itself that a study may assume (`teams.direct_effect`). Nothing in the week
closes it, so it is closed by setting it to 0 from start to end. Where an arm assumes it, it is always among what is closed:
what runs through it was put in.
"""

from dataclasses import replace
from typing import Any

from samenhang.model import Scenario, resolve
from samenhang.model.language import _, language
from samenhang.model.links import CHANNELS as NAMED
from samenhang.model.mechanisms import MECHANISMS
from samenhang.model.mistakes import unknown
from samenhang.model.region import Text
from samenhang.model.scenario import STRUCK

from ..statistics.parts import subsets
from .study import Study

MOST = 6  # channels: 64 combinations
DIRECT, ASSUMED = "channel.direct", "teams.direct_effect"
FIVE = tuple(word for word in STRUCK if word.startswith("channel."))
WORDS = (*STRUCK, DIRECT)


def problems_of(where: str, channels: tuple[str, ...]) -> list[str]:
    """Names that do not exist or stand there twice, none at all, or too many."""
    found = [unknown(where, c, WORDS) for c in channels if c not in WORDS]
    found += [_("{where}: {name} stands there twice").format(where=where, name=c) for c in dict.fromkeys(channels) if channels.count(c) > 1]  # fmt: skip
    if not 1 <= len(channels) <= MOST:
        found.append(_("{where}: {n} names; expected 1 to {most}, because {most} make {runs} combinations").format(
            where=where, n=len(channels), most=MOST, runs=2**MOST))  # fmt: skip
    return found


def is_assumed(study: Study, arm: int = 1) -> bool:
    """Does this arm, or the first, ever assume an effect of collaboration itself while there are teams?"""
    runs = (resolve(study.arms[k], study.region, burn_in=study.burn_in, years=study.years, seed=1) for k in (0, arm))
    return any(run.on.teams and chapter.teams.direct_effect for run in runs for _at, chapter in run.chapters)


def assumed(*, how_much: bool = True) -> str:
    """What a reader must know where a scenario assumes an effect of collaboration itself."""
    said = _("A scenario assumes an effect of collaboration itself ({parameter}): what of a difference runs through no channel may have been put in by that, and was not found.").format(
        parameter=ASSUMED)  # fmt: skip
    return f"{said} {_('How much: compare --why, or [why] in a hypothesis file, tells.')}" if how_much else said


def with_assumed(where: str, study: Study, channels: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    """(the channels, with the direct effect where an arm assumes one; what is wrong with that)."""
    asked = any(is_assumed(study, k) for k in range(1, len(study.arms))) and DIRECT not in channels
    if asked and len(channels) == MOST:
        return channels, [_("{where}: a scenario assumes a direct effect ({parameter}), which takes a place of its own: expected at most {n} other names").format(
            where=where, parameter=ASSUMED, n=MOST - 1)]  # fmt: skip
    return ((*channels, DIRECT) if asked else channels), []


def without_assumed(arm: Scenario) -> Scenario:
    """The same with no direct effect, from start to end."""

    def rest(told: dict[str, Any]) -> dict[str, Any]:
        return {k: v for k, v in told.items() if k != ASSUMED}

    timeline = (c.model_copy(update={k: rest(getattr(c, k)) for k in ("set", "add", "times")}) for c in arm.timeline)
    group, name = ASSUMED.split(".")
    given = {g: {k: v for k, v in values.items() if (g, k) != (group, name)} for g, values in arm.given.items()}
    return replace(arm, given=given, timeline=tuple(c for c in timeline if c.set or c.add or c.times))


def closed(arm: Scenario, channels: tuple[str, ...]) -> Scenario:
    """The same with these closed; named after them."""
    if not channels:
        return arm
    out = arm.changed({}, tuple(c for c in channels if c != DIRECT))
    out = without_assumed(out) if DIRECT in channels else out
    words = {"en": f"without {' '.join(channels)}", "nl": f"zonder {' '.join(channels)}"}
    title = Text(**{lang: f"{getattr(arm.title, lang)}, {told}" for lang, told in words.items()})
    return replace(out, name=f"{arm.name} {words['en']}", title=title, holds=())


def every_combination(study: Study, channels: tuple[str, ...]) -> Study:
    """The study with its arms in every combination: arm k with combination b closed is arm b x n + k."""
    arms = (closed(arm, tuple(channels[i] for i in shut)) for shut in subsets(len(channels)) for arm in study.arms)
    return replace(study, arms=tuple(arms), worlds=0)


def named(word: str) -> str:
    """A channel or mechanism in the language spoken now."""
    kind, _dot, name = word.partition(".")
    if kind == "channel":
        return _(NAMED[name]) if word != DIRECT else _("the effect of collaboration itself")
    labels = {m.name: (m.en, m.nl) for m in MECHANISMS}
    return labels[word][language() == "nl"]
