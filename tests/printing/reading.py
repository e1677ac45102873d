"""Reading printed pages back: text, where each character stands, what the bars say."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pypdf
import pypdfium2
import zxingcpp
from pypdfium2.raw import FPDFText_GetFontSize, FPDFText_GetUnicode

from clinic_app.printing.paper import POINT
from clinic_app.printing.referral import ReferralSlip

RARE_NAMES = "䶮𬎆㛃𠅤𡛓𩽹𠮷㐂𬭛"
SLIP = ReferralSlip(
    number="12-00034-567-8",
    patient_name="欧阳䶮𬎆",
    sex="女",
    age="67岁",
    record_no="990101-101-201-00358",
    home_address="演示县柳河镇柳树屯村3组27号",
    patient_phone="13800000000",
    referral_date=date(2026, 11, 22),
    to_org="演示县人民医院",
    to_dept="心血管内科",
    to_doctor="",
    initial_impression="原发性高血压3级，很高危。",
    present_illness="近三天头痛、头晕，今晨加重。两次随访血压168/102、186/112mmHg。",
    past_history="高血压12年，2型糖尿病5年。",
    treatment_course="氨氯地平5mg每日1次。",
    allergies="青霉素过敏（皮疹）",
    arrangement="11月23日上午8:30，门诊3诊室",
    from_phone="0990-1234567",
    from_org="演示县柳河镇卫生院柳树屯村卫生室",
    sign_date=date(2026, 11, 22),
    urgency="紧急",
    state="待接诊",
)


@dataclass(frozen=True)
class Placed:
    """A visible character and its box in millimetres from the upper left corner of its page."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    size: float


def text_of(pdf: bytes) -> str:
    """All text as a reader copies it, without spaces and line breaks."""
    return "".join(_joined(page) for page in pages_of(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _joined(text: str) -> str:
    # pdfium marks a line broken inside a Latin word with U+FFFE.
    return "".join(each for each in text if not each.isspace() and each != "\ufffe")


def flat(text: str) -> str:
    """Text without spaces, to be looked for in `text_of`."""
    return "".join(text.split())


def text_by_pypdf(pdf: bytes) -> str:
    """The text as another reader sees it."""
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def fonts_of(pdf: bytes) -> set[str]:
    """Base names of all fonts that any page names."""
    found = set()
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/FontDescriptor"]
            assert "/FontFile2" in descriptor, font
            found.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    return found


def characters_of(pdf: bytes) -> list[Placed]:
    """Every visible character but the letters of the large practice mark."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            height = page.get_height()
            high = ""
            for index in range(text.count_chars()):
                shown = high + chr(FPDFText_GetUnicode(text, index))
                # pdfium gives a character above U+FFFF as two, in one box.
                high = shown if len(shown) == 1 and "\ud800" <= shown < "\udc00" else ""
                box = text.get_charbox(index)
                size = FPDFText_GetFontSize(text, index)
                if not high and shown.strip() and size < 50 and box[0] < box[2]:
                    found.append(_placed(_paired(shown), number, box, height, size))
    return found


def _paired(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16")


def _placed(shown: str, page: int, box: tuple[float, ...], height: float, size: float) -> Placed:
    left, bottom, right, top = (edge * POINT for edge in box)
    return Placed(shown, page, left, height * POINT - top, right, height * POINT - bottom, size)


def assert_calm(pdf: bytes, *, margin: float = 4.0) -> None:
    """No character leaves its page, lies on another or is smaller than 9 points."""
    with pypdfium2.PdfDocument(pdf) as document:
        sizes = [(page.get_width() * POINT, page.get_height() * POINT) for page in document]
    placed = characters_of(pdf)
    for each in placed:
        width, height = sizes[each.page]
        assert margin <= each.left, each
        assert each.right <= width - margin, each
        assert margin <= each.top, each
        assert each.bottom <= height - 2.0, each
        assert each.size >= 8.99, each
    rows: dict[int, list[Placed]] = {}
    for each in placed:
        for row in range(int(each.top), int(each.bottom) + 1):
            rows.setdefault(each.page * 1000 + row, []).append(each)
    for row in rows.values():
        ordered = sorted(row, key=lambda each: each.left)
        for first, second in pairwise(ordered):
            assert not _overlap(first, second), (first, second)


def _overlap(first: Placed, second: Placed) -> bool:
    """Whether two boxes share more than what kerning and rounding explain."""
    if (first.left, first.top, first.right, first.bottom) == (second.left, second.top, second.right, second.bottom):
        return False  # pdfium spells a ligature such as ﬀ out, both letters in its one box
    if unicodedata.combining(second.text[0]) or unicodedata.combining(first.text[0]):
        return False  # an accent stands on its letter
    across = min(first.right, second.right) - max(first.left, second.left)
    down = min(first.bottom, second.bottom) - max(first.top, second.top)
    return across > 0.6 and down > 0.6


def barcodes_of(pdf: bytes) -> list[tuple[str, str]]:
    """(format, text) of every bar code on the first page, read from a 200 dpi picture as a scanner sees it."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=200 / 72).to_pil().convert("L")
    return [(str(code.format), code.text) for code in zxingcpp.read_barcodes(picture)]


def ink_of(pdf: bytes) -> set[tuple[int, int, int]]:
    """Hues that are not grey: none on a page of black ink."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=0.5).to_pil().convert("RGB")
    colours = picture.getcolors(1 << 20)
    assert colours is not None
    return {colour for _, colour in colours if max(colour) - min(colour) > 8}
