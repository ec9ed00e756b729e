"""The local page: who may ask it, what it answers, and what a user of a browser sees and gets."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from ast import literal_eval
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, get_args
from urllib.parse import unquote, urlencode

import pytest
import uvicorn
from hypothesis import given, settings
from hypothesis import strategies as st

import docconvert
from docconvert import Options, Output
from docconvert.cli import main
from docconvert.errors import ExitCode, UsageError
from docconvert.messages import Teller, choose
from docconvert.model import Document, Emphasis, Heading, Paragraph, Ruby, Separator, Text, Verse
from docconvert.notices import Code, Notice
from docconvert.options import CHOICES
from docconvert.output import OUTPUT_CHOICES
from docconvert.processes import Processes
from docconvert.style import style_names
from docconvert.web import choices, server
from docconvert.web.app import LARGEST, _in_header, make_app
from docconvert.web.guard import HEADERS, REQUEST_HEADER
from docconvert.web.language import teller_for
from docconvert.web.structure import structure
from docconvert.web.work import BusyError, Fields, LimitError, Workers, read_structure
from judges import visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[1]

TEXT = """渡口的燈(dēng)
作者：林小舟

第一章　起霧(wù)

臘(là)月初八,渡口起了大霧(wù)。擺(bǎi)渡的老人把燈(dēng)掛(guà)在船頭(tóu)。

***

第二章　**對(duì)岸**

霧(wù)散了,郵(yóu)差還(hái)在等船。
"""

OWN = {REQUEST_HEADER: "1"}


# A server as users start it, which notes what it opens


NOTE = """
import os, sys

_log = os.open(os.environ["DOCCONVERT_TEST_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_events = {"open", "os.remove", "os.rename", "os.listdir", "os.scandir", "shutil.rmtree", "subprocess.Popen"}


def _note(event, args):
    if event in _events and isinstance(args[0], (str, bytes, os.PathLike)):
        writes = event == "open" and args[2] is not None and args[2] & (os.O_WRONLY | os.O_RDWR)
        line = f"{'write' if writes else event} {os.fsdecode(args[0])!a}\\n"
        os.write(_log, line.encode())


sys.addaudithook(_note)
"""


class Server(NamedTuple):
    address: str
    port: int
    log: Path


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    (folder / "sitecustomize.py").write_text(NOTE, "utf-8")
    log = folder / "opened"
    path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    variables = os.environ | {"PYTHONPATH": path, "DOCCONVERT_TEST_LOG": str(log)}
    program = subprocess.Popen(
        [sys.executable, "-m", "docconvert", "--serve", "0"],
        env=variables,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout
    address = program.stdout.readline().split()[0]
    served = Server(address, int(address.split(":")[2].strip("/")), log)
    try:
        assert ask(served, "GET", "/api/choices").status == 200  # before it, workers are started
        with log.open("a", encoding="ascii") as file:
            file.write("ready ''\n")
        yield served
    finally:
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=30)
    assert (program.returncode, said) == (0, "")


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    running: Server,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    try:
        connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def post(running: Server, path: str, body: bytes | str = TEXT, *, accepted: str = "", **given: str) -> Answer:
    data = body.encode() if isinstance(body, str) else body
    headers = OWN | ({"Accept-Language": accepted} if accepted else {})
    return ask(running, "POST", f"{path}?{urlencode(given)}", data, headers)


# Answers


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/page.css", "text/css"),
        ("/page.js", "text/javascript"),
        ("/icon.svg", "image/svg+xml"),
    ],
)
def test_the_page_and_its_parts_are_there(running: Server, path: str, kind: str) -> None:
    answer = ask(running, "GET", path)

    assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, kind)
    assert answer.body


def test_nothing_of_the_page_comes_from_elsewhere() -> None:
    folder = ROOT / "src" / "docconvert" / "web"
    for part in ("page.html", "page.css", "page.js"):
        text = (folder / part).read_text("utf-8")
        assert not re.findall(r"(?:https?:)?//[a-z]", re.sub(r"(?m)(^|\s)//.*$", "", text)), part


def test_all_answers_have_the_headers_that_protect(running: Server) -> None:
    answers = {
        200: ask(running, "GET", "/"),
        400: post(running, "/api/convert", to="pdg"),
        403: ask(running, "POST", "/api/read", b"x"),
        404: ask(running, "GET", "/../etc/passwd"),
        405: ask(running, "GET", "/api/read"),
        413: ask(running, "POST", "/api/read", None, {**OWN, "Content-Length": str(LARGEST + 1)}),
        421: ask(running, "GET", "/", None, {"Host": "pages.example"}),
        422: post(running, "/api/read", ""),
    }

    for status, answer in answers.items():
        assert answer.status == status
        assert HEADERS.items() <= answer.headers.items()
        assert not {"set-cookie", "server", "access-control-allow-origin"} & set(answer.headers)
        if status != 200:
            assert answer.json["message"]
    assert {status for status, answer in answers.items() if status > 200 and not answer.json["hint"]} == set()


def test_what_is_offered_is_what_there_is(running: Server) -> None:
    offered = ask(running, "GET", "/api/choices").json

    assert [found["name"] for found in offered["formats"]] == list(docconvert.formats())
    assert offered["styles"] == [
        {"name": name, "writing": docconvert.load_style(name).page.writing} for name in style_names()
    ]
    assert {"name": "classic", "writing": "vertical"} in offered["styles"]
    assert [field["name"] for field in offered["fields"]] == [*choices.OPTIONS, *choices.OUTPUT]
    by_name = {field["name"]: field for field in offered["fields"]}
    assert by_name["readings"]["values"] == list(CHOICES["readings"])
    assert (by_name["headings"]["kind"], by_name["headings"]["default"]) == ("flag", True)
    assert (by_name["heading_pattern"]["kind"], by_name["title"]["kind"]) == ("lines", "text")
    assert offered["largest"] == LARGEST
    # The bundled dictionaries have no vocabulary of Hong Kong.
    assert offered["vocabularies"] == {"keep": "keep", "hans": "cn", "hant-tw": "tw", "hant-hk": "keep"}


def test_what_was_recognised_is_told(running: Server) -> None:
    found = post(running, "/api/read", TEXT, name="渡口.txt").json

    assert (found["title"], found["title_line"]) == (["渡口的燈"], 1)
    assert found["about"] == {"language": "zh-Hant", "encoding": "utf-8", "author": "林小舟", "date": ""}
    assert [(entry["text"], entry["line"]) for entry in found["outline"]] == [
        ("第一章　起霧", 4),
        ("第二章　對岸", 10),
    ]
    assert [block["type"] for block in found["blocks"]] == [
        "paragraph", "heading", "paragraph", "heading", "paragraph",
    ]  # fmt: skip
    assert found["blocks"][3]["lines"] == [["第二章　", {"emphasis": ["對岸"]}]]
    notices = {notice["code"]: notice for notice in found["notices"]}
    assert notices["separator-set"]["line"] == 8
    assert notices["readings-removed"]["removed"].startswith("(dēng)")
    assert found["counts"]["headings"] == 2


@pytest.mark.parametrize("to", docconvert.formats())
def test_a_file_is_what_the_library_makes(running: Server, to: str) -> None:
    data = TEXT.encode("gb18030")
    answer = post(running, "/api/convert", data, to=to, name="渡口.txt", script="hans", readings="ruby")

    options = Options(script="hans", readings="ruby")
    assert answer.body == docconvert.convert(data, to, options=options, source="渡口.txt")


def test_options_of_all_kinds_are_obeyed(running: Server) -> None:
    given = [
        ("to", "epub"),
        ("style", "official"),
        ("headings", "false"),
        ("heading_pattern", "1=天亮"),
        ("heading_pattern", "2=天黑"),
        ("embed_fonts", "true"),
        ("cover", "drawn"),
        ("title", "燈"),
        ("contents", "yes"),
    ]
    text = "天亮了。\n\n老人熄了燈。\n\n天黑了。\n\n老人點了燈。\n".encode()
    answer = ask(running, "POST", f"/api/convert?{urlencode(given)}", text, OWN)

    expected = docconvert.convert(
        text,
        "epub",
        options=Options(headings=False, heading_pattern=("1=天亮", "2=天黑"), title="燈"),
        style=docconvert.load_style("official"),
        output=Output(embed_fonts=True, cover="drawn", contents="yes"),
    )
    assert answer.body == expected


@pytest.mark.parametrize(
    ("name", "text", "called"),
    [
        ("渡口 1.txt", TEXT, "渡口 1.json"),
        ('C:\\texts\\a"b;.txt', TEXT, 'a"b;.json'),
        ("../../etc/passwd", TEXT, "passwd.json"),
        ("a\r\nx: y.txt", TEXT, "a x: y.json"),
        ("", "春/訊\n\n第一章\n\n立春。\n\n第二章\n\n雨水。", "春 訊.json"),
        ("", "立春。", "text.json"),
    ],
)
def test_a_file_is_called_like_its_text(running: Server, name: str, text: str, called: str) -> None:
    answer = post(running, "/api/convert", text, to="json", name=name)

    plain, full = re.fullmatch(
        r"attachment; filename=\"([A-Za-z0-9._-]+)\"; filename\*=UTF-8''(\S+)",
        answer.headers["content-disposition"],
    ).groups()  # type: ignore[union-attr]  # it is there, or the test fails
    assert unquote(full) == called
    assert plain.endswith(".json")


def test_what_writing_notices_comes_with_the_file(running: Server) -> None:
    answer = post(running, "/api/convert", "春訊\n\n立春\U0010fffd。", to="pdf", publisher="潮聲")

    told = json.loads(unquote(answer.headers["docconvert-notices"]))
    assert [notice["code"] for notice in told] == ["output-ignored", "glyph-missing"]


# In which language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("zh-Hans", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh-TW,zh;q=0.9", "zh-tw"),
        ("zh-Hant-HK", "zh-tw"),
        ("ZH", "zh"),
        ("en;q=0.5, zh;q=0.7", "zh"),
        ("zh ; q=0.5,en", "en"),
        ("de,fr;q=0.9,zh;q=0.1", "zh"),
        ("de", "en"),
        ("zh;q=0,de", "en"),
        ("zh;q=2", "en"),
        ("zhu,*", "en"),
        (",;,;q=,\0", "en"),
    ],
)
def test_the_language_that_is_liked_best_is_spoken(header: str, language: str) -> None:
    assert teller_for({"accept-language": header}).language == language


def test_each_request_is_answered_in_its_language(running: Server) -> None:
    wanted = ["zh-Hans", "en", "zh-TW", ""] * 3
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda each: post(running, "/api/read", TEXT, accepted=each).json, wanted))

    english = answers[1]["notices"]
    simplified, traditional = Teller("zh"), Teller("zh-tw")
    told = {
        "zh-Hans": [simplified.tell(notice["message"]) for notice in english],
        "zh-TW": [traditional.tell(notice["message"]) for notice in english],
        "en": [notice["message"] for notice in english],
    }
    assert len(english) == 4
    assert not set(told["en"]) & {*told["zh-Hans"], *told["zh-TW"]}
    for language, answer in zip(wanted, answers, strict=True):
        assert [notice["message"] for notice in answer["notices"]] == told[language or "en"]
        # All else is the same.
        assert [{**notice, "message": ""} for notice in answer["notices"]] == [
            {**notice, "message": ""} for notice in english
        ]


def test_what_is_noticed_and_wrong_is_told_in_chinese(running: Server) -> None:
    made = post(running, "/api/convert", "春訊\n\n立春。", accepted="zh", to="pdf", publisher="潮聲")
    wrong = [
        post(running, "/api/read", b"%PDF-1.7", accepted="zh"),
        post(running, "/api/convert", accepted="zh", to="pdg"),
        post(running, "/api/read", "", accepted="zh"),
        ask(running, "GET", "/api/read", None, {"Accept-Language": "zh"}),
        ask(running, "POST", "/api/read", b"x", {"Accept-Language": "zh"}),
        ask(running, "GET", "/", None, {"Accept-Language": "zh", "Host": "pages.example"}),
    ]

    told = json.loads(unquote(made.headers["docconvert-notices"]))
    assert [notice["message"] for notice in told] == ["pdf 不写出版者"]
    assert [answer.status for answer in wrong] == [422, 400, 422, 405, 403, 421]
    for answer in wrong:
        assert all(re.search("[一-鿿]", said) for said in answer.json.values()), answer.json


# What is refused


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:1", "pages.example:{port}", "127.0.0.1.example:{port}", ""]
)
def test_other_hosts_are_refused(running: Server, host: str) -> None:
    headers = {**OWN, "Host": host.format(port=running.port)}

    assert ask(running, "GET", "/", None, headers).status == 421
    assert ask(running, "POST", "/api/read", TEXT.encode(), headers).status == 421


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
def test_the_hosts_that_users_type_are_taken(running: Server, host: str) -> None:
    own = host.format(port=running.port)
    headers = {**OWN, "Host": own, "Origin": f"http://{own}", "Sec-Fetch-Site": "same-origin"}

    assert ask(running, "POST", "/api/read", TEXT.encode(), headers).status == 200


def test_only_this_computer_is_listened_to(running: Server) -> None:
    with server.opened(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.2", running.port))


@pytest.mark.parametrize(
    "headers",
    [
        {**OWN, "Origin": "http://pages.example"},
        {**OWN, "Origin": "null"},
        {**OWN, "Origin": "http://127.0.0.1:1"},
        {**OWN, "Origin": "https://127.0.0.1:{port}"},
        {
            **OWN,
            "Origin": "http://localhost:{port}",
        },  # the same server, another page
        {**OWN, "Sec-Fetch-Site": "cross-site"},
        {**OWN, "Sec-Fetch-Site": "same-site"},
        {},
        {"Content-Type": "text/plain"},  # what a form of any page can send
    ],
)
def test_other_pages_cannot_send_anything(running: Server, headers: dict[str, str]) -> None:
    headers = {name: value.format(port=running.port) for name, value in headers.items()}
    for path in ("/api/read", "/api/convert?to=json", "/"):
        assert ask(running, "POST", path, TEXT.encode(), headers).status == 403


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://pages.example"}])
def test_other_pages_lead_to_the_page_and_to_nothing_that_costs(
    running: Server, headers: dict[str, str]
) -> None:
    assert ask(running, "GET", "/", None, headers).status == 200
    assert ask(running, "GET", "/api/choices", None, headers).status == 403


def test_what_is_noticed_fits_into_a_header() -> None:
    notices = tuple({"message": "潮" * 300, "removed": "汐" * 300} for _ in range(20))

    assert 0 < len(json.loads(unquote(_in_header(notices)))) < 20
    assert len(_in_header(notices)) <= 0x8000


def test_other_pages_are_not_told_that_they_may(running: Server) -> None:
    asked = {"Origin": "http://pages.example", "Access-Control-Request-Method": "POST"}
    answer = ask(
        running, "OPTIONS", "/api/read", None, {**asked, "Access-Control-Request-Headers": REQUEST_HEADER}
    )

    assert answer.status == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_text_that_is_too_large_is_not_taken(running: Server) -> None:
    with socket.create_connection(("127.0.0.1", running.port)) as connection:
        head = f"POST /api/read HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n{REQUEST_HEADER}: 1\r\n"
        connection.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        part = b"100000\r\n" + b"a" * 0x100000 + b"\r\n"
        sent = 0
        # The end never comes: the answer does all the same.
        while sent <= LARGEST:
            connection.sendall(part)
            sent += 0x100000
        answer = connection.makefile("rb").readline()

    assert answer.startswith(b"HTTP/1.1 413 ")


FILES = {
    "font": "/etc/passwd",
    "reference_doc": "/etc/passwd",
    "dictionaries": "/etc",
    "keep": "/etc/passwd",
    "glossary": "/etc/passwd",
    "cover": "/etc/passwd",
    "style": "/etc",
    "set": "font-files.serif=/etc/passwd",
    "out": "/etc/passwd",
}


@pytest.mark.parametrize("name", FILES)
def test_no_option_names_a_file(running: Server, name: str) -> None:
    for to in ("pdf", "epub", "docx"):
        answer = post(running, "/api/convert", TEXT, to=to, **{name: FILES[name]})
        assert (answer.status, bool(answer.json["hint"])) == (400, True)


def test_each_option_is_either_allowed_or_not() -> None:
    refused = {"keep", "glossary", "dictionaries", "reference_doc", "font"}
    assert {*choices.OPTIONS, *choices.OUTPUT, *refused} == {
        field.name for field in (*fields(Options), *fields(Output))
    }


@pytest.mark.parametrize(
    ("data", "given", "status", "message"),
    [
        (b"%PDF-1.7\n%...", {}, 422, "PDF"),
        (bytes(range(256)) * 9, {}, 422, ""),
        ("春訊".encode("big5") * 99, {"encoding": "utf-8"}, 422, "utf-8"),
        (b"", {}, 422, "no text"),
        (TEXT.encode(), {"encoding": "klingon"}, 400, "klingon"),
        (TEXT.encode(), {"encoding": "a\0b"}, 400, "unknown encoding"),
        (TEXT.encode(), {"script": "hant"}, 400, "script"),
        (TEXT.encode(), {"vocabulary": "tw"}, 400, "vocabulary"),
        (TEXT.encode(), {"heading_pattern": "1=("}, 400, "regular"),
        (TEXT.encode(), {"heading_pattern": "1=a{99999999999}"}, 400, "regular"),
        (TEXT.encode(), {"heading_pattern": f"1={'(' * 5000}{')' * 5000}"}, 400, "regular"),
        (TEXT.encode(), {"headings": "perhaps"}, 400, "headings"),
        (TEXT.encode(), {"language": "not a tag"}, 400, "language"),
        (TEXT.encode(), {"redings": "ruby"}, 400, "redings"),
        (TEXT.encode(), {"name": "渡口.json"}, 422, "JSON"),
        (b'{"docconvert": "0.1.0", "schema": 99}', {}, 422, "schema"),
    ],
)
def test_what_is_wrong_is_said(
    running: Server, data: bytes, given: dict[str, str], status: int, message: str
) -> None:
    for path, more in (("/api/read", {}), ("/api/convert", {"to": "json"})):
        answer = post(running, path, data, **given, **more)
        assert answer.status == status, answer.json
        assert message in answer.json["message"]
        assert answer.json["hint"]


def test_an_option_given_twice_is_refused(running: Server) -> None:
    assert ask(running, "POST", "/api/read?script=hans&script=keep", b"x", OWN).status == 400
    many = "&".join(f"heading_pattern=1={number}" for number in range(200))
    assert (
        ask(running, "POST", f"/api/read?{many}", b"x", OWN).json["message"] == "there are too many options"
    )
    assert post(running, "/api/convert").json["message"] == "the format is missing"


# Whatever is asked


TRAVERSALS = [
    "/../../../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/..%5c..%5cetc%5cpasswd",
    "/page.js/../app.py",
    "/page.js%00.py",
    "/app.py",
    "/static/app.py",
    "//etc/passwd",
    "/page.html",
    "/api/read/",
    "/api/../page.css",
]


def test_no_path_leads_to_a_file(running: Server) -> None:
    for path in TRAVERSALS:
        answer = ask(running, "GET", path)
        assert answer.status == 404, path
        assert b"root:" not in answer.body


MODEL = docconvert.convert(TEXT, "json")
NAMES = st.sampled_from([*choices.OPTIONS, *choices.OUTPUT, "to", "style", "name", "font", "x"])
VALUES = st.one_of(
    st.sampled_from([value for values in CHOICES.values() for value in values]),
    st.sampled_from([*docconvert.formats(), "true", "false", *style_names(), "/etc/passwd", "../default"]),
    st.text(max_size=20),
)
BODIES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([TEXT.encode(), TEXT.encode("gb18030"), TEXT.encode("utf-16"), b"{}", b"[", b"\0" * 9]),
    st.sampled_from([MODEL, MODEL.replace(b'"text"', b'"ruby"')]),
)


@settings(max_examples=80)
@given(
    method=st.sampled_from(["POST", "POST", "POST", "GET", "PUT", "HEAD", "OPTIONS", "DELETE"]),
    path=st.sampled_from(["/api/read", "/api/convert", "/api/convert", "/api/choices", "/", *TRAVERSALS]),
    query=st.lists(st.tuples(NAMES, VALUES), max_size=4),
    to=st.sampled_from(["json", "tree", "docx", "pdf", ""]),
    body=BODIES,
)
def test_nothing_breaks_the_server(
    running: Server, method: str, path: str, query: list[tuple[str, str]], to: str, body: bytes
) -> None:
    asked = urlencode([*query, ("to", to)] if to else query, errors="surrogatepass")
    answer = ask(running, method, f"{path}?{asked}", body if method == "POST" else None, OWN)

    assert answer.status < 500, answer.body
    assert HEADERS.items() <= answer.headers.items()
    if answer.status >= 400 and method != "HEAD":
        assert set(answer.json) == {"message", "hint"}
        assert answer.json["message"]


@settings(max_examples=40)
@given(
    raw=st.binary(max_size=300),
    begin=st.sampled_from([b"", b"GET / HTTP/1.1\r\n", b"POST /api/read?%ff=\xff "]),
)
def test_what_is_no_request_is_refused(running: Server, raw: bytes, begin: bytes) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=10) as connection:
        connection.sendall(begin + raw + b"\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(10_000)

    assert not re.match(rb"HTTP/1.1 5", answer)


def test_no_file_is_opened_but_those_of_docconvert(running: Server) -> None:
    secret = "/etc/hostname"
    for name in FILES:
        post(running, "/api/convert", TEXT, to="pdf", **{name: secret})
    for to in docconvert.formats():
        post(running, "/api/convert", TEXT, to=to, name=f"../../..{secret}", script="hans", vocabulary="cn")
        post(
            running,
            "/api/convert",
            TEXT,
            to=to,
            style="official",
            title=secret,
            identifier=f"file://{secret}",
        )
    for path in TRAVERSALS:
        ask(running, "GET", path)

    notes = [line.split(" ", 1) for line in running.log.read_text("ascii").splitlines()]
    since = [(event, literal_eval(path)) for event, path in notes[notes.index(["ready", "''"]) + 1 :]]
    reads = {path for event, path in since if event == "open" and path not in SYSTEM}
    folders = (ROOT / "src", ROOT / "fonts", ROOT / "templates", sys.prefix, sys.base_prefix)
    own = tuple(f"{os.path.realpath(folder)}{os.sep}" for folder in folders)
    assert {path for path in reads if not os.path.realpath(path).startswith(own)} == set()
    assert {path for event, path in since if event == "write"} <= {os.devnull}
    assert {event for event, _ in since} <= {"open", "write", "os.listdir", "os.scandir"}
    assert any(path.endswith("style.toml") for path in reads)  # else nothing was noted


SYSTEM = {
    os.devnull,
    "/dev/urandom",
    # Which ReportLab looks for whenever it is imported.
    *(str(Path.home() / name) for name in (".reportlab_settings", ".reportlab_mods")),
}


# Limits


def test_a_conversion_has_its_time_and_the_page_answers_meanwhile() -> None:
    workers = Processes(1)
    with server.opened(0) as listening:
        port = listening.getsockname()[1]
        served = uvicorn.Server(server.settings(make_app(port, workers, seconds=2)))
        thread = Thread(target=served.run, kwargs={"sockets": [listening]})
        thread.start()
        own = Server("", port, Path())
        slow: list[Answer] = []
        asking = Thread(target=lambda: slow.append(post(own, "/api/read", "a" * 60, **SLOW)))
        asking.start()
        assert ask(own, "GET", "/").status == 200
        assert not slow
        asking.join()
        after = post(own, "/api/read", TEXT)
        served.should_exit = True
        thread.join()
    workers.shutdown()

    assert slow[0].status == 422
    assert slow[0].json["message"] == "this takes longer than 2 s, or more memory than there is"
    assert after.status == 200


def test_what_is_being_done_when_the_server_ends_is_answered() -> None:
    workers = Processes(1)
    answers: list[Answer] = []
    with server.opened(0) as listening:
        port = listening.getsockname()[1]
        served = uvicorn.Server(server.settings(make_app(port, workers, seconds=2)))
        asking = Thread(
            target=lambda: answers.append(post(Server("", port, Path()), "/api/read", "a" * 60, **SLOW))
        )
        served_until = Thread(target=served.run, kwargs={"sockets": [listening]})
        served_until.start()
        asking.start()
        while not served.server_state.tasks:
            served_until.join(0.01)
        served.should_exit = True
        served_until.join()
        asking.join()
    workers.shutdown()

    assert (answers[0].status, answers[0].json["message"]) == (503, "docconvert is ending")


SLOW = {"heading_pattern": "1=(?:a+)+b"}
"""What takes for ever with a text of the same letters."""


def test_only_so_many_wait() -> None:
    workers = Workers(Processes(1), 1)
    with ExitStack() as places:
        for _ in range(16):
            places.enter_context(workers)
        with pytest.raises(BusyError):
            places.enter_context(workers)
    with workers:
        pass


def test_memory_that_is_not_there_is_no_defect() -> None:
    executor = Processes(1)
    try:
        with pytest.raises(LimitError):
            asyncio.run(Workers(executor, 9).do(_take_all))
    finally:
        executor.shutdown()


def _take_all() -> None:
    raise MemoryError


# What is shown


def test_all_of_the_model_is_shown() -> None:
    document = Document(
        (Text("渡口"),),
        (
            Heading(2, (Text("霧"),), line=2),
            Paragraph((Text("老"), Ruby("長", "zhǎng"), Emphasis((Text("來"),))), "salutation", line=3),
            Verse(((Text("一"),), (Text("二"),)), line=4),
            Separator(line=6),
        ),
    )
    shown = structure(document, [Notice("title-made", "…", removed="x" * 999)], Teller("en"))

    assert [(block["type"], block["line"], block["lines"]) for block in shown["blocks"]] == [
        ("heading", 2, [["霧"]]),
        ("paragraph", 3, [["老", ["長", "zhǎng"], {"emphasis": ["來"]}]]),
        ("verse", 4, [["一"], ["二"]]),
        ("separator", 6, []),
    ]
    assert shown["counts"] == {"characters": 8, "headings": 1, "paragraphs": 2, "notices": 1}
    assert len(shown["notices"][0]["removed"]) == 300


def test_of_a_long_text_the_beginning_is_shown() -> None:
    text = "\n\n".join(f"第{number}章\n\n{'霧散了。' * 100}" for number in range(1, 2500))
    shown = json.loads(read_structure(text.encode(), [("punctuation", "keep")], Teller("en")))

    assert len(shown["blocks"]) + shown["left_blocks"] == 2 * 2499
    assert 900 < len(shown["blocks"]) < 1100
    assert (len(shown["outline"]), shown["left_outline"]) == (2000, 499)


@pytest.mark.parametrize(
    "given",
    [[("cover", "a.png")], [("style", "../default")], [("to", "a"), ("to", "b")], [("pdf_standard", "x")]],
)
def test_wishes_that_do_not_fit_are_refused(given: Fields) -> None:
    with pytest.raises(UsageError):
        choices.wish_of(given)


def test_wishes_are_read() -> None:
    wish = choices.wish_of(
        [("pdf_standard", "a-2b"), ("pdf_standard", "ua-1"), ("toc_pages", "true"), ("name", "a/b.txt")]
    )

    assert wish.output == Output(pdf_standard=("a-2b", "ua-1"), toc_pages=True)
    assert (wish.name, wish.style, wish.options) == ("b.txt", "default", Options())


# The command line


def test_without_the_server_the_command_to_install_it_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("docconvert.web.server", "uvicorn"):
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(docconvert.web, "server")
    monkeypatch.setitem(sys.modules, "uvicorn", None)

    assert main(["--serve"]) == ExitCode.USAGE
    assert "pip install 'docconvert[web]'" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(running: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--serve", str(running.port)]) == ExitCode.USAGE
    assert f"port {running.port} cannot be used" in capsys.readouterr().err


@pytest.mark.parametrize("given", [["--serve", "a.txt"], ["--serve", "70000"], ["a.txt", "--serve"]])
def test_what_is_no_port_is_told(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = int(main(given))
    except SystemExit as exit_:
        code = int(exit_.code or 0)

    assert code == ExitCode.USAGE
    assert "hint:" in capsys.readouterr().err


def test_the_usual_port_or_the_next_is_taken() -> None:
    with server.opened() as first, server.opened() as second:
        ports = [listening.getsockname()[1] for listening in (first, second)]

    assert server.PORT <= ports[0] < ports[1]


def test_the_page_opens_if_asked_to_and_ends_when_interrupted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []

    def interrupted(listening: socket.socket) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr(server, "run", interrupted)

    assert main(["--serve", "0"]) == ExitCode.DONE
    assert opened == []
    assert main(["--serve", "0", "--open"]) == ExitCode.DONE
    assert capsys.readouterr().out.split()[-4] == opened[0]
    assert main(["--serve", "0", "--messages", "zh"]) == ExitCode.DONE
    assert capsys.readouterr().out.rstrip().endswith("/  （按 Ctrl-C 结束）")
    choose("en")


# The browser


def written(folder: Path, name: str, data: str | bytes) -> str:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(path)


def test_texts_become_files_in_a_browser(running: Server, tmp_path: Path) -> None:
    data = TEXT.encode("gb18030")
    folder = tmp_path / "downloads"
    folder.mkdir()

    (first, dropped, judged, english, *_), words = visit(
        running.address,
        folder,
        ["drop", written(tmp_path, "渡口.txt", data)],
        ["judge"],
        ["click", "[data-language=en]"],
        *(
            step
            for number, to in enumerate(("pdf", "docx", "epub"), 1)
            for step in (
                ["click", f"#format-list input[value={to}]"],
                ["click", "#make"],
                ["downloads", str(number)],
            )
        ),
        languages="zh-CN,en",
    )

    assert (first["language"], first["heading"], first["texts"]) == ("zh-Hans", "从文本到文档", [])
    assert dropped["texts"] == ["渡口.txt 57 字，4 条提示 ×"]
    assert dropped["facts"][:3] == ["语言 繁体中文", "编码 gb18030", "作者 林小舟"]
    assert dropped["outline"] == ["第一章　起霧", "第二章　對岸"]
    assert dropped["sheet"][:3] == ["渡口的燈", "作者：林小舟署名", "第一章 起霧"]
    assert dropped["places"][:3] == [["title", "1"], ["byline", "2"], ["heading level-1", "4"]]
    assert [text for text in dropped["notices"] if text.startswith("第 8 行符号改为分隔线")]
    assert [text for text in dropped["notices"] if text.startswith("全文删去了注音") and "(dēng)" in text]
    assert not [text for text in dropped["notices"] if re.search(r"\b(is|was|were|set|the)\b", text)]
    assert judged["violations"] == []
    assert (english["language"], english["heading"]) == ("en", "From text to document")
    assert english["texts"] == ["渡口.txt 57 characters, 4 notices ×"]
    assert [text for text in english["notices"] if text.startswith("line 8separator set")]
    for to in ("pdf", "docx", "epub"):
        assert (folder / f"渡口.{to}").read_bytes() == docconvert.convert(data, to, source="渡口.txt")
    check_words(words)


def check_words(words: dict[str, dict[str, Any]]) -> None:
    """Both languages have the same words, and one for all there is."""
    assert words["en"] == words["zh"]
    assert set(words["zh"]["codes"]) == set(get_args(Code))
    shown = {*choices.OPTIONS, *choices.OUTPUT, "style"} - {"pdf_standard"}
    assert set(words["zh"]["fields"]) == shown
    values = {f"{name}.{value}" for name, all_ in (CHOICES | OUTPUT_CHOICES).items() for value in all_}
    assert values <= set(words["zh"]["values"])
    assert {f"style.{name}" for name in style_names()} <= set(words["zh"]["values"])


def test_options_change_what_is_shown(running: Server, tmp_path: Path) -> None:
    _, chosen, gone, hans, ruby, classic, level, vertical, two, pdf, tree, titled, removed = visit(
        running.address,
        tmp_path,
        ["choose", "#files", written(tmp_path, "渡口.txt", TEXT)],
        ["click", "#notices .where"],
        ["select", "#field-script", "hans"],
        ["select", "#field-readings", "ruby"],
        ["select", "#field-style", "classic"],
        ["select", "#field-writing", "horizontal"],
        ["select", "#field-writing", "vertical"],
        ["paste", "春訊\n\n第一章\n\n立春。\n\n第二章\n\n雨水。"],
        ["click", "[data-view=file]"],
        ["click", "#format-list input[value=tree]"],
        ["click", "[data-view=file]"],
        ["click", "#texts li:nth-child(2) .away"],
        languages="en",
    ).views

    assert (chosen["sheet"][0], chosen["readings"]) == ("渡口的燈", [])
    assert gone["focus"].startswith("臘月初八")  # what stands above line 8, which is left out
    assert (hans["sheet"][0], hans["facts"][0]) == ("渡口的灯", "Language Simplified Chinese")
    assert "Words" in hans["fields"]
    assert "Words" not in chosen["fields"]
    assert ruby["readings"][:2] == ["dēng", "wù"]
    directions = [view["direction"] for view in (ruby, classic, level, vertical, tree)]
    assert directions == ["horizontal-tb", "vertical-rl", "horizontal-tb", "vertical-rl", "horizontal-tb"]
    assert vertical["name"] == "渡口.txt"
    assert (two["name"], two["sheet"][0], len(two["texts"])) == ("pasted text", "春讯", 2)
    assert (pdf["file"], pdf["made"][0].split()[0]) == ("iframe", "春讯.pdf")
    assert tree["file"] == ""
    assert "title 春讯" in titled["file"]
    assert (removed["name"], len(removed["texts"])) == ("渡口.txt", 1)
    assert removed["focus"].startswith("渡口.txt")


def test_what_is_wrong_is_shown_at_every_width(running: Server, tmp_path: Path) -> None:
    pasted = "春訊\n\n第一章\n\n立春。\n\n第二章\n\n雨水。"
    evil = "<img src=x onerror=alert(1)>.txt"
    views = visit(
        running.address,
        tmp_path,
        ["click", "#open-paste"],
        ["judge"],
        ["type", "#pasted", pasted],
        ["press", "Tab"],
        ["press", "Enter"],
        ["click", "#more summary"],
        ["click", "#about summary"],
        ["click", "#contents summary"],
        ["judge"],
        ["click", "[data-view=file]"],
        ["width", "390"],
        ["drop", written(tmp_path, evil, "<script>alert(1)</script>\u202e。")],
        ["drop", written(tmp_path, "a.pdf", b"%PDF-1.7 \xff\xfe")],
        ["drop", written(tmp_path, "empty.txt", b"")],
        ["drop", written(tmp_path, "large.txt", b"a" * (LARGEST + 1))],
        ["judge"],
        languages="zh-TW",
        width=820,
        dark=True,
    ).views

    first, opened, judged, typed, _, taken, *_, unfolded = views[:10]
    viewed, narrow, shown, pdf, empty, large, last = views[10:]
    assert (first["heading"], opened["focus"], typed["texts"]) == ("从文本到文档", "", [])
    assert (taken["texts"], taken["focus"]) == (["粘贴的文本 14 字，0 条提示 ×"], "粘贴文本…")
    assert unfolded["outline"] == ["第一章", "第二章"]
    assert viewed["file"] == narrow["file"] == "iframe"
    assert shown["name"] == evil
    assert shown["sheet"][-1].startswith("<script>alert(1)</script>")
    assert pdf["fault"].startswith("不是文本文件，看来是：PDF 文件 docconvert 只读取纯文本")
    assert (empty["fault"], large["fault"]) == ("文件是空的。", "大于 20 MB。请拆分，或使用命令行。")
    assert [view["violations"] for view in (judged, unfolded, last)] == [[], [], []]
    assert not [view for view in (first, unfolded, viewed, narrow, shown, last) if view["wide"]]
