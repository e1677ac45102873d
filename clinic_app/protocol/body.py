"""A record's body and what one operation makes of it. The server's merge and the laptop's overlay are this code."""

from __future__ import annotations

from typing import Any

import msgspec

from clinic_app.protocol.mutation import Operation


class Body(msgspec.Struct, omit_defaults=True):
    """A record as both sides know it; names in `fields` that a side does not know are kept."""

    fields: dict[str, Any] = {}
    author: str | None = None
    authored_at: str | None = None
    void: bool = False
    reason: str | None = None


FROM_PAPER = "from_paper"
"""Marks what the county wrote down from the code on a slip; its own creation, when it comes, takes its place."""


class NotApplicable(ValueError):
    """The operation does not fit the record; the message is a Chinese sentence."""


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Body)


def encode(body: Body) -> bytes:
    """Canonical bytes of a body: equal bodies give equal bytes on both ends."""
    return _encoder.encode(body)


def decode(raw: bytes | str) -> Body:
    """The body in `raw`; raises msgspec.DecodeError."""
    return _decoder.decode(raw)


def apply(body: Body | None, operation: Operation, author: str, authored_at: str) -> Body:
    """The body after `operation`.

    Creating what exists with the same content is harmless, and so is taking out of force what is so already; what was
    written down from paper gives way to its own creation. Raises NotApplicable for changes of a record that is not
    there or a second creation with other content.
    """
    if operation.op in ("create", "add", "event", "attach"):
        return _created(body, operation, author, authored_at)
    if body is None:
        raise NotApplicable("要修改的记录不存在")
    if operation.op in ("void", "remove"):
        if body.void:
            return body
        return msgspec.structs.replace(body, void=True, reason=operation.reason)
    fields = {**body.fields, **operation.fields}
    if operation.op in ("resolve", "reopen"):
        # Which contenders a decision saw is for the county's judging, no part of the conflict.
        fields.pop("saw", None)
    return Body(
        fields={name: value for name, value in fields.items() if value is not None},
        author=author,
        authored_at=authored_at,
        void=body.void,
        reason=operation.reason if operation.op == "amend" else body.reason,
    )


def _created(body: Body | None, operation: Operation, author: str, authored_at: str) -> Body:
    fields = {name: value for name, value in operation.fields.items() if value is not None}
    if body is not None and FROM_PAPER in body.fields:
        return Body(fields=fields, author=author, authored_at=authored_at)
    if body is not None and body.fields != fields:
        raise NotApplicable("同一编号的记录已经存在，内容不同")
    return body or Body(fields=fields, author=author, authored_at=authored_at)
