"""Signs a release folder; the private key lies under a passphrase with whoever makes releases, never in a checkout."""

from __future__ import annotations

import base64
import os
from datetime import date, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from clinic_app.release import FORMAT, LIST, SIGNATURE, USE, Release, marked


def make_key(private: Path, public: Path, passphrase: str) -> None:
    """A new pair of keys; raises FileExistsError rather than write over one."""
    key = Ed25519PrivateKey.generate()
    sealed = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))
    with open(os.open(private, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
        stream.write(sealed)
    with open(public, "xb") as stream:
        stream.write(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def sign(folder: Path, private: Path, passphrase: str, version: str, today: date, days: int) -> Release:
    """List and sign what lies in a folder. Raises ValueError for a wrong passphrase or another kind of key."""
    key = load_pem_private_key(private.read_bytes(), passphrase.encode())
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("not an Ed25519 key")
    files = {each.name: marked(each) for each in sorted(folder.iterdir()) if each.name not in (LIST, SIGNATURE)}
    release = Release(FORMAT, version, today, today + timedelta(days=days), files)
    raw = msgspec.json.encode(release, order="sorted")
    (folder / LIST).write_bytes(raw)
    (folder / SIGNATURE).write_bytes(base64.b64encode(key.sign(USE + raw)) + b"\n")
    return release
