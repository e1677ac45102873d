"""The free texts of a slip on ruled lines under each other, all in one size; what has no room is carried on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clinic_app.printing.sheet import Sheet
from clinic_app.printing.text import Continued, Fitted, Line, Piece, plain, steps, text_of, words, wrap

CUT_NOTE = "（续见第2页）"
MOST_SPARE = 3


@dataclass(frozen=True)
class Box:
    """A labelled free text over whole lines, at least `lines` of them; `more` are labelled words after it.

    The label ends with its colon. A box without a label of its own begins with the first of `more`.
    """

    label: str
    text: str = ""
    lines: int = 1
    more: tuple[tuple[str, str], ...] = ()

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Labels with their words."""
        return ((self.label, self.text.strip()), *self.more)

    @property
    def pieces(self) -> list[Piece]:
        """The box as a stream of words."""
        found = []
        for place, (label, text) in enumerate(self.parts):
            found += [Piece("　")] if place else []
            found += [Piece(label, bold=True, whole=True), Piece(text)]
        return found


def draw_boxes(
    sheet: Sheet, at: tuple[float, float, float, float], boxes: Sequence[Box], *, body: float, pitch: float
) -> list[Continued]:
    """Boxes on ruled lines filling `at` (left, top, right, bottom); `pitch` is millimetres a line per point of size."""
    left, top, right, bottom = at
    fitted = fit_boxes(boxes, right - left, bottom - top, body=body, pitch=pitch)
    # Lines that stay blank spread out, so that the page is filled evenly.
    step = (bottom - top) / max(sum(len(each.lines) for each in fitted), 1)
    y = top + step - 1.8
    for each in fitted:
        for number, line in enumerate(each.lines):
            sheet.atoms(left, y, line, each.size)
            start = left + (0.0 if number else _label_width(line, each.size))
            sheet.line(start, y + 1.3, right, y + 1.3)
            y += step
    return _continued(boxes, fitted)


def draw_framed(
    sheet: Sheet, at: tuple[float, float, float, float], boxes: Sequence[Box], *, body: float, pitch: float
) -> tuple[float, list[Continued]]:
    """Boxes in a frame, no higher than they need; returns where the frame ends."""
    left, top, right, bottom = at
    fitted = fit_boxes(boxes, right - left - 4.0, bottom - top - 2.5, body=body, pitch=pitch, spare=0)
    step = fitted[0].size * pitch
    y = top + step
    for each in fitted:
        y = sheet.lines(left + 2.0, y, each.lines, each.size, step)
    end = y - step + 2.5
    sheet.box(left, top, right - left, end - top, weight=1.2)
    return end, _continued(boxes, fitted)


def _continued(boxes: Sequence[Box], fitted: Sequence[Fitted]) -> list[Continued]:
    return [Continued(box.label, each.rest, whole=False) for box, each in zip(boxes, fitted, strict=True) if each.rest]


def _label_width(line: Line, size: float) -> float:
    """Millimetres of the bold label at the beginning of a line."""
    width = 0.0
    for atom in line.atoms:
        if not atom.bold:
            break
        width += atom.width(size)
    return width


def fit_boxes(
    boxes: Sequence[Box], width: float, height: float, *, body: float, pitch: float, spare: int = MOST_SPARE
) -> list[Fitted]:
    """The largest size at which all texts stay on their lines; at the floor the rest of the longest is left over.

    Up to `spare` lines that nobody needs go to the longest texts.
    """
    for size in steps(body):
        wrapped = [wrap(words(box.pieces), width, size) for box in boxes]
        room = int(height / (size * pitch) + 1e-6)
        wanted = [max(len(lines), box.lines) for lines, box in zip(wrapped, boxes, strict=True)]
        if sum(wanted) <= room:
            allowed = _spread(wanted, room, spare)
            break
    else:
        allowed = _share([len(lines) for lines in wrapped], room)
    return [_cut(lines, count, size, width) for lines, count in zip(wrapped, allowed, strict=True)]


def _share(wanted: Sequence[int], room: int) -> list[int]:
    """Lines for each box when room is short: in turn each gets one more until it has what it wants."""
    allowed = [1] * len(wanted)
    while sum(allowed) < min(room, sum(wanted)):
        for index, want in enumerate(wanted):
            if allowed[index] < want and sum(allowed) < room:
                allowed[index] += 1
    return allowed


def _spread(allowed: list[int], room: int, most: int) -> list[int]:
    """Give spare lines to the longest texts, but leave generous spacing: at most `most` lines more."""
    spare = min(room - sum(allowed), most)
    for index in sorted(range(len(allowed)), key=lambda each: -allowed[each])[:spare]:
        allowed[index] += 1
    return allowed


def _cut(lines: Sequence[Line], count: int, size: float, width: float) -> Fitted:
    if len(lines) <= count:
        return Fitted((*lines, *[Line()] * (count - len(lines))), size)
    note = wrap(words(plain(CUT_NOTE)), width, size)[0]
    last = lines[count - 1]
    kept, room = list(last.drawn), width - note.width(size)
    while kept and Line(tuple(kept)).width(size) > room * (0.75 if count == 1 else 1.0):
        kept.pop()
    left = replace(last, atoms=last.atoms[len(kept) :])
    rest = text_of([left, *lines[count:]])
    return Fitted((*lines[: count - 1], Line((*kept, *note.atoms))), size, rest)
