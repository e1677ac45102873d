"""Read tokens for other systems: who may read the county's records as FHIR, or those of one organisation's referrals.

Another system has no device key, so it shows a token. The county keeps its SHA-256 only; it is seen once, when it is
made; it ends by itself, and an administrator can end it before.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic_app.county import audit
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.problems import CountyProblem, Refusal

FHIR, METRICS = "fhir", "metrics"
"""What a token opens: records as FHIR, or the counts of `/metrics`. None opens both."""
PREFIX = {FHIR: "fhir_", METRICS: "metrics_"}
DAYS, MOST_DAYS = 180, 730
ID_DIGITS = 8
UNKNOWN = Refusal(401, "login", "没有令牌，或令牌不对、已停用、已过期")
_COLUMNS = "id, name, organisation, sensitive, created_at, expires_at, revoked_at, last_used_at, purpose"


@dataclass(frozen=True)
class Reader:
    """Who reads. With an `organisation` only referrals that it takes part in, and what they themselves hold; diseases
    that are marked as restricted only where `sensitive` says so."""

    id: str
    name: str
    organisation: str
    sensitive: bool
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    purpose: str = FHIR


def issue(
    database: CountyDatabase,
    name: str,
    organisation: str,
    days: int,
    actor: str,
    *,
    sensitive: bool = False,
    purpose: str = FHIR,
) -> tuple[str, Reader]:
    """A new token and who it stands for. Raises CountyProblem."""
    if not name.strip() or len(name) > 100:
        raise CountyProblem("令牌要写给谁用，100字以内，没有发")
    if not 1 <= days <= MOST_DAYS:
        raise CountyProblem(f"令牌的有效期是1到{MOST_DAYS}天，没有发")
    if purpose == METRICS and (organisation or sensitive):
        raise CountyProblem("读计数的令牌只有全县的，也没有诊断，没有发")
    token, now = PREFIX[purpose] + secrets.token_urlsafe(32), database.clock.now()
    with database.transaction() as connection:
        if organisation and not _is_organisation(connection, database.county, organisation):
            raise CountyProblem(f"没有机构“{organisation[:40]}”，没有发")
        token_id = secrets.token_hex(ID_DIGITS // 2)
        until = now + timedelta(days=days)
        reader = Reader(token_id, name.strip(), organisation, sensitive, now, until, None, None, purpose)
        connection.execute(
            "INSERT INTO fhir_token (county, id, name, purpose, organisation, sensitive, token_sha256, created_at,"
            " expires_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (database.county, reader.id, reader.name, purpose, organisation, sensitive, _digest(token), now, until),
        )
        target = f"fhir-token:{reader.id}"
        audit.append(connection, database.county, actor, "fhir_token", target, database.now_text(), organisation)
    return token, reader


def readers(database: CountyDatabase) -> list[Reader]:
    """Everybody who ever had a token, the oldest first."""
    with database.snapshot() as connection:
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM fhir_token WHERE county = %s ORDER BY created_at, id".encode(), (database.county,)
        ).fetchall()
    return [Reader(*row) for row in rows]


def revoke(database: CountyDatabase, token_id: str, actor: str) -> None:
    """End a token now. Raises CountyProblem."""
    with database.transaction() as connection:
        done = connection.execute(
            "UPDATE fhir_token SET revoked_at = %s WHERE county = %s AND id = %s AND revoked_at IS NULL",
            (database.clock.now(), database.county, token_id),
        )
        if done.rowcount != 1:
            raise CountyProblem(f"没有在用的令牌“{token_id[:40]}”，什么也没有改动")
        now = database.now_text()
        audit.append(connection, database.county, actor, "fhir_token_revoke", f"fhir-token:{token_id}", now)


def authenticate(database: CountyDatabase, header: str, purpose: str = FHIR) -> Reader:
    """Who shows this `Authorization` header. Raises Refusal 401, in one sentence for everything that is not right."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.startswith(PREFIX[purpose]) or len(token) > 200:
        raise UNKNOWN
    now = database.clock.now()
    with database.transaction() as connection:
        row = connection.execute(
            f"UPDATE fhir_token SET last_used_at = %s WHERE county = %s AND token_sha256 = %s AND purpose = %s"
            f" AND revoked_at IS NULL AND expires_at > %s RETURNING {_COLUMNS}".encode(),
            (now, database.county, _digest(token.strip()), purpose, now),
        ).fetchone()
    if row is None:
        raise UNKNOWN
    return Reader(*row)


def _digest(token: str) -> bytes:
    # A random token of 256 bits needs no slow hash.
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _is_organisation(connection: Connection, county: str, code: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM record WHERE county = %s AND type = 'organisation' AND id = %s AND NOT void", (county, code)
    )
    return found.fetchone() is not None
