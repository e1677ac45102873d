"""`clinic-app attach`: the same door as the window's, with a sentence for everything that is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from clinic_app.care.save import save
from clinic_app.cli import main as command
from clinic_app.cli import session
from clinic_app.clock import SystemClock
from clinic_app.records.content import examine
from clinic_app.store import blobs
from clinic_app.store.database import open_database
from tests.conftest import PASSWORD, USER, DatabaseFactory
from tests.contents import HTML

Run = Callable[..., int]


@pytest.fixture
def visit(make_database: DatabaseFactory) -> str:
    with make_database("clinic") as database:
        person = {"name": "李某甲", "sex": "2", "birth_date": "1958-03-07", "village_code": "990101100201"}
        resident = save(database, [{"type": "resident", "fields": person}]).ids[0]
        fields = {"resident_id": resident, "visit_date": "2026-11-20", "visit_mode": "1"}
        return save(database, [{"type": "visit", "fields": fields}]).ids[0]


@pytest.fixture
def run(visit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(session, "_from_environment", PASSWORD)
    return lambda *words: command.main(["--data", str(tmp_path / "clinic"), "--user", USER, *words])


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    image = QImage(3000, 2000, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    path = tmp_path / "心电图.jpg"
    assert image.save(str(path), "JPEG", 95)
    return path


def test_a_photo_goes_in_small_and_comes_out_again(
    run: Run, visit: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--json", "attach", "visit", visit, str(photo)) == 0
    added = json.loads(capsys.readouterr().out)
    assert run("--json", "attach", "--list", visit) == 0
    row = json.loads(capsys.readouterr().out)
    assert {name: row[name] for name in ("sha256", "title", "state", "type")} == {
        "sha256": added["sha256"], "title": "心电图.jpg", "state": "local", "type": "visit_attachment",
    }  # fmt: skip
    assert run("attach", "--out", str(tmp_path / "out.jpg"), added["sha256"], "--reason", "会诊") == 0
    raw = (tmp_path / "out.jpg").read_bytes()
    assert len(raw) == row["size"] < 300 << 10
    assert max(examine(raw).width, examine(raw).height) <= 1800
    with open_database(tmp_path / "clinic", USER, PASSWORD, SystemClock()) as database, database.read() as connection:
        acts = [entry for entry in connection.exec_driver_sql("SELECT action, target, detail FROM audit")]
        assert ("export", f"attachment:{added['id']}", "会诊") in [tuple(each) for each in acts]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("visit", "VISIT", "HTML"), "不是"),
        (("resident", "VISIT", "PHOTO"), "只能加到"),
        (("visit", "01a20116-c840-7142-913a-80e8c00d5217", "PHOTO"), "没有这次随访"),
        (("visit", "VISIT", "/nowhere"), "打不开"),
        (("visit", "VISIT"), "写法"),
        (("--out", "OUT", "0" * 64), "没有这个指纹"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_leaves_nothing(
    run: Run, visit: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    (tmp_path / "page.pdf").write_bytes(HTML)
    places = {"VISIT": visit, "HTML": str(tmp_path / "page.pdf"), "PHOTO": str(photo), "OUT": str(tmp_path / "out")}
    assert run("attach", *(places.get(each, each) for each in words)) == 1
    assert said in capsys.readouterr().err
    assert run("--json", "attach", "--list", visit) == 0
    assert capsys.readouterr().out == ""
    assert not (tmp_path / "out").exists()


def test_contents_can_be_held_back_and_let_go(run: Run, tmp_path: Path) -> None:
    for act, paused in (("--pause", True), ("--resume", False)):
        assert run("attach", act) == 0
        with open_database(tmp_path / "clinic", USER, PASSWORD, SystemClock()) as data, data.read() as connection:
            assert blobs.is_paused(connection) is paused


def test_the_records_are_described_like_all_others(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json", "fields", "visit_attachment") == 0
    described = json.loads(capsys.readouterr().out)
    assert described["required"] == ["visit_id", "sha256", "media_type", "size"]
