"""`claim`: bring a person over who was on file in another village and lives here now."""

from __future__ import annotations

import argparse

from clinic_app.care import claim as act
from clinic_app.care.entry import EntryProblem
from clinic_app.cli.session import CommandProblem, opened, print_json
from clinic_app.records.code_list import SEX
from clinic_app.records.resident import ID_TYPE, RESIDENT_CARD
from clinic_app.store.looked_up import LookedUp
from clinic_app.store.queries.reference import village_name
from clinic_app.sync.lookup import look_up

NOBODY = "县平台没有证件号码和姓名都相同的居民，没有保存；核对后再查，或在本村新建档案"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `claim` takes."""
    parser.description = (
        "要联网。先显示查到的人；不加 --village 只查不迁。迁入保存后同步，档案就到本机，原村会收到通知。"
    )
    parser.add_argument("--id-no", required=True, metavar="N", help="证件号码，写全")
    parser.add_argument("--name", required=True, metavar="NAME", help="姓名，写全")
    codes = "、".join(f"{each.code} {each.label}" for each in ID_TYPE)
    parser.add_argument(
        "--id-type", default=RESIDENT_CARD, metavar="CODE", choices=[each.code for each in ID_TYPE],
        help=f"证件类别（默认 {RESIDENT_CARD}）：{codes}",
    )  # fmt: skip
    parser.add_argument("--village", metavar="CODE", help="迁到哪个村（12位，本单位负责的村）")
    parser.add_argument("--reason", metavar="TEXT", help="迁入的原因")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Look the person up, tell who it is, and claim when a village is given."""
    if arguments.village and not (arguments.reason or "").strip():
        raise CommandProblem("用 --reason 写明迁入的原因，没有查找")
    with opened(arguments) as database:
        found = look_up(database, arguments.id_no, arguments.name, arguments.id_type)
        if found is None:
            raise CommandProblem(NOBODY)
        with database.shown() as connection:
            place = village_name(connection, found.village_code)
        mid = None
        if not arguments.json:
            print(_words(found, place))
        if arguments.village:
            try:
                mid = act.claim(database, found.resident_id, arguments.village, arguments.reason)
            except EntryProblem as problem:
                raise CommandProblem(str(problem)) from None
    if arguments.json:
        known = {name: getattr(found, name) for name in ("name", "sex", "birth_date", "village_code")}
        print_json({"id": found.resident_id, **known, "organisation": found.organisation_name, "mid": mid})
    elif mid:
        print("迁入已保存，同步后档案就到本机")
    return 0


def _words(found: LookedUp, place: str) -> str:
    sex = next((each.label for each in SEX if each.code == found.sex), "")
    where = "　".join(part for part in (place or found.village_code, found.organisation_name) if part)
    return f"{found.name}　{sex}　{found.birth_date}　现在：{where}"
