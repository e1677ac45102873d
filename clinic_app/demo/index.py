"""The tour's index: one page that shows every picture with its words and leads to every paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

INDEX = "index.html"
STYLE = """
body { font-family: sans-serif; margin: 24px; background: #f6f7f9; color: #1b2430; }
h2 { margin-top: 40px; }
h3 { margin: 24px 0 8px; font-weight: 600; }
.row { display: flex; gap: 12px; align-items: flex-start; flex-wrap: wrap; }
figure { margin: 0; max-width: 31%; }
figcaption { color: #5a6675; font-size: 14px; }
img { width: 100%; border: 1px solid #dde1e7; background: #fff; }
li { display: inline-block; margin: 0 16px 8px 0; }
"""


def write_index(
    out: Path, language: str, steps: Sequence[tuple[str, Sequence[str]]], pages: Mapping[str, Sequence[str]]
) -> Path:
    """Write `index.html` to `out`: the steps with their pictures, the pages in their sizes, and the papers there are.

    Paths of pictures are relative to `out`.
    """
    papers = sorted(each.name for each in out.glob("*.pdf"))
    parts = [f'<!DOCTYPE html><html lang="{language}"><meta charset="utf-8"><title>clinic_app</title>']
    parts += [f"<style>{STYLE}</style><h1>clinic_app</h1>", f"<h2>主要流程 · {len(steps)}</h2>"]
    for title, pictures in steps:
        parts += [f"<h3>{escape(title)}</h3>", _row(pictures)]
    parts.append(f"<h2>每一页 · {len(pages)}</h2>")
    for page, pictures in sorted(pages.items()):
        parts += [f'<h3 id="{escape(page)}">{escape(page)}</h3>', _row(pictures)]
    links = "".join(f'<li><a href="{escape(each)}">{escape(each)}</a></li>' for each in papers)
    parts += [f"<h2>单据 · {len(papers)}</h2><ul>{links}</ul></html>"]
    path = out / INDEX
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def _row(pictures: Sequence[str]) -> str:
    return f'<div class="row">{"".join(_figure(each) for each in pictures)}</div>'


def _figure(picture: str) -> str:
    name = escape(picture)
    return (
        f'<figure><a href="{name}"><img src="{name}" alt="{name}" loading="lazy"></a>'
        f"<figcaption>{name}</figcaption></figure>"
    )
