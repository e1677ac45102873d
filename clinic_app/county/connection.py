"""A connection to the county that cannot be held open for nothing: who connects says soon what they want."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

# From connecting, or from the last answer, to the end of a request's headers. A slow line sends a kilobyte in less.
HEAD_SECONDS = 20.0


class Connection(H11Protocol):
    """uvicorn's, with a deadline for the headers: its own timer starts anew with each byte that drips in."""

    _deadline: asyncio.TimerHandle | None = None

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

    def connection_lost(self, exc: Exception | None) -> None:
        """They have gone."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_request(self) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        # Not close(): what they have not read of the last answer would keep the socket.
        self.transport.abort()
