"""The papers of a referral: what each says, read from the store, and the function that draws it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from clinic_app.gathered import NothingToPrint
from clinic_app.printing.consent import consent_pdf
from clinic_app.printing.guide import guide_pdf
from clinic_app.printing.paper import PAPERS
from clinic_app.printing.receipt import receipt_pdf
from clinic_app.printing.referral import ReferralSlip, referral_pdf, referral_slip
from clinic_app.printing.referral_return import ReturnSlip, return_pdf, return_slip
from clinic_app.protocol.referral_events import STATE_WORD
from clinic_app.store.projection import read_body
from clinic_app.store.queries import reference
from clinic_app.store.queries.referral import ReferralFile, referral_with_events

EVERY_PAPER = tuple(PAPERS)
ON_PAPER = {**STATE_WORD, "": STATE_WORD["issued"], "delivered": STATE_WORD["issued"], "accepted": "已接诊"}
"""States as a slip names them. That the receiver's computer has it too changes no paper: what is printed once more
after a sync is a reprint."""


@dataclass(frozen=True)
class SlipKind:
    """`shape` is the dataclass of its values, which `gather` reads by a record's id and `draw` makes a PDF of; `gather`
    says of which record the paper is.

    `papers` are the sheets that it can be drawn on; `carries` says that a sealed record may stand on it as a QR.
    """

    shape: type[Any]
    gather: Callable[[Connection, str], tuple[str, Any]]
    draw: Callable[..., bytes]
    papers: tuple[str, ...] = EVERY_PAPER
    carries: bool = False


def _found(connection: Connection, referral_id: str) -> ReferralFile:
    found = referral_with_events(connection, referral_id)
    if found is None:
        raise NothingToPrint("本机没有这张转诊单")
    return found


def _referral(connection: Connection, record_id: str) -> tuple[str, ReferralSlip]:
    """The slip with what was supplemented."""
    found = _found(connection, record_id)
    values, state = found.shown, found.state
    receiver = state.receiver or values.get("to_org")
    home = reference.organisation(connection, receiver) if receiver else None
    previous = values.get("previous_id")
    before = referral_with_events(connection, previous) if previous else None
    return found.id, referral_slip(
        values,
        to_org=reference.organisation_name(connection, receiver),
        from_org=reference.organisation_name(connection, values.get("from_org")),
        state=ON_PAPER.get(state.state, state.word),
        arrangement=state.appointment,
        to_phone=(home.phone if home else None) or "",
        previous_number=str(before.fields.get("slip_no") or "") if before else "",
    )


def _guide(connection: Connection, record_id: str) -> tuple[str, ReferralSlip]:
    """The slip's values without the state, which the guide does not name: it is the same paper in any."""
    found_id, slip = _referral(connection, record_id)
    return found_id, replace(slip, state="")


def _signed(connection: Connection, record_id: str) -> tuple[str, ReferralSlip]:
    """For consent form and receipt, which name no appointment either."""
    found_id, slip = _guide(connection, record_id)
    return found_id, replace(slip, arrangement="")


def _return(connection: Connection, record_id: str) -> tuple[str, ReturnSlip]:
    """By the id of the return slip or of its referral."""
    stored = read_body(connection, "return", record_id)
    referral_id = str(stored[0].fields["referral_id"]) if stored else record_id
    found = referral_with_events(connection, referral_id)
    return_id = record_id if stored else found.return_id if found else None
    if found is None or found.return_slip is None or return_id is None:
        raise NothingToPrint("本机没有这张回转单")
    values = stored[0].fields if stored else found.return_slip
    return return_id, return_slip(
        found.shown,
        values,
        to_org=reference.organisation_name(connection, values.get("to_org")),
        from_org=reference.organisation_name(connection, values.get("from_org")),
    )


SLIPS: Mapping[str, SlipKind] = {
    "referral": SlipKind(ReferralSlip, _referral, referral_pdf, carries=True),
    "return": SlipKind(ReturnSlip, _return, return_pdf),
    "guide": SlipKind(ReferralSlip, _guide, guide_pdf),
    "consent": SlipKind(ReferralSlip, _signed, consent_pdf),
    "receipt": SlipKind(ReferralSlip, _signed, receipt_pdf),
}


def slip_kinds(connection: Connection, referral_ids: Sequence[str]) -> list[str]:
    """The papers that there are of these referrals; none for ids that are no referrals."""
    found = [referral_with_events(connection, each) for each in referral_ids]
    if not all(found):
        return []
    returned = all(each is not None and each.return_slip is not None for each in found)
    return [kind for kind in SLIPS if kind != "return" or returned]
