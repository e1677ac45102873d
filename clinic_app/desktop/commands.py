"""Pages and acts by their names, for the search box: 设置, 打印今日工作清单, 锁定. Only what the person may open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QCoreApplication

from clinic_app.desktop.allowed import may_open
from clinic_app.desktop.desk import Desk, Place
from clinic_app.store.haystack import fold
from clinic_app.store.pinyin import spell

EXACT, START, INSIDE = range(3)


@dataclass(frozen=True)
class Command:
    """One page or act. `also` are Chinese words by which people look for it; `key` does the same from anywhere."""

    words: str
    also: str
    symbol: str
    place: Place | None = None
    act: Callable[[], object] | None = None
    key: str = ""

    def rank(self, text: str) -> int | None:
        """How well folded text names it; None where it does not."""
        names = self._names
        if text in names:
            return EXACT
        if any(each.startswith(text) for each in names):
            return START
        # One letter is in nearly everything.
        return INSIDE if (len(text) > 1 or not text.isascii()) and any(text in each for each in names) else None

    @cached_property
    def _names(self) -> list[str]:
        found = [fold(self.words)]
        for each in (self.words, *self.also.split()):
            plain, spelling = fold(each), spell(fold(each))
            found += [plain, *spelling.pinyin, *spelling.initials]
        return found


def matching(known: Sequence[Command], text: str, most: int) -> list[Command]:
    """The commands that `text` names, the best first; numbers name none."""
    plain = fold(text)
    if not plain or plain.isdigit():
        return []
    ranked = [(rank, place) for place, each in enumerate(known) if (rank := each.rank(plain)) is not None]
    return [known[place] for _, place in sorted(ranked)[:most]]


def commands(desk: Desk) -> list[Command]:
    """What this person at this desk can be brought to."""
    found = [*_work(desk), *_referrals(desk), *_laptop(desk)]
    return [each for each in found if each.place is None or may_open(desk, each.place.page)]


def _tr(text: str) -> str:
    return QCoreApplication.translate("commands", text)


def _work(desk: Desk) -> list[Command]:
    """Of people: a receiving desk holds none."""

    if desk.receives:
        return []
    today = desk.today
    found = [
        Command(_tr("今日工作"), "今日工作 待办 到期", "work", Place("work")),
        Command(_tr("居民"), "居民 名单", "residents", Place("residents")),
        Command(_tr("入户"), "入户 家庭", "household", Place("households")),
        Command(_tr("新建居民"), "新建居民 登记 建档", "add", Place("resident_form")),
        Command(_tr("打印今日工作清单"), "打印日单 打印今日工作清单", "print",
                Place("paper", today.isoformat(), {"kind": "day-sheet"})),
        Command(_tr("快速录入"), "快速录入 义诊", "edit", Place("grid", today.isoformat())),
        Command(_tr("巡诊计划"), "巡诊计划 月计划", "work", Place("tours")),
        Command(_tr("打印本月巡诊计划"), "打印巡诊计划", "print",
                Place("paper", f"{today:%Y-%m}", {"kind": "tour-plan"})),
        Command(_tr("统计"), "统计 指标 报表", "statistics", Place("indicators")),
    ]  # fmt: skip
    if desk.device is not None:
        found.append(Command(_tr("从别村迁入"), "从别村迁入 迁入", "moved", Place("claim")))
    return found


def _referrals(desk: Desk) -> list[Command]:
    found = [
        Command(_tr("转诊"), "转诊 转诊单", "referral", Place("referrals")),
        Command(_tr("转诊登记表"), "转诊登记表 登记", "file", Place("register")),
        Command(_tr("超时未答复"), "超时未答复 逾期未答复", "watch", Place("overdue")),
        Command(_tr("转诊统计"), "转诊统计", "statistics", Place("referral_figures")),
    ]
    if not desk.receives:
        found.append(Command(_tr("急救转诊"), "急救转诊", "danger", Place("emergency"), key="Ctrl+Shift+E"))
    if desk.device is not None:
        found.append(Command(_tr("持单到诊"), "持单到诊 扫码", "file", Place("slip"), key="Ctrl+Shift+D"))
    if desk.listens:
        found.append(Command(_tr("出院回访"), "出院回访", "phone", Place("call_backs")))
    return found


def _laptop(desk: Desk) -> list[Command]:
    return [
        Command(_tr("立即同步"), "立即同步 上传", "sync", act=desk.sync_asked.emit, key="F5"),
        Command(_tr("同步"), "同步", "sync", Place("sync")),
        Command(_tr("需处理"), "需处理 未收的保存", "refused", Place("quarantine")),
        Command(_tr("冲突处理"), "冲突处理", "conflict", Place("conflicts")),
        Command(_tr("疑似重复"), "疑似重复 合并", "duplicate", Place("duplicates")),
        Command(_tr("设置"), "设置 字号 主题 语言 颜色", "settings", Place("settings")),
        Command(_tr("备份"), "备份 演练恢复 第二处备份", "save", Place("settings", "backup")),
        Command(_tr("自动锁定"), "自动锁定 多久锁定", "settings", Place("settings", "lock")),
        Command(_tr("测量设备"), "测量设备 血压计 血糖仪 蓝牙", "settings", Place("settings", "meters")),
        Command(_tr("自检"), "自检 哪里不对 磁盘 时钟", "good", Place("self_check")),
        Command(_tr("打包日志"), "打包日志 支持 求助", "file", Place("self_check", "packet")),
        Command(_tr("最近的后台工作"), "最近的后台工作 导入 导出 进度", "file", Place("self_check", "recent")),
        Command(_tr("打印机"), "打印机 打印机设置", "print", Place("printers")),
        Command(_tr("账户和密码"), "账户和密码 改密码", "person", Place("accounts")),
        Command(_tr("审计"), "审计 谁看过", "file", Place("audit")),
        Command(_tr("帮助"), "帮助 说明 手册 怎么用", "help", Place("help"), key="F1"),
        Command(_tr("打印一页纸说明"), "一页纸说明 一页纸", "print", Place("help", "sheet-visit")),
        Command(_tr("锁定"), "锁定", "settings", act=desk.lock_asked.emit, key="Ctrl+L"),
        Command(_tr("换人登录"), "换人登录 退出", "person", act=lambda: desk.switch_asked.emit("")),
    ]
