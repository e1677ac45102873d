"""County commands that only read: indicators, tables of referrals, FHIR, and who may read it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from clinic_app.cli.county_session import (
    ACTOR,
    add_second_person,
    opened,
    reason_with_second,
    say,
    write_whole,
)
from clinic_app.cli.period_options import add_period_options

Work = Callable[[argparse.Namespace], int]
PLATFORM = "县平台"
"""Where a book of the county's figures comes from, in the words on it."""
BASE = "https://county.invalid/fhir"
"""Full addresses in a file that no server stands behind begin with this, unless --base says another."""


def add_parsers(
    commands: Any,
    add: Callable[[str, Work, str], argparse.ArgumentParser],
    shared: Sequence[argparse.ArgumentParser],
    run: Work,
) -> None:
    """Add them to the commands of `county`; `add` makes one, `shared` carries the options that each takes."""
    counting = add("indicators", _indicators, "一年或一季的指标：全县、乡镇、村")
    counting.add_argument("--year", type=int, required=True, metavar="Y", help="年度")
    counting.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), metavar="Q", help="季度；不写为全年")
    counting.add_argument("--csv", type=Path, metavar="FILE", help="另存为 CSV（UTF-8）")
    add_period_options(add("referral-figures", _referral_figures, "双向转诊统计：按月份、转出单位、转入单位、病种"))
    writing = add("fhir", _fhir, "按 HL7 FHIR R4 导出：每行一个资源；或一张转诊单的文档")
    writing.add_argument("out", metavar="OUT", nargs="?", default="-", help="文件；- 或不写为标准输出")
    writing.add_argument("--type", action="append", metavar="TYPE", help="只导出这种资源，可重复；不写为全部")
    writing.add_argument(
        "--referral", metavar="ID", help="只写一张转诊单的文档（Bundle）：转诊单号、编号，或回转单的编号"
    )
    writing.add_argument("--base", metavar="URL", default=BASE, help="文档里完整地址的开头")
    writing.add_argument("--reason", metavar="TEXT", help="导出的原因，记入审计")
    add_second_person(writing)
    _add_tokens(commands, shared, run)


def _add_tokens(commands: Any, shared: Sequence[argparse.ArgumentParser], run: Work) -> None:
    words = "别的系统读 FHIR 用的令牌：发、列出、停用"
    group = commands.add_parser("fhir-token", parents=shared, help=words, description=words)
    actions = group.add_subparsers(title="命令", metavar="ACTION", required=True)

    def add(name: str, work: Work, told: str) -> argparse.ArgumentParser:
        action: argparse.ArgumentParser = actions.add_parser(name, parents=shared, help=told, description=told)
        action.set_defaults(run=run, county_command=work)
        return action

    adding = add("add", _token_add, "发一个只读令牌；只显示这一次")
    adding.add_argument("name", metavar="NAME", help="给谁用")
    adding.add_argument("--org", metavar="CODE", default="", help="只能读这个机构经手的转诊；不写为全县")
    adding.add_argument("--metrics", action="store_true", help="只读 /metrics 的计数，不能读 FHIR")
    adding.add_argument("--sensitive", action="store_true", help="也给精神、结核、肝炎和其他法定传染病的诊断")
    adding.add_argument("--days", type=int, default=180, metavar="N", help="有效天数，最多730，默认180")
    add("list", _token_list, "列出令牌")
    add("revoke", _token_revoke, "停用一个令牌").add_argument("id", metavar="ID", help="令牌的编号")


def _indicators(arguments: argparse.Namespace) -> int:
    from clinic_app.county.indicators import asked_period, read_indicators
    from clinic_app.county.indicators_page import table_csv

    with opened(arguments) as database:
        year, quarter = asked_period(str(arguments.year), str(arguments.quarter or ""), arguments.year)
        found = read_indicators(database, year, quarter)
    if arguments.csv:
        write_whole(arguments.csv, [table_csv(found)])
    for area in found.areas:
        figures = [
            {"key": each.key, "numerator": each.numerator, "denominator": each.denominator}
            for each in area.figures.values()
        ]
        value = {"kind": area.kind, "code": area.code, "name": area.name, "indicators": figures}
        whole = "，".join(f"{each.definition.label} {each.numerator}" for each in area.figures.values())
        say(arguments, {"year": year, "quarter": quarter, **value}, f"{area.name}：{whole}")
    return 0


def _referral_figures(arguments: argparse.Namespace) -> int:
    from clinic_app.cli.referral_figures import tell
    from clinic_app.clock import local_time_text
    from clinic_app.county.indicators import asked_period
    from clinic_app.county.referral_statistics import read_referral_statistics
    from clinic_app.exchange.spreadsheet import Watermark

    with opened(arguments) as database:
        year, quarter = asked_period(str(arguments.year), str(arguments.quarter or ""), arguments.year)
        found = read_referral_statistics(database, year, quarter)
        at, place = local_time_text(database.now_text()), f"{PLATFORM} {database.county}"
    tell(found, arguments, Watermark(ACTOR, place, at))
    return 0


def _fhir(arguments: argparse.Namespace) -> int:
    from clinic_app.county.fhir_export import document_lines, resource_lines

    with opened(arguments) as database:
        if arguments.referral:
            lines = document_lines(database, arguments.referral, arguments.base.rstrip("/"), ACTOR, arguments.reason)
        else:
            reason = reason_with_second(database, arguments)
            lines = resource_lines(database, arguments.type or (), ACTOR, reason)
        _write(arguments.out, lines)
    return 0


def _write(out: str, lines: Iterator[bytes]) -> None:
    if out != "-":
        write_whole(Path(out), lines)
        return
    for line in lines:
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def _token_add(arguments: argparse.Namespace) -> int:
    from clinic_app.county.fhir_tokens import FHIR, METRICS, issue

    purpose = METRICS if arguments.metrics else FHIR
    with opened(arguments) as database:
        token, reader = issue(
            database, arguments.name, arguments.org, arguments.days, ACTOR,
            sensitive=arguments.sensitive, purpose=purpose,
        )  # fmt: skip
    until = f"{reader.expires_at:%Y-%m-%d}"
    value = {"id": reader.id, "token": token, "organisation": reader.organisation, "expires_at": until}
    say(arguments, value, f"令牌 {token}\n编号 {reader.id}，到 {until} 有效；只显示这一次，交给用的人保管")
    return 0


def _token_list(arguments: argparse.Namespace) -> int:
    from clinic_app.county.fhir_tokens import METRICS, readers

    with opened(arguments) as database:
        now = database.clock.now()
        for each in readers(database):
            state = "停用" if each.revoked_at else "过期" if each.expires_at <= now else "在用"
            used = f"{each.last_used_at:%Y-%m-%d}" if each.last_used_at else "没有用过"
            whose = (each.organisation or "全县") + ("（含敏感诊断）" if each.sensitive else "")
            whose += "（只读计数）" if each.purpose == METRICS else ""
            text = f"{each.id}  {each.name}  {whose}  {state}  到 {each.expires_at:%Y-%m-%d}  最近 {used}"
            say(arguments, each, text)
    return 0


def _token_revoke(arguments: argparse.Namespace) -> int:
    from clinic_app.county.fhir_tokens import revoke

    with opened(arguments) as database:
        revoke(database, arguments.id, ACTOR)
    say(arguments, {"revoked": arguments.id}, f"令牌 {arguments.id} 已停用")
    return 0
