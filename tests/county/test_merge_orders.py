"""Whatever the order of arrival: the same records in force, the same conflicts with the same values, nothing gone."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from clinic_app.county import change_log
from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import Device, find_device
from clinic_app.county.intake import read_line
from clinic_app.county.push import push_arrivals
from clinic_app.protocol import body as record_body
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import RESIDENT, Laptop, mid_of, resident, visit

Ids = Callable[[], str]
PERSON = ("name", "sex", "birth_date", "id_type", "id_no")
WRITERS = 3


@dataclass(frozen=True)
class Edit:
    """One save of one writer about the resident or the visit, on top of that writer's own earlier ones."""

    kind: str
    op: str
    fields: tuple[tuple[str, Any], ...] = ()


def identity(name: str, born: str) -> tuple[tuple[str, Any], ...]:
    return tuple(zip(PERSON, (name, "1", born, None, None), strict=True))


names = st.sampled_from(["甲", "乙", "丙"])
profile = st.one_of(
    st.builds(lambda value: (("phone", value),), st.sampled_from(["1", "2", "3"])),
    st.builds(lambda one, two: (("phone", one), ("work_unit", two)), names, names),
    st.builds(identity, names, st.sampled_from(["1960-01-02", "1961-01-02"])),
)
reading = st.dictionaries(st.sampled_from(["sbp", "heart_rate", "note"]), st.sampled_from([150, 160, 170]), min_size=1)
edits = st.one_of(
    st.builds(lambda fields: Edit("resident", "patch", fields), profile),
    st.builds(
        lambda values: Edit("visit", "amend", tuple((name, str(each) if name == "note" else each)
                                                     for name, each in sorted(values.items()))), reading,
    ),
    st.sampled_from([Edit("resident", "void"), Edit("visit", "void")]),
)  # fmt: skip
chains = st.lists(st.lists(edits, max_size=3), min_size=WRITERS, max_size=WRITERS)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[list[Edit]], list[int], list[int]]:
    """What each writer saved, and two orders of arrival that keep each writer's own order."""
    found = draw(chains)
    turns = [writer for writer, chain in enumerate(found) for _ in chain]
    return found, draw(st.permutations(turns)), draw(st.permutations(turns))


class Story:
    """One resident with a visit, and what became of them when saves arrived in one order."""

    def __init__(self, county: CountyDatabase, laptops: Sequence[Laptop], ids: Ids) -> None:
        self.county = county
        self.laptops = laptops
        self.keys = {"resident": ids(), "visit": ids()}
        self.authored: list[tuple[str, dict[str, Any]]] = []
        with county.transaction() as connection:
            self.devices = [self._device(find_device(connection, county.county, each.id)) for each in laptops]
        self.send(
            0, resident(self.keys["resident"], phone="0"), visit(self.keys["visit"], self.keys["resident"], sbp=140)
        )

    @staticmethod
    def _device(found: Device | None) -> Device:
        assert found is not None
        return found

    def send(self, writer: int, *ops: Operation) -> str:
        line = self.laptops[writer].line(*ops)
        reply = push_arrivals(self.county, self.devices[writer], [read_line(line)])
        assert reply.outcomes[0].state in ("applied", "conflict"), reply.outcomes[0]
        return mid_of(line)

    def play(self, chains: Sequence[Sequence[Edit]], turns: Sequence[int]) -> None:
        left = [list(chain) for chain in chains]
        base: list[dict[str, int | str]] = [{"resident": 1, "visit": 1} for _ in chains]
        for writer in turns:
            edit = left[writer].pop(0)
            reason = None if edit.op == "patch" else "更正"
            operation = Operation(edit.op, edit.kind, self.keys[edit.kind], dict(edit.fields), base[writer][edit.kind],
                                  reason)  # fmt: skip
            base[writer][edit.kind] = self.send(writer, operation)
            self.authored.append((edit.kind, dict(edit.fields)))

    def voids(self) -> dict[str, bool]:
        with self.county.transaction() as connection:
            rows = dict(
                connection.execute(
                    "SELECT id, void FROM record WHERE id = ANY(%s)", (list(self.keys.values()),)
                ).fetchall()
            )
        return {kind: rows[record_id] for kind, record_id in self.keys.items()}

    def conflicts(self) -> dict[tuple[str, str], set[str]]:
        """Kind of record and group of every open conflict, with the values to choose from. How far two corrections hang
        together depends on what had come before, so of those the values of what both name are not compared."""
        found = {}
        with self.county.transaction() as connection:
            rows = connection.execute(
                "SELECT body FROM record WHERE type = 'conflict' AND parent_id = ANY(%s)", (list(self.keys.values()),)
            ).fetchall()
        for (raw,) in rows:
            fields = record_body.decode(bytes(raw)).fields
            if fields["state"] != "open":
                continue
            values = {json.dumps(row["value"], sort_keys=True) for row in fields["contenders"]}
            assert len(values) > 1, fields
            found[fields["subject_type"], fields["group"]] = values if fields["group"] != "amendment" else set()
        return found

    def person(self) -> tuple[Any, ...]:
        """What the resident's record says of who it is."""
        with self.county.transaction() as connection:
            row = connection.execute("SELECT body FROM record WHERE id = %s", (self.keys["resident"],)).fetchone()
        assert row is not None
        fields = record_body.decode(bytes(row[0])).fields
        return tuple(fields.get(name) for name in PERSON)

    def said(self) -> list[dict[str, Any]]:
        """Everything that the county holds of the two: versions of the records, contenders of any time."""
        with self.county.transaction() as connection:
            rows = connection.execute(
                "SELECT c.type, c.body FROM change c LEFT JOIN record r ON r.county = c.county AND r.type = c.type"
                " AND r.id = c.id WHERE c.id = ANY(%s) OR (c.type = 'conflict' AND r.parent_id = ANY(%s))",
                (list(self.keys.values()), list(self.keys.values())),
            ).fetchall()
        bodies = [(kind, record_body.decode(bytes(raw)).fields) for kind, raw in rows]
        contenders = [row["value"] for kind, fields in bodies if kind == "conflict" for row in fields["contenders"]]
        return [*(fields for _, fields in bodies), *contenders]


@given(histories())
@example(
    (
        [[Edit("resident", "void")], [Edit("resident", "patch", (("phone", "1"),))] * 2,
         [Edit("resident", "patch", identity("甲", "1960-01-02"))]],
        [0, 1, 2, 1],
        [2, 1, 1, 0],
    )
)  # fmt: skip
@settings(max_examples=40)
def test_the_order_of_arrival_decides_neither_what_is_in_force_nor_what_there_is_to_decide(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, story: tuple[list[list[Edit]], list[int], list[int]]
) -> None:
    saved, *orders = story
    laptops = [enrolled() for _ in range(WRITERS)]
    played = []
    for turns in orders:
        each = Story(county, laptops, ids)
        each.play(saved, turns)
        played.append(each)
    one, other = played
    assert one.voids() == other.voids()
    assert one.conflicts() == other.conflicts()
    whole = {tuple(RESIDENT.get(name) for name in PERSON)}
    whole |= {tuple(dict(edit.fields)[name] for name in PERSON) for chain in saved for edit in chain
              if "name" in dict(edit.fields)}  # fmt: skip
    for each in played:
        assert each.person() in whole, "a mixture of two people"
        said = each.said()
        for _, fields in each.authored:
            held = [found for found in said if all(found.get(name) == value for name, value in fields.items())]
            assert held or not fields, f"{fields} is gone"
    with county.transaction() as connection:
        assert change_log.first_broken(connection, county.county) is None


def test_every_order_of_three_values_of_one_field_gives_the_same_choice(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    laptops = [enrolled() for _ in range(WRITERS)]
    saved = [[Edit("resident", "patch", (("phone", str(writer)),))] for writer in range(1, WRITERS + 1)]
    found = set()
    for turns in itertools.permutations(range(WRITERS)):
        each = Story(county, laptops, ids)
        each.play(saved, turns)
        found.add(json.dumps(sorted((*key, *sorted(values)) for key, values in each.conflicts().items())))
    assert len(found) == 1


def test_writers_at_the_same_time_all_stand_in_the_conflict_and_nobody_is_overwritten(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    laptops = [enrolled() for _ in range(6)]
    story = Story(county, laptops, ids)

    def write(writer: int) -> None:
        operation = Operation("patch", "resident", story.keys["resident"], {"phone": f"{writer}"}, 1)
        story.send(writer, operation)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert story.conflicts() == {("resident", "phone"): {json.dumps({"phone": f"{writer}"}) for writer in range(1, 6)}}
    with county.transaction() as connection:
        revs = connection.execute(
            "SELECT rev FROM change WHERE id = %s ORDER BY seq", (story.keys["resident"],)
        ).fetchall()
    assert [row[0] for row in revs] == list(range(1, 7))


def test_versions_of_an_event_only_ever_grow_in_number(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    story = Story(county, [enrolled() for _ in range(WRITERS)], ids)
    edits = [Edit("visit", "amend", (("sbp", 150),)), Edit("visit", "void"), Edit("visit", "amend", (("note", "x"),))]
    story.play([edits, edits, edits], [0, 1, 2, 0, 1, 2, 0, 1, 2])
    with county.transaction() as connection:
        rows = connection.execute(
            "SELECT rev, body FROM change WHERE id = %s AND op NOT IN ('enter', 'evict') ORDER BY seq",
            (story.keys["visit"],),
        ).fetchall()
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert {record_body.decode(bytes(row[1])).fields["sbp"] for row in rows} == {140, 150}
