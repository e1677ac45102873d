"""What all pages of the county's office have in common: head, style, and what a browser may do with them.

Nothing runs in the browser: the pages are links, tables and forms, and the header below forbids everything else.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping
from functools import cache

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from clinic_app import paths
from clinic_app.county.administrators import Administrator

STYLE_PATH, LOGIN, LOGOUT = "/office.css", "/login", "/logout"
PAGES: Mapping[str, str] = {"/": "县平台", "/indicators": "统计", "/referral-figures": "双向转诊统计"}
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: browsers would hide from us too where a form was sent from (`Origin: null`).
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
STRICT_TRANSPORT = "max-age=31536000"


def headers_for(request: Request) -> dict[str, str]:
    """The headers of an answer to a browser."""
    more = {"Strict-Transport-Security": STRICT_TRANSPORT} if request.url.scheme == "https" else {}
    return {**HEADERS, **more}


def whole(title: str, body: str, administrator: Administrator | None = None, path: str = "") -> str:
    """A page: `body` is HTML; `administrator` brings the head with the other pages and the way out."""
    return "".join([
        "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>", html.escape(title), "</title>",
        '<meta name=viewport content="width=device-width">',
        f'<link rel=stylesheet href="{STYLE_PATH}?{_style()[1]}">',
        _head(administrator, path) if administrator else "", "<main>", body, "</main>",
    ])  # fmt: skip


def shown(request: Request, text: str, status: int = 200, more: Mapping[str, str] | None = None) -> Response:
    """A page as an answer."""
    return HTMLResponse(text, status, headers={**headers_for(request), **(more or {})})


def style(request: Request) -> Response:
    """The style sheet: the same for everybody, kept by the browser until it changes its address."""
    headers = {**headers_for(request), "Cache-Control": "public, max-age=604800"}
    return Response(_style()[0], media_type="text/css; charset=utf-8", headers=headers)


def table_answer(request: Request, content: bytes, name: str) -> Response:
    """A table for a spreadsheet, to be kept as `name`."""
    headers = {**headers_for(request), "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _head(administrator: Administrator, path: str) -> str:
    links = "".join(
        f'<a href="{each}"{" aria-current=page" if each == path else ""}>{words}</a>' for each, words in PAGES.items()
    )
    return (
        f"<header>{links}<span class=who>{html.escape(administrator.name)}</span>"
        f"<form method=post action={LOGOUT}><button>退出</button></form></header>"
    )


@cache
def _style() -> tuple[bytes, str]:
    """The style sheet and the short name of its content."""
    content = (paths.resources_folder() / "county" / "office.css").read_bytes()
    return content, hashlib.sha256(content).hexdigest()[:12]
