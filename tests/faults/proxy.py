"""A bad line: a TCP proxy that delays, slices, throttles, cuts, resets and swallows, as told."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

CHUNK = 16 << 10
DOWN, UP = "down", "up"


@dataclass
class Toxics:
    """What the line does. Bytes a second of 0 mean no limit; counts of None mean never."""

    latency: float = 0.0
    bandwidth_up: int = 0
    bandwidth_down: int = 0
    slice_size: int = CHUNK
    slice_pause: float = 0.0
    cut_up_after: int | None = None
    cut_down_after: int | None = None
    reset: bool = False
    refuse: bool = False
    black_hole: bool = False
    hold_answers: bool = False
    up_for: float = 0.0
    down_for: float = 0.0
    rewrite: Callable[[bytes], bytes] | None = None
    answer: bytes | None = None
    """Given at once to every request instead of the server's."""
    seen: list[str] = field(default_factory=list)


class Proxy:
    """Listens on an own port and carries to `target`; `toxics` may be changed while it runs."""

    def __init__(self, target: tuple[str, int], tls: ssl.SSLContext | None = None) -> None:
        self.target = target
        self.tls = tls
        self.toxics = Toxics()
        self.connections = 0
        self.bytes_up = 0
        self.bytes_down = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._started = 0.0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    async def _listen(self, ready: threading.Event) -> None:
        self._stop = asyncio.Event()
        self._started = self._loop.time()
        server = await asyncio.start_server(self._met, "127.0.0.1", 0, ssl=self.tls)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.connections += 1
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._carry(reader, writer)
        finally:
            if self.toxics.reset:
                _linger_none(writer)
            writer.close()

    def _is_up(self) -> bool:
        period = self.toxics.up_for + self.toxics.down_for
        return not period or (self._loop.time() - self._started) % period < self.toxics.up_for

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        toxics = self.toxics
        if toxics.refuse or not self._is_up():
            return
        if toxics.black_hole:
            await self._stop.wait()
            return
        if toxics.answer is not None:
            toxics.seen.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
            writer.write(toxics.answer)
            await writer.drain()
            return
        there, back = await asyncio.open_connection(*self.target)
        try:
            ways = (
                self._way(reader, back, toxics.bandwidth_up, toxics.cut_up_after, UP),
                self._way(there, writer, toxics.bandwidth_down, toxics.cut_down_after, DOWN),
            )
            await _first_to_end(*ways)
        finally:
            back.close()

    async def _way(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, bandwidth: int, cut: int | None, way: str
    ) -> None:
        toxics, carried = self.toxics, 0
        while piece := await reader.read(min(toxics.slice_size, max(1, bandwidth // 10) if bandwidth else CHUNK)):
            if toxics.latency:
                await asyncio.sleep(toxics.latency)
            if way == DOWN and toxics.rewrite is not None:
                piece = toxics.rewrite(piece)
            if way == DOWN and toxics.hold_answers:
                await self._stop.wait()
            if not self._is_up():
                return
            if cut is not None and carried + len(piece) >= cut:
                writer.write(piece[: cut - carried])
                await writer.drain()
                return
            writer.write(piece)
            await writer.drain()
            carried += len(piece)
            if way == UP:
                self.bytes_up += len(piece)
            else:
                self.bytes_down += len(piece)
            if bandwidth:
                await asyncio.sleep(len(piece) / bandwidth)
            if toxics.slice_pause:
                await asyncio.sleep(toxics.slice_pause)


async def _first_to_end(*ways: Awaitable[None]) -> None:
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _linger_none(writer: asyncio.StreamWriter) -> None:
    """Closing sends a reset instead of an orderly end."""
    found = writer.get_extra_info("socket")
    if found is not None:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@contextmanager
def proxied(url: str, tls: ssl.SSLContext | None = None) -> Iterator[Proxy]:
    """A proxy before the server at `url`; with `tls` it speaks TLS to the laptop and plain HTTP to the server."""
    host, _, port = url.rpartition("/")[2].partition(":")
    proxy = Proxy((host, int(port)), tls)
    ready = threading.Event()
    thread = threading.Thread(target=lambda: proxy._loop.run_until_complete(proxy._listen(ready)), name="bad-line")
    thread.start()
    try:
        assert ready.wait(10)
        yield proxy
    finally:
        proxy._loop.call_soon_threadsafe(lambda: proxy._stop.set())
        thread.join()
        proxy._loop.close()
