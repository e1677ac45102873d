"""The other way to renew a lease: a contact with the county, which says whether this laptop may work on."""

from __future__ import annotations

from pathlib import Path

from clinic_app.clock import Clock
from clinic_app.store.database import Database, open_database
from clinic_app.store.errors import LeaseEnded
from clinic_app.store.renewal import open_before_renewal
from clinic_app.sync.errors import ServerRefused, SyncProblem

DEADLINE = 15.0


def open_or_ask(folder: Path, user: str, password: str, clock: Clock) -> Database:
    """Open the data; where the lease is over, after asking the county.

    Raises LeaseEnded when the county does not answer, ServerRefused when it does not want this laptop any more, and
    what `open_database` raises.
    """
    try:
        return open_database(folder, user, password, clock)
    except LeaseEnded as ended:
        try:
            ask(folder, user, password, clock)
        except ServerRefused:
            raise
        except SyncProblem:
            raise ended from None
    return open_database(folder, user, password, clock)


def ask(folder: Path, user: str, password: str, clock: Clock) -> None:
    """Greet the county for a laptop that is locked. Raises SyncProblem."""
    # The line is read in where a lease is over: everybody else only opens the data.
    from clinic_app.sync.apart import refuse_practice
    from clinic_app.sync.greeting import greet
    from clinic_app.sync.session import enrolled_device, open_line

    with open_before_renewal(folder, user, password, clock) as database:
        refuse_practice(database)
        device = enrolled_device(database)
        with open_line(database, device, DEADLINE) as line:
            greet(database, line, device, anyway=True)
