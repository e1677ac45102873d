"""The pictures of the manual from a tour: `python -m clinic_app.demo.help_pictures OUT`, of one in English with `en`.

Needs Pillow, which reportlab brings. A picture is at most as wide as the manual shows it and has few colours: the
repository stays small.
"""

from __future__ import annotations

import sys
from dataclasses import astuple
from pathlib import Path

from PIL import Image, ImageColor

from clinic_app.desktop.tokens import COLOURS as LOOK_COLOURS
from clinic_app.desktop.tokens import Look
from clinic_app.manual import ENGLISH, help_folder

WIDTH = 900
COLOURS = 40
CARD = (433, 184, 933, 584)
"""Of the door, which stands in the middle of an empty window."""
PICTURES = {
    "guide": "*-first-hour.png",
    "work": "*-worklist.png",
    "finding": "*-search.png",
    "person": "*-resident.png",
    "visit": "*-visit.png",
    "refer": "*-refer.png",
    "emergency": "*-emergency.png",
    "desk": "*-inbox.png",
    "figures": "*-statistics.png",
    "paper": "*-paper.png",
    "sync": "pages/1366x768/sync.png",
    "door": "pages/1366x768/door.png",
}
"""By the name in the manual: where the tour leaves it."""


def keep(tour: Path, folder: Path) -> list[Path]:
    """Write the pictures to `folder`, smaller; where they are. Raises FileNotFoundError for one that is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = []
    for name, pattern in PICTURES.items():
        found = sorted(tour.glob(pattern))
        if not found:
            raise FileNotFoundError(pattern)
        with Image.open(found[0]) as whole:
            picture = (whole.crop(CARD) if name == "door" else whole).convert("RGB")
        if picture.width > WIDTH:
            picture = picture.resize((WIDTH, picture.height * WIDTH // picture.width), Image.Resampling.LANCZOS)
        path = folder / f"{name}.png"
        _few_colours(picture).save(path, optimize=True)
        kept.append(path)
    return kept


def _few_colours(picture: Image.Image) -> Image.Image:
    """The look's own colours as they are, and what else there is in few."""
    found = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).getpalette() or []
    own = [part for each in astuple(LOOK_COLOURS[Look.LIGHT]) for part in ImageColor.getrgb(each)]
    palette = Image.new("P", (1, 1))
    palette.putpalette(own + found[: 3 * COLOURS])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


if __name__ == "__main__":
    pictures = help_folder() / "pictures"
    for each in keep(Path(sys.argv[1]), pictures / ENGLISH if ENGLISH in sys.argv[2:] else pictures):
        print(f"{each} {each.stat().st_size}")
