"""A form with the very slip beside it, drawn anew as one types; in a narrow window a key swaps the two."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.pages.form_page import FormPage
from clinic_app.desktop.widgets.basic import Button
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.desktop.widgets.preview import Preview, page_images

PREVIEW_AFTER = 250
PREVIEW_SCALE = 1.6


class SlipFormPage(FormPage):
    """Pages derive from it and say in `drawing` how the slip of what is typed so far is made."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.foot_row.insertWidget(self.foot_row.count() - 1, self.look)
        self._preview_timer = QTimer(self)
        self._preview_timer.setSingleShot(True)
        self._preview_timer.setInterval(PREVIEW_AFTER)
        self._preview_timer.timeout.connect(self._draw)

    def frame_form(self, form_place: QWidget) -> QWidget:
        """The slip beside the form."""
        title, why_not_yet = self.slip_words()
        self.preview = Preview(title)
        self.preview.set_printable(False, why_not_yet)
        self.panes = TwoPanes(form_place, self.preview, shares=(3, 2), when_narrow=WhenNarrow.SWAP)
        self.look = Button(self.tr("看单据"), "F4", symbol="file", clicked=self._swap)
        self.look.hide()
        self.panes.narrow_changed.connect(self.look.setVisible)
        return self.panes

    def slip_words(self) -> tuple[str, str]:
        """The slip's name, and why it is not printed from here."""
        return self.tr("转诊单"), self.tr("开具后有单号，再打印")

    def drawing(self) -> Callable[[], bytes] | None:
        """What makes the slip's PDF in the reading pool, the values being taken now; None while there is none."""
        raise TypeError("each page with a slip says how it is drawn")

    def return_to(self) -> None:
        """The form stands as it was left."""
        if self.form is None:
            self.desk.back.emit()
        else:
            self.take_focus()

    @Slot(object)
    def form_changed(self, key: object) -> None:
        """The slip follows."""
        super().form_changed(key)
        self.draw_soon()

    def draw_soon(self) -> None:
        """Draw the slip when the typing rests."""
        self._preview_timer.start()

    @Slot()
    def _swap(self) -> None:
        """In a narrow window: the slip instead of the form, and back."""
        shown = not self.panes.right_shown
        self.panes.show_right(shown)
        self.look.set_words(self.tr("回到填写") if shown else self.tr("看单据"))

    @Slot()
    def _draw(self) -> None:
        make = self.drawing() if self.form is not None else None
        if make is None:
            return

        def draw() -> tuple[bytes, list[QImage]]:
            pdf = make()
            return pdf, page_images(pdf, PREVIEW_SCALE)

        self.desk.work.read(self, draw, self._drawn, self._undrawn, key="slip")

    def _drawn(self, answer: tuple[bytes, list[QImage]]) -> None:
        self.preview.show_pdf(*answer)

    def _undrawn(self, error: BaseException) -> None:
        """Half a date, for one: the slip waits until it can be drawn."""
