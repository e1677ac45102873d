"""Audience keys: who a change is for. A pull returns the changes whose audience meets the device's scope."""

from __future__ import annotations

import msgspec

EVERYBODY = "all"


class Scope(msgspec.Struct):
    """What a device may hold: its organisation's referrals (none where `organisation` is empty), and the residents of
    its villages."""

    organisation: str
    kind: str
    villages: list[str] = []

    def audiences(self) -> list[str]:
        """The keys of everything in scope."""
        own = [organisation_key(self.organisation)] if self.organisation else []
        return [EVERYBODY, *own, *map(village_key, self.villages)]


def village_key(code: str) -> str:
    """The key of a village's residents and their records."""
    return f"village:{code}"


def organisation_key(code: str) -> str:
    """The key of the referrals in which an organisation takes part."""
    return f"org:{code}"
