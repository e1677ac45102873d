"""The very PDF that will print, on the screen; to the printer; into a file. One renderer for all three."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QScrollArea, QVBoxLayout, QWidget

from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, clear, label, row
from clinic_app.desktop.work import Work
from clinic_app.printing.pdfium import opened

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

PRINT_DPI = 300
POINTS_PER_INCH = 72
MILLIMETRE = POINTS_PER_INCH / 25.4
"""Points in a millimetre."""
MOST_SHOWN = 100
"""Pages that a preview has room for; a longer document prints whole all the same."""
AT_ONCE = 3
"""Pages that are drawn with the document; the others are when they come into sight."""
KEPT = 6
"""Of those others the last ones seen stay drawn: a picture takes some megabytes."""


class NotPrinted(Exception):
    """The printer took nothing, or not all."""


def page_images(pdf: bytes, scale: float, most: int = AT_ONCE) -> list[QImage]:
    """The first pages as images; `scale` 1 is 72 dots an inch. In any thread."""
    with opened(pdf) as document:
        return [_image(page, scale) for page in islice(document, most)]


def page_beside(pdf: bytes, number: int, first: int) -> QImage:
    """A page at the scale at which the first one is so many dots wide. In any thread."""
    with opened(pdf) as document:
        return _image(document[number], first / max(document[0].get_width(), 1))


def page_image(pdf: bytes, number: int, scale: float) -> QImage:
    """One page, counted from 0: a long document is not held as images all at once."""
    with opened(pdf) as document:
        return _image(document[number], scale)


def _image(page: PdfPage, scale: float) -> QImage:
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
    formats = QImage.Format
    layout = {3: formats.Format_RGB888, 4: formats.Format_RGBX8888, 1: formats.Format_Grayscale8}[bitmap.n_channels]
    drawn = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, layout)
    # Without colour a page takes a quarter of the memory. The copy outlives the buffer that it is made from.
    return (drawn.convertToFormat(formats.Format_Grayscale8) if drawn.allGray() else drawn).copy()


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in points."""
    with opened(pdf) as document:
        return [(page.get_width(), page.get_height()) for page in document]


def page_count(pdf: bytes) -> int:
    """How many pages there are; none of them is read."""
    with opened(pdf) as document:
        return len(document)


def lay_in(printer: QPrinter, width: float, height: float) -> None:
    """Tell a printer the sheet, in points: a standard one lying or upright, any other as it is drawn."""
    upright = QSizeF(min(width, height), max(width, height))
    standard = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    orientations = QPageLayout.Orientation
    if standard.id() != QPageSize.PageSizeId.Custom:
        printer.setPageSize(standard)
        printer.setPageOrientation(orientations.Landscape if width > height else orientations.Portrait)
    else:
        printer.setPageSize(QPageSize(QSizeF(width, height), QPageSize.Unit.Point))
        printer.setPageOrientation(orientations.Portrait)
    printer.setFullPage(True)


def print_pdf(pdf: bytes, printer: QPrinter) -> None:
    """Send the chosen pages to a printer at their true size; smaller where its sheet is smaller. In any thread.

    Raises NotPrinted.
    """
    sizes = page_sizes(pdf)
    first, last = printer.fromPage() or 1, printer.toPage() or len(sizes)
    numbers = [number for number in range(len(sizes)) if first <= number + 1 <= last]
    # Some drivers count the copies themselves; for the others each is sent.
    numbers *= 1 if printer.supportsMultipleCopies() else max(printer.copyCount(), 1)
    painter = QPainter()
    if not printer.isValid() or not _can_be_written(printer) or not painter.begin(printer):
        raise NotPrinted
    try:
        for place, number in enumerate(numbers):
            if place and not printer.newPage():
                raise NotPrinted
            image = page_image(pdf, number, PRINT_DPI / POINTS_PER_INCH)
            painter.drawImage(QRectF(QPointF(0, 0), _drawn_size(printer, *sizes[number])), image)
    finally:
        painter.end()


def _can_be_written(printer: QPrinter) -> bool:
    """Whether the file of 打印到文件 has a place; a real printer has no file."""
    name = printer.outputFileName()
    return not name or (Path(name).parent.is_dir() and not Path(name).is_dir())


def _drawn_size(printer: QPrinter, width: float, height: float) -> QSizeF:
    """The page in the printer's dots, shrunk where it is more than a millimetre larger than the sheet."""
    true = QSizeF(width, height) * (printer.resolution() / POINTS_PER_INCH)
    sheet = printer.paperRect(QPrinter.Unit.DevicePixel).size()
    spare = printer.resolution() / POINTS_PER_INCH * MILLIMETRE
    if true.width() <= sheet.width() + spare and true.height() <= sheet.height() + spare:
        return true
    return true.scaled(sheet, Qt.AspectRatioMode.KeepAspectRatio)


class _Sheet(QWidget):
    """One page as a picture, brought to the width that it is seen in when it comes into sight.

    Without a picture it is white, as high as the first page, and tells that it is seen.
    """

    seen = Signal(int)
    """Its number: the picture is wanted."""

    def __init__(self, number: int, width: int, like: QImage, image: QImage | None) -> None:
        super().__init__()
        self._number, self._width = number, width
        self._image = image
        self._shown: QPixmap | None = None
        self._asked = False
        self._fit(like)

    def take(self, image: QImage | None) -> None:
        """The picture has come, or goes."""
        self._image, self._shown, self._asked = image, None, False
        if image is not None:
            self._fit(image)
            self.update()

    def _fit(self, image: QImage) -> None:
        self.setFixedSize(self._width, max(round(image.height() * self._width / max(image.width(), 1)), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Scaled once."""
        painter = QPainter(self)
        if self._image is None:
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
            if not self._asked:
                self._asked = True
                self.seen.emit(self._number)
            return
        if self._shown is None:
            ratio = self.devicePixelRatioF()
            width = round(self.width() * ratio)
            shown = self._image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            self._shown = QPixmap.fromImage(shown)
            self._shown.setDevicePixelRatio(ratio)
        painter.drawPixmap(0, 0, self._shown)


class Preview(QWidget):
    """Pages under each other, as wide as there is room; buttons to print and to keep a file."""

    printed = Signal()
    """It was handed to a printer or kept as a file."""

    def __init__(self, file_name: str, parent: QWidget | None = None, *, work: Work | None = None) -> None:
        """`work` sends long documents to the printer off the GUI thread; without it a page or two are sent at once."""
        super().__init__(parent)
        self.pdf = b""
        self.file_name = file_name
        self.printer_name = ""
        self._work = work
        self._images: list[QImage] = []
        self._count = 0
        self._sheets: list[_Sheet] = []
        self._drawn: deque[int] = deque()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that the pages' width does not depend on their height.
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setAccessibleName(self.tr("单据预览"))
        self._pages = QWidget()
        self._list = QVBoxLayout(self._pages)
        self._list.setContentsMargins(*(theme().lengths.tiny,) * 4)
        self._area.setWidget(self._pages)
        self._area.viewport().installEventFilter(self)
        self.print_button = Button(self.tr("打印"), "Ctrl+P", symbol="print", clicked=self.print)
        self.file_button = Button(self.tr("存为PDF"), symbol="file", clicked=self.keep)
        self.words = label("", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area, 1)
        layout.addLayout(row(self.print_button, self.file_button, self.words, None))
        self._enable()

    def show_pdf(self, pdf: bytes, images: Sequence[QImage]) -> None:
        """Show a document whose pages were rendered off the GUI thread."""
        self.pdf, self._images, self._count = pdf, list(images), len(images)
        self._paint()
        self._enable()
        if self._count == AT_ONCE:
            self._count_pages(pdf)

    def _count_pages(self, pdf: bytes) -> None:
        """There may be more; PDFium may be busy with another paper, and nobody waits for it here."""

        def read() -> tuple[bytes, int]:
            return pdf, page_count(pdf)

        if self._work is None:
            self._counted(read())
        else:
            self._work.read(self, read, self._counted)

    def _counted(self, answer: tuple[bytes, int]) -> None:
        pdf, count = answer
        if pdf is self.pdf and count > self._count:
            self._count = count
            self._paint()

    @Slot(int)
    def _draw(self, number: int) -> None:
        """A page has come into sight."""
        if not self._images:
            return
        pdf, first = self.pdf, self._images[0].width()

        def read() -> tuple[bytes, int, QImage]:
            return pdf, number, page_beside(pdf, number, first)

        if self._work is None:
            QTimer.singleShot(0, self, lambda: self._have_drawn(read()))
        else:
            self._work.read(self, read, self._have_drawn)

    def _have_drawn(self, answer: tuple[bytes, int, QImage]) -> None:
        pdf, number, image = answer
        if pdf is not self.pdf or number >= len(self._sheets):
            return
        self._sheets[number].take(image)
        self._drawn.append(number)
        if len(self._drawn) > KEPT:
            self._sheets[self._drawn.popleft()].take(None)

    def release(self) -> None:
        """The page is left: the pictures, some megabytes each, are drawn anew when somebody comes back."""
        self._images, self._sheets, self._count = [], [], 0
        self._drawn.clear()
        clear(self._list)

    def set_printable(self, printable: bool, words: str = "") -> None:
        """A draft can be looked at; printing waits for the number."""
        self.print_button.setVisible(printable)
        self.file_button.setVisible(printable)
        self.words.setText(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the pages to the new width of what they are seen through."""
        if isinstance(event, QResizeEvent) and event.size().width() != event.oldSize().width():
            self._paint()
        return super().eventFilter(watched, event)

    @Slot()
    def print(self) -> None:
        """Choose a printer in the system's own dialog, then print."""
        if not self.pdf:
            return
        self._printer = self.printer()
        self._dialog = QPrintDialog(self._printer, self)
        self._dialog.accepted.connect(self._chosen)
        QDialog.open(self._dialog)

    def printer(self) -> QPrinter:
        """The printer that is chosen beforehand, with the sheet of the document in it."""
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        if self.printer_name:
            made.setPrinterName(self.printer_name)
        lay_in(made, *page_sizes(self.pdf)[0])
        return made

    @Slot()
    def keep(self) -> None:
        """Keep the PDF where the person says."""
        name, _ = QFileDialog.getSaveFileName(self, self.tr("存为PDF"), f"{self.file_name}.pdf", "PDF (*.pdf)")
        if name:
            self.keep_as(Path(name))

    def keep_as(self, path: Path) -> None:
        """Write the PDF; says it when the place cannot be written."""
        try:
            path.write_bytes(self.pdf)
        except OSError:
            self.words.setText(self.tr("这个位置写不进去，换一个文件夹"))
            return
        self.words.setText(self.tr("已存为 {name}").format(name=path.name))
        self.printed.emit()

    @Slot()
    def _chosen(self) -> None:
        self.send(self._printer)

    def send(self, printer: QPrinter) -> None:
        """Send the document to a printer."""
        pdf = self.pdf
        if self._work is None:
            try:
                print_pdf(pdf, printer)
            except NotPrinted as error:
                self._not_sent(error)
            else:
                self._sent(None)
            return
        self.print_button.setEnabled(False)
        self.words.setText(self.tr("正在送打印机……"))
        self._work.read(self, lambda: print_pdf(pdf, printer), self._sent, self._not_sent)

    def _sent(self, nothing: object) -> None:
        self._enable()
        self.words.setText(self.tr("已送打印机"))
        self.printed.emit()

    def _not_sent(self, error: BaseException) -> None:
        self._enable()
        self.words.setText(self.tr("打印机没有接收，看一下打印机和文件位置再打"))
        if not isinstance(error, NotPrinted) and self._work is not None:
            self._work.bug_found.emit(error)

    def _enable(self) -> None:
        for button in (self.print_button, self.file_button):
            button.setEnabled(bool(self.pdf))

    def _paint(self) -> None:
        clear(self._list)
        self._drawn.clear()
        width = max(self._area.viewport().width() - 2 * theme().lengths.tiny - 2, 120)
        self._sheets = [self._sheet(number, width) for number in range(min(self._count, MOST_SHOWN))]
        for sheet in self._sheets:
            self._list.addWidget(sheet)
            sheet.show()
        self._list.addStretch(1)
        self._tell_rest()

    def _sheet(self, number: int, width: int) -> _Sheet:
        image = self._images[number] if number < len(self._images) else None
        sheet = _Sheet(number, width, self._images[0], image)
        sheet.setAccessibleName(self.tr("第{number}页").format(number=number + 1))
        sheet.seen.connect(self._draw)
        return sheet

    def _tell_rest(self) -> None:
        if self._images and self._count > MOST_SHOWN:
            words = self.tr("共{count}页，这里只看前{most}页；打印和存PDF是全部")
            rest = label(words.format(count=self._count, most=MOST_SHOWN), "muted", wrap=True)
            self._list.insertWidget(self._list.count() - 1, rest)
        # At once as high as they are: until the area hears of it they would stand over each other, and all be painted.
        self._pages.resize(self._area.viewport().width(), self._list.totalSizeHint().height())
        self._list.activate()
