"""Any list on paper: nothing is cut, every page has its number and says who printed it."""

from __future__ import annotations

import time

from clinic_app.printing.plain_list import plain_list_pdf
from tests.printing.reading import assert_calm, pages_of, text_of

HEAD = ("姓名", "村组门牌", "说明")


def test_a_long_list_has_numbered_pages_and_a_long_cell_is_read_to_its_end() -> None:
    lines = [(f"李某{number}", "甲组3号", "说明" * (number % 3)) for number in range(1, 91)]
    lines[4] = ("赵某", "演示甲村甲组12号" * 4, "很长的说明" * 160 + "完")
    began = time.process_time()
    pdf = plain_list_pdf("居民名单", "演示村甲卫生室", "高血压", HEAD, lines, "打印人 演示村医")
    assert time.process_time() - began < 5
    pages = pages_of(pdf)
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in "".join(page.split())
    words = "".join(text_of(pdf).split())
    assert "李某90" in words
    assert words.count("很长的说明") >= 159, "where the cell ends and the continuation begins one may be parted"
    assert "说明完" in words
    assert words.count("打印人演示村医") >= len(pages) - 2
    assert "高血压" in words


def test_many_columns_share_the_sheet_and_an_empty_cell_is_no_trouble() -> None:
    head = [f"第{number}列" for number in range(14)]
    pdf = plain_list_pdf("很多列", "", "", head, [["字" * 20] * 13 + [""]], "打印人 演示村医", practice=True)
    words = "".join(text_of(pdf).split())
    assert_calm(pdf)
    assert words.count("字") == 260
    assert "练习" in words
