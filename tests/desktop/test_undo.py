"""Undo in a form: over all fields, with what followed, and back again."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_app.care.export import exported_records
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.pages.referrals import ReferralsPage
from clinic_app.desktop.pages.resident_form import ResidentFormPage
from clinic_app.desktop.pages.visit import VisitPage
from clinic_app.records.identity_number import check_character
from clinic_app.store.database import Database
from clinic_app.store.drafts import list_drafts
from tests.desktop.conftest import Keyboard, OpenWindow, go, rest
from tests.desktop.people import id_of

CONTROL = Qt.KeyboardModifier.ControlModifier


def _filled(form: Form) -> tuple[Any, Any]:
    return form.values(), form.marks()


def test_every_step_of_a_follow_up_is_taken_back_and_done_again(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "visit", id_of("李某甲"))
    assert isinstance(page, VisitPage)
    form = page.form
    assert form is not None
    assert not page.undo_button.isEnabled()
    hands = Keyboard(qtbot, window)
    states = [_filled(form)]
    # Way, symptoms, both pressures, no weight and why, medicines as they were.
    for what in ("2", "1", "152", "96"):
        hands.type(what)
        states.append(_filled(form))
    hands.press(Qt.Key.Key_F7)
    hands.type("1")
    states.append(_filled(form))
    hands.press(Qt.Key.Key_F6)
    states.append(_filled(form))
    form.begin("visit", "psych")
    hands.type("1")
    states.append(_filled(form))
    assert len({str(each) for each in states}) == len(states)
    for before in reversed(states[:-1]):
        hands.press(Qt.Key.Key_Z, CONTROL)
        assert _filled(form) == before
    assert not page.undo_button.isEnabled()
    assert form.focused_cell() is form.cell("visit", "visit_mode")
    for after in states[1:]:
        hands.press(Qt.Key.Key_Y, CONTROL)
        assert _filled(form) == after
    assert not page.redo_button.isVisible()
    hands.press(Qt.Key.Key_Z, CONTROL)
    form.begin("visit", "sbp")
    hands.type("160")
    assert not page.redo_button.isVisible(), "what was written since takes the place of what was taken back"


def test_what_follows_from_an_answer_goes_with_it_and_a_discarded_draft_comes_back(
    qtbot: QtBot, village: Database, open_window: OpenWindow
) -> None:
    window = open_window(village)
    page = go(qtbot, window, "resident_form")
    assert isinstance(page, ResidentFormPage)
    form = page.form
    assert form is not None
    hands = Keyboard(qtbot, window)
    first = form.values()
    form.begin("resident", "id_no")
    hands.type(f"99010119570302001{check_character('99010119570302001')}")
    hands.press(Qt.Key.Key_Return)
    rest(qtbot, window)
    assert form.values()["resident"]["birth_date"] == "1957-03-02"
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert form.values() == first
    hands.press(Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    written = form.values()
    assert written["resident"]["birth_date"] == "1957-03-02"
    page.discard.show()
    page.discard.click()
    rest(qtbot, window)
    assert page.form is not form
    assert page.form.values() == first  # type: ignore[union-attr]
    assert "Ctrl+Z" in window.message_bar.text()
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert page.form.values() == written  # type: ignore[union-attr]


def test_a_step_of_the_referral_desk_is_kept_when_the_page_is_left_and_has_its_undo(
    qtbot: QtBot, hospital: Database, open_window: OpenWindow
) -> None:
    window = open_window(hospital)
    page = window.page
    assert isinstance(page, ReferralsPage)
    hands = Keyboard(qtbot, window)
    hands.press(Qt.Key.Key_F7)
    rest(qtbot, window)
    form = page.panel.form
    assert form is not None
    form.begin("referral_event", "reason")
    hands.type("no bed")
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert form.value("referral_event", "reason") is None
    hands.press(Qt.Key.Key_Y, CONTROL)
    assert form.value("referral_event", "reason") == "no bed"
    go(qtbot, window, "sync")
    assert [each.key.partition(":")[0] for each in list_drafts(hospital)] == ["step decline"]
    go(qtbot, window, "referrals")
    # Also when the step was closed on purpose and is begun again.
    for _ in range(2):
        hands.press(Qt.Key.Key_F7)
        rest(qtbot, window)
        assert page.panel.form is not None
        assert page.panel.form.value("referral_event", "reason") == "no bed"
        hands.press(Qt.Key.Key_Escape)
        rest(qtbot, window)
        assert page.panel.step is None
    assert window.page is page
    hands.press(Qt.Key.Key_F7)
    rest(qtbot, window)
    hands.press(Qt.Key.Key_S, CONTROL)
    rest(qtbot, window)
    assert list_drafts(hospital) == []
    assert "decline" in [each.fields["event"] for each in exported_records(hospital, "referral_event")]
