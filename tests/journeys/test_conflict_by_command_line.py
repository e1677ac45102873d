"""Two laptops write different values without a line; a person chooses at one of them, and both show the same."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clinic_app.clock import SystemClock
from clinic_app.paths import resources_folder
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import open_database
from clinic_app.sync.news import wait_for_news
from tests.conftest import NOW
from tests.journeys.command_line import PASSWORD, Laptop, finished, run, served

VILLAGE = "990101100201"


@dataclass
class Pair:
    clinic: Laptop
    township: Laptop

    def sync(self) -> None:
        """Both, and the first again for what the second brought; 5 says that conflicts wait."""
        for laptop in (self.clinic, self.township, self.clinic):
            assert finished("sync", "--data", laptop.folder).returncode in (0, 5)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with pytest.MonkeyPatch.context() as monkeypatch, ExitStack() as stack:
        home = tmp_path_factory.mktemp("home")
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            monkeypatch.setenv(name, str(home / name))
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        folder = tmp_path_factory.mktemp("pair")
        # Not under pytest's own folder: PostgreSQL runs as another user there when the tests run as root.
        place = stack.enter_context(tempfile.TemporaryDirectory())
        embedded = ("--embedded", Path(place) / "pg")
        for kind in ("organisations", "villages", "departments", "staff"):
            run("county", kind, "load", resources_folder() / "demo" / f"{kind}.csv", *embedded)
        with served(*embedded) as url:
            laptops = []
            for name, organisation, role in (
                ("clinic", "990101V1", "village_doctor"),
                ("township", "990101T1", "township_clinician"),
            ):
                laptop = Laptop(folder / name)
                laptop.run("init", "--user", name)
                asked = ("--org", organisation, "--role", role, "--json")
                code = run("county", "enrol-code", *asked, *embedded)[0]["code"]
                laptop.run("enrol", "--server", url, "--code", code)
                laptops.append(laptop)
            yield Pair(*laptops)


@pytest.fixture(autouse=True)
def secrets_home() -> None:
    """The laptops of this module share the module's home, so the test-wide one stays out."""


def resident(pair: Pair, **fields: Any) -> str:
    known = {"name": "李某甲", "sex": "2", "birth_date": "1958-03-07", "village_code": VILLAGE}
    made = pair.clinic.put({"type": "resident", "fields": {**known, **fields}})
    pair.sync()
    return str(made[0]["ids"][0])


def phones(pair: Pair, person: str) -> tuple[str | None, str | None]:
    found = [laptop.export()["resident", person]["fields"].get("phone") for laptop in (pair.clinic, pair.township)]
    return found[0], found[1]


def clash(pair: Pair, person: str) -> dict[str, Any]:
    """Both change the telephone without a line; the township's arrives second."""
    pair.clinic.put({"type": "resident", "id": person, "fields": {"phone": "111"}})
    pair.township.put({"type": "resident", "id": person, "fields": {"phone": "222"}})
    pair.sync()
    (found,) = (each for each in pair.clinic.run("conflicts", "list") if each["record"] == person)
    return dict(found)


def test_a_choice_at_one_laptop_is_the_value_at_both_and_can_be_taken_back(pair: Pair) -> None:
    person = resident(pair, phone="000")
    found = clash(pair, person)
    assert [each["value"] for each in found["values"]] == [{"phone": "111"}, {"phone": "222"}]
    assert found["base"] == {"phone": "000"}
    pair.clinic.run("conflicts", "resolve", found["id"], "--keep", "A", "--reason", "问过本人")
    pair.sync()
    assert phones(pair, person) == ("111", "111")
    assert pair.township.run("conflicts", "list") == []
    pair.township.run("conflicts", "reopen", found["id"], "--reason", "问错了人")
    pair.sync()
    assert phones(pair, person) == ("222", "222")
    assert [each["record"] for each in pair.clinic.run("conflicts", "list")] == [person]
    pair.township.run("conflicts", "resolve", found["id"], "--value", "333", "--reason", "打电话核实")
    pair.sync()
    assert phones(pair, person) == ("333", "333")


def test_a_correction_of_one_visit_at_two_places_is_decided_with_its_section(pair: Pair) -> None:
    person = resident(pair)
    seen = new_id(NOW)
    today = SystemClock().today().isoformat()
    visit = {"resident_id": person, "visit_date": today, "visit_mode": "2", "sbp": 152, "dbp": 96}
    section = {"type": "hypertension_followup", "fields": {"visit_id": seen, "symptoms": ["1"]}}
    made = pair.clinic.put({"records": [{"type": "visit", "id": seen, "fields": visit}, section]})
    pair.sync()
    correction = {"type": "visit", "id": seen, "amends": True, "reason": "复测"}
    pair.clinic.put({**correction, "fields": {"sbp": 128, "dbp": 78}})
    pair.township.put({**correction, "fields": {"sbp": 162}})
    pair.sync()
    (found,) = (each for each in pair.clinic.run("conflicts", "list") if each["record"] == seen)
    pair.clinic.run("conflicts", "resolve", found["id"], "--keep", "A", "--reason", "以复测为准")
    pair.sync()
    for laptop in (pair.clinic, pair.township):
        records = laptop.export()
        assert records["visit", seen]["fields"]["sbp"] == 128
        assert records["hypertension_followup", made[0]["ids"][1]]["fields"]["classification"] == "1"
        assert laptop.run("conflicts", "list") == []


def test_a_withdrawal_that_met_a_change_waits_for_a_person(pair: Pair) -> None:
    person = resident(pair, phone="000")
    pair.clinic.put({"type": "resident", "id": person, "fields": {"phone": "111"}})
    pair.township.put({"void": person, "reason": "建重了"})
    pair.sync()
    (found,) = (each for each in pair.clinic.run("conflicts", "list") if each["record"] == person)
    assert found["group"] == "void"
    assert not pair.township.export()["resident", person]["void"]
    side = next(each["key"] for each in found["values"] if each["value"].get("void"))
    pair.township.run("conflicts", "resolve", found["id"], "--keep", side, "--reason", "确实建重")
    pair.sync()
    assert [laptop.export()["resident", person]["void"] for laptop in (pair.clinic, pair.township)] == [True, True]


def test_a_waiting_laptop_hears_of_a_save_elsewhere(pair: Pair) -> None:
    pair.sync()
    database = open_database(pair.township.folder, "township", PASSWORD, SystemClock())
    try:
        begun = time.monotonic()
        assert not wait_for_news(database, 1)
        assert time.monotonic() - begun < 20
        pair.clinic.put({"type": "household", "fields": {"village_code": VILLAGE, "house_no": "9号"}})
        assert finished("sync", "--data", pair.clinic.folder).returncode in (0, 5)
        assert wait_for_news(database, 30)
    finally:
        database.close()
