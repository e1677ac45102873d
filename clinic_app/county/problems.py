"""What the county server says when it cannot or will not; messages are Chinese sentences for people."""

from __future__ import annotations


class CountyProblem(Exception):
    """A command cannot go on."""


class Refusal(Exception):
    """A request is refused whole: HTTP status, code for the client and sentence for the person."""

    def __init__(self, status: int, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after


def busy() -> Refusal:
    """The database has no connection or lock to give just now."""
    return Refusal(503, "busy", "县平台正忙，数据没有丢失，程序稍后自动再试", 5)
