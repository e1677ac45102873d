"""`clinic-app scan`: found, not found, and kept for later, by exit code and words."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from clinic_app.care.slip_carrier import carrier_text
from clinic_app.cli.main import main
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, save_device
from clinic_app.sync.session import sync_once
from tests.conftest import PASSWORD
from tests.sync.conftest import Enrolled, cluster, county, emptied, fresh_url, laptop, open_folder, server
from tests.sync.test_scan import issued, slip_no

__all__ = ["cluster", "county", "emptied", "fresh_url", "laptop", "open_folder", "server"]

Run = Callable[..., tuple[int, list[Any], str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(database: Database, *words: str, typed: str = "") -> tuple[int, list[Any], str]:
        monkeypatch.setenv("CLINIC_APP_PASSWORD", PASSWORD)
        monkeypatch.setattr("clinic_app.cli.session._from_environment", None)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        capsys.readouterr()
        code = main(["scan", *words, "--data", str(database.folder), "--json"])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return command


def test_a_slip_is_found_by_code_by_number_and_later(laptop: Enrolled, run: Run) -> None:
    village, desk = laptop("V1"), laptop("H1")
    sync_once(desk)
    referral_id = issued(village)
    text = carrier_text(village, referral_id)
    code, (missing,), _ = run(desk, slip_no(village, referral_id), "--name", "王𬎆")
    assert (code, missing["referral_id"]) == (1, "")

    with desk.write() as connection:
        device = load_device(connection)
        assert device is not None
        save_device(connection, msgspec.structs.replace(device, server="http://127.0.0.1:9"))
    code, (kept,), _ = run(desk, "-", typed=text + "\n")
    assert (code, kept["kept"]) == (3, True)
    assert run(desk, slip_no(village, referral_id), "--name", "王𬎆")[0] == 3
    with desk.write() as connection:
        save_device(connection, device)
    sync_once(desk)
    code, (answer,), _ = run(desk, "--answers")
    assert (code, answer["referral_id"], answer["here"]) == (0, referral_id, True)
    assert run(desk, "--answers") == (0, [], "")

    code, (found,), _ = run(desk, text)
    assert (code, found["referral_id"], found["from_paper"]) == (0, referral_id, True)
    assert "已找到王𬎆的转诊单" in found["words"]
    code, _, said = run(desk)
    assert code == 1
    assert "没有查找" in said
    assert run(village, text[:-1] + "x")[0] == 1


def test_a_laptop_that_is_not_enrolled_is_told_so(database: Database, run: Run) -> None:
    code, _, said = run(database, "0001-00001-000-0", "--name", "王")
    assert code == 6
    assert "还没有入网" in said
