"""The local extensions of the slips as a county's data."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from clinic_app.printing.referral import ReferralSlip, referral_pdf
from clinic_app.printing.referral_return import ReturnSlip
from clinic_app.printing.slip_template import (
    FILE,
    SlipTemplateError,
    local_boxes,
    read_template,
    shipped_template,
    slip_template,
)
from clinic_app.records.copd import CopdFollowup
from clinic_app.records.form_definition import form_definition

from .reading import SLIP, assert_calm, text_of

OWN = """
version = "县一版"
[[out]]
label = "院方审批意见"
always = true
[[out]]
name = "allergies"
label = "药物过敏"
[[out]]
name = "unheard_of"
label = "没有的项目"
"""


def test_every_name_of_the_shipped_file_is_a_value_of_its_slip() -> None:
    shipped = shipped_template()
    out = {each.name for each in fields(ReferralSlip)}
    assert {line.name for line in (*shipped.out, *shipped.urgent)} <= out
    assert {line.name for line in shipped.back} <= {each.name for each in fields(ReturnSlip)}


def test_a_county_file_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(OWN, encoding="utf-8")
    template = slip_template(tmp_path)
    assert (template.version, template.problem) == ("县一版", "")
    pdf = referral_pdf(replace(SLIP, template=template))
    found = text_of(pdf)
    assert "院方审批意见：" in found
    assert f"药物过敏：{SLIP.allergies}" in found
    assert "接收安排" not in found
    assert "没有的项目" not in found
    assert_calm(pdf)


def test_a_broken_county_file_is_said_in_words_and_the_shipped_one_is_used(tmp_path: Path) -> None:
    for text in ("version = ", '[[out]]\nname = "allergies"', 'version = "1"\n[[out]]\nname = "allergies"'):
        (tmp_path / FILE).write_text(text, encoding="utf-8")
        template = slip_template(tmp_path)
        assert template.out == shipped_template().out
        assert FILE in template.problem
        with pytest.raises(SlipTemplateError):
            read_template(tmp_path / FILE)
    assert slip_template(tmp_path / "nowhere") == shipped_template()


def test_lines_without_words_are_left_out_unless_they_are_for_the_pen_and_neighbours_share_a_line() -> None:
    values = {"request": "检查", "booked_by": "家属", "results": "CT：未见出血"}
    boxes = local_boxes(shipped_template().out, lambda name: values.get(name, ""))
    assert [box.parts for box in boxes] == [
        (("过敏史：", ""),),
        (("接收安排：", ""),),
        (("请求：", "检查"), ("预约人：", "家属")),
        (("检查检验结果：", "CT：未见出血"),),
    ]


def test_the_file_is_no_form_of_a_programme() -> None:
    assert form_definition(CopdFollowup.declaration.name).record_type == "copd_followup"
