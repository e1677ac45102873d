"""What a save or a sync changed. One bus carries it; each page decides whether to read again."""

from __future__ import annotations

from dataclasses import dataclass

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

    def touches(self, types: frozenset[str]) -> bool:
        """Whether any of `types` changed."""
        return bool(self.types & types)


class ChangeBus(QObject):
    """The one place where changes are told."""

    changed = Signal(object)

    def tell(self, changes: Changes) -> None:
        """Tell every open page."""
        self.changed.emit(changes)
