"""Logs and notes of crashes carry types, places and ids, and nothing of a patient: proven with canaries at DEBUG."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_app.care.save import save
from clinic_app.diagnostics import ScrubbingFormatter, note_crash, noting_crashes, scrub
from clinic_app.store.database import Database
from tests.conftest import PASSWORD

NAME, NUMBER, PHONE, PLACE = "金丝雀𬎆䶮", "990101195803071234", "19912345678", "演示村三组"
CANARIES = (NAME, "金丝雀", NUMBER, PHONE, PLACE, PASSWORD)
RECORD = "01a20116-c840-7142-913a-80e8c00d5217"
CRASHES = f"""
import sys, threading
from clinic_app import __main__ as program
from clinic_app.cli import main as command_line
def fails(argv=None):
    def inside():
        raise ValueError("{NAME} {NUMBER}")
    thread = threading.Thread(target=inside)
    thread.start()
    thread.join()
    try:
        {{}}["{PHONE}"]
    except KeyError:
        raise RuntimeError("{NAME} said {PASSWORD}")
command_line.main = fails
sys.exit(program.main())
"""


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that any logger says at DEBUG, as it would stand in the log."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(ScrubbingFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"mutation {RECORD} could not be judged: ValueError", f"mutation {RECORD} could not be judged: ValueError"),
        (f"{NAME} came", "* came"),
        (f"card {NUMBER}", "card *"),
        ("card 99010119580307123X", "card *"),
        (f"call {PHONE} or 0991-1234567 or +86 199 1234 5678.", "call * or * or *."),
        ("born 1958-03-07", "born *"),
        (f"/v1/residents?name={NAME}&id={NUMBER}&seq=17", "/v1/residents?name=*&id=*&seq=17"),
        ("key x'" + "0f" * 32 + "'", "key x'*'"),
        ("Bearer " + "aB3_" * 11, "Bearer *"),
        ("code 7K2M-9QXR-4TNB-HJ3V-8Z", "code *"),
        ("line\r\nERROR forged", "line*ERROR forged"),
        ("\x1b[31mred\u202egnp.exe", "*[31mred*gnp.exe"),
        (f"{RECORD}{NAME}", f"{RECORD}*"),
        ("17 of 4096 at form.py:1234", "17 of 4096 at form.py:1234"),
    ],
)
def test_ids_and_counts_stay_and_what_may_be_a_person_or_a_key_goes(said: str, kept: str) -> None:
    assert scrub(said) == kept


def test_of_a_library_only_the_pattern_is_said(written: io.StringIO) -> None:
    logging.getLogger("urllib3.connectionpool").debug('%s "GET %s"', "county", "/v1/residents/plainly-zhangsan")
    logging.getLogger("some.library").info(f"INSERT INTO resident VALUES ('{NAME}', 'zhangsan')")  # noqa: G004
    lines = written.getvalue().splitlines()
    assert lines[0] == 'DEBUG urllib3.connectionpool %s "GET %s"'
    assert lines[1].startswith("INFO some.library test_diagnostics:")
    assert "zhangsan" not in written.getvalue()


def test_an_exception_in_a_log_is_its_type_and_places_and_its_cause(written: io.StringIO) -> None:
    try:
        try:
            int(NAME)
        except ValueError as cause:
            raise RuntimeError(f"{PHONE} zhangsan") from cause
    except RuntimeError:
        logging.getLogger("clinic_app.care").exception("could not save %s", NAME)
    (line,) = written.getvalue().splitlines()
    assert line.startswith("ERROR clinic_app.care could not save * RuntimeError test_diagnostics.py:")
    assert " from ValueError test_diagnostics.py:" in line
    assert not [each for each in (*CANARIES, "zhangsan") if each in line]


def test_a_crash_note_names_the_place_and_no_value_also_of_a_thread(tmp_path: Path) -> None:
    try:
        raise ValueError(NAME)
    except ValueError as error:
        note_crash(tmp_path, error)

    def fails() -> None:
        raise KeyError(NUMBER)

    with noting_crashes(tmp_path):
        thread = threading.Thread(target=fails)
        thread.start()
        thread.join()
    first, second = (tmp_path / "crash.log").read_text("utf-8").splitlines()
    assert first.startswith("ValueError test_diagnostics.py:")
    assert second.startswith("KeyError test_diagnostics.py:")
    assert not [each for each in CANARIES if each in first + second]


def test_a_program_that_breaks_says_where_and_nothing_else() -> None:
    done = subprocess.run([sys.executable, "-c", CRASHES], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    thread, main = done.stderr.splitlines()
    assert thread.startswith("unexpected: ValueError <string>:")
    assert main.startswith("unexpected: RuntimeError <string>:")
    assert " from KeyError <string>:" in main
    assert not [each for each in CANARIES if each in done.stderr]


def test_a_days_work_at_debug_leaves_no_canary_on_stderr(database: Database, tmp_path: Path) -> None:
    fields = {"name": NAME, "sex": "2", "birth_date": "1958-03-07", "id_no": "990101195803070023", "phone": PHONE}
    person = save(database, [{"type": "resident", "fields": {**fields, "village_code": "990101100201"}}]).ids[0]
    database.close()
    environment = {**os.environ, "CLINIC_APP_LOG": "debug", "CLINIC_APP_PASSWORD": PASSWORD}
    saves = tmp_path / "saves.ndjson"
    lines = ({"type": "resident", "id": person, "fields": {"name": each}} for each in (NAME + "甲", 17, {"": PHONE}))
    saves.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines), "utf-8")
    said = ""
    for words in (
        ["records", "put", saves],
        ["search", NAME],
        ["print", "cover", person, "--out", tmp_path / "a.pdf"],
        ["records", "export", tmp_path / "all.ndjson"],
        ["backup", tmp_path / "a.clinicbackup"],
        ["check"],
    ):
        command = [sys.executable, "-m", "clinic_app", *map(str, words), "--data", str(database.folder)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=60, env=environment)
        said += done.stderr.decode("utf-8")
    assert "INFO clinic_app." in said
    assert not [each for each in (*CANARIES, "990101195803070023") if each in said]
    kept = [path for path in database.folder.rglob("*") if path.is_file() and path.suffix in (".log", ".json", ".txt")]
    assert not [each for path in kept for each in CANARIES if each.encode() in path.read_bytes()]
