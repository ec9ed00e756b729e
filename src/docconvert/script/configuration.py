"""OpenCC's configurations: JSON that says which dictionaries make a conversion.

The keys are those of OpenCC's schema: ``normalization``, ``segmentation`` and ``conversion_chain``,
each with a dictionary that is a file, entries on the spot, or a group of others. In a group with the
policy ``short_circuit``, which is the default, the first dictionary that knows the text decides; in a
``union`` the longest word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from docconvert.errors import DocconvertError
from docconvert.script.conversion import Conversion
from docconvert.script.matcher import Matcher, Table, layered, united
from docconvert.script.overlay import showable
from docconvert.script.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docconvert.script.dictionaries import Dictionaries

Node: TypeAlias = dict[str, Any]


def conversion(
    configuration: Node,
    dictionaries: Dictionaries,
    *,
    overlays: Mapping[int, Table] | None = None,
    charset: str = "",
    weighed: bool = False,
) -> Conversion:
    """Return the conversion that a configuration describes.

    Args:
        configuration: as read from JSON.
        dictionaries: where its files are.
        overlays: entries that go before those of a step of the chain, by its index; -1 is the last.
        charset: if given, candidates that this encoding lacks are none, and neither entries nor dictionaries
            are used (marked ``may_output_tofu``) whose characters few fonts have.
        weighed: tell of candidates by how usual they are in the words of the first step.

    Raises:
        DocconvertError: a file is missing, or the configuration is of a kind that is not known.
    """
    try:
        return _conversion(
            configuration, _Tables(dictionaries, charset), overlays or {}, charset, weighed=weighed
        )
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise DocconvertError(
            f"a conversion configuration is not of OpenCC's shape ({type(error).__name__}: {error})",
            "OpenCC's opencc_config.schema.json says what it must have",
        ) from error


def _conversion(
    configuration: Node, tables: _Tables, overlays: Mapping[int, Table], charset: str, *, weighed: bool
) -> Conversion:
    nodes = [part["dict"] for part in configuration["conversion_chain"]]
    normal = [tables.table(part["dict"]) for part in configuration.get("normalization", ())]
    steps = [tables.table(node) for node in nodes]
    for step, overlay in overlays.items():
        steps[step] = united([overlay, steps[step]])
    matchers = [Matcher(table) for table in steps]
    cut = configuration.get("segmentation", {}).get("dict")
    return Conversion(
        matchers,
        _segmenter(cut, nodes[0], matchers[0], tables, overlays.values()),
        {ord(key): value for table in normal for key, value in table.entries.items()},
        charset=charset,
        usage=Usage(steps[0].entries.values()) if weighed else None,
    )


def _segmenter(
    cut: Node | None, first: Node, first_step: Matcher, tables: _Tables, overlays: Iterable[Table]
) -> Matcher | None:
    if cut is None:
        return None
    members = first.get("dicts", [first])
    others = [tables.table(node) for node in members[1:]]
    if members[0] == cut and all(len(key) == 1 for table in others for key in table.entries):
        return first_step  # it finds the same words, and is made already
    return Matcher(united([*overlays, tables.table(cut)]))


class _Tables:
    """Dictionary nodes to tables."""

    def __init__(self, dictionaries: Dictionaries, charset: str) -> None:
        self._dictionaries = dictionaries
        self._charset = charset

    def table(self, node: Node) -> Table:
        match node.get("type"):
            case "group":
                members = [self.table(each) for each in node["dicts"] if self._wanted(each)]
                return united(members) if node.get("match_policy") == "union" else layered(members)
            case "inline":
                return Table(dict(node["entries"]), {})
            case "txt" | "text" | "ocd" | "ocd2":
                table = self._dictionaries.table(node["file"])
                return showable(table) if self._charset else table
            case kind:
                raise DocconvertError(
                    f"a conversion configuration has a dictionary of the kind {kind!r}",
                    "known are group, inline, text and ocd2",
                )

    def _wanted(self, node: Node) -> bool:
        return not (self._charset and node.get("may_output_tofu"))
