"""Looking for canaries: in every file of a profile as it lies there, and in every page of a database, decrypted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED, SALT, BLOCK = 4096, 80, 16, 16
WAL_HEADER, FRAME_HEADER = 32, 24


def forms(canary: str) -> set[bytes]:
    """A text as programs write it: UTF-8, UTF-16, GB 18030, and as escapes in JSON."""
    escaped = canary.encode("unicode_escape")
    return {canary.encode("utf-8"), canary.encode("utf-16-le"), canary.encode("gb18030"), escaped}


def found_in(roots: Iterable[Path], canaries: Iterable[str], keys: Iterable[bytes] = ()) -> list[str]:
    """Each file under the roots that holds a canary or a key, also within a zip; and every PDF, which is compressed."""
    wanted = {form for canary in canaries for form in forms(canary)}
    for key in keys:
        wanted |= {key, key.hex().encode(), key.hex().upper().encode()}
    found = []
    for path in sorted({path for root in roots for path in root.rglob("*") if path.is_file()}):
        for name, raw in _contents(path):
            if raw.startswith(b"%PDF") or any(form in raw for form in wanted):
                found.append(name)
    return found


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    raw = path.read_bytes()
    yield str(path), path.name.encode() + b"\0" + raw
    yield str(path), raw
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as members:
            for name in members.namelist():
                yield f"{path}!{name}", members.read(name)


def decrypted_pages(path: Path, key: bytes) -> bytes:
    """Every page of a database and of its log, free ones too, as plain bytes one after another (SQLCipher 4)."""
    raw = path.read_bytes()
    pages = [raw[place : place + PAGE] for place in range(0, len(raw), PAGE)]
    log = path.with_name(path.name + "-wal")
    if log.exists():
        raw = log.read_bytes()[WAL_HEADER:]
        size = FRAME_HEADER + PAGE
        frames = [raw[place : place + size] for place in range(0, len(raw) - size + 1, size)]
        # A frame of the first page begins with the salt too.
        pages += [frame[FRAME_HEADER:] for frame in frames if frame[:4] != b"\0\0\0\1"]
        pages += [b"\0" * SALT + frame[FRAME_HEADER + SALT :] for frame in frames if frame[:4] == b"\0\0\0\1"]
    first = pages[0]
    return b"".join(_plain(each, key, each is first) for each in pages)


def _plain(page: bytes, key: bytes, first: bool) -> bytes:
    body, vector = page[SALT if first else 0 : PAGE - RESERVED], page[PAGE - RESERVED : PAGE - RESERVED + BLOCK]
    if not any(page):
        return b""
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(body) + decryptor.finalize()
