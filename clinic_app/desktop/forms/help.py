"""F1: what a field means and what may stand in it, from its declaration."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QWidget

from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import Button, column, label, row, scrolled
from clinic_app.records.field import Field, Kind


def _tr(text: str) -> str:
    return QCoreApplication.translate("help", text)


def help_lines(declared: Field, record_type: str = "") -> list[str]:
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
    if declared.required:
        lines.append(_tr("必填"))
    return lines or [_tr("照纸质表填写；没问的留空")]


class HelpPanel(QDialog):
    """A page of words that Esc, Enter or F1 closes."""

    def __init__(self, title: str, lines: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inside = QWidget()
        inside.setLayout(column(*(label(line, wrap=True) for line in lines), None))
        close = Button(self.tr("关闭"), "Esc", clicked=self.accept)
        close.setDefault(True)
        body = column(label(title, "section", wrap=True), scrolled(inside), row(None, close))
        body.setContentsMargins(24, 16, 24, 16)
        self.setLayout(body)
        size = parent.window().size()
        self.resize(min(560, size.width() - 40), min(90 + 32 * (len(lines) + 2), size.height() - 40))


KEYS = (
    ("Ctrl+K　/", "查找居民、门牌、电话、转诊单号"),
    ("Alt+1 … Alt+6", "左侧各页"),
    ("Enter", "下一项；在列表里打开"),
    ("数字键", "选择选项"),
    ("Ctrl+S", "保存"),
    ("Ctrl+Enter", "保存并到下一位"),
    ("F1", "这一项怎么填"),
    ("Shift+F1", "本页的按键"),
    ("F6", "用药不变"),
    ("F8", "保存并转诊"),
    ("F2　F3　F7", "冲突处理：采用A、采用B、另写"),
    ("Ctrl+P", "看单据、打印"),
    ("Ctrl+R", "打印随访表"),
    ("Ctrl+N", "新建居民、家庭"),
    ("Ctrl+L", "换人登录"),
    ("F5", "立即同步"),
    ("Esc", "返回上一页"),
)


def key_lines() -> list[str]:
    """The cheat sheet, one key a line."""
    return [f"{_tr(keys)}　　{_tr(words)}" for keys, words in KEYS]
