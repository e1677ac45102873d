"""The manual: chapters for the window and sheets of one page for the printer, in Markdown under resources/help.

Only a small part of Markdown is used, the part that the window shows and paper draws alike: a title, sections, steps,
points, paragraphs, a picture on a line of its own, **strong** words and [links](#chapter).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from clinic_app.paths import resources_folder

CHINESE, ENGLISH = "zh", "en"
_HEADING = re.compile(r"(#{1,2}) +(.+)")
_STEP = re.compile(r"(\d+)\. +(.+)")
_POINT = re.compile(r"- +(.+)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)]+)\)")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")


class Kind(StrEnum):
    """What a block of a text is."""

    TITLE = "title"
    SECTION = "section"
    STEP = "step"
    POINT = "point"
    PARAGRAPH = "paragraph"
    PICTURE = "picture"


@dataclass(frozen=True)
class Run:
    """Words of one weight; `target` is where a link goes."""

    text: str
    strong: bool = False
    target: str = ""


@dataclass(frozen=True)
class Block:
    """One paragraph of a text. `number` is that of a step, `file` that of a picture."""

    kind: Kind
    runs: tuple[Run, ...]
    number: int = 0
    file: str = ""

    @property
    def words(self) -> str:
        """What it says, without emphasis."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Chapter:
    """A chapter, or a sheet of one page; `pages` are the pages of the window at which F1 opens it."""

    key: str
    pages: tuple[str, ...] = ()
    sheet: bool = False


@cache
def chapters() -> tuple[Chapter, ...]:
    """The chapters in their order."""
    return tuple(Chapter(each["key"], tuple(each.get("pages", ()))) for each in _contents()["chapter"])


@cache
def sheets() -> tuple[Chapter, ...]:
    """The manuals of one page."""
    return tuple(Chapter(each["key"], sheet=True) for each in _contents()["sheet"])


def chapter_of(page: str) -> Chapter:
    """The chapter for a page of the window; the first one for a page that none is about."""
    return next((each for each in chapters() if page in each.pages), chapters()[0])


def sheet(key: str) -> Chapter:
    """A manual of one page by its key. Raises KeyError."""
    found = {each.key: each for each in sheets()}
    return found[key]


@cache
def markdown(chapter: Chapter, language: str = CHINESE) -> str:
    """The text of a chapter or sheet; Chinese where there is none in `language` (a locale: `en`, `zh_CN`)."""
    folder = help_folder()
    name = f"sheet-{chapter.key}.md" if chapter.sheet else f"{chapter.key}.md"
    path = folder / (ENGLISH if language.startswith(ENGLISH) else CHINESE) / name
    return (path if path.exists() else folder / CHINESE / name).read_text(encoding="utf-8")


@cache
def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text. Lines without an empty line between them are one paragraph."""
    found: list[Block] = []
    open_lines: list[str] = []

    def end() -> None:
        if open_lines:
            found.append(_block(open_lines))
            open_lines.clear()

    for line in text.splitlines():
        stripped = line.strip()
        if not stripped:
            end()
            continue
        if any(each.match(stripped) for each in (_HEADING, _STEP, _POINT, _PICTURE)):
            end()
        open_lines.append(stripped)
        if _HEADING.match(stripped) or _PICTURE.match(stripped):
            end()
    end()
    return tuple(found)


def title(chapter: Chapter, language: str = CHINESE) -> str:
    """The title of a chapter or sheet: its first line."""
    return blocks(markdown(chapter, language))[0].words


def help_folder() -> Path:
    """Where texts and pictures lie."""
    return resources_folder() / "help"


@cache
def _contents() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((help_folder() / "contents.toml").read_text(encoding="utf-8"))


def _block(lines: list[str]) -> Block:
    whole = _joined(lines)
    if picture := _PICTURE.match(whole):
        return Block(Kind.PICTURE, _runs(picture[1]), file=picture[2])
    if heading := _HEADING.match(whole):
        return Block(Kind.TITLE if len(heading[1]) == 1 else Kind.SECTION, _runs(heading[2]))
    if step := _STEP.match(whole):
        return Block(Kind.STEP, _runs(step[2]), number=int(step[1]))
    if point := _POINT.match(whole):
        return Block(Kind.POINT, _runs(point[1]))
    return Block(Kind.PARAGRAPH, _runs(whole))


def _joined(lines: list[str]) -> str:
    """Lines of one paragraph: Chinese has no space at a line's end."""
    whole = lines[0]
    for line in lines[1:]:
        whole += (" " if whole[-1].isascii() and line[0].isascii() else "") + line
    return whole


def _runs(text: str) -> tuple[Run, ...]:
    found: list[Run] = []
    for piece, target in _parted(_LINK, text):
        if target:
            found.append(Run(piece, target=target))
        else:
            found += [Run(each, strong=bool(strong)) for each, strong in _parted(_STRONG, piece)]
    return tuple(found)


def _parted(pattern: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    """Plain pieces and the pattern's first group, in order; with the group comes its last group."""
    parts: list[tuple[str, str]] = []
    place = 0
    for match in pattern.finditer(text):
        parts += [(text[place : match.start()], ""), (match[1], match[match.re.groups])]
        place = match.end()
    parts.append((text[place:], ""))
    return [each for each in parts if each[0]]
