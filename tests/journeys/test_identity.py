"""Three laptops and a county by the command line: who moved is claimed, who is on file twice is linked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest

from clinic_app.clock import SystemClock
from clinic_app.store.database import open_database
from clinic_app.sync.departed import departed_people
from tests.journeys.command_line import PASSWORD, Laptop, demo_county, finished

OLD_VILLAGE, NEW_VILLAGE = "990101100201", "990101100202"
NUMBER, NAME = "11010519491231002X", "王𬎆"
PERSON = {"id_no": NUMBER, "name": NAME, "sex": "2", "birth_date": "1949-12-31", "village_code": OLD_VILLAGE}
DESKS = (
    ("old", "990101V1", "village_doctor"),
    ("new", "990101V2", "village_doctor"),
    ("township", "990101T1", "public_health"),
)


@dataclass
class County:
    """Two villages and their township."""

    old: Laptop
    new: Laptop
    township: Laptop

    def sync(self, *laptops: Laptop) -> None:
        """Each of these, or all."""
        for laptop in laptops or (self.old, self.new, self.township):
            done = finished("sync", "--data", laptop.folder)
            assert done.returncode in (0, 5), done.stderr


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with demo_county(tmp_path_factory) as demo:
        yield County(*(demo.laptop(*desk) for desk in DESKS))


@pytest.fixture(autouse=True)
def secrets_home() -> None:
    """The laptops of this module share the module's home, so the test-wide one stays out."""


def people(laptop: Laptop) -> dict[str, dict[str, Any]]:
    """Residents in force on a laptop, by id."""
    return {key[1]: each["fields"] for key, each in laptop.export().items() if key[0] == "resident"}


def visit(person: str, day: str) -> dict[str, Any]:
    return {"type": "visit", "fields": {"resident_id": person, "visit_date": day, "visit_mode": "2", "sbp": 150}}


def test_who_moved_is_found_by_number_and_name_claimed_and_let_go(county: County) -> None:
    person = str(county.old.put({"type": "resident", "fields": PERSON})[0]["ids"][0])
    county.old.put(visit(person, "2026-11-01"))
    county.sync()
    # Work that the old village has not sent yet.
    county.old.put(visit(person, "2026-11-10"))
    asked = ("claim", "--id-no", NUMBER, "--name")
    wrong = finished(*asked, "王某", "--data", county.new.folder)
    assert (wrong.returncode, "没有证件号码和姓名都相同的居民" in wrong.stderr) == (1, True)
    (found,) = county.new.run(*asked, NAME)
    assert (found["id"], found["village_code"], found["mid"]) == (person, OLD_VILLAGE, None)
    assert people(county.new) == {}
    said = finished(*asked, NAME, "--village", NEW_VILLAGE, "--reason", "已搬来本村", "--data", county.new.folder)
    assert said.returncode == 0
    assert said.stdout.splitlines()[0] == f"{NAME}　女　1949-12-31　现在：演示甲村　演示村甲卫生室"
    county.sync(county.new)
    assert people(county.new)[person]["village_code"] == NEW_VILLAGE
    assert [key[0] for key in county.new.export()].count("visit") == 1
    # The old village sends its last visit in the same sync in which it hears of the leaving, and nothing is lost.
    county.sync(county.old)
    county.sync(county.old, county.new)
    assert person not in people(county.old)
    assert [key[0] for key in county.new.export()].count("visit") == 2
    with closing(open_database(county.old.folder, "old", PASSWORD, SystemClock())) as database:
        (left,) = departed_people(database)
    assert (left.name, left.from_village, left.to_village, left.pending) == (NAME, OLD_VILLAGE, NEW_VILLAGE, False)


def test_one_person_on_file_in_two_villages_is_linked_by_the_township_and_parted_again(county: County) -> None:
    number = {"id_no": "110105194912310046", "sex": "2", "birth_date": "1949-12-31"}
    here = str(county.old.put({"type": "resident", "fields": {**PERSON, **number, "name": "李某"}})[0]["ids"][0])
    other = {**PERSON, **number, "name": "李某某", "village_code": NEW_VILLAGE}
    there = str(county.new.put({"type": "resident", "fields": other})[0]["ids"][0])
    county.new.put(visit(there, "2026-11-05"))
    county.sync()
    county.sync()
    # Neither village sees the other's file; the township has both to compare.
    assert county.old.run("duplicates", "list") == county.new.run("duplicates", "list") == []
    assert (there in people(county.old), here in people(county.new)) == (False, False)
    (found,) = county.township.run("duplicates", "list")
    county.township.run("duplicates", "link", found["id"], "--to", here, "--reason", "身份证核实")
    county.sync(county.township)
    county.sync(county.old, county.new)
    for laptop in (county.old, county.new):
        assert {here, there} <= set(people(laptop))
    county.old.put(visit(there, "2026-11-12"))
    county.sync(county.old, county.new)
    visits = [each for key, each in county.new.export().items() if key[0] == "visit"]
    assert "2026-11-12" in {each["fields"]["visit_date"] for each in visits}
    county.township.run("duplicates", "unlink", here, "--reason", "看错了")
    county.sync(county.township)
    county.sync(county.old, county.new)
    assert (there in people(county.old), here in people(county.new)) == (False, False)
    assert "2026-11-12" not in {each["fields"].get("visit_date") for each in county.old.export().values()}
    assert [each["id"] for each in county.township.run("duplicates", "list")] == [found["id"]]
