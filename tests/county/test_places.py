"""What a record belongs to stands beside it: its village, its digest, the parties of its referral."""

from __future__ import annotations

from collections.abc import Callable

from clinic_app.county.database import CountyDatabase, open_county
from clinic_app.protocol.digest import row_digest
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, VILLAGE, Laptop, referral, resident, step, visit

Ids = Callable[[], str]


def villages(county: CountyDatabase) -> dict[str, str | None]:
    with county.transaction() as connection:
        return dict(connection.execute("SELECT id, village FROM record").fetchall())


def parties(county: CountyDatabase) -> set[tuple[str, str]]:
    with county.transaction() as connection:
        return {(row[0], row[1]) for row in connection.execute("SELECT organisation, id FROM record_party")}


def require_digests(county: CountyDatabase) -> None:
    with county.transaction() as connection:
        rows = connection.execute("SELECT id, rev, body, digest FROM record").fetchall()
    assert rows
    for record_id, rev, body, digest in rows:
        assert digest == row_digest(record_id, rev, bytes(body))


def referred(enrolled: Enrolled, ids: Ids) -> tuple[Laptop, dict[str, str]]:
    laptop = enrolled("V1")
    named = {name: ids() for name in ("household", "person", "visit", "section", "slip", "issue")}
    laptop.push(
        laptop.line(
            Operation("create", "household", named["household"], {"village_code": VILLAGE}),
            resident(named["person"]),
            visit(named["visit"], named["person"]),
            Operation("create", "hypertension_followup", named["section"], {"visit_id": named["visit"]}),
            referral(named["slip"], named["person"]),
            step(named["issue"], named["slip"], "issue"),
        )
    )
    return laptop, named


def test_every_record_knows_its_village_and_its_digest(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    laptop, named = referred(enrolled, ids)
    laptop.push(laptop.line(Operation("patch", "resident", named["person"], {"phone": "1"}, base=1)))
    assert {villages(county)[each] for each in named.values()} == {VILLAGE}
    assert villages(county)["V1"] is None
    require_digests(county)


def test_the_parties_of_a_referral_hold_it_and_all_that_stands_under_it(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    laptop, named = referred(enrolled, ids)
    photo = {"referral_id": named["slip"], "sha256": "0" * 64, "media_type": "image/jpeg", "size": 10}
    attached = ids()
    laptop.push(laptop.line(Operation("attach", "referral_attachment", attached, photo)))
    held = {named["slip"], named["issue"], attached}
    assert parties(county) == {(code, each) for code in ("V1", "H1") for each in held}


def test_a_redirect_gives_the_new_receiver_everything_and_takes_nothing_from_the_old_one(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    _, named = referred(enrolled, ids)
    hospital, redirected, accepted = enrolled("H1", "hospital_receiver"), ids(), ids()
    hospital.push(hospital.line(step(redirected, named["slip"], "redirect", to_org="H2")))
    other = enrolled("H2", "hospital_receiver")
    other.push(other.line(step(accepted, named["slip"], "accept")))
    held = {named["slip"], named["issue"], redirected, accepted}
    assert parties(county) == {(code, each) for code in ("V1", "H1", "H2") for each in held}
    hospital.pull()
    assert accepted in hospital.held("referral_event")


def test_a_move_takes_the_whole_file_to_the_new_village(county: CountyDatabase, enrolled: Enrolled, ids: Ids) -> None:
    laptop, named = referred(enrolled, ids)
    late = ids()
    laptop.push(
        laptop.line(
            visit(late, named["person"]),
            Operation("patch", "resident", named["person"], {"village_code": OTHER_VILLAGE}, base=1),
        )
    )
    found = villages(county)
    assert found.pop(named["household"]) == VILLAGE
    assert {found[each] for name, each in named.items() if name != "household"} == {OTHER_VILLAGE}
    assert found[late] == OTHER_VILLAGE


def test_records_of_an_older_program_get_their_places_when_the_county_is_opened(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, fresh_url: str
) -> None:
    referred(enrolled, ids)
    before = villages(county), parties(county)
    with county.transaction() as connection:
        connection.execute("UPDATE record SET village = NULL, digest = NULL")
        connection.execute("DELETE FROM record_party")
    open_county(fresh_url, clock=county.clock).close()
    assert (villages(county), parties(county)) == before
    require_digests(county)
