"""The table of roles at the doors of a laptop, cell by cell: what is saved, what is seen, what leaves; and what the
audit chain keeps of a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from clinic_app import paper
from clinic_app.care.entry import Refused
from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.care.worklist import worklist
from clinic_app.records.catalogue import RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.records.identifiers import new_id
from clinic_app.records.permission import ROLES, Act, may, withheld_rows
from clinic_app.resident_import import import_residents
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.local_tables import audit as audit_table
from clinic_app.store.permit import NotPermitted
from clinic_app.store.search import search
from clinic_app.store.unit_of_work import InvalidRecord, unit_of_work

PERSON = {"name": "演示甲", "sex": "1", "birth_date": "1960-01-02", "village_code": "990101001001"}
SENTENCE = "账户不能"
LISTS = {name for name in RECORD_TYPES if not any(may(role, Act.SAVE, name) for role in ROLES)}


@contextmanager
def acting(database: Database, role: str) -> Iterator[None]:
    """Somebody of this role sits down."""
    before = database.actor
    database.actor = replace(before, role=role)
    try:
        yield
    finally:
        database.actor = before


def problem_of(database: Database, act: Act, name: str) -> str:
    """Why a save of a record that is not there is refused: for the role first, else for what it is."""
    record_id = new_id(database.clock.now())
    try:
        with unit_of_work(database) as unit:
            if act is Act.SAVE:
                unit.patch(name, record_id, {"rev": "1"}, always=True)
            else:
                unit.void(name, record_id, "写错了")
    except InvalidRecord as problem:
        return str(problem)
    return ""


def refused_entries(database: Database) -> list[str]:
    with database.read() as connection:
        query = select(audit_table.c.target).where(audit_table.c.action == "refuse").order_by(audit_table.c.seq)
        return list(connection.scalars(query))


def test_each_role_saves_and_voids_what_the_table_grants_and_nothing_else(database: Database) -> None:
    asked = 0
    for role in ROLES:
        for name in sorted(set(RECORD_TYPES) - LISTS):
            for act in (Act.SAVE, Act.VOID):
                with acting(database, role):
                    problem = problem_of(database, act, name)
                assert (SENTENCE in problem) is not may(role, act, name), (role, act, name)
                if not may(role, act, name):
                    asked += 1
                    assert refused_entries(database)[-1] == f"{act}:{name}"
    assert len(refused_entries(database)) == asked > 100
    with database.read() as connection:
        assert audit.verify(connection) is None
        assert all(
            connection.scalar(select(func.count()).select_from(each.sql_table)) == 0 for each in RECORD_TYPES.values()
        )


def test_each_role_reads_prints_and_exports_what_the_table_grants_and_nothing_else(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for declared in RECORD_TYPES.values():
            about = {"subject_type": "referral"} if declared.name == "conflict" else {}
            connection.execute(insert(declared.sql_table).values(id="1", **about))
    for role in ROLES:
        for act in (Act.READ, Act.PRINT, Act.EXPORT):
            with acting(database, role), database.shown(act) as connection:
                for name, declared in RECORD_TYPES.items():
                    count = connection.scalar(select(func.count()).select_from(declared.sql_table))
                    seen = may(role, act, name) and may(role, Act.READ, name)
                    # The roles that see everything read the tables themselves; what is no paper of theirs is none.
                    if not may(role, Act.READ, "mental_supplement") and not withheld_rows(role, name, act):
                        assert bool(count) is seen, (role, act, name)


def person_with_everything(database: Database) -> dict[str, str]:
    """A man with high blood pressure, a mental disorder and a past hepatitis, a visit for each disease."""
    [person] = save(database, [{"type": "resident", "fields": {**PERSON, "genetic": "1"}}]).ids
    for programme in ("hypertension", "mental"):
        fields = {"resident_id": person, "programme": programme, "registered_on": "2026-01-05"}
        save(database, [{"type": "chronic_registration", "fields": fields}])
    for code in ("2", "8", "10"):
        save(database, [{"type": "diagnosis", "fields": {"resident_id": person, "code": code}}])
    made = {"resident": person}
    found: dict[str, dict[str, Any]] = {
        "hypertension_followup": {"symptoms": ["1"]},
        "mental_followup": {"risk_level": "0", "symptoms": ["1"]},
    }
    for section, fields in found.items():
        visit = {"resident_id": person, "visit_date": "2026-11-20", "visit_mode": "1", "sbp": 150, "dbp": 92}
        records = [
            {"type": "visit", "id": (visit_id := new_id(database.clock.now())), "fields": visit},
            {"type": section, "fields": {"visit_id": visit_id, **fields}},
        ]
        made[section] = save(database, records).ids[1]
        made[f"visit of {section}"] = visit_id
    save(database, [{"type": "mental_supplement", "fields": {"resident_id": person, "guardian_name": "演示乙"}}])
    return made


def test_neither_rows_nor_counts_tell_a_referral_officer_of_a_mental_disorder(database: Database) -> None:
    made, today = person_with_everything(database), database.clock.today()
    tables = {name: RECORD_TYPES[name].sql_table for name in RECORD_TYPES}
    with acting(database, "referral_officer"):
        with database.shown() as connection:
            assert list(connection.scalars(select(tables["visit"].c.id))) == [made["visit of hypertension_followup"]]
            assert list(connection.scalars(select(tables["diagnosis"].c.code))) == ["2"]
            assert list(connection.scalars(select(tables["chronic_registration"].c.programme))) == ["hypertension"]
            found = connection.execute(select(tables["resident"])).mappings().one()
            assert (found["name"], found["genetic"]) == ("演示甲", None)
            with database.read() as nested:
                assert nested is connection
        assert "mental" not in repr(worklist(database, today))
    with acting(database, "hospital_receiver"), database.shown() as connection:
        assert search(connection, "演示甲") == []
    with database.shown() as connection:
        assert len(search(connection, "演示甲")) == 1
        assert connection.scalar(select(func.count()).select_from(tables["visit"])) == 2


def test_public_health_sees_that_a_mental_disorder_is_followed_up_and_not_what_was_said(database: Database) -> None:
    made = person_with_everything(database)
    table = RECORD_TYPES["mental_followup"].sql_table
    with acting(database, "public_health"):
        with database.shown() as connection:
            row = connection.execute(select(table)).mappings().one()
            assert (row["risk_level"], row["symptoms"]) == ("0", None)
            supplement = RECORD_TYPES["mental_supplement"].sql_table
            assert connection.scalar(select(func.count()).select_from(supplement)) == 0
        with pytest.raises(NotPermitted, match=r"公卫科.*不能打印.*请由村医、卫生院医生登录"):
            paper.render(database, "mental_followup", made["resident"])
        assert paper.render(database, "hypertension_followup", made["resident"]).startswith(b"%PDF")
        kinds = {each.type for each in exported_records(database)}
        assert "visit" in kinds
        assert not kinds & {"mental_followup", "mental_supplement"}
        with pytest.raises(NotPermitted):
            exported_records(database, "mental_followup")
        fields = {"resident_id": made["resident"], "direction": "up", "urgency": "routine", "to_org": "H1"}
        with pytest.raises(Refused, match="不能填写转诊单"):
            save(database, [{"type": "referral", "fields": fields}])
    assert refused_entries(database) == ["print:mental_followup", "export:mental_followup", "save:referral"]


def test_an_administrator_brings_a_list_in_and_reads_nobody(database: Database, tmp_path: Path) -> None:
    sheet = tmp_path / "名单.csv"
    sheet.write_text("姓名,性别,出生日期,村代码\n演示丙,男,1970-01-01,990101001001\n", encoding="utf-8")
    with acting(database, "administrator"):
        done = import_residents(database, sheet)
        assert (done.residents, done.problems) == (1, ())
        with pytest.raises(Refused, match="不能填写居民"):
            save(database, [{"type": "resident", "fields": PERSON}])
        with database.shown() as connection:
            assert search(connection, "演示") == []
        with pytest.raises(NotPermitted, match="不能导出"):
            exported_records(database)
        assert worklist(database, database.clock.today()) == []
    with acting(database, "referral_officer"), pytest.raises(NotPermitted, match="不能导入名单"):
        import_residents(database, sheet)


def test_every_section_of_a_sensitive_programme_hides_its_visit() -> None:
    rows = withheld_rows("referral_officer", "visit")
    assert rows is not None
    apart = {name for name, programme in SECTION_PROGRAMME.items() if programme in ("mental", "tuberculosis")}
    assert set(rows.sections) == apart
