"""Figures in the words that a screen shows, and the bars beside them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.widgets.bars import Bar
from clinic_app.guidelines.indicator_quality import DIGITS, digit_chi_square, prefers_zero
from clinic_app.guidelines.indicators import Counted, Figure, Scope, figure
from clinic_app.records.visit import NOT_MEASURED_REASON
from clinic_app.store.queries.indicators import Area

DIGIT_KEY, REASON_KEY = "quality_digits", "quality_not_measured"


def tr(text: str) -> str:
    """A sentence of this module in the language of the window."""
    return QCoreApplication.translate("indicators", text)


def rate_words(found: Figure) -> str:
    """`75.0%`; the number of a count; 没有基数 where nobody has loaded one."""
    if found.definition.count:
        return str(found.numerator)
    if found.lacks_base:
        return tr("没有基数")
    return "—" if found.percent is None else f"{found.percent}%"


def count_words(found: Figure) -> str:
    """`3/4`; empty for a count."""
    if found.definition.count:
        return ""
    return f"{found.numerator}/{'—' if found.denominator is None else found.denominator}"


def share_of(found: Figure) -> float | None:
    """The rate as 0 to 1; None without one."""
    return None if not found.denominator else found.numerator / found.denominator


def rest_words(found: Figure) -> str:
    """What the other list of people is, in words."""
    return tr("其余") if not found.definition.is_quality else tr("没有这种情况")


def bars_of(counted: Counted, found: Figure, scope: Scope, areas: Iterable[Area]) -> list[Bar]:
    """What is worth a look beside one figure: last digits, reasons, else the parts of the scope."""
    if found.key == DIGIT_KEY:
        return _shares(found, [(each, each) for each in DIGITS])
    if found.key == REASON_KEY:
        return _reasons(found)
    parts = [each for each in areas if len(each.scope.villages) == 1 and each.scope.villages < scope.villages]
    if scope.doctor is None and not parts:
        doctors = counted.doctors(scope)
        parts = [Area(Scope(scope.villages, doctor=each), each) for each in doctors] if len(doctors) > 1 else []
    figures = [(each.name, figure(counted, found.definition, each.scope, with_ids=False)) for each in parts]
    most = max((each.numerator for _, each in figures), default=0)
    return [_bar(name, each, most) for name, each in figures]


def _bar(name: str, found: Figure, most: int) -> Bar:
    if found.definition.count:
        return Bar(name, found.numerator / most if most else None, str(found.numerator))
    return Bar(name, share_of(found), rate_words(found) if found.denominator else count_words(found))


def _shares(found: Figure, names: list[tuple[str, str]]) -> list[Bar]:
    counts = dict(found.parts)
    total = sum(counts.values())
    if not total:
        return []
    shares = [(name, counts.get(key, 0)) for key, name in names]
    most = max(count for _, count in shares)
    return [Bar(name, count / most if most else None, f"{count * 100 / total:.1f}%") for name, count in shares]


def _reasons(found: Figure) -> list[Bar]:
    labels = record_words(NOT_MEASURED_REASON)
    names = [(key, labels.get(key, key) if key else tr("没写原因")) for key, _ in found.parts]
    counts = dict(found.parts)
    return [Bar(name, counts[key] / max(counts.values()), str(counts[key])) for key, name in names]


def remark(counted: Counted, found: Figure) -> tuple[str, bool]:
    """What the last digits say, in one sentence, and whether to look; empty for other figures."""
    if found.key != DIGIT_KEY or not found.denominator:
        return "", False
    chi = f"{digit_chi_square(dict(found.parts)):.0f}"
    if prefers_zero(found, counted.book.parameters):
        return tr("尾数偏0（卡方 {chi}）：看看血压计怎么读数").format(chi=chi), True
    return tr("卡方 {chi}，没有到要提示的程度").format(chi=chi), False


def quarter_words(quarter: int | None) -> str:
    """第3季度, or 全年."""
    return tr("第{quarter}季度").format(quarter=quarter) if quarter else tr("全年")


def area_words(area: Area) -> str:
    """The name of a scope; a doctor's says what it is."""
    if area.scope.doctor is None:
        return area.name
    return tr("医生 {name}").format(name=area.name)


def mark_words(found: Figure) -> str:
    """How far the definition was verified."""
    return record_word(found.definition.mark)
