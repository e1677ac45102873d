"""An emergency in the village: somebody unknown with a stroke, on paper in a minute, completed within the hours."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from PySide6.QtCore import Qt

from clinic_app.care.slip_carrier import carrier_text
from clinic_app.clock import LOCAL_ZONE
from clinic_app.demo.stage import Stage, expect
from clinic_app.store.device import load_device
from clinic_app.store.printers import keep_printer_settings, printer_settings
from clinic_app.store.queries.emergency import unfinished_slips
from clinic_app.store.queries.referral import referral_with_events

REST = {
    "present_illness": "右侧肢体无力、言语不清",
    "past_history": "不详",
    "treatment_course": "侧卧，测血糖，呼叫120",
}
ONSET = timedelta(minutes=40)
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class EmergencyCall:
    """Each method is a step; its first line is what the tour prints."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.referral = ""

    def issue(self) -> None:
        """村卫生室：不知姓名的卒中患者，一分钟开出急救转诊单"""
        stage = self.stage
        began = (stage.county.village.clock.now() - ONSET).astimezone(LOCAL_ZONE)
        with stage.at("village") as pilot:
            pilot.press(Qt.Key.Key_E, BOTH)
            pilot.arrived("emergency")
            pilot.press(Qt.Key.Key_Return)
            # Age, sex, what is suspected and since when; each box moves on by itself.
            pilot.type(f"6012{began:%H%M}19900000001")
            pilot.press(Qt.Key.Key_Return)
            pilot.type("17810288209617.836.5")
            stage.picture(pilot, "emergency")
            pilot.save()
            pilot.arrived("referrals")
            stage.picture(pilot, "emergency-slip")
        waiting = self._waiting()
        expect(len(waiting) == 1, "one slip waits to be completed")
        self.referral = waiting[0]

    def carry(self) -> None:
        """县医院：村里还没有同步，扫单上的二维码就打开这张急救单，回车登记到诊"""
        stage, county = self.stage, self.stage.county
        with county.village.write() as connection:
            keep_printer_settings(connection, msgspec.structs.replace(printer_settings(connection), carrier=True))
        code = carrier_text(county.village, self.referral)
        with stage.at("hospital") as pilot:
            pilot.press(Qt.Key.Key_D, BOTH)
            pilot.arrived("slip")
            stage.picture(pilot, "slip")
            pilot.type(code)
            pilot.press(Qt.Key.Key_Return)
            pilot.arrived("referrals", self.referral)
            stage.picture(pilot, "slip-opened")
            pilot.press(Qt.Key.Key_Return)
            pilot.wait(lambda: self._state("hospital") == "arrived", "arrived by the slip")
        expect(self._state("village") == "issued", "the village has not heard of it yet")

    def complete(self) -> None:
        """村卫生室：家属来了，6小时内补全急救单，不详的患者有了姓名"""
        stage = self.stage
        with stage.at("village") as pilot:
            stage.picture(pilot, "emergency-worklist")
            pilot.open("complete", self.referral)
            pilot.fill("resident", {"name": "演某客", "birth_date": "1966-05-01"})
            pilot.fill("referral", REST)
            pilot.form().begin("resident", "name")
            stage.picture(pilot, "emergency-complete")
            pilot.save()
        expect(not self._waiting(), "nothing waits to be completed")

    def _state(self, desk: str) -> str:
        with getattr(self.stage.county, desk).read() as connection:
            found = referral_with_events(connection, self.referral)
        return found.state.state if found else ""

    def _waiting(self) -> list[str]:
        with self.stage.county.village.read() as connection:
            device = load_device(connection)
            slips = unfinished_slips(connection, device.organisation if device else "")
        return [each.referral_id for each in slips]
