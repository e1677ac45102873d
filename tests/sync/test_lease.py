"""A lease with a real county: told at every contact, by line and stick; renewed by line, telephone and recovery."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.county import audit, devices
from clinic_app.county.accounts import disable
from clinic_app.county.database import CountyDatabase
from clinic_app.county.lease import renewal_code, set_days
from clinic_app.county.log_retention import purge
from clinic_app.county.problems import CountyProblem
from clinic_app.county.server_log import log_files
from clinic_app.store.database import Database, open_database
from clinic_app.store.errors import LeaseEnded, WrongPassword
from clinic_app.store.lease import lease_of
from clinic_app.store.renewal import WrongRenewalCode, renew
from clinic_app.sync.errors import ServerRefused
from clinic_app.sync.relay import deliver_now, export_package, import_file
from clinic_app.sync.renewal import open_or_ask
from clinic_app.sync.session import sync_once
from tests.conftest import PASSWORD, USER
from tests.county.laptop import RESIDENT
from tests.journeys.command_line import finished, run
from tests.sync.conftest import Enrolled


def days_left(database: Database) -> int:
    found = lease_of(database)
    assert found is not None
    return found.days_left


def actions(county: CountyDatabase) -> list[tuple[str, str, str | None]]:
    with county.snapshot() as connection:
        rows = connection.execute(
            "SELECT action, target, detail FROM audit WHERE county = %s ORDER BY seq", ("990101",)
        )
        assert audit.first_broken(connection, county.county) is None
        return [(row[0], row[1], row[2]) for row in rows]


def test_each_contact_begins_the_lease_anew_and_the_county_sets_its_days(
    county: CountyDatabase, laptop: Enrolled, clock: FrozenClock
) -> None:
    database = laptop("V1")
    assert days_left(database) == 60, "from the enrolment on"
    clock.advance(timedelta(days=20))
    assert days_left(database) == 40
    assert sync_once(database).exit_code == 0
    assert days_left(database) == 60
    for days in (6, 366):
        with pytest.raises(CountyProblem, match="7到365天"):
            set_days(county, days, "test")
    set_days(county, 7, "test")
    clock.advance(timedelta(hours=2))
    assert sync_once(database).exit_code == 0
    assert days_left(database) == 7
    assert ("settings", "lease_days", "7") in actions(county)


def test_a_locked_laptop_works_on_with_a_code_or_a_contact_and_keeps_what_it_had_not_sent(
    county: CountyDatabase, laptop: Enrolled, clock: FrozenClock
) -> None:
    database, other = laptop("V1"), laptop("V2")
    folder = database.folder
    save(database, [{"type": "resident", "fields": {**RESIDENT, "name": "䶮某甲"}}])
    database.close()
    clock.advance(timedelta(days=61))
    with pytest.raises(LeaseEnded, match="0001号"):
        open_database(folder, USER, PASSWORD, clock)
    with pytest.raises(CountyProblem, match="没有编号为"):
        renewal_code(county, "77", "test")
    _, _, of_other = renewal_code(county, "2", "test")
    with pytest.raises(WrongRenewalCode):
        renew(folder, USER, PASSWORD, of_other, clock)
    device, day, code = renewal_code(county, "1", "test")
    assert (device.number, day) == (1, date(2027, 1, 22))
    with renew(folder, USER, PASSWORD, code, clock) as renewed:
        assert days_left(renewed) == 60
    assert actions(county)[-1] == ("lease_code", f"device:{device.id}", "2027-01-22")
    clock.advance(timedelta(days=61))
    with open_or_ask(folder, USER, PASSWORD, clock) as asked:
        assert days_left(asked) == 60, "the line renews without a code"
        report = sync_once(asked)
        assert (report.exit_code, report.sent) == (0, 1), "what was saved before is sent now"
    assert days_left(other) == 0


def test_a_laptop_or_person_that_the_county_has_ended_is_not_renewed(
    county: CountyDatabase, laptop: Enrolled, clock: FrozenClock
) -> None:
    gone, database = laptop("V1"), laptop("V2")
    devices.revoke(county, "1", "test")
    disable(county, database.actor.account, "test")
    for each in (gone, database):
        each.close()
    open_database(database.folder, USER, PASSWORD, clock).close()
    clock.advance(timedelta(days=61))
    with pytest.raises(ServerRefused):
        open_or_ask(gone.folder, USER, PASSWORD, clock)
    with pytest.raises(CountyProblem, match="已停用"):
        renewal_code(county, "1", "test")
    with pytest.raises(LeaseEnded):
        open_database(gone.folder, USER, PASSWORD, clock)
    with pytest.raises(WrongPassword):
        open_or_ask(database.folder, USER, PASSWORD, clock)


def test_a_receipt_on_a_stick_renews_from_when_the_county_wrote_it(
    county: CountyDatabase, laptop: Enrolled, clock: FrozenClock, tmp_path: Path
) -> None:
    remote, carrier = laptop("V1"), laptop("T1")
    clock.advance(timedelta(days=30))
    assert sync_once(carrier).exit_code == 0
    save(remote, [{"type": "resident", "fields": {**RESIDENT, "name": "䶮某甲"}}])
    out = export_package(remote, tmp_path / "out.clinicrelay")
    assert out
    import_file(carrier, tmp_path / "out.clinicrelay")
    assert deliver_now(carrier) == 1
    clock.advance(timedelta(days=5))
    export_package(carrier, tmp_path / "back.clinicrelay")
    assert days_left(remote) == 25
    assert import_file(remote, tmp_path / "back.clinicrelay").receipts == 1
    assert days_left(remote) == 55


def test_by_the_commands_a_code_is_read_out_and_renews_once(
    county: CountyDatabase, fresh_url: str, laptop: Enrolled, tmp_path: Path
) -> None:
    def at_the_county(*words: object, expect: int = 0) -> list[dict[str, object]]:
        return run("county", *words, "--database", fresh_url, "--json", expect=expect)

    database = laptop("V1")
    locked = ("--data", database.folder, "--json")
    database.close()
    assert at_the_county("lease") == [{"days": 60}]
    with time_machine.travel(datetime(2027, 1, 22, 3, tzinfo=UTC), tick=False):
        refused = finished("worklist", "--data", database.folder, password=PASSWORD)
        assert refused.returncode == 1
        assert "0001号" in refused.stderr
        (told,) = at_the_county("renew", "1")
        assert (told["number"], told["day"]) == (1, "2027-01-22")
        wrong = finished("renew", "--code", "0" * 26, *locked, password=PASSWORD)
        assert wrong.returncode == 1
        assert "续期码" in wrong.stderr
        code = f"{told['code']}\n"
        assert run("renew", "--code", "-", *locked, stdin=code, password=PASSWORD) == [{"days_left": 60}]
        assert finished("renew", "--code", "-", *locked, stdin=code, password=PASSWORD).returncode == 1
        assert at_the_county("lease", "--days", "30") == [{"days": 30}]
        logs = tmp_path / "logs"
        logs.mkdir()
        for day in ("2026-05-01", "2027-01-21"):
            (logs / f"county-{day}.log").write_text("{}\n", encoding="utf-8")
        purge_logs = ("purge-logs", "--log-folder", logs, "--before", "2026-06-01")
        assert at_the_county(*purge_logs) == [{"files": 1, "bytes": 3}]
        assert [each.name for each in logs.iterdir()] == ["county-2027-01-21.log"]


def test_logs_are_kept_six_months_and_the_audit_always(
    county: CountyDatabase, clock: FrozenClock, tmp_path: Path
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    days = [date(2026, 5, 22), date(2026, 5, 23), date(2026, 11, 22)]
    for day in days:
        (folder / f"county-{day}.log").write_text("{}\n")
    (folder / "notes.txt").write_text("kept")
    before = len(actions(county))
    with pytest.raises(CountyProblem, match="至少保存六个月，2026-05-23以后"):
        purge(county, folder, date(2026, 5, 24), "test")
    with pytest.raises(CountyProblem, match="没有县平台的日志"):
        purge(county, tmp_path, date(2026, 5, 23), "test")
    assert [each.day for each in log_files(folder)] == days
    assert [each.day for each in purge(county, folder, date(2026, 5, 23), "test")] == days[:1]
    clock.advance(timedelta(days=400))
    assert [each.day for each in purge(county, folder, date(2027, 6, 1), "test")] == days[1:]
    assert [each.name for each in folder.iterdir()] == ["notes.txt"]
    found = actions(county)
    assert len(found) == before + 2, "nothing of the audit goes"
    assert found[-1] == ("purge_logs", "logs:2", "before 2027-06-01")
