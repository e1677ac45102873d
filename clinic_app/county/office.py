"""What administrators see in a browser: the login, the status page, the figures, their tables; and `/metrics`.

Default deny: of all this only the login and its style sheet answer somebody who is not logged in.
"""

from __future__ import annotations

import asyncio
import html
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clinic_app.county import admin_door, fhir_tokens, indicators_page, referral_statistics, status_page
from clinic_app.county.administrators import LONGEST_NAME, LONGEST_PASSWORD, Administrator
from clinic_app.county.answering import Endpoint, guarded
from clinic_app.county.database import CountyDatabase
from clinic_app.county.http import BAD, failure, query_of, read_body
from clinic_app.county.indicators import Indicators, asked_period
from clinic_app.county.metrics import MEDIA_TYPE as METRICS_TEXT
from clinic_app.county.metrics import Metrics
from clinic_app.county.office_page import (
    LOGIN,
    LOGOUT,
    PAGES,
    STYLE_PATH,
    headers_for,
    shown,
    style,
    table_answer,
    whole,
)
from clinic_app.county.problems import Refusal, busy
from clinic_app.county.traffic import Traffic
from clinic_app.exchange.referral_figures_file import referral_csv

COOKIE, SECURE_COOKIE = "county", "__Host-county"
FORM = "application/x-www-form-urlencoded"
MOST_FORM = 8 << 10
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
# A password costs 64 MiB while it is looked at.
AT_A_TIME, MOST_WAITING = 2, 16
NOT_FOUND = Refusal(404, "not_found", "没有这个地址")
ELSEWHERE = Refusal(403, "cross_site", "这次提交不是从县平台的页面来的，没有执行；回到登录页面再试")
IN_THE_CLEAR = Refusal(403, "in_the_clear", "经过代理的不加密线路上不能登录，用县平台自己的 https 地址")
Seen = Callable[[Request, Administrator], Awaitable[Response]]


def routes(database: CountyDatabase, indicators: Indicators, traffic: Traffic) -> list[Route]:
    """The addresses of the office."""
    office = Office(database, indicators, Metrics(database, traffic))
    pages: list[tuple[str, Seen]] = [
        ("/", office.status),
        ("/status/{name}.csv", office.status_table),
        *((path + suffix, office.figures) for path in ("/indicators", "/referral-figures") for suffix in ("", ".csv")),
    ]
    return [
        Route(STYLE_PATH, style, methods=["GET"]),
        Route(LOGIN, guarded(office.login, told), methods=["GET"]),
        Route(LOGIN, guarded(office.log_in, told), methods=["POST"]),
        Route(LOGOUT, guarded(office.log_out, told), methods=["POST"]),
        Route("/metrics", guarded(office.metrics, _told_to_program), methods=["GET"]),
        *(Route(path, office.behind_login(seen), methods=["GET"]) for path, seen in pages),
    ]


def told(request: Request, refusal: Refusal) -> Response:
    """A refusal as a page; at the door the page is the door again."""
    more = {} if refusal.retry_after is None else {"Retry-After": str(refusal.retry_after)}
    if refusal.code in (admin_door.WRONG.code, admin_door.TOO_OFTEN):
        return shown(request, login_page(_wanted(request), refusal.message), refusal.status, more)
    body = f'<p class=told>{html.escape(refusal.message)}</p><p><a href="/">县平台</a></p>'
    return shown(request, whole("县平台", body), refusal.status, more)


def _told_to_program(request: Request, refusal: Refusal) -> Response:
    answer = failure(request, refusal)
    if refusal.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def login_page(wanted: str, words: str = "", empty: bool = False) -> str:
    """The door. `wanted` is the page to go to afterwards, `words` why it is still closed."""
    notes = [words] if words else []
    if empty:
        notes.append("还没有管理员，在服务器上用 clinic-app county admin add 新建")
    remarks = "".join(f"<p class=told role=alert>{html.escape(each)}</p>" for each in notes)
    body = (
        f"<section class=door><h1>县平台</h1>{remarks}"
        f'<form method=post action="{html.escape(_door_to(wanted))}">'
        "<label>用户名<input name=name autocomplete=username autofocus required"
        f" maxlength={LONGEST_NAME}></label><label>密码<input name=password type=password"
        f" autocomplete=current-password required maxlength={LONGEST_PASSWORD}></label><button>登录</button></form>"
        "<p class=none>30分钟没有操作自动退出</p></section>"
    )
    return whole("县平台　登录", body)


class Office:
    """The pages over one county."""

    def __init__(self, database: CountyDatabase, indicators: Indicators, metrics: Metrics) -> None:
        self._database = database
        self._indicators = indicators
        self._metrics = metrics
        self._looking = asyncio.Semaphore(AT_A_TIME)
        self._waiting = 0

    def behind_login(self, seen: Seen) -> Endpoint:
        """A page for administrators; everybody else is led to the door."""

        async def checked(request: Request) -> Response:
            administrator = await self._administrator(request)
            if administrator is None:
                return self._to_door(request)
            return await seen(request, administrator)

        return guarded(checked, told)

    async def login(self, request: Request) -> Response:
        """The door."""
        require_private(request)
        wanted = _wanted(request)
        if await self._administrator(request) is not None:
            return RedirectResponse(wanted, 303, headers_for(request))
        empty = not await run_in_threadpool(admin_door.is_anybody, self._database)
        return shown(request, login_page(wanted, empty=empty))

    async def log_in(self, request: Request) -> Response:
        """Name and password for a session."""
        require_private(request)
        require_own_page(request)
        asked = await _form(request)
        source = request.client.host if request.client else ""
        name, password = asked.get("name", ""), asked.get("password", "")
        former = request.cookies.get(cookie_name(request), "")
        if self._waiting >= MOST_WAITING:
            raise busy()
        self._waiting += 1
        try:
            async with self._looking:
                token = await run_in_threadpool(admin_door.log_in, self._database, name, password, source, former)
        finally:
            self._waiting -= 1
        answer = RedirectResponse(_wanted(request), 303, headers_for(request))
        _give(answer, request, token)
        return answer

    async def log_out(self, request: Request) -> Response:
        """End the session."""
        require_own_page(request)
        await run_in_threadpool(admin_door.log_out, self._database, request.cookies.get(cookie_name(request), ""))
        answer = RedirectResponse(LOGIN, 303, headers_for(request))
        _give(answer, request, "")
        return answer

    async def status(self, request: Request, administrator: Administrator) -> Response:
        """Devices, what waits, counts."""
        body = await run_in_threadpool(status_page.render, self._database)
        return shown(request, whole("县平台", body, administrator, "/"))

    async def status_table(self, request: Request, administrator: Administrator) -> Response:
        """A table of the status page."""
        name = request.path_params["name"]
        content = await run_in_threadpool(status_page.table_csv, self._database, name)
        if content is None:
            raise NOT_FOUND
        return table_answer(request, content, f"{name}.csv")

    async def figures(self, request: Request, administrator: Administrator) -> Response:
        """The figures of a period: a page, or its table."""
        asked = query_of(request)
        this_year = self._database.clock.today().year
        year, quarter = asked_period(asked.get("year", ""), asked.get("quarter", ""), this_year)
        path = request.url.path
        own = path.removesuffix(".csv")
        page, table = await run_in_threadpool(self._drawn, own, year, quarter)
        if path != own:
            return table_answer(request, table(), path[1:])
        return shown(request, whole(f"县平台　{PAGES[own]}", page(), administrator, own))

    async def metrics(self, request: Request) -> Response:
        """Counts for a monitoring system: by a session, or by a read token that was made for them."""
        header = request.headers.get("authorization", "")
        if header or await self._administrator(request) is None:
            reader = await run_in_threadpool(fhir_tokens.authenticate, self._database, header, fhir_tokens.METRICS)
            request.state.actor = f"token:{reader.id}"
        text = await run_in_threadpool(self._metrics.text)
        return Response(text, media_type=METRICS_TEXT, headers=headers_for(request))

    def _drawn(self, path: str, year: int, quarter: int | None) -> tuple[Callable[[], str], Callable[[], bytes]]:
        """How the page and the table of a path are drawn."""
        if path == "/referral-figures":
            referrals = self._indicators.referrals(year, quarter)
            return partial(referral_statistics.render, referrals), partial(referral_csv, referrals)
        found = self._indicators.read(year, quarter)
        return partial(indicators_page.render, found), partial(indicators_page.table_csv, found)

    async def _administrator(self, request: Request) -> Administrator | None:
        token = request.cookies.get(cookie_name(request), "")
        found = await run_in_threadpool(admin_door.logged_in, self._database, token) if token else None
        if found is not None:
            request.state.actor = found.actor
        return found

    def _to_door(self, request: Request) -> Response:
        path = request.url.path.removesuffix(".csv")
        return RedirectResponse(_door_to(_known(path)), 303, headers_for(request))


def require_private(request: Request) -> None:
    """Raises Refusal where a password would cross a line that nobody knows to be encrypted: HTTP through a proxy."""
    if request.url.scheme != "https" and any(name in request.headers for name in FORWARDED):
        raise IN_THE_CLEAR


def require_own_page(request: Request) -> None:
    """Raises Refusal unless a browser says that the form stood on a page of this server: every one does, of a POST."""
    origin = request.headers.get("origin")
    if origin is None:
        is_own = request.headers.get("sec-fetch-site") == "same-origin"
    else:
        parts = urlsplit(origin)
        is_own = (parts.scheme, parts.netloc) == (request.url.scheme, request.headers.get("host", ""))
    if not is_own:
        raise ELSEWHERE


def cookie_name(request: Request) -> str:
    """Over TLS a name that no other host and no line in the clear can set."""
    return SECURE_COOKIE if request.url.scheme == "https" else COOKIE


def _give(answer: Response, request: Request, token: str) -> None:
    answer.set_cookie(
        cookie_name(request), token, max_age=None if token else 0, path="/", secure=request.url.scheme == "https",
        httponly=True, samesite="strict",
    )  # fmt: skip


async def _form(request: Request) -> dict[str, str]:
    """A submitted form. Raises Refusal."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise BAD
    raw = await read_body(request, MOST_FORM)
    try:
        pairs = parse_qs(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10)
    except ValueError:
        raise BAD from None
    return {name: values[-1] for name, values in pairs.items()}


def _door_to(wanted: str) -> str:
    return LOGIN if wanted == "/" else f"{LOGIN}?{urlencode({'next': wanted})}"


def _wanted(request: Request) -> str:
    return _known(query_of(request).get("next", ""))


def _known(path: str) -> str:
    """Where to go after the login: a page of ours and nowhere else."""
    return path if path in PAGES else "/"
