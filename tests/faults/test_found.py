"""Failures that the walks found, each as a short story that stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_app.store import integrity
from tests.faults.world import OTHER_VILLAGE, VILLAGE, Beginning, World, lived


@pytest.fixture(params=[1, 200], ids=["page by page", "at once"])
def world(beginning: Beginning, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    with lived(beginning, tmp_path, 1) as world:
        world.page = request.param
        yield world


def states(world: World, name: str) -> list[str]:
    return [row["state"] for row in world.laptops[name].mids().values()]


def test_an_edit_after_an_own_move_in_the_same_push_is_taken(world: World) -> None:
    world.register("v1", 1)
    world.move("v1", 0)
    world.edit("v1", 0, 0, 7)
    world.sync("v1")
    assert states(world, "v1") == ["applied"] * 3
    world.quiesce()
    assert [row["phone"] for row in world.known("v2", "resident")] == ["17"]


def test_a_resident_registered_and_moved_in_one_sync_stays_while_own_work_is_unsettled(world: World) -> None:
    world.register("v1", 1)
    world.move("v1", 0)
    world.line.meanwhile = lambda: world.edit("v1", 0, 0, 7)
    world.sync("v1")
    world.quiesce()
    assert [row["phone"] for row in world.known("v2", "resident")] == ["17"]
    assert world.known("v1", "resident") == []


def test_a_visit_of_somebody_who_moves_away_in_the_same_sync_leaves_whole(world: World) -> None:
    world.register("v1", 1)
    world.visit("v1", 0, 1)
    world.move("v1", 0)
    world.sync("v1")
    world.quiesce()
    held = {key[0] for key, row in world.laptops["v1"].rows().items()}
    assert held & {"resident", "visit", "hypertension_followup", "chronic_registration"} == set()
    assert len(world.known("v2", "hypertension_followup")) == 1


def test_a_visit_made_after_others_moved_its_resident_away_leaves_whole(world: World) -> None:
    world.register("v1", 1)
    world.quiesce()
    world.visit("v1", 0, 1)
    world.move("t1", 0)
    world.sync("t1")
    world.amend("v1", 0, 2)
    world.quiesce()
    assert set(states(world, "v1")) == {"applied"}
    held = {key[0] for key in world.laptops["v1"].rows()}
    assert held & {"resident", "visit", "hypertension_followup", "chronic_registration"} == set()
    assert len(world.known("v2", "hypertension_followup")) == 1


def test_a_deferred_save_that_a_restored_county_forgot_is_sent_again(world: World) -> None:
    world.register("v1", 1)
    world.quiesce()
    world.copy_county()
    world.register("w1", 2)
    world.sync("w1")
    world.sync("v1")
    world.edit("v1", 1, 0, 5)
    world.restore_county(0)
    world.quiesce()
    assert set(states(world, "v1")) | set(states(world, "w1")) <= {"applied", "conflict"}


def test_own_work_that_a_restored_county_does_not_know_stays_under_its_resident(world: World) -> None:
    world.copy_county()
    world.register("v1", 1)
    world.visit("v1", 0, 2)
    world.quiesce()
    world.amend("t1", 0, 1)
    world.restore_county(0)
    world.sync("t1")
    assert len(world.known("t1", "resident")) == 1
    world.quiesce()
    assert len(world.known("t1", "resident")) == 1


def test_two_copies_of_a_laptop_go_on_as_two_devices_and_lose_nothing(world: World) -> None:
    world.register("v1", 1)
    world.quiesce()
    world.clone("v1")
    for name in ("v1", "x1"):
        world.edit(name, 0, 0, 3)
        world.refer(name, 0)
        world.sync(name)
        world.refer(name, 0)
    world.quiesce()
    slips = {row["slip_no"] for row in world.known("h1", "referral")}
    assert len(slips) == 4
    devices = {world.laptops[name].setting("device")["id"] for name in ("v1", "x1")}
    assert len(devices) == 2


def test_a_laptop_restored_from_last_week_gets_everything_back_and_repeats_no_number(world: World) -> None:
    world.register("v1", 1)
    world.copy_laptop("v1")
    world.refer("v1", 0)
    world.sync("v1")
    world.restore_laptop("v1", 0)
    world.refer("v1", 0)
    world.quiesce()
    assert len({row["slip_no"] for row in world.known("v1", "referral")}) == 2


@pytest.mark.parametrize("heard", [False, True], ids=["from the restored county", "from the county before"])
def test_a_file_that_others_changed_shows_that_while_its_laptop_realigns(world: World, heard: bool) -> None:
    """The rows of a restored county come before the cursor passes the save that made them, and those of before stay:
    others' changes of them are shown, and what was overwritten unseen is a conflict."""
    world.copy_county()
    world.register("v1", 1)
    world.sync("v1")
    world.sync("t1")
    world.edit("t1", 0, 0, 7)
    if heard:
        world.sync("t1")
        world.sync("v1")
    world.restore_county(0)
    if not heard:
        world.sync("t1")
    world.line.breaks_at = "village" if heard else "referral"
    world.sync("v1")
    assert world.laptops["v1"].setting("realign") is not None
    assert [row["phone"] for row in world.known("v1", "resident")] == ["17"]
    world.quiesce()
    assert [row["phone"] for row in world.known("v1", "resident")] == ["17"]


def test_somebody_with_own_work_stays_when_the_county_is_restored_twice_in_a_row(world: World) -> None:
    """The second time while a laptop takes what the county got back after the first: whom it has lost again stays on
    the screen with what was saved under them."""
    world.copy_county()
    world.register("w1", 1)
    world.sync("w1")
    world.sync("v1")
    world.restore_county(0)
    world.line.breaks_at = "village"
    world.sync("v1")
    world.add_allergy("v1", 0, 1)
    world.line.breaks_at = ""
    world.sync("w1")
    world.line.breaks_at = "referral"
    world.sync("v1")
    world.restore_county(0)
    world.line.breaks_at = ""
    for _ in range(2):
        world.sync("v1")
        assert len(world.known("v1", "resident")) == 1
    world.quiesce()
    assert len(world.known("v1", "resident")) == 1
    assert set(states(world, "v1")) == {"applied"}


@pytest.mark.parametrize("others", [False, True], ids=["own visit", "the visit of others"])
def test_work_for_somebody_who_left_before_a_restore_is_sent_again_and_shown_when_they_are_back(
    world: World, others: bool
) -> None:
    world.copy_county()
    world.register("t1", 1)
    if others:
        world.visit("t1", 0, 2)
    world.sync("t1")
    world.sync("v2")
    if others:
        world.amend("v2", 0, 1)
    else:
        world.visit("v2", 0, 1)
    world.sync("v2")
    world.move("t1", 0)
    world.sync("t1")
    world.sync("v2")
    world.restore_county(0)
    world.sync("v2")
    assert world.known("v2", "visit") == world.known("v2", "chronic_registration") == []
    assert integrity.check(world.laptops["v2"].database) == []
    world.quiesce()
    assert set(states(world, "v2")) == {"applied"}
    assert world.known("v2", "visit") == []
    world.move("t1", 0)
    world.quiesce()
    assert len(world.known("v2", "visit")) == 1


def test_work_that_waits_for_somebody_who_left_is_on_the_screen_when_they_come_back(world: World) -> None:
    world.copy_county()
    world.register("t1", 1)
    world.sync("t1")
    world.sync("v2")
    world.visit("v2", 0, 1)
    world.sync("v2")
    world.move("t1", 0)
    world.sync("t1")
    world.sync("v2")
    world.restore_county(0)
    world.sync("v2")
    assert "deferred" in states(world, "v2")
    world.move("t1", 0)
    world.quiesce()
    assert len(world.known("v2", "hypertension_followup")) == 1


def test_a_change_of_somebody_whom_nobody_has_any_more_is_no_loss_of_this_laptop(world: World) -> None:
    """Registered on a disk that died, moved away by the laptop that went on, and forgotten by a restored county."""
    world.copy_county()
    world.copy_laptop("v2")
    world.register("v2", 0)
    world.sync("v2")
    world.restore_laptop("v2", 0)
    world.sync("v2")
    world.move("v2", 0)
    world.sync("v2")
    assert world.known("v2", "resident") == []
    world.restore_county(0)
    world.quiesce()
    assert states(world, "v2") == ["deferred"]


def test_a_withdrawal_for_somebody_who_left_before_a_restore_is_sent_again(world: World) -> None:
    world.copy_county()
    world.register("t1", 1)
    world.visit("t1", 0, 2)
    world.sync("t1")
    world.sync("v2")
    world.void("v2", "visit", 0)
    world.sync("v2")
    world.move("t1", 0)
    world.sync("t1")
    world.sync("v2")
    world.restore_county(0)
    world.sync("v2")
    world.quiesce()
    assert set(states(world, "v2")) == {"applied"}
    assert [row["void"] for row in world.known("v1", "visit", void=None)] == [True]


def test_a_county_restored_to_when_a_save_still_waited_takes_it_again(world: World) -> None:
    world.copy_county()
    world.register("t1", 1)
    world.sync("t1")
    world.sync("v2")
    world.refer("v2", 0)
    world.restore_county(0)
    world.sync("v2")
    assert states(world, "v2") == ["deferred"]
    world.copy_county()
    world.sync("t1")
    world.sync("v2")
    assert states(world, "v2") == ["applied"]
    world.restore_county(1)
    world.quiesce()
    assert states(world, "v2") == ["applied"]


def test_somebody_registered_and_moved_away_in_one_sync_has_left_also_when_the_county_is_restored(world: World) -> None:
    """The county never told this laptop of them: they leave under the village that the own move gave them."""
    world.register("v1", 2)
    world.move("v1", 0)
    world.line.breaks_at = "pull"
    world.sync("v1")
    world.copy_county()
    world.edit("v1", 0, 0, 7)
    world.line.breaks_at = ""
    world.sync("v1")
    left = [(row["name"], row["from_village"], row["to_village"]) for row in world.laptops["v1"].table("departed")]
    assert left == [("李小花", VILLAGE, OTHER_VILLAGE)]
    world.restore_county(0)
    world.quiesce()
    assert world.known("v1", "resident") == []
    assert [row["phone"] for row in world.known("v2", "resident")] == ["17"]


@pytest.mark.parametrize("left", [True, False], ids=["left before", "registered meanwhile"])
def test_a_file_that_others_answer_for_does_not_stay_behind_after_a_restore(world: World, left: bool) -> None:
    """Its saves are sent before this laptop takes the county's rows anew: that it leaves is said before the place from
    which the laptop hears."""
    world.copy_county()
    if not left:
        world.register("w1", 5)
        world.sync("w1")
        world.sync("v1")
    world.register("v1", 2)
    mine = world.known("v1", "resident").index(next(row for row in world.known("v1", "resident") if row["rev"] == 0))
    world.move("v1", mine)
    world.visit("v1", mine, 2)
    if left:
        world.sync("v1")
        assert world.known("v1", "resident") == world.known("v1", "visit") == []
    world.restore_county(0)
    world.quiesce()
    assert [row for row in world.known("v1", "resident") if row["village_code"] != VILLAGE] == []
    assert world.known("v1", "visit") == []
    assert set(states(world, "v1")) == {"applied"}
    assert len(world.known("v2", "visit")) == 1
