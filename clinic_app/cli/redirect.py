"""`clinic-app county redirect`: the county office sends a referral to another place."""

from __future__ import annotations

import argparse
from typing import Any

WORDS = "改派一张转诊单：患者去了别处，或接收单位办不了；记入审计"


def add_options(command: argparse.ArgumentParser) -> None:
    """What is asked: which slip, where to, why."""
    command.add_argument("slip", metavar="SLIP", help="转诊单号或转诊单的编号")
    command.add_argument("--to", metavar="ORG", required=True, dest="receiver", help="接收的机构")
    command.add_argument("--department", metavar="NAME", default="", help="科室")
    command.add_argument("--reason", metavar="TEXT", required=True, help="改派的原因，两边都看得到")


def carry_out(database: Any, arguments: argparse.Namespace, actor: str) -> tuple[dict[str, Any], str]:
    """Redirect it; the answer as a value and in words. Raises CountyProblem."""
    from clinic_app.county.redirect import redirect

    done = redirect(database, arguments.slip, arguments.receiver, arguments.department, arguments.reason, actor)
    value = {"referral": done.referral_id, "from": done.before, "to": done.now, "seq": done.seq}
    return value, f"转诊单 {arguments.slip} 已从 {done.before} 改派到 {done.now}"
