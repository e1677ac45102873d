"""The pictures of the manual from a tour in Chinese: `python -m clinic_app.demo.help_pictures OUT`.

Needs Pillow, which reportlab brings. A picture is at most as wide as the manual shows it and has few colours: the
repository stays small.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

from clinic_app.manual import help_folder

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
        few = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
        kept.append(path)
    return kept


if __name__ == "__main__":
    for each in keep(Path(sys.argv[1]), help_folder() / "pictures"):
        print(f"{each} {each.stat().st_size}")
