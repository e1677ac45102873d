"""What went wrong on the line, in words that a person can act on."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

import msgspec

from clinic_app.protocol import wire
from clinic_app.sync.errors import (
    Busy,
    DeviceFork,
    EpochChanged,
    NoLine,
    ProtocolTooOld,
    ScopeChanged,
    ServerRefused,
    SyncProblem,
    TimedOut,
    TooLarge,
    Unreachable,
)

KEPT = "记录都保存在本机"
UNREACHABLE = f"联系不上县平台，{KEPT}；有网后会自动再传"
SILENT = f"县平台没有及时回答，{KEPT}；稍后会自动再传"
NAMELESS = f"联系不上县平台：网络里查不到它的地址，{KEPT}；检查网线或无线网络，有网后会自动再传"
ODD_ANSWER = f"收到的不是县平台的回答（可能是上网登录页），{KEPT}；连好网络后会自动再传"
PORTAL = f"现在的网络要先登录才能用（收到的是上网登录页），{KEPT}；登录网络后会自动再传"
MAINTENANCE = f"县平台正忙或正在维护，{KEPT}；稍后会自动再传"
CERTIFICATE = f"县平台的证书不对，没有发送任何内容，{KEPT}；核对服务器地址和证书文件，或联系县管理员"
EXPIRED = f"县平台的证书过期了，没有发送任何内容，{KEPT}；核对本机日期，日期对就联系县管理员"
NOT_YET = f"县平台的证书还没有生效，多半是本机日期不对，没有发送任何内容，{KEPT}；核对本机日期和时间"
WRONG_HOST = f"对方的证书不是县平台这个地址的，没有发送任何内容，{KEPT}；核对服务器地址，或联系县管理员"
UNKNOWN_CA = f"对方的证书不是县平台的根证书签发的，没有发送任何内容，{KEPT}；换一个网络再试，或联系县管理员"
NO_TLS = f"和县平台的加密连接没有建立起来，没有发送任何内容，{KEPT}；换一个网络再试，或联系县管理员"
# Verification codes of OpenSSL (X509_verify_cert_error_string(3)).
VERIFICATION = {9: NOT_YET, 10: EXPIRED, 18: UNKNOWN_CA, 19: UNKNOWN_CA, 20: UNKNOWN_CA, 21: UNKNOWN_CA,
                62: WRONG_HOST, 64: WRONG_HOST}  # fmt: skip
LONGEST_WAIT = 3600.0
REFUSED = (400, 401, 403, 404, 405, 415)


def of_line(problem: BaseException) -> SyncProblem:
    """The problem that the network library met."""
    import requests
    from urllib3 import exceptions as pool

    causes = list(_causes(problem))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NoLine(VERIFICATION.get(cause.verify_code, CERTIFICATE))
    if any(isinstance(each, (ssl.SSLError, requests.exceptions.SSLError)) for each in causes):
        return NoLine(NO_TLS)
    if any(isinstance(each, (socket.gaierror, pool.NameResolutionError)) for each in causes):
        return NoLine(NAMELESS)
    if any(isinstance(each, (pool.NewConnectionError, pool.ConnectTimeoutError)) for each in causes):
        return NoLine(UNREACHABLE)
    if any(isinstance(each, (TimeoutError, pool.TimeoutError, requests.exceptions.Timeout)) for each in causes):
        return TimedOut(SILENT)
    return Unreachable(UNREACHABLE)


def _causes(problem: BaseException) -> Iterator[BaseException]:
    """The exceptions wrapped in one another, as requests and urllib3 wrap them."""
    waiting, met = [problem], set()
    while waiting:
        present = waiting.pop()
        if id(present) in met:
            continue
        met.add(id(present))
        yield present
        inner = [*present.args, getattr(present, "reason", None), present.__cause__, present.__context__]
        waiting += [each for each in inner if isinstance(each, BaseException)]


def not_genuine(status: int, headers: Mapping[str, str], now: datetime) -> SyncProblem:
    """An answer that is not the county's own."""
    if status in (429, 502, 503, 504):
        # A gateway before the county speaks for it.
        return Busy(MAINTENANCE, retry_after=asked_to_wait(headers, now))
    return Unreachable(PORTAL if 300 <= status < 400 or status == 511 else ODD_ANSWER)


def of_failure(status: int, headers: Mapping[str, str], raw: bytes, now: datetime) -> SyncProblem:
    """What the county itself said."""
    try:
        failure = msgspec.json.decode(raw, type=wire.Failure)
    except msgspec.DecodeError:
        failure = wire.Failure("unknown", UNREACHABLE)
    code, message = failure.code, failure.message
    if status == 409 and code == "epoch_changed":
        return EpochChanged()
    if status == 409 and code == "device_fork":
        return DeviceFork()
    if status == 409 and code == "scope_changed":
        return ScopeChanged(message, failure.added, failure.removed, failure.cursor)
    if status == 426:
        return ProtocolTooOld(message, code=code)
    if status in REFUSED or status == 409 or code == "enrol_rate":
        return ServerRefused(message, code=code, retry_after=asked_to_wait(headers, now))
    if status == 413:
        return TooLarge(message, code=code)
    if status == 408:
        return TimedOut(message, code=code)
    kind = Busy if status in (429, 502, 503, 504) else Unreachable
    return kind(message, code=code, retry_after=asked_to_wait(headers, now))


def asked_to_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds of a `Retry-After`, given as a number or as a date; None without one that can be read."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_WAIT)
    try:
        seconds = (parsedate_to_datetime(text) - now).total_seconds()
    except (ValueError, TypeError, IndexError):
        return None
    return max(0.0, min(seconds, LONGEST_WAIT))
