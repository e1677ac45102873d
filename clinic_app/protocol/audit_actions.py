"""What an audit chain tells of: every action code with its Chinese word, the same on laptops and at the county.

Codes never change once entries with them exist: their hash covers them. `tests/protocol/test_audit_actions.py` finds an
action that is written somewhere and has no word here.
"""

from __future__ import annotations

from collections.abc import Mapping

LOGIN, LOGIN_FAILED, LOCK, SWITCH, RECOVER = "login", "login_failed", "lock", "switch", "recover"
READ, REVEAL, SAVE, PRINT, EXPORT, IMPORT, REFUSE = "read", "reveal", "save", "print", "export", "import", "refuse"
HEAD_BROKEN = "head_broken"

DOOR: Mapping[str, str] = {
    LOGIN: "登录",
    LOGIN_FAILED: "登录失败",
    LOCK: "锁定",
    SWITCH: "换人",
    RECOVER: "用恢复码打开",
    "logout": "退出登录",
    "lease_ended": "离线期限已到",
    "lease_renew": "续期",
    "lease_code": "给出续期码",
    "practice": "练习",
}
READING: Mapping[str, str] = {
    READ: "查看",
    REVEAL: "显示完整号码",
    "open": "打开附件",
    "lookup": "按证件号码查找",
    "scan": "扫描转诊单",
    "fhir_read": "接口读取",
    "audit_read": "查看审计",
}
SAVING: Mapping[str, str] = {
    SAVE: "保存",
    REFUSE: "拒绝",
    IMPORT: "导入",
    "void": "撤销一批导入",
    "merge": "合并居民",
    "unmerge": "撤销合并",
    "claim": "认领",
    "accept": "接收待监管的保存",
    "decline": "不接收待监管的保存",
    "redirect": "改送转诊",
    "hand_over": "村的交接",
    "load": "载入名录",
    "second_person": "第二人确认",
}
OUTPUT: Mapping[str, str] = {
    PRINT: "打印",
    "reprint": "补打",
    EXPORT: "管理导出",
    "copy": "复制号码",
    "fhir_export": "接口文件导出",
}
PEOPLE: Mapping[str, str] = {
    "account": "登记账户",
    "account_create": "添加账户",
    "account_disable": "停用账户",
    "account_enable": "恢复账户",
    "account_role": "改账户角色",
    "disable": "县里停用账户",
    "password_change": "改密码",
    "password_set": "重设密码",
    "admin_add": "添加管理员",
    "admin_disable": "停用管理员",
    "admin_enable": "恢复管理员",
    "admin_password": "重设管理员密码",
    "admin_login": "管理员登录",
    "admin_login_failed": "管理员登录失败",
    "admin_logout": "管理员退出",
    "fhir_token": "发出只读令牌",
    "fhir_token_revoke": "收回只读令牌",
}
MACHINE: Mapping[str, str] = {
    "enrol_code": "发出入网码",
    "enrol": "入网",
    "head_accept": "核对过审计链",
    "enrol_refused": "入网被拒绝",
    "revoke": "停用设备",
    "retire": "退役",
    "fork": "分出新设备",
    "realign": "重新对齐",
    "backup": "备份",
    "backup_mark": "备份标记",
    "backup_place": "备份的第二处",
    "rehearsal": "恢复演练",
    "restore": "恢复",
    "repair": "修复数据",
    "log_lost": "数据日志不见了",
    "recovery_code": "恢复码",
    "recovery_code_opened": "读出恢复码",
    "escrow_key": "托管钥匙",
    "relay": "接力包送达",
    "relay_export": "接力包导出",
    "relay_import": "接力包导入",
    "relay_snapshot": "首次数据包",
    "settings": "改设置",
    "purge_logs": "清理日志",
    HEAD_BROKEN: "审计链对不上",
}

GROUPS: Mapping[str, Mapping[str, str]] = {
    "登录和锁定": DOOR,
    "查看": READING,
    "保存和改动": SAVING,
    "打印和导出": OUTPUT,
    "账户": PEOPLE,
    "设备和备份": MACHINE,
}
"""In the order in which a viewer offers them."""
WORDS: Mapping[str, str] = {code: word for group in GROUPS.values() for code, word in group.items()}


def action_word(code: str) -> str:
    """The Chinese word of an action; the code itself for one of a newer program."""
    return WORDS.get(code, code)
