"""Family-doctor contract (家庭医生签约协议) and what of it was fulfilled.

There is no single national form; the fields are those of agreements in use (V2). State follows from the dates: a
contract is in force between its two days unless it was ended. A resident has one contract in force.
"""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.code_list import NO_YES_2
from clinic_app.records.field import Context, FieldError, Merge, Option, Record, RecordType, Values

CATEGORY = (
    Option("1", "一般人群"),
    Option("2", "老年人"),
    Option("3", "高血压"),
    Option("4", "糖尿病"),
    Option("5", "严重精神障碍"),
    Option("6", "肺结核"),
    Option("7", "慢阻肺"),
    Option("8", "孕产妇"),
    Option("9", "0-6岁儿童"),
    Option("10", "残疾人"),
    Option("11", "脱贫人口"),
)
SIGNED_BY = (Option("1", "本人"), Option("2", "家属"), Option("3", "监护人"))


def check_term(values: Values, context: Context) -> list[FieldError]:
    """The term begins before it ends; signing and ending are not in the future; an ended contract says why."""
    found = []
    begins, ends = values.get("starts_on"), values.get("ends_on")
    if begins and ends and ends < begins:
        found.append(FieldError("ends_on", "到期日早于生效日"))
    today = context.today.isoformat()
    found += [
        FieldError(name, "日期晚于今天")
        for name in ("signed_on", "terminated_on")
        if values.get(name) and values[name] > today
    ]
    if values.get("terminated_on") and not values.get("termination_reason"):
        found.append(FieldError("termination_reason", "解约要写明原因"))
    return found


def check_service(values: Values, context: Context) -> list[FieldError]:
    """A service is not given in the future."""
    given = values.get("given_on")
    return [FieldError("given_on", "日期晚于今天")] if given and given > context.today.isoformat() else []


class Contract(Record):
    """One resident's agreement with a team for a term."""

    __tablename__ = "contract"
    declaration = RecordType("contract", "签约协议", Merge.PROFILE, rules=(check_term,))
    resident_id = field.reference("resident", "居民", required=True, parent=True)
    agreement_no = field.text("协议编号", max_length=60)
    organisation = field.text("甲方机构", help="机构代码")
    team = field.text("团队", max_length=100)
    doctor = field.text("签约医生", max_length=100)
    team_phone = field.text("服务电话", max_length=40)
    categories = field.codes("对象类别", CATEGORY)
    packages = field.codes("服务包", (), open_codes=True, help="名称由县里定，一项一条")
    signed_on = field.day("签订日期")
    starts_on = field.day("生效日期", required=True, group="term")
    ends_on = field.day("到期日期", required=True, index=True, group="term")
    renews = field.code("到期自动续约", NO_YES_2)
    fee = field.decimal("签约服务费", "0", "10000", unit="元", decimals=2)
    signed_by = field.code("签字人", SIGNED_BY)
    signature_checked = field.truth("本人签字或电话核实", help="签约要有居民签字或电话核实")
    terminated_on = field.day("解约日期", group="termination")
    termination_reason = field.text("解约原因", group="termination")


class ContractService(Record):
    """One item of a contract's packages that was given."""

    __tablename__ = "contract_service"
    declaration = RecordType("contract_service", "履约记录", Merge.EVENT, rules=(check_service,))
    contract_id = field.reference("contract", "签约协议", required=True, parent=True)
    item = field.text("服务项目", required=True, max_length=100)
    given_on = field.day("服务日期", required=True)
    visit_id = field.reference("visit", "所在随访")
    note = field.text("备注")
