"""How Sphinx builds the site: ``sphinx-build -W --keep-going -b html docs build/site``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docconvert import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "docconvert"
author = "The docconvert authors"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]

html_theme = "furo"
html_title = f"docconvert {version}"
html_show_copyright = False
html_static_path = ["static"]
html_css_files = ["site.css"]
# A sentence in Chinese has no spaces to search by.
html_search_language = "zh"

# The pages are read in the repository, too, where links lead to headings and pictures are <img>.
myst_heading_anchors = 4
myst_enable_extensions = ["html_image"]
# An indented block is a command, or something that is shown as it is.
highlight_language = "none"

autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_type_aliases = {name: name for name in ("Block", "Inline", "Inlines", "Level", "Role", "Span")}
maximum_signature_line_length = 90

_OTHERS = "(all other pages)"
"""Where the index lists the pages that it does not name."""


def _list_others(app: Sphinx, name: str, source: list[str]) -> None:
    """Put the pages that no list of the index names into its last one, so that none is left out."""
    if name == "index":
        others = sorted(page for page in app.env.found_docs - {"index"} if not _is_listed(page, source[0]))
        source[0] = source[0].replace(_OTHERS, "\n".join(others))


def _is_listed(page: str, index: str) -> bool:
    return page.startswith("howto-") or re.search(rf"^{re.escape(page)}$", index, re.MULTILINE) is not None


def _mend(_app: Sphinx, kind: str, _name: str, _of: object, _options: object, lines: list[str]) -> None:
    """Show a docstring as it is meant.

    An indented block is an example, or drawn. What a named tuple says of its fields by itself says nothing.
    """
    if kind == "attribute":
        if lines and lines[0].startswith("Alias for field number"):
            lines.clear()
        return
    for number in range(len(lines) - 2, 0, -1):
        above, between, below = lines[number - 1 : number + 2]
        if above.strip() and not between and _indent(below) > _indent(above):
            lines[number:number] = ["", f"{' ' * _indent(above)}::"]


def _rejoin(_app: Sphinx, kind: str, _name: str, _of: object, _options: object, lines: list[str]) -> None:
    """Put a sentence together again, of which napoleon took what stands before a colon for a type."""
    parts = [line for line in lines if line.startswith(":type: ")]
    if kind in ("attribute", "property") and parts:
        lines.remove(parts[0])
        lines[0] = f"{parts[0].removeprefix(':type: ')}: {lines[0]}"


def _name_types(
    _app: Sphinx,
    _kind: str,
    _name: str,
    _of: object,
    _options: object,
    signature: str | None,
    returned: str | None,
) -> tuple[str | None, str | None]:
    """Call aliases inside a tuple by their names: autodoc shows how it keeps them."""
    signature, returned = (
        part and re.sub(r"TypeAliasForwardRef\('(\w+)'\)", r"\1", part) for part in (signature, returned)
    )
    return signature, returned


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def setup(app: Sphinx) -> None:
    """Connect what this file adds to Sphinx."""
    app.connect("source-read", _list_others)
    # Before napoleon, which makes other indented blocks of arguments.
    app.connect("autodoc-process-docstring", _mend, priority=100)
    app.connect("autodoc-process-docstring", _rejoin, priority=900)
    app.connect("autodoc-process-signature", _name_types)
