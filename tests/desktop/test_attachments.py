"""Photos and PDF in the window: added by a key, small and silent, opened by this program, their state in words."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter
from pytestqt.qtbot import QtBot

from clinic_app.care.attachment import Attached, attach
from clinic_app.care.export import exported_records
from clinic_app.desktop.changes import ATTACHED, Changes
from clinic_app.desktop.pages.attachment import AttachmentPage
from clinic_app.desktop.pages.referrals import ReferralsPage
from clinic_app.desktop.pages.residents import ResidentsPage
from clinic_app.desktop.picture import ENOUGH_BYTES, opened, prepared
from clinic_app.desktop.widgets.attachments import AttachmentStrip
from clinic_app.desktop.widgets.basic import Button
from clinic_app.desktop.window import MainWindow
from clinic_app.records import content
from clinic_app.records.content import ContentRefused, examine
from clinic_app.store import blobs
from clinic_app.store.database import Database
from clinic_app.store.queries.attachment import attachments_of
from tests.contents import HOSTILE, HTML, document
from tests.desktop.conftest import OpenWindow, go, rest
from tests.desktop.people import id_of

VISIT = id_of("李某甲 2026-08-03")
LATER = "2026-11-22T02:31:00.000Z"


def encoded(image: QImage, form: str = "jpeg", quality: int = 92) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(form.encode()))
    writer.setQuality(quality)
    assert writer.write(image)
    return bytes(buffer.data().data())


def striped(width: int, height: int) -> QImage:
    """Blue above, red below."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    for y in range(height // 2):
        for x in range(width):
            image.setPixelColor(x, y, QColor("blue"))
    return image


def with_exif(jpeg: bytes, orientation: int) -> bytes:
    """As a phone writes it: how it was held, and where."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", 1) + entry + b"\0\0\0\0" + b"GPS 30.000N 110.000E"
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


def photo_file(folder: Path, name: str = "心电图.jpg") -> Path:
    path = folder / name
    path.write_bytes(with_exif(encoded(striped(300, 200)), 1))
    return path


def card_strip(qtbot: QtBot, window: MainWindow) -> AttachmentStrip:
    page = go(qtbot, window, "residents", id_of("李某甲"))
    assert isinstance(page, ResidentsPage)
    return page.card.attachments


def stored(database: Database, parent: str = "visit", parent_id: str = VISIT) -> list[Any]:
    with database.read() as connection:
        return attachments_of(connection, parent, parent_id)


def audited(database: Database, action: str) -> list[str]:
    with database.read() as connection:
        rows = connection.exec_driver_sql("SELECT target FROM audit WHERE action = ?", (action,))
        return [row[0] for row in rows]


def forget_content(database: Database, attached: Attached) -> None:
    """As after a pull that brought the record alone."""
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM blob_chunk WHERE sha256 = ?", (attached.sha256,))
        blobs.mark(connection, attached.sha256, blobs.MISSING, 0, "2026-11-22T09:00:00.000Z")


def test_a_large_photo_becomes_small() -> None:
    noise = QImage(bytes(range(256)) * (2600 * 1900 // 64), 2600, 1900, QImage.Format.Format_RGB32).copy()
    made = prepared(encoded(noise))
    assert len(made) <= ENOUGH_BYTES
    assert max(examine(made).width, examine(made).height) <= 1800


@pytest.mark.parametrize(("held", "size", "top"), [(1, (300, 200), "blue"), (3, (300, 200), "red")])
def test_a_photo_stands_upright_and_tells_nothing_of_where_it_was_taken(
    held: int, size: tuple[int, int], top: str
) -> None:
    raw = with_exif(encoded(striped(300, 200)), held)
    made = prepared(raw)
    assert b"Exif" in raw
    assert b"GPS" in raw
    assert b"Exif" not in made
    assert b"GPS" not in made
    shown = opened(made)
    assert shown.size() == QSize(*size)
    colour = shown.pixelColor(150, 10)
    assert (colour.blue() > 200, colour.red() > 200) == (top == "blue", top == "red")


def test_a_photo_held_on_its_side_is_turned() -> None:
    made = opened(prepared(with_exif(encoded(striped(300, 200)), 6)))
    assert made.size() == QSize(200, 300)
    assert made.pixelColor(190, 150).blue() > 200


def test_a_drawing_keeps_its_sharp_points_on_white_and_loses_its_words() -> None:
    image = QImage(400, 200, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    image.setText("Comment", "somebody's name")
    made = prepared(encoded(image, "png", -1))
    assert examine(made).media_type == content.PNG
    assert b"somebody" not in made
    assert opened(made).pixelColor(5, 5) == QColor("white")


# What only tells too much is made silent; what only lacks an end, or has too much of one, is drawn anew.
MENDED = ("a picture that tells", "a photo that tells where", "a photo with something behind it", "half a photo")


@pytest.mark.parametrize("name", [each for each in HOSTILE if each not in MENDED])
def test_what_is_refused_in_a_store_is_refused_when_it_is_chosen(name: str) -> None:
    with pytest.raises(ContentRefused):
        prepared(HOSTILE[name])


def test_a_photo_is_added_to_the_newest_visit_and_says_that_it_waits(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(managed)
    strip = card_strip(qtbot, window)
    assert (strip.head.text(), strip.head.isVisible(), strip.add_button.isVisible()) == ("附件（0）", True, True)
    strip.add_file(photo_file(tmp_path))
    qtbot.waitUntil(lambda: len(strip.rows) == 1)
    rest(qtbot, window)
    [row] = stored(managed)
    assert (row.title, row.state, row.media_type) == ("心电图.jpg", "local", content.JPEG)
    assert strip.menu_button.text() == "附件（1）　待传 1"
    assert [action.text() for action in strip.menu.actions()] == ["8月3日　心电图　待传"]
    with managed.read() as connection:
        raw = blobs.read_content(connection, row.sha256)
    assert raw is not None
    assert b"Exif" not in raw


def test_what_cannot_be_added_is_said_beside_the_strip_and_nothing_is_saved(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(managed)
    strip = card_strip(qtbot, window)
    page = tmp_path / "验单.pdf"
    for raw, said in ((HTML, "不是"), (document(60), "页数太多"), (document()[:80] + b"%%EOF", "打不开")):
        page.write_bytes(raw)
        strip.add_file(page)
        qtbot.waitUntil(lambda said=said: said in strip.problem.text())
        rest(qtbot, window)
        assert strip.add_button.isEnabled()
    strip.add_file(tmp_path / "nowhere.jpg")
    qtbot.waitUntil(lambda: "文件打不开" in strip.problem.text())
    strip.add_file(photo_file(tmp_path))
    qtbot.waitUntil(lambda: len(strip.rows) == 1)
    assert not strip.problem.isVisible()
    strip.add_file(photo_file(tmp_path))
    qtbot.waitUntil(lambda: "已经加过" in strip.problem.text())
    rest(qtbot, window)
    assert len(stored(managed)) == 1


def test_it_opens_inside_the_program_and_opening_is_audited(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    attached = attach(managed, "visit", VISIT, prepared(photo_file(tmp_path).read_bytes()), "心电图.jpg")
    window = open_window(managed)
    strip = card_strip(qtbot, window)
    strip.menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: isinstance(window.page, AttachmentPage))
    rest(qtbot, window)
    page = window.page
    assert isinstance(page, AttachmentPage)
    assert page.title.text() == "心电图.jpg"
    assert page.preview.isVisible()
    assert not page.preview.print_button.isVisible()
    assert not page.preview.file_button.isVisible()
    assert audited(managed, "open") == [f"attachment:{attached.id}"]


def test_a_pdf_shows_every_page_and_taking_it_out_is_audited(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    attached = attach(managed, "visit", VISIT, document(3), "出院小结.pdf")
    window = open_window(managed)
    page = go(qtbot, window, "attachment", attached.id)
    assert isinstance(page, AttachmentPage)
    assert len(page.preview._images) == 3
    assert page.preview.print_button.isVisible()
    page.preview.keep_as(tmp_path / "out.pdf")
    rest(qtbot, window)
    assert (tmp_path / "out.pdf").read_bytes() == document(3)
    assert audited(managed, "export") == [f"attachment:{attached.id}"]


@pytest.mark.parametrize(("box", "drawn"), [(b"0 0 90000 90000", True), (b"0 0 2 90000", False)])
def test_a_page_as_large_as_a_house_takes_no_more_memory_than_any(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, box: bytes, drawn: bool
) -> None:
    attached = attach(managed, "visit", VISIT, document(2).replace(b"0 0 200 100", box), "大.pdf")
    window = open_window(managed)
    page = go(qtbot, window, "attachment", attached.id)
    assert isinstance(page, AttachmentPage)
    assert sum(each.width() * each.height() for each in page.preview._images) <= 41_000_000
    assert bool(page.preview._images) == drawn
    assert not page.preview.print_button.isVisible()
    assert ("尺寸太大" in page.words.text()) != drawn


def test_what_has_not_come_says_so_is_asked_for_and_appears(
    qtbot: QtBot, hospital: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    slip = next(exported_records(hospital, "referral")).id
    raw = prepared(photo_file(tmp_path).read_bytes())
    attached = attach(hospital, "referral", slip, raw, "心电图.jpg")
    forget_content(hospital, attached)
    window = open_window(hospital)
    page = go(qtbot, window, "attachment", attached.id)
    assert isinstance(page, AttachmentPage)
    assert "还没收到" in page.words.text()
    assert not page.preview.isVisible()
    with hospital.read() as connection:
        assert [each.sha256 for each in blobs.to_fetch(connection, hospital.clock.now())] == [attached.sha256]
    with hospital.write() as connection:
        content_row = blobs.stored(connection, attached.sha256)
        assert content_row is not None
        blobs.add_piece(connection, content_row, raw, LATER)
    window.desk.changes.tell(Changes(ATTACHED, None, from_sync=True))
    qtbot.waitUntil(page.preview.isVisible)
    rest(qtbot, window)
    assert page.words.text() == ""


def test_a_referral_shows_its_attachments_with_their_state_and_takes_more(
    qtbot: QtBot, hospital: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    slip = next(exported_records(hospital, "referral")).id
    attached = attach(hospital, "referral", slip, prepared(photo_file(tmp_path).read_bytes()), "心电图.jpg")
    forget_content(hospital, attached)
    window = open_window(hospital)
    page = window.page
    assert isinstance(page, ReferralsPage)
    strip = page.panel.attachments
    words = [each.text() for each in strip.findChildren(Button) if each.property("attachment")]
    assert (strip.head.text(), words) == ("附件（1）", ["心电图　还没收到"])
    path = tmp_path / "检查报告.pdf"
    path.write_bytes(document(2))
    strip.add_file(path)
    qtbot.waitUntil(lambda: len(strip.rows) == 2)
    rest(qtbot, window)
    with hospital.write() as connection:
        blobs.mark(connection, stored(hospital, "referral", slip)[1].sha256, blobs.PRESENT, 1, LATER)
    window.desk.changes.tell(Changes(ATTACHED, None, from_sync=True))
    qtbot.waitUntil(lambda: [row.state for row in strip.rows] == ["missing", "present"])
    assert strip.add_button.text().endswith("Alt+A")


def test_somebody_without_a_visit_has_no_strip(qtbot: QtBot, managed: Database, open_window: OpenWindow) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "residents", id_of("王某乙"))
    assert isinstance(page, ResidentsPage)
    assert not page.card.attachments.isVisible()
