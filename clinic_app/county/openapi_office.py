"""The part of the OpenAPI description that is for people: the login, the pages behind it, their tables; and `/metrics`.

Whoever is not logged in is led to the login (303); refusals are pages.
"""

from __future__ import annotations

from typing import Any

HTML, CSV, TEXT = "text/html", "text/csv", "text/plain"
SESSION = {
    "type": "apiKey",
    "in": "cookie",
    "name": "county",
    "description": "of an administrator; __Host-county on TLS",
}
LED = {"303": {"description": "to the login", "content": {}}}
REFUSED = {
    400: "the request cannot be read",
    403: "wrong name or password, another site's form, or a line in the clear",
    404: "no such table",
    408: "the form came too slowly",
    413: "too large",
    415: "unknown content encoding",
    429: "too many wrong passwords (Retry-After)",
    500: "failed; nothing is lost",
    503: "busy (Retry-After)",
}
PERIOD = [
    {"name": "year", "in": "query", "required": False, "schema": {"type": "integer", "minimum": 2000, "maximum": 2100},
     "description": "a calendar year; absent: this one"},
    {"name": "quarter", "in": "query", "required": False, "schema": {"type": "integer", "minimum": 1, "maximum": 4},
     "description": "a quarter; absent: the year"},
]  # fmt: skip
TABLE = {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "enum": ["devices", "unsettled"]}}
NEXT = {"name": "next", "in": "query", "required": False, "schema": {"type": "string"},
        "description": "the page to go to afterwards; only one of ours counts"}  # fmt: skip
FORM = {
    "required": True,
    "content": {"application/x-www-form-urlencoded": {"schema": {
        "type": "object", "required": ["name", "password"],
        "properties": {each: {"type": "string"} for each in ("name", "password")},
    }}},
}  # fmt: skip


def office_paths() -> dict[str, Any]:
    """Path by path."""
    indicators, referrals = "Indicators by township and village", "Referrals by month, sender, receiver and disease"
    return {
        "/": {"get": _page("status", "Status: devices, queues, counts")},
        "/status/{name}.csv": {"get": _page("status_table", "A table of the status page", CSV, [TABLE], (404,))},
        "/indicators": {"get": _page("indicators", indicators, HTML, PERIOD, (400,))},
        "/indicators.csv": {"get": _page("indicators_table", indicators, CSV, PERIOD, (400,))},
        "/referral-figures": {"get": _page("referral_figures", referrals, HTML, PERIOD, (400,))},
        "/referral-figures.csv": {"get": _page("referral_figures_table", referrals, CSV, PERIOD, (400,))},
        "/login": {
            "get": {**_page("login", "The login", HTML, [NEXT], (400, 403)), "security": []},
            "post": {
                "operationId": "log_in", "summary": "A name and a password for a session", "security": [],
                "parameters": [NEXT],
                "requestBody": FORM,
                "responses": {"303": {"description": "logged in", "content": {}},
                              **_refused((400, 403, 408, 413, 415, 429, 500, 503))},
            },
        },
        "/logout": {"post": {
            "operationId": "log_out", "summary": "End the session", "security": [],
            "responses": {**LED, **_refused((403, 500, 503))},
        }},
        "/office.css": {"get": {
            "operationId": "office_style", "summary": "The style of the pages", "security": [],
            "responses": {"200": _content("text/css", "style")},
        }},
        "/metrics": {"get": {
            "operationId": "metrics", "summary": "Counts in Prometheus' text format: to a session, or to a token made"
            " with --metrics", "security": [{"session": []}, {"token": []}],
            "responses": {"200": _content(TEXT, "counts"),
                          **{str(each): _content("application/json", words) for each, words in (
                              (401, "neither session nor token"), (500, REFUSED[500]), (503, REFUSED[503]))}},
        }},
    }  # fmt: skip


def _page(
    name: str,
    summary: str,
    kind: str = HTML,
    parameters: list[dict[str, Any]] | None = None,
    refusals: tuple[int, ...] = (),
) -> dict[str, Any]:
    return {
        "operationId": name, "summary": summary, "security": [{"session": []}], "parameters": parameters or [],
        "responses": {"200": _content(kind, "counts only, nobody named"), **LED, **_refused((*refusals, 500, 503))},
    }  # fmt: skip


def _refused(statuses: tuple[int, ...]) -> dict[str, Any]:
    return {str(each): _content(HTML, REFUSED[each]) for each in statuses}


def _content(kind: str, words: str) -> dict[str, Any]:
    schema = {"type": "object" if kind == "application/json" else "string"}
    return {"description": words, "content": {kind: {"schema": schema}}}
