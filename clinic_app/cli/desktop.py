"""No command: the desktop window."""

from __future__ import annotations

import argparse


def run(arguments: argparse.Namespace) -> int:
    """Open the window on the data folder."""
    from clinic_app.app import run_desktop
    from clinic_app.clock import SystemClock

    return run_desktop(arguments.data, SystemClock())
