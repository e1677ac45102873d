"""`print`: a record as a PDF."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from clinic_app import paper
from clinic_app.cli.session import CommandProblem, opened, print_json
from clinic_app.store.header import replace_file

KINDS = """可打印的单据：
  referral                  双向转诊（转出）单，按转诊单编号
  return                    双向转诊（回转）单，按回转单或转诊单编号
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
  consultation              会诊记录表
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
  day-sheet                 今日工作清单，按日期（2026-11-22 或 today，后面可加空格和村代码）"""


def add_parser(commands: Any, parents: Sequence[argparse.ArgumentParser]) -> None:
    """Add `print`."""
    parser = commands.add_parser(
        "print",
        parents=list(parents),
        help="把一条记录打印成 PDF",
        epilog=KINDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("type", metavar="TYPE", choices=paper.kinds(), help="单据种类，见下")
    parser.add_argument("id", metavar="ID", help="记录编号")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
    parser.add_argument("--paper", choices=("a4",), default="a4", help="纸张")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the PDF."""
    with opened(arguments) as database:
        try:
            pdf = paper.render(database, arguments.type, arguments.id)
        except paper.NothingToPrint as nothing:
            raise CommandProblem(str(nothing)) from None
        try:
            replace_file(arguments.out, pdf)
        except OSError:
            raise CommandProblem(f"文件写不进去：{arguments.out}") from None
        paper.note_printed(database, arguments.type, arguments.id)
    if arguments.json:
        print_json({"out": str(arguments.out), "bytes": len(pdf)})
    else:
        print(f"已生成：{arguments.out}")
    return 0
