"""The county's status page: counts, devices and gaps. Loopback only, no personal data."""

from __future__ import annotations

import html
import ipaddress
from typing import Any

import msgspec
from starlette.requests import Request

from clinic_app.clock import LOCAL_ZONE
from clinic_app.county import audit, change_log
from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import all_devices, missing_numbers

FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


class DeviceStatus(msgspec.Struct):
    """One device as an administrator sees it."""

    id: str
    number: int
    organisation: str
    role: str
    staff: str | None
    enrolled_at: str
    last_seen: str | None
    revoked: bool
    missing: int


class Status(msgspec.Struct):
    """What the status page and `county status` say."""

    county: str
    epoch: str
    head: int
    records: dict[str, int]
    mutations: dict[str, int]
    devices: int
    revoked: int
    missing: int
    audit_sound: bool


def may_see(request: Request) -> bool:
    """Whether the request comes from this very machine and not through a proxy on it."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def read_devices(database: CountyDatabase) -> list[DeviceStatus]:
    """All devices by number, with how many of their mutation numbers never came."""
    with database.snapshot() as connection:
        missing = missing_numbers(connection, database.county)
        return [
            DeviceStatus(each.id, each.number, each.organisation, each.role, each.staff, _local(each.enrolled_at),
                         _local(each.last_seen) if each.last_seen else None, each.revoked_at is not None,
                         missing.get(each.id, 0))
            for each in all_devices(connection, database.county)
        ]  # fmt: skip


def read_status(database: CountyDatabase) -> Status:
    """Counts in one snapshot."""
    devices = read_devices(database)
    with database.snapshot() as connection:
        head = change_log.read_head(connection, database.county)
        records = connection.execute(
            "SELECT type, count(*) FROM record WHERE county = %s GROUP BY type ORDER BY type", (database.county,)
        ).fetchall()
        states = connection.execute(
            "SELECT state, count(*) FROM applied WHERE county = %s GROUP BY state ORDER BY state", (database.county,)
        ).fetchall()
        sound = audit.first_broken(connection, database.county) is None
    revoked = sum(each.revoked for each in devices)
    missing = sum(each.missing for each in devices)
    return Status(
        database.county, head.epoch, head.seq, dict(records), dict(states), len(devices), revoked, missing, sound
    )


def render(database: CountyDatabase) -> str:
    """The page."""
    status = read_status(database)
    counts = [
        ("县代码", status.county), ("日志位置", status.head), ("设备", status.devices), ("已停用", status.revoked),
        ("缺号", status.missing), ("审计链", "完好" if status.audit_sound else "断裂"),
    ]  # fmt: skip
    devices = [
        (each.number, each.organisation, each.role, each.last_seen or "—", each.missing, "停用" if each.revoked else "")
        for each in read_devices(database)
    ]
    return "".join([
        "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>县平台</title>"
        "<style>body{font:16px sans-serif;margin:2em}td,th{padding:.3em 1em;text-align:left}</style><h1>县平台</h1>",
        _table(("项目", "值"), counts),
        "<h2>记录</h2>", _table(("类型", "条数"), list(status.records.items())),
        "<h2>收到的保存</h2>", _table(("状态", "次数"), list(status.mutations.items())),
        "<h2>设备</h2>", _table(("编号", "机构", "角色", "最近联系", "缺号", ""), devices),
    ])  # fmt: skip


def _table(head: tuple[str, ...], rows: list[Any]) -> str:
    cells = "".join(f"<th>{html.escape(each)}" for each in head)
    lines = "".join("<tr>" + "".join(f"<td>{html.escape(str(each))}" for each in row) for row in rows)
    return f"<table><tr>{cells}{lines}</table>"


def _local(instant: Any) -> str:
    return str(instant.astimezone(LOCAL_ZONE).strftime("%Y-%m-%d %H:%M"))
