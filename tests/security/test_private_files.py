"""What the program writes, and its memory, are for the person at the keyboard and not for others of the computer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clinic_app.care.save import save
from clinic_app.store.database import Database
from tests.conftest import PASSWORD

RUNS = """
import ctypes, json, os, resource, sys
from clinic_app.__main__ import main
codes = []
for words in json.loads(sys.argv[1]):
    sys.argv = ["clinic-app", *words]
    codes.append(main())
dumps = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == "linux" else 0
print(json.dumps({"codes": codes, "dumps": dumps, "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
                  "password": os.environ.get("CLINIC_APP_PASSWORD")}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead of modes")
def test_lists_papers_and_copies_are_readable_by_oneself_alone_and_memory_is_not_dumped(
    database: Database, tmp_path: Path
) -> None:
    fields = {"name": "李某甲", "sex": "2", "birth_date": "1957-03-02", "village_code": "990101100201"}
    person = save(database, [{"type": "resident", "fields": fields}]).ids[0]
    database.close()
    out, data = tmp_path / "out", ["--data", str(database.folder)]
    out.mkdir()
    commands = [
        ["records", "export", str(out / "all.ndjson"), *data],
        ["print", "register", "2026-11", "--out", str(out / "register.xlsx"), *data],
        ["print", "cover", person, "--out", str(out / "cover.pdf"), *data],
        ["referral-figures", "--year", "2026", "--csv", str(out / "figures.csv"), *data],
        ["backup", str(out / "a.clinicbackup"), *data],
        ["backup", "--daily", *data],
    ]
    environment = {**os.environ, "CLINIC_APP_PASSWORD": PASSWORD}
    before = os.umask(0o022)
    try:
        done = subprocess.run(
            [sys.executable, "-c", RUNS, json.dumps(commands)],
            capture_output=True, text=True, encoding="utf-8", check=False, timeout=60, env=environment,
        )  # fmt: skip
    finally:
        os.umask(before)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["codes"] == [0] * len(commands), done.stderr
    written = [*out.iterdir(), *(database.folder / "backups").iterdir()]
    assert len(written) == len(commands)
    assert {each.name: oct(each.stat().st_mode & 0o077) for each in written if each.stat().st_mode & 0o077} == {}
    assert (told["dumps"], told["core"], told["password"]) == (0, 0, None)
