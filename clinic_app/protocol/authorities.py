"""The county's certificate authorities as a laptop pins them: the one in use and, while it is being replaced, the next.

The county tells them in its greeting, signed by its own key: whoever got hold of the server's TLS key alone can put no
authority of theirs on a laptop.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from clinic_app.protocol import signing

MOST = 2
LARGEST = 16 << 10
KIND = "tls-authorities"


class Announcement(msgspec.Struct):
    """What is signed. `certificates` are PEM, the one in use first."""

    kind: str
    certificates: list[str]


class NotAuthorities(ValueError):
    """The text holds no certificate authorities, or too many."""


def read_pem(text: str) -> list[str]:
    """The authorities in a PEM file, in order; raises NotAuthorities."""
    if len(text) > LARGEST:
        raise NotAuthorities
    try:
        found = x509.load_pem_x509_certificates(text.encode("ascii"))
    except ValueError:
        raise NotAuthorities from None
    if not 1 <= len(found) <= MOST or not all(map(_is_authority, found)):
        raise NotAuthorities
    return [each.public_bytes(Encoding.PEM).decode() for each in found]


def announcement(certificates: Sequence[str]) -> bytes:
    """The bytes that the county signs."""
    return msgspec.json.encode(Announcement(KIND, list(certificates)))


def announced(said: str, county_key: str) -> list[str]:
    """The authorities that the county says; none when it says none, or it is not the county that says them."""
    raw = signing.opened(said, county_key)
    try:
        told = msgspec.json.decode(raw, type=Announcement) if raw else None
        return read_pem("".join(told.certificates)) if told is not None and told.kind == KIND else []
    except (ValueError, RecursionError):
        return []


def succeed(pinned: str, said: Sequence[str]) -> bool:
    """Whether `said` may take the place of the authorities in `pinned`: one of them stays, so that no single greeting
    turns a laptop over to strangers."""
    try:
        return bool(set(read_pem(pinned)) & set(said))
    except NotAuthorities:
        return False


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
