"""A relay on the loopback that counts what really goes over the line: heads, bodies, requests."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

CHUNK = 1 << 16
REQUEST_LINES = (b"GET /api/", b"POST /api/")


class Relay:
    """Counts of the line since the last `reset`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.up = 0
        self.down = 0
        self.requests = 0

    def reset(self) -> None:
        """Begin to count anew."""
        self.up = self.down = self.requests = 0


@contextmanager
def counting_relay(server: str) -> Iterator[Relay]:
    """A relay to `server`; its `url` stands for the server's."""
    target = urlsplit(server)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        relay = Relay(f"http://127.0.0.1:{listening.getsockname()[1]}")
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
            far = socket.create_connection(there)
        except OSError:
            return
        for each in (near, far):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_carry, args=(near, far, relay, True), daemon=True).start()
        threading.Thread(target=_carry, args=(far, near, relay, False), daemon=True).start()


def _carry(source: socket.socket, target: socket.socket, relay: Relay, is_up: bool) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(CHUNK):
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
