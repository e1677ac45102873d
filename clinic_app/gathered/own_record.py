"""A person's own record, on the person's request (PIPL article 45): everything in words, as a paper or a sheet.

Each line is one answer under its declared label. Withdrawn records are there and marked, and each record says who
saved it and when. What the role of whoever writes it may not let out is named in the head, not passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from clinic_app.clock import local_time_text
from clinic_app.exchange.list_file import Listed, write_lists
from clinic_app.exchange.spreadsheet import Watermark, write_in_one_step
from clinic_app.gathered import NothingToPrint
from clinic_app.gathered.outgoing import note_outgoing, watermark
from clinic_app.printing.plain_list import plain_list_pdf
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field, Kind
from clinic_app.records.permission import Act, may, withheld_fields
from clinic_app.store.database import Database
from clinic_app.store.permit import require
from clinic_app.store.queries.conflict import person_name
from clinic_app.store.queries.own_record import OwnRecord, own_records, types_of_a_person
from clinic_app.store.queries.reference import organisations, villages
from clinic_app.store.queries.wording import label_of, type_word, value_words

TITLE = "本人健康档案"
HEAD = ("记录", "日期", "项目", "内容", "状态", "谁在什么时候保存")
PDF, XLSX = ".pdf", ".xlsx"
FORMATS = (PDF, XLSX)
LEFT_OUT = frozenset({"pack", "original_codes", "sha256", "size", "form_version"})
"""What repeats the other lines (the pack of a slip, codes before an import) or says nothing of a person."""
Names = Mapping[str, str]


def export_own_record(database: Database, resident_id: str, path: Path, reason: str) -> int:
    """Write the file, PDF or XLSX by its name; audited with its reason. Returns how many records are in it.

    Raises NotPermitted, NothingToPrint, OSError; the file is then as it was.
    """
    require(database, Act.EXPORT, "resident")
    with database.shown(Act.EXPORT) as connection:
        records = own_records(connection, resident_id)
        if not records:
            raise NothingToPrint("本机没有这位居民的档案，没有写文件，同步后再试")
        lines = list(_lines(connection, records))
    person = str(records[0].body.fields.get("name") or "")
    mark, about = watermark(database, None), f"{person}　应本人要求提供{_withheld(database.role)}"
    if path.suffix.lower() == PDF:
        write_in_one_step(path, _paper(lines, about, mark))
    else:
        write_lists(path, [Listed(TITLE, f"{TITLE}　{about}", HEAD, lines, of_people=False)], mark)
    note_outgoing(database, f"resident:{resident_id}", reason)
    return len(records)


def _paper(lines: list[list[str]], about: str, mark: Watermark) -> bytes:
    foot = f"{mark.who}　{mark.at}　交本人，里面是本人的隐私"
    return plain_list_pdf(TITLE, mark.place, about, HEAD, lines, foot, practice=mark.practice)


def _withheld(role: str) -> str:
    """Which records this account may not let out."""
    types = [name for name in types_of_a_person() if not may(role, Act.EXPORT, name) or withheld_fields(role, name)]
    if not types:
        return ""
    words = "、".join(type_word(name) for name in types)
    return f"　不全：导出的账户按角色不能导出{words}的全部内容，要全份请由诊治的医生导出"


def _lines(connection: Connection, records: list[OwnRecord]) -> Iterator[list[str]]:
    names = {each.code: each.name for each in organisations(connection)}
    names |= {each.code: each.name for each in villages(connection)}
    people: dict[str, str] = {}
    for each in records:
        author = each.body.author or ""
        if author not in people:
            people[author] = person_name(connection, author)
        saved = local_time_text(each.body.authored_at) if each.body.authored_at else ""
        state = f"已作废：{each.body.reason or '没有写原因'}" if each.body.void else ""
        told = [type_word(each.type), each.day, state, "　".join(part for part in (people[author], saved) if part)]
        answers = list(_answers(each, names)) or [("", "")]
        for label, words in answers:
            yield [told[0], told[1], label, words, told[2], told[3]]


def _answers(record: OwnRecord, names: Names) -> Iterator[tuple[str, str]]:
    """Label and words of everything that was answered, in the order of the declaration, unknown names last."""
    declared, stored = RECORD_TYPES[record.type].fields, record.body.fields
    for name in [*(each for each in declared if each in stored), *(each for each in stored if each not in declared)]:
        field, value = declared.get(name), stored[name]
        internal = field is not None and field.kind is Kind.REFERENCE
        if value in (None, "", [], {}) or internal or name in LEFT_OUT:
            continue
        yield label_of(record.type, name), _words(record.type, field, value, names)


def _words(type_name: str, field: Field | None, value: Any, names: Names) -> str:
    if isinstance(value, str):
        if field is not None and field.kind is Kind.INSTANT:
            return local_time_text(value)
        if value in names and not (field and field.options):
            return names[value]
    if isinstance(value, Mapping) and field is not None and field.options:
        # Why something was not measured, where a measure comes from: by the name of the field.
        return "、".join(f"{label_of(type_name, name)} {field.label_of(code)}" for name, code in value.items())
    return value_words(field, value)
