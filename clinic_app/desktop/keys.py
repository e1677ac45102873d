"""The cheat sheet, read from what is there: buttons with their keys, actions, shortcuts, and the widgets that take keys
themselves. Nothing stands in it that does not work at this moment on this page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QWidget

from clinic_app.desktop.forms.carried import CarriedEditor
from clinic_app.desktop.forms.choice import ChoiceEditor
from clinic_app.desktop.forms.day import DateEditor
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.forms.measured import MeasuredEditor
from clinic_app.desktop.forms.text import LongTextEditor
from clinic_app.desktop.widgets.basic import SHORTCUT_WORDS, Button
from clinic_app.desktop.widgets.table import Table


def _tr(text: str) -> str:
    return QCoreApplication.translate("keys", text)


class KeyLine(NamedTuple):
    """A key as it is written on it, and what it does."""

    key: str
    words: str


@dataclass(frozen=True)
class KeyGroup:
    """Keys that belong together."""

    title: str
    lines: tuple[KeyLine, ...]


def key_groups(window: QWidget, page: QWidget) -> list[KeyGroup]:
    """What works now: on the page, in its form, in its list, and on every page."""
    here = _unique(_lines(page))
    taken = {line.key for line in here}
    # Where the page has the key itself, the window's own meaning does not hold.
    everywhere = [line for line in _unique(_lines(window, but=page)) if line.key not in taken]
    found = [
        KeyGroup(_tr("这一页"), tuple(here)),
        KeyGroup(_tr("填表"), tuple(_form_keys(page))),
        KeyGroup(_tr("名单"), tuple(_list_keys(page))),
        KeyGroup(_tr("任何一页"), tuple(everywhere)),
    ]
    return [each for each in found if each.lines]


def _lines(owner: QWidget, but: QWidget | None = None) -> Iterator[KeyLine]:
    for button in owner.findChildren(Button):
        if button.key and _seen(button, but):
            yield KeyLine(button.key, button.accessibleName())
    for action in owner.findChildren(QAction):
        holder = action.parent()
        if action.shortcuts() and action.isVisible() and isinstance(holder, QWidget) and _seen(_holder(holder), but):
            yield KeyLine(_written(action.shortcuts()), action.text())
    for made in owner.findChildren(QShortcut):
        words, holder = str(made.property(SHORTCUT_WORDS) or ""), made.parent()
        if words and isinstance(holder, QWidget) and _seen(holder, but):
            yield KeyLine(made.key().toString(), words)


def _holder(widget: QWidget) -> QWidget:
    """An action of a menu counts where the menu belongs: the menu itself is shut."""
    above = widget.parentWidget()
    return above if widget.isWindow() and above is not None and not widget.isVisible() else widget


def _seen(widget: QWidget, but: QWidget | None) -> bool:
    return widget.isVisible() and not (but is not None and (widget is but or but.isAncestorOf(widget)))


def _written(sequences: Iterable[QKeySequence]) -> str:
    return "　".join(each.toString() for each in sequences)


def _unique(lines: Iterable[KeyLine]) -> list[KeyLine]:
    """Each act once, its keys side by side: Ctrl+K　/."""
    keys: dict[str, list[str]] = {}
    for line in lines:
        known = keys.setdefault(line.words, [])
        if line.key not in known:
            known.append(line.key)
    return [KeyLine("　".join(known), words) for words, known in keys.items()]


def _has(page: QWidget, kind: type[QWidget]) -> bool:
    return any(each.isVisible() for each in page.findChildren(kind))


def _form_keys(page: QWidget) -> Iterator[KeyLine]:
    """What the fields do with a key, as far as there are such fields."""
    if not _has(page, Form):
        return
    yield KeyLine("Enter　Tab", _tr("下一项"))
    yield KeyLine("Shift+Tab", _tr("上一项"))
    if _has(page, ChoiceEditor):
        yield KeyLine(_tr("数字键"), _tr("选择选项；左右键移动，空格选中，退格清除"))
    if _has(page, DateEditor):
        yield KeyLine("1122　22　+14", _tr("日期：今年的月日、本月的日、多少天后"))
    if _has(page, LongTextEditor):
        yield KeyLine("Shift+Enter", _tr("大段文字里换行"))
    if _has(page, MeasuredEditor):
        yield KeyLine("F7", _tr("这一项未测，选原因"))
        yield KeyLine("F9", _tr("这个数的来源"))
    if _has(page, CarriedEditor):
        yield KeyLine(_tr("空格"), _tr("用药有变，改上次的"))
    sections = [part for form in page.findChildren(Form) if form.isVisible() for part in form.parts]
    if sum(bool(part.section.title) for part in sections) > 1:
        yield KeyLine("PageDown　PageUp", _tr("下一节、上一节"))


def _list_keys(page: QWidget) -> Iterator[KeyLine]:
    if not _has(page, QAbstractItemView):
        return
    yield KeyLine("↑　↓　Home　End", _tr("走到哪一行"))
    yield KeyLine("Enter", _tr("打开这一行"))
    tables = [each for each in page.findChildren(Table) if each.isVisible()]
    if any(each.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection for each in tables):
        yield KeyLine("Shift+↓　Ctrl+A", _tr("多选几行、全选"))
    if any(each.horizontalHeader().sectionsClickable() for each in tables):
        yield KeyLine("Ctrl+1 … Ctrl+9", _tr("按第几列排序，再按倒过来；Ctrl+0 恢复原来的次序"))
