"""Hypothesis looks for the shortest story in which a save is lost."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from tests.faults.chance import FAULTS
from tests.faults.world import PLACES, TWIN, Beginning, World, lived

desks = st.sampled_from(sorted(PLACES))
numbers = st.integers(0, 11)
moments = st.integers(0, 60)
ROOMS = itertools.count()


class Desks(RuleBasedStateMachine):
    """Five desks and their county. After each step the properties are looked after by the world itself."""

    def __init__(self, beginning: Beginning, room: Path) -> None:
        super().__init__()
        self._life = lived(beginning, room, next(ROOMS))
        self.world: World = self._life.__enter__()
        # Everything is drawn by Hypothesis: the world's own chance stands still.
        self.world.chance.seed(0)
        self.world.plan.chance.seed(0)
        self.world.page = 3

    def teardown(self) -> None:
        try:
            self.world.quiesce()
        finally:
            self._life.__exit__(None, None, None)

    def _twin(self, desk: str, twin: bool) -> str:
        return TWIN if twin and TWIN in self.world.laptops else desk

    @rule(desk=desks, which=numbers)
    def register(self, desk: str, which: int) -> None:
        self.world.register(desk, which)

    @rule(desk=desks, which=numbers, what=numbers, value=numbers, twin=st.booleans())
    def edit(self, desk: str, which: int, what: int, value: int, twin: bool) -> None:
        self.world.edit(self._twin(desk, twin), which, what, value)

    @rule(desk=desks, which=numbers, value=numbers)
    def visit(self, desk: str, which: int, value: int) -> None:
        self.world.visit(desk, which, value)

    @rule(desk=desks, which=numbers, value=numbers)
    def amend(self, desk: str, which: int, value: int) -> None:
        self.world.amend(desk, which, value)

    @rule(desk=desks, kind=st.sampled_from(["visit", "resident", "allergy"]), which=numbers)
    def void(self, desk: str, kind: str, which: int) -> None:
        self.world.void(desk, kind, which)

    @rule(desk=desks, which=numbers, value=numbers)
    def add_allergy(self, desk: str, which: int, value: int) -> None:
        self.world.add_allergy(desk, which, value)

    @rule(desk=desks, which=numbers)
    def refer(self, desk: str, which: int) -> None:
        self.world.refer(desk, which)

    @rule(which=numbers, step=numbers)
    def answer(self, which: int, step: int) -> None:
        self.world.answer(which, step)

    @rule(desk=desks, which=numbers)
    def move(self, desk: str, which: int) -> None:
        self.world.move(desk, which)

    @rule(desk=desks, which=numbers, choice=numbers)
    def decide(self, desk: str, which: int, choice: int) -> None:
        self.world.decide(desk, which, choice)

    @rule(desk=desks, fates=st.lists(st.sampled_from(("clean", *FAULTS)), max_size=3), twin=st.booleans())
    def sync(self, desk: str, fates: list[str], twin: bool) -> None:
        self.world.plan.ahead(*fates)
        self.world.sync(self._twin(desk, twin))
        self.world.plan._next.clear()

    @rule(desk=desks, which=numbers, value=numbers)
    def sync_while_typing(self, desk: str, which: int, value: int) -> None:
        self.world.line.meanwhile = lambda: self.world.edit(desk, which, value, value)
        self.world.sync(desk)

    @rule(desk=desks, moment=moments, saves=st.booleans(), which=numbers)
    def power_cut(self, desk: str, moment: int, saves: bool, which: int) -> None:
        self.world.laptops[desk].cut_power_in(moment)
        work: Callable[[], Any] = (lambda: self.world.register(desk, which)) if saves else lambda: self.world.sync(desk)
        work()

    @rule(desk=desks, hours=st.sampled_from([-87600, -26, -3, 0, 3, 26, 87600]))
    def skew(self, desk: str, hours: int) -> None:
        self.world.skew(desk, hours)

    @rule(desk=desks)
    def copy_a_laptop(self, desk: str) -> None:
        self.world.copy_laptop(desk)

    @rule(desk=desks, which=numbers)
    def restore_a_laptop(self, desk: str, which: int) -> None:
        self.world.restore_laptop(desk, which)

    @rule(desk=desks)
    @precondition(lambda self: TWIN not in self.world.laptops)
    def clone(self, desk: str) -> None:
        self.world.clone(desk)

    @rule()
    def copy_the_county(self) -> None:
        self.world.copy_county()

    @rule(which=numbers)
    @precondition(lambda self: self.world.county.copies)
    def restore_the_county(self, which: int) -> None:
        self.world.restore_county(which)

    @rule()
    def quiesce(self) -> None:
        self.world.quiesce()


def test_hypothesis_finds_no_story_in_which_a_save_is_lost(beginning: Beginning, tmp_path: Path) -> None:
    run_state_machine_as_test(
        lambda: Desks(beginning, tmp_path),
        settings=settings(
            max_examples=6,
            derandomize=True,
            stateful_step_count=25,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # type: ignore[no-untyped-call]
