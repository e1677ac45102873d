"""A small fact of this computer that deleting or editing a file does not change: kept in two places under a seal.

Beside the data and in the user's configuration folder; whoever reads takes the worse of what the two say.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from clinic_app import paths
from clinic_app.store.header import replace_file

Fact = TypeVar("Fact", bound=msgspec.Struct)


class _Kept(msgspec.Struct):
    note: msgspec.Raw
    seal: str


class SealedNote(Generic[Fact]):
    """A note called `name` of the data in `folder`; `device_key` tells several data folders of a computer apart.

    Notes are sealed by HMAC-SHA256 with `key`, which must be of this use alone.
    """

    def __init__(self, folder: Path, device_key: str, name: str, key: bytes, kind: type[Fact]) -> None:
        self._places = (folder / name, paths.secrets_folder() / f"{device_key}.{name}")
        self._key = key
        self._kind = kind

    def read(self) -> Iterator[Fact]:
        """What the places say, as far as it is sound: nothing, one fact, or two."""
        for place in self._places:
            with contextlib.suppress(OSError, msgspec.DecodeError, RecursionError):
                kept = msgspec.json.decode(place.read_bytes(), type=_Kept)
                if hmac.compare_digest(self._seal(bytes(kept.note)), kept.seal):
                    yield msgspec.json.decode(kept.note, type=self._kind)

    def write(self, fact: Fact) -> None:
        """Keep `fact` in both places. A full disk must not keep anybody out: what cannot be written is not."""
        raw = msgspec.json.encode(fact)
        content = msgspec.json.encode(_Kept(msgspec.Raw(raw), self._seal(raw)))
        for place in self._places:
            with contextlib.suppress(OSError):
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                replace_file(place, content)

    def _seal(self, raw: bytes) -> str:
        return hmac.new(self._key, raw, hashlib.sha256).hexdigest()
