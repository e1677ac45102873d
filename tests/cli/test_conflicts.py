"""`conflicts`: list what waits, choose, take the choice back, in the words and shapes of the contract."""

from __future__ import annotations

import json
from typing import Any

import pytest

from clinic_app.cli import session
from clinic_app.cli.main import main
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from tests.care.conflicts import FILE, FIRST, SECOND, arrive, clash, last_save, shown, side
from tests.conftest import NOW, PASSWORD, USER


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_from_environment", PASSWORD)


@pytest.fixture
def person(database: Database) -> str:
    known = new_id(NOW)
    arrive(database, "resident", known, 3, {**FILE, "phone": "222"})
    return known


@pytest.fixture
def phone(database: Database, person: str) -> str:
    sides = [side(FIRST, {"phone": "111"}), side(SECOND, {"phone": "222"}, author=database.actor.account)]
    return clash(database, "resident", person, "phone", sides, base={"phone": "000"})


def run(database: Database, *words: str) -> int:
    return main(["--data", str(database.folder), "--user", USER, "conflicts", *words])


def listed(database: Database, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert run(database, "list", "--json", *words) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_list_is_one_object_for_each_conflict(
    database: Database, person: str, phone: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (found,) = listed(database, capsys)
    assert (found["id"], found["type"], found["record"], found["resident_id"]) == (phone, "resident", person, person)
    assert (found["group"], found["names"], found["labels"]) == ("phone", ["phone"], {"phone": "本人电话"})
    assert (found["base"], found["shown"], found["state"]) == ({"phone": "000"}, SECOND, "open")
    assert [(each["key"], each["value"], each["mid"]) for each in found["values"]] == [
        ("A", {"phone": "111"}, FIRST),
        ("B", {"phone": "222"}, SECOND),
    ]
    assert [each["author_name"] for each in found["values"]] == [None, USER]
    assert found["values"][0]["device"] == "device of a"
    assert run(database, "list") == 0
    words = capsys.readouterr().out
    assert "李某甲" in words
    assert "222" in words


@pytest.mark.parametrize(("choice", "value"), [("A", "111"), ("b", "222")])
def test_one_side_is_kept(database: Database, person: str, phone: str, choice: str, value: str) -> None:
    assert run(database, "resolve", phone, "--keep", choice, "--reason", "问过本人") == 0
    assert shown(database, "resident", person)["phone"] == value
    assert last_save(database).ops[1].reason == "问过本人"


def test_another_value_is_written_and_the_choice_taken_back(
    database: Database, person: str, phone: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(database, "resolve", phone, "--value", "19900001234", "--reason", "问过本人") == 0
    assert shown(database, "resident", person)["phone"] == "19900001234"
    capsys.readouterr()
    assert listed(database, capsys) == []
    assert [each["state"] for each in listed(database, capsys, "--all")] == ["closed"]
    assert run(database, "reopen", phone, "--reason", "看错") == 0
    capsys.readouterr()
    assert [each["state"] for each in listed(database, capsys)] == ["open"]
    assert shown(database, "resident", person)["phone"] == "222"


def test_a_group_is_written_as_an_object_or_as_its_one_differing_field(database: Database) -> None:
    known = new_id(NOW)
    arrive(database, "resident", known, 3, FILE)
    names = ("name", "sex", "birth_date", "id_type", "id_no")
    one = {name: FILE.get(name) for name in names}
    found = clash(database, "resident", known, "identity", [side(FIRST, one), side(SECOND, {**one, "name": "李某乙"})])
    assert run(database, "resolve", found, "--value", "李某丙", "--reason", "问过本人") == 0
    assert shown(database, "resident", known)["name"] == "李某丙"
    assert run(database, "reopen", found, "--reason", "看错") == 0
    whole = json.dumps({"name": "李某丁", "sex": "2"}, ensure_ascii=False)
    assert run(database, "resolve", found, "--value", whole, "--reason", "问过本人") == 0
    assert shown(database, "resident", known)["name"] == "李某丁"


@pytest.mark.parametrize(
    "words",
    [
        ("resolve", "{id}", "--keep", "Z", "--reason", "x"),
        ("resolve", "{id}", "--keep", "A", "--reason", " "),
        ("resolve", "01a20116-0000-7000-8000-0000000000ff", "--keep", "A", "--reason", "x"),
        ("resolve", "01a20116-0000-7000-8000-0000000000ff", "--value", "1", "--reason", "x"),
        ("reopen", "{id}", "--reason", "x"),
    ],
)
def test_a_refusal_is_one_sentence_and_exit_code_one(
    database: Database, phone: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(database, *(each.format(id=phone) for each in words)) == 1
    told = capsys.readouterr().err.strip()
    assert told
    assert len(told.splitlines()) == 1
    assert [each["state"] for each in listed(database, capsys)] == ["open"]


def test_a_choice_must_be_made(database: Database, phone: str) -> None:
    with pytest.raises(SystemExit):
        run(database, "resolve", phone, "--reason", "x")
