"""The people of this laptop, announced to the county before anything they saved is sent."""

from __future__ import annotations

from sqlalchemy import select, update

from clinic_app.protocol import wire
from clinic_app.store.database import Database
from clinic_app.store.device import Device, read_setting, write_setting
from clinic_app.store.local_tables import account
from clinic_app.sync.transport import Transport, json_body

ANNOUNCED = "announced_accounts"


def announce_accounts(database: Database, line: Transport, device: Device) -> None:
    """Tell the county of people added since the last time, and take over who they are there. Raises SyncProblem."""
    with database.read() as connection:
        query = select(account.c.id, account.c.name).order_by(account.c.created_at)
        people = [wire.Account(row.id, row.name) for row in connection.execute(query)]
        announced = read_setting(connection, ANNOUNCED) or []
    if {each.id for each in people} <= set(announced):
        return
    reply = line.post("/accounts", json_body(wire.AccountsRequest(people)), wire.AccountsReply)
    remember_people(database, device.role, reply.accounts)


def remember_people(database: Database, role: str, people: list[wire.Account]) -> None:
    """Keep the county's code of each person; somebody without a role has the laptop's."""
    with database.write() as connection:
        for each in people:
            statement = update(account).where(account.c.id == each.id)
            connection.execute(statement.values(staff=each.staff))
            connection.execute(statement.where(account.c.role.is_(None)).values(role=role))
        write_setting(connection, ANNOUNCED, [each.id for each in people])
