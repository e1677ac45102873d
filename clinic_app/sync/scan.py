"""A slip at this desk: the county is asked by the code on it, or by its number and the patient's name.

Only the county opens the code. Without a line the code is kept and asked again with the next sync; it is as unreadable
here as on the paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_app.protocol import slip_pack, wire
from clinic_app.protocol.package import PackageProblem
from clinic_app.protocol.slip_pack import is_slip_pack
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting
from clinic_app.store.lock import sync_lock
from clinic_app.sync.apply import CURSOR
from clinic_app.sync.errors import SyncProblem, Unreachable
from clinic_app.sync.kept_scans import Scanned, ask, is_here, keep, note, told
from clinic_app.sync.pull import pull
from clinic_app.sync.session import enrolled_device, open_line
from clinic_app.sync.transport import Transport

if TYPE_CHECKING:
    from requests.adapters import BaseAdapter

DEADLINE = 30.0
OFFLINE = "没有联系上县平台；二维码已记下，联网后自动再问。现在凭纸质单接诊，或扫条形码在本机查找"
OFFLINE_NUMBER = "没有联系上县平台，没有查到；在本机按单号查找，或凭纸质单接诊，联网后再查"
HALF = "这不是转诊单上的二维码；按单号查要写全转诊单号和患者姓名，没有查找"


def scan(
    database: Database, text: str, *, name: str = "", deadline: float = DEADLINE, adapter: BaseAdapter | None = None
) -> Scanned:
    """Ask the county for the referral of a slip, and receive it. `text` is the code on the slip, or its number
    together with the patient's `name`.

    Raises SyncProblem when the county refuses the question or this laptop is not enrolled, and for a question by
    number without a line.
    """
    coded = is_slip_pack(text)
    if coded:
        try:
            slip_pack.read(text)
        except PackageProblem as problem:
            return Scanned(str(problem))
    elif not text.strip() or not name.strip():
        return Scanned(HALF)
    device = enrolled_device(database)
    asked = wire.SlipRequest(carrier=_digits(text)) if coded else wire.SlipRequest(slip_no=text, name=name)
    try:
        with open_line(database, device, deadline, adapter) as line:
            reply = ask(line, asked)
            here = bool(reply.referral_id) and _receive(database, line, reply.referral_id)
    except Unreachable as problem:
        if not coded:
            # The county's own words (too many questions today) say more than that it was not reached.
            raise type(problem)(
                str(problem) if problem.code else OFFLINE_NUMBER, code=problem.code, retry_after=problem.retry_after
            ) from None
        keep(database, _digits(text))
        return Scanned(OFFLINE, kept=True)
    note(database, device, reply)
    return told(reply, here)


def _receive(database: Database, line: Transport, referral_id: str) -> bool:
    """Whether the referral is on this laptop after a pull; a first sync under way is not mixed with."""
    with database.read() as connection:
        has_begun = read_setting(connection, CURSOR) is not None
    with sync_lock(database.folder) as free:
        if free and has_begun:
            _pull(database, line)
    with database.read() as connection:
        return is_here(connection, referral_id)


def _pull(database: Database, line: Transport) -> None:
    try:
        pull(database, line)
    except SyncProblem:
        # The county has answered; what a sync makes of the rest is the next sync's to say.
        return


def _digits(text: str) -> str:
    return "".join(text.split())
