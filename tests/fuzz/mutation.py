"""Damage to a sample, as lines, disks and people with intent do it; the same seed does the same damage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

EDGES = (
    b"\x00", b"\xff", b"\xff\xff\xff\xff", b"\x80", b"\xed\xa0\x80", b"\xf0\x28\x8c\x28", b"\r\n", b"[" * 3000,
    b'{"a":' * 1500, b"-1", b"1e999", b"NaN", b"18446744073709551616", b"null", b"true", b"[]", b"{}", b'""',
    b"\\ud800", b"=cmd|' /C calc'!A0", "𠮷䶮".encode(), b"../../x", b"%00", b"\xe2\x80\xae", b"9" * 5000,
)  # fmt: skip
MOST = 1 << 18


def damaged(sample: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """The sample after one to six strokes; at most 256 KiB."""
    raw = sample
    for _ in range(random.randint(1, 6)):
        raw = random.choice(STROKES)(raw, others, random)[:MOST]
    return raw


def _place(raw: bytes, random: Random) -> int:
    return random.randint(0, len(raw))


def _flip(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    if not raw:
        return b"\x01"
    at = random.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ (1 << random.randrange(8))]) + raw[at + 1 :]


def _cut(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    return raw[: _place(raw, random)]


def _drop(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    at = _place(raw, random)
    return raw[:at] + raw[at + random.randint(1, 40) :]


def _repeat(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    at = _place(raw, random)
    return raw[:at] + raw[at : at + random.randint(1, 60)] * random.randint(2, 20) + raw[at:]


def _edge(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    at = _place(raw, random)
    return raw[:at] + random.choice(EDGES) + raw[at + random.choice((0, 0, 1, 4)) :]


def _number(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Another number where one stands."""
    digits = [at for at, byte in enumerate(raw) if 48 <= byte <= 57]
    if not digits:
        return _edge(raw, others, random)
    at = random.choice(digits)
    return raw[:at] + random.choice((b"0", b"-1", b"9" * 20, b"1.5", b"1e400", b'"1"')) + raw[at + 1 :]


def _splice(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(others)
    return raw[: _place(raw, random)] + other[_place(other, random) :]


def _chance(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    return random.randbytes(random.randint(0, 400))


STROKES: tuple[Callable[[bytes, Sequence[bytes], Random], bytes], ...] = (
    _flip, _flip, _cut, _drop, _repeat, _edge, _edge, _number, _number, _splice, _chance,
)  # fmt: skip
