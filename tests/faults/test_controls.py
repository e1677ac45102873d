"""The suite finds known defects: each is put back here, and some world must break.

The control of a bare sequence as cursor is tests/county/test_commit_order.py, that of a file that does not wait for
its disk is test_power_loss.py.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec
import pytest
from sqlalchemy import Connection, update

from clinic_app.protocol import wire
from clinic_app.store import unit_of_work
from clinic_app.store.database import Database
from clinic_app.store.device import write_setting
from clinic_app.store.local_tables import outbox
from clinic_app.sync import apply, pull, push
from tests.faults.line import Line
from tests.faults.walk import first_broken
from tests.faults.world import Beginning

SEEDS = range(1, 25)


def broken(beginning: Beginning, room: Path) -> str:
    """The property that some world finds broken."""
    found = first_broken(beginning, room, SEEDS, 50)
    assert found is not None, "the defect was not found"
    return found.name


def test_everything_is_marked_as_sent_after_a_push(beginning: Beginning, tmp_path: Path) -> None:
    store = push.store_outcomes

    def mark_all(connection: Connection, outcomes: Sequence[wire.Outcome], *more: Any) -> None:
        store(connection, outcomes, *more)
        connection.execute(update(outbox).where(outbox.c.state == "pending").values(state="applied", last_seq=1))

    with mock.patch.object(push, "store_outcomes", mark_all):
        assert broken(beginning, tmp_path) in ("I2", "I9", "L2")


def test_the_cursor_is_saved_before_the_rows(beginning: Beginning, tmp_path: Path) -> None:
    whole = pull.apply_page

    def early(database: Database, page: Any) -> None:
        if page.cursor:
            with database.write() as connection:
                write_setting(connection, apply.CURSOR, page.cursor)
                write_setting(connection, apply.CURSOR_SEQ, int(page.cursor.split(".")[1]))
        whole(database, page)

    with mock.patch.object(pull, "apply_page", early):
        assert broken(beginning, tmp_path) == "I5"


def test_an_answer_is_believed_without_its_nonce(beginning: Beginning, tmp_path: Path) -> None:
    made = Line.__init__

    def forging(self: Line, *given: Any) -> None:
        made(self, *given)
        self.forging_nonces = True
        self.plan.rate = 0.5
        self.plan.kinds = ("answer of another request",)

    with mock.patch.object(Line, "__init__", forging):
        assert broken(beginning, tmp_path)


def test_a_save_is_written_anew_for_each_sending(beginning: Beginning, tmp_path: Path) -> None:
    def rewritten(self: Any, batch: Sequence[Any]) -> bytes:
        envelope = wire.PushEnvelope(self._device.id, batch[0].seq if batch else 0, self._line.seen)
        lines = [json.dumps(json.loads(row.line), sort_keys=True).encode() for row in batch]
        return b"\n".join([msgspec.json.encode(envelope), *lines]) + b"\n"

    with mock.patch.object(push._Lane, "_body", rewritten):
        assert broken(beginning, tmp_path) == "I4"


def test_a_record_is_saved_without_its_line_in_the_outbox(beginning: Beginning, tmp_path: Path) -> None:
    queue = unit_of_work.Unit._queue

    def forgetful(self: Any, mutation: Any) -> None:
        queue(self, mutation)
        if any(each.type == "visit" for each in mutation.ops):
            self.connection.execute(outbox.delete().where(outbox.c.mid == mutation.mid))

    with mock.patch.object(unit_of_work.Unit, "_queue", forgetful), pytest.raises(KeyError):
        broken(beginning, tmp_path)


def test_own_work_leaves_the_screen_when_the_county_has_answered(beginning: Beginning, tmp_path: Path) -> None:
    passing = apply._pass_mutations

    with mock.patch.object(apply, "_pass_mutations", lambda connection, seq: passing(connection, 10**9)):
        assert broken(beginning, tmp_path) in ("I9", "L1")
