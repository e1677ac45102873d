"""A village without a line: its saves reach the county on a stick, and the county's word comes back the same way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clinic_app.clock import SystemClock
from clinic_app.store.database import open_database
from tests.journeys.command_line import PASSWORD, DemoCounty, Laptop, demo_county, finished, in_own_process, run

VILLAGE, OTHER_VILLAGE = "990101100201", "990101100202"
NAME = "䶮某甲"
CANARIES = (NAME, "13912345678", "1958-03-07")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoCounty]:
    with demo_county(tmp_path_factory) as demo:
        yield demo


@pytest.fixture(autouse=True)
def secrets_home() -> None:
    """The laptops of this module share the module's home, so the test-wide one stays out."""


def resident(name: str = NAME, **more: Any) -> dict[str, Any]:
    fields = {"name": name, "sex": "2", "birth_date": "1958-03-07", "village_code": VILLAGE, "phone": "13912345678"}
    return {"type": "resident", "fields": {**fields, **more}}


def everything_in(laptop: Laptop, user: str) -> str:
    """All that a person with the password could find in the laptop's file."""
    database = open_database(laptop.folder, user, PASSWORD, SystemClock())
    try:
        with database.read() as connection:
            tables = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'")]
            rows = [connection.exec_driver_sql(f'SELECT * FROM "{table}"').all() for table in tables]
    finally:
        database.close()
    values = [value for table in rows for row in table for value in row]
    return "\n".join(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in values)


def test_saves_go_out_and_the_receipt_comes_back_on_a_stick_that_nobody_can_read(
    county: DemoCounty, tmp_path: Path
) -> None:
    village = county.laptop("village", "990101V1", "village_doctor")
    carrier = county.laptop("carrier", "990101H1", "hospital_receiver")
    carrier.run("sync")
    person = village.put(resident())[0]["ids"][0]
    village.put({"type": "visit", "fields": {"resident_id": person, "visit_date": SystemClock().today().isoformat(),
                                             "visit_mode": "2", "sbp": 152, "dbp": 96}})  # fmt: skip
    stick = tmp_path / "stick"
    stick.mkdir()

    out = village.run("relay", "export", stick)[0]
    assert (out["packages"], out["saves"], out["carried"]) == ([1], 2, 0)
    file = Path(out["file"])
    for canary in (*CANARIES, person):
        assert canary.encode() not in file.read_bytes()
        assert canary not in file.name
    assert village.run("relay", "status")[0]["packages"][0]["waiting"] == 2

    taken = carrier.run("relay", "import", file)[0]
    assert (taken["carried"], taken["receipts"]) == (1, 0)
    assert carrier.run("sync", "--json")[0]["pending"] == 0
    assert carrier.run("relay", "status")[0]["carried"][0]["sent_at"]
    back = carrier.run("relay", "export", stick / "back")[0]
    assert (back["packages"], back["carried"]) == ([], 1)
    for canary in (*CANARIES, person):
        assert canary.encode() not in (stick / "back").read_bytes()
        assert canary not in everything_in(carrier, "carrier")
    assert not [line for line in carrier.export().values() if line["type"] == "resident"]

    settled = village.run("relay", "import", stick / "back")[0]
    assert (settled["receipts"], settled["outcomes"], settled["missing"]) == (1, {"applied": 2}, [])
    status = village.run("relay", "status")[0]
    assert (status["packages"][0]["waiting"], status["missing"]) == (0, [])
    assert village.run("relay", "export", stick)[0]["file"] is None

    # With a line again nothing is left to send, and the county's numbers are on the records.
    synced = village.run("sync")[0]
    assert (synced["sent"], synced["pending"]) == (0, 0)
    assert {line["rev"] for line in village.export("--type", "resident").values()} == {1}


def test_a_carrier_with_a_line_brings_it_at_once_and_the_saves_may_go_by_line_as_well(
    county: DemoCounty, tmp_path: Path
) -> None:
    village = county.laptop("village2", "990101V2", "village_doctor")
    carrier = county.laptop("carrier2", "990101H1", "hospital_receiver")
    village.put(resident(village_code=OTHER_VILLAGE))
    village.run("relay", "export", tmp_path / "one")
    village.put(resident("乙某", village_code=OTHER_VILLAGE))
    village.run("relay", "export", tmp_path / "two")
    assert carrier.run("relay", "import", tmp_path / "two", "--send")[0]["sent"] == 1
    carrier.run("relay", "export", tmp_path / "back")
    assert village.run("relay", "import", tmp_path / "back")[0]["missing"] == [1]
    assert village.run("relay", "status")[0]["missing"] == [1]
    assert village.run("sync")[0]["pending"] == 0
    assert carrier.run("relay", "import", tmp_path / "one", "--send")[0]["sent"] == 1
    carrier.run("relay", "export", tmp_path / "back")
    village.run("relay", "import", tmp_path / "back")
    assert village.run("relay", "status")[0]["missing"] == []
    assert len(village.export("--type", "resident")) == 2


def test_the_commands_speak_plainly(county: DemoCounty, tmp_path: Path) -> None:
    village = county.laptop("village3", "990101V1", "village_doctor")
    said = finished("relay", "export", tmp_path / "x", "--data", village.folder)
    assert (said.returncode, said.stdout) == (0, "没有要带走的内容，没有写文件\n")
    said = finished("relay", "status", "--data", village.folder)
    assert (said.returncode, said.stdout) == (0, "还没有用过U盘接力\n")
    (tmp_path / "photo.jpg").write_bytes(bytes(1000))
    said = finished("relay", "import", tmp_path / "photo.jpg", "--data", village.folder)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == "这不是U盘接力的文件，没有导入任何内容，换一个文件再试\n"
    said = finished("relay", "import", tmp_path / "none", "--data", village.folder)
    assert said.returncode == 1
    assert "文件打不开" in said.stderr
    village.put(resident())
    said = finished("relay", "export", tmp_path / "u", "--data", village.folder)
    assert said.stdout.startswith("已写入 u：1 次保存（第 1 包）")
    said = finished("relay", "status", "--data", village.folder)
    assert "1 次保存，1 次还没有答复  还没有回执" in said.stdout


def test_a_new_laptop_gets_its_first_sync_from_a_stick(county: DemoCounty, tmp_path: Path) -> None:
    busy = county.laptop("busy", "990101V2", "village_doctor")
    person = busy.put(resident("丁某甲", village_code=OTHER_VILLAGE))[0]["ids"][0]
    busy.run("sync")
    lonely = county.laptop("lonely", "990101V2", "village_doctor")
    stranger = county.laptop("stranger", "990101V1", "village_doctor")
    number = max(line["number"] for line in run("county", "devices", "--json", *county.embedded)) - 1
    stick = tmp_path / "first.clinicrelay"
    out = run("county", "relay-snapshot", "--device", number, stick, "--json", *county.embedded)[0]
    for canary in ("丁某甲", person, OTHER_VILLAGE):
        assert canary.encode() not in stick.read_bytes()
    stranger.run("relay", "import", stick, expect=1)
    lonely.by = in_own_process
    assert lonely.run("relay", "import", stick)[0]["rows"] == out["rows"]
    lonely.by = finished
    here = lonely.export()
    assert here["resident", person]["fields"]["name"] == "丁某甲"
    busy.run("sync")
    assert here == busy.export()
    # With a line it goes on from there.
    busy.put(resident("戊某", village_code=OTHER_VILLAGE))
    busy.run("sync")
    synced = lonely.run("sync")[0]
    assert synced["received"] <= 2
    assert lonely.export() == busy.export()
    run("county", "relay-snapshot", "--device", 4711, stick, *county.embedded, expect=1)
