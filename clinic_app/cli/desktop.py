"""No command: the desktop window."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinic_app.store.database import Database


def run(arguments: argparse.Namespace) -> int:
    """Open the window on the data folder, or on its practice data."""
    from clinic_app.desktop.memory import begin_quietly

    begin_quietly()
    from clinic_app.app import run_desktop
    from clinic_app.clock import SystemClock
    from clinic_app.desktop.practice_door import PracticeData
    from clinic_app.paths import practice_folder

    clock, folder = SystemClock(), practice_folder(arguments.data)

    def opened() -> Database:
        # The invented village is written down when somebody practises, and not before.
        from clinic_app.demo.practice import practice_database

        return practice_database(folder, clock)

    def anew() -> Database:
        from clinic_app.demo.practice import start_over

        return start_over(folder, clock)

    return run_desktop(arguments.data, clock, PracticeData(opened, anew), practise=arguments.practice)
