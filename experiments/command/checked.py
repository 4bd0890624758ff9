"""A file of any kind, checked without running: which kind it is, and everything that is wrong with it."""

from dataclasses import replace
from pathlib import Path

from samenhang.model import InputError, load_region, load_scenario
from samenhang.model.mistakes import is_there, read_toml
from samenhang.model.region import shipped_regions
from samenhang.model.scenario import contradictions
from samenhang.model.scenario_file import shipped_scenarios

from ..claims.claim import load_claim, shipped_claims
from ..claims.claim_file import is_claim
from ..designs.study_file import load_study, shipped_studies

OF_STUDIES = ("design", "scenarios", "replicates", "outcomes", "run", "factor", "variants")


def kind(name: str) -> str:
    """`scenario`, `study`, `hypothesis` or `region`: by the name of ours, or by what stands in the file."""
    if Path(name).suffix == ".toml" and is_there(Path(name)):
        raw = read_toml(Path(name), InputError)
        if is_claim(raw):
            return "hypothesis"
        return "region" if "inhabitants" in raw else "study" if any(k in raw for k in OF_STUDIES) else "scenario"
    if name in shipped_scenarios():
        return "scenario"
    shipped = {"region": shipped_regions(), "study": shipped_studies(), "hypothesis": shipped_claims()}
    return next((of for of, names in shipped.items() if name in names), "scenario")


def checked(name: str, region: str) -> list[str]:
    """What to note of a file in which nothing is wrong.

    Raises:
        InputError: with every mistake as a sentence.
    """
    of = kind(name)
    if of == "region":
        load_region(name)
        return []
    if of == "study":
        return checked_study(name)
    if of == "hypothesis":
        return load_claim(name).warnings()
    found = load_scenario(name)
    if wrong := contradictions(found, load_region(region)):
        raise InputError(wrong)
    return found.warnings()


def checked_study(name: str) -> list[str]:
    """The same of a study, of which every point must be possible where its method needs them all."""
    from ..designs.design import design

    study = load_study(name).study
    design(replace(study, replicates=1))  # seeds make no point impossible
    return [*study.notes, *study.unreached()]
