"""Lines of the timeline in words, each kind of record once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clinic_app.desktop.entry_words import detail_groups, kind_words, line_words
from clinic_app.protocol.referral_events import fold
from clinic_app.store.queries.timeline import Entry, Part

NAMES = {"H1": "演示县人民医院", "V1": "演示村甲卫生室"}
TODAY = date(2026, 11, 22)
STEPS = (
    {"event": "issue", "organisation": "V1", "happened_at": "2026-11-20T01:00:00.000Z"},
    {"event": "accept", "organisation": "H1", "happened_at": "2026-11-20T03:00:00.000Z", "slot": "3诊室"},
)


def entry(kind: str, parts: tuple[Part, ...] = (), *, why: str = "", void: bool = False, **more: Any) -> Entry:
    steps, state = more.pop("steps", ()), more.pop("state", None)
    return Entry(f"{kind}:r:2026-11-20", kind, "r", "2026-11-20", more, parts, steps, state, void, why)


def part(kind: str, **fields: Any) -> Part:
    return Part(kind, "p", fields, False)


@pytest.mark.parametrize(
    ("shown", "kind", "line"),
    [
        (
            entry("visit", (part("hypertension_followup", classification="2"),
                            part("diabetes_followup", classification="1", fbg="6.4")),
                  visit_mode="2", sbp=152, dbp=96),
            "家庭随访", "152/96　血糖 6.4　高血压 控制不满意　2型糖尿病 控制满意",
        ),
        (entry("visit", visit_mode="3", outcome="3", outcome_reason="本人不愿"), "电话随访", "拒访　本人不愿"),
        (entry("visit", (part("health_examination", pulse_rate=70),), visit_mode="1"), "健康体检", "健康体检"),
        (
            entry("visit", (part("mental_followup", classification="1"),
                            part("elderly_assessment", self_care_grade="2"),
                            part("tuberculosis_followup", treatment_month=2)), visit_mode="1"),
            "门诊随访", "严重精神障碍 不稳定　老年人 轻度依赖　肺结核",
        ),
        (entry("encounter", assessment="上呼吸道感染", subjective="咳嗽"), "接诊记录", "上呼吸道感染"),
        (
            entry("consultation", reason="血压波动", consultants=[{"organisation": "演示县人民医院"}]),
            "会诊记录", "血压波动　演示县人民医院",
        ),
        (
            entry("referral", to_org="H1", to_dept="心内科", initial_impression="控制不满意",
                  state=fold({"to_org": "H1", "from_org": "V1"}, STEPS)),
            "转诊单", "转往 演示县人民医院心内科　已接收　控制不满意",
        ),
        (entry("return", from_org="H1", diagnosis="高血压3级"), "回转单", "演示县人民医院　高血压3级"),
        (entry("contact_attempt", channel="1", result="2", reason="关机"), "联系记录", "打电话　无人接听　关机"),
        (
            entry("contract", starts_on="2026-01-01", ends_on="2026-12-31", packages=["基本包"],
                  terminated_on="2026-06-01"),
            "签约协议", "2026-01-01 至 2026-12-31　基本包　2026-06-01解约",
        ),
        (entry("contract_service", item="血压测量"), "履约记录", "血压测量"),
        (entry("visit_attachment", media_type="image/png", title="药盒"), "随访附件", "图片　药盒"),
        (entry("chronic_registration", programme="copd", source="体检发现"), "慢病登记", "慢阻肺　体检发现"),
        (entry("mental_supplement", diagnosis="精神分裂症"), "严重精神障碍补充信息", "精神分裂症"),
    ],
)  # fmt: skip
def test_each_kind_says_what_it_is_and_what_was_found(shown: Entry, kind: str, line: str) -> None:
    assert kind_words(shown) == kind
    assert line_words(shown, NAMES) == line


def test_a_void_one_says_so_first_and_why() -> None:
    assert line_words(entry("encounter", assessment="感冒", void=True, why="重复录入"), NAMES) == (
        "已作废：重复录入　感冒"
    )
    assert line_words(entry("encounter", void=True), NAMES).startswith("已作废：未写原因")


def test_a_long_text_is_cut_in_the_line_and_whole_in_the_detail() -> None:
    shown = entry("encounter", assessment="长" * 60)
    assert line_words(shown, NAMES) == "长" * 40 + "…"
    assert detail_groups(shown, NAMES, TODAY) == [("", ["评估　" + "长" * 60])]


def test_the_detail_says_codes_as_words_and_why_something_was_not_measured() -> None:
    shown = entry(
        "visit", (part("hypertension_followup", symptoms=["2"], adherence="1"),), visit_mode="1", sbp=152,
        provenance={"sbp": "device"}, not_measured={"weight": "2"}, resident_id="nobody",
    )  # fmt: skip
    assert detail_groups(shown, NAMES, TODAY) == [
        ("", ["随访方式　门诊", "收缩压　152 mmHg", "体重　未测（没带设备）"]),
        ("高血压随访", ["症状　头痛头晕", "服药依从性　规律"]),
    ]


def test_a_referral_tells_its_steps_with_time_place_and_slot() -> None:
    shown = entry("referral", to_org="H1", from_org="V1", steps=STEPS)
    groups = detail_groups(shown, NAMES, TODAY)
    assert groups[0] == ("", ["转出单位　演示村甲卫生室", "转入单位　演示县人民医院"])
    assert groups[1] == (
        "步骤",
        ["11月20日 9:00　已开具　演示村甲卫生室", "11月20日 11:00　已接收　演示县人民医院　3诊室"],
    )


def test_what_only_a_newer_program_knows_is_shown_as_it_is() -> None:
    assert detail_groups(entry("encounter", mood="calm"), NAMES, TODAY) == [("", ["mood　calm"])]
