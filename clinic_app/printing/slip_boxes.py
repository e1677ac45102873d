"""The free texts of a slip on ruled lines under each other, all in one size; what has no room is carried on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clinic_app.printing.paper import POINT
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.text import FLOOR, Atom, Continued, Fitted, Line, Piece, plain, steps, text_of, words, wrap

CUT_NOTE = "（续见第2页）"
MOST_SPARE = 3
INSET, FRAME_ROOM = 2.0, 3.0
"""Millimetres beside the words of a frame; what the frame takes besides its lines."""
CLOSE = 0.52
"""Millimetres a line for each point of size inside a frame."""


@dataclass(frozen=True)
class Box:
    """A labelled free text over whole lines, at least `lines` of them where there is room; the label has its colon.

    `more` are labelled words after it. A box of the `national` form keeps its own lines on every paper.
    """

    label: str
    text: str = ""
    lines: int = 1
    national: bool = False
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
    sheet: Sheet,
    at: tuple[float, float, float, float],
    boxes: Sequence[Box],
    *,
    urgent: Sequence[Box] = (),
    body: float,
    pitch: float,
) -> list[Continued]:
    """`urgent` in a frame, `boxes` below on ruled lines, filling `at` (left, top, right, bottom).

    All are in one size; `pitch` is millimetres a line for each point of size. Returns what had no room.
    """
    left, top, right, bottom = at
    room = bottom - top - (FRAME_ROOM if urgent else 0.0)
    framed, ruled = _gathered(urgent, boxes, int(room / (FLOOR * pitch)))
    fitted = fit_boxes([*framed, *ruled], right - left - (2 * INSET if framed else 0.0), room, body=body, pitch=pitch)
    within, below = fitted[: len(framed)], fitted[len(framed) :]
    step = room / max(sum(len(each.lines) for each in fitted), 1)
    if framed:
        # Inside the frame lines stand as near as they may; the others share what is left.
        close = min(step, fitted[0].size * CLOSE)
        count = sum(len(each.lines) for each in within)
        y = top + 1.0 + close * 0.85
        for each in within:
            y = sheet.lines(left + INSET, y, each.lines, each.size, close)
        sheet.box(left, top, right - left, count * close + 2.0, weight=1.2)
        top += count * close + FRAME_ROOM
        step = (bottom - top) / max(sum(len(each.lines) for each in below), 1)
    _draw_ruled(sheet, (left, top, right), below, step)
    boxes_in_order = [*framed, *ruled]
    return [
        Continued(box.label, each.rest, whole=False)
        for box, each in zip(boxes_in_order, fitted, strict=True)
        if each.rest
    ]


def _draw_ruled(sheet: Sheet, at: tuple[float, float, float], fitted: Sequence[Fitted], step: float) -> None:
    """Lines `step` millimetres apart, ruled from behind their label."""
    left, y, right = at
    for each in fitted:
        drop = min(1.3, step - each.size * POINT * 0.92)
        for number, line in enumerate(each.lines):
            y += step
            baseline = y - drop - 0.4
            sheet.atoms(left, baseline, line, each.size)
            start = left + (0.0 if number else _label_width(line, each.size))
            sheet.line(start, baseline + drop, right, baseline + drop)


def _gathered(urgent: Sequence[Box], boxes: Sequence[Box], room: int) -> tuple[list[Box], list[Box]]:
    """The same boxes, but run together from the end where there are more of them than lines; national ones never.

    The emergency keeps its lines longest.
    """
    framed, ruled = list(urgent), list(boxes)
    while len(framed) + len(ruled) > room:
        local = sum(not box.national for box in ruled)
        group = ruled if local > 1 else framed
        if len(group) < 2:
            break
        last = group.pop()
        group[-1] = replace(group[-1], more=(*group[-1].more, *last.parts))
    return framed, ruled


def _label_width(line: Line, size: float) -> float:
    """Millimetres of the bold label at the beginning of a line."""
    width = 0.0
    for atom in line.atoms:
        if not atom.bold:
            break
        width += atom.width(size)
    return width


def fit_boxes(boxes: Sequence[Box], width: float, height: float, *, body: float, pitch: float) -> list[Fitted]:
    """The largest size at which all texts stay on their lines; at the floor the rest of the longest is left over.

    Lines that no text needs go to the boxes that ask for more than one, then to the longest, a few at most.
    """
    for size in steps(body):
        wrapped = [wrap(words(box.pieces), width, size) for box in boxes]
        room = int(height / (size * pitch) + 1e-6)
        wanted = [len(lines) for lines in wrapped]
        if sum(wanted) <= room:
            allowed = _spread(wanted, boxes, room)
            break
    else:
        allowed = _share(wanted, room)
    return [_cut(lines, count, size, width) for lines, count in zip(wrapped, allowed, strict=True)]


def _share(wanted: Sequence[int], room: int) -> list[int]:
    """Lines for each box when room is short: in turn each gets one more until it has what it wants."""
    allowed = [1] * len(wanted)
    while sum(allowed) < min(room, sum(wanted)):
        for index, want in enumerate(wanted):
            if allowed[index] < want and sum(allowed) < room:
                allowed[index] += 1
    return allowed


def _spread(wanted: Sequence[int], boxes: Sequence[Box], room: int) -> list[int]:
    """Spare lines: first for what a box asks for at least, then for the longest national texts."""
    allowed = list(wanted)
    for index, box in enumerate(boxes):
        allowed[index] = max(allowed[index], min(box.lines, allowed[index] + room - sum(allowed)))
    spare = min(room - sum(allowed), MOST_SPARE)
    longest = sorted((each for each, box in enumerate(boxes) if box.national), key=lambda each: -allowed[each])
    for index in longest[:spare]:
        allowed[index] += 1
    return allowed


def _cut(lines: Sequence[Line], count: int, size: float, width: float) -> Fitted:
    if len(lines) <= count:
        return Fitted((*lines, *[Line()] * (count - len(lines))), size)
    note = wrap(words(plain(CUT_NOTE)), width, size)[0]
    last = lines[count - 1]
    kept, room = list(last.drawn), width - note.width(size)
    limit = room * (0.75 if count == 1 else 1.0)
    while kept and (Line(tuple(kept)).width(size) > limit or _inside(last.atoms, len(kept))):
        kept.pop()
    left = replace(last, atoms=last.atoms[len(kept) :])
    rest = text_of([left, *lines[count:]])
    return Fitted((*lines[: count - 1], Line((*kept, *note.atoms))), size, rest)


def _inside(atoms: Sequence[Atom], place: int) -> bool:
    """Whether a cut before `place` would part a figure, a Latin word or a label."""
    if not 0 < place < len(atoms):
        return False
    before, after = atoms[place - 1], atoms[place]
    return (before.bold and after.bold) or (_figure_or_letter(before.text) and _figure_or_letter(after.text))


def _figure_or_letter(text: str) -> bool:
    return bool(text) and text != " " and ord(text) < 0x2E80
