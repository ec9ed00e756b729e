"""The catalogue of messages: what the source says, as templates, and the files that hold its translations.

    python tests/catalogue.py

brings ``src/docconvert/messages`` up to date: what is new stands in the ``.po`` without a translation, what
is gone is taken out, the ``.mo`` is compiled, and the catalogue in Traditional Chinese is made of the one in
Simplified Chinese. Then translate what it names, and run it again.

A message is an f-string in the source, and its template has a placeholder for each value. What decides
between words is spelled out: ``f"{n} line{'' if n == 1 else 's'}"`` is two templates.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, get_args

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from docconvert.cli.arguments import parser
from docconvert.messages.catalogue import DOMAIN, FOLDERS, PART, PARTS, parsed
from docconvert.notices import Code
from docconvert.script import ScriptConverter
from docconvert.style import load_style, style_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOURCE = Path(__file__).parents[1] / "src/docconvert"
CATALOGUES = SOURCE / "messages"

_SAYS = {
    "Ignored": (1,),
    "Notice": (1,),
    "OptionError": (1, 2),
    "Unusable": (1,),
    "problem": (2, 3),
    "say": (0,),
    "say_notice": (0,),
    "tell": (0,),
}
"""Calls that take what is said, and where among their arguments; other errors take nothing else."""

_SAYS_PART = "word"
"""The call that takes a part of what is said."""

_KEYWORDS = ("hint", "message", "origin", "reason")
"""Arguments that are said, whatever is called with them."""

_NOT_SAID = {"AttributeError", "CancelledError", "KeyError"}

_BY_HAND = "by hand"
"""Marks a translation into Traditional Chinese that is not made of the one into Simplified Chinese."""

_OF_SYSTEMS = (
    "Permission denied",
    "No such file or directory",
    "No space left on device",
    "Is a directory",
    "Not a directory",
    "File exists",
    "File name too long",
    "Read-only file system",
    "Operation not permitted",
    "Input/output error",
    "Disk quota exceeded",
    "Too many open files",
    "Too many levels of symbolic links",
    "Device or resource busy",
    "Address already in use",
    "Connection refused",
    "Connection timed out",
    "Symlink loop from {path}",
    "[Errno {number}] {reason}",
    "[Errno {number}] {reason}: {path}",
)
"""What systems say of files."""

_OF_PARSERS = (
    "'{encoding}' codec can't decode byte {byte} in position {position}: {reason}",
    "{reason} (at line {line}, column {column})",
    "{reason}: line {line} column {column} (char {position})",
    "Expecting value",
    "Expecting ':' delimiter",
    "Expecting ',' delimiter",
    "Expecting property name enclosed in double quotes",
    "Extra data",
    "invalid start byte",
    "invalid continuation byte",
    "unexpected end of data",
    "Invalid statement",
    "Invalid value",
    "Cannot overwrite a value",
)
"""What Python says of text that is no UTF-8, JSON or TOML."""

_OF_PLACES = ("{first} and {second}", "{first} and {second} and {third}")

_OF_STEPS = ("reading",)
"""What a progress bar calls its steps, besides the names of formats."""

_WORDS_OF_TAIWAN = {
    "“": "「",
    "”": "」",
    "下划线": "底線",
    "元数据": "中繼資料",
    "共享": "共用",
    "制表符": "定位字元",
    "匹配": "符合",
    "只读": "唯讀",
    "图像": "影像",
    "宏": "巨集",
    "实例": "實例",
    "文本": "文本",
    "文本文件": "文字檔",
    "权限": "權限",
    "查看": "查看",
    "标识符": "識別碼",
    "模板": "範本",
    "正则表达式": "正規表示式",
    "源是": "來源是",
    "示例": "範例",
    "端口": "連接埠",
    "竖排": "直排",
    "类型": "類型",
    "纯文本": "純文字",
    "终端上": "終端機上",
    "终端控制": "終端機控制",
    "自定义": "自訂",
    "计算机": "電腦",
    "资源文件夹": "資源資料夾",
    "超时": "逾時",
    "退出码": "結束代碼",
    "软件包": "套件",
    "进程": "行程",
    "像素": "像素",
    "鼠标": "鼠标",  # an example of what is exchanged
}
"""Words of the catalogue for which OpenCC has none, or another."""

_OF_LISTS = ("did you mean '{first}' or '{second}'?", "did you mean '{first}' or '{second}' or '{third}'?")
"""Lists that need another word between their members."""

_FEWEST_LETTERS = 3
"""Of what is worth a translation."""

_DATE = datetime(2026, 1, 1, tzinfo=UTC)

_OF_ARGPARSE = (
    "argument {argument}: {reason}",
    "ambiguous option: {option} could match {matches}",
    "expected at least one argument",
    "expected one argument",
    "ignored explicit argument {value}",
    "invalid choice: {value} (choose from {choices})",
    "invalid {type} value: {value}",
    "unrecognized arguments: {arguments}",
    "{help} (default: %(default)s)",
    "{name} names no file or folder: such as s3://bucket/folder/",
)


@dataclass(frozen=True, slots=True)
class Field:
    """A placeholder."""

    name: str
    expression: str


class Message(NamedTuple):
    """What is to be translated, and its context in the catalogue, if it is a part of what is said."""

    context: str
    text: str


Piece: TypeAlias = "str | Field"
Template: TypeAlias = "tuple[Piece, ...]"


class Module:
    """A file of the source, with what is found in it by name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text("utf-8"))
        self.calls: dict[ast.Call, ast.FunctionDef | None] = {}
        """All calls, with the functions they are in."""
        self.functions: dict[str, ast.FunctionDef] = {}
        self.constants: dict[str, ast.expr] = {}
        self._index(self.tree, None)
        for node in self.tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self.constants[name] = value
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    self.constants[name] = value
                case _:
                    pass

    def _index(self, node: ast.AST, function: ast.FunctionDef | None) -> None:
        if isinstance(node, ast.Call):
            self.calls[node] = function
        if isinstance(node, ast.FunctionDef):
            self.functions[node.name] = function = node
        for child in ast.iter_child_nodes(node):
            self._index(child, function)


@dataclass(frozen=True)
class Scope:
    """Where an expression stands: its file and function, and what the function's parameters are."""

    module: Module
    function: ast.FunctionDef | None
    bound: tuple[tuple[str, ast.expr, Scope], ...] = ()
    seen: frozenset[object] = frozenset()

    def has_seen(self, name: str) -> bool:
        return (self.function, name) in self.seen

    def knowing(self, name: str) -> Scope:
        return Scope(self.module, self.function, self.bound, self.seen | {(self.function, name)})


class Extractor:
    """Finds what the source says."""

    def __init__(self, root: Path) -> None:
        self.modules = [Module(path) for path in sorted(root.rglob("*.py")) if path.parent != CATALOGUES]
        self.public: dict[str, tuple[Module, ast.FunctionDef]] = {}
        self.calls: dict[str, list[tuple[Module, ast.Call]]] = defaultdict(list)
        self.parts: set[Message] = set()
        """What stands in placeholders of PARTS."""
        for module in self.modules:
            for name, made in module.functions.items():
                if not name.startswith("_"):
                    self.public[name] = (module, made)
            for call in module.calls:
                self.calls[_called(call)].append((module, call))

    def messages(self) -> dict[Message, str]:
        """Return the templates, and the file that each is first met in."""
        found: dict[Message, str] = {}
        for module in self.modules:
            file = module.path.relative_to(SOURCE).as_posix()
            for said, function, context in self._said(module):
                for template in self.templates(said, Scope(module, function)):
                    if _letters(template) >= _FEWEST_LETTERS or (context and not _is_value(template)):
                        found.setdefault(Message(context, written(template)), file)
                for part in sorted(self.parts):
                    found.setdefault(part, file)
                self.parts.clear()
        return found

    def _said(self, module: Module) -> Iterator[tuple[ast.expr, ast.FunctionDef | None, str]]:
        """Yield expressions of what is said, with the function each is in and its context."""
        for node, function in module.calls.items():
            name = _called(node)
            is_super = name == "__init__" and ast.unparse(node.func).startswith("super()")
            if name in _SAYS:
                yield from ((node.args[at], function, "") for at in _SAYS[name] if at < len(node.args))
            elif is_super or (re.fullmatch(r"[A-Z]\w*Error", name) and name not in _NOT_SAID):
                yield from ((argument, function, "") for argument in node.args)
            elif name == _SAYS_PART:
                yield node.args[0], function, PART
            for keyword in node.keywords:
                if keyword.arg in _KEYWORDS:
                    yield keyword.value, function, keyword.arg if keyword.arg in PARTS else ""

    def templates(self, node: ast.expr, scope: Scope) -> list[Template]:
        """Return what an expression can be."""
        match node:
            case ast.Constant(value=str(text)):
                return [(text,)]
            case ast.JoinedStr(values=values):
                return _joined([self._of_part(value, scope) for value in values])
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return _joined([self.templates(left, scope), self.templates(right, scope)])
            case ast.IfExp(body=body, orelse=other):
                return _different([*self.templates(body, scope), *self.templates(other, scope)])
            case ast.BoolOp(op=ast.Or(), values=values):
                return _different(found for value in values for found in self.templates(value, scope))
            case ast.Subscript(value=ast.JoinedStr() as value, slice=ast.Slice()):
                return self.templates(value, scope)
            case ast.Name(id=name):
                return self._named(name, scope) or [(_field(node),)]
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self"), attr=name)) if (
                found := self._function(name, scope)
            ):
                return self._returned(node, *found, scope) or [(_field(node),)]
            case _:
                return [(_field(node),)]

    def _of_part(self, node: ast.expr, scope: Scope) -> list[Template]:
        """Return what stands in a place of an f-string: words, spelled out, or else a placeholder."""
        if not isinstance(node, ast.FormattedValue):
            return self.templates(node, scope)
        shown = _field(node.value)
        if node.conversion == ord("r") or node.format_spec:
            return [(shown,)]
        found = self.templates(node.value, scope)
        if shown.name in PARTS:
            self.parts |= {Message(shown.name, written(part)) for part in found if _letters(part)}
            return [(shown,)]
        is_chosen = isinstance(node.value, ast.IfExp | ast.BoolOp) or len(found) == 1
        return found if _are_words(found, is_chosen=is_chosen) else [(shown,)]

    def _named(self, name: str, scope: Scope) -> list[Template]:
        """Return what a name stands for."""
        if scope.has_seen(name):
            return []
        for parameter, value, where in scope.bound:
            if parameter == name:
                return self.templates(value, where)
        inner = scope.knowing(name)
        if scope.function:
            if values := _assigned(name, scope.function, scope.module):
                return _different(found for value in values for found in self.templates(value, inner))
            if name in _parameters(scope.function):
                return self._passed(name, scope.function, scope)
        constant = scope.module.constants.get(name)
        if constant is None:
            return []
        return self.templates(constant, Scope(scope.module, None, seen=inner.seen))

    def _passed(self, name: str, function: ast.FunctionDef, scope: Scope) -> list[Template]:
        """Return what a function is called with."""
        found: list[Template] = []
        for module, call in self.calls[function.name]:
            if function.name.startswith("_") and module is not scope.module:
                continue
            value = _bound(call, function).get(name)
            if value is not None:
                where = Scope(module, module.calls[call], seen=scope.knowing(name).seen | {function})
                found += self.templates(value, where)
        return _different(found)

    def _function(self, name: str, scope: Scope) -> tuple[Module, ast.FunctionDef] | None:
        here = scope.module.functions.get(name)
        found = (scope.module, here) if here else self.public.get(name)
        return found if found and found[1] not in scope.seen else None

    def _returned(
        self, call: ast.Call, module: Module, function: ast.FunctionDef, scope: Scope
    ) -> list[Template]:
        """Return what a function of ours may return when it is called like this."""
        bound = tuple((name, value, scope) for name, value in _bound(call, function).items())
        inner = Scope(module, function, bound, scope.seen | {function})
        values = [node.value for node in _nodes(function) if isinstance(node, ast.Return) and node.value]
        return _different(found for value in values for found in self.templates(value, inner))


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _parameters(function: ast.FunctionDef) -> list[str]:
    found = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [argument.arg for argument in found if argument.arg not in ("self", "cls")]


def _bound(call: ast.Call, function: ast.FunctionDef) -> dict[str, ast.expr]:
    by_name = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    return dict(zip(_parameters(function), call.args, strict=False)) | by_name


@cache
def _nodes(function: ast.FunctionDef) -> tuple[ast.AST, ...]:
    """Return all that a function is made of, once: some are looked at thousands of times."""
    return tuple(ast.walk(function))


@cache
def _assigned(name: str, function: ast.FunctionDef, module: Module) -> tuple[ast.expr, ...]:
    """Return what a function lets a name stand for."""
    return tuple(_assignments(name, function, module))


def _assignments(name: str, function: ast.FunctionDef, module: Module) -> Iterator[ast.expr]:
    for node in _nodes(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                yield value
            case ast.NamedExpr(target=ast.Name(id=found), value=value) if found == name:
                yield value
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                yield from _of_row(name, names, values)
            case ast.For(
                target=ast.Tuple(elts=[_, ast.Name(id=found)]),
                iter=ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr="items")),
            ) if found == name and isinstance(pairs := module.constants.get(table), ast.Dict):
                yield from pairs.values
            case ast.For(target=ast.Tuple(elts=names), iter=ast.Name(id=table)) if isinstance(
                rows := module.constants.get(table), ast.Tuple
            ):
                for row in rows.elts:
                    if isinstance(row, ast.Tuple):
                        yield from _of_row(name, names, row.elts)
            case _:
                pass


def _of_row(name: str, names: list[ast.expr], values: list[ast.expr]) -> Iterator[ast.expr]:
    for target, value in zip(names, values, strict=False):
        if isinstance(target, ast.Name) and target.id == name:
            yield value


def _field(node: ast.expr) -> Field:
    name = re.sub(r"\W+", "", _name_of(node)).strip("_").lower() or "value"
    return Field(name, ast.unparse(node))


def _name_of(node: ast.expr) -> str:  # noqa: C901 - one line for each kind of expression
    match node:
        case ast.Call(func=ast.Name(id="str"), args=[one]):
            return _name_of(one)
        case ast.Call(func=ast.Attribute(attr="join"), args=[ast.Name(id=name)]):
            return name
        case ast.Call(func=ast.Attribute(attr="join")):
            return "names"
        case ast.Call(func=ast.Name(id="len")) | ast.Call(func=ast.Attribute(attr="total")):
            return "count"
        case ast.Attribute(attr="__name__"):
            return "type"
        case ast.Attribute(attr="name" | "path" | "folder" as name, value=ast.Name(id=owner)) if (
            owner != "self"
        ):
            return f"{owner.strip('_')}_{name}"
        case ast.Call(func=ast.Name(id=name)):
            return name
        case ast.Call(func=ast.Attribute(value=value)):
            return _name_of(value)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value) | ast.IfExp(body=value):
            return _name_of(value)
        case ast.BoolOp(values=[first, *_]):
            return _name_of(first)
        case ast.BinOp(op=ast.Div()):
            return "path"
        case ast.BinOp():
            return "number"
        case _:
            return "value"


def _compact(pieces: Iterable[Piece]) -> Template:
    """Join strings, and make one placeholder of those that touch: nothing could tell them apart."""
    found: list[Piece] = []
    for piece in pieces:
        match (found[-1] if found else None), piece:
            case _, "":
                pass
            case str(before), str(new):
                found[-1] = before + new
            case Field(name, expression), Field(_, more):
                found[-1] = Field(name, expression + more)
            case _:
                found.append(piece)
    return tuple(found)


def _joined(parts: Iterable[list[Template]]) -> list[Template]:
    return _different(_compact(piece for part in chosen for piece in part) for chosen in product(*parts))


def _different(templates: Iterable[Template]) -> list[Template]:
    return list(dict.fromkeys(templates))


def _letters(template: Template) -> int:
    return sum(len(re.findall("[A-Za-z]", piece)) for piece in template if isinstance(piece, str))


def _is_value(template: Template) -> bool:
    return not any(isinstance(piece, str) for piece in template)


def _are_words(found: list[Template], *, is_chosen: bool) -> bool:
    """Say whether alternatives are to be translated, and not names that stay as they are."""
    spaces = any(isinstance(piece, str) and " " in piece for template in found for piece in template)
    return any(map(_letters, found)) and (is_chosen or spaces)


def written(template: Template) -> str:
    """Return a template as it stands in the catalogue."""
    if all(isinstance(piece, str) for piece in template):
        return "".join(map(str, template))
    names: dict[str, str] = {}
    for piece in template:
        if isinstance(piece, Field):
            taken = names.values()
            name, number = piece.name, 2
            while piece.expression not in names and name in taken:
                name, number = f"{piece.name}_{number}", number + 1
            names.setdefault(piece.expression, name)
    return "".join(
        piece.replace("{", "{{").replace("}", "}}")
        if isinstance(piece, str)
        else "{" + names[piece.expression] + "}"
        for piece in template
    )


@cache
def said() -> dict[Message, str]:
    """Return all that is to be translated, and where it is from."""
    found = Extractor(SOURCE).messages()
    shown = parser()
    texts = [shown.usage, shown.description, shown.epilog, *(group.title for group in shown._action_groups)]
    for text in (*texts, *(action.help for action in shown._actions)):
        found.setdefault(Message("", text or ""), "cli/arguments.py")
    for text in (*get_args(Code), *_OF_STEPS):
        found.setdefault(Message(PART, text), "cli/")
    for name in style_names():
        found.setdefault(Message("", load_style(name).about.description), f"templates/{name}/style.toml")
    for text in _OF_PLACES:
        found.setdefault(Message("places", text), "style/values.py")
    for text in (*_OF_SYSTEMS, *_OF_PARSERS, *_OF_ARGPARSE, *_OF_LISTS):
        found.setdefault(Message("", text), "")
    found.pop(Message("", ""), None)
    # Of templates that differ in the names of their placeholders alone, the first will do.
    alike: dict[object, Message] = {}
    for message in found:
        alike.setdefault((message.context, _shape(message.text)), message)
    return {message: found[message] for message in alike.values()}


def _shape(text: str) -> object:
    template = parsed(text)
    if not template:
        return text
    places = [template.names.index(name) for name in template.names]
    return template.literals, tuple(places), tuple(name in PARTS for name in template.names)


def catalogue_file(language: str) -> Path:
    """Return the ``.po`` of a language of ``--messages``."""
    return CATALOGUES / FOLDERS[language] / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(language: str) -> Catalog:
    """Return the translations into a language."""
    with catalogue_file(language).open("rb") as file:
        return read_po(file, locale=FOLDERS[language])


def fitted(language: str, old: Catalog, found: dict[Message, str]) -> Catalog:
    """Return a catalogue with exactly the messages of the source, and the translations of an old one."""
    # Nothing in it may depend on when it was made.
    made = Catalog(
        FOLDERS[language],
        project="docconvert",
        version="0.1",
        msgid_bugs_address="docconvert",
        copyright_holder="The docconvert authors",
        creation_date=_DATE,
        revision_date=_DATE,
        last_translator="The docconvert authors",
        language_team="docconvert",
        charset="utf-8",
        fuzzy=False,
    )
    made.header_comment = (
        f"# What docconvert says, in {FOLDERS[language]}; tests/catalogue.py keeps it up to date."
    )
    for message, file in found.items():
        known = old.get(message.text, message.context or None)
        made.add(
            message.text,
            known.string if known else "",
            locations=[(file, 0)] if file else [],
            flags=["python-brace-format"] if parsed(message.text) else [],
            user_comments=known.user_comments if known else [],
            context=message.context or None,
        )
    return made


def in_traditional(simplified: Catalog, old: Catalog) -> Catalog:
    """Return the catalogue in the characters and words of Taiwan; what was written by hand stays."""
    convert = ScriptConverter(
        "zh-Hant-TW", source="zh-Hans", vocabulary=True, glossary=_WORDS_OF_TAIWAN
    ).convert
    made = fitted("zh-tw", old, {})
    for message in simplified:
        if not message.id:
            continue
        known = old.get(message.id, message.context)
        by_hand = known is not None and _BY_HAND in known.user_comments
        made.add(
            message.id,
            known.string if known and by_hand else convert(str(message.string)),
            locations=message.locations,
            flags=message.flags,
            user_comments=[_BY_HAND] if by_hand else [],
            context=message.context,
        )
    return made


def po_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as people read it."""
    file = io.BytesIO()
    write_po(file, catalogue, width=0, include_lineno=False)
    return file.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as gettext reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def main() -> None:
    """Bring the catalogues up to date, and name what has no translation."""
    simplified = fitted("zh", read_catalogue("zh"), said())
    traditional = in_traditional(simplified, read_catalogue("zh-tw"))
    for language, catalogue in (("zh", simplified), ("zh-tw", traditional)):
        path = catalogue_file(language)
        path.write_bytes(po_bytes(catalogue))
        path.with_suffix(".mo").write_bytes(mo_bytes(catalogue))
    for message in simplified:
        if message.id and not message.string:
            sys.stdout.write(f"not translated: {message.id}\n")


if __name__ == "__main__":
    main()
