"""Long polls: one look at the counter for all who wait in this process."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.concurrency import run_in_threadpool

from clinic_app.county import change_log
from clinic_app.county.database import CountyDatabase
from clinic_app.county.problems import Refusal

STEP = 0.25


class HeadWatch:
    """Tells waiters that the log moved. While nobody waits it asks nothing."""

    def __init__(self, database: CountyDatabase) -> None:
        self._database = database
        self._seen = -1
        self._waiting = 0
        self._moved = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self.ended = False
        """Whether the server stops: nobody waits any more."""

    async def end(self) -> None:
        """The server stops: whoever waits is answered now instead of being cut off."""
        async with self._moved:
            self.ended = True
            self._moved.notify_all()

    async def moved_past(self, seq: int, seconds: float) -> None:
        """Return when the head is beyond `seq`, after `seconds`, or when the server stops."""
        async with self._moved:
            self._waiting += 1
            if self._task is None or self._task.done():
                self._task = asyncio.create_task(self._look())
            try:
                with suppress(TimeoutError):
                    async with asyncio.timeout(seconds):
                        await self._moved.wait_for(lambda: self.ended or self._seen > seq)
            finally:
                self._waiting -= 1

    async def _look(self) -> None:
        while self._waiting and not self.ended:
            with suppress(Refusal):
                seen = await run_in_threadpool(self._read)
                async with self._moved:
                    self._seen = seen
                    self._moved.notify_all()
            await asyncio.sleep(STEP)

    def _read(self) -> int:
        with self._database.transaction() as connection:
            return change_log.read_head(connection, self._database.county).seq
