"""The day sheet on paper, read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.printing.worklist import WorklistRow, worklist_pdf

from .reading import RARE_NAMES, assert_calm, characters_of, fonts_of, pages_of, text_of

TODAY = date(2026, 11, 22)
ROW = WorklistRow(
    "柳树屯1组", "27号张家", "李𡛓", "女67岁", "□高血压随访", "11月20日至12月4日", "152/96 11月8日", "13800000000", "7"
)


def test_a_row_says_who_what_when_and_where() -> None:
    found = text_of(worklist_pdf([ROW], "入户工作清单", TODAY))
    assert found.startswith("入户工作清单")
    assert "2026年11月22日" in found
    assert "号村组门牌姓名性别年龄电话应做（做了打勾）上次读数血压血糖体重方式备注" in found
    assert "7柳树屯1组27号张家李𡛓女67岁13800000000□高血压随访11月20日至12月4日152/9611月8日" in found
    assert "共1人" in found
    assert "第1页共1页" in found


def test_the_sheet_lies_across_and_leaves_room_to_write() -> None:
    pdf = worklist_pdf([ROW], "入户工作清单", TODAY)
    placed = characters_of(pdf)
    note = [each for each in placed if each.text == "备"][-1]
    assert max(each.right for each in placed) > 210.0
    below = [each for each in placed if each.top > note.bottom + 2.0]
    assert "".join(each.text for each in below if each.left > note.left - 1.0 and each.bottom < 180.0) == ""
    assert "□门□家□电" in text_of(pdf)
    assert "／" in text_of(pdf)


def test_no_line_ends_with_a_box_to_tick() -> None:
    dues = [f"□{'随' * count}访（至11月28日）　□续药（逾期 11月3日）" for count in range(1, 12)]
    placed = characters_of(worklist_pdf([replace(ROW, due=due) for due in dues], "清单", TODAY))
    boxes = [(each, after) for each, after in pairwise(placed) if each.text == "□"]
    assert len(boxes) > 2 * len(dues)
    for box, word in boxes:
        assert abs(box.bottom - word.bottom) < 2.0
        assert 0.0 <= word.left - box.left < 8.0


def test_who_is_to_be_tried_again_later_carries_the_day_in_the_note() -> None:
    assert "约11月28日" in text_of(worklist_pdf([replace(ROW, note="约11月28日")], "清单", TODAY))


def test_group_and_household_are_written_once_while_they_repeat() -> None:
    rows = [
        ROW,
        replace(ROW, name="王三"),
        replace(ROW, household="28号"),
        replace(ROW, group="柳树屯2组", household="28号"),
    ]
    found = text_of(worklist_pdf(rows, "清单", TODAY))
    assert found.count("柳树屯1组") == 1
    assert found.count("27号张家") == 1
    assert found.count("28号") == 2
    assert found.count("柳树屯2组") == 1


def test_each_page_begins_with_heading_group_and_household() -> None:
    pages = pages_of(worklist_pdf([replace(ROW, name=f"王{number:02d}") for number in range(60)], "清单", TODAY))
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "上次读数" in page
        assert "柳树屯1组" in page
        assert "27号张家" in "".join(page.split())
        assert f"第{number}页" in page
    joined = "".join(pages)
    for number in range(60):
        assert joined.count(f"王{number:02d}") == 1


def test_nobody_due_is_said() -> None:
    assert "没有到期的居民" in text_of(worklist_pdf([], "清单", TODAY))


def test_rare_names_read_back_and_every_face_is_embedded() -> None:
    pdf = worklist_pdf([replace(ROW, name=RARE_NAMES)], "清单", TODAY)
    assert RARE_NAMES in text_of(pdf)
    assert "Helvetica" not in fonts_of(pdf)
    assert_calm(pdf)


def test_a_long_entry_is_printed_to_its_last_character() -> None:
    words = "".join(f"第{number}项到期※" for number in range(120))
    pdf = worklist_pdf([replace(ROW, due=words), ROW], "清单" * 90, TODAY)
    assert_calm(pdf)
    assert text_of(pdf).count("※") == 120
    assert "李𡛓应做（做了打勾）（续）" in text_of(pdf)


def test_a_practice_list_says_so() -> None:
    assert "练习单，不是真实单据" in text_of(worklist_pdf([ROW], "清单", TODAY, practice=True))
    assert "练习" not in text_of(worklist_pdf([ROW], "清单", TODAY))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.builds(WorklistRow, *[st.text(st.characters(), max_size=40)] * 10), max_size=6), st.text())
def test_any_text_in_any_cell_is_printed_inside_the_page(rows: list[WorklistRow], title: str) -> None:
    assert_calm(worklist_pdf(rows, title, TODAY))
