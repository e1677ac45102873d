"""A slip on its way to the printer: drawn from the store, or again from what was printed before, marked 补打.

A slip whose very words were printed on this laptop already is a reprint, on the paper of the first time unless another
is asked for. What has changed since (accepted, returned) is a new paper.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Connection

from clinic_app.gathered import NothingToPrint
from clinic_app.gathered.chosen_paper import AS_SET, Wanted, calibrated, chosen_paper
from clinic_app.gathered.slips import SLIPS
from clinic_app.printing.paper import Paper
from clinic_app.printing.qr import NO_TEXT
from clinic_app.printing.slip_template import slip_template
from clinic_app.records.permission import Act
from clinic_app.store.database import Database
from clinic_app.store.practice import is_practice
from clinic_app.store.printed import PrintedPaper, keep, printed, printed_before
from clinic_app.store.printers import PrinterSettings, Profile, printer_settings

Carrier = Callable[[Database, str], str]
"""The text of the QR that carries a referral by its id; empty where there can be none."""


@dataclass(frozen=True)
class SlipPrint:
    """One slip as drawn. `original` is what it repeats; `faithful` says that the program still draws that one as it
    was printed, byte for byte."""

    kind: str
    record_id: str
    pdf: bytes
    paper: str
    inputs: Mapping[str, Any]
    original: PrintedPaper | None = None
    faithful: bool = True

    @property
    def sha256(self) -> str:
        """Of the PDF, lower-case hex."""
        return hashlib.sha256(self.pdf).hexdigest()


def slip_print(
    database: Database, kind: str, record_id: str, wanted: Wanted = AS_SET, carrier: Carrier | None = None
) -> SlipPrint:
    """Draw a slip. Raises NothingToPrint."""
    slip = SLIPS[kind]
    with database.shown(Act.PRINT) as connection:
        settings = printer_settings(connection)
        practice = is_practice(connection)
        values: dict[str, Any] = {}
        original: PrintedPaper | None
        if wanted.original:
            original = _original(connection, kind, wanted.original)
        else:
            record_id, gathered = slip.gather(connection, record_id)
            # The county's own lines, as they stand in this laptop's data folder today.
            values = as_plain(replace(gathered, template=slip_template(database.folder)))
            original = _same_before(printed(connection, kind, record_id), values)
    carried = partial(_carried, carrier, database) if carrier and slip.carries else _nothing
    if original is not None:
        return _again(original, settings, wanted, carried)
    chosen = chosen_paper(settings, kind, wanted, slip.papers)
    with_code = settings.carrier if wanted.carrier is None else wanted.carrier
    inputs = {
        "values": values,
        "practice": practice,
        "large": settings.large if wanted.large is None else wanted.large,
        "carrier": carried(record_id) if with_code else "",
        "offset": [chosen.paper.offset_right, chosen.paper.offset_down],
        "parts": chosen.paper.parts,
    }
    return SlipPrint(kind, record_id, draw_again(kind, inputs, chosen.paper), chosen.name, inputs)


def _again(
    original: PrintedPaper, settings: PrinterSettings, wanted: Wanted, carried: Callable[[str], str]
) -> SlipPrint:
    """The same words marked 补打, on the paper of the first time unless another one is asked for.

    The calibration is today's: a slip that came out askew is what gets printed again.
    """
    kind, inputs = original.kind, dict(original.inputs)
    faithful = hashlib.sha256(draw_again(kind, inputs, _first_sheet(original))).hexdigest() == original.sha256
    sheet = wanted if wanted.paper or wanted.profile else replace(wanted, paper=original.paper)
    chosen = chosen_paper(settings, kind, sheet, SLIPS[kind].papers)
    if wanted.large is not None:
        inputs["large"] = wanted.large
    if wanted.carrier is not None:
        kept = str(inputs.get("carrier") or "").replace(NO_TEXT, "")
        inputs["carrier"] = (kept or carried(original.record_id)) if wanted.carrier else ""
    pdf = draw_again(kind, inputs, chosen.paper, reprint=True)
    return SlipPrint(kind, original.record_id, pdf, chosen.name, inputs, original, faithful)


def _carried(carrier: Carrier, database: Database, record_id: str) -> str:
    """A slip that cannot bear a code says so."""
    return carrier(database, record_id) or NO_TEXT


def _nothing(record_id: str) -> str:
    """What a paper carries that has no code."""
    return ""


def _first_sheet(original: PrintedPaper) -> Paper:
    right, down = original.inputs.get("offset") or (0.0, 0.0)
    parts = int(original.inputs.get("parts") or 0)
    return calibrated(original.paper, Profile("", original.paper, float(right), float(down), parts))


def draw_again(kind: str, inputs: Mapping[str, Any], paper: Paper, *, reprint: bool = False) -> bytes:
    """The PDF of kept values. Raises NothingToPrint for values that this program no longer understands."""
    slip = SLIPS[kind]
    try:
        values = msgspec.convert(inputs["values"], slip.shape, strict=False)
    except (KeyError, msgspec.ValidationError):
        raise NothingToPrint("这张单据是别的版本打印的，内容读不出来，请按现在的内容打印") from None
    more: dict[str, Any] = {}
    if inputs.get("large"):
        more["large"] = True
    if slip.carries and inputs.get("carrier"):
        more["carrier"] = inputs["carrier"]
    return slip.draw(values, paper=paper, practice=bool(inputs.get("practice")), reprint=reprint, **more)


def note_slip(connection: Connection, slip: SlipPrint, at: str) -> str:
    """Keep what was printed for the first time, in the caller's transaction; returns what the audit entry says."""
    if slip.original is None:
        keep(
            connection, slip.kind, slip.record_id, at=at, paper=slip.paper, sha256=slip.sha256, inputs=slip.inputs
        )  # fmt: skip
        return f"sha256:{slip.sha256} paper:{slip.paper}"
    same = "same" if slip.faithful else "relaid"
    return f"sha256:{slip.sha256} paper:{slip.paper} of:{slip.original.sha256} {same}"


def originals(connection: Connection, kind: str, record_id: str) -> list[PrintedPaper]:
    """What was printed of a record on this laptop, the newest first; nothing for kinds that are not kept.

    A return slip is found by its referral too.
    """
    if kind not in SLIPS:
        return []
    # Its record may be gone from here; what was printed of it can be asked for all the same.
    with suppress(NothingToPrint):
        record_id, _ = SLIPS[kind].gather(connection, record_id)
    return printed(connection, kind, record_id)


def as_plain(gathered: Any) -> dict[str, Any]:
    """Values of a slip as JSON keeps them, so that they compare equal to what was kept."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(gathered))
    return plain


def _original(connection: Connection, kind: str, number: int) -> PrintedPaper:
    found = printed_before(connection, number)
    if found is None or found.kind != kind:
        raise NothingToPrint("本机没有打印过这张单据")
    return found


def _same_before(earlier: Sequence[PrintedPaper], values: Mapping[str, Any]) -> PrintedPaper | None:
    """The first print of these words."""
    return next((each for each in reversed(earlier) if each.inputs.get("values") == values), None)
