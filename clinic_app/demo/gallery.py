"""Every page of the window in three sizes: as most screens are, at 150 % of the system's scale, and with text of 200 %.

What a page is for is there to be seen: before the pictures a conflict, a refused save, a person on file twice, a photo
and an unfinished emergency slip come about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from PySide6.QtCore import QBuffer, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from clinic_app.care.attachment import attach
from clinic_app.care.save import save
from clinic_app.demo.clinic_day import EXAMINED, MENTAL, PATIENT, TUBERCULOSIS
from clinic_app.demo.pilot import Pilot
from clinic_app.demo.stage import Stage, expect
from clinic_app.demo.village_year import VILLAGE
from clinic_app.desktop.desk import Place
from clinic_app.desktop.rooms import PAGES
from clinic_app.settings import load_window_settings, save_window_settings
from clinic_app.store.database import Database
from clinic_app.store.projection import read_body
from clinic_app.sync.session import sync_once

FOLDER = "pages"
NOWHERE = "990101009999"
"""A village of no clinic: the county does not take what is said to live there."""
MISTAKEN = "吴某错"
MISHEARD = "郑某误"


@dataclass(frozen=True)
class Size:
    """One way to see the window: its size in logical pixels and the step of the text."""

    name: str
    width: int
    height: int
    step: int = 100


SIZES = (Size("1366x768", 1366, 768), Size("150", 910, 512), Size("200", 1366, 768, 200))


@dataclass
class Gallery:
    """Pictures of all pages; each method is a step of the tour."""

    stage: Stage
    sample: frozenset[str] | None = None
    """Pages that are taken in every size, and all others in the first size alone; without one, all in every size."""
    taken: dict[str, list[str]] = field(default_factory=dict)
    """By the page: its pictures, one a size, as paths under the tour's folder."""
    _known: dict[str, str] = field(default_factory=dict)

    def prepare(self) -> None:
        """要人处理的事：一处冲突、一次县平台没收的保存、一对疑似重复、一张照片、一张待补全的急救单"""
        county = self.stage.county
        patient = self.stage.resident(PATIENT)
        for database in (county.village, county.township):
            sync_once(database)
        for database, phone in ((county.village, "19900005555"), (county.township, "19900006666")):
            save(database, [{"type": "resident", "id": patient, "fields": {"phone": phone}}])
        twice = self._body("resident", self.stage.resident(EXAMINED))
        same = {name: twice[name] for name in ("sex", "birth_date", "village_code")}
        # The same number under a name that was heard otherwise: the county finds the pair, a person decides.
        number = {name: twice[name] for name in ("id_type", "id_no") if name in twice}
        save(county.township, [{"type": "resident", "fields": {**same, **number, "name": MISHEARD}}])
        lost = {**same, "name": MISTAKEN, "birth_date": "1961-01-01", "village_code": NOWHERE}
        refused = save(county.village, [{"type": "resident", "fields": lost}])
        self._known["refused"], self._known["refused save"] = refused.ids[0], refused.mid or ""
        self._known["attachment"] = attach(county.village, "referral", self.stage.referral, _photo(), "心电图").id
        self._known["unfinished"] = self._emergency(county.village)
        for database in (county.village, county.township, county.village):
            sync_once(database)

    def village(self) -> None:
        """村卫生室：每一页三种大小"""
        self.walk("village", self._village())

    def hospital(self) -> None:
        """县医院接诊台：每一页三种大小"""
        self.walk("hospital", self._hospital())
        missing = sorted(set(PAGES) - set(self.taken))
        expect(not missing, f"a picture of every page; none of {'、'.join(missing)}")

    def walk(self, desk: str, ways: dict[str, Callable[[Pilot], None]], name: str = "") -> None:
        """Open each page at a desk in each size and keep its picture, under another `name` where there is one.

        A window of its own for each size of the text, as whoever has chosen it sees it: dressing forty open pages anew
        takes longer than opening them.
        """
        try:
            seen = [size for size in SIZES if any(self.takes(page, size) for page in ways)]
            for step, sizes in groupby(seen, key=attrgetter("step")):
                self._choose(desk, step)
                with self.stage.at(desk) as pilot:
                    for size in sizes:
                        pilot.window.resize(size.width, size.height)
                        self._walk(pilot, ways, size, name)
        finally:
            self._choose(desk, SIZES[0].step)

    def takes(self, page: str, size: Size) -> bool:
        """Whether a page is taken in a size."""
        return self.sample is None or size == SIZES[0] or page in self.sample

    def _walk(self, pilot: Pilot, ways: dict[str, Callable[[Pilot], None]], size: Size, name: str) -> None:
        window = pilot.window
        for page, way in ways.items():
            if not self.takes(page, size):
                continue
            window.message_bar.clear()
            window.rail.set_current(window.rail.items[0].page)
            way(pilot)
            expect(window.page.place.page == page, f"page {page} stays open")
            self._picture(pilot, name or page, size)

    def _choose(self, desk: str, step: int) -> None:
        folder = getattr(self.stage.county, desk).folder
        save_window_settings(folder, load_window_settings(folder).with_(text_step=step))

    def _picture(self, pilot: Pilot, page: str, size: Size) -> None:
        (self.stage.out / FOLDER / size.name).mkdir(parents=True, exist_ok=True)
        name = f"{FOLDER}/{size.name}/{page}"
        pilot.picture(name)
        self.taken.setdefault(page, []).append(f"{name}.png")

    def _village(self) -> dict[str, Callable[[Pilot], None]]:
        """How each page of a clinic is reached; those that need nobody open by themselves."""
        resident, stage = self.stage.resident, self.stage
        household = str(self._body("resident", resident(PATIENT))["household_id"])
        today = stage.county.village.clock.today()
        of: dict[str, Place] = {
            **{page: Place(page, resident(PATIENT)) for page in (
                "visit", "resident", "contract", "programmes", "encounter", "refer", "attempt")},
            "mental_supplement": Place("mental_supplement", resident(MENTAL)),
            "consultation": Place("consultation", resident(TUBERCULOSIS)),
            "import": Place("import", str(stage.out / "居民名单.xlsx")),
            "bundle": Place("bundle", household),
            "household_form": Place("household_form", household),
            "grid": Place("grid", today.isoformat()),
            "referrals": Place("referrals", stage.referral),
            "complete": Place("complete", self._known["unfinished"]),
            "record_form": Place("record_form", self._known["refused"], {"fix": self._known["refused save"]}),
            "attachment": Place("attachment", self._known["attachment"]),
            "paper": Place("paper", stage.referral, {"kind": "referral"}),
            "tour_form": Place("tour_form", "", {"village": VILLAGE, "day": today + timedelta(days=9), "due": []}),
        }  # fmt: skip
        ways = {page: _opening(of.get(page, Place(page))) for page in PAGES if page not in self._hospital()}
        ways["indicator_people"] = _then("indicators", Qt.Key.Key_Return)
        ways["indicators_paper"] = _then("indicators", Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        ways["list_paper"] = _then("residents", Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        return ways

    def _hospital(self) -> dict[str, Callable[[Pilot], None]]:
        """The pages of a desk that receives."""
        referral = self.stage.referral
        return {
            "slip": _opening(Place("slip")),
            "return_form": _opening(Place("return_form", referral)),
            "next_referral": _opening(Place("next_referral", referral, {"way": "down"})),
            "call_backs": _opening(Place("call_backs")),
            "inpatients": _opening(Place("inpatients")),
        }

    def _body(self, record_type: str, record_id: str) -> dict[str, object]:
        with self.stage.county.village.read() as connection:
            stored = read_body(connection, record_type, record_id)
        expect(stored is not None, f"{record_type} is on file")
        return dict(stored[0].fields) if stored else {}

    def _emergency(self, database: Database) -> str:
        fields = {"direction": "up", "urgency": "emergency", "to_org": "990101H1", "to_dept": "卒中中心"}
        return save(
            database, [{"type": "referral", "fields": {"resident_id": self.stage.resident(PATIENT), **fields}}]
        ).ids[0]


def _opening(place: Place) -> Callable[[Pilot], None]:
    """A page as a list or the rail opens it."""

    def go(pilot: Pilot) -> None:
        pilot.open(place.page, place.of, **place.more)

    return go


def _then(
    page: str, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> Callable[[Pilot], None]:
    """A page that a key of another page opens."""

    def go(pilot: Pilot) -> None:
        pilot.open(page)
        pilot.press(key, modifier)

    return go


def _photo() -> bytes:
    """A picture with nobody in it: the paper of an electrocardiogram with its beats."""
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    image.fill(0xFFF4F4)
    painter = QPainter(image)
    painter.setPen(QPen(QColor(0xE8, 0xC4, 0xC4), 1))
    for at in range(0, 640, 16):
        painter.drawLine(at, 0, at, 359)
        painter.drawLine(0, at, 639, at)
    beat = (
        (0, 0),
        (40, 0),
        (52, -10),
        (64, 0),
        (74, 0),
        (80, 14),
        (88, -110),
        (96, 34),
        (104, 0),
        (124, -22),
        (150, 0),
    )
    line = [QPointF(start + x, 210 + y) for start in range(0, 640, 160) for x, y in beat]
    painter.setPen(QPen(QColor(0x20, 0x20, 0x20), 2))
    painter.drawPolyline(line)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
