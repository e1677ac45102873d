"""Names of medicines to choose from, found by their words, pinyin or initials; any other text may be typed.

The shipped list is `resources/codes/medicines.csv`; a county's own takes its place as `medicines.csv` in the data
folder. Strength and usage are what is usual, no advice.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from clinic_app.paths import resources_folder
from clinic_app.records.catalogue import PROGRAMME_SECTION
from clinic_app.store.haystack import fold
from clinic_app.store.pinyin import spell

FILE = "medicines.csv"
MOST_BYTES = 4 << 20
HEADERS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "药品名称", "药物名称", "通用名", "名称"),
    "group": ("class", "类别", "药理分类", "分类"),
    "programme": ("programme", "病种"),
    "strength": ("strength", "规格"),
    "usage": ("usage", "用法"),
}


@dataclass(frozen=True)
class Medicine:
    """One generic name. `programmes` are those whose patients take it most."""

    name: str
    group: str = ""
    programmes: tuple[str, ...] = ()
    strength: str = ""
    usage: str = ""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What it is found by besides its name: pinyin and initials."""
        found = spell(fold(self.name).replace(" ", ""))
        return tuple(dict.fromkeys(each for each in (*found.pinyin, *found.initials) if each))


@dataclass(frozen=True)
class MedicineList:
    """The names in use, in the order of their file. `problem` says in words why a county's own file was not read."""

    medicines: tuple[Medicine, ...]
    problem: str = ""

    def search(self, text: str, limit: int = 10, programmes: Sequence[str] = ()) -> list[Medicine]:
        """Medicines that begin with or hold what was typed, best first.

        A name's beginning comes before its middle, medicines of the given programmes before others. An empty text
        gives those of the programmes.
        """
        wanted = fold(text).replace(" ", "")
        ranked = []
        for place, each in enumerate(self.medicines):
            foreign = not set(programmes) & set(each.programmes)
            found = _rank(each, wanted) if wanted else (None if foreign else 0)
            if found is not None:
                ranked.append((found, foreign, place, each))
        return [each for *_, each in sorted(ranked, key=lambda found: found[:3])[:limit]]


def medicine_list(data_folder: Path | None = None) -> MedicineList:
    """The county's list in the data folder where there is one, else the shipped one. Never raises for a bad file."""
    shipped = resources_folder() / "codes" / FILE
    own = data_folder / FILE if data_folder else None
    if own is None or not own.is_file():
        return MedicineList(_read(shipped) or ())
    try:
        found = _read(own)
    except OSError:
        return MedicineList(_read(shipped) or (), f"{own.name}打不开，用自带的药品名录")
    if not found:
        problem = f"{own.name}里没有“药品名称”（name）这一列，或没有一行药品，用自带的药品名录"
        return MedicineList(_read(shipped) or (), problem)
    return MedicineList(found)


def _read(path: Path) -> tuple[Medicine, ...]:
    raw = path.read_bytes()[:MOST_BYTES]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\0", ""), newline="")))
    except csv.Error:
        return ()
    places = _places(rows[0]) if rows else {}
    if "name" not in places:
        return ()
    found: dict[str, Medicine] = {}
    for row in rows[1:]:
        cell = {key: row[place].strip() for key, place in places.items() if place < len(row)}
        if cell.get("name"):
            found.setdefault(cell["name"], _medicine(cell))
    return tuple(found.values())


def _places(header: Sequence[str]) -> dict[str, int]:
    named = {word: key for key, words in HEADERS.items() for word in words}
    return {named[cell.strip().lower()]: place for place, cell in enumerate(header) if cell.strip().lower() in named}


def _medicine(cell: Mapping[str, str]) -> Medicine:
    programmes = tuple(each for each in cell.get("programme", "").split(";") if each in PROGRAMME_SECTION)
    return Medicine(
        cell["name"][:100], cell.get("group", ""), programmes, cell.get("strength", ""), cell.get("usage", "")
    )


def _rank(medicine: Medicine, wanted: str) -> int | None:
    """How well a name fits: 0 begins so, 1 is spelled so, 2 holds it; None not at all."""
    name = fold(medicine.name)
    if name.startswith(wanted):
        return 0
    if any(key.startswith(wanted) for key in medicine.keys):
        return 1
    if wanted in name or any(wanted in key for key in medicine.keys):
        return 2
    return None
