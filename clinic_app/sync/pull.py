"""The pull lane: pages of whole commit groups, each applied with its cursor in one transaction."""

from __future__ import annotations

from urllib.parse import urlencode

from clinic_app.protocol import wire
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting
from clinic_app.sync.apply import apply_page
from clinic_app.sync.transport import Transport

PAGE = 1000


def pull(database: Database, line: Transport) -> int:
    """Receive everything new in scope; returns how many changes came. Raises SyncProblem."""
    received = 0
    while True:
        with database.read() as connection:
            cursor = read_setting(connection, "cursor")
        asked = {"limit": str(PAGE), **({"cursor": cursor} if cursor else {})}
        page = line.get("/pull?" + urlencode(asked), wire.PullReply)
        apply_page(database, page)
        received += len(page.changes)
        if not page.more:
            return received
