"""What travels on a USB stick: sealed for one reader, signed, and refused when anything at all was changed."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import struct
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.protocol import package
from clinic_app.protocol.package import PackageProblem
from clinic_app.protocol.signing import new_key_pair

DEVICE = "01931b7e-0000-7000-8000-000000000001"
COUNTY = "990101"
SIGNER, SIGNED_BY = new_key_pair()
READER, TO = package.new_sealing_pair()
CONTENT = "王𬎆 11010119600102001X".encode()


def sealed(content: bytes = CONTENT, **more: Any) -> bytes:
    values = {"to": TO, "signed_by": SIGNER, **more}
    return package.write_item(package.PACKAGE, COUNTY, DEVICE, 7, content, **values)


def opened(raw: bytes) -> bytes:
    item = package.read_item(raw)
    package.verify(item, SIGNED_BY)
    return package.open_item(item, READER)


def with_header(raw: bytes, **changed: Any) -> bytes:
    """The item with another header, signed again: what a writer of old or of bad will could send."""
    start = len(package.ITEM) + 4
    (length,) = struct.unpack(">I", raw[len(package.ITEM) : start])
    header = {**msgspec.json.decode(raw[start : start + length]), **changed}
    encoded = msgspec.json.encode(header)
    unsigned = package.ITEM + struct.pack(">I", len(encoded)) + encoded + raw[start + length : -64]
    return unsigned + Ed25519PrivateKey.from_private_bytes(SIGNER).sign(unsigned)


def refused(act: Callable[..., object], *given: object) -> str:
    with pytest.raises(PackageProblem) as caught:
        act(*given)
    message = str(caught.value)
    assert "没有导入任何内容" in message
    return caught.value.code


def bundle(*items: bytes) -> bytes:
    out = io.BytesIO()
    package.write_bundle(out, items)
    return out.getvalue()


def read(raw: bytes) -> list[package.Item]:
    return list(package.read_bundle(io.BytesIO(raw)))


@given(st.binary(max_size=5000))
def test_the_reader_gets_what_was_written(content: bytes) -> None:
    assert opened(sealed(content)) == content


def test_an_item_tells_ids_and_numbers_and_nothing_else() -> None:
    raw = sealed()
    item = package.read_item(raw)
    assert (item.header.kind, item.header.county, item.header.device, item.header.number) == (
        "package", COUNTY, DEVICE, 7,
    )  # fmt: skip
    assert item.header.key == package.key_id(TO)
    assert item.digest == hashlib.sha256(raw).hexdigest()
    assert CONTENT not in raw
    assert "王".encode() not in raw


def test_two_items_of_one_content_have_nothing_in_common() -> None:
    first, second = package.read_item(sealed()), package.read_item(sealed())
    assert first.header.ephemeral != second.header.ephemeral
    assert first.sealed != second.sealed


def test_a_flipped_bit_anywhere_is_refused() -> None:
    raw = sealed()
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        refused(opened, bytes(changed))


def test_a_flipped_bit_is_found_by_the_seal_too_when_the_signer_is_the_forger() -> None:
    raw = sealed()
    item = package.read_item(raw)
    for place in range(len(item.sealed)):
        unsigned = bytearray(raw[:-64])
        unsigned[len(item.bound) + place] ^= 1
        forged = bytes(unsigned) + Ed25519PrivateKey.from_private_bytes(SIGNER).sign(bytes(unsigned))
        assert refused(opened, forged) == "damaged"


@pytest.mark.parametrize("name", ["county", "device", "number", "kind", "part", "last"])
def test_a_content_cannot_be_put_behind_another_header(name: str) -> None:
    other = {"county": "990102", "device": DEVICE[:-1] + "2", "number": 8, "kind": "receipt", "part": 2, "last": False}
    assert refused(opened, with_header(sealed(), **{name: other[name]})) == "damaged"


@pytest.mark.parametrize(
    ("name", "value"), [("seal", "x25519-aes128ecb"), ("sign", "none"), ("pack", "none"), ("seal", ""), ("sign", "")]
)
def test_other_algorithms_are_refused_before_anything_is_opened(name: str, value: str) -> None:
    assert refused(package.read_item, with_header(sealed(), **{name: value})) == "algorithm"


def test_a_kind_of_a_newer_program_asks_for_an_update() -> None:
    assert refused(package.read_item, with_header(sealed(), kind="hologram")) == "newer"
    assert refused(package.read_item, sealed().replace(b"ITEM/1", b"ITEM/2", 1)) == "newer"
    assert refused(read, bundle(sealed()).replace(b"RELAY/1", b"RELAY/2", 1)) == "newer"


def test_a_name_of_a_newer_program_in_the_header_is_no_harm_to_reading() -> None:
    assert package.read_item(with_header(sealed(), colour="red")).header.number == 7


def test_another_key_does_not_open_it() -> None:
    item = package.read_item(sealed())
    other, _ = package.new_sealing_pair()
    assert refused(package.open_item, item, other) == "key"
    renamed = package.read_item(with_header(sealed(to=package.new_sealing_pair()[1]), key=package.key_id(TO)))
    assert refused(package.open_item, renamed, READER) == "damaged"


@pytest.mark.parametrize("point", [bytes(32), b"\x01" + bytes(31)])
def test_a_point_of_small_order_is_refused(point: bytes) -> None:
    raw = with_header(sealed(), ephemeral=base64.b64encode(point).decode())
    assert refused(opened, raw) == "key"


def test_another_signature_is_refused() -> None:
    item = package.read_item(sealed(signed_by=new_key_pair()[0]))
    assert refused(package.verify, item, SIGNED_BY) == "signature"
    assert refused(package.verify, item, b"no key") == "signature"


def test_an_item_that_unpacks_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = sealed(bytes(package.MOST_CONTENT + 1))
    assert len(bomb) < 2000
    assert refused(opened, bomb) == "too_large"


def test_a_packed_content_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Loose:
        def __init__(self, level: int) -> None: ...

        def compress(self, content: bytes) -> bytes:
            return content

    with monkeypatch.context() as patched:
        patched.setattr(zstandard, "ZstdCompressor", Loose)
        raw = sealed(b"not packed at all")
    assert refused(opened, raw) == "damaged"


def test_an_item_beyond_the_limit_is_not_even_read() -> None:
    assert refused(package.read_item, package.ITEM + bytes(package.MOST_ITEM)) == "too_large"


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 0}, {"number": -1}, {"number": 10**9}, {"number": "1"}, {"number": 10**30}, {"device": "../etc"},
        {"county": ""}, {"county": "9" * 21}, {"part": 0}, {"last": 1}, {"ephemeral": 5}, {"kind": None},
    ],
)  # fmt: skip
def test_a_header_out_of_its_bounds_is_refused(changed: dict[str, Any]) -> None:
    refused(package.read_item, with_header(sealed(), **changed))


def test_deep_nesting_is_refused() -> None:
    start = package.ITEM + struct.pack(">I", 2000) + b"[" * 2000
    assert refused(package.read_item, start + bytes(200)) == "damaged"
    assert refused(package.read_contents, b"[" * 1_000_000) == "damaged"
    assert refused(package.read_receipt, b'{"outcomes":' * 200_000) == "damaged"


@given(st.binary(max_size=400))
def test_no_bytes_bring_the_readers_down(raw: bytes) -> None:
    for each in (raw, package.ITEM + raw, package.BUNDLE + raw, bundle() + raw):
        for act in (package.read_item, read, opened, package.read_contents, package.read_receipt):
            with contextlib.suppress(PackageProblem):
                act(each)


@given(st.data())
def test_no_damage_brings_the_readers_down(data: st.DataObject) -> None:
    raw = bytearray(bundle(SEALED, SEALED))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    try:
        items = read(bytes(raw))
    except PackageProblem:
        return
    assert [each.raw for each in items] == [SEALED, SEALED]


SEALED = sealed()


def test_a_bundle_gives_its_items_in_order() -> None:
    items = [sealed(bytes([each])) for each in range(3)]
    assert [each.raw for each in read(bundle(*items))] == items
    assert read(bundle()) == []


def test_a_bundle_cut_anywhere_or_with_more_behind_it_is_refused() -> None:
    whole = bundle(sealed(), sealed())
    for length in range(len(whole)):
        refused(read, whole[:length])
    refused(read, whole + b"\n")


def test_a_bundle_with_an_item_taken_out_or_moved_is_refused() -> None:
    first, second = sealed(b"1"), sealed(b"2")
    both = bundle(first, second)
    swapped = bundle(second, first)[:-32] + both[-32:]
    assert refused(read, swapped) == "damaged"
    without = bundle(first)[:-32] + both[-32:]
    assert refused(read, without) == "damaged"


def test_a_file_that_is_something_else_is_called_so() -> None:
    for raw in (b"", b"PK\x03\x04" + bytes(200), "姓名,电话\n".encode(), bytes(500)):
        assert refused(read, raw) == "format"


def test_an_item_said_to_be_huge_costs_no_memory() -> None:
    raw = package.BUNDLE + struct.pack(">I", 0xFFFFFFFF) + b"x"
    assert refused(read, raw) == "too_large"


def test_contents_keep_the_lines_byte_for_byte() -> None:
    lines = [b'{"mid": "a" }', '{"name":"𠅤"}'.encode(), b"\xff\x00"]
    contents = package.Contents([4, 5, 9], "2026-11-22T02:30:00.000Z", "key", ["m"])
    assert package.read_contents(package.write_contents(contents, lines)) == (contents, lines)
    empty = package.Contents([], "2026-11-22T02:30:00.000Z", "key")
    assert package.read_contents(package.write_contents(empty, [])) == (empty, [])


def test_contents_whose_numbers_do_not_fit_their_lines_are_refused() -> None:
    contents = package.Contents([1, 2], "2026-11-22T02:30:00.000Z", "key")
    assert refused(package.read_contents, package.write_contents(contents, [b"{}"])) == "damaged"
    many = package.Contents([1] * (package.MOST_LINES + 1), "2026-11-22T02:30:00.000Z", "key")
    lines = [b"{}"] * (package.MOST_LINES + 1)
    assert refused(package.read_contents, package.write_contents(many, lines)) == "damaged"


@pytest.mark.parametrize("text", ["", "%%%", "AAAA", "é" * 44])
def test_a_text_that_is_no_key_is_refused(text: str) -> None:
    assert refused(package.read_key, text) == "key"
