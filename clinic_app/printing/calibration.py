"""打印测试页: two lines that should stand 20 mm from the paper's edges, rulers to read how far they are off."""

from __future__ import annotations

from clinic_app.printing.paper import Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.text import BODY, FLOOR

TITLE = "打印测试页"
LINE = 20.0
"""Where the two lines should be, millimetres from the left and the upper edge."""
RULER = (5, 35)
EDGE = 10.0
SAMPLE = "000100034567"
GUIDE = (
    "一、用尺量左纸边到竖线：应为20毫米。多出几毫米，“向右”填负几毫米；少几毫米，填正几毫米。",
    "二、量上纸边到横线：应为20毫米。多出几毫米，“向下”填负几毫米；少几毫米，填正几毫米。",
    "三、右下角两条短线离纸边10毫米，应都看得见；看不见就是纸张大小选错了。",
)


def calibration_pdf(paper: Paper, name: str, paper_words: str) -> bytes:
    """One page on `paper`, its offsets applied; `name` is the printer's, `paper_words` the sheet's."""
    sheet = Sheet(paper, TITLE)
    _draw_lines(sheet)
    _draw_far_corner(sheet)
    x, y = LINE + 20.0, LINE + 10.0
    sheet.text(x, y, TITLE, 16.0, bold=True)
    offsets = f"向右{paper.offset_right:g}毫米，向下{paper.offset_down:g}毫米"
    sheet.text(x, y + 8.0, f"{name}　{paper_words}　{paper.width:g}×{paper.height:g}毫米", BODY)
    sheet.text(x, y + 14.5, f"现在的校正：{offsets}", BODY)
    width = paper.width - x - EDGE - max(paper.strip, 5.0)
    below = y + 22.0
    for line in GUIDE:
        below = sheet.paragraph(x, below, width, line, 10.0)
    _draw_samples(sheet, x, below)
    return sheet.finish()


def _draw_lines(sheet: Sheet) -> None:
    first, last = RULER
    sheet.line(LINE, first, LINE, sheet.paper.height - EDGE)
    sheet.line(first, LINE, sheet.paper.width - EDGE, LINE)
    for each in range(first, last + 1):
        long = 4.0 if each % 10 == 0 else 2.8 if each % 5 == 0 else 1.5
        sheet.line(each, LINE + 2.0, each, LINE + 2.0 + long)
        sheet.line(LINE + 2.0, each, LINE + 2.0 + long, each)
        # The two rulers meet: each keeps its figures off the other.
        if each % 10 == 0 and each != LINE:
            sheet.text(each, LINE + 9.5, str(each), FLOOR, align="middle")
            sheet.text(LINE + 7.0, each + 1.2, str(each), FLOOR)


def _draw_far_corner(sheet: Sheet) -> None:
    right, bottom = sheet.paper.width - EDGE, sheet.paper.height - EDGE
    sheet.line(right, bottom - 12.0, right, bottom)
    sheet.line(right - 12.0, bottom, right, bottom)


def _draw_samples(sheet: Sheet, x: float, y: float) -> None:
    """The smallest letters of a slip and a bar code, where there is room for them."""
    if y + 18.0 > sheet.paper.height - EDGE:
        return
    sheet.text(x, y + 2.0, "9磅字：血压168/102 毫米汞柱　12磅字：", FLOOR)
    sheet.text(x + 66.0, y + 2.0, "血压168/102", BODY)
    sheet.barcode(x, y + 6.0, 9.0, SAMPLE)
    sheet.text(x + 52.0, y + 12.5, SAMPLE, BODY)
