"""The line between a laptop and the county: the client's own session, the server's own application, and a plan of
faults between them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest import mock

import requests
import urllib3
from requests.adapters import HTTPAdapter

from tests.faults.chance import CLEAN, FaultPlan, Trace
from tests.faults.county import ServerDied, SimulatedCounty

ADDRESS = "http://127.0.0.1:9"
PORTAL = b"<html><body>login</body></html>"
Answer = tuple[int, dict[str, str], bytes]
Sent = tuple[str, str, dict[str, str], bytes]


class Line(HTTPAdapter):
    """Carries requests to the application in this process and does to them what the plan says."""

    def __init__(self, county: SimulatedCounty, plan: FaultPlan, trace: Trace) -> None:
        super().__init__()
        self.county = county
        self.plan = plan
        self.trace = trace
        self.who = ""
        self.down = False
        self.breaks_at = ""
        self.requests = 0
        self.meanwhile: Callable[[], object] | None = None
        self.forging_nonces = False
        self.pushed: list[bytes] = []
        self._late: list[Sent] = []
        self._before: Answer | None = None

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:  # type: ignore[override]
        given: Any = request.body or b""
        body = given if isinstance(given, bytes) else bytes(given.getvalue())
        assert request.method
        sent = (request.method, request.path_url, {str(k): str(v) for k, v in request.headers.items()}, body)
        self.requests += 1
        if self.down:
            raise requests.ConnectionError("no line")
        self._deliver_late()
        if self.meanwhile is not None and request.path_url.endswith("/push"):
            # Somebody types while the answer is on its way (F12).
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
        place = request.path_url.partition("?")[0].rsplit("/", 1)[-1]
        # A story may name the request at which the line breaks.
        fate = "lost request" if place == self.breaks_at else self.plan.draw()
        answer = self._carried(sent, fate)
        self.trace.note("request", self.who, request.method, place, fate, answer[0] if answer else "-")
        if fate != CLEAN:
            self.trace.counts[f"fault: {fate}"] += 1
        if answer is None:
            raise requests.ConnectionError(fate)
        return self._response(request, answer)

    def _carried(self, sent: Sent, fate: str) -> Answer | None:
        """The answer that reaches the laptop; None when the line breaks."""
        chance = self.plan.chance
        if fate == "lost request":
            return None
        if fate in ("captive portal", "redirect to a portal"):
            status = 200 if fate == "captive portal" else 302
            return status, {"Content-Type": "text/html", "Location": "/login"}, PORTAL
        if fate == "busy":
            return 503, {"Content-Type": "text/plain", "Retry-After": "1"}, b"busy"
        if fate == "flipped byte on the way up":
            method, target, headers, body = sent
            sent = (method, target, headers, _flipped(body, chance.random())) if body else sent
        if fate == "sent twice":
            self._asked(sent)
        if fate == "repeated later":
            self._late.append(sent)
        if fate == "server dies before commit":
            self.county.database.dies_in = chance.randrange(5)
        answer = self._asked(sent)
        self.county.database.dies_in = None
        before, self._before = self._before, answer
        if answer is None or fate in ("lost reply", "server dies after commit"):
            if fate == "server dies after commit":
                self.county.restart()
            return None
        status, headers, body = answer
        if fate == "cut body":
            return status, headers, body[: chance.randrange(len(body) or 1)]
        if fate == "cut body with its new length":
            part = body[: chance.randrange(len(body) or 1)]
            return status, {**headers, "content-length": str(len(part))}, part
        if fate == "flipped byte":
            return status, headers, _flipped(body, chance.random())
        if fate == "wrong status":
            return chance.choice([201, 204, 301, 404, 418, 500, 502, 599]), headers, body
        if fate == "answer of another request" and before is not None:
            if self.forging_nonces:
                before[1].update({name: value for name, value in headers.items() if name.lower() == "sync-nonce"})
            return before
        return answer

    def _asked(self, sent: Sent) -> Answer | None:
        if sent[1].endswith("/push"):
            self.pushed.append(sent[3])
        try:
            return self.county.ask(*sent)
        except ServerDied:
            self.county.restart()
            return None

    def _deliver_late(self) -> None:
        """What a proxy kept comes now, out of its order; nobody reads the answer."""
        if self._late and self.plan.chance.random() < 0.5:
            self._asked(self._late.pop(0))

    def _response(self, request: requests.PreparedRequest, answer: Answer) -> requests.Response:
        status, headers, body = answer
        raw = urllib3.HTTPResponse(
            body=io.BytesIO(body), headers=_titled(headers), status=status, preload_content=False,
            request_method=request.method,
        )  # fmt: skip
        return self.build_response(request, raw)


@contextmanager
def carried_by(line: Line) -> Iterator[None]:
    """Every session of this process that goes to ADDRESS goes over `line`."""
    ordinary = requests.Session.get_adapter

    def adapter(session: requests.Session, url: str | bytes) -> Any:
        return line if str(url).startswith(ADDRESS) else ordinary(session, str(url))

    with mock.patch.object(requests.Session, "get_adapter", adapter):
        yield


def _flipped(body: bytes, place: float) -> bytes:
    if not body:
        return body
    at = int(place * len(body))
    return body[:at] + bytes([body[at] ^ 0x20]) + body[at + 1 :]


def _titled(headers: Mapping[str, str]) -> dict[str, str]:
    return dict(headers)
