"""One catalogue of sentences: English in the code, Dutch beside it, and numbers written as the language does.

Every sentence a user can meet passes through `_` (translate now) or `N_` (mark now, translate when shown). Labels of
declared quantities carry both languages themselves.
"""

import gettext
import locale
import os
from pathlib import Path

LANGUAGES = ("en", "nl")
CATALOGUE = Path(__file__).resolve().parent / "locale"
DOMAIN = "samenhang"
WRITTEN = 1e15  # numbers from here on are written with an exponent: babel cannot write the largest


class _Chosen:
    """The language of this process; English until somebody chooses."""

    code = "en"
    sentences: gettext.NullTranslations = gettext.NullTranslations()


def use(code: str) -> None:
    """Speak `code` (en or nl) from now on."""
    _Chosen.code = code
    _Chosen.sentences = gettext.translation(DOMAIN, CATALOGUE, [code]) if code != "en" else gettext.NullTranslations()


def language() -> str:
    """The language spoken now: en or nl."""
    return _Chosen.code


def of_system() -> str:
    """The language of this computer, English unless it is Dutch."""
    names = [os.environ.get(k, "") for k in ("LC_ALL", "LC_MESSAGES", "LANG")]
    first = next((n for n in names if n), locale.getlocale()[0] or "")
    return "nl" if first.lower().startswith(("nl", "dutch")) else "en"


def _(sentence: str) -> str:
    """This sentence in the language spoken now."""
    return _Chosen.sentences.gettext(sentence) if sentence else ""


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """A sentence for the catalogue that is translated when it is shown."""
    return sentence


def number(value: float, digits: int = 3, *, signed: bool = False) -> str:
    """A number to so many significant digits, with the decimal sign of the language: 1,234.5 or 1.234,5.

    A missing value is a dash. `signed` writes a plus before what is above zero.
    """
    from math import floor, isfinite, log10

    from babel.numbers import format_decimal

    if not isfinite(value):
        return "–"
    after = max(0, digits - 1 - floor(log10(abs(value)))) if value else 0
    plain = "#,##0" + ("." + "0" * min(after, 6) if after else "")
    text = format_decimal(value, plain, locale=_Chosen.code).replace("-", "\N{MINUS SIGN}")
    return f"+{text}" if signed and value > 0 else text


def tidy(value: float) -> str:
    """A number along an axis: as short as it can be written, with the decimal sign of the language."""
    from babel.numbers import format_decimal

    if WRITTEN <= abs(value) < float("inf"):
        return f"{value:g}"
    return format_decimal(round(value, 9), "#,##0.#####", locale=_Chosen.code).replace("-", "\N{MINUS SIGN}")
