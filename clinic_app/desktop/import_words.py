"""What an import did, in words: for the page, the message bar and the list of recent work."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.desk import Place
from clinic_app.desktop.long_work import Ended
from clinic_app.sheet_import import SheetReport, UndoReport
from clinic_app.sheet_plan import CHANGED, MATCHED, NEW, REFUSED


def tr(text: str) -> str:
    """A sentence of this module in the language of the window."""
    return QCoreApplication.translate("import_words", text)


def report_words(report: SheetReport) -> str:
    """共 120 行：新增 100，已有 15，退回 5."""
    done = bool(report.batch)
    parts = [
        (tr("已导入 {count}") if done else tr("可导入 {count}")).format(count=f"{report.count(NEW):,}"),
        tr("补充 {count}").format(count=f"{report.count(CHANGED):,}") if report.count(CHANGED) else "",
        tr("已有 {count}").format(count=f"{report.count(MATCHED):,}") if report.count(MATCHED) else "",
        tr("退回 {count}").format(count=f"{report.count(REFUSED):,}"),
        tr("还没有导入 {count}").format(count=f"{report.waiting:,}") if report.stopped else "",
    ]
    words = tr("共 {rows} 行：{parts}").format(
        rows=f"{report.rows:,}", parts=tr("，").join(part for part in parts if part)
    )
    if report.batch:
        words += tr("。批次 {number}").format(number=report.batch)
    return words


def import_ended(report: SheetReport) -> Ended:
    """For the message bar."""
    if report.problem and not report.batch:
        return Ended(report.problem, "danger")
    words = report_words(report)
    if report.stopped:
        words += tr("。停下以前的行都在，再导入同一份表就接着做")
        return Ended(words, "stopped", tr("导入记录"), Place("imports"))
    state = "watch" if report.count(REFUSED) or report.problem else "good"
    return Ended(words, state, tr("导入记录"), Place("imports"))


def undo_ended(report: UndoReport) -> Ended:
    """What was taken back and what stays."""
    words = tr("批次 {number}：撤销了 {count} 条").format(number=report.batch, count=f"{report.taken:,}")
    if report.left:
        first = str(report.left[0])
        words += tr("，留下 {count} 条：{first}").format(count=f"{len(report.left):,}", first=first)
        words += tr("…") if len(report.left) > 1 else ""
    if report.stopped:
        return Ended(words + tr("。停下了，再撤销一次就接着做"), "stopped", tr("导入记录"), Place("imports"))
    return Ended(words, "watch" if report.left else "good", tr("导入记录"), Place("imports"))
