"""Where every factor of the sources went: mechanism, parameter, outcome, scenario, or why not. `docs/traceability.md`.

`python tests/traceability.py docs` makes the page from docs/traceability.toml.
"""

import sys
import tomllib
from itertools import groupby
from pathlib import Path
from typing import Any

from samenhang.experiments.telling.reference import markdown

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


def remark(factor: dict[str, Any]) -> str:
    """What of a factor is lost, if anything."""
    return factor.get("note", {}).get("en", "")


def row(factor: dict[str, Any]) -> list[str]:
    """A factor as a person reads it."""
    where = [", ".join(f"`{n}`" for n in factor.get(kind, [])) for kind in KINDS]
    lost = remark(factor) if is_modelled(factor) else f"not modelled, because: {factor['why_not']['en']}"
    return [factor["level"], f"{factor['en']} (*{factor['nl']}*)", *where, lost]


def page(docs: Path) -> str:
    """The page, in English, factors in both languages."""
    all_, parts = factors(docs), []
    there = sum(map(is_modelled, all_))
    for document, of_document in groupby(all_, key=lambda f: f["source"]):
        parts.append(f"## {DOCUMENTS[document]}")
        for where, told in groupby(of_document, key=lambda f: f["where"]):
            heads = ["level", "factor", "mechanism", "parameters", "outcomes", "scenarios", "what is lost, or why not"]
            parts.append(f"### {where[0].upper()}{where[1:]}\n\n" + markdown(heads, [row(f) for f in told]))
    return (
        TOLD.format(
            n=len(all_),
            there=there,
            not_there=len(all_) - there,
            whole=sum(is_modelled(f) and not remark(f) for f in all_),
        )
        + "\n\n".join(parts)
        + "\n"
    )


TOLD = """# Where the factors of the sources went

Made by `python tests/traceability.py docs` from [traceability.toml](traceability.toml); do not edit. {n} factors: {there} have a mechanism,
a parameter or an outcome, {whole} of them without loss that we know of, the others in a part only, as the last column says; {not_there} are not
modelled, and why. Names are those of the [reference](reference.en.md); scenarios are files in `scenarios/`. A factor that returns in another
table is listed again. The rows were read from the sources by us; none of their authors has checked them.

What the sources ask most and the model has least:

- **Shortage hardly becomes work pressure.** Who leaves takes no cases along: they go back to the list, and the caseload norm caps each seat. The sources
  report shortage, then pressure, then failing collaboration.
- **A shared record works only when somebody takes over**; helpers at the same time, families and networks do not read it.
- **A coordinator keeps actions from being left undone and no more**: overview, one point of contact for the family and fewer retellings are not in it.
- **Families have no voice in decisions**: little agreement on goals neither slows nor changes one.
- **Teams cannot be aimed** at safety, age or a way in: chance decides whom a rule reaches.
- **A covenant is with everybody**: good with some partners and bad with others cannot be shown.
- **Placing is no decision**: places go to the heaviest need, so mandate over places has no rule.
- **Feedback and monitoring change nothing but competence**; results of help are not fed back.
- **Parties are missing**: police and justice, hospital, school as a way in, volunteers, other municipalities.

"""


if __name__ == "__main__":
    docs = Path(sys.argv[1])
    (docs / "traceability.md").write_text(page(docs), encoding="utf-8")
