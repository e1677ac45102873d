"""A laptop leaves the county: first the county's word that it has everything, then the keys go."""

from __future__ import annotations

import base64
import contextlib
import os
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import func, select

from clinic_app.clock import instant_text
from clinic_app.protocol import signing, wire
from clinic_app.protocol.package import PACKAGE
from clinic_app.store import audit, incarnation
from clinic_app.store.database import Database
from clinic_app.store.device import Device, write_setting
from clinic_app.store.device_secret import forget_device_secret
from clinic_app.store.errors import DiskFailure
from clinic_app.store.header import HEADER_NAME, flush_folder, read_header
from clinic_app.store.local_tables import blob, relay_carried
from clinic_app.store.lock import sync_lock
from clinic_app.sync.errors import ServerRefused, SyncProblem, Unreachable
from clinic_app.sync.session import enrolled_device, open_line
from clinic_app.sync.status import sync_status
from clinic_app.sync.transport import json_body

DEADLINE = 30.0
KEPT = "没有退役，数据和密钥都没有改动"
ODD_PROOF = f"县平台的退役证明无法核对，{KEPT}；稍后再试"
PROOF = "retired"


class NotSettled(ServerRefused):
    """Something of this laptop is not at the county yet."""


def ask_to_retire(database: Database, reason: str | None = None) -> str:
    """The county's signed word that it has everything of this laptop, which it then knows as retired.

    Raises NotSettled in words for what is not sent or not settled, and SyncProblem; nothing is destroyed here.
    """
    with sync_lock(database.folder) as free:
        if not free:
            raise SyncProblem(f"本机正在同步，{KEPT}；同步完再试")
        device = enrolled_device(database)
        _refuse_unsettled(database)
        with database.read() as connection:
            last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").scalar()
        request = json_body(wire.RetireRequest(int(last or 0)))
        with open_line(database, device, DEADLINE) as line:
            proof = line.post("/retire", request, wire.RetireReply).proof
        _check(proof, device)
        with database.write() as connection:
            write_setting(connection, PROOF, proof)
            now = instant_text(database.clock.now())
            audit.append(
                connection, database.actor.account, "retire", f"device:{device.id}", at=now, device=device.id,
                detail=reason,
            )  # fmt: skip
    return proof


def _refuse_unsettled(database: Database) -> None:
    status = sync_status(database)
    with database.read() as connection:
        local = select(func.count()).select_from(blob).where(blob.c.state == "local")
        unsent = (relay_carried.c.kind == PACKAGE) & relay_carried.c.sent_at.is_(None)
        carried = select(func.count()).select_from(relay_carried).where(unsent)
        counts = [
            (status.pending, "次保存没有上传"),
            (status.quarantined, "次保存被退回，还没有处理"),
            (status.deferred, "次保存在县平台等待并入"),
            (connection.execute(local).scalar_one(), "个附件没有上传"),
            (connection.execute(carried).scalar_one(), "个代别人带的U盘包没有送到"),
        ]
    words = [f"{count}{what}" for count, what in counts if count]
    if words:
        raise NotSettled(f"还有{'、'.join(words)}，{KEPT}；处理完再退役")


def _check(proof: str, device: Device) -> None:
    """The county's own signature, over this device. Raises Unreachable."""
    payload, _, signature = proof.partition(".")
    try:
        raw = base64.b64decode(payload, validate=True)
        said: dict[str, Any] = msgspec.json.decode(raw, type=dict[str, Any])
    except (ValueError, msgspec.DecodeError):
        raise Unreachable(ODD_PROOF) from None
    genuine = signing.verifies(base64.b64decode(device.county_key), signature, raw)
    if not genuine or (said.get("what"), said.get("device")) != ("retire", device.id):
        raise Unreachable(ODD_PROOF)


def destroy_keys(database: Database) -> None:
    """Close the database for good: its key file and the device secret go, and nobody opens the data again.

    Raises DiskFailure.
    """
    folder = database.folder
    header = read_header(folder)
    incarnation.forget(database)
    database.close()
    try:
        _overwrite(folder / HEADER_NAME)
        forget_device_secret(header.device_key)
        flush_folder(folder)
    except OSError:
        raise DiskFailure("密钥文件删不掉，县平台已经登记退役；检查文件夹权限后手工删除 keys.json") from None


def _overwrite(path: Path) -> None:
    with open(path, "r+b") as stream:
        stream.write(bytes(path.stat().st_size))
        stream.flush()
        os.fsync(stream.fileno())
    path.unlink()
    for other in path.parent.glob(f"{HEADER_NAME}.*"):
        with contextlib.suppress(OSError):
            other.unlink()
