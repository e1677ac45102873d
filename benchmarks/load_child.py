"""Laptops that only ask, in a process of their own so that their work is not the server's.

python -m benchmarks.load_child burst|cadence|health DATABASE_URL SERVER NUMBER …
"""

from __future__ import annotations

import base64
import json
import secrets
import sys
import threading
import time
from collections.abc import Callable

import msgspec
import requests

from benchmarks.county import VILLAGE, VILLAGE_CODE
from benchmarks.figure import percentile
from clinic_app.clock import SystemClock, instant_text
from clinic_app.county.database import CountyDatabase, open_county
from clinic_app.county.enrolment import issue_code
from clinic_app.protocol import signing, wire
from clinic_app.protocol.mutation import SCHEMA, Mutation, Operation, encode
from clinic_app.records.identifiers import new_id

CLOCK = SystemClock()
LAPTOPS = 64


class AskingLaptop:
    """An enrolled key pair that sends ready-made requests."""

    def __init__(self, server: str, county: CountyDatabase) -> None:
        self.server = server
        self.session = requests.Session()
        self.session.trust_env = False
        self.private_key, public_key = signing.new_key_pair()
        self.account = new_id(CLOCK.now())
        self.device = ""
        self.sent = 0
        self.cursor = ""
        code = issue_code(county, *VILLAGE, "benchmark")
        asked = wire.EnrolRequest(code, base64.b64encode(public_key).decode(), [wire.Account(self.account, "演示")])
        reply = self.ask("POST", "/enrol", msgspec.json.encode(asked))
        self.device = msgspec.json.decode(reply, type=wire.EnrolReply).device

    def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """One signed request; raises when it is not answered well."""
        target = wire.PREFIX + path
        nonce, now = secrets.token_urlsafe(12), instant_text(CLOCK.now())
        headers = {
            wire.DEVICE_HEADER: self.device, wire.TIME_HEADER: now, wire.NONCE_HEADER: nonce,
            wire.PROTOCOL_HEADER: str(wire.PROTOCOL), "Accept-Encoding": "identity",
            wire.SIGNATURE_HEADER: signing.sign(
                self.private_key, signing.message(method, target, nonce, now, body)
            ),
        }  # fmt: skip
        response = self.session.request(method, self.server + target, data=body or None, headers=headers, timeout=60)
        response.raise_for_status()
        return response.content

    def batch(self, count: int) -> bytes:
        """A push body of new residents."""
        lines = [msgspec.json.encode(wire.PushEnvelope(self.device, self.sent + 1))]
        self.sent += count
        for number in range(count):
            fields = {"name": f"演示{number}", "sex": "1", "birth_date": "1960-01-02", "village_code": VILLAGE_CODE}
            now = CLOCK.now()
            operation = Operation("create", "resident", new_id(now), fields)
            lines.append(encode(Mutation(new_id(now), SCHEMA, self.account, instant_text(now), [operation])))
        return b"\n".join(lines)

    def push(self, body: bytes) -> None:
        """Send a body; every save must be applied."""
        reply = msgspec.json.decode(self.ask("POST", "/push", body), type=wire.PushReply)
        if any(each.state != "applied" for each in reply.outcomes):
            raise RuntimeError("the county did not apply every save")

    def pull(self) -> None:
        """Ask what is new; the first time from the end of the log."""
        path = f"/pull?cursor={self.cursor}" if self.cursor else "/pull?limit=0"
        reply = msgspec.json.decode(self.ask("GET", path), type=wire.PullReply)
        self.cursor = reply.cursor or self.cursor

    def health(self) -> None:
        """The smallest request."""
        self.session.get(f"{self.server}{wire.PREFIX}/health", timeout=60).raise_for_status()


def main() -> None:
    """Do what is asked and print it as JSON."""
    mode, url, server = sys.argv[1:4]
    numbers = [float(each) for each in sys.argv[4:]]
    county = open_county(url, pool_size=1)
    try:
        laptops = [AskingLaptop(server, county) for _ in range(int(numbers[0]) if mode == "burst" else LAPTOPS)]
    finally:
        county.close()
    if mode == "burst":
        print(json.dumps(_burst(laptops, int(numbers[1]), int(numbers[2]))))
    else:
        print(json.dumps(_paced(laptops, mode, rate=numbers[0], seconds=numbers[1])))


def _burst(laptops: list[AskingLaptop], each: int, rounds: int) -> dict[str, float]:
    bodies = {laptop: [laptop.batch(each) for _ in range(rounds)] for laptop in laptops}
    rate, p99 = _at_once(laptops, [lambda laptop, n=n: laptop.push(bodies[laptop][n]) for n in range(rounds)])
    bare_rate, bare_p99 = _at_once(laptops, [AskingLaptop.health] * rounds)
    return {"rate": rate, "p99": p99, "bare_rate": bare_rate, "bare_p99": bare_p99}


def _at_once(laptops: list[AskingLaptop], acts: list[Callable[[AskingLaptop], None]]) -> tuple[float, float]:
    """Requests/s and the 99th percentile in milliseconds when every laptop does its acts one after another."""
    times: list[float] = []
    guard = threading.Lock()

    def work(laptop: AskingLaptop) -> None:
        for act in acts:
            started = time.perf_counter()
            act(laptop)
            with guard:
                times.append((time.perf_counter() - started) * 1000)

    threads = [threading.Thread(target=work, args=(laptop,)) for laptop in laptops]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(times) != len(laptops) * len(acts):
        raise RuntimeError("a request failed")
    return len(times) / (time.perf_counter() - started), percentile(times, 0.99)


def _paced(laptops: list[AskingLaptop], mode: str, rate: float, seconds: float) -> dict[str, float]:
    """`rate` syncs a second: each pulls, every other one has pushed a save before; or as many bare requests."""
    if mode == "cadence":
        for laptop in laptops:
            laptop.pull()
    started = time.perf_counter()
    count = int(rate * seconds)
    for number in range(count):
        laptop = laptops[number % len(laptops)]
        if mode == "health":
            laptop.health()
        else:
            if number % 2:
                laptop.push(laptop.batch(1))
            laptop.pull()
        time.sleep(max(0.0, started + (number + 1) / rate - time.perf_counter()))
    return {"seconds": time.perf_counter() - started, "syncs": count}


if __name__ == "__main__":
    main()
