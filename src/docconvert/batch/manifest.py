"""What was written in a folder, and from what: so that the next run writes only what has changed.

A SQLite file in the folder of the outputs. It is told of an output only when that is in place, and keeps what
it was told through any crash; what it was not told is made again. No database lives in a store of objects:
for outputs with URLs it is in the user's cache of this computer. Where that is lost, all is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docconvert.batch.work import About, Before, Written
from docconvert.errors import OutputError
from docconvert.files import is_there
from docconvert.notices import Notice
from docconvert.places import Place, RemotePath, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from docconvert.batch.plan import Job
    from docconvert.batch.work import Result

NAME = ".docconvert.sqlite3"
"""The file's name; hidden, so that no walk finds it."""

_VERSION = 1
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS outputs (
    path BLOB PRIMARY KEY, source BLOB NOT NULL, digest TEXT NOT NULL, settings TEXT NOT NULL,
    size INTEGER NOT NULL, sha256 TEXT NOT NULL, modified INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sources (
    path BLOB PRIMARY KEY, about TEXT NOT NULL, notices TEXT NOT NULL
) WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""
_NOTHING = (b"", "[]", "[]")
"""What is recorded of a source of which nothing is."""
_MOST_ASKED = 900
"""Rows that are asked for at once; older versions of SQLite take no more than 999."""
# An output's path is one from the folder, a source's an absolute one; digest is that of the source, settings
# the fingerprint of the format.


class Manifest:
    """The record of a folder; one run at a time has it open.

    Args:
        folder: the folder of the outputs; one of this computer is made if there is none.
        fingerprints: those of the formats, by their names.

    Raises:
        OutputError: of all methods: it cannot be written, or another run is at work there.
    """

    def __init__(self, folder: Place, fingerprints: Mapping[str, str]) -> None:
        self._folder = folder if isinstance(folder, RemotePath) else folder.absolute()
        kept = record_of(folder) if isinstance(folder, RemotePath) else folder
        self._path = kept / NAME
        self._fingerprints = fingerprints
        self._inside: dict[str, str] = {}
        """Folders as they are called from that of the record."""
        self.was_damaged = False
        """Whether there was a record that could not be read; it is kept beside the new one."""
        with self._guarded():
            kept.mkdir(parents=True, exist_ok=True)
            try:
                self._database = self._opened()
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                self.was_damaged = True
                self._path.replace(self._path.with_name(f"{NAME}.damaged"))
                self._path.with_name(f"{NAME}-wal").unlink(missing_ok=True)  # it belongs to that
                self._database = self._opened()

    def close(self) -> None:
        """Keep all that was told."""
        with self._guarded():
            try:
                self._database.commit()
            finally:
                self._database.close()

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=0)
        try:
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            # What is told is kept at once, and through a crash of the program. Through one of the system it
            # stays whole, though the last of it may be lost.
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute("BEGIN EXCLUSIVE")
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version not in (0, _VERSION):
                raise sqlite3.DatabaseError(f"version {version}")
            database.executescript(_SCHEMA)
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise OutputError(
                    f"{self._folder}: another docconvert is writing there", "wait until it has ended"
                ) from error
            raise OutputError(
                f"{self._path}: cannot be written: {error}", "choose another folder with -o"
            ) from error
        except OSError as error:
            raise OutputError(
                f"{self._path.parent}: cannot be written to: {error.strerror or error}",
                "choose another folder with -o",
            ) from error

    def before(self, jobs: Sequence[Job]) -> list[tuple[Before, ...]]:
        """Return what is known of the targets of each job that were written with these settings."""
        named = [[(self._relative(target.path), target) for target in job.targets] for job in jobs]
        rows = self._rows(
            "SELECT path, settings, digest, size, sha256, modified FROM outputs",
            [name for targets in named for name, _ in targets],
        )
        return [
            tuple(
                Before(digest, Written(target.path, size, sha256, modified))
                for name, target in targets
                if name in rows
                for _, settings, digest, size, sha256, modified in (rows[name],)
                if settings == self._fingerprints[target.format.name]
            )
            for targets in named
        ]

    def completed(self, results: Sequence[Result]) -> list[Result]:
        """Return results of sources that are unchanged, with what was found out when they were converted."""
        names = [_absolute(result.source) for result in results]
        rows = self._rows("SELECT path, about, notices FROM sources", names)
        return [
            result._replace(
                about=About(*json.loads(about)),
                notices=tuple(Notice(*notice) for notice in json.loads(notices)),
            )
            for result, name in zip(results, names, strict=True)
            for _, about, notices in (rows.get(name, _NOTHING),)
        ]

    def _rows(self, query: str, names: Sequence[bytes]) -> dict[bytes, tuple[Any, ...]]:
        """Return what is recorded under some names; to ask for many at once takes a third of the time."""
        rows: dict[bytes, tuple[Any, ...]] = {}
        with self._guarded():
            for at in range(0, len(names), _MOST_ASKED):
                some = names[at : at + _MOST_ASKED]
                found = self._database.execute(f"{query} WHERE path IN ({','.join('?' * len(some))})", some)
                rows.update((row[0], row) for row in found)
        return rows

    def record(self, job: Job, result: Result) -> None:
        """Keep what was written; nothing of a source of which something went wrong is left to rely on."""
        if result.is_unchanged:
            return
        source = _absolute(job.sources[0])
        formats = {target.path: target.format.name for target in job.targets}
        with self._guarded():
            self._database.executemany(
                "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        self._relative(output.path),
                        source,
                        result.digest,
                        self._fingerprints[formats[output.path]],
                        output.size,
                        output.sha256,
                        output.modified,
                    )
                    for output in result.outputs
                ],
            )
            self._database.execute(
                "INSERT OR REPLACE INTO sources VALUES (?, ?, ?)",
                (source, json.dumps(result.about), json.dumps(result.notices)),
            )
            self._database.commit()

    def left(self, job: Job, result: Result) -> list[Place]:
        """Return the targets of a job that an earlier run wrote, and this one did not."""
        names = {self._relative(target.path): target.path for target in job.targets}
        written = {output.path for output in result.outputs}
        rows = self._rows("SELECT path FROM outputs", list(names))
        return [names[name] for name in rows if names[name] not in written and is_there(names[name])]

    def texts_in(self, roots: Sequence[Place]) -> int:
        """Return how many texts of some folders were converted, now or earlier."""
        with self._guarded():
            return sum(
                self._database.execute(
                    "SELECT COUNT(*) FROM sources WHERE path >= ? AND path < ?",
                    (beginning, beginning[:-1] + bytes([beginning[-1] + 1])),
                ).fetchone()[0]
                for beginning in map(_beginning, roots)
            )

    def orphans(self, roots: Sequence[Place]) -> Iterator[Written]:
        """Yield the outputs of texts that were in one of some folders, and are gone."""
        above = tuple(map(_beginning, roots))
        with self._guarded():
            rows = self._database.execute(
                "SELECT path, source, size, sha256, modified FROM outputs ORDER BY path"
            )
            for path, source, *state in rows:
                if source.startswith(above) and not is_there(place(os.fsdecode(source))):
                    yield Written(self._place(os.fsdecode(path)), *state)

    def forget(self, output: Place) -> None:
        """Keep nothing of an output any more, nor of its text."""
        name = (self._relative(output),)
        with self._guarded():
            self._database.execute(
                "DELETE FROM sources WHERE path = (SELECT source FROM outputs WHERE path = ?)", name
            )
            self._database.execute("DELETE FROM outputs WHERE path = ?", name)

    def _relative(self, path: Place) -> bytes:
        if isinstance(path, RemotePath) or isinstance(self._folder, RemotePath):
            return _absolute(path)
        folder, separator, name = str(path).rpartition(os.sep)
        if folder not in self._inside:  # a folder is looked at once, not for each file in it
            inside = os.path.relpath(folder + separator or os.curdir, self._folder)
            self._inside[folder] = "" if inside == os.curdir else inside + os.sep
        return os.fsencode(self._inside[folder] + name)

    def _place(self, name: str) -> Place:
        path = place(name)
        if isinstance(path, RemotePath) or isinstance(self._folder, RemotePath):
            return path
        return self._folder / path


def record_of(folder: RemotePath) -> Path:
    """Return the folder of this computer that keeps the record of one that has a URL (XDG Base Directory)."""
    from pathlib import Path

    variable, place_at_home = (
        ("LOCALAPPDATA", "AppData/Local") if os.name == "nt" else ("XDG_CACHE_HOME", ".cache")
    )
    cache = os.environ.get(variable, "")
    digest = hashlib.sha256(str(folder).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return (Path(cache) if cache else Path.home() / place_at_home) / "docconvert" / digest


def _beginning(folder: Place) -> bytes:
    """Return how the names of all files in a folder begin."""
    separator = "/" if isinstance(folder, RemotePath) else os.sep
    return _absolute(folder).removesuffix(separator.encode()) + separator.encode()


def _absolute(path: Place) -> bytes:
    if isinstance(path, RemotePath):
        return os.fsencode(str(path))
    return os.fsencode(os.path.abspath(path))  # noqa: PTH100 - without looking at links
