"""The conversion dictionaries: OpenCC's, as data.

Those of the package opencc-python-reimplemented serve where no others are given. They are found by
the metadata of that distribution; its engine is never imported, for another distribution, the
official ``opencc``, installs itself under the same name.

A folder of the user's may be of any shape in which OpenCC's resources come: configurations and
dictionaries side by side, as its resource archive and its packages have them, or in ``config/`` and
``dictionary/`` of a source tree. Dictionaries are read as text where there is text, else from binary
files; those that OpenCC makes from others when it is built are made here if they are missing.
"""

from __future__ import annotations

import sys
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docconvert.errors import DocconvertError, UsageError
from docconvert.script.matcher import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

_DISTRIBUTION = "opencc-python-reimplemented"

_PLACES = ("", "config", "dictionary", "data/config", "data/dictionary", "share/opencc")
"""Where configurations and dictionaries may be below a resource folder."""

_MANIFEST = "opencc-resource-manifest.json"


class Dictionaries:
    """The tables and configurations of one OpenCC resource folder.

    Args:
        folder: where they are.
        name: what they are called, with their version; made from the folder if not given.

    Raises:
        DocconvertError: there are none.
    """

    def __init__(self, folder: Path, name: str = "") -> None:
        self._folder = folder
        self._places = [place for part in _PLACES if (place := folder / part).is_dir()]
        self._given_name = name
        self._tables: dict[str, Table] = {}
        if not self._file("TSCharacters") or not self._file("STCharacters"):
            raise DocconvertError(
                f"no dictionaries of OpenCC in {folder}",
                "a resource folder holds t2s.json, TSCharacters.txt or .ocd2 and so on",
            )

    @cached_property
    def name(self) -> str:
        """Name and version: a release or revision where the folder tells it, else a digest of the files."""
        if self._given_name:
            return self._given_name
        if manifest := self._find(_MANIFEST):
            revision = str(_read_json(manifest).get("commit_id", ""))
            if revision not in ("", "unknown"):
                return f"OpenCC resources {revision[:12]}"
        return f"OpenCC resources sha256:{self._digest()[:12]}"

    def configuration(self, name: str) -> dict[str, Any]:
        """Return the configuration called ``name``, such as ``s2twp``.

        Raises:
            DocconvertError: there is none, or it cannot be read.
        """
        name = name.removesuffix(".json")
        path = self._find(f"{name}.json") if name.isidentifier() else None
        if not path:
            raise DocconvertError(f"no configuration {name}.json in {self._folder}", self._known())
        return _read_json(path)

    def has(self, file: str) -> bool:
        """Say whether there is a dictionary of that file name, whatever its extension."""
        return self._file(_stem(file)) is not None

    def table(self, file: str) -> Table:
        """Return the dictionary of that file name, whatever its extension.

        Raises:
            DocconvertError: there is none, or it cannot be read.
        """
        stem = _stem(file)
        if stem not in self._tables:
            path = self._file(stem)
            self._tables[stem] = read_table(path) if path else self._made(stem)
        return self._tables[stem]

    def _made(self, stem: str) -> Table:
        """Make a dictionary that OpenCC's build makes from others."""
        base = stem.removesuffix("Rev").removesuffix("Ext")
        path = self._file(base)
        if stem.endswith("Rev") and path and path.suffix == ".txt":
            return _table(_reversed(_text(path)))
        if stem == "TSCharactersExt" and path and path.suffix == ".txt":
            return _table(_marked_rare(_text(path)))
        if stem == "STPhrases_GeneratedFromRegionalPhrases":
            return self._regional_phrases()
        raise DocconvertError(f"no dictionary {stem} in {self._folder}", "the resource folder is incomplete")

    def _regional_phrases(self) -> Table:
        """Return the words of the regions as Simplified texts have them, so that they are found whole."""
        from docconvert.script.configuration import conversion

        to_simplified = conversion(self.configuration("t2s"), self)
        words = {
            to_simplified.convert(word): word
            for file in ("TWPhrases", "HKPhrases")
            for word in (self.table(file).entries if self.has(file) else ())
        }
        return Table({key: word for key, word in words.items() if len(key) >= _SHORTEST_REGIONAL}, {})

    def _file(self, stem: str) -> Path | None:
        return self._find(f"{stem}.txt") or self._find(f"{stem}.ocd2")

    def _find(self, name: str) -> Path | None:
        return next((path for place in self._places if (path := place / name).is_file()), None)

    def _known(self) -> str:
        names = {path.stem for place in self._places for path in place.glob("*2*.json")}
        return f"there are {', '.join(sorted(names))}" if names else "it has no configurations at all"

    def _digest(self) -> str:
        from hashlib import sha256

        digest = sha256()
        files = {path.name: path for place in self._places for path in place.iterdir()}
        for name, path in sorted(files.items()):
            if path.suffix in (".json", ".txt", ".ocd2") and path.is_file():
                digest.update(f"{name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
        return digest.hexdigest()


_SHORTEST_REGIONAL = 3
"""Characters; shorter words would cut longer ones in two."""


@cache
def bundled() -> Dictionaries:
    """Return the dictionaries that come with docconvert.

    Raises:
        DocconvertError: their distribution is not installed, or is not whole.
    """
    folder, version = _installed()
    try:
        return Dictionaries(folder, f"{_DISTRIBUTION} {version}")
    except DocconvertError as error:
        hint = f"pip install --force-reinstall {_DISTRIBUTION}"
        raise DocconvertError(error.message, hint) from error


def _installed() -> tuple[Path, str]:
    """Return the folder of the distribution's package, and its version.

    The folder of its metadata says both (Binary distribution format, "The .dist-info directory").
    importlib.metadata, which knows of other kinds of installation, takes longer to load than all the rest.
    """
    prefix, suffix = f"{_DISTRIBUTION.replace('-', '_')}-", ".dist-info"
    for place in sys.path:
        try:
            found = next(Path(place or ".").glob(f"{prefix}*{suffix}"), None)
        except OSError:
            continue
        if found:
            return found.parent / "opencc", found.name.removeprefix(prefix).removesuffix(suffix)
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        package = distribution(_DISTRIBUTION)
    except PackageNotFoundError as error:
        raise DocconvertError(f"{_DISTRIBUTION} is not installed", f"pip install {_DISTRIBUTION}") from error
    return Path(str(package.locate_file("opencc"))), package.version


def opened(folder: Path | str) -> Dictionaries:
    """Return the dictionaries of a resource folder; those that come with docconvert if it is empty.

    Raises:
        UsageError: there is no such folder, or no dictionaries in it.
    """
    if not str(folder):
        return bundled()
    if not Path(folder).is_dir():
        raise UsageError(f"{folder}: no such folder", "--dictionaries takes a folder with OpenCC's resources")
    try:
        return Dictionaries(Path(folder))
    except DocconvertError as error:
        raise UsageError(error.message, error.hint) from error


def read_table(path: Path) -> Table:
    """Read a dictionary: ``key TAB value value …`` on a line as text, or a binary one.

    Raises:
        DocconvertError: it cannot be read, or a line has no value.
    """
    if path.suffix != ".ocd2":
        return _table(_rows(path, _text(path)))
    from docconvert.script.binary import read_binary

    try:
        entries = read_binary(path.read_bytes())
    except (ValueError, OSError) as error:
        raise DocconvertError(f"{path}: cannot be read: {error}", "get OpenCC's resources anew") from error
    return _table((key, " ".join(values)) for key, values in entries.items())


def _table(rows: Iterable[tuple[str, str]]) -> Table:
    """Return the table of keys with their values, which are parted by spaces."""
    entries = dict(rows)
    several = {key: tuple(values.split(" ")) for key, values in entries.items() if " " in values}
    entries.update((key, values[0]) for key, values in several.items())
    return Table(entries, {key: values for key, values in several.items() if len(values) > 1})


def _rows(path: Path, text: str) -> list[tuple[str, str]]:
    rows = [line.split("\t", 1) for line in text.splitlines() if line and line[0] != "#"]
    if broken := [row for row in rows if len(row) < 2 or not row[0] or not row[1]]:
        line = "\t".join(broken[0])[:30]
        raise DocconvertError(f"{path}: line without a key and a value: {line!r}", "they are parted by a tab")
    return [(key, values) for key, values in rows]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DocconvertError(f"{path}: cannot be read: {error}", "dictionaries are UTF-8 text") from error


def _reversed(text: str) -> list[tuple[str, str]]:
    """Turn a dictionary round; ``# @reverse-prefer: KEY [VALUE]`` says which of several is the usual one."""
    found: dict[str, list[str]] = {}
    preferred: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("# @reverse-prefer:"):
            key, *given = line.partition(":")[2].split()
            preferred[key] = given[0] if given else key
        elif line and line[0] != "#":
            key, _, values = line.partition("\t")
            for value in values.split(" "):
                found.setdefault(value, []).append(key)
    return [
        (key, " ".join(sorted(values, key=lambda value: value != preferred.get(key, values[0]))))
        for key, values in found.items()
    ]


def _marked_rare(text: str) -> list[tuple[str, str]]:
    """Return what stands below ``# @tofu-risk:`` lines, without the character itself."""
    lines = text.splitlines()
    marked = [lines[at + 1] for at, line in enumerate(lines[:-1]) if line.startswith("# @tofu-risk:")]
    rows = [line.partition("\t") for line in marked]
    return [(key, values.removeprefix(f"{key} ")) for key, _, values in rows]


def _read_json(path: Path) -> dict[str, Any]:
    import json

    try:
        found = json.loads(_text(path))
    except ValueError as error:
        raise DocconvertError(f"{path}: not JSON: {error}", "get OpenCC's resources anew") from error
    return found if isinstance(found, dict) else {}


def _stem(file: str) -> str:
    return file.rpartition(".")[0] or file
