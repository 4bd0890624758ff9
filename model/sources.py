"""Every source by key: who, year, title, what it is used for and how sure it is (sources.toml)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

SHEET = Path(__file__).resolve().parent / "sources.toml"


@cache
def sources() -> dict[str, dict[str, Any]]:
    """Key -> author, year, title, use, sure (A register or meta-analysis ... D derived; `model` our own)."""
    return tomllib.loads(SHEET.read_text(encoding="utf-8"))


def known_sources() -> list[str]:
    """The keys."""
    return list(sources())
