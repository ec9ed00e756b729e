"""The head of an official document: its letterhead, number and rule, as GB/T 9704-2012 sets them (7.2)."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops

import docconvert
from docconvert.model import Document, Emphasis, Paragraph, Ruby, Text
from docconvert.style import load_style
from docconvert.writers.head import Place, head_lines, head_places, letterhead_size
from docxs import WORD, block_texts, model_texts, opened
from docxs import written as docx_written
from judges import epubcheck, ooxml_validate, pdf_image, pdf_text, soffice_convert, verapdf
from pdfs import lines_of, paragraph, read, saved, words_by_page

if TYPE_CHECKING:
    from pathlib import Path

    from docconvert.model import Block

MM = 72 / 25.4
LEFT, TOP, RIGHT = 28 * MM, 37 * MM, (210 - 26) * MM
"""The edges of the text of an official page (5.2.1)."""
SIZE = 156 * MM / 28

NAME = paragraph("汐浦县人民政府文件", "letterhead")
NUMBER = paragraph("汐政发〔2024〕17号", "number")
SIGNED = paragraph("汐政〔2024〕7号　　签发人：林秋石", "number")
SIGNER = paragraph("签发人：林秋石　周海", "number")
MARKINGS = (paragraph("000123", "marking"), paragraph("机密★1年", "marking"), paragraph("特急", "marking"))


def notice(*above: Block) -> Document:
    below = (paragraph("各乡镇：", "salutation"), paragraph("汛期将至，各渡口应加强值守。"))
    return Document((Text("关于加强渡口管理的通知"),), (*above, *below), above_title=len(above))


def red_rows(path: Path) -> list[tuple[int, int, int]]:
    """Return each row of red pixels on the first page: its place, where it begins and ends, in 1/10 mm."""
    image = Image.open(pdf_image(path, resolution=254)).convert("RGB")
    red, green, _ = image.split()
    is_red, is_green = (
        red.point(lambda value: 255 * (value > 180)),
        green.point(lambda value: 255 * (value > 100)),
    )
    found = ImageChops.subtract(is_red, is_green)
    rows: list[tuple[int, int, int]] = []
    for at in range(image.height):
        box = found.crop((0, at, image.width, at + 1)).getbbox()
        if box:
            rows.append((at, box[0], box[2]))
    return rows


@pytest.mark.parametrize("markings", [0, 1, 3])
def test_the_letterhead_stands_35_mm_below_the_head_of_the_text(markings: int, tmp_path: Path) -> None:
    path = saved(notice(*MARKINGS[:markings], NAME, NUMBER), tmp_path, style="official")
    first = red_rows(path)[0][0] / 10
    assert first - 37 == pytest.approx(35, abs=1)


def test_a_rule_as_wide_as_the_text_stands_4_mm_below_the_number(tmp_path: Path) -> None:
    path = saved(notice(NAME, NUMBER), tmp_path, style="official")
    rows = red_rows(path)
    rule, left, right = rows[-1]
    assert (left / 10, right / 10) == pytest.approx((28, 210 - 26), abs=0.3)
    (number,) = [line for line in lines_of(words_by_page(path)[0]) if "汐政发" in line[0].text]
    middle = (number[0].top + number[0].bottom) / 2 / MM
    assert rule / 10 - middle == pytest.approx(4 + SIZE / MM / 2, abs=1)
    (title,) = [line for line in lines_of(words_by_page(path)[0]) if "关于" in line[0].text]
    assert (title[0].top / MM - rule / 10) == pytest.approx(2 * 225 / 22, abs=4)  # two lines, 7.3.1


def test_the_number_is_in_the_middle_or_beside_who_signed(tmp_path: Path) -> None:
    path = saved(notice(NAME, NUMBER), tmp_path, style="official")
    number = lines_of(words_by_page(path)[0])[1]
    assert (number[0].left + number[-1].right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)

    path = saved(notice(NAME, SIGNED), tmp_path, style="official")
    number = lines_of(words_by_page(path)[0])[1]
    assert number[0].left == pytest.approx(LEFT + SIZE, abs=0.5)
    assert number[-1].right == pytest.approx(RIGHT - SIZE, abs=0.5)


def test_a_long_name_is_set_smaller_and_takes_one_line() -> None:
    style = load_style("official")
    measure = 156 * MM
    assert letterhead_size([NAME], style, measure) == style.letterhead.size
    long = paragraph("汐浦县人力资源和社会保障局文件", "letterhead")
    assert 15 * letterhead_size([NAME, long], style, measure) <= measure
    longest = paragraph(f"{'汐浦县' * 12}文件", "letterhead")
    assert letterhead_size([longest], style, measure) == style.title.size
    assert letterhead_size([], style, measure) == style.letterhead.size


@pytest.mark.parametrize(
    ("above", "places"),
    [
        ((), ()),
        ((NUMBER,), ()),  # no letterhead, no head
        ((NAME, NUMBER), (Place(), Place())),
        ((NAME, SIGNED), (Place(), Place("both", SIGNED.children[0].text.index("签")))),  # type: ignore[union-attr]
        ((SIGNER, NAME, NUMBER), (Place("end"), Place(), Place("start"))),
    ],
)
def test_where_lines_stand(above: tuple[Paragraph, ...], places: tuple[Place, ...]) -> None:
    assert head_places(above) == places


def test_spaces_are_those_of_the_style() -> None:
    joint = (MARKINGS[0], NAME, paragraph("汐浦县财政局文件", "letterhead"), NUMBER)
    lines = head_lines(joint, load_style("official"))
    assert [line.before for line in lines] == pytest.approx([0, 2.15, 0, 0])
    assert [line.after for line in lines] == [0, 0, 1.85, 2]
    assert [line.ruled for line in lines] == [False, False, False, True]
    assert not any(line.ruled for line in head_lines(joint, load_style()))


@pytest.mark.parametrize("above", [(*MARKINGS, NAME, NUMBER), (NAME, SIGNED), (SIGNER, NAME, NUMBER)])
@pytest.mark.parametrize("style", ["default", "official"])
def test_every_format_has_all_of_it(above: tuple[Paragraph, ...], style: str, tmp_path: Path) -> None:
    document = notice(*above)
    wanted = "".join("".join(model_texts(document)).split())
    path = saved(document, tmp_path, style=style)
    assert "".join(pdf_text(path, raw=True).split()).startswith(wanted)
    verapdf(path, "2a", "ua1")

    data = docx_written(document, style=style)
    assert block_texts(data) == model_texts(document)
    docx = tmp_path / "made.docx"
    docx.write_bytes(data)
    ooxml_validate(docx)
    assert "".join(pdf_text(soffice_convert(docx, "pdf", tmp_path), raw=True).split()).startswith(wanted)

    epub = tmp_path / "made.epub"
    epub.write_bytes(docconvert.write(document, "epub", style=load_style(style)))
    epubcheck(epub)
    with zipfile.ZipFile(io.BytesIO(epub.read_bytes())) as archive:
        page = archive.read("EPUB/text.xhtml").decode()
    assert "".join(re.sub("<title>.*?</title>|<[^>]*>", "", page).split()).startswith(wanted)
    html = docconvert.write(document, "html", style=load_style(style)).decode()
    assert wanted in "".join(re.sub("<[^>]*>", "", html).split())


def test_word_has_a_named_style_for_each_and_the_colour(tmp_path: Path) -> None:
    made = opened(docx_written(notice(*MARKINGS, NAME, NUMBER), style="official"))
    names = [paragraph.style.name for paragraph in made.paragraphs]
    assert names[:6] == ["Marking"] * 3 + ["Letterhead", "Number", "Title"]
    assert str(made.styles["Letterhead"].font.color.rgb) == "E60012"
    (border,) = made.element.body.xpath("w:p/w:pPr/w:pBdr/w:bottom")
    assert border.get(f"{WORD}color") == "E60012"

    made = opened(docx_written(notice(NAME, SIGNED), style="official"))
    (table,) = made.element.body.xpath("w:tbl")
    (border,) = table.xpath(".//w:tblBorders/w:bottom")
    assert border.get(f"{WORD}color") == "E60012"
    (title,) = [each for each in made.paragraphs if each.style.name == "Title"]
    assert title.paragraph_format.space_before.mm == pytest.approx(2 * 225 / 22, abs=0.1)


def test_in_libreoffice_the_head_stands_where_it_does_in_the_pdf(tmp_path: Path) -> None:
    document = notice(*MARKINGS, NAME, NUMBER)
    docx = tmp_path / "made.docx"
    docx.write_bytes(docx_written(document, style="official"))
    theirs = red_rows(soffice_convert(docx, "pdf", tmp_path))
    ours = red_rows(saved(document, tmp_path, style="official"))
    assert theirs[0][0] == pytest.approx(ours[0][0], abs=25)
    assert theirs[-1] == pytest.approx(ours[-1], abs=30)


def test_in_other_styles_it_is_black_and_has_no_rule(tmp_path: Path) -> None:
    document = notice(NAME, NUMBER)
    content = read(saved(document, tmp_path)).pages[0].get_contents()
    assert content is not None
    assert not re.search(rb" rg\b| RG\b| l S\b", content.get_data())
    html = docconvert.write(document, "html").decode()
    assert '<p class="letterhead">' in html
    assert "#e60012" not in html
    assert "#e60012" in docconvert.write(document, "html", style=load_style("official")).decode()


def test_the_text_behind_is_black_again(tmp_path: Path) -> None:
    inlines = (Text("汐浦县"), Ruby("厦", "xià"), Emphasis((Text("水务局"),)), Text("文件"))
    document = notice(Paragraph(inlines, "letterhead"), NUMBER)
    path = saved(document, tmp_path, style="official")
    content = read(path).pages[0].get_contents()
    assert content is not None
    colors = re.findall(rb"[\d. ]+ rg\b|\b0 g\b", content.get_data())
    assert colors[0].strip() == b".9 0 .07 rg" or colors[0].strip() == b"0.9 0 0.07 rg"
    assert colors[-1] == b"0 g"
    verapdf(path, "2a", "ua1")


@pytest.mark.parametrize("color", ["red", "#e6001", "#e600123", 0, "#zzzzzz"])
def test_a_colour_that_is_none_is_refused(color: object) -> None:
    with pytest.raises(docconvert.DocconvertError, match=r"letterhead\.color cannot be"):
        load_style(settings=[f"letterhead.color={color!r}".replace("'", '"')])
