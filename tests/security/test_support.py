"""The packet for whoever helps carries versions, states, counts and scrubbed logs, nothing of a person."""

from __future__ import annotations

import json
import logging
import zipfile
from pathlib import Path

import pytest

from clinic_app.care.save import save
from clinic_app.cli.main import main
from clinic_app.clock import FrozenClock
from clinic_app.diagnostics import CRASH_FILE, LOG_BYTES, LOG_FILE, logging_to_file, note_crash
from clinic_app.progress import Stopped, Watch
from clinic_app.store.database import Database
from clinic_app.store.drafts import save_draft
from clinic_app.store.recent_work import note_begun
from clinic_app.support import gather, pack
from tests.conftest import PASSWORD, USER
from tests.security.scan import found_in

NAME, NUMBER, PHONE, PLACE = "金丝雀𬎆䶮", "990101195803070023", "19912345678", "演示村三组十九号"
CANARIES = (NAME, NUMBER, PHONE, PLACE, "1958-03-07", USER, PASSWORD)


def test_the_packet_holds_no_canary_after_a_day_in_which_everything_was_logged(
    database: Database, clock: FrozenClock, tmp_path: Path
) -> None:
    fields = {"name": NAME, "sex": "2", "birth_date": "1958-03-07", "id_no": NUMBER, "phone": PHONE}
    with logging_to_file(database.folder):
        save(database, [{"type": "resident", "fields": {**fields, "village_code": "990101100201", "address": PLACE}}])
        save_draft(database, "resident", {"name": NAME})
        logging.getLogger("clinic_app.care").info("could not save %s %s", NAME, PHONE)
        logging.getLogger("another.library").warning("GET /residents?name=%s", NAME)
        try:
            raise ValueError(NUMBER)
        except ValueError as error:
            note_crash(database.folder, error)
    note_begun(database, "import", f"导入 {NAME}")
    # What somebody wrote into the files by hand is scrubbed as well.
    for name in (LOG_FILE, CRASH_FILE):
        with (database.folder / name).open("a", encoding="utf-8") as file:
            file.write(f"{NAME} {NUMBER} {PHONE} born 1958-03-07\n")
    members = gather(database.folder, clock, database, "6.9")
    pack(members, tmp_path / "out" / "support.zip")
    assert not found_in([tmp_path / "out"], CANARIES, [database.data_key.raw])
    text = {each.name: each.text for each in members}
    assert "records resident 1\n" in text["counts.txt"]
    assert "work import running began=20" in text["counts.txt"]
    assert "watch backup_none" in text["check.txt"]
    assert "clinic_app.care could not save * *" in text[LOG_FILE]
    assert text[LOG_FILE].startswith("20"), "when it happened stays"
    assert "ValueError test_support.py:" in text[CRASH_FILE]
    with zipfile.ZipFile(tmp_path / "out" / "support.zip") as packet:
        assert {name: packet.read(name).decode() for name in packet.namelist()} == text


def test_a_packet_that_is_stopped_leaves_the_file_as_it_was(tmp_path: Path, clock: FrozenClock) -> None:
    out = tmp_path / "support.zip"
    out.write_bytes(b"before")
    with pytest.raises(Stopped):
        pack(gather(tmp_path, clock), out, Watch(cancelled=lambda: True))
    assert out.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["support.zip"]


def test_a_log_stays_small_and_hands_back_the_levels_that_were(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = root.level, len(root.handlers)
    with logging_to_file(tmp_path):
        for _ in range(LOG_BYTES // 1000 * 3):
            logging.getLogger("clinic_app.desktop").info("slow turn %s", "x " * 500)
    assert sorted(each.name for each in tmp_path.iterdir()) == [LOG_FILE, f"{LOG_FILE}.1"]
    assert all(each.stat().st_size <= LOG_BYTES for each in tmp_path.iterdir())
    assert (root.level, len(root.handlers)) == before


def test_the_command_packs_without_a_password_what_needs_none(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (database.folder / CRASH_FILE).write_text(f"ValueError {NAME}\n", encoding="utf-8")
    database.close()
    out = tmp_path / "packet" / "a.zip"
    assert main(["support", str(out), "--data", str(database.folder), "--logs-only", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert set(said["members"]) == {"README.txt", "about.txt", "settings.txt", CRASH_FILE}
    assert not found_in([out.parent], CANARIES)
    (tmp_path / "wrong").write_text("falsch")
    wrong = ["--password-file", str(tmp_path / "wrong")]
    assert main(["support", str(out), "--data", str(database.folder), *wrong]) == 0
    assert "只打包了日志" in capsys.readouterr().out
