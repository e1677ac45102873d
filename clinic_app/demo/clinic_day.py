"""The village doctor's day through the window: the list, a household, one visit for everything, the rest of the day."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt

from clinic_app.care.export import exported_records
from clinic_app.demo.pilot import Pilot
from clinic_app.demo.stage import Stage, expect, number
from clinic_app.desktop.models.grid import RowState
from clinic_app.desktop.pages.bundle import BundlePage
from clinic_app.desktop.pages.grid import GridPage
from clinic_app.desktop.pages.visit import VisitPage
from clinic_app.desktop.pages.work import WorkPage
from clinic_app.desktop.visit_form import EXAMINATION
from clinic_app.resident_import import import_residents

CONTROL = Qt.KeyboardModifier.ControlModifier
PATIENT, SPOUSE, EXAMINED = "䶮某甲", "李某𬎆", "郑某戊午"
TUBERCULOSIS, MENTAL = "钱某丙辰", "张某𠅤"
WITHOUT_DEVICE = "2"


class ClinicDay:
    """Each method is a step; its first line is what the tour prints."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def import_list(self) -> None:
        """村卫生室：导入居民名单（Excel），坏行逐行说明"""
        path = self.stage.out / "居民名单.xlsx"
        _write_list(path)
        summary = import_residents(self.stage.county.village, path)
        expect(summary.residents == 2, "import: two residents")
        expect({each.line for each in summary.problems} == {4}, "import: line 4 refused")

    def see_pages(self) -> None:
        """村卫生室：今日工作按项目和文字筛选、按路线排，查找，居民、入户、同步、设置各页"""
        stage = self.stage
        with stage.at("village") as pilot:
            pilot.settle()
            page = pilot.window.page
            assert isinstance(page, WorkPage)
            stage.picture(pilot, "worklist")
            everybody = page.model.rowCount()
            pilot.press(Qt.Key.Key_F2)
            pilot.press(Qt.Key.Key_Space)
            expect(0 < page.model.rowCount() < everybody, "a chip narrows the list")
            stage.picture(pilot, "worklist-filtered")
            pilot.press(Qt.Key.Key_Space)
            pilot.press(Qt.Key.Key_F3)
            stage.picture(pilot, "worklist-way")
            pilot.press(Qt.Key.Key_K, CONTROL)
            pilot.type("lm")
            pilot.wait(lambda: pilot.window.top_bar.search.hits, "answers of the search")
            stage.picture(pilot, "search")
            pilot.press(Qt.Key.Key_Escape)
            for name in ("residents", "households", "sync", "settings"):
                pilot.open(name)
                stage.picture(pilot, name)

    def register_resident(self) -> None:
        """村卫生室：手工建档，身份证号自动核对"""
        village = self.stage.county.village
        with self.stage.at("village") as pilot:
            pilot.open("resident_form")
            form = pilot.form()
            place = self.stage.items()[0].village_code
            form.set_values(
                {"resident": {"name": "𬎆某己", "id_no": number("19560512", 3), "village_code": place}}
            )  # fmt: skip
            form.set_values({"resident": {"sex": "1", "birth_date": "1956-05-12", "phone": "19900001234"}})
            self.stage.picture(pilot, "register")
            pilot.save()
        expect(
            any(each.fields.get("name") == "𬎆某己" for each in exported_records(village, "resident")), "new resident"
        )

    def record_visit(self) -> None:
        """村卫生室：到一户，一次随访填好高血压、糖尿病、老年人三张表；未测写原因，F1 看规则，判断随填随出"""
        stage = self.stage
        patient = stage.resident(PATIENT)
        with stage.at("village") as pilot:
            pilot.open("bundle", stage.item(PATIENT).household_id)
            page = pilot.window.page
            assert isinstance(page, BundlePage)
            stage.picture(pilot, "household")
            expect(page.cards[0].resident_id == stage.resident(SPOUSE), "the most urgent member stands first")
            pilot.press(Qt.Key.Key_Return)
            pilot.arrived("visit", stage.resident(SPOUSE))
            pilot.fill("visit", {"visit_mode": "2", "sbp": "15694", "weight": "55.5"})
            pilot.press(Qt.Key.Key_S, CONTROL)
            pilot.arrived("visit", patient)
            stage.picture(pilot, "next-member")
            _add_part(pilot, "elderly")
            self._type_visit(pilot)
            pilot.press(Qt.Key.Key_S, CONTROL)
            pilot.arrived("bundle")
            stage.picture(pilot, "household-after")
        visits = [each for each in exported_records(stage.county.village, "visit") if each.fields.get("sbp") == 186]
        expect(len(visits) == 1, "the visit was saved")
        expect(visits[0].fields.get("not_measured") == {"heart_rate": WITHOUT_DEVICE}, "why the pulse was not taken")
        for kind in ("hypertension_followup", "diabetes_followup", "elderly_assessment"):
            sections = [
                each for each in exported_records(stage.county.village, kind)
                if each.fields["visit_id"] == visits[0].id
            ]  # fmt: skip
            expect(len(sections) == 1, f"{kind} was saved with the visit")

    def _type_visit(self, pilot: Pilot) -> None:
        stage, form = self.stage, pilot.form()
        pilot.fill("visit", {"visit_mode": "2", "sbp": "186112"})
        form.begin("visit", "heart_rate")
        pilot.press(Qt.Key.Key_F7)
        pilot.type(WITHOUT_DEVICE)
        pilot.fill("visit", {"weight": "66.5"})
        pilot.fill("diabetes_followup", {"fbg": "8.4"})
        pilot.fill("hypertension_followup", {"symptoms": "2"})
        form.begin("visit", "sbp")
        stage.picture(pilot, "visit")
        pilot.press(Qt.Key.Key_F1)
        panel = pilot.help_panel()
        stage.picture(pilot, "rule-card", panel)
        pilot.close(panel)
        answers = {"eating": "0", "grooming": "0", "dressing": "0", "toileting": "0", "mobility": "1"}
        pilot.fill("elderly_assessment", answers)
        form.begin("visit", "medicines")
        pilot.press(Qt.Key.Key_F6)
        form.begin("elderly_assessment", "mobility")
        stage.picture(pilot, "visit-elderly")

    def see_resident(self) -> None:
        """村卫生室：一个人的一览：提醒、该做的、趋势和时间线；签约、病种登记、补充信息"""
        stage = self.stage
        with stage.at("village") as pilot:
            for name, picture in ((PATIENT, "resident"), (TUBERCULOSIS, "resident-tuberculosis")):
                pilot.open("resident", stage.resident(name))
                stage.picture(pilot, picture)
            for page, name in (
                ("contract", PATIENT), ("programmes", PATIENT), ("mental_supplement", MENTAL),
                ("encounter", PATIENT), ("attempt", EXAMINED),
            ):  # fmt: skip
                pilot.open(page, stage.resident(name))
                stage.picture(pilot, page)

    def enter_quickly(self) -> None:
        """村卫生室：快速录入，一行一人，存好就看到判断"""
        stage = self.stage
        with stage.at("village") as pilot:
            pilot.press(Qt.Key.Key_G, CONTROL)
            pilot.arrived("grid")
            page = pilot.window.page
            assert isinstance(page, GridPage)
            open_rows = (place for place, each in enumerate(page.model.rows) if each.is_open)
            place = next(each for each in open_rows if page.model.rows[each].programmes == ("hypertension",))
            line = page.model.rows[place]
            page.table.begin(place)
            pilot.settle()
            # 高压、低压，没有血糖，心率、体重，服药规律，药不变，结果不填：下一行。
            for piece in ("148", "88", "\n", "72", "61.5", "1", "1", "\n"):
                pilot.press(Qt.Key.Key_Return) if piece == "\n" else pilot.type(piece)
            pilot.wait(lambda: line.state is RowState.SAVED, "the row was saved")
            stage.picture(pilot, "grid")

    def examine(self) -> None:
        """村卫生室：健康体检，两侧血压只量一次，取较高的一侧"""
        stage = self.stage
        due = next(
            each for each in stage.items()
            if {"examination"} <= {reason.kind for reason in each.reasons} and each.name not in (PATIENT, SPOUSE)
        )  # fmt: skip
        with stage.at("village") as pilot:
            pilot.open("visit", due.resident_id)
            pilot.form()
            _add_part(pilot, EXAMINATION)
            pilot.fill("visit", {"visit_mode": "1"})
            pilot.fill("health_examination", {"sbp_left": "13882", "sbp_right": "13480", "symptoms": "1"})
            pilot.fill("health_examination", {"exercise_state": "1", "hearing": "1", "movement": "1", "fbg": "6.2"})
            pilot.form().begin("health_examination", "hearing")
            stage.picture(pilot, "examination")
            pilot.save()
        kept = [each.fields for each in exported_records(stage.county.village, "health_examination")]
        expect(any(each.get("sbp_left") == 138 and each.get("fbg") == "6.2" for each in kept), "the examination")

    def plan_tour(self) -> None:
        """村卫生室：巡诊月历，安排一次"""
        stage = self.stage
        before = len(list(exported_records(stage.county.village, "tour")))
        with stage.at("village") as pilot:
            pilot.press(Qt.Key.Key_F7)
            pilot.arrived("tours")
            stage.picture(pilot, "tours")
            pilot.press(Qt.Key.Key_Return)
            pilot.arrived("tour_form")
            pilot.fill("tour", {"place": "村委会院子"})
            stage.picture(pilot, "tour")
            pilot.save()
        expect(len(list(exported_records(stage.county.village, "tour"))) == before + 1, "the tour is planned")

    def see_figures(self) -> None:
        """统计：指标附定义，背后的人一键可见，质量查看；双向转诊按月份、单位、病种，村卫生室和医院各看各的"""
        stage = self.stage
        with stage.at("village") as pilot:
            pilot.open("indicators")
            stage.picture(pilot, "statistics")
            pilot.press(Qt.Key.Key_Return)
            stage.picture(pilot, "statistics-people")
            pilot.open("indicators")
            pilot.press(Qt.Key.Key_2, CONTROL)
            stage.picture(pilot, "statistics-quality")
            pilot.press(Qt.Key.Key_3, CONTROL)
            pilot.arrived("referral_figures")
            stage.picture(pilot, "statistics-referrals")
        with stage.at("hospital") as pilot:
            pilot.open("referral_figures")
            pilot.press(Qt.Key.Key_3, CONTROL)
            stage.picture(pilot, "statistics-hospital")

    def close_month(self) -> None:
        """月末：转诊登记，一张单据的各种纸，打印机设置和测试页"""
        stage = self.stage
        with stage.at("village") as pilot:
            pilot.open("register")
            stage.picture(pilot, "referral-register")
            pilot.open("paper", stage.referral, kind="guide")
            stage.picture(pilot, "paper")
            pilot.open("printers")
            pilot.type("药房激光")
            pilot.press(Qt.Key.Key_S, CONTROL)
            pilot.press(Qt.Key.Key_T, CONTROL)
            pilot.arrived("paper")
            stage.picture(pilot, "test-page")
            pilot.open("printers")
            stage.picture(pilot, "printers")
        with stage.at("hospital") as pilot:
            pilot.open("register")
            stage.picture(pilot, "register-hospital")


def _add_part(pilot: Pilot, code: str) -> None:
    """A programme or the examination joins the visit, from the menu of F2. A display without windows has no popups:
    the entry is triggered by itself."""
    page = pilot.window.page
    assert isinstance(page, VisitPage)
    offered = [each for each in page.menu.actions() if each.data() == code]
    expect(len(offered) == 1, f"{code} can be added")
    offered[0].trigger()
    pilot.settle()


def _write_list(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [
        ["姓名", "性别", "身份证号", "出生日期", "组", "门牌号", "户主"],
        ["赵某申", "男", number("19480203", 5), "1948-02-03", "一组", "98号", "赵某申"],
        ["赵某酉", "女", number("19500817", 8), "1950-08-17", "一组", "98号", "赵某申"],
        ["赵某戌", "女", "990101195008170000", "1950-08-17", "一组", "98号", "赵某申"],
    ]
    for row in rows:
        sheet.append(row)
    book.save(path)
