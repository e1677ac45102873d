"""Reading a stick: own receipts are applied, everything for others is kept unread."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import msgspec
from sqlalchemy import Connection, select, update

from clinic_app.clock import instant_text
from clinic_app.protocol import lease as leases
from clinic_app.protocol import package, wire
from clinic_app.protocol.package import Item, PackageProblem, Receipt, Records
from clinic_app.store import lease
from clinic_app.store.database import Database
from clinic_app.store.device import Device, load_device, read_setting, write_setting
from clinic_app.store.local_tables import outbox, relay_package
from clinic_app.sync.apart import refuse_practice
from clinic_app.sync.apply import TIMELINE, bring_back, note_head, store_outcomes
from clinic_app.sync.errors import NotEnrolled
from clinic_app.sync.packing import ASKED
from clinic_app.sync.realign import is_realigning
from clinic_app.sync.sealed_snapshot import Check, take_snapshot
from clinic_app.sync.stick import CARRIED_BYTES, NO_KEYS, Carrying, RelayProblem, carry, note

# What the county has not said its last word on.
OPEN = ("pending", "deferred", "quarantined", "malformed", "mid_reuse")


@dataclass
class Imported:
    """What an import took: packages and receipts to carry, own receipts and what they said."""

    carried: int = 0
    known: int = 0
    own: int = 0
    full: int = 0
    receipts: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    missing: list[int] = field(default_factory=list)
    fork: bool = False
    rows: int | None = None

    def count(self, carrying: Carrying) -> None:
        """One more item for others."""
        self.carried += carrying is Carrying.TAKEN
        self.known += carrying is Carrying.KNOWN
        self.full += carrying is Carrying.FULL

    @property
    def words(self) -> str:
        """A sentence for the person."""
        parts = []
        if self.receipts:
            taken = self.outcomes["applied"] + self.outcomes["conflict"]
            rest = sum(self.outcomes.values()) - taken
            parts.append(
                f"收到 {self.receipts} 张回执：{taken} 次保存县平台已收下" + (f"，{rest} 次待处理" if rest else "")
            )
        if self.rows is not None:
            parts.append(f"首次同步数据 {self.rows} 条已导入")
        if self.carried:
            parts.append(f"代带 {self.carried} 件，下次同步时送到县平台或带给原主")
        if self.known:
            parts.append(f"{self.known} 件以前导入过")
        if self.own:
            parts.append(f"{self.own} 个包是本机自己的")
        if self.full:
            parts.append(f"{self.full} 件放不下没有代带，先同步再导入一次")
        if self.missing:
            parts.append(f"县平台没有收到第 {'、'.join(map(str, self.missing[:20]))} 包，再导出一次就会带上")
        if self.fork:
            parts.append("县平台收到过同一号码的另一个包，本机数据可能有副本，联系县管理员")
        return "；".join(parts) or "文件里没有内容"


def import_file(database: Database, path: Path) -> Imported:
    """Take what a file holds: own receipts are applied, everything for others is kept unread.

    Raises NotEnrolled, RelayProblem and PracticeOnly; then nothing of the file was taken.
    """
    refuse_practice(database)
    with database.read() as connection:
        device = load_device(connection)
    if device is None:
        raise NotEnrolled
    if not device.county_key:
        raise RelayProblem(NO_KEYS)
    with _file_words(path), open(path, "rb") as source:
        found = _sort_out(source, device)
        if found.snapshot is not None:
            source.seek(0)
            rows = take_snapshot(database, device, source, found.snapshot)
            _note_snapshot(database, device)
            return Imported(rows=rows)
    with database.write() as connection:
        imported = Imported(own=found.own, full=found.full)
        for receipt in found.receipts:
            _settle(connection, receipt, instant_text(database.clock.now()), imported)
            grant = leases.heard(receipt.lease, device.county_key, device.id)
            if grant is not None:
                lease.take_late(database, connection, grant)
        for item in found.foreign:
            imported.count(carry(connection, database, item))
        note(connection, database, device, "relay_import", [each.number for each in found.receipts])
    return imported


def _note_snapshot(database: Database, device: Device) -> None:
    with database.write() as connection:
        note(connection, database, device, "relay_snapshot", [])


@dataclass
class _Found:
    receipts: list[Receipt] = field(default_factory=list)
    foreign: list[Item] = field(default_factory=list)
    own: int = 0
    full: int = 0
    snapshot: Records | None = None


@contextlib.contextmanager
def _file_words(path: Path) -> Iterator[None]:
    try:
        yield
    except PackageProblem as problem:
        raise RelayProblem(str(problem), code=problem.code) from None
    except (OSError, ValueError):
        raise RelayProblem(f"文件打不开：{path}，没有导入任何内容，检查U盘和文件名") from None


def _sort_out(source: BinaryIO, device: Device) -> _Found:
    """Every item of the file, checked as far as this laptop can; raises PackageProblem."""
    found, size, check = _Found(), 0, Check(device)
    for item in package.read_bundle(source):
        if item.header.county != device.county:
            raise PackageProblem("county", package.OTHER_COUNTY)
        if check.parts or item.header.kind == package.SNAPSHOT:
            # Nothing else travels in the file of a snapshot.
            check.add(item)
            continue
        if item.header.kind == package.RECEIPT:
            package.verify(item, package.read_key(device.county_key))
            if _is_mine(item, device):
                found.receipts.append(_open_receipt(item, device))
                continue
        elif item.header.device == device.id:
            found.own += 1
            continue
        size += len(item.raw)
        if size > CARRIED_BYTES:
            found.full += 1
        else:
            found.foreign.append(item)
    if check.parts:
        if found.receipts or found.foreign or found.own:
            raise PackageProblem("damaged", package.DAMAGED)
        found.snapshot = check.finish()
    return found


def _is_mine(item: Item, device: Device) -> bool:
    """By name, or by key: a laptop that took a new name still opens what answers its old one."""
    if item.header.device == device.id:
        return True
    return bool(device.sealing_key) and item.header.key == _own_key_id(device)


def _own_key_id(device: Device) -> str:
    return package.key_id(package.read_key(package.public_half(device.sealing_key)))


def _open_receipt(item: Item, device: Device) -> Receipt:
    receipt = package.read_receipt(package.open_item(item, package.read_key(device.sealing_key)))
    header = item.header
    if (receipt.county, receipt.device, receipt.number) != (header.county, header.device, header.number):
        raise PackageProblem("damaged", package.DAMAGED)
    return receipt


def _settle(connection: Connection, receipt: Receipt, now: str, imported: Imported) -> None:
    """What the county says of own saves, unless it has said its last word on them since."""
    row = connection.execute(select(relay_package).where(relay_package.c.number == receipt.number)).first()
    mine = row is not None and row.digest == receipt.digest
    outcomes = _named(receipt.outcomes, row.mids) if row is not None and mine else receipt.outcomes
    # A county that was put back since may not have any more what it had then. Sending again is harmless.
    stale = is_realigning(connection) or (
        row is not None and mine and row.timeline < int(read_setting(connection, TIMELINE, 0))
    )
    if stale:
        outcomes = []
    else:
        note_head(connection, receipt.head)
    standing = _states(connection, [each.mid for each in outcomes])
    news = [each for each in outcomes if _is_news(standing.get(each.mid), each.state)]
    store_outcomes(connection, news, now)
    bring_back(
        connection, [each.mid for each in outcomes if each.state == "unknown" and standing.get(each.mid) in ASKED]
    )
    contact = max(str(read_setting(connection, "last_contact") or ""), receipt.issued_at)
    write_setting(connection, "last_contact", contact)
    imported.receipts += 1
    imported.outcomes.update(each.state for each in news)
    imported.fork = imported.fork or receipt.fork
    if row is not None and mine and (row.receipt or {}).get("issued_at", "") <= receipt.issued_at:
        said = {"issued_at": receipt.issued_at, "missing": receipt.missing, "fork": receipt.fork}
        said["outcomes"] = dict(Counter(each.state for each in receipt.outcomes))
        kept = update(relay_package).where(relay_package.c.number == receipt.number)
        connection.execute(kept.values(receipt=said, receipt_at=now))
        imported.missing = receipt.missing


def _named(outcomes: Sequence[wire.Outcome], mids: Sequence[str]) -> list[wire.Outcome]:
    """The first outcomes are those of the package's lines, in order: a line that was unreadable has no name."""
    names = [*mids, *(each.mid for each in outcomes[len(mids) :])]
    return [msgspec.structs.replace(each, mid=each.mid or name) for each, name in zip(outcomes, names, strict=False)]


def _states(connection: Connection, mids: Sequence[str]) -> dict[str, str]:
    query = select(outbox.c.mid, outbox.c.state).where(outbox.c.mid.in_(mids))
    return {row.mid: row.state for row in connection.execute(query)}


def _is_news(state: str | None, said: str) -> bool:
    """Receipts may come late and in any order; a last word stands, and nothing goes back to waiting."""
    if state not in OPEN or said == "unknown":
        return False
    return said != "deferred" or state in ("pending", "deferred")
