"""Everything that goes on paper, as files: the slips, each form, a family's set, the lists and the figures."""

from __future__ import annotations

from clinic_app import paper
from clinic_app.demo.clinic_day import EXAMINED, MENTAL, PATIENT, TUBERCULOSIS
from clinic_app.demo.stage import Stage, expect
from clinic_app.demo.village_year import VILLAGE
from clinic_app.gathered.slips import SLIPS
from clinic_app.manual import sheets
from clinic_app.printing.indicators import indicators_pdf
from clinic_app.store.projection import read_body
from clinic_app.store.queries.indicators import statistics

SENT = "王某㛃"
OF_PERSONS = (
    ("hypertension_followup", PATIENT),
    ("diabetes_followup", PATIENT),
    ("elderly_assessment", PATIENT),
    ("health_examination", PATIENT),
    ("mental_followup", MENTAL),
    ("mental_supplement", MENTAL),
    ("tuberculosis_first_visit", TUBERCULOSIS),
    ("tuberculosis_followup", TUBERCULOSIS),
    ("copd_followup", EXAMINED),
    ("encounter", SENT),
    ("consultation", TUBERCULOSIS),
    ("cover", PATIENT),
    ("basic-information", PATIENT),
    ("information-card", PATIENT),
    ("summary", PATIENT),
)


class Papers:
    """Each method is a step; its first line is what the tour prints."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def forms(self) -> None:
        """打印：转诊单、回转单、明白纸、同意书、回执、每一种随访表和档案，一家人的整套表"""
        for kind, name in OF_PERSONS:
            self._print(kind, self.stage.resident(name))
        for kind in SLIPS:
            self._print(kind, self.stage.referral)
        household = self._household(PATIENT)
        for kind in ("family", "household-visit"):
            self._print(kind, household)

    def lists(self) -> None:
        """打印：今日工作清单、入户签名册、巡诊计划、转诊登记表、统计表、一页纸说明、打印测试页"""
        village = self.stage.county.village
        today, now = village.clock.today(), village.clock.now()
        self._print("day-sheet", "today")
        self._print("household-roster", VILLAGE)
        self._print("tour-plan", f"{today:%Y-%m}")
        self._print("register", f"{today:%Y-%m}")
        self._print("referral-statistics", f"{today.year}")
        self._print("test-page", "-")
        for each in sheets():
            self._keep(f"manual-{each.key}", paper.render(village, "manual", each.key))
        with village.read() as connection:
            found = statistics(connection, today.year, None, today, now)
        whole = found.whole
        self._keep("statistics", indicators_pdf(found.counted, whole.scope, whole.name, practice=True))

    def _print(self, kind: str, record_id: str) -> None:
        self._keep(kind, paper.render(self.stage.county.village, kind, record_id))

    def _keep(self, name: str, pdf: bytes) -> None:
        expect(pdf.startswith(b"%PDF"), f"{name} is a PDF")
        (self.stage.out / f"{name}.pdf").write_bytes(pdf)

    def _household(self, name: str) -> str:
        with self.stage.county.village.read() as connection:
            stored = read_body(connection, "resident", self.stage.resident(name))
        expect(stored is not None, f"{name} is on file")
        return str(stored[0].fields["household_id"]) if stored else ""
