"""`backup` and `restore`: one encrypted file."""

from __future__ import annotations

import argparse
from pathlib import Path

from clinic_app.cli.session import CommandProblem, opened, own_folder, print_json, read_password
from clinic_app.cli.watching import watched
from clinic_app.clock import instant_text
from clinic_app.store.backup import accounts_in, backup, closing_backup, last_backup, restore
from clinic_app.store.database import Database
from clinic_app.store.rehearsal import rehearse
from clinic_app.store.second_place import carry_to_second_place, last_at_second_place, second_place, set_second_place


def add_backup_options(parser: argparse.ArgumentParser) -> None:
    """What `backup` takes."""
    parser.add_argument("out", type=Path, metavar="OUT", nargs="?", help="备份成这个文件")
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--daily", action="store_true", help="更新本机今天的备份，并送到第二处")
    acts.add_argument(
        "--rehearse",
        metavar="FILE",
        nargs="?",
        const="",
        help="演练：恢复到试验文件夹，与数据比对后删掉；不写文件就用今天的",
    )
    acts.add_argument("--second-place", metavar="DIR", help="每天和退出时也备份到这个文件夹（U盘、另一块磁盘、共享）")
    acts.add_argument("--no-second-place", action="store_true", help="不再备份到第二处")
    parser.set_defaults(run=run_backup)


def add_restore_options(parser: argparse.ArgumentParser) -> None:
    """What `restore` takes."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--county", metavar="CODE", default="", help="只要这个县平台的备份，别的县的拒绝")
    parser.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace) -> int:
    """Write the backup and say where; or one of the acts about the daily copies."""
    acts = (arguments.daily, arguments.rehearse is not None, arguments.second_place, arguments.no_second_place)
    if (arguments.out is not None) == any(acts):
        raise CommandProblem("写一个文件名，或者 --daily、--rehearse、--second-place、--no-second-place 中的一个")
    with opened(arguments) as database:
        if arguments.rehearse is not None:
            return _rehearse(database, arguments)
        if arguments.second_place or arguments.no_second_place:
            set_second_place(database, Path(arguments.second_place) if arguments.second_place else None)
            return 0
        if arguments.daily:
            return _keep_daily(database, arguments)
        with watched() as watch:
            backup(database, arguments.out, watch)
    if arguments.json:
        print_json({"backup": str(arguments.out), "bytes": arguments.out.stat().st_size})
    else:
        print(f"已备份：{arguments.out}")
    return 0


def _keep_daily(database: Database, arguments: argparse.Namespace) -> int:
    with watched() as watch:
        closing_backup(database, watch=watch)
        carry_to_second_place(database, watch=watch)
    with database.read() as connection:
        place = second_place(connection)
    found = [last_backup(database.folder), last_at_second_place(place, database.folder) if place else None]
    paths = [str(each.path) for each in found if each]
    if arguments.json:
        print_json({"backups": paths})
    else:
        print("\n".join(paths))
    return 0


def _rehearse(database: Database, arguments: argparse.Namespace) -> int:
    with watched() as watch:
        found = rehearse(database, Path(arguments.rehearse) if arguments.rehearse else None, watch)
    if arguments.json:
        told = {"rows": found.rows, "rows_here": found.rows_here, "same": found.same}
        print_json({"backup": str(found.path), "created_at": instant_text(found.created_at), **told})
    else:
        words = "与现在的数据逐条一致" if found.same else f"现在有{found.rows_here}条，这份备份以后又有改动"
        print(f"演练成功：恢复出{found.rows}条记录，{words}；试验文件夹已删")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Restore into the data folder, after proving that the copy opens with the password."""
    folder = own_folder(arguments)
    user = arguments.user or _only_account(arguments.file)
    password = read_password(arguments)
    with watched() as watch:
        restore(arguments.file, folder, user, password, county=arguments.county, watch=watch)
    if arguments.json:
        print_json({"data": str(arguments.data)})
    else:
        print(f"已恢复到：{arguments.data}")
    return 0


def _only_account(file: Path) -> str:
    names = accounts_in(file)
    if len(names) != 1:
        raise CommandProblem(f"备份里有多个账户，用 --user 指定：{'、'.join(names)}")
    return names[0]
