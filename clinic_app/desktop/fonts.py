"""Faces: the system's Chinese face where there is one, else the shipped one; rare characters always have a face."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from clinic_app.paths import resources_folder

SYSTEM_FACES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
)
SHIPPED_FACES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
RARE_FACES = ("RareHanB.ttf", "RareHanA.ttf")


def families() -> list[str]:
    """Family names in the order in which a character is looked for. Needs a QGuiApplication."""
    present = set(QFontDatabase.families())
    found = [name for name in SYSTEM_FACES if name in present][:1]
    for file in (*SHIPPED_FACES, *RARE_FACES):
        number = QFontDatabase.addApplicationFont(str(resources_folder() / "fonts" / file))
        found += [name for name in QFontDatabase.applicationFontFamilies(number) if name not in found]
    return found
