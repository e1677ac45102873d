"""Every page of the window in three sizes: as most screens are, at 150 % of the system's scale, and with text of 200 %.

What a page is for is there to be seen: before the pictures a conflict, a refused save, a person on file twice, a photo
and an unfinished emergency slip come about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QImage

from clinic_app.care.attachment import attach
from clinic_app.care.save import save
from clinic_app.demo.clinic_day import EXAMINED, MENTAL, PATIENT, TUBERCULOSIS
from clinic_app.demo.pilot import Pilot
from clinic_app.demo.stage import Stage, expect
from clinic_app.demo.village_year import VILLAGE
from clinic_app.desktop.desk import Place
from clinic_app.desktop.rooms import PAGES
from clinic_app.desktop.theme import theme
from clinic_app.store.database import Database
from clinic_app.store.projection import read_body
from clinic_app.sync.session import sync_once

FOLDER = "pages"
NOWHERE = "990101009999"
"""A village of no clinic: the county does not take what is said to live there."""
MISTAKEN = "吴某错"


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
        same = {name: twice[name] for name in ("name", "sex", "birth_date", "village_code")}
        save(county.village, [{"type": "resident", "fields": same}])
        lost = {**same, "name": MISTAKEN, "birth_date": "1961-01-01", "village_code": NOWHERE}
        refused = save(county.village, [{"type": "resident", "fields": lost}])
        self._known["refused"], self._known["refused save"] = refused.ids[0], refused.mid or ""
        self._known["attachment"] = attach(county.village, "referral", self.stage.referral, _photo(), "心电图").id
        self._known["unfinished"] = self._emergency(county.village)
        for database in (county.village, county.township, county.village):
            sync_once(database)

    def village(self) -> None:
        """村卫生室：每一页三种大小"""
        with self.stage.at("village") as pilot:
            self.walk(pilot, self._village())

    def hospital(self) -> None:
        """县医院接诊台：每一页三种大小"""
        with self.stage.at("hospital") as pilot:
            self.walk(pilot, self._hospital())
        missing = sorted(set(PAGES) - set(self.taken))
        expect(not missing, f"a picture of every page; none of {'、'.join(missing)}")

    def walk(self, pilot: Pilot, ways: dict[str, Callable[[Pilot], None]], name: str = "") -> None:
        """Open each page in each size and keep its picture, under another `name` where there is one."""
        window = pilot.window
        try:
            for size in SIZES:
                theme().apply(theme().look, size.step)
                window.resize(size.width, size.height)
                for page, way in ways.items():
                    window.message_bar.clear()
                    way(pilot)
                    expect(window.page.place.page == page, f"page {page} stays open")
                    self._picture(pilot, name or page, size)
        finally:
            theme().apply(theme().look, SIZES[0].step)

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
    """A picture with nobody in it: lines like those of an electrocardiogram's paper."""
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    image.fill(0xFFF4F4)
    for y in range(0, 360, 12):
        for x in range(640):
            image.setPixel(x, y, 0xE8B0B0)
    for x in range(640):
        beat = x % 160
        height = 90 if 60 < beat < 68 else -24 if 68 <= beat < 74 else 12 if 100 < beat < 120 else 0
        for thick in range(3):
            image.setPixel(x, 200 - height + thick, 0x202020)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
