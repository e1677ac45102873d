"""Lines of records: canonical out, and every hazard of a line is one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.exchange.records_file import DEEPEST, Problem, export_line, parse_line
from clinic_app.protocol.mutation import MAX_LINE


def deep(levels: int) -> bytes:
    return b'{"a":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"", "完整的JSON"),
        (b'{"type":"visit"', "完整的JSON"),
        (b"{'a':1}", "完整的JSON"),
        (b"[1,2]", "JSON对象"),
        (b'"text"', "JSON对象"),
        (b"null", "JSON对象"),
        (b'{"a":1,"b":2,"a":3}', "“a”在同一个对象里写了两次"),
        (b'{"fields":{"sbp":1,"sbp":2}}', "“sbp”"),
        (b'{"sbp":NaN}', "NaN"),
        (b'{"sbp":-Infinity}', "-Infinity"),
        (b'{"sbp":1e999}', "小数太大"),
        (b'{"n":9223372036854775808}', "整数太大"),
        (b'{"n":' + b"9" * 100_000 + b"}", "整数太大"),
        (deep(DEEPEST + 1), "嵌套"),
        (b"[" * 200_000, "嵌套"),
        (b'{"name":"\xff\xfe"}', "不是UTF-8"),
        ('{"name":"王甲"}'.encode("gb18030"), "不是UTF-8"),
        (b'{"name":"\xed\xa0\x80"}', "不是UTF-8"),
        (b'{"name":"\\ud800"}', "半个字符"),
        (b'{"\\udfff":1}', "半个字符"),
        (b'{"a":"' + b"x" * MAX_LINE + b'"}', "1MB"),
    ],
)
def test_a_line_that_is_no_save_is_one_sentence(line: bytes, words: str) -> None:
    problem = parse_line(line)
    assert isinstance(problem, Problem)
    assert words in problem.message
    assert "没有保存" in problem.message
    problem.message.encode("utf-8")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (b"{}", {}),
        (b'\xef\xbb\xbf{"a":1}\r\n', {"a": 1}),
        ('{"name":"𬎆\U00031350"}'.encode(), {"name": "𬎆\U00031350"}),
        (b'{"name":"\\ud872\\udf86"}', {"name": "\U0002cb86"}),
        (b'{"n":9223372036854775807,"m":-1,"w":61.5,"b":true,"z":null}',
         {"n": 2**63 - 1, "m": -1, "w": 61.5, "b": True, "z": None}),
    ],
)  # fmt: skip
def test_a_good_line_is_its_object(line: bytes, value: dict[str, Any]) -> None:
    assert parse_line(line) == value


def test_the_deepest_line_that_is_taken() -> None:
    assert isinstance(parse_line(deep(DEEPEST)), dict)


@given(st.binary(max_size=200))
def test_any_bytes_give_an_object_or_a_sentence(line: bytes) -> None:
    assert isinstance(parse_line(line), (dict, Problem))


@given(st.text(alphabet=st.sampled_from('{}[]":,\\ud8001eE+-.aNI王\x00 '), max_size=60))
def test_anything_that_looks_like_json_gives_an_object_or_a_sentence(text: str) -> None:
    assert isinstance(parse_line(text.encode()), (dict, Problem))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(fields=st.dictionaries(st.text("abcdef", min_size=1), VALUES, max_size=5), void=st.booleans())
def test_what_is_exported_reads_back_the_same(fields: dict[str, Any], void: bool) -> None:
    line = export_line("visit", "id-1", 7, void, fields)
    assert b"\n" not in line
    assert parse_line(line) == {"type": "visit", "id": "id-1", "rev": 7, "void": void, "fields": fields}


def test_equal_records_give_equal_bytes() -> None:
    one = export_line("visit", "x", 1, False, {"b": {"z": 1, "a": 2}, "a": "名"})
    two = export_line("visit", "x", 1, False, {"a": "名", "b": {"a": 2, "z": 1}})
    assert one == two == '{"type":"visit","id":"x","rev":1,"void":false,"fields":{"a":"名","b":{"a":2,"z":1}}}'.encode()


def test_half_a_character_is_written_as_its_escape() -> None:
    line = export_line("visit", "x", 0, False, {"name": "王\ud800"})
    assert json.loads(line)["fields"]["name"] == "王\ud800"
