"""What was printed, and from which values: a reprint is drawn from them, and its hash tells whether it is the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from clinic_app.store.local_tables import printed_paper


@dataclass(frozen=True)
class PrintedPaper:
    """One paper that left this laptop for the first time; `sha256` is of its PDF, `printed_at` an instant."""

    seq: int
    kind: str
    record_id: str
    printed_at: str
    paper: str
    sha256: str
    inputs: Mapping[str, Any]


def keep(
    connection: Connection, kind: str, record_id: str, *, at: str, paper: str, sha256: str, inputs: Mapping[str, Any]
) -> int:
    """Remember a paper in the caller's transaction; returns its number on this laptop."""
    values = {"kind": kind, "record_id": record_id, "printed_at": at, "paper": paper, "sha256": sha256}
    made = connection.execute(insert(printed_paper).values(**values, inputs=dict(inputs)))
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def printed(connection: Connection, kind: str, record_id: str) -> list[PrintedPaper]:
    """The papers of a record, the newest first."""
    query = select(printed_paper).where(printed_paper.c.kind == kind, printed_paper.c.record_id == record_id)
    return [_read(row) for row in connection.execute(query.order_by(printed_paper.c.seq.desc())).mappings()]


def printed_before(connection: Connection, number: int) -> PrintedPaper | None:
    """One paper by its number; None for a number that this laptop never gave."""
    query = select(printed_paper).where(printed_paper.c.seq == number)
    row = connection.execute(query).mappings().first()
    return None if row is None else _read(row)


def _read(row: RowMapping) -> PrintedPaper:
    return PrintedPaper(**{name: row[name] for name in PrintedPaper.__dataclass_fields__})
