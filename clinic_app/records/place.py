"""Rules that every record with an address shares."""

from __future__ import annotations

from clinic_app.records.field import Context, FieldError, Values


def check_village_code(values: Values, context: Context) -> list[FieldError]:
    """A village code is 12 digits (national statistical division code)."""
    code = values.get("village_code")
    if code and not (len(code) == 12 and code.isascii() and code.isdigit()):
        return [FieldError("village_code", "村代码应为12位数字")]
    return []
