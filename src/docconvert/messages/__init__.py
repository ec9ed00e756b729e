"""What is said to people, in the language of each.

All of docconvert speaks English: its errors and notices are values that travel between processes, into
reports and to other programs. Only where they are shown to people are they translated, by a :class:`Teller`.
The command line has one for its process (:func:`tell`, :func:`word`); a server has one for each request. A
catalogue of gettext holds the translations of templates, ``{path}: cannot be written: {reason}``;
``catalogue.py`` finds the one that an English message was made from. What has no translation is shown in
English.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from docconvert.messages.catalogue import Catalogue

LANGUAGES = ("en", "zh", "zh-tw")
"""What ``--messages`` takes: English, Simplified Chinese, Traditional Chinese as in Taiwan."""

_FLAG = "--messages"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_UNTRANSLATED = ("C", "POSIX")
_TRADITIONAL = ("TW", "HK", "MO", "HANT")


class Teller(NamedTuple):
    """Who says things in one language. It never changes, and any number of threads may ask it.

    >>> Teller("zh").tell("no such file")
    '没有这个文件'
    """

    language: str
    """One of ``LANGUAGES``."""

    def tell(self, message: str) -> str:
        """Return an English message in the language."""
        return message if self.language == "en" else _catalogue(self.language).tell(message)

    def word(self, text: str) -> str:
        """Return English words that are a part of what is said in the language."""
        return text if self.language == "en" else _catalogue(self.language).word(text)


_own = Teller("en")


def choose(language: str) -> None:
    """Have :func:`tell` speak a language, one of ``LANGUAGES``, from now on."""
    global _own  # noqa: PLW0603 - a process speaks one language, as it has one locale
    _own = Teller(language)


def chosen() -> str:
    """Return the language that the process speaks."""
    return _own.language


def tell(message: str) -> str:
    """Return an English message in the language that was chosen."""
    return _own.tell(message)


def word(text: str) -> str:
    """Return English words that are a part of what is said in the language that was chosen."""
    return _own.word(text)


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


def first_spoken(names: Iterable[str]) -> str:
    """Return the first language that is spoken of some named as locales or in BCP 47; English if none is."""
    for name in names:
        language, *others = name.replace("-", "_").upper().split("_")
        if language == "EN":
            return "en"
        if language == "ZH":
            return "zh-tw" if any(other in _TRADITIONAL for other in others) else "zh"
    return "en"


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
    names = (environment.get("LANGUAGE") or locale).split(":")
    language = first_spoken(name.partition(".")[0].replace("@", "_") for name in names)
    shown = {"en": "", "zh": "错误", "zh-tw": "錯誤"}[language]
    return language if _can_be_shown(shown) else "en"


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
