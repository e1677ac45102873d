"""A fictitious township in an encrypted file, for the benchmarks: area code 990101, invented people.

    python -m benchmarks.dataset FOLDER [--residents 60000] [--years 5]

Surnames are common ones; given names are heavenly stems and earthly branches, so that no line can be a real person's.
Rows are written straight into the tables, as a first sync leaves them.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from clinic_app.clock import FrozenClock
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.records.identity_number import check_character
from clinic_app.store.database import Database, create_database
from clinic_app.store.findable import index_residents

AREA = "990101"
TODAY = date(2026, 11, 22)
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈单仇解"
GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥春夏秋冬东南西北"
PER_HOUSEHOLD = 3.2
VILLAGE_SIZE = 3000
BATCH = 5000
PASSWORD = "benchmark"
ELDER_BORN = "1961-11-22"
EXAMINED_SHARE = 0.7
"""Of the elderly, in a year."""
EXAMINED = {
    "symptoms": ["1"], "exercise_state": "1", "smoking_state": "1", "drinking_state": "1", "lips": "1", "hearing": "1",
    "haemoglobin": "132", "white_cells": "6.1", "platelets": "210", "fbg": "5.6", "alt": "21", "ast": "24",
    "creatinine": "71", "urea": "5.30", "total_cholesterol": "4.61", "triglycerides": "1.20", "evaluation": "1",
}  # fmt: skip
SHARES = (("hypertension", 0.083), ("diabetes", 0.034), ("mental", 0.004), ("copd", 0.006), ("tuberculosis", 0.0005))
SECTIONS = (*(f"{programme}_followup" for programme, _ in SHARES), "health_examination", "elderly_assessment")
UNASKED = ("tuberculosis", "copd")
ASSESSED = {"eating": "0", "grooming": "0", "dressing": "0", "toileting": "0", "mobility": "0", "self_care_score": 0}
Row = dict[str, Any]


class Township:
    """Draws people, families, visits and referrals from one seeded source."""

    def __init__(self, residents: int, years: int, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.clock = FrozenClock(datetime(2021, 1, 4, 1, tzinfo=UTC))
        self.residents = residents
        self.years = years
        self.villages = [f"{AREA}001{number:03d}" for number in range(1, max(2, residents // VILLAGE_SIZE + 1))]
        self.managed: list[tuple[str, str]] = []
        self.elders: list[str] = []

    def record(self, **fields: Any) -> Row:
        """A row with the columns that every record has."""
        self.clock.advance(timedelta(milliseconds=1))
        return {"id": new_id(self.clock.now()), "rev": 1, "void": False, "author": "demo", **fields}

    def name(self) -> str:
        """An invented name of two or three characters."""
        given = self.random.choices(GIVEN, k=self.random.choice((1, 2, 2, 2)))
        return self.random.choice(SURNAMES) + "".join(given)

    def person(self, village: str, door: Row, relation: str) -> Row:
        """One member of a household."""
        draw = self.random
        born = date(1930, 1, 1) + timedelta(days=draw.randrange(34000))
        sex = draw.choice("12")
        order = draw.randrange(500) * 2 + (1 if sex == "1" else 0)
        body = f"{AREA}{born:%Y%m%d}{order % 1000:03d}"
        return self.record(
            name=self.name(), sex=sex, birth_date=born.isoformat(), id_no=body + check_character(body),
            village_code=village, household_id=door["id"], relation_to_head=relation,
            phone=f"1990000{draw.randrange(10000):04d}" if relation == "1" else None,
            current_address=f"演示县演示镇{int(village[-3:])}号村{door['group_name']}{door['house_no']}",
        )  # fmt: skip

    def families(self) -> Iterator[tuple[Row, list[Row]]]:
        """Households with their members, until the township is full."""
        made = 0
        while made < self.residents:
            village = self.villages[made * len(self.villages) // self.residents]
            door = self.record(
                village_code=village,
                group_name=f"{self.random.randrange(1, 9)}组",
                house_no=f"{self.random.randrange(1, 400)}号",
            )
            size = min(self.random.choice((1, 2, 3, 3, 4, 4, 5)), self.residents - made)
            people = [self.person(village, door, "1" if place == 0 else "8") for place in range(size)]
            door["head_name"] = people[0]["name"]
            made += size
            yield door, people

    def registrations(self, resident_id: str, born: str) -> list[Row]:
        """The elderly; roughly eight in a hundred have hypertension, three and a half diabetes, few the others."""
        found = [] if born > ELDER_BORN else self._elder(resident_id)
        for programme, share in SHARES:
            if self.random.random() < share:
                self.managed.append((resident_id, programme))
                found.append(self.record(resident_id=resident_id, programme=programme, registered_on="2021-03-01"))
        return found

    def _elder(self, resident_id: str) -> list[Row]:
        self.elders.append(resident_id)
        return [self.record(resident_id=resident_id, programme="elderly", registered_on="2021-03-01")]

    def followup(self, resident_id: str, programme: str, day: date) -> tuple[Row, Row]:
        """A visit and its section."""
        draw = self.random
        sbp = draw.randrange(110, 156)
        visit = self.record(
            resident_id=resident_id, visit_date=day.isoformat(), visit_mode="2", sbp=sbp, dbp=sbp - 50,
            heart_rate=72, weight="61.5", height="162",
            medicines=[{"name": "演示药", "times_per_day": 1, "dispensed_on": day.isoformat(), "days_supplied": 84}],
        )  # fmt: skip
        verdict = {"classification": "1" if sbp < 140 else "2"}
        verdict["next_visit_date"] = (day + timedelta(days=90 if sbp < 140 else 14)).isoformat()
        adherence = {} if programme in UNASKED else {"adherence": "1"}
        section = self.record(visit_id=visit["id"], **adherence, **verdict)
        if programme == "tuberculosis":
            del section["classification"]
        if programme == "diabetes":
            section["fbg"] = f"{draw.randrange(45, 120) / 10}"
        return visit, section

    def yearly_service(self, resident_id: str, day: date) -> tuple[Row, Row, Row]:
        """A visit of an elderly person with the examination and the assessment."""
        sbp = self.random.randrange(110, 156)
        visit = self.record(
            resident_id=resident_id, visit_date=day.isoformat(), visit_mode="1", sbp=sbp, dbp=sbp - 50, weight="58",
        )  # fmt: skip
        examination = self.record(visit_id=visit["id"], **EXAMINED)
        return visit, examination, self.record(visit_id=visit["id"], **ASSESSED)

    def visit_days(self) -> Iterator[date]:
        """Every day of the years, oldest first."""
        first = TODAY.replace(year=TODAY.year - self.years)
        return (first + timedelta(days=offset) for offset in range((TODAY - first).days))


def fill(connection: Connection, township: Township, extra_visits: int) -> None:
    """Write the township; `extra_visits` more visits without a section stand for the rest of five years' records."""
    villages = [township.record(code=code, name=f"演示{int(code[-3:])}村") | {"id": code} for code in township.villages]
    _write(connection, "village", villages)
    people: list[str] = []
    doors: list[Row] = []
    members: list[Row] = []
    for door, residents in township.families():
        doors.append(door)
        members += residents
        people += [each["id"] for each in residents]
        if len(members) >= BATCH:
            _write_people(connection, township, doors, members)
            doors, members = [], []
    _write_people(connection, township, doors, members)
    _write_visits(connection, township, people, extra_visits)


def _write_people(connection: Connection, township: Township, doors: list[Row], members: list[Row]) -> None:
    _write(connection, "household", doors)
    _write(connection, "resident", members)
    index_residents(connection, [(row["id"], row, False) for row in members])
    registrations = [each for row in members for each in township.registrations(row["id"], row["birth_date"])]
    _write(connection, "chronic_registration", registrations)


def _write_visits(connection: Connection, township: Township, people: list[str], extra: int) -> None:
    days = list(township.visit_days())
    quarter = 91
    daily_extra = extra // len(days)
    sections: dict[str, list[Row]] = {section: [] for section in SECTIONS}
    visits: list[Row] = []
    services = len(township.elders) * EXAMINED_SHARE * township.years / len(days)
    yearly = max(1, int(services))
    # In a small township not somebody every day.
    between = max(1, round(1 / services)) if services else len(days)
    for number, day in enumerate(days):
        for resident_id, programme in township.managed[number % quarter :: quarter]:
            visit, section = township.followup(resident_id, programme, day)
            visits.append(visit)
            sections[f"{programme}_followup"].append(section)
        turn = number // between * yearly % max(1, len(township.elders))
        for resident_id in township.elders[turn:][: 0 if number % between else yearly]:
            visit, examination, assessment = township.yearly_service(resident_id, day)
            visits.append(visit)
            sections["health_examination"].append(examination)
            sections["elderly_assessment"].append(assessment)
        for resident_id in township.random.choices(people, k=daily_extra):
            visits.append(township.record(resident_id=resident_id, visit_date=day.isoformat(), visit_mode="1"))
        if len(visits) >= BATCH or number == len(days) - 1:
            _write(connection, "visit", visits)
            for section_name, rows in sections.items():
                _write(connection, section_name, rows)
                rows.clear()
            visits.clear()


def _write(connection: Connection, type_name: str, rows: list[Row]) -> None:
    if rows:
        table = RECORD_TYPES[type_name].sql_table
        names = dict.fromkeys(name for row in rows for name in row)
        connection.execute(insert(table), [{name: row.get(name) for name in names} for row in rows])


def build(folder: Path, residents: int, years: int, extra_visits: int) -> Database:
    """A new data folder that holds such a township."""
    database = create_database(folder, "演示", PASSWORD, FrozenClock(datetime(2026, 11, 22, 2, tzinfo=UTC)))
    with database.write() as connection:
        fill(connection, Township(residents, years), extra_visits)
    database.checkpoint()
    return database


def main() -> None:
    """Build a township from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--residents", type=int, default=60_000)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--extra-visits", type=int, default=600_000)
    chosen = parser.parse_args()
    build(chosen.folder, chosen.residents, chosen.years, chosen.extra_visits).close()


if __name__ == "__main__":
    main()
