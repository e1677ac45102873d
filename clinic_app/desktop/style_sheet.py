"""The style sheet. Only tokens go in; only `theme` builds it."""

from __future__ import annotations

from string import Template
from typing import Any

CELL_MARGIN = 3
"""Pixels: the Fusion style's margin of a cell's text, `PM_FocusFrameHMargin` and one."""
SHEET = Template("""
* { outline: none; }
QWidget { color: $text; font-size: ${body}pt; }
QMainWindow, QDialog, QWidget[role="page"], QWidget[role="surface"] { background: $surface; }
QScrollArea, QScrollArea > QWidget > QWidget[role="scrolled"] { background: transparent; border: 0; }
QFrame[role="card"] { background: $card; border: 1px solid $line; border-radius: 6px; }
QFrame[role="member"] { background: $card; border: 1px solid $line; border-radius: 6px; }
QFrame[role="member"][state="current"] { border: ${focus}px solid $accent; }
QLabel[role="chip-watch"][state="current"] { border: ${focus}px solid $accent; }
QTextBrowser[role="help"] { background: $card; border: 1px solid $line; border-radius: 6px; }
QTextBrowser[role="help"]:focus { border: ${focus}px solid $accent; }
QScrollArea[role="paper"] { background: $card; border: 1px solid $line; border-radius: 6px; }
QFrame[role="bar"] { background: $card; border: 0; border-bottom: 1px solid $line; }
QFrame[role="foot"] { background: $card; border: 0; border-top: 1px solid $line; }
QFrame[role="rail"] { background: $card; border: 0; border-right: 1px solid $line; }
QFrame[role="practice"], QWidget[role="practice"] { border: 4px solid $practice; }
QWidget[role="practice"] { background: $surface; }
QFrame[role="practice"] { background: transparent; }
QFrame[role="practice-strip"] { background: $practice; border: 0; }
QLabel[role="practice"] { color: $on_practice; font-weight: 600; border: 0; }
QPushButton[role="practice"] {
    background: transparent; color: $on_practice; border: 1px solid $on_practice; min-height: ${compact_row}px;
}
QFrame[role="guide"] { background: $card; border: 0; border-left: 1px solid $line; border-bottom: 1px solid $line; }
QFrame[role="hairline"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QLabel { background: transparent; }
QLabel[role="page-title"] { font-size: ${page}pt; font-weight: 600; }
QLabel[role="kept-title"] {
    background: $card; border: 0; border-bottom: 1px solid $line; padding: 0 ${wide}px; font-weight: 600;
}
QLabel[role="section"] { font-size: ${section}pt; font-weight: 600; }
QLabel[role="figure"] { font-size: ${figure}pt; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="good"] { color: $good; }
QLabel[role="watch"] { color: $watch; }
QLabel[role="danger"] { color: $danger; }
QLabel[role="chip"] { border: 1px solid $line; border-radius: 4px; padding: 1px 6px; background: $surface; }
QLabel[role="chip-watch"] { border: 1px solid $watch; color: $watch; border-radius: 4px; padding: 1px 6px; }
QLabel[role="chip-danger"] { border: 1px solid $danger; color: $danger; border-radius: 4px; padding: 1px 6px; }

QPushButton, QToolButton {
    background: $card; border: 1px solid $muted; border-radius: 5px; padding: 0 ${gap}px;
    min-height: ${button_inner}px;
}
QPushButton:hover, QToolButton:hover { background: $soft; }
QPushButton:focus, QToolButton:focus, QPushButton[state="current"] {
    border: ${focus}px solid $accent; min-height: ${button_focused}px; padding: 0 ${gap_focused}px;
}
QPushButton:disabled, QToolButton:disabled { color: $muted; border: 1px dashed $muted; background: $surface; }
QPushButton[role="main"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[role="main"]:focus { border: ${focus}px solid $text; }
QPushButton[role="main"]:disabled { background: $surface; color: $muted; border: 1px dashed $muted; }
QPushButton[role="quiet"]:disabled, QPushButton[role="link"]:disabled, QToolButton[role="quiet"]:disabled {
    border: 1px solid transparent; background: transparent; color: $muted;
}
QPushButton[role="quiet"], QToolButton[role="quiet"] { border: 1px solid transparent; background: transparent; }
QPushButton[role="quiet"]:hover { background: $soft; }
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus { border: ${focus}px solid $accent; }
QPushButton::menu-indicator {
    image: url("$chevron"); width: ${wide}px; height: ${wide}px;
    subcontrol-origin: padding; subcontrol-position: center right; right: 2px;
}
QPushButton[role="link"] {
    border: 1px solid transparent; background: transparent; color: $accent; padding: 0 4px; text-align: left;
}
QPushButton[role="link"]:focus { border: ${focus}px solid $accent; padding: 0 3px; }
QToolButton[role="rail"] {
    border: 1px solid transparent; background: transparent; text-align: left; padding: 0 ${gap}px;
    border-left: 3px solid transparent; border-radius: 0;
}
QToolButton[role="rail"][narrow="true"] { padding: 0 ${tiny}px; min-height: 0; }
QToolButton[role="rail"]:hover { background: $soft; }
QToolButton[role="rail"]:checked { background: $soft; border-left: 3px solid $accent; font-weight: 600; }
QToolButton[role="rail"]:focus { border: ${focus}px solid $accent; }
QPushButton[role="filter"] { text-align: left; padding: ${small}px ${gap}px; border-color: $line; }
QPushButton[role="filter"]:checked, QPushButton[role="filter"]:focus {
    border: ${focus}px solid $accent; padding: ${small_focused}px ${gap_focused}px;
}
QPushButton[role="filter"]:checked { background: $soft; }
QPushButton[role="filter"]:focus { border-color: $text; }
QPushButton[role="option"] {
    border: 1px solid $line; padding: 0 ${small}px; min-height: ${option_inner}px; background: $card;
}
QPushButton[role="option"]:checked { border: 1px solid $accent; background: $soft; font-weight: 600; }
QPushButton[role="option"]:focus, QPushButton[role="option"][current="true"] {
    border: ${focus}px solid $accent; min-height: ${option_focused}px; padding: 0 ${option_pad}px;
}

QLineEdit, QPlainTextEdit, QComboBox {
    background: $card; border: 1px solid $muted; border-radius: 4px; padding: 0 ${small}px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QComboBox { min-height: ${input_inner}px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: ${focus}px solid $accent; padding: 0 ${option_pad}px; }
QLineEdit:read-only { background: $surface; border-color: $line; }
QLineEdit[state="error"], QPlainTextEdit[state="error"] {
    border: ${focus}px solid $danger; padding: 0 ${option_pad}px;
}
QLineEdit:focus, QComboBox:focus, QLineEdit[state="error"] { min-height: ${input_focused}px; }
QWidget[state="error"][role="options"] { border: ${focus}px solid $danger; border-radius: 4px; }
QComboBox::drop-down {
    subcontrol-origin: padding; subcontrol-position: center right; width: ${section_space}px; border: 0;
}
QComboBox::down-arrow { image: url("$chevron"); width: ${wide}px; height: ${wide}px; }
QComboBox QAbstractItemView { background: $card; color: $text; selection-background-color: $soft;
    selection-color: $text; }

QTableView, QTreeView, QListView {
    background: $card; border: 1px solid $line; gridline-color: $line; selection-background-color: $soft;
    selection-color: $text; alternate-background-color: $card;
}
QTableView[role="kept"] { border: 0; border-right: 1px solid $muted; }
QTableView:focus, QTreeView:focus, QListView:focus { border: ${focus}px solid $accent; }
QTableView::item, QListView::item { padding: 0 ${small}px; }
QTableView[showGrid="false"]::item { border: 0; border-bottom: 1px solid $line; }
QListView::item { min-height: ${compact_row}px; }
QTableView::item:selected { background: $soft; }
QListView::item:selected { background: $soft; color: $text; }
QHeaderView { background: $card; }
QHeaderView::section {
    background: $card; color: $muted; border: 0; border-bottom: 1px solid $line; padding: ${tiny}px ${head}px;
}
QHeaderView[role="days"]::section { padding: ${tiny}px 0; }
QProgressBar { background: $surface; border: 1px solid $line; border-radius: 4px; max-height: ${gap}px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollBar:vertical { width: 14px; background: transparent; }
QScrollBar:horizontal { height: 14px; background: transparent; }
QScrollBar::handle { background: $handle; border-radius: 5px; margin: 2px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QMenu { background: $card; border: 1px solid $line; padding: ${tiny}px; }
QMenu::item { padding: ${small}px ${wide}px; }
QMenu::item:selected { background: $soft; color: $text; }
QToolTip { background: $card; color: $text; border: 1px solid $line; padding: ${tiny}px; }
QSplitter::handle { background: transparent; }
""")


def build(colours: Any, lengths: Any, sizes: Any, chevron: str) -> str:
    """The sheet for a colour set, the lengths and the type sizes in force; `chevron` is the arrow of a list box."""
    spaces = {f"{name}_space" if name in vars(sizes) else name: value for name, value in vars(lengths).items()}
    gaps: dict[str, Any] = {**vars(colours), **spaces, "chevron": chevron}
    gaps |= {name: f"{value:g}" for name, value in vars(sizes).items()}
    # The style sets the words of a cell in by this much besides the padding.
    gaps["head"] = lengths.small + CELL_MARGIN
    gaps["button_inner"] = lengths.button - 2
    gaps["option_inner"] = lengths.compact_row - 2
    # The thicker frame of the focus grows inwards: nothing moves when the focus does.
    gaps["option_focused"] = gaps["option_inner"] - 2 * (lengths.focus - 1)
    gaps["option_pad"] = lengths.small - (lengths.focus - 1)
    gaps["input_inner"] = lengths.compact_row - 2
    gaps["input_focused"] = gaps["input_inner"] - 2 * (lengths.focus - 1)
    gaps["button_focused"] = gaps["button_inner"] - 2 * (lengths.focus - 1)
    gaps["gap_focused"] = lengths.gap - (lengths.focus - 1)
    gaps["small_focused"] = lengths.small - (lengths.focus - 1)
    return SHEET.substitute(gaps)
