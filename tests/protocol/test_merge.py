"""Three-way merging by field revision, without a county."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.protocol import merge
from clinic_app.protocol.merge import VOIDED, Clash, Contender, Seen
from clinic_app.records.catalogue import RECORD_TYPES

RESIDENT = RECORD_TYPES["resident"]
PRESENT = {"name": "王五", "sex": "1", "birth_date": "1960-01-02", "phone": "1", "work_unit": "田"}
revisions = st.integers(1, 12)


def contender(mid: str, rev: int, device: str = "d", **value: Any) -> Contender:
    return Contender(mid, "a", device, "2026-11-22T02:30:00.000Z", rev, value)


def clashes(field_revs: dict[str, int], seen: Seen, **changed: Any) -> list[str]:
    return [each.group for each in merge.patch_clashes(RESIDENT, PRESENT, field_revs, seen, changed)]


@given(base=revisions, own=st.sets(revisions), rev=revisions)
def test_what_an_author_knew_never_depends_on_how_it_is_written_down(base: int, own: set[int], rev: int) -> None:
    seen = Seen(base)
    for each in sorted(own):
        seen = seen.plus(each)
    assert seen.covers(rev) == (rev <= base or rev in own)
    assert seen.newest == max([base, *own])
    assert all(first > seen.base + 1 for first, _ in seen.own)
    assert Seen.read(seen.as_list()) == seen


def test_ten_thousand_own_edits_on_top_of_somebody_elses_are_kept_as_one_range() -> None:
    seen = Seen(1)
    for rev in range(3, 10_003):
        seen = seen.plus(rev)
    assert seen.as_list() == [1, 3, 10_002]


@pytest.mark.parametrize(
    ("field_revs", "base", "changed", "expected"),
    [
        ({"phone": 2}, 1, {"phone": "2"}, ["phone"]),
        ({"phone": 2}, 2, {"phone": "2"}, []),
        ({"phone": 2}, 1, {"phone": "1"}, []),
        ({"phone": 2}, 1, {"work_unit": "厂"}, []),
        ({"phone": 2}, 1, {"phone": None}, ["phone"]),
        ({"birth_date": 2}, 1, {"name": "王六", "birth_date": "1960-01-02"}, ["identity"]),
        ({"birth_date": 2}, 1, {"name": "王五", "birth_date": "1960-01-02"}, []),
        ({}, 0, {"phone": "2"}, ["phone"]),
        ({"phone": 2, "work_unit": 3}, 1, {"phone": "2", "work_unit": "厂"}, ["phone", "work_unit"]),
        ({"later": 2}, 1, {"later": "x"}, ["later"]),
    ],
    ids=["both", "seen", "same", "other field", "cleared", "group", "same group", "no base", "two", "unknown field"],
)
def test_a_patch_clashes_where_the_same_group_was_changed_to_another_value(
    field_revs: dict[str, int], base: int, changed: dict[str, Any], expected: list[str]
) -> None:
    assert clashes(field_revs, Seen(base), **changed) == expected


def test_an_own_later_revision_is_no_clash() -> None:
    assert clashes({"phone": 3}, Seen(1, ((3, 3),)), phone="2") == []
    assert clashes({"phone": 2}, Seen(1, ((3, 3),)), phone="2") == ["phone"]


def test_a_group_goes_whole_and_takes_what_its_author_saw() -> None:
    assert merge.groups_of(RESIDENT, ["phone", "current_address"]) == {
        "phone": ("phone",),
        "address": ("village_code", "current_address"),
    }
    assert merge.whole(("a", "b"), {"a": 1, "b": 2, "c": 3}, {"b": None}) == {"a": 1, "b": None}


def test_a_conflict_changes_neither_who_a_person_is_nor_where_they_belong() -> None:
    assert merge.keeps_current("identity", {"name": "甲"}, PRESENT)
    assert merge.keeps_current("address", {"village_code": "990101001002"}, {"village_code": "990101001001"})
    same = {"village_code": "990101001001", "current_address": "甲"}
    assert not merge.keeps_current("address", same, {**same, "current_address": "乙"})
    assert not merge.keeps_current("phone", {"phone": "2"}, PRESENT)


def test_two_amendments_hang_together_in_everything_that_either_changed() -> None:
    base = {"sbp": 150, "dbp": 90}
    present = {"sbp": 160, "dbp": 90, "note": "x"}
    found = merge.amendment_clash(present, {"sbp": 2, "note": 2}, base, Seen(1), {"dbp": 95})
    assert found == Clash("amendment", ("dbp", "note", "sbp"), (2,))
    assert merge.amendment_clash(present, {"sbp": 2, "note": 2}, base, Seen(2), {"dbp": 95}) is None
    assert merge.amendment_clash(present, {"sbp": 2, "note": 2}, base, Seen(1), {"sbp": 160, "note": "x"}) is None
    assert merge.amendment_clash(present, {VOIDED: 2}, base, Seen(1), {"dbp": 95}) is None


def test_a_withdrawal_is_seen_or_not_by_its_own_revision() -> None:
    assert merge.has_unseen_void(True, 5, {VOIDED: 4, "phone": 5}, Seen(3))
    assert not merge.has_unseen_void(True, 5, {VOIDED: 4, "phone": 5}, Seen(4))
    assert not merge.has_unseen_void(False, 5, {VOIDED: 4}, Seen(1))
    assert merge.has_unseen_void(True, 5, {}, Seen(4))
    assert not merge.has_unseen_void(True, 5, {}, Seen(5))


def test_a_fields_revision_moves_only_with_its_value() -> None:
    before = {"a": 1, "b": 2}
    assert merge.changed_revs(before, False, {"a": 2}, {"a": 1, "c": 3}, False, 5) == {"a": 2, "b": 5, "c": 5}
    assert merge.changed_revs(before, False, {}, before, True, 5) == {VOIDED: 5}


def test_an_edit_takes_the_place_of_what_it_goes_on_from() -> None:
    rows = [contender("one", 2, "x").as_row(), contender("two", 3, "y").as_row()]

    def place(device: str, seen: Seen) -> str | None:
        found = merge.replaced_by(rows, "two", (device,), seen)
        return found["mid"] if found else None

    assert place("x", Seen(3)) == "one"
    assert place("z", Seen(3)) == "two"
    assert place("z", Seen(2)) == "one"
    assert place("z", Seen(1)) is None
    assert merge.replaced_by(rows, "one", ("z",), Seen(3)) == rows[0]


def test_every_writer_stands_in_a_conflict_once_with_the_last_word() -> None:
    rows = merge.contested([], [contender("one", 2, "x", phone="1")], contender("two", 3, "y", phone="2"))
    theirs = [contender("one", 2, "x", phone="1"), contender("early", 1, "y", phone="0")]
    more = merge.contested(rows, theirs, contender("three", 5, "z", phone="3"))
    assert [row["mid"] for row in more] == ["one", "two", "three"]
    taken = merge.contested(rows, [], contender("four", 4, "x", phone="4"), rows[0])
    assert [row["mid"] for row in taken] == ["two", "four"]


def test_contenders_that_say_the_same_leave_nothing_to_choose() -> None:
    rows = merge.contested([], [contender("one", 2, "x", phone="1")], contender("two", 3, "y", phone="1"))
    assert merge.agree(rows)
    assert not merge.agree(merge.contested(rows, [], contender("three", 4, "z", phone="2")))


def test_a_value_that_two_gave_unknown_to_each_other_stands_by_both_revisions() -> None:
    agreed = merge.agreeing(PRESENT, {"phone": 2}, Seen(1), {"phone": "1", "work_unit": "厂"})
    assert agreed == {"phone": [2]}
    revs = merge.changed_revs(PRESENT, False, {"phone": 2}, PRESENT, False, 3, agreed)
    assert revs == {"phone": [2, 3]}
    assert [each.revs for each in merge.patch_clashes(RESIDENT, PRESENT, revs, Seen(2), {"phone": "3"})] == [(3,)]


mids = st.sampled_from(["one", "two", "three", "four"])


@given(st.lists(mids, unique=True, min_size=2), st.sets(mids), st.none() | mids)
def test_a_decision_closes_exactly_what_it_has_seen(named: list[str], saw: set[str], shown: str | None) -> None:
    rows = [contender(mid, place, value=mid).as_row() for place, mid in enumerate(named, 2)]
    decider = contender("decider", 9, value="x")
    after = merge.decided({"contenders": rows}, saw, decider, {"shown": shown, "decision": {"why": "y"}})
    unseen = [row for row in rows if row["mid"] not in saw]
    assert (after["state"] == "closed") == (not unseen)
    if unseen:
        assert after["contenders"] == [*unseen, decider.as_row()]
        assert after["shown"] == "decider"
    else:
        assert after["shown"] == (shown if shown in named else "decider")
        assert after["decision"] == {"why": "y"}


def test_a_decision_taken_back_leaves_the_contenders_as_they_were() -> None:
    rows = [contender("one", 2, phone="1").as_row(), contender("two", 3, phone="2").as_row()]
    conflict = {"contenders": rows, "shown": "two", "state": "closed", "decision": {"why": "x"}}
    assert merge.reopened(conflict, {"phone": "1"}) == {"shown": "one", "state": "open", "decision": None}
    assert merge.reopened(conflict, {"phone": "3"})["shown"] == "two"


@given(st.none() | st.integers() | st.text() | st.lists(st.integers()))
def test_a_conflict_of_another_shape_is_no_conflict_to_stumble_over(odd: object) -> None:
    assert merge.contenders_of({"contenders": odd}) == []
