"""Reading the dated rule files (`resources/guidelines/*.toml`) into rule books, checked once on load."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from clinic_app.guidelines.copd import read_copd_book
from clinic_app.guidelines.diabetes import read_diabetes_book
from clinic_app.guidelines.elderly import read_elderly_book
from clinic_app.guidelines.general_file import read_general_book
from clinic_app.guidelines.hypertension import read_hypertension_book
from clinic_app.guidelines.mental import read_mental_book
from clinic_app.guidelines.referral_book import ReferralRules
from clinic_app.guidelines.referral_file import SUBJECT as REFERRAL
from clinic_app.guidelines.referral_file import read_referral_rules
from clinic_app.guidelines.rule_book import GeneralBook, RuleBook, RuleBooks
from clinic_app.guidelines.rule_table import RuleFileError, Table, parse
from clinic_app.guidelines.tuberculosis import read_tuberculosis_book

__all__ = ["READERS", "RuleFileError", "default_rule_books", "load_rule_books"]

READERS: Mapping[str, Callable[[Table], RuleBook]] = {
    "hypertension": read_hypertension_book,
    "diabetes": read_diabetes_book,
    "elderly": read_elderly_book,
    "mental": read_mental_book,
    "tuberculosis": read_tuberculosis_book,
    "copd": read_copd_book,
}
"""How each programme's file is read; the book that comes out judges by itself."""


def load_rule_books(folder: Path) -> RuleBooks:
    """Read every `*.toml` of a folder. Raises RuleFileError, and OSError when the folder cannot be read."""
    books: list[RuleBook] = []
    general: list[GeneralBook] = []
    referral: list[ReferralRules] = []
    for path in sorted(folder.glob("*.toml")):
        table = parse(path)
        if table.has("programme"):
            books.append(_rule_book(table))
        elif table.text("subject", "") == REFERRAL:
            referral.append(read_referral_rules(table))
        else:
            general.append(read_general_book(table))
    if not books or not general:
        raise RuleFileError(f"{folder}: no rule files, or no general rules among them")
    _refuse_twins((book.programme, book.valid_from) for book in books)
    _refuse_twins(("general", book.valid_from) for book in general)
    _refuse_twins((REFERRAL, book.valid_from) for book in referral)
    return RuleBooks(
        books=tuple(sorted(books, key=lambda book: book.valid_from)),
        general=tuple(sorted(general, key=lambda book: book.valid_from)),
        referral=tuple(sorted(referral, key=lambda book: book.valid_from)),
    )


@cache
def default_rule_books() -> RuleBooks:
    """The rule files that ship with the program, read once."""
    # Imported here so that the rules themselves depend on no other room.
    from clinic_app.paths import resources_folder

    return load_rule_books(resources_folder() / "guidelines")


def _rule_book(table: Table) -> RuleBook:
    programme = table.text("programme")
    if programme not in READERS:
        raise table.refuse("programme", f"{programme} is none of {', '.join(READERS)}")
    return READERS[programme](table)


def _refuse_twins(keys: Iterable[tuple[str, date]]) -> None:
    seen: set[tuple[str, date]] = set()
    for key in keys:
        if key in seen:
            raise RuleFileError(f"two rule files of {key[0]} begin on {key[1]}")
        seen.add(key)
