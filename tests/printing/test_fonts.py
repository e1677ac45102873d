"""Faces: every name can be printed and copied out again, and what cannot be is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.printing import fonts
from clinic_app.printing.embedding import to_unicode_map
from clinic_app.printing.paper import A4
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.text import BODY, plain, words, wrap

from .reading import RARE_NAMES, fonts_of, pages_of, text_by_pypdf, text_of

TABLE = Path(__file__).with_name("general_standard_characters.txt")
STANDARD = "".join(line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
# pdfium spells ligatures out, so that they do not read back as they were.
ANY = st.characters(exclude_characters="ﬀﬁﬂﬃﬄﬅﬆ")
PUNCTUATION = "，。、；：？！（）《》【】〔〕「」『』“”‘’—…·％℃²³①②√≥≤±×÷　"


def printed(text: str, *, bold: bool = False) -> bytes:
    """A page of running text."""
    sheet = Sheet(A4, "试印")
    lines = wrap(words(plain(text, bold=bold)), 180.0, BODY)
    for start in range(0, len(lines), 40):
        if start:
            sheet.next_page()
        sheet.lines(15.0, 15.0, lines[start : start + 40], BODY, 6.5)
    return sheet.finish()


def test_the_table_of_general_standard_characters_is_whole() -> None:
    assert len(STANDARD) == len(set(STANDARD)) == 8105


@pytest.mark.parametrize("bold", [False, True])
def test_every_general_standard_character_has_a_face_and_can_be_copied_out_of_the_page(bold: bool) -> None:
    assert fonts.unprintable(STANDARD) == []
    assert text_of(printed(STANDARD, bold=bold)) == STANDARD


@pytest.mark.parametrize("bold", [False, True])
def test_rare_characters_of_names_are_drawn_and_read_back_by_two_readers(bold: bool) -> None:
    pdf = printed(RARE_NAMES, bold=bold)
    assert fonts.unprintable(RARE_NAMES) == []
    assert pages_of(pdf)[0].strip() == RARE_NAMES
    assert text_by_pypdf(pdf).strip() == RARE_NAMES
    assert {"ClinicRareHanB"} < fonts_of(pdf)


@pytest.mark.parametrize("face", fonts.RARE)
def test_every_character_of_a_rare_face_is_drawn_and_keeps_its_code_point(face: str) -> None:
    codes = [*range(0x2E80, 0x3000), *range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x323B0)]
    held = "".join(chr(code) for code in codes if fonts.face_of(chr(code)) == face)
    assert len(held) > 800
    assert text_of(printed(held)) == held


def test_another_reader_copies_more_rare_characters_than_one_subset_holds() -> None:
    many = "".join(chr(code) for code in range(0x20000, 0x20400) if fonts.face_of(chr(code)) == fonts.RARE_B)[:600]
    assert len(many) == 600
    assert "".join(text_by_pypdf(printed(many)).split()) == many


def test_all_of_extension_b_but_a_handful_can_be_printed() -> None:
    assert len(fonts.unprintable("".join(map(chr, range(0x20000, 0x2A6D7))))) < 20


def test_outlines_are_read_where_they_are_asked_for_and_never_copied_as_a_whole() -> None:
    face = fonts._load(fonts.REGULAR).face
    outlines, whole = face.get_table("glyf"), type(face).get_table(face, "glyf")
    assert not isinstance(outlines, bytes)
    for start in (0, 1000, len(whole) - 10):
        assert outlines[start : start + 100] == whole[start : start + 100]
    assert outlines[len(whole) :] == b""


def test_a_map_to_unicode_writes_surrogate_pairs_in_blocks_of_a_hundred() -> None:
    written = to_unicode_map("AAAAAA+Face", [0, 0x41, 0x20BB7, *range(0x4E00, 0x4E00 + 120)])
    assert "<01> <0041>" in written
    assert "<02> <D842DFB7>" in written
    assert "<00> <0000>" not in written
    assert "100 beginbfchar" in written
    assert "22 beginbfchar" in written


def test_no_page_names_a_font_that_is_not_embedded() -> None:
    assert fonts_of(printed("王")) == {"NotoSansSC-Regular"}


def test_punctuation_digits_and_pinyin_are_in_the_regular_and_the_bold_face() -> None:
    for character in PUNCTUATION + "0123456789abcxyzāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ°μ/%<>":
        assert fonts.face_of(character) == fonts.REGULAR, character
        assert fonts.face_of(character, True) == fonts.BOLD, character


def test_a_character_without_a_face_is_written_as_its_code_point_with_its_pinyin() -> None:
    assert fonts.shown("\U000300dd") == "〔U+300DD〕"
    assert fonts.shown("😀") == "〔U+1F600〕"
    assert fonts.shown("\ue000") == "〔U+E000〕"
    assert fonts.shown("\ud842") == "〔U+D842〕"


def test_a_han_character_without_a_face_is_given_with_its_reading() -> None:
    assert fonts.shown("\u9ff0") == "〔U+9FF0, hán〕"
    assert fonts.unprintable("\u9ff0") == ["\u9ff0"]


def test_the_screen_is_told_once_of_each_character_that_paper_cannot_show() -> None:
    assert fonts.unprintable("王😀三😀\U000300dd") == ["😀", "\U000300dd"]
    assert fonts.unprintable("欧阳䶮\u200b\x00（女）") == []


def test_invisible_characters_leave_no_trace_and_spaces_stay_spaces() -> None:
    assert fonts.printable("\u202e王\x00\u200d三\ufe0f\U000e0100") == "王三"
    assert fonts.printable("张\t三\u00a0李\u3000四") == "张 三 李\u3000四"
    assert fonts.printable("一\r\n二\r三\u2028四\x0b五") == "一\n二\n三\n四\n五"


def test_the_same_values_give_the_same_bytes() -> None:
    assert printed("王三") == printed("王三")


@settings(max_examples=60, deadline=None)
@given(st.text(ANY, max_size=60), st.booleans())
def test_any_text_can_be_printed(text: str, bold: bool) -> None:
    shown = fonts.printable(text)
    assert all(character == "\n" or fonts.face_of(character, bold) for character in shown)
    assert text_of(printed(text, bold=bold)) == "".join(shown.split())
