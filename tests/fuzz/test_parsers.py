"""Whatever comes from outside is read or refused in words, never a crash."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.parsers import parsers
from tests.fuzz.run import feed

ROUNDS = 15


def test_every_parser_of_outside_bytes_reads_or_refuses(tmp_path: Path, secrets_home: Path) -> None:
    names = []
    for parser in parsers(tmp_path):
        feed(parser, ROUNDS, 1, tmp_path)
        names.append(parser.name)
    assert len(names) == len(set(names))
    assert {"backup", "slip code", "relay: a file", "sheet", "wire PushEnvelope", "records put: a line"} <= set(names)
