"""The program in a process of its own, driven as a person drives it; prints what it took as one JSON object.

    python -m benchmarks.desktop_child bare                  a window of PySide6 with one label
    python -m benchmarks.desktop_child FOLDER PEOPLE         door, password, pages, search, a day with so many people

Times are of the computer's one steady clock, so that whoever starts the process can subtract its own.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from clinic_app.app import Desktop
    from clinic_app.desktop.window import MainWindow

PULSE = 2
"""Milliseconds after which the loop turns at the latest."""
QUIET = 4
"""Turns in which nothing happened: the window is at rest."""
LISTS_AFTER = 8
"""People after whom a paper is looked at and there is time for a word."""
PATIENCE = 120.0
NOON = datetime(2026, 11, 22, 2, tzinfo=UTC)
"""The day on which the township stands (benchmarks/dataset.py, which is not read in before the door is there)."""


def bare() -> dict[str, Any]:
    """The least that any program of this kind does."""
    from PySide6.QtWidgets import QApplication, QLabel

    application = QApplication([])
    shown = QLabel("演示")
    shown.resize(960, 600)
    shown.show()
    application.processEvents()
    return {"shown": time.monotonic(), "memory": memory()}


def memory(of: str = "VmRSS") -> float | None:
    """MiB of this process that are in memory; None where the system does not say.

    `of`: all of it; `RssAnon`, what is its own, without the files of libraries; `VmHWM`, the most there was.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    found = re.search(rf"{of}:\s+(\d+) kB", status.read_text())
    return int(found[1]) / 1024 if found else None


class Hands:
    """Does things in turns of the event loop and keeps the longest turn with what it was for."""

    def __init__(self, application: QApplication) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        self._application = application
        self._asleep = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        self._pulse = QTimer()
        self._pulse.start(PULSE)
        self._single_shot = QTimer.singleShot
        self.longest: dict[str, float] = {}
        self.most_work: dict[str, float] = {}
        """The same of what the processor worked for the window's thread, whatever else the computer does."""

    def turn(self, what: str) -> float:
        """One turn of the loop; how long it took in milliseconds."""
        begun, worked = time.monotonic(), time.thread_time()
        self._application.processEvents(self._asleep)
        took = (time.monotonic() - begun) * 1000
        worked = (time.thread_time() - worked) * 1000
        self.longest[what] = max(took, self.longest.get(what, 0.0))
        self.most_work[what] = max(worked, self.most_work.get(what, 0.0))
        return took

    def do(self, what: str, act: Callable[[], Any], at_rest: Callable[[], bool]) -> float:
        """Milliseconds from the act until everything that it asked for is on the screen."""
        begun = time.monotonic()
        self._single_shot(0, act)
        self.turn(what)
        return (self.rest(what, at_rest) - begun) * 1000

    def rest(self, what: str, at_rest: Callable[[], bool]) -> float:
        """Until everything is there and painted, and some turns more; when it was painted."""
        ends = time.monotonic() + PATIENCE
        painted = 0.0
        quiet = 0
        while quiet < QUIET:
            self.turn(what)
            if not at_rest():
                quiet, painted = 0, 0.0
            elif not painted:
                self.turn(what)
                painted = time.monotonic()
            else:
                quiet += 1
            if time.monotonic() > ends:
                raise TimeoutError(f"no rest after: {what}")
        return painted


def whole_day(folder: Path, people: int) -> dict[str, Any]:
    """From nothing to the evening."""
    # As clinic_app/cli/desktop.py does it.
    from clinic_app.desktop.memory import begin_quietly, tidy

    begin_quietly()
    from PySide6.QtWidgets import QApplication

    from clinic_app.app import Desktop
    from clinic_app.clock import FrozenClock

    application = QApplication([])
    application.setStyle("Fusion")
    desktop = Desktop(folder, FrozenClock(NOON))
    desktop.tidy_when_still()
    desktop.show_login()
    application.processEvents()
    found: dict[str, Any] = {"door": time.monotonic()}
    hands = Hands(application)
    try:
        found["usable"] = _come_in(desktop, hands)
        window = desktop.window
        assert window is not None
        hands.rest("the rest of the list", partial(_settled, window))
        found["after_login"] = memory()
        _work(window, hands, people)
        found["memory"], found["own"] = memory(), memory("RssAnon")
        found["typing"], found["scans"] = _type(window, hands)
        found["pages"] = _every_page(window, hands)
        tidy()
        found["memory_of_all"], found["highest"] = memory(), memory("VmHWM")
        found["blocks"], found["work"] = hands.longest, hands.most_work
        found["idle"] = _do_nothing(window, hands)
    finally:
        desktop.close()
        application.processEvents()
    return found


def _come_in(desktop: Desktop, hands: Hands) -> float:
    from benchmarks.dataset import PASSWORD
    from clinic_app.desktop.login import Door, LoginWindow

    assert isinstance(desktop.login, LoginWindow)
    door = desktop.login.door
    assert isinstance(door, Door)
    # Whoever types a password takes this long at the least.
    typed = time.monotonic() + 1.5
    while time.monotonic() < typed:
        hands.turn("typing the password")
    door.password.setText(PASSWORD)

    def usable() -> bool:
        return desktop.window is not None and not desktop.window.page.is_waiting

    return hands.do("coming in", door.button.click, usable) / 1000


def _settled(window: MainWindow) -> bool:
    """Everything that was asked has been answered, and a form that is made in slices is whole."""
    form = getattr(window.page, "form", None)
    return window.desk.work.idle and getattr(form, "complete", True)


def _every_page(window: MainWindow, hands: Hands) -> dict[str, list[float]]:
    """Each page twice: made, and come back to."""
    from clinic_app.desktop.desk import Place
    from clinic_app.desktop.rooms import PAGES

    found: dict[str, list[float]] = {}
    for _ in range(2):
        for page, of, more in _places(window):
            if page in PAGES:
                place = Place(page, of, more)
                took = hands.do(f"page {page}", partial(window.open, place), partial(_settled, window))
                found.setdefault(page, []).append(took)
    return found


def _places(window: MainWindow) -> list[tuple[str, str, dict[str, Any]]]:
    """Every page that a township without referrals can open, with somebody on it."""
    from benchmarks.local_save import patients

    person = next(patients(window.desk.database))
    with window.desk.database.read() as connection:
        query = "SELECT household_id, village_code FROM resident WHERE id = ?"
        household, village = connection.exec_driver_sql(query, (person,)).one()
    today = window.desk.today
    plain = ("work", "residents", "households", "referrals", "indicators", "sync", "settings", "audit", "accounts",
             "quarantine", "conflicts", "duplicates", "referral_figures", "register", "overdue", "tours", "printers",
             "self_check", "help", "slip")  # fmt: skip
    of_a_person = ("resident", "visit", "resident_form", "refer", "contract", "programmes", "attempt", "encounter",
                   "consultation")  # fmt: skip
    return [
        *((each, "", {}) for each in plain),
        *((each, person, {}) for each in of_a_person),
        ("bundle", str(household), {"households": [str(household)]}),
        ("household_form", str(household), {}),
        ("grid", today.isoformat(), {}),
        ("paper", f"{today.isoformat()} {village}", {"kind": "day-sheet"}),
    ]


def _type(window: MainWindow, hands: Hands) -> tuple[list[float], list[float]]:
    """Names, initials and numbers letter by letter: until the answer to each letter is painted. And bare scans."""
    from benchmarks.finding import SCAN, words_typed

    box, typing, scans = window.top_bar.search, [], []
    with window.desk.database.read() as connection:
        for word in words_typed(connection):
            box.setFocus()
            for end in range(1, len(word) + 1):
                text = word[:end]
                typing.append(hands.do("search", partial(box.setText, text), partial(_settled, window)))
                begun = time.monotonic()
                connection.execute(SCAN, {"word": text}).scalar_one()
                scans.append((time.monotonic() - begun) * 1000)
            box.clear()
    hands.rest("search", partial(_settled, window))
    return typing, scans


def _work(window: MainWindow, hands: Hands, people: int) -> None:
    """A day: each person is found, looked at, visited and saved; lists and papers between."""
    import itertools

    from benchmarks.local_save import follow_up, patients
    from clinic_app.desktop.desk import Place
    from clinic_app.desktop.memory import tidy
    from clinic_app.records.identifiers import new_id

    desk, box = window.desk, window.top_bar.search
    with desk.database.read() as connection:
        village = connection.exec_driver_sql("SELECT min(village_code) FROM resident").scalar_one()
    for number, person in enumerate(itertools.islice(patients(desk.database), people)):
        with desk.database.read() as connection:
            name = connection.exec_driver_sql("SELECT name FROM resident WHERE id = ?", (person,)).scalar_one()
        box.setFocus()
        hands.do("search", partial(box.setText, name), partial(_settled, window))
        box.clear()
        for page in ("resident", "visit"):
            place = Place(page, person)
            hands.do(f"page {page}", partial(window.open, place), partial(_settled, window))
        records = follow_up(person, new_id(desk.clock.now()), desk.today.isoformat())
        hands.do("save", partial(desk.save, window, records, _heard, _heard), partial(_settled, window))
        page = ("work", "households", "residents", "tours")[number % 4]
        hands.do(f"page {page}", partial(window.open, Place(page)), partial(_settled, window))
        if number % LISTS_AFTER == 0:
            sheet = Place("paper", f"{desk.today.isoformat()} {village}", {"kind": "day-sheet"})
            hands.do("page paper", partial(window.open, sheet), partial(_settled, window))
            # While people are spoken to nobody touches the computer for a while (desktop/memory.py).
            tidy()
    hands.do("page work", partial(window.open, Place("work")), partial(_settled, window))
    tidy()


def _heard(answer: object) -> None:
    if isinstance(answer, BaseException):
        raise answer


def _do_nothing(window: MainWindow, hands: Hands) -> float:
    """The longest turn of a window that nobody touches, for a second: what the computer does beside."""
    ends = time.monotonic() + 1
    longest = 0.0
    while time.monotonic() < ends:
        longest = max(longest, hands.turn("nothing"))
    return longest


def main() -> None:
    """What the arguments name."""
    print(json.dumps(bare() if sys.argv[1] == "bare" else whole_day(Path(sys.argv[1]), int(sys.argv[2]))))


if __name__ == "__main__":
    main()
