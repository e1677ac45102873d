"""What a save or a sync changed. One bus carries it; each page decides whether to read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from clinic_app.records.catalogue import SECTION_PROGRAMME

PEOPLE = frozenset({"resident", "household", "allergy", "diagnosis", "chronic_registration"})
VISITS = frozenset({"visit", *SECTION_PROGRAMME})
REFERRALS = frozenset({"referral", "referral_event", "return"})
CALLS = frozenset({"call_back", "inpatient_cost"})
"""What a hospital writes beside a referral."""
FOUND = frozenset({"conflict", "duplicate_candidate", "identity_link"})
"""What the county finds and a person decides."""
ATTACHED = frozenset({"visit_attachment", "referral_attachment"})
DIRECTORY = frozenset({"organisation", "village", "department", "staff"})
WORK = frozenset({"contact_attempt", "contract", "tour"})
"""What the list of work and the tours are made of besides people, visits and referrals."""
EVERYTHING = WORK | PEOPLE | VISITS | REFERRALS | CALLS | FOUND | ATTACHED | DIRECTORY


@dataclass(frozen=True)
class Changes:
    """The types of records that changed, by whom in the window, and whether the county's answer brought them."""

    types: frozenset[str]
    initiator: QObject | None = None
    from_sync: bool = False
    residents: frozenset[str] | None = None
    """The files of those whom they are about, where that is known."""

    def touches(self, types: frozenset[str]) -> bool:
        """Whether any of `types` changed."""
        return bool(self.types & types)


def whom(records: Sequence[Mapping[str, Any]]) -> frozenset[str] | None:
    """The residents whom records to be saved are about; None where one of them does not say it."""
    visits = {each.get("id"): each.get("fields", {}).get("resident_id") for each in records}
    found = set()
    for each in records:
        fields = each.get("fields", {})
        own = each.get("id") if each.get("type") == "resident" else fields.get("resident_id")
        found.add(own or visits.get(fields.get("visit_id")))
    return None if None in found else frozenset(map(str, found))


class ChangeBus(QObject):
    """The one place where changes are told."""

    changed = Signal(object)

    def tell(self, changes: Changes) -> None:
        """Tell every open page."""
        self.changed.emit(changes)
