"""What the county publishes so that a referral can be chosen offline: slots, beds, who can treat what, costs, lists."""

from __future__ import annotations

import re

from clinic_app.records import field
from clinic_app.records.field import Context, FieldError, Merge, Option, Record, RecordType, Values
from clinic_app.records.organisation import ORGANISATION_KIND
from clinic_app.records.referral import CENTRE

SLOT_KIND = (Option("clinic", "门诊"), Option("examination", "检查"))
COST_LEVEL = (
    Option("township", "乡镇"), Option("county", "县级"), Option("city", "市级"), Option("outside", "统筹区外"),
)  # fmt: skip
CAPABILITY = (Option("centre", "中心"), Option("unit", "救治单元"), Option("point", "乡村救治点"))
TIME_HELP = "时:分，如 08:20"
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
HOUR = 60


def slot_times(starts: str, ends: str | None, minutes: int) -> tuple[str, ...]:
    """When the slots of a session begin: `08:00` to `09:00` by 20 minutes is 08:00, 08:20, 08:40.

    Without an end there is one slot; none fits when the end comes too soon. Both are written like `08:20`.
    """
    if not ends:
        return (starts,)
    first, last = _minutes(starts), _minutes(ends)
    return tuple(f"{at // HOUR:02d}:{at % HOUR:02d}" for at in range(first, last - minutes + 1, minutes))


def _minutes(time: str) -> int:
    return int(time[:2]) * HOUR + int(time[3:])


def check_times(values: Values, context: Context) -> list[FieldError]:
    """A session begins and ends at times of the day, written so that times sort, and has room for a slot."""
    starts, ends = values["starts"], values.get("ends")
    wrong = [
        FieldError(name, f"{label}应写成 08:20，写的是“{time[:20]}”")
        for name, label, time in (("starts", "开始时间", starts), ("ends", "结束时间", ends))
        if time and not TIME.fullmatch(time)
    ]
    if wrong or slot_times(starts, ends, values["minutes"]):
        return wrong
    return [FieldError("ends", f"结束时间{ends}前排不下一个{values['minutes']}分钟的时段")]


class CareSlot(Record):
    """A session that a department offers, cut into slots of equal length; without an end it is one slot.

    Its id is `organisation:department:date:time:item:doctor`.
    """

    __tablename__ = "care_slot"
    declaration = RecordType("care_slot", "号源", Merge.REFERENCE, rules=(check_times,))
    organisation = field.text("机构代码", required=True, index=True)
    department = field.text("科室代码", required=True)
    kind = field.code("类别", SLOT_KIND, required=True)
    item = field.text("检查项目")
    doctor = field.text("医生")
    slot_date = field.day("日期", required=True, index=True)
    starts = field.text("开始时间", required=True, help=TIME_HELP)
    ends = field.text("结束时间", help="按时段长度分成若干时段；不写即只有一个时段")
    minutes = field.whole(
        "时段长度", 5, 480, unit="分钟", required=True, help="门诊不超过20分钟，CT和磁共振不超过30分钟"
    )
    capacity = field.whole("每个时段的号数", 0, 1000, required=True)


class BedCount(Record):
    """How many beds a department had free. Its id is `organisation:department`."""

    __tablename__ = "bed_count"
    declaration = RecordType("bed_count", "空床", Merge.REFERENCE)
    organisation = field.text("机构代码", required=True, index=True)
    department = field.text("科室代码", required=True)
    free = field.whole("空床数", 0, 10_000, unit="张", required=True)
    counted_on = field.day("统计日期", required=True)
    phone = field.text("联系电话")


class Capability(Record):
    """An organisation that can treat an emergency, and how far it is. Its id is `organisation:centre:area`."""

    __tablename__ = "capability"
    declaration = RecordType("capability", "急救能力", Merge.REFERENCE)
    organisation = field.text("机构代码", required=True, index=True)
    centre = field.code("病种", CENTRE, required=True)
    level = field.code("级别", CAPABILITY, required=True)
    area = field.text("出发地", help="村代码或乡镇卫生院的机构代码；不填即为全县")
    minutes = field.whole("车程", 0, 1440, unit="分钟")
    phone = field.text("24小时电话", required=True)
    note = field.text("说明")


class CostRule(Record):
    """Deductible and reimbursement of an inpatient stay by level (起付线、报销比例). Its id is `scheme:date:level`."""

    __tablename__ = "cost_rule"
    declaration = RecordType("cost_rule", "费用表", Merge.REFERENCE)
    scheme = field.text("医保类别", required=True, help="如 城乡居民")
    valid_from = field.day("执行日期", required=True)
    level = field.code("级别", COST_LEVEL, required=True)
    deductible = field.decimal("起付线", "0", "1000000", unit="元", decimals=0, required=True)
    rate = field.decimal("报销比例", "0", "100", unit="%", decimals=1, required=True)
    source = field.text("依据")


class DiseaseList(Record):
    """A disease that a kind of organisation is expected to treat itself (250+N, 50+N). Its id is `kind:code`."""

    __tablename__ = "disease_list"
    declaration = RecordType("disease_list", "病种目录", Merge.REFERENCE)
    kind = field.code("机构类别", ORGANISATION_KIND, required=True)
    code = field.text("疾病代码", required=True)
    name = field.text("疾病名称", required=True)


class RecognisedItem(Record):
    """A test whose result the alliance recognises for some days (检查检验互认). Its id is its code."""

    __tablename__ = "recognised_item"
    declaration = RecordType("recognised_item", "互认项目", Merge.REFERENCE)
    code = field.text("项目代码", required=True)
    name = field.text("项目名称", required=True)
    valid_days = field.whole("有效天数", 1, 3650, unit="天", required=True)
