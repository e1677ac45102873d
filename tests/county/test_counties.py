"""A mistyped county makes none."""

from __future__ import annotations

import pytest

from clinic_app.county.database import CountyDatabase, open_county
from clinic_app.county.problems import CountyProblem


def test_only_init_makes_a_further_county(county: CountyDatabase, fresh_url: str) -> None:
    with pytest.raises(CountyProblem, match="没有县"):
        open_county(fresh_url, "123456")
    open_county(fresh_url, "123456", create=True).close()
    open_county(fresh_url, "123456").close()
