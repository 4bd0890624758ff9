"""One run, resolved: everything that decides its outcome, and the key that names it."""

import ast
import hashlib
import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from . import rivals
from .compiled import home
from .declare import YEAR
from .language import _
from .mistakes import ScenarioError
from .region import Region
from .scenario import Scenario, contradictions
from .views import as_words
from .week import On, Parameters

HERE = Path(__file__).resolve().parent
LEAST_YEARS = 3  # observed: families that enter in the first year are then followed for two


@dataclass(frozen=True)
class Run:
    """Region at its size, weeks, mechanisms, chapters and seed. Same question, same key."""

    scenario: str  # for people; not part of the key
    region: Region
    burn_in: int  # weeks
    observed: int  # weeks
    on: On
    chapters: tuple[tuple[int, Parameters], ...]
    seed: int

    @property
    def horizon(self) -> int:
        """Weeks in all."""
        return self.burn_in + self.observed

    @property
    def id(self) -> str:
        """First 32 hex digits of SHA-256 over the canonical JSON of the model's code and everything resolved."""
        question = {
            "code": code_digest(),
            "region": facts(self.region.model_dump(mode="json")),
            "weeks": [self.burn_in, self.observed],
            "on": self.on._asdict(),
            "variant": {},
            "chapters": [[at, as_words(p)] for at, p in self.chapters],
            "seed": self.seed,
        }
        return hashlib.sha256(canonical(question).encode()).hexdigest()[:32]


WORDS = {"title", "story", "source", "why", "label", "schema_"}  # of a region file: for people


def facts(told: Any) -> Any:
    """A region without its words."""
    if isinstance(told, dict):
        return {k: facts(v) for k, v in told.items() if k not in WORDS}
    return [facts(v) for v in told] if isinstance(told, list) else told


def canonical(value: Any) -> str:
    """JSON with one way to write everything; refuses what is not a finite number."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=True)


class _Bare(ast.NodeTransformer):
    """Takes out what says something to people only: docstrings, declarations' labels and sentences."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Annotated[float, ...] says no more than float; of a Column, axes, kind and neutral value count as well."""
        if not (
            isinstance(node.value, ast.Name) and node.value.id == "Annotated" and isinstance(node.slice, ast.Tuple)
        ):
            return self.generic_visit(node)
        kept, *said = node.slice.elts
        columns = [
            c for c in said if isinstance(c, ast.Call) and isinstance(c.func, ast.Name) and c.func.id == "Column"
        ]
        return ast.Tuple([kept, *(c.args[k] for c in columns for k in (0, 1, 3))])

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        """A text that stands alone is a docstring."""
        return (
            None
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
            else self.generic_visit(node)
        )

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """_("...") is a sentence for somebody; of a Field in the table of families only the name counts."""
        if isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
            return ast.Constant(value="")
        if isinstance(node.func, ast.Name) and node.func.id == "Field":
            node.args = node.args[:1]
        node.keywords = [k for k in node.keywords if k.arg not in ("en", "nl")]
        return self.generic_visit(node)


def bare(source: str) -> str:
    """A file's code without comments, docstrings, labels and sentences: a better word orphans nobody's results."""
    return ast.dump(_Bare().visit(ast.parse(source)))


@cache
def code_digest() -> str:
    """Names the model's code: every Python file of model/ but what is only said of it (links/).

    To read so much code takes longer than a small run, so what was found is kept by the letter of the files.
    """
    files = sorted(p for p in HERE.rglob("*.py") if p.parent.name != "links")
    texts = {"own rules": rivals.text()} | {p.relative_to(HERE).as_posix(): p.read_bytes() for p in files}
    letter = hashlib.sha256(repr((sys.version_info[:2], texts)).encode()).hexdigest()
    kept = home() / "code" / letter
    whole = 2 * hashlib.sha256().digest_size  # a machine that fell leaves an empty one
    if not kept.exists() or kept.stat().st_size != whole:
        h = hashlib.sha256()
        for name, text in texts.items():
            h.update(name.encode() + b"\0" + bare(text.decode()).encode())
        kept.parent.mkdir(exist_ok=True)
        draft = kept.with_name(f"{letter}-{uuid4().hex}")
        draft.write_text(h.hexdigest(), encoding="ascii")
        draft.replace(kept)
    return kept.read_text(encoding="ascii")


def resolve(scenario: Scenario, region: Region, *, burn_in: float = 3, years: float = 5, seed: int = 1) -> Run:
    """One run of a scenario on a region: burn_in and years in years, seed from 1 to 2**63.

    Raises:
        ScenarioError: when region, scenario and times contradict one another.
    """
    problems = contradictions(scenario, region)
    if not 0 <= burn_in <= 50:
        problems.append(_("burn-in = {years:g}: expected 0 to 50 years").format(years=burn_in))
    if not LEAST_YEARS <= years <= 50:
        problems.append(_("years = {years:g}: expected {least} to 50, because families are followed for two years").format(
            years=years, least=LEAST_YEARS))  # fmt: skip
    if not 1 <= seed < 2**63:
        problems.append(_("seed = {seed}: expected a whole number from 1").format(seed=seed))
    if problems:
        raise ScenarioError(problems)
    weeks = round(burn_in * YEAR)
    observed = round(years * YEAR)
    reached = tuple(c for c in scenario.chapters(weeks) if c[0] < weeks + observed)
    return Run(scenario.name, region, weeks, observed, scenario.on, reached, seed)
