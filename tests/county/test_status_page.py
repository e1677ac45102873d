"""What an administrator sees: in a real browser (Chromium; without one that test is left out), and as CSV."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest
import requests

from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import revoke
from clinic_app.county.office import COOKIE
from clinic_app.county.status import read_devices, read_status, read_unsettled
from clinic_app.protocol.mutation import Operation
from clinic_app.protocol.wire import Report
from clinic_app.records.identifiers import new_id
from tests.county.conftest import Enrolled, session_token
from tests.county.laptop import Laptop, resident, visit

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
)  # fmt: skip
Ids = Callable[[], str]


def browse(url: str, folder: Path, *more: str) -> str:
    """The page's document as the browser built it."""
    assert BROWSER
    command = [BROWSER, *QUIET, f"--user-data-dir={folder}", "--dump-dom", *more, url]
    environment = {**os.environ, "HOME": str(folder)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, env=environment, check=True)
    return done.stdout


@contextmanager
def with_session(server: str, token: str) -> Iterator[str]:
    """The server's pages for a browser that nobody can type a password into: each request with the session's cookie."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answered = requests.get(server + self.path, headers={"Cookie": f"{COOKIE}={token}"}, timeout=20)
            self.send_response(answered.status_code)
            for name in ("Content-Type", "Content-Security-Policy", "X-Content-Type-Options"):
                self.send_header(name, answered.headers.get(name, ""))
            self.end_headers()
            self.wfile.write(answered.content)

        def log_message(self, *words: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as forwarder:
        thread = threading.Thread(target=forwarder.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{forwarder.server_port}"
        finally:
            forwarder.shutdown()
            thread.join()


def reported(county: CountyDatabase, laptop: Laptop, report: Report) -> None:
    with county.transaction() as connection:
        connection.execute(
            "UPDATE device SET report = %s, last_success = %s WHERE county = %s AND id = %s",
            (msgspec.json.encode(report), county.clock.now(), county.county, laptop.id),
        )


def orphan_visit(laptop: Laptop, clock: FrozenClock) -> bytes:
    """A visit whose resident has not come."""
    return laptop.line(visit(new_id(clock.now()), new_id(clock.now())))


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_a_browser_shows_devices_and_what_waits_and_runs_nothing(
    county: CountyDatabase, enrolled: Enrolled, server: str, clock: FrozenClock, tmp_path: Path
) -> None:
    laptop = enrolled()
    reported(county, laptop, Report("9.9.9", pending=3, oldest="2026-11-21T02:30:00.000Z"))
    laptop.push(orphan_visit(laptop, clock))
    clock.advance(timedelta(hours=25))
    shot = tmp_path / "page.png"
    door = browse(server + "/", tmp_path / "profile")
    assert 'name="password"' in door
    assert "9.9.9" not in door
    with with_session(server, session_token(county)) as url:
        dom = browse(url + "/", tmp_path / "profile", f"--screenshot={shot}", "--window-size=1366,900")
    text = re.sub(r"<[^>]+>", " ", dom)
    assert "9.9.9" in text
    assert "2026-11-21 10:30" in text
    assert "在等前面的记录" in text
    assert '<div class="tile watch"><b>1</b>等待超过24小时</div>' in dom
    assert "<script" not in dom
    assert 'href="/status/devices.csv"' in dom


def test_the_page_forbids_scripts_and_framing(server: str, office: requests.Session) -> None:
    headers = office.get(server + "/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")


def test_devices_and_waiting_saves_come_as_csv(
    county: CountyDatabase, enrolled: Enrolled, server: str, office: requests.Session, clock: FrozenClock
) -> None:
    laptop = enrolled()
    reported(county, laptop, Report("=1+1", quarantined=2))
    laptop.push(orphan_visit(laptop, clock))
    answered = office.get(server + "/status/devices.csv")
    assert answered.content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(answered.content.decode("utf-8-sig")))
    assert (row["机构"], row["需处理"], row["版本"]) == ("V1", "2", "'=1+1")
    (waiting,) = csv.DictReader(io.StringIO(office.get(server + "/status/unsettled.csv").content.decode("utf-8-sig")))
    assert waiting["状态"] == "在等前面的记录"
    assert office.get(server + "/status/secrets.csv").status_code == 404


def test_a_device_row_says_revoked_and_what_the_device_reported(county: CountyDatabase, enrolled: Enrolled) -> None:
    laptop, other = enrolled(), enrolled("V2")
    reported(county, laptop, Report("1.0", pending=7, conflicts=1, clock_offset=-400))
    revoke(county, other.id, "test")
    first, second = read_devices(county)
    assert (first.pending, first.conflicts, first.clock_offset, first.last_success) == (7, 1, -400, "2026-11-22 10:30")
    assert (second.revoked, second.pending) == (True, None)


def test_refused_and_waiting_saves_are_listed_with_their_age(
    county: CountyDatabase, enrolled: Enrolled, clock: FrozenClock, ids: Ids
) -> None:
    laptop = enrolled()
    laptop.push(orphan_visit(laptop, clock), laptop.line(Operation("create", "resident", ids(), {"name": "王"})))
    clock.advance(timedelta(days=5))
    assert {each.state for each in read_unsettled(county)} == {"deferred", "quarantined"}
    assert {each.hours for each in read_unsettled(county)} == {120}
    status = read_status(county)
    assert (status.waiting_long, status.waiting_too_long) == (1, 1)


def test_the_page_names_nobody(enrolled: Enrolled, server: str, office: requests.Session, ids: Ids) -> None:
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids(), name="龘龘龘", phone="19900001234")))
    for path in ("/", "/status/devices.csv", "/status/unsettled.csv"):
        page = office.get(server + path).text
        assert "龘" not in page
        assert "19900001234" not in page
