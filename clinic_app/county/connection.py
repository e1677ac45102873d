"""A connection to the county that cannot be held open for nothing: who connects says soon what they want, and then
reads it."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

# From connecting, or from the last answer, to the end of a request's headers. A slow line sends a kilobyte in less.
HEAD_SECONDS = 20.0
# For an answer to be read: no laptop waits longer, its sync ends after 90 seconds.
READ_SECONDS = 120.0


class Connection(H11Protocol):
    """uvicorn's, with a deadline for the headers: its own timer starts anew with each byte that drips in."""

    _deadline: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody is there; from now on they are waited for."""
        super().connection_made(transport)
        self._await_request()

    def handle_events(self) -> None:
        """What has come; whole headers end the waiting."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before and not self.cycle.response_complete:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """The answer is on its way; the next request, or the rest of this one, is waited for."""
        self._await_request()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """They do not read as fast as we write; an answer, and requests behind it, wait for so long and no longer."""
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(READ_SECONDS, self._give_up)

    def resume_writing(self) -> None:
        """They have read; now the next request is waited for anew, if no other is under way."""
        self._stop_sending()
        super().resume_writing()
        if self._deadline is not None:
            self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """They have gone."""
        self._stop_waiting()
        self._stop_sending()
        super().connection_lost(exc)

    def _await_request(self) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(HEAD_SECONDS, self._end_waiting)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _stop_sending(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _end_waiting(self) -> None:
        # Who still reads a long answer over a slow line has a time of its own.
        if self._unread is not None:
            self._await_request()
        else:
            self._give_up()

    def _give_up(self) -> None:
        # Not close(): what they have not read of the last answer would keep the socket.
        self.transport.abort()
