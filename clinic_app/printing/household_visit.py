"""入户走访记录表: one household on one sheet, below it the card that stays with the family.

There is no national form; the sheet follows what is usual at clinics and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from clinic_app.printing.blocks import Block, BlockForm, Item
from clinic_app.printing.cells import Part, code_boxes
from clinic_app.printing.declared import day_pieces, headings, words
from clinic_app.printing.form_head import LEFT, RIGHT, FormHead
from clinic_app.printing.sheet import DASHES, Sheet
from clinic_app.printing.text import BODY, Piece, fit_field

FORM = "入户走访记录表"
MARK = "非国家表"
KEY_GROUPS = (
    "65岁以上",
    "高血压",
    "糖尿病",
    "孕产妇",
    "0～6岁儿童",
    "残疾人",
    "严重精神障碍",
    "肺结核",
    "慢阻肺",
    "低收入",
)
SATISFACTION = ("很不满意", "不满意", "一般", "满意", "很满意")
SHARES = (1.0, 0.5, 0.5, 0.75, 1.9, 1.25)
TITLES = ("姓名", "性别", "年龄", "与户主关系", "重点人群", "今日服务")
MEMBERS = 6
CARD_HEIGHT = 58.0
TEAM_LINES = 4


@dataclass(frozen=True)
class MemberLine:
    """One person of the household, in words."""

    name: str
    sex: str = ""
    age: str = ""
    relation: str = ""
    groups: tuple[str, ...] = ()
    services: str = ""


@dataclass(frozen=True)
class Team:
    """Who comes: the clinic, its telephone, names with telephones, where to complain."""

    clinic: str = ""
    phone: str = ""
    people: tuple[tuple[str, str], ...] = ()
    complaints: str = ""


@dataclass(frozen=True)
class HouseholdVisit:
    """What the sheet says before anybody is at the door."""

    head_name: str
    address: str
    phone: str = ""
    day: date | None = None
    members: tuple[MemberLine, ...] = ()
    team: Team = field(default_factory=Team)


def household_visit_form(visit: HouseholdVisit) -> BlockForm:
    """The record sheet with the leave-behind card at its foot."""
    blocks = (
        Block("", (Item("走访日期", ((Part(day_pieces(visit.day)), _labelled("家庭电话", visit.phone)),)),)),
        Block("家庭成员", (Item("", _members(visit.members)),)),
        Block("", (_key_groups(visit.members), *_record())),
    )
    head = FormHead(FORM, visit.head_name, visit.address, MARK, name_label="户主", number_label="住址")

    def card(sheet: Sheet, top: float) -> None:
        draw_contact_card(sheet, top, visit.team)

    return BlockForm(head, blocks, label=26.0, size=11.0, foot_height=CARD_HEIGHT, foot=card)


def _members(members: Sequence[MemberLine]) -> tuple[tuple[Part, ...], ...]:
    lines = [headings(*TITLES, shares=SHARES)]
    for each in [*members, *[MemberLine("")] * (MEMBERS - len(members))]:
        cells = (each.name, each.sex, each.age, each.relation, "、".join(each.groups), each.services)
        lines.append(tuple(words(text, share=share, middle=True) for text, share in zip(cells, SHARES, strict=True)))
    return tuple(lines)


def _key_groups(members: Sequence[MemberLine]) -> Item:
    """The groups of the whole household, ticked as far as the files say."""
    found = {group for each in members for group in each.groups}
    pieces = [
        piece
        for group in KEY_GROUPS
        for piece in (Piece(("■" if group in found else "□") + group, whole=True), Piece("  "))
    ]
    return Item("重点人群", ((Part(tuple(pieces)),),))


def _record() -> tuple[Item, ...]:
    degrees = "  ".join(f"{place}{word}" for place, word in enumerate(SATISFACTION, 1))
    return (
        Item("今日服务内容", ((_room(30.0),),)),
        Item("健康教育主题", ((_room(15.0),),)),
        Item("需求和意见", ((_room(30.0),),)),
        Item("满意度", ((Part((Piece(degrees),), code_boxes([])),),)),
        Item("走访人员签名", ((_room(13.0), Part((Piece("居民签名："), Piece("", True, 40.0)))),)),
    )


def _room(high: float) -> Part:
    """An empty cell to write in."""
    return Part(high=high)


def _labelled(label: str, value: str) -> Part:
    return Part((Piece(f"{label} "), Piece(value, True, 30.0)))


def draw_contact_card(sheet: Sheet, top: float, team: Team) -> None:
    """Under a cut line: clinic, names and telephones, the line for complaints; blanks where nothing is known."""
    sheet.text(LEFT - 6.0, top + 6.6, "✂", 13.0)
    sheet.line(LEFT, top + 5.0, 84.0, top + 5.0, weight=0.7, dash=DASHES)
    sheet.text(105.0, top + 6.3, "裁下留给居民", 10.0, align="middle")
    sheet.line(126.0, top + 5.0, RIGHT, top + 5.0, weight=0.7, dash=DASHES)
    sheet.box(LEFT + 18.0, top + 10.0, 150.0, CARD_HEIGHT - 12.0)
    sheet.text(105.0, top + 17.0, "家庭医生服务联系卡", 14.0, bold=True, align="middle")
    y = _line(sheet, top + 24.5, "机构", team.clinic, LEFT + 22.0, 92.0)
    _line(sheet, top + 24.5, "电话", team.phone, LEFT + 117.0, 48.0)
    people = [*team.people[:TEAM_LINES], *[("", "")] * (TEAM_LINES - len(team.people))]
    for place, (name, phone) in enumerate(people):
        x = LEFT + 22.0 + (place % 2) * 73.0
        _line(sheet, y + (place // 2) * 7.6, "姓名", name, x, 32.0)
        _line(sheet, y + (place // 2) * 7.6, "电话", phone, x + 33.0, 37.0)
    _line(sheet, y + 15.2, "监督投诉电话", team.complaints, LEFT + 22.0, 92.0)


def _line(sheet: Sheet, y: float, label: str, value: str, x: float, width: float) -> float:
    """`label ____` within `width`; what is too long is shortened, the sheet above says it in full. Returns the next."""
    start = x + sheet.text(x, y, label, BODY) + 1.5
    fitted = fit_field(value, x + width - start - 1.0, lines=1)
    sheet.line(start, y + 1.3, x + width, y + 1.3)
    sheet.atoms(start + 0.5, y, fitted.lines[0], fitted.size)
    return y + 7.6
