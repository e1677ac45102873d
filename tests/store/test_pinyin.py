"""Names are found by the ways in which people spell them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.store.pinyin import MOST_SPELLINGS, reading, spell


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("王丽华", "wanglihua", "wlh"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("单雄信", "danxiongxin", "dxx"),
        ("曾国", "zengguo", "zg"),
        ("曾国", "cengguo", "cg"),
        ("仇英", "qiuying", "qy"),
        ("仇英", "chouying", "cy"),
        ("解缙", "xiejin", "xj"),
        ("解缙", "jiejin", "jj"),
        ("吕布", "lvbu", "lb"),
        ("吕布", "lubu", "lb"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("赵长乐", "zhaochangle", "zcl"),
        ("赵长乐", "zhaozhangyue", "zzy"),
        ("𬎆明", "yingming", "ym"),
        ("䶮山", "yanshan", "ys"),
    ],
)
def test_a_name_has_every_spelling_that_people_type(name: str, pinyin: str, initials: str) -> None:
    spelling = spell(name)
    assert pinyin in spelling.pinyin
    assert initials in spelling.initials


def test_a_character_without_a_reading_stands_for_itself() -> None:
    assert reading("𡛓") == ""
    assert spell("阿𡛓").pinyin == ("a𡛓",)


def test_lists_follow_pinyin_syllable_by_syllable_and_keep_one_surname_together() -> None:
    names = ["章三", "张一", "李明", "梁山", "张三", "章一", "李"]
    assert sorted(names, key=lambda name: spell(name).sort) == ["李", "李明", "梁山", "张三", "张一", "章三", "章一"]


@given(st.text(max_size=60))
def test_any_text_has_a_spelling_and_never_many(name: str) -> None:
    spelling = spell(name)
    assert len(spelling.pinyin) <= MOST_SPELLINGS
    assert bool(spelling.sort) == bool(name)
