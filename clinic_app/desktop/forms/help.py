"""F1: what a field means and what may stand in it, from its declaration."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import Button, column, hairline, keep_lines, label, row, scrolled
from clinic_app.guidelines.rule_card import RuleCard
from clinic_app.records.field import Field, Kind


def _tr(text: str) -> str:
    return QCoreApplication.translate("help", text)


def help_lines(declared: Field, *, measured: bool = False) -> list[str]:
    """The filling note, the range, the usual range and the choices of a field, one line each."""
    lines = [record_word(declared.help)] if declared.help else []
    if declared.form:
        lines.append(_tr("出自：{form}").format(form=declared.form))
    if declared.minimum is not None or declared.maximum is not None:
        words = _tr("可填 {low} 到 {high} {unit}")
        lines.append(
            words.format(low=declared.minimum, high=declared.maximum, unit=record_word(declared.unit)).rstrip()
        )
    if declared.usual:
        low, high = declared.usual
        lines.append(_tr("常见 {low} 到 {high}，超出会提醒再核对").format(low=low, high=high))
    if declared.kind is Kind.DATE:
        lines.append(_tr("可写成 20261122、2026.11.22、1122（今年）、22（本月）、今天、+14（14天后）"))
    if declared.options:
        lines.append(_tr("按数字键选择，左右键移动，空格选中，退格清除："))
        lines += [f"　{option.code}　{record_word(option.label)}" for option in declared.options]
    if declared.kind is Kind.LONG_TEXT:
        lines.append(_tr("Enter 到下一项，Shift+Enter 换行"))
    if measured:
        lines.append(_tr("F7 未测并选原因；F9 换来源：手工、设备、抄自纸质、患者自述"))
    if declared.required:
        lines.append(_tr("必填"))
    return lines or [_tr("照纸质表填写；没问的留空")]


class HelpPanel(QDialog):
    """A page of words that Esc or Enter closes; under them the rules that concern the field. F1 once more asks for
    the manual's chapter."""

    chapter_asked = Signal()

    def __init__(self, title: str, lines: list[str], parent: QWidget, cards: Sequence[RuleCard] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inside = QWidget()
        rules = [each for card in cards for each in (hairline(), *_card_labels(card))]
        inside.setLayout(column(*(label(line, wrap=True) for line in lines), *rules, None))
        keep_lines(inside)
        close = Button(self.tr("关闭"), "Esc", clicked=self.accept)
        close.setDefault(True)
        more = Button(self.tr("这一页的说明"), "F1", clicked=self._ask_chapter)
        body = column(label(title, "section", wrap=True), scrolled(inside), row(more, None, close))
        body.setContentsMargins(24, 16, 24, 16)
        self.setLayout(body)
        size = parent.window().size()
        height = 90 + 32 * (len(lines) + 2) + 130 * len(cards)
        self.resize(min(620 if cards else 560, size.width() - 40), min(height, size.height() - 40))

    @Slot()
    def _ask_chapter(self) -> None:
        self.accept()
        self.chapter_asked.emit()


def _card_labels(card: RuleCard) -> list[QLabel]:
    """H-08 in words, what it is from, how far it was verified and since when it holds."""
    state = "muted" if card.verified == "V1" else "watch"
    told = [label(f"{card.id}　{card.words}", wrap=True)]
    if card.note:
        told.append(label(card.note, "muted", wrap=True))
    told.append(label(_tr("来源：{source}").format(source=card.source), "muted", wrap=True))
    words = _tr("{mark} · {book}规则 {version}，自 {day} 起")
    mark = _tr("核实：{words}").format(words=record_word(card.verified_words))
    day = card.valid_from.isoformat()
    told.append(
        label(words.format(mark=mark, book=record_word(card.book), version=card.version, day=day), state, wrap=True)
    )
    return told
