"""How a Chinese name is spelled by the people who search for it: full pinyin, initials, the order of lists.

Spelling goes by character through pypinyin's character table, never through its phrase engine: names are no phrases,
and a township's names are spelled in a second. Surnames have readings of their own; where the common reading is also
what people type, both find the person.
"""

from __future__ import annotations

import os
import unicodedata
from functools import cache
from itertools import islice, product
from typing import NamedTuple

MOST_SPELLINGS = 6
SURNAME = {
    "单": ("shan", "dan"), "曾": ("zeng", "ceng"), "仇": ("qiu", "chou"), "解": ("xie", "jie"), "区": ("ou", "qu"),
    "查": ("zha", "cha"), "华": ("hua",), "盖": ("ge", "gai"), "缪": ("miao", "mou"), "尉": ("wei", "yu"),
    "翟": ("zhai", "di"), "覃": ("qin", "tan"), "乐": ("yue", "le"), "朴": ("piao", "pu"), "冼": ("xian",),
    "折": ("she", "zhe"), "员": ("yun", "yuan"), "繁": ("po", "fan"), "秘": ("bi", "mi"), "种": ("chong", "zhong"),
    "黑": ("he", "hei"), "召": ("shao", "zhao"), "车": ("che", "ju"), "谌": ("chen", "shen"), "褚": ("chu", "zhu"),
    "郇": ("xun", "huan"), "贾": ("jia", "gu"), "隽": ("juan", "jun"), "乜": ("nie", "mie"), "句": ("gou", "ju"),
    "牟": ("mu", "mou"), "粘": ("nian", "zhan"), "洗": ("xian", "xi"), "宓": ("mi", "fu"), "能": ("nai", "neng"),
    "不": ("fou", "bu"), "柏": ("bai", "bo"), "卜": ("bu", "bo"), "石": ("shi", "dan"), "沈": ("shen", "chen"),
    "任": ("ren",), "宁": ("ning",), "应": ("ying",), "燕": ("yan",), "纪": ("ji",), "冯": ("feng",), "盛": ("sheng",),
    "葛": ("ge",), "殷": ("yin",), "祭": ("zhai", "ji"), "都": ("du", "dou"), "重": ("chong", "zhong"),
    "干": ("gan",), "和": ("he",), "佴": ("nai", "er"), "适": ("kuo", "shi"), "厘": ("xi", "li"), "幺": ("yao",),
    "参": ("shen", "can"), "相": ("xiang",), "哈": ("ha",), "那": ("na",), "过": ("guo",), "晟": ("cheng", "sheng"),
}  # fmt: skip
COMPOUND = {
    "万俟": ("mo", "qi"), "尉迟": ("yu", "chi"), "长孙": ("zhang", "sun"), "澹台": ("tan", "tai"),
    "令狐": ("ling", "hu"), "单于": ("chan", "yu"), "皇甫": ("huang", "fu"), "鲜于": ("xian", "yu"),
    "宇文": ("yu", "wen"), "贺兰": ("he", "lan"), "呼延": ("hu", "yan"), "赫连": ("he", "lian"),
}  # fmt: skip
GIVEN = {
    "长": ("chang", "zhang"), "朝": ("chao", "zhao"), "重": ("chong", "zhong"), "行": ("xing", "hang"),
    "乐": ("le", "yue"), "盛": ("sheng", "cheng"), "传": ("chuan", "zhuan"), "参": ("shen", "can"),
    "茜": ("qian", "xi"), "晟": ("sheng", "cheng"), "柏": ("bai", "bo"), "强": ("qiang", "jiang"),
    "藏": ("cang", "zang"), "浚": ("jun", "xun"), "还": ("huan", "hai"), "降": ("xiang", "jiang"),
    "纶": ("lun", "guan"), "省": ("sheng", "xing"), "宿": ("su", "xiu"), "钥": ("yue", "yao"), "曾": ("zeng", "ceng"),
    "单": ("dan", "shan"), "解": ("jie", "xie"), "调": ("tiao", "diao"), "和": ("he",), "会": ("hui",), "大": ("da",),
    "正": ("zheng",), "量": ("liang",), "薄": ("bo", "bao"), "华": ("hua",), "弟": ("di",), "兴": ("xing",),
}  # fmt: skip


class Spelling(NamedTuple):
    """What a name is found by besides itself. `sort` puts names in pinyin order, one character at a time."""

    pinyin: tuple[str, ...]
    initials: tuple[str, ...]
    sort: str


@cache
def reading(character: str) -> str:
    """The most usual reading without its tone, `lv` for 吕; empty where no table knows one."""
    listed: str = _table().get(ord(character), "")
    plain = unicodedata.normalize("NFD", listed.split(",")[0].replace("ü", "v"))
    return "".join(each for each in plain.replace("u\u0308", "v") if each.isalpha() and each.isascii())


@cache
def _table() -> dict[int, str]:
    # Imported late, and without the phrases, which nobody here asks: they take fifty megabytes and half a second.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT


@cache
def _surname_readings(character: str) -> tuple[str, ...]:
    return _with_plain_u(SURNAME.get(character) or (reading(character) or character,))


@cache
def _given_readings(character: str) -> tuple[str, ...]:
    return _with_plain_u(GIVEN.get(character) or (reading(character) or character,))


def _with_plain_u(readings: tuple[str, ...]) -> tuple[str, ...]:
    """吕 is typed lv and lu; both find it."""
    return readings + tuple(each.replace("v", "u") for each in readings if each in ("lv", "nv", "lve", "nve"))


def spell(name: str) -> Spelling:
    """All spellings of a folded name; a character without a reading stands for itself."""
    if not name:
        return Spelling((), (), "")
    compound = COMPOUND.get(name[:2])
    if compound:
        choices = [(each,) for each in compound] + [_given_readings(each) for each in name[2:]]
    else:
        choices = [_surname_readings(name[0])] + [_given_readings(each) for each in name[1:]]
    usual = [each[0] for each in choices]
    pairs = zip(usual, name, strict=True)
    sort = " ".join([f"{part} {character}" if part != character else part for part, character in pairs])
    if sum(map(len, choices)) == len(choices):
        # As most names are read in one way only.
        return Spelling(("".join(usual),), ("".join([part[0] for part in usual]),), sort)
    found = list(islice(product(*choices), MOST_SPELLINGS))
    pinyin = tuple(dict.fromkeys("".join(each) for each in found))
    initials = tuple(dict.fromkeys("".join([part[0] for part in each]) for each in found))
    return Spelling(pinyin, initials, sort)
