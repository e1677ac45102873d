"""Drawing the papers of a referral, beside a bare page with the same words in the same face."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from functools import partial

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.figure import Figure, milliseconds
from benchmarks.workbench import Workbench
from clinic_app.printing import fonts
from clinic_app.printing.guide import guide_pdf
from clinic_app.printing.paper import A5, CONTINUOUS_140
from clinic_app.printing.referral import ReferralSlip, referral_pdf
from clinic_app.printing.referral_register import NAMES, RegisterPart, register_pdf
from clinic_app.protocol.slip_pack import MOST_DIGITS

LIMIT = 300.0
"""Milliseconds that a slip may take."""
CARRIER = "".join(str(number % 10) for number in range(MOST_DIGITS))
REGISTER_LINES = 60
SLIP = ReferralSlip(
    number="0012-00034-567-8",
    patient_name="李某𬎆",
    sex="女",
    age="68",
    record_no="990101001001-00123",
    home_address="演示县演示镇演示甲村三组12号",
    patient_phone="19900001234",
    referral_date=date(2026, 11, 22),
    to_org="演示县人民医院",
    to_dept="心血管内科",
    initial_impression="高血压2级，血压控制不满意",
    present_illness="连续两次随访血压控制不满意：11月8日168/102，11月22日172/104；晨起头痛一周，无胸痛、无肢体无力。",
    past_history="高血压12年；2型糖尿病4年；无手术史。",
    treatment_course="氨氯地平5mg每日一次，11月8日起加缬沙坦80mg每日一次，规律服药，低盐饮食已指导。",
    allergies="青霉素过敏",
    from_phone="0990-1000201",
    from_org="演示村甲卫生室",
    sign_date=date(2026, 11, 22),
    urgency="普通",
)
LONG = replace(SLIP, present_illness=SLIP.present_illness * 8)


def figures(bench: Workbench) -> list[Figure]:
    """Milliseconds for one paper after the faces are loaded."""
    with_code = partial(referral_pdf, SLIP, paper=A5, large=True, carrier=CARRIER)
    papers: list[tuple[str, Callable[[], bytes], float | None]] = [
        ("referral slip with stub", lambda: referral_pdf(SLIP), LIMIT),
        ("the same with a QR code, A5, large type", with_code, LIMIT),
        ("the same on continuous paper", lambda: referral_pdf(SLIP, paper=CONTINUOUS_140), LIMIT),
        ("the same with a history that needs a second page", lambda: referral_pdf(LONG), LIMIT),
        ("patient's guide", lambda: guide_pdf(SLIP), LIMIT),
        (f"month's register of {REGISTER_LINES} slips", _register, None),
    ]
    found = []
    for name, draw, limit in papers:
        draw()
        rounds = [(milliseconds(draw), milliseconds(_bare_page)) for _ in range(bench.size.repeats)]
        runs, bare = (tuple(each) for each in zip(*rounds, strict=True))
        found.append(Figure("slip", name, "ms", runs, "bare page, same words and face", bare, limit))
    return found


def _register() -> bytes:
    lines = [[str(number), *(f"{name}的内容" for name in NAMES[1:])] for number in range(1, REGISTER_LINES + 1)]
    return register_pdf([RegisterPart("转出", "转入单位、科室", lines, "")], SLIP.from_org, "2026年11月")


def _bare_page() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    canvas.setFont(fonts.initial_font(), 10)
    for line, words in enumerate(each for each in asdict(SLIP).values() if isinstance(each, str)):
        canvas.drawString(40, 800 - 20 * line, words)
    canvas.save()
    return target.getvalue()
