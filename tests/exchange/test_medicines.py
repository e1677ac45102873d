"""Names of medicines are found by words, pinyin and initials without a line; a county's list takes their place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.exchange.medicines import MedicineList, medicine_list
from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES
from clinic_app.records.validation import check_values

SHIPPED = medicine_list()


def names(found: MedicineList, text: str, limit: int = 10, *programmes: str) -> list[str]:
    return [each.name for each in found.search(text, limit, programmes)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("氨氯", "氨氯地平"),
        ("ald", "氨氯地平"),
        ("aldp", "氨氯地平"),
        ("ALDP", "氨氯地平"),
        ("anlvdiping", "氨氯地平"),
        ("xst", "缬沙坦"),
        ("xieshatan", "缬沙坦"),
        ("ejsg", "二甲双胍"),
        ("akbt", "阿卡波糖"),
        ("zzryds", "重组人胰岛素注射液"),
        ("czryds", "重组人胰岛素注射液"),
        ("ｌｐｔ", "利培酮"),
        ("yyj", "异烟肼"),
        ("dxs", "单硝酸异山梨酯"),
        ("门冬胰岛素30", "门冬胰岛素30注射液"),
    ],
)
def test_a_medicine_is_found_by_what_people_type(typed: str, first: str) -> None:
    assert first in names(SHIPPED, typed)[:3]


def test_a_beginning_comes_before_a_middle_and_the_own_programme_before_others() -> None:
    assert names(SHIPPED, "硝")[0].startswith("硝")
    found = names(SHIPPED, "l", 200, "tuberculosis")
    assert found.index("利福平") < found.index("氯沙坦钾")
    assert names(SHIPPED, "", 5, "tuberculosis")[0] == "异烟肼"
    assert names(SHIPPED, "", 5) == []
    assert names(SHIPPED, "没有这种药") == []
    assert len(names(SHIPPED, "a", 7)) == 7


def test_the_shipped_list_holds_the_common_drugs_of_every_programme_once() -> None:
    assert len(SHIPPED.medicines) >= 150
    assert len({each.name for each in SHIPPED.medicines}) == len(SHIPPED.medicines)
    for programme in set(PROGRAMME_SECTION) - {"elderly"}:
        assert sum(programme in each.programmes for each in SHIPPED.medicines) >= 15, programme
    for each in SHIPPED.medicines:
        assert each.programmes
        assert each.group
        assert each.strength
        assert each.usage
        taken = {"medicines": [{"name": each.name, "dose": each.strength, "usage": each.usage}]}
        assert check_values(RECORD_TYPES["visit"], taken).errors == ()


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("name\n演示药甲\n演示药乙\n".encode(), ["演示药甲", "演示药乙"]),
        ("药品名称,规格,用法\n演示药甲,5mg,每日1次\n".encode("gb18030"), ["演示药甲"]),
        ("\ufeff序号,通用名\n1,演示药甲\n2,\n3,演示药甲\n".encode(), ["演示药甲"]),
    ],
)
def test_a_county_s_own_file_takes_the_place_of_the_shipped_one(tmp_path: Path, raw: bytes, wanted: list[str]) -> None:
    (tmp_path / "medicines.csv").write_bytes(raw)
    found = medicine_list(tmp_path)
    assert ([each.name for each in found.medicines], found.problem) == (wanted, "")
    assert names(found, "ysy") == wanted


@pytest.mark.parametrize("raw", [b"", b"a,b\n1,2\n", b"name\n", b"\xff\xfe\x00", b'name\n"open'])
def test_a_file_that_is_no_list_is_told_and_the_shipped_one_stays(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "medicines.csv").write_bytes(raw)
    found = medicine_list(tmp_path)
    if raw != b'name\n"open':
        assert found.problem.startswith("medicines.csv里没有")
        assert found.medicines == SHIPPED.medicines
    assert found.medicines


def test_without_an_own_file_the_shipped_list_is_used(tmp_path: Path) -> None:
    assert medicine_list(tmp_path) == SHIPPED


def test_a_search_is_quick_enough_for_every_letter_typed() -> None:
    names(SHIPPED, "a")
    began = time.perf_counter()
    for typed in ("a", "al", "ald", "氨"):
        names(SHIPPED, typed)
    assert time.perf_counter() - began < 0.2


@given(st.text(max_size=8))
def test_any_text_can_be_typed(text: str) -> None:
    assert len(SHIPPED.search(text, 5, ("hypertension",))) <= 5
