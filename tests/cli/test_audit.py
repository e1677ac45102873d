"""`clinic-app audit` and what `clinic-app check` says of an audit chain that somebody has been at."""

from __future__ import annotations

import base64
import re

import msgspec
import pytest
from sqlalchemy import Connection, delete, insert, select, update

from clinic_app.care.save import save
from clinic_app.protocol import signing
from clinic_app.protocol.audience import Scope
from clinic_app.protocol.audit_head import receipt_message
from clinic_app.protocol.wire import AuditReceipt
from clinic_app.store import audit, witness
from clinic_app.store.accounts import add_account
from clinic_app.store.database import Database
from clinic_app.store.device import Device, save_device, write_setting
from clinic_app.store.local_tables import audit as table
from tests.cli.test_commands import RESIDENT, Run, run

__all__ = ["run"]


@pytest.fixture
def worked(database: Database) -> Database:
    """A laptop with eight entries more than those that opening it leaves."""
    save(database, [{"type": "resident", "fields": RESIDENT}])
    for number in range(7):
        audit.note(database, "read", f"resident:{number}")
    return database


def newest(connection: Connection) -> int:
    head = audit.head(connection)
    assert head is not None
    return head.seq


def sign(database: Database) -> int:
    """As if the county had signed the newest entry; returns its number."""
    private, public = signing.new_key_pair()
    device = Device("d-1", 1, "990101", "V1", "演示村", "village_clinic", "village_doctor",
                    Scope("V1", "village_clinic", []), "https://county.invalid", base64.b64encode(private).decode(),
                    county_key=base64.b64encode(public).decode())  # fmt: skip
    with database.write() as connection:
        save_device(connection, device)
        head = audit.head(connection)
        assert head is not None
        at = "2026-11-22T02:30:00.000Z"
        signature = signing.sign(private, receipt_message("990101", device.id, head.seq, head.hash, at))
        kept = witness.Witnessed("990101", device.id, AuditReceipt(head.seq, head.hash, at, signature))
        write_setting(connection, witness.NEWEST, msgspec.to_builtins(kept))
    return head.seq


def test_the_audit_is_read_by_day_person_action_and_target(run: Run, worked: Database) -> None:
    code, found, _ = run("audit", "--action", "查看")
    assert code == 0
    assert [each["target"] for each in found] == [f"resident:{number}" for number in range(7)]
    assert {(each["action"], each["word"], each["name"]) for each in found} == {("read", "查看", "演示村医")}
    assert len(run("audit", "--target", "resident:3")[1]) == 1
    # The resident has a name for who may see it; looking at the audit is in the audit.
    saved = run("audit", "--action", "save")[1]
    assert [each["action"] for each in saved] == ["save"]
    assert len(run("audit", "--action", "audit_read")[1]) == 4
    assert run("audit", "--to", "2026-11-21", "--target", "resident")[1] == []
    assert len(run("audit", "--from", "2026-11-22", "--to", "2026-11-22", "--target", "resident:")[1]) == 8
    assert len(run("audit", "--actor", "演示村医", "--action", "read")[1]) == 7
    for words in (("--actor", "没有这个人"), ("--from", "2026-11-23", "--to", "2026-11-22")):
        code, found, told = run("audit", *words)
        assert (code, found) == (1, [])
        assert "没有列出" in told


def test_who_looks_after_nothing_is_refused_and_the_refusal_is_an_entry(run: Run, worked: Database) -> None:
    add_account(worked, "演示护士", "口令-2", role="referral_officer")
    code, found, told = run("audit", "--user", "演示护士", password="口令-2")
    assert (code, found) == (1, [])
    assert "不能看审计记录" in told
    refused = run("audit", "--user", "演示村医", "--action", "refuse")[1]
    assert [(each["name"], each["target"]) for each in refused] == [("演示护士", "audit")]


def test_check_names_the_entry_that_was_edited_deleted_or_exchanged(run: Run, worked: Database) -> None:
    with worked.read() as connection:
        last = newest(connection)
        rows = {row["seq"]: dict(row) for row in connection.execute(select(table)).mappings()}
    third, second = last - 2, last - 3

    def restore() -> None:
        with worked.write() as connection:
            connection.execute(delete(table))
            connection.execute(insert(table), list(rows.values()))

    def told() -> str:
        code, found, _ = run("check")
        assert code == 1
        return "；".join(each["message"] for each in found[0]["findings"])

    with worked.write() as connection:
        connection.execute(update(table).where(table.c.seq == third).values(target="resident:别人"))
    assert f"审计记录第{third}条的内容被改过" in told()
    restore()
    with worked.write() as connection:
        connection.execute(delete(table).where(table.c.seq == third))
    assert f"审计记录第{third}条不见了" in told()
    restore()
    with worked.write() as connection:
        connection.execute(delete(table).where(table.c.seq.in_([second, third])))
        connection.execute(insert(table), [{**rows[second], "seq": third}, {**rows[third], "seq": second}])
    assert f"审计记录第{second}条接不上前一条" in told()
    restore()
    assert run("check")[0] == 0


def test_check_names_where_the_end_was_cut_off(run: Run, worked: Database) -> None:
    last = sign(worked)
    assert run("check")[0] == 0
    with worked.write() as connection:
        connection.execute(delete(table).where(table.c.seq > last - 3))
    code, found, _ = run("check")
    assert code == 1
    told = "；".join(each["message"] for each in found[0]["findings"])
    assert re.search(rf"审计记录从第\d+条起不见了，县平台留底到第{last}条，末尾被删过", told)
