"""The life of a referral: one table of events, folded the same way on every desk.

The state is never stored: it is the fold of the events in server order (own unsent ones last). An event out of order
or out of right becomes a visible note. `deliver` and `read` never block. `hand_over` is the county's own: one clinic
takes the place of another, as sender, receiver or both. Nothing comes back without an outcome: a return slip, or the
words of what was heard. docs/referral.md holds the table against HL7 BSeR and 360X.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from clinic_app.clock import LOCAL_ZONE, parse_instant
from clinic_app.records.referral import EVENT, FIXED_AT_ISSUE

SENDER, RECEIVER, SERVER = "sender", "receiver", "server"
OPEN = ("issued", "delivered", "accepted", "arrived", "in_treatment", "no_show", "onward", "returned")
FINAL = ("declined", "withdrawn", "refused", "died", "closed")
BEFORE_ARRIVAL = ("issued", "delivered", "accepted", "no_show")
STATE_WORD = {
    "issued": "待接诊", "delivered": "已送达", "accepted": "已接收", "declined": "不接收", "arrived": "已到诊",
    "no_show": "未到诊", "in_treatment": "处置中", "onward": "已转上级", "returned": "已回转", "closed": "已随访",
    "withdrawn": "已撤回", "refused": "患者拒绝", "died": "死亡",
}  # fmt: skip
EVENT_WORD = {option.code: option.label for option in EVENT}


@dataclass(frozen=True)
class Transition:
    """Who may do it, from where, and where it leads (None: the state stays)."""

    sides: tuple[str, ...]
    origins: tuple[str, ...]
    target: str | None


TABLE: Mapping[str, Transition] = {
    "issue": Transition((SENDER,), ("",), "issued"),
    "deliver": Transition((SERVER, RECEIVER), ("issued",), "delivered"),
    "read": Transition((RECEIVER,), ("issued", "delivered"), "delivered"),
    "accept": Transition((RECEIVER,), ("issued", "delivered", "no_show"), "accepted"),
    "return_incomplete": Transition((RECEIVER,), ("issued", "delivered", "accepted"), "issued"),
    "complete": Transition((SENDER,), (*BEFORE_ARRIVAL, "arrived", "in_treatment", "onward"), None),
    "decline": Transition((RECEIVER,), ("issued", "delivered", "accepted"), "declined"),
    "redirect": Transition((RECEIVER, SERVER), BEFORE_ARRIVAL, "delivered"),
    "arrive": Transition((RECEIVER,), BEFORE_ARRIVAL, "arrived"),
    "no_show": Transition((RECEIVER, SENDER), ("issued", "delivered", "accepted"), "no_show"),
    "treat": Transition((RECEIVER,), ("accepted", "arrived", "onward"), "in_treatment"),
    "onward": Transition((RECEIVER,), ("accepted", "arrived", "in_treatment"), "onward"),
    "send_back": Transition((RECEIVER,), ("accepted", "arrived", "in_treatment", "onward"), "returned"),
    "followed_up": Transition((SENDER,), ("returned", "onward"), "closed"),
    "withdraw": Transition((SENDER,), ("issued", "delivered", "no_show"), "withdrawn"),
    "request_withdrawal": Transition((SENDER,), ("accepted", "arrived", "in_treatment"), None),
    "refuse": Transition((SENDER, RECEIVER), (*BEFORE_ARRIVAL, "arrived"), "refused"),
    "die": Transition((SENDER, RECEIVER), OPEN, "died"),
    "outside_result": Transition((SENDER,), (*BEFORE_ARRIVAL, "arrived", "in_treatment", "onward"), "returned"),
    "hand_over": Transition((SERVER,), OPEN, None),
    "reschedule": Transition((RECEIVER,), ("accepted", "no_show"), "accepted"),
    "interim": Transition((RECEIVER,), ("accepted", "arrived", "in_treatment", "onward"), None),
    "agree_withdrawal": Transition((RECEIVER,), ("accepted", "arrived", "in_treatment"), "withdrawn"),
    "retarget": Transition((SENDER, SERVER), BEFORE_ARRIVAL, "issued"),
    "recognise": Transition((RECEIVER,), ("accepted", "arrived", "in_treatment"), None),
}

ANSWERING = ("accept", "reschedule", "arrive", "treat", "onward", "send_back", "redirect", "retarget")
"""Steps after which neither a request to complete the slip nor one to withdraw it is open."""

SENDING = ("issue", "redirect", "retarget")
"""Steps that send the patient to somebody."""


@dataclass(frozen=True)
class Step:
    """One event as the line of words on the screen shows it."""

    event: str
    word: str
    at: str
    organisation: str
    counts: bool
    remark: str = ""


@dataclass(frozen=True)
class ReferralState:
    """Where a referral stands."""

    state: str = ""
    sender: str = ""
    """Who answers for it on the sending side now: who issued it, or took over from there."""
    receiver: str = ""
    department: str = ""
    appointment: str = ""
    returned_at: str = ""
    slot: tuple[str, str] = ("", "")
    """The day and time of the appointment, where the receiver named them."""
    bed: str = ""
    withdrawal_asked: bool = False
    incomplete: bool = False
    """The receiver has asked for more, and the sender has not answered yet."""
    outcome: str = ""
    """The code of the follow-up's outcome."""
    supplement: Mapping[str, Any] = field(default_factory=dict)
    """What the sender added after the issue, over the slip's own values."""
    receivers: tuple[str, ...] = ()
    """Every organisation that it has been sent to, in order."""
    senders: tuple[str, ...] = ()
    """Who issued it, and every organisation that took over from there, in order."""
    steps: tuple[Step, ...] = field(default_factory=tuple)

    @property
    def word(self) -> str:
        """The state in the words that every screen uses."""
        return STATE_WORD.get(self.state, self.state)

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes this referral a step."""
        return self.state in OPEN


def sides_of(referral: Mapping[str, Any], state: ReferralState, organisation: str) -> tuple[str, ...]:
    """The parts that an organisation plays in a referral now."""
    found = []
    # Before enrolment a laptop has no organisation; its referrals and steps both carry none.
    if organisation == (state.sender or referral.get("from_org") or ""):
        found.append(SENDER)
    if organisation == (state.receiver or referral.get("to_org")):
        found.append(RECEIVER)
    if organisation == SERVER:
        found.append(SERVER)
    return tuple(found)


def fold(referral: Mapping[str, Any], events: Iterable[Mapping[str, Any]]) -> ReferralState:
    """The state after `events` (field values of `referral_event`, in order)."""
    sender, receiver = str(referral.get("from_org") or ""), str(referral.get("to_org") or "")
    state = ReferralState(
        sender=sender,
        receiver=receiver,
        department=str(referral.get("to_dept") or ""),
        receivers=(receiver,) if receiver else (),
        senders=(sender,) if sender else (),
    )
    steps: list[Step] = []
    for event in events:
        name = str(event.get("event"))
        problem = refusal(referral, state, event) or missing_outcome(event)
        if problem and name in ("deliver", "read"):
            # A late deliver or read says nothing new; any other refused event stays as a note.
            continue
        at, organisation = str(event.get("happened_at") or ""), str(event.get("organisation") or "")
        steps.append(Step(name, EVENT_WORD.get(name, name), at, organisation, not problem, problem or _remark(event)))
        if not problem and (changes := _changes(name, state, event)):
            state = replace(state, **changes)
    return replace(state, steps=tuple(steps))


def refusal(referral: Mapping[str, Any], state: ReferralState, event: Mapping[str, Any]) -> str:
    """Why the table does not take `event` now, in words; empty when it does."""
    name = str(event.get("event"))
    word = EVENT_WORD.get(name, name)
    transition = TABLE.get(name)
    if transition is None:
        return f"不认识的步骤“{word}”"
    organisation = str(event.get("organisation") or "")
    if not set(transition.sides) & set(sides_of(referral, state, organisation)):
        return f"本单位不是这一步的经办方，不能“{word}”"
    if state.state not in transition.origins:
        where = state.word or "未开具"
        return f"转诊单现在是“{where}”，不能“{word}”"
    if name == "agree_withdrawal" and not state.withdrawal_asked:
        return f"转出方没有请求撤回，不能“{word}”"
    if name == "followed_up" and state.state == "onward" and not event.get("return_id"):
        return f"已转上级的，等上级医院的回转单来了才能“{word}”"
    return ""


def missing_outcome(event: Mapping[str, Any]) -> str:
    """Why an event that brings a referral back is not enough, in words: nothing is completed without an outcome."""
    name = event.get("event")
    if name == "send_back" and not event.get("return_id"):
        return "回转要有回转单，写明诊断结果"
    if name == "outside_result" and not (event.get("note") or event.get("reason")):
        return "盟外结果要写明听到了什么"
    return ""


def _remark(event: Mapping[str, Any]) -> str:
    """The words of a step: its reason or note, and of a call whom it reached on which number."""
    words = str(event.get("reason") or event.get("note") or "")
    called = [
        f"{label} {event[name]}" for name, label in (("phone", "电话"), ("spoke_with", "接听人")) if event.get(name)
    ]
    return "：".join(part for part in ("，".join(called), words) if part)


def _changes(name: str, state: ReferralState, event: Mapping[str, Any]) -> dict[str, Any]:
    """What a step that counts makes of the state."""
    target = TABLE[name].target
    changes: dict[str, Any] = {"state": target} if target and target != state.state else {}
    if name in ANSWERING and (state.incomplete or state.withdrawal_asked):
        # Whoever goes on has what was asked for, and does not give the patient back.
        changes |= {"incomplete": False, "withdrawal_asked": False}
    details = _DETAILS.get(name)
    return changes | details(state, event) if details else changes


def _arranged(state: ReferralState, event: Mapping[str, Any]) -> dict[str, Any]:
    """Where and when the patient is expected."""
    slot = (str(event.get("slot_date") or ""), str(event.get("slot_time") or ""))
    parts = [" ".join(part for part in slot if part), event.get("slot"), event.get("bed"), event.get("dept"),
             event.get("doctor")]  # fmt: skip
    return {
        "department": str(event.get("dept") or state.department),
        "appointment": " ".join(str(part) for part in parts if part),
        "slot": slot,
        "bed": str(event.get("bed") or ""),
    }


def _come(state: ReferralState, event: Mapping[str, Any]) -> dict[str, Any]:
    """A patient may come by another door than the one that was agreed."""
    found = {"department": event.get("dept"), "bed": event.get("bed")}
    return {name: str(value) for name, value in found.items() if value}


def _sent_elsewhere(state: ReferralState, event: Mapping[str, Any]) -> dict[str, Any]:
    receiver = str(event.get("to_org") or "")
    department = str(event.get("to_dept") or "")
    known = _with(state.receivers, receiver)
    return {**_UNARRANGED, "receiver": receiver, "department": department, "receivers": known}


def _completed(state: ReferralState, event: Mapping[str, Any]) -> dict[str, Any]:
    added = event.get("supplement")
    return {"incomplete": False, "supplement": {**state.supplement, **(added if isinstance(added, Mapping) else {})}}


def _handed_over(state: ReferralState, event: Mapping[str, Any]) -> dict[str, Any]:
    """The taker stands where the giver stood; the slip itself stays as it was printed."""
    giver, taker = str(event.get("from_org") or ""), str(event.get("to_org") or "")
    changes: dict[str, Any] = {}
    if giver and giver == state.sender:
        changes |= {"sender": taker, "senders": _with(state.senders, taker)}
    if giver and giver == state.receiver:
        changes |= {"receiver": taker, "receivers": _with(state.receivers, taker)}
    return changes


def _back(state: ReferralState, event: Mapping[str, Any]) -> dict[str, Any]:
    return {"returned_at": str(event.get("happened_at") or "")}


def _with(known: tuple[str, ...], code: str) -> tuple[str, ...]:
    return known if code in known else (*known, code)


_UNARRANGED: Mapping[str, Any] = {"appointment": "", "slot": ("", ""), "bed": ""}
"""Nobody expects the patient any more: time and bed are free again."""
_DETAILS: Mapping[str, Callable[[ReferralState, Mapping[str, Any]], dict[str, Any]]] = {
    "accept": _arranged,
    "reschedule": _arranged,
    "arrive": _come,
    "treat": _come,
    "redirect": _sent_elsewhere,
    "retarget": _sent_elsewhere,
    "complete": _completed,
    "return_incomplete": lambda state, event: {**_UNARRANGED, "incomplete": True},
    "request_withdrawal": lambda state, event: {"withdrawal_asked": True},
    "followed_up": lambda state, event: {"outcome": str(event.get("outcome") or "")},
    "hand_over": _handed_over,
    "send_back": _back,
    "outside_result": _back,
}


def shown_fields(referral: Mapping[str, Any], supplement: Mapping[str, Any]) -> dict[str, Any]:
    """The slip's values with what the sender added later laid over; a supplement cannot change what was frozen."""
    added = {name: value for name, value in supplement.items() if name not in FIXED_AT_ISSUE}
    return {name: value for name, value in {**referral, **added}.items() if value not in (None, "")}


def possible_events(referral: Mapping[str, Any], state: ReferralState, organisation: str) -> Sequence[str]:
    """The events that this organisation may add now, in table order."""
    return [
        name
        for name in TABLE
        if not refusal(referral, state, {"event": name, "organisation": organisation})
        and name not in ("issue", "deliver", "read")
    ]


def offered_events(
    referral: Mapping[str, Any], state: ReferralState, organisation: str, today: date, no_show_days: int
) -> Sequence[str]:
    """What a screen offers of the possible events: only the receiver knows at once that somebody did not come.

    The sender is offered `no_show` when `no_show_days` full days have gone by since the patient was expected.
    """
    expected = expected_on(state)
    waited = expected is not None and today >= expected + timedelta(days=no_show_days)
    receives = RECEIVER in sides_of(referral, state, organisation)
    return [name for name in possible_events(referral, state, organisation) if name != "no_show" or receives or waited]


def expected_on(state: ReferralState) -> date | None:
    """The day of the appointment, else the local day on which it was last sent to somebody; None when neither is
    known."""
    for text in (state.slot[0], *(step.at for step in reversed(state.steps) if step.counts and step.event in SENDING)):
        try:
            return date.fromisoformat(text) if len(text) == 10 else parse_instant(text).astimezone(LOCAL_ZONE).date()
        except ValueError:
            continue
    return None
