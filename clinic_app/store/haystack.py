"""The text that finds a resident, and what a person types into the search box, brought to one shape. No SQL.

A haystack is every searchable text of one resident, folded, each kind opened by its own mark and closed by `END`.
The marks are control characters, which folding takes out of everything that people type.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from clinic_app.records import identity_number
from clinic_app.store.pinyin import spell

NAME, PINYIN, INITIALS, IDENTITY, PHONE, DOOR, ADDRESS, SLIP = (chr(number) for number in range(1, 9))
END = "\x1f"
TAIL = 4
LONG_NUMBER = 7
MOST_WORDS = 8
LONGEST_QUERY = 100
KIND_WORD = {
    NAME: "姓名", PINYIN: "拼音", INITIALS: "拼音首字母", IDENTITY: "身份证号", PHONE: "电话", DOOR: "门牌号",
    ADDRESS: "地址", SLIP: "转诊单号",
}  # fmt: skip
_HAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SCRIPT_EDGE = re.compile(f"(?<=[{_HAN}])(?=[a-z])|(?<=[a-z])(?=[{_HAN}])")
_DROPPED_IN_NAMES = str.maketrans("", "", "·•‧・.'’-")
_SKIPPED = ("Cc", "Cs", "Cf", "Zs", "Zl", "Zp")


@dataclass(frozen=True)
class Word:
    """One word of a search: `forms` are the writings that may stand for it."""

    text: str
    forms: tuple[str, ...]

    @property
    def is_number(self) -> bool:
        """Digits, perhaps with the X that closes an identity number."""
        return _is_digits(self.text)

    @property
    def is_latin(self) -> bool:
        """Letters only: pinyin or initials."""
        return self.text.isascii() and self.text.isalpha()


@dataclass(frozen=True)
class Query:
    """What was typed: the words that must all be found, and all of them run together."""

    words: tuple[Word, ...]
    joined: str

    @property
    def is_latin(self) -> bool:
        """Whether all of it is letters: pinyin or initials."""
        return all(word.is_latin for word in self.words)


def fold(text: object) -> str:
    """Lower case, full width made plain, no blanks, no control characters, no lone surrogates."""
    if not isinstance(text, str):
        return ""
    if text.isascii() and text.isalnum():
        return text.lower()
    if not text:
        return ""
    # Nearly all names and addresses are plain already; a first sync folds a township's.
    if text.isalnum() and unicodedata.is_normalized("NFKC", text) and text.casefold() == text:
        return text
    return _fold(text)


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    # Folding case may bring forth characters that have a plainer form of their own.
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    # Not `isprintable`: a name may hold characters that are newer than this Python's tables.
    return "".join([each for each in plain if each.isalnum() or unicodedata.category(each) not in _SKIPPED])


def fold_name(text: object) -> str:
    """A name without the dots, dashes and blanks that people write or leave out."""
    return fold(text).translate(_DROPPED_IN_NAMES)


def fold_number(text: object) -> str:
    """A telephone or identity number without blanks and dashes."""
    return fold(text).replace("-", "")


def haystack(fields: Mapping[str, Any], household: Mapping[str, Any]) -> tuple[str, str]:
    """What finds a resident and where the name stands in pinyin order, from the fields of person and household."""
    value = fields.get
    name = fold_name(value("name"))
    spelling = spell(name)
    found = NAME + name + END
    for mark, texts in ((PINYIN, spelling.pinyin), (INITIALS, spelling.initials)):
        for text in texts:
            if text != name:
                found += mark + text + END
    if number := value("id_no"):
        found += _tagged(IDENTITY, fold_number(number))
    phones = [each for each in (value("phone"), value("contact_phone"), household.get("phone")) if each]
    for phone in dict.fromkeys(map(fold_number, phones)) if len(phones) > 1 else map(fold_number, phones):
        found += _tagged(PHONE, phone)
    if household:
        door = fold(household.get("house_no"))
        group = fold(household.get("group_name"))
        found += _tagged(DOOR, door)
        found += _tagged(ADDRESS, group + door if group else "")
    found += _tagged(ADDRESS, fold(value("current_address")))
    return found, spelling.sort


def _tagged(mark: str, text: str) -> str:
    return mark + text + END if text else ""


def parse_query(text: str) -> Query:
    """The words of a search; any text gives an answer, an empty one has no words."""
    plain = unicodedata.normalize("NFKC", text[: LONGEST_QUERY * 4])[:LONGEST_QUERY]
    chunks = [part for chunk in plain.split() for part in _SCRIPT_EDGE.split(fold(chunk)) if part]
    if len("".join(chunks)) >= LONG_NUMBER and all(_is_digits(chunk) for chunk in chunks):
        # 199 0000 4321: one number, written in groups.
        chunks = ["".join(chunks)]
    words = [_word(chunk) for chunk in chunks[:MOST_WORDS]]
    kept = tuple(dict.fromkeys(word for word in words if word.text))
    return Query(kept, fold_name("".join(chunks)))


def _is_digits(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]+x?", text))


def _word(chunk: str) -> Word:
    text = chunk.translate(_DROPPED_IN_NAMES)
    if len(text) < TAIL or not _is_digits(text):
        return Word(text or chunk, tuple(dict.fromkeys(form for form in (text, chunk) if form)))
    forms = [text, chunk]
    if len(text) == 15:
        forms += _eighteen_digits(text)
    return Word(text, tuple(dict.fromkeys(forms)))


def _eighteen_digits(text: str) -> list[str]:
    """The present form of an old 15-digit identity number, in which numbers are kept."""
    try:
        return [identity_number.parse(text).number.lower()]
    except ValueError:
        return []


def spelled_like(name: object, query: Query) -> bool:
    """Whether a name's pinyin or initials begin with a query of letters, or the name itself does."""
    plain = fold_name(name)
    spelling = spell(plain)
    return any(each.startswith(query.joined) for each in (plain, *spelling.pinyin, *spelling.initials))


def kind_found(hay: str, word: Word) -> str:
    """Which kind of text of a haystack holds the word first, in words for the person."""
    if word.is_number and len(word.text) < TAIL:
        # A short number is looked for among the doors only.
        return KIND_WORD[DOOR]
    tokens = [token for token in hay.split(END) if token]
    by_start = [token for token in tokens if token[1:].startswith(word.forms)]
    inside = [token for token in tokens if any(form in token for form in word.forms)]
    found = (by_start or inside or [ADDRESS])[0]
    return KIND_WORD[found[0]]
