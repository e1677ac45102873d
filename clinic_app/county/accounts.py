"""People added on a laptop after its enrolment: what they save has an author that the county knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from clinic_app.county import audit
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device, all_devices, find_device, write_accounts
from clinic_app.county.enrolment import MOST_ACCOUNTS
from clinic_app.county.problems import CountyProblem, Refusal
from clinic_app.protocol import body as record_body
from clinic_app.protocol.wire import Account, AccountsReply, AccountsRequest
from clinic_app.records.identifiers import is_id

UNREADABLE = Refusal(400, "bad_request", "账户名单无法读取，数据没有丢失，更新程序后再试")


def announce(database: CountyDatabase, device: Device, raw: bytes) -> AccountsReply:
    """Take a device's people. A new one becomes the listed person of that name at its organisation, if there is one.

    Nobody is ever taken away: what a former colleague saved must still arrive. Raises Refusal.
    """
    try:
        asked = msgspec.json.decode(raw, type=AccountsRequest).accounts
    except (ValueError, RecursionError):
        raise UNREADABLE from None
    if not asked or len(asked) > MOST_ACCOUNTS or not all(is_id(each.id) for each in asked):
        raise UNREADABLE
    with database.transaction() as connection:
        known = find_device(connection, database.county, device.id)
        assert known is not None
        accounts = dict(known.accounts)
        for new in [each for each in asked if each.id not in accounts]:
            accounts[new.id] = _listed(connection, database.county, device.organisation, new.name)
            audit.append(
                connection, database.county, f"device:{device.id}", "account", f"account:{new.id}", database.now_text()
            )
        if len(accounts) > MOST_ACCOUNTS:
            raise UNREADABLE
        write_accounts(connection, database.county, device.id, accounts)
    return AccountsReply([Account(each.id, each.name, accounts[each.id]) for each in asked])


def disable(database: CountyDatabase, account: str, actor: str) -> int:
    """From now on what this person saves is for a supervisor to look at; what was saved before is taken as ever.

    Returns on how many devices the person has an account; raises CountyProblem when on none.
    """
    with database.transaction() as connection:
        county = database.county
        devices = [each for each in all_devices(connection, county) if account in each.accounts]
        if not devices:
            raise CountyProblem(f"没有编号为“{account[:40]}”的账户，什么也没有改动，核对编号")
        connection.execute(
            "INSERT INTO disabled_account (county, account, at, by) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (county, account, database.clock.now(), actor),
        )
        audit.append(connection, county, actor, "disable", f"account:{account}", database.now_text())
    return len(devices)


def disabled_accounts(connection: Connection, county: str, accounts: Iterable[str]) -> dict[str, datetime]:
    """Those of `accounts` that are disabled, with since when."""
    rows = connection.execute(
        "SELECT account, at FROM disabled_account WHERE county = %s AND account = ANY(%s)", (county, list(accounts))
    )
    return {row[0]: row[1] for row in rows}


def _listed(connection: Connection, county: str, organisation: str, name: str) -> str | None:
    rows = connection.execute(
        "SELECT id, body FROM record WHERE county = %s AND type = 'staff' AND parent_id = %s AND NOT void",
        (county, organisation),
    )
    found = [row[0] for row in rows if record_body.decode(bytes(row[1])).fields.get("name") == name]
    return found[0] if len(found) == 1 else None
