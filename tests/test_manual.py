"""The manual is whole: every page has a chapter, every link and picture exists, every sheet is one page."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QImage

from clinic_app.clock import FrozenClock
from clinic_app.desktop.rooms import PAGES
from clinic_app.gathered import NothingToPrint
from clinic_app.gathered.manual import manual_page
from clinic_app.manual import Kind, blocks, chapter_of, chapters, help_folder, markdown, sheets, title
from clinic_app.paper import draw
from clinic_app.printing.manual import manual_pdf
from clinic_app.printing.paper import A4
from clinic_app.store.database import Database

MOST_PICTURES, LARGEST_PICTURE = 20, 60_000


def test_every_page_of_the_window_has_one_chapter_and_no_chapter_is_of_a_page_that_is_not_there() -> None:
    named = [page for each in chapters() for page in each.pages]
    assert len(named) == len(set(named))
    assert set(PAGES) - set(named) == set()
    assert set(named) - set(PAGES) == set()
    assert chapter_of("visit").key == "visit"
    assert chapter_of("") == chapters()[0]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_text_has_a_title_its_links_and_its_pictures(language: str) -> None:
    keys = {each.key for each in chapters()}
    titles = set()
    for each in (*chapters(), *sheets()):
        found = blocks(markdown(each, language))
        assert [block.kind for block in found].count(Kind.TITLE) == 1, each
        assert found[0].kind is Kind.TITLE, each
        titles.add(title(each, language))
        for block in found:
            assert all(run.target.removeprefix("#") in keys for run in block.runs if run.target), each
            assert not block.file or (help_folder() / block.file).exists(), block.file
        steps = [block.number for block in found if block.kind is Kind.STEP]
        assert steps == list(range(1, len(steps) + 1)) or steps.count(1) > 1, each
    assert len(titles) == len(chapters()) + len(sheets())
    assert all(each.isascii() for each in titles) is (language == "en")


@pytest.mark.parametrize(("language", "folder"), [("zh_CN", ""), ("en", "en")])
def test_pictures_are_few_small_and_all_used(language: str, folder: str) -> None:
    files = sorted((help_folder() / "pictures" / folder).glob("*.png"))
    used = {Path(block.file).name for each in chapters() for block in blocks(markdown(each, language)) if block.file}
    assert {each.name for each in files} == used
    assert len(files) <= MOST_PICTURES
    for each in files:
        assert each.stat().st_size <= LARGEST_PICTURE, each
        assert not QImage(str(each)).isNull(), each


def test_the_small_markdown_is_read_as_it_is_meant() -> None:
    text = "# 标题\n\n一行\n接着 **重点** 和[链接](#visit)\n1. 第一\n2. 第二\n- 一点\n![图](pictures/work.png)\n"
    found = blocks(text)
    assert [each.kind for each in found] == [
        Kind.TITLE, Kind.PARAGRAPH, Kind.STEP, Kind.STEP, Kind.POINT, Kind.PICTURE,
    ]  # fmt: skip
    assert found[1].words == "一行接着 重点 和链接"
    assert [(run.text, run.strong, run.target) for run in found[1].runs if run.strong or run.target] == [
        ("重点", True, ""), ("链接", False, "#visit"),
    ]  # fmt: skip
    assert (found[3].number, found[5].file, found[5].words) == (2, "pictures/work.png", "图")


def test_a_sheet_is_one_page_with_every_word_and_a_text_that_is_too_long_is_refused() -> None:
    for each in sheets():
        for language in ("zh_CN", "en"):
            document = pypdfium2.PdfDocument(manual_page(each.key, language, A4, False))
            assert len(document) == 1
            printed = "".join(document[0].get_textpage().get_text_bounded().split())
            for block in blocks(markdown(each, language)):
                assert "".join(block.words.split()) in printed, (each, block.words)
    with pytest.raises(ValueError, match="more than one page"):
        manual_pdf(blocks("# 长\n\n" + "字" * 9000), "")
    with pytest.raises(NothingToPrint, match="visit"):
        manual_page("none", "zh_CN", A4, False)


def test_a_sheet_is_printed_like_any_paper_and_says_practice_where_it_is(
    database: Database, clock: FrozenClock
) -> None:
    drawn = draw(database, "manual", "safety")
    assert drawn.chosen.name == "a4"
    assert "Ctrl+L" in pypdfium2.PdfDocument(drawn.pdf)[0].get_textpage().get_text_bounded()


def test_the_keys_of_the_manual_are_keys_of_the_program() -> None:
    key = re.compile(r"(?:Ctrl\+(?:Shift\+)?|Alt\+|Shift\+)(?:F\d{1,2}|[A-Za-z]+|\d)|\bF\d{1,2}\b")
    desktop = Path(__file__).parents[1] / "clinic_app" / "desktop"
    declared = {found for each in desktop.rglob("*.py") for found in key.findall(each.read_text(encoding="utf-8"))}
    declared |= {f"Alt+{number}" for number in range(10)}
    for each in (*chapters(), *sheets()):
        for language in ("zh_CN", "en"):
            assert set(key.findall(markdown(each, language))) <= declared, each
