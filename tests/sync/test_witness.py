"""A laptop's audit chain before the county: what the county signs, and what each of them says of a chain that was cut,
rewritten or put back."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import requests
from sqlalchemy import delete, update

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.county import audit_heads
from clinic_app.county.database import CountyDatabase
from clinic_app.county.status import DeviceStatus, read_devices
from clinic_app.protocol import wire
from clinic_app.store import audit, witness
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.integrity import check
from clinic_app.store.local_tables import audit as table
from clinic_app.sync.session import SyncReport, enrolled_device, sync_once
from tests.county.laptop import RESIDENT
from tests.sync.conftest import Enrolled
from tests.sync.lines import Meddling, path_of


def person(database: Database, name: str) -> None:
    save(database, [{"type": "resident", "fields": {**RESIDENT, "name": name}}])


def head_of(database: Database) -> audit.Head:
    with database.read() as connection:
        found = audit.head(connection)
    assert found is not None
    return found


def signed(database: Database) -> audit.Head | None:
    """The newest entry of the laptop that the county has signed."""
    with database.read() as connection:
        return witness.known_head(connection)


def cut(database: Database, after: int) -> None:
    with database.write() as connection:
        connection.execute(delete(table).where(table.c.seq > after))


def at_the_county(county: CountyDatabase, database: Database) -> DeviceStatus:
    device = enrolled_device(database).id
    return next(each for each in read_devices(county) if each.id == device)


def synced(database: Database, adapter: Meddling | None = None) -> SyncReport:
    return sync_once(database, adapter=adapter)


def test_the_county_signs_the_head_of_each_push_and_the_chain_goes_on_from_there(
    laptop: Enrolled, county: CountyDatabase, clock: FrozenClock
) -> None:
    database = laptop("V1")
    person(database, "甲")
    assert synced(database).audit_problem == ""
    first = signed(database)
    assert first is not None
    audit.note(database, "read", "resident:somebody")
    person(database, "乙")
    synced(database)
    second = signed(database)
    assert second is not None
    assert second.seq == first.seq + 2
    # Nothing was saved, but people were looked at: the county sees the chain once a day all the same.
    audit.note(database, "read", "resident:somebody")
    synced(database)
    assert signed(database) == second
    clock.advance(timedelta(days=1))
    synced(database)
    assert signed(database) == head_of(database)
    assert check(database) == []
    with county.snapshot() as connection:
        kept = connection.execute("SELECT day::text, seq FROM audit_head ORDER BY day").fetchall()
    assert kept == [("2026-11-22", second.seq), ("2026-11-23", second.seq + 1)]


def test_a_chain_that_was_cut_is_told_in_check_at_the_sync_and_at_the_county_until_somebody_has_looked(
    laptop: Enrolled, county: CountyDatabase, clock: FrozenClock
) -> None:
    database = laptop("V1")
    person(database, "甲")
    person(database, "乙")
    synced(database)
    last = head_of(database)
    cut(database, last.seq - 2)
    found = [each.sentence for each in check(database)]
    assert any(f"审计记录从第{last.seq - 1}条起不见了，县平台留底到第{last.seq}条" in each for each in found)
    words = f"县平台留底的审计记录到第{last.seq}条，本机只到第{last.seq - 2}条"
    report = synced(database)
    assert words in report.audit_problem
    assert report.problem is None
    assert at_the_county(county, database).audit_problem == "shorter"
    with county.snapshot() as connection:
        told = connection.execute("SELECT action, target, detail FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    assert told == ("head_broken", f"device:{enrolled_device(database).id}", f"shorter seq:{last.seq}")
    person(database, "丙")
    assert synced(database).audit_problem
    audit_heads.accept(county, enrolled_device(database).id, "test", "看过了，是换硬盘时留下的")
    person(database, "丁")
    assert synced(database).audit_problem == ""
    assert at_the_county(county, database).audit_problem is None
    assert signed(database) is not None


def test_a_rewritten_chain_is_found_though_it_is_whole_and_its_receipts_are_gone(
    laptop: Enrolled, county: CountyDatabase
) -> None:
    database = laptop("V1")
    person(database, "甲")
    synced(database)
    with database.write() as connection:
        rows = [dict(each) for each in connection.execute(table.select().order_by(table.c.seq)).mappings()]
        prev = audit.GENESIS
        for row in rows:
            row.update(prev=prev, actor="别人")
            row["hash"] = prev = audit.entry_hash(row)
            connection.execute(update(table).where(table.c.seq == row["seq"]).values(row))
        for name in (witness.NEWEST, witness.LAST):
            write_setting(connection, name, None)
        assert audit.verify(connection) is None
    person(database, "乙")
    # The county answers with what it signed before, and the laptop's next word tells the county.
    assert "和县平台留底的不一样" in synced(database).audit_problem
    assert at_the_county(county, database).audit_problem == "other"


def test_a_lost_answer_and_a_doubled_push_put_nobody_under_suspicion(laptop: Enrolled, county: CountyDatabase) -> None:
    database = laptop("V1")
    person(database, "甲")
    synced(database)
    seen: list[tuple[requests.PreparedRequest, bytes]] = []

    def deliver_and_lose(request: requests.PreparedRequest, body: bytes) -> None:
        if path_of(request) == "/push":
            if not seen:
                seen.append((request, body))
                assert requests.Session().send(request).status_code == 200
            raise requests.ConnectionError

    person(database, "乙")
    assert synced(database, Meddling(deliver_and_lose)).pending == 1
    assert signed(database) != head_of(database)
    person(database, "丙")
    assert synced(database).audit_problem == ""
    person(database, "丁")
    assert synced(database).audit_problem == ""
    assert signed(database) == head_of(database)
    # Days later the network delivers the old one once more.
    assert requests.Session().send(seen[0][0]).status_code == 200
    assert at_the_county(county, database).audit_problem is None


def test_what_the_county_has_not_signed_for_this_laptop_is_not_believed(
    laptop: Enrolled, county: CountyDatabase
) -> None:
    one, other = laptop("V1"), laptop("V2")
    for each in (one, other):
        person(each, "甲")
        synced(each)
    device = enrolled_device(one)
    with other.read() as connection:
        theirs = msgspec.convert(read_setting(connection, witness.NEWEST), witness.Witnessed).receipt
    before = signed(one)
    changed = msgspec.structs.replace(theirs, seq=theirs.seq + 100)
    with one.write() as connection:
        for forged in (theirs, changed, wire.AuditReceipt(999, "0" * 64, theirs.at, "ed25519:AAAA"), None):
            witness.heard(connection, one, device, forged)
    assert signed(one) == before
    # A receipt that somebody put into the file counts for nothing in a check either.
    with one.write() as connection:
        stored = msgspec.to_builtins(witness.Witnessed(device.county, device.id, changed))
        write_setting(connection, witness.NEWEST, stored)
    assert signed(one) is None


def test_the_line_may_fail_when_the_chain_is_shown_and_the_sync_is_none_the_worse(
    laptop: Enrolled, clock: FrozenClock
) -> None:
    database = laptop("V1")
    synced(database)
    audit.note(database, "read", "resident:somebody")
    clock.advance(timedelta(days=1))

    def refuse(request: requests.PreparedRequest, body: bytes) -> None:
        if path_of(request) == "/push":
            raise requests.ConnectionError

    report = synced(database, Meddling(refuse))
    assert report.audit_problem == ""
    assert report.problem is None or report.pending == 0
