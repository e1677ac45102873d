"""How long the server's logs are kept: six months at least, which the Cybersecurity Law asks for. The audit chain is
never purged."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from clinic_app.county import audit
from clinic_app.county.database import CountyDatabase
from clinic_app.county.problems import CountyProblem
from clinic_app.county.server_log import LogFile, log_files

KEPT = timedelta(days=183)


def purge(database: CountyDatabase, folder: Path, before: date, actor: str) -> list[LogFile]:
    """Delete the day files of `folder` from before a day, and say so in the audit chain; returns what went.

    Raises CountyProblem for a day within the last six months, a folder without logs, and a file that stays.
    """
    latest = database.clock.today() - KEPT
    if before > latest:
        raise CountyProblem(f"日志至少保存六个月，{latest}以后的不能清理，什么也没有删除")
    present = log_files(folder)
    if not present:
        raise CountyProblem(f"文件夹里没有县平台的日志：{folder}，什么也没有删除")
    old = [each for each in present if each.day < before]
    gone: list[LogFile] = []
    try:
        for each in old:
            each.path.unlink()
            gone.append(each)
    except OSError:
        raise CountyProblem(f"日志文件删不掉：{old[len(gone)].path}，已删除{len(gone)}个，检查权限后再试") from None
    finally:
        if gone:
            with database.transaction() as connection:
                audit.append(
                    connection, database.county, actor, "purge_logs", f"logs:{len(gone)}", database.now_text(),
                    f"before {before}",
                )  # fmt: skip
    return gone
