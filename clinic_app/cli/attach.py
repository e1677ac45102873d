"""`attach`: a photo or PDF to a visit or referral, what there is, and out into a file again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from clinic_app.care.attachment import attach, note_seen
from clinic_app.care.entry import Refused
from clinic_app.cli.session import CommandProblem, opened, print_json
from clinic_app.records.attachment import TYPE_OF
from clinic_app.records.content import ContentRefused
from clinic_app.store import blobs
from clinic_app.store.database import Database
from clinic_app.store.queries.attachment import AttachmentRow, attachments_naming, attachments_of

STATES = {"local": "待传", "present": "已传到县平台", "missing": "还没收到", "refused": "县平台不收"}
MOST_READ = 40 << 20


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `attach` takes."""
    parser.add_argument("what", nargs="*", metavar="TYPE ID FILE", help="TYPE 是 visit 或 referral；取出时写内容指纹")
    parser.add_argument("--title", metavar="TEXT", help="说明；不写就用文件名")
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--list", metavar="ID", dest="of", help="列出一次随访或一张转诊单的附件")
    acts.add_argument("--out", metavar="FILE", help="把这个指纹的内容存成文件")
    acts.add_argument("--pause", action="store_true", help="同步时先不传附件内容，记录照常传")
    acts.add_argument("--resume", action="store_true", help="同步时接着传附件内容")
    parser.add_argument("--reason", metavar="TEXT", help="取出的用途，记入审计，不写居民姓名")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """One of the five acts."""
    wanted = 0 if arguments.of or arguments.pause or arguments.resume else 1 if arguments.out else 3
    if len(arguments.what) != wanted:
        raise CommandProblem("写法：attach visit|referral 编号 文件，attach --list 编号，attach --out 文件 指纹")
    with opened(arguments) as database:
        if arguments.of:
            return _list(database, arguments)
        if arguments.out:
            return _take_out(database, arguments)
        if arguments.pause or arguments.resume:
            with database.write() as connection:
                blobs.set_paused(connection, arguments.pause)
            return 0
        return _add(database, arguments)


def _add(database: Database, arguments: argparse.Namespace) -> int:
    # Qt's picture code is large and only this act needs it.
    from clinic_app.desktop.picture import prepared

    parent, record_id, name = arguments.what
    try:
        with open(name, "rb") as stream:
            raw = stream.read(MOST_READ + 1)
    except OSError:
        raise CommandProblem(f"文件打不开：{name}") from None
    title = Path(name).name if arguments.title is None else arguments.title
    try:
        done = attach(database, parent, record_id, prepared(raw), title)
    except (Refused, ContentRefused) as refusal:
        raise CommandProblem(f"没有加上，什么也没有保存：{refusal}") from None
    if arguments.json:
        print_json({"ok": True, "id": done.id, "type": done.type, "sha256": done.sha256})
    else:
        print(f"已保存在本机：{done.type} {done.id}\n内容指纹 {done.sha256}")
    return 0


def _list(database: Database, arguments: argparse.Namespace) -> int:
    with database.shown() as connection:
        rows = [row for parent in TYPE_OF for row in attachments_of(connection, parent, arguments.of)]
    for row in rows:
        if arguments.json:
            print_json(_as_json(row))
        else:
            print(f"{row.sha256}  {row.media_type}  {row.size}  {STATES[row.state]}  {row.title}")
    return 0


def _as_json(row: AttachmentRow) -> dict[str, Any]:
    names = ("id", "type", "sha256", "media_type", "size", "title", "state")
    return {name: getattr(row, name) for name in names}


def _take_out(database: Database, arguments: argparse.Namespace) -> int:
    with database.shown() as connection:
        named = attachments_naming(connection, arguments.what[0])
        raw = blobs.read_content(connection, arguments.what[0])
    if not named:
        raise CommandProblem("本机没有这个指纹的附件，没有写文件")
    if raw is None:
        raise CommandProblem("这个附件的内容还没收到，没有写文件；同步后再试")
    path = Path(arguments.out)
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(raw)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise CommandProblem(f"文件写不进去：{path}") from None
    note_seen(database, named[0].id, "export", reason=arguments.reason or "")
    if arguments.json:
        print_json({"out": str(path), "size": len(raw), "media_type": named[0].media_type})
    else:
        print(f"已存为 {path}")
    return 0
