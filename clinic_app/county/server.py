"""Running the county server: in a thread for tests and the practice county, or as the process itself."""

from __future__ import annotations

import ipaddress
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import uvicorn
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from starlette.applications import Starlette

from clinic_app.clock import Clock
from clinic_app.county.app import create_app
from clinic_app.county.connection import Connection
from clinic_app.county.database import CountyDatabase, open_county
from clinic_app.county.problems import CountyProblem
from clinic_app.protocol.authorities import read_pem

GRACE_SECONDS = 3
START_SECONDS = 20.0
BACKLOG = 256

__all__ = ["create_app", "running_server", "serve"]


class _Server(uvicorn.Server):
    """uvicorn that says when it listens, leaves signals to us, and answers long polls before it stops."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if isinstance(self.config.app, Starlette):
            await self.config.app.state.watch.end()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextmanager
def running_server(
    database_url: str,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    clock: Clock | None = None,
    county: str | None = None,
    authorities: Sequence[str] = (),
) -> Iterator[str]:
    """A county server in a thread of this process; gives its base URL, stops when the block ends."""
    database = open_county(database_url, county, clock)
    listening = _listen(host, port)
    ready = threading.Event()
    server = _Server(_config(create_app(database, authorities)), ready.set)
    thread = threading.Thread(target=server.run, args=([listening],), name="county-server", daemon=True)
    try:
        thread.start()
        if not ready.wait(START_SECONDS):
            raise CountyProblem("县平台没有启动起来")
        yield _url("http", host, listening)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
        database.close()


def serve(
    database: CountyDatabase,
    host: str,
    port: int,
    said: Callable[[str], None],
    certificate: Path | None = None,
    key: Path | None = None,
    ca: Path | None = None,
) -> None:
    """Serve until SIGTERM or Ctrl-C; `said` gets the URL once it listens. Laptops are told the authorities in `ca`.

    Raises CountyProblem.
    """
    if certificate is None and not is_loopback(host):
        raise CountyProblem("不加密的服务只能开在本机地址上，没有启动，给出 --tls-cert 和 --tls-key 再启动")
    authorities = _authorities(ca, certificate) if ca is not None else ()
    listening = _listen(host, port)
    url = _url("https" if certificate else "http", host, listening)
    try:
        server = _Server(_config(create_app(database, authorities), certificate, key), lambda: said(url))
        with _stopped_by_signals(server):
            server.run([listening])
    except OSError:
        raise CountyProblem("证书或私钥文件读不出来，没有启动，核对 --tls-cert 和 --tls-key") from None
    finally:
        listening.close()


def _authorities(ca: Path, certificate: Path | None) -> Sequence[str]:
    """The authorities that laptops shall pin. One of them must have issued what this server shows: else every laptop
    that heard of them would stay away."""
    try:
        found = read_pem(ca.read_text(encoding="ascii"))
    except (OSError, ValueError):
        raise CountyProblem(f"根证书文件里应有一张或两张根证书（现在的和下一张），没有启动，核对 {ca}") from None
    try:
        shown = x509.load_pem_x509_certificates(certificate.read_bytes()) if certificate else []
    except (OSError, ValueError):
        raise CountyProblem("证书或私钥文件读不出来，没有启动，核对 --tls-cert 和 --tls-key") from None
    if not any(_issued(x509.load_pem_x509_certificate(each.encode()), one) for each in found for one in shown):
        raise CountyProblem("服务器证书不是 --tls-ca 里的根证书签发的，电脑会都连不上，没有启动，核对证书文件")
    return found


def _issued(authority: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether only this very machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def _stopped_by_signals(server: uvicorn.Server) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        server.should_exit = True

    names = ("SIGINT", "SIGTERM", "SIGBREAK")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _config(app: Starlette, certificate: Path | None = None, key: Path | None = None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=str(certificate) if certificate else None,
        ssl_keyfile=str(key) if key else None,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With its protocol named, asyncio turns Nagle's delay off on accepted connections: 40 ms for each answer.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise CountyProblem(f"不能在 {host}:{port} 上监听，没有启动，换一个端口或停掉占用它的程序") from None
    return listening


def _url(scheme: str, host: str, listening: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}:{listening.getsockname()[1]}"
