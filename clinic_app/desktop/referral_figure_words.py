"""The tables of referrals in the words of the screen: short names over columns, names of lines, one figure in full."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.indicator_words import count_words, mark_words, rate_words
from clinic_app.desktop.translation import record_word
from clinic_app.guidelines.indicators import Figure
from clinic_app.guidelines.referral_figures import DISEASE, MONTH, RECEIVER, SENDER, ReferralLine, ReferralTable


def tr(text: str) -> str:
    """A sentence of this module in the language of the window."""
    return QCoreApplication.translate("referral_figures", text)


def dimension_words() -> dict[str, str]:
    """What the lines are, by dimension."""
    return {MONTH: tr("月份"), SENDER: tr("转出单位"), RECEIVER: tr("转入单位"), DISEASE: tr("病种")}


def short_words() -> dict[str, str]:
    """The words over the columns; the whole name stands under the table."""
    return {
        "referrals_up": tr("上转"),
        "referrals_down": tr("下转"),
        "referral_remote": tr("远程"),
        "referral_precise": tr("精准"),
        "referral_outside": tr("盟外"),
        "referral_answered": tr("及时"),
        "referral_closed": tr("闭环"),
        "referral_down_rate": tr("下转率"),
        "referral_down_share": tr("转后下转"),
        "referral_followed_up": tr("2周随访"),
    }


def line_words(table: ReferralTable, line: ReferralLine) -> str:
    """The name of a line: 11月, an organisation, a disease, 合计."""
    if line is table.total:
        return tr("合计")
    if table.by == MONTH:
        return tr("{month}月").format(month=int(line.key[5:]))
    return record_word(line.name)


def cell_words(found: Figure) -> str:
    """What stands in a narrow column: the number or the rate alone."""
    if found.lacks_base:
        return "—"
    return rate_words(found)


def figure_lines(line: ReferralLine) -> Iterator[tuple[str, str]]:
    """Each figure of a line in full, and what it counts, with its mark."""
    for each in line.figures:
        parts = (record_word(each.definition.label), rate_words(each), count_words(each))
        mark = tr("{words}（{mark}）").format(words=each.definition.words, mark=mark_words(each))
        yield "　".join(part for part in parts if part), mark
