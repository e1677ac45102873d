"""The device's half of the key: 32 random bytes in the system's key store, or a file outside the data folder.

A copied data folder cannot be opened with the right password alone.
"""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from clinic_app import paths
from clinic_app.store.errors import NoDeviceSecret
from clinic_app.store.header import DeviceKey, replace_file

SERVICE = "clinic_app device secret"
SECRET_BYTES = 32
KEY_STORE, FILE = "key_store", "file"
# A key store that waits for somebody to unlock it must not hang a program without a display.
PATIENCE = 8.0
T = TypeVar("T")


def new_device_secret() -> tuple[DeviceKey, bytes]:
    """A fresh secret, put where it will be found again; raises OSError when even the file cannot be written."""
    key_id, secret = secrets.token_hex(16), secrets.token_bytes(SECRET_BYTES)
    if _store(key_id, secret):
        return DeviceKey(key_id, KEY_STORE), secret
    folder = paths.secrets_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    replace_file(_path(key_id), base64.b64encode(secret))
    return DeviceKey(key_id, FILE), secret


def find_device_secret(key: DeviceKey) -> bytes:
    """The secret of `key`, wherever this computer keeps it; raises NoDeviceSecret."""
    look: list[Callable[[str], bytes | None]] = [_from_key_store, _from_file]
    if key.place == FILE:
        look.reverse()
    for source in look:
        found = source(key.id)
        if found is not None:
            return found
    raise NoDeviceSecret()


def forget_device_secret(key: DeviceKey) -> None:
    """Take the secret off this computer; what it sealed can then never be opened here."""
    backend = _backend()
    if backend is not None:
        _patiently(lambda: backend.delete_password(SERVICE, key.id))
    _path(key.id).unlink(missing_ok=True)


def _path(key_id: str) -> Path:
    return paths.secrets_folder() / f"{key_id}.secret"


def _store(key_id: str, secret: bytes) -> bool:
    """Whether the key store took the secret and gives it back."""
    backend = _backend()
    if backend is None:
        return False
    text = base64.b64encode(secret).decode("ascii")
    _patiently(lambda: backend.set_password(SERVICE, key_id, text))
    return _from_key_store(key_id) == secret


def _from_key_store(key_id: str) -> bytes | None:
    backend = _backend()
    if backend is None:
        return None
    return _secret(_patiently(lambda: backend.get_password(SERVICE, key_id)))


def _from_file(key_id: str) -> bytes | None:
    with contextlib.suppress(OSError):
        return _secret(_path(key_id).read_text("ascii"))
    return None


def _secret(text: str | None) -> bytes | None:
    try:
        raw = base64.b64decode(text or "", validate=True)
    except ValueError:
        return None
    return raw if len(raw) == SECRET_BYTES else None


def _backend() -> Any:
    """The key store, or None where there is no usable one. Linux without a session bus has none."""
    if os.name == "posix" and not _has_session():
        return None
    # Read in where a key store may be asked: it brings forty modules.
    import keyring
    from keyring.backends import chainer, fail, null

    backend = _patiently(keyring.get_keyring)
    if backend is None or isinstance(backend, (fail.Keyring, null.Keyring)):
        return None
    if isinstance(backend, chainer.ChainerBackend) and not backend.backends:
        return None
    return backend if backend.priority > 0 else None


def _has_session() -> bool:
    """Asking for a secret service without a session bus may start one, or wait for it."""
    if sys.platform == "darwin" or os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return bool(runtime) and Path(runtime or "", "bus").exists()


def _patiently(work: Callable[[], T]) -> T | None:
    """The answer of the key store, or None when it fails or does not answer in time."""
    answer: list[T] = []

    def ask() -> None:
        # Backends raise errors of their own libraries; to us each of them means "no key store".
        with contextlib.suppress(Exception):
            answer.append(work())

    thread = threading.Thread(target=ask, name="key-store", daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return answer[0] if answer else None
