"""After a scripted day, a kill and a restart nothing of a patient, no password and no key lies readable anywhere in the
profile; who has left the laptop's scope has left its free pages, its log and its search too."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from clinic_app.clock import instant_text
from clinic_app.records.identifiers import new_id
from clinic_app.store import blobs
from clinic_app.store.backup import backup, backups_folder
from clinic_app.store.database import Database, open_database
from clinic_app.store.drafts import save_draft
from clinic_app.store.keys import unlock
from clinic_app.store.private_folder import FOLDER
from clinic_app.sync.apply import apply_page
from clinic_app.sync.departed import mark_seen
from tests.conftest import NOW, PASSWORD, USER
from tests.contents import photo
from tests.security.scan import decrypted_pages, forms, found_in
from tests.store.people import entropy
from tests.sync.pages import OTHER_VILLAGE, VILLAGE, change, enlist, evict, file_of, page

NAME, NUMBER, PHONE, NOTE = "金丝雀𬎆䶮", "990101195803070023", "19912345678", "夜里胸口发紧像压石头"
CANARIES = (NAME, NUMBER, PHONE, NOTE, PASSWORD)
DAY = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from clinic_app.app import run_desktop
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.desktop.login import LoginWindow
from clinic_app.desktop.widgets.preview import print_pdf
from clinic_app.desktop.window import MainWindow
from clinic_app.exchange.list_file import write_list
from clinic_app.exchange.spreadsheet import Watermark
from clinic_app.store.backup import backup
from clinic_app.store.drafts import save_draft
from tests.conftest import NOW
data, out = Path(sys.argv[1]), Path(sys.argv[2])
name, number, phone, note, password = sys.argv[3:8]
application = QApplication(sys.argv)

def windows(kind):
    return [each for each in application.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]

def log_in():
    door = windows(LoginWindow)[0].door
    door.password.setText("wrong " + phone)
    door.button.click()
    QTimer.singleShot(100, again)

def again():
    if not windows(LoginWindow)[0].door.isEnabled():
        return QTimer.singleShot(100, again)
    door = windows(LoginWindow)[0].door
    door.password.setText(password)
    door.button.click()
    work()

def work():
    if not windows(MainWindow):
        return QTimer.singleShot(100, work)
    window = windows(MainWindow)[0]
    database = window.desk.database
    fields = {"name": name, "sex": "2", "birth_date": "1958-03-07", "id_no": number, "phone": phone,
              "village_code": "990101100201"}
    person = save(database, [{"type": "resident", "fields": fields}]).ids[0]
    visit = {"resident_id": person, "visit_date": "2026-11-22", "visit_mode": "1", "notes": note}
    save_draft(database, "visit:" + person, {"values": visit})
    window.top_bar.search.setText(name)
    window.desk.open("resident", person)
    window.desk.open("paper", person, kind="cover")
    backup(database, out / "by-hand.clinicbackup")
    printed(window)

def printed(window):
    if not getattr(getattr(window.page, "preview", None), "pdf", b""):
        return QTimer.singleShot(100, lambda: printed(window))
    pdf = window.page.preview.pdf
    assert pdf.startswith(b"%PDF")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out / "printed.pdf"))
    print_pdf(pdf, printer)
    try:
        raise ValueError(name + number + note)
    except ValueError as error:
        window.desk.work.bug_found.emit(error)
    def rows():
        for _ in range(4_000):
            yield [name, number, phone]
        print("now", flush=True)
        time.sleep(60)
    write_list(out / "list.xlsx", "名单", ["姓名"], rows(), Watermark(name, "", phone))

QTimer.singleShot(300, log_in)
run_desktop(data, FrozenClock(NOW))
"""


def test_after_a_day_a_kill_and_a_restart_nothing_readable_is_left_in_the_profile(
    database: Database, secrets_home: Path, tmp_path: Path
) -> None:
    database.close()
    _, key = unlock(database.folder, USER, PASSWORD)
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    out.mkdir()
    temporary.mkdir()
    profile = [secrets_home, database.folder, temporary, out / "by-hand.clinicbackup"]
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "CLINIC_APP_LOG": "debug", "HOME": str(secrets_home)}
    arguments = [str(database.folder), str(out), *CANARIES]
    with subprocess.Popen(
        [sys.executable, "-c", DAY, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as program:
        assert program.stdout
        assert program.stderr
        word = program.stdout.readline()
        program.send_signal(signal.SIGKILL)
        said = program.stderr.read()
    assert word == b"now\n", said.decode("utf-8", "replace")
    # The list that was being written lies in the private folder and nowhere else: the scan does find things.
    left = found_in(profile, CANARIES, [key.raw])
    assert left
    assert all(f"/{FOLDER}/" in each for each in left)
    assert not any(form in said for canary in CANARIES for form in forms(canary))

    environment["CLINIC_APP_PASSWORD"] = PASSWORD
    command = [sys.executable, "-m", "clinic_app", "--data", str(database.folder)]
    for words in (["check"], ["backup", "--rehearse"]):
        done = subprocess.run([*command, *words], capture_output=True, env=environment, check=False, timeout=60)
        assert done.returncode == 0, done.stderr.decode("utf-8")
    assert found_in(profile, CANARIES, [key.raw]) == []
    assert list((database.folder / FOLDER).iterdir()) == []
    assert (database.folder / "crash.log").read_text("utf-8").startswith("ValueError")
    assert len(list(backups_folder(database.folder).iterdir())) >= 1
    assert list(temporary.iterdir()) == []


def test_the_scan_of_pages_sees_what_is_there(database: Database) -> None:
    save_draft(database, "visit:1", {"note": NOTE})
    assert NOTE.encode() in decrypted_pages(database.path, database.data_key.raw)
    database.checkpoint()
    assert NOTE.encode() in decrypted_pages(database.path, database.data_key.raw)


def test_the_file_its_log_and_a_backup_cannot_be_told_from_chance(database: Database, tmp_path: Path) -> None:
    save_draft(database, "visit:1", {"note": NOTE * 20_000})
    backup(database, tmp_path / "by-hand.clinicbackup")
    for path in (
        database.path,
        database.path.with_name(database.path.name + "-wal"),
        tmp_path / "by-hand.clinicbackup",
    ):
        assert path.stat().st_size > 100_000
        assert entropy(path.read_bytes()) >= 7.9, path.name
    assert entropy((NOTE * 20_000).encode()) < 6


@pytest.mark.parametrize("seen", [False, True])
def test_who_has_left_is_in_no_free_page_no_log_and_no_search_text(database: Database, seen: bool) -> None:
    enlist(database, VILLAGE)
    key, path = database.data_key.raw, database.path
    people = [new_id(NOW) for _ in range(40)]
    fields = {"name": NAME, "phone": PHONE, "id_no": NUMBER}
    apply_page(database, page(*(change(1, each, 1, file_of(**fields)) for each in people)))
    visits = [
        change(2, new_id(NOW), 1, {"resident_id": each, "visit_date": "2026-11-20", "visit_mode": "2", "notes": NOTE},
               type="visit") for each in people
    ]  # fmt: skip
    apply_page(database, page(*visits))
    # A photo of each visit, as the county sent it: what stands inside a content is a canary too.
    inside = b"\xff\xfe" + struct.pack(">H", 2 + len(NOTE.encode())) + NOTE.encode()
    for number, each in enumerate(visits):
        raw = photo(20_000, seed=number, more=inside)
        with database.write() as connection:
            kept = blobs.keep(connection, raw, instant_text(NOW))
            blobs.mark(connection, kept.sha256, blobs.PRESENT, kept.size, instant_text(NOW))
        named = {"visit_id": each.id, "sha256": kept.sha256, "media_type": "image/jpeg", "size": kept.size}
        attachment = change(2, new_id(NOW), 1, {**named, "title": NAME}, type="visit_attachment")
        apply_page(database, page(attachment))
    for each in people:
        save_draft(database, f"visit:{each}", {"note": NOTE * 200})
    database.checkpoint()
    assert NOTE.encode() in decrypted_pages(path, key)
    apply_page(database, page(*(evict(3, each, 3, OTHER_VILLAGE) for each in people)))
    if seen:
        mark_seen(database, people)
    database.close()
    plain = decrypted_pages(path, key)
    assert len(plain) > 100_000
    with open_database(database.folder, USER, PASSWORD, database.clock) as again, again.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM blob_chunk").scalar() == 0
    for canary in (NUMBER, PHONE, NOTE, *((NAME,) if seen else ())):
        assert [form for form in forms(canary) if form in plain] == []
