"""What narrows 今日工作: village, group, a text, and a chip for each programme and kind of duty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from clinic_app.care.work_item import KIND_WORDS, WorkItem
from clinic_app.desktop.forms.editor import WheelGuard
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import column, label, row, shortcut
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.records.code_list import PROGRAMME
from clinic_app.store.pinyin import spell
from clinic_app.store.queries.reference import Village

TYPED = 200
PROGRAMME_WORDS = {option.code: option.label.removeprefix("2型").removeprefix("严重") for option in PROGRAMME}
KEYS = ("return", "discharge", "first_visit", *PROGRAMME_WORDS, "examination", "refill", "contract")


class Chip(QPushButton):
    """A kind of duty and how many people have it; arrows move between chips."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the neighbours."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
            return
        super().keyPressEvent(event)


class WorkFilters(QWidget):
    """The page asks `lets_through` for each person; `changed` says that the answer may be another one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self._narrow = False
        self._guard = WheelGuard(self)
        self.village = self._combo(self.tr("村"))
        self.group = self._combo(self.tr("组"))
        self.kinds = self._combo(self.tr("项目"))
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("在名单里找：姓名、首字母、门牌、电话　Ctrl+F"))
        self.text.setAccessibleName(self.tr("在名单里找"))
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(self._typed)
        self.total = label("", "muted")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPED)
        self._timer.timeout.connect(self.changed)
        self.chips: dict[str, Chip] = {}
        self._chip_place = QWidget()
        flow = FlowLayout(self._chip_place, spacing=theme().lengths.small)
        for key in KEYS:
            self.chips[key] = self._chip(key)
            flow.addWidget(self.chips[key])
        line = row(self.village, self.group, self.kinds, self.text, self.total)
        line.setStretch(3, 1)
        self.setLayout(column(line, self._chip_place, spacing=theme().lengths.small))
        self.kinds.hide()
        shortcut(self, "F2", self._to_chips)

    @property
    def plain(self) -> bool:
        """Whether nothing is narrowed."""
        chosen = (self.village.currentData(), self.group.currentData(), self.key, self.text.text().strip())
        return not any(chosen)

    def begin_search(self) -> None:
        """Go to the text."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def set_narrow(self, narrow: bool) -> None:
        """Without room the chips become a list."""
        self._narrow = narrow
        self.kinds.setVisible(narrow)
        self._chip_place.setVisible(not narrow)

    def lets_through(self, item: WorkItem) -> bool:
        """Whether a person is in the village and group, has the duty, and fits the text."""
        village, group = self.village.currentData(), self.group.currentData()
        if (village and item.village_code != village) or (group and item.group_name != group):
            return False
        if self.key and all(reason.key != self.key for reason in item.reasons):
            return False
        words = self.text.text().strip().casefold()
        return not words or _fits(item, words)

    def offer(self, items: Sequence[WorkItem], places: Sequence[Village]) -> None:
        """What there is to choose from: the villages, the groups of the village, the kinds with their counts."""
        self._refill(self.village, self.tr("全部村"), [(each.code, each.name) for each in places])
        self.village.setVisible(len(places) > 1)
        self._offer_groups(items)
        here = [item for item in items if self._in_place(item)]
        counts = Counter(key for item in here for key in {reason.key for reason in item.reasons})
        for key, chip in self.chips.items():
            chip.setText(f"{_key_word(key)} {counts[key]}")
            chip.setVisible(bool(counts[key]) or key == self.key)
            chip.setChecked(key == self.key)
        listed = [(key, f"{_key_word(key)} {counts[key]}") for key in KEYS if counts[key] or key == self.key]
        self._refill(self.kinds, self.tr("全部项目"), listed)
        self._choose(self.kinds, self.key)

    def tell(self, shown: Iterable[WorkItem], everybody: int) -> None:
        """The totals of what is shown."""
        people = list(shown)
        duties = sum(len(each.reasons) for each in people)
        doors = len({each.household_id or each.resident_id for each in people})
        words = self.tr("{people}人 {duties}项 {doors}户").format(people=len(people), duties=duties, doors=doors)
        if len(people) != everybody:
            words += self.tr("　共{count}人").format(count=everybody)
        self.total.setText(words)

    def _in_place(self, item: WorkItem) -> bool:
        village, group = self.village.currentData(), self.group.currentData()
        return (not village or item.village_code == village) and (not group or item.group_name == group)

    def _offer_groups(self, items: Sequence[WorkItem]) -> None:
        village = self.village.currentData()
        names = sorted({each.group_name for each in items if each.group_name and village in ("", each.village_code)},
                       key=lambda name: (len(name), name))  # fmt: skip
        self._refill(self.group, self.tr("全部组"), [(name, name) for name in names])
        self.group.setVisible(len(names) > 1)

    def _chip(self, key: str) -> Chip:
        made = Chip()
        made.setAutoDefault(False)
        made.setCheckable(True)
        made.setProperty("role", "option")
        made.setProperty("key", key)
        made.clicked.connect(self._chip_clicked)
        made.hide()
        return made

    def _combo(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.installEventFilter(self._guard)
        box.currentIndexChanged.connect(self._combo_changed)
        return box

    def _refill(self, box: QComboBox, everything: str, options: Sequence[tuple[str, str]]) -> None:
        wanted = [("", everything), *options]
        if [(box.itemData(place), box.itemText(place)) for place in range(box.count())] == wanted:
            return
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        for code, words in wanted:
            box.addItem(words, code)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        box.blockSignals(False)

    def _choose(self, box: QComboBox, code: str) -> None:
        box.blockSignals(True)
        box.setCurrentIndex(max(box.findData(code), 0))
        box.blockSignals(False)

    @Slot()
    def _to_chips(self) -> None:
        target: QWidget = self.kinds if self._narrow else self.text
        if not self._narrow:
            target = next((chip for chip in self.chips.values() if not chip.isHidden()), self.text)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _chip_clicked(self) -> None:
        sender = self.sender()
        key = str(sender.property("key")) if sender else ""
        self.key = "" if key == self.key else key
        self.changed.emit()

    @Slot(int)
    def _combo_changed(self, place: int) -> None:
        if self.sender() is self.kinds:
            self.key = str(self.kinds.currentData() or "")
        elif self.sender() is self.village:
            self._choose(self.group, "")
        self.changed.emit()

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._timer.start()


def _key_word(key: str) -> str:
    return record_word(PROGRAMME_WORDS.get(key) or KIND_WORDS[key])


def _fits(item: WorkItem, words: str) -> bool:
    texts = (item.name, item.place, item.head_name, item.phone)
    if any(words in each.casefold() for each in texts):
        return True
    return words.isascii() and words.isalpha() and any(each.startswith(words) for each in spell(item.name).initials)
