"""`clinic-app county …`: the county server and its administration."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec

from clinic_app.cli import county_admin, county_audit, county_keeping, county_reading, redirect
from clinic_app.cli.county_session import (
    ACTOR,
    add_database_options,
    add_second_person,
    database_url,
    opened,
    reason_with_second,
    say,
    write_whole,
)
from clinic_app.cli.escrow_holders import add_holders, holders
from clinic_app.cli.session import common_options

FAILED = 1
DEFAULT_LISTEN = "127.0.0.1:8765"
LOADS = {
    "villages": "村", "organisations": "机构", "departments": "科室", "staff": "人员", "bases": "年度基数",
    "slots": "号源", "beds": "空床", "capabilities": "急救能力", "costs": "费用", "diseases": "病种",
    "recognised": "互认项目",
}  # fmt: skip


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `county` takes: its commands. The database may be named before or behind them."""
    parser.description = "县平台的服务和管理"
    add_database_options(parser)
    among = argparse.ArgumentParser(add_help=False)
    add_database_options(among)
    shared = [common_options(suppress=True), among]
    commands = parser.add_subparsers(title="命令", metavar="COMMAND", required=True)

    def add(name: str, work: Callable[..., int], words: str) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = commands.add_parser(name, parents=shared, help=words, description=words)
        command.set_defaults(run=run, county_command=work)
        return command

    serving = add("serve", _serve_until_stopped, "运行县平台；能接受连接时打印地址，Ctrl-C 停止")
    serving.add_argument("--listen", metavar="HOST:PORT", default=DEFAULT_LISTEN, help="监听地址，端口 0 为任选")
    serving.add_argument("--tls-cert", metavar="F", type=Path, help="服务器证书（PEM）；本机以外的地址必须有")
    serving.add_argument("--tls-key", metavar="F", type=Path, help="证书的私钥（PEM）")
    serving.add_argument(
        "--tls-ca", metavar="F", type=Path, help="县根证书（PEM），换证书时连同下一张；告诉各台电脑只认它们"
    )
    serving.add_argument(
        "--log-folder",
        metavar="DIR",
        type=Path,
        help="日志文件夹：每天一个文件，每个请求一行，只有编号和数；不写则只把错误写到标准错误",
    )
    serving.add_argument(
        "--audit-heads", metavar="DIR", type=Path, help="每天把审计链的链头签好写进这个文件夹，放在别的机器上"
    )
    add("init", _init, "建立数据库里的表")
    for name, label in LOADS.items():
        _add_load(commands, shared, name, label)
    code = add("enrol-code", _enrol_code, "发一个入网码：一次有效，15分钟内用")
    code.add_argument("--org", metavar="CODE", required=True, help="机构代码")
    code.add_argument("--role", metavar="ROLE", required=True, help="角色，如 village_doctor")
    code.add_argument("--staff", metavar="CODE", help="人员代码；设备的第一个账户成为这个人")
    add("devices", _devices, "列出设备")
    revoke = add("revoke", _revoke, "停用一台设备，从它的下一个请求起生效")
    revoke.add_argument("device", metavar="ID", help="设备的编号或号码")
    disable = add("disable-account", _disable_account, "停用一个人的账户：此后保存的内容交管理员核对")
    disable.add_argument("account", metavar="ID", help="账户编号")
    _add_supervised(commands, shared)
    export = add("export", _export, "导出全部记录，每行一条")
    export.add_argument("out", metavar="OUT.ndjson", nargs="?", default="-", help="文件；- 或不写为标准输出")
    export.add_argument("--reason", metavar="TEXT", help="导出的原因，记入审计")
    add_second_person(export)
    looking = add("status", _status, "县平台的概况：记录、保存、设备、审计链，数据库、日志和磁盘的大小")
    looking.add_argument("--log-folder", metavar="DIR", type=Path, help="serve 的日志文件夹，一并查看")
    county_reading.add_parsers(commands, add, shared, run)
    county_admin.add_parsers(commands, shared, run)
    county_keeping.add_parsers(add)
    first = add("relay-snapshot", _relay_snapshot, "把一台设备负责的全部记录封给它，用U盘做首次同步")
    first.add_argument("--device", metavar="ID", required=True, help="设备的编号或号码")
    first.add_argument("out", metavar="OUT", type=Path, help="文件；只有这台设备能打开")
    backup = add("backup-mark", _backup_mark, "把一份备份恢复出来核对，标记到哪里的数据有备份")
    backup.add_argument("--dump", metavar="FILE", type=Path, required=True, help="pg_dump 的文件（SQL 或自定义格式）")
    moving = add("hand-over", _hand_over, "把一个村从一个机构交接给另一个机构，两人签名，记入审计")
    moving.add_argument("--village", metavar="CODE", required=True, help="村代码，12位")
    moving.add_argument("--from", metavar="ORG", required=True, dest="giver", help="交出的机构")
    moving.add_argument("--to", metavar="ORG", required=True, dest="receiver", help="接收的机构")
    moving.add_argument("--by", metavar="NAME", required=True, dest="giving", help="交出人姓名")
    moving.add_argument("--and", metavar="NAME", required=True, dest="receiving", help="接收人姓名")
    add_holders(add("escrow-key", _escrow_key, "生成恢复码的托管钥匙，分成两份，两个人各用口令保管一份"))
    code = add("recovery-code", _recovery_code, "两个托管人一起打开一台电脑的恢复码，念给对方，记入审计")
    code.add_argument("device", metavar="DEVICE", help="设备的编号或号码")
    add_holders(code)
    county_audit.add_options(add("audit", county_audit.run, county_audit.WORDS))
    redirect.add_options(add("redirect", _redirect, redirect.WORDS))
    parser.set_defaults(run=run)


def _add_load(commands: Any, shared: Sequence[argparse.ArgumentParser], name: str, label: str) -> None:
    words = f"载入{label}表"
    group = commands.add_parser(name, parents=shared, help=words, description=words)
    actions = group.add_subparsers(title="命令", metavar="load", required=True)
    load = actions.add_parser("load", parents=shared, help=words)
    load.add_argument("file", metavar="FILE", type=Path, help="CSV 文件")
    load.set_defaults(run=run, county_command=_load, kind=name)
    load.fill = partial(_describe_load, name, words)


def _describe_load(name: str, words: str, load: argparse.ArgumentParser) -> None:
    """The columns of a table, for who reads its help."""
    from clinic_app.county.reference_file import TABLES

    table = TABLES[name]
    columns = ",".join(table.columns)
    optional = f"（可不写 {','.join(table.optional)}）" if table.optional else ""
    load.description = f"{words}：CSV，UTF-8 或 GB18030，列 {columns}{optional}；整个文件都对才载入，没变的行不动"


def _add_supervised(commands: Any, shared: Sequence[argparse.ArgumentParser]) -> None:
    words = "迟到、停用设备或账户送来的保存：逐条核对，并入或不采纳"
    group = commands.add_parser("supervised", parents=shared, help=words, description=words)
    actions = group.add_subparsers(title="命令", metavar="ACTION", required=True)

    def add(name: str, work: Callable[..., int], words: str) -> argparse.ArgumentParser:
        action: argparse.ArgumentParser = actions.add_parser(name, parents=shared, help=words, description=words)
        action.set_defaults(run=run, county_command=work)
        return action

    add("list", _supervised_list, "列出待核对的保存")
    accept = add("accept", _supervised_accept, "并入一次保存，如同送来的设备有权")
    decline = add("decline", _supervised_decline, "不采纳一次保存；原因会给送来的人看")
    for action in (accept, decline):
        action.add_argument("mid", metavar="MID", help="保存的编号")
    decline.add_argument("--reason", metavar="TEXT", required=True, help="不采纳的原因")


def run(arguments: argparse.Namespace) -> int:
    """Run a county command; 0 done, 1 refused with one sentence on stderr."""
    from clinic_app.county.problems import CountyProblem, Refusal

    try:
        with _terminable():
            return int(arguments.county_command(arguments))
    except (CountyProblem, Refusal) as problem:
        print(problem, file=sys.stderr)
        return FAILED


@contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM unwinds like Ctrl-C, so that an embedded PostgreSQL is left properly."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _serve_until_stopped(arguments: argparse.Namespace) -> int:
    """Being told to stop is how serving ends well."""
    try:
        return _serve(arguments)
    except KeyboardInterrupt:
        return 0


def _serve(arguments: argparse.Namespace) -> int:
    from clinic_app.county.head_file import keeping_heads
    from clinic_app.county.problems import CountyProblem
    from clinic_app.county.server import serve
    from clinic_app.county.server_log import start_log

    host, colon, port = arguments.listen.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise CountyProblem(f"监听地址应写成 主机:端口，写的是“{arguments.listen[:60]}”，没有启动")
    if (arguments.tls_cert is None) != (arguments.tls_key is None):
        raise CountyProblem("--tls-cert 和 --tls-key 要一起给出，没有启动")
    start_log(arguments.log_folder)
    with opened(arguments) as database, keeping_heads(database, arguments.audit_heads):
        serve(
            database,
            host.strip("[]") or "127.0.0.1",
            int(port),
            lambda url: say(arguments, {"url": url}, f"县平台在 {url} 运行"),
            arguments.tls_cert,
            arguments.tls_key,
            arguments.tls_ca,
        )
    return 0


def _init(arguments: argparse.Namespace) -> int:
    with opened(arguments, create=True) as database:
        say(arguments, {"county": database.county}, f"县 {database.county} 的数据库已就绪")
    return 0


def _load(arguments: argparse.Namespace) -> int:
    from clinic_app.county.reference import load_reference

    with opened(arguments) as database:
        loaded = load_reference(database, arguments.kind, arguments.file, ACTOR)
    for notice in loaded.notices:
        print(f"{notice}，已照原样载入", file=sys.stderr)
    text = f"{LOADS[arguments.kind]}表 {loaded.rows} 行，新增或改动 {loaded.changed} 行"
    say(arguments, {"rows": loaded.rows, "changed": loaded.changed}, text)
    return 0


def _enrol_code(arguments: argparse.Namespace) -> int:
    from clinic_app.county.enrolment import issue_code

    with opened(arguments) as database:
        code = issue_code(database, arguments.org, arguments.role, arguments.staff, ACTOR)
    say(arguments, {"code": code}, f"入网码 {code}（一次有效，15分钟内用）")
    return 0


def _devices(arguments: argparse.Namespace) -> int:
    from clinic_app.county.audit_heads import AUDIT_WORDS
    from clinic_app.county.status import read_devices

    with opened(arguments) as database:
        for each in read_devices(database):
            state = "停用" if each.revoked else "在用"
            state += f"，审计链{AUDIT_WORDS[each.audit_problem]}" if each.audit_problem else ""
            seen = each.last_seen or "还没有联系过"
            text = f"{each.number:04d}  {each.id}  {each.organisation}  {each.role}  {state}  最近联系 {seen}"
            say(arguments, each, text)
    return 0


def _revoke(arguments: argparse.Namespace) -> int:
    from clinic_app.county.devices import revoke

    with opened(arguments) as database:
        revoke(database, arguments.device, ACTOR)
    say(arguments, {"revoked": arguments.device}, f"设备 {arguments.device} 已停用")
    return 0


def _disable_account(arguments: argparse.Namespace) -> int:
    from clinic_app.county.accounts import disable

    with opened(arguments) as database:
        devices = disable(database, arguments.account, ACTOR)
    value = {"disabled": arguments.account, "devices": devices}
    say(arguments, value, f"账户 {arguments.account} 已停用（在 {devices} 台设备上）")
    return 0


def _supervised_list(arguments: argparse.Namespace) -> int:
    from clinic_app.county.supervision import read_supervised

    with opened(arguments) as database:
        for each in read_supervised(database):
            records = "，".join(f"{name} {count}" for name, count in each.records.items())
            sender = f"{each.organisation or ''} {each.number or 0:04d}"
            text = f"{each.mid}  {each.code}  {sender}  {each.received_at}  {records}  {each.message}"
            say(arguments, each, text)
    return 0


def _supervised_accept(arguments: argparse.Namespace) -> int:
    from clinic_app.county.supervision import accept

    with opened(arguments) as database:
        outcome = accept(database, arguments.mid, ACTOR)
    words = {
        "applied": "已并入",
        "conflict": "已并入，和别处的修改有冲突",
        "deferred": "在等它依据的保存，到了自动并入",
    }
    text = words.get(outcome.state) or f"仍没有并入：{outcome.message}"
    say(arguments, outcome, f"{arguments.mid} {text}")
    return 0 if outcome.state in words else FAILED


def _supervised_decline(arguments: argparse.Namespace) -> int:
    from clinic_app.county.supervision import decline

    with opened(arguments) as database:
        outcome = decline(database, arguments.mid, arguments.reason, ACTOR)
    say(arguments, outcome, f"{arguments.mid} 不采纳，原因会给送来的人看")
    return 0


def _relay_snapshot(arguments: argparse.Namespace) -> int:
    from clinic_app.county.relay_snapshot import write_relay_snapshot

    with opened(arguments) as database:
        rows = write_relay_snapshot(database, arguments.device, arguments.out, ACTOR)
    say(
        arguments,
        {"file": str(arguments.out), "rows": rows},
        f"已写入 {arguments.out}：{rows} 条记录，只有这台设备能打开",
    )
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from clinic_app.county.export import export_lines

    with opened(arguments) as database:
        lines = export_lines(database, ACTOR, reason_with_second(database, arguments))
        if arguments.out == "-":
            for line in lines:
                sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
            return 0
        write_whole(Path(arguments.out), lines)
    return 0


def _status(arguments: argparse.Namespace) -> int:
    from clinic_app.county.health import read_health
    from clinic_app.county.status import read_status

    with opened(arguments) as database:
        status = read_status(database)
        health = read_health(database, getattr(arguments, "embedded", None), arguments.log_folder)
    records = "，".join(f"{name} {count}" for name, count in status.records.items()) or "无"
    states = "，".join(f"{name} {count}" for name, count in status.mutations.items()) or "无"
    text = (
        f"县 {status.county}，日志位置 {status.head}，设备 {status.devices}（停用 {status.revoked}），"
        f"缺号 {status.missing}\n"
        f"记录：{records}\n保存：{states}\n审计链{'完好' if status.audit_sound else '断裂'}\n"
        f"{health.words}"
    )
    say(arguments, {**msgspec.structs.asdict(status), "health": health}, text)
    return 0


def _backup_mark(arguments: argparse.Namespace) -> int:
    from clinic_app.county.backup_mark import mark
    from clinic_app.county.database import open_county

    with database_url(arguments) as url:
        database = open_county(url, getattr(arguments, "county", None))
        try:
            found = mark(database, url, arguments.dump, ACTOR)
        finally:
            database.close()
    words = f"备份已恢复出来核对，日志到第{found.seq}条有备份"
    kept = "" if found.moved else f"；原来的标记第{found.before}条不变"
    say(arguments, {"seq": found.seq, "durable": max(found.seq, found.before)}, words + kept)
    return 0


def _escrow_key(arguments: argparse.Namespace) -> int:
    from clinic_app.county import escrow

    with opened(arguments) as database:
        key = escrow.make_key(database, holders(arguments, twice=True), ACTOR)
    say(arguments, {"key": key}, f"托管钥匙 {key} 已启用，两份文件分开存放，不放在服务器上")
    return 0


def _recovery_code(arguments: argparse.Namespace) -> int:
    from clinic_app.county import escrow

    with opened(arguments) as database:
        code = escrow.open_code(database, arguments.device, holders(arguments, twice=False), ACTOR)
    say(arguments, {"code": code}, f"恢复码：{code}（没有字母 I、L、O、U）")
    return 0


def _redirect(arguments: argparse.Namespace) -> int:
    with opened(arguments) as database:
        say(arguments, *redirect.carry_out(database, arguments, ACTOR))
    return 0


def _hand_over(arguments: argparse.Namespace) -> int:
    from clinic_app.county.hand_over import hand_over

    with opened(arguments) as database:
        done = hand_over(
            database, arguments.village, arguments.giver, arguments.receiver,
            (arguments.giving, arguments.receiving), ACTOR,
        )  # fmt: skip
    between = f"已从 {arguments.giver} 交接给 {arguments.receiver}"
    text = f"村 {arguments.village} {between}，居民 {done.residents} 人，未结束的转诊 {done.referrals} 张"
    say(arguments, {"seq": done.seq, "residents": done.residents, "referrals": done.referrals}, text)
    return 0
