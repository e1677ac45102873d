from __future__ import annotations

import pytest

from clinic_app.records.alliance import slot_times


@pytest.mark.parametrize(
    ("starts", "ends", "minutes", "times"),
    [
        ("08:00", None, 20, ("08:00",)),
        ("08:00", "", 20, ("08:00",)),
        ("08:00", "08:19", 20, ()),
        ("08:00", "08:20", 20, ("08:00",)),
        ("08:00", "08:39", 20, ("08:00",)),
        ("08:40", "09:20", 20, ("08:40", "09:00")),
        ("23:30", "23:59", 29, ("23:30",)),
        ("09:00", "08:00", 20, ()),
    ],
)
def test_a_session_is_cut_into_as_many_slots_as_fit(
    starts: str, ends: str | None, minutes: int, times: tuple[str, ...]
) -> None:
    assert slot_times(starts, ends, minutes) == times
