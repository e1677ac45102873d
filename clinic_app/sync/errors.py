"""Why a sync ended early; each says it in a sentence and gives the command line's exit code."""

from __future__ import annotations

from collections.abc import Sequence


class SyncProblem(Exception):
    """A sync could not go on. Everything local is kept; `exit_code` is the command line's.

    `code` is the county's word for it, empty when it said none; `retry_after` the seconds it asks to wait.
    """

    exit_code = 3

    def __init__(self, message: str, *, code: str = "", retry_after: float | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.retry_after = retry_after


class Unreachable(SyncProblem):
    """No answer that counts: a captive portal, half a body, a wrong certificate, a county that fails."""


class NoLine(Unreachable):
    """Nobody was reached at all: no name, no route, nobody listening. It says nothing of what was to be sent."""


class TimedOut(Unreachable):
    """Somebody was reached and did not answer in time."""


class Busy(Unreachable):
    """The county has no room for this just now."""


class ServerRefused(SyncProblem):
    """The county refuses this laptop: not enrolled, revoked, or another version."""

    exit_code = 6


class ProtocolTooOld(ServerRefused):
    """The county speaks another version: nothing is received until the program is updated; saves are still sent."""


class TooLarge(SyncProblem):
    """The server wants smaller pieces."""


class ScopeChanged(SyncProblem):
    """Villages came to this laptop or left it; `cursor` is the same place in the log under the new scope."""

    def __init__(self, message: str, added: Sequence[str], removed: Sequence[str], cursor: str) -> None:
        super().__init__(message, code="scope_changed")
        self.added = tuple(added)
        self.removed = tuple(removed)
        self.cursor = cursor


class EpochChanged(SyncProblem):
    """The county's log is not the one that this laptop has seen: it was restored from a backup or replaced."""

    def __init__(self, message: str = "县平台恢复过数据，本机记录都在；正在重新核对，完成前先不接收新数据") -> None:
        super().__init__(message, code="epoch_changed")


class DeviceFork(SyncProblem):
    """Two copies of this laptop's data exist: the county has another save under this one's number."""

    def __init__(self, message: str = "本机数据是一份副本，记录都在；正在向县平台要新的设备号") -> None:
        super().__init__(message, code="device_fork")


class NotEnrolled(ServerRefused):
    """The laptop has no identity at the county yet."""

    def __init__(self) -> None:
        super().__init__("本机还没有入网，记录都保存在本机；向县平台要入网码后再同步")
