"""The county's whole data leave it with a second administrator's password, where there are two."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from clinic_app.cli.county_session import reason_with_second
from clinic_app.cli.session import CommandProblem
from clinic_app.county import administrators
from clinic_app.county.admin_door import UNCONFIRMED
from clinic_app.county.database import CountyDatabase
from clinic_app.county.problems import CountyProblem, Refusal

PASSWORD = "stone-water-7"


def test_an_export_of_everything_needs_another_administrator_and_wrong_passwords_count(
    county: CountyDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "right").write_text(PASSWORD)
    (tmp_path / "wrong").write_text("wrong-password-1")

    def asked(second: str | None = None, file: str | None = "right") -> str:
        told = argparse.Namespace(reason="质控", second=second, second_password_file=file and str(tmp_path / file))
        return reason_with_second(county, told)

    assert asked() == "质控 [one]"
    assert "没有第二个人确认" in capsys.readouterr().err
    first = administrators.add(county, "演示管理员甲", PASSWORD, "test")
    assert asked() == "质控 [one]"
    administrators.add(county, "演示管理员乙", PASSWORD, "test")
    with pytest.raises(CountyProblem, match="另一位管理员确认"):
        asked()
    with pytest.raises(CommandProblem, match="没有第二个人的密码"):
        asked(first.name, None)
    for name, file in ((first.name, "wrong"), ("演示无此人", "right")):
        with pytest.raises(Refusal) as refused:
            asked(name, file)
        assert refused.value == UNCONFIRMED
    assert asked(first.name) == f"质控 [two:{first.id}]"
    administrators.disable(county, first.name, "test")
    with pytest.raises(Refusal):
        asked(first.name)
    assert asked() == "质控 [one]"
    for _ in range(4):
        with pytest.raises(Refusal):
            asked(first.name)
    with pytest.raises(Refusal, match="次数太多"):
        asked(first.name)
    with county.transaction() as connection:
        failed = connection.execute("SELECT count(*) FROM audit WHERE action = 'admin_login_failed'").fetchone()
    assert failed == (7,)
