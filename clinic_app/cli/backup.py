"""`backup` and `restore`: one encrypted file."""

from __future__ import annotations

import argparse
from pathlib import Path

from clinic_app.cli.session import CommandProblem, opened, print_json, read_password
from clinic_app.store.backup import accounts_in, backup, restore


def add_backup_options(parser: argparse.ArgumentParser) -> None:
    """What `backup` takes."""
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.set_defaults(run=run_backup)


def add_restore_options(parser: argparse.ArgumentParser) -> None:
    """What `restore` takes."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace) -> int:
    """Write the backup and say where."""
    with opened(arguments) as database:
        backup(database, arguments.out)
    if arguments.json:
        print_json({"backup": str(arguments.out), "bytes": arguments.out.stat().st_size})
    else:
        print(f"已备份：{arguments.out}")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Restore into the data folder, after proving that the copy opens with the password."""
    user = arguments.user or _only_account(arguments.file)
    restore(arguments.file, arguments.data, user, read_password(arguments))
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
