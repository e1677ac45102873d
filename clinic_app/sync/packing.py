"""Writing a stick: what waits in the outbox, sealed to the county, beside what is carried for others."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from clinic_app.clock import instant_text
from clinic_app.protocol import package
from clinic_app.protocol.package import Contents
from clinic_app.store.database import Database
from clinic_app.store.device import Device, next_serial, read_setting
from clinic_app.store.local_tables import outbox, relay_package
from clinic_app.sync.apart import refuse_practice
from clinic_app.sync.push import REALIGNED
from clinic_app.sync.stick import RelayProblem, note, ready_device, to_bring

MOST_PACKAGES = 20
# What was answered, but not for good: the package asks how it stands.
ASKED = ("deferred", "quarantined")


@dataclass(frozen=True)
class Exported:
    """What an export wrote; `file` is None when there was nothing to bring."""

    file: Path | None
    packages: tuple[int, ...] = ()
    saves: int = 0
    asked: int = 0
    carried: int = 0

    @property
    def words(self) -> str:
        """A sentence for the person."""
        if self.file is None:
            return "没有要带走的内容，没有写文件"
        parts = [f"{self.saves} 次保存（第 {'、'.join(map(str, self.packages))} 包）"] if self.packages else []
        parts += [f"代带 {self.carried} 件"] if self.carried else []
        return f"已写入 {self.file.name}：{'，'.join(parts)}；拿到能上网的电脑上导入，记录仍保存在本机"


def export_package(database: Database, path: Path) -> Exported:
    """Write what waits, and what is carried for others, to `path` (or into the folder `path`).

    Raises NotEnrolled, RelayProblem and PracticeOnly.
    """
    refuse_practice(database)
    with database.write() as connection:
        device = ready_device(connection)
        written = _write_packages(connection, database, device)
        carried = to_bring(connection)
        if not written and not carried:
            return Exported(None)
        numbers = tuple(each.number for each in written)
        note(connection, database, device, "relay_export", numbers)
    place = path / _file_name(database, device) if path.is_dir() else path
    _write_file(place, [*(each.raw for each in written), *carried])
    saves = sum(each.saves for each in written)
    return Exported(place, numbers, saves, sum(each.asked for each in written), len(carried))


@dataclass(frozen=True)
class _Written:
    number: int
    raw: bytes
    saves: int
    asked: int


def _write_packages(connection: Connection, database: Database, device: Device) -> list[_Written]:
    asks = connection.scalars(
        select(outbox.c.mid).where(outbox.c.state.in_(ASKED)).order_by(outbox.c.seq.desc()).limit(package.MOST_ASKED)
    ).all()
    written: list[_Written] = []
    realigned = read_setting(connection, REALIGNED) or {"common": None, "until": 0}
    for lines in _waiting(connection, realigned["until"]):
        common = realigned["common"] if lines[0].seq <= realigned["until"] else None
        written.append(_write_package(connection, database, device, lines, [] if written else asks, common))
        if len(written) == MOST_PACKAGES:
            break
    if asks and not written:
        written.append(_write_package(connection, database, device, [], asks, None))
    return written


def _waiting(connection: Connection, border: int) -> Iterator[Sequence[Any]]:
    """What waits, oldest first, in pieces that a package takes. A parked save is tried by line alone.

    Saves from before and after a realignment with a restored county (up to `border`) do not share a package.
    """
    query = select(outbox.c.seq, outbox.c.mid, outbox.c.line).where(
        outbox.c.state == "pending", outbox.c.superseded_by.is_(None), outbox.c.parked_until.is_(None)
    )
    piece: list[Any] = []
    size = 0
    for row in connection.execute(query.order_by(outbox.c.seq)):
        full = len(piece) == package.MOST_LINES or size + len(row.line) > package.MOST_BYTES
        if piece and (full or piece[-1].seq <= border < row.seq):
            yield piece
            piece, size = [], 0
        piece.append(row)
        size += len(row.line)
    if piece:
        yield piece


def _write_package(
    connection: Connection,
    database: Database,
    device: Device,
    rows: Sequence[Any],
    asks: Sequence[str],
    common: int | None,
) -> _Written:
    now = instant_text(database.clock.now())
    number = next_serial(connection, "relay_number")
    contents = Contents([row.seq for row in rows], now, package.public_half(device.sealing_key), list(asks), common)
    raw = package.write_item(
        package.PACKAGE,
        device.county,
        device.id,
        number,
        package.write_contents(contents, [row.line for row in rows]),
        to=package.read_key(device.relay_key),
        signed_by=device.signing_key,
    )
    digest = package.read_item(raw).digest
    values = {"number": number, "exported_at": now, "mids": [row.mid for row in rows], "digest": digest}
    values["timeline"] = int(read_setting(connection, "timeline", 0))
    connection.execute(insert(relay_package).values(values))
    return _Written(number, raw, len(rows), len(asks))


def _file_name(database: Database, device: Device) -> str:
    return f"{device.number:04d}-{database.clock.now():%Y%m%d%H%M%S}{package.SUFFIX}"


def _write_file(path: Path, items: Sequence[bytes]) -> None:
    """A file that gets its name only when it is complete and on the stick."""
    part = path.with_name(path.name + ".part")
    try:
        with open(part, "wb") as out:
            package.write_bundle(out, items)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except (OSError, ValueError) as problem:
        with contextlib.suppress(OSError, ValueError):
            part.unlink(missing_ok=True)
        full = getattr(problem, "errno", None) == errno.ENOSPC
        why = "U盘或磁盘已满" if full else "文件写不进去"
        raise RelayProblem(f"{why}：{path}，记录都还保存在本机，换一个位置再导出") from None
