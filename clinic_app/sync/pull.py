"""The pull lane: pages of whole commit groups, each applied with its cursor in one transaction."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import msgspec

from clinic_app.clock import instant_text
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, read_setting, save_device, write_setting
from clinic_app.sync.apply import CURSOR, adopt_known_types, apply_page
from clinic_app.sync.errors import ScopeChanged
from clinic_app.sync.evict import evict_villages
from clinic_app.sync.received import Page
from clinic_app.sync.snapshot import INCOMPLETE, Cancelled, Report, first_sync, note_incomplete, snapshot_villages
from clinic_app.sync.transport import Transport

PAGE = 1000


def pull(
    database: Database, line: Transport, progress: Report | None = None, cancelled: Cancelled | None = None
) -> int:
    """Receive everything new in scope, at first all of it; returns how many records came. Raises SyncProblem.

    The next page is on its way while one is applied; what was not applied is asked for again by the next pull.
    """
    adopt_known_types(database)
    received = first_sync(database, line, progress, cancelled)
    while True:
        with database.read() as connection:
            cursor = read_setting(connection, CURSOR)
            incomplete = read_setting(connection, INCOMPLETE)
        try:
            received += _follow(database, line, cursor)
            if incomplete:
                note_incomplete(database)
            return received
        except ScopeChanged as change:
            received += _take_scope(database, line, change, progress, cancelled)


def _follow(database: Database, line: Transport, cursor: str | None) -> int:
    received = 0
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


def _ask(line: Transport, cursor: str | None) -> Page:
    asked = {"limit": str(PAGE), **({"cursor": cursor} if cursor else {})}
    return line.get("/pull?" + urlencode(asked), Page)


def _take_scope(
    database: Database, line: Transport, change: ScopeChanged, progress: Report | None, cancelled: Cancelled | None
) -> int:
    """Villages that this laptop no longer answers for go, new ones come whole; then the log goes on where it was.

    Until the last step the old cursor stands, so that a broken line begins here again.
    """
    with database.write() as connection:
        device = load_device(connection)
        if device is not None:
            villages = sorted((set(device.scope.villages) - set(change.removed)) | set(change.added))
            scope = msgspec.structs.replace(device.scope, villages=villages)
            save_device(connection, msgspec.structs.replace(device, scope=scope))
        evict_villages(connection, change.removed, instant_text(database.clock.now()))
    received = snapshot_villages(database, line, change.added, progress, cancelled) if change.added else 0
    with database.write() as connection:
        write_setting(connection, CURSOR, change.cursor)
    return received
