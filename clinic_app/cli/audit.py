"""`audit`: who did what with these data, as the audit chain of this laptop tells it."""

from __future__ import annotations

import argparse

from clinic_app.cli.audit_options import add_filters, line_of, no_later_first
from clinic_app.cli.session import CommandProblem, opened, print_json
from clinic_app.protocol.audit_actions import action_word
from clinic_app.records.permission import Act
from clinic_app.store import audit
from clinic_app.store.accounts import list_accounts
from clinic_app.store.database import Database
from clinic_app.store.permit import require
from clinic_app.store.queries.audit import AuditQuestion, AuditRow, audit_entries


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `audit` takes."""
    parser.description = "本机的审计记录，从旧到新：谁在什么时候登录、查看、保存、打印、导出了什么；查看本身也记入审计"
    add_filters(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """List what is asked for; an audited act."""
    no_later_first(arguments)
    with opened(arguments) as database:
        require(database, Act.AUDIT)
        actions = (arguments.action,) if arguments.action else ()
        asked = AuditQuestion(
            arguments.first, arguments.last, _account(database, arguments.actor), actions, arguments.target
        )
        audit.note(database, "audit_read", "audit")
        with database.shown() as connection:
            for row in audit_entries(connection, asked):
                _tell(row, as_json=arguments.json)
    return 0


def _account(database: Database, name: str) -> str:
    """The id of the account of this name or id; empty for no name."""
    if not name:
        return ""
    found = next((each.id for each in list_accounts(database) if name in (each.id, each.name)), None)
    if found is None:
        raise CommandProblem(f"本机没有名为“{name[:40]}”的账户，没有列出")
    return found


def _tell(row: AuditRow, *, as_json: bool) -> None:
    if as_json:
        print_json({
            "seq": row.seq, "at": row.at, "actor": row.actor, "name": row.who, "action": row.action,
            "word": action_word(row.action), "target": row.target, "detail": row.detail or None,
        })  # fmt: skip
        return
    target = f"{row.target} {row.person}".rstrip()
    print(line_of(row.seq, row.at, row.who or row.actor, row.action, target, row.detail))
