"""What a slip carries: nobody but the county reads it, nobody but the laptop wrote it, and the needed goes first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.protocol import package, signing, slip_pack
from clinic_app.protocol.package import PackageProblem
from clinic_app.protocol.slip_pack import MOST_DIGITS, NAMES, NEEDED, NoRoom, SlipPack

DEVICE, DEVICE_PUBLIC = signing.new_key_pair()
COUNTY, COUNTY_PUBLIC = package.new_sealing_pair()
REFERRAL = {
    "slip_no": "0012-00034-567-8", "direction": "up", "urgency": "emergency", "to_org": "H1", "patient_name": "王𬎆",
    "sex": "1", "birth_date": "1955-03-02", "age": 71, "village_code": "990101001001", "suspicion": "stroke",
    "onset_at": "2026-11-22T01:10:00.000Z", "sbp": 182, "dbp": 112, "checklist": ["ecg", "aspirin"],
    "identity_unknown": False, "initial_impression": "脑梗死？", "present_illness": "右侧肢体无力1小时",
    "pack": {"readings": [{"visit_date": "2026-11-22", "sbp": 182, "dbp": 112, "fbg": "7.8", "weight": "72.5"},
                          {"visit_date": "2026-08-22", "sbp": 160}],
             "medicines": ["氨氯地平 5mg 每日1次", "二甲双胍"], "allergies": "青霉素"},
    "allergy_text": "青霉素", "visit_id": "no part of a pack", "home_address": "",
}  # fmt: skip
PACK = SlipPack(
    referral_id="01a2105f-e8a5-7005-96f1-21f522694435",
    mid="01a2105f-e8a5-7006-96f1-21f522694436",
    event_id="01a2105f-e8a5-7007-96f1-21f522694437",
    resident_id="0195f0c0-1111-7abc-8def-0123456789ab",
    author="0195f0c0-2222-7abc-8def-0123456789ab",
    fields=slip_pack.values_of(REFERRAL),
)
WHOLE = replace(PACK, author=slip_pack.account_mark(PACK.author))
LONG = "".join(chr(0x4E00 + 37 * place) for place in range(500))


def written(pack: SlipPack = PACK, **more: int) -> str:
    return slip_pack.write(pack, device_number=12, to=COUNTY_PUBLIC, signed_by=DEVICE, **more)


def opened(text: str) -> SlipPack:
    sealed = slip_pack.read(text)
    slip_pack.verify(sealed, DEVICE_PUBLIC)
    return slip_pack.open_pack(sealed, COUNTY)


def test_what_is_written_is_read_again_the_same_digits_each_time() -> None:
    text = written()
    assert opened(text) == WHOLE
    assert written() == text
    assert written(replace(PACK, mid=PACK.event_id)) != text
    assert slip_pack.is_slip_pack(text)
    assert (text.isdigit(), len(text) <= MOST_DIGITS) == (True, True)
    # A scanner may break the line, a person paste with spaces.
    assert opened(f" {text[:200]}\n{text[200:]}\r\n") == WHOLE
    sealed = slip_pack.read(text)
    assert (sealed.device_number, sealed.key) == (12, package.key_id(COUNTY_PUBLIC))


def test_values_come_back_in_the_shape_of_the_record() -> None:
    fields = opened(written()).fields
    assert (fields["age"], fields["checklist"], fields["identity_unknown"]) == ("71", "ecg,aspirin", "0")
    assert set(fields) <= set(NAMES)
    assert slip_pack.record_pack(fields) == REFERRAL["pack"]
    assert slip_pack.record_pack({}) == {}


def test_ids_of_another_moment_or_another_kind_go_whole() -> None:
    odd = replace(PACK, mid="00000000-0000-0000-0000-000000000000", event_id="6f0b5a52-93d1-4c0e-8a57-1f3f2f6f9c11")
    assert opened(written(odd)) == replace(WHOLE, mid=odd.mid, event_id=odd.event_id)


def test_the_needed_goes_first_long_words_are_shortened_and_say_so() -> None:
    fields = slip_pack.values_of({**REFERRAL, "present_illness": LONG, "past_history": LONG, "home_address": LONG})
    text = written(replace(PACK, fields=fields))
    assert len(text) <= MOST_DIGITS
    found = opened(text).fields
    assert {name: found[name] for name in NEEDED} == {name: fields[name] for name in NEEDED}
    assert found["present_illness"][:20] == LONG[:20]
    assert found["present_illness"].endswith("…")
    # A list loses its last members, never half of one; what has no room is left out.
    rows = ";".join(f"药品{LONG[place]}{LONG[-place]} 每日{place}次" for place in range(1, 40))
    cut = opened(written(replace(PACK, fields={**fields, "present_illness": "", "medicines": rows}))).fields
    assert rows.startswith(cut["medicines"] + ";")
    assert "home_address" not in cut or cut["home_address"].endswith("…")


def test_names_that_leave_no_room_for_the_patient_are_no_pack() -> None:
    with pytest.raises(NoRoom):
        written(replace(PACK, fields={**PACK.fields, "patient_name": LONG}))
    with pytest.raises(NoRoom):
        written(most=400)
    assert len(written(most=700)) <= 700


@pytest.mark.parametrize("text", ["", "9105", "0012-00034-567-8", "9105" + "1" * 246, "9105" + "x" * 300, "1" * 990])
def test_what_is_no_pack_is_said_so(text: str) -> None:
    with pytest.raises(PackageProblem, match="没有读全"):
        slip_pack.read(text)


def test_a_digit_misread_or_left_out_is_noticed_without_any_key() -> None:
    text = written()
    for place in range(5, len(text), 97):
        other = str((int(text[place]) + 1) % 10)
        for wrong in (text[:place] + other + text[place + 1 :], text[:place] + text[place + 1 :]):
            with pytest.raises(PackageProblem):
                slip_pack.read(wrong)


def test_another_hand_another_county_and_a_changed_pack_are_refused() -> None:
    text = written()
    sealed = slip_pack.read(text)
    _, stranger = signing.new_key_pair()
    with pytest.raises(PackageProblem, match="签名不对"):
        slip_pack.verify(sealed, stranger)
    other, _ = package.new_sealing_pair()
    with pytest.raises(PackageProblem, match="打不开"):
        slip_pack.open_pack(sealed, other)
    for place in (2, 20, 60, len(sealed.raw) - 3):
        raw = bytearray(sealed.raw)
        raw[place] ^= 1
        changed = replace(sealed, raw=bytes(raw))
        with pytest.raises(PackageProblem):
            slip_pack.verify(changed, DEVICE_PUBLIC)
    raw = bytearray(sealed.raw)
    raw[60] ^= 1
    with pytest.raises(PackageProblem, match="没有读全"):
        slip_pack.open_pack(replace(sealed, raw=bytes(raw)), COUNTY)


def test_a_newer_programs_pack_is_said_to_be_newer() -> None:
    raw = b"\x02" + slip_pack.read(written()).raw[1:]
    body = slip_pack.PREFIX + str(int.from_bytes(b"\x01" + raw))
    with pytest.raises(PackageProblem, match="更新版本"):
        slip_pack.read(body + f"{98 - int(body) * 100 % 97:02d}")


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(NAMES), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)))
def test_whatever_people_write_fits_or_is_shortened(values: dict[str, str]) -> None:
    fields = {**PACK.fields, **values}
    try:
        found = opened(written(replace(PACK, fields=fields))).fields
    except NoRoom:
        return
    for name, value in found.items():
        assert value == fields[name] or fields[name].startswith(value.removesuffix("…").removesuffix(";"))
