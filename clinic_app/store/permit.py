"""Asking the table of roles for the person at the keyboard; a refusal is a sentence and an audit entry."""

from __future__ import annotations

from collections.abc import Iterable

from clinic_app.protocol.audit_actions import REFUSE
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.permission import ACT_WORDS, ROLES, Act, may
from clinic_app.records.staff import ROLE
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.errors import StoreError

_ROLE_WORDS = {option.code: option.label for option in ROLE}


class NotPermitted(StoreError):
    """The role of the person at the keyboard does not allow this."""

    sentence = "这个账户的角色不能做这一步，没有做，原有数据没有改动"


def is_permitted(database: Database, act: Act, record_type: str = "") -> bool:
    """Whether the person at the keyboard may do `act`; says nothing to anybody."""
    return may(database.role, act, record_type, administers=database.actor.administers)


def require(database: Database, act: Act, *record_types: str) -> None:
    """Raises NotPermitted, after an audit entry, where the person may not do `act` to all of these types.

    Not within an open write, and never on the GUI thread.
    """
    refused = [name for name in record_types or ("",) if not is_permitted(database, act, name)]
    if refused:
        role = database.role
        note_refusal(database, [(act, name) for name in refused])
        raise NotPermitted(refusal(role, act, refused[0]))


def note_refusal(database: Database, refused: Iterable[tuple[Act, str]], account: str | None = None) -> None:
    """Write down what was refused, each thing once; `account` is who asked, where it is not the one at the keyboard."""
    asked = dict.fromkeys(refused)
    detail = None if account in (None, database.actor.account) else f"account:{account}"
    audit.note_all(
        database, [audit.Event(REFUSE, f"{act}:{name}" if name else str(act), detail) for act, name in asked]
    )


def refusal(role: str, act: Act, record_type: str = "") -> str:
    """Who may not do what, that nothing changed, and who may."""
    thing = RECORD_TYPES[record_type].label if record_type else ""
    words = f"“{_ROLE_WORDS.get(role, role)}”账户不能{ACT_WORDS[act]}{thing}，没有做，原有数据没有改动"
    able = "、".join(_ROLE_WORDS[each] for each in ROLES if may(each, act, record_type))
    return f"{words}；请由{able}登录后做" if able else words
