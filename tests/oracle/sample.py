"""Worlds drawn at random: a scenario of ours, every parameter anywhere in its plausible range, at times a mechanism struck out."""

from samenhang.model import load_scenario
from samenhang.model.scenario import STRUCK, nested
from samenhang.model.scenario_file import SHIPPED
from samenhang.model.views import every
from samenhang.model.week import Parameters

from .luck import Luck

SCENARIOS = sorted(path.stem for path in SHIPPED.glob("*.toml"))


def pick(options, u):
    """One of these, by a number between 0 and 1."""
    return options[int(u * len(options))]


def parameters(u):
    """Every declared parameter somewhere in its range; `u` gives a number for each. Not `own`: that needs a file."""
    given = {}
    for k, (key, q) in enumerate(every(Parameters).items()):
        if q.options:
            given[key] = pick([word for word in q.options if word != "own"], u(k))
        elif q.low < q.high:
            given[key] = q.low + u(k) * (q.high - q.low)
    return given


def world(number):
    """(words for it, scenario) of the sampled world of this number.

    Raises:
        ScenarioError: of a world that contradicts itself.
    """
    luck = Luck(20_260, 1)
    strikes, which, scenario, _ = luck.once("oracle.world", number)
    name, off = pick(SCENARIOS, scenario), (pick(list(STRUCK), which),) if strikes < 0.5 else ()
    given = parameters(lambda k: luck.once("oracle.parameter", number, k)[0])
    words = f"world {number}: {name}" + (f" without {off[0]}" if off else "")
    return words, load_scenario(name).changed(nested(given), off)
