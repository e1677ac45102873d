"""The county's figures: the same counting as on a laptop, from the bodies, township by township. Counts only."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from clinic_app.county import change_log
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.problems import Refusal
from clinic_app.county.record_store import RecordStore
from clinic_app.county.referral_statistics import read_referral_statistics
from clinic_app.guidelines.indicator_definitions import default_indicator_book
from clinic_app.guidelines.indicator_facts import (
    DATED,
    PLAIN,
    SAID,
    SECTIONS,
    BaseFact,
    Facts,
    OrganisationFact,
    Period,
    ReferralFact,
    townships,
)
from clinic_app.guidelines.indicators import Counted, Figure, Scope, count, figures
from clinic_app.guidelines.referral_figures import ReferralStatistics
from clinic_app.protocol import body as record_body
from clinic_app.protocol.audience import village_key
from clinic_app.protocol.body import Body
from clinic_app.protocol.referral_times import referral_fact

COUNTY, TOWNSHIP, VILLAGE = "county", "township", "village"
FOR_ALL = ("organisation", "yearly_base")
NO_TOWNSHIP = "没有划归乡镇的村"
MOST_KEPT = 8
Found = TypeVar("Found")
BAD_PERIOD = Refusal(400, "bad_request", "年度应写成四位数字，季度是1到4，没有统计")

# A day inside a body, as it is written there: in canonical JSON a quotation mark of a text is escaped.
_DAY = "substring({body} from position(%(mark)s::bytea in {body}) + length(%(mark)s::bytea) for 10)"
_IN_TIME = f"position(%(mark)s::bytea in {{body}}) > 0 AND {_DAY} BETWEEN %(since)s::bytea AND %(until)s::bytea"
_OF_VILLAGES = "r.county = %(county)s AND r.type = %(type)s AND NOT r.void AND r.village = ANY(%(villages)s)"
# Files of these villages' people that stand in another village, since a link says that they are theirs as well.
_SHARED = (
    "FROM record_party p JOIN record r ON r.county = p.county AND r.type = p.type AND r.id = p.id AND NOT r.void"
    " AND NOT coalesce(r.village = ANY(%(villages)s), false) {more} WHERE p.county = %(county)s AND p.type = %(type)s"
    " AND p.organisation = ANY(%(keys)s)"
)
_VISIT_OF = "JOIN record v ON v.county = r.county AND v.type = 'visit' AND v.id = r.parent_id"
# Whoever has died or moved away: all visits, because only they show whether somebody came back.
_GONE = (
    " OR r.parent_id IN (SELECT g.parent_id FROM record g WHERE g.county = %(county)s AND g.type = 'visit'"
    " AND NOT g.void AND g.village = ANY(%(villages)s)"
    """ AND (position('"outcome":"6"'::bytea in g.body) > 0 OR position('"outcome":"7"'::bytea in g.body) > 0))"""
)


@dataclass(frozen=True)
class AreaFigures:
    """The figures of one area: the county, a township, or a village of it."""

    kind: str
    code: str
    name: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class CountyFigures:
    """A period of the county, area by area: the county, then each township with its villages."""

    period: Period
    areas: tuple[AreaFigures, ...]


class Indicators:
    """Counts a period once for each state of the county, and keeps the last few."""

    def __init__(self, database: CountyDatabase) -> None:
        self.database = database
        self._kept: dict[tuple[Any, ...], Any] = {}
        self._counting = threading.Lock()

    def read(self, year: int, quarter: int | None) -> CountyFigures:
        """The figures of a period as the county stands now."""
        return self._read(read_indicators, year, quarter)

    def referrals(self, year: int, quarter: int | None) -> ReferralStatistics:
        """The referrals of a period as the county stands now."""
        return self._read(read_referral_statistics, year, quarter)

    def _read(
        self, count_: Callable[[CountyDatabase, int, int | None], Found], year: int, quarter: int | None
    ) -> Found:
        database = self.database
        with self._counting:
            with database.snapshot() as connection:
                head = change_log.read_head(connection, database.county)
            key = (count_, head.epoch, head.seq, year, quarter, database.clock.today())
            if key not in self._kept:
                if len(self._kept) >= MOST_KEPT:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[key] = count_(database, year, quarter)
            found: Found = self._kept[key]
            return found


def asked_period(year: str, quarter: str, this_year: int) -> tuple[int, int | None]:
    """Year and quarter as somebody wrote them; this year where nothing is written. Raises Refusal."""
    if year and not (year.isascii() and year.isdigit() and len(year) == 4 and 2000 <= int(year) <= 2100):
        raise BAD_PERIOD
    if quarter and quarter not in ("1", "2", "3", "4"):
        raise BAD_PERIOD
    return int(year) if year else this_year, int(quarter) if quarter else None


def read_indicators(database: CountyDatabase, year: int, quarter: int | None) -> CountyFigures:
    """Count a period in one state of the county, one township after the other."""
    period = Period(year, quarter, database.clock.today(), database.clock.now())
    found: list[AreaFigures] = []
    with database.snapshot() as connection:
        reader = _Reader(connection, database.county, period)
        names = {each: str(fields.get("name") or each) for each, fields in reader.reference("village")}
        bases = tuple(reader.plain_for_all("yearly_base"))
        towns = townships(reader.plain_for_all("organisation"))
        parts = {code: (name, villages) for code, (name, villages) in towns.items() if villages}
        loose = reader.villages() - {each for _, villages in parts.values() for each in villages}
        if loose:
            parts[""] = (NO_TOWNSHIP, frozenset(loose))
        for code, (name, villages) in parts.items():
            counted = count({**reader.facts(villages), "yearly_base": bases}, period)
            found += _township(counted, code, name, villages, names)
    return CountyFigures(period, (_whole(database.county, found, period, bases), *found))


def read_facts(database: CountyDatabase, villages: Sequence[str], period: Period) -> Facts:
    """The facts of some villages, as a laptop that serves them would have them."""
    with database.snapshot() as connection:
        reader = _Reader(connection, database.county, period)
        return {**reader.facts(frozenset(villages)), "yearly_base": reader.plain_for_all("yearly_base")}


def _township(
    counted: Counted, code: str, name: str, villages: frozenset[str], names: Mapping[str, str]
) -> Iterator[AreaFigures]:
    yield _area(counted, TOWNSHIP, code, name, Scope(villages, code))
    for village in sorted(villages):
        yield _area(counted, VILLAGE, village, names.get(village, village), Scope(frozenset({village}), village))


def _area(counted: Counted, kind: str, code: str, name: str, scope: Scope) -> AreaFigures:
    return AreaFigures(kind, code, name, {each.key: each for each in figures(counted, scope, with_ids=False)})


def _whole(county: str, found: Sequence[AreaFigures], period: Period, bases: Sequence[BaseFact]) -> AreaFigures:
    """The sum of the townships; a yearly figure of the county itself comes before the sum of theirs."""
    own = next((each for each in bases if each.year == period.year and each.area == county), None)
    towns = [each.figures for each in found if each.kind == TOWNSHIP]
    sums = {}
    for definition in default_indicator_book().indicators:
        parts = [each[definition.key] for each in towns]
        denominators = [each.denominator for each in parts if each.denominator is not None]
        total = sum(denominators) if len(denominators) == len(parts) and parts and not definition.count else None
        if definition.base and own is not None and getattr(own, definition.base) is not None:
            total = getattr(own, definition.base)
        sums[definition.key] = Figure(
            definition, sum(each.numerator for each in parts), total, parts=_sum_of_parts(parts)
        )
    return AreaFigures(COUNTY, county, "全县", sums)


def _sum_of_parts(figures_: Sequence[Figure]) -> tuple[tuple[str, int], ...]:
    sums: dict[str, int] = {}
    for each in figures_:
        for name, number in each.parts:
            sums[name] = sums.get(name, 0) + number
    return tuple(sorted(sums.items()))


class _Reader:
    """Reads facts from bodies within one snapshot."""

    def __init__(self, connection: Connection, county: str, period: Period) -> None:
        self.connection = connection
        self.county = county
        self.period = period

    def reference(self, type_name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        rows = self.connection.execute(
            "SELECT id, body FROM record WHERE county = %s AND type = %s AND NOT void", (self.county, type_name)
        )
        return ((str(row[0]), record_body.decode(bytes(row[1])).fields) for row in rows)

    def plain_for_all(self, type_name: str) -> list[Any]:
        kind: Any = OrganisationFact if type_name == "organisation" else BaseFact
        return [_fact(kind, record_id, Body(fields)) for record_id, fields in self.reference(type_name)]

    def villages(self) -> set[str]:
        """The villages in which anybody lives."""
        rows = self.connection.execute(
            "SELECT DISTINCT village FROM record WHERE county = %s AND type = 'resident' AND village IS NOT NULL",
            (self.county,),
        )
        return {str(row[0]) for row in rows}

    def facts(self, villages: frozenset[str]) -> dict[str, Sequence[Any]]:
        """Everything that is counted in these villages."""
        found: dict[str, Sequence[Any]] = {
            name: self._read(name, kind, villages) for name, kind in PLAIN.items() if name not in FOR_ALL
        }
        for name, (day, kind) in DATED.items():
            condition = f"({_IN_TIME.format(body='r.body')}{_GONE if name == 'visit' else ''})"
            found[name] = self._read(name, kind, villages, where=condition, day=day)
        for name, kind in SECTIONS.items():
            more = f"{_VISIT_OF} AND {_IN_TIME.format(body='v.body')}"
            found[name] = self._read(name, kind, villages, more=more, day="visit_date")
        found["referral"] = self._referrals(villages)
        return found

    def _read(
        self, type_name: str, kind: Any, villages: frozenset[str], *, where: str = "", more: str = "", day: str = ""
    ) -> list[Any]:
        rows = self._rows(type_name, villages, where=where, more=more, day=day)
        return [_fact(kind, record_id, body) for record_id, body in rows]

    def _rows(
        self, type_name: str, villages: frozenset[str], *, where: str = "", more: str = "", day: str = ""
    ) -> Iterator[tuple[str, Body]]:
        condition = f" AND {where}" if where else ""
        query = (
            f"SELECT r.id, r.body FROM record r {more} WHERE {_OF_VILLAGES}{condition} UNION ALL"
            f" SELECT r.id, r.body {_SHARED.format(more=more)}{condition}"
        )
        values = {
            "county": self.county, "type": type_name, "villages": sorted(villages),
            "keys": sorted(map(village_key, villages)), "mark": f'"{day}":"'.encode(),
            "since": self.period.since.encode(), "until": self.period.until.encode(),
        }  # fmt: skip
        for record_id, raw in self.connection.execute(query.encode(), values):
            yield str(record_id), record_body.decode(bytes(raw))

    def _referrals(self, villages: frozenset[str]) -> list[ReferralFact]:
        """Those of the time that counts, and those without a date, with the moments of their events."""
        condition = f"({_IN_TIME.format(body='r.body')} OR position(%(mark)s::bytea in r.body) = 0)"
        rows = list(self._rows("referral", villages, where=condition, day="referral_date"))
        records = RecordStore(self.connection, self.county)
        records.want_events(record_id for record_id, _ in rows)
        return [referral_fact(record_id, body.fields, records.events(record_id)) for record_id, body in rows]


def _fact(kind: Any, record_id: str, body: Body) -> Any:
    """A body as the fact that the laptop's row would be."""
    own = {"id": record_id, "author": body.author, "authored_at": body.authored_at, "change_reason": body.reason}
    values = {**body.fields, **own, **{name: "1" if body.fields.get(name) else None for name in SAID}}
    return kind(*(values.get(name) for name in kind._fields))
