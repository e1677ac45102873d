"""Four eyes over the county's whole data: where two administrators are in force, one of them confirms by password.

Whoever has the server's command line is known to its operating system, not to the county: their word is not asked here,
the other one's is, and the audit chain names who gave it.
"""

from __future__ import annotations

from clinic_app.county.admin_door import check_password
from clinic_app.county.administrators import all_administrators
from clinic_app.county.database import CountyDatabase
from clinic_app.county.problems import CountyProblem

CONSOLE = "console"
"""Where the tries of the command line are counted, beside the addresses of browsers."""
ENOUGH = 2


def is_needed(database: CountyDatabase) -> bool:
    """Whether somebody has to confirm: there are two administrators who can log in."""
    return len([each for each in all_administrators(database) if each.disabled_at is None]) >= ENOUGH


def confirmed(database: CountyDatabase, name: str | None, password: str) -> str:
    """Who confirmed, for the audit entry's detail: `[two:ID]`, `[one]` where there are not two people.

    `name` is None where nobody was named. Raises CountyProblem, and Refusal for a wrong password or too many of them.
    """
    if name is not None:
        return f"[two:{check_password(database, name, password, CONSOLE).id}]"
    if is_needed(database):
        raise CountyProblem("导出全县数据要由另一位管理员确认，没有导出；用 --second 名字，由他输入自己的密码")
    return "[one]"
