"""What the figures were measured on: numbers without it say nothing."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

PACKAGES = ("clinic_app", "SQLAlchemy", "sqlcipher3", "msgspec", "psycopg", "starlette", "uvicorn", "reportlab")


def describe() -> dict[str, str]:
    """Processor, memory, system, versions and how busy the machine was at the start."""
    found = {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "sqlcipher": f"{_cipher_version()} on SQLite {sqlcipher.sqlite_version}"
        f" (Python's own: {sqlite3.sqlite_version})",
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    }
    if hasattr(os, "getloadavg"):
        found["load before"] = f"{os.getloadavg()[0]:.1f}"
    return found


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    if hasattr(os, "sysconf"):
        return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"
    return "unknown"


def _cipher_version() -> str:
    probe = sqlcipher.connect(":memory:")
    try:
        return str(probe.execute("PRAGMA cipher_version").fetchone()[0])
    finally:
        probe.close()
