"""The drawing surface."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from clinic_app.printing.paper import A4, POINT
from clinic_app.printing.referral import referral_pdf
from clinic_app.printing.sheet import Sheet

from .reading import RARE_NAMES, SLIP, characters_of


def test_millimetres_are_counted_from_the_upper_left_corner() -> None:
    sheet = Sheet(A4, "试印")
    sheet.text(100.0, 50.0, "王", 12.0)
    only = characters_of(sheet.finish())[0]
    assert 100.0 < only.left < 101.0
    assert 45.0 < only.top < 47.0
    assert 49.0 < only.bottom < 51.0


def test_text_can_end_or_be_centred_where_asked() -> None:
    sheet = Sheet(A4, "试印")
    sheet.text(100.0, 50.0, "王王", 12.0, align="right")
    sheet.text(100.0, 80.0, "李李", 12.0, align="middle")
    placed = characters_of(sheet.finish())
    assert max(each.right for each in placed if each.text == "王") <= 100.0
    middle = [each for each in placed if each.text == "李"]
    assert abs((middle[0].left + middle[1].right) / 2 - 100.0) < 0.3


def test_a_page_is_as_large_as_its_paper_also_across() -> None:
    for paper, size in ((A4, (210.0, 297.0)), (A4.landscape(), (297.0, 210.0))):
        with pypdfium2.PdfDocument(Sheet(paper, "试印").finish()) as document:
            page = document[0]
            assert (round(page.get_width() * POINT), round(page.get_height() * POINT)) == size


def test_the_properties_name_the_document_and_no_person() -> None:
    with pypdfium2.PdfDocument(referral_pdf(SLIP)) as document:
        properties = document.get_metadata_dict()
    assert properties["Title"] == "双向转诊（转出）单 12-00034-567-8"
    assert not any(part in value for value in properties.values() for part in ("欧阳", RARE_NAMES[0], "柳树屯"))


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("eager_threads")
def test_slips_printed_at_the_same_time_do_not_disturb_each_other() -> None:
    alone = referral_pdf(SLIP)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: referral_pdf(SLIP), range(24)))
    assert together == [alone] * 24
