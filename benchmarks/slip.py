"""Drawing a referral slip, beside a bare page with the same words in the same face."""

from __future__ import annotations

import io
from dataclasses import asdict
from datetime import date

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.figure import Figure, milliseconds
from benchmarks.workbench import Workbench
from clinic_app.printing import fonts
from clinic_app.printing.referral import ReferralSlip, referral_pdf

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


def figures(bench: Workbench) -> list[Figure]:
    """Milliseconds for one page after the faces are loaded."""
    referral_pdf(SLIP)
    rounds = [(milliseconds(lambda: referral_pdf(SLIP)), milliseconds(_bare_page)) for _ in range(bench.size.repeats)]
    runs, bare = (tuple(each) for each in zip(*rounds, strict=True))
    return [Figure("slip", "referral slip with stub", "ms", runs, "bare page, same words and face", bare)]


def _bare_page() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    canvas.setFont(fonts.initial_font(), 10)
    for line, words in enumerate(each for each in asdict(SLIP).values() if isinstance(each, str)):
        canvas.drawString(40, 800 - 20 * line, words)
    canvas.save()
    return target.getvalue()
