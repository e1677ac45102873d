"""The county's certificate authority is pinned and replaced without touching a laptop; nobody else gets a request."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import msgspec
import pytest
import trustme

from clinic_app.clock import FrozenClock
from clinic_app.county import keys
from clinic_app.county.database import CountyDatabase
from clinic_app.county.problems import CountyProblem
from clinic_app.county.server import _config, create_app, running_server, serve
from clinic_app.protocol.authorities import announced, announcement, succeed
from clinic_app.protocol.signing import new_key_pair, sign
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, save_device, write_setting
from clinic_app.sync.errors import NoLine, Unreachable
from clinic_app.sync.greeting import GREETED
from clinic_app.sync.session import sync_once
from tests.faults.proxy import proxied
from tests.sync.conftest import Enrolled
from tests.sync.test_transport import ask, line_to, served


def pem(*authorities: trustme.CA) -> list[str]:
    return [each.cert_pem.bytes().decode() for each in authorities]


class TlsCounty:
    """The same county, its certificate issued by `shown`, telling laptops to pin `said`."""

    def __init__(self, url: str, clock: FrozenClock) -> None:
        self.url, self.clock = url, clock

    def sync(self, laptop: Database, shown: trustme.CA, *said: trustme.CA, first: str | None = None) -> str | None:
        """What the laptop pins afterwards; raises what its sync met."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        shown.issue_cert("127.0.0.1").configure_cert(context)
        with (
            running_server(self.url, clock=self.clock, authorities=pem(*said)) as url,
            proxied(url, context) as proxy,
        ):
            with laptop.write() as connection:
                device = load_device(connection)
                assert device is not None
                pins = first if first is not None else device.certificate
                save_device(connection, msgspec.structs.replace(device, server=proxy.url, certificate=pins))
                write_setting(connection, GREETED, None)
            report = sync_once(laptop)
            if report.problem:
                assert proxy.bytes_up == 0
                raise NoLine(report.problem)
        with laptop.read() as connection:
            kept = load_device(connection)
        assert kept is not None
        return kept.certificate


@pytest.fixture
def county_url(fresh_url: str, clock: FrozenClock) -> TlsCounty:
    return TlsCounty(fresh_url, clock)


def test_an_authority_is_replaced_by_way_of_both(laptop: Enrolled, county_url: TlsCounty) -> None:
    database, old, new, other = laptop(), trustme.CA(), trustme.CA(), trustme.CA()
    [before], [after] = pem(old), pem(new)
    assert county_url.sync(database, old, first=before) == before
    assert county_url.sync(database, old, old, new) == before + after
    with pytest.raises(NoLine, match="没有发送任何内容"):
        county_url.sync(database, other, old, new)
    # Both are taken while the county changes over.
    assert county_url.sync(database, old, old, new) == before + after
    assert county_url.sync(database, new, new) == after
    with pytest.raises(NoLine, match="根证书"):
        county_url.sync(database, old, old)
    # A greeting alone does not turn a laptop over to somebody else.
    assert county_url.sync(database, new, other) == after


def test_a_laptop_that_pins_nothing_is_left_as_it_was_set_up(
    laptop: Enrolled, fresh_url: str, clock: FrozenClock
) -> None:
    database = laptop()
    with running_server(fresh_url, clock=clock, authorities=pem(trustme.CA())) as url:
        with database.write() as connection:
            device = load_device(connection)
            assert device is not None
            save_device(connection, msgspec.structs.replace(device, server=url))
        assert sync_once(database).problem is None
    with database.read() as connection:
        kept = load_device(connection)
    assert kept is not None
    assert kept.certificate is None


def test_only_the_countys_signature_names_authorities(county: CountyDatabase) -> None:
    one, two, three = (trustme.CA() for _ in range(3))
    with county.transaction() as connection:
        key = keys.current_key(county, connection, keys.SIGNING)
        said = keys.signed(county, connection, announcement(pem(one, two)))
        too_many = keys.signed(county, connection, announcement(pem(one, two, three)))
        leaf = keys.signed(
            county, connection, announcement([one.issue_cert("a.example").cert_chain_pems[0].bytes().decode()])
        )
        another = keys.signed(county, connection, b'{"kind":"receipt","certificates":[]}')
    assert announced(said, key.text) == pem(one, two)
    payload = said.partition(".")[0]
    forged = f"{payload}.{sign(new_key_pair()[0], announcement(pem(one, two)))}"
    for each in (forged, payload, "", "x.y", too_many, leaf, another):
        assert announced(each, key.text) == []
    assert announced(said, "") == []
    assert succeed("".join(pem(one)), pem(two, one))
    assert not succeed("".join(pem(one)), pem(two))
    assert not succeed("no certificate", pem(two))


def test_the_county_does_not_start_with_authorities_that_did_not_issue_its_certificate(
    county: CountyDatabase, tmp_path: Path
) -> None:
    ours, other = trustme.CA(), trustme.CA()
    leaf = ours.issue_cert("127.0.0.1")
    certificate, key, ca = (tmp_path / name for name in ("cert.pem", "key.pem", "ca.pem"))
    leaf.cert_chain_pems[0].write_to_path(certificate)
    leaf.private_key_pem.write_to_path(key)
    config = _config(create_app(county), certificate, key)
    config.load()
    assert config.ssl is not None
    assert config.ssl.minimum_version >= ssl.TLSVersion.TLSv1_2
    for content, words in (
        ("".join(pem(other)), "不是 --tls-ca"),
        ("x", "一张或两张"),
        ("".join(pem(ours, other, other)), "一张或两张"),
    ):
        ca.write_text(content, encoding="ascii")
        with pytest.raises(CountyProblem, match=words):
            serve(county, "127.0.0.1", 0, lambda url: None, certificate, key, ca)


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", listening


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_takes_no_credential_anywhere(elsewhere: tuple[str, socket.socket], status: int) -> None:
    address, listening = elsewhere

    def redirecting(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Location", address)
        request.send_header("Content-Length", "0")
        request.end_headers()

    with served(redirecting) as url, pytest.raises(Unreachable, match="登录页"):
        ask(url)
    listening.settimeout(0.1)
    with pytest.raises(TimeoutError):
        listening.accept()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_older_tls_is_refused(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with ExitStack() as stack:
        proxy = stack.enter_context(proxied("http://127.0.0.1:9", context))
        line = stack.enter_context(line_to(proxy.url, ca=str(tmp_path / "ca.pem")))
        with pytest.raises(NoLine, match="加密连接"):
            line.get_bytes("/hello")
        assert proxy.bytes_up == 0
