"""Lists of residents and the card of one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from clinic_app.store.queries.residents import ResidentFilter, resident_card, resident_ids, resident_rows
from tests.store.queries.clinic import FIRST, SECOND, Clinic

TODAY = date(2026, 11, 22)


def test_the_list_follows_pinyin_and_leaves_void_residents_out(connection: Connection, clinic: Clinic) -> None:
    zhang, an, li = clinic.resident("张甲"), clinic.resident("安乙"), clinic.resident("李丙")
    clinic.resident("白丁", void=True)
    assert resident_ids(connection) == [an, li, zhang]
    assert resident_ids(connection, ResidentFilter(descending=True)) == [zhang, li, an]


def test_the_list_can_follow_age_and_address(connection: Connection, clinic: Clinic) -> None:
    near = clinic.household(house_no="2号")
    far = clinic.household(house_no="12号")
    child = clinic.resident("安甲", birth_date="2015-01-01", household_id=near, relation_to_head="3")
    head = clinic.resident("张乙", birth_date="1980-01-01", household_id=near, relation_to_head="1")
    old = clinic.resident("白丙", birth_date="1950-01-01", household_id=far, relation_to_head="1")
    assert resident_ids(connection, ResidentFilter(sort="birth_date")) == [old, head, child]
    assert resident_ids(connection, ResidentFilter(sort="address")) == [head, child, old]


def test_filters_narrow_the_list_and_combine(connection: Connection, clinic: Clinic) -> None:
    household = clinic.household(group_name="3组")
    other = clinic.household(group_name="5组")
    one = clinic.resident("王甲", household_id=household)
    two = clinic.resident("王乙", household_id=other)
    three = clinic.resident("王丙", village_code=SECOND)
    clinic.register(one)
    clinic.register(three, "diabetes")
    clinic.register(two, "diabetes")
    assert resident_ids(connection, ResidentFilter(village=SECOND)) == [three]
    assert resident_ids(connection, ResidentFilter(group="5组")) == [two]
    assert resident_ids(connection, ResidentFilter(household=household)) == [one]
    assert resident_ids(connection, ResidentFilter(programme="hypertension")) == [one]
    assert resident_ids(connection, ResidentFilter(text="wangyi")) == [two]
    assert resident_ids(connection, ResidentFilter(text="王", programme="diabetes", village=FIRST)) == [two]


def test_rows_come_in_the_asked_order_with_place_and_programmes(connection: Connection, clinic: Clinic) -> None:
    clinic.village()
    household = clinic.household(head_name="王甲")
    one = clinic.resident("王甲", household_id=household, phone="19900000001")
    two = clinic.resident("李乙", village_code=SECOND)
    clinic.register(one, "diabetes", "2026-02-01")
    clinic.register(one, "hypertension", "2026-01-01")
    clinic.visit(one, "2026-05-01")
    clinic.visit(one, "2026-06-01", void=True)
    second, first = resident_rows(connection, [two, one, "nobody"])
    assert (first.name, first.village_name, first.group_name, first.house_no) == ("王甲", "演示甲村", "3组", "12号")
    assert first.programmes == ("hypertension", "diabetes")
    assert first.last_visit_date == "2026-05-01"
    assert second.village_name == SECOND, "a village that the county has not described is shown by its code"
    assert second.last_visit_date is None


def test_more_rows_than_one_statement_takes(connection: Connection, clinic: Clinic) -> None:
    ids = [clinic.resident(f"王{number}") for number in range(501)]
    assert [row.id for row in resident_rows(connection, ids[::-1])] == ids[::-1]


def test_the_card_composes_allergies_and_diseases_from_the_safety_set(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.write("allergy", resident_id=person, code="1")
    clinic.write("allergy", resident_id=person, code="5", text="头孢")
    clinic.write("allergy", resident_id=person, code="2")
    clinic.write("allergy", None, True, resident_id=person, code="3")
    clinic.write("diagnosis", resident_id=person, code="2")
    card = resident_card(connection, person, TODAY)
    assert card
    assert card.allergies.codes == ("2", "5")
    assert card.allergy_text == "青霉素、其他（头孢）"
    assert card.diagnosis_text == "高血压"
    assert card.alerts == ("药物过敏：青霉素、其他（头孢）",)


def test_never_asked_and_asserted_none_are_told_apart(connection: Connection, clinic: Clinic) -> None:
    unasked, asserted = clinic.resident(), clinic.resident()
    clinic.write("allergy", resident_id=asserted, code="1")
    first, second = resident_card(connection, unasked, TODAY), resident_card(connection, asserted, TODAY)
    assert first
    assert second
    assert (first.allergy_text, second.allergy_text) == ("", "无")
    assert first.alerts == second.alerts == ()


def test_a_code_of_a_newer_peer_is_shown_as_it_is(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.write("allergy", resident_id=person, code="1")
    clinic.write("allergy", resident_id=person, code="X9")
    card = resident_card(connection, person, TODAY)
    assert card
    assert card.allergy_text == "X9"


def test_the_card_counts_age_on_the_day(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident(birth_date="1958-11-23")
    ages = [resident_card(connection, person, day) for day in (TODAY, date(2026, 11, 23), date(1950, 1, 1))]
    assert [card.age for card in ages if card] == [67, 68, None]


def test_the_card_shows_readings_medicines_and_registrations(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    first = clinic.register(person, "hypertension", "2026-01-01")
    clinic.register(person, "hypertension", "2026-02-01")
    clinic.followup(person, "2026-05-01", sbp=152, dbp=96, medicines=[{"name": "演示药"}])
    clinic.followup(person, "2026-08-01", "1", "diabetes", {"fbg": "6.4"}, weight="61.5")
    clinic.visit(person, "2026-09-01", outcome="2")
    card = resident_card(connection, person, TODAY)
    assert card
    assert [(each.visit_date, each.sbp, each.fbg) for each in card.readings] == [
        ("2026-08-01", None, "6.4"),
        ("2026-05-01", 152, None),
    ]
    assert card.medicines == ({"name": "演示药"},)
    assert card.medicines_date == "2026-05-01"
    assert [each.id for each in card.registrations] == [first], "registered twice offline, managed once"


def test_the_card_says_first_that_a_person_has_died_or_moved(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.write("allergy", resident_id=person, code="2")
    clinic.visit(person, "2026-09-01", outcome="6", death_date="2026-08-30", outcome_reason="病故")
    card = resident_card(connection, person, TODAY)
    assert card
    assert card.alerts[0] == "已死亡（2026-09-01登记）"


def test_the_address_is_the_persons_own_or_the_households(connection: Connection, clinic: Clinic) -> None:
    clinic.village()
    household = clinic.household()
    with_own = clinic.resident(household_id=household, current_address="演示县甲路1号")
    without = clinic.resident(household_id=household)
    cards = [resident_card(connection, each, TODAY) for each in (with_own, without)]
    assert [card.address for card in cards if card] == ["演示县甲路1号", "演示甲村3组12号"]


def test_nobody_has_no_card(connection: Connection) -> None:
    assert resident_card(connection, "nobody", TODAY) is None
