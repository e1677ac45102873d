"""One person on file twice: a link moves nothing, readers follow it, taking it away is the undo."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clinic_app.care.entry import EntryProblem
from clinic_app.care.export import exported_records
from clinic_app.care.identity import decided_duplicates, different, link, open_duplicates, preview, undecide, unlink
from clinic_app.care.save import save
from clinic_app.care.worklist import worklist
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.queries.identity import candidate, canonical_id, files_of
from clinic_app.store.queries.residents import ResidentFilter, resident_card, resident_ids
from clinic_app.store.search import search
from clinic_app.sync.apply import apply_page
from clinic_app.sync.evict import remove_records
from tests.conftest import NOW
from tests.sync.pages import change, file_of, page

VILLAGE = "990101100201"
TODAY = date(2026, 11, 22)


def person(database: Database, **fields: Any) -> str:
    values = {"name": "李某甲", "sex": "2", "birth_date": "1958-03-07", "village_code": VILLAGE, **fields}
    return save(database, [{"type": "resident", "fields": values}]).ids[0]


def seen(database: Database, resident_id: str, day: str, **fields: Any) -> None:
    values = {"resident_id": resident_id, "visit_date": day, "visit_mode": "2", "sbp": 150, "dbp": 90, **fields}
    visit_id = new_id(NOW)
    section = {"visit_id": visit_id, "symptoms": ["1"], "adherence": "1", "adr": "1"}
    save(database, [
        {"type": "visit", "id": visit_id, "fields": values},
        {"type": "hypertension_followup", "fields": section},
    ])  # fmt: skip


def noticed(database: Database, *ids: str, state: str = "open") -> str:
    """The county's word that files may be of one person."""
    found = new_id(NOW)
    people = [{"resident_id": each, "name": "李某甲", "birth_date": "1958-03-07"} for each in ids]
    fields = {"people": people, "why": "证件号码相同", "state": state}
    apply_page(database, page(change(1, found, 1, fields, type="duplicate_candidate")))
    return found


def records(database: Database) -> list[tuple[Any, ...]]:
    kept = ("resident", "visit", "hypertension_followup", "allergy", "chronic_registration")
    found = exported_records(database)
    return [(each.type, each.id, each.void, each.fields) for each in found if each.type in kept]


@pytest.fixture
def two(database: Database) -> tuple[str, str]:
    """One person's two files, each with a visit; the second has an allergy."""
    first, second = person(database), person(database, name="李某乙")
    seen(database, first, "2026-08-01")
    seen(database, second, "2026-10-01", sbp=160)
    save(database, [{"type": "allergy", "fields": {"resident_id": second, "code": "2"}}])
    return first, second


def test_after_a_link_the_page_shows_what_stands_in_both_files(database: Database, two: tuple[str, str]) -> None:
    first, second = two
    link(database, second, first, "同一人，两次建档")
    with database.read() as connection:
        for asked in two:
            card = resident_card(connection, asked, TODAY)
            assert card is not None
            assert (card.id, card.name) == (first, "李某甲")
            assert [each.visit_date for each in card.visits] == ["2026-10-01", "2026-08-01"]
            assert card.allergy_text == "青霉素"


def test_a_linked_person_stands_once_in_list_search_and_worklist(database: Database, two: tuple[str, str]) -> None:
    first, second = two
    assert len(worklist(database, date(2027, 2, 1))) == 2
    link(database, second, first, "同一人")
    with database.read() as connection:
        assert resident_ids(connection, ResidentFilter()) == [first]
        assert [each.id for each in search(connection, "李某")] == [first]
    (item,) = worklist(database, date(2027, 2, 1))
    assert (item.resident_id, item.name) == (first, "李某甲")
    assert "160/90" in item.last_reading


def test_taking_the_link_away_gives_everything_back_as_it_was(database: Database, two: tuple[str, str]) -> None:
    before = records(database)
    link_id = link(database, two[1], two[0], "同一人")
    assert records(database) == before
    unlink(database, link_id, "看错了")
    assert records(database) == before
    with database.read() as connection:
        assert set(resident_ids(connection, ResidentFilter())) == set(two)
        assert [each.id for each in search(connection, "李某乙")] == [two[1]]
        assert canonical_id(connection, two[1]) == two[1]


def test_a_record_written_to_a_linked_file_later_stands_on_the_same_page(
    database: Database, two: tuple[str, str]
) -> None:
    link(database, two[1], two[0], "同一人")
    seen(database, two[1], "2026-11-20")
    with database.read() as connection:
        card = resident_card(connection, two[0], TODAY)
    assert card is not None
    assert card.visits[0].visit_date == "2026-11-20"


def test_somebody_found_dead_in_one_file_is_due_in_none(database: Database, two: tuple[str, str]) -> None:
    link(database, two[1], two[0], "同一人")
    dead = {"resident_id": two[1], "visit_date": "2026-11-01", "visit_mode": "2", "outcome": "6",
            "death_date": "2026-10-30", "outcome_reason": "脑卒中"}  # fmt: skip
    save(database, [{"type": "visit", "fields": dead}])
    assert worklist(database, date(2027, 2, 1)) == []


def test_chains_and_rings_of_links_end_at_one_file(database: Database) -> None:
    ids = [person(database, name=name) for name in ("甲某", "乙某", "丙某")]
    link(database, ids[0], ids[1], "同一人")
    link(database, ids[1], ids[2], "同一人")
    with database.read() as connection:
        assert files_of(connection, ids[0]) == [ids[2], ids[0], ids[1]]
    ring = {"resident_id": ids[2], "canonical_id": ids[0]}
    apply_page(database, page(change(1, new_id(NOW), 1, ring, type="identity_link", op="add")))
    with database.read() as connection:
        assert {files_of(connection, each)[0] for each in ids} == {min(ids)}
        assert resident_ids(connection, ResidentFilter()) == [min(ids)]


def test_a_link_of_linked_files_or_without_a_reason_is_refused(database: Database, two: tuple[str, str]) -> None:
    with pytest.raises(EntryProblem, match="依据"):
        link(database, two[1], two[0], "  ")
    link(database, two[1], two[0], "同一人")
    with pytest.raises(EntryProblem, match="已经关联"):
        link(database, two[0], two[1], "同一人")
    with pytest.raises(EntryProblem, match="不在本机"):
        link(database, new_id(NOW), two[0], "同一人")


def test_the_preview_shows_both_files_and_what_stands_in_them(database: Database, two: tuple[str, str]) -> None:
    found = noticed(database, *two)
    with database.read() as connection:
        shown = preview(connection, found, TODAY)
    assert shown is not None
    assert [side.counts["visit"] for side in shown.sides] == [1, 1]
    assert [side.counts["allergy"] for side in shown.sides] == [0, 1]
    assert shown.visits_together == 2


def test_deciding_closes_the_candidate_and_undoing_the_link_opens_it_again(
    database: Database, two: tuple[str, str]
) -> None:
    found = noticed(database, *two)
    link_id = link(database, two[1], two[0], "电话核实", found)
    with database.read() as connection:
        assert open_duplicates(connection) == []
        decided = candidate(connection, found)
    assert decided is not None
    assert (decided.state, decided.decision["reason"]) == ("linked", "电话核实")
    unlink(database, link_id, "不是同一人")
    with database.read() as connection:
        assert [each.id for each in open_duplicates(connection)] == [found]
    different(database, found, "双胞胎")
    with database.read() as connection:
        assert open_duplicates(connection) == []
    with pytest.raises(EntryProblem, match="已经处理"):
        different(database, found, "双胞胎")


@pytest.mark.parametrize("decision", ["linked", "different"])
def test_a_decision_is_taken_back_whichever_it_was(database: Database, two: tuple[str, str], decision: str) -> None:
    found = noticed(database, *two)
    with pytest.raises(EntryProblem, match="还没有处理"):
        undecide(database, found, "看错")
    if decision == "linked":
        link(database, two[1], two[0], "电话核实", found)
    else:
        different(database, found, "双胞胎")
    undecide(database, found, "看错")
    with database.read() as connection:
        assert [each.id for each in open_duplicates(connection)] == [found]
        assert decided_duplicates(connection) == []
        assert files_of(connection, two[0]) == [two[0]]


def test_the_preview_says_how_the_one_page_would_read(database: Database, two: tuple[str, str]) -> None:
    save(database, [{"type": "allergy", "fields": {"resident_id": two[0], "code": "1"}}])
    found = noticed(database, *two)
    with database.read() as connection:
        shown = preview(connection, found, TODAY)
        assert shown is not None
        together = shown.together
    assert together.counts["visit"] == 2
    assert [each.visit_date for each in together.readings] == ["2026-10-01", "2026-08-01"]
    # Nobody's word that there is no allergy outweighs an allergy.
    assert together.allergies == ("青霉素",)
    assert together.programmes == ("hypertension",)


def test_a_file_stays_visible_while_the_one_that_stands_for_it_is_not_here(
    database: Database, two: tuple[str, str]
) -> None:
    first, elsewhere = two[0], "00000000-0000-7000-8000-000000000001"
    ends = {"resident_id": first, "canonical_id": elsewhere}
    apply_page(database, page(change(1, new_id(NOW), 1, ends, type="identity_link", op="add")))
    with database.read() as connection:
        assert first in resident_ids(connection, ResidentFilter())
    apply_page(database, page(change(2, elsewhere, 1, file_of())))
    with database.read() as connection:
        assert set(resident_ids(connection, ResidentFilter())) == {elsewhere, two[1]}
    with database.write() as connection:
        remove_records(connection, "resident", [elsewhere])
    with database.read() as connection:
        assert set(resident_ids(connection, ResidentFilter())) == set(two)
