"""A saved user action: one line of JSON, serialised once, stored and sent as those very bytes.

See docs/protocol.md. Measured values are decimal strings, codes are strings, counts are integers, dates are local.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

SCHEMA = 1
MAX_LINE = 1 << 20
OPERATIONS = ("create", "patch", "amend", "void", "event", "add", "remove", "attach", "resolve", "reopen", "claim")


class Operation(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=False):
    """One row's part in a save.

    `base` is the server revision that the writer saw, or the mid of an own earlier mutation of the row. `fields` of a
    patch or an amendment holds what changed, None for what was cleared.
    """

    op: str
    type: str
    id: str
    fields: dict[str, Any] = {}
    base: int | str | None = None
    reason: str | None = None


class Mutation(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=False):
    """One user-level save: 1..n operations, atomic on both sides."""

    mid: str
    schema: int
    author: str
    authored_at: str
    ops: list[Operation]
    typist: str | None = None
    clock_offset: int | None = None
    deps: list[str] = []
    supersedes: str | None = None


class MalformedMutation(ValueError):
    """The bytes are no mutation that this program can read."""


_decoder = msgspec.json.Decoder(Mutation)
_encoder = msgspec.json.Encoder()


def encode(mutation: Mutation) -> bytes:
    """The line that is stored and sent, without its line end."""
    return _encoder.encode(mutation)


def decode(line: bytes) -> Mutation:
    """The mutation in a line; raises MalformedMutation. A newer program's operations are read as they are."""
    if len(line) > MAX_LINE:
        raise MalformedMutation("一次保存的内容超过1MB")
    try:
        mutation = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedMutation(f"无法读取这次保存的内容：{type(error).__name__}") from None
    if not mutation.ops:
        raise MalformedMutation("这次保存里没有内容")
    return mutation


def line_hash(line: bytes) -> str:
    """SHA-256 of the bytes, lower-case hex: the identity of what was sent."""
    return hashlib.sha256(line).hexdigest()
