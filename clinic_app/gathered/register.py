"""The register of a month in words: for paper (a line a slip) and for a spreadsheet (a column for each fact)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from clinic_app.clock import local_time_text
from clinic_app.exchange.list_file import Listed, write_lists
from clinic_app.gathered import NothingToPrint
from clinic_app.gathered.outgoing import note_outgoing, watermark
from clinic_app.printing.paper import Paper
from clinic_app.printing.referral_register import RegisterPart, register_pdf
from clinic_app.printing.values import label_of, words_of
from clinic_app.records.code_list import SEX, URGENCY
from clinic_app.records.permission import Act
from clinic_app.records.referral import DIRECTION, OUTCOME, PATH, REQUEST
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.permit import require
from clinic_app.store.queries.referral_register import Register, RegisterRow, register

SENT, RECEIVED = "转出", "转入"
HEAD = (
    "序号", "转诊日期", "转诊单号", "姓名", "性别", "年龄", "联系电话", "方向", "紧急程度", "请求", "途径", "转出单位",
    "转诊医生", "转入单位", "科室", "初步印象", "通知时间", "护送人员", "接收日期", "接收人", "到诊日期", "回转日期",
    "诊断结果", "住院病案号", "随访日期", "随访结果", "状态",
)  # fmt: skip


def month_of(words: str) -> date:
    """The first day of `2026-11`. Raises NothingToPrint."""
    try:
        return date.fromisoformat(f"{words}-01")
    except ValueError:
        raise NothingToPrint("登记表和统计表按月打印，写成 2026-11 的样子") from None


def register_paper(connection: Connection, month: str, paper: Paper, practice: bool) -> bytes:
    """The register of a month as a PDF. Raises NothingToPrint."""
    found, name = _own_register(connection, month_of(month))
    return register_pdf(parts_of(found), name, _period(found), paper=paper, practice=practice)


def parts_of(found: Register) -> list[RegisterPart]:
    """What was sent and what was received; a part without a line stands too where the other has none either."""
    parts = [
        RegisterPart(SENT, "转入单位、科室", _paper_lines(found.sent, sent=True), sums_of(found.sent)),
        RegisterPart(RECEIVED, "转出单位、医生", _paper_lines(found.received, sent=False), sums_of(found.received)),
    ]
    return [part for part in parts if part.lines] or parts[:1]


def sums_of(rows: Sequence[RegisterRow]) -> str:
    """共3张：上转2，下转1；已接收2，已到诊2，已回转1，已随访1."""
    directions = Counter(row.fields.get("direction") for row in rows)
    by_direction = [f"{option.label}{directions[option.code]}" for option in DIRECTION if directions[option.code]]
    steps = {
        "已接收": sum(row.accepted_on is not None for row in rows),
        "已到诊": sum(row.arrived_on is not None for row in rows),
        "已回转": sum(row.returned_on is not None for row in rows),
        "已随访": sum(row.followed_up_on is not None for row in rows),
    }
    if not rows:
        return "共0张"
    return f"共{len(rows)}张：{'，'.join(by_direction)}；" + "，".join(
        f"{name}{count}" for name, count in steps.items()
    )


def export_register(database: Database, month: date, path: Path, reason: str = "") -> int:
    """The register of a month as an Excel book, a sheet for each direction; an audited act with its reason.

    Returns how many lines it has. Raises OSError, TooManyPeople.
    """
    require(database, Act.EXPORT, "referral")
    with database.shown(Act.EXPORT) as connection:
        found, name = _own_register(connection, month)
    title = f"双向转诊登记表　{name}　{_period(found)}"
    lists = [Listed(part, f"{title}　{part}　{sums_of(rows)}", HEAD, sheet_lines(rows))
             for part, rows in ((SENT, found.sent), (RECEIVED, found.received))]  # fmt: skip
    write_lists(path, lists, watermark(database, reason))
    count = len(found.sent) + len(found.received)
    note_outgoing(database, f"register:{month:%Y-%m}:{count}", reason)
    return count


def sheet_lines(rows: Sequence[RegisterRow]) -> list[tuple[str, ...]]:
    """A line for each slip, a column for each of `HEAD`."""
    return [_sheet_line(number, row) for number, row in enumerate(rows, 1)]


def _own_register(connection: Connection, month: date) -> tuple[Register, str]:
    device = load_device(connection)
    found = register(connection, device.organisation if device else "", month)
    return found, device.organisation_name if device else ""


def _period(found: Register) -> str:
    return f"{found.first.year}年{found.first.month}月"


def _paper_lines(rows: Sequence[RegisterRow], *, sent: bool) -> list[tuple[str, ...]]:
    return [paper_line(number, row, sent=sent) for number, row in enumerate(rows, 1)]


def paper_line(number: int, row: RegisterRow, *, sent: bool) -> tuple[str, ...]:
    """One slip as the printed register has it; days without their year, which stands above."""
    values = row.fields
    age = "" if values.get("age") is None else f"{values['age']}岁"
    urgency = "" if values.get("urgency") == "routine" else label_of(URGENCY, values.get("urgency"))
    other = (row.to_org, row.department) if sent else (row.from_org, words_of(values.get("from_doctor_sign")))
    return (
        str(number),
        _short(_date_of(values.get("referral_date"))),
        words_of(values.get("slip_no")),
        words_of(values.get("patient_name")),
        _joined(label_of(SEX, values.get("sex")), age),
        _joined(label_of(DIRECTION, values.get("direction")), urgency),
        _joined(*other),
        words_of(values.get("initial_impression")),
        _joined(_short(row.accepted_on), row.accepted_by if sent else row.department, row.accepted_by * (not sent)),
        _short(row.arrived_on),
        _joined(_short(row.returned_on), row.diagnosis),
        _joined(_short(row.followed_up_on), label_of(OUTCOME, row.outcome).partition("，")[0]),
        row.state,
    )


def _sheet_line(number: int, row: RegisterRow) -> tuple[str, ...]:
    values = row.fields
    plain = {name: words_of(values.get(name)) for name in values}
    return (
        str(number), plain.get("referral_date", ""), plain.get("slip_no", ""), plain.get("patient_name", ""),
        label_of(SEX, values.get("sex")), plain.get("age", ""), plain.get("patient_phone", ""),
        label_of(DIRECTION, values.get("direction")), label_of(URGENCY, values.get("urgency")),
        label_of(REQUEST, values.get("request") or "clinic"), label_of(PATH, values.get("path") or "alliance"),
        row.from_org, plain.get("from_doctor_sign", ""), row.to_org, row.department,
        plain.get("initial_impression", ""), _moment(values.get("notified_at")), plain.get("escort", ""),
        _iso(row.accepted_on), row.accepted_by, _iso(row.arrived_on), _iso(row.returned_on), row.diagnosis,
        row.inpatient_no, _iso(row.followed_up_on), label_of(OUTCOME, row.outcome), row.state,
    )  # fmt: skip


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _date_of(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _short(day: date | None) -> str:
    return f"{day.month}-{day.day}" if day else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(instant: object) -> str:
    return local_time_text(str(instant)) if instant else ""
