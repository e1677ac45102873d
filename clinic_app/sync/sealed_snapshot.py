"""A first sync from a stick: the county's sealed snapshot of this laptop's scope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from sqlalchemy import Connection, delete
from sqlalchemy.dialects.sqlite import insert as upsert

from clinic_app.protocol import package
from clinic_app.protocol.package import Item, PackageProblem, Records
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.database import Database
from clinic_app.store.device import Device, read_setting, save_device, write_setting
from clinic_app.store.local_tables import snapshot_position, snapshot_row
from clinic_app.store.lock import sync_lock
from clinic_app.store.projection import OUT_OF_SCOPE
from clinic_app.sync.apply import CURSOR_SEQ, apply_page, apply_versions
from clinic_app.sync.digest import take_off
from clinic_app.sync.errors import SyncProblem
from clinic_app.sync.proven import seen_head
from clinic_app.sync.realign import is_realigning
from clinic_app.sync.received import Change, Page, Row
from clinic_app.sync.snapshot import RUN
from clinic_app.sync.stick import RelayProblem

OLDER = "本机的数据比这个文件新，没有导入任何内容，不需要再导入"
RESTORED = "县平台恢复过数据，没有导入任何内容，先联网同步一次，再请县管理员重新导出"
BROKEN_OFF = "U盘读到一半断开了，已收到的记录是完好的，再导入一次即可"


class Check:
    """The parts of one snapshot as they are read: all from one hand, of one moment, in order, to the last."""

    def __init__(self, device: Device) -> None:
        self.device = device
        self.parts = 0
        self.ended = False
        self.first: Records | None = None

    def add(self, item: Item) -> None:
        """Take the next part; raises PackageProblem."""
        self.parts += 1
        if item.header.kind != package.SNAPSHOT:
            raise PackageProblem("damaged", package.DAMAGED)
        records = open_part(item, self.device)
        if item.header.part != self.parts or self.ended:
            raise PackageProblem("damaged", package.DAMAGED)
        self.first = self.first or records
        if (records.head, records.cursor) != (self.first.head, self.first.cursor):
            raise PackageProblem("damaged", package.DAMAGED)
        _rows(records)
        self.ended = item.header.last

    def finish(self) -> Records:
        """The first part, once all have been taken; raises PackageProblem."""
        if self.first is None or not self.ended:
            raise PackageProblem("damaged", package.DAMAGED)
        return self.first


def open_part(item: Item, device: Device) -> Records:
    """The records in one item; raises PackageProblem."""
    package.verify(item, package.read_key(device.county_key))
    if item.header.device != device.id:
        raise PackageProblem("device", package.OTHER_DEVICE)
    return package.read_records(package.open_item(item, package.read_key(device.sealing_key)))


def take_snapshot(database: Database, device: Device, source: BinaryIO, first: Records) -> int:
    """Write what a checked file holds and go on from its place in the log; returns how many records it has.

    Rows go in by revision, so what is newer here stays. Raises RelayProblem, PackageProblem and SyncProblem.
    """
    with sync_lock(database.folder) as free:
        if not free:
            raise SyncProblem("本机正在同步，没有导入任何内容，等它结束再导入")
        with database.write() as connection:
            _refuse_older(connection, first)
            connection.execute(delete(snapshot_row))
        types, taken = [], 0
        try:
            for records in _read_again(source, device):
                taken += _apply(database, records)
                types.append(records.type)
        except (PackageProblem, OSError):
            raise RelayProblem(BROKEN_OFF) from None
        _finish(database, device, first, types)
    return taken


def _refuse_older(connection: Connection, first: Records) -> None:
    seen, place = seen_head(connection), read_setting(connection, CURSOR_SEQ)
    if is_realigning(connection) or (seen is not None and seen.epoch != first.head.epoch):
        raise RelayProblem(RESTORED)
    if place is not None and place > first.head.seq:
        raise RelayProblem(OLDER)


def _read_again(source: BinaryIO, device: Device) -> Iterator[Records]:
    for item in package.read_bundle(source):
        yield open_part(item, device)


def _rows(records: Records) -> list[Row]:
    try:
        return msgspec.json.decode(records.rows, type=list[Row])
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise PackageProblem("damaged", package.DAMAGED) from None


def _apply(database: Database, records: Records) -> int:
    rows = _rows(records)
    changes = [Change(row.seq, "", records.type, row.id, row.rev, "snapshot", row.body) for row in rows]
    if changes:
        with database.write() as connection:
            apply_versions(connection, changes)
            marks = [{"type": records.type, "id": row.id} for row in rows]
            connection.execute(upsert(snapshot_row).on_conflict_do_nothing(), marks)
    return len(changes)


def _finish(database: Database, device: Device, first: Records, types: list[str]) -> None:
    """What the county did not send has left the scope; then the cursor, and own saves that it has passed."""
    with database.write() as connection:
        for name in RECORD_TYPES.keys() & set(types):
            query = (
                f'SELECT id FROM "{name}" WHERE rev > 0 AND coalesce(digest, 1) <> {OUT_OF_SCOPE}'
                " AND id NOT IN (SELECT id FROM snapshot_row WHERE type = ?)"
            )
            gone = [row[0] for row in connection.exec_driver_sql(query, (name,))]
            if gone:
                take_off(connection, name, gone)
        connection.execute(delete(snapshot_position))
        connection.execute(delete(snapshot_row))
        write_setting(connection, RUN, None)
        save_device(connection, msgspec.structs.replace(device, scope=first.scope))
    apply_page(database, Page(first.head, first.cursor))
