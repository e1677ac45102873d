"""A laptop leaves the county: with a proof that nothing of it is missing, and only then without keys."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import msgspec
import pytest
import requests

from clinic_app.care.save import save
from clinic_app.cli.main import main
from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase
from clinic_app.protocol import signing
from clinic_app.store.database import Database, open_database
from clinic_app.store.device import load_device, read_setting, save_device
from clinic_app.store.errors import StoreError
from clinic_app.store.local_tables import audit
from clinic_app.sync.errors import ServerRefused, Unreachable
from clinic_app.sync.retire import NotSettled, ask_to_retire
from clinic_app.sync.session import enrolled_device, sync_once
from tests.conftest import PASSWORD, USER
from tests.county.laptop import OTHER_VILLAGE, RESIDENT
from tests.sync.conftest import Enrolled


def person(database: Database, **fields: str) -> None:
    save(database, [{"type": "resident", "fields": {**RESIDENT, **fields}}])


def command(folder: Path, *words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("CLINIC_APP_PASSWORD", PASSWORD)
    return main([*words, "--data", str(folder)])


def test_the_county_signs_that_it_has_everything(laptop: Enrolled) -> None:
    database = laptop("V1")
    person(database)
    sync_once(database)
    proof = ask_to_retire(database, "换新电脑")
    payload, _, signature = proof.partition(".")
    raw = base64.b64decode(payload)
    device = enrolled_device(database)
    assert signing.verifies(base64.b64decode(device.county_key), signature, raw)
    said = json.loads(raw)
    assert (said["device"], said["last_seq"]) == (device.id, 1)
    assert sync_once(database).exit_code == 6
    # A lost answer burns nothing.
    assert ask_to_retire(database).partition(".")[0]


def test_nothing_goes_while_a_save_is_not_sent(laptop: Enrolled) -> None:
    database = laptop("V1")
    person(database)
    with pytest.raises(NotSettled, match="1次保存没有上传"):
        ask_to_retire(database)
    sync_once(database)
    person(database, village_code=OTHER_VILLAGE)
    sync_once(database)
    with pytest.raises(NotSettled, match="1次保存被退回"):
        ask_to_retire(database)
    assert sync_once(database).exit_code == 4


def test_the_county_itself_refuses_when_it_misses_a_save(laptop: Enrolled) -> None:
    database = laptop("V1")
    person(database)
    sync_once(database)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = 3 WHERE name = 'outbox'")
    with pytest.raises(ServerRefused, match="还有2次保存没有到县平台"):
        ask_to_retire(database)
    assert sync_once(database).exit_code == 0


def test_a_proof_that_the_county_did_not_sign_is_none(laptop: Enrolled) -> None:
    database = laptop("V1")
    with database.write() as connection:
        device = load_device(connection)
        assert device
        other = base64.b64encode(signing.new_key_pair()[1]).decode()
        save_device(connection, msgspec.structs.replace(device, county_key=other))
    with pytest.raises(Unreachable, match="无法核对"):
        ask_to_retire(database)
    with database.read() as connection:
        assert read_setting(connection, "retired") is None


def test_the_command_shows_the_proof_and_then_the_data_opens_no_more(
    laptop: Enrolled, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = laptop("V1")
    person(database)
    folder = database.folder
    database.close()
    keys = (folder / "keys.json").read_bytes()
    assert command(folder, "retire", "--json", monkeypatch=monkeypatch) == 1
    assert "--yes" in capsys.readouterr().err
    assert command(folder, "retire", "--yes", "--json", monkeypatch=monkeypatch) == 0
    assert json.loads(capsys.readouterr().out)["proof"]
    assert not (folder / "keys.json").exists()
    (folder / "keys.json").write_bytes(keys)
    with pytest.raises(StoreError, match="设备密钥"):
        open_database(folder, USER, PASSWORD, clock)


def test_the_command_destroys_nothing_without_a_line(
    laptop: Enrolled, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = laptop("V1")
    with database.write() as connection:
        device = load_device(connection)
        assert device
        save_device(connection, msgspec.structs.replace(device, server="http://127.0.0.1:1"))
    assert command(database.folder, "retire", "--yes", monkeypatch=monkeypatch) == 1
    assert "没有退役" in capsys.readouterr().err
    assert (database.folder / "keys.json").exists()


def test_the_reason_stands_in_the_audit(laptop: Enrolled) -> None:
    database = laptop("V1")
    ask_to_retire(database, "换新电脑")
    with database.read() as connection:
        details = [row.detail for row in connection.execute(audit.select().where(audit.c.action == "retire"))]
    assert details == ["换新电脑"]


def test_check_compares_with_the_county_when_there_is_a_line(
    laptop: Enrolled, county: CountyDatabase, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = laptop("V1")
    person(database)
    sync_once(database)

    def digest() -> str:
        command(database.folder, "check", "--json", monkeypatch=monkeypatch)
        told = json.loads(capsys.readouterr().out)
        assert {"ok", "findings", "pending", "quarantined"} <= set(told)
        return str(told["digest"])

    assert digest() == "equal"
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE resident SET digest = 1")
    assert digest() == "repaired"
    assert digest() == "equal"

    def unplugged(*_: object, **__: object) -> None:
        raise requests.ConnectionError("unplugged")

    monkeypatch.setattr(requests.Session, "request", unplugged)
    assert digest() == "unknown"
