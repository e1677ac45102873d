"""Boxes for a password that is chosen here, typed twice."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QLineEdit

from clinic_app.desktop.widgets.basic import keep_width, label
from clinic_app.desktop.widgets.line import Line
from clinic_app.store.header import SHORTEST_PASSWORD

WIDTH = 12
"""Chinese characters."""


def password_box() -> Line:
    """A line that shows dots."""
    box = Line()
    box.setEchoMode(QLineEdit.EchoMode.Password)
    keep_width(box, WIDTH)
    return box


def add_box(grid: QGridLayout, place: int, caption: str, box: Line) -> None:
    """A labelled line of a grid."""
    named = label(caption)
    named.setBuddy(box)
    box.setAccessibleName(caption)
    keep_width(box, WIDTH)
    grid.addWidget(named, place, 0)
    grid.addWidget(box, place, 1)
    grid.setColumnStretch(2, 1)


def password_problem(new: Line, repeat: Line) -> tuple[str, Line | None]:
    """What is wrong with the two, and where; empty words when nothing is."""
    if len(new.text()) < SHORTEST_PASSWORD:
        return QCoreApplication.translate("passwords", "密码至少8位"), new
    if new.text() != repeat.text():
        return QCoreApplication.translate("passwords", "两次输入的密码不一样，再输一次"), repeat
    return "", None
