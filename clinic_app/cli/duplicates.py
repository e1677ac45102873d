"""`duplicates`: files that may be of one person; say that they are, that they are not, or take it back."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from clinic_app.care.entry import EntryProblem
from clinic_app.care.identity import different, link, open_duplicates, unlink
from clinic_app.cli import four_eyes
from clinic_app.cli.session import CommandProblem, common_options, opened, print_json
from clinic_app.store.queries.identity import candidate, links_of


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `duplicates` takes: its acts."""
    parents = [common_options(suppress=True)]
    acts = parser.add_subparsers(title="动作", metavar="list|link|different|unlink", required=True)
    lister = acts.add_parser("list", parents=list(parents), help="列出疑似重复的档案")
    lister.set_defaults(run=run_list)
    linker = acts.add_parser("link", parents=list(parents), help="确认是同一人：第一份关联到 --to 这一份")
    linker.add_argument("id", metavar="ID", help="疑似重复的编号，或要关联的居民")
    linker.add_argument("--to", required=True, metavar="RESIDENT", help="代表两份档案的居民")
    four_eyes.add_options(linker)
    other = acts.add_parser("different", parents=list(parents), help="确认不是同一人，不再提示")
    other.add_argument("id", metavar="ID", help="疑似重复的编号")
    undo = acts.add_parser("unlink", parents=list(parents), help="取消关联，两份档案恢复原样")
    undo.add_argument("id", metavar="RESIDENT", help="关联在一起的任一居民")
    for act, run in ((linker, run_link), (other, run_different), (undo, run_unlink)):
        act.add_argument("--reason", required=True, metavar="TEXT", help="依据")
        act.set_defaults(run=run)


def run_list(arguments: argparse.Namespace) -> int:
    """Print the open ones, the newest first."""
    with opened(arguments) as database, database.shown() as connection:
        for each in open_duplicates(connection):
            if arguments.json:
                print_json({"id": each.id, "why": each.why, "people": [dict(person) for person in each.people]})
            else:
                people = "　".join(_words(person) for person in each.people)
                print(f"{each.id}  {each.why}  {people}")
    return 0


def run_link(arguments: argparse.Namespace) -> int:
    """Link the other file of a candidate, or a resident, to the one that stands for both."""
    with opened(arguments) as database:
        with database.shown() as connection:
            found = candidate(connection, arguments.id)
        others = [each for each in found.resident_ids if each != arguments.to] if found else [arguments.id]
        if found and (arguments.to not in found.resident_ids or len(others) != 1):
            raise CommandProblem("--to 要是这条疑似重复里的一份档案，没有关联")
        second = four_eyes.second_person(database, arguments)
        with _said():
            of = found.id if found else ""
            link_id = link(database, others[0], arguments.to, arguments.reason, of, second=second)
    _tell(arguments, {"link": link_id}, "已关联为同一人")
    return 0


def run_different(arguments: argparse.Namespace) -> int:
    """Say that a candidate is two people."""
    with opened(arguments) as database, _said():
        different(database, arguments.id, arguments.reason)
    _tell(arguments, {"different": arguments.id}, "已记为不是同一人")
    return 0


def run_unlink(arguments: argparse.Namespace) -> int:
    """Take every link of a person's files back."""
    with opened(arguments) as database:
        with database.shown() as connection:
            links = links_of(connection, arguments.id)
        if not links:
            raise CommandProblem("这位居民没有关联的档案，什么也没有改动")
        with _said():
            for each in links:
                unlink(database, each.id, arguments.reason)
    _tell(arguments, {"unlinked": [each.id for each in links]}, "已取消关联")
    return 0


@contextmanager
def _said() -> Iterator[None]:
    """A refused act as the command's sentence."""
    try:
        yield
    except EntryProblem as problem:
        raise CommandProblem(str(problem)) from None


def _words(person: Any) -> str:
    return f"{person.get('name', '')}（{person.get('birth_date', '')}，{person.get('village_code', '')}）"


def _tell(arguments: argparse.Namespace, value: dict[str, Any], words: str) -> None:
    if arguments.json:
        print_json(value)
    else:
        print(words)
