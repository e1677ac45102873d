"""What a program writes on its way lies in a private folder of the data, and goes with it, also after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QDir, QTemporaryFile

from clinic_app.care.save import save
from clinic_app.exchange.list_file import write_list
from clinic_app.exchange.spreadsheet import Watermark
from clinic_app.store.database import Database
from clinic_app.store.private_folder import FOLDER, private_temporary
from tests.conftest import PASSWORD

DIES = """
import sys, tempfile, time
from pathlib import Path
from clinic_app.store.private_folder import private_temporary
with private_temporary(Path(sys.argv[1])):
    with open(tempfile.mkstemp()[0], "w") as file:
        file.write("李某甲")
        file.flush()
        print(flush=True)
        time.sleep(60)
"""
WATCHED = """
import json, os, sys
seen = []
def note(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        seen.append(os.fsdecode(arguments[0]))
sys.addaudithook(note)
from clinic_app.cli.main import main
codes = []
for words in json.loads(sys.argv[1]):
    os.environ["CLINIC_APP_PASSWORD"] = sys.argv[2]
    codes.append(main(words))
print(json.dumps({"codes": codes, "seen": seen}))
"""


def rooms(data: Path) -> list[Path]:
    return [each for each in (data / FOLDER).iterdir() if each.is_dir()]


def test_the_temporary_folder_of_python_qt_and_the_system_is_private_and_goes_after_use(tmp_path: Path) -> None:
    before = (tempfile.gettempdir(), QDir.tempPath(), os.environ.get("TMPDIR"))
    with private_temporary(tmp_path) as room:
        assert room.parent == tmp_path / FOLDER
        assert [each.stat().st_mode & 0o777 for each in (room, room.parent)] == [0o700, 0o700]
        # The printing system's own library (cupsTempFd) asks the environment; so does Qt.
        assert {tempfile.gettempdir(), QDir.tempPath(), os.environ["TMPDIR"]} == {str(room)}
        file = QTemporaryFile()
        assert file.open()
        assert Path(file.fileName()).parent == room
        Path(tempfile.mkstemp()[1]).write_text("李某甲", "utf-8")
    assert list((tmp_path / FOLDER).iterdir()) == []
    assert (tempfile.gettempdir(), QDir.tempPath(), os.environ.get("TMPDIR")) == before


def test_a_spreadsheet_in_the_making_lies_in_the_private_folder(tmp_path: Path) -> None:
    with private_temporary(tmp_path) as room:

        def people() -> Iterator[list[str]]:
            yield ["李某甲"]
            # The library keeps the sheet in a file until the book is whole.
            assert [each.name[:9] for each in room.iterdir()] == ["openpyxl."]

        write_list(tmp_path / "名单.xlsx", "名单", ["姓名"], people(), Watermark("演示村医", "", ""))
        assert list(room.iterdir()) == []


def test_what_a_killed_program_left_goes_when_the_next_begins_and_a_living_ones_stays(tmp_path: Path) -> None:
    words = [sys.executable, "-c", DIES, str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as program:
        assert program.stdout
        program.stdout.readline()
        (left,) = rooms(tmp_path)
        with private_temporary(tmp_path) as own:
            assert set(rooms(tmp_path)) == {left, own}
        program.send_signal(signal.SIGKILL)
    assert any("李某甲" in each.read_text("utf-8") for each in left.iterdir())
    with private_temporary(tmp_path) as own:
        assert rooms(tmp_path) == [own]
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_where_no_private_folder_can_be_made_nothing_temporary_is_written_elsewhere(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file stands in the way")
    with private_temporary(tmp_path):
        try:
            tempfile.mkstemp()
        except OSError:
            return
    raise AssertionError("something temporary was written outside the data folder")


def test_printing_listing_exporting_and_backups_write_nothing_into_the_systems_temporary_folder(
    database: Database, tmp_path: Path
) -> None:
    fields = {"name": "李某甲", "sex": "2", "birth_date": "1957-03-02", "village_code": "990101100201"}
    person = save(database, [{"type": "resident", "fields": fields}]).ids[0]
    database.close()
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    out.mkdir()
    temporary.mkdir()
    data = ["--data", str(database.folder)]
    commands = [
        ["print", "cover", person, "--out", str(out / "cover.pdf"), *data],
        ["print", "register", "2026-11", "--out", str(out / "register.xlsx"), *data],
        ["records", "export", str(out / "all.ndjson"), *data],
        ["indicators", "--year", "2026", "--xlsx", str(out / "figures.xlsx"), *data],
        ["referral-figures", "--year", "2026", "--xlsx", str(out / "referrals.xlsx"), *data],
        ["backup", str(out / "a.clinicbackup"), *data],
        ["restore", str(out / "a.clinicbackup"), "--data", str(tmp_path / "again")],
    ]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps(commands), PASSWORD],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
        env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))},
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["codes"] == [0] * len(commands), done.stderr
    outside = {Path(each).name for each in told["seen"] if each.startswith(str(temporary))}
    assert outside == set()
    assert list(temporary.iterdir()) == []
    assert any(f"/{FOLDER}/" in each for each in told["seen"])
    assert list((database.folder / FOLDER).iterdir()) == []
