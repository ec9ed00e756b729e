"""A catalogue of gettext whose messages are templates, and what finds the template of a message."""

from __future__ import annotations

import re
from functools import cached_property
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

DOMAIN = "docconvert"
FOLDERS = {"zh": "zh", "zh-tw": "zh_TW"}
"""Where the catalogues of the languages are, named as gettext names locales."""

PART = "part"
"""The context of what is not a message itself, but a part of one."""

PARTS = frozenset({"deed", "error", "help", "kind", "origin", "outcome", "reason", "strerror", "where"})
"""Placeholders for what is a message or a word itself. Others stand for names and texts, which stay."""

_WITH_PART = f"{PART}\x04"
"""How gettext writes the context in front of a message."""

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

    def values(self, message: str) -> dict[str, str] | None:
        """Return what stands in the placeholders, if the message was made from this."""
        if not all(literal in message for literal in self.literals):
            return None  # the usual case; compiling an expression for it would take longer
        seen: set[str] = set()
        pattern = [re.escape(self.literals[0])]
        for name, literal in zip(self.names, self.literals[1:], strict=True):
            pattern += [f"(?P={name})" if name in seen else f"(?P<{name}>.*?)", re.escape(literal)]
            seen.add(name)
        found = re.fullmatch("".join(pattern), message, re.DOTALL)
        return found.groupdict() if found else None


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
        return self._told(message, "", self._templates) or message

    def word(self, text: str) -> str:
        """Return the translation of a part of what is said, or the text if there is none."""
        return self._told(text, _WITH_PART, self._parts) or self.tell(text)

    def _told(self, message: str, context: str, templates: list[Template]) -> str:
        if message and (said := self._catalog.get(context + message)):
            return said
        for template in templates:
            values = template.values(message)
            if values is not None:
                told = {name: self.word(value) if name in PARTS else value for name, value in values.items()}
                return self._catalog[context + template.text].format_map(told)
        return ""

    @cached_property
    def _templates(self) -> list[Template]:
        return _in_order(text for text in self._catalog if "\x04" not in text)

    @cached_property
    def _parts(self) -> list[Template]:
        starts = _WITH_PART
        return _in_order(text.removeprefix(starts) for text in self._catalog if text.startswith(starts))


def _in_order(texts: Iterable[str]) -> list[Template]:
    """Return those of ``texts`` that are templates, first those that say most."""
    return sorted(filter(None, map(parsed, texts)), key=lambda template: template.weight, reverse=True)


def opened(language: str) -> Catalogue:
    """Return the catalogue of a language: ``zh`` or ``zh-tw``."""
    path = Path(__file__).parent / FOLDERS[language] / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with path.open("rb") as file:
        return Catalogue(file)
