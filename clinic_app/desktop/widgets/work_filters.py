"""What narrows 今日工作: village, group, a text, and a chip for each programme and kind of duty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from clinic_app.care.work_item import KIND_WORDS, WorkItem
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import column, label, row, shortcut
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.line import WheelGuard
from clinic_app.records.code_list import SHORT_PROGRAMME
from clinic_app.store.pinyin import spell
from clinic_app.store.queries.reference import Village

TYPED = 200
PROGRAMME_WORDS = {option.code: option.label for option in SHORT_PROGRAMME}
KEYS = (
    "slip",
    "incomplete",
    "declined",
    "return",
    "discharge",
    "down",
    "first_visit",
    *PROGRAMME_WORDS,
    "examination",
    "refill",
    "contract",
)


@dataclass(frozen=True)
class Narrowing:
    """What the filters let through, apart from the widgets: a long list is narrowed in the reading lane."""

    village: str = ""
    group: str = ""
    key: str = ""
    words: str = ""

    @property
    def plain(self) -> bool:
        """Whether nothing is narrowed."""
        return not (self.village or self.group or self.key or self.words)

    def lets_through(self, item: WorkItem) -> bool:
        """Whether a person is in the village and group, has the duty, and fits the text."""
        if not self.is_here(item) or (self.key and all(reason.key != self.key for reason in item.reasons)):
            return False
        return not self.words or _fits(item, self.words)

    def is_here(self, item: WorkItem) -> bool:
        """Whether a person lives in the village and group."""
        return (not self.village or item.village_code == self.village) and (
            not self.group or item.group_name == self.group
        )


@dataclass(frozen=True)
class Choices:
    """What there is to choose from: the groups of the village, and how many people have each kind of duty."""

    groups: tuple[str, ...]
    counts: Mapping[str, int]


def choices(items: Sequence[WorkItem], narrowing: Narrowing) -> Choices:
    """Worked out over the whole list; in the reading lane where it is long."""
    village = narrowing.village
    groups = {each.group_name for each in items if each.group_name and village in ("", each.village_code)}
    here = (item for item in items if narrowing.is_here(item))
    counts = Counter(key for item in here for key in {reason.key for reason in item.reasons})
    return Choices(tuple(sorted(groups, key=lambda name: (len(name), name))), counts)


def totals(shown: Sequence[WorkItem]) -> tuple[int, int, int]:
    """How many people, duties and doors."""
    doors = len({each.household_id or each.resident_id for each in shown})
    return len(shown), sum(len(each.reasons) for each in shown), doors


class Chip(QPushButton):
    """A kind of duty and how many people have it; arrows move between chips."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the neighbours."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
            return
        super().keyPressEvent(event)


class WorkFilters(QWidget):
    """The page asks for the `narrowing`; `changed` says that it may be another one."""

    changed = Signal()
    done = Signal()
    """Enter in the text: on to the list."""

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
        self.text.returnPressed.connect(self.done)
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
        shortcut(self, "F2", self._to_chips, self.tr("到项目里选"))

    @property
    def narrowing(self) -> Narrowing:
        """What is chosen now."""
        village, group = self.village.currentData() or "", self.group.currentData() or ""
        return Narrowing(village, group, self.key, self.text.text().strip().casefold())

    @property
    def words(self) -> str:
        """What is chosen now, for people."""
        parts = [box.currentText() for box in (self.village, self.group) if box.currentData()]
        parts += [_key_word(self.key)] if self.key else []
        text = self.text.text().strip()
        return "　".join([*parts, self.tr("找“{text}”").format(text=text)] if text else parts)

    def begin_search(self) -> None:
        """Go to the text."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def set_narrow(self, narrow: bool) -> None:
        """Without room the chips become a list."""
        self._narrow = narrow
        self.kinds.setVisible(narrow)
        self._chip_place.setVisible(not narrow)

    def offer(self, found: Choices, places: Sequence[Village]) -> None:
        """Show what there is to choose from."""
        self._refill(self.village, self.tr("全部村"), [(each.code, each.name) for each in places])
        self.village.setVisible(len(places) > 1)
        self._refill(self.group, self.tr("全部组"), [(name, name) for name in found.groups])
        self.group.setVisible(len(found.groups) > 1)
        counts = {key: found.counts.get(key, 0) for key in KEYS}
        for key, chip in self.chips.items():
            chip.setText(f"{_key_word(key)} {counts[key]}")
            chip.setVisible(bool(counts[key]) or key == self.key)
            chip.setChecked(key == self.key)
        listed = [(key, f"{_key_word(key)} {counts[key]}") for key in KEYS if counts[key] or key == self.key]
        self._refill(self.kinds, self.tr("全部项目"), listed)
        self._choose(self.kinds, self.key)

    def tell(self, shown: tuple[int, int, int], everybody: int) -> None:
        """The totals of what is shown."""
        people, duties, doors = shown
        words = self.tr("{people}人 {duties}项 {doors}户").format(people=people, duties=duties, doors=doors)
        if people != everybody:
            words += self.tr("　共{count}人").format(count=everybody)
        self.total.setText(words)

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
    return words.isascii() and words.isalpha() and any(each.startswith(words) for each in _initials(item.name))


@lru_cache(maxsize=65_536)
def _initials(name: str) -> tuple[str, ...]:
    return spell(name).initials
