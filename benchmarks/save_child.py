"""A process that only saves, with a mark in its system calls before and after each save, for a tracer to count between.

python -m benchmarks.save_child FOLDER COUNT
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks.dataset import PASSWORD
from benchmarks.local_save import BEGIN, END, keep_follow_up, patients
from benchmarks.workbench import USER, township_clock
from clinic_app.store.database import open_database


def main() -> None:
    """Open the township and save."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    marks = os.open(os.devnull, os.O_WRONLY)
    with open_database(folder, USER, PASSWORD, township_clock()) as database:
        people = patients(database)
        keep_follow_up(database, next(people))
        for _ in range(count):
            resident_id = next(people)
            os.write(marks, BEGIN.encode())
            keep_follow_up(database, resident_id)
            os.write(marks, END.encode())
    os.close(marks)


if __name__ == "__main__":
    main()
