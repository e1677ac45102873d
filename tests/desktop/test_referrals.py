"""The referral desk: inbox, steps by key, return slip, paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.clock import instant_text
from clinic_app.desktop.pages.referrals import READ_AFTER, ReferralsPage
from clinic_app.desktop.pages.return_form import ReturnFormPage
from clinic_app.desktop.referral_lists import DONE, SENT
from clinic_app.desktop.widgets.preview import page_images, page_sizes, print_pdf
from clinic_app.desktop.window import MainWindow
from clinic_app.paper import render
from clinic_app.protocol.body import Body
from clinic_app.protocol.referral_events import possible_events
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.local_tables import event_order
from clinic_app.store.projection import write_body
from clinic_app.store.queries.referral import ReferralFile, inbox, referral_with_events
from tests.desktop.conftest import Keyboard, OpenWindow, rest
from tests.desktop.people import id_of

Hands = Callable[[QWidget], Keyboard]


def referral(database: Database) -> ReferralFile:
    with database.read() as connection:
        found = referral_with_events(connection, next(exported_records(database, "referral")).id)
    assert found is not None
    return found


def page_of(window: MainWindow) -> ReferralsPage:
    page = window.page
    assert isinstance(page, ReferralsPage)
    return page


def test_the_desk_accepts_registers_arrival_and_returns_by_key(
    qtbot: QtBot, hospital: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(hospital)
    hands = keyboard(window)
    page = page_of(window)
    assert page.panel.who.text().startswith("李某甲")
    hands.press(Qt.Key.Key_F2)
    assert page.panel.form is not None
    page.panel.form.set_values({"referral_event": {"dept": "心血管内科", "slot_date": "2026-11-25"}})
    page.panel.form.set_values({"referral_event": {"slot_time": "0920"}})
    page.panel.confirm()
    qtbot.waitUntil(lambda: referral(hospital).state.state == "accepted")
    rest(qtbot, window)
    assert referral(hospital).state.appointment.startswith("2026-11-25 09:20 心血管内科")
    hands.press(Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: referral(hospital).state.state == "arrived")
    rest(qtbot, window)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: isinstance(window.page, ReturnFormPage) and window.page.form is not None)
    form_page = window.page
    assert isinstance(form_page, ReturnFormPage)
    assert form_page.form is not None
    form_page.form.set_values({"return": {"diagnosis": "高血压3级", "next_plan": "两周内随访"}})
    hands.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: referral(hospital).state.state == "returned")
    rest(qtbot, window)
    slip = referral(hospital).return_slip
    assert slip is not None
    assert slip["diagnosis"] == "高血压3级"
    page = page_of(window)
    qtbot.waitUntil(lambda: page.right.currentIndex() == 1)
    rest(qtbot, window)
    assert "高血压3级" in _text(page.preview.pdf)


def test_a_step_that_ends_a_referral_asks_why_and_keeps_what_was_typed(
    qtbot: QtBot, hospital: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(hospital)
    page = page_of(window)
    keyboard(window).press(Qt.Key.Key_F7)
    form = page.panel.form
    assert form is not None
    page.panel.confirm()
    qtbot.waitUntil(lambda: "写明原因" in form.line_of("referral_event", "reason").note.text())
    assert referral(hospital).state.state == "issued"
    form.set_values({"referral_event": {"reason": "床位已满"}})
    page.panel.confirm()
    qtbot.waitUntil(lambda: referral(hospital).state.state == "declined")
    rest(qtbot, window)
    assert page.model.rowCount() == 0
    with hospital.read() as connection:
        assert inbox(connection, "H1") == []


def test_a_referral_that_stays_open_counts_as_read_once(
    qtbot: QtBot, hospital: Database, open_window: OpenWindow
) -> None:
    window = open_window(hospital)
    qtbot.waitUntil(lambda: referral(hospital).state.state == "delivered", timeout=READ_AFTER + 5_000)
    rest(qtbot, window)
    page_of(window).refresh()
    rest(qtbot, window)
    assert [step.event for step in referral(hospital).state.steps] == ["issue", "read"]
    assert not page_of(window)._read_timer.isActive()


def test_the_screen_shows_the_very_paper_and_keeps_it_as_a_file(
    qtbot: QtBot, hospital: Database, open_window: OpenWindow, keyboard: Hands, tmp_path: Path
) -> None:
    window = open_window(hospital)
    page = page_of(window)
    keyboard(window).press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.right.currentIndex() == 1)
    slip = referral(hospital)
    assert page.preview.pdf == render(hospital, "referral", slip.id)
    page.preview.keep_as(tmp_path / "slip.pdf")
    rest(qtbot, window)
    assert str(slip.fields["slip_no"]) in _text((tmp_path / "slip.pdf").read_bytes())
    page.preview.keep_as(tmp_path / "nowhere" / "slip.pdf")
    assert "写不进去" in page.preview.words.text()


def test_what_another_clinic_has_taken_over_is_no_task_here_but_stays_to_be_read(
    qtbot: QtBot, village: Database, open_window: OpenWindow
) -> None:
    fields = {"resident_id": id_of("李某甲"), "direction": "up", "urgency": "urgent", "to_org": "H1"}
    save(village, [{"type": "referral", "fields": fields}])
    window = open_window(village)
    window.desk.open("referrals")
    rest(qtbot, window)
    page = page_of(window)
    assert (page.shown, page.model.rowCount()) == (SENT, 1)
    step = {"referral_id": referral(village).id, "event": "hand_over", "organisation": "server"}
    step |= {"from_org": "V1", "to_org": "V2", "note": "演示村甲卫生室移交演示村乙卫生室"}
    issue = next(exported_records(village, "referral_event")).id
    handed_over = new_id(village.clock.now())
    with village.write() as connection:
        body = Body({**step, "happened_at": instant_text(village.clock.now())})
        write_body(connection, "referral_event", handed_over, body, 1)
        connection.execute(insert(event_order), [{"id": issue, "seq": 1}, {"id": handed_over, "seq": 2}])
    page.refresh()
    rest(qtbot, window)
    assert page.model.rowCount() == 0
    page.chips[DONE].click()
    rest(qtbot, window)
    assert page.model.rowCount() == 1
    assert page.model.index(0, 1).data() == "已移交"
    assert page.panel.file is not None
    assert possible_events(page.panel.file.fields, page.panel.file.state, "V1") == []
    assert page.panel.file.state.steps[-1].remark == "演示村甲卫生室移交演示村乙卫生室"


def test_printing_puts_every_page_on_the_sheet(qtbot: QtBot, hospital: Database, tmp_path: Path) -> None:
    pdf = render(hospital, "referral", referral(hospital).id)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    print_pdf(pdf, printer)
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert len(page_sizes(printed)) == len(page_sizes(pdf))
    ours, theirs = (_ink(page_images(each, 1.0)[0]) for each in (pdf, printed))
    assert 0.5 < theirs / ours < 2.0


def _ink(image: Any) -> float:
    """The share of dark points."""
    dark = sum(
        image.pixelColor(x, y).lightness() < 128
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )
    return dark / (image.width() * image.height())


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
