"""Bodies are packed small, come back as they were, and nothing hostile unpacks."""

from __future__ import annotations

import contextlib
import hashlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.paths import resources_folder
from clinic_app.protocol.compression import PLAIN, WITH_DICTIONARY, TooLong, Unpackable, pack, unpack

MOST = 1 << 20
SAVE = (
    b'{"mid":"01a20b71-3be0-7000-a230-b592220e3e84","schema":1,"author":"01a20b63-8040-7000-a95c-80e1cd72f8f5",'
    b'"authored_at":"2026-11-24T02:45:00.000Z","ops":[{"op":"create","type":"visit","id":"01a20b6e-7cc0-7002-bb08-'
    b'126380d654fa","fields":{"resident_id":"01a20b68-fe80-7001-9c34-1d2f7a9be111","visit_date":"2026-11-24",'
    b'"visit_mode":"2","sbp":152,"dbp":96,"weight":"61.5","height":"158"}}]}'
)


@given(st.binary(max_size=3000), st.booleans())
def test_every_body_comes_back_as_it_was(body: bytes, with_dictionary: bool) -> None:
    packed, encoding = pack(body, with_dictionary=with_dictionary)
    assert (packed if encoding is None else unpack(packed, encoding, MOST)) == body


def test_one_save_is_packed_smaller_with_the_dictionary_than_without() -> None:
    alone, together = (len(pack(SAVE, with_dictionary=each)[0]) for each in (False, True))
    assert together * 4 < alone * 3
    assert alone < len(SAVE)


@pytest.mark.parametrize("encoding", [PLAIN, WITH_DICTIONARY])
def test_a_bomb_and_rubbish_are_refused(encoding: str) -> None:
    bomb = zstandard.ZstdCompressor().compress(b"\0" * (MOST + 1))
    with pytest.raises(TooLong):
        unpack(bomb, encoding, MOST)
    with pytest.raises(Unpackable):
        unpack(b"no frame", encoding, MOST)


@given(st.binary(max_size=200), st.sampled_from([PLAIN, WITH_DICTIONARY]))
def test_whatever_comes_is_a_body_or_refused(raw: bytes, encoding: str) -> None:
    with contextlib.suppress(Unpackable):
        assert len(unpack(raw, encoding, MOST)) <= MOST


def test_the_dictionary_is_the_one_that_laptops_out_there_have() -> None:
    """Another content under the same name could not be read by anybody: a new dictionary gets a new number."""
    raw = (resources_folder() / "wire" / "dictionary-1.txt").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == "45bec36a5b7902c2f4e02a71eea02ac274a89f2d3f487bb30bd068ddf9fe0b63"
