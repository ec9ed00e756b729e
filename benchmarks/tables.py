"""Tables of figures, as Markdown and as JSON: what each benchmark makes, and the page of all takes up.

A column of figures may say which are better, those that are less or those that are more. So what others do
better than docconvert is found in the tables, and by nobody's hand.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NOISE = 0.05
"""Two measured figures that are nearer than this share of one are taken as the same."""


class Column(NamedTuple):
    """A column: its name, how a figure is shown, and which figures are better, if any.

    ``measured`` figures differ from run to run; beside them stands what they are of the first row's.
    """

    name: str
    spec: str = ""
    better: Literal["", "less", "more"] = ""
    measured: bool = False


class Row(NamedTuple):
    """What one program, or one way of ours, came to; None where there is no figure."""

    name: str
    values: tuple[float | str | None, ...]
    is_peer: bool = False


class Table(NamedTuple):
    """A table; the first row, or where ``peers`` is ``columns`` the first column, is docconvert's."""

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    peers: Literal["rows", "columns"] = "rows"

    def markdown(self) -> str:
        """Return the table in Markdown."""
        names = [name for column in self.columns for name in (column.name, *["× ours"] * column.measured)]
        lines = [f"| {self.heading} | {' | '.join(names)} |", "|---" * (1 + len(names)) + "|"]
        lines += (f"| {row.name} | {' | '.join(self._cells(row))} |" for row in self.rows)
        return "\n".join(lines)

    def _cells(self, row: Row) -> Iterator[str]:
        for column, value, first in zip(self.columns, row.values, self.rows[0].values, strict=True):
            yield shown(column, value)
            if column.measured:
                yield f"{value / first:.2f}" if is_figure(value) and is_figure(first) and first else ""

    def leads(self) -> Iterator[Lead]:
        """Yield where peers are better than docconvert."""
        if self.peers == "rows":
            for row in filter(lambda row: row.is_peer, self.rows):
                for column, theirs, ours in zip(self.columns, row.values, self.rows[0].values, strict=True):
                    if is_better(column, theirs, ours):
                        cells = shown(column, theirs), shown(column, ours)
                        yield Lead(row.name, self.heading, column.name, *cells)
        else:
            for row in self.rows:
                for column, theirs in zip(self.columns[1:], row.values[1:], strict=True):
                    if is_better(column, theirs, row.values[0]):
                        cells = shown(column, theirs), shown(column, row.values[0])
                        yield Lead(column.name, self.heading, row.name, *cells)


class Lead(NamedTuple):
    """A figure of a peer that is better than docconvert's."""

    peer: str
    table: str
    figure: str
    theirs: str
    ours: str


def shown(column: Column, value: float | str | None) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else format(value, column.spec)


def is_figure(value: float | str | None) -> bool:
    return isinstance(value, (int, float))


def is_better(column: Column, theirs: Any, ours: Any) -> bool:
    """Say whether a figure is better than ours, by more than can be chance or is shown."""
    if not column.better or not is_figure(theirs) or not is_figure(ours):
        return False
    if shown(column, theirs) == shown(column, ours):
        return False
    gain = ours - theirs if column.better == "less" else theirs - ours
    return gain > (NOISE * ours if column.measured else 0)


class Report:
    """Prints what a benchmark finds as it comes, and keeps it in a file if asked to.

    Args:
        path: where it is kept, as JSON; empty for nowhere.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._items: list[Table | str] = []

    def add(self, *items: Table | str | None) -> None:
        """Take up tables and sentences; None stands for what could not be measured."""
        for item in filter(None, items):
            print(f"\n{item.markdown() if isinstance(item, Table) else item}", flush=True)
            self._items.append(item)
        if self._path:
            self._path.write_text(json.dumps(self._items, ensure_ascii=False, indent=1), "utf-8")


def items_of(found: list[Any]) -> list[Table | str]:
    """Return what a ``Report`` has kept, as its JSON holds it."""
    return [item if isinstance(item, str) else _table(*item) for item in found]


def _table(
    heading: str,
    columns: Iterable[list[Any]],
    rows: Iterable[tuple[str, list[Any], bool]],
    peers: Literal["rows", "columns"],
) -> Table:
    made = tuple(Row(name, tuple(values), is_peer) for name, values, is_peer in rows)
    return Table(heading, tuple(Column(*column) for column in columns), made, peers)
