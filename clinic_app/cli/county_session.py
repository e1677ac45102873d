"""What every county command begins with: which database, and how it answers."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

ACTOR = "administrator"


def add_database_options(options: argparse.ArgumentParser) -> None:
    """The options that name the database."""
    options.add_argument("--database", metavar="URL", default=argparse.SUPPRESS, help="PostgreSQL 的地址")
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

    url, folder = getattr(arguments, "database", None), getattr(arguments, "embedded", None)
    if (url is None) == (folder is None):
        raise CountyProblem("用 --database URL 或 --embedded DIR 指明县数据库（两者之一）")
    if folder is None:
        yield str(url)
        return
    with embedded_database(folder) as found:
        yield found


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
