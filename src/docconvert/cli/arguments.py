"""The flags of the command line, and what they say."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from docconvert.cli.say import say_error
from docconvert.errors import ExitCode, UsageError
from docconvert.messages import LANGUAGES, chosen
from docconvert.options import CHOICES, Options, option_names
from docconvert.output import OUTPUT_CHOICES, Output

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docconvert.places import Place

SHELLS = ("bash", "zsh", "fish")

_DESCRIPTION = """\
Turn Chinese plain text into DOCX, PDF, EPUB, HTML and Markdown. The encoding, the title, the
headings, inserted readings and emphasized phrases are found in the text; what is doubtful or
repaired is said."""

_EXAMPLES = """\
examples:
  docconvert report.txt --to pdf                     report.pdf beside it
  docconvert a.txt b.txt --to pdf,docx,epub -o out/  six files, each text read once
  docconvert archive/ --to pdf -o out/               a folder: its tree is mirrored, by all processors
  docconvert report.txt --to tree                    what was recognised, before writing anything
  docconvert - --to docx -o - --script hans          standard input to output, in Simplified script

exit codes: 0 done, 1 some input failed (the others are written), 2 wrong usage,
            3 there were notices and --strict was given, 130 interrupted
"""


def parse_arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what the arguments say; wrong ones end the program, as does ``--help``."""
    given = list(sys.argv[1:] if argv is None else argv)
    # argparse either takes files among the options, or takes names behind -- as they are; people do both.
    end = given.index("--") if "--" in given else len(given)
    arguments = parser().parse_intermixed_args(given[:end])
    arguments.sources += map(_place, given[end + 1 :])
    return arguments


def option_values(arguments: argparse.Namespace, options: type[Options | Output]) -> dict[str, Any]:
    """Return the values of the flags that are named after the fields of an options class."""
    return {name: getattr(arguments, name) for name in option_names(options)}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        hint = "docconvert --help lists the options"
        from difflib import get_close_matches

        _, unknown, given = message.partition("unrecognized arguments: ")
        if unknown and given.startswith("--"):
            name = given.split()[0].partition("=")[0]
            options = [option for option in self._option_string_actions if option.startswith("--")]
            close = [option for option in options if len(name) > len("--x") and option.startswith(name)]
            close = close or get_close_matches(name, options, n=1, cutoff=0.7)
            hint = f"did you mean {close[0]!r}?" if close else hint
        say_error(UsageError(message, hint))
        sys.exit(ExitCode.USAGE)


def _names(value: str) -> list[str]:
    return [name.strip().lower() for name in value.split(",") if name.strip()]


def _standards(value: str) -> tuple[str, ...]:
    return tuple(_names(value)) or ("",)  # no name at all is refused like a wrong one


def _place(value: str) -> Place:
    from docconvert.places import place

    try:
        return place(value)
    except UsageError as error:
        raise argparse.ArgumentTypeError(f"{error.message}: {error.hint}") from error


def _path(value: str) -> Path:
    from pathlib import Path

    return Path(value)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = _Parser(
        prog="docconvert",
        usage="docconvert FILE|FOLDER… --to FORMAT[,FORMAT…] [-o FILE|FOLDER] [options]",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    _add_files(made.add_argument_group("files"))
    _add_folders(made.add_argument_group("folders"))
    _add_text(made.add_argument_group("the text"))
    _add_script(made.add_argument_group("its script"))
    _add_structure(made.add_argument_group("its structure"))
    _add_look(made.add_argument_group("its look and what the file carries"))
    _add_page(made.add_argument_group("a page in the browser"))
    _add_behaviour(made.add_argument_group("behaviour"))
    if chosen() != "en":
        from docconvert.cli.help import translate

        translate(made)
    return made


def _add_files(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "sources",
        nargs="*",
        type=_place,
        metavar="FILE",
        help="text files, folders of them, or .json files docconvert wrote; or their URLs, such as "
        "s3://bucket/folder/; - is standard input",
    )
    group.add_argument(
        "-t", "--to", type=_names, default=[], action="extend", metavar="FORMAT",
        help="docx, epub, html, json, markdown, pdf, tree or one added by a plug-in; several with commas",
    )  # fmt: skip
    group.add_argument(
        "-o", "--out", default="", metavar="PATH",
        help="target file or folder, or its URL, - for standard output; beside the source if not given",
    )  # fmt: skip
    group.add_argument(
        "--merge", action="store_true",
        help="make one book of all files: each is a chapter, or holds several; it is called like the file "
        "that is written or like the folder of the texts, unless --title is given",
    )  # fmt: skip
    group.add_argument(
        "--order", choices=("natural", "given"), default="natural",
        help="the order of merged files: by the numbers in their names, Chinese ones too (natural, default), "
        "or as given",
    )  # fmt: skip
    group.add_argument(
        "--force",
        action="store_true",
        help="replace files that docconvert did not write or that were edited since",
    )


def _add_folders(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--glob", action=_Collect, default=(), metavar="PATTERN",
        help="which files of a folder are texts, by name, or by path if there is a / in it; repeatable; "
        "'*.txt' if not given",
    )  # fmt: skip
    group.add_argument(
        "--exclude", action=_Collect, default=(), metavar="PATTERN",
        help="which files and folders in it to leave out, besides hidden ones; repeatable",
    )  # fmt: skip
    group.add_argument(
        "-j", "--jobs", type=_count, default=0, metavar="N",
        help="how many processes work at once; for folders all processors if not given",
    )  # fmt: skip
    group.add_argument(
        "--scheduler", default="", metavar="ADDRESS",
        help="let the workers of a Dask cluster do it: the address of its scheduler, such as "
        "tcp://10.0.0.1:8786; they see the same files under the same paths",
    )  # fmt: skip
    group.add_argument(
        "--rebuild", action="store_true",
        help="convert all texts of a folder again, not only those that changed since the last run",
    )  # fmt: skip
    group.add_argument(
        "--prune", action="store_true",
        help="remove files that an earlier run wrote from texts that are gone; asks first",
    )  # fmt: skip
    group.add_argument("--yes", action="store_true", help="do not ask")


def _count(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 10_000:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of processes, such as 4")
    return int(value)


def _add_text(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--encoding", default="", metavar="NAME", help="encoding of the text; found out if not given"
    )
    group.add_argument("--title", default="", help="title, instead of the one found in the text")
    group.add_argument("--author", default="", help="author, for the file's metadata")
    group.add_argument(
        "--date", default="", help="date of the text, such as 2024-05-01, for the metadata of an EPUB"
    )
    group.add_argument(
        "--language",
        default="",
        metavar="TAG",
        help="zh-Hans, zh-Hant, zh-Hant-HK, ja, en …; found out if not given",
    )
    group.add_argument(
        "--repair", choices=CHOICES["repair"], default="auto",
        help="restore characters that a program cut in two by pinyin (展?fàn)I造 was 展營造), where "
        "bytes and words leave no doubt, and say where (auto, default), or leave the text as it is (off)",
    )  # fmt: skip
    group.add_argument(
        "--readings", choices=CHOICES["readings"], default="auto",
        help="bracketed pinyin or zhuyin after its characters: set it above as ruby, keep it inline, drop "
        "it, or keep the text as typed; auto (default) drops what a machine inserted and keeps what the "
        "author wrote",
    )  # fmt: skip
    group.add_argument(
        "--emphasis", choices=CHOICES["emphasis"], default="auto",
        help="emphasize phrases marked by **stars**, __lines__ or dots (marks), quoted terms too (quotes), "
        "or nothing (off); auto (default) is strict with quotes where they mostly hold speech",
    )  # fmt: skip
    group.add_argument(
        "--punctuation", choices=CHOICES["punctuation"], default="auto",
        help="set half-width marks among Chinese characters full-width: always (full), never (keep), or "
        "in texts that use full-width ones, or have commas between Chinese characters (auto, default)",
    )  # fmt: skip


def _add_script(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--script", choices=CHOICES["script"], default="keep",
        help="convert to Simplified (hans) or Traditional Chinese of Taiwan (hant-tw) or Hong Kong (hant-hk)",
    )  # fmt: skip
    group.add_argument(
        "--vocabulary", choices=CHOICES["vocabulary"], default="keep",
        help="exchange words too, for those of the region: cn with --script hans, tw with hant-tw, hk with "
        "hant-hk (滑鼠, 鼠标)",
    )  # fmt: skip
    group.add_argument(
        "--keep", type=_path, action=_Collect, default=(), metavar="WORDS.txt",
        help="words that stay as they are, such as names, one on a line; repeatable",
    )  # fmt: skip
    group.add_argument(
        "--glossary", type=_path, action=_Collect, default=(), metavar="PAIRS.tsv",
        help="words of your own: what stands in the text, a tab, what it becomes; repeatable",
    )  # fmt: skip
    group.add_argument(
        "--script-report", type=_path, metavar="FILE.tsv",
        help="list each place where --script could have made something else of a character or word",
    )  # fmt: skip
    group.add_argument(
        "--dictionaries", default="", metavar="DIR",
        help="folder with dictionaries of OpenCC, such as /usr/share/opencc, to use instead of the bundled",
    )  # fmt: skip


class _Collect(argparse._AppendAction):  # noqa: SLF001 - by it, shells know what may be repeated
    """Collect the values of a repeated flag in a tuple."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - argparse calls with all four
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        setattr(namespace, self.dest, (*getattr(namespace, self.dest), values))


def _add_structure(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--headings", action=argparse.BooleanOptionalAction, default=True,
        help="find headings (default), or take every line for text; --heading-pattern is obeyed always",
    )  # fmt: skip
    group.add_argument(
        "--heading-pattern", action=_Collect, default=(), metavar="LEVEL=REGEX",
        help="a paragraph that REGEX matches from its start is a heading of LEVEL (1 to 6), such as "
        "'2=第.{1,4}夜'; repeatable, the first that matches counts",
    )  # fmt: skip
    group.add_argument(
        "--clean", choices=CHOICES["clean"], default="none",
        help="noise: take out advertisements, addresses and page numbers that web sites and scanners put "
        "between the author's lines; none (default) keeps them as notes and counts them",
    )  # fmt: skip


def _add_look(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--style", default="default", metavar="NAME|DIR", help="a bundled style, or a folder with style.toml"
    )
    group.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="one setting of the style, such as body.size=10.5pt; repeatable",
    )
    group.add_argument(
        "--writing", choices=OUTPUT_CHOICES["writing"], default="auto",
        help="lines from left to right (horizontal), from top to bottom (vertical), or as the style has them "
        "(auto, default)",
    )  # fmt: skip
    group.add_argument(
        "--contents", choices=OUTPUT_CHOICES["contents"], default="auto",
        help="a page that lists the contents: in books (auto, default), always (yes), or never (no)",
    )  # fmt: skip
    group.add_argument(
        "--toc-pages", action="store_true",
        help="show page numbers in the contents of a DOCX, as they are in the PDF; Word can put its own in "
        "their place",
    )  # fmt: skip
    group.add_argument(
        "--reference-doc", default="", metavar="FILE.docx",
        help="Word file of your own whose styles, page, headers and footers a DOCX takes",
    )  # fmt: skip
    group.add_argument(
        "--font", action=_Collect, default=(), metavar="FILE",
        help="font file for PDF, and for EPUB or HTML with --embed-fonts; FILE.ttc#1 picks "
        "a face of a collection; a font with the common characters sets the body text, any other serves for "
        "characters the others lack; repeatable",
    )  # fmt: skip
    group.add_argument(
        "--pdf-standard", type=_standards, default=Output().pdf_standard, metavar="NAME",
        help="standards a PDF follows: a-2b, a-2u or a-2a, and ua-1, with commas, or none; "
        "a-2a,ua-1 if not given",
    )  # fmt: skip
    group.add_argument(
        "--identifier", default="", metavar="ID", help="identifier of an EPUB, such as urn:isbn:…"
    )
    group.add_argument(
        "--cover", default=Output().cover, metavar="FILE",
        help="PNG or JPEG that an EPUB shows first, none, or one drawn with title and author (drawn; auto, "
        "the default, draws one for a book)",
    )  # fmt: skip
    group.add_argument("--publisher", default="", help="publisher of an EPUB or HTML page")
    group.add_argument("--series", default="", help="series that an EPUB belongs to")
    group.add_argument(
        "--series-index", default="", metavar="N", help="its place in the series, such as 2 or 2.5"
    )
    group.add_argument(
        "--embed-fonts", action="store_true",
        help="put its fonts into an EPUB or HTML page, cut to its characters (a PDF always has them)",
    )  # fmt: skip
    group.add_argument("--description", default="", help="what an EPUB or HTML page is about, in a few words")


def _add_page(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--serve", nargs="?", type=_port, const=_port(""), metavar="PORT",
        help="serve a page to drop texts on and to download files from, to browsers of this computer alone; "
        "at port 8765 or the next free one if none is named (needs docconvert[web])",
    )  # fmt: skip
    group.add_argument("--open", action="store_true", help="open it in the browser")


class _Port(NamedTuple):
    """Where to serve the page; None for the usual port."""

    number: int | None


def _port(value: str) -> _Port:
    if value and not (value.isascii() and value.isdigit() and int(value) < 65_536):
        raise argparse.ArgumentTypeError(f"{value!r} is no port, such as 8765")
    return _Port(int(value) if value else None)


def _add_behaviour(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--strict", action="store_true", help="exit with 3 if there was any notice")
    group.add_argument(
        "--report", type=_path, action=_Collect, default=(), metavar="FILE",
        help="write what was found, written, noticed and went wrong for each input: a page for a browser if "
        "FILE ends in .html, else a JSON object on a line; - is standard output; repeatable",
    )  # fmt: skip
    group.add_argument("-q", "--quiet", action="store_true", help="print errors only")
    group.add_argument(
        "--debug", action="store_true", help="stop at the first error and show where it happened"
    )
    group.add_argument(
        "--messages", choices=LANGUAGES,
        help="speak English (en), Simplified Chinese (zh) or Traditional Chinese (zh-tw); as the locale says "
        "if not given",
    )  # fmt: skip
    group.add_argument(
        "--completion", choices=SHELLS,
        help="print the script that completes these arguments in a shell, and exit; needs "
        "docconvert[completion]",
    )  # fmt: skip
    group.add_argument("--list-formats", action="store_true", help="list the formats and exit")
    group.add_argument("--list-styles", action="store_true", help="list the bundled styles and exit")
    group.add_argument(
        "--export-style", nargs=2, default=(), metavar=("NAME", "DIR"),
        help="write the style NAME, with what --set says, to the folder DIR, for you to edit, and exit; then "
        "--style DIR uses it",
    )  # fmt: skip
    group.add_argument(
        "--version",
        action="store_true",
        help="print the versions of docconvert and of the dictionaries, and exit",
    )
    group.add_argument("-h", "--help", action="help", help="print this help and exit")
