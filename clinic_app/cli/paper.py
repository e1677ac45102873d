"""`print`: a record as a PDF."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from clinic_app import paper
from clinic_app.cli.printers import PAPERS
from clinic_app.cli.session import CommandProblem, opened, print_json
from clinic_app.exchange.spreadsheet import TooManyPeople
from clinic_app.gathered.register import export_register, month_of
from clinic_app.gathered.slip_print import originals
from clinic_app.printing.slip_template import slip_template
from clinic_app.store.database import Database
from clinic_app.store.header import replace_file

REGISTER = "register"
KINDS = """可打印的单据：
 转诊单据，按转诊单编号；几张一起打，编号之间用逗号：
  referral                  双向转诊（转出）单
  return                    双向转诊（回转）单，也可按回转单编号
  guide                     患者明白纸：到哪里、什么时候、带什么、大约多少钱
  consent                   转诊知情同意书
  receipt                   回执，接收方填好交回
 按月份（2026-11）：
  register                  双向转诊登记表，转出和转入；--out 写成 .xlsx 时存为 Excel
 按年或季度（2026、2026Q4）：
  referral-statistics       双向转诊统计表，按月份、单位和病种
 一年四次的随访表，按居民、随访或随访段编号（按居民是最近一年的全部）：
  hypertension_followup     高血压患者随访服务记录表
  diabetes_followup         2型糖尿病患者随访服务记录表
  mental_followup           严重精神障碍患者随访服务记录表
  tuberculosis_followup     肺结核患者随访服务记录表（全疗程）
  copd_followup             慢阻肺患者随访表（非国家表）
 一次一张的表，同上（按居民是最近一次）：
  elderly_assessment        老年人生活自理能力评估表
  tuberculosis_first_visit  肺结核患者第一次入户随访记录表
  health_examination        健康体检表
 按记录编号，或按居民编号（最近一次）：
  encounter                 接诊记录表
  consultation              会诊记录表；远程会诊也可按回转单或转诊单编号
  mental_supplement         严重精神障碍患者个人信息补充表
 按居民编号：
  cover                     居民健康档案封面
  basic-information         个人基本信息表
  information-card          居民健康档案信息卡
  summary                   健康小结（本人要求时）
 按家庭编号：
  household-visit           入户走访记录表，附留给居民的联系卡
  family                    全家已有的表，一份 PDF
  household-roster          入户走访签名册，按12位村代码
  tour-plan                 巡诊计划，按月份（2026-11）
  day-sheet                 今日工作清单，按日期（2026-11-22 或 today，后面可加空格和村代码）
  manual                    一页纸说明：visit 随访、referral 转诊、sync 同步、safety 备份与锁定
  test-page                 打印测试页，按打印机设置的名称，- 为没有校正的纸

转诊单据可以打在 A4、A5 和241毫米连续纸上，其余只用 A4。打过的转诊单据内容没有变，再打时标“补打”；
内容变了（接收、回转等）是新的一张，要照原样补打以前的一张用 --reprint。每次打印的 SHA-256 记在审计记录里。"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `print` takes."""
    parser.epilog, parser.formatter_class = KINDS, argparse.RawDescriptionHelpFormatter
    parser.add_argument("type", metavar="TYPE", choices=paper.kinds(), help="单据种类，见下")
    parser.add_argument("id", metavar="ID", help="记录编号")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
    parser.add_argument(
        "--paper", choices=tuple(PAPERS), help="纸张；不写就用这种单据的打印机设置，没有设过是 a4；continuous 为二等分"
    )
    parser.add_argument("--profile", metavar="NAME", default="", help="打印机设置的名称，见 printers list")
    parser.add_argument("--large", action="store_true", default=None, help="大字")
    code = argparse.BooleanOptionalAction
    parser.add_argument("--qr", action=code, default=None, help="转诊单印（不印）二维码；不写就按本机的设置")
    parser.add_argument("--reprint", action="store_true", help="照原样补打最近打过的一张")
    parser.add_argument("--reason", metavar="TEXT", default="", help="登记表存为 Excel 的用途，记入审计，不写居民姓名")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the PDF, or the register's spreadsheet."""
    with opened(arguments) as database:
        if arguments.type == REGISTER and arguments.out.suffix.lower() == ".xlsx":
            return _write_sheet(database, arguments)
        try:
            drawn = paper.draw(database, arguments.type, arguments.id, _wanted(database, arguments))
        except paper.NothingToPrint as nothing:
            raise CommandProblem(str(nothing)) from None
        try:
            replace_file(arguments.out, drawn.pdf)
        except OSError:
            raise CommandProblem(f"文件写不进去：{arguments.out}") from None
        paper.note(database, drawn)
        template = slip_template(database.folder)
    if drawn.slips and template.problem:
        print(template.problem, file=sys.stderr)
    reprinted = any(slip.original for slip in drawn.slips)
    if arguments.json:
        told = {"sha256": [slip.sha256 for slip in drawn.slips], "reprint": reprinted} if drawn.slips else {}
        print_json({"out": str(arguments.out), "bytes": len(drawn.pdf), "paper": drawn.chosen.name, **told})
    else:
        print(f"已生成：{arguments.out}" + "（补打）" * reprinted)
    return 0


def _wanted(database: Database, arguments: argparse.Namespace) -> paper.Wanted:
    wanted = paper.Wanted(PAPERS.get(arguments.paper or "", ""), arguments.profile, arguments.large, arguments.qr)
    if not arguments.reprint:
        return wanted
    with database.shown() as connection:
        earlier = originals(connection, arguments.type, arguments.id)
    if not earlier:
        raise CommandProblem("这台电脑没有打印过这张单据，不能补打")
    return replace(wanted, original=earlier[0].seq)


def _write_sheet(database: Database, arguments: argparse.Namespace) -> int:
    try:
        count = export_register(database, month_of(arguments.id), arguments.out, arguments.reason)
    except (paper.NothingToPrint, TooManyPeople) as nothing:
        raise CommandProblem(str(nothing)) from None
    except OSError:
        raise CommandProblem(f"文件写不进去：{arguments.out}") from None
    if arguments.json:
        print_json({"out": str(arguments.out), "lines": count})
    else:
        print(f"已生成：{arguments.out}，{count}行")
    return 0
