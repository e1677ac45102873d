"""The search box finds people, families and slips, and takes anything that is typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from clinic_app.protocol.body import Body
from clinic_app.store.database import Database
from clinic_app.store.findable import index_households
from clinic_app.store.hits import Hit
from clinic_app.store.projection import write_body
from clinic_app.store.recent import KEPT, note_opened, recent
from clinic_app.store.search import search, search_groups
from tests.store.queries.clinic import FIRST, SECOND, Clinic

NUMBER = "990101195803071237"


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.write() as opened:
        yield opened


@pytest.fixture
def clinic(connection: Connection) -> Clinic:
    return Clinic(connection)


def found(connection: Connection, text: str, *, kind: str = "resident", limit: int = 20) -> list[str]:
    return [hit.id for hit in search(connection, text, limit) if hit.type == kind]


@pytest.fixture
def person(clinic: Clinic) -> str:
    clinic.village()
    household = clinic.household(head_name="王甲子", phone="0999-1234567")
    return clinic.resident(
        "王甲子", id_no=NUMBER, phone="199-0000-4321", household_id=household, current_address="演示县演示镇乙路7号"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("王甲子", "姓名"),
        ("王", "姓名"),
        ("甲子", "姓名"),
        ("wangjiazi", "拼音"),
        ("WangJia", "拼音"),
        ("ｗｊｚ", "拼音首字母"),
        ("w", "拼音"),
        ("王jz", "姓名"),
        ("1237", "身份证号"),
        (NUMBER, "身份证号"),
        ("990101580307123", "身份证号"),
        ("4321", "电话"),
        ("199 0000 4321", "电话"),
        ("1234567", "电话"),
        ("12", "门牌号"),
        ("1", "门牌号"),
        ("3组12号", "地址"),
        ("乙路7号", "地址"),
    ],
)
def test_a_resident_is_found_by(connection: Connection, person: str, text: str, why: str) -> None:
    hits = [hit for hit in search(connection, text) if hit.type == "resident"]
    assert [hit.id for hit in hits] == [person]
    assert hits[0].why == why


def test_a_hit_names_the_person_with_sex_birth_and_place(connection: Connection, person: str) -> None:
    (hit,) = [hit for hit in search(connection, "王甲子") if hit.type == "resident"]
    assert hit == Hit("resident", person, "王甲子", "女  1958-03-07  演示甲村3组12号", "姓名")


@pytest.mark.parametrize("text", ["李", "wangyi", "zzz", "9999", "13", "2号楼", "%", "_", "王%", "王_子", "王*", "\\"])
def test_what_is_not_there_is_not_found(connection: Connection, person: str, text: str) -> None:
    assert search(connection, text) == []


def test_wildcard_characters_are_found_as_themselves(connection: Connection, clinic: Clinic) -> None:
    odd = clinic.resident("甲%乙_丙")
    clinic.resident("甲乙丙")
    assert found(connection, "%乙_") == [odd]


@pytest.mark.parametrize(("surname", "first", "second"), [
    ("单", "shan", "dan"), ("曾", "zeng", "ceng"), ("仇", "qiu", "chou"), ("解", "xie", "jie"),
])  # fmt: skip
def test_a_surname_with_two_readings_is_found_by_both(
    connection: Connection, clinic: Clinic, surname: str, first: str, second: str
) -> None:
    person = clinic.resident(f"{surname}甲")
    assert found(connection, first) == found(connection, second) == [person]


@pytest.mark.parametrize("name", ["䶮甲", "𬎆乙", "㛃丙", "𠅤丁", "阿依古丽·买买提", "\U00031350戊"])
def test_rare_and_long_names_are_found_whole_and_in_part(connection: Connection, clinic: Clinic, name: str) -> None:
    person = clinic.resident(name)
    assert found(connection, name) == found(connection, name[0]) == [person]


def test_exact_comes_before_prefix_before_pinyin_before_inside(connection: Connection, clinic: Clinic) -> None:
    inside = clinic.resident("赵李明", current_address="李明路")
    prefix = clinic.resident("李明甲")
    exact = clinic.resident("李明")
    assert found(connection, "李明") == [exact, prefix, inside]
    assert found(connection, "liming") == [exact, prefix, inside]


def test_initials_come_before_pinyin_that_merely_contains_them(connection: Connection, clinic: Clinic) -> None:
    contains = clinic.resident("赵王")
    initials = clinic.resident("吴丁")
    assert found(connection, "wd") == [initials]
    clinic.resident("王冬")
    assert contains not in found(connection, "wd")


def test_a_changed_name_is_found_and_the_old_one_no_more(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident("王甲")
    clinic.resident("赵乙", record_id=person)
    assert found(connection, "王甲") == []
    assert found(connection, "zhaoyi") == [person]


def test_a_void_resident_is_not_found(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident("王甲")
    clinic.resident("王甲", record_id=person, void=True)
    assert search(connection, "王甲") == []


def test_a_moved_household_takes_its_members_along(connection: Connection, clinic: Clinic) -> None:
    household = clinic.household(house_no="12号")
    person = clinic.resident(household_id=household)
    fields = {"village_code": FIRST, "group_name": "3组", "house_no": "88号"}
    write_body(connection, "household", household, Body(fields=fields), 2)
    index_households(connection, [household])
    assert found(connection, "88") == [person]
    assert found(connection, "12") == []


def test_a_search_keeps_to_one_village(connection: Connection, clinic: Clinic) -> None:
    clinic.resident("王甲", village_code=FIRST)
    other = clinic.resident("王甲", village_code=SECOND)
    assert [hit.id for hit in search(connection, "王甲", village=SECOND)] == [other]


def test_a_village_name_is_a_word_of_the_search(connection: Connection, clinic: Clinic) -> None:
    clinic.village(FIRST, "演示甲村")
    clinic.village(SECOND, "演示乙村")
    clinic.resident("王甲", village_code=FIRST)
    other = clinic.resident("王甲", village_code=SECOND)
    assert found(connection, "演示乙村 王甲") == [other]


@pytest.mark.parametrize("text", ["王甲子", "12", "12号", "3组12号", "1234567", "4567"])
def test_a_household_is_found_by_head_door_and_telephone(connection: Connection, person: str, text: str) -> None:
    hits = [hit for hit in search(connection, text) if hit.type == "household"]
    assert [hit.title for hit in hits] == ["王甲子户"]
    assert hits[0].subtitle == "演示甲村3组12号"


def test_a_household_with_a_dotted_head_is_found_without_the_dot(connection: Connection, clinic: Clinic) -> None:
    household = clinic.household(head_name="阿依古丽·买买提")
    assert found(connection, "古丽买", kind="household") == [household]


@pytest.fixture
def slip(clinic: Clinic) -> str:
    clinic.write("organisation", "H1", code="H1", name="演示县医院", kind="county_hospital")
    return clinic.write(
        "referral", resident_id="r", slip_no="0012-00034-567-8", patient_name="单甲子", sex="1", to_org="H1",
        id_no=NUMBER, patient_phone="199-0000-4321", referral_date="2026-11-20", village_code=FIRST,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["0012-00034-567-8", "0012000345678", "5678", "单甲", "1237", "4321", "shanjia", "dan", "sjz"]
)
def test_a_slip_is_found_at_a_desk_that_has_no_resident(connection: Connection, slip: str, text: str) -> None:
    hits = search(connection, text)
    assert [(hit.type, hit.id) for hit in hits] == [("referral", slip)]
    assert hits[0].title == "单甲子  男"
    assert hits[0].subtitle == "0012-00034-567-8  2026-11-20  转往演示县医院"


def test_the_newest_slips_stand_first_also_where_there_are_more_than_are_shown(
    connection: Connection, clinic: Clinic
) -> None:
    slips = [
        clinic.write("referral", patient_name="单甲子", referral_date=f"2026-11-{day:02}", village_code=FIRST)
        for day in (1, 9, 5, 7)
    ]
    for text in ("单甲", "dan"):
        (group,) = search_groups(connection, text, 2)
        assert [hit.id for hit in group.hits] == [slips[1], slips[3]]
        assert group.more
        assert found(connection, text, kind="referral", limit=3) == [slips[1], slips[3], slips[2]]


@pytest.mark.parametrize("text", ["不详567", "单甲", "shanjia", "1237"])
def test_an_unknown_patient_is_found_by_the_name_that_was_learnt_later(
    connection: Connection, clinic: Clinic, text: str
) -> None:
    slip = clinic.write(
        "referral", resident_id="r", slip_no="0012-00034-567-8", patient_name="不详567", sex="1", to_org="H1",
        identity_unknown=True, referral_date="2026-11-20",
    )  # fmt: skip
    told = {"patient_name": "单甲子", "id_no": NUMBER}
    clinic.write("referral_event", referral_id=slip, event="complete", supplement=told)
    (hit,) = search(connection, text)
    assert (hit.id, hit.title) == (slip, "单甲子  男")


def test_a_scanned_slip_number_stands_first(connection: Connection, clinic: Clinic, slip: str) -> None:
    clinic.resident("王", phone="50012000345678")
    assert search(connection, "0012-00034-567-8")[0].id == slip


def test_only_the_asked_kinds_and_as_many_as_asked(connection: Connection, clinic: Clinic, person: str) -> None:
    for _ in range(5):
        clinic.resident("王甲子")
    assert {hit.type for hit in search(connection, "王甲子", types=["household"])} == {"household"}
    assert len(search(connection, "王甲子", 3)) == 3
    assert search(connection, "王甲子", 0) == []


@pytest.mark.parametrize(
    "text", ["\x00", "王\x00甲子", "\ud800", "王\udfff", "😀", "王" * 10_000, "a " * 5000, "'", '"', "\x01王"]
)
def test_odd_text_gives_an_answer(connection: Connection, person: str, text: str) -> None:
    assert isinstance(search(connection, text), list)


@given(text=st.text(alphabet=st.characters(), max_size=80))
def test_any_text_gives_an_answer(connection: Connection, text: str) -> None:
    assert isinstance(search(connection, text), list)


@given(name=st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=30))
def test_whoever_is_registered_is_found_by_the_whole_name(connection: Connection, clinic: Clinic, name: str) -> None:
    person = clinic.resident(name, record_id="00000000-0000-7000-8000-000000000001")
    assert found(connection, name) == [person]


def test_the_box_groups_by_kind_and_a_crowd_of_people_hides_no_household(
    connection: Connection, clinic: Clinic
) -> None:
    household = clinic.household(head_name="王甲")
    people = [clinic.resident(f"王{each}") for each in "甲乙丙丁戊"]
    person, door = search_groups(connection, "王", 3)
    assert [(each.kind, len(each.hits), each.more) for each in (person, door)] == [
        ("resident", 3, True), ("household", 1, False),
    ]  # fmt: skip
    assert {hit.id for hit in person.hits} < set(people)
    assert door.hits[0].id == household
    # The kind with the better hit stands first; blanks find nothing.
    clinic.household(head_name="赵大", record_id="H-2")
    clinic.resident("赵大姑")
    assert [each.kind for each in search_groups(connection, "赵大", 3)] == ["household", "resident"]
    assert search_groups(connection, "  ", 3) == []
    # A hit brings its numbers along for whoever masks them, and does not print them.
    (hit,) = search_groups(connection, "赵大姑", 3)[0].hits
    assert hit.phone not in repr(hit) or not hit.phone


def test_whom_one_opened_last_stands_first_and_belongs_to_ones_own_account(database: Database) -> None:
    with database.write() as connection:
        clinic = Clinic(connection)
        people = [clinic.resident(f"王{number}") for number in range(KEPT + 2)]
        household = clinic.household(head_name="赵大")
    account = database.actor.account
    note_opened(database, [("resident", each) for each in people])
    note_opened(database, [("household", household), ("resident", people[5]), ("resident", "gone")])
    with database.read() as connection:
        shown = [(hit.type, hit.id) for hit in recent(connection, account)]
        assert shown[:3] == [("resident", people[5]), ("household", household), ("resident", people[-1])]
        assert len(shown) == KEPT - 1
        assert recent(connection, "somebody else") == []
    with database.write() as connection:
        Clinic(connection).resident("王5", record_id=people[5], void=True)
    with database.read() as connection:
        assert recent(connection, account)[0].id == household
