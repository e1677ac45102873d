"""An entry of the audit in words: what it is about, and its remark. What nobody has words for comes as it is stored."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.pages.paper import TITLES, paper_title
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.exchange.sheet_kinds import KINDS
from clinic_app.protocol.audit_actions import EXPORT, LOCK, REFUSE, SWITCH, WORDS, action_word
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.code_list import EXPORT_REASON
from clinic_app.records.permission import ACT_WORDS
from clinic_app.store.queries.audit import AuditRow

TAIL = 6
LIST = "list-"
FINGERPRINT = 12
"""Characters of a paper's SHA-256 that are shown: enough to compare two; the file of the audit has all."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("audit_words", text)


class AuditWords:
    """Made once for a page: its words are in the language of the window."""

    def __init__(self) -> None:
        self._kinds = _kinds()
        self._acts = {act.value: record_word(words) for act, words in ACT_WORDS.items()}
        self._counted = _counted()
        self._lists = _lists()
        self._details = _details()
        self._reasons = record_words(EXPORT_REASON)

    def target(self, entry: AuditRow) -> str:
        """居民 李某甲: what an entry is about, with the name where it may be seen, else with the end of its number.

        Of several records that were saved together the kinds are told, and whose they are.
        """
        if entry.action in (LOCK, SWITCH):
            return ""
        if entry.action == REFUSE:
            return self._refused(entry.target)
        parts = [self._thing(each, entry) for each in entry.target.split()]
        if entry.person and not any(entry.person in each for each in parts):
            parts.append(entry.person)
        words = list(dict.fromkeys(part for part in parts if part))
        return (" · " if len(words) > 2 else " ").join(words)

    def detail(self, entry: AuditRow) -> str:
        """其他单位要 · 电话 · 撤销 12 留下 1: the remark of an entry."""
        if entry.action == REFUSE and entry.detail in WORDS:
            return record_word(action_word(entry.detail))
        if entry.action == EXPORT or entry.detail in self._reasons:
            reason, _, more = entry.detail.partition(" ")
            return " ".join(part for part in (self._reasons.get(reason, reason), more) if part)
        return " ".join(self._remark(each) for each in entry.detail.split(" "))

    def _refused(self, target: str) -> str:
        """保存 随访: the act, and of what."""
        act, _, kind = target.partition(":")
        named = self._acts.get(act) or self._kinds.get(act, act)
        return " ".join(part for part in (named, self._kinds.get(kind, kind)) if part)

    def _thing(self, token: str, entry: AuditRow) -> str:
        kind, _, rest = token.partition(":")
        if kind.startswith(LIST):
            name = kind.removeprefix(LIST)
            return _tr("{list} {count} 条").format(list=self._lists.get(name, _tr("名单")), count=rest)
        if rest and kind in self._counted:
            return self._counted[kind].format(count=rest)
        if kind == "kind" and rest in KINDS:
            return record_word(KINDS[rest].words)
        if kind not in self._kinds:
            # The number of an account or a file: its name where there is one.
            return entry.person or self._details.get(token) or _shortened(token)
        named = "" if entry.person and kind in RECORD_TYPES else _shortened(rest)
        day, colon, _ = rest.rpartition(":")
        if entry.person and colon:
            # A sheet of a day and a village.
            named = f"{day} {entry.person}"
        return " ".join(part for part in (self._kinds[kind], named) if part)

    def _remark(self, token: str) -> str:
        kind, colon, rest = token.partition(":")
        if not colon:
            return self._details.get(token, token)
        if kind == "sha256":
            return _tr("指纹 {start}").format(start=rest[:FINGERPRINT])
        if kind == "paper":
            return rest
        if kind in self._counted:
            return self._counted[kind].format(count=rest)
        return " ".join((self._kinds[kind], _shortened(rest))) if kind in self._kinds else token


def _shortened(number: str) -> str:
    """A number that nobody reads by its end; days, periods and counts as they are."""
    return f"…{number[-TAIL:]}" if len(number) > 2 * TAIL and ":" not in number else number.replace(":", " ")


def _kinds() -> dict[str, str]:
    """What entries are about: records, papers, and what is written out or looked after."""
    records = {name: record_word(each.label) for name, each in RECORD_TYPES.items()}
    return {
        **{kind: paper_title(kind) for kind in TITLES},
        **records,
        "account": _tr("账户"),
        "attachment": _tr("附件"),
        "audit": _tr("审计"),
        "device": _tr("电脑"),
        "worklist": _tr("今日工作名单"),
        "register": _tr("转诊登记"),
        "indicators": _tr("统计"),
        "referral_figures": _tr("转诊统计"),
        "mutation": _tr("一次保存"),
    }


def _counted() -> Mapping[str, str]:
    return {
        "batch": _tr("导入批次 {count}"),
        "import_result": _tr("导入批次 {count} 的结果"),
        "packages": _tr("接力包 {count}"),
        "records": _tr("{count} 条记录"),
        "residents": _tr("居民 {count} 人"),
        "households": _tr("家庭 {count} 户"),
        "rows": _tr("{count} 行"),
        "saves": _tr("{count} 次保存"),
        "unreadable": _tr("读不出 {count}"),
        "new": _tr("新增 {count}"),
        "changed": _tr("补充 {count}"),
        "matched": _tr("已有 {count}"),
        "refused": _tr("退回 {count}"),
        "taken": _tr("撤销 {count}"),
        "left": _tr("留下 {count}"),
        "tries": _tr("连错 {count} 次"),
        "seq": _tr("到第 {count} 条"),
        "here": _tr("本机 {count} 行"),
    }


def _lists() -> Mapping[str, str]:
    return {
        "audit": _tr("审计记录"),
        "call_backs": _tr("出院回访"),
        "conflicts": _tr("冲突"),
        "duplicates": _tr("疑似重复的档案"),
        "households": _tr("家庭名单"),
        "imports": _tr("导入记录"),
        "inpatients": _tr("在院费用"),
        "overdue": _tr("超时未答复"),
        "quarantine": _tr("县平台没有接收的保存"),
        "referrals": _tr("转诊单"),
        "register": _tr("转诊登记"),
        "residents": _tr("居民名单"),
        "services": _tr("履约记录"),
        "timeline": _tr("时间线"),
        "tours": _tr("巡诊清单"),
        "work": _tr("今日工作名单"),
    }


def _details() -> Mapping[str, str]:
    """Codes that stand alone."""
    return {
        "phone": _tr("电话"),
        "identity": _tr("证件号码"),
        "hand": _tr("手动"),
        "idle": _tr("没有操作"),
        "sleep": _tr("电脑休眠"),
        "session": _tr("电脑锁屏"),
        "switch": _tr("换人"),
        "same": _tr("内容一致"),
        "repair": _tr("修复时补记"),
        "idle_minutes": _tr("自动锁定的分钟数"),
        "set": _tr("设了"),
        "none": _tr("取消了"),
    }
