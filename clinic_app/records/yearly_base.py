"""What the county knows of an area and a laptop cannot count: a year's population, and how many are to be managed.

They are denominators (国家工作指标, 地方考核): loaded by the county, never counted or guessed here.
"""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.field import Merge, Record, RecordType

MOST = 100_000_000


class YearlyBase(Record):
    """One area in one year. Its id is `year:area`; the area is a village, an organisation's code or the county's."""

    __tablename__ = "yearly_base"
    declaration = RecordType("yearly_base", "年度基数", Merge.REFERENCE)
    year = field.whole("年度", 2000, 2100, required=True)
    area = field.text("地区", required=True, index=True, max_length=40, help="村代码、机构代码或县代码")
    resident_population = field.whole("常住人口数", 0, MOST, unit="人")
    elderly_population = field.whole("65岁及以上常住居民数", 0, MOST, unit="人")
    hypertension_due = field.whole("应管理高血压患者数", 0, MOST, unit="人")
    diabetes_due = field.whole("应管理2型糖尿病患者数", 0, MOST, unit="人")
    tuberculosis_notified = field.whole("通知管理的肺结核患者数", 0, MOST, unit="人")
    service_population = field.whole("签约服务人口数", 0, MOST, unit="人")
    hospital_discharges = field.whole("牵头医院出院人次", 0, MOST, unit="人次")
