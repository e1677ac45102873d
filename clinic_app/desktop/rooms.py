"""Which pages there are, and which of them a role sees in the rail."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.allowed import may_open
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.made_pages import PageMaker
from clinic_app.desktop.pages.accounts import AccountsPage
from clinic_app.desktop.pages.attachment import AttachmentPage
from clinic_app.desktop.pages.attempt import AttemptPage
from clinic_app.desktop.pages.audit import AuditPage
from clinic_app.desktop.pages.bundle import BundlePage
from clinic_app.desktop.pages.call_backs import CallBacksPage
from clinic_app.desktop.pages.claim import ClaimPage
from clinic_app.desktop.pages.complete_slip import CompleteSlipPage
from clinic_app.desktop.pages.conflicts import ConflictsPage
from clinic_app.desktop.pages.contract import ContractPage
from clinic_app.desktop.pages.duplicates import DuplicatesPage
from clinic_app.desktop.pages.emergency import EmergencyPage
from clinic_app.desktop.pages.grid import GridPage
from clinic_app.desktop.pages.help import HelpPage
from clinic_app.desktop.pages.household_form import HouseholdFormPage
from clinic_app.desktop.pages.households import HouseholdsPage
from clinic_app.desktop.pages.imports import ImportsPage
from clinic_app.desktop.pages.indicator_people import IndicatorPeoplePage
from clinic_app.desktop.pages.indicators import IndicatorsPage
from clinic_app.desktop.pages.indicators_paper import IndicatorsPaperPage
from clinic_app.desktop.pages.inpatients import InpatientsPage
from clinic_app.desktop.pages.list_paper import ListPaperPage
from clinic_app.desktop.pages.mental_supplement import MentalSupplementPage
from clinic_app.desktop.pages.next_referral import NextReferralPage
from clinic_app.desktop.pages.overdue import OverduePage
from clinic_app.desktop.pages.paper import PaperPage
from clinic_app.desktop.pages.printers import PrintersPage
from clinic_app.desktop.pages.programmes import ProgrammesPage
from clinic_app.desktop.pages.quarantine import QuarantinePage
from clinic_app.desktop.pages.record_form import RecordFormPage
from clinic_app.desktop.pages.record_page import ConsultationPage, EncounterPage
from clinic_app.desktop.pages.refer import ReferPage
from clinic_app.desktop.pages.referral_figures import ReferralFiguresPage
from clinic_app.desktop.pages.referrals import ReferralsPage
from clinic_app.desktop.pages.register import RegisterPage
from clinic_app.desktop.pages.resident import ResidentPage
from clinic_app.desktop.pages.resident_form import ResidentFormPage
from clinic_app.desktop.pages.residents import ResidentsPage
from clinic_app.desktop.pages.return_form import ReturnFormPage
from clinic_app.desktop.pages.self_check import SelfCheckPage
from clinic_app.desktop.pages.settings import SettingsPage
from clinic_app.desktop.pages.sheet_import import SheetImportPage
from clinic_app.desktop.pages.slip import SlipPage
from clinic_app.desktop.pages.sync import SyncPage
from clinic_app.desktop.pages.tour_form import TourFormPage
from clinic_app.desktop.pages.tour_list import TourListPage
from clinic_app.desktop.pages.tours import ToursPage
from clinic_app.desktop.pages.visit import VisitPage
from clinic_app.desktop.pages.work import WorkPage
from clinic_app.desktop.widgets.rail import RailItem

PAGES: dict[str, PageMaker] = {
    "work": WorkPage,
    "residents": ResidentsPage,
    "households": HouseholdsPage,
    "referrals": ReferralsPage,
    "sync": SyncPage,
    "settings": SettingsPage,
    "help": HelpPage,
    "self_check": SelfCheckPage,
    "audit": AuditPage,
    "accounts": AccountsPage,
    "conflicts": ConflictsPage,
    "quarantine": QuarantinePage,
    "duplicates": DuplicatesPage,
    "record_form": RecordFormPage,
    "visit": VisitPage,
    "bundle": BundlePage,
    "grid": GridPage,
    "encounter": EncounterPage,
    "consultation": ConsultationPage,
    "resident": ResidentPage,
    "contract": ContractPage,
    "mental_supplement": MentalSupplementPage,
    "programmes": ProgrammesPage,
    "resident_form": ResidentFormPage,
    "household_form": HouseholdFormPage,
    "refer": ReferPage,
    "next_referral": NextReferralPage,
    "call_backs": CallBacksPage,
    "inpatients": InpatientsPage,
    "overdue": OverduePage,
    "emergency": EmergencyPage,
    "complete": CompleteSlipPage,
    "return_form": ReturnFormPage,
    "import": SheetImportPage,
    "imports": ImportsPage,
    "claim": ClaimPage,
    "slip": SlipPage,
    "paper": PaperPage,
    "list_paper": ListPaperPage,
    "printers": PrintersPage,
    "register": RegisterPage,
    "indicators": IndicatorsPage,
    "indicator_people": IndicatorPeoplePage,
    "referral_figures": ReferralFiguresPage,
    "indicators_paper": IndicatorsPaperPage,
    "attachment": AttachmentPage,
    "attempt": AttemptPage,
    "tours": ToursPage,
    "tour_list": TourListPage,
    "tour_form": TourFormPage,
}


def rail_items(desk: Desk) -> list[RailItem]:
    """A receiving desk holds no residents: it begins with its inbox. What a role does not open is not there."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("rail", text)

    people = [
        RailItem("work", tr("今日工作"), tr("今日"), "work"),
        RailItem("residents", tr("居民"), tr("居民"), "residents"),
        RailItem("households", tr("入户"), tr("入户"), "household"),
    ]
    whole = not desk.receives and may_open(desk, "indicators")
    counted = RailItem("referral_figures" if not whole else "indicators", tr("统计"), tr("统计"), "statistics")
    # A township has beds too: its calls stand in the rail on the days on which there are some.
    house = [RailItem("call_backs", tr("出院回访"), tr("回访"), "phone", on_demand=not desk.receives)]
    house += [RailItem("inpatients", tr("在院费用"), tr("在院"), "bed")] if desk.receives else []
    rest = [
        RailItem("referrals", tr("转诊"), tr("转诊"), "referral"),
        *(house if desk.listens else []),
        counted,
        RailItem("quarantine", tr("需处理"), tr("需办"), "refused", on_demand=True),
        RailItem("conflicts", tr("冲突处理"), tr("冲突"), "conflict", on_demand=True),
        RailItem("duplicates", tr("疑似重复"), tr("重复"), "duplicate", on_demand=True),
        RailItem("sync", tr("同步"), tr("同步"), "sync"),
        RailItem("settings", tr("设置"), tr("设置"), "settings"),
        RailItem("help", tr("帮助"), tr("帮助"), "help"),
    ]
    offered = rest if desk.receives else people + rest
    return [each for each in offered if may_open(desk, each.page)]
