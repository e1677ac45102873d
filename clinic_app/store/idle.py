"""After how many minutes without a touch this laptop locks. Set by who looks after it, kept in the encrypted file."""

from __future__ import annotations

from sqlalchemy import Connection

from clinic_app.clock import instant_text
from clinic_app.store import audit
from clinic_app.store.accounts import require_administration
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, read_setting, write_setting
from clinic_app.store.errors import StoreError

SETTING = "idle_minutes"
DEFAULT, SHORTEST, LONGEST = 10, 1, 60


def idle_minutes(connection: Connection) -> int:
    """Minutes; the default where nothing was set."""
    stored = read_setting(connection, SETTING, DEFAULT)
    return stored if isinstance(stored, int) and SHORTEST <= stored <= LONGEST else DEFAULT


def set_idle_minutes(database: Database, minutes: int) -> None:
    """Another number of minutes, 1 to 60; an audited act. Raises NotAdministrator, StoreError."""
    require_administration(database, SETTING, SETTING)
    if not SHORTEST <= minutes <= LONGEST:
        raise StoreError(f"自动锁定的分钟数在{SHORTEST}到{LONGEST}之间，没有改动")
    with database.write() as connection:
        write_setting(connection, SETTING, minutes)
        device, now = load_device(connection), instant_text(database.clock.now())
        audit.append(
            connection, database.actor.account, "settings", SETTING,
            at=now, device=device.id if device else "", detail=str(minutes),
        )  # fmt: skip
