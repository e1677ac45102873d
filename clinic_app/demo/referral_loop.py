"""A referral to the county hospital and back, at two desks, with a sync between them."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt

from clinic_app.care.export import exported_records
from clinic_app.care.worklist import RETURN
from clinic_app.demo.clinic_day import PATIENT
from clinic_app.demo.referrals import DEPARTMENT, HOSPITAL
from clinic_app.demo.stage import Stage, expect
from clinic_app.store.queries.referral import ReferralFilter, referral_with_events, referrals
from clinic_app.sync.session import sync_once

RETURN_SLIP = {
    "diagnosis": "高血压3级（极高危），2型糖尿病",
    "exam_results": "心电图：窦性心律，左室高电压。肌酐 78 μmol/L",
    "treatment_course": "住院3天，降压方案调整后血压平稳",
    "next_plan": "氨氯地平 5mg 每日1次，缬沙坦 80mg 每日1次；两周内村医随访血压",
    "rehab_advice": "低盐饮食，每日步行30分钟",
}


class ReferralLoop:
    """Each method is a step; its first line is what the tour prints."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def issue(self) -> None:
        """村卫生室：开具转诊单，右边就是要打印的单据"""
        stage, patient = self.stage, self.stage.resident(PATIENT)
        with stage.at("village") as pilot:
            pilot.open("refer", patient)
            form = pilot.form()
            page = pilot.window.page
            for chosen in ({"urgency": "urgent"}, {"to_org": HOSPITAL}, {"to_dept": DEPARTMENT}):
                form.set_values({"referral": chosen})
                for name in chosen:
                    page.form_changed(("referral", name))  # type: ignore[attr-defined]
                pilot.settle()
            pilot.fill("referral", {"to_doctor": "丁医生", "level_skip_reason": "血压≥180/110，卫生院无心血管专科"})
            stage.picture(pilot, "refer")
            pilot.save()
            stage.picture(pilot, "referral-issued")
        with stage.county.village.read() as connection:
            found = referrals(connection, ReferralFilter(resident_id=patient))
        expect(len(found) == 1, "one referral")
        stage.referral = found[0].id

    def synchronise_out(self) -> None:
        """有网后自动同步：县医院和乡镇卫生院各收到自己范围内的记录"""
        county = self.stage.county
        for database in (county.village, county.hospital, county.township):
            report = sync_once(database)
            expect(report.exit_code == 0, report.problem or "sync")
        with self.stage.at("township") as pilot:
            self.stage.picture(pilot, "township")

    def receive_and_return(self) -> None:
        """县医院接诊台：接收、到诊登记、写回转单"""
        stage = self.stage
        with stage.at("hospital") as pilot:
            pilot.open("referrals", stage.referral)
            stage.picture(pilot, "inbox")
            pilot.press(Qt.Key.Key_F2)
            panel = pilot.window.page.panel  # type: ignore[attr-defined]
            pilot.wait(lambda: panel.form is not None, "the form of the step")
            stage.picture(pilot, "accept")
            panel.form.set_values({"referral_event": {"dept": DEPARTMENT, "slot_time": "15:20"}})
            panel.confirm()
            pilot.wait(lambda: self._state("hospital") == "accepted", "accepted")
            pilot.settle()
            pilot.press(Qt.Key.Key_F3)
            pilot.wait(lambda: self._state("hospital") == "arrived", "arrived")
            pilot.open("return_form", stage.referral)
            pilot.fill("return", RETURN_SLIP)
            stage.picture(pilot, "return")
            pilot.save()
            pilot.wait(lambda: self._state("hospital") == "returned", "returned")
            stage.picture(pilot, "returned")

    def wards(self) -> None:
        """县医院：在院费用逐日记，费用平稳提示下转，下转时看乡镇空床；出院回访"""
        stage = self.stage
        with stage.at("hospital") as pilot:
            pilot.open("inpatients")
            page = pilot.window.page
            expect(page.model.rowCount() == 1, "one patient on the ward")  # type: ignore[attr-defined]
            stage.picture(pilot, "wards")
            pilot.open("next_referral", page.model.id_at(0), way="down")  # type: ignore[attr-defined]
            stage.picture(pilot, "down")
            pilot.open("call_backs")
            stage.picture(pilot, "call-backs")

    def synchronise_back(self) -> None:
        """回转单回到村里，成为两周内的随访任务"""
        stage, county = self.stage, self.stage.county
        for database in (county.hospital, county.village):
            expect(sync_once(database).exit_code == 0, "sync")
        reason = stage.item(PATIENT).reasons[0]
        expect(reason.kind == RETURN, "the task comes from the return")
        expect(reason.due_date <= county.village.clock.today() + timedelta(days=14), "due within 14 days")
        with stage.at("village") as pilot:
            stage.picture(pilot, "returned-worklist")

    def follow_up(self) -> None:
        """村卫生室：随访回转的病人，转诊随之关闭"""
        stage = self.stage
        with stage.at("village") as pilot:
            pilot.open("visit", stage.resident(PATIENT))
            pilot.fill("visit", {"visit_mode": "2", "sbp": "136", "dbp": "82"})
            pilot.fill("diabetes_followup", {"fbg": "6.8"})
            pilot.form().begin("visit", "sbp")
            stage.picture(pilot, "follow-up")
            pilot.save()
            pilot.open("referrals", stage.referral)
            stage.picture(pilot, "closed")
        expect(self._state("village") == "closed", "the referral is closed")

    def agree(self) -> None:
        """再次同步后，三台电脑的记录完全一致"""
        county = self.stage.county
        # The hospital has registered an arrival that nobody has heard of yet.
        for database in (county.hospital, county.village, county.township, county.hospital):
            expect(sync_once(database).exit_code == 0, "sync")
        village, township, hospital = (
            {(each.type, each.id): (each.rev, each.void, each.fields) for each in exported_records(database)}
            for database in (county.village, county.township, county.hospital)
        )
        expect(village == township, "village and township agree")
        expect(hospital.items() <= village.items(), "the hospital holds its part")

    def _state(self, desk: str) -> str:
        database = getattr(self.stage.county, desk)
        with database.read() as connection:
            found = referral_with_events(connection, self.stage.referral)
        return found.state.state if found else ""
