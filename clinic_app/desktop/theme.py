"""The look in force: a font, a palette and the one style sheet, made of tokens and put on without a restart."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from clinic_app.desktop import style_sheet
from clinic_app.desktop.fonts import families
from clinic_app.desktop.system_look import system_density, system_look
from clinic_app.desktop.tokens import (
    COLOURS,
    TEXT_STEPS,
    Colours,
    Density,
    Lengths,
    Look,
    TypeSizes,
    lengths,
    nearest_step,
    type_sizes,
)
from clinic_app.paths import resources_folder
from clinic_app.settings import FOLLOW, WindowSettings

Choice = TypeVar("Choice", bound=StrEnum)


class Theme(QObject):
    """The look in force. One for the application; `changed` tells painters to repaint."""

    leaving = Signal()
    """Every widget will be styled anew: what is not seen had better go first."""
    changed = Signal()
    room_changed = Signal()
    """Type size or density: what was measured when it was made is no longer right."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self.look = Look.LIGHT
        self.step = TEXT_STEPS[0]
        self.density = Density.COMFORTABLE
        self._worn: tuple[Look, int, Density] | None = None
        self._wanted: WindowSettings | None = None
        self.families = families()
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        if hasattr(hints, "accessibility"):
            hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        application.primaryScreenChanged.connect(self._follow)

    @property
    def colours(self) -> Colours:
        """The colours in force."""
        return COLOURS[self.look]

    @property
    def lengths(self) -> Lengths:
        """The lengths in force."""
        return lengths(self.step, self.density)

    @property
    def sizes(self) -> TypeSizes:
        """The type sizes in force."""
        return type_sizes(self.step)

    def colour(self, name: str) -> QColor:
        """A token as a colour for a painter."""
        return QColor(getattr(self.colours, name))

    def font(self, size: str = "body", *, bold: bool = False) -> QFont:
        """A token as a font for a painter."""
        font = QFont(self.families)
        font.setPointSizeF(getattr(self.sizes, size))
        font.setBold(bold)
        return font

    def wear(self, wanted: WindowSettings) -> None:
        """Put on what a person chose; what follows the computer changes with it from now on."""
        self._wanted = wanted
        look = _chosen(Look, wanted.look) or system_look()
        self.apply(look, nearest_step(wanted.text_step), _chosen(Density, wanted.density) or system_density())

    def apply(self, look: Look, step: int, density: Density = Density.COMFORTABLE) -> None:
        """Put a look on: font, palette, style sheet. What is on already costs nothing: each widget is styled anew."""
        step = min(max(step, TEXT_STEPS[0]), TEXT_STEPS[-1])
        worn, self._worn = self._worn, (look, step, density)
        if worn == self._worn:
            return
        if worn is not None:
            self.leaving.emit()
        self.look, self.step, self.density = look, step, density
        self._application.setFont(self.font())
        self._application.setPalette(_palette(self.colours))
        chevron = (resources_folder() / "icons" / f"chevron-{look.value}.svg").as_posix()
        self._application.setStyleSheet(style_sheet.build(self.colours, self.lengths, self.sizes, chevron))
        self.changed.emit()
        if worn is not None and worn[1:] != (step, density):
            self.room_changed.emit()

    @Slot()
    def _follow(self) -> None:
        """The computer was set otherwise."""
        if self._wanted is not None and FOLLOW in (self._wanted.look, self._wanted.density):
            self.wear(self._wanted)


def _chosen(kind: type[Choice], value: str) -> Choice | None:
    """A choice of a person; nothing where the computer's own is followed."""
    return kind(value) if value in set(kind) else None


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, value in (
        (roles.Window, colours.surface),
        (roles.Base, colours.card),
        (roles.AlternateBase, colours.surface),
        (roles.Button, colours.card),
        (roles.WindowText, colours.text),
        (roles.Text, colours.text),
        (roles.ButtonText, colours.text),
        (roles.ToolTipBase, colours.card),
        (roles.ToolTipText, colours.text),
        (roles.PlaceholderText, colours.muted),
        (roles.Highlight, colours.accent),
        (roles.HighlightedText, colours.on_accent),
        (roles.Link, colours.accent),
    ):
        palette.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return palette


def theme() -> Theme:
    """The application's theme; made on first use."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    found = application.findChild(Theme)
    return found if isinstance(found, Theme) else Theme(application)
