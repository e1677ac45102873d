"""`clinic-app demo --tour` completes the journey in real windows and leaves pictures and PDFs."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import cast

import pypdfium2
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from clinic_app.care.export import exported_records
from clinic_app.care.worklist import worklist
from clinic_app.clock import FrozenClock
from clinic_app.demo import tour
from clinic_app.demo.county import PracticeCounty
from clinic_app.demo.gallery import SIZES, Gallery
from clinic_app.demo.stage import Stage
from clinic_app.demo.village_year import settle
from clinic_app.desktop.rooms import PAGES
from clinic_app.guidelines.indicators import figures
from clinic_app.manual import sheets
from clinic_app.records.catalogue import PROGRAMME_SECTION
from clinic_app.store.database import Database
from clinic_app.store.queries.indicators import statistics
from tests.journeys.command_line import in_own_process
from tests.journeys.sampled_tour import SAMPLE

PAPERS = (
    "referral", "return", "guide", "consent", "receipt", "register", "referral-statistics", "test-page",
    "day-sheet", "tour-plan", "statistics", "family", "household-visit", "household-roster",
    "hypertension_followup", "diabetes_followup", "elderly_assessment", "health_examination", "mental_followup",
    "mental_supplement", "tuberculosis_first_visit", "tuberculosis_followup", "copd_followup", "encounter",
    "consultation", "cover", "basic-information", "information-card", "summary",
    *(f"manual-{each.key}" for each in sheets()),
)  # fmt: skip


def test_the_tour_completes_and_leaves_what_it_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    words = ("demo", "--tour", tmp_path / "tour", "--residents", "30")
    done = in_own_process(*words, patience=600, program="tests.journeys.sampled_tour")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✗" not in done.stdout
    pictures = sorted((tmp_path / "tour").glob("*.png"))
    assert len(pictures) >= 35
    assert all(os.path.getsize(each) > 10_000 for each in pictures)
    for size in SIZES:
        seen = {each.stem: each for each in (tmp_path / "tour" / "pages" / size.name).glob("*.png")}
        wanted = set(PAGES) if size is SIZES[0] else SAMPLE
        assert wanted <= set(seen), f"every page that is wanted in {size.name}"
        assert QImage(str(seen["work"])).size() == QSize(size.width, size.height)
    index = (tmp_path / "tour" / "index.html").read_text(encoding="utf-8")
    shown = set(re.findall(r'src="([^"]+)"', index))
    files = {each.relative_to(tmp_path / "tour").as_posix() for each in (tmp_path / "tour").rglob("*.png")}
    assert shown == files, "the index shows them all"
    assert {each.stem for each in (tmp_path / "tour").glob("*.pdf")} == set(PAPERS)
    for name in PAPERS:
        text = pypdfium2.PdfDocument(tmp_path / "tour" / f"{name}.pdf")[0].get_textpage().get_text_bounded()
        assert "练习" in text, name


def test_whoever_asks_for_the_tour_gets_every_page_in_every_size(tmp_path: Path) -> None:
    stage = Stage(cast(PracticeCounty, None), tmp_path)
    steps = tour.steps(stage, tour.Gallery(stage))
    assert tour.Gallery is Gallery
    assert all(Gallery(stage).takes(page, size) for page in PAGES for size in SIZES)
    assert [step.__name__ for step in steps if isinstance(getattr(step, "__self__", None), Gallery)] == [
        "prepare", "village", "hospital",
    ]  # fmt: skip
    few = Gallery(stage, SAMPLE)
    assert [few.takes("sync", size) for size in SIZES] == [True, False, False]
    assert all(few.takes(page, size) for page in SAMPLE for size in SIZES)


def test_the_practice_year_has_every_programme_and_every_kind_of_duty(database: Database, clock: FrozenClock) -> None:
    people = settle(database, clock, 30)
    assert len(people) == 30
    kinds = Counter(each.type for each in exported_records(database))
    others = ("health_examination", "mental_supplement", "tuberculosis_first_visit", "encounter", "consultation",
              "contract", "contract_service", "contact_attempt", "tour")  # fmt: skip
    assert {each for each in (*PROGRAMME_SECTION.values(), *others) if not kinds[each]} == set()
    reasons = {reason.kind for item in worklist(database, clock.today()) for reason in item.reasons}
    assert reasons == {"followup", "first_visit", "examination", "refill", "contract"}


def test_every_visit_of_the_practice_year_is_written_down_on_its_day(database: Database, clock: FrozenClock) -> None:
    settle(database, clock, 20)
    assert database.clock is clock
    with database.read() as connection:
        found = statistics(connection, 2026, None, clock.today(), clock.now())
    late = next(each for each in figures(found.counted, found.whole.scope) if each.key == "quality_late")
    assert late.numerator == 0
    assert (late.denominator or 0) > 20
