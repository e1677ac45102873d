"""A process that saves (or syncs) and says so: what the power-loss tests record.

python -m tests.faults.saving FOLDER KEY FULL|NORMAL save N
python -m tests.faults.saving FOLDER KEY FULL|NORMAL sync
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.store.database import Actor, Database
from clinic_app.store.keys import DataKey
from clinic_app.sync import pull
from clinic_app.sync.session import sync_once
from tests.conftest import NOW

PERSON = {"name": "王𬎆", "sex": "1", "birth_date": "1960-01-02", "village_code": "990101001001"}


def main(folder: str, key: str, level: str, work: str, number: str = "0") -> None:
    """Do it, saying each mid after its commit returned."""
    database = Database(Path(folder), DataKey(bytes.fromhex(key)), FrozenClock(NOW))
    database.actor = Actor("00000000-0000-7000-8000-000000000000", "v1")
    driver = database._writer.raw_connection()
    driver.cursor().execute(f"PRAGMA synchronous = {level}")
    driver.close()
    if work == "sync":
        pull.PAGE = 3
        report = sync_once(database)
        say(f"synced {report.problem or 'ok'}")
    for each in range(int(number)):
        saved = save(database, [{"type": "resident", "fields": {**PERSON, "phone": str(each)}}])
        say(f"saved {saved.mid}")
        if each == int(number) // 2:
            database.checkpoint()
    database.close()


def say(words: str) -> None:
    """One line in one call, so that its place among the others is known."""
    os.write(1, (words + "\n").encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
