"""The report for people: a page that needs nothing but a browser, with a row for each source.

    page.html, which holds page.css and page.js
    <script type="application/json" class="rows">
    ["a.txt","渡口","","","zh-Hans","gb18030",0.12,0,[["out/a.pdf",92345]],[["bytes-replaced","…",14]],[]]
    …
    </script>
    … more blocks of rows …
    <script type="application/json" class="end">{"seconds":3.1}</script>

The rows are data to the browser, one JSON array on a line, and all that is drawn is computed from them in the
page. So a page that was cut short, in the middle of a line or of a tag, still shows the rows before, and the
missing end tells that there should be more.
"""

from __future__ import annotations

import json
import os
import time
from base64 import b64encode
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docconvert import __version__
from docconvert.files import STANDARD
from docconvert.places import RemotePath
from docconvert.report.lines import opened_lines, readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docconvert.batch import Result, Written
    from docconvert.notices import Notice

_PARTS = Path(__file__).parent

_BLOCK = 500
"""How many rows a block holds: the browser has each block in memory whole, and some memory for each."""

_LONGEST = 60
"""How many characters a row tells of what entered or left a text; JSON Lines have them all."""


@contextmanager
def opened_page(path: Path) -> Iterator[Callable[[Result], None]]:
    """Open a report, and give the function that adds a result to it.

    Raises:
        OutputError: it cannot be written.
    """
    begun = time.perf_counter()
    count = 0

    with opened_lines(path, "--report") as write:

        def add(result: Result) -> None:
            nonlocal count
            begin = '<script type="application/json" class="rows">\n' if count % _BLOCK == 0 else ""
            count += 1
            end = "</script>\n" if count % _BLOCK == 0 else ""
            write(f"{begin}{_data(row(result, path.parent))}\n{end}")

        write(_top())
        yield add
        # Where the run was cut short by an error, none of this is reached.
        end = "</script>\n" if count % _BLOCK else ""
        seconds = _data({"seconds": round(time.perf_counter() - begun, 3)})
        write(f'{end}<script type="application/json" class="end">{seconds}</script>\n</body>\n</html>\n')


def _top() -> str:
    """Return the page up to its rows."""
    style, script = (_PARTS.joinpath(name).read_text("utf-8") for name in ("page.css", "page.js"))
    # Content Security Policy Level 3: what is not named here, such as a script in a name that was not
    # escaped, or a request to anywhere, the browser does not do.
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    page = Template(_PARTS.joinpath("page.html").read_text("utf-8"))
    return page.substitute(policy=policy, version=__version__, style=style, script=script)


def _hash(part: str) -> str:
    return f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'"


def _data(value: object) -> str:
    """Return JSON that no browser takes for markup: what ends a script, or opens a comment, begins with <."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def row(result: Result, folder: Path) -> list[Any]:
    """Return what the page says of a result, in the order in which page.js takes it.

    Args:
        result: the result.
        folder: the page's own, which its links begin at.
    """
    about = result.about
    return [
        readable(result.source),
        about.title,
        about.author,
        about.date,
        about.language,
        about.encoding,
        result.seconds,
        int(result.is_unchanged),
        [_output(output, folder) for output in result.outputs],
        [_notice(notice) for notice in result.notices],
        [[error.message, error.hint] for error in result.errors],
    ]


def _output(output: Written, folder: Path) -> list[Any]:
    """Return the path of a file, as seen from a folder, and its size; the address, where that is another."""
    if output.path == STANDARD:
        return ["", output.size]
    if isinstance(output.path, RemotePath):
        return [readable(output.path), output.size, quote(str(output.path), safe=":/")]
    try:
        path = Path(os.path.relpath(output.path, folder))
    except ValueError:  # on another drive
        return [readable(output.path), output.size, output.path.absolute().as_uri()]
    name, raw = path.as_posix(), os.fsencode(path.as_posix())
    shown = readable(Path(name))
    return [shown, output.size] if shown.encode() == raw else [shown, output.size, quote(raw)]


def _notice(notice: Notice) -> list[Any]:
    """Return a notice as code, message, line, removed, added; without what is empty at the end."""
    values = [notice.code, notice.message, notice.line, _short(notice.removed), _short(notice.added)]
    while not values[-1]:
        values.pop()
    return values


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
