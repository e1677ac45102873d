"""What sheets of paper and kinds of papers are called in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from clinic_app.gathered.chosen_paper import KINDS_OF_PAPER


def tr(text: str) -> str:
    """In the language of the window."""
    return QCoreApplication.translate("papers", text)


def sheet_words() -> dict[str, str]:
    """The sheets by the names of printing/paper.py."""
    return {
        "a4": tr("A4"),
        "a5": tr("A5 横放"),
        "continuous-140": tr("连续纸 241×140"),
        "continuous-93": tr("连续纸 241×93"),
    }


def kind_words() -> dict[str, str]:
    """The kinds of papers that a printer is chosen for, in their order."""
    words = {
        "referral": tr("转诊单"),
        "return": tr("回转单"),
        "guide": tr("患者明白纸"),
        "consent": tr("知情同意书"),
        "receipt": tr("回执"),
        "form": tr("随访表和档案"),
        "register": tr("登记表和名单"),
    }
    return {kind: words[kind] for kind in KINDS_OF_PAPER}
