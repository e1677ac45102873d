"""Every step in every state for everybody, as docs/referral.md says it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clinic_app.protocol.referral_events import (
    EVENT_WORD,
    FINAL,
    OPEN,
    SERVER,
    STATE_WORD,
    TABLE,
    fold,
    missing_outcome,
    refusal,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "referral.md"
REFERRAL = {"from_org": "V1", "to_org": "H1"}
WHO = {"S": "V1", "R": "H1", "C": SERVER}
STRANGER = "X9"
SENT = [("issue", "V1")]
ACCEPTED = [*SENT, ("deliver", SERVER), ("accept", "H1")]
ARRIVED = [*ACCEPTED, ("arrive", "H1")]
WAYS: dict[str, list[tuple[str, str]]] = {
    "not issued": [],
    "issued": SENT,
    "delivered": [*SENT, ("deliver", SERVER)],
    "accepted": ACCEPTED,
    "no_show": [*ACCEPTED, ("no_show", "H1")],
    "arrived": ARRIVED,
    "in_treatment": [*ARRIVED, ("treat", "H1")],
    "onward": [*ARRIVED, ("onward", "H1")],
    "returned": [*ARRIVED, ("send_back", "H1")],
    "closed": [*ARRIVED, ("send_back", "H1"), ("followed_up", "V1")],
    "declined": [*SENT, ("decline", "H1")],
    "withdrawn": [*SENT, ("withdraw", "V1")],
    "refused": [*SENT, ("refuse", "V1")],
    "died": [*SENT, ("die", "H1")],
}
"""The steps that lead to each state."""


def event(name: str, organisation: str) -> dict[str, Any]:
    """A step with all that it must carry."""
    carried: dict[str, Any] = {"return_id": "r1", "note": "说明"}
    if name in ("redirect", "retarget"):
        carried["to_org"] = "H2"
    if name == "hand_over":
        carried |= {"from_org": "V1", "to_org": "V2"}
    return {"event": name, "organisation": organisation, "happened_at": "2026-11-22T02:30:00.000Z", **carried}


def rows() -> Iterator[tuple[str, str, set[str], str, dict[str, bool]]]:
    """The document's table: step, word, who, target, and of each state whether it is taken there."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("| Step | Word |"))
    states = _cells(lines[start])[4:]
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return
        step, word, who, target, *marks = _cells(line)
        yield (
            step.strip("`"),
            word,
            set(who.split()),
            target,
            dict(zip(states, (each == "●" for each in marks), strict=True)),
        )


def _cells(line: str) -> list[str]:
    return [each.strip() for each in line.strip().strip("|").split("|")]


def test_the_document_has_every_step_and_every_state_once() -> None:
    found = list(rows())
    assert [step for step, *_ in found] == list(dict.fromkeys(step for step, *_ in found))
    assert {step: word for step, word, *_ in found} == EVENT_WORD
    assert {step for step, *_ in found} == set(TABLE)
    assert all(set(marks) == {"not issued", *STATE_WORD} for *_, marks in found)
    assert {*OPEN, *FINAL} == set(STATE_WORD)


@pytest.mark.parametrize("state", WAYS)
def test_each_state_is_reached(state: str) -> None:
    reached = fold(REFERRAL, [event(*each) for each in WAYS[state]])
    assert reached.state == state.replace("not issued", "")
    assert all(step.counts for step in reached.steps)
    assert reached.is_open == (state in OPEN)


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("step", TABLE)
def test_a_cell_is_what_the_document_says_for_everybody(step: str, state: str) -> None:
    name, word, who, target, marks = next(each for each in rows() if each[0] == step)
    way = [event(*each) for each in WAYS[state]]
    if step == "agree_withdrawal" and marks[state]:
        way.append(event("request_withdrawal", "V1"))
    before = fold(REFERRAL, way)
    for role, organisation in (*WHO.items(), ("", STRANGER)):
        made = event(name, organisation)
        after = fold(REFERRAL, [*way, made])
        if marks[state] and role in who:
            assert refusal(REFERRAL, before, made) == ""
            assert after.state == (before.state if target == "stays" else target)
            assert (after.steps[-1].word, after.steps[-1].counts) == (word, True)
            continue
        assert word in refusal(REFERRAL, before, made)
        assert after.state == before.state
        if name in ("deliver", "read"):
            assert after == before
        else:
            assert len(after.steps) == len(before.steps) + 1
            note = after.steps[-1]
            assert (note.counts, word in note.remark) == (False, True)


@pytest.mark.parametrize("state", WAYS)
def test_who_had_it_before_a_redirect_or_a_hand_over_does_nothing_more(state: str) -> None:
    way = [event(*each) for each in WAYS[state]]
    moved = [*way, event("redirect", SERVER), event("hand_over", SERVER)]
    after = fold(REFERRAL, moved)
    gone = [each for each, taken in zip(("H1", "V1"), after.steps[-2:], strict=True) if taken.counts]
    for name in TABLE:
        for organisation in gone:
            assert "不是这一步的经办方" in refusal(REFERRAL, after, event(name, organisation))


def test_nothing_comes_back_without_an_outcome() -> None:
    arrived = [event(*each) for each in ARRIVED]
    bare = {"event": "send_back", "organisation": "H1"}
    told = fold(REFERRAL, [*arrived, bare])
    assert (told.state, told.steps[-1].remark) == ("arrived", missing_outcome(bare))
    silent = {"event": "outside_result", "organisation": "V1", "phone": "0000-1"}
    assert fold(REFERRAL, [*arrived, silent]).state == "arrived"
    heard = fold(REFERRAL, [*arrived, {**silent, "spoke_with": "演示护士", "note": "已手术"}])
    assert (heard.state, heard.steps[-1].remark) == ("returned", "电话 0000-1，接听人 演示护士：已手术")


def test_what_went_on_is_followed_up_by_the_return_slip_of_the_place_above() -> None:
    onward = [event(*each) for each in WAYS["onward"]]
    assert fold(REFERRAL, [*onward, {"event": "followed_up", "organisation": "V1"}]).state == "onward"
    done = fold(
        REFERRAL, [*onward, {"event": "followed_up", "organisation": "V1", "return_id": "r2", "outcome": "seen"}]
    )
    assert (done.state, done.outcome) == ("closed", "seen")
