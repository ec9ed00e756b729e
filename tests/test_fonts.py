"""Fonts as other programs see them: what we read of them, and what we embed."""

from __future__ import annotations

import gc
import io
import random
import struct
import subprocess
import sys
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fontTools import cffLib
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from docconvert.errors import FontError
from docconvert.output import font_face
from docconvert.resources import resource
from docconvert.writers.fonts import Face, Ink
from docconvert.writers.fonts.cff import rekeyed
from docconvert.writers.fonts.charmap import CharacterMap
from docconvert.writers.fonts.forms import forms
from docconvert.writers.fonts.sfnt import Table
from docconvert.writers.pdf.file import PdfFile, Raw, Stream, dictionary
from docconvert.writers.pdf.fonts import Font, FontBook, NoGlyphError
from docconvert.writers.pdf.fonts.missing import BoxFace
from docconvert.writers.pdf.fonts.tounicode import to_unicode
from judges import judge, pdf_fonts, pdf_text, qpdf_check

if TYPE_CHECKING:
    from collections.abc import Callable

SERIF = resource("fonts", "NotoSerifSC-Regular.ttf")
DEBIAN_SERIF = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
SIMPLIFIED = 2
"""The face of that collection for Simplified Chinese."""

GLYPHS = {"渡": "han1", "船": "han2", "⾈": "han2", "，": "comma", "a": "half", "é": "accented", " ": "space"}
"""The characters of the fonts made here; two share a glyph, one is made of others."""
ORDER = [".notdef", "han1", "han2", "comma", "half", "accented", "space", "comma.vert"]
VERTICAL = "feature vert { sub comma by comma.vert; } vert;"


def square(pen: Any, glyph: str, upem: int) -> Any:
    side = (300 + 50 * ORDER.index(glyph)) * upem // 1000
    if glyph == "space":
        return pen
    pen.moveTo((50, -20))
    pen.lineTo((50, side))
    pen.lineTo((side, side))
    pen.lineTo((side, -20))
    pen.closePath()
    return pen


def builder(
    *, truetype: bool, upem: int = 1000, more: dict[int, str] | None = None, **os2: int
) -> FontBuilder:
    """A font of squares that lacks its outlines yet."""
    made = FontBuilder(upem, isTTF=truetype)
    made.setupGlyphOrder(ORDER)
    made.setupCharacterMap({ord(character): name for character, name in GLYPHS.items()} | (more or {}))
    widths = {name: upem // 2 if name in ("half", "accented", "space") else upem for name in ORDER}
    made.setupHorizontalMetrics({name: (width, 50) for name, width in widths.items()})
    made.setupHorizontalHeader(ascent=880 * upem // 1000, descent=-120 * upem // 1000)
    made.setupOS2(**({"sCapHeight": 700 * upem // 1000, "fsType": 0} | os2))
    made.setupNameTable({"familyName": "Ferry", "psName": "Ferry (Test)/渡"})
    made.setupPost()
    return made


def saved(made: FontBuilder, path: Path, features: str = VERTICAL) -> Path:
    if features:
        addOpenTypeFeaturesFromString(made.font, features)
    made.save(path)
    return path


def truetype(path: Path, features: str = VERTICAL, **options: Any) -> Path:
    upem = options.get("upem", 1000)
    made = builder(truetype=True, **options)
    glyphs = {name: square(TTGlyphPen(None), name, upem).glyph() for name in ORDER if name != "accented"}
    pen = TTGlyphPen(dict.fromkeys(ORDER))
    pen.addComponent("half", (1, 0, 0, 1, 0, 0))
    pen.addComponent("comma", (0.5, 0, 0, 0.5, 900, 10))
    made.setupGlyf(glyphs | {"accented": pen.glyph()})
    return saved(made, path, features)


def cff(path: Path, *, cid_keyed: bool = False, **options: Any) -> Path:
    upem = options.get("upem", 1000)
    made = builder(truetype=False, **options)
    outlines = {
        name: square(T2CharStringPen(made.font["hmtx"][name][0], None), name, upem).getCharString()
        for name in ORDER
    }
    made.setupCFF(
        "FerryTest", {"FullName": "Ferry", "FontMatrix": [1 / upem, 0, 0, 1 / upem, 0, 0]}, outlines, {}
    )
    if cid_keyed:
        key_by_cid(made)
    return saved(made, path, "" if cid_keyed else VERTICAL)


def key_by_cid(made: FontBuilder) -> None:
    """Make a program CID-keyed, its CIDs far apart."""
    top = made.font["CFF "].cff.topDictIndex[0]
    top.ROS, top.CIDCount = ("Adobe", "Identity", 0), 1000
    part = cffLib.FontDict()
    part.Private = top.Private
    top.FDArray = cffLib.FDArrayIndex()
    top.FDArray.append(part)
    top.FDSelect = cffLib.FDSelect()
    top.FDSelect.format, top.FDSelect.gidArray = 3, [0] * len(ORDER)
    names = {name: f"cid{7 * place:05d}" for place, name in enumerate(ORDER)} | {".notdef": ".notdef"}
    top.charset = list(names.values())
    strings = top.CharStrings.charStrings
    top.CharStrings.charStrings = {names[name]: strings[name] for name in ORDER}
    top.CharStrings.fdSelect, top.CharStrings.fdArray = top.FDSelect, top.FDArray
    del top.Private
    made.font.setGlyphOrder(list(names.values()))
    metrics = made.font["hmtx"]
    metrics.metrics = {names[name]: row for name, row in metrics.metrics.items()}
    for table in made.font["cmap"].tables:
        table.cmap = {code_point: names[name] for code_point, name in table.cmap.items()}


def document(font: Font, across: str, down: str = "") -> bytes:
    """A PDF of one page that shows a text across and another down."""
    file = PdfFile()
    shown = [b"BT /F1 40 Tf 50 700 Td <%s>Tj ET" % font.encode(across).hex().encode()] if across else []
    if down:
        shown.append(b"BT /F1V 40 Tf 300 600 Td <%s>Tj ET" % font.encode_vertical(down).hex().encode())
    resources = font.embed(file)
    pages = Raw()
    parent, content = file.add(pages), file.add(Stream(b"\n".join(shown)))
    page = file.add(
        Raw(
            b"<</Type/Page/Parent %s/MediaBox[0 0 500 800]/Resources<</Font<<%s>>>>/Contents %s>>"
            % (parent, resources, content)
        )
    )
    pages.body = b"<</Type/Pages/Count 1/Kids[%s]>>" % page
    return file.serialise(dictionary({"Type": "/Catalog", "Pages": parent}), dictionary({}))


def judged(data: bytes, folder: Path) -> tuple[str, set[str]]:
    """The text that others find in a PDF, and the types of its fonts, which must be embedded and mapped."""
    path = folder / "document.pdf"
    path.write_bytes(data)
    qpdf_check(path)
    drawn = subprocess.run(
        [judge("pdftoppm", "poppler-utils"), "-r", "20", str(path), str(folder / "page")],
        capture_output=True,
        check=True,
    )
    assert drawn.stderr == b""
    fonts = pdf_fonts(path)
    assert all(font.emb and font.sub and font.uni for font in fonts)
    return "".join(pdf_text(path).split()), {font.type for font in fonts}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One font of each kind."""
    folder = tmp_path_factory.mktemp("fonts")
    return {
        "truetype": truetype(folder / "ferry.ttf"),
        "cff": cff(folder / "ferry.otf"),
        "cid": cff(folder / "ferry-cid.otf", cid_keyed=True),
        "units": cff(folder / "ferry-2048.otf", upem=2048),
    }


@pytest.mark.parametrize("kind", ["truetype", "cff", "cid", "units"])
def test_measures(made: dict[str, Path], kind: str) -> None:
    face = Face(made[kind])
    assert (round(face.ascent), round(face.descent), round(face.cap_height)) == (880, -120, 700)
    assert (face.name, face.weight, face.is_bold) == ("FerryTest", 400, False)
    assert [face.advance(face.glyph(character)) for character in "渡a"] == [1000, 500]
    scale = 1000 / 2048 if kind == "units" else 1
    left, right, bottom, top = face.ink("船")
    assert left == 50 * scale
    assert (right, bottom, top) == pytest.approx((600, -20 * scale, 400), abs=1)
    assert face.ink(" ") == Ink(0, 500, 0, 0)
    assert face.bounds[3] == pytest.approx(650, abs=1)


def test_the_bundled_fonts_are_read_as_fonttools_reads_them() -> None:
    face, other = Face(SERIF), TTFont(io.BytesIO(SERIF.read_bytes()), lazy=True)
    ids, map_, advances = other.getReverseGlyphMap(), other.getBestCmap(), other["hmtx"].metrics
    for code_point in [
        *range(0x20, 0x7F),
        *range(0x2000, 0x2070),
        *range(0x4E00, 0x9FFF, 97),
        0x20000,
        0x10FFFF,
    ]:
        name = map_.get(code_point, ".notdef")
        assert face.cmap[code_point] == ids[name]
        assert face.advance(face.cmap[code_point]) == advances[name][0]
    assert face.name == "NotoSerifSC-Regular"


def test_what_has_no_look_is_a_blank(made: dict[str, Path]) -> None:
    face = Face(made["truetype"])
    assert face.glyph("\u200b") == face.glyph(" ") != 0
    assert face.glyph("永") == 0


@pytest.mark.parametrize("more", [{}, {0x20000: "han1"}])
def test_characters_of_the_first_plane_and_of_others(tmp_path: Path, more: dict[int, str]) -> None:
    path = truetype(tmp_path / "font.ttf", more=more)
    face = Face(path)
    assert {c: face.glyph(c) for c in GLYPHS} == {c: ORDER.index(name) for c, name in GLYPHS.items()}
    assert face.glyph("\U00020000") == (1 if more else 0)
    assert [face.glyph(character) for character in "\0丁\uffff\U0010ffff"] == [0, 0, 0, 0]


def character_map(subtable: bytes) -> CharacterMap:
    """A table of one Unicode subtable."""
    return CharacterMap(Table(memoryview(struct.pack(">HHHHI", 0, 1, 3, 1, 12) + subtable), "cmap"), 100)


def test_segments_that_list_their_glyphs() -> None:
    # 乙 counted; from 甲 on four characters with glyphs that are listed behind; the end mark.
    head, lasts, firsts = (4, 0, 0, 6, 0, 0, 0), (0x4E59, 0x7535, 0xFFFF, 0), (0x4E59, 0x7532, 0xFFFF)
    deltas, offsets, listed = ((9 - 0x4E59) & 0xFFFF, 1, 1), (0, 4, 0), (0, 40, 0, 41)
    words = [*head, *lasts, *firsts, *deltas, *offsets, *listed]
    found = character_map(struct.pack(f">{len(words)}H", *words))
    assert [found[ord(character)] for character in "乙甲申由电永"] == [9, 0, 41, 0, 42, 0]


def test_a_glyph_that_is_not_there_is_none() -> None:
    groups = struct.pack(">HHIIIIII", 12, 0, 28, 0, 1, 0x4E00, 0x4E01, 99)
    found = character_map(groups)
    assert (found[0x4E00], found[0x4E01], found[0x41]) == (99, 0, 0)


@pytest.mark.parametrize("form", [0, 6])
def test_other_maps_are_refused(form: int) -> None:
    with pytest.raises(FontError, match="damaged"):
        character_map(struct.pack(">3H", form, 0, 0))


def test_vertical_forms(made: dict[str, Path]) -> None:
    face = Face(made["truetype"])
    assert face.vertical(face.glyph("，")) == ORDER.index("comma.vert")
    assert face.vertical(face.glyph("渡")) == face.glyph("渡")
    noto = Face(SERIF)
    assert noto.vertical(noto.glyph("「")) not in (0, noto.glyph("「"))


def test_a_font_without_vertical_forms(tmp_path: Path) -> None:
    face = Face(truetype(tmp_path / "font.ttf", features=""))
    assert face.vertical(face.glyph("，")) == face.glyph("，")


def substitutions(
    *, form: int, coverage: bytes, value: bytes, extension: bool, tag: bytes = b"vert"
) -> Table:
    """A GSUB table of one feature with one lookup of one subtable."""
    subtable = struct.pack(">HH", form, 4 + len(value)) + value + coverage
    kind = 1
    if extension:
        kind, subtable = 7, struct.pack(">HHI", 1, 1, 8) + subtable
    features = struct.pack(">H4sHHHH", 1, tag, 8, 0, 1, 0)
    lookups = struct.pack(">HHHHHH", 1, 4, kind, 0, 1, 8) + subtable
    head = struct.pack(">HHHHH", 1, 0, 0, 10, 10 + len(features))
    return Table(memoryview(head + features + lookups), "GSUB")


LISTED = struct.pack(">HHHH", 1, 2, 5, 7)
RANGED = struct.pack(">HHHHH", 2, 1, 5, 6, 0)


@pytest.mark.parametrize("extension", [False, True])
@pytest.mark.parametrize(
    ("form", "coverage", "value", "expected"),
    [
        (1, LISTED, struct.pack(">h", -3), {5: 2, 7: 4}),
        (1, RANGED, struct.pack(">h", 10), {5: 15, 6: 16}),
        (2, LISTED, struct.pack(">3H", 2, 90, 80), {5: 90, 7: 80}),
    ],
)
def test_every_kind_of_substitution(
    form: int, coverage: bytes, value: bytes, expected: dict[int, int], extension: bool
) -> None:
    for tag in (b"vert", b"vrt2"):
        table = substitutions(form=form, coverage=coverage, value=value, extension=extension, tag=tag)
        assert forms(table, 100, (b"vert", b"vrt2")) == expected
    other = substitutions(form=form, coverage=coverage, value=value, extension=extension, tag=b"liga")
    assert forms(other, 100, (b"vert", b"vrt2")) == {}


@pytest.mark.parametrize(
    ("form", "coverage", "value"),
    [
        (3, LISTED, b"\0\0"),
        (1, struct.pack(">HH", 3, 0), b"\0\0"),
        (1, struct.pack(">HH", 2, 2) + struct.pack(">HHH", 0, 60, 0) * 2, b"\0\0"),
        (1, LISTED, struct.pack(">h", 95)),
    ],
    ids=["no such form", "no such coverage", "ranges overlap", "no such glyph"],
)
def test_damaged_substitutions(form: int, coverage: bytes, value: bytes) -> None:
    table = substitutions(form=form, coverage=coverage, value=value, extension=False)
    with pytest.raises(FontError, match="damaged"):
        forms(table, 100, (b"vert", b"vrt2"))


def test_a_feature_without_its_lookup() -> None:
    data = struct.pack(">HHHHH", 1, 0, 0, 10, 24) + struct.pack(">H4sHHHH", 1, b"vert", 8, 0, 1, 3) + b"\0\0"
    with pytest.raises(FontError, match="damaged"):
        forms(Table(memoryview(data), "GSUB"), 100, [b"vert"])


def test_a_cut_font_has_the_glyphs_in_order_and_what_they_are_made_of(made: dict[str, Path]) -> None:
    face = Face(made["truetype"])
    wanted = [0, *map(face.glyph, "é船⾈渡")]
    cut = TTFont(io.BytesIO(face.cut(wanted)), checkChecksums=2)
    whole = TTFont(made["truetype"])
    assert cut.sfntVersion == whole.sfntVersion
    assert cut["maxp"].numGlyphs == 7  # with the half and the comma of é
    names = cut.getGlyphOrder()
    for name, glyph in zip(names, wanted, strict=False):
        mine, theirs = cut["glyf"][name], whole["glyf"][ORDER[glyph]]
        assert list(mine.getCoordinates(cut["glyf"])[0]) == list(theirs.getCoordinates(whole["glyf"])[0])
        assert cut["hmtx"][name] == whole["hmtx"][ORDER[glyph]]


def test_bundled_glyphs_keep_their_outlines() -> None:
    face, text = Face(SERIF), "渡船é，fi"
    cut = TTFont(io.BytesIO(face.cut([0, *map(face.glyph, text)])), checkChecksums=2)
    whole = TTFont(io.BytesIO(SERIF.read_bytes()), lazy=True)
    map_ = whole.getBestCmap()
    for place, character in enumerate(text, 1):
        name = map_[ord(character)]
        mine = cut["glyf"][cut.getGlyphName(place)].getCoordinates(cut["glyf"])[0]
        assert list(mine) == list(whole["glyf"][name].getCoordinates(whole["glyf"])[0])
        assert cut["hmtx"][cut.getGlyphName(place)] == whole["hmtx"][name]


@pytest.mark.parametrize("kind", ["cff", "cid", "units"])
def test_a_cut_program_is_keyed_by_our_codes(made: dict[str, Path], kind: str) -> None:
    face = Face(made[kind])
    font_set = cffLib.CFFFontSet()
    font_set.decompile(io.BytesIO(face.cut([0, *map(face.glyph, "船渡⾈a")])), None)
    top = font_set.topDictIndex[0]
    assert (top.ROS, top.CIDCount) == (("Adobe", "Identity", 0), 5)
    assert top.charset == [".notdef", "cid00001", "cid00002", "cid00003", "cid00004"]
    boxes = [top.CharStrings[name].calcBounds(top.CharStrings) for name in top.charset[1:]]
    assert boxes[0] == boxes[2] != boxes[1]
    assert [round(box[3] * top.FontMatrix[0] * 1000) for box in boxes] == pytest.approx(
        [400, 350, 400, 500], abs=1
    )


@pytest.mark.parametrize("kind", ["truetype", "cff", "cid", "units"])
def test_other_programs_read_what_is_embedded(made: dict[str, Path], kind: str, tmp_path: Path) -> None:
    font = Font(Face(made[kind]), "F1")
    text, types = judged(document(font, "渡船⾈aé渡", "船，a"), tmp_path)
    assert text == "渡船⾈aé渡船，a"
    assert types == {"CID TrueType" if kind == "truetype" else "CID Type 0C"}


@pytest.mark.skipif(not DEBIAN_SERIF.is_file(), reason="needs fonts-noto-cjk of Debian")
def test_a_face_of_a_collection(tmp_path: Path) -> None:
    font = Font(Face(DEBIAN_SERIF, SIMPLIFIED), "F1")
    assert font.face.name == "NotoSerifCJKsc-Regular"
    text, types = judged(document(font, "渡船（还没）⼀一", "船，（还没）"), tmp_path)
    assert text == "渡船（还没）⼀一船，（还没）"
    assert types == {"CID Type 0C"}


def test_a_collection(made: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "ferries.ttc"
    collection = TTCollection()
    collection.fonts = [TTFont(made["truetype"]), TTFont(SERIF)]
    collection.save(path)
    assert Face(path).name == "FerryTest"
    assert Face(*font_face(f"{path}#1")).name == "NotoSerifSC-Regular"
    with pytest.raises(FontError, match="no face 2") as error:
        Face(path, 2)
    assert "0 to 1" in error.value.hint


def test_codes_count_up_with_characters(made: dict[str, Path]) -> None:
    font = Font(Face(made["truetype"]), "F1")
    assert font.encode("渡船渡⾈") == bytes.fromhex("0001 0002 0001 0003")
    assert font.width("渡a") == 1500
    assert font.widths["a"] == 500
    assert list(font.advances(font.encode("a渡"))) == [500, 1000]
    assert font.ink("船") == font.face.ink("船")
    assert font.ink("，", vertical=True).top == 650
    assert font.ink("，").top == 450


def test_vertical_lines_share_codes_where_forms_are_the_same(made: dict[str, Path]) -> None:
    font = Font(Face(made["truetype"]), "F1")
    assert font.encode("渡，") == bytes.fromhex("0001 0002")
    assert font.encode_vertical("渡，船") == bytes.fromhex("0001 0003 0004")
    assert font.encode("船") == bytes.fromhex("0004")
    assert font.vertical_name == "F1V"


def test_narrow_characters_stand_in_the_middle_of_a_column(made: dict[str, Path]) -> None:
    font = Font(Face(made["truetype"]), "F1")
    data = document_objects(font, "a渡")
    assert b"/DW2 [880 -1000]" in data
    assert b"/W2 [1[-1000 250 880]]" in data
    assert b"/Identity-V" in data


def document_objects(font: Font, down: str) -> bytes:
    file = PdfFile()
    font.encode_vertical(down)
    assert b"/F1V " in font.embed(file)
    return b"\n".join(bytes(value.format(file)) for value in file.idToObject.values())


def test_a_character_that_the_face_lacks_is_a_mistake(made: dict[str, Path]) -> None:
    with pytest.raises(NoGlyphError, match=r"FerryTest has no U\+6C38"):
        Font(Face(made["truetype"]), "F1").encode("永")


def test_a_font_without_use_is_not_embedded(made: dict[str, Path]) -> None:
    file = PdfFile()
    assert Font(Face(made["truetype"]), "F1").embed(file) == b""
    assert not file.idToObject


def test_no_more_codes_than_two_bytes_hold() -> None:
    font = Font(BoxFace(), "M1")
    # Those with one of four bytes in either place are left out: they would have to be escaped.
    usable = (256 - 4) ** 2 - 2  # nor is 0, which is no character, nor the last, for want of a glyph
    codes = font.encode("".join(map(chr, range(0x20000, 0x20000 + usable))))
    assert not set(codes) & set(b"\\()\r")
    with pytest.raises(FontError, match="more different characters in one font than it has codes"):
        font.encode("渡")


def test_no_more_glyphs_than_two_bytes_number(made: dict[str, Path]) -> None:
    face = Face(made["truetype"])
    with pytest.raises(FontError, match="more than 65535 glyphs"):
        face.cut([0, face.glyph("é")] + [face.glyph("渡")] * 0xFFFD)


def test_no_code_leads_to_what_is_forbidden() -> None:
    table = to_unicode(["\ufeff", "\0", "\ufffe", "\ud800", "𠀀"]).decode()
    assert "<0001><2060>\n<0002><FFFD>\n<0003><FFFD>\n<0004><FFFD>\n<0005><D840DC00>\n" in table
    assert to_unicode(["渡"] * 101).count(b"beginbfchar") == 2


def test_missing_characters_stand_as_boxes_and_can_be_copied(tmp_path: Path) -> None:
    font = Font(BoxFace(), "F1")
    text, types = judged(document(font, "𠀀\u0378", "\U0010fffd"), tmp_path)
    assert text == "𠀀\u0378\U0010fffd"
    assert types == {"CID TrueType"}


def test_boxes_are_a_font_in_order() -> None:
    cut = TTFont(io.BytesIO(BoxFace().cut([0, *map(BoxFace().glyph, "8\U00020000")])), checkChecksums=2)
    glyphs = [cut["glyf"][name] for name in cut.getGlyphOrder()]
    # A frame of four; 0038: twice six bars, five, seven; 020000: five times six, five.
    assert [glyph.numberOfContours for glyph in glyphs] == [4, 4 + 6 + 6 + 5 + 7, 4 + 5 * 6 + 5]
    assert {cut["hmtx"][name] for name in cut.getGlyphOrder()} == {(1000, 60)}
    for glyph in glyphs:
        drawn = (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
        glyph.recalcBounds(cut["glyf"])
        assert drawn == (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
    assert cut["maxp"].maxContours >= max(glyph.numberOfContours for glyph in glyphs)
    assert BoxFace().ink("永") == Ink(60, 60, -60, 820)
    assert BoxFace().advance(7) == 1000


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def without(table: str) -> Callable[[Path, dict[str, Path]], Path]:
    def change(path: Path, made: dict[str, Path]) -> Path:
        font = TTFont(made["truetype"])
        data = io.BytesIO()
        font.save(data)
        return written(path, data.getvalue().replace(table.encode(), b"none", 1))

    return change


REFUSED: list[tuple[str, Callable[[Path, dict[str, Path]], Path], str, str]] = [
    ("missing", lambda path, made: path, "no font file", "name is right"),
    ("folder", lambda path, made: path.parent, "no font file", "name is right"),
    ("empty", lambda path, made: written(path, b""), "is empty", "TrueType or OpenType"),
    ("short", lambda path, made: written(path, b"OT"), "is not a font", "TrueType"),
    ("text", lambda path, made: written(path, "渡船".encode()), "is not a font", "TrueType"),
    ("woff", lambda path, made: written(path, b"wOFF" + bytes(40)), r"for the web \(WOFF\)", "unpack it"),
    ("woff2", lambda path, made: written(path, b"wOF2" + bytes(40)), r"for the web \(WOFF2\)", "unpack it"),
    ("cut", lambda path, made: written(path, made["cff"].read_bytes()[:-99]), "cut short", "anew"),
    ("pictures", without("glyf"), "only pictures", "outlines"),
    ("half", without("loca"), "lacks the table loca", "anew"),
    ("no characters", without("cmap"), "lacks the table cmap", "anew"),
    ("restricted", lambda path, made: truetype(path, fsType=2), "protected", "another font"),
    ("no parts", lambda path, made: truetype(path, fsType=0x100), "in parts", "another font"),
    ("bitmaps", lambda path, made: truetype(path, fsType=0x208), "but as pictures", "another font"),
]


@pytest.mark.parametrize(
    ("change", "message", "hint"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_cannot_be_used_is_refused(
    change: Callable[[Path, dict[str, Path]], Path],
    message: str,
    hint: str,
    made: dict[str, Path],
    tmp_path: Path,
) -> None:
    path = change(tmp_path / "font", made)
    with pytest.raises(FontError, match=message) as error:
        Face(path)
    assert hint in error.value.hint
    assert str(path) in error.value.message


def test_a_variable_font_of_cff_is_refused(made: dict[str, Path], tmp_path: Path) -> None:
    path = written(tmp_path / "font", made["cff"].read_bytes().replace(b"CFF ", b"CFF2", 1))
    with pytest.raises(FontError, match=r"variable font \(CFF2\)"):
        Face(path)


def test_a_font_that_may_not_be_read(made: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FontError, match="Permission denied"):
        Face(made["truetype"])


def test_one_font_has_no_other_face(made: dict[str, Path]) -> None:
    with pytest.raises(FontError, match="no face 1") as error:
        Face(made["truetype"], 1)
    assert "leave out the number" in error.value.hint


def test_fonts_that_may_be_edited_or_viewed_are_taken(tmp_path: Path) -> None:
    for permissions in (0, 4, 8, 0x0A):
        assert Face(truetype(tmp_path / "font.ttf", fsType=permissions)).glyph("渡")


def test_names(tmp_path: Path) -> None:
    made = builder(truetype=True)
    made.setupGlyf(
        {name: TTGlyphPen(None).glyph() for name in ORDER if name != "x"}
        | {"han1": square(TTGlyphPen(None), "han1", 1000).glyph()}
    )
    names = made.font["name"]
    names.names = []
    path = saved(made, tmp_path / "渡 (1).ttf", "")
    assert Face(path).name == "1"
    names.setName("Old Ferry", 6, 1, 0, 0)
    assert Face(saved(made, path, "")).name == "OldFerry"
    del made.font["name"]
    assert Face(saved(made, tmp_path / "渡.ttf", "")).name == "Font"


def test_a_font_without_permissions_is_free_and_regular(tmp_path: Path) -> None:
    made = builder(truetype=True)
    made.setupGlyf({name: square(TTGlyphPen(None), name, 1000).glyph() for name in ORDER})
    del made.font["OS/2"]
    face = Face(saved(made, tmp_path / "font.ttf", ""))
    assert (face.weight, face.cap_height) == (400, face.ascent)


TEXT = "渡船⾈，aé"


def use(path: Path) -> None:
    """Do all that is done with a font."""
    font = Font(Face(path), "F1")
    for character in TEXT:
        font.ink(character)
    shown = "".join(character for character in TEXT if font.face.glyph(character))
    font.encode(shown)
    font.encode_vertical(shown)
    font.embed(PdfFile())


@pytest.mark.parametrize("kind", ["truetype", "cff", "cid"])
def test_a_damaged_font_is_refused_or_used(made: dict[str, Path], kind: str, tmp_path: Path) -> None:
    whole = made[kind].read_bytes()
    chance = random.Random(kind)
    refused = 0
    for _ in range(400):
        data = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.2 else whole)
        for _ in range(chance.choice((1, 2, 9)) if data else 0):
            data[chance.randrange(len(data))] = chance.choice((0, 0xFF, chance.randrange(256)))
        try:
            use(written(tmp_path / "font", bytes(data)))
        except FontError:
            refused += 1
    assert 80 < refused < 400


def test_damaged_programs_are_refused(made: dict[str, Path]) -> None:
    face = Face(made["cid"])
    program = face.cut([0, 1, 2])
    chance = random.Random(7)
    refused = 0
    for _ in range(2000):
        data = bytearray(program)
        data[chance.randrange(len(data))] = chance.choice((0, 0xFF, 12, 28, 30, chance.randrange(256)))
        try:
            rekeyed(Table(memoryview(bytes(data)), "CFF"), [0, 1, 2])
        except FontError:
            refused += 1
    assert 200 < refused < 1800
    with pytest.raises(FontError, match="damaged"):
        rekeyed(Table(memoryview(program), "CFF"), [0, 9])


def test_a_glyph_without_a_bearing_is_refused(made: dict[str, Path], tmp_path: Path) -> None:
    font = TTFont(made["truetype"])
    font["hhea"].numberOfHMetrics = 1
    font.save(tmp_path / "font")
    data = bytearray((tmp_path / "font").read_bytes())
    at = data.index(b"hmtx") + 12
    data[at : at + 4] = struct.pack(">I", 10)
    face = Face(written(tmp_path / "font", bytes(data)))
    with pytest.raises(FontError, match="damaged"):
        face.cut([0, 7])


def test_the_same_font_is_written_the_same_twice(made: dict[str, Path]) -> None:
    for path in made.values():
        assert len({document(Font(Face(path), "F1"), "渡船", "，") for _ in range(2)}) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux what is mapped")
def test_files_are_let_go(made: dict[str, Path]) -> None:
    font = Font(Face(made["truetype"]), "F1")
    document(font, "渡船", "，")
    maps = Path("/proc/self/maps")
    assert str(made["truetype"]) in maps.read_text()
    gone = weakref.ref(font)
    del font
    gc.collect()
    assert gone() is None
    assert str(made["truetype"]) not in maps.read_text()


def names(book: FontBook, role: Any, text: str, *, bold: bool = False) -> list[str]:
    chain = book.chain(role, bold=bold)
    return [chain[character].face.name for character in text]


def test_the_first_font_that_has_a_character_draws_it() -> None:
    book = FontBook("zh-Hans")
    chain = book.chain("kai")
    assert chain.first.face.name == "LXGWWenKai-Regular"
    assert chain["渡"] is chain.first
    assert chain is book.chain("kai")
    assert names(FontBook("zh-Hant"), "serif", "渡") == ["NotoSerifTC-Regular"]
    assert names(book, "serif", "渡", bold=True) == ["NotoSerifSC-Bold"]


def test_what_no_font_has_is_named_and_drawn_as_boxes() -> None:
    book = FontBook("zh-Hans")
    chain = book.chain("serif")
    assert [font.name for font, _ in chain.runs("渡\U000f0001\u0378船")] == ["F1", "M1", "F1"]
    book.line = 7
    assert chain["\u0379"].name == "M1"
    assert book.missing == {"\U000f0001": 0, "\u0378": 0, "\u0379": 7}
    assert book.chain("sans")["\u0378"] is chain["\u0378"]


def test_text_is_cut_where_the_font_changes() -> None:
    chain = FontBook("zh-Hans").chain("serif")
    assert [(font.name, text) for font, text in chain.runs("渡船\u0378来")] == [
        ("F1", "渡船"),
        ("M1", "\u0378"),
        ("F1", "来"),
    ]
    assert list(chain.runs("")) == []


def test_only_fonts_in_use_are_embedded() -> None:
    book = FontBook("zh-Hans")
    book.chain("serif").first.encode("渡")
    book.chain("kai")["渡"]
    entries = book.embed(PdfFile())
    assert entries.startswith(b"/F1 ")
    assert entries.count(b"/") == 1


HAN = resource("fonts", "NotoSansSC-Bold.ttf")


def test_a_font_of_the_user_with_few_characters_gives_what_others_lack(tmp_path: Path) -> None:
    rare = truetype(tmp_path / "rare.ttf", more={0x378: "han1"})
    book = FontBook("zh-Hans", extra=[rare])
    for role in ("serif", "sans", "kai"):
        assert names(book, role, "渡\u0378")[1] == "FerryTest"
        assert names(book, role, "渡\u0378")[0] != "FerryTest"
    assert not book.missing


def test_a_font_of_the_user_for_whole_texts_goes_first() -> None:
    kai = resource("fonts", "LXGWWenKai-Regular.ttf")
    book = FontBook("zh-Hans", extra=[str(kai)])
    assert names(book, "serif", "渡") == ["LXGWWenKai-Regular"]
    assert names(book, "serif", "渡", bold=True) == ["NotoSerifSC-Bold"]
    assert names(book, "sans", "渡") == ["NotoSansSC-Bold"]


def test_a_bold_font_of_the_user_is_for_bold() -> None:
    kai = resource("fonts", "LXGWWenKai-Regular.ttf")
    book = FontBook("zh-Hans", extra=[HAN, kai])
    assert names(book, "serif", "渡") == ["LXGWWenKai-Regular"]
    assert names(book, "serif", "渡", bold=True) == ["NotoSansSC-Bold"]
    assert names(FontBook("zh-Hans", extra=[HAN]), "serif", "渡") == ["NotoSansSC-Bold"]


def test_fonts_of_a_style(tmp_path: Path) -> None:
    small = truetype(tmp_path / "small.ttf", more={0x378: "han1"})
    serif = FontBook("zh-Hans", files={"serif": small})
    assert names(serif, "serif", "渡永") == ["FerryTest", "NotoSerifSC-Regular"]
    assert names(serif, "serif", "渡永", bold=True) == ["NotoSerifSC-Bold"] * 2
    assert names(serif, "kai", "渡") == ["LXGWWenKai-Regular"]
    bold = FontBook("zh-Hans", files={"serif-bold": small, "fallback": small})
    assert names(bold, "serif", "渡") == ["NotoSerifSC-Regular"]
    assert names(bold, "serif", "渡", bold=True) == ["FerryTest"]
    assert names(bold, "sans", "渡\u0378") == ["NotoSansSC-Bold", "FerryTest"]
    assert names(FontBook("zh-Hans", files={"kai": small}), "kai", "渡", bold=True) == ["FerryTest"]


def test_what_is_wrong_with_a_font_of_the_user_shows_at_once(tmp_path: Path) -> None:
    with pytest.raises(FontError, match="no font file"):
        FontBook("zh-Hans", extra=[tmp_path / "none.ttf"])
    with pytest.raises(FontError, match="no font file"):
        FontBook("zh-Hans", files={"fallback": tmp_path / "none.ttf"})
