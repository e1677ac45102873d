"""The very PDF that will print, on the screen; to the printer; into a file. One renderer for all three."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPixmap, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, clear, label, row

PRINT_DPI = 300
POINTS_PER_INCH = 72
_rendering = threading.Lock()
"""PDFium is not safe in two threads at once."""


def page_images(pdf: bytes, scale: float) -> list[QImage]:
    """Every page as an image; `scale` 1 is 72 dots an inch. In any thread."""
    with _rendering:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_image(page, scale) for page in document]
        finally:
            document.close()


def _image(page: pypdfium2.PdfPage, scale: float) -> QImage:
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
    formats = QImage.Format
    layout = {3: formats.Format_RGB888, 4: formats.Format_RGBX8888, 1: formats.Format_Grayscale8}[bitmap.n_channels]
    # The copy outlives PDFium's own buffer.
    return QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, layout).copy()


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in points."""
    with _rendering:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [(page.get_width(), page.get_height()) for page in document]
        finally:
            document.close()


def print_pdf(pdf: bytes, printer: QPrinter) -> None:
    """Send every page to a printer, as large as the paper."""
    width, height = page_sizes(pdf)[0]
    across = width > height
    orientations = QPageLayout.Orientation
    printer.setPageOrientation(orientations.Landscape if across else orientations.Portrait)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    painter = QPainter(printer)
    try:
        for number, image in enumerate(page_images(pdf, PRINT_DPI / POINTS_PER_INCH)):
            if number:
                printer.newPage()
            area = QRectF(painter.viewport())
            fitted = image.size().scaled(area.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(0, 0, fitted.width(), fitted.height()), image)
    finally:
        painter.end()


class Preview(QWidget):
    """Pages under each other, as wide as there is room; buttons to print and to keep a file."""

    printed = Signal()
    """It was handed to a printer or kept as a file."""

    def __init__(self, file_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pdf = b""
        self.file_name = file_name
        self._images: list[QImage] = []
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
        self.pdf, self._images = pdf, list(images)
        self._paint()
        self._enable()

    def set_printable(self, printable: bool, words: str = "") -> None:
        """A draft can be looked at; printing waits for the number."""
        self.print_button.setVisible(printable)
        self.file_button.setVisible(printable)
        self.words.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        self._paint()

    @Slot()
    def print(self) -> None:
        """Choose a printer, then print."""
        if not self.pdf:
            return
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._dialog = QPrintDialog(self._printer, self)
        self._dialog.accepted.connect(self._chosen)
        QDialog.open(self._dialog)

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
        print_pdf(self.pdf, self._printer)
        self.words.setText(self.tr("已送打印机"))
        self.printed.emit()

    def _enable(self) -> None:
        for button in (self.print_button, self.file_button):
            button.setEnabled(bool(self.pdf))

    def _paint(self) -> None:
        clear(self._list)
        width = max(self._area.viewport().width() - 2 * theme().lengths.tiny - 2, 120)
        ratio = self.devicePixelRatioF()
        for number, image in enumerate(self._images, 1):
            shown = image.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
            pixmap = QPixmap.fromImage(shown)
            pixmap.setDevicePixelRatio(ratio)
            page = QLabel()
            page.setPixmap(pixmap)
            page.setAccessibleName(self.tr("第{number}页").format(number=number))
            self._list.addWidget(page)
        self._list.addStretch(1)
