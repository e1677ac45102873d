"""The steps of a referral as a desk takes them: their verbs, keys, what each asks, and which stand in the first row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.forms.section import Line
from clinic_app.desktop.translation import record_word
from clinic_app.guidelines.referral_rules import default_referral_rules
from clinic_app.protocol.referral_events import EVENT_WORD, RECEIVER, offered_events, sides_of
from clinic_app.store.queries.emergency import unfinished_slip
from clinic_app.store.queries.referral import ReferralFile

EVENT = "referral_event"
DOWN = "down"
"""Not a step of this referral: a new one, back to the township, that names this one."""
LEADS_ON = ("onward", DOWN)
"""Steps that open a new referral."""
AT_ONCE = ("arrive", "treat")
"""Steps that need no words: one key."""
KEYS: Mapping[str, str] = {
    "accept": "F2", "arrive": "F3", "return_incomplete": "F4", "redirect": "F6", "decline": "F7", "send_back": "F9",
    DOWN: "F8", "treat": "F10", "interim": "F11", "recognise": "F12", "reschedule": "Shift+F2", "onward": "Shift+F8",
    "agree_withdrawal": "Shift+F6", "no_show": "Shift+F3", "refuse": "Shift+F7", "die": "Shift+F9",
    "complete": "F2", "withdraw": "F7", "request_withdrawal": "F7", "outside_result": "F6", "retarget": "Shift+F2",
    "followed_up": "F9",
}  # fmt: skip
MAIN = ("agree_withdrawal", "accept", "complete", "arrive", "send_back")
"""The first of these that is offered is what the desk is expected to do."""
ANSWERED_BY_WRITING = ("consultation", "record_pack")
"""Requests for which nobody has to come."""
RARE = ("no_show", "refuse", "die", "redirect", "decline", "retarget", "onward", "treat")
"""Behind 更多 once the patient is expected or in the house; before that the answer is what the desk owes."""
FIRST = {"decline", "redirect"}
"""First row while the referral waits for its answer."""
TYPES_OF_SLOT = {"clinic": "clinic", "consultation": "clinic", "examination": "examination"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("referral_desk", text)


def step_word(event: str) -> str:
    """The verb on the button of a step."""
    verbs = {
        "accept": _tr("接收"), "complete": _tr("补充"), "arrive": _tr("到诊"), "no_show": _tr("未到诊"),
        "treat": _tr("开始处置"), "send_back": _tr("回转"), "followed_up": _tr("随访过了"),
        "outside_result": _tr("电话问到结果"), "onward": _tr("转上级"), DOWN: _tr("下转"),
        "recognise": _tr("结果互认"), "interim": _tr("写阶段情况"),
    }  # fmt: skip
    return verbs.get(event) or record_word(EVENT_WORD[event])


def offered_steps(file: ReferralFile, organisation: str, today: date) -> tuple[list[str], list[str]]:
    """The steps that this desk may take now: those of the first row, and the others."""
    fields, state = file.fields, file.state
    days = default_referral_rules(today).days("no_show_days")
    found = list(offered_events(fields, state, organisation, today, days))
    receives = RECEIVER in sides_of(fields, state, organisation)
    if "complete" in found and not state.incomplete and not _unfinished(file):
        found.remove("complete")
    if "recognise" in found and not file.shown.get("results"):
        found.remove("recognise")
    if receives and state.state in ("arrived", "in_treatment"):
        found.append(DOWN)
    rare = [each for each in found if each in _rare_now(file) and not (receives and _waiting(file) and each in FIRST)]
    first = [each for each in found if each not in rare]
    # What is asked of this desk stands first.
    asked = [each for each in ("agree_withdrawal",) if each in first]
    return [*asked, *(each for each in first if each not in asked)], rare


def _waiting(file: ReferralFile) -> bool:
    return file.state.state in ("issued", "delivered")


def _rare_now(file: ReferralFile) -> set[str]:
    """Before the patient has come there is nothing to report; where nobody has to come, no arrival."""
    written = file.shown.get("request") in ANSWERED_BY_WRITING
    early = {"send_back", "interim"} if file.state.state == "accepted" and not written else set()
    return {*RARE, *early, *({"arrive", "treat"} if written else set())}


def asked_lines(event: str, request: str) -> tuple[Line, ...]:
    """What a step asks, for the kind of request."""
    slot = (Line(("slot_date",)), Line(("slot_time",)))
    if event == "accept":
        return _accept(request, slot)
    if event == "reschedule":
        first = (Line(("slot_date",), _tr("入院日期")), Line(("bed",))) if request == "bed" else slot
        return (*first, Line(("reason",)))
    words = {
        "return_incomplete": "reason", "decline": "reason", "withdraw": "reason", "request_withdrawal": "reason",
        "refuse": "reason", "die": "reason", "redirect": "to_org;to_dept;reason", "retarget": "to_org;to_dept;reason",
        "onward": "to_org;note", "recognise": "results", "outside_result": "phone;spoke_with;note",
    }  # fmt: skip
    return tuple(Line(tuple(each.split())) for each in words.get(event, "note").split(";"))


def first_values(event: str, file: ReferralFile, actor: str, today: date) -> dict[str, Any]:
    """What already stands in the form of a step."""
    fields, state = file.shown, file.state
    if event == "reschedule":
        return {"slot_date": max(state.slot[0], today.isoformat()), "bed": state.bed}
    if event == "redirect":
        return {"to_org": state.receiver}
    if event != "accept":
        return {}
    request = str(fields.get("request") or "clinic")
    wanted = str(fields.get("requested_day") or "")
    day = wanted if wanted >= today.isoformat() else today.isoformat()
    found = {"dept": state.department or fields.get("to_dept"), "slot": fields.get("requested_item")}
    if day == wanted:
        found["slot_time"] = fields.get("requested_time")
    doctor = {"doctor": fields.get("to_doctor") or actor} if request in ("clinic", "bed", "consultation") else {}
    return {**found, **doctor, **({"slot_date": day} if request != "record_pack" else {})}


def slot_kind(request: str) -> str:
    """Which published slots answer a request: `clinic`, `examination`, or none ("")."""
    return TYPES_OF_SLOT.get(request, "")


def _accept(request: str, slot: Sequence[Line]) -> tuple[Line, ...]:
    note = Line(("note",))
    if request == "bed":
        return Line(("dept",)), Line(("doctor",)), Line(("bed",)), Line(("slot_date",), _tr("入院日期")), note
    if request == "record_pack":
        return (note,)
    if request == "examination":
        return Line(("slot",), _tr("检查项目")), Line(("dept",)), *slot, note
    return Line(("dept",)), Line(("doctor",)), *slot, note


def _unfinished(file: ReferralFile) -> bool:
    """An emergency slip that was written in a hurry waits for its rest."""
    return unfinished_slip(file) is not None
