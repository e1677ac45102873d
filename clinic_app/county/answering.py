"""Whatever happens inside a request, the answer is one of ours. Logs carry a request id, types and places only."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import psycopg
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.county.http import failure
from clinic_app.county.problems import Refusal, busy

FAILED = Refusal(500, "failed", "县平台处理时出错，数据没有丢失，程序稍后自动再试")
Endpoint = Callable[[Request], Awaitable[Response]]
Refuse = Callable[[Request, Refusal], Response]
log = logging.getLogger(__name__)


def guarded(handler: Endpoint, refuse: Refuse = failure) -> Endpoint:
    """`handler` with every refusal and failure told by `refuse`."""

    async def endpoint(request: Request) -> Response:
        try:
            return await handler(request)
        except Refusal as refusal:
            log.info("refused", extra={"ids": {**_ids(request), "code": refusal.code}})
            return refuse(request, refusal)
        except psycopg.OperationalError as problem:
            log.warning("database", extra={"ids": {**_ids(request), "error": type(problem).__name__}})
            return refuse(request, busy())
        except Exception as problem:
            # No message and no traceback: both may quote what people wrote. The type and place are enough to search.
            told = {"error": type(problem).__name__, "place": _place(problem)}
            log.error("failed", extra={"ids": {**_ids(request), **told}})
            return refuse(request, FAILED)

    return endpoint


def _ids(request: Request) -> dict[str, str]:
    return {"request": str(request.scope.get("state", {}).get("request_id", ""))}


def _place(problem: BaseException) -> str:
    trace = problem.__traceback__
    place = "?"
    while trace is not None:
        place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
