"""The first sync on a stick: a device's scope as it stands, sealed to that device, for a village without a line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from clinic_app.county import audit, keys, pull, snapshot
from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import Device, find_device
from clinic_app.county.problems import CountyProblem
from clinic_app.county.scope import scope_of
from clinic_app.protocol import package
from clinic_app.protocol.package import Records
from clinic_app.records.catalogue import RECORD_TYPES, reference_types

FIRST = ("household", "resident")


def write_relay_snapshot(database: CountyDatabase, device_name: str, out: Path, actor: str) -> int:
    """Write the scope of the device with this id or number to `out`; returns how many records.

    Raises CountyProblem for an unknown or barred device, one whose sealing key is not known, and a full disk.
    """
    device = _find(database, device_name)
    part = out.with_name(out.name + ".part")
    counted = [0]
    try:
        with open(part, "wb") as file:
            package.write_bundle(file, _items(database, device, counted))
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    except OSError:
        raise CountyProblem(f"文件写不进去：{out}，没有导出，换一个位置再试") from None
    finally:
        part.unlink(missing_ok=True)
    with database.transaction() as connection:
        audit.append(
            connection, database.county, actor, "relay_snapshot", f"device:{device.id}", database.now_text(),
            str(counted[0]),
        )  # fmt: skip
    return counted[0]


def _find(database: CountyDatabase, name: str) -> Device:
    with database.transaction() as connection:
        row = connection.execute(
            "SELECT id FROM device WHERE county = %s AND (id = %s OR number::text = %s)", (database.county, name, name)
        ).fetchone()
        device = find_device(connection, database.county, row[0]) if row else None
    if device is None:
        raise CountyProblem(f"没有编号为“{name[:40]}”的设备，没有导出，用 county devices 看编号")
    if device.is_barred:
        raise CountyProblem("这台设备已停用，没有导出，要用请重新入网")
    if device.sealing_key is None:
        raise CountyProblem("还没有这台设备的封装钥匙，没有导出，让它联网同步一次，或先送来它的一个U盘包")
    return device


def _items(database: CountyDatabase, device: Device, counted: list[int]) -> Iterator[bytes]:
    """The sealed parts; the last one says so."""
    with database.transaction() as connection:
        signing = keys.current_key(database, connection, keys.SIGNING).private
    assert device.sealing_key is not None
    number, waiting = 0, None
    parts = _parts(database, device, counted)
    waiting = next(parts)
    while waiting is not None:
        following = next(parts, None)
        number += 1
        yield package.write_item(
            package.SNAPSHOT, database.county, device.id, 1, msgspec.json.encode(waiting), to=device.sealing_key,
            signed_by=signing, part=number, last=following is None,
        )  # fmt: skip
        waiting = following


def _parts(database: CountyDatabase, device: Device, counted: list[int]) -> Iterator[Records]:
    """Pages by type, parents first; the place in the log is from before the first."""
    newest = pull.pull(database, device, None, 0)
    with database.transaction() as connection:
        scope = scope_of(connection, database.county, device)
    now = database.now_text()
    for type_name in _types():
        after: str | None = ""
        while after is not None:
            page = snapshot.snapshot(database, device, snapshot.Asked(type_name, after), arrives=False)
            counted[0] += len(page.rows)
            rows = msgspec.Raw(msgspec.json.encode(page.rows))
            yield Records(newest.head, newest.cursor, scope, now, type_name, rows)
            after = page.next or None


def _types() -> list[str]:
    reference = reference_types()
    rest = [name for name in RECORD_TYPES if name not in reference and name not in FIRST]
    return [*reference, *FIRST, *sorted(rest, key=lambda name: (_depth(name), name))]


def _depth(type_name: str) -> int:
    parent = RECORD_TYPES[type_name].parent
    return 1 + _depth(parent.reference) if parent else 0
