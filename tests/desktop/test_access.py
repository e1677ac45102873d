"""For people who hear the screen, and for those who use no mouse: on every page there is, in one walk."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.rooms import PAGES
from clinic_app.desktop.widgets.basic import Button
from clinic_app.store.database import Database
from tests.desktop.conftest import OpenWindow, go
from tests.desktop.people import id_of

INTERACTIVE = QAbstractButton | QAbstractItemView | QComboBox | QLineEdit | QPlainTextEdit | QTextEdit
OF_A_PERSON = {
    "attempt", "bundle", "consultation", "contract", "encounter", "mental_supplement", "next_referral", "programmes",
    "refer", "resident", "resident_form", "visit",
}  # fmt: skip
EDGE = 2
"""Pixels: as thick as the ring of the focus."""


def test_everything_that_can_be_used_has_a_name_and_shows_the_focus(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    window = open_window(managed)
    nameless, mute, unseen, kinds = [], [], [], set()
    for name in PAGES:
        page = go(qtbot, window, name, id_of("李某甲") if name in OF_A_PERSON else "")
        for each in _interactive(page):
            what = (name, type(each).__name__, _said(each, QAccessible.Text.Name))
            if not what[-1]:
                nameless.append(what)
            elif _owes_description(each) and not _said(each, QAccessible.Text.Description):
                mute.append(what)
            kind = (type(each), each.property("role"))
            if kind not in kinds and _takes_focus(each):
                kinds.add(kind)
                if not _ring_is_seen(each):
                    unseen.append(what)
    assert not nameless
    assert not mute
    assert not unseen
    assert len(kinds) > 12, "the walk has met the program's controls"


def _interactive(page: Page) -> Iterator[QWidget]:
    for each in page.findChildren(QWidget):
        if isinstance(each, INTERACTIVE) and each.isVisibleTo(page) and not isinstance(each, QHeaderView):
            yield each


def _said(widget: QWidget, kind: QAccessible.Text) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(kind)).strip() if interface is not None else ""


def _owes_description(widget: QWidget) -> bool:
    """A key is said with its button, a list says how it is used, a field of a form what belongs into it."""
    if isinstance(widget, Button):
        return bool(widget.key)
    in_form = isinstance(widget, QLineEdit | QPlainTextEdit) and isinstance(widget.parentWidget(), Editor)
    return in_form or isinstance(widget, QAbstractItemView)


def _takes_focus(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return widget.isEnabled() and widget.isVisible() and bool(policy & Qt.FocusPolicy.TabFocus)


def _ring_is_seen(widget: QWidget) -> bool:
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    before = widget.grab().toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    assert widget.hasFocus()
    return _edge(before) != _edge(widget.grab().toImage())


def _edge(image: QImage) -> list[int]:
    """The upper edge, where no writing mark blinks."""
    return [image.pixel(x, y) for y in range(EDGE) for x in range(0, image.width(), 2)]
