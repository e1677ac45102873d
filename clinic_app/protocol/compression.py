"""How bodies are packed on the line: zstd, for small ones with a dictionary that both ends ship (`zstd-1`).

A save alone is a kilobyte of names that every save has: the dictionary brings it to a quarter. A new (de)compressor for
each call: shared ones corrupt frames across threads.
"""

from __future__ import annotations

from functools import cache

import zstandard

from clinic_app import paths

PLAIN, WITH_DICTIONARY = "zstd", "zstd-1"
LEVEL = 3
# Below the first a body is sent as it is; above the second the dictionary gains nothing.
SMALLEST, LARGEST_WITH_DICTIONARY = 100, 64 << 10
# A frame may ask for a window of gigabytes; a sane one of our size needs 8 MiB.
MAX_WINDOW = 1 << 23


class Unpackable(ValueError):
    """The bytes are no body of this encoding."""


class TooLong(Unpackable):
    """They unpack to more than allowed."""


@cache
def _dictionary() -> zstandard.ZstdCompressionDict:
    raw = (paths.resources_folder() / "wire" / "dictionary-1.txt").read_bytes()
    found = zstandard.ZstdCompressionDict(raw, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    found.precompute_compress(level=LEVEL)
    return found


def pack(body: bytes, *, with_dictionary: bool) -> tuple[bytes, str | None]:
    """The bytes to send and their `Content-Encoding`; None when they go as they are."""
    if len(body) < SMALLEST:
        return body, None
    if with_dictionary and len(body) <= LARGEST_WITH_DICTIONARY:
        return zstandard.ZstdCompressor(dict_data=_dictionary()).compress(body), WITH_DICTIONARY
    return zstandard.ZstdCompressor(level=LEVEL).compress(body), PLAIN


def unpack(raw: bytes, encoding: str, most: int) -> bytes:
    """The body in `raw`, of at most `most` bytes; raises Unpackable, and TooLong of it."""
    dictionary = _dictionary() if encoding == WITH_DICTIONARY else None
    unpacker = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=MAX_WINDOW)
    try:
        with unpacker.stream_reader(raw) as reader:
            body = reader.read(most + 1)
    except zstandard.ZstdError:
        raise Unpackable("no frame of this encoding") from None
    if len(body) > most:
        raise TooLong("too long")
    return body
