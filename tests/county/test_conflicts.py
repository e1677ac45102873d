"""Two laptops write one record without knowing of each other: nothing is lost, a person decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clinic_app.county.database import CountyDatabase
from clinic_app.protocol.mutation import Operation
from clinic_app.records.conflict import conflict_id
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, VILLAGE, Laptop, mid_of, resident, visit

Ids = Callable[[], str]
IDENTITY = {"name": "王𬎆", "sex": "1", "birth_date": "1960-01-02", "id_type": None, "id_no": None}
ADDRESS = {"village_code": VILLAGE, "current_address": None}


def patch(person: str, base: int | str, **fields: Any) -> Operation:
    return Operation("patch", "resident", person, fields, base)


def amend(visited: str, base: int | str, **fields: Any) -> Operation:
    return Operation("amend", "visit", visited, fields, base, "更正")


def void(kind: str, record_id: str, base: int | str) -> Operation:
    return Operation("void", kind, record_id, base=base, reason="录错")


def decide(kind: str, record_id: str, group: str, saw: list[str], shown: str = "", **more: Any) -> Operation:
    fields = {"state": "closed", "shown": shown, "saw": saw, "decision": {"why": "电话核实"}, **more}
    return Operation("resolve", "conflict", conflict_id(kind, record_id, group), fields, reason="电话核实")


class Desk:
    """A clinic with two laptops that have the same resident and visit, and a look at what the county has."""

    def __init__(self, enrolled: Enrolled, ids: Ids) -> None:
        self.one, self.two, self.three = enrolled(), enrolled(), enrolled()
        self.person, self.visited = ids(), ids()
        self.one.push(self.one.line(resident(self.person, phone="0", work_unit="田"),
                                    visit(self.visited, self.person, sbp=150, dbp=90)))  # fmt: skip

    def push(self, laptop: Laptop, *ops: Operation, **more: Any) -> tuple[str, str]:
        """Save and send; the save's id and its outcome's state."""
        line = laptop.line(*ops, **more)
        (outcome,) = laptop.push(line)
        return mid_of(line), outcome.state

    def record(self, kind: str = "resident", record_id: str = "") -> dict[str, Any]:
        """What the county has, as a laptop gets it."""
        self.three.pull()
        named = record_id or {"resident": self.person, "visit": self.visited}[kind]
        body = self.three.records[kind, named].body
        return {**body["fields"], "void": body.get("void", False)}

    def conflict(self, group: str, kind: str = "resident") -> dict[str, Any]:
        """The conflict on a group of fields."""
        self.three.pull()
        subject = {"resident": self.person, "visit": self.visited}[kind]
        return self.three.held("conflict")[conflict_id(kind, subject, group)]


@pytest.fixture
def desk(enrolled: Enrolled, ids: Ids) -> Desk:
    return Desk(enrolled, ids)


def values(conflict: dict[str, Any]) -> list[Any]:
    return [row["value"] for row in conflict["contenders"]]


def mids(conflict: dict[str, Any]) -> list[str]:
    return [row["mid"] for row in conflict["contenders"]]


def test_changes_of_different_fields_come_together_without_a_conflict(desk: Desk) -> None:
    assert desk.push(desk.one, patch(desk.person, 1, phone="1"))[1] == "applied"
    assert desk.push(desk.two, patch(desk.person, 1, work_unit="厂"))[1] == "applied"
    assert (desk.record()["phone"], desk.record()["work_unit"]) == ("1", "厂")
    assert desk.three.held("conflict") == {}


def test_the_same_value_from_both_sides_is_no_conflict(desk: Desk) -> None:
    assert desk.push(desk.one, patch(desk.person, 1, phone="1"))[1] == "applied"
    assert desk.push(desk.two, patch(desk.person, 1, phone="1"))[1] == "applied"


def test_two_values_of_one_field_stand_side_by_side_and_the_later_is_shown(desk: Desk) -> None:
    first, _ = desk.push(desk.one, patch(desk.person, 1, phone="1"))
    line = desk.two.line(patch(desk.person, 1, phone="2"))
    (outcome,) = desk.two.push(line)
    assert (outcome.state, outcome.conflicts) == ("conflict", [conflict_id("resident", desk.person, "phone")])
    assert outcome.seqs is not None
    assert outcome.seqs[1] - outcome.seqs[0] == 1
    conflict = desk.conflict("phone")
    assert desk.record()["phone"] == "2"
    assert {name: conflict[name] for name in ("subject_type", "subject_id", "resident_id", "group", "names", "state",
                                              "base", "shown")} == {
        "subject_type": "resident", "subject_id": desk.person, "resident_id": desk.person, "group": "phone",
        "names": ["phone"], "state": "open", "base": {"phone": "0"}, "shown": mid_of(line),
    }  # fmt: skip
    assert mids(conflict) == [first, mid_of(line)]
    assert values(conflict) == [{"phone": "1"}, {"phone": "2"}]
    assert [(row["device"], row["author"], row["rev"]) for row in conflict["contenders"]] == [
        (desk.one.id, desk.one.account, 2), (desk.two.id, desk.two.account, 3),
    ]  # fmt: skip
    assert desk.two.push(line)[0].conflicts == outcome.conflicts


def test_a_third_value_joins_the_conflict(desk: Desk) -> None:
    for number, laptop in enumerate((desk.one, desk.two, desk.three), 1):
        desk.push(laptop, patch(desk.person, 1, phone=str(number)))
    assert values(desk.conflict("phone")) == [{"phone": "1"}, {"phone": "2"}, {"phone": "3"}]


def test_two_offline_edits_of_one_laptop_never_conflict_with_each_other(desk: Desk) -> None:
    first, _ = desk.push(desk.one, patch(desk.person, 1, phone="1"))
    assert desk.push(desk.one, patch(desk.person, first, phone="11"))[1] == "applied"
    assert desk.three.held("conflict") == {}


def test_an_own_later_edit_takes_the_place_of_the_earlier_one(desk: Desk) -> None:
    first, _ = desk.push(desk.one, patch(desk.person, 1, phone="1"))
    second, _ = desk.push(desk.two, patch(desk.person, 1, phone="2"))
    third, state = desk.push(desk.one, patch(desk.person, first, phone="11"))
    assert state == "conflict"
    assert mids(desk.conflict("phone")) == [second, third]
    fourth, state = desk.push(desk.two, patch(desk.person, second, phone="22"))
    assert mids(desk.conflict("phone")) == [third, fourth]


def test_an_offline_chain_still_meets_what_its_first_link_had_not_seen(desk: Desk) -> None:
    desk.push(desk.two, patch(desk.person, 1, phone="2"))
    first, state = desk.push(desk.one, patch(desk.person, 1, work_unit="厂"))
    assert state == "applied"
    assert desk.push(desk.one, patch(desk.person, first, phone="1"))[1] == "conflict"


def test_who_a_person_is_stays_until_somebody_decides(desk: Desk) -> None:
    first, _ = desk.push(desk.one, patch(desk.person, 1, **{**IDENTITY, "name": "王甲", "birth_date": "1961-01-02"}))
    second, state = desk.push(desk.two, patch(desk.person, 1, phone="2", **{**IDENTITY, "name": "王乙"}))
    assert state == "conflict"
    record = desk.record()
    assert (record["name"], record["birth_date"], record["phone"]) == ("王甲", "1961-01-02", "2")
    conflict = desk.conflict("identity")
    assert conflict["shown"] == first
    assert mids(conflict) == [first, second]
    assert conflict["contenders"][1]["value"] == {**IDENTITY, "name": "王乙"}


def test_a_conflict_moves_nobody(desk: Desk, enrolled: Enrolled) -> None:
    moved = {**ADDRESS, "village_code": OTHER_VILLAGE, "current_address": "新址"}
    desk.push(desk.one, patch(desk.person, 1, **moved))
    line = desk.two.line(patch(desk.person, 1, **{**ADDRESS, "current_address": "老屋西侧"}))
    (outcome,) = desk.two.push(line)
    assert (outcome.state, outcome.code) == ("conflict", "late_scope")
    new = enrolled("V2")
    new.pull()
    assert new.held("resident")[desk.person]["village_code"] == OTHER_VILLAGE
    assert new.held("resident")[desk.person]["current_address"] == "新址"
    (conflict,) = new.held("conflict").values()
    assert conflict["contenders"][1]["value"]["current_address"] == "老屋西侧"


def test_a_part_of_a_group_never_makes_a_mixture(desk: Desk) -> None:
    desk.push(desk.one, patch(desk.person, 1, village_code=VILLAGE, current_address="甲"))
    desk.push(desk.two, patch(desk.person, 1, current_address="乙"))
    assert desk.conflict("address")["contenders"][1]["value"] == {"village_code": VILLAGE, "current_address": "乙"}


def test_two_corrections_of_one_visit_are_a_conflict_in_all_that_either_changed(desk: Desk) -> None:
    first, _ = desk.push(desk.one, amend(desk.visited, 1, sbp=100, dbp=60))
    second, state = desk.push(desk.two, amend(desk.visited, 1, dbp=95))
    assert state == "conflict"
    conflict = desk.conflict("amendment", "visit")
    assert conflict["names"] == ["dbp", "sbp"]
    assert (mids(conflict), conflict["shown"]) == ([first, second], second)
    assert values(conflict) == [{"sbp": 100, "dbp": 60}, {"sbp": 150, "dbp": 95}]
    assert conflict["resident_id"] == desk.person
    assert (desk.record("visit")["sbp"], desk.record("visit")["dbp"]) == (150, 95)


def test_a_third_correction_widens_the_conflict_for_everybody(desk: Desk) -> None:
    desk.push(desk.one, amend(desk.visited, 1, sbp=160))
    desk.push(desk.two, amend(desk.visited, 1, dbp=95))
    desk.push(desk.three, amend(desk.visited, 1, heart_rate=80))
    assert values(desk.conflict("amendment", "visit")) == [
        {"sbp": 160, "dbp": 90, "heart_rate": None},
        {"sbp": 150, "dbp": 95, "heart_rate": None},
        {"sbp": 150, "dbp": 90, "heart_rate": 80},
    ]
    assert "heart_rate" in desk.record("visit")
    assert desk.record("visit")["sbp"] == 150


def test_a_correction_that_knew_the_other_is_none(desk: Desk) -> None:
    desk.push(desk.one, amend(desk.visited, 1, sbp=160))
    assert desk.push(desk.two, amend(desk.visited, 2, sbp=165))[1] == "applied"


def test_a_sections_conflict_follows_its_visits(desk: Desk, ids: Ids) -> None:
    section = ids()
    desk.push(desk.one, Operation("create", "hypertension_followup", section, {"visit_id": desk.visited}))

    def both(sbp: int, dose: str) -> tuple[Operation, Operation]:
        fields = {"other_sign": dose}
        return (
            amend(desk.visited, 1, sbp=sbp),
            Operation("amend", "hypertension_followup", section, fields, 1, "更正"),
        )

    desk.push(desk.one, *both(160, "甲"))
    line = desk.two.line(*both(165, "乙"))
    (outcome,) = desk.two.push(line)
    assert len(outcome.conflicts) == 2
    desk.three.pull()
    follower = desk.three.held("conflict")[conflict_id("hypertension_followup", section, "amendment")]
    assert follower["follows"] == conflict_id("visit", desk.visited, "amendment")
    assert follower["resident_id"] == desk.person
    assert "follows" not in desk.conflict("amendment", "visit")


@pytest.mark.parametrize("void_first", [True, False])
def test_an_edit_and_a_withdrawal_that_did_not_know_each_other_leave_the_record_in_force(
    desk: Desk, void_first: bool
) -> None:
    def edit() -> tuple[str, str]:
        return desk.push(desk.one, patch(desk.person, 1, phone="1"))

    def withdraw() -> tuple[str, str]:
        return desk.push(desk.two, void("resident", desk.person, 1))

    if void_first:
        (withdrawn, first), (edited, second) = withdraw(), edit()
    else:
        (edited, first), (withdrawn, second) = edit(), withdraw()
    assert (first, second) == ("applied", "conflict")
    assert (desk.record()["void"], desk.record()["phone"]) == (False, "1")
    conflict = desk.conflict("void")
    assert {row["mid"]: row["value"] for row in conflict["contenders"]} == {
        withdrawn: {"void": True},
        edited: {"phone": "1"},
    }
    assert conflict["shown"] == edited


def test_every_edit_that_a_withdrawal_meets_is_named_once(desk: Desk) -> None:
    first, _ = desk.push(desk.one, patch(desk.person, 1, phone="1"))
    desk.push(desk.one, patch(desk.person, first, work_unit="厂"))
    desk.push(desk.two, void("resident", desk.person, 1))
    desk.push(desk.three, patch(desk.person, 1, contact_name="李"))
    assert values(desk.conflict("void")) == [{"phone": "1", "work_unit": "厂"}, {"void": True}, {"contact_name": "李"}]
    assert desk.record()["void"] is False


def test_a_withdrawal_that_knew_every_edit_stands(desk: Desk) -> None:
    desk.push(desk.one, patch(desk.person, 1, phone="1"))
    assert desk.push(desk.two, void("resident", desk.person, 2))[1] == "applied"
    assert desk.record()["void"] is True


def test_a_correction_meets_a_withdrawal_like_any_edit(desk: Desk) -> None:
    desk.push(desk.one, void("visit", desk.visited, 1))
    assert desk.push(desk.two, amend(desk.visited, 1, sbp=160))[1] == "conflict"
    assert (desk.record("visit")["void"], desk.record("visit")["sbp"]) == (False, 160)


def test_an_allergy_added_while_another_is_removed_stays_and_removing_twice_is_harmless(desk: Desk, ids: Ids) -> None:
    old, new = ids(), ids()
    desk.push(desk.one, Operation("add", "allergy", old, {"resident_id": desk.person, "code": "2"}))
    removal = Operation("remove", "allergy", old, base=1, reason="录错")
    assert desk.push(desk.one, removal)[1] == "applied"
    assert desk.push(desk.two, Operation("add", "allergy", new, {"resident_id": desk.person, "code": "2"}))[1] == (
        "applied"
    )
    assert desk.push(desk.two, removal)[1] == "applied"
    assert desk.record("allergy", old)["void"] is True
    assert desk.three.records["allergy", old].rev == 2
    assert desk.record("allergy", new)["void"] is False


def contested_phone(desk: Desk) -> tuple[str, str]:
    first, _ = desk.push(desk.one, patch(desk.person, 1, phone="1"))
    second, _ = desk.push(desk.two, patch(desk.person, 1, phone="2"))
    return first, second


def test_a_decision_that_saw_every_value_closes_the_conflict(desk: Desk) -> None:
    first, second = contested_phone(desk)
    pair = patch(desk.person, 3, phone="1"), decide("resident", desk.person, "phone", [first, second], first)
    assert desk.push(desk.three, *pair)[1] == "applied"
    conflict = desk.conflict("phone")
    assert (conflict["state"], conflict["shown"], conflict["decision"]) == ("closed", first, {"why": "电话核实"})
    assert mids(conflict) == [first, second]
    assert "saw" not in conflict
    assert desk.record()["phone"] == "1"
    assert desk.three.records["conflict", conflict_id("resident", desk.person, "phone")].body["reason"] == "电话核实"


def test_a_third_value_written_by_the_decider_is_shown_as_theirs(desk: Desk) -> None:
    saw = list(contested_phone(desk))
    pair = patch(desk.person, 3, phone="3"), decide("resident", desk.person, "phone", saw)
    mid, _ = desk.push(desk.three, *pair)
    assert desk.conflict("phone")["shown"] == mid
    assert desk.record()["phone"] == "3"


def test_a_value_that_the_decision_had_not_seen_keeps_the_conflict_open(desk: Desk) -> None:
    saw = list(contested_phone(desk))
    late, _ = desk.push(desk.three, patch(desk.person, 1, phone="3"))
    pair = patch(desk.person, 3, phone="1"), decide("resident", desk.person, "phone", saw, saw[0])
    decided, state = desk.push(desk.one, *pair)
    assert state == "conflict"
    conflict = desk.conflict("phone")
    assert (conflict["state"], mids(conflict), conflict["shown"]) == ("open", [late, decided], decided)
    assert desk.record()["phone"] == "1"


def test_a_late_value_reopens_a_decided_conflict(desk: Desk) -> None:
    saw = list(contested_phone(desk))
    decided, _ = desk.push(desk.three, patch(desk.person, 3, phone="1"),
                           decide("resident", desk.person, "phone", saw, saw[0]))  # fmt: skip
    late, state = desk.push(desk.two, patch(desk.person, saw[1], phone="22"))
    assert state == "conflict"
    conflict = desk.conflict("phone")
    assert (conflict["state"], mids(conflict)) == ("open", [decided, late])
    assert "decision" not in conflict


def test_two_decisions_for_different_values_are_a_conflict_again(desk: Desk) -> None:
    saw = list(contested_phone(desk))
    one, _ = desk.push(desk.one, patch(desk.person, 3, phone="1"),
                       decide("resident", desk.person, "phone", saw, saw[0]))  # fmt: skip
    two, state = desk.push(desk.two, patch(desk.person, 3, phone="2"),
                           decide("resident", desk.person, "phone", saw, saw[1]))  # fmt: skip
    assert state == "conflict"
    assert (desk.conflict("phone")["state"], mids(desk.conflict("phone"))) == ("open", [one, two])


def test_a_decision_can_be_taken_back(desk: Desk) -> None:
    first, second = contested_phone(desk)
    decided, _ = desk.push(desk.three, patch(desk.person, 3, phone="1"),
                           decide("resident", desk.person, "phone", [first, second], first))  # fmt: skip
    undo = Operation("reopen", "conflict", conflict_id("resident", desk.person, "phone"), {"state": "open"},
                     reason="选错了")  # fmt: skip
    assert desk.push(desk.three, patch(desk.person, decided, phone="2"), undo)[1] == "applied"
    conflict = desk.conflict("phone")
    assert (conflict["state"], mids(conflict), conflict["shown"]) == ("open", [first, second], second)
    assert "decision" not in conflict
    assert desk.record()["phone"] == "2"


def test_a_decision_about_who_a_person_is_changes_the_record(desk: Desk) -> None:
    first, _ = desk.push(desk.one, patch(desk.person, 1, **{**IDENTITY, "name": "王甲"}))
    second, _ = desk.push(desk.two, patch(desk.person, 1, **{**IDENTITY, "name": "王乙"}))
    desk.push(desk.three, patch(desk.person, 3, **{**IDENTITY, "name": "王乙"}),
              decide("resident", desk.person, "identity", [first, second], second))  # fmt: skip
    assert desk.record()["name"] == "王乙"
    assert desk.conflict("identity")["state"] == "closed"


@pytest.mark.parametrize("withdraw", [True, False])
def test_a_decision_between_withdrawal_and_edit_stands(desk: Desk, withdraw: bool) -> None:
    edited, _ = desk.push(desk.one, patch(desk.person, 1, phone="1"))
    withdrawn, _ = desk.push(desk.two, void("resident", desk.person, 1))
    choice = void("resident", desk.person, 3) if withdraw else patch(desk.person, 3, phone="1")
    shown = withdrawn if withdraw else edited
    decision = decide("resident", desk.person, "void", [edited, withdrawn], shown)
    assert desk.push(desk.three, choice, decision)[1] == "applied"
    assert desk.record()["void"] is withdraw
    assert (desk.conflict("void")["state"], desk.conflict("void")["shown"]) == ("closed", shown)


def test_a_decision_to_withdraw_waits_for_an_edit_that_it_had_not_seen(desk: Desk) -> None:
    edited, _ = desk.push(desk.one, patch(desk.person, 1, phone="1"))
    withdrawn, _ = desk.push(desk.two, void("resident", desk.person, 1))
    late, _ = desk.push(desk.three, patch(desk.person, 1, work_unit="厂"))
    decision = decide("resident", desk.person, "void", [edited, withdrawn], withdrawn)
    decided, state = desk.push(desk.one, void("resident", desk.person, 3), decision)
    assert state == "conflict"
    assert desk.record()["void"] is False
    conflict = desk.conflict("void")
    assert (conflict["state"], set(mids(conflict))) == ("open", {late, decided})


def test_followers_are_decided_in_the_same_save(desk: Desk, ids: Ids) -> None:
    section = ids()
    desk.push(desk.one, Operation("create", "hypertension_followup", section, {"visit_id": desk.visited}))
    saw = []
    for laptop, sbp, text in ((desk.one, 160, "甲"), (desk.two, 165, "乙")):
        amended = Operation("amend", "hypertension_followup", section, {"other_sign": text}, 1, "更正")
        saw.append(desk.push(laptop, amend(desk.visited, 1, sbp=sbp), amended)[0])
    _, state = desk.push(
        desk.three, amend(desk.visited, 3, sbp=160), decide("visit", desk.visited, "amendment", saw, saw[0]),
        Operation("amend", "hypertension_followup", section, {"other_sign": "甲"}, 3, "更正"),
        decide("hypertension_followup", section, "amendment", saw, saw[0]),
    )  # fmt: skip
    assert state == "applied"
    desk.three.pull()
    assert [each["state"] for each in desk.three.held("conflict").values()] == ["closed", "closed"]


def test_a_decision_before_its_conflict_waits_for_it(desk: Desk) -> None:
    decision = decide("resident", desk.person, "phone", [])
    assert desk.push(desk.three, patch(desk.person, 1, phone="3"), decision)[1] == "deferred"


def test_what_a_conflict_is_about_cannot_be_rewritten(desk: Desk) -> None:
    contested_phone(desk)
    forged = decide("resident", desk.person, "phone", [], contenders=[])
    line = desk.three.line(patch(desk.person, 3, phone="3"), forged)
    (outcome,) = desk.three.push(line)
    assert (outcome.state, outcome.code, outcome.field) == ("quarantined", "invalid", "contenders")
    made = Operation("create", "conflict", conflict_id("resident", desk.person, "name"), {"state": "open"})
    assert desk.three.push(desk.three.line(made))[0].state == "quarantined"


def test_another_village_neither_sees_nor_decides_a_conflict(desk: Desk, enrolled: Enrolled) -> None:
    saw = list(contested_phone(desk))
    stranger = enrolled("V2")
    stranger.pull()
    assert stranger.held("conflict") == {}
    decision = decide("resident", desk.person, "phone", saw, saw[0])
    (outcome,) = stranger.push(stranger.line(decision))
    assert (outcome.state, outcome.code) == ("quarantined", "scope")


def test_a_households_conflict_reaches_its_village(desk: Desk, ids: Ids) -> None:
    household = ids()
    desk.push(desk.one, Operation("create", "household", household, {"village_code": VILLAGE, "phone": "0"}))
    for laptop, phone in ((desk.one, "1"), (desk.two, "2")):
        desk.push(laptop, Operation("patch", "household", household, {"phone": phone}, 1))
    desk.three.pull()
    (conflict,) = desk.three.held("conflict").values()
    assert conflict["subject_id"] == household
    assert "resident_id" not in conflict


def test_a_save_that_stands_on_an_own_one_not_yet_here_waits_for_it(desk: Desk) -> None:
    first = desk.one.line(patch(desk.person, 1, phone="1"))
    _, state = desk.push(desk.one, patch(desk.person, mid_of(first), phone="11"))
    assert state == "deferred"
    desk.one.push(first)
    assert desk.record()["phone"] == "11"
    assert desk.three.held("conflict") == {}


def test_an_edit_may_stand_on_what_took_the_place_of_a_refused_one(desk: Desk) -> None:
    wrong = desk.one.line(patch(desk.person, 1, phone="x" * 50))
    assert desk.one.push(wrong)[0].state == "quarantined"
    next_one = desk.one.line(patch(desk.person, mid_of(wrong), work_unit="厂"), deps=[mid_of(wrong)])
    assert desk.one.push(next_one)[0].state == "deferred"
    assert desk.push(desk.one, patch(desk.person, 1, phone="1"), supersedes=mid_of(wrong))[1] == "applied"
    assert (desk.record()["phone"], desk.record()["work_unit"]) == ("1", "厂")
    assert desk.three.held("conflict") == {}


def test_the_row_of_a_conflict_has_its_subjects_village(county: CountyDatabase, desk: Desk) -> None:
    contested_phone(desk)
    with county.transaction() as connection:
        rows = connection.execute("SELECT village, parent_id FROM record WHERE type = 'conflict'").fetchall()
    assert rows == [(VILLAGE, desk.person)]


def test_a_fields_revision_number_of_another_timeline_says_nothing(desk: Desk, enrolled: Enrolled) -> None:
    import msgspec

    from clinic_app.protocol import wire

    desk.push(desk.two, patch(desk.person, 1, phone="2"))
    common: wire.Head = desk.one.request("GET", "/hello").read(wire.HelloReply).head
    desk.push(desk.two, patch(desk.person, 2, work_unit="厂"))
    line = desk.one.line(patch(desk.person, 3, work_unit="矿", phone="1"))
    envelope = wire.PushEnvelope(desk.one.id, desk.one.sent + 1, None, common.seq)
    body = msgspec.json.encode(envelope) + b"\n" + line
    reply: wire.PushReply = desk.one.request("POST", "/push", body).read(wire.PushReply)
    assert reply.outcomes[0].state == "conflict"
    assert values(desk.conflict("work_unit")) == [{"work_unit": "厂"}, {"work_unit": "矿"}]
    assert list(desk.three.held("conflict")) == [conflict_id("resident", desk.person, "work_unit")]


def test_a_conflict_about_which_both_come_to_say_the_same_is_over(desk: Desk) -> None:
    first, _ = contested_phone(desk)
    assert desk.push(desk.one, patch(desk.person, first, phone="2"))[1] == "applied"
    assert desk.conflict("phone")["state"] == "closed"
    assert desk.record()["phone"] == "2"


def test_who_goes_on_from_a_value_that_two_had_given_meets_the_other(desk: Desk) -> None:
    first, _ = desk.push(desk.one, patch(desk.person, 1, phone="1"))
    same, _ = desk.push(desk.two, patch(desk.person, 1, phone="1"))
    later, state = desk.push(desk.one, patch(desk.person, first, phone="11"))
    assert state == "conflict"
    assert mids(desk.conflict("phone")) == [same, later]
