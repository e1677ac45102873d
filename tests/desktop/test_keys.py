"""Keys: the cheat sheet says what works now, and no two things on a page want the same key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.desktop.desk import Place
from clinic_app.desktop.forms.carried import CarriedEditor
from clinic_app.desktop.keys import key_groups
from clinic_app.desktop.pages.list_paper import ListPaperPage
from clinic_app.desktop.rooms import PAGES
from clinic_app.desktop.widgets.basic import SHORTCUT_WORDS, WAY_BACK, Button
from clinic_app.desktop.widgets.key_sheet import KeySheet
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from tests.desktop.conftest import Keyboard, OpenWindow, go, rest
from tests.desktop.people import id_of
from tests.printing.reading import flat, text_of

OF_A_PERSON = (
    "resident", "visit", "bundle", "encounter", "consultation", "contract", "mental_supplement", "programmes", "refer",
    "attempt", "emergency",
)  # fmt: skip
ELSEWHERE = (
    "paper", "list_paper", "indicators_paper", "record_form", "next_referral", "return_form", "attachment",
    "call_backs", "inpatients", "grid", "indicator_people", "complete", "bundle",
)  # fmt: skip
"""Pages of a hospital, and those that show what another page hands them."""


def _sheet(window: MainWindow) -> dict[str, str]:
    return {line.words: line.key for group in key_groups(window, window.page) for line in group.lines}


def test_the_cheat_sheet_is_made_from_what_works_on_the_page_and_prints(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    window = open_window(managed)
    work = _sheet(window)
    assert work["居民"] == "Alt+2"
    assert work["查找人、门牌、单号、页面"] == "Ctrl+K　/"
    assert work["打开这一行"] == "Enter"
    assert "保存" not in work
    go(qtbot, window, "visit", id_of("李某甲"))
    visit = _sheet(window)
    assert visit["保存"] == "Ctrl+S"
    assert visit["这一项未测，选原因"] == "F7"
    hands = Keyboard(qtbot, window)
    hands.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    qtbot.waitUntil(sheet.isActiveWindow)
    hands.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(window.page, ListPaperPage))
    window.activateWindow()
    rest(qtbot, window)
    words = flat(text_of(window.page.preview.pdf))  # type: ignore[attr-defined]
    assert "Ctrl+S保存" in words
    assert "李某甲" not in words


def _clashes(window: MainWindow) -> list[str]:
    """Keys that two things want at once, shortcuts that say nothing, buttons that no key reaches."""
    wanted: dict[str, list[str]] = defaultdict(list)
    found = []
    for button in window.findChildren(Button):
        if not button.isVisible():
            continue
        if button.key:
            wanted[_plain(button.key)].append(button.accessibleName())
        elif button.focusPolicy() is Qt.FocusPolicy.NoFocus and window.page.isAncestorOf(button):
            # The rows of drugs have the focus themselves; the space bar, as the button says, takes them up.
            if any(each.isAncestorOf(button) for each in window.page.findChildren(CarriedEditor)):
                continue
            found.append(f"{button.text()}: no key and no focus")
    for each in window.findChildren(QShortcut):
        holder, words = each.parent(), str(each.property(SHORTCUT_WORDS) or "")
        if isinstance(holder, QWidget) and holder.isVisible() and each.isEnabled() and not isinstance(holder, Button):
            wanted[each.key().toString()].append(words)
            found += [] if words else [f"{each.key().toString()}: no words"]
    for action in window.findChildren(QAction):
        holder = action.parent()
        if isinstance(holder, QWidget) and action.isVisible() and not isinstance(holder, QMenu) and holder.isVisible():
            for key in action.shortcuts():
                wanted[key.toString()].append(action.text())
    # The page's own way back comes before the window's.
    wanted.pop(WAY_BACK, None)
    return found + [f"{key}: {sorted(words)}" for key, words in wanted.items() if len(words) > 1]


def _plain(key: str) -> str:
    return QKeySequence(key.replace("Enter", "Return")).toString()


def _walk(qtbot: QtBot, window: MainWindow, places: Sequence[Place]) -> dict[str, list[str]]:
    found = {}
    for place in places:
        go(qtbot, window, place.page, place.of, **place.more)
        assert window.page.place.page == place.page, (place.page, window.message_bar.text())
        if clashes := _clashes(window):
            found[place.page] = clashes
    return found


def test_on_no_page_of_a_village_do_two_things_want_the_same_key(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    person = id_of("李某甲")
    fields = {"resident_id": person, "direction": "up", "urgency": "urgent", "to_org": "H1"}
    sent = save(managed, [{"type": "referral", "fields": {**fields, "initial_impression": "高血压"}}]).ids[0]
    whose = dict.fromkeys(OF_A_PERSON, person) | {"household_form": id_of("household"), "complete": sent}
    window = open_window(managed)
    places = [Place(name, whose.get(name, "")) for name in PAGES if name not in ELSEWHERE]
    places += [Place("paper", sent, {"kind": "referral"}), Place("referrals", sent, {"show": "sent"})]
    found = _walk(qtbot, window, [*places, Place("grid", "2026-11-22")])
    assert not found, found


def test_on_no_page_of_a_hospital_do_two_things_want_the_same_key(
    qtbot: QtBot, hospital: Database, open_window: OpenWindow
) -> None:
    came = next(iter(exported_records(hospital, "referral"))).id
    window = open_window(hospital)
    places = [Place(name) for name in ("referrals", "slip", "call_backs", "inpatients", "register", "overdue")]
    places += [Place("return_form", came), Place("next_referral", came, {"kind": "onward"})]
    found = _walk(qtbot, window, places)
    assert not found, found
