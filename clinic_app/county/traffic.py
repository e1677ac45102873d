"""What goes through this server: each request as a line of the log and as a count. Routes as they are declared, never
addresses: an address may name somebody."""

from __future__ import annotations

import asyncio
import logging
import secrets
import string
from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = frozenset({"GET", "HEAD", "POST", "PUT"})
ELSEWHERE = "-"
"""The route of whatever asks for an address that is none, and the method of whatever has an odd one."""
log = logging.getLogger(__name__)


class Traffic:
    """Requests answered since the server started, by method, route and status, with the seconds that they took."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str, int], int] = {}
        self.seconds: dict[tuple[str, str, int], float] = {}

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one."""
        key = (method, route, status)
        self.counts[key] = self.counts.get(key, 0) + 1
        self.seconds[key] = self.seconds.get(key, 0.0) + seconds


class Observed:
    """An application whose requests are counted and logged."""

    def __init__(self, app: ASGIApp, traffic: Traffic, routes: Mapping[Any, str]) -> None:
        self._app = app
        self._traffic = traffic
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = _request_id()
        clock = asyncio.get_running_loop().time
        began, status = clock(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            route = self._routes.get(scope.get("endpoint"), ELSEWHERE)
            method = scope["method"] if scope["method"] in METHODS else ELSEWHERE
            self._traffic.add(method, route, status, clock() - began)
            ids = {"request": state["request_id"], "method": method, "route": route, "status": status,
                   "ms": round(1000 * (clock() - began)), "actor": state.get("actor", "")}  # fmt: skip
            log.info("request", extra={"ids": ids})


def _request_id() -> str:
    # Letters only: a log hides whatever looks like somebody's number.
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(10))
