"""`clinic-app`: the desktop window, and every headless job."""

from __future__ import annotations

import os
import sys

from clinic_app.cli import main as command_line
from clinic_app.diagnostics import say_crashes_without_values


def main() -> int:
    """The whole program, in a process of its own."""
    say_crashes_without_values()
    # Lists, papers and copies are written for the person at the keyboard, not for others of the computer.
    os.umask(0o077)
    return command_line.main()


if __name__ == "__main__":
    sys.exit(main())
