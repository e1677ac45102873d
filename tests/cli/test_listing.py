"""`worklist` on the command line: the keys that scripts rely on, and those that are new."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from clinic_app.care.save import save
from clinic_app.cli.main import main
from clinic_app.store.database import Database
from tests.conftest import PASSWORD

OLD_KEYS = {
    "resident_id", "name", "sex", "age", "village_code", "group_name", "household_id", "house_no", "due_date", "state",
    "risk", "why", "last_reading", "reasons",
}  # fmt: skip
OLD_REASON_KEYS = {"kind", "programme", "words", "due_date", "state", "referral_id"}


@pytest.fixture
def ask(
    database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[str]]:
    """`ask(...)`: the lines that `worklist` prints for a clinic with one elderly patient."""
    fields = {"name": "李某甲", "sex": "2", "birth_date": "1957-03-02", "village_code": "990101100201"}
    person = save(database, [{"type": "resident", "fields": fields}]).ids[0]
    registered = {"resident_id": person, "programme": "hypertension", "registered_on": "2026-11-10"}
    save(database, [{"type": "chronic_registration", "fields": registered}])
    folder: Path = database.folder
    database.close()

    def command(*words: str) -> list[str]:
        monkeypatch.setenv("CLINIC_APP_PASSWORD", PASSWORD)
        monkeypatch.setattr("clinic_app.cli.session._from_environment", None)
        capsys.readouterr()
        assert main(["worklist", "--data", str(folder), "--on", "2026-11-25", *words]) == 0
        return capsys.readouterr().out.splitlines()

    return command


def test_json_keeps_its_keys_and_says_windows_rules_and_attempts(ask: Callable[..., list[str]]) -> None:
    (line,) = ask("--json")
    item = json.loads(line)
    assert item.keys() >= OLD_KEYS
    assert {"attempts", "unreached", "next_try_on"} <= item.keys()
    reasons = {(each["kind"], each["programme"]): each for each in item["reasons"]}
    assert reasons.keys() == {("followup", "hypertension"), ("examination", ""), ("followup", "elderly")}
    for each in reasons.values():
        assert each.keys() >= OLD_REASON_KEYS
    followup = reasons["followup", "hypertension"]
    assert followup["window"] == ["2026-11-10", "2026-11-24"]
    assert (followup["state"], followup["words"], followup["due_date"]) == ("overdue", "高血压随访", "2026-11-24")
    assert reasons["followup", "elderly"]["rule"] == "E-02"


def test_words_say_until_when_who_what_and_why(ask: Callable[..., list[str]]) -> None:
    (line,) = ask()
    assert line.startswith("2026-11-24  李某甲")
    assert "高血压随访" in line
    assert line.endswith("已逾期")


def test_another_village_has_nobody(ask: Callable[..., list[str]]) -> None:
    assert ask("--village", "990101100202", "--json") == []
