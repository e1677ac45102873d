"""What a lock leaves in memory, looked for in a process that has opened, used and closed a file.

Python gives no promise here, and none is made: the figures are printed, and only that closing takes most of it away is
held. The process itself never holds what is looked for as one text, except where the program does.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from clinic_app.store.database import Database
from tests.conftest import PASSWORD, USER

USES = """
import sys
from pathlib import Path
from clinic_app.clock import SystemClock
from clinic_app.store.database import open_database
from clinic_app.store.drafts import list_drafts, save_draft
database = open_database(Path(sys.argv[1]), sys.argv[2], sys.stdin.readline().rstrip(), SystemClock())
for number in range(300):
    save_draft(database, f"visit:{number}", {"note": "CANARY-OF-A-" + "PATIENT"})
list_drafts(database)
print("open", flush=True)
sys.stdin.readline()
database.close()
print("closed", flush=True)
sys.stdin.readline()
"""
PATIENT = b"CANARY-OF-A-PATIENT"
REGION = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r")


def count_in_memory(process: int, wanted: Mapping[str, bytes]) -> dict[str, int]:
    """How often each stands in the memory of a process, of our own or one that we started."""
    found = dict.fromkeys(wanted, 0)
    with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            place = REGION.match(line)
            if place is None or "[v" in line:
                continue
            start, end = int(place[1], 16), int(place[2], 16)
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except OSError:
                continue
            for name, each in wanted.items():
                found[name] += content.count(each)
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the memory of a process as Linux shows it")
def test_closing_takes_most_of_key_and_pages_out_of_memory_and_what_is_left_is_said(
    database: Database,
) -> None:
    key = database.data_key.raw
    database.close()
    wanted = {"key": key, "key as text": key.hex().encode(), "patient": PATIENT}
    with subprocess.Popen(
        [sys.executable, "-c", USES, str(database.folder), USER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdin
        assert program.stdout
        program.stdin.write(f"{PASSWORD}\n".encode())
        program.stdin.flush()
        assert program.stdout.readline() == b"open\n"
        before = count_in_memory(program.pid, wanted)
        program.stdin.write(b"\n")
        program.stdin.flush()
        assert program.stdout.readline() == b"closed\n"
        after = count_in_memory(program.pid, wanted)
        program.stdin.write(b"\n")
    print(f"in memory while open {before}, after closing {after}")
    assert before["key"] + before["key as text"] > 0, "the scan does find things"
    assert after["key"] + after["key as text"] < before["key"] + before["key as text"]
    assert after["patient"] < 0.7 * before["patient"]
