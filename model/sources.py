"""Every source by key (sources.toml: who, year, title, used for, how sure), and the words of the field (words.toml)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@cache
def sources() -> dict[str, dict[str, Any]]:
    """Key -> author, year, title, use, sure (A register or meta-analysis ... D derived; `model` our own)."""
    return tomllib.loads((HERE / "sources.toml").read_text(encoding="utf-8"))


def known_sources() -> list[str]:
    """The keys."""
    return list(sources())


@cache
def words() -> list[dict[str, Any]]:
    """English term, Dutch terms, meaning in both, and what it is called in the model."""
    found: list[dict[str, Any]] = tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))["word"]
    return found
