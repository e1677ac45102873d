"""Practice data stay apart: every door to a county asks here first."""

from __future__ import annotations

from clinic_app.store.database import Database
from clinic_app.store.practice import is_apart
from clinic_app.sync.errors import ServerRefused

PRACTICE_WORDS = "这是练习数据，居民都是虚构的，不与县平台联系，什么也没有发送；要传正式记录，先回到正式数据"


class PracticeOnly(ServerRefused):
    """The data are for practice: nothing of them may reach a county, by line, stick or code."""

    def __init__(self) -> None:
        super().__init__(PRACTICE_WORDS, code="practice")


def refuse_practice(database: Database) -> None:
    """Raise PracticeOnly for practice data."""
    with database.read() as connection:
        if is_apart(connection):
            raise PracticeOnly
