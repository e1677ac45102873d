"""Mutations, bodies and slip numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.protocol.body import Body, NotApplicable, apply
from clinic_app.protocol.body import decode as decode_body
from clinic_app.protocol.body import encode as encode_body
from clinic_app.protocol.mutation import (
    MalformedMutation,
    Mutation,
    Operation,
    decode,
    encode,
    line_hash,
)
from clinic_app.protocol.signing import message, new_key_pair, sign, verifies
from clinic_app.protocol.slip_number import is_slip_number, slip_number
from clinic_app.protocol.validate import check_operation
from clinic_app.records.field import Context
from tests.records import ID, NOW

AT = "2026-11-22T02:30:00.000Z"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), inner)
    ),
    max_leaves=8,
)


def create(**fields: object) -> Operation:
    return Operation("create", "resident", ID, dict(fields))


def test_a_line_is_one_line_and_reads_back() -> None:
    line = encode(Mutation("m", 1, "a", AT, [create(name="𠅤\n第二行")]))
    assert b"\n" not in line
    assert decode(line).ops[0].fields["name"] == "𠅤\n第二行"
    assert line_hash(line) == line_hash(bytes(line))


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b'{"mid":"m"}', b"\xff\xfe", b"[" * 5000, b"0" * (1 << 20) + b"0"])
def test_what_is_no_mutation_is_malformed_and_never_more(line: bytes) -> None:
    with pytest.raises(MalformedMutation):
        decode(line)


@given(st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), json_values, max_size=5))
def test_a_body_survives_its_bytes_and_equal_bodies_have_equal_bytes(fields: dict[str, object]) -> None:
    body = Body(fields=fields, author="a", authored_at=AT)
    assert decode_body(encode_body(body)) == body
    assert encode_body(Body(fields=dict(reversed(fields.items())), author="a", authored_at=AT)) == encode_body(body)


def test_a_patch_changes_what_it_names_and_clears_what_it_empties() -> None:
    body = apply(None, create(name="甲", phone="1", work_unit=None), "a", AT)
    after = apply(body, Operation("patch", "resident", ID, {"phone": None, "name": "乙"}), "b", AT)
    assert (body.fields, after.fields, after.author) == ({"name": "甲", "phone": "1"}, {"name": "乙"}, "b")


def test_creating_the_same_twice_is_harmless_and_another_content_is_refused() -> None:
    body = apply(None, create(name="甲"), "a", AT)
    assert apply(body, create(name="甲"), "a", AT) is body
    with pytest.raises(NotApplicable):
        apply(body, create(name="乙"), "a", AT)


def test_a_void_record_keeps_its_fields_and_its_reason() -> None:
    body = apply(apply(None, create(name="甲"), "a", AT), Operation("void", "resident", ID, reason="建错"), "a", AT)
    assert (body.void, body.reason, body.fields) == (True, "建错", {"name": "甲"})


def test_nothing_is_voided_or_amended_without_a_reason() -> None:
    context = Context(NOW.date())
    for name in ("void", "amend"):
        operation = Operation(name, "visit", ID, {}, reason="  ")
        assert [error.field for error in check_operation(operation, Body(), context)] == ["reason"]


def test_reference_records_are_nobodys_to_write_from_a_laptop() -> None:
    operation = Operation("create", "organisation", ID, {"code": "1", "name": "甲", "kind": "bureau"})
    assert check_operation(operation, None, Context(NOW.date()))


@given(st.integers(1, 9999), st.integers(1, 99999), st.uuids())
def test_a_slip_number_tells_its_own_mistakes(device: int, serial: int, referral: object) -> None:
    number = slip_number(device, serial, str(referral))
    assert is_slip_number(number)
    assert is_slip_number(number.replace("-", ""))
    for place, character in enumerate(number):
        if character.isdigit():
            wrong = number[:place] + str((int(character) + 1) % 10) + number[place + 1 :]
            assert not is_slip_number(wrong)


def test_two_referrals_with_one_serial_after_a_restore_still_differ() -> None:
    numbers = {slip_number(12, 34, f"0190-{each}") for each in range(20)}
    assert len(numbers) > 15


def test_a_signature_binds_every_part_of_the_request() -> None:
    private, public = new_key_pair()
    parts = ["POST", "/api/v1/push?a=1", "n", AT]
    signature = sign(private, message(*parts, b"body"))
    assert verifies(public, signature, message(*parts, b"body"))
    assert not verifies(public, signature, message(*parts, b"other"))
    for place in range(4):
        changed = [part + "x" if at == place else part for at, part in enumerate(parts)]
        assert not verifies(public, signature, message(*changed, b"body"))
    assert not verifies(new_key_pair()[1], signature, message(*parts, b"body"))
    assert not verifies(public, "rsa:" + signature, message(*parts, b"body"))
    assert not verifies(public, "ed25519:%%%", message(*parts, b"body"))
