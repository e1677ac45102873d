"""Whether a mutation's operation is acceptable by declaration: the same words on the laptop and at the county."""

from __future__ import annotations

from clinic_app.protocol.body import Body
from clinic_app.protocol.mutation import Operation
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Context, FieldError, Merge, RecordType
from clinic_app.records.identifiers import is_id
from clinic_app.records.validation import check, check_values, run_rules

ALLOWED = {
    Merge.EVENT: ("create", "attach", "amend", "void"),
    Merge.SAFETY: ("add", "remove", "void"),
    Merge.PROFILE: ("create", "patch", "void", "claim"),
    Merge.WORKFLOW: ("create", "event", "void"),
    Merge.REFERENCE: (),
    Merge.COUNTY: ("resolve", "reopen"),
}
PARTIAL = ("patch", "amend", "resolve", "reopen", "claim")
NEEDS_REASON = ("amend", "void", "remove", "resolve", "reopen", "claim")


def check_operation(operation: Operation, body: Body | None, context: Context) -> list[FieldError]:
    """Errors of one operation against the record's present body (None when it is new).

    Values are judged by the laptop's own declarations; a type that this program does not know is accepted as data.
    """
    record_type = RECORD_TYPES.get(operation.type)
    if record_type is None:
        return []
    if operation.op not in ALLOWED[record_type.merge]:
        return [FieldError("op", f"{record_type.label}不能这样修改")]
    if record_type.merge is not Merge.REFERENCE and not is_id(operation.id):
        return [FieldError("id", "记录编号格式不对")]
    if operation.op in NEEDS_REASON and not (operation.reason or "").strip():
        return [FieldError("reason", "更正或作废要写明原因")]
    if operation.op in ("void", "remove"):
        return []
    return _check_fields(record_type, operation, body, context)


def _check_fields(
    record_type: RecordType, operation: Operation, body: Body | None, context: Context
) -> list[FieldError]:
    if operation.op not in PARTIAL:
        return list(check(record_type, operation.fields, context).errors)
    parent = record_type.parent
    above = body.fields.get(parent.name) if body and parent else None
    if parent and above and operation.fields.get(parent.name, above) != above:
        return [FieldError(parent.name, f"{record_type.label}不能改到另一{parent.label}名下")]
    checked = check_values(record_type, operation.fields)
    if checked.errors:
        return list(checked.errors)
    merged = {**(body.fields if body else {}), **checked.values}
    cleared = [
        FieldError(name, f"缺少{record_type.fields[name].label}")
        for name in record_type.required
        if name in operation.fields and not merged.get(name)
    ]
    return cleared or run_rules(record_type, merged, context)
