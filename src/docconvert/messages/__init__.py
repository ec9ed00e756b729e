"""What the command line says, in the language of its user.

All of docconvert speaks English: its errors and notices are values that travel between processes, into
reports and to other programs. Only where they are shown to people are they translated, by :func:`tell`. A
catalogue of gettext holds the translations of templates, ``{path}: cannot be written: {reason}``;
``catalogue.py`` finds the one that an English message was made from. What has no translation is shown in
English.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docconvert.messages.catalogue import Catalogue

LANGUAGES = ("en", "zh", "zh-tw")
"""What ``--messages`` takes: English, Simplified Chinese, Traditional Chinese as in Taiwan."""

_FLAG = "--messages"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_UNTRANSLATED = ("C", "POSIX")
_TRADITIONAL = ("TW", "HK", "MO", "HANT")

_chosen = "en"


def choose(language: str) -> None:
    """Have :func:`tell` speak a language, one of ``LANGUAGES``, from now on."""
    global _chosen  # noqa: PLW0603 - a process speaks one language, as it has one locale
    _chosen = language


def chosen() -> str:
    """Return the language that is spoken."""
    return _chosen


def tell(message: str) -> str:
    """Return an English message in the language that was chosen."""
    return message if _chosen == "en" else _catalogue(_chosen).tell(message)


def word(text: str) -> str:
    """Return English words that are a part of what is said in the language that was chosen."""
    return text if _chosen == "en" else _catalogue(_chosen).word(text)


def wanted(argv: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """Return the language that ``--messages`` asks for, or else the locale.

    The flag is looked for before the arguments are understood: what is wrong with them is said in its
    language, too.

    Args:
        argv: the arguments of the command line.
        environment: ``LC_ALL``, ``LC_MESSAGES`` or ``LANG`` names the locale, as POSIX has it, and
            ``LANGUAGE`` the languages in order, as gettext has it, unless the locale is C.
    """
    return _asked_for(argv) or _of_locale(environment)


def _asked_for(argv: Sequence[str]) -> str:
    asked = ""
    for at, argument in enumerate(argv):
        if argument == "--":
            break
        name, given, value = argument.partition("=")
        if name == _FLAG:
            value = value if given else next(iter(argv[at + 1 :]), "")
            asked = value if value in LANGUAGES else asked
    return asked


def _of_locale(environment: Mapping[str, str]) -> str:
    locale = next(filter(None, (environment.get(name, "") for name in _LOCALE)), "C")
    if locale.partition(".")[0] in _UNTRANSLATED:
        return "en"
    for name in (environment.get("LANGUAGE") or locale).split(":"):
        language, *others = name.partition(".")[0].replace("@", "_").replace("-", "_").upper().split("_")
        if language == "EN":
            return "en"
        if language == "ZH":
            chinese = "zh-tw" if any(other in _TRADITIONAL for other in others) else "zh"
            return chinese if _can_be_shown("錯誤" if chinese == "zh-tw" else "错误") else "en"
    return "en"


def _can_be_shown(text: str) -> bool:
    """Say whether the terminal's encoding has the characters of a text."""
    try:
        text.encode(getattr(sys.stderr, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@cache
def _catalogue(language: str) -> Catalogue:
    from docconvert.messages.catalogue import opened

    return opened(language)
