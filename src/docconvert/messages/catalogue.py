"""A catalogue of gettext whose messages are templates, and what finds the template of a message."""

from __future__ import annotations

import re
from functools import cached_property
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter
from typing import NamedTuple

DOMAIN = "docconvert"
FOLDERS = {"zh": "zh", "zh-tw": "zh_TW"}
"""Where the catalogues of the languages are, named as gettext names locales."""

PART = "part"
"""The context of the words of the command line itself, of which what it says is put together."""

PARTS = frozenset(
    {"deed", "error", "help", "kind", "origin", "outcome", "places", "reason", "strerror", "where"}
)
"""Placeholders for what is a message or words itself, which have the name for a context.

Others stand for names and texts, which stay as they are.
"""

LISTS = frozenset({"choices", "names", "sheets"})
"""Placeholders for lists of names."""

_BETWEEN = "、"
"""What stands between the members of a list, in Chinese."""

_CONTEXT = "\x04"
"""What gettext writes between the context and a message."""

_PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*\}")


class Template(NamedTuple):
    """A message with placeholders: the literal texts between them, and their names."""

    text: str
    literals: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def weight(self) -> int:
        """How many characters of a message are certain: of two templates that fit, more of them decide."""
        return sum(map(len, self.literals))

    @property
    def is_argument(self) -> bool:
        """Whether it says which argument is wrong, as argparse does; what is wrong with it may say more."""
        return self.literals[0] == "argument "

    def values(self, message: str) -> dict[str, str] | None:
        """Return what stands in the placeholders, if the message was made from this.

        Each literal text is taken where it first comes: a message may hold text of any length, and a regular
        expression would try all places for all of them.
        """
        first, *between, last = self.literals
        at, end = len(first), len(message) - len(last)
        if at > end or not message.startswith(first) or not message.endswith(last):
            return None
        values: dict[str, str] = {}
        for name, literal in zip(self.names, [*between, None], strict=True):
            found = end if literal is None else message.find(literal, at, end)
            if found < 0 or values.setdefault(name, message[at:found]) != message[at:found]:
                return None
            at = found + len(literal or "")
        return values


def parsed(text: str) -> Template | None:
    """Return the template that ``text`` is, or None if it has no placeholders."""
    if not _PLACEHOLDER.search(text):
        return None
    literals, names = [""], []
    for literal, name, _, _ in Formatter().parse(text):
        literals[-1] += literal
        if name is not None:
            names.append(name)
            literals.append("")
    return Template(text, tuple(literals), tuple(names))


class Catalogue(GNUTranslations):
    """The translations into one language."""

    _catalog: dict[str, str]  # made by the base class

    def tell(self, message: str) -> str:
        """Return the translation of a message, or the message if there is none."""
        return self._told(message, "") or message

    def word(self, text: str, context: str = PART) -> str:
        """Return the translation of a part of what is said, or the text if there is none."""
        return self._told(text, context) or self.tell(text)

    def _told(self, message: str, context: str) -> str:
        start = f"{context}{_CONTEXT}" if context else ""
        if message and (said := self._catalog.get(start + message)):
            return said
        for template in self._templates.get(context, ()):
            values = template.values(message)
            if values is not None:
                told = {name: self._value(name, value) for name, value in values.items()}
                return self._catalog[start + template.text].format_map(told)
        return ""

    def _value(self, name: str, value: str) -> str:
        if name in LISTS:
            return value.replace(", ", _BETWEEN)
        if name not in PARTS:
            return value
        # Several templates may be alike but for the name: what fits one is looked for under all names.
        told = (self._told(value, context) for context in (name, "", *sorted(PARTS)))
        return next(filter(None, told), value)

    @cached_property
    def _templates(self) -> dict[str, list[Template]]:
        """The templates by context, first those that say most."""
        found: dict[str, list[Template]] = {}
        for key in self._catalog:
            context, _, text = key.rpartition(_CONTEXT)
            if template := parsed(text):
                found.setdefault(context, []).append(template)
        for templates in found.values():
            templates.sort(key=lambda template: (template.is_argument, template.weight), reverse=True)
        return found


def opened(language: str) -> Catalogue:
    """Return the catalogue of a language: ``zh`` or ``zh-tw``."""
    path = Path(__file__).parent / FOLDERS[language] / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with path.open("rb") as file:
        return Catalogue(file)
