"""The administrators' door: who gets in, how long they stay, how guessing is slowed; and what is counted and logged."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
import requests
from argon2 import PasswordHasher

from clinic_app.cli.county_session import DATABASE_VARIABLE
from clinic_app.cli.main import main
from clinic_app.clock import FrozenClock
from clinic_app.county import admin_door, administrators, fhir_tokens
from clinic_app.county.database import CountyDatabase
from clinic_app.county.office import COOKIE
from clinic_app.county.problems import CountyProblem, Refusal
from clinic_app.county.server_log import StructuredFormatter, log_files, start_log
from tests.county.conftest import Enrolled, session_token
from tests.county.laptop import resident

Ids = Callable[[], str]
NAME, PASSWORD = "赵管理", "演示-口令-8844"


@pytest.fixture
def administrator(county: CountyDatabase) -> administrators.Administrator:
    return administrators.add(county, NAME, PASSWORD, "test")


class Quick(PasswordHasher):
    """Hashes that cost nothing, and how many passwords were looked at."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.work = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.work += 1
        return super().verify(hash, password)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[Quick]:
    found = Quick()
    monkeypatch.setattr(administrators, "_HASHER", found)
    administrators._nobody.cache_clear()
    yield found
    administrators._nobody.cache_clear()


def send(
    line: requests.Session, server: str, password: str = PASSWORD, name: str = NAME, **more: str
) -> requests.Response:
    form, wanted = {"name": name, "password": password}, {"next": more.pop("next", "/")}
    headers = {"Origin": server, **more}
    return line.post(server + "/login", params=wanted, data=form, headers=headers, allow_redirects=False)


def audited(county: CountyDatabase) -> list[tuple[str, str]]:
    with county.transaction() as connection:
        rows = connection.execute("SELECT action, target FROM audit WHERE action LIKE 'admin%' ORDER BY seq")
        return [(str(row[0]), str(row[1])) for row in rows]


def test_a_session_begins_with_the_password_and_ends_by_leaving_time_or_disabling(
    county: CountyDatabase, administrator: administrators.Administrator, server: str, line: requests.Session,
    clock: FrozenClock,
) -> None:  # fmt: skip
    led = line.get(server + "/indicators", allow_redirects=False)
    assert (led.status_code, led.headers["Location"]) == (303, "/login?next=%2Findicators")
    door = line.get(server + led.headers["Location"]).text
    assert 'action="/login?next=%2Findicators"' in door
    assert "<script" not in door
    line.cookies.set(COOKIE, "planted-by-somebody")
    answered = send(line, server, next="/indicators")
    assert (answered.status_code, answered.headers["Location"]) == (303, "/indicators")
    cookie = answered.headers["Set-Cookie"]
    assert all(each in cookie for each in ("HttpOnly", "SameSite=strict", "Path=/"))
    assert "planted" not in cookie, "a session that the county did not give is not taken over"
    token = cookie.partition("=")[2].partition(";")[0]
    line.cookies.clear()
    mine = {"Cookie": f"{COOKIE}={token}"}
    page = line.get(server + "/indicators", headers=mine)
    assert "血压控制率" in page.text
    assert NAME in page.text
    # Half an hour without a request; and eight hours whatever is done.
    for _ in range(16):
        clock.advance(timedelta(minutes=29))
        assert admin_door.logged_in(county, token) is not None
    clock.advance(timedelta(minutes=29))
    assert admin_door.logged_in(county, token) is None
    second, third = (session_token(county) for _ in range(2))
    assert line.post(server + "/logout", headers={"Cookie": f"{COOKIE}={second}"}).status_code == 403
    left = line.post(
        server + "/logout", headers={"Cookie": f"{COOKIE}={second}", "Origin": server}, allow_redirects=False
    )
    assert (left.status_code, left.headers["Location"]) == (303, "/login")
    assert admin_door.logged_in(county, second) is None
    assert admin_door.logged_in(county, third) is not None
    clock.advance(timedelta(minutes=31))
    assert admin_door.logged_in(county, third) is None
    token = admin_door.log_in(county, NAME, PASSWORD, "test")
    administrators.disable(county, NAME, "test")
    assert admin_door.logged_in(county, token) is None
    with pytest.raises(Refusal) as refused:
        admin_door.log_in(county, NAME, PASSWORD, "test")
    assert refused.value == admin_door.WRONG
    administrators.enable(county, NAME, "test")
    assert [action for action, _ in audited(county)] == [
        "admin_add", "admin_login", "admin_logout", "admin_login", "admin_disable", "admin_login_failed",
        "admin_enable",
    ]  # fmt: skip


def test_another_sites_form_a_line_in_the_clear_and_an_odd_form_get_no_session(
    administrator: administrators.Administrator, server: str, line: requests.Session
) -> None:
    assert send(line, server, Origin="https://evil.example").status_code == 403
    assert send(line, server, Origin="null").status_code == 403
    assert send(line, server, **{"X-Forwarded-For": "203.0.113.9"}).status_code == 403
    assert line.post(server + "/login", json={}, headers={"Origin": server}).status_code == 400
    assert send(line, server, next="//evil.example/").headers["Location"] == "/"
    assert send(line, server, name="x\0" * 10).status_code == 403


def test_guessing_waits_for_the_name_and_for_the_address_the_same_whoever_is_meant(
    county: CountyDatabase, quick: Quick, clock: FrozenClock
) -> None:
    administrator = administrators.add(county, NAME, PASSWORD, "test")

    def refused(name: str, source: str) -> Refusal:
        with pytest.raises(Refusal) as problem:
            admin_door.log_in(county, name, "x" * 12, source)
        return problem.value

    for name in (NAME, "没有这个人"):
        before = quick.work
        assert [refused(name, f"192.0.2.{each}").code for each in range(5)] == ["login"] * 5
        assert quick.work - before == 5, "an unknown name costs the same work"
        waiting = refused(name, "192.0.2.99")
        assert (waiting.status, waiting.retry_after) == (429, 30)
        assert quick.work - before == 5, "who waits costs nothing"
    with pytest.raises(Refusal, match="次数太多"):
        admin_door.log_in(county, NAME, PASSWORD, "192.0.2.100")
    clock.advance(timedelta(seconds=31))
    assert refused(NAME, "192.0.2.100").status == 403
    assert refused(NAME, "192.0.2.100").retry_after == 60
    # One address after many names: twenty tries, and of IPv6 a whole network is one.
    assert [refused(f"名{each}", f"2001:db8::{each}").status for each in range(21)] == [403] * 20 + [429]
    assert refused("另一个", "2001:db8::ffff:1").status == 429
    assert refused("另一个", "2001:db8:0:1::1").status == 403
    # A new password, set on the server, lets its owner in at once.
    administrators.set_password(county, NAME, PASSWORD + "新", "test")
    assert admin_door.logged_in(county, admin_door.log_in(county, NAME, PASSWORD + "新", "192.0.2.7")) is not None
    assert {target for action, target in audited(county) if action == "admin_login_failed"} == {
        administrator.actor, "administrator:?",
    }  # fmt: skip


@pytest.mark.parametrize("password", ["short-1", "onlyletters", "1111122222", "a1a1a1a1a1a1", f"{NAME}-12345678"])
def test_a_password_that_is_soon_guessed_is_refused(county: CountyDatabase, password: str) -> None:
    with pytest.raises(CountyProblem, match="密码"):
        administrators.add(county, NAME, password, "test")


def test_administrators_are_kept_from_the_command_line_and_no_password_is_in_argv(
    fresh_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, password = tmp_path / "database", tmp_path / "password"
    address.write_text(fresh_url + "\n", encoding="utf-8")
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    place = ["--database-file", str(address)]
    assert main(["county", "admin", "add", NAME, "--password-file", str(password), *place]) == 0
    assert main(["county", "admin", "add", NAME, "--password-file", str(password), *place]) == 1
    monkeypatch.setenv(DATABASE_VARIABLE, fresh_url)
    assert main(["county", "admin", "disable", NAME]) == 0
    assert "已经有管理员" in capsys.readouterr().err
    assert main(["county", "admin", "list", "--json", *place]) == 0
    (listed,) = map(json.loads, capsys.readouterr().out.splitlines()[-1:])
    assert listed["name"] == NAME
    assert listed["disabled_at"]
    assert main(["county", "admin", "password", "别人", "--password-file", str(password), *place]) == 1
    assert "没有管理员“别人”" in capsys.readouterr().err
    assert main(["county", "fhir-token", "add", "监控", "--metrics", "--json", *place]) == 0
    assert json.loads(capsys.readouterr().out)["token"].startswith("metrics_")
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "county-2026-06-01.log").write_text("{}\n")
    (tmp_path / "logs" / "notes.txt").write_text("x")
    assert main(["county", "status", "--json", *place, "--log-folder", str(tmp_path / "logs")]) == 0
    health = json.loads(capsys.readouterr().out)["health"]
    assert (health["log_files"], health["log_bytes"], health["log_since"]) == (1, 3, "2026-06-01")
    assert health["database_bytes"] > 0 < health["log_free_bytes"]
    assert main(["county", "status", "--database-file", str(tmp_path / "none")]) == 1
    assert main(["county", "status"]) == 1, "the variable was taken out of the environment"


def test_counts_are_for_a_session_or_a_token_of_their_own_and_name_nobody(
    county: CountyDatabase, enrolled: Enrolled, server: str, office: requests.Session, line: requests.Session, ids: Ids
) -> None:
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids(), name="龘龘龘", phone="19900001234")))
    token = fhir_tokens.issue(county, "监控", "", 1, "test", purpose=fhir_tokens.METRICS)[0]
    answered = line.get(server + "/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answered.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    text = answered.text
    assert 'clinic_app_records{type="resident"} 1\n' in text
    assert 'clinic_app_devices{state="active"} 1\n' in text
    assert 'clinic_app_requests_total{method="POST",route="/api/v1/push",status="200"} 1\n' in text
    assert all(re.fullmatch(r"#.*|[a-z_]+(\{[^{}]*(\{\w+\}[^{}]*)*\})? [0-9.e+-]+", each) for each in text.splitlines())
    assert not [each for each in ("龘", "19900001234", laptop.id, "V1") if each in text]
    assert office.get(server + "/metrics").status_code == 200
    refused = line.get(server + "/metrics")
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert line.get(server + "/fhir/Patient", headers={"Authorization": f"Bearer {token}"}).status_code == 401


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Path]:
    """A folder that this process logs to, at DEBUG, as a server does."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    formatters = [each.formatter for each in before]
    levels = [each.level for each in before]
    start_log(tmp_path / "logs")
    root.setLevel(logging.DEBUG)
    yield tmp_path / "logs"
    for handler in [each for each in root.handlers if each not in before]:
        root.removeHandler(handler)
        handler.close()
    for handler, formatter, each in zip(before, formatters, levels, strict=True):
        handler.setFormatter(formatter)
        handler.setLevel(each)
    root.setLevel(level)


CANARY, NUMBER, PHONE = "金丝雀𬎆", "990101195703020010", "19912345678"
FORGED = '\r\n{"event":"forged"}\x1b[31m\u202e'


def test_a_running_county_logs_requests_by_id_and_no_canary_at_debug(
    county: CountyDatabase, administrator: administrators.Administrator, logged: Path, enrolled: Enrolled,
    server: str, line: requests.Session, ids: Ids,
) -> None:  # fmt: skip
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids(), name=CANARY, id_no=NUMBER, phone=PHONE)), laptop.line(resident("x")))
    laptop.request("GET", f"/pull?cursor={CANARY}")
    laptop.request("POST", "/residents/lookup", json.dumps({"id_no": NUMBER, "name": CANARY}).encode())
    laptop.request("POST", "/report", json.dumps({"version": CANARY + FORGED}).encode())
    send(line, server, CANARY + FORGED)
    send(line, server, PASSWORD, CANARY + FORGED)
    token = fhir_tokens.issue(county, "系统", "", 1, "test")[0]
    shown = {"Authorization": f"Bearer {token}"}
    line.get(server + f"/fhir/Patient?identifier={NUMBER}", headers=shown)
    line.post(
        server + "/fhir/Patient/_search", data={"identifier": NUMBER}, headers={"Authorization": f"Bearer {token}"}
    )
    line.get(server + f"/{CANARY}/%0d%0a{NUMBER}%1b[31m", headers={"User-Agent": PHONE})
    line.request(f"X{PHONE}", server + "/")
    (file,) = log_files(logged)
    raw = file.path.read_bytes()
    assert raw.isascii()
    lines = [json.loads(each) for each in raw.splitlines()]
    asked = [each for each in lines if each["event"] == "request"]
    pushed = next(each for each in asked if each["route"] == "/api/v1/push")
    assert (pushed["method"], pushed["status"], pushed["actor"]) == ("POST", 200, f"device:{laptop.id}")
    assert {each["route"] for each in asked} >= {"/login", "/fhir/{kind}", "-"}
    assert not [each for each in lines if each.get("event") == "forged"]
    text = raw.decode() + "".join(json.dumps(each, ensure_ascii=False) for each in lines)
    secrets = (CANARY, "金丝雀", NUMBER, PHONE, PASSWORD, token, "演示-口令", "\x1b", "\u202e")
    assert not [each for each in secrets if each in text]
    if hasattr(file.path, "owner"):
        assert file.path.stat().st_mode & 0o077 == 0


def test_a_line_of_the_log_is_one_line_whatever_stands_in_it() -> None:
    record = logging.LogRecord("clinic_app.x", logging.INFO, "x.py", 1, "said %s", (FORGED,), None)
    record.ids = {"actor": FORGED, "ms": 3}
    line = StructuredFormatter().format(record)
    assert line.isascii()
    assert not [each for each in "\r\n\x1b" if each in line]
    assert json.loads(line)["ms"] == 3
