"""Contract, mental supplement and registration in a programme: what hangs on a person besides visits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.desktop.pages.contract import ContractPage
from clinic_app.desktop.pages.mental_supplement import MentalSupplementPage
from clinic_app.desktop.pages.programmes import ProgrammesPage
from clinic_app.desktop.person_form import renewed, supplement_sections, term
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.code_list import PROGRAMME
from clinic_app.store.database import Database
from clinic_app.store.drafts import list_drafts
from tests.desktop.conftest import Keyboard, OpenWindow, go, rest
from tests.desktop.people import id_of

CONTROL = Qt.KeyboardModifier.ControlModifier
Hands = Callable[[QWidget], Keyboard]
PERSON = id_of("李某甲")


def records(database: Database, kind: str) -> list[dict[str, Any]]:
    return [dict(each.fields) for each in exported_records(database, kind) if not each.void]


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget))


def contract(database: Database, **more: Any) -> str:
    fields = {"resident_id": PERSON, "packages": ["基本包", "高血压包"], "signed_by": "1", "team": "演示团队"}
    fields |= {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "signed_on": "2025-12-20", **more}
    return save(database, [{"type": "contract", "fields": fields}]).ids[0]


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        (date(2026, 11, 22), 1, "2027-11-21"),
        (date(2026, 1, 1), 3, "2028-12-31"),
        (date(2028, 2, 29), 1, "2029-02-27"),
    ],
)
def test_a_term_ends_the_day_before_it_began(start: date, years: int, last: str) -> None:
    assert term(start, years) == {"starts_on": start.isoformat(), "ends_on": last}


def test_a_renewal_follows_the_last_term_or_begins_today_when_that_is_over() -> None:
    last = {"starts_on": "2024-01-01", "ends_on": "2026-12-31", "packages": ["基本包"], "signed_by": "1"}
    assert renewed(last, date(2026, 12, 10)) == {
        "packages": ["基本包"], "starts_on": "2027-01-01", "ends_on": "2029-12-31", "signed_on": "2026-12-10",
    }  # fmt: skip
    assert renewed(last, date(2027, 3, 1))["starts_on"] == "2027-03-01"


def test_a_contract_is_signed_by_keyboard(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(village)
    page = go(qtbot, window, "contract", PERSON)
    assert isinstance(page, ContractPage)
    assert page.form is not None
    assert page.form.values()["contract"]["ends_on"] == "2027-11-21"
    page.form.begin("contract", "signed_by")
    hands = keyboard(window)
    hands.type("1")
    page.form.begin("contract", "packages")
    page.form.cell("contract", "packages").editor.set_value(["基本包"])
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: bool(records(village, "contract")))
    rest(qtbot, window)
    (stored,) = records(village, "contract")
    assert (stored["resident_id"], stored["signed_by"], stored["packages"]) == (PERSON, "1", ["基本包"])
    assert page.state.text() == "已签约　2026年11月22日–2027年11月21日"


def test_a_service_is_one_key_and_is_taken_back_with_another(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    contract_id = contract(village)
    window = open_window(village)
    page = go(qtbot, window, "contract", PERSON)
    assert isinstance(page, ContractPage)
    assert "已履约 0/2 项" in words(page)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_2, CONTROL)
    qtbot.waitUntil(lambda: bool(records(village, "contract_service")))
    rest(qtbot, window)
    (given,) = records(village, "contract_service")
    assert given == {"contract_id": contract_id, "item": "高血压包", "given_on": "2026-11-22"}
    assert "已履约 1/2 项" in words(page)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: not records(village, "contract_service"))
    rest(qtbot, window)
    assert "已履约 0/2 项" in words(page)


def test_another_service_is_typed_and_typing_in_the_form_is_kept(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    contract(village)
    window = open_window(village)
    page = go(qtbot, window, "contract", PERSON)
    assert isinstance(page, ContractPage)
    assert page.form is not None
    page.form.cell("contract", "team").editor.set_value("新团队")
    page.other.setFocus()
    hands = keyboard(window)
    hands.type("medicine")
    page.depart()
    qtbot.waitUntil(lambda: [each.body for each in list_drafts(village)] == [{"boxes": ["medicine"]}])
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(records(village, "contract_service")))
    rest(qtbot, window)
    assert records(village, "contract_service")[0]["item"] == "medicine"
    assert list_drafts(village) == []
    assert page.form is not None
    assert page.form.values()["contract"]["team"] == "新团队"


def test_a_contract_about_to_end_is_renewed_as_a_new_one(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    contract(village, ends_on="2026-12-10")
    window = open_window(village)
    page = go(qtbot, window, "contract", PERSON)
    assert isinstance(page, ContractPage)
    assert page.state.text().startswith("即将到期")
    assert "按 F6 续签" in words(page)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_F6)
    assert len(records(village, "contract")) == 1
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: len(records(village, "contract")) == 2)
    rest(qtbot, window)
    assert {each["starts_on"] for each in records(village, "contract")} == {"2026-01-01", "2026-12-11"}


def test_an_unsaved_renewal_comes_back_as_a_renewal(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    contract(village, ends_on="2026-12-10")
    window = open_window(village)
    page = go(qtbot, window, "contract", PERSON)
    assert isinstance(page, ContractPage)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_F6)
    assert page.form is not None
    page.form.begin("contract", "team_phone")
    hands.type("199")
    go(qtbot, window, "work")
    page = go(qtbot, window, "contract", PERSON)
    assert isinstance(page, ContractPage)
    assert page.form is not None
    typed = page.form.values()["contract"]
    assert (typed["starts_on"], typed["team_phone"]) == ("2026-12-11", "199")
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: len(records(village, "contract")) == 2)
    rest(qtbot, window)
    assert {each["ends_on"] for each in records(village, "contract")} >= {"2026-12-10"}


def test_ending_a_contract_needs_a_reason(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    contract(village)
    window = open_window(village)
    page = go(qtbot, window, "contract", PERSON)
    assert isinstance(page, ContractPage)
    assert page.form is not None
    page.form.cell("contract", "terminated_on").editor.set_value("2026-11-20")
    hands = keyboard(window)
    hands.press(Qt.Key.Key_S, CONTROL)
    rest(qtbot, window)
    assert "解约要写明原因" in words(page)
    page.form.cell("contract", "termination_reason").editor.set_value("迁居")
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "termination_reason" in records(village, "contract")[0])
    rest(qtbot, window)
    assert page.state.text().startswith("已解约")


def test_the_supplement_asks_everything_that_the_paper_prints() -> None:
    asked = {name for section in supplement_sections() for line in section.lines for name in line.names}
    declared = set(RECORD_TYPES["mental_supplement"].fields) - {"resident_id"}
    assert asked == declared


def test_the_supplement_is_saved_and_then_patched(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    save(village, [{"type": "chronic_registration", "fields": {"resident_id": PERSON, "programme": "mental"}}])
    window = open_window(village)
    person = go(qtbot, window, "resident", PERSON)
    assert "补充信息还没有填" in words(person)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_I, CONTROL)
    rest(qtbot, window)
    page = window.page
    assert isinstance(page, MentalSupplementPage)
    assert page.form is not None
    page.form.cell("mental_supplement", "guardian_name").editor.set_value("演某监护")
    page.form.cell("mental_supplement", "dangerous_acts").editor.set_value([{"act": "1", "times": 2}])
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: bool(records(village, "mental_supplement")))
    rest(qtbot, window)
    (stored,) = records(village, "mental_supplement")
    assert (stored["guardian_name"], stored["dangerous_acts"]) == ("演某监护", [{"act": "1", "times": 2}])
    assert window.page is person
    assert "补充信息还没有填" not in words(person)
    page = go(qtbot, window, "mental_supplement", PERSON)
    assert isinstance(page, MentalSupplementPage)
    assert page.form is not None
    page.form.cell("mental_supplement", "guardian_phone").editor.set_value("19900000000")
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "guardian_phone" in records(village, "mental_supplement")[0])
    rest(qtbot, window)
    assert len(records(village, "mental_supplement")) == 1


@pytest.mark.parametrize("programme", [option.code for option in PROGRAMME])
def test_each_programme_is_registered_with_its_dates_and_ended_with_a_reason(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands, programme: str
) -> None:
    window = open_window(village)
    page = go(qtbot, window, "programmes", PERSON)
    assert isinstance(page, ProgrammesPage)
    assert page.form is not None
    for name, value in (("programme", programme), ("registered_on", "2026-11-02"), ("diagnosed_on", "2026-10")):
        page.form.cell("chronic_registration", name).editor.set_value(value)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: bool(records(village, "chronic_registration")))
    rest(qtbot, window)
    (stored,) = records(village, "chronic_registration")
    assert (stored["programme"], stored["registered_on"], stored["diagnosed_on"]) == (
        programme, "2026-11-02", "2026-10",
    )  # fmt: skip
    end = next(each for each in page.findChildren(QPushButton) if each.text() == "结束管理")
    end.click()
    rest(qtbot, window)
    assert page.reason is not None
    hands.press(Qt.Key.Key_Return)
    assert records(village, "chronic_registration")
    page.reason.setText("排除诊断")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not records(village, "chronic_registration"))
    rest(qtbot, window)
    assert "今天结束：排除诊断" in words(page)


def test_a_person_in_a_programme_is_not_offered_it_again(
    qtbot: QtBot, village: Database, open_window: OpenWindow
) -> None:
    save(village, [{"type": "chronic_registration", "fields": {"resident_id": PERSON, "programme": "copd"}}])
    page = go(qtbot, open_window(village), "programmes", PERSON)
    assert isinstance(page, ProgrammesPage)
    assert page.form is not None
    options = page.form.cell("chronic_registration", "programme").declared.options
    assert "copd" not in {option.code for option in options}
    assert "慢阻肺　今天登记" in words(page)
