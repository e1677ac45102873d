"""A walk through a world by chance alone: what people do, how often, and what goes wrong meanwhile."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.faults.checks import Broken
from tests.faults.world import Beginning, World, lived

RATES = (0.0, 0.1, 0.3)
MOST_MOMENTS = 80
Step = Callable[[World, random.Random], object]


def _desk(world: World, chance: random.Random) -> str:
    return chance.choice(list(world.laptops))


def _number(chance: random.Random) -> int:
    return chance.randrange(40)


def _cut(world: World, chance: random.Random, work: Callable[[str], object]) -> None:
    """The power goes somewhere in the middle of `work`, or after it."""
    name = _desk(world, chance)
    world.laptops[name].cut_power_in(chance.randrange(MOST_MOMENTS))
    work(name)


def _saved_in_the_dark(world: World, chance: random.Random) -> None:
    work = chance.choice((
        lambda name: world.register(name, _number(chance)),
        lambda name: world.edit(name, _number(chance), _number(chance), _number(chance)),
        lambda name: world.visit(name, _number(chance), _number(chance)),
    ))  # fmt: skip
    _cut(world, chance, work)


def _typing(world: World, chance: random.Random) -> None:
    """A sync while somebody goes on working."""
    name = _desk(world, chance)
    which, what, value = _number(chance), _number(chance), _number(chance)
    world.line.meanwhile = lambda: world.edit(name, which, what, value)
    world.sync(name)


STEPS: Mapping[str, tuple[int, Step]] = {
    "register": (6, lambda world, chance: world.register(_desk(world, chance), _number(chance))),
    "edit": (
        14,
        lambda world, chance: world.edit(_desk(world, chance), _number(chance), _number(chance), _number(chance)),
    ),
    "visit": (7, lambda world, chance: world.visit(_desk(world, chance), _number(chance), _number(chance))),
    "amend": (6, lambda world, chance: world.amend(_desk(world, chance), _number(chance), _number(chance))),
    "void a visit": (3, lambda world, chance: world.void(_desk(world, chance), "visit", _number(chance))),
    "void a resident": (1, lambda world, chance: world.void(_desk(world, chance), "resident", _number(chance))),
    "add an allergy": (
        4,
        lambda world, chance: world.add_allergy(_desk(world, chance), _number(chance), _number(chance)),
    ),
    "remove an allergy": (3, lambda world, chance: world.void(_desk(world, chance), "allergy", _number(chance))),
    "refer": (4, lambda world, chance: world.refer(_desk(world, chance), _number(chance))),
    "answer": (4, lambda world, chance: world.answer(_number(chance), _number(chance))),
    "move": (3, lambda world, chance: world.move(_desk(world, chance), _number(chance))),
    "sync": (26, lambda world, chance: world.sync(_desk(world, chance))),
    "sync in the dark": (6, lambda world, chance: _cut(world, chance, world.sync)),
    "sync while typing": (4, _typing),
    "save in the dark": (6, _saved_in_the_dark),
    "decide": (5, lambda world, chance: world.decide(_desk(world, chance), _number(chance), _number(chance))),
    "clone": (1, lambda world, chance: world.clone(_desk(world, chance))),
    "restart": (1, lambda world, chance: world.laptops[_desk(world, chance)].restart()),
    "skew": (2, lambda world, chance: world.skew(_desk(world, chance), chance.choice((-87600, -3, 0, 0, 3, 87600)))),
    "copy a laptop": (2, lambda world, chance: world.copy_laptop(_desk(world, chance))),
    "restore a laptop": (2, lambda world, chance: world.restore_laptop(_desk(world, chance), _number(chance))),
    "copy the county": (1, lambda world, chance: world.copy_county()),
    "restore the county": (2, lambda world, chance: world.restore_county(_number(chance))),
    "quiesce": (2, lambda world, chance: world.quiesce()),
}


def walk(world: World, length: int) -> None:
    """Take `length` steps, then let everything come to rest. Raises Broken, with the last steps in its notes."""
    names, weights = list(STEPS), [weight for weight, _ in STEPS.values()]
    try:
        for number in range(length):
            name = world.chance.choices(names, weights)[0]
            world.trace.note("step", number, name)
            STEPS[name][1](world, world.chance)
        world.quiesce()
    except BaseException as problem:
        problem.add_note(f"seed {world.seed}, rate {world.rate}; the last of {len(world.trace.lines)} events:")
        for line in world.trace.lines[-25:]:
            problem.add_note("  " + line)
        raise


def rate_of(seed: int) -> float:
    """How bad the line is in the world of a seed."""
    return RATES[seed % len(RATES)]


def walked(beginning: Beginning, room: Path, seed: int, length: int = 60, **more: object) -> World:
    """The world of a seed after its walk; it is closed. Raises Broken."""
    with lived(beginning, room, seed, rate_of(seed), **more) as world:  # type: ignore[arg-type]
        walk(world, length)
        return world


def first_broken(beginning: Beginning, room: Path, seeds: range, length: int = 60) -> Broken | None:
    """The first failure among the worlds of `seeds`."""
    for seed in seeds:
        try:
            walked(beginning, room, seed, length)
        except Broken as broken:
            return broken
    return None
