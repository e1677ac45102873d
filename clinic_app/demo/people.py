"""Fictitious residents: names that nobody bears (surname, 某, stem and branch), area code 990101, plausible ages,
families and diseases. The families with a story of their own (cast.py) come first. The same seed gives the same people.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from clinic_app.demo.cast import FAMILIES, FEMALE, MALE, Role
from clinic_app.records.identifiers import new_id
from clinic_app.records.identity_number import check_character

AREA = "990101"
SURNAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
GROUPS = ("一组", "二组", "三组")
NO_DISEASE = "1"
DISEASE = {"hypertension": "2", "diabetes": "3", "copd": "5", "mental": "8", "tuberculosis": "9"}
FILED_DAYS = 470
"""Everybody has been on file for so long: longer than the oldest visit."""

Record = dict[str, Any]
CHILD: Record = {"education": "8", "occupation": "8", "marital": "1"}
GROWN_UP: Record = {"education": "7", "occupation": "4", "marital": "2"}
AT_HOME: Record = {
    "filing_org": "演示村甲卫生室",
    "filing_person": "甲医生",
    "responsible_doctor": "甲医生",
    "abo": "5",
    "rh": "3",
    "payment": ["3"],
    "exposure": ["1"],
    "family_father": ["1"],
    "family_mother": ["2"],
    "family_siblings": ["1"],
    "family_children": ["1"],
    "genetic": "1",
    "disability": ["1"],
    "kitchen_vent": "2",
    "fuel": "1",
    "water": "1",
    "toilet": "1",
    "livestock": "1",
}


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
    story: str = ""
    relation: str = ""
    registered_days: int = 0


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
        """Families until there are `residents` people in all; those with a story are always there."""
        made = 0
        for group, house_no, roles in FAMILIES:
            people = [self._actor(role) for role in roles]
            made += len(people)
            yield Family(new_id(self.now), self.code, group, house_no, people)
        door = len(FAMILIES)
        while made < residents:
            door += 1
            family = Family(new_id(self.now), self.code, GROUPS[door % len(GROUPS)], f"{door}号")
            for sex, age in self._ages()[: residents - made]:
                family.members.append(self._person(sex, age))
            made += len(family.members)
            yield family

    def registration(self, family: Family) -> Iterator[tuple[date, list[Record]]]:
        """The household with its members, and each programme on the day it began here; with the day of each save."""
        filed = self.today - timedelta(days=FILED_DAYS - self.chance.randint(0, 29))
        door = {"village_code": self.code, "group_name": family.group_name, "house_no": family.house_no}
        head = {**door, "head_name": family.members[0].name, "phone": self._phone()}
        saved: list[Record] = [{"type": "household", "id": family.id, "fields": head}]
        for place, person in enumerate(family.members):
            fields = {**self._file(family, person, place), "filing_date": filed.isoformat()}
            saved.append({"type": "resident", "id": person.id, "fields": fields})
        yield filed, saved
        for person in family.members:
            for programme in person.programmes:
                began = self.today - timedelta(days=person.registered_days or self.chance.randint(500, 1500))
                fields = {"resident_id": person.id, "programme": programme, "registered_on": began.isoformat()}
                yield max(began, filed), [{"type": "chronic_registration", "fields": fields}]

    def _file(self, family: Family, person: Person, place: int) -> Record:
        fields: Record = {
            "name": person.name,
            "sex": person.sex,
            "birth_date": person.birth_date.isoformat(),
            "id_no": self._number(person),
            "village_code": self.code,
            "household_id": family.id,
            "relation_to_head": person.relation or ("1" if place == 0 else "2" if place == 1 else "3"),
            "current_address": f"演示村{family.group_name}{family.house_no}",
            "registered_address": f"演示村{family.group_name}{family.house_no}",
            "phone": self._phone(),
            "residence_type": "1",
            "ethnicity": "01",
            **(GROWN_UP if person.birth_date.year < self.today.year - 18 else CHILD),
            **AT_HOME,
        }
        if len(family.members) > 1:
            fields |= {"contact_name": family.members[0 if place else 1].name, "contact_phone": self._phone()}
        fields["past_disease"] = [DISEASE[each] for each in person.programmes] or [NO_DISEASE]
        fields["drug_allergy"] = ["2"] if person.allergy else ["1"]
        return fields

    def _actor(self, role: Role) -> Person:
        born = self.today - timedelta(days=int(role.age * 365.25) + 100)
        name = role.name or next(self._names)
        return Person(
            new_id(self.now), name, role.sex, born, role.programmes, allergy=role.allergy, story=role.story,
            relation=role.relation, registered_days=role.registered_days,
        )  # fmt: skip

    def _person(self, sex: str, age: int) -> Person:
        born = self.today - timedelta(days=int(age * 365.25) + self.chance.randint(1, 300))
        likely = (("hypertension", 45, 0.34), ("diabetes", 45, 0.14), ("copd", 58, 0.03), ("mental", 25, 0.008))
        programmes = tuple(name for name, since, share in likely if age >= since and self.chance.random() < share)
        severity = self.chance.choices((0, 1, 3), (6, 3, 2))[0]
        allergy = self.chance.random() < 0.06
        return Person(new_id(self.now), next(self._names), sex, born, programmes, severity, allergy)

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

    def _phone(self) -> str:
        return f"1990000{self.chance.randint(0, 9999):04d}"

    def _all_names(self) -> Iterator[str]:
        pool = [f"{surname}某{stem}{branch}" for surname in SURNAMES for stem in STEMS for branch in BRANCHES]
        self.chance.shuffle(pool)
        while True:
            yield from pool
