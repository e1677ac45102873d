"""An export of everything: at a township a second person confirms it by password; who works alone is told so."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from clinic_app.cli.main import main
from clinic_app.protocol.audience import Scope
from clinic_app.store.accounts import add_account, list_accounts
from clinic_app.store.database import Database
from clinic_app.store.device import Device, save_device
from clinic_app.store.local_tables import audit
from tests.conftest import PASSWORD, USER

SECOND, SECOND_PASSWORD = "演示护士", "second-person-1"


def _details(database: Database) -> list[str | None]:
    with database.read() as connection:
        return list(connection.scalars(select(audit.c.detail).where(audit.c.action == "export").order_by(audit.c.seq)))


def test_everything_goes_out_at_a_township_only_with_a_second_person(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    village = Device("device-1", 3, "990101", "T1", "演示卫生院", "village_clinic", "township_clinician",
                     Scope("T1", "township_centre"), "http://127.0.0.1:1", "")  # fmt: skip
    township = msgspec.structs.replace(village, kind="township_centre")
    (tmp_path / "own").write_text(PASSWORD)
    (tmp_path / "second").write_text(SECOND_PASSWORD)
    (tmp_path / "wrong").write_text("wrong-password")
    out = tmp_path / "out.ndjson"

    def export(*second: str) -> tuple[int, str]:
        begin = ("--data", str(database.folder), "--user", USER, "--password-file", str(tmp_path / "own"))
        code = main([*begin, "records", "export", str(out), "--reason", "核对", *second])
        return code, capsys.readouterr().err

    for device, told, said in ((village, "核对", ""), (township, "核对 [one]", "没有第二个人确认")):
        with database.write() as connection:
            save_device(connection, device)
        code, words = export()
        assert code == 0
        assert words.count("确认") == bool(said)
        assert said in words
        assert _details(database)[-1] == told
    out.unlink()
    add_account(database, SECOND, SECOND_PASSWORD)
    second = next(each for each in list_accounts(database) if each.name == SECOND)
    code, words = export()
    assert code == 1
    assert "由另一个人确认" in words
    for name, file, said in ((SECOND, "wrong", ""), (USER, "own", "不能是正在操作的人自己")):
        code, words = export("--second", name, "--second-password-file", str(tmp_path / file))
        assert code == 1
        assert said in words
    assert not out.exists(), "a refused export writes nothing"
    assert export("--second", SECOND, "--second-password-file", str(tmp_path / "second")) == (0, "")
    assert out.exists()
    assert _details(database)[-1] == f"核对 [two:{second.id}]"
