"""What stands before the window: the first start, the door, the door of practice, and the first hour behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from clinic_app.demo.gallery import FOLDER, SIZES, Gallery
from clinic_app.demo.stage import Stage, expect
from clinic_app.desktop.login import LoginWindow
from clinic_app.desktop.practice_door import PracticeData, PracticeDoor
from clinic_app.desktop.theme import theme
from clinic_app.store.practice import mark_practice

TURNS = 6


@dataclass
class Doors:
    """Each method is a step of the tour; the last one turns the village into practice data, so nothing follows it."""

    stage: Stage
    gallery: Gallery

    def before(self) -> None:
        """登录：第一次打开、平时登录、练习的门"""
        village = self.stage.county.village
        empty = village.folder.parent / "nobody"
        empty.mkdir()
        practice = PracticeData(lambda: village, lambda: village)
        makers: dict[str, Callable[[], QWidget]] = {
            "door-first": lambda: LoginWindow(empty, village.clock),
            "door": lambda: LoginWindow(village.folder, village.clock, village.actor.name),
            "door-practice": lambda: PracticeDoor(practice),
        }
        for name, make in makers.items():
            for size in SIZES:
                theme().apply(theme().look, size.step)
                window = make()
                window.resize(size.width, size.height)
                window.show()
                for _ in range(TURNS):
                    QApplication.processEvents()
                picture = f"{FOLDER}/{size.name}/{name}.png"
                expect(window.grab().save(str(self.stage.out / picture)), f"picture {picture}")
                self.gallery.taken.setdefault(name, []).append(picture)
                window.close()
                window.deleteLater()
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        theme().apply(theme().look, SIZES[0].step)

    def first_hour(self) -> None:
        """练习：第一小时的七步，做完一步自己打勾"""
        with self.stage.county.village.write() as connection:
            mark_practice(connection, apart=True)
        self.gallery.walk("village", {"work": lambda pilot: pilot.open("work")}, name="guide")
        with self.stage.at("village") as pilot:
            pilot.open("sync")
            guide = pilot.window.guide
            expect(guide is not None and guide.count == 1, "one step is done")
            self.stage.picture(pilot, "first-hour")
