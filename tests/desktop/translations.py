"""What a translation of the window has to cover, and the way to bring the .ts up to date.

`python -m tests.desktop.translations` adds new sentences to `resources/i18n/clinic_app_en.ts` as unfinished, drops
those that nobody says any more, and compiles the rest.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from clinic_app.desktop.day_words import _WEEKDAYS
from clinic_app.desktop.declared_words import record_strings
from clinic_app.desktop.pages.conflicts import REASONS
from clinic_app.desktop.pages.paper import TITLES
from clinic_app.desktop.translation import CONTEXT
from clinic_app.exchange.list_file import FORMATS
from clinic_app.paths import resources_folder
from clinic_app.records.code_list import SEX

PROGRAM = Path(__file__).resolve().parents[2] / "clinic_app"
ENGLISH = resources_folder() / "i18n" / "clinic_app_en.ts"
WRITTEN_INTO_RECORDS = "referral"
"""Words that go into a slip stay in the language of the paper."""

Sentence = tuple[str, str]
"""Context and source text."""


def tool(name: str) -> str:
    """The translation tool that ships with the wheel."""
    return str(Path(sys.executable).parent / name)


def sentences() -> set[Sentence]:
    """Everything a window may ask a translator for."""
    with tempfile.TemporaryDirectory() as folder:
        found = {each for each in _extracted(Path(folder) / "found.ts") if each[0]}
    for file in sorted((PROGRAM / "desktop").rglob("*.py")):
        found |= set(_of_functions(ast.parse(file.read_text(encoding="utf-8"))))
    found |= set(_of_tables())
    found |= {(CONTEXT, each) for each in record_strings()}
    return {each for each in found if each[0] != WRITTEN_INTO_RECORDS}


def translations(file: Path = ENGLISH) -> dict[Sentence, str]:
    """What a .ts says; an unfinished sentence is empty."""
    found = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            target = message.find("translation")
            words = "" if target is None or target.get("type") else target.text or ""
            found[(context.findtext("name") or "", message.findtext("source") or "")] = words
    return found


def write(known: dict[Sentence, str], file: Path = ENGLISH) -> None:
    """A .ts in a stable order, without line numbers."""
    root = ElementTree.Element("TS", version="2.1", language="en", sourcelanguage="zh_CN")
    for name in sorted({context for context, _ in known}):
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = name
        for source in sorted(source for other, source in known if other == name):
            message = ElementTree.SubElement(context, "message")
            ElementTree.SubElement(message, "source").text = source
            target = ElementTree.SubElement(message, "translation")
            target.text = known[(name, source)]
            if not target.text:
                target.set("type", "unfinished")
    ElementTree.indent(root, " ")
    words = ElementTree.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{words}\n', encoding="utf-8")


def _extracted(file: Path) -> Iterator[Sentence]:
    sources = [*sorted((PROGRAM / "desktop").rglob("*.py")), PROGRAM / "app.py"]
    languages = ["-source-language", "zh_CN", "-target-language", "en"]
    command = [tool("pyside6-lupdate"), *map(str, sources), *languages, "-ts", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    yield from translations(file)


def _of_functions(tree: ast.Module) -> Iterator[Sentence]:
    """Sentences given to a module's own `tr` or `_tr`, which names the context once."""
    contexts: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in ("tr", "_tr"):
            calls = [each for each in ast.walk(node) if isinstance(each, ast.Call) and len(each.args) == 2]
            contexts[node.name] = str(ast.literal_eval(calls[0].args[0]))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in contexts:
            continue
        if isinstance(node.args[0], ast.Constant):
            yield contexts[node.func.id], str(node.args[0].value)


def _of_tables() -> Iterator[Sentence]:
    """Sentences that stand in tables or inside f-strings, where the extractor does not look."""
    yield from (("PaperPage", each) for each in (*TITLES.values(), "单据"))
    yield from (("Outgoing", each.words) for each in FORMATS)
    yield from (("ConflictsPage", words) for words in REASONS)
    yield from (("PersonCard", each) for each in ("最近血压", "最近空腹血糖"))
    yield from (("IconLabel", each) for each in ("未测全", "达到", "未达到"))
    yield from (("words", each) for each in (*_WEEKDAYS, *(option.label for option in SEX)))


def _update() -> None:
    known = translations() if ENGLISH.exists() else {}
    write({each: known.get(each, "") for each in sentences()})
    subprocess.run([tool("pyside6-lrelease"), str(ENGLISH), "-qm", str(ENGLISH.with_suffix(".qm"))], check=True)


if __name__ == "__main__":
    _update()
