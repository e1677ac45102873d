"""`conflicts`: what two places filled in differently, and a person's choice."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import Any

from clinic_app.care.conflict import Decided, keep, reopen, write
from clinic_app.care.entry import Refused
from clinic_app.cli.session import CommandProblem, common_options, opened, print_json
from clinic_app.clock import local_time_text
from clinic_app.records.field import Kind
from clinic_app.store.database import Database
from clinic_app.store.queries.conflict import (
    VOID,
    Conflict,
    Contender,
    conflict,
    decided_conflicts,
    open_conflicts,
)
from clinic_app.store.queries.wording import field_of, value_words

DECIDED = 200


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `conflicts` takes: its three acts."""
    parents = [common_options(suppress=True)]
    acts = parser.add_subparsers(title="动作", metavar="list|resolve|reopen", required=True)
    lister = acts.add_parser("list", parents=list(parents), help="列出待处理的冲突，两边的值、填写人和时间")
    lister.add_argument("--all", action="store_true", help="已处理的也列出")
    lister.set_defaults(run=run_list)
    chooser = acts.add_parser(
        "resolve",
        parents=list(parents),
        help="采用一边的值，或另写一个",
        description="A 是县平台先收到的一边，B 是后收到的，再多依次为 C、D。",
    )
    chooser.add_argument("id", metavar="ID")
    choice = chooser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--keep", metavar="A|B", help="采用这一边")
    choice.add_argument("--value", metavar="TEXT", help="另写一个值；一组字段写成 JSON 对象")
    chooser.add_argument("--reason", metavar="TEXT", required=True, help="为什么这样选")
    chooser.set_defaults(run=run_resolve)
    undoer = acts.add_parser("reopen", parents=list(parents), help="撤销处理，恢复原来显示的值")
    undoer.add_argument("id", metavar="ID")
    undoer.add_argument("--reason", metavar="TEXT", required=True, help="为什么撤销")
    undoer.set_defaults(run=run_reopen)


def run_list(arguments: argparse.Namespace) -> int:
    """Print what waits, oldest first."""
    with opened(arguments) as database, database.shown() as connection:
        found = open_conflicts(connection)
        found += decided_conflicts(connection, DECIDED) if arguments.all else []
    for each in found:
        if arguments.json:
            print_json(as_json(each))
        else:
            print("\n".join(_lines(each)))
    return 0


def run_resolve(arguments: argparse.Namespace) -> int:
    """Decide one conflict."""
    with opened(arguments) as database:
        try:
            if arguments.keep is not None:
                decided = keep(database, arguments.id, arguments.keep.strip().upper(), arguments.reason)
            else:
                values = _values(database, arguments.id, arguments.value)
                decided = write(database, arguments.id, values, arguments.reason)
        except Refused as refusal:
            raise CommandProblem(f"没有处理：{refusal}") from None
    _tell(arguments, decided, "已处理，联网后传到县平台")
    return 0


def run_reopen(arguments: argparse.Namespace) -> int:
    """Take a decision back."""
    with opened(arguments) as database:
        try:
            decided = reopen(database, arguments.id, arguments.reason)
        except Refused as refusal:
            raise CommandProblem(f"没有撤销：{refusal}") from None
    _tell(arguments, decided, "已撤销处理，这处冲突又待处理")
    return 0


def as_json(found: Conflict) -> dict[str, Any]:
    """One object of `conflicts list --json`."""
    return {
        "id": found.id,
        "type": found.subject_type,
        "record": found.subject_id,
        "resident_id": found.resident_id or None,
        "group": found.group,
        "names": list(found.names),
        "labels": found.labels,
        "base": dict(found.base),
        "values": [_side(each) for each in found.contenders],
        "shown": found.shown or None,
        "state": found.state,
        "decision": dict(found.decision) or None,
    }


def _side(each: Contender) -> dict[str, Any]:
    return {
        "key": each.key,
        "value": dict(each.value),
        "author": each.author,
        "author_name": each.author_name or None,
        "device": each.device,
        "authored_at": each.authored_at,
        "mid": each.mid,
    }


def _lines(found: Conflict) -> list[str]:
    head = f"{found.id}  {found.person}  {found.record}  {found.words}"
    lines = [head if found.is_open else f"{head}  已处理"]
    for each in found.contenders:
        when = local_time_text(each.authored_at) if each.authored_at else ""
        mark = "（现在显示）" if each.mid == found.shown else ""
        who = each.author_name or f"设备 {each.device[-6:]}"
        lines.append(f"  {each.key}{mark}  {who}  {when}  {_words(found, each.value)}")
    return lines


def _words(found: Conflict, value: Mapping[str, Any]) -> str:
    if value.get(VOID) is True:
        return "作废"
    names = found.differing or found.names
    pairs = [
        (found.labels.get(name, name), value_words(field_of(found.subject_type, name), value.get(name)))
        for name in names
    ]
    return "；".join(f"{label} {words}" if len(pairs) > 1 else words for label, words in pairs)


def _values(database: Database, conflict_id: str, text: str) -> dict[str, Any]:
    """What was written: an object of names, or the value of the one field that differs."""
    with database.shown() as connection:
        found = conflict(connection, conflict_id)
    if found is None:
        raise CommandProblem("没有处理：本机没有这处冲突，同步后再看")
    parsed = _parsed(text)
    if isinstance(parsed, dict) and set(parsed) <= {*found.names, VOID}:
        return parsed
    names = found.names if len(found.names) == 1 else found.differing
    if len(names) != 1:
        pairs = "、".join(f"{name}（{label}）" for name, label in found.labels.items())
        raise CommandProblem(f'没有处理：这处冲突有几个字段，写成 {{"名称":"值"}}，名称可以是 {pairs}')
    declared = field_of(found.subject_type, names[0])
    structured = declared is not None and declared.kind in (Kind.ITEMS, Kind.OBJECT, Kind.CODES)
    return {names[0]: parsed if structured and parsed is not None else text}


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _tell(arguments: argparse.Namespace, decided: Decided, words: str) -> None:
    if arguments.json:
        print_json({"ok": True, "mid": decided.mid, "conflicts": list(decided.conflicts)})
    else:
        print(words)
