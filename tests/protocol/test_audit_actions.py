from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import clinic_app
from clinic_app.protocol.audit_actions import GROUPS, WORDS, action_word

PLACES = {"append": (2, 3), "note": (1,), "Event": (0,)}
"""Where a call names its action: on a laptop and at the county."""


def written_actions() -> Iterator[tuple[str, str]]:
    """File and action of each call of `audit.append`, `audit.note` and `audit.Event` that names one as a text."""
    root = Path(clinic_app.__file__).parent
    for path in root.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for call in (each for each in ast.walk(ast.parse(text)) if "audit" in text and isinstance(each, ast.Call)):
            function = call.func
            if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
                continue
            if function.value.id != "audit" or function.attr not in PLACES:
                continue
            county = function.attr == "append" and "county" in path.relative_to(root).parts
            place = PLACES[function.attr][-1 if county else 0]
            named = call.args[place] if place < len(call.args) else None
            if isinstance(named, ast.Constant):
                yield f"{path.relative_to(root)}:{call.lineno}", str(named.value)


def test_every_action_that_is_written_has_a_word() -> None:
    found = list(written_actions())
    assert len(found) > 25
    assert {place: action for place, action in found if action not in WORDS} == {}


def test_a_code_has_one_word_and_a_word_one_code() -> None:
    codes = [code for group in GROUPS.values() for code in group]
    assert len(codes) == len(set(codes))
    assert len(set(WORDS.values())) == len(WORDS)
    assert action_word("print") == "打印"
    assert action_word("of_a_newer_program") == "of_a_newer_program"
