"""What stands under the search box: the rows of an answer, of whom one opened last, of what can be done with one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.allowed import may_open
from clinic_app.desktop.commands import Command
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.paper import paper_title
from clinic_app.desktop.words import masked_identity, masked_phone
from clinic_app.records.permission import Act
from clinic_app.store.hits import Hit
from clinic_app.store.search import Group

IDENTITY = "身份证号"
SYMBOLS = {"resident": "person", "household": "household", "referral": "referral"}
OF_A_PERSON = ("summary", "basic-information")
"""The papers of a person that need no visit and are wanted most."""


class Kind(Enum):
    """What a row is for."""

    HEAD = "head"
    """The name of a group: nobody chooses it."""
    FOUND = "found"
    MORE = "more"
    """The others of a kind."""
    DEED = "deed"
    NOTE = "note"
    """Words only."""


@dataclass(frozen=True)
class FoundRow:
    """One row. `place` or `act` is what Enter does, `visit` what Ctrl+Enter does; `hit` has further deeds."""

    kind: Kind
    title: str
    subtitle: str = ""
    side: str = ""
    symbol: str = ""
    place: Place | None = None
    act: Callable[[], object] | None = None
    visit: Place | None = None
    hit: Hit | None = None
    of_kind: str = ""

    @property
    def chosen(self) -> bool:
        """Whether the arrows stop here."""
        return self.kind in (Kind.FOUND, Kind.MORE, Kind.DEED)

    @property
    def words(self) -> str:
        """All of it, as it is read aloud."""
        return "　".join(each for each in (self.title, self.subtitle, self.side) if each)


def _tr(text: str) -> str:
    return QCoreApplication.translate("found", text)


def kind_words() -> dict[str, str]:
    """The groups by kind."""
    return {"resident": _tr("居民"), "household": _tr("家庭"), "referral": _tr("转诊单")}


def answer_rows(desk: Desk, groups: Sequence[Group], named: Sequence[Command], *, exact: bool) -> list[FoundRow]:
    """An answer by groups; a page or act that was named exactly stands first."""
    rows: list[FoundRow] = []
    for group in groups:
        rows.append(FoundRow(Kind.HEAD, kind_words()[group.kind]))
        rows += [_of_hit(desk, hit) for hit in group.hits]
        if group.more:
            words = _tr("还有更多{kind}").format(kind=kind_words()[group.kind])
            rows.append(FoundRow(Kind.MORE, words, symbol="add", of_kind=group.kind))
    deeds = [FoundRow(Kind.HEAD, _tr("页面和操作")), *map(_of_command, named)] if named else []
    return [*deeds, *rows] if exact else [*rows, *deeds]


def recent_rows(desk: Desk, hits: Sequence[Hit]) -> list[FoundRow]:
    """Whom one opened last."""
    shown = [_of_hit(desk, hit) for hit in hits]
    return [FoundRow(Kind.HEAD, _tr("最近打开")), *shown] if shown else []


def deed_rows(desk: Desk, hit: Hit) -> list[FoundRow]:
    """What can be done with what was found, by what the person at the keyboard may do."""
    offered = {"resident": _of_person, "household": _of_household, "referral": _of_slip}[hit.type](hit)
    allowed = [
        FoundRow(Kind.DEED, words, symbol=symbol, place=place, side=key)
        for words, symbol, place, key in offered
        if may_open(desk, place.page) and (place.page != "paper" or desk.may(Act.PRINT, hit.type))
    ]
    return [FoundRow(Kind.HEAD, hit.title), *allowed]


def nothing_found() -> list[FoundRow]:
    """What to try instead."""
    return [FoundRow(Kind.NOTE, _tr("没有找到。可换拼音首字母、身份证后四位或门牌号再试"), symbol="note")]


def asked_elsewhere(number: str) -> list[FoundRow]:
    """A slip that this laptop does not have: the county may."""
    words = _tr("本机没有这张转诊单，回车向县平台查")
    return [FoundRow(Kind.FOUND, words, symbol="sync", place=Place("slip", "", {"number": number}))]


Deed = tuple[str, str, Place, str]


def _of_person(hit: Hit) -> list[Deed]:
    return [
        (_tr("看一览"), "person", Place("resident", hit.id), "Enter"),
        (_tr("随访"), "edit", Place("visit", hit.id), "Ctrl+Enter"),
        (_tr("转诊"), "referral", Place("refer", hit.id), ""),
        *((_print_words(kind), "print", Place("paper", hit.id, {"kind": kind}), "") for kind in OF_A_PERSON),
        (_tr("改档案"), "file", Place("resident_form", hit.id), ""),
        (_tr("签约与履约"), "good", Place("contract", hit.id), ""),
        (_tr("没联系上"), "phone", Place("attempt", hit.id), ""),
    ]


def _of_household(hit: Hit) -> list[Deed]:
    return [
        (_tr("看这一户"), "household", Place("households", hit.id), "Enter"),
        (_tr("全家随访"), "edit", Place("bundle", hit.id), "Ctrl+Enter"),
        (_print_words("family"), "print", Place("paper", hit.id, {"kind": "family"}), ""),
        (_tr("改这一户"), "file", Place("household_form", hit.id), ""),
    ]


def _of_slip(hit: Hit) -> list[Deed]:
    return [
        (_tr("看转诊"), "referral", Place("referrals", hit.id, {"slip": True}), "Enter"),
        (_print_words("referral"), "print", Place("paper", hit.id, {"kind": "referral"}), ""),
    ]


def _print_words(kind: str) -> str:
    return _tr("打印{paper}").format(paper=paper_title(kind))


def _of_hit(desk: Desk, hit: Hit) -> FoundRow:
    places = {"resident": "resident", "household": "households", "referral": "referrals"}
    # Whoever looks for a referral by its number has the slip in hand.
    place = Place(places[hit.type], hit.id, {"slip": True} if hit.type == "referral" else {})
    visits = {"resident": "visit", "household": "bundle"}
    visit = visits.get(hit.type)
    begin = Place(visit, hit.id) if visit and may_open(desk, visit) else None
    side = "　".join(each for each in (_number(hit), hit.why) if each)
    return FoundRow(
        Kind.FOUND, hit.title, hit.subtitle, side, SYMBOLS[hit.type], place, visit=begin, hit=hit, of_kind=hit.type
    )


def _number(hit: Hit) -> str:
    """Masked: the one that was found, else the telephone."""
    if hit.why == IDENTITY or not hit.phone:
        return masked_identity(hit.id_no)
    return masked_phone(hit.phone)


def _of_command(command: Command) -> FoundRow:
    return FoundRow(
        Kind.FOUND, command.words, side=command.key, symbol=command.symbol, place=command.place, act=command.act
    )
