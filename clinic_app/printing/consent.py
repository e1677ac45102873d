"""转诊知情同意书: what the patient is told before a transfer, and whether she agrees. A local form, not a national one.

What it tells follows the forms of county alliances (V2): reason and place, risks on the way, alternatives, cost, who
sees the record; in an emergency treatment comes first and the signature later (R-05).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from clinic_app.printing.leaf import Leaf, Paragraph, draw_leaf, said
from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.referral import ReferralSlip
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import Area, Cell, draw_day, draw_row, draw_signature
from clinic_app.printing.text import Piece
from clinic_app.records.referral import CONSENT

TITLE = "转诊知情同意书"
TOLD = (
    "一、根据目前病情和本单位的条件，建议转到上述机构进一步诊治，理由和病情已由医生讲明。",
    "二、转诊由患者自愿决定。也可以不转诊或到其他机构就诊；不转诊可能延误诊断和治疗。",
    "三、途中病情可能变化，严重时有生命危险；医生已说明途中的注意事项和护送安排。",
    "四、接收机构会按病情重新检查和安排治疗，结果可能和目前的判断不同。",
    "五、转诊单上的个人信息和病历资料会交给接收机构和县医共体的转诊管理人员，只用于诊治和随访。",
    "六、费用和医保报销由接收机构按规定结算，转诊时告知的费用是估算。",
)
LATER = "急诊或绿色通道先救治的，由患者或家属在病情允许后补签。"
TICK, EMPTY = "√", "□"
AGREE_WORDS = {"agree": "同意转诊", "refuse": "不同意转诊，后果已知晓", "later": "先救治，后补签"}


@dataclass(frozen=True)
class ConsentForm:
    """The consent form of a referral as one of several papers in a document."""

    slip: ReferralSlip
    large: bool = False

    @property
    def title(self) -> str:
        """The form's name."""
        return TITLE

    def draw(self, sheet: Sheet) -> None:
        """The form, on a second page only where it is very long."""
        usual = 13.0 if not sheet.paper.low else 11.0
        draw_leaf(sheet, _leaf(self.slip, sheet.paper), largest=usual + (2.0 if self.large else 0.0))


def consent_pdf(
    slip: ReferralSlip, *, paper: Paper = A4, practice: bool = False, reprint: bool = False, large: bool = False
) -> bytes:
    """The PDF of the consent form of a referral; what was answered is ticked, the signatures are for ink."""
    sheet = Sheet(paper, f"{TITLE} {slip.number}", practice=practice, reprint=reprint)
    ConsentForm(slip, large).draw(sheet)
    return sheet.finish()


def _leaf(slip: ReferralSlip, paper: Paper) -> Leaf:
    low = paper.low
    told = [Paragraph(said(line)) for line in TOLD]
    return Leaf(
        TITLE,
        slip.number,
        (Paragraph(_patient(slip)), *told, Paragraph(said(LATER)), Paragraph(_choice(slip))),
        foot_height=26.0 if low else 62.0,
        foot=_foot(slip),
    )


def _patient(slip: ReferralSlip) -> tuple[Piece, ...]:
    return (
        Piece("经"), Piece(slip.from_org, True, 40.0),
        Piece("医生诊察，患者"), Piece(slip.patient_name, True, 28.0),
        Piece("，性别"), Piece(slip.sex, True, 10.0),
        Piece("，年龄"), Piece(slip.age, True, 14.0),
        Piece("，初步印象"), Piece(slip.initial_impression, True, 50.0),
        Piece("，拟转入"), Piece(f"{slip.to_org} {slip.to_dept}".strip(), True, 60.0),
        Piece("。"),
    )  # fmt: skip


def _choice(slip: ReferralSlip) -> tuple[Piece, ...]:
    """The three answers with a tick at the one that was given."""
    pieces = [Piece("我已听明白以上内容，决定：", bold=True)]
    for option in CONSENT:
        box = TICK if option.code == slip.consent_choice else EMPTY
        pieces += [Piece("　"), Piece(f"{box}{AGREE_WORDS.get(option.code, option.label)}", whole=True)]
    return tuple(pieces)


def _foot(slip: ReferralSlip) -> Callable[[Sheet, Area], None]:
    """Signatures of patient or family and of the doctor, each with its date."""

    def draw(sheet: Sheet, area: Area) -> None:
        row, size = (8.0, 11.0) if sheet.paper.low else (14.0, 12.0)
        left, right = replace(area, right=area.middle - 2.0), replace(area, left=area.middle + 2.0)
        y = area.top + row * 0.8
        draw_signature(sheet, left.left, y, "患者或家属（签字）：", left.right, size)
        draw_row(sheet, right, y, [Cell("与患者关系：", slip.consent_relation, 60.0)], size)
        draw_row(sheet, left, y + row, [Cell("联系电话：", slip.consent_phone, 60.0)], size)
        draw_day(sheet, area.right, y + row, None, size)
        draw_signature(sheet, left.left, y + 2 * row, "医生（签字）：", left.right, size)
        draw_day(sheet, area.right, y + 2 * row, None, size)

    return draw
