"""Fictitious residents: names that nobody bears (surname, 某, stem and branch), area code 990101, plausible ages,
families and diseases. The same seed gives the same people."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from clinic_app.records.identifiers import new_id
from clinic_app.records.identity_number import check_character

AREA = "990101"
SURNAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
RARE_NAMES = ("䶮某甲", "李某𬎆", "王某㛃", "张某𠅤")
GROUPS = ("一组", "二组", "三组")
MALE, FEMALE = "1", "2"

Record = dict[str, Any]


@dataclass
class Person:
    """A resident to be, and what ails them."""

    id: str
    name: str
    sex: str
    birth_date: date
    programmes: tuple[str, ...] = ()
    severity: int = 0
    allergy: bool = False


@dataclass
class Family:
    """One household to be."""

    id: str
    village_code: str
    group_name: str
    house_no: str
    members: list[Person] = field(default_factory=list)


class Village:
    """Makes families one after another from a seed."""

    def __init__(self, code: str, today: date, now: datetime, seed: int) -> None:
        self.code = code
        self.today = today
        self.now = now
        self.chance = random.Random(f"{seed}:{code}")
        self._names = self._all_names()
        self._orders: dict[date, int] = {}

    def families(self, residents: int) -> Iterator[Family]:
        """Families until there are `residents` people in all."""
        made, door = 0, 0
        while made < residents:
            door += 1
            family = Family(new_id(self.now), self.code, GROUPS[door % len(GROUPS)], f"{door}号")
            for sex, age in self._ages()[: residents - made]:
                family.members.append(self._person(sex, age))
            made += len(family.members)
            yield family

    def registration(self, family: Family) -> list[Record]:
        """One save: the household, its members, their allergies and programmes."""
        door = {"village_code": self.code, "group_name": family.group_name, "house_no": family.house_no}
        head = family.members[0]
        saved: list[Record] = [{"type": "household", "id": family.id, "fields": {**door, "head_name": head.name}}]
        for place, person in enumerate(family.members):
            saved.append({"type": "resident", "id": person.id, "fields": self._file(family, person, place)})
            for programme in person.programmes:
                registered = self.today - timedelta(days=self.chance.randint(400, 2500))
                fields = {"resident_id": person.id, "programme": programme, "registered_on": registered.isoformat()}
                saved.append({"type": "chronic_registration", "fields": fields})
        return saved

    def history(self, person: Person) -> Iterator[list[Record]]:
        """Earlier follow-ups of a person, oldest first, one save each."""
        if not person.programmes:
            return
        visits = self.chance.randint(2, 4)
        last = self.chance.randint(10, 130)
        for number in range(visits, 0, -1):
            day = self.today - timedelta(days=last + (number - 1) * self.chance.randint(80, 95))
            yield self._visit(person, day)

    def _visit(self, person: Person, day: date) -> list[Record]:
        high = person.severity * 9
        visit_id = new_id(self.now)
        fields: Record = {
            "resident_id": person.id,
            "visit_date": day.isoformat(),
            "visit_mode": self.chance.choice("12"),
            "sbp": 122 + high + self.chance.randint(0, 14),
            "dbp": 72 + high // 2 + self.chance.randint(0, 9),
            "heart_rate": self.chance.randint(62, 86),
            "weight": f"{self.chance.randint(500, 780) / 10:.1f}",
            "height": f"{160 if person.sex == FEMALE else 170}",
            "smoking": 0,
            "drinking": "0",
            "psych": "1",
            "compliance": "1",
            "medicines": _medicines(person),
        }
        saved: list[Record] = [{"type": "visit", "id": visit_id, "fields": fields}]
        common = {"visit_id": visit_id, "symptoms": ["1"], "adherence": "1", "adr": "1"}
        if "hypertension" in person.programmes:
            saved.append({"type": "hypertension_followup", "fields": {**common, "salt": "中"}})
        if "diabetes" in person.programmes:
            fbg = f"{5.6 + person.severity * 0.8 + self.chance.randint(0, 9) / 10:.1f}"
            saved.append({"type": "diabetes_followup", "fields": {**common, "dorsalis_pedis": "1", "fbg": fbg}})
        return saved

    def _file(self, family: Family, person: Person, place: int) -> Record:
        fields: Record = {
            "name": person.name,
            "sex": person.sex,
            "birth_date": person.birth_date.isoformat(),
            "id_no": self._number(person),
            "village_code": self.code,
            "household_id": family.id,
            "relation_to_head": "1" if place == 0 else "2" if place == 1 else "3",
            "current_address": f"演示村{family.group_name}{family.house_no}",
            "phone": f"1990000{self.chance.randint(0, 9999):04d}",
            "residence_type": "1",
            "ethnicity": "01",
        }
        diseases = [{"hypertension": "2", "diabetes": "3"}[each] for each in person.programmes]
        fields["past_disease"] = diseases or ["1"]
        fields["drug_allergy"] = ["2"] if person.allergy else ["1"]
        return fields

    def _person(self, sex: str, age: int) -> Person:
        born = self.today - timedelta(days=int(age * 365.25) + self.chance.randint(1, 300))
        programmes = []
        if age >= 45 and self.chance.random() < 0.34:
            programmes.append("hypertension")
        if age >= 45 and self.chance.random() < 0.14:
            programmes.append("diabetes")
        severity = self.chance.choices((0, 1, 3), (6, 3, 2))[0]
        allergy = self.chance.random() < 0.06
        return Person(new_id(self.now), next(self._names), sex, born, tuple(programmes), severity, allergy)

    def _ages(self) -> list[tuple[str, int]]:
        """An old couple, a middle-aged one, or one with children; villages have more old people than towns."""
        kind = self.chance.random()
        if kind < 0.45:
            age = self.chance.randint(60, 84)
            return [(MALE, age), (FEMALE, age - self.chance.randint(0, 4))]
        if kind < 0.6:
            return [(self.chance.choice((MALE, FEMALE)), self.chance.randint(66, 90))]
        age = self.chance.randint(32, 58)
        children = [
            (self.chance.choice((MALE, FEMALE)), self.chance.randint(3, 20)) for _ in range(self.chance.randint(1, 2))
        ]
        return [(MALE, age), (FEMALE, age - self.chance.randint(0, 4)), *children]

    def _number(self, person: Person) -> str:
        order = self._orders.get(person.birth_date, 0) + 1
        self._orders[person.birth_date] = order
        digits = order * 2 + (1 if person.sex == MALE else 0)
        body = f"{AREA}{person.birth_date:%Y%m%d}{digits % 1000:03d}"
        return body + check_character(body)

    def _all_names(self) -> Iterator[str]:
        yield from RARE_NAMES
        pool = [f"{surname}某{stem}{branch}" for surname in SURNAMES for stem in STEMS for branch in BRANCHES]
        self.chance.shuffle(pool)
        while True:
            yield from pool


def _medicines(person: Person) -> list[Record]:
    found = []
    if "hypertension" in person.programmes:
        found.append({"name": "苯磺酸氨氯地平片", "times_per_day": 1, "dose": "5mg"})
    if "diabetes" in person.programmes:
        found.append({"name": "盐酸二甲双胍片", "times_per_day": 2, "dose": "0.5g"})
    return found
