"""The table of roles against its description, and what must hold of any such table."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.permission import (
    FAMILIES,
    GENERAL,
    GRANTS,
    LETTERS,
    OF_RECORDS,
    ROLES,
    Act,
    family_of,
    may,
    withheld_fields,
    withheld_rows,
    withheld_types,
)

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


def _described() -> dict[str, list[str]]:
    """The rows of the page's tables: what stands first, then a cell for each role."""
    rows = [line.strip("| \n").split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if "|" in line]
    return {row[0].partition(":")[0].strip("* "): row[1:] for row in rows if len(row) == len(ROLES) + 1}


def test_the_page_says_what_the_table_says_cell_by_cell() -> None:
    described = _described()
    for family, types in FAMILIES.items():
        for role, letters in zip(ROLES, described[family], strict=True):
            for letter, act in LETTERS.items():
                for name in types:
                    assert may(role, act, name) == (letter in letters), (role, act, name)
    for act in set(Act) - set(OF_RECORDS):
        assert ["yes" if may(role, act) else "-" for role in ROLES] == described[act], act


def test_every_type_stands_in_one_family_and_the_page_names_it() -> None:
    words = PAGE.read_text(encoding="utf-8")
    for name in RECORD_TYPES:
        assert sum(name in types for types in FAMILIES.values()) == 1, name
        assert family_of(name) == "lists" or f"`{name}`" in words, name


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_does_not_see_whole_it_neither_changes_nor_prints_nor_exports(role: str) -> None:
    for name, declared in RECORD_TYPES.items():
        fields = withheld_fields(role, name)
        assert fields <= set(declared.fields), (role, name)
        if fields or withheld_rows(role, name) or name in withheld_types(role):
            for act in (Act.SAVE, Act.VOID, Act.PRINT, Act.EXPORT):
                assert not may(role, act, name), (role, act, name)
        for act in (Act.VOID, Act.PRINT, Act.EXPORT):
            assert may(role, Act.READ, name) or not may(role, act, name), (role, act, name)


def test_what_is_not_granted_is_refused() -> None:
    assert not any(may("director", act, name) for act in Act for name in RECORD_TYPES)
    assert not may("village_doctor", Act.SAVE, "resident_of_tomorrow")
    assert not any(may(role, Act.SAVE, name) for role in ROLES for name in FAMILIES["lists"])


def test_a_laptop_without_a_county_is_a_village_doctors_who_looks_after_it() -> None:
    assert all(may("", act, name) == may("village_doctor", act, name) for act in OF_RECORDS for name in RECORD_TYPES)
    assert all(may("", act) for act in Act)
    assert may("village_doctor", Act.ACCOUNTS, administers=True)
    assert not may("village_doctor", Act.ACCOUNTS)


def test_whoever_may_merge_may_write_the_link() -> None:
    for role in ROLES:
        assert (
            may(role, Act.MERGE) == may(role, Act.SAVE, "identity_link") == may(role, Act.SAVE, "duplicate_candidate")
        )


def test_no_role_is_without_a_row() -> None:
    assert set(GRANTS) == set(GENERAL) == set(ROLES)
