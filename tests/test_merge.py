"""Several files make one book: in order, nothing lost, with a chapter for each."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docconvert
import judges
from docconvert.batch import convert_many, plan
from docconvert.cli import main
from docconvert.errors import ExitCode, UsageError
from docconvert.merge import merge
from docconvert.model import Document, Heading, Metadata, Text, document_lines, plain_text
from docconvert.writers.package import unpack
from strategies import documents

if TYPE_CHECKING:
    from docconvert.model import Inlines
    from docconvert.notices import Notice

CHAPTERS = {
    "序.txt": "序\n\n這條河沒有名字，人們只叫它渡口。\n",
    "第二章.txt": "第二章　立冬\n\n船去了，風沒有停。\n",
    "第十章.txt": "第十章　春分\n\n水又從山上下來。\n",
    "第一章.txt": "第一章　霜降\n\n水從山上下來，像一封信。\n",
    "後記.txt": "後記\n\n寫完時，渡口已經沒有了。\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "渡口"
    folder.mkdir()
    for name, text in CHAPTERS.items():
        (folder / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def tree(document: Document) -> list[str]:
    return docconvert.write(document, "tree").decode().splitlines()[1:]


def book(*texts: str, title: str = "") -> tuple[list[str], list[Notice]]:
    told: list[Notice] = []
    sources = [docconvert.read(text, source=f"{n}.txt") for n, text in enumerate(texts, 1)]
    given = (Text(title),) if title else ()
    return tree(merge(sources, title=given, name="山海", notify=told.append)), told


def test_chapters_stand_in_natural_order(folder: Path) -> None:
    assert main([*map(str, folder.iterdir()), "--merge", "-o", "out.json"]) == ExitCode.DONE
    made = docconvert.read((folder.parent / "out.json").read_bytes())
    headings = [plain_text(block.children) for block in made.blocks if isinstance(block, Heading)]
    assert headings == ["序", "第一章　霜降", "第二章　立冬", "第十章　春分", "後記"]
    assert plain_text(made.title) == "渡口"  # of the folder, because that is Chinese


def test_the_order_can_be_given(folder: Path) -> None:
    names = ["第二章.txt", "第一章.txt"]
    (job,) = plan([folder / name for name in names], ["json"], "x.json", merge=True, order="given")
    assert [source.name for source in job.sources] == names


def test_an_order_without_a_book_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder / "序.txt"), "--order", "given", "--to", "tree"]) == ExitCode.USAGE
    assert "add --merge" in capsys.readouterr().err


def test_a_book_of_several_folders_is_called_like_the_one_that_holds_them(folder: Path) -> None:
    for name in ("上卷", "下卷"):
        (folder / name).mkdir()
    sources = [folder / "下卷" / "1.txt", folder / "上卷" / "1.txt"]
    (job,) = plan(sources, ["json"], merge=True)
    assert job.targets[0].path == folder / "渡口.json"
    (job,) = plan([path.relative_to(folder.parent) for path in sources], ["json"], merge=True)
    assert job.targets[0].path == Path("渡口") / "渡口.json"
    (job,) = plan([folder / "上卷" / ".." / "1.txt", folder / "下卷" / "1.txt"], ["json"], merge=True)
    assert job.targets[0].path == folder.resolve() / "渡口.json"


def test_titles_become_headings_and_what_is_below_them_sinks() -> None:
    made, _ = book(
        "上卷\n\n第一章 霜降\n\n水。\n\n第二章 立冬\n\n船。", "下卷\n\n第三章 春分\n\n風。", title="渡口"
    )
    assert made == [
        "title 渡口",
        "h1 上卷",
        "h2 第一章 霜降",
        "p 水。",
        "h2 第二章 立冬",
        "p 船。",
        "h1 下卷",
        "h2 第三章 春分",
        "p 風。",
    ]


def test_a_title_that_all_have_is_that_of_the_book() -> None:
    made, told = book("渡口\n\n第一章 霜降\n\n水。", "渡口\n\n第二章 立冬\n\n船。")
    assert made == ["title 渡口", "h1 第一章 霜降", "p 水。", "h1 第二章 立冬", "p 船。"]
    assert [notice.code for notice in told] == ["title-shared"]


def test_a_title_of_the_users_takes_the_place_of_the_common_one() -> None:
    made, told = book("渡口\n\n第一章 霜降\n\n水。", "渡口\n\n第二章 立冬\n\n船。", title="山海")
    assert made[0] == "title 山海"
    assert [notice.message for notice in told] == ["all files have the title '渡口': --title is in its place"]


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (["--title", "遼寧\n 頭髮", "--script", "hans"], "辽宁 头发"),
        (["--title", "長(zhǎng)安", "--readings", "ruby"], "{長|zhǎng}安"),
        (["--title", "\x01 \n"], "渡口"),  # nothing is left of it, so it is not given
    ],
)
def test_a_title_of_the_users_is_treated_like_the_texts(
    folder: Path, arguments: list[str], title: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    main([*map(str, folder.iterdir()), "--merge", "--to", "tree", *arguments])
    assert capsysbinary.readouterr().out.decode().splitlines()[1] == f"title {title}"


def test_the_report_of_the_script_lists_choices_in_the_title(folder: Path) -> None:
    arguments = ["--title", "衣服干了", "--script", "hant-tw", "--script-report", "c.tsv", "-o", "b.json"]
    main([*map(str, folder.iterdir()), "--merge", *arguments])
    rows = (folder.parent / "c.tsv").read_text("utf-8").splitlines()
    assert [row.split("\t")[0] for row in rows if "干" in row] == ["b.json"]


def test_a_book_on_standard_output_is_called_like_the_folder(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    plain = folder.parent / "novel"
    folder.rename(plain)
    main([*map(str, plain.iterdir()), "--merge", "--to", "tree", "-o", "-"])
    out, told = (text.decode() for text in capsysbinary.readouterr())
    assert out.splitlines()[1] == "title novel"
    assert "notice: standard output: the book is called 'novel'" in told
    assert "standard input" not in told


def test_blanks_are_no_title() -> None:
    document = Document(
        (Text("　"),), docconvert.read("水從山上下來，很遠。").blocks, Metadata(source="霜.txt")
    )
    told: list[Notice] = []
    made = tree(merge([document, document], name="山海", notify=told.append))
    assert made[:2] == ["title 山海", "h1 霜"]
    assert {notice.code for notice in told} == {"heading-made", "title-made"}


def test_names_of_several_lines_make_titles_of_one() -> None:
    document = docconvert.read("水從山上下來，從很遠的地方下來，一直流到渡口。", source="霜\n降.txt")
    made = merge([document, document], name="山\n海", notify=lambda _: None)
    assert tree(made)[:2] == ["title 山 海", "h1 霜 降"]


def test_a_text_without_a_title_is_called_like_its_file() -> None:
    made, told = book("水從山上下來，從很遠的地方下來，一直流到渡口。", "第二章 立冬\n\n船還沒有來。")
    assert made[:2] == ["title 山海", "h1 1"]
    assert [notice.code for notice in told] == ["heading-made", "title-made"]
    assert "1.txt" in told[0].message
    assert "--title" in told[1].message


def test_what_is_known_of_all_is_known_of_the_book() -> None:
    def document(**known: str) -> Document:
        return Document((Text(known.pop("title")),), metadata=Metadata(**known))

    told: list[Notice] = []
    made = merge(
        [
            document(title="序", language="zh-Hant", author="林遠山", date="2024", encoding="big5"),
            document(
                title="霜降，水從山上下來", language="zh-Hans", author="何青", date="2024", encoding="utf-8"
            ),
            document(title="跋", language="zh-Hant", author="林遠山", date="2024", encoding="big5"),
        ],
        title=(Text("渡口"),),
        notify=told.append,
    )
    assert made.metadata == Metadata("zh-Hans", "林遠山、何青", "2024")
    assert [(notice.code, notice.message) for notice in told] == [
        ("languages-mixed", "the files are in zh-Hans, zh-Hant; the book is set as zh-Hans")
    ]


def is_blank(title: Inlines) -> bool:
    return not plain_text(title).strip()


@given(st.lists(documents(), min_size=1, max_size=4), st.sampled_from([(), (Text("渡口"),)]))
def test_nothing_is_lost(parts: list[Document], title: Inlines) -> None:
    told: list[Notice] = []
    made = merge(parts, title=title, name="山海", notify=told.append)
    shared = any(notice.code == "title-shared" for notice in told)
    expected = [
        plain_text(line)
        for part in parts
        for line in document_lines(
            replace(part, title=() if shared or is_blank(part.title) else part.title, above_title=0)
        )
    ]
    made_up = sum(notice.code == "heading-made" for notice in told)
    found = [plain_text(line) for line in document_lines(Document((), made.blocks))]
    remaining = iter(found)
    assert all(line in remaining for line in expected)  # in this order
    assert len(found) == len(expected) + made_up
    assert made.metadata.language in {part.metadata.language for part in parts}


def test_a_book_of_which_a_text_cannot_be_read_is_not_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "第三章.txt").touch()
    (folder / "第四章.txt").write_bytes(bytes(range(256)) * 4)
    assert main([*map(str, folder.iterdir()), "--merge", "-o", "out.epub"]) == ExitCode.FAILED
    said = capsys.readouterr().err
    assert "第三章.txt: the file is empty" in said
    assert "第四章.txt: " in said
    assert "out.epub: not written, because 2 of 7 texts could not be read" in said
    assert not (folder.parent / "out.epub").exists()


def test_short_texts_begin_pages_too(folder: Path) -> None:
    main([*map(str, folder.iterdir()), "--merge", "--to", "epub,pdf", "-o", "out"])
    names = [name for name, _ in unpack((folder.parent / "out" / "渡口.epub").read_bytes())]
    assert [name for name in names if "chapter" in name] == [f"EPUB/chapter-{n}.xhtml" for n in range(1, 6)]
    pages = judges.pdf_text(folder.parent / "out" / "渡口.pdf").split("\f")
    assert len([page for page in pages if page.strip()]) == 7  # title, contents, five texts


def test_each_text_and_the_book_have_a_result(folder: Path) -> None:
    results = list(convert_many(sorted(folder.iterdir()), ["docx", "json"], "out", merge=True))
    assert [result.source.name for result in results[:-1]] == [
        "序.txt", "第一章.txt", "第二章.txt", "第十章.txt", "後記.txt",
    ]  # fmt: skip
    assert all(not result.written for result in results[:-1])
    assert [str(path).replace("\\", "/") for path in results[-1].written] == [
        "out/渡口.docx",
        "out/渡口.json",
    ]
    assert results[-1].about.title == "渡口"


def test_the_report_has_a_line_for_the_book(folder: Path) -> None:
    main([*map(str, folder.iterdir()), "--merge", "--title", "山海", "-o", "b.epub", "--report", "r.jsonl"])
    lines = [json.loads(line) for line in (folder.parent / "r.jsonl").read_text("utf-8").splitlines()]
    assert [[output["path"] for output in line["outputs"]] for line in lines] == [[]] * 5 + [["b.epub"]]
    assert lines[-1]["title"] == "山海"
    assert lines[0]["encoding"] == "utf-8"


def test_one_file_is_a_book_too(folder: Path) -> None:
    assert main([str(folder / "序.txt"), "--merge", "-o", "one.epub"]) == ExitCode.DONE


def test_a_chapter_that_is_named_twice_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="named twice"):
        plan(
            [folder / "序.txt", folder / "第一章.txt", folder / ".." / "渡口" / "序.txt"],
            ["json"],
            merge=True,
        )


def test_a_link_to_a_chapter_is_that_chapter(folder: Path) -> None:
    (folder / "終.txt").symlink_to(folder / "序.txt")
    with pytest.raises(UsageError, match=r"is named twice, as .*序"):
        plan([folder / "序.txt", folder / "終.txt"], ["json"], merge=True)


def test_letter_case_tells_chapters_apart_where_it_tells_files_apart(folder: Path) -> None:
    names = [folder / "a.txt", folder / "A.txt"]
    for name in names:
        name.write_text(name.stem, "utf-8")
    if names[0].samefile(names[1]):
        pytest.skip("letter case does not tell files apart here")
    (job,) = plan(names, ["json"], merge=True)
    assert list(job.sources) == names


def test_a_book_is_not_written_over_a_chapter(folder: Path) -> None:
    with pytest.raises(UsageError, match="same file"):
        plan([folder / "序.txt", folder / "第一章.txt"], ["json"], str(folder / "第一章.txt"), merge=True)


def test_all_formats_hold_the_same(folder: Path) -> None:
    assert (
        main([*map(str, folder.iterdir()), "--merge", "--to", "pdf,docx,epub", "-o", "out"]) == ExitCode.DONE
    )
    assert {path.name for path in (folder.parent / "out").iterdir()} == {"渡口.pdf", "渡口.docx", "渡口.epub"}
    shown = judges.pdf_text(folder.parent / "out" / "渡口.pdf")
    for text in CHAPTERS.values():
        assert text.splitlines()[-1] in "".join(shown.split())


@pytest.mark.parametrize("writing", ["horizontal", "vertical"])
def test_the_checkers_find_nothing(folder: Path, tmp_path: Path, writing: str) -> None:
    arguments = [*map(str, folder.iterdir()), "--merge", "-o", "book.epub", "--writing", writing]
    assert main(arguments) == ExitCode.DONE
    judges.epubcheck(folder.parent / "book.epub")
    judges.ace(folder.parent / "book.epub", tmp_path)
