"""The statistics of referrals for a year or a quarter, as this laptop knows them."""

from __future__ import annotations

import re
from datetime import date, datetime

from sqlalchemy import Connection

from clinic_app.gathered import NothingToPrint
from clinic_app.printing.paper import Paper
from clinic_app.printing.referral_statistics import referral_statistics_pdf
from clinic_app.store.device import load_device
from clinic_app.store.queries.indicators import referral_statistics

_PERIOD = re.compile(r"(20\d\d)(?:-?[Qq]([1-4]))?")


def period_of(words: str) -> tuple[int, int | None]:
    """Year and quarter of `2026` or `2026Q4`. Raises NothingToPrint."""
    found = _PERIOD.fullmatch(words.strip())
    if found is None:
        raise NothingToPrint("统计表按年或季度打印，写成 2026 或 2026Q4 的样子")
    return int(found[1]), int(found[2]) if found[2] else None


def statistics_paper(
    connection: Connection, period: str, paper: Paper, practice: bool, today: date, now: datetime
) -> bytes:
    """The figures of a period as a PDF. Raises NothingToPrint."""
    year, quarter = period_of(period)
    found = referral_statistics(connection, year, quarter, today, now)
    device = load_device(connection)
    return referral_statistics_pdf(found, device.organisation_name if device else "", paper=paper, practice=practice)
