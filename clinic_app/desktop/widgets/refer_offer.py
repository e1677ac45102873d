"""The times that a department has published: one of them with a key, or a time of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from clinic_app.desktop.day_words import month_day
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.records.field import Field, Option
from clinic_app.store.queries.alliance import CareSlot


def _tr(text: str) -> str:
    return QCoreApplication.translate("refer", text)


class OfferEditor(PickEditor):
    """Its value is the time of day; the day, the doctor and the item of the chosen slot are the page's to fill in."""

    _slots: Mapping[str, CareSlot] = MappingProxyType({})

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(declared, (), parent, characters=12)

    @property
    def slot(self) -> CareSlot | None:
        """The published slot that is chosen."""
        return self._slots.get(str(self.box.currentData() or ""))

    @property
    def offers(self) -> int:
        """How many times there are to choose from."""
        return len(self._slots)

    @property
    def waits_for_answer(self) -> bool:
        """Where nothing is published there is nothing to choose."""
        return bool(self._slots)

    def offer(self, slots: Sequence[CareSlot]) -> None:
        """Another department or day."""
        kept = self.slot
        self._slots = {_key(each): each for each in slots}
        self.set_options([Option(key, _slot_words(each)) for key, each in self._slots.items()])
        if kept is not None and _key(kept) in self._slots:
            self.box.setCurrentIndex(self.box.findData(_key(kept)))

    def value(self) -> Any:
        """`08:20`; None while nothing is chosen."""
        chosen = self.slot
        return chosen.starts if chosen else self.box.currentData()

    def set_value(self, value: Any) -> None:
        """A stored time: the first slot of that time, or the time as it stands."""
        found = next((key for key, each in self._slots.items() if each.starts == value), value)
        super().set_value(found)


def _key(slot: CareSlot) -> str:
    return f"{slot.day}T{slot.starts} {slot.department} {slot.item} {slot.doctor}"


def _slot_words(slot: CareSlot) -> str:
    parts = [month_day(slot.day), slot.starts, slot.item or slot.doctor, _tr("{count}个号").format(count=slot.capacity)]
    return " ".join(part for part in parts if part)
