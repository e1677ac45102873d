"""`clinic-app classify`: the contract of docs, line by line."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.cli.classify import add_options, classify_lines

KEYS = [
    "classification",
    "meets_assessment_target",
    "meets_clinical_target",
    "referral",
    "next_visit_date",
    "reasons",
    "rule_version",
]
GOOD: dict[str, Any] = {"programme": "hypertension", "age": 60, "visit_date": "2026-11-22", "sbp": 128, "dbp": 78}
DIABETIC: dict[str, Any] = {"programme": "diabetes", "age": 60, "visit_date": "2026-11-22", "fbg": 6.1}


def judge(**changes: Any) -> dict[str, Any]:
    return judge_text(json.dumps({**GOOD, **changes}, ensure_ascii=False))


def judge_text(line: str | bytes) -> dict[str, Any]:
    (answer,) = classify_lines([line])
    return answer


def refused_fields(answer: dict[str, Any]) -> list[str | None]:
    assert list(answer) == ["line", "ok", "errors"]
    assert answer["ok"] is False
    assert all(list(error) == ["field", "message"] and error["message"] for error in answer["errors"])
    return [error["field"] for error in answer["errors"]]


def test_a_full_line_gives_exactly_the_agreed_keys() -> None:
    answer = judge(
        age=67,
        sbp=152,
        dbp=96,
        fbg=None,
        symptoms=[2, "6"],
        danger_signs=[],
        adr=1,
        new_complication=False,
        previous=[{"visit_date": "2026-08-03", "classification": 2}],
    )
    assert list(answer) == KEYS
    reasons = answer.pop("reasons")
    assert answer == {
        "classification": 2,
        "meets_assessment_target": False,
        "meets_clinical_target": False,
        "referral": "routine",
        "next_visit_date": "2026-12-06",
        "rule_version": "hypertension-2026-03",
    }
    assert "收缩压 152 ≥ 150，血压未达考核目标（H-08）" in reasons


def test_a_controlled_diabetic_comes_back_in_ninety_days() -> None:
    answer = judge_text(json.dumps(DIABETIC))
    assert [answer[key] for key in KEYS[:5]] == [1, True, True, None, "2027-02-20"]
    assert answer["rule_version"] == "diabetes-2026-03"


def test_numbers_and_codes_may_come_as_text() -> None:
    as_text = judge(
        age="67",
        sbp="152",
        dbp="96.0",
        adr="2",
        danger_signs=["2"],
        previous=[{"visit_date": "2026-08-03", "classification": "3"}],
    )
    as_numbers = judge(
        age=67, sbp=152.0, dbp=96, adr=2, danger_signs=[2], previous=[{"visit_date": "2026-08-03", "classification": 3}]
    )
    assert as_text == as_numbers
    assert (as_text["classification"], as_text["referral"]) == (3, "urgent")
    assert judge_text(json.dumps({**DIABETIC, "fbg": "6.1"})) == judge_text(json.dumps(DIABETIC))
    assert judge(sbp="１５２") == judge(sbp=152)


def test_glucose_keeps_its_decimals() -> None:
    assert judge_text(json.dumps({**DIABETIC, "fbg": 6.99}))["meets_assessment_target"] is True
    assert judge_text(json.dumps({**DIABETIC, "fbg": 7.0}))["meets_assessment_target"] is False


def test_danger_signs_come_as_codes_or_words_of_the_programme() -> None:
    for given_sign in ("剧烈头痛或头晕", "2", 2):
        assert judge(danger_signs=[given_sign])["referral"] == "urgent"
    assert judge(danger_signs=["无"])["referral"] is None
    assert judge_text(json.dumps({**DIABETIC, "danger_signs": ["体温>39℃"]}))["referral"] == "urgent"


def test_symptom_codes_never_imply_a_danger_sign() -> None:
    assert judge(symptoms=[2, 3, 4, 5, 6, 7]) == judge()


def test_what_was_not_asked_may_be_absent_or_null() -> None:
    absent = {name: None for name in ("fbg", "symptoms", "danger_signs", "adr", "new_complication", "previous")}
    assert judge(**absent) == judge()
    unjudged = judge(sbp=None, dbp=None)
    assert (unjudged["classification"], unjudged["meets_assessment_target"]) == (None, None)


def test_a_name_the_contract_does_not_know_is_left_alone() -> None:
    assert judge(id="x", heart_rate="quick") == judge()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"programme": "copd"}, "programme"),
        ({"programme": None}, "programme"),
        ({"programme": ["hypertension"]}, "programme"),
        ({"visit_date": None}, "visit_date"),
        ({"visit_date": "2026-02-30"}, "visit_date"),
        ({"visit_date": "2026-2-3"}, "visit_date"),
        ({"visit_date": "20261122"}, "visit_date"),
        ({"visit_date": "2026-W10-4"}, "visit_date"),
        ({"visit_date": 20261122}, "visit_date"),
        ({"visit_date": "1026-11-22"}, "visit_date"),
        ({"visit_date": "9999-12-31"}, "visit_date"),
        ({"sbp": "abc"}, "sbp"),
        ({"sbp": ""}, "sbp"),
        ({"sbp": True}, "sbp"),
        ({"sbp": [128]}, "sbp"),
        ({"sbp": {"value": 128}}, "sbp"),
        ({"sbp": 128.5}, "sbp"),
        ({"sbp": -128}, "sbp"),
        ({"sbp": 301}, "sbp"),
        ({"sbp": 39, "dbp": 30}, "sbp"),
        ({"sbp": "1e2"}, "sbp"),
        ({"dbp": 19}, "dbp"),
        ({"sbp": 250, "dbp": 201}, "dbp"),
        ({"sbp": 78, "dbp": 128}, "sbp"),
        ({"sbp": 100, "dbp": 100}, "sbp"),
        ({"age": -1}, "age"),
        ({"age": 131}, "age"),
        ({"age": 60.5}, "age"),
        ({"fbg": 0.4}, "fbg"),
        ({"fbg": 60.1}, "fbg"),
        ({"fbg": 0}, "fbg"),
        ({"danger_signs": ["头痛"]}, "danger_signs"),
        ({"danger_signs": [99]}, "danger_signs"),
        ({"danger_signs": "胸闷"}, "danger_signs"),
        ({"danger_signs": [None]}, "danger_signs"),
        ({"danger_signs": ["无", "胸闷"]}, "danger_signs"),
        ({"symptoms": 2}, "symptoms"),
        ({"symptoms": [True]}, "symptoms"),
        ({"symptoms": [2.5]}, "symptoms"),
        ({"adr": 3}, "adr"),
        ({"adr": True}, "adr"),
        ({"adr": "有"}, "adr"),
        ({"new_complication": 1}, "new_complication"),
        ({"new_complication": "false"}, "new_complication"),
        ({"previous": {}}, "previous"),
        ({"previous": ["2"]}, "previous"),
        ({"previous": [{"classification": 2}]}, "previous"),
        ({"previous": [{"visit_date": "2026-08-03"}]}, "previous"),
        ({"previous": [{"visit_date": "2026-08-03", "classification": 5}]}, "previous"),
        ({"previous": [{"visit_date": "2026-08-32", "classification": 2}]}, "previous"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(changes: dict[str, Any], field: str) -> None:
    assert refused_fields(judge(**changes)) == [field]


@pytest.mark.parametrize(
    ("changes", "classification"),
    [
        ({"sbp": 300, "dbp": 200}, 2),
        ({"sbp": 40, "dbp": 20}, 1),
        ({"age": 0}, 1),
        ({"age": 130}, 1),
        ({"fbg": 0.5}, 1),
        ({"fbg": 60}, 1),
    ],
)
def test_the_ends_of_what_is_possible_are_judged(changes: dict[str, Any], classification: int) -> None:
    assert judge(**changes)["classification"] == classification


def test_a_line_tells_all_its_errors_at_once() -> None:
    answer = judge(sbp=0, dbp=0, age="sixty", adr=9)
    assert refused_fields(answer) == ["sbp", "dbp", "age", "adr"]
    assert answer["errors"][0]["message"] == "收缩压 0 不可能，应在 40-300 mmHg 之间"
    assert answer["errors"][2]["message"] == "年龄“sixty”不是数字"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("{", None),
        ("not json", None),
        ("[]", None),
        ("1", None),
        ("null", None),
        ('{"sbp": NaN}', None),
        ('{"fbg": Infinity}', None),
        ('{"fbg": 1e99999999999999999999}', None),
        ('{"sbp": ' + "9" * 5000 + "}", None),
        ("[" * 100_000, None),
        ('{"sbp": 120, "sbp": 180}', "sbp"),
        (b'{"programme": "\xff"}', None),
        (json.dumps(GOOD).encode("utf-16"), None),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_line_that_is_no_json_object_is_refused(line: str | bytes, field: str | None) -> None:
    assert refused_fields(judge_text(line)) == [field]


def test_a_bad_line_leaves_the_others_alone_and_blank_lines_count() -> None:
    good = json.dumps(GOOD)
    answers = list(classify_lines([good, "", "  \r\n", "{", good.encode() + b"\r\n", "\u3000"]))
    assert answers[0] == answers[2] == judge()
    assert answers[1]["line"] == 4
    assert len(answers) == 3


def test_a_byte_order_mark_does_not_matter() -> None:
    good = json.dumps(GOOD)
    assert judge_text(b"\xef\xbb\xbf" + good.encode()) == judge()
    assert judge_text("\ufeff" + good) == judge()


def test_an_error_with_half_a_character_can_still_be_printed() -> None:
    answer = judge_text('{"programme": "hypertension", "visit_date": "2026-11-22", "danger_signs": ["\\ud800"]}')
    assert refused_fields(answer) == ["danger_signs"]
    json.dumps(answer, ensure_ascii=False).encode("utf-8")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
near_lines = st.fixed_dictionaries(
    {
        "programme": st.sampled_from(["hypertension", "diabetes"]) | json_values,
        "visit_date": st.dates().map(str) | json_values,
    },
    optional={
        name: json_values | plausible
        for name, plausible in {
            "age": st.integers(-1, 131),
            "sbp": st.integers(30, 310),
            "dbp": st.integers(10, 210),
            "fbg": st.floats(0, 61),
            "symptoms": st.lists(st.integers(0, 12), max_size=3),
            "danger_signs": st.lists(st.integers(0, 13) | st.sampled_from(["胸闷", "无"]), max_size=3),
            "adr": st.sampled_from([1, 2, "1", "2"]),
            "new_complication": st.booleans(),
            "previous": st.lists(
                st.fixed_dictionaries({"visit_date": st.dates().map(str), "classification": st.integers(0, 5)}),
                max_size=3,
            ),
        }.items()
    },
)


@given(near_lines | json_values)
def test_any_json_value_is_judged_or_refused_and_always_the_same(value: Any) -> None:
    line = json.dumps(value)
    answer = judge_text(line)
    assert answer == judge_text(line)
    assert list(answer) == KEYS or refused_fields(answer)
    json.dumps(answer, ensure_ascii=False).encode("utf-8")


@given(st.binary(max_size=60))
def test_any_bytes_are_judged_refused_or_blank(line: bytes) -> None:
    for answer in classify_lines([line]):
        assert list(answer) == KEYS or refused_fields(answer)


def command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_options(parser)
    arguments = parser.parse_args(words)
    code: int = arguments.run(arguments)
    return code


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_command_prints_one_object_per_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "随访.ndjson"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\n\n" + json.dumps(DIABETIC).encode())
    assert command(str(file)) == 0
    assert printed(capsys) == [judge(), judge_text(json.dumps(DIABETIC))]


def test_the_command_tells_of_bad_lines_by_its_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "visits.ndjson"
    file.write_text("{\n" + json.dumps(GOOD) + "\n", encoding="utf-8")
    assert command(str(file)) == 1
    bad, good = printed(capsys)
    assert (bad["line"], bad["ok"]) == (1, False)
    assert good == judge()


def test_a_minus_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(GOOD).encode()), encoding="ascii"))
    assert command("-") == 0
    assert printed(capsys) == [judge()]


def test_a_file_that_cannot_be_read_is_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path / "absent.ndjson", tmp_path):
        assert command(str(path)) == 2
        output = capsys.readouterr()
        assert output.out == ""
        assert output.err.startswith(f"读不到文件 {path}，")
        assert output.err.count("\n") == 1
