"""The command line's contract: names, shapes, exit codes, one sentence on failure."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clinic_app.cli.main import build_parser, main
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.accounts import add_account
from clinic_app.store.database import Database
from tests.conftest import PASSWORD, USER

Run = Callable[..., tuple[int, list[Any], str]]
RESIDENT = {"name": "李某甲", "sex": "2", "birth_date": "1958-03-07", "village_code": "990101100201"}


@pytest.fixture
def run(database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a fresh laptop: exit code, JSON lines, stderr."""
    folder = database.folder

    def command(*words: object, data: Path = folder, password: str | None = PASSWORD) -> tuple[int, list[Any], str]:
        if password is not None:
            monkeypatch.setenv("CLINIC_APP_PASSWORD", password)
        monkeypatch.setattr("clinic_app.cli.session._from_environment", None)
        capsys.readouterr()
        code = main([*map(str, words), "--data", str(data), "--json"])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return command


def put(run: Run, folder: Path, *saves: Any) -> tuple[int, list[Any]]:
    path = folder / "saves.ndjson"
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in saves), encoding="utf-8")
    code, verdicts, _ = run("records", "put", path)
    return code, verdicts


def test_help_names_every_command_of_the_contract() -> None:
    shown = build_parser().format_help()
    for name in ("init", "enrol", "records", "fields", "import", "sync", "search", "worklist", "classify", "print"):
        assert name in shown
    for name in ("check", "backup", "restore", "demo", "county"):
        assert name in shown


def test_fields_describes_every_type_with_options_ranges_and_requirements(run: Run) -> None:
    code, types, _ = run("fields")
    assert code == 0
    assert {each["type"] for each in types} == set(RECORD_TYPES)
    visit = next(each for each in types if each["type"] == "visit")
    fields = {each["key"]: each for each in visit["fields"]}
    assert visit["required"] == ["resident_id", "visit_date", "visit_mode"]
    assert (fields["sbp"]["minimum"], fields["sbp"]["maximum"], fields["sbp"]["unit"]) == ("40", "300", "mmHg")
    assert fields["visit_mode"]["options"][1] == {"code": "2", "label": "家庭"}
    section = run("fields", "hypertension_followup")[1][0]
    signs = next(each for each in section["fields"] if each["key"] == "danger_signs")
    assert len(signs["options"]) > 5


def test_put_says_a_verdict_for_each_line_and_saves_the_good_ones(run: Run, tmp_path: Path) -> None:
    code, verdicts = put(run, tmp_path, {"type": "resident", "fields": RESIDENT}, {"type": "nothing"}, [])
    assert code == 1
    assert [(each["line"], each["ok"]) for each in verdicts] == [(1, True), (2, False), (3, False)]
    assert set(verdicts[1]["errors"][0]) == {"record", "field", "message"}
    out = tmp_path / "out.ndjson"
    assert run("records", "export", out, "--type", "resident", "--reason", "核对")[0] == 0
    line = json.loads(out.read_text(encoding="utf-8"))
    assert (line["id"], line["rev"], line["void"], line["fields"]["name"]) == (
        verdicts[0]["ids"][0],
        0,
        False,
        "李某甲",
    )


def test_put_patches_a_known_profile_and_needs_amends_for_a_known_event(run: Run, tmp_path: Path) -> None:
    known = put(run, tmp_path, {"type": "resident", "fields": RESIDENT})[1][0]["ids"][0]
    patch = {"type": "resident", "id": known, "fields": {"phone": "13900000000"}}
    visit = {"type": "visit", "fields": {"resident_id": known, "visit_date": "2026-11-01", "visit_mode": 2, "sbp": 150}}
    code, verdicts = put(run, tmp_path, patch, visit)
    seen = {"type": "visit", "id": verdicts[1]["ids"][0], "fields": {"sbp": 140}}
    refused, allowed = put(run, tmp_path, seen)[1], put(run, tmp_path, {**seen, "amends": True, "reason": "抄错"})[1]
    assert (code, refused[0]["ok"], allowed[0]["ok"]) == (0, False, True)


@pytest.mark.parametrize("text", ["李", "limoujia", "lmj", "%", "_", "'", "\x00", "𠅤", "👨‍👩‍👧", "甲-" * 2000])
def test_any_text_can_be_searched_for(run: Run, tmp_path: Path, text: str) -> None:
    put(run, tmp_path, {"type": "resident", "fields": RESIDENT})
    code, hits, _ = run("search", text)
    assert code == 0
    assert all(hit["type"] in ("resident", "household", "referral") for hit in hits)
    assert bool(hits) == (text in ("李", "limoujia", "lmj"))


def test_the_password_leaves_the_environment_at_start(run: Run) -> None:
    run("worklist")
    assert "CLINIC_APP_PASSWORD" not in os.environ


def test_several_accounts_ask_for_a_name(run: Run, database: Database) -> None:
    add_account(database, "乙医生", "口令-22")
    code, _, said = run("worklist")
    assert (code, "--user" in said) == (1, True)
    assert run("worklist", "--user", "乙医生", password="口令-22")[0] == 0
    assert run("worklist", "--user", USER)[0] == 0


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("sync",), 6, "还没有入网"),
        (("print", "referral", "x", "--out", "x.pdf"), 1, "没有这张转诊单"),
        (("records", "put", "nowhere.ndjson"), 1, "文件打不开"),
        (("import", "residents", "nowhere.csv"), 1, "文件打不开"),
        (("enrol", "--server", "http://10.1.1.1", "--code", "x"), 6, "https"),
        (("fields", "nothing"), 1, "没有“nothing”"),
    ],
)
def test_a_failure_is_one_sentence_and_an_exit_code(run: Run, words: tuple[str, ...], code: int, sentence: str) -> None:
    got, _, said = run(*words)
    assert (got, len(said.strip().splitlines())) == (code, 1)
    assert sentence in said


def test_a_wrong_call_is_told_in_chinese(run: Run) -> None:
    with pytest.raises(SystemExit) as ended:
        run("search")
    assert ended.value.code == 2


def test_a_password_comes_from_a_file_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "password").write_text(PASSWORD + "\n", encoding="utf-8")
    assert run("worklist", "--password-file", tmp_path / "password", password=None)[0] == 0
    assert run("worklist", "--password-file", tmp_path / "missing", password=None)[0] == 1


def test_a_county_command_without_the_county_extra_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("clinic_app.county.status_page", "clinic_app.county.database", "psycopg"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    code, _, said = run("county", "status", "--database", "postgresql://127.0.0.1:9/x")
    assert (code, "clinic_app[county]" in said) == (1, True)


def test_daily_copies_a_second_place_and_a_rehearsal_by_command(run: Run, database: Database, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    assert run("backup")[0] == 1
    assert run("backup", "--second-place", tmp_path / "nowhere")[0] == 1
    assert run("backup", "--second-place", tmp_path / "stick")[0] == 0
    code, lines, _ = run("backup", "--daily")
    assert code == 0
    assert [Path(each).exists() for each in lines[0]["backups"]] == [True, True]
    put(run, tmp_path, {"type": "resident", "fields": RESIDENT})
    code, lines, _ = run("backup", "--rehearse")
    assert (code, lines[0]["rows"], lines[0]["same"]) == (0, 1, True)
    code, lines, _ = run("backup", "--rehearse", tmp_path / "nothing")
    assert code == 1
    assert run("backup", "--no-second-place")[0] == 0
