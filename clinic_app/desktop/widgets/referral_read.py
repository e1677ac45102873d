"""What the panel of a referral reads in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clinic_app.guidelines.referral_rules import RecognisedItem
from clinic_app.store.queries.alliance import BedCount, beds_of, recognised_items
from clinic_app.store.queries.reference import Department, Organisation, departments, organisations
from clinic_app.store.queries.referral import ReferralFile, referral_with_events
from clinic_app.store.queries.referral_desk import (
    DayCost,
    calls_of,
    costs_of,
    following_slips,
    former_slips,
)


@dataclass(frozen=True)
class Directory:
    """Who can be sent to, and what this house has."""

    own: str = ""
    organisations: Sequence[Organisation] = ()
    departments: Sequence[Department] = ()
    beds: Sequence[BedCount] = ()
    recognised: Sequence[RecognisedItem] = ()

    def name(self, code: object) -> str:
        """An organisation's name; the code of one that the directory does not know."""
        return next((each.name for each in self.organisations if each.code == code), None) or str(code or "")

    def phone(self, code: object) -> str:
        """An organisation's phone; empty when unknown."""
        return next((each.phone for each in self.organisations if each.code == code), None) or ""

    def kind(self, code: object) -> str:
        """What kind of organisation it is; empty when unknown."""
        return next((each.kind for each in self.organisations if each.code == code), "")


@dataclass(frozen=True)
class Loaded:
    """A referral with everything that stands beside it; `fields` are the slip's with the supplement laid over."""

    file: ReferralFile | None = None
    directory: Directory = Directory()
    costs: Sequence[DayCost] = ()
    calls: Sequence[Mapping[str, Any]] = ()
    former: Sequence[tuple[str, str]] = ()
    following: Sequence[tuple[str, str]] = ()

    @property
    def fields(self) -> Mapping[str, Any]:
        """What the slip says now."""
        return self.file.shown if self.file else {}


def read_directory(connection: Any, own: str) -> Directory:
    """The directory as a desk of `own` needs it."""
    return Directory(
        own, organisations(connection), departments(connection, own), beds_of(connection, own),
        recognised_items(connection),
    )  # fmt: skip


def read_referral(connection: Any, referral_id: str, own: str) -> Loaded:
    """One referral with its surroundings."""
    return Loaded(
        referral_with_events(connection, referral_id),
        read_directory(connection, own),
        costs_of(connection, referral_id),
        calls_of(connection, referral_id),
        former_slips(connection, referral_id),
        following_slips(connection, referral_id),
    )
