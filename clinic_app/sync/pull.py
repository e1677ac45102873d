"""The pull lane: pages of whole commit groups, each applied with its cursor in one transaction."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from clinic_app.protocol import wire
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting
from clinic_app.sync.apply import apply_page
from clinic_app.sync.transport import Transport

PAGE = 1000


def pull(database: Database, line: Transport) -> int:
    """Receive everything new in scope; returns how many changes came. Raises SyncProblem.

    The next page is on its way while one is applied; what was not applied is asked for again by the next pull.
    """
    received = 0
    with database.read() as connection:
        cursor = read_setting(connection, "cursor")
    with ThreadPoolExecutor(1, "pull-ahead") as ahead:
        coming = ahead.submit(_ask, line, cursor)
        while True:
            page = coming.result()
            if page.more:
                coming = ahead.submit(_ask, line, page.cursor)
            apply_page(database, page)
            received += len(page.changes)
            if not page.more:
                return received


def _ask(line: Transport, cursor: str | None) -> wire.PullReply:
    asked = {"limit": str(PAGE), **({"cursor": cursor} if cursor else {})}
    return line.get("/pull?" + urlencode(asked), wire.PullReply)
