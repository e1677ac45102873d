"""`import`: people and households, registrations, follow-ups, deaths and moves from sheets; batches and their undo."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from clinic_app.cli.session import CommandProblem, common_options, opened, print_json
from clinic_app.cli.watching import watched
from clinic_app.exchange.sheet_kinds import KINDS, SECTIONS
from clinic_app.exchange.sheet_table import SheetTable
from clinic_app.records.edition import THIRD, EditionError, edition, edition_names
from clinic_app.resident_import import import_residents
from clinic_app.sheet_import import (
    UndoReport,
    Wish,
    all_batches,
    import_sheet,
    look_at,
    try_sheet,
    undo_batch,
    write_result,
)
from clinic_app.store.errors import StoreError
from clinic_app.store.import_batches import STATE_WORDS

SHEETS = {
    "registrations": "慢病登记表",
    "visits": "高血压、2型糖尿病随访表",
    "deaths": "死亡名单",
    "moves": "迁出名单",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `import` takes: `residents`, the other kinds of sheets, `undo` and `list`."""
    parents = [common_options(suppress=True)]
    kinds = parser.add_subparsers(title="导入什么", metavar="KIND", required=True)
    residents = kinds.add_parser(
        "residents",
        parents=list(parents),
        help="居民和家庭名单（.xlsx 或 .csv，UTF-8 或 GB18030）；坏行逐行报告，好行导入",
    )
    residents.add_argument("file", type=Path, metavar="FILE")
    residents.add_argument("--dry-run", action="store_true", help="只检查，不保存")
    residents.add_argument(
        "--edition",
        metavar="NAME",
        default=THIRD,
        help=f"表里的代码属于哪个版本或系统，几个用+连起来；默认第三版。可选：{'、'.join(edition_names())}",
    )
    residents.set_defaults(run=run)
    for name, words in SHEETS.items():
        sheet = kinds.add_parser(name, parents=list(parents), help=words)
        sheet.add_argument("file", type=Path, metavar="FILE")
        sheet.add_argument("--dry-run", action="store_true", help="只检查，不保存")
        sheet.add_argument("--mode", choices=("1", "2", "3"), default="", help="表里没写随访方式的：1门诊 2家庭 3电话")
        sheet.add_argument("--result", type=Path, metavar="FILE", help="把逐行结果写进表格的一份副本")
        sheet.add_argument(
            "--column", action="append", default=[], metavar="列名=KEY", help="这一列是什么；KEY 为空就不导入这一列"
        )
        if name == "visits":
            sheet.add_argument("--programme", choices=tuple(SECTIONS), default="", help="哪个病种；默认看列名")
        sheet.set_defaults(run=run_sheet, sheet=name)
    undo = kinds.add_parser("undo", parents=list(parents), help="撤销一个批次：没有人动过的作废，动过的留下并说明")
    undo.add_argument("batch", metavar="BATCH")
    undo.set_defaults(run=run_undo)
    listing = kinds.add_parser("list", parents=list(parents), help="导入过的批次")
    listing.set_defaults(run=run_list)


def run(arguments: argparse.Namespace) -> int:
    """Import; exit 1 when a row was refused."""
    if not arguments.file.is_file():
        raise CommandProblem(f"文件打不开：{arguments.file}")
    try:
        edition(arguments.edition)
    except EditionError as problem:
        raise CommandProblem(str(problem)) from None
    with opened(arguments) as database:
        summary = import_residents(database, arguments.file, dry_run=arguments.dry_run, written_in=arguments.edition)
    if summary.problem:
        print(summary.problem, file=sys.stderr)
    if arguments.json:
        print_json(summary.as_json())
    else:
        for told in (*summary.problems, *summary.notices):
            print(told, file=sys.stderr)
        verb = "可导入" if arguments.dry_run else "已导入"
        people, homes = f"居民 {summary.residents} 人", f"家庭 {summary.households} 户"
        print(f"共 {summary.rows} 行，{verb}{people}、{homes}，退回 {summary.refused} 行")
    return 1 if summary.refused or summary.problem else 0


def run_sheet(arguments: argparse.Namespace) -> int:
    """Import another kind of sheet; exit 1 when a row was refused."""
    if not arguments.file.is_file():
        raise CommandProblem(f"文件打不开：{arguments.file}")
    with opened(arguments) as database:
        asked = getattr(arguments, "programme", "") if arguments.sheet == "visits" else arguments.sheet
        table, kind = look_at(database, arguments.file, asked)
        if arguments.sheet == "visits" and kind not in SECTIONS:
            table, kind = look_at(database, arguments.file, "hypertension")
        table = _as_told(table, kind, arguments.column)
        wish = Wish(kind, arguments.mode)
        with watched() as watch:
            report = (try_sheet if arguments.dry_run else import_sheet)(database, table, wish, watch)
        if arguments.result is not None:
            try:
                write_result(database, table, report, arguments.result)
            except (OSError, ValueError):
                raise CommandProblem(f"结果写不进这个文件：{arguments.result}") from None
    if report.problem:
        print(report.problem, file=sys.stderr)
    if arguments.json:
        print_json(report.as_json())
    else:
        for told in (*report.errors, *report.notices):
            print(told, file=sys.stderr)
        counts, verb = report.counts, "可导入" if arguments.dry_run else "已导入"
        batch = f"，批次 {report.batch}" if report.batch else ""
        print(
            f"{KINDS[kind].words}：共 {counts['rows']} 行，{verb} {counts['new']} 行，已有 {counts['matched']} 行，"
            f"退回 {counts['refused']} 行{batch}"
        )
        if report.stopped:
            print(f"停下了，还有 {report.waiting} 行没有导入；再导入同一份表就接着做", file=sys.stderr)
    return 1 if report.count("refused") or report.problem or report.stopped else 0


def _as_told(table: SheetTable, kind: str, columns: list[str]) -> SheetTable:
    """The table with the columns that the command names mapped so. Raises CommandProblem."""
    mapping = dict(table.mapping)
    for told in columns:
        name, equals, key = told.rpartition("=")
        place = next((each for each, header in table.names.items() if header == name), None)
        if not equals or place is None:
            raise CommandProblem(f"表里没有这一列：{name or told}")
        if key and KINDS[kind].column(key) is None:
            raise CommandProblem(
                f"{KINDS[kind].words}没有“{key}”，可选：{'、'.join(c.key for c in KINDS[kind].columns)}"
            )
        mapping = {each: known for each, known in mapping.items() if each != place and known != key}
        if key:
            mapping[place] = key
    return table.mapped(mapping)


def run_undo(arguments: argparse.Namespace) -> int:
    """Take a batch back; exit 1 when something stays."""
    with opened(arguments) as database:
        try:
            with watched() as watch:
                report: UndoReport = undo_batch(database, arguments.batch, watch)
        except StoreError as problem:
            raise CommandProblem(str(problem)) from None
    if arguments.json:
        print_json(report.as_json())
    else:
        for each in report.left:
            print(each, file=sys.stderr)
        print(f"批次 {report.batch}：撤销 {report.taken} 条，留下 {len(report.left)} 条")
        if report.stopped:
            print("停下了；再撤销一次就接着做", file=sys.stderr)
    return 1 if report.left or report.stopped else 0


def run_list(arguments: argparse.Namespace) -> int:
    """The batches of this laptop, newest first."""
    with opened(arguments) as database:
        found = all_batches(database)
    for each in found:
        if arguments.json:
            print_json(
                {
                    "batch": each.id, "kind": each.kind, "file": each.file, "by": each.by_name,
                    "began_at": each.began_at, "state": each.state, **each.counts,
                }
            )  # fmt: skip
        else:
            kind = KINDS[each.kind].words if each.kind in KINDS else each.kind
            counts = f"新增 {each.counts.get('new', 0)} 行"
            print(
                f"{each.id}  {kind}  {each.file}  {counts}  {STATE_WORDS.get(each.state, each.state)}  {each.by_name}"
            )
    return 0
