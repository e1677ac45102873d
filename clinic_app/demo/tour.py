"""The practice county's windows, and the tour from end to end: a picture of every page and every PDF."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from clinic_app.app import Desktop
from clinic_app.demo.clinic_day import ClinicDay
from clinic_app.demo.county import PASSWORD, PracticeCounty
from clinic_app.demo.doors import Doors
from clinic_app.demo.emergency import EmergencyCall
from clinic_app.demo.gallery import Gallery
from clinic_app.demo.index import INDEX, write_index
from clinic_app.demo.papers import Papers
from clinic_app.demo.pilot import TourFailed
from clinic_app.demo.referral_loop import ReferralLoop
from clinic_app.demo.stage import Stage
from clinic_app.settings import WindowSettings, save_window_settings


def open_window(county: PracticeCounty, language: str) -> int:
    """The windows of the village laptop and of the hospital's desk; returns when both are closed."""
    application = _application()
    desktops = []
    for database in (county.hospital, county.village):
        save_window_settings(database.folder, WindowSettings(language=_language(language)))
        desktop = Desktop(database.folder, database.clock)
        desktop.show_window(database).release()
        desktops.append(desktop)
    print(f"练习县已打开：村卫生室和县医院接诊台两个窗口，口令都是 {PASSWORD}", flush=True)
    _quit_when_told(application)
    code = int(application.exec())
    for desktop in desktops:
        desktop.close()
    return code


def _quit_when_told(application: QApplication) -> None:
    """Ctrl-C in the terminal ends the windows. Python sees a signal when it gets a turn: the timer gives it one."""
    told: list[int] = []

    def look() -> None:
        if told:
            application.exit(0)

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda number, _: told.append(number))
    turns = QTimer(application)
    turns.timeout.connect(look)
    turns.start(300)


def walk(county: PracticeCounty, out: Path, language: str) -> int:
    """Walk the loop, write pictures and PDFs to `out`, say each step; 1 when a step failed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _application()
    out.mkdir(parents=True, exist_ok=True)
    for database in (county.village, county.township, county.hospital):
        save_window_settings(database.folder, WindowSettings(language=_language(language)))
    stage = Stage(county, out)
    gallery = Gallery(stage)
    told: list[tuple[str, list[str]]] = []
    for step in steps(stage, gallery):
        before = len(stage.taken)
        title = (step.__doc__ or step.__name__).strip().splitlines()[0].rstrip("。.")
        try:
            step()
        except Exception as problem:
            print(f"✗ {title}: {type(problem).__name__} {problem}", flush=True)
            if not isinstance(problem, TourFailed):
                traceback.print_exc()
            return 1
        print(f"✓ {title}", flush=True)
        told.append((title, stage.taken[before:]))
    write_index(out, language, told, gallery.taken)
    print(f"截图和 PDF 在 {out}，目录是 {INDEX}")
    return 0


def steps(stage: Stage, gallery: Gallery) -> list[Callable[[], None]]:
    """What is walked, in order."""
    day, loop, papers, call = ClinicDay(stage), ReferralLoop(stage), Papers(stage), EmergencyCall(stage)
    doors = Doors(stage, gallery)
    return [
        day.import_list,
        day.see_pages,
        day.register_resident,
        day.record_visit,
        loop.issue,
        loop.synchronise_out,
        loop.receive_and_return,
        loop.wards,
        loop.synchronise_back,
        loop.follow_up,
        call.issue,
        call.carry,
        call.complete,
        day.see_resident,
        day.enter_quickly,
        day.examine,
        day.plan_tour,
        day.see_figures,
        day.close_month,
        loop.agree,
        papers.forms,
        papers.lists,
        gallery.prepare,
        gallery.village,
        gallery.hospital,
        doors.before,
        doors.first_hour,
    ]


def _language(language: str) -> str:
    return {"zh": "zh_CN", "en": "en"}[language]


def _application() -> QApplication:
    found = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(found, QApplication)
    found.setApplicationName("clinic_app")
    found.setStyle("Fusion")
    return found
