"""What every county command begins with: which database, and how it answers."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

ACTOR = "administrator"
DATABASE_VARIABLE = "CLINIC_APP_COUNTY_DATABASE"


def add_database_options(options: argparse.ArgumentParser) -> None:
    """The options that name the database."""
    options.add_argument(
        "--database",
        metavar="URL",
        default=argparse.SUPPRESS,
        help=f"PostgreSQL 的地址；里面有密码时改用 --database-file 或环境变量 {DATABASE_VARIABLE}",
    )
    options.add_argument(
        "--database-file", metavar="F", type=Path, default=argparse.SUPPRESS, help="从文件读 PostgreSQL 的地址"
    )
    options.add_argument(
        "--embedded", metavar="DIR", type=Path, default=argparse.SUPPRESS, help="用这个文件夹里的内嵌 PostgreSQL"
    )
    options.add_argument(
        "--county", metavar="CODE", default=argparse.SUPPRESS, help="县代码；数据库里只有一个县时可省，新库默认990101"
    )


@contextmanager
def database_url(arguments: argparse.Namespace) -> Iterator[str]:
    """The URL of the database, its own or an embedded one's. Raises CountyProblem."""
    from clinic_app.county.embedded import embedded_database
    from clinic_app.county.problems import CountyProblem

    url, file, folder = (getattr(arguments, name, None) for name in ("database", "database_file", "embedded"))
    # Taken out of the environment, so that no child process and no crash report holds it.
    said = os.environ.pop(DATABASE_VARIABLE, None)
    given = [each for each in (url, file, folder) if each is not None]
    if len(given) > 1 or not (given or said):
        raise CountyProblem(
            f"用 --database URL 或 --embedded DIR 指明县数据库（两者之一）；"
            f"也可用 --database-file F 或 {DATABASE_VARIABLE}"
        )
    if folder is None:
        if url is not None and _has_password(url):
            print(f"命令行里的密码这台机器上的人都看得到，改用 --database-file 或 {DATABASE_VARIABLE}", file=sys.stderr)
        yield str(url) if url is not None else _read_url(file) if file is not None else str(said)
        return
    with embedded_database(folder) as found:
        yield found


def _read_url(file: Path) -> str:
    from clinic_app.county.problems import CountyProblem

    try:
        found = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        found = ""
    if not found or "\n" in found:
        raise CountyProblem(f"文件里应有一行数据库地址：{file}，什么也没有改动")
    return found


def _has_password(url: str) -> bool:
    from psycopg import ProgrammingError, conninfo

    try:
        return bool(conninfo.conninfo_to_dict(url).get("password"))
    except ProgrammingError:
        return False


@contextmanager
def opened(arguments: argparse.Namespace, *, create: bool = False) -> Iterator[Any]:
    """The county of the command. Raises CountyProblem."""
    from clinic_app.county.database import open_county

    with database_url(arguments) as url:
        database = open_county(url, getattr(arguments, "county", None), create=create)
        try:
            yield database
        finally:
            database.close()


def add_second_person(parser: argparse.ArgumentParser) -> None:
    """`--second`: the other administrator."""
    parser.add_argument("--second", metavar="NAME", help="有两位管理员时，由另一位确认")
    parser.add_argument("--second-password-file", metavar="FILE", help="从文件读这位管理员的密码，- 表示标准输入")


def reason_with_second(database: Any, arguments: argparse.Namespace) -> str:
    """The reason of an export of everything, and who confirmed it. Raises CountyProblem, Refusal, CommandProblem."""
    from clinic_app.cli.four_eyes import second_password
    from clinic_app.county.second_person import confirmed

    password = "" if arguments.second is None else second_password(arguments)
    told = confirmed(database, arguments.second, password)
    if arguments.second is None:
        print("县平台没有两位管理员，没有第二个人确认，审计里已注明", file=sys.stderr)
    return " ".join(part for part in (arguments.reason, told) if part)


def say(arguments: argparse.Namespace, value: Any, text: str) -> None:
    """Print a value as JSON or as its sentence."""
    if getattr(arguments, "json", False):
        text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
    print(text, flush=True)


def write_whole(path: Path, lines: Iterable[bytes]) -> None:
    """A file that gets its name only when it is complete."""
    from clinic_app.county.problems import CountyProblem

    part = path.with_name(path.name + ".part")
    try:
        with open(part, "wb") as out:
            out.writelines(lines)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise CountyProblem(f"文件写不进去：{path}") from None
