"""Declared fields as cells: labels, options and codes from the records' declarations, the answers from a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from clinic_app.printing.cells import LONGEST, Boxes, Part, code_boxes, figure_boxes
from clinic_app.printing.text import Piece
from clinic_app.printing.values import as_date, coded, reading, words_of
from clinic_app.records.field import Field, Kind, Option

NOT_APPLICABLE = "9"
BLANK = 12.0
SLOTS = 6
RAISED_NINE = ("⁹", "^9")
"""No face has the raised nine of ×10⁹/L."""
Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Answers:
    """A record's declared fields and what was answered; no answer leaves its blank for the pen."""

    fields: Mapping[str, Field]
    values: Mapping[str, Any]

    def label(self, name: str) -> str:
        """The declared label, of a name like 既往史·手术 what stands after the dot."""
        return self.fields[name].label.rsplit("·", 1)[-1]

    def choice(
        self,
        name: str,
        label: str | None = None,
        *,
        slots: int = 0,
        share: float = 1.0,
        other: str = "",
        star: str = "",
    ) -> Part:
        """Label, options with their codes, the blank of 其他, the chosen codes in boxes.

        `other` names the blank where it is not the last option's, `star` follows the label.
        """
        field = self.fields[name]
        found = self.values.get(name)
        codes = [words_of(each) for each in (found if isinstance(found, list | tuple) else [found])]
        boxes, words = boxed([each for each in codes if each], slots or self._slots(field))
        note = self.unmeasured(name) if not any(codes) else ""
        return Part(
            (
                *title(self.label(name) if label is None else label, star),
                *self.legend(name, other),
                *([Piece(" "), Piece(f"{words} {note}".strip(), True)] if words or note else []),
            ),
            boxes,
            share=share,
        )

    def legend(self, name: str, other: str = "") -> Pieces:
        """`1无 2有____`: the options, and the text of 其他 after the option that it belongs to."""
        field = self.fields[name]
        has_other = f"{name}_other" in self.fields
        carrier = None if other else _carrier(field.options)
        pieces: list[Piece] = []
        for option in field.options:
            pieces.append(Piece(coded(option), whole=True))
            if has_other and option is carrier:
                pieces.append(replace(self.blank(f"{name}_other"), clings=True))
            pieces.append(Piece("  "))
        if has_other and carrier is None:
            pieces += [Piece(f"{other or '其他'}：", whole=True), self.blank(f"{name}_other"), Piece("  ")]
        return tuple(pieces[:-1])

    def blank(self, name: str, width: float = BLANK) -> Piece:
        """The value on its line; 未测 with its reason where there is none."""
        return Piece(reading(self.values, name), True, width)

    def measure(self, name: str, label: str | None = None, unit: str | None = None, width: float = BLANK) -> Pieces:
        """`体重 65.5 kg`: label, value on its line, unit."""
        unit = (self.fields[name].unit if unit is None else unit).replace(*RAISED_NINE)
        unit = "" if self.unmeasured(name) else unit
        return (
            *title(self.label(name) if label is None else label),
            self.blank(name, width),
            Piece(unit, whole=True, clings=True),
        )

    def cell(
        self, name: str, label: str | None = None, unit: str | None = None, *, share: float = 1.0, width: float = BLANK
    ) -> Part:
        """`measure` as a cell of its own."""
        return Part(self.measure(name, label, unit, width), share=share)

    def aim(self, name: str, label: str | None = None) -> Pieces:
        """`吸烟 10/5 支`: now and the aim."""
        field = self.fields[name]
        now, later = self.blank(name, 8.0), self.blank(f"{name}_target", 8.0)
        return (*title(self.label(name) if label is None else label), now, Piece("/"), later, Piece(field.unit))

    def day(self, name: str, label: str | None = None) -> Pieces:
        """`____年__月__日`, filled in or for the pen; it stays with its label."""
        heading, (first, *rest) = title(self.label(name) if label is None else label), day_pieces(self.values.get(name))
        return (*heading, replace(first, clings=bool(heading)), *rest)

    def text(self, name: str, label: str | None = None, *, high: float = 0.0, most: int = LONGEST) -> Part:
        """Free text that may run over lines, without a rule under it; `high` is the room for it."""
        label = self.label(name) if label is None else label
        heading = [Piece(f"{label}：", bold=True)] if label else []
        return Part((*heading, Piece(words_of(self.values.get(name)))), high=high, most=most)

    def unmeasured(self, name: str) -> str:
        """`未测：没带设备` for a field that says so."""
        return "" if self.values.get(name) is not None else reading(self.values, name)

    def _slots(self, field: Field) -> int:
        if field.kind is not Kind.CODES:
            return 1
        return min(len(field.options), SLOTS)


def _carrier(options: Sequence[Option]) -> Option | None:
    """The option that the text belongs to: the one called 其他, else 有 or 异常, the last one that says something."""
    named = [option for option in options if "其他" in option.label]
    if named:
        return named[-1]
    last = [option for option in options if option.code != NOT_APPLICABLE or len(options) > 9]
    return last[-1] if 0 < len(last) <= 4 else None


def boxed(codes: Sequence[str], slots: int) -> tuple[Boxes, str]:
    """Codes in boxes, and in words what is too long for one, as a newer peer may send it."""
    short = [code for code in codes if len(code) <= 2]
    return code_boxes(short, slots), " ".join(code for code in codes if len(code) > 2)


def title(label: str, star: str = "") -> Pieces:
    """A label before its answer."""
    return (Piece(f"{label}{star}", whole=True), Piece(" ")) if label else ()


def day_pieces(value: object) -> Pieces:
    """A date on its lines, `____年__月__日`; what is no date stands as it is."""
    try:
        day = as_date(value)
    except ValueError:
        return (Piece(words_of(value), True),)
    parts = (f"{day.year}", f"{day.month}", f"{day.day}") if day else ("", "", "")
    return tuple(
        piece
        for part, unit, blank in zip(parts, "年月日", (11.0, 7.0, 7.0), strict=True)
        for piece in (Piece(part, True, blank), Piece(unit))
    )


def day_boxes(value: object, label: str, *, share: float = 1.0) -> Part:
    """`□□□□ □□ □□`: a date in boxes."""
    figures = words_of(value).replace("-", "")
    return Part(title(label), figure_boxes(figures, (4, 2, 2)), between=" ", share=share)


def joined(*pieces: Pieces, share: float = 1.0, between: str = "　") -> Part:
    """Several labelled values in one cell."""
    found: list[Piece] = []
    for place, each in enumerate(pieces):
        found += [*([Piece(between)] if place and between else []), *each]
    return Part(tuple(found), share=share)


def words(text: str, *, share: float = 1.0, middle: bool = False, bold: bool = False) -> Part:
    """Printed words alone."""
    return Part((Piece(text, bold=bold),), share=share, middle=middle)


def headings(*texts: str, shares: Sequence[float]) -> tuple[Part, ...]:
    """The head row of a small table."""
    return tuple(words(text, share=share, middle=True) for text, share in zip(texts, shares, strict=True))


def row_table(field: Field, given: object, shares: Sequence[float], least: int) -> tuple[tuple[Part, ...], ...]:
    """A declared list of rows as a small table: the items' labels above, at least `least` rows, none dropped."""
    rows = list(given) if isinstance(given, list | tuple) else []
    rows += [{}] * (least - len(rows))
    lines = [tuple(_heading(item, share) for item, share in zip(field.items, shares, strict=True))]
    for each in rows:
        cells = zip(field.items, shares, strict=True)
        lines.append(tuple(_row_cell(item, each.get(item.name), share) for item, share in cells))
    return tuple(lines)


def _heading(item: Field, share: float) -> Part:
    legend = [piece for option in item.options for piece in (Piece(" "), Piece(coded(option), whole=True))]
    return Part((Piece(item.label, whole=True), *legend), share=share, middle=True)


def _row_cell(item: Field, value: object, share: float) -> Part:
    if item.kind is Kind.CODE:
        boxes, rest = boxed([words_of(value)] if value else [], 1)
        return Part((Piece(rest),) if rest else (), boxes, share=share, middle=True)
    return Part((Piece(words_of(value)),), share=share, middle=True)


def with_share(part: Part, share: float) -> Part:
    """The same cell of another width."""
    return replace(part, share=share)
