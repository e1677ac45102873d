"""One mutation judged alone: what it changes, what it waits for, or why it is quarantined.

Conflicts between two writers of one field are not told apart here: the later in server order is shown, every value
stays in the log, and `Stored.field_revs` says which fields changed since a patch's base.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec

from clinic_app.clock import LOCAL_ZONE, parse_instant
from clinic_app.county.audiences import Audiences
from clinic_app.county.change_log import PlannedChange
from clinic_app.county.record_store import Fields, Key, RecordStore, Stored, parent_key
from clinic_app.protocol import body as record_body
from clinic_app.protocol.body import Body, NotApplicable
from clinic_app.protocol.mutation import Mutation, Operation
from clinic_app.protocol.validate import check_operation
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Context, Merge
from clinic_app.records.identifiers import is_id

TYPE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
MOST_OPERATIONS = 5000
OUT_OF_SCOPE = "这位居民不在本单位负责的村，这次保存没有并入县平台，本机仍保留"


@dataclass(frozen=True)
class Origin:
    """Who sent a mutation, by the county's own knowledge. `trusted` is the county itself."""

    device: str
    organisation: str
    villages: frozenset[str]
    accounts: Mapping[str, str | None]
    trusted: bool = False


class Waits(Exception):
    """Something that the mutation stands on has not come yet; `waiting_for` are `type:id`."""

    def __init__(self, waiting_for: list[str]) -> None:
        super().__init__(waiting_for)
        self.waiting_for = waiting_for


class Quarantined(Exception):
    """The mutation cannot be taken; the bytes are kept and a person decides."""

    def __init__(self, code: str, message: str, record: int | None = None, field_name: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.record = record
        self.field = field_name


@dataclass
class Judgement:
    """The changes of a mutation that was taken, in order."""

    changes: list[PlannedChange] = field(default_factory=list)


class Judge:
    """Judges mutations of one origin against the records as this transaction has them."""

    def __init__(self, records: RecordStore, origin: Origin, now: datetime) -> None:
        self.records = records
        self.origin = origin
        self.now = now
        self.audiences = Audiences(records)

    def judge(self, mutation: Mutation) -> Judgement:
        """Apply the mutation to the record store's open trial; raises Waits or Quarantined, then drop it."""
        if not self.origin.trusted and mutation.author not in self.origin.accounts:
            raise Quarantined("author", "保存的人不是这台设备的账户，这次保存已保留，联系县管理员")
        if len(mutation.ops) > MOST_OPERATIONS:
            raise Quarantined("too_many", f"一次保存超过{MOST_OPERATIONS}条记录")
        today = self._today(mutation)
        judgement = Judgement()
        for index, operation in enumerate(mutation.ops):
            try:
                judgement.changes += self._operation(index, self._stamped(mutation, operation), mutation, today)
            except NotApplicable as problem:
                raise Quarantined("exists", str(problem), index, "id") from None
        return judgement

    def _today(self, mutation: Mutation) -> date:
        """The later of the two clocks' dates: a laptop whose clock runs ahead must not lose a visit."""
        here = self.now.astimezone(LOCAL_ZONE).date()
        try:
            return max(here, parse_instant(mutation.authored_at).astimezone(LOCAL_ZONE).date())
        except (ValueError, OverflowError):
            raise Quarantined("authored_at", "保存时间无法读取，这次保存已保留") from None

    def _stamped(self, mutation: Mutation, operation: Operation) -> Operation:
        """Who did it is the county's to say: organisation and person come from the device, not from the line."""
        if self.origin.trusted:
            return operation
        if operation.type == "referral" and operation.op == "create":
            fields = {**operation.fields, "from_org": self.origin.organisation}
        elif operation.type == "referral_event" and operation.op in ("event", "create"):
            staff = self.origin.accounts.get(mutation.author)
            fields = {**operation.fields, "organisation": self.origin.organisation, "staff": staff}
        else:
            return operation
        return msgspec.structs.replace(operation, fields=fields)

    def _operation(self, index: int, operation: Operation, mutation: Mutation, today: date) -> list[PlannedChange]:
        key = self._key(index, operation)
        before = self.records.get(key)
        if before is None and operation.op in ("patch", "amend", "void", "remove"):
            raise Waits([f"{key[0]}:{key[1]}"])
        fields = {**before.fields, **operation.fields} if before else operation.fields
        self._require_parent(index, operation.type, fields)
        if before is not None and parent_key(key[0], before.fields) != parent_key(key[0], fields):
            raise Quarantined("moved", "记录不能改到另一位居民名下", index)
        self._require_scope(index, key, before, fields)
        errors = check_operation(operation, before.body if before else None, self._context(key[0], fields, today))
        if errors:
            raise Quarantined("invalid", errors[0].message, index, errors[0].field)
        self._require_receiver(index, operation)
        after = record_body.apply(before.body if before else None, operation, mutation.author, mutation.authored_at)
        if before is not None and after is before.body:
            return []
        return self._change(key, operation, before, after)

    def _change(self, key: Key, operation: Operation, before: Stored | None, after: Body) -> list[PlannedChange]:
        rev = before.rev + 1 if before else 1
        stored = Stored(rev, after, _field_revs(before, after, rev))
        watched = self.audiences.before(key, before, after)
        self.records.put(key, stored)
        change = PlannedChange(
            key[0], key[1], rev, operation.op, record_body.encode(after), self.audiences.of(key, watched)
        )
        return self.audiences.around(key, watched, change)

    def _key(self, index: int, operation: Operation) -> Key:
        if not TYPE_NAME.fullmatch(operation.type):
            raise Quarantined("invalid", "记录类型的名称无法识别", index, "type")
        if not is_id(operation.id):
            raise Quarantined("invalid", "记录编号格式不对", index, "id")
        known = RECORD_TYPES.get(operation.type)
        if known is not None and known.merge is Merge.REFERENCE:
            raise Quarantined("reference", f"{known.label}由县平台发布，不能从设备修改", index, "type")
        return operation.type, operation.id

    def _require_parent(self, index: int, type_name: str, fields: Fields) -> None:
        """Everything but residents and households stands under something that must be there first."""
        parent = parent_key(type_name, fields)
        if parent is None:
            if type_name not in RECORD_TYPES:
                raise Quarantined("unplaced", "这种记录没有写明属于哪位居民，县平台无法归档", index, "type")
            declared = RECORD_TYPES[type_name].parent
            if declared is not None:
                raise Quarantined("invalid", f"缺少{declared.label}", index, declared.name)
            return
        if not is_id(parent[1]):
            raise Quarantined("invalid", "所属记录的编号格式不对", index)
        if self.records.get(parent) is None:
            raise Waits([f"{parent[0]}:{parent[1]}"])

    def _require_scope(self, index: int, key: Key, before: Stored | None, fields: Fields) -> None:
        if self.origin.trusted:
            return
        if key[0] in ("resident", "household"):
            # The village as it was decides: moving a resident away is the present village's act.
            village = (before.fields if before else fields).get("village_code")
            if village and village not in self.origin.villages:
                raise Quarantined("scope", OUT_OF_SCOPE, index, "village_code")
            return
        referral_id = self._referral_of(key, fields)
        if referral_id is not None:
            if self.origin.organisation not in self.audiences.parties(referral_id):
                raise Quarantined("scope", "本单位不是这张转诊单的经办方，这一步没有并入县平台", index)
            return
        resident = self.audiences.resident_of(key[0], fields)
        if resident is None or resident.fields.get("village_code") not in self.origin.villages:
            raise Quarantined("scope", OUT_OF_SCOPE, index)

    def _referral_of(self, key: Key, fields: Fields) -> str | None:
        """The referral whose parties may write this: of an event or return, and of a referral that is there."""
        if key[0] == "referral":
            return key[1] if self.records.get(key) else None
        parent = parent_key(key[0], fields)
        return parent[1] if parent and parent[0] == "referral" else None

    def _require_receiver(self, index: int, operation: Operation) -> None:
        """A referral to nobody would wait unseen for ever."""
        named = operation.fields.get("to_org") if operation.type in ("referral", "referral_event") else None
        if named and operation.op in ("create", "event") and not self.origin.trusted:
            found = self.records.get(("organisation", str(named)))
            if found is None or found.body.void:
                raise Quarantined("organisation", "转入单位不在县平台的机构表里，改选机构后再发", index, "to_org")

    def _context(self, type_name: str, fields: Fields, today: date) -> Context:
        resident = self.audiences.resident_of(type_name, fields)
        try:
            born = date.fromisoformat(str(resident.fields.get("birth_date"))) if resident else None
        except ValueError:
            born = None
        return Context(today, born)


def _field_revs(before: Stored | None, after: Body, rev: int) -> Mapping[str, int]:
    """At which revision each field last changed, where it was not the first."""
    if before is None:
        return {}
    names = {*before.fields, *after.fields}
    changed = {name: rev for name in names if before.fields.get(name) != after.fields.get(name)}
    return {**before.field_revs, **changed}
