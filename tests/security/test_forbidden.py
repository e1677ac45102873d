"""What must not stand in the program: code or objects made from outside data, and an unchecked line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[2] / "clinic_app"
MODULES = ("pickle", "marshal", "shelve", "dill", "yaml", "xmlrpc")
CALLS = ("eval", "exec", "compile", "__import__")


def found(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Lines of a module and what is wrong with them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names if each.name.partition(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in MODULES:
            yield node.lineno, str(node.module)
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in CALLS:
                yield node.lineno, node.func.id
            for word in node.keywords:
                off = isinstance(word.value, ast.Constant) and word.value.value is False
                if word.arg in ("verify", "check_hostname") and off:
                    yield node.lineno, f"{word.arg}=False"
                if word.arg == "shell" and isinstance(word.value, ast.Constant) and word.value.value:
                    yield node.lineno, "shell=True"
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value is False:
            named = [each.attr for each in node.targets if isinstance(each, ast.Attribute)]
            yield from ((node.lineno, f"{name} = False") for name in named if name in ("verify", "check_hostname"))


def test_the_program_makes_no_code_or_objects_of_outside_data_and_checks_every_certificate() -> None:
    wrong = [
        f"{path.relative_to(PROGRAM)}:{line} {word}"
        for path in sorted(PROGRAM.rglob("*.py"))
        for line, word in found(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert wrong == []


def test_what_is_forbidden_is_seen() -> None:
    code = (
        "import pickle\nfrom yaml import load\neval('1')\nget(verify=False)\nsession.verify = False\nrun(shell=True)\n"
    )
    assert sorted(line for line, _ in found(ast.parse(code))) == [1, 2, 3, 4, 5, 6]
