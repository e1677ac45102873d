"""`records put` and `records export`: the same validation and unit of work as the forms, line by line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from clinic_app.care.entry import RecordError, Refused
from clinic_app.care.export import exported_records, note_export
from clinic_app.care.save import save
from clinic_app.cli import four_eyes
from clinic_app.cli.session import CommandProblem, common_options, opened, print_json
from clinic_app.exchange.records_file import Problem, export_line, parse_line
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.database import Database


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `records` takes: its two acts."""
    parents = [common_options(suppress=True)]
    acts = parser.add_subparsers(title="动作", metavar="put|export", required=True)
    put_parser = acts.add_parser(
        "put",
        parents=list(parents),
        help="每行一次保存，与窗口里的表单走同一套校验；每次保存后输出一行结果。"
        '记录里写 "edition" 注明旧版或他系统的代码',
    )
    put_parser.add_argument("file", metavar="FILE.ndjson", help="- 表示标准输入")
    put_parser.set_defaults(run=put)
    export_parser = acts.add_parser(
        "export",
        parents=list(parents),
        help="每行一条记录，按类型和编号排序；--resident 应本人要求导出一个人的全部记录，PDF 或 XLSX",
    )
    export_parser.add_argument("out", metavar="OUT.ndjson", nargs="?", help="- 表示标准输出")
    export_parser.add_argument("--resident", metavar="ID", help="只要这位居民，用文字写明；要 --out 和 --reason")
    export_parser.add_argument("--out", dest="file", metavar="FILE", type=Path, help="FILE.pdf 或 FILE.xlsx")
    export_parser.add_argument("--type", metavar="T", choices=sorted(RECORD_TYPES), help="只导出一种")
    export_parser.add_argument("--history", action="store_true", help="加上较早的版本")
    export_parser.add_argument("--reason", metavar="TEXT", default="", help="导出原因，记入审计")
    four_eyes.add_options(export_parser)
    export_parser.set_defaults(run=export)


def put(arguments: argparse.Namespace) -> int:
    """Save line by line; a refused line leaves nothing behind and the others are still saved."""
    good = True
    with _lines(arguments.file) as lines, opened(arguments) as database:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            verdict = _put_line(database, number, line)
            good = good and bool(verdict["ok"])
            print_json(verdict)
    return 0 if good else 1


@contextmanager
def _lines(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    if not Path(name).is_file():
        raise CommandProblem(f"文件打不开：{name}")
    with open(name, "rb") as stream:
        yield stream


def _put_line(database: Database, number: int, line: bytes) -> dict[str, Any]:
    parsed = parse_line(line)
    if isinstance(parsed, Problem):
        return {
            "line": number,
            "ok": False,
            "errors": [{"record": 0, "field": parsed.field, "message": parsed.message}],
        }
    try:
        records = parsed.get("records", [parsed])
        if not isinstance(records, list):
            raise Refused([RecordError(0, "records", "records应为列表")])
        result = save(database, records)
    except Refused as refusal:
        return {"line": number, "ok": False, "errors": [_as_json(error) for error in refusal.errors]}
    verdict: dict[str, Any] = {"line": number, "ok": True, "ids": list(result.ids)}
    if result.notices:
        verdict["notices"] = [_as_json(notice) for notice in result.notices]
    return verdict


def _as_json(error: RecordError) -> dict[str, Any]:
    return {"record": error.record, "field": error.field, "message": error.message}


def export(arguments: argparse.Namespace) -> int:
    """Write every record on this laptop, sorted by type and id."""
    if arguments.resident:
        return _own_record(arguments)
    if arguments.out is None:
        raise CommandProblem("没有写文件名，什么也没有导出；写 OUT.ndjson，或 - 表示标准输出")
    with opened(arguments) as database:
        seen = four_eyes.confirmed(database, arguments)
        lines = (
            export_line(each.type, each.id, each.rev, each.void, each.fields)
            for each in exported_records(database, arguments.type, history=arguments.history)
        )
        count = _write(arguments.out, lines)
        note_export(database, count, arguments.reason, seen)
    if arguments.json and arguments.out != "-":
        print_json({"out": arguments.out, "records": count})
    elif arguments.out != "-":
        print(f"已导出 {count} 条：{arguments.out}")
    return 0


def _own_record(arguments: argparse.Namespace) -> int:
    """A person's own record for the person: one file in words."""
    from clinic_app.gathered import NothingToPrint
    from clinic_app.gathered.own_record import FORMATS, export_own_record

    path: Path = arguments.file or Path(arguments.out or "")
    if path.suffix.lower() not in FORMATS or not arguments.reason.strip() or arguments.type or arguments.history:
        raise CommandProblem(
            "导出一个人的档案要写 --resident 编号 --reason 原因 --out 文件.pdf 或 文件.xlsx，"
            "不用 --type 和 --history；没有导出"
        )
    with opened(arguments) as database:
        try:
            count = export_own_record(database, arguments.resident, path, arguments.reason.strip())
        except NothingToPrint as problem:
            raise CommandProblem(str(problem)) from None
        except OSError:
            raise CommandProblem(f"文件写不进去：{path}") from None
    if arguments.json:
        print_json({"out": str(path), "records": count})
    else:
        print(f"已导出 {count} 条记录：{path}，没有加密，当面交给本人")
    return 0


def _write(name: str, lines: Iterator[bytes]) -> int:
    count = 0
    if name == "-":
        for line in lines:
            sys.stdout.buffer.write(line.rstrip(b"\n") + b"\n")
            count += 1
        sys.stdout.buffer.flush()
        return count
    path = Path(name)
    part = path.with_name(path.name + ".part")
    try:
        with open(part, "wb") as stream:
            for line in lines:
                stream.write(line.rstrip(b"\n") + b"\n")
                count += 1
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise CommandProblem(f"文件写不进去：{name}") from None
    return count
