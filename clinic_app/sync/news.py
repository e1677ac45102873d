"""Waiting for news on the line: the county answers as soon as something comes for this laptop.

Nothing is applied here and no lock is held: the sync that follows fetches what there is.
"""

from __future__ import annotations

from urllib.parse import urlencode

from clinic_app.store.database import Database
from clinic_app.store.device import read_setting
from clinic_app.sync.apply import CURSOR
from clinic_app.sync.received import Page
from clinic_app.sync.session import enrolled_device, open_line

LONGEST = 55
"""Seconds that the county waits at most."""
SLACK = 20.0


def wait_for_news(database: Database, seconds: int) -> bool:
    """Whether something came within `seconds`. Raises SyncProblem; StoreError when the database is closed."""
    device = enrolled_device(database)
    with database.read() as connection:
        cursor = read_setting(connection, CURSOR)
    if not cursor:
        # The records themselves are still coming: the sync has enough to do.
        return False
    waits = min(seconds, LONGEST)
    with open_line(database, device, waits + SLACK) as line:
        asked = {"cursor": cursor, "limit": 1, "wait": waits}
        page = line.get("/pull?" + urlencode(asked), Page, wait=waits)
    return bool(page.changes or page.outcomes or page.more)
