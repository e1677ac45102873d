"""Which pages a role opens: rail, buttons and the window ask here, and here alone, before they show the way to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from clinic_app.records.permission import Act
from clinic_app.store.permit import note_refusal, refusal

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from clinic_app.desktop.desk import Desk

Need = tuple[Act, str]
NEEDS: Mapping[str, Need] = {
    "work": (Act.SAVE, "visit"), "visit": (Act.SAVE, "visit"), "bundle": (Act.SAVE, "visit"),
    "grid": (Act.SAVE, "visit"), "attempt": (Act.SAVE, "contact_attempt"),
    "residents": (Act.READ, "resident"), "resident": (Act.READ, "resident"), "resident_form": (Act.SAVE, "resident"),
    "claim": (Act.SAVE, "resident"), "import": (Act.IMPORT, "resident"),
    "imports": (Act.IMPORT, "resident"), "households": (Act.READ, "household"),
    "household_form": (Act.SAVE, "household"), "programmes": (Act.SAVE, "chronic_registration"),
    "mental_supplement": (Act.SAVE, "mental_supplement"), "encounter": (Act.SAVE, "encounter"),
    "consultation": (Act.SAVE, "consultation"), "contract": (Act.SAVE, "contract"),
    "tours": (Act.READ, "tour"), "tour_list": (Act.READ, "tour"), "tour_form": (Act.SAVE, "tour"),
    "referrals": (Act.READ, "referral"), "slip": (Act.READ, "referral"), "overdue": (Act.READ, "referral"),
    "register": (Act.READ, "referral"), "refer": (Act.SAVE, "referral"), "next_referral": (Act.SAVE, "referral"),
    "emergency": (Act.SAVE, "referral"), "complete": (Act.SAVE, "referral"), "return_form": (Act.SAVE, "return"),
    "call_backs": (Act.SAVE, "call_back"), "inpatients": (Act.SAVE, "inpatient_cost"),
    "attachment": (Act.READ, "referral_attachment"), "quarantine": (Act.SAVE, "referral_event"),
    "conflicts": (Act.SAVE, "conflict"), "duplicates": (Act.MERGE, ""), "indicators": (Act.READ, "contract"),
    "indicator_people": (Act.FIGURES, ""), "indicators_paper": (Act.READ, "contract"),
    "referral_figures": (Act.FIGURES, ""), "audit": (Act.AUDIT, ""),
}  # fmt: skip
"""What a page is for. Pages that do not stand here (synchronisation, settings, printers, one's own account) are open to
everybody; what they show is of the laptop and of nobody's health."""


def may_open(desk: Desk, page: str) -> bool:
    """Whether the person at the keyboard opens this page."""
    need = NEEDS.get(page)
    return need is None or desk.may(*need)


def refuse(desk: Desk, owner: QObject, page: str) -> None:
    """Say who opens the page instead, and let the audit chain keep that it was tried."""
    need, database = NEEDS[page], desk.database
    desk.work.write(owner, lambda: note_refusal(database, [need]), lambda _: None, lambda _: None)
    desk.say(refusal(desk.role, *need), "watch")
