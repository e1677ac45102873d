"""One parser, so many damaged samples."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.fuzz.mutation import damaged
from tests.fuzz.parsers import Parser


class Defect(AssertionError):
    """A parser raised what it must not; the words give the bytes."""


def feed(parser: Parser, rounds: int, seed: int, folder: Path) -> int:
    """Feed the samples whole and `rounds` damaged ones; returns how many were refused. Raises Defect."""
    random = Random(f"{seed}:{parser.name}")
    refused = 0
    for number in range(len(parser.samples) + rounds):
        whole = number < len(parser.samples)
        sample = parser.samples[number] if whole else random.choice(parser.samples)
        raw = sample if whole else damaged(sample, parser.samples, random)
        try:
            parser.feed(raw, folder)
        except parser.refusals:
            refused += 1
        except Exception as error:
            raise Defect(f"{parser.name}: {type(error).__name__}: {error} of {raw[:2000]!r}") from error
    return refused
