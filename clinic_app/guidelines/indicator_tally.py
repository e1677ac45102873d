"""What was counted, by place and with the ids behind it; and the figures of a scope made from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from clinic_app.guidelines.indicator_definitions import Definition, IndicatorBook
from clinic_app.guidelines.indicator_facts import BaseFact, Period, Place

TENTH = Decimal("0.1")


@dataclass
class Tally:
    """One indicator: the ids that count and the rest, by place. `amounts` stand where something else than ids is
    counted (items, readings); `parts` say more (reasons, last digits)."""

    counted: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    rest: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    amounts: dict[Place, list[int]] = field(default_factory=dict)
    parts: dict[Place, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, place: Place, thing: str, counts: object) -> None:
        """One thing of the denominator; `counts`: also of the numerator."""
        (self.counted if counts else self.rest)[place].append(thing)

    def add_amount(self, place: Place, numerator: int, denominator: int) -> None:
        """So many of so many, where the figure does not count ids."""
        known = self.amounts.setdefault(place, [0, 0])
        known[0] += numerator
        known[1] += denominator

    @property
    def places(self) -> set[Place]:
        """Where anything was counted."""
        return {*self.counted, *self.rest, *self.amounts}

    def totals(self, places: Iterable[Place]) -> tuple[int, int]:
        """Numerator and denominator of some places."""
        if self.amounts:
            found = [self.amounts[each] for each in places if each in self.amounts]
            return sum(each[0] for each in found), sum(each[1] for each in found)
        known = list(places)
        numerator = sum(len(self.counted.get(each, ())) for each in known)
        return numerator, numerator + sum(len(self.rest.get(each, ())) for each in known)


Tallies = Mapping[str, Tally]


@dataclass(frozen=True)
class Counted:
    """All tallies of a period, by the definitions of one edition."""

    period: Period
    book: IndicatorBook
    tallies: Tallies
    bases: tuple[BaseFact, ...] = ()

    def doctors(self, scope: Scope) -> list[str]:
        """The doctors who have anything in a scope, by name; whom nobody named is not among them."""
        places = {place for tally in self.tallies.values() for place in tally.places if scope.holds(place)}
        return sorted({place.doctor for place in places if place.doctor})


@dataclass(frozen=True)
class Scope:
    """Whose figures: these villages (a county or township as a whole has the code of its own yearly figures in
    `area`), and of one doctor or of all."""

    villages: frozenset[str]
    area: str = ""
    doctor: str | None = None

    def holds(self, place: Place) -> bool:
        """Whether what was counted at a place is in the scope."""
        return place.village in self.villages and (self.doctor is None or place.doctor == self.doctor)


@dataclass(frozen=True)
class Figure:
    """One indicator of one scope. `denominator` is None without a yearly figure to divide by, and for a count.

    `counted` and `rest` are the ids behind it; of a rate with a yearly figure only those on file can be named.
    """

    definition: Definition
    numerator: int
    denominator: int | None
    counted: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def key(self) -> str:
        """The indicator's key."""
        return self.definition.key

    @property
    def lacks_base(self) -> bool:
        """Whether the yearly figure that it is divided by is not known here."""
        return bool(self.definition.base) and self.denominator is None

    @property
    def percent(self) -> Decimal | None:
        """The rate with one decimal, half up; None where there is nothing to divide by."""
        if not self.denominator:
            return None
        return (Decimal(self.numerator * 100) / self.denominator).quantize(TENTH, ROUND_HALF_UP)


def figures(counted: Counted, scope: Scope, *, with_ids: bool = True) -> list[Figure]:
    """Every indicator of a scope, in the order of the definitions."""
    return [figure(counted, each, scope, with_ids=with_ids) for each in counted.book.indicators]


def figure(counted: Counted, definition: Definition, scope: Scope, *, with_ids: bool = True) -> Figure:
    """One indicator of a scope."""
    tally = counted.tallies.get(definition.key) or Tally()
    places = sorted(place for place in tally.places if scope.holds(place))
    numerator, denominator = tally.totals(places)
    parts: Counter[str] = Counter()
    for place in places:
        parts.update(tally.parts.get(place, {}))
    found = Figure(definition, numerator, _denominator(counted, definition, scope, denominator),
                   parts=tuple(sorted(parts.items())))  # fmt: skip
    if not with_ids:
        return found
    ids, rest = (tuple(sorted(each for place in places for each in named.get(place, ()))) for named in
                 (tally.counted, tally.rest))  # fmt: skip
    return Figure(definition, numerator, found.denominator, ids, rest, found.parts)


def _denominator(counted: Counted, definition: Definition, scope: Scope, on_file: int) -> int | None:
    if definition.count:
        return None
    return base_of(counted, definition.base, scope) if definition.base else on_file


def base_of(counted: Counted, name: str, scope: Scope) -> int | None:
    """The yearly figure of a scope: its own, or the sum where every village of it has one. Never guessed, and a doctor
    has none."""
    if scope.doctor is not None:
        return None
    known = {each.area: getattr(each, name) for each in counted.bases if each.year == counted.period.year}
    if scope.area and known.get(scope.area) is not None:
        return int(known[scope.area])
    values = [known.get(village) for village in scope.villages]
    if not values or any(value is None for value in values):
        return None
    return sum(int(value) for value in values if value is not None)
