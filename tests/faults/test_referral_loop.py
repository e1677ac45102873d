"""The whole loop of a referral by two laptops and a desk, with the line cut at every step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clinic_app.protocol.referral_events import fold
from clinic_app.store.queries.referral import referral_with_events
from tests.faults.world import Beginning, World, lived

CUTS = ("lost request", "lost reply", "server dies after commit", "repeated later")
VILLAGE, TOWNSHIP, HOSPITAL = "v1", "t1", "h1"


@pytest.fixture
def world(beginning: Beginning, tmp_path: Path) -> Iterator[World]:
    with lived(beginning, tmp_path, 1) as world:
        world.page = 20
        yield world


def step(world: World, name: str, event: str, **fields: Any) -> None:
    """One step of a desk, saved before anything is sent."""
    referral = world.known(name, "referral")[0]["id"]
    values = {"referral_id": referral, "event": event, **fields}
    assert world.saved(name, [{"type": "referral_event", "fields": values}]) is not None


def send_back(world: World) -> None:
    referral = world.known(HOSPITAL, "referral")[0]["id"]
    slip = {"referral_id": referral, "diagnosis": "高血压3级", "next_plan": "门诊随访"}
    assert world.saved(HOSPITAL, [{"type": "return", "fields": slip}]) is not None


def travel(world: World, cut: str, *names: str) -> None:
    """Every laptop's sync is cut at its first request, at a later one, and then gets through."""
    for ahead in ([cut], ["clean", "clean", cut]):
        for name in names:
            world.line.plan.ahead(*ahead)
            world.sync(name)
            world.line.plan.nothing_ahead()
    for _ in range(2):
        for name in names:
            world.sync(name)


def told(world: World, name: str) -> tuple[str, list[str]]:
    """Where this desk sees the referral, and the steps that count, in order."""
    referral = world.known(name, "referral")[0]["id"]
    with world.laptops[name].database.read() as connection:
        found = referral_with_events(connection, referral)
    assert found is not None
    state = fold(found.fields, found.events)
    return state.state, [each.event for each in state.steps if each.counts]


@pytest.mark.parametrize("cut", CUTS)
def test_the_loop_closes_with_every_step_once_on_every_desk_however_the_line_is_cut(world: World, cut: str) -> None:
    everybody = (VILLAGE, TOWNSHIP, HOSPITAL)
    world.register(VILLAGE, 1)
    assert world.refer(VILLAGE, 0) is not None
    travel(world, cut, *everybody)
    step(world, HOSPITAL, "read")
    step(world, HOSPITAL, "accept", dept="心血管内科", slot_date="2026-11-25", slot_time="09:20", slot_minutes=20)
    travel(world, cut, *everybody)
    step(world, HOSPITAL, "arrive")
    step(world, HOSPITAL, "treat")
    travel(world, cut, *everybody)
    step(world, HOSPITAL, "interim", note="血压已降")
    send_back(world)
    travel(world, cut, *everybody)
    assert told(world, VILLAGE)[0] == told(world, TOWNSHIP)[0] == "returned"
    step(world, VILLAGE, "followed_up", outcome="improved")
    travel(world, cut, *everybody)
    stories = {name: told(world, name) for name in everybody}
    assert set(map(str, stories.values())) == {str(stories[VILLAGE])}
    assert stories[VILLAGE] == (
        "closed",
        ["issue", "deliver", "read", "accept", "arrive", "treat", "interim", "send_back", "followed_up"],
    )
    assert len(world.known(HOSPITAL, "return")) == 1
    world.quiesce()
