"""The county's referrals as tables: all of them, of whatever village, counted as on every laptop. Counts, no names."""

from __future__ import annotations

import html
from collections.abc import Iterator

from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.record_store import RecordStore
from clinic_app.exchange.referral_figures_file import figure_words
from clinic_app.guidelines.indicator_facts import BaseFact, Period, ReferralFact
from clinic_app.guidelines.referral_figures import (
    DIMENSION_WORD,
    DIMENSIONS,
    ReferralStatistics,
    ReferralTable,
    referral_definitions,
)
from clinic_app.protocol import body as record_body
from clinic_app.protocol.referral_times import disease_names, referral_fact

_DAY = '"referral_date":"'
# In canonical JSON a quotation mark of a text is escaped, so that the mark below is the field itself.
_IN_TIME = (
    "(position(%(mark)s::bytea in body) = 0 OR substring(body from position(%(mark)s::bytea in body) + %(length)s for"
    " 10) BETWEEN %(since)s::bytea AND %(until)s::bytea)"
)


def read_referral_statistics(database: CountyDatabase, year: int, quarter: int | None) -> ReferralStatistics:
    """The referrals of a period in one state of the county."""
    period = Period(year, quarter, database.clock.today(), database.clock.now())
    with database.snapshot() as connection:
        facts = _facts(connection, database.county, period)
        bases = tuple(_bases(connection, database.county))
        names = {code: str(fields.get("name") or code) for code, fields in _all(connection, database.county)}
    return ReferralStatistics(period, facts, bases, {**disease_names(), **names}, database.county)


def _facts(connection: Connection, county: str, period: Period) -> list[ReferralFact]:
    rows = connection.execute(
        f"SELECT id, body FROM record WHERE county = %(county)s AND type = 'referral' AND NOT void AND {_IN_TIME}"
        " ORDER BY id".encode(),
        {"county": county, "mark": _DAY.encode(), "length": len(_DAY), "since": period.since.encode(),
         "until": period.until.encode()},
    ).fetchall()  # fmt: skip
    records = RecordStore(connection, county)
    records.want_events(str(row[0]) for row in rows)
    return [
        referral_fact(str(row[0]), record_body.decode(bytes(row[1])).fields, records.events(str(row[0])))
        for row in rows
    ]


def _bases(connection: Connection, county: str) -> Iterator[BaseFact]:
    for record_id, fields in _all(connection, county, "yearly_base"):
        yield BaseFact(record_id, *(fields.get(name) for name in BaseFact._fields[1:]))  # type: ignore[arg-type]


def _all(
    connection: Connection, county: str, type_name: str = "organisation"
) -> Iterator[tuple[str, dict[str, object]]]:
    rows = connection.execute(
        "SELECT id, body FROM record WHERE county = %s AND type = %s AND NOT void ORDER BY id", (county, type_name)
    )
    return ((str(row[0]), record_body.decode(bytes(row[1])).fields) for row in rows)


def render(found: ReferralStatistics) -> str:
    """The page of a period, as HTML: a table for each dimension, and what each figure counts."""
    period = found.period
    query = f"?year={period.year}" + (f"&amp;quarter={period.quarter}" if period.quarter else "")
    quarter = f"第{period.quarter}季度" if period.quarter else ""
    return "".join([
        f"<h1>双向转诊统计　{period.year}年{quarter}</h1>",
        f"<p class=none>截至 {period.until}　定义 {html.escape(found.book.version)}　"
        f'<a href="/referral-figures.csv{query}">CSV</a>　<a href="/indicators{query}">统计</a></p>',
        *(_section(found.table(by)) for by in DIMENSIONS),
        "<section><h2>数的是什么</h2><dl>", _definitions(), "</dl></section>",
    ])  # fmt: skip


def _section(table: ReferralTable) -> str:
    heads = "".join(f"<th class=number>{html.escape(each.label)}</th>" for each in referral_definitions())
    lines = "".join(
        f"<tr><td>{html.escape(line.name)}</td>"
        + "".join(f"<td class=number>{html.escape(figure_words(each))}</td>" for each in line.figures)
        + "</tr>"
        for line in (*table.lines, table.total)
    )
    word = html.escape(DIMENSION_WORD[table.by])
    body = f"<table><tr><th>{word}</th>{heads}</tr>{lines}</table>"
    return f"<section><h2>按{word}</h2><div class=wide>{body}</div></section>"


def _definitions() -> str:
    parts = []
    for each in referral_definitions():
        texts = (each.words, f"来源：{each.source}（{each.mark}）", each.note)
        parts.append(f"<dt>{html.escape(each.label)}</dt>")
        parts += [f"<dd>{html.escape(text)}</dd>" for text in texts if text]
    return "".join(parts)
