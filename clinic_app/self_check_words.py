"""What the self-check says and what to do, each text once: for the screen, for a terminal and for translation."""

from __future__ import annotations

from collections.abc import Mapping

TITLES: Mapping[str, str] = {
    "disk": "磁盘", "backup": "备份", "second_place": "第二处备份", "clock": "时钟", "line": "联网",
    "certificate": "县平台证书", "key_store": "钥匙库", "printer": "打印机", "quarantine": "退回和冲突",
    "audit": "审计链", "integrity": "数据文件", "lease": "离线期限", "crashes": "程序错误",
}  # fmt: skip
WORDS: Mapping[str, tuple[str, str]] = {
    "disk_good": ("还有 {free} GB 空间，留着备用空间", ""),
    "disk_no_spare": ("还有 {free} GB 空间，备用空间还没有留出", "重新打开程序会自动留出；一直留不出就腾出空间"),
    "disk_little": ("只剩 {free} GB 空间", "删掉用不着的文件，或清空回收站；不要动诊所数据文件夹"),
    "disk_full": ("磁盘快满了，只剩 {megabytes} MB", "马上腾出空间：删掉用不着的文件，清空回收站；已保存的记录都在"),
    "backup_good": ("本机上次备份 {day}", ""),
    "backup_none": ("还没有备份", "打开设置，在备份里按“现在备份到…”；程序每天也会自动备份"),
    "backup_late": ("已经 {days} 天没有备份，上次 {day}", "打开设置，在备份里按“现在备份到…”，做不成会说为什么"),
    "second_place_good": ("第二处上次备份 {day}", ""),
    "second_place_none": ("没有第二处备份：电脑丢了、坏了，没上传的记录就没有了", "在设置的备份里选U盘或另一块磁盘"),
    "second_place_away": ("第二处现在没有接上，或还没有备份", "接上U盘或共享，程序会自动补"),
    "second_place_old": ("第二处已经 {days} 天没有新备份，上次 {day}", "接上U盘或共享，程序会自动补"),
    "clock_good": ("和县平台的时钟一致", ""),
    "clock_unknown": ("还没有和县平台的时钟比过", "联网同步一次就知道"),
    "clock_wrong": (
        "和县平台的时钟差 {minutes} 分钟",
        "在系统设置里校准日期和时间；到期提醒按电脑的时钟算",
    ),
    "clock_far": ("和县平台的时钟差 {hours} 小时", "在系统设置里校准日期和时间；到期提醒按电脑的时钟算"),
    "line_practice": ("这是练习数据，不联网", ""),
    "line_none": ("还没有入网，记录只在本机", "向县平台要入网码，在同步页输入"),
    "line_good": ("上次同步 {day}，待传 {count} 条", ""),
    "line_never": ("入网后还没有同步成功过，待传 {count} 条", "到同步页按“立即同步”，看它说什么"),
    "line_late": ("已经 {days} 天没有同步，待传 {count} 条", "连上网后按F5；没有网络就用U盘接力"),
    "line_locked_out": ("县平台已停用这个账户", "找县管理员核对；已保存的都在本机"),
    "certificate_good": ("有效到 {day}", ""),
    "certificate_near": ("{day} 到期，还有 {days} 天", "告诉县管理员准备换证书；换的时候本机自动跟着换"),
    "certificate_over": ("已经在 {day} 到期", "先核对电脑的日期；日期没错就告诉县管理员，换好以前用U盘接力"),
    "certificate_none": ("没有固定的县平台证书，用系统自带的证书", ""),
    "certificate_unreadable": ("存下的县平台证书读不出来", "打电话给县管理员，重新入网；已保存的记录都在"),
    "key_store_good": ("数据钥匙的一半在系统的钥匙库里", ""),
    "key_store_file": (
        "系统没有钥匙库，数据钥匙的一半存成文件，在用户的配置文件夹里",
        "给电脑设登录密码，最好打开磁盘加密；不影响使用",
    ),
    "printer_good": ("设了 {count} 台，系统里都有", ""),
    "printer_none": ("还没有设打印机，打印时用系统默认的", "要校正位置、用A5或连续纸，在打印机设置里加一台"),
    "printer_gone": ("系统里现在没有：{names}", "看电源和连接线；换了打印机就在打印机设置里改"),
    "quarantine_good": ("没有被退回的保存，没有要选的冲突", ""),
    "quarantine_refused": ("县平台退回了 {count} 次保存，都留在本机", "一条一条改正，或写明不改的理由"),
    "quarantine_conflicts": ("有 {count} 处两边填得不同，等人来选", "打开冲突处理，选一边"),
    "quarantine_parked": (
        "有 {count} 次保存单独传也传不上去，先放在一边",
        "稍后会再试；一直传不上去就打包日志",
    ),
    "audit_good": ("和县平台留底的一致", ""),
    "audit_alone": ("只在本机，县平台还没有留底", ""),
    "audit_wrong": ("本机的审计记录和县平台留底的对不上", "照常使用和上传，报告县管理员"),
    "integrity_good": ("{day} 从头到尾核对过，完好", ""),
    "integrity_late": ("已经 {days} 天没有从头到尾核对", "按“核对数据文件”，几分钟，可以接着做别的"),
    "integrity_never": ("还没有从头到尾核对过", "按“核对数据文件”，几分钟，可以接着做别的"),
    "integrity_unclean": ("上次不是正常退出，还没有核对", "按“核对数据文件”，几分钟，可以接着做别的"),
    "lease_none": ("没有期限", ""),
    "lease_good": ("还可以离线工作 {days} 天", ""),
    "lease_near": ("{days} 天内没有联系县平台，数据就会锁住（不会丢）", "联网同步一次，或用U盘接力带回回执"),
    "crashes_none": ("最近30天没有记到程序错误", ""),
    "crashes_some": ("最近30天记到程序错误，一共 {count} 次，记录没有受影响", "按“打包日志”，把包交给管理员"),
}
"""What a finding says, and what to do; each text once, for screen, terminal and translation."""
