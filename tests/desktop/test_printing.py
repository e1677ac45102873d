"""Papers on the screen and on their way to the printer: sheets, reprints, several in one go, printers, the register."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.desktop.pages.paper import PaperPage
from clinic_app.desktop.pages.printers import PrintersPage
from clinic_app.desktop.pages.referrals import ReferralsPage
from clinic_app.desktop.pages.register import RECEIVED, SENT, RegisterPage
from clinic_app.desktop.pages.settings import SettingsPage
from clinic_app.desktop.widgets import preview as preview_module
from clinic_app.desktop.widgets.preview import (
    AT_ONCE,
    KEPT,
    Preview,
    lay_in,
    page_beside,
    page_images,
    page_sizes,
    print_pdf,
)
from clinic_app.desktop.window import MainWindow
from clinic_app.paper import Wanted, render
from clinic_app.printing.referral_register import RegisterPart, register_pdf
from clinic_app.store.database import Database
from clinic_app.store.local_tables import audit
from clinic_app.store.printers import PrinterSettings, Profile, keep_printer_settings, printer_settings
from tests.desktop.conftest import Keyboard, OpenWindow, go, rest
from tests.desktop.people import id_of

Hands = Callable[[QWidget], Keyboard]
MILLIMETRE = 72 / 25.4
ALL, DOWN = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Down


@pytest.fixture
def sender(village: Database) -> Database:
    """A village laptop that has sent both of the family."""
    for name in ("李某甲", "王某乙"):
        fields = {"resident_id": id_of(name), "direction": "up", "urgency": "urgent", "to_org": "H1"}
        save(village, [{"type": "referral", "fields": {**fields, "initial_impression": "高血压，控制不满意"}}])
    return village


def slips(database: Database) -> list[str]:
    return [each.id for each in exported_records(database, "referral")]


def paper_of(window: MainWindow) -> PaperPage:
    assert isinstance(window.page, PaperPage)
    return window.page


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def to_file(path: Path) -> QPrinter:
    """A printer that writes what it is sent into a PDF."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    return printer


def acts(database: Database) -> list[str]:
    with database.read() as connection:
        query = select(audit.c.action).where(audit.c.action.in_(("print", "reprint", "export"))).order_by(audit.c.seq)
        return list(connection.scalars(query))


def test_a_slip_changes_its_sheet_and_letters_and_once_printed_it_is_a_reprint(
    qtbot: QtBot, sender: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(sender, 910, 512)
    page = go(qtbot, window, "paper", slips(sender)[0], kind="referral")
    assert isinstance(page, PaperPage)
    assert [page.sheet.itemData(place) for place in range(page.sheet.count())][:2] == ["a4", "a5"]
    page.sheet.setCurrentIndex(1)
    rest(qtbot, window)
    width, height = page_sizes(page.preview.pdf)[0]
    assert (round(width / MILLIMETRE), round(height / MILLIMETRE)) == (210, 148)
    assert not page.earlier.isVisible()
    printer = to_file(tmp_path / "printed.pdf")
    lay_in(printer, width, height)
    page.preview.send(printer)
    assert not page.preview.print_button.isEnabled()
    rest(qtbot, window)
    assert page_sizes((tmp_path / "printed.pdf").read_bytes())[0] == pytest.approx((width, height), abs=1.5)
    assert acts(sender) == ["print"]
    assert "补打" in text_of(page.preview.pdf)
    assert page.told.text() == "补打：内容和10:30打印的一样"
    assert page.earlier.isVisible()
    page.large.click()
    rest(qtbot, window)
    assert page.sheet.currentData() == "a5"
    assert page.preview.words.text() == "已送打印机"
    assert [page.kind.itemData(place) for place in range(page.kind.count())] == [
        "referral", "guide", "consent", "receipt"
    ]  # fmt: skip
    page.carrier.click()
    rest(qtbot, window)
    assert page.carrier.isChecked()
    assert page.told.text().endswith("这张单印不了二维码，只印单号")
    assert "印不了二维码，只印单号" in text_of(page.preview.pdf)
    page.carrier.click()
    rest(qtbot, window)
    assert "二维码" not in page.told.text() + text_of(page.preview.pdf)
    page.earlier.setCurrentIndex(0)
    page.kind.setCurrentIndex(1)
    rest(qtbot, window)
    assert not page.carrier.isVisible()
    assert (page.title.text(), page.preview.words.text(), page.sheet.currentData()) == ("患者明白纸", "", "a4")
    assert "明白纸" in text_of(page.preview.pdf)


def test_an_earlier_print_can_be_chosen_after_the_slip_has_gone_on(
    qtbot: QtBot, sender: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    slip = slips(sender)[0]
    window = open_window(sender)
    page = go(qtbot, window, "paper", slip, kind="referral")
    assert isinstance(page, PaperPage)
    page.preview.keep_as(tmp_path / "slip.pdf")
    rest(qtbot, window)
    first = text_of((tmp_path / "slip.pdf").read_bytes())
    step = {"referral_id": slip, "event": "withdraw", "reason": "家属改主意"}
    save(sender, [{"type": "referral_event", "fields": step}])
    page.refresh()
    rest(qtbot, window)
    assert "已撤回" in text_of(page.preview.pdf)
    assert page.told.text() == ""
    page.earlier.setCurrentIndex(1)
    rest(qtbot, window)
    assert "".join(text_of(page.preview.pdf).replace("补打", "").split()) == "".join(first.split())
    page.earlier.setCurrentIndex(0)
    rest(qtbot, window)
    assert "已撤回" in text_of(page.preview.pdf)


def test_the_register_shows_the_month_prints_the_chosen_slips_and_makes_a_sheet(
    qtbot: QtBot, sender: Database, open_window: OpenWindow, keyboard: Hands, tmp_path: Path
) -> None:
    window = open_window(sender)
    page = go(qtbot, window, "register")
    assert isinstance(page, RegisterPage)
    hands = keyboard(window)
    assert page.model.rowCount() == 2
    assert not page.chips[RECEIVED].isVisible()
    assert page.sums.text().startswith("共2张")
    page.list.outgoing.export_to(tmp_path / "登记.xlsx", "visits")
    rest(qtbot, window)
    book = openpyxl.load_workbook(tmp_path / "登记.xlsx", read_only=True)
    assert book.sheetnames == ["转出", "转入"]
    book.close()
    assert acts(sender) == ["export"]
    hands.press(Qt.Key.Key_A, ALL)
    hands.press(Qt.Key.Key_D, ALL)
    rest(qtbot, window)
    pile = paper_of(window)
    assert len(page_sizes(pile.preview.pdf)) == 2
    pile.preview.keep_as(tmp_path / "pile.pdf")
    rest(qtbot, window)
    assert pile.told.text() == "其中2张以前打过，标了补打"
    assert acts(sender) == ["export", "print", "print"]
    hands.press(Qt.Key.Key_Escape)
    rest(qtbot, window)
    hands.press(Qt.Key.Key_P, ALL)
    rest(qtbot, window)
    assert "双向转诊登记表" in text_of(paper_of(window).preview.pdf)
    hands.press(Qt.Key.Key_Escape)
    rest(qtbot, window)
    hands.press(Qt.Key.Key_PageUp)
    rest(qtbot, window)
    assert page.sums.text() == "这个月没有转出的转诊单。"


def test_several_slips_of_the_list_print_in_one_go_and_one_leads_to_its_other_papers(
    qtbot: QtBot, sender: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(sender, 910, 512)
    page = go(qtbot, window, "referrals")
    assert isinstance(page, ReferralsPage)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_P, ALL)
    rest(qtbot, window)
    assert page.right.currentIndex() == 1
    page.preview.printed.emit()
    rest(qtbot, window)
    assert acts(sender) == ["print"]
    hands.press(Qt.Key.Key_D, ALL)
    rest(qtbot, window)
    assert paper_of(window).told.text().startswith("补打")
    hands.press(Qt.Key.Key_Escape)
    rest(qtbot, window)
    assert window.page is page
    hands.press(Qt.Key.Key_Escape)
    assert (window.page, page.right.currentIndex()) == (page, 0), "Esc closes the paper before it leaves the page"
    hands.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    rest(qtbot, window)
    hands.press(Qt.Key.Key_P, ALL)
    rest(qtbot, window)
    assert len(page_sizes(paper_of(window).preview.pdf)) == 2
    hands.press(Qt.Key.Key_Escape)
    rest(qtbot, window)
    hands.press(Qt.Key.Key_G, ALL)
    rest(qtbot, window)
    assert isinstance(window.page, RegisterPage)


def test_the_receiving_desk_keeps_the_other_direction_and_opens_a_slip_by_enter(
    qtbot: QtBot, hospital: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(hospital, 910, 512)
    page = go(qtbot, window, "register")
    assert isinstance(page, RegisterPage)
    assert (page.shown, page.model.rowCount()) == (RECEIVED, 1)
    page.chips[SENT].click()
    assert page.model.rowCount() == 0
    page.chips[RECEIVED].click()
    keyboard(window).press(Qt.Key.Key_Return)
    rest(qtbot, window)
    assert isinstance(window.page, ReferralsPage)


def test_a_printer_is_described_tested_and_given_its_papers(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(village, 910, 512)
    settings = go(qtbot, window, "settings")
    assert isinstance(settings, SettingsPage)
    page = go(qtbot, window, "printers")
    assert isinstance(page, PrintersPage)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_S, ALL)
    assert "起个名称" in page.state.text()
    page.name.setText("窗口针打")
    page.right.setText("25")
    page.save()
    assert page.state.text() == "校正填毫米数，从-20到20，还没有保存"
    page.right.setText("－1.5")
    page.sheet.setCurrentIndex(page.sheet.findData("continuous-140"))
    page.save()
    rest(qtbot, window)
    box = page.kinds["referral"]
    box.setCurrentIndex(box.findData("窗口针打"))
    page.large.click()
    rest(qtbot, window)
    with village.read() as connection:
        kept = printer_settings(connection)
    assert kept == PrinterSettings(
        (Profile("窗口针打", "continuous-140", -1.5),), {"referral": "窗口针打"}, large=True
    )  # fmt: skip
    hands.press(Qt.Key.Key_T, ALL)
    rest(qtbot, window)
    assert "现在的校正：向右-1.5毫米" in text_of(paper_of(window).preview.pdf)
    hands.press(Qt.Key.Key_Escape)
    rest(qtbot, window)
    page.name.setText("窗口")
    page.save()
    rest(qtbot, window)
    with village.read() as connection:
        assert printer_settings(connection).chosen == {"referral": "窗口"}
    page.tabs[-1].click()
    page.name.setText("窗口")
    page.save()
    assert "已经有一台叫窗口" in page.state.text()
    page.tabs[0].click()
    page.remove_button.click()
    rest(qtbot, window)
    with village.read() as connection:
        assert printer_settings(connection) == PrinterSettings(large=True)


def test_a_page_is_sent_at_its_true_size_and_shrinks_only_on_a_smaller_sheet(sender: Database, tmp_path: Path) -> None:
    pdf = render(sender, "referral", slips(sender)[0])
    for name, sheet in (("true", (210.0, 297.0)), ("small", (148.0, 210.0))):
        printer = to_file(tmp_path / name)
        lay_in(printer, *(each * MILLIMETRE for each in sheet))
        print_pdf(pdf, printer)
    with pypdfium2.PdfDocument(tmp_path / "true") as true, pypdfium2.PdfDocument(tmp_path / "small") as small:
        assert (len(true), len(small)) == (1, 1)
        widths = [next(page[0].get_objects()).get_bounds() for page in (true, small)]
    (left, _, right, _), (small_left, _, small_right, _) = widths
    assert right - left == pytest.approx(210.0 * MILLIMETRE, abs=1.5)
    assert small_right - small_left == pytest.approx(148.0 * MILLIMETRE, abs=1.5)


def test_a_long_document_is_drawn_page_by_page_where_it_is_seen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [[str(number), *["甲"] * 12] for number in range(1, 500)]
    pdf = register_pdf([RegisterPart("转出", "对方", lines, "")], "演示", "2026年11月")
    count = len(page_sizes(pdf))
    images = page_images(pdf, 0.2)
    assert len(images) == AT_ONCE
    assert {each.format() for each in images} == {QImage.Format.Format_Grayscale8}
    monkeypatch.setattr(preview_module, "MOST_SHOWN", count - 2)
    drawn: list[int] = []

    def draw(pdf: bytes, number: int, first: int) -> QImage:
        drawn.append(number)
        return page_beside(pdf, number, first)

    monkeypatch.setattr(preview_module, "page_beside", draw)
    preview = Preview("登记表")
    qtbot.addWidget(preview)
    preview.resize(600, 400)
    preview.show()
    preview.show_pdf(pdf, images)
    words = [each.text() for each in preview.findChildren(QLabel) if each.text().startswith("共")]
    assert words == [f"共{count}页，这里只看前{count - 2}页；打印和存PDF是全部"]

    def sheets() -> list[QWidget]:
        return [each for each in preview.findChildren(QWidget) if each.accessibleName().startswith("第")]

    # Those of before it was known how many there are go.
    qtbot.waitUntil(lambda: len(sheets()) == count - 2)
    pages = sheets()
    # They never stand over each other: what is not seen is neither painted nor brought to size.
    assert all(one.geometry().bottom() < other.geometry().top() for one, other in pairwise(pages))
    assert drawn == []
    area = preview.findChild(QScrollArea)
    assert area is not None
    for number in range(AT_ONCE, AT_ONCE + KEPT + 3):
        area.verticalScrollBar().setValue(pages[number].y())
        qtbot.waitUntil(lambda: drawn[-1:] >= [number])  # noqa: B023
        qtbot.wait(1)
        assert _is_inked(pages[number])
    # The first of those is let go, and drawn anew for whoever goes back to it.
    before = len(drawn)
    area.verticalScrollBar().setValue(pages[AT_ONCE].y())
    qtbot.waitUntil(lambda: AT_ONCE in drawn[before:])


def _is_inked(page: QWidget) -> bool:
    image = page.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return min(bytes(image.constBits())) < 128


def test_the_systems_dialog_prints_and_what_no_printer_took_is_not_noted(
    qtbot: QtBot, sender: Database, open_window: OpenWindow, keyboard: Hands, tmp_path: Path
) -> None:
    window = open_window(sender)
    page = go(qtbot, window, "paper", slips(sender)[0], kind="referral")
    assert isinstance(page, PaperPage)
    page.preview.send(to_file(tmp_path))
    rest(qtbot, window)
    assert page.preview.words.text() == "打印机没有接收，看一下打印机和文件位置再打"
    assert (acts(sender), page.told.text()) == ([], "")
    keyboard(window).press(Qt.Key.Key_P, ALL)
    dialog = page.preview.findChild(QPrintDialog)
    assert isinstance(dialog, QPrintDialog)
    assert dialog.isVisible()
    printer = dialog.printer()
    assert printer.pageLayout().pageSize().id() is QPageSize.PageSizeId.A4
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "by-dialog.pdf"))
    dialog.accepted.emit(printer)
    rest(qtbot, window)
    dialog.reject()
    assert len(page_sizes((tmp_path / "by-dialog.pdf").read_bytes())) == 1
    assert acts(sender) == ["print"]


def test_a_printer_of_the_settings_is_chosen_before_the_dialog_opens(
    qtbot: QtBot, sender: Database, open_window: OpenWindow
) -> None:
    profiles = (Profile("药房", "a5", 0.0, 0.0, 0, "演示打印机"),)
    with sender.write() as connection:
        keep_printer_settings(connection, PrinterSettings(profiles, {"referral": "药房"}))
    window = open_window(sender)
    page = go(qtbot, window, "paper", slips(sender)[0], kind="referral")
    assert isinstance(page, PaperPage)
    assert page.preview.printer_name == "演示打印机"
    layout = page.preview.printer().pageLayout()
    assert layout.orientation() is QPageLayout.Orientation.Landscape
    assert render(sender, "referral", slips(sender)[0], Wanted(paper="a4")) != page.preview.pdf
