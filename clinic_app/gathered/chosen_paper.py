"""Which sheet a paper is drawn on: what was asked for, else the printer that was chosen for papers of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.gathered import NothingToPrint
from clinic_app.printing.paper import A4, PAPERS, Paper
from clinic_app.store.printers import PrinterSettings, Profile

FORM, LIST = "form", "register"
"""What forms of the health record, and what lists across, are called where a printer is chosen for a kind of paper."""
SLIP_KINDS = ("referral", "return", "guide", "consent", "receipt")
LISTS = ("register", "referral-statistics", "day-sheet", "household-roster", "tour-plan")
KINDS_OF_PAPER = (*SLIP_KINDS, FORM, LIST)
PAPER_WORD = {
    "a4": "A4", "a5": "A5横放", "continuous-140": "241×140连续纸", "continuous-93": "241×93连续纸",
}  # fmt: skip
ONLY_A4 = ("a4",)


@dataclass(frozen=True)
class Wanted:
    """How a paper is asked for; what is left empty follows the settings of this laptop.

    `paper` names a sheet, `profile` a printer of the settings, `large` asks for large type, `carrier` for the QR code,
    `original` is the number of an earlier print that is drawn again as it was.
    """

    paper: str = ""
    profile: str = ""
    large: bool | None = None
    carrier: bool | None = None
    original: int = 0


@dataclass(frozen=True)
class ChosenPaper:
    """A sheet by its name, with the calibration of the printer `profile`."""

    name: str
    paper: Paper
    profile: Profile | None = None


AS_SET = Wanted()


def kind_of_paper(kind: str) -> str:
    """The name under which a printer is chosen for a kind of paper."""
    if kind in SLIP_KINDS:
        return kind
    return LIST if kind in LISTS else FORM


def chosen_paper(
    settings: PrinterSettings, kind: str, wanted: Wanted = AS_SET, papers: Sequence[str] = ONLY_A4
) -> ChosenPaper:
    """The sheet for a paper that can be drawn on `papers`. Raises NothingToPrint where it cannot be had."""
    profile = named_profile(settings, wanted.profile) if wanted.profile else settings.of_kind(kind_of_paper(kind))
    asked = wanted.paper or (profile.paper if wanted.profile and profile else "")
    if asked and asked not in papers:
        words = "、".join(PAPER_WORD[each] for each in papers)
        raise NothingToPrint(f"这种单据只能打在{words}纸上")
    if profile is not None and (
        profile.paper not in papers or (asked and profile.paper != asked and not wanted.profile)
    ):
        # The printer of this kind holds another sheet; its calibration says nothing of the one that is asked for.
        profile = None
    name = asked or (profile.paper if profile else "a4")
    return ChosenPaper(name, calibrated(name, profile), profile)


def named_profile(settings: PrinterSettings, name: str) -> Profile:
    """A printer by its name. Raises NothingToPrint."""
    profile = settings.profile(name)
    if profile is None:
        known = "、".join(each.name for each in settings.profiles) or "还没有设"
        raise NothingToPrint(f"没有叫“{name}”的打印机设置；有：{known}")
    return profile


def calibrated(name: str, profile: Profile | None) -> Paper:
    """A sheet as a printer feeds it; A4 for a name that a newer program knows."""
    paper = PAPERS.get(name, A4)
    if profile is None:
        return paper
    paper = paper.shifted(profile.right, profile.down)
    return paper.in_parts(profile.parts) if profile.parts and paper.continuous else paper
