"""Write the present version's saves: every operation that a laptop makes, through the same code as the forms."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import keyring
from keyring.backends import null
from sqlalchemy import select

from clinic_app import __version__, paths
from clinic_app.care.identity import link, unlink
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database, create_database
from clinic_app.store.local_tables import outbox

HERE = Path(__file__).parent
VILLAGE = "990101001001"
NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def main() -> int:
    """Refuse to touch a file that is there."""
    target = HERE / f"saves-{__version__}.ndjson"
    if target.exists():
        print(f"{target.name} is there already", file=sys.stderr)
        return 1
    keyring.set_keyring(null.Keyring())  # type: ignore[no-untyped-call]
    with tempfile.TemporaryDirectory() as name:
        paths.secrets_folder = lambda: Path(name) / "secrets"
        clock = FrozenClock(NOW)
        with create_database(Path(name) / "clinic", "演示村医", "演示-口令", clock) as database:
            write_saves(database, clock)
            with database.read() as connection:
                lines = connection.scalars(select(outbox.c.line).order_by(outbox.c.seq)).all()
    target.write_bytes(b"\n".join(lines) + b"\n")
    print(f"{len(lines)} saves in {target.name}")
    return 0


def write_saves(database: Database, clock: FrozenClock) -> None:
    """A morning's work: registering, visits with both programmes, corrections, a referral, a link and its undo."""

    def put(*records: dict[str, Any]) -> tuple[str, ...]:
        clock.advance(timedelta(minutes=3))
        return save(database, list(records)).ids

    home = {"village_code": VILLAGE, "group_name": "1组", "house_no": "12号", "head_name": "李某甲"}
    (household,) = put({"type": "household", "fields": home})
    person = {"name": "李某䶮", "sex": "2", "birth_date": "1958-03-07", "village_code": VILLAGE}
    person |= {
        "household_id": household,
        "drug_allergy": ["2", "5"],
        "drug_allergy_other": "演示药",
        "past_disease": ["2"],
    }
    (resident,) = put({"type": "resident", "fields": person})
    put({"type": "resident", "id": resident, "fields": {"phone": "19900000001", "current_address": "演示村1组12号"}})
    put({"type": "chronic_registration", "fields": {"resident_id": resident, "programme": "diabetes"}})
    visit = new_id(clock.now())
    common = {"resident_id": resident, "visit_date": "2026-11-24", "visit_mode": "2", "sbp": 152, "dbp": 96,
              "weight": "61.5", "height": "158", "medicines": [{"name": "演示药", "times_per_day": 2, "dose": "1片"}],
              "not_measured": {"heart_rate": "设备坏"}}  # fmt: skip
    put(
        {"type": "visit", "id": visit, "fields": common},
        {
            "type": "hypertension_followup",
            "fields": {"visit_id": visit, "symptoms": ["1"], "adherence": "1", "adr": "1"},
        },
        {"type": "diabetes_followup", "fields": {"visit_id": visit, "symptoms": ["1"], "fbg": "7.4", "adr": "1"}},
    )
    put({"type": "visit", "id": visit, "fields": {"sbp": 150}, "amends": True, "reason": "抄错"})
    referral = {"resident_id": resident, "direction": "up", "urgency": "routine", "to_org": "H1"}
    (slip,) = put({"type": "referral", "fields": {**referral, "initial_impression": "高血压2级"}})
    put({"type": "referral_event", "fields": {"referral_id": slip, "event": "withdraw", "reason": "本人要求"}})
    (allergy,) = put({"type": "allergy", "fields": {"resident_id": resident, "code": "3"}})
    put({"void": allergy, "reason": "登记错"})
    (second,) = put({"type": "resident", "fields": {**person, "name": "李某", "household_id": None}})
    clock.advance(timedelta(minutes=1))
    unlink(database, link(database, second, resident, "同一人"), "看错")
    put({"void": second, "reason": "重复建档"})


if __name__ == "__main__":
    sys.exit(main())
