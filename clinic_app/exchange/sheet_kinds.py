"""The kinds of sheets that come in, the columns that each may have, and by which names other programs call them.

A column's names are the declared label of the field, the column names of residents (resident_columns.py) and the
aliases here. A key is `person.<field>` for whom a row is of, `visit.<field>`, `section.<field>`,
`registration.<field>`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clinic_app.exchange import resident_columns
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field, Kind

RESIDENTS, REGISTRATIONS, DEATHS, MOVES = "residents", "registrations", "deaths", "moves"
HYPERTENSION, DIABETES = "hypertension", "diabetes"
SECTIONS: Mapping[str, str] = {HYPERTENSION: "hypertension_followup", DIABETES: "diabetes_followup"}
"""Kinds of sheets of follow-ups: the section of a visit that a row is."""
MEDICINES = 4
_UNIT = re.compile(r"(?<=[^A-Z])(MMHG|MMOL/L|KG/M2|KG|CM|次/分钟?|克/天|支/[日天]|两/[日天])$")
"""A unit at the end of a column name says nothing about which column it is."""
_PERSON = ("name", "id_no", "birth_date", "sex", "phone", "record_no", "place.village")
_NOT_ASKED = {"resident_id", "visit_id", "original_codes", "provenance", "not_measured", "outcome", "lost_reason",
              "outcome_reason", "death_date", "death_cause", "death_somatic", "typist"}  # fmt: skip
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "visit.visit_date": ("随访日期", "日期", "随访时间", "本次随访日期"),
    "visit.visit_mode": ("随访方式", "方式"),
    "visit.sbp": ("收缩压", "高压", "血压收缩压", "收缩压mmHg", "血压高值"),
    "visit.dbp": ("舒张压", "低压", "血压舒张压", "舒张压mmHg", "血压低值"),
    "visit.pressure": ("血压", "血压mmHg", "本次血压"),
    "visit.bmi": ("体质指数", "BMI", "体重指数"),
    "visit.smoking": ("日吸烟量", "吸烟", "吸烟量"),
    "visit.drinking": ("日饮酒量", "饮酒", "饮酒量"),
    "visit.exercise_freq": ("运动次数", "每周运动次数", "运动频率"),
    "visit.exercise_min": ("每次运动时间", "运动时间", "每次运动分钟"),
    "visit.doctor_sign": ("随访医生签名", "随访医生", "医生", "随访人", "随访医生姓名"),
    "visit.note": ("备注", "说明"),
    "section.classification": ("此次随访分类", "随访分类", "本次随访分类", "分类"),
    "section.next_visit_date": ("下次随访日期", "下次随访时间", "预约下次随访"),
    "section.adherence": ("服药依从性", "依从性"),
    "section.adr": ("药物不良反应", "不良反应"),
    "section.fbg": ("空腹血糖值", "空腹血糖", "空腹血糖mmol/L", "血糖"),
    "section.hba1c": ("糖化血红蛋白", "HbA1c"),
    "section.salt": ("摄盐情况", "摄盐", "摄盐情况（咸淡）"),
    "section.staple_food": ("主食", "主食克/天", "主食量"),
    "section.dorsalis_pedis": ("足背动脉搏动", "足背动脉"),
    "section.hypoglycemia": ("低血糖反应", "低血糖"),
    "registration.programme": ("病种", "慢病种类", "慢病类型", "登记病种", "疾病", "管理类型"),
    "registration.registered_on": ("登记日期", "建卡日期", "管理日期", "纳入管理日期", "登记时间"),
    "registration.diagnosed_on": ("确诊时间", "确诊日期", "诊断日期", "确诊年月"),
    "registration.source": ("登记来源", "来源"),
    "death.death_date": ("死亡日期", "死亡时间", "去世日期", "死亡年月日"),
    "death.cause": ("死亡原因", "死因", "根本死因", "死亡原因分类"),
    "death.told_on": ("报告日期", "登记日期", "上报日期", "知道日期"),
    "move.moved_on": ("迁出日期", "迁移日期", "变动日期", "迁出时间"),
    "move.to": ("迁往", "迁往地", "迁入地", "去向", "迁往地址", "现住地"),
    "move.kind": ("迁移类型", "变动类型", "迁入迁出", "类型"),
}  # fmt: skip
_OTHER_WORDS = {"death.death_date": "死亡日期", "death.cause": "死亡原因", "death.told_on": "报告日期",
                "move.moved_on": "迁出日期", "move.to": "迁往", "move.kind": "迁移类型",
                "visit.pressure": "收缩压/舒张压"}  # fmt: skip
DEATH_KEYS = ("death.death_date", "death.cause", "death.told_on", "visit.visit_mode", "visit.note")
MOVE_KEYS = ("move.kind", "move.moved_on", "move.to", "visit.visit_mode", "visit.note")
REGISTRATION_KEYS = tuple(f"registration.{each}" for each in ("programme", "registered_on", "diagnosed_on", "source"))


@dataclass(frozen=True)
class SheetColumn:
    """Something that a sheet may say: our key, our word, the names that stand over such a column elsewhere."""

    key: str
    words: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class SheetKind:
    """A kind of sheet: its code, its word, its columns, and the keys of which each row needs one of each group."""

    name: str
    words: str
    columns: tuple[SheetColumn, ...]
    needed: tuple[tuple[str, ...], ...]

    def guess(self, header: str) -> str | None:
        """Our key for a column name; None for a column that means nothing to this kind of sheet."""
        wanted = plain(header)
        return next((each.key for each in self.columns if wanted in each.names), None)

    def column(self, key: str) -> SheetColumn | None:
        """A column by its key."""
        return next((each for each in self.columns if each.key == key), None)

    def missing(self, keys: Iterable[str]) -> list[str]:
        """In words what no column says although each row must."""
        have = set(keys)
        return [
            "或".join(found.words for key in group if (found := self.column(key)))
            for group in self.needed
            if not have & set(group)
        ]


def plain(header: str) -> str:
    """A column name without brackets, signs and spaces, for comparing."""
    written = unicodedata.normalize("NFKC", header)
    bare = re.sub(r"[(\[【].*?[)\]】]|[\s*:：·._-]", "", written).upper()
    return _UNIT.sub("", bare) or bare


def _column(key: str, words: str, names: Sequence[str]) -> SheetColumn:
    return SheetColumn(key, words, tuple(dict.fromkeys(plain(each) for each in (words, *names) if each)))


def _person_columns() -> list[SheetColumn]:
    return [_column(f"person.{key}", resident_columns.LABEL[key], resident_columns.HEADERS[key]) for key in _PERSON]


def _declared_columns(prefix: str, fields: Mapping[str, Field]) -> list[SheetColumn]:
    found = []
    for name, declared in fields.items():
        skipped = declared.derived or name in _NOT_ASKED or declared.kind in (Kind.ITEMS, Kind.OBJECT, Kind.REFERENCE)
        if not skipped:
            key = f"{prefix}.{name}"
            target = declared.label.removesuffix("·目标")
            names = [*_ALIASES.get(key, ())]
            if target != declared.label:
                names += [f"目标{target}", f"{target}目标", f"{target}目标值"]
            found.append(_column(key, declared.label, names))
    return found


def _own(keys: Iterable[str]) -> list[SheetColumn]:
    found = []
    for key in keys:
        prefix, _, name = key.partition(".")
        record = {"visit": "visit", "registration": "chronic_registration"}.get(prefix)
        words = _OTHER_WORDS.get(key) or (RECORD_TYPES[record].fields[name].label if record else key)
        found.append(_column(key, words, _ALIASES.get(key, ())))
    return found


def _medicine_columns() -> list[SheetColumn]:
    found = []
    for number in range(1, MEDICINES + 1):
        also = ("药物名称", "药品名称", "药物") if number == 1 else ()
        names = (f"药品名称{number}", f"药物{number}", f"药品{number}", f"用药{number}", *also)
        found.append(_column(f"medicine{number}.name", f"药物名称{number}", names))
        usage = (
            f"用法用量{number}",
            f"用法{number}",
            f"用药用法{number}",
            *(("用法用量", "用法") if number == 1 else ()),
        )
        found.append(_column(f"medicine{number}.usage", f"用法{number}", usage))
    return found


def _visits(name: str, words: str) -> SheetKind:
    visit = _declared_columns("visit", RECORD_TYPES["visit"].fields)
    section = _declared_columns("section", RECORD_TYPES[SECTIONS[name]].fields)
    columns = (*_person_columns(), *visit, *_own(["visit.pressure"]), *section, *_medicine_columns())
    return SheetKind(name, words, columns, (_WHO, ("visit.visit_date",)))


def _residents() -> SheetKind:
    columns = tuple(_column(key, resident_columns.LABEL[key], names) for key, names in resident_columns.HEADERS.items())
    return SheetKind(RESIDENTS, "居民名单", columns, (("name",), ("birth_date", "id_no"), ("sex", "id_no")))


_WHO = ("person.id_no", "person.name")
KINDS: Mapping[str, SheetKind] = {
    RESIDENTS: _residents(),
    REGISTRATIONS: SheetKind(
        REGISTRATIONS,
        "慢病登记",
        (*_person_columns(), *_own(REGISTRATION_KEYS)),
        (_WHO, ("registration.programme",)),
    ),
    HYPERTENSION: _visits(HYPERTENSION, "高血压随访"),
    DIABETES: _visits(DIABETES, "2型糖尿病随访"),
    DEATHS: SheetKind(DEATHS, "死亡名单", (*_person_columns(), *_own(DEATH_KEYS)), (_WHO, ("death.death_date",))),
    MOVES: SheetKind(MOVES, "迁出名单", (*_person_columns(), *_own(MOVE_KEYS)), (_WHO, ("move.moved_on",))),
}
"""By code, in the order in which they are offered."""

_ONLY = {HYPERTENSION: ("section.salt",), DIABETES: ("section.fbg", "section.dorsalis_pedis", "section.hypoglycemia")}


def guess_kind(headers: Sequence[str]) -> str:
    """Which kind of sheet has these column names: one that the whole row of them fits best."""

    def fitness(name: str) -> tuple[int, int, int]:
        kind = KINDS[name]
        keys = {found for each in headers if (found := kind.guess(each))}
        telling = sum(each in keys for each in _ONLY.get(name, ()))
        needed = all(keys & set(group) for group in kind.needed)
        return (needed, telling, len(keys)) if name != RESIDENTS else (needed, 0, len(keys))

    best = max(KINDS, key=fitness)
    visits = {name: fitness(name) for name in SECTIONS}
    for name in (DEATHS, MOVES, REGISTRATIONS):
        kind = KINDS[name]
        own = kind.needed[-1]
        if any(kind.guess(each) in own for each in headers) and not any(fit[0] for fit in visits.values()):
            return name
    return best
