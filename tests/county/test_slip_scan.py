"""A slip at a desk: whichever comes first, paper or sync, and however often, it is one referral."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import revoke
from clinic_app.county.slip_scan import MOST_A_DAY
from clinic_app.protocol import slip_pack, wire
from clinic_app.protocol.slip_number import slip_number
from clinic_app.protocol.slip_pack import SlipPack
from tests.county.conftest import Enrolled
from tests.county.laptop import VILLAGE, Answered, Laptop, mid_of, referral, resident, step, visit
from tests.county.test_fork import forked

Ids = Callable[[], str]
NAME = "王𬎆"
PATIENT = {"patient_name": NAME, "sex": "1", "birth_date": "1960-01-02", "age": 66, "village_code": VILLAGE}
LONG = "".join(chr(0x4E00 + 37 * place) for place in range(300))
WORDS = {"initial_impression": "高血压3级", "from_doctor_sign": "张一", "treatment_course": LONG}


class Slip:
    """A patient and a referral that a laptop has saved, and the slip that it has printed; nothing is sent yet."""

    def __init__(self, laptop: Laptop, ids: Ids, number: int, **fields: Any) -> None:
        self.laptop = laptop
        self.id, self.resident_id, self.event_id = ids(), ids(), ids()
        pack = {"readings": [{"visit_date": "2026-11-20", "sbp": 182, "dbp": 112}], "medicines": ["氨氯地平"]}
        self.fields = {
            "slip_no": slip_number(number, 1, self.id),
            **PATIENT,
            **WORDS,
            "pack": pack,
            "referral_date": "2026-11-22",
            **fields,
        }
        registered = laptop.line(resident(self.resident_id))
        visited = laptop.line(visit(ids(), self.resident_id), deps=[mid_of(registered)])
        issued = laptop.line(
            referral(self.id, self.resident_id, **self.fields),
            step(self.event_id, self.id, "issue", happened_at="2026-11-22T02:30:00.000Z", organisation="V1"),
            deps=[mid_of(registered), mid_of(visited)],
        )
        self.lines = [registered, visited, issued]
        values = {"direction": "up", "urgency": "routine", "to_org": "H1", **self.fields}
        self.pack = SlipPack(
            self.id, mid_of(issued), self.event_id, self.resident_id, laptop.account, slip_pack.values_of(values)
        )
        self.number = number

    def text(self, **changed: Any) -> str:
        """The digits on the paper."""
        reply: wire.HelloReply = self.laptop.request("GET", "/hello").read(wire.HelloReply)
        to = base64.b64decode(reply.relay_key)
        pack = replace(self.pack, **changed)
        return slip_pack.write(pack, device_number=self.number, to=to, signed_by=self.laptop.private_key)

    def sync(self) -> list[str]:
        """Send everything; what became of each save."""
        return [each.state for each in self.laptop.push(*self.lines)]


@pytest.fixture
def slip(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> Slip:
    return Slip(enrolled("V1"), ids, 1)


@pytest.fixture
def desk(enrolled: Enrolled) -> Laptop:
    return enrolled("H1", "hospital_receiver", "R1")


def ask(desk: Laptop, **asked: str) -> Answered:
    return desk.request("POST", "/referrals/scan", msgspec.json.encode(wire.SlipRequest(**asked)))


def scanned(desk: Laptop, text: str) -> wire.SlipReply:
    reply: wire.SlipReply = ask(desk, carrier=text).read(wire.SlipReply)
    return reply


def settled(laptop: Laptop) -> None:
    """Everything, and the county's note that it was delivered by it."""
    laptop.pull()
    laptop.pull()


def only(laptop: Laptop, type_name: str) -> Mapping[str, Any]:
    laptop.pull()
    (found,) = laptop.held(type_name).values()
    return found


def test_a_laptop_that_has_met_no_network_since_and_the_desk_has_the_referral(slip: Slip, desk: Laptop) -> None:
    reply = scanned(desk, slip.text())
    assert (reply.referral_id, reply.patient_name, reply.state, reply.code) == (slip.id, NAME, "issued", "")
    assert (reply.sender, reply.receiver, reply.from_paper, reply.redirected) == ("V1", "H1", True, False)
    found = only(desk, "referral")
    assert {name: found[name] for name in PATIENT} == PATIENT
    assert (found["from_org"], found["to_org"], found["urgency"]) == ("V1", "H1", "routine")
    assert found["initial_impression"] == "高血压3级"
    assert found["treatment_course"].endswith("…")
    assert found["pack"]["readings"] == [{"visit_date": "2026-11-20", "sbp": 182, "dbp": 112}]
    assert found["referral_date"] == "2026-11-22"
    assert "resident" not in {each[0] for each in desk.records}


def test_scanned_and_synced_later_it_is_one_referral_and_whole(
    slip: Slip, desk: Laptop, enrolled: Enrolled, ids: Ids
) -> None:
    """The desk has worked on it meanwhile; the township sees all of it once the patient's file has come."""
    township = enrolled("T1", "township_clinician", "C2")
    scanned(desk, slip.text())
    assert desk.push(desk.line(step(ids(), slip.id, "arrive")))[0].state == "applied"
    township.pull()
    assert township.held("referral") == {}
    assert slip.sync() == ["applied", "applied", "applied"]
    whole = only(desk, "referral")
    assert whole["treatment_course"] == WORDS["treatment_course"]
    assert "from_paper" not in whole
    for each in (desk, slip.laptop, township):
        each.pull()
        assert list(each.held("referral")) == [slip.id]
        assert sorted(one["event"] for one in each.held("referral_event").values()) == ["arrive", "issue"]
    assert "from_paper" not in desk.held("referral_event")[slip.event_id]
    rows = township.request("GET", "/snapshot/referral_event").read(wire.SnapshotReply).rows
    assert {each.id for each in rows} == set(township.held("referral_event"))


def test_synced_first_or_scanned_twice_changes_nothing(slip: Slip, desk: Laptop, county: CountyDatabase) -> None:
    text = slip.text()
    assert slip.sync() == ["applied", "applied", "applied"]
    settled(desk)
    assert [scanned(desk, text).referral_id for _ in range(2)] == [slip.id, slip.id]
    assert not scanned(desk, text).from_paper
    assert desk.pull() == []
    with county.transaction() as connection:
        noted = connection.execute("SELECT target, detail FROM audit WHERE action = 'scan'").fetchall()
    assert {row[0] for row in noted} == {f"referral:{slip.id}"}
    assert NAME not in str(noted)


def test_scanned_twice_before_any_sync_it_is_one(slip: Slip, desk: Laptop, clock: FrozenClock) -> None:
    text = slip.text()
    scanned(desk, text)
    settled(desk)
    clock.advance(timedelta(days=1))
    assert scanned(desk, text).from_paper
    assert desk.pull() == []
    # What the laptop sends of it once more is what it had sent.
    assert slip.sync() == ["applied"] * 3
    assert slip.sync() == ["applied"] * 3
    assert scanned(desk, text).from_paper is False


def test_a_desk_that_is_not_the_receiver_gets_it_because_the_patient_is_there(
    slip: Slip, desk: Laptop, enrolled: Enrolled
) -> None:
    other = enrolled("H2", "hospital_receiver")
    reply = scanned(other, slip.text())
    assert (reply.redirected, reply.receiver, reply.state) == (True, "H2", "delivered")
    again = scanned(other, slip.text())
    assert (again.redirected, again.receiver) == (False, "H2")
    moved = [each for each in (other.pull(), other.held("referral_event").values())[1] if each["event"] == "redirect"]
    assert [(each["reason"], each["organisation"], each["to_org"]) for each in moved] == [
        ("患者持单到本院", "server", "H2")
    ]
    # The sender's own desk reads its slip and takes it from nobody.
    slip.sync()
    assert scanned(slip.laptop, slip.text()).redirected is False
    assert scanned(other, slip.text()).receiver == "H2"


def test_a_desk_that_is_no_party_learns_no_name_of_one_that_has_ended(slip: Slip, enrolled: Enrolled, ids: Ids) -> None:
    slip.sync()
    laptop = slip.laptop
    laptop.push(laptop.line(step(ids(), slip.id, "withdraw", reason="不去了")))
    reply = scanned(enrolled("H2", "hospital_receiver"), slip.text())
    assert (reply.code, reply.referral_id, reply.patient_name) == ("state", "", "")
    assert "已撤回" in reply.message


def test_nobody_but_the_laptop_that_printed_it_completes_it(slip: Slip, desk: Laptop, enrolled: Enrolled) -> None:
    scanned(desk, slip.text())
    colleague = enrolled("V1")
    colleague.push(colleague.line(resident(slip.resident_id)))
    forged = colleague.line(referral(slip.id, slip.resident_id, urgency="emergency"))
    assert [(each.state, each.code) for each in colleague.push(forged)] == [("quarantined", "exists")]
    found = only(desk, "referral")
    assert (found["urgency"], found["from_paper"]["device"]) == ("routine", slip.laptop.id)


def test_a_restored_copy_of_the_laptop_completes_it_too(slip: Slip, desk: Laptop) -> None:
    """The slip was printed under the old number; the save comes by the device that its copy has become."""
    scanned(desk, slip.text())
    copy, _ = forked(slip.laptop)
    assert [each.state for each in copy.push(*slip.lines)] == ["applied"] * 3
    assert only(desk, "referral")["treatment_course"] == LONG
    assert scanned(desk, slip.text()).from_paper is False


def test_a_push_does_not_say_of_itself_that_it_came_on_paper(slip: Slip, desk: Laptop) -> None:
    slip.lines[2] = slip.lines[2].replace(b'"slip_no"', b'"from_paper":{"device":"x"},"slip_no"')
    slip.sync()
    assert "from_paper" not in only(desk, "referral")


@pytest.mark.parametrize("case", ["key", "signature", "author", "old", "revoked", "damaged"])
def test_what_is_not_good_paper_is_said_and_leaves_nothing(
    slip: Slip, desk: Laptop, county: CountyDatabase, case: str
) -> None:
    text = slip.text()
    if case == "key":
        text = slip_pack.write(slip.pack, device_number=1, to=b"\x09" + b"\0" * 31, signed_by=slip.laptop.private_key)
    elif case == "signature":
        key = slip_pack.read(text)
        reply = slip.laptop.request("GET", "/hello").read(wire.HelloReply)
        to = base64.b64decode(reply.relay_key)
        assert key.device_number == 1
        text = slip_pack.write(slip.pack, device_number=1, to=to, signed_by=desk.private_key)
    elif case == "author":
        text = slip.text(author=desk.account)
    elif case == "old":
        text = slip.text(mid="00000000-0000-0000-0000-000000000000")
    elif case == "revoked":
        revoke(county, slip.laptop.id, "test")
    else:
        text = text[:-40] + str((int(text[-40]) + 1) % 10) + text[-39:]
    reply = scanned(desk, text)
    expected = {"old": "unknown"}.get(case, case)
    assert (reply.code, reply.referral_id, reply.slip_no) == (expected, "", "")
    assert reply.message
    assert desk.pull() == [] or "referral" not in {each[0] for each in desk.records}


def test_a_save_that_a_supervisor_decides_about_is_not_let_in_by_paper(
    slip: Slip, desk: Laptop, county: CountyDatabase
) -> None:
    slip.lines[2] = slip.lines[2].replace(b'"to_org":"H1"', b'"to_org":"H9"')
    assert slip.sync()[2] == "quarantined"
    assert scanned(desk, slip.text()).code == "waits"


def test_number_and_name_find_it_too_and_half_of_it_does_not(
    slip: Slip, desk: Laptop, enrolled: Enrolled, county: CountyDatabase
) -> None:
    number = slip.fields["slip_no"]
    unknown: wire.SlipReply = ask(desk, slip_no=number, name=NAME).read(wire.SlipReply)
    assert (unknown.code, unknown.slip_no) == ("not_found", "")
    slip.sync()
    other = enrolled("H2", "hospital_receiver")
    for given, name in ((number, "王某"), ("1" + number[1:], NAME)):
        assert ask(other, slip_no=given, name=name).read(wire.SlipReply).code == "not_found"
    found: wire.SlipReply = ask(other, slip_no=number.replace("-", " "), name=f" {NAME} ").read(wire.SlipReply)
    assert (found.referral_id, found.redirected, found.receiver) == (slip.id, True, "H2")
    for half in ({}, {"slip_no": number}, {"name": NAME}, {"slip_no": number, "name": "王" * 101}):
        assert ask(desk, **half).status == 400


def test_numbers_are_asked_for_rarely(slip: Slip, desk: Laptop, clock: FrozenClock) -> None:
    for _ in range(MOST_A_DAY):
        assert ask(desk, slip_no="0001-00001-000-0", name=NAME).status == 200
    refused = ask(desk, slip_no="0001-00001-000-0", name=NAME)
    assert (refused.status, refused.failure.code) == (429, "slip_rate")
    assert scanned(desk, slip.text()).referral_id == slip.id
    clock.advance(timedelta(days=1, seconds=1))
    assert ask(desk, slip_no="0001-00001-000-0", name=NAME).status == 200
