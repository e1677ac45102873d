"""Relays on the loopback: one counts what really goes over the line (heads, bodies, requests), or is a slow line."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

CHUNK = 1 << 16
SLOW_CHUNK = 1 << 10
REQUEST_LINES = (b"GET /api/", b"POST /api/")


class Relay:
    """Counts of the line since the last `reset`. With `bits_per_second` and `delay` (one way) it is a slow line."""

    def __init__(self, url: str, bits_per_second: float = 0.0, delay: float = 0.0) -> None:
        self.url = url
        self.bits_per_second = bits_per_second
        self.delay = delay
        self.up = 0
        self.down = 0
        self.requests = 0

    def reset(self) -> None:
        """Begin to count anew."""
        self.up = self.down = self.requests = 0


@contextmanager
def counting_relay(server: str, bits_per_second: float = 0.0, delay: float = 0.0) -> Iterator[Relay]:
    """A relay to `server`; its `url` stands for the server's."""
    target = urlsplit(server)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        relay = Relay(f"http://127.0.0.1:{listening.getsockname()[1]}", bits_per_second, delay)
        there = (str(target.hostname), int(target.port or 80))
        threading.Thread(target=_accept, args=(listening, there, relay), daemon=True).start()
        yield relay
        # A close alone does not wake the thread that accepts on every system.
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def _accept(listening: socket.socket, there: tuple[str, int], relay: Relay) -> None:
    while True:
        try:
            near, _ = listening.accept()
            # A connection is made when its first packet has come over and the answer has gone back.
            time.sleep(2 * relay.delay)
            far = socket.create_connection(there)
        except OSError:
            return
        for each in (near, far):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_carry, args=(near, far, relay, True), daemon=True).start()
        threading.Thread(target=_carry, args=(far, near, relay, False), daemon=True).start()


def _carry(source: socket.socket, target: socket.socket, relay: Relay, is_up: bool) -> None:
    free_at = time.monotonic()
    with contextlib.suppress(OSError):
        while data := source.recv(CHUNK if not relay.bits_per_second else SLOW_CHUNK):
            if relay.bits_per_second:
                free_at = max(free_at, time.monotonic()) + len(data) * 8 / relay.bits_per_second
                time.sleep(max(0.0, free_at + relay.delay - time.monotonic()))
            if is_up:
                relay.up += len(data)
                # Heads go out in one piece, before a body that is compressed.
                relay.requests += sum(data.count(each) for each in REQUEST_LINES)
            else:
                relay.down += len(data)
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
    if not is_up:
        source.close()
        target.close()
