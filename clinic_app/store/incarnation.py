"""Tells a data folder from its copies, by a small file outside of it, beside the device secret.

The database holds a token, and so does the file. The token is new after each sync that sent something,
so a backup that was put back, or a copied folder, holds one that the file no longer knows: what it counts (device
numbers, slip numbers) was counted on elsewhere. Copies that go on side by side keep a token each.
"""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path

import msgspec

from clinic_app import paths
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.header import read_header, replace_file
from clinic_app.store.lock import file_lock

TOKEN = "incarnation"
MOST_TOKENS = 64


def is_copy(database: Database) -> bool:
    """Whether this folder was restored from a backup or copied since it last sent something."""
    with database.read() as connection:
        own = read_setting(connection, TOKEN)
    known = _tokens(database)
    # A folder without a token is older than tokens, unless this computer already knows one of the same folder.
    return bool(known) if own is None else own not in known


def renew(database: Database) -> None:
    """Give the folder a new token; a power cut at any point leaves one that is known.

    A computer where the file cannot be kept has no token, and copies are found by the county alone.
    """
    path = _path(database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with file_lock(path.with_suffix(".lock")):
            _renew(database, path)
    except OSError:
        _write_token(database, None)


def _renew(database: Database, path: Path) -> None:
    with database.read() as connection:
        old = read_setting(connection, TOKEN)
    new = secrets.token_hex(16)
    known = [each for each in _tokens(database) if each != old]
    kept = [old] if old in _tokens(database) else []
    _write_tokens(path, [*known, *kept, new])
    _write_token(database, new)
    _write_tokens(path, [*known, new])


def forget(database: Database) -> None:
    """Take the files off this computer, with the keys they belong to."""
    path = _path(database)
    for suffix in (".tokens", ".lock", ".serials"):
        with contextlib.suppress(OSError):
            path.with_suffix(suffix).unlink(missing_ok=True)


def _path(database: Database) -> Path:
    return paths.secrets_folder() / f"{read_header(database.folder).device_key.id}.tokens"


def _tokens(database: Database) -> list[str]:
    try:
        return msgspec.json.decode(_path(database).read_bytes(), type=list[str])
    except (OSError, msgspec.DecodeError):
        return []


def _write_tokens(path: Path, tokens: list[str]) -> None:
    replace_file(path, msgspec.json.encode(tokens[-MOST_TOKENS:]))


def _write_token(database: Database, token: str | None) -> None:
    with database.write() as connection:
        write_setting(connection, TOKEN, token)
