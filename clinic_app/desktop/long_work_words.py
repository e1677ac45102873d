"""How far a long work is, in words and numbers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.long_work import Ended, State
from clinic_app.desktop.translation import record_word
from clinic_app.progress import STEP_WORDS, UNIT_WORDS, Point
from clinic_app.store.as_found import Checked
from clinic_app.store.rehearsal import Rehearsal

SURE_AFTER = 3.0
"""Seconds after which a guess of what is left is worth something."""


def tr(text: str) -> str:
    """A sentence of this module in the language of the window."""
    return QCoreApplication.translate("long_work", text)


def amount_words(point: Point) -> str:
    """1,200 / 4,800 条, or what there is of it; nothing while nothing was counted."""
    done, total = point.amounts
    unit = record_word(UNIT_WORDS[point.unit])
    if not done:
        return ""
    if not total:
        return tr("{done} {unit}").format(done=done, unit=unit)
    return tr("{done} / {total} {unit}").format(done=done, total=total, unit=unit)


def left_words(point: Point, seconds: float) -> str:
    """约还要 2 分钟; nothing while that is a mere guess. `seconds`: since the present step began."""
    if not point.total or not point.done or seconds < SURE_AFTER:
        return ""
    left = seconds * (point.total - point.done) / point.done
    if left < 1:
        return ""
    if left < 60:
        return tr("约还要 {count} 秒").format(count=round(left))
    return tr("约还要 {count} 分钟").format(count=round(left / 60))


def point_words(point: Point, seconds: float) -> str:
    """保存 1,200 / 4,800 条 · 约还要 2 分钟."""
    first = " ".join(
        each for each in (record_word(STEP_WORDS[point.step]), record_word(point.about), amount_words(point)) if each
    )
    return " · ".join(each for each in (first, left_words(point, seconds)) if each)


def state_word(state: str) -> tuple[str, str]:
    """The word of a recent work's state, and how the icon beside it looks."""
    return {
        State.RUNNING: (tr("在做"), "note"),
        State.CUT_OFF: (tr("没做完就断了"), "watch"),
        State.DONE: (tr("做好了"), "good"),
        State.WATCH: (tr("做好了，要看一下"), "watch"),
        State.STOPPED: (tr("停下了"), "note"),
        State.FAILED: (tr("没做成"), "danger"),
    }[State(state)]


def rehearsal_ended(found: Rehearsal) -> Ended:
    """How a rehearsal ended. Like all that puts a work's end into words it belongs to no page: a page may be gone."""
    if found.same:
        words = tr("演练成功：恢复出{rows}条记录，与现在的数据逐条一致，试验文件夹已删")
    else:
        words = tr("演练成功：恢复出{rows}条记录，现在有{here}条，备份以后又有改动；试验文件夹已删")
    return Ended(words.format(rows=f"{found.rows:,}", here=f"{found.rows_here:,}"))


def check_ended(found: Checked) -> Ended:
    """How a check of the whole file ended."""
    if not found.findings:
        return Ended(tr("数据文件从头到尾核对过，完好"))
    words = tr("核对数据文件，查出 {count} 处：{first}")
    state = "danger" if found.copy is not None else "watch"
    return Ended(words.format(count=len(found.findings), first=found.findings[0].sentence), state)
