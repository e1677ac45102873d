"""The day sheet and the tours of a month on paper, and the list of work as a spreadsheet."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from clinic_app.care.day_sheet import SheetRow, sheet_rows
from clinic_app.care.work_item import WorkItem
from clinic_app.care.worklist import worklist
from clinic_app.exchange.list_file import XLSX, Format, write_list_as
from clinic_app.gathered import NothingToPrint
from clinic_app.gathered.outgoing import note_outgoing, watermark
from clinic_app.printing.paper import Paper
from clinic_app.printing.tours import TourLine, tour_plan_pdf
from clinic_app.printing.worklist import WorklistRow, worklist_pdf
from clinic_app.records.code_list import SEX
from clinic_app.records.permission import Act, sees_everything
from clinic_app.records.tour import KIND, STATE
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.queries.tour import TourRow, tours

TITLE = "今日工作清单"
PLANNED = "1"
LIST_HEAD = (
    "序号", "村", "组", "门牌", "姓名", "性别", "年龄", "电话", "应做", "最迟", "逾期天数", "上次读数", "先看的原因",
    "联系次数", "再试日期",
)  # fmt: skip


def sheet_day(words: str, today: date) -> tuple[date, str | None]:
    """The day and the village that a day sheet is asked for: `2026-11-22`, `today`, `2026-11-22 990101001001`.

    Raises NothingToPrint.
    """
    day, _, village = words.partition(" ")
    try:
        return (today if day == "today" else date.fromisoformat(day)), village or None
    except ValueError:
        raise NothingToPrint("工作单按日期打印，写成 2026-11-22 的样子或 today") from None


def day_sheet(database: Database, words: str, paper: Paper, practice: bool) -> bytes:
    """The sheet of a day in the order of the walk. Raises NothingToPrint."""
    on, village = sheet_day(words, database.clock.today())
    rows = sheet_rows(database, on, village)
    return worklist_pdf([sheet_line(row, on) for row in rows], TITLE, on, paper=paper, practice=practice)


def sheet_line(row: SheetRow, on: date) -> WorklistRow:
    """A person who is due as a line on paper, a box to tick before each thing that is due."""
    item = row.item
    sex = next((option.label for option in SEX if option.code == item.sex), "")
    age = f" {item.age}岁" if item.age is not None else ""
    later = item.waits_until(on)
    return WorklistRow(
        group=f"{item.village_name}{item.group_name}",
        household=item.house_no,
        name=item.name,
        sex_age=sex + age,
        due="\n".join(f"□{each.words}（{_until(each.due_date, on)}）" for each in item.reasons),
        last_reading=item.last_reading,
        phone=item.phone,
        number=str(row.number),
        note=f"约{later.month}月{later.day}日" if later else "",
    )


def _until(due: date, on: date) -> str:
    year = f"{due.year}年" if due.year != on.year else ""
    return f"{'逾期 ' if due < on else '至'}{year}{due.month}月{due.day}日"


def tour_plan(connection: Connection, month: str, paper: Paper, practice: bool) -> bytes:
    """The calendar sheet of a month, `2026-11`. Raises NothingToPrint."""
    try:
        first = date.fromisoformat(f"{month[:7]}-01")
    except ValueError:
        raise NothingToPrint("巡诊计划按月打印，写成 2026-11 的样子") from None
    found = tours(connection, first, first.replace(day=monthrange(first.year, first.month)[1]))
    device = load_device(connection)
    lines = [TourLine(each.tour_date, tour_words(each)) for each in found]
    place = device.organisation_name if device else ""
    return tour_plan_pdf(first.year, first.month, lines, place, paper=paper, practice=practice)


def tour_words(tour: TourRow) -> str:
    """演示甲村 巡诊 村委会（已完成，到场12人）."""
    kind = next((option.label for option in KIND if option.code == tour.kind), "")
    state = next((option.label for option in STATE if option.code == tour.state), "")
    parts = [] if tour.state == PLANNED else [state]
    parts += [f"到场{tour.attendance}人"] if tour.attendance is not None else []
    told = f"（{'，'.join(parts)}）" if parts else ""
    return " ".join(each for each in (tour.village_name, kind, tour.place) if each) + told


def export_worklist(
    database: Database, items: Sequence[WorkItem], path: Path, on: date, reason: str, form: Format = XLSX
) -> None:
    """The list as it is shown, as a sheet; an audited act with its reason. Raises OSError, TooManyPeople.

    Who is due only for what the role may not let out is not on it.
    """
    with database.shown(Act.EXPORT):
        items = shown_again(database, items, on)
    rows = [list_line(number, item, on) for number, item in enumerate(items, 1)]
    title = f"今日工作　{on.isoformat()}　共{len(rows)}人"
    write_list_as(form, path, title, LIST_HEAD, rows, watermark(database, reason))
    note_outgoing(database, f"worklist:{on.isoformat()}:{len(rows)}", reason)


def shown_again(database: Database, items: Sequence[WorkItem], on: date) -> Sequence[WorkItem]:
    """The same people in the same order, within a `shown` of a role that sees not all: as far as it goes there."""
    if sees_everything(database.role):
        return items
    found = {each.resident_id: each for each in worklist(database, on, residents=[each.resident_id for each in items])}
    return [found[each.resident_id] for each in items if each.resident_id in found]


def list_line(number: int, item: WorkItem, on: date) -> tuple[str, ...]:
    """One person of the exported list."""
    again = item.next_try_on
    return (
        str(number),
        item.village_name,
        item.group_name,
        item.house_no,
        item.name,
        next((option.label for option in SEX if option.code == item.sex), ""),
        "" if item.age is None else str(item.age),
        item.phone,
        "、".join(each.words for each in item.reasons),
        item.due_date.isoformat(),
        str(max(0, (on - item.due_date).days) or ""),
        item.last_reading,
        item.why,
        str(len(item.attempts) or ""),
        again.isoformat() if again else "",
    )
