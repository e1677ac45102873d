"""How this laptop prints: printers with the sheet that lies in them and by how much they feed askew."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from clinic_app.store.device import read_setting, write_setting

MOST_OFFSET = 20.0
"""Millimetres. A printer that is further off feeds another sheet than it was told."""
PROFILES, CHOSEN, LARGE, CARRIER = "printer_profiles", "printer_of_kind", "slip_large", "slip_carrier"


class Profile(msgspec.Struct, frozen=True):
    """A printer as it stands on the desk: `paper` is a name of printing/paper.py, the offsets are millimetres to the
    right and down, `parts` how many sheets one stroke prints (0: as usual for the paper), `printer` is the name that
    the operating system gives it, empty for any."""

    name: str
    paper: str = "a4"
    right: float = 0.0
    down: float = 0.0
    parts: int = 0
    printer: str = ""


class PrinterSettings(msgspec.Struct, frozen=True):
    """`chosen` names the profile of each kind of paper; `large` is large type, `carrier` a QR with the record on it."""

    profiles: tuple[Profile, ...] = ()
    chosen: dict[str, str] = {}
    large: bool = False
    carrier: bool = False

    def profile(self, name: str) -> Profile | None:
        """The profile of a name, or None."""
        return next((each for each in self.profiles if each.name == name), None)

    def of_kind(self, kind: str) -> Profile | None:
        """The profile that a kind of paper prints with, or None."""
        return self.profile(self.chosen.get(kind, ""))


def printer_settings(connection: Connection) -> PrinterSettings:
    """What was set; a row that a newer program wrote in another shape counts as not set."""
    return PrinterSettings(
        profiles=tuple(_converted(read_setting(connection, PROFILES, []), list[Profile], [])),
        chosen=_converted(read_setting(connection, CHOSEN, {}), dict[str, str], {}),
        large=bool(read_setting(connection, LARGE, False)),
        carrier=bool(read_setting(connection, CARRIER, False)),
    )


def keep_printer_settings(connection: Connection, settings: PrinterSettings) -> None:
    """Remember them; a choice of a profile that is gone goes with it."""
    names = {each.name for each in settings.profiles}
    chosen = {kind: name for kind, name in settings.chosen.items() if name in names}
    write_setting(connection, PROFILES, [msgspec.to_builtins(each) for each in settings.profiles])
    write_setting(connection, CHOSEN, chosen)
    write_setting(connection, LARGE, settings.large)
    write_setting(connection, CARRIER, settings.carrier)


def offset_of(typed: str) -> float | None:
    """Millimetres as people type them (`-1.5`, `－1。5`, empty for none); None for what is no such number."""
    plain = typed.strip().translate(_PLAIN)
    try:
        value = float(plain) if plain else 0.0
    except ValueError:
        return None
    return round(value, 1) if -MOST_OFFSET <= value <= MOST_OFFSET else None


_PLAIN = {ord(full): ord(half) for full, half in zip("０１２３４５６７８９－。．＋—", "0123456789-..+-", strict=True)}


def _converted(stored: Any, wanted: Any, otherwise: Any) -> Any:
    try:
        return msgspec.convert(stored, wanted)
    except msgspec.ValidationError:
        return otherwise
