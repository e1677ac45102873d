from __future__ import annotations

from pathlib import Path

import pytest

from clinic_app.guidelines import ControlBook, GeneralBook, RuleBooks, load_rule_books

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "guidelines"


@pytest.fixture(scope="session")
def books() -> RuleBooks:
    return load_rule_books(SHIPPED)


@pytest.fixture(scope="session")
def hypertension(books: RuleBooks) -> ControlBook:
    return next(book for book in books.books if isinstance(book, ControlBook) and book.programme == "hypertension")


@pytest.fixture(scope="session")
def diabetes(books: RuleBooks) -> ControlBook:
    return next(book for book in books.books if isinstance(book, ControlBook) and book.programme == "diabetes")


@pytest.fixture(scope="session")
def general(books: RuleBooks) -> GeneralBook:
    return books.general[0]
