"""Whatever version of the program saved it, today's county takes it: a clinic may have been offline for a year."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from clinic_app import __version__
from clinic_app.county.database import CountyDatabase
from clinic_app.protocol.mutation import OPERATIONS, decode
from tests.county.conftest import Enrolled

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("saves-*.ndjson"))
Ids = Callable[[], str]
# Written by the county's desks or when the county has found something: they need its ids.
NOT_OF_A_LAPTOP_ALONE = {"resolve", "reopen", "claim", "attach"}


def test_this_version_has_its_saves() -> None:
    assert HERE / f"saves-{__version__}.ndjson" in FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_save_of_the_version_is_applied(file: Path, county: CountyDatabase, enrolled: Enrolled) -> None:
    lines = file.read_bytes().splitlines()
    laptop = enrolled()
    author = json.loads(lines[0])["author"]
    with county.transaction() as connection:
        accounts = msgspec.json.encode({laptop.account: None, author: "D1"})
        connection.execute("UPDATE device SET accounts = %s WHERE id = %s", (accounts, laptop.id))
    outcomes = laptop.push(*lines)
    assert [each.state for each in outcomes] == ["applied"] * len(lines), outcomes
    assert [each.repeat for each in laptop.push(*lines)] == [True] * len(lines)


def test_the_newest_file_has_every_operation_of_a_laptop() -> None:
    lines = (HERE / f"saves-{__version__}.ndjson").read_bytes().splitlines()
    made = {operation.op for line in lines for operation in decode(line).ops}
    assert made == set(OPERATIONS) - NOT_OF_A_LAPTOP_ALONE
