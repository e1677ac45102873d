"""打印测试页: two lines that should stand 20 mm from the paper's edges, and a scale that should be 100 mm long."""

from __future__ import annotations

from clinic_app.printing.paper import Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import head_words
from clinic_app.printing.text import BODY, FLOOR

TITLE = "打印测试页"
LINE = 20.0
"""Where the two lines should be, millimetres from the left and the upper edge."""
SCALE = 100
EDGE = 10.0
SAMPLE = "000100034567"
GUIDE = (
    "一、用尺量左纸边到竖线：应为20毫米。多出几毫米，“向右”填负几毫米；少几毫米，填正几毫米。",
    "二、量上纸边到横线：应为20毫米。多出几毫米，“向下”填负几毫米；少几毫米，填正几毫米。",
    "三、下面的标尺应长100毫米：长短不对，打印时选“实际大小”，不要选“适合纸张”。",
    "四、右下角两条短线离纸边10毫米，应都看得见；看不见就是纸张大小选错了。",
)


def calibration_pdf(paper: Paper, name: str, paper_words: str, *, practice: bool = False) -> bytes:
    """One page on `paper`, its offsets applied; `name` is the printer's, `paper_words` the sheet's."""
    sheet = Sheet(paper, TITLE, practice=practice)
    _draw_lines(sheet)
    _draw_far_corner(sheet)
    x, y = LINE + 8.0, LINE + 9.0
    sheet.text(x, y, TITLE, 16.0, bold=True)
    sheet.text(x, LINE - 4.0, head_words(sheet), BODY, bold=True)
    offsets = f"向右{paper.offset_right:g}毫米，向下{paper.offset_down:g}毫米"
    sheet.text(x, y + 8.0, f"{name}　{paper_words}　{paper.width:g}×{paper.height:g}毫米", BODY)
    sheet.text(x, y + 14.5, f"现在的校正：{offsets}", BODY)
    width = paper.width - x - EDGE - max(paper.strip, 5.0)
    below = y + 21.5
    for line in GUIDE:
        below = sheet.paragraph(x, below, width, line, 10.0)
    _draw_scale(sheet, x, below + 3.0)
    _draw_samples(sheet, x, below + 14.0)
    return sheet.finish()


def _draw_lines(sheet: Sheet) -> None:
    sheet.line(LINE, 5.0, LINE, sheet.paper.height - EDGE)
    sheet.line(5.0, LINE, sheet.paper.width - EDGE, LINE)
    sheet.text(LINE + 1.5, 9.0, "20", FLOOR)
    sheet.text(6.0, LINE - 1.5, "20", FLOOR)


def _draw_scale(sheet: Sheet, x: float, y: float) -> None:
    sheet.line(x, y, x + SCALE, y)
    for each in range(SCALE + 1):
        long = 4.0 if each % 10 == 0 else 2.8 if each % 5 == 0 else 1.5
        sheet.line(x + each, y, x + each, y - long)
        if each % 10 == 0:
            sheet.text(x + each, y + 4.0, str(each), FLOOR, align="middle")


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
