"""Where every factor of the sources went: mechanism, parameter, outcome, scenario, or why not. `docs/traceability.md`.

`python tests/traceability.py docs` makes the page from docs/traceability.toml.
"""

import sys
import tomllib
from itertools import groupby
from pathlib import Path
from typing import Any

from samenhang.experiments.reference import markdown

DOCUMENTS = {
    "000": "[000] Integraal werken met jeugdigen en gezinnen: van weten naar doen",
    "001": "[001] Summary of the article",
    "002": "[002] What works in integral youth care",
    "003": "[003] Six years of research in the region Haaglanden",
    "004": "[004] The part of organisations",
}
KINDS = ("mechanisms", "parameters", "outcomes", "scenarios")


def factors(docs: Path) -> list[dict[str, Any]]:
    """The rows of docs/traceability.toml."""
    return tomllib.loads((docs / "traceability.toml").read_text(encoding="utf-8"))["factor"]


def is_modelled(factor: dict[str, Any]) -> bool:
    """Is there a mechanism, parameter or outcome for it? A scenario alone only sets what these declare."""
    return any(factor.get(kind) for kind in KINDS[:3])


def row(factor: dict[str, Any]) -> list[str]:
    """A factor as a person reads it."""
    where = [", ".join(f"`{n}`" for n in factor.get(kind, [])) for kind in KINDS]
    remark = (
        factor.get("note", {}).get("en", "")
        if is_modelled(factor)
        else f"not modelled, because: {factor['why_not']['en']}"
    )
    return [factor["level"], f"{factor['en']} (*{factor['nl']}*)", *where, remark]


def page(docs: Path) -> str:
    """The page, in English, factors in both languages."""
    all_, parts = factors(docs), []
    there = sum(map(is_modelled, all_))
    for document, of_document in groupby(all_, key=lambda f: f["source"]):
        parts.append(f"## {DOCUMENTS[document]}")
        for where, told in groupby(of_document, key=lambda f: f["where"]):
            heads = ["level", "factor", "mechanism", "parameters", "outcomes", "scenarios", "what is lost, or why not"]
            parts.append(f"### {where[0].upper()}{where[1:]}\n\n" + markdown(heads, [row(f) for f in told]))
    return TOLD.format(n=len(all_), there=there, not_there=len(all_) - there) + "\n\n".join(parts) + "\n"


TOLD = """# Where the factors of the sources went

Made by `python tests/traceability.py docs` from [traceability.toml](traceability.toml); do not edit. {n} factors: {there} have a mechanism,
a parameter or an outcome, many of them in a part only, as the last column says; {not_there} are not modelled, and why. Names are those of the
[reference](reference.en.md); scenarios are files in `scenarios/`. A factor that returns in another table is listed again.

"""


if __name__ == "__main__":
    docs = Path(sys.argv[1])
    (docs / "traceability.md").write_text(page(docs), encoding="utf-8")
