"""The county's status page and its tables as CSV. No personal data, nothing that runs in the browser."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from clinic_app.clock import local_time_text
from clinic_app.county.audit_heads import AUDIT_WORDS
from clinic_app.county.database import CountyDatabase
from clinic_app.county.status import DeviceStatus, Status, Unsettled, read_devices, read_status, read_unsettled
from clinic_app.exchange.spreadsheet import csv_bytes
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.staff import ROLE

STATE_WORDS = {
    "applied": "已并入", "conflict": "已并入，有冲突", "deferred": "在等前面的记录", "quarantined": "没有接收",
    "declined": "监管未采纳", "malformed": "读不出来",
}  # fmt: skip
ROLE_WORDS = {option.code: option.label for option in ROLE}
Row = Sequence[Any]


def render(database: CountyDatabase) -> str:
    """What the page says, as HTML."""
    status = read_status(database)
    return "".join([
        f"<h1>县平台　{html.escape(status.county)}</h1>", _tiles(status),
        _section("设备", "devices", *_devices_table(database)),
        _section("等待、退回和待监管的保存", "unsettled", *_unsettled_table(database)),
        _section("收到的保存", "", ("状态", "次数"),
                 [(STATE_WORDS.get(name, name), count) for name, count in status.mutations.items()]),
        _section("记录", "", ("类型", "条数"),
                 [(_label(name), count) for name, count in status.records.items()]),
    ])  # fmt: skip


def table_csv(database: CountyDatabase, name: str) -> bytes | None:
    """One of the page's tables for a spreadsheet (UTF-8 with its mark); None for a name that is none."""
    if name not in _TABLES:
        return None
    head, rows = _TABLES[name](database)
    return csv_bytes([head, *rows])


def _devices_table(database: CountyDatabase) -> tuple[Row, list[Row]]:
    head = ("编号", "机构", "角色", "人员", "版本", "最近联系", "上次同步", "待传", "最早的待传", "需处理", "冲突",
            "时钟差（秒）", "缺号", "状态")  # fmt: skip
    return head, [_device_row(each) for each in read_devices(database)]


def _device_row(each: DeviceStatus) -> Row:
    role = ROLE_WORDS.get(each.role, each.role)
    return (
        each.number, each.organisation, role, each.staff, each.version, each.last_seen, each.last_success,
        each.pending, _minute(each.oldest), each.quarantined, each.conflicts, each.clock_offset, each.missing,
        _device_state(each),
    )  # fmt: skip


def _device_state(each: DeviceStatus) -> str:
    if each.retired:
        return "已退役"
    if each.revoked:
        return "已停用"
    words = "在用（由副本分出）" if each.forked_from else "在用"
    return f"{words}，审计链{AUDIT_WORDS[each.audit_problem]}" if each.audit_problem else words


def _unsettled_table(database: CountyDatabase) -> tuple[Row, list[Row]]:
    head = ("收到时间", "设备", "机构", "状态", "代码", "县平台的话", "已等（小时）", "保存编号")
    return head, [_unsettled_row(each) for each in read_unsettled(database)]


def _unsettled_row(each: Unsettled) -> Row:
    word = STATE_WORDS.get(each.state, each.state)
    return (each.received_at, each.number or each.device, each.organisation, word, each.code, each.message,
            each.hours, each.mid)  # fmt: skip


_TABLES: Mapping[str, Callable[[CountyDatabase], tuple[Row, list[Row]]]] = {
    "devices": _devices_table,
    "unsettled": _unsettled_table,
}
_NUMBERS = frozenset({"编号", "待传", "需处理", "冲突", "时钟差（秒）", "缺号", "已等（小时）", "次数", "条数"})


def _tiles(status: Status) -> str:
    tiles = [
        ("设备", status.devices, False), ("已停用", status.revoked, False), ("日志位置", status.head, False),
        ("已备份到", status.durable, False), ("缺号", status.missing, status.missing > 0),
        ("未处理的冲突", status.conflicts, status.conflicts > 0),
        ("疑似重复", status.duplicates, status.duplicates > 0),
        ("等待超过24小时", status.waiting_long, status.waiting_long > 0),
        ("等待超过5天", status.waiting_too_long, status.waiting_too_long > 0),
        ("审计链", "完好" if status.audit_sound else "断裂", not status.audit_sound),
    ]  # fmt: skip
    parts = [
        f'<div class="tile{" watch" if watch else ""}"><b>{html.escape(str(value))}</b>{name}</div>'
        for name, value, watch in tiles
    ]
    return f"<div class=tiles>{''.join(parts)}</div>"


def _section(title: str, name: str, head: Row, rows: list[Row]) -> str:
    link = f'　<a href="/status/{name}.csv">CSV</a>' if name else ""
    body = _table(head, rows) if rows else "<p class=none>没有</p>"
    return f"<section><h2>{title}{link}</h2><div class=wide>{body}</div></section>"


def _table(head: Row, rows: list[Row]) -> str:
    kinds = ["number" if each in _NUMBERS else "words" if each == "县平台的话" else "" for each in head]
    cells = "".join(f'<th class="{kind}">{html.escape(each)}</th>' for kind, each in zip(kinds, head, strict=True))
    lines = "".join(
        "<tr>" + "".join(
            f'<td class="{kind}">{html.escape("—" if each in (None, "") else str(each))}</td>'
            for kind, each in zip(kinds, row, strict=True)
        ) + "</tr>" for row in rows
    )  # fmt: skip
    return f"<table><tr>{cells}</tr>{lines}</table>"


def _label(type_name: str) -> str:
    return RECORD_TYPES[type_name].label if type_name in RECORD_TYPES else type_name


def _minute(instant: str | None) -> str | None:
    """A laptop's instant as the local minute; what it did not write as one stays as it is."""
    try:
        return local_time_text(instant) if instant else None
    except ValueError:
        return instant
