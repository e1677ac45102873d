"""The recovery code of a laptop: 128 random bits that open its data without a password, held by the county alone.

The laptop never keeps the code. It seals it to the county's escrow key, whose private half lies offline with two
people; who forgot the password hears the code on the telephone (docs/security.md).
"""

from __future__ import annotations

import base64
import binascii
import secrets

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clinic_app.protocol.package import SEAL, derive, key_id, read_key

CODE_BYTES = 16
CODE_LETTERS = 26
GROUPS = (5, 5, 5, 5, 6)
USE = b"CLINIC-ESCROW/1\n"
# Crockford's alphabet: no I, L, O, U, so that what is heard on the telephone is written in one way.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
OTHER_KEY = "这份恢复码不是封给这把托管钥匙的，没有打开，换成当时的托管钥匙"
DAMAGED = "这份恢复码不完整或被改动过，没有打开"


class EscrowProblem(ValueError):
    """A code or a sealed code that is not what it should be; the message is a Chinese sentence."""


class SealedCode(msgspec.Struct):
    """A recovery code as the county holds it. `number` counts the codes of a laptop; `key` names the escrow key."""

    number: int
    key: str
    ephemeral: str
    sealed: str
    seal: str = SEAL


def new_code() -> bytes:
    """A fresh code of 128 bits."""
    return secrets.token_bytes(CODE_BYTES)


def spoken(code: bytes) -> str:
    """The code as it is read out and printed: 26 letters and digits in five groups."""
    number = int.from_bytes(code, "big")
    letters = ""
    for _ in range(CODE_LETTERS):
        number, place = divmod(number, len(ALPHABET))
        letters = ALPHABET[place] + letters
    groups, start = [], 0
    for length in GROUPS:
        groups.append(letters[start : start + length])
        start += length
    return "-".join(groups)


def heard(text: str) -> bytes:
    """The code that somebody typed, however it was grouped and in whatever case; raises EscrowProblem."""
    letters = "".join(each for each in text.upper() if each.isalnum()).translate(MISREAD)
    if len(letters) != CODE_LETTERS or any(each not in ALPHABET for each in letters):
        raise EscrowProblem(f"恢复码应为{CODE_LETTERS}个字母和数字，输入的不对，核对后再输一次")
    number = 0
    for each in letters:
        number = number * len(ALPHABET) + ALPHABET.index(each)
    if number >= 1 << (8 * CODE_BYTES):
        raise EscrowProblem("恢复码不对，核对后再输一次")
    return number.to_bytes(CODE_BYTES, "big")


def seal(code: bytes, number: int, device: str, escrow_key: str) -> SealedCode:
    """The code sealed to the county's escrow key (base64 of the raw X25519 key), bound to device and number."""
    to = read_key(escrow_key)
    ephemeral = X25519PrivateKey.generate()
    public = ephemeral.public_key().public_bytes_raw()
    key, nonce = derive(ephemeral, X25519PublicKey.from_public_bytes(to), public, to, use=USE)
    sealed = AESGCM(key).encrypt(nonce, code, _bound(device, number))
    return SealedCode(number, key_id(to), base64.b64encode(public).decode(), base64.b64encode(sealed).decode())


def unseal(sealed: SealedCode, device: str, private_key: bytes) -> bytes:
    """The code, by the raw private half of the escrow key; raises EscrowProblem."""
    if sealed.seal != SEAL:
        raise EscrowProblem(DAMAGED)
    try:
        private = X25519PrivateKey.from_private_bytes(private_key)
        own = private.public_key().public_bytes_raw()
        if key_id(own) != sealed.key:
            raise EscrowProblem(OTHER_KEY)
        public = base64.b64decode(sealed.ephemeral, validate=True)
        key, nonce = derive(private, X25519PublicKey.from_public_bytes(public), public, own, use=USE)
        raw = base64.b64decode(sealed.sealed, validate=True)
        return AESGCM(key).decrypt(nonce, raw, _bound(device, sealed.number))
    except EscrowProblem:
        raise
    except (InvalidTag, ValueError, binascii.Error):
        raise EscrowProblem(DAMAGED) from None


def _bound(device: str, number: int) -> bytes:
    return f"{device}|{number}".encode()
