"""Rival rules of your own: a Python file beside your scenarios, named in SAMENHANG_RIVALS; no fork.

The file defines rules under the names of mechanisms that have a place for one (`docs/rival-rule.md`); a scenario then says
`[variant] workforce = "own"`. What the file says counts in the names of compiled code and of runs, so nothing runs stale.
"""

import importlib.util
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

GIVEN = "SAMENHANG_RIVALS"


def text() -> bytes:
    """What the file says; nothing without a file."""
    return Path(os.environ[GIVEN]).read_bytes() if os.environ.get(GIVEN) else b""


@cache
def _module() -> ModuleType | None:
    path = os.environ.get(GIVEN)
    if not path:
        return None
    spec = importlib.util.spec_from_file_location("samenhang_rivals", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def given(mechanism: str) -> bool:
    """Does the file have a rule for this mechanism?"""
    return hasattr(_module(), mechanism)


def own[F: Callable[..., float]](mechanism: str, ours: F) -> F:
    """The rule of the file for this mechanism, or ours where there is none."""
    rule: F = getattr(_module(), mechanism, ours)
    return rule
