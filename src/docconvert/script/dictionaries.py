"""The conversion dictionaries: OpenCC's, as the package opencc-python-reimplemented carries them.

They are found by the metadata of that distribution and read as data. Its engine is never
imported: another distribution, the official ``opencc``, installs itself under the same name.
"""

from __future__ import annotations

from pathlib import Path

from docconvert.errors import DocconvertError

_DISTRIBUTION = "opencc-python-reimplemented"


def load_dictionaries(*names: str) -> dict[str, str]:
    """Return the entries of the named OpenCC dictionaries; where two have one, the first wins.

    Args:
        names: file names without ``.txt``, such as ``TSPhrases``.

    Raises:
        DocconvertError: the dictionaries are not installed.
    """
    entries: dict[str, str] = {}
    for name in reversed(names):
        entries |= _read_table(_folder() / f"{name}.txt")
    return entries


def load_overlay(target: str) -> dict[str, str]:
    """Return our own entries for a target, which go before OpenCC's; empty where there are none."""
    path = Path(__file__).with_name(f"overlay-{target}.tsv")
    return _read_table(path) if path.exists() else {}


def _folder() -> Path:
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        folder = Path(str(distribution(_DISTRIBUTION).locate_file("opencc/dictionary")))
    except PackageNotFoundError as error:
        raise DocconvertError(f"{_DISTRIBUTION} is not installed", f"pip install {_DISTRIBUTION}") from error
    if not folder.is_dir():
        raise DocconvertError(
            f"no dictionaries in {folder}", f"pip install --force-reinstall {_DISTRIBUTION}"
        )
    return folder


def _read_table(path: Path) -> dict[str, str]:
    """Read ``key TAB value value …``; the first value is the usual one."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line and line[0] != "#")
    return {row[0]: row[1].split(" ")[0] for row in rows}
