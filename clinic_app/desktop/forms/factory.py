"""The editor of a declared field."""

from __future__ import annotations

from datetime import date

from clinic_app.desktop.forms.choice import ChoiceEditor
from clinic_app.desktop.forms.day import DateEditor
from clinic_app.desktop.forms.editor import Editor, LineEditor
from clinic_app.desktop.forms.items import ItemsEditor
from clinic_app.desktop.forms.number import NumberEditor
from clinic_app.desktop.forms.text import LongTextEditor, TextEditor
from clinic_app.records.field import Field, Kind


def editor_for(declared: Field, today: date) -> Editor:
    """The right widget for a field; `today` is what 22 or 今天 in a date means."""
    if declared.kind in (Kind.INTEGER, Kind.DECIMAL):
        return NumberEditor(declared)
    if declared.kind in (Kind.CODE, Kind.CODES, Kind.BOOLEAN):
        return ChoiceEditor(declared)
    if declared.kind is Kind.DATE:
        return DateEditor(declared, today)
    if declared.kind is Kind.ITEMS:
        return ItemsEditor(declared, today=today)
    if declared.kind is Kind.LONG_TEXT:
        return LongTextEditor(declared)
    if declared.kind is Kind.MONTH:
        return LineEditor(declared, characters=9)
    return TextEditor(declared)
