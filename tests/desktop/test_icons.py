"""Icons: the shipped face holds what the program names, and each is drawn as large and as dark as it should be."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QIcon, QPixmap, QRawFont
from PySide6.QtWidgets import QApplication

from clinic_app.desktop.icons import GLYPHS, icon
from clinic_app.desktop.theme import theme
from clinic_app.paths import resources_folder


def drawn(picture: QPixmap) -> tuple[QRect, str]:
    """Where something is drawn, and the colour of what covers most."""
    image = picture.toImage()
    colours = {(x, y): image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())}
    points = [each for each, colour in colours.items() if colour.alpha()]
    across, down = [x for x, _ in points] or [0], [y for _, y in points] or [0]
    where = QRect(min(across), min(down), max(across) - min(across) + 1, max(down) - min(down) + 1)
    return where, max(colours.values(), key=QColor.alpha).name().upper()


def test_the_face_holds_what_is_named_and_nothing_else(qapp: QApplication) -> None:
    face = QRawFont(str(resources_folder() / "fonts" / "Icons.ttf"), 24)
    glyphs = [face.glyphIndexesForString(chr(each)) for each in GLYPHS.values()]
    assert all(len(each) == 1 and each[0] for each in glyphs)
    held = int.from_bytes(face.fontTable("maxp").data()[4:6], "big")
    assert len({each[0] for each in glyphs}) == len(GLYPHS) == held - 1, "the first stands for what is missing"


def test_each_icon_is_drawn_within_its_square_at_any_pixel_ratio(qapp: QApplication) -> None:
    for name in GLYPHS:
        for ratio, pixels in ((1.0, 24), (1.5, 36), (2.0, 48), (4.0, 96)):
            picture = icon(name, "accent").pixmap(QSize(24, 24), ratio)
            where, colour = drawn(picture)
            assert picture.size() == QSize(pixels, pixels)
            assert colour == theme().colours.accent, name
            assert where.width() > pixels / 3, name
            margin = (pixels - round(pixels * 0.875)) // 2 - 1
            assert QRect(margin, margin, pixels - 2 * margin, pixels - 2 * margin).contains(where), name


def test_what_cannot_be_used_is_muted(qapp: QApplication) -> None:
    modes = (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected, QIcon.Mode.Disabled)
    shades = [drawn(icon("save").pixmap(QSize(24, 24), mode))[1] for mode in modes]
    assert shades == [theme().colours.text] * 3 + [theme().colours.muted]
