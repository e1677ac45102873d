"""A resident's safety set as the forms and the card show it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.safety import NONE, VIEWS, view
from clinic_app.store.queries.identity import files_of

FORM_FIELD = {type_name: name for name, type_name in VIEWS.items()}


@dataclass(frozen=True)
class SafetyView:
    """One column of the form: codes in printed order, the text of 其他, and all of it in words.

    `words` is empty when nobody has asked, 无 when it was asserted that there is none.
    """

    codes: tuple[str, ...]
    other: str
    words: str

    @property
    def is_none(self) -> bool:
        """Whether it was asserted that there is none."""
        return self.codes == (NONE,)


def safety_view(connection: Connection, type_name: str, resident_id: str) -> SafetyView:
    """What is in force of `allergy` or `diagnosis` for a resident, from all files of the person.

    Codes of newer peers come last, as they are.
    """
    table = RECORD_TYPES[type_name].sql_table
    query = (
        select(table.c.code, table.c.text)
        .where(table.c.resident_id.in_(files_of(connection, resident_id)), table.c.void.is_(False))
        .order_by(table.c.id)
    )
    entries = [dict(row) for row in connection.execute(query).mappings()]
    known = [entry for entry in entries if (entry["code"] or "").isdecimal()]
    unknown = dict.fromkeys(entry["code"] for entry in entries if entry not in known and entry["code"])
    codes, other = view(known)
    codes = [code for code in codes if code != NONE or not unknown] + list(unknown)
    declared = RECORD_TYPES["resident"].fields[FORM_FIELD[type_name]]
    words = [declared.label_of(code) for code in codes]
    if other:
        words = [f"{word}（{other}）" if code == declared.options[-1].code else word
                 for code, word in zip(codes, words, strict=True)]  # fmt: skip
    return SafetyView(tuple(codes), other, "、".join(words))
