"""What the county server says when it cannot or will not; messages are Chinese sentences for people."""

from __future__ import annotations

from collections.abc import Sequence


class CountyProblem(Exception):
    """A command cannot go on."""


class Refusal(Exception):
    """A request is refused whole: HTTP status, code for the client and sentence for the person.

    `added`, `removed` and `cursor` are what `scope_changed` says besides (wire.Failure).
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        retry_after: int | None = None,
        *,
        added: Sequence[str] = (),
        removed: Sequence[str] = (),
        cursor: str = "",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after
        self.added = tuple(added)
        self.removed = tuple(removed)
        self.cursor = cursor


def busy() -> Refusal:
    """The database has no connection or lock to give just now."""
    return Refusal(503, "busy", "县平台正忙，数据没有丢失，程序稍后自动再试", 5)
