"""Why a sync ended early; each says it in a sentence and gives the command line's exit code."""

from __future__ import annotations


class SyncProblem(Exception):
    """A sync could not go on. Everything local is kept; `exit_code` is the command line's."""

    exit_code = 3


class Unreachable(SyncProblem):
    """No answer that counts: no line, a time-out, a captive portal, half a body."""


class ServerRefused(SyncProblem):
    """The county refuses this laptop: not enrolled, revoked, or another version."""

    exit_code = 6


class TooLarge(SyncProblem):
    """The server wants smaller pieces."""


class NotEnrolled(ServerRefused):
    """The laptop has no identity at the county yet."""

    def __init__(self) -> None:
        super().__init__("本机还没有入网，记录都保存在本机；向县平台要入网码后再同步")
