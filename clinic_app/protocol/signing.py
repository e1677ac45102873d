"""Request signatures: the device's Ed25519 key signs method, path with query, nonce, time and body hash."""

from __future__ import annotations

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "ed25519"


def message(method: str, target: str, nonce: str, time: str, body: bytes) -> bytes:
    """The bytes that are signed. `target` is path and query as sent; `body` is before compression."""
    digest = hashlib.sha256(body).hexdigest()
    return "\n".join((ALGORITHM, method.upper(), target, nonce, time, digest)).encode()


def sign(private_key: bytes, signed: bytes) -> str:
    """`ed25519:` and the base64 signature by a raw 32-byte private key."""
    signature = Ed25519PrivateKey.from_private_bytes(private_key).sign(signed)
    return f"{ALGORITHM}:{base64.b64encode(signature).decode()}"


def verifies(public_key: bytes, signature: str, signed: bytes) -> bool:
    """Whether `signature` is this key's over `signed`; anything unreadable is no."""
    algorithm, _, encoded = signature.partition(":")
    if algorithm != ALGORITHM:
        return False
    try:
        raw = base64.b64decode(encoded, validate=True)
        Ed25519PublicKey.from_public_bytes(public_key).verify(raw, signed)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def opened(words: str, public_key: str) -> bytes | None:
    """The payload of `base64(payload).signature`, when the owner of `public_key` (base64) signed it; else None."""
    payload, _, signature = words.partition(".")
    try:
        raw, key = (base64.b64decode(each, validate=True) for each in (payload, public_key))
    except (ValueError, binascii.Error):
        return None
    return raw if key and verifies(key, signature, raw) else None


def new_key_pair() -> tuple[bytes, bytes]:
    """A fresh raw private key and its public key."""
    private = Ed25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()
