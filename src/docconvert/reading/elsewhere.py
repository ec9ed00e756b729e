"""The title where the text itself has none: in a banner, an advertisement, or the file's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docconvert.reading.front import without_bare_title
from docconvert.reading.tails import bare_title, split_tail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docconvert.reading.front import Front
    from docconvert.reading.lines import Line

_LONGEST_BANNER = 200
"""Characters."""


def title_elsewhere(front: Front, head: Sequence[Line], noise: Sequence[bool], source: str) -> Front:
    """Look for the title in a banner or an advertisement at the head of a file, and in the file's name.

    What they say goes before a line that has nothing but its place to show for itself.

    Args:
        front: what is known.
        head: the first lines.
        noise: which of them are site noise.
        source: the file's name.
    """
    title, author = _from_file_name(source)
    for line, is_noise in zip(head, noise, strict=True):
        found = _title_in_noise(line.text) if is_noise else _title_in_banner(line.text)
        if found and found != front.title:
            front = without_bare_title(front)
            front = front._replace(
                title=found, title_line=line.number, added=found, origin="a line above the text"
            )
            author = _author_in_noise(line.text) or author
            break
    if title and not front.title:
        front = front._replace(title=title, added=title, origin="the file's name")
    return front._replace(author=front.author or author)


def _title_in_noise(text: str) -> str:
    """Return the work that an advertisement names, if it names just one."""
    found = set(re.findall("《([^《》]{1,30})》", text))
    if found:
        return found.pop() if len(found) == 1 else ""
    tailed = split_tail(text)
    return tailed.title if tailed and tailed.sure else ""


def _author_in_noise(text: str) -> str:
    """Return the author that such a line names behind the work."""
    found = re.search(r"作\s*者\s*[：:︰]\s*([^\s，。；：！？、（）()\[\]【】]{1,20})", text)
    return found[1] if found else ""


def _title_in_banner(text: str) -> str:
    """Return the work that a first line framed by signs names: ``=== 《…》 第二版 ===``."""
    framed = len(text) > 2 and text[0] == text[-1] and text[0] in "=*#~＝＊～-"
    found = re.search("《([^《》]{1,40})》", text) if framed and len(text) <= _LONGEST_BANNER else None
    return _unspaced(found[1]) if found else ""


def _from_file_name(name: str) -> tuple[str, str]:
    """Return the title and the author a file's name gives in so many words: ``《…》作者：….txt``."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.replace("\\", "/").rpartition("/")[2])
    book = re.match(r"(?:[（(\[【][^（()）【】\[\]]{1,12}[）)\]】])?\s*《([^《》]{1,60})》(?!的)", stem)
    author = re.search(r"作者\s*[：:_]\s*([^\s《》（）()\[\]【】_]{1,20})", stem)
    title = book[1] if book else re.split(r"[\s_（(【\[-]*作者", stem)[0] if author else ""
    return bare_title(title.strip()), author[1] if author else ""


def _unspaced(text: str) -> str:
    """Take out the spaces of a title set in wide letters, keeping those that part words."""
    words = re.split(r"\s{2,}", text.strip())
    if all(len(letter) == 1 for word in words for letter in word.split(" ")):
        return " ".join(word.replace(" ", "") for word in words)
    return " ".join(text.split())
