"""The main loop from end to end: two laptops and the hospital's desk, a picture of every page and every PDF."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from clinic_app import paper
from clinic_app.app import Desktop
from clinic_app.care.export import exported_records
from clinic_app.care.worklist import RETURN, WorkItem, worklist
from clinic_app.demo.county import PASSWORD, PracticeCounty
from clinic_app.demo.pilot import Pilot, TourFailed
from clinic_app.records.identity_number import check_character
from clinic_app.resident_import import import_residents
from clinic_app.settings import WindowSettings, save_window_settings
from clinic_app.store.queries.referral import ReferralFilter, referral_with_events, referrals
from clinic_app.sync.session import sync_once

HOSPITAL, DEPARTMENT = "990101H1", "心血管内科"


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
    tour = Tour(county, out)
    for step in tour.steps():
        title = (step.__doc__ or step.__name__).strip().splitlines()[0].rstrip("。.")
        try:
            step()
        except Exception as problem:
            print(f"✗ {title}: {type(problem).__name__} {problem}", flush=True)
            if not isinstance(problem, TourFailed):
                traceback.print_exc()
            return 1
        print(f"✓ {title}", flush=True)
    print(f"截图和 PDF 在 {out}")
    return 0


class Tour:
    """The steps in order; each stands on what the one before it left."""

    def __init__(self, county: PracticeCounty, out: Path) -> None:
        self.county = county
        self.out = out
        self.patient: WorkItem
        self.referral = ""

    def steps(self) -> list[Callable[[], None]]:
        """What is walked."""
        return [
            self.import_list,
            self.see_pages,
            self.register_resident,
            self.record_visit,
            self.issue_referral,
            self.synchronise_out,
            self.receive_and_return,
            self.synchronise_back,
            self.follow_up,
            self.agree,
            self.print_everything,
        ]

    def _at(self, desk: str) -> Pilot:
        database = {"village": self.county.village, "township": self.county.township, "hospital": self.county.hospital}[
            desk
        ]
        return Pilot(database, database.clock, self.out)

    def import_list(self) -> None:
        """村卫生室：导入居民名单（Excel），坏行逐行说明"""
        path = self.out / "居民名单.xlsx"
        _write_list(path)
        summary = import_residents(self.county.village, path)
        _expect(summary.residents == 2, "import: two residents")
        _expect({each.line for each in summary.problems} == {4}, "import: line 4 refused")

    def see_pages(self) -> None:
        """村卫生室：今日工作、居民、入户、同步、设置各页"""
        with self._at("village") as pilot:
            pilot.wait(lambda: _items(self.county), "worklist")
            pilot.picture("01-worklist")
            pilot.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            pilot.type("lm")
            pilot.settle()
            pilot.picture("02-search")
            pilot.press(Qt.Key.Key_Escape)
            for number, page in enumerate(("residents", "households", "sync", "settings"), 3):
                pilot.open(page)
                pilot.picture(f"{number:02d}-{page}")

    def register_resident(self) -> None:
        """村卫生室：手工建档，身份证号自动核对"""
        with self._at("village") as pilot:
            pilot.open("resident_form")
            form = pilot.form()
            form.set_values(
                {"resident": {"name": "𬎆某己", "id_no": _number("19560512", 3), "village_code": _village(self.county)}}
            )
            form.set_values({"resident": {"sex": "1", "birth_date": "1956-05-12", "phone": "19900001234"}})
            pilot.picture("07-register")
            pilot.save()
        _expect(
            any(each.fields.get("name") == "𬎆某己" for each in exported_records(self.county.village, "resident")),
            "new resident",
        )

    def record_visit(self) -> None:
        """村卫生室：入户随访，一次录入两个病种，规则当场判断"""
        self.patient = next((item for item in _items(self.county) if len(item.programmes) == 2), _items(self.county)[0])
        with self._at("village") as pilot:
            pilot.open("visit", self.patient.resident_id)
            form = pilot.form()
            pilot.fill("visit", {"visit_mode": "2", "sbp": "186112"})
            if form.has("diabetes_followup", "fbg"):
                pilot.fill("diabetes_followup", {"fbg": "8.4"})
            for section in ("hypertension_followup", "diabetes_followup"):
                if form.has(section, "symptoms"):
                    pilot.fill(section, {"symptoms": "2"})
            form.begin("visit", "sbp")
            pilot.picture("08-visit")
            pilot.save()
        visits = [each for each in exported_records(self.county.village, "visit") if each.fields.get("sbp") == 186]
        _expect(len(visits) == 1, "the visit was saved")

    def issue_referral(self) -> None:
        """村卫生室：开具转诊单，右边就是要打印的单据"""
        with self._at("village") as pilot:
            pilot.open("refer", self.patient.resident_id)
            form = pilot.form()
            form.set_values({"referral": {"to_org": HOSPITAL, "urgency": "urgent", "direction": "up"}})
            pilot.settle()
            form.set_values({"referral": {"to_dept": DEPARTMENT}})
            pilot.settle()
            pilot.picture("09-refer")
            pilot.save()
            pilot.settle()
            pilot.picture("10-referral-issued")
        with self.county.village.read() as connection:
            found = referrals(connection, ReferralFilter(resident_id=self.patient.resident_id))
        _expect(len(found) == 1, "one referral")
        self.referral = found[0].id

    def synchronise_out(self) -> None:
        """有网后自动同步：县医院和乡镇卫生院各收到自己范围内的记录"""
        for database in (self.county.village, self.county.hospital, self.county.township):
            report = sync_once(database)
            _expect(report.exit_code == 0, report.problem or "sync")
        with self._at("township") as pilot:
            pilot.picture("11-township")

    def receive_and_return(self) -> None:
        """县医院接诊台：接收、到诊登记、写回转单"""
        with self._at("hospital") as pilot:
            pilot.open("referrals", self.referral)
            pilot.settle()
            pilot.picture("12-inbox")
            pilot.press(Qt.Key.Key_F2)
            pilot.settle()
            pilot.picture("13-accept")
            panel = pilot.window.page.panel  # type: ignore[attr-defined]
            panel.form.set_values({"referral_event": {"dept": DEPARTMENT, "slot": "11月25日 9:20"}})
            panel.confirm()
            pilot.wait(lambda: self._state("hospital") == "accepted", "accepted")
            pilot.settle()
            pilot.press(Qt.Key.Key_F3)
            pilot.wait(lambda: self._state("hospital") == "arrived", "arrived")
            pilot.open("return_form", self.referral)
            pilot.fill("return", RETURN_SLIP)
            pilot.picture("14-return")
            pilot.save()
            pilot.wait(lambda: self._state("hospital") == "returned", "returned")
            pilot.settle()
            pilot.picture("15-returned")

    def synchronise_back(self) -> None:
        """回转单回到村里，成为两周内的随访任务"""
        for database in (self.county.hospital, self.county.village):
            _expect(sync_once(database).exit_code == 0, "sync")
        first = _items(self.county)[0]
        _expect(first.resident_id == self.patient.resident_id, "the returned patient stands first")
        _expect(first.reasons[0].kind == RETURN, "the task comes from the return")
        limit = self.county.village.clock.today() + timedelta(days=14)
        _expect(first.reasons[0].due_date <= limit, "due within 14 days")
        with self._at("village") as pilot:
            pilot.picture("16-returned-worklist")

    def follow_up(self) -> None:
        """村卫生室：随访回转的病人，转诊随之关闭"""
        with self._at("village") as pilot:
            pilot.open("visit", self.patient.resident_id)
            pilot.fill("visit", {"visit_mode": "2", "sbp": "136", "dbp": "82"})
            pilot.form().begin("visit", "sbp")
            pilot.picture("17-follow-up")
            pilot.save()
            pilot.open("referrals", self.referral)
            pilot.settle()
            pilot.picture("18-closed")
        _expect(self._state("village") == "closed", "the referral is closed")

    def agree(self) -> None:
        """再次同步后，三台电脑的记录完全一致"""
        for database in (self.county.village, self.county.township, self.county.hospital):
            _expect(sync_once(database).exit_code == 0, "sync")
        village, township, hospital = (
            {(each.type, each.id): (each.rev, each.void, each.fields) for each in exported_records(database)}
            for database in (self.county.village, self.county.township, self.county.hospital)
        )
        _expect(village == township, "village and township agree")
        _expect(hospital.items() <= village.items(), "the hospital holds its part")

    def print_everything(self) -> None:
        """打印：转诊单、回转单、随访表、今日工作清单"""
        who = self.patient.resident_id
        pages = [("referral", self.referral), ("return", self.referral), ("day-sheet", "today")]
        pages += [(f"{programme}_followup", who) for programme in self.patient.programmes]
        for kind, record_id in pages:
            (self.out / f"{kind}.pdf").write_bytes(paper.render(self.county.village, kind, record_id))

    def _state(self, desk: str) -> str:
        database = self.county.hospital if desk == "hospital" else self.county.village
        with database.read() as connection:
            found = referral_with_events(connection, self.referral)
        return found.state.state if found else ""


RETURN_SLIP = {
    "diagnosis": "高血压3级（极高危），2型糖尿病",
    "exam_results": "心电图：窦性心律，左室高电压。肌酐 78 μmol/L",
    "treatment_course": "住院3天，降压方案调整后血压平稳",
    "next_plan": "氨氯地平 5mg 每日1次，缬沙坦 80mg 每日1次；两周内村医随访血压",
    "rehab_advice": "低盐饮食，每日步行30分钟",
}


def _items(county: PracticeCounty) -> list[WorkItem]:
    return worklist(county.village, county.village.clock.today())


def _village(county: PracticeCounty) -> str:
    return _items(county)[0].village_code


def _write_list(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    _expect(sheet is not None, "sheet")
    rows = [
        ["姓名", "性别", "身份证号", "出生日期", "组", "门牌号", "户主"],
        ["赵某申", "男", _number("19480203", 5), "1948-02-03", "一组", "98号", "赵某申"],
        ["赵某酉", "女", _number("19500817", 8), "1950-08-17", "一组", "98号", "赵某申"],
        ["赵某戌", "女", "990101195008170000", "1950-08-17", "一组", "98号", "赵某申"],
    ]
    for row in rows:
        sheet.append(row)  # type: ignore[union-attr]
    book.save(path)


def _number(born: str, order: int) -> str:
    body = f"990101{born}{order:03d}"
    return body + check_character(body)


def _expect(fact: bool, what: str) -> None:
    if not fact:
        raise TourFailed(what)


def _language(language: str) -> str:
    return {"zh": "zh_CN", "en": "en"}[language]


def _application() -> QApplication:
    found = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(found, QApplication)
    found.setApplicationName("clinic_app")
    found.setStyle("Fusion")
    return found
