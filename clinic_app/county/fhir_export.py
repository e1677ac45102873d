"""The county's records as FHIR in a file: one resource a line, or one slip as a document. Each export is audited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clinic_app.county import audit
from clinic_app.county.database import CountyDatabase
from clinic_app.county.fhir_reader import FhirReader
from clinic_app.county.problems import CountyProblem
from clinic_app.exchange.fhir.capability import KINDS
from clinic_app.exchange.fhir.values import encode
from clinic_app.records.identifiers import is_id


def resource_lines(
    database: CountyDatabase, kinds: Sequence[str], actor: str, reason: str | None = None
) -> Iterator[bytes]:
    """Every resource of these kinds (none: all) of one state of the county. Raises CountyProblem for another kind."""
    unknown = [each for each in kinds if each not in KINDS]
    if unknown:
        raise CountyProblem(f"没有“{unknown[0][:40]}”这种资源，可选 {'、'.join(KINDS)}")
    return _lines(database, tuple(kinds) or KINDS, actor, reason)


def _lines(database: CountyDatabase, kinds: Sequence[str], actor: str, reason: str | None) -> Iterator[bytes]:
    count = 0
    with database.snapshot() as connection:
        for each in FhirReader(connection, database.county, sensitive=True).all(kinds):
            count += 1
            yield encode(each) + b"\n"
    _note(database, actor, f"resources:{count}", reason)


def document_lines(
    database: CountyDatabase, named: str, base: str, actor: str, reason: str | None = None
) -> Iterator[bytes]:
    """The document of one referral (by its id or slip number) or return slip (by its id). Raises CountyProblem."""
    with database.snapshot() as connection:
        reader = FhirReader(connection, database.county, sensitive=True)
        ids = [named] if is_id(named) else reader.slips_numbered(named)
        if len(ids) > 1:
            raise CountyProblem(f"有{len(ids)}张转诊单用这个单号，用编号指定：{'、'.join(ids)}")
        found = reader.slip(ids[0], base, database.now_text()) if ids else None
    if found is None:
        raise CountyProblem(f"没有转诊单或回转单“{named[:60]}”，什么也没有写")
    _note(database, actor, f"document:{found['entry'][0]['resource']['id']}", reason)
    return iter((encode(found) + b"\n",))


def _note(database: CountyDatabase, actor: str, target: str, reason: str | None) -> None:
    with database.transaction() as connection:
        audit.append(connection, database.county, actor, "fhir_export", target, database.now_text(), reason)
