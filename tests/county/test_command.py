"""`clinic-app county …` as an administrator runs it: servers as processes, and the first commands beside them.

The others run by the program's own entry in this process: a new one takes longer than what it is there for.
"""

from __future__ import annotations

import json
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import requests
import trustme

from clinic_app.clock import SystemClock
from clinic_app.county.backup_mark import programs, server_version
from clinic_app.records.identifiers import new_id
from tests.county.conftest import ORGANISATIONS, STAFF
from tests.county.laptop import RESIDENT, Laptop, mid_of, resident
from tests.journeys.command_line import Runner, finished

PROCESS = ("status",)
"""What goes wrong is said by a process as well, once."""


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "clinic_app", "county", *words]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*words), capture_output=True, text=True, encoding="utf-8", check=False)


def here(*words: str) -> subprocess.CompletedProcess[str]:
    """The same in this process."""
    return finished("county", *words, password=None)


def done(*words: str, by: Runner = here) -> list[dict[str, object]]:
    """The JSON lines of a command that went well."""
    ended = by(*words, "--json")
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


@contextmanager
def serving(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen(
        command("serve", "--listen", "127.0.0.1:0", "--json", *words), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process, str(json.loads(process.stdout.readline())["url"])
        finally:
            process.kill()


def requests_in(log: Path) -> list[tuple[str, int]]:
    whole = log.read_text(encoding="ascii").rpartition("\n")[0]
    lines = [json.loads(each) for each in whole.splitlines()]
    return [(each["route"], each["status"]) for each in lines if each["event"] == "request"]


@pytest.fixture
def folder(open_folder: Path) -> Path:
    return open_folder / new_id(SystemClock().now())


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "o.csv").write_text(ORGANISATIONS, encoding="gb18030")
    (tmp_path / "s.csv").write_text(STAFF, encoding="utf-8-sig")
    (tmp_path / "d.csv").write_text("code,organisation,name,phone\nN1,H1,内科,\n", encoding="utf-8")
    slots = "organisation,department,kind,date,starts,ends,minutes,capacity\nH1,N1,门诊,2026-11-23,8:00,11:40,20,2\n"
    (tmp_path / "h.csv").write_text(slots, encoding="gb18030")
    (tmp_path / "v.csv").write_text("code,name,township,ehr3,groups\n990101001001,演示村,,,\n", encoding="utf-8")
    return tmp_path


def test_an_administrator_sets_a_county_up_beside_its_running_server(folder: Path, files: Path) -> None:
    place = ("--embedded", str(folder))
    assert done("init", *place, by=run) == [{"county": "990101"}]
    with serving(*place) as (process, url), requests.Session() as line:
        for kind, name, rows in (
            ("organisations", "o", 5),
            ("staff", "s", 5),
            ("departments", "d", 1),
            ("villages", "v", 1),
            ("slots", "h", 1),
        ):
            loaded = done(kind, "load", str(files / f"{name}.csv"), *place, by=run if kind == "staff" else here)
            assert loaded == [{"rows": rows, "changed": rows}]
        laptop = Laptop(url, line, SystemClock())
        laptop.enrol(str(done("enrol-code", "--org", "V1", "--role", "village_doctor", *place)[0]["code"]))
        person = new_id(SystemClock().now())
        assert laptop.push(laptop.line(resident(person)))[0].state == "applied"
        (device,) = done("devices", *place)
        assert (device["id"], device["number"], device["organisation"]) == (laptop.id, 1, "V1")
        exported = done("export", *place)
        keys = [(str(each["type"]), str(each["id"])) for each in exported]
        assert keys == sorted(keys)
        assert len(keys) == 14
        assert next(each for each in exported if each["id"] == person)["fields"] == RESIDENT
        assert done("status", *place)[0]["records"]["resident"] == 1  # type: ignore[index]
        done("revoke", "1", *place)
        assert laptop.request("GET", "/hello").status == 403
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
    assert not (folder / "postmaster.pid").exists()


def test_a_village_is_handed_over_and_a_backup_marked_from_the_command_line(
    fresh_url: str, files: Path, tmp_path: Path
) -> None:
    place = ("--database", fresh_url)
    done("organisations", "load", str(files / "o.csv"), *place)
    between = ("--from", "V1", "--to", "V2", "--by", "张一", "--and", "李二")
    handed = done("hand-over", "--village", "990101001001", *between, *place)
    assert handed == [{"seq": 7, "residents": 0, "referrals": 0}]
    again = here("hand-over", "--village", "990101001001", *between, *place)
    assert "没有负责村" in again.stderr
    backup = tmp_path / "backup.dump"
    program = programs("pg_dump", server_version(fresh_url))[0]
    subprocess.run([program, "--dbname", fresh_url, "--format=custom", "--file", str(backup)], check=True)
    assert done("backup-mark", "--dump", str(backup), *place) == [{"seq": 7, "durable": 7}]
    assert done("status", *place)[0]["durable"] == 7


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("backup-mark", "--dump", "no-such-file"), "备份文件读不出来"),
        (("hand-over", "--village", "1", "--from", "X", "--to", "Y", "--by", "甲", "--and", "乙"), "机构表里没有“X”"),
        (("redirect", "0012-1", "--to", "H2", "--reason", "患者去了别处"), "没有单号为“0012-1”的转诊单"),
        (PROCESS, "--database URL 或 --embedded DIR"),
        (("serve", "--listen", "0.0.0.0:0"), "不加密的服务只能开在本机地址上"),
        (("serve", "--listen", "nowhere"), "监听地址应写成"),
        (("serve", "--tls-cert", "x"), "要一起给出"),
        (("serve", "--tls-cert", "x", "--tls-key", "y"), "证书或私钥文件读不出来"),
        (("revoke", "77"), "没有编号为“77”的设备"),
        (("enrol-code", "--org", "X", "--role", "village_doctor"), "机构表里没有“X”"),
        (("staff", "load", "no-such-file.csv"), "文件读不出来"),
    ],
)
def test_what_cannot_be_done_is_one_clear_sentence(fresh_url: str, words: tuple[str, ...], said: str) -> None:
    place = () if words == PROCESS else ("--database", fresh_url)
    ended = (run if words == PROCESS else here)(*words, *place)
    assert ended.returncode != 0
    assert said in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert ended.stdout == ""


def test_a_port_that_is_taken_is_said(fresh_url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = run("serve", "--listen", f"127.0.0.1:{taken.getsockname()[1]}", "--database", fresh_url)
    assert ended.returncode != 0
    assert "换一个端口" in ended.stderr


def test_with_a_certificate_it_speaks_modern_tls_only(fresh_url: str, tmp_path: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    for number, blob in enumerate(issued.cert_chain_pems):
        blob.write_to_path(tmp_path / "cert.pem", append=number > 0)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    tls = ("--tls-cert", str(tmp_path / "cert.pem"), "--tls-key", str(tmp_path / "key.pem"))
    (tmp_path / "password").write_text("演示-口令-8844\n", encoding="utf-8")
    done("admin", "add", "赵管理", "--password-file", str(tmp_path / "password"), "--database", fresh_url)
    logs = ("--log-folder", str(tmp_path / "logs"))
    with serving("--database", fresh_url, *tls, *logs) as (_, url):
        assert url.startswith("https://")
        form = {"name": "赵管理", "password": "演示-口令-8844"}
        with requests.Session() as session:
            session.trust_env, session.verify = False, str(tmp_path / "ca.pem")
            entered = session.post(url + "/login", data=form, headers={"Origin": url}, allow_redirects=False)
            cookie = entered.headers["Set-Cookie"]
            assert cookie.startswith("__Host-county=")
            assert "Secure" in cookie
            assert "max-age" in session.get(url + "/").headers["Strict-Transport-Security"]
        (log,) = (tmp_path / "logs").iterdir()
        # A line is written after its answer went out.
        deadline = time.monotonic() + 10
        while len(asked := requests_in(log)) < 2:
            assert time.monotonic() < deadline
        assert asked == [("/login", 303), ("/", 200)]
        assert requests.get(url + "/api/v1/health", verify=tmp_path / "ca.pem").status_code == 200
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(url + "/api/v1/health")
        old = ssl.create_default_context(cafile=tmp_path / "ca.pem")
        with pytest.warns(DeprecationWarning, match="TLSv1"):
            old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        host, port = url.removeprefix("https://").split(":")
        with (
            socket.create_connection((host, int(port))) as plain,
            pytest.raises(ssl.SSLError),
            old.wrap_socket(plain, server_hostname=host),
        ):
            pass


def test_a_server_killed_in_the_middle_of_pushes_loses_nothing_it_acknowledged(fresh_url: str, files: Path) -> None:
    place = ("--database", fresh_url)
    done("organisations", "load", str(files / "o.csv"), *place)
    done("staff", "load", str(files / "s.csv"), *place)
    acknowledged: dict[str, bytes] = {}
    enough = threading.Event()
    with serving(*place) as (process, url), requests.Session() as line:
        laptop = Laptop(url, line, SystemClock())
        laptop.enrol(str(done("enrol-code", "--org", "V1", "--role", "village_doctor", *place)[0]["code"]))

        def work() -> None:
            try:
                while True:
                    lines = [laptop.line(resident(new_id(SystemClock().now()))) for _ in range(5)]
                    for outcome, saved in zip(laptop.push(*lines), lines, strict=True):
                        assert outcome.state == "applied"
                        acknowledged[outcome.mid] = saved
                    if len(acknowledged) >= 40:
                        enough.set()
            except requests.exceptions.RequestException:
                return

        pushing = threading.Thread(target=work)
        pushing.start()
        assert enough.wait(60)
        process.kill()
        pushing.join()
    with psycopg.connect(fresh_url) as connection:
        rows = connection.execute("SELECT mid, line FROM applied WHERE state = 'applied'").fetchall()
    kept = {row[0]: bytes(row[1]) for row in rows}
    assert acknowledged.items() <= kept.items()
    with serving(*place) as (_, url), requests.Session() as line:
        laptop.server, laptop.session = url, line
        again = laptop.push(*acknowledged.values())
        assert {each.state for each in again} == {"applied"}
        assert all(each.repeat for each in again)
        laptop.pull()
        assert len(laptop.held("resident")) == sum(b'"resident"' in saved for saved in kept.values())
        assert {mid_of(saved) for saved in acknowledged.values()} <= {each.mid for each in laptop.records.values()}
