"""Who of this laptop a row of a sheet is about: never by a name alone, never by a number that has another name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.records.catalogue import RECORD_TYPES


class NotFound(Exception):
    """Nobody, or not one person alone: the message says which and what would tell. `key` is the cell to look at."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True)
class Known:
    """Somebody on file."""

    id: str
    name: str
    birth_date: str
    id_no: str


class PeopleOnFile:
    """Everybody on this laptop, by what a sheet may know of them. Read once for a whole sheet."""

    def __init__(self, connection: Connection) -> None:
        column = RECORD_TYPES["resident"].sql_table.c
        wanted = (column.id, column.name, column.birth_date, column.id_no, column.record_no, column.phone)
        self._number: dict[str, list[Known]] = defaultdict(list)
        self._record: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self._birth: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self._phone: dict[tuple[str, str], list[Known]] = defaultdict(list)
        for row in connection.execute(select(*wanted).where(column.void.is_(False))):
            known = Known(row.id, row.name or "", row.birth_date or "", row.id_no or "")
            if row.id_no:
                self._number[row.id_no].append(known)
            for index, value in (
                (self._record, row.record_no),
                (self._birth, row.birth_date),
                (self._phone, row.phone),
            ):
                if value:
                    index[known.name, value].append(known)

    def find(self, person: Mapping[str, Any]) -> Known:
        """The one person that a row says; raises NotFound."""
        number, name = person.get("id_no"), str(person.get("name") or "")
        if number and (found := self._number.get(number)):
            return self._by_number(found, name)
        tried = [("birth_date", self._birth), ("record_no", self._record), ("phone", self._phone)]
        for key, index in tried:
            value = person.get(key)
            candidates = index.get((name, value), []) if value else []
            # Two numbers are two people, however alike the rest.
            fitting = [each for each in candidates if not (number and each.id_no and each.id_no != number)]
            if len(fitting) == 1:
                return fitting[0]
            if len(fitting) > 1:
                raise NotFound("person.name", f"本机有{len(fitting)}位“{name}”对得上，表里补上身份证号再导入")
        if number:
            raise NotFound("person.id_no", f"本机没有这个身份证号的居民{_and(name)}，先建档或同步")
        if not any(person.get(key) for key, _ in tried):
            raise NotFound("person.name", "只有姓名认不出是谁，表里要有身份证号、出生日期、档案编号或电话")
        raise NotFound("person.name", f"本机没有对得上的“{name}”，核对出生日期，或先建档、同步")

    def same(self, fields: Mapping[str, Any]) -> Known | None:
        """Who somebody about to be registered surely is: the same number, or name and birth date without two numbers.

        Raises NotFound where a number is on file under another name, or for two people.
        """
        number, name = fields.get("id_no"), str(fields.get("name") or "")
        if number and (found := self._number.get(number)):
            return self._by_number(found, name)
        alike = self._birth.get((name, str(fields.get("birth_date") or "")), [])
        return next((each for each in alike if not (number and each.id_no)), None)

    def _by_number(self, found: Iterable[Known], name: str) -> Known:
        people = list(found)
        if len(people) > 1:
            raise NotFound("person.id_no", "本机有两份档案是这个身份证号，先在“重复档案”里处理")
        if name and people[0].name != name:
            raise NotFound("person.name", f"这个身份证号在本机是“{people[0].name}”，表里写的是“{name}”，核对是哪一位")
        return people[0]


def _and(name: str) -> str:
    return f"（{name}）" if name else ""
