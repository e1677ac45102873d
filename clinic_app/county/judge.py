"""One mutation judged alone: what it changes, which conflicts it opens or decides, what it waits for, or why it is
quarantined. How it meets what others wrote is merging.py's part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec

from clinic_app.clock import LOCAL_ZONE, instant_text, parse_instant
from clinic_app.county import clusters
from clinic_app.county.applied import AppliedStore
from clinic_app.county.audiences import EVICT, Audiences
from clinic_app.county.change_log import PlannedChange
from clinic_app.county.conflicts import CONFLICT, DECIDED_NAMES, DECIDING
from clinic_app.county.former_scope import FormerScope
from clinic_app.county.history import History
from clinic_app.county.identity import Identities
from clinic_app.county.merging import Laid, Merging, Waits
from clinic_app.county.record_bodies import Fields, Key, Stored, parent_key
from clinic_app.county.record_store import RecordStore
from clinic_app.county.roles import Roles, forbidden
from clinic_app.protocol.body import FROM_PAPER, Body, NotApplicable, encode
from clinic_app.protocol.merge import changed_revs
from clinic_app.protocol.mutation import OPERATIONS, Mutation, Operation
from clinic_app.protocol.validate import check_operation
from clinic_app.records.catalogue import PLACED, RECORD_TYPES
from clinic_app.records.field import Context, Merge
from clinic_app.records.identifiers import is_id

TYPE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
MOST_OPERATIONS = 5000
OUT_OF_SCOPE = "这位居民不在本单位负责的村，这次保存没有并入县平台，本机仍保留"
LATE = "late_scope"
TOO_LATE = "这位居民离开本单位负责的村已超过90天，这次保存已交县管理员核对，内容都在"
REVOKED = "这台设备已停用，这次保存已收到，交县管理员核对，内容都在"
DISABLED = "保存的人的账户已停用，这次保存已收到，交县管理员核对，内容都在"
NEWER = "这次保存来自更新版本的程序，县平台还不认识，内容已原样保留，县平台升级后由县管理员并入"
NOWHERE = encode(Body(fields={"village_code": ""}))
STANDS_ON = ("patch", "amend", "void", "remove", "resolve", "reopen", "claim")
CLAIMABLE = ("village_code", "current_address")


@dataclass(frozen=True)
class Origin:
    """Who sent a mutation, by the county's own knowledge.

    `trusted` is the county itself; `accepted` a supervisor's yes to a mutation outside scope. `devices` are the sender
    and those that it was forked from. `from_paper`: what came is the code on a slip, whose patient may not have.
    """

    device: str
    organisation: str
    villages: frozenset[str]
    accounts: Mapping[str, str | None]
    trusted: bool = False
    revoked: bool = False
    accepted: bool = False
    from_paper: bool = False
    devices: tuple[str, ...] = ()
    disabled: Mapping[str, datetime] = field(default_factory=dict)
    roles: Roles = field(default_factory=Roles)

    @property
    def lineage(self) -> tuple[str, ...]:
        """The sender first."""
        return self.devices or (self.device,)


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
    """The changes of a mutation that was taken, in order; the conflicts that it opened; `code` when it was late.

    `seen` is what its author had seen of records that others had changed meanwhile (applied.Told.seen).
    """

    changes: list[PlannedChange] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    code: str | None = None
    seen: dict[str, list[int]] = field(default_factory=dict)


class Judge:
    """Judges mutations of one origin against the records as this transaction has them."""

    def __init__(
        self,
        records: RecordStore,
        history: History,
        applied: AppliedStore,
        identities: Identities,
        origin: Origin,
        now: datetime,
    ) -> None:
        self.records = records
        self.history = history
        self.applied = applied
        self.identities = identities
        self.origin = origin
        self.now = now
        self.now_text = instant_text(now)
        self.audiences = Audiences(records)
        self.former = FormerScope(records.connection, records.county, origin.lineage, now)
        self._late = False

    def admit(self, mutation: Mutation) -> None:
        """Whether the sender may send this at all; raises Quarantined with a code that a supervisor decides about."""
        origin = self.origin
        if origin.trusted or origin.accepted:
            return
        if origin.revoked:
            raise Quarantined("revoked", REVOKED)
        if mutation.author not in origin.accounts:
            raise Quarantined("author", "保存的人不是这台设备的账户，这次保存已保留，联系县管理员")
        ended = origin.disabled.get(mutation.author)
        if ended is not None and _written(mutation) > ended:
            raise Quarantined("disabled", DISABLED)

    def judge(self, mutation: Mutation, common: int | None = None) -> Judgement:
        """Apply the mutation to the record store's open trial; raises Waits or Quarantined, then drop it."""
        if len(mutation.ops) > MOST_OPERATIONS:
            raise Quarantined("too_many", f"一次保存超过{MOST_OPERATIONS}条记录")
        newer = [index for index, each in enumerate(mutation.ops) if each.op not in OPERATIONS]
        if newer:
            raise Quarantined("newer", NEWER, newer[0], "op")
        today = max(self.now.astimezone(LOCAL_ZONE).date(), _written(mutation).date())
        merging = Merging(
            self.records, self.history, self.applied, mutation, self.origin.lineage, self.now_text, common
        )
        judgement = Judgement()
        self._late = False
        for index, operation in enumerate(mutation.ops):
            try:
                judgement.changes += self._operation(
                    index, self._stamped(mutation, operation), mutation, merging, today
                )
            except NotApplicable as problem:
                raise Quarantined("exists", str(problem), index, "id") from None
        for key, stored, name in merging.conflicts.written():
            judgement.changes.append(self._planned(key, stored, name))
        judgement.conflicts = merging.conflicts.opened
        judgement.code = LATE if self._late else None
        judgement.seen = merging.unseen_between()
        return judgement

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
        if not self.origin.from_paper:
            fields.pop(FROM_PAPER, None)
        return msgspec.structs.replace(operation, fields=fields)

    def _operation(
        self, index: int, operation: Operation, mutation: Mutation, merging: Merging, today: date
    ) -> list[PlannedChange]:
        key = self._key(index, operation)
        self._require_role(index, operation, mutation)
        before = self.records.get(key)
        if before is None and operation.op in STANDS_ON:
            raise Waits([f"{key[0]}:{key[1]}"])
        fields = {**before.fields, **operation.fields} if before else operation.fields
        self._require_parent(index, operation.type, fields)
        if before is not None and parent_key(key[0], before.fields) != parent_key(key[0], fields):
            raise Quarantined("moved", "记录不能改到另一位居民名下", index)
        self._require_scope(index, key, before, fields, operation)
        self._require_paper_of_sender(index, before, operation)
        if operation.op in DECIDING:
            self._require_decision(index, operation)
            if operation.type == CONFLICT:
                return []
        laid = merging.lay(key, before, operation)
        if laid is None:
            return []
        self._require_valid(index, key, before, laid, today)
        self._require_receiver(index, operation)
        after = laid.on(before.body if before else None, mutation)
        if before is not None and laid.operation is not None and after is before.body:
            return []
        return self._change(key, operation.op, before, after, laid, merging)

    def _require_valid(self, index: int, key: Key, before: Stored | None, laid: Laid, today: date) -> None:
        body = before.body if before else None
        fields = {**body.fields, **laid.meant.fields} if body else laid.meant.fields
        errors = check_operation(laid.meant, body, self._context(key[0], fields, today))
        if errors:
            raise Quarantined("invalid", errors[0].message, index, errors[0].field)

    def _require_decision(self, index: int, operation: Operation) -> None:
        """A decision says how a conflict ends; what the conflict is about stays the county's word."""
        foreign = [name for name in operation.fields if name not in DECIDED_NAMES]
        if foreign:
            raise Quarantined("invalid", "处理冲突只能写处理结果", index, foreign[0])
        errors = check_operation(operation, Body(), Context(self.now.date()))
        if errors:
            raise Quarantined("invalid", errors[0].message, index, errors[0].field)

    def _change(
        self, key: Key, name: str, before: Stored | None, after: Body, laid: Laid, merging: Merging
    ) -> list[PlannedChange]:
        rev = before.rev + 1 if before else 1
        revs = (
            changed_revs(before.fields, before.body.void, before.field_revs, after.fields, after.void, rev, laid.agreed)
            if before
            else {}
        )
        stored = Stored(rev, after, revs, encode(after))
        merging.given(key, rev)
        watched = self.audiences.before(key, before, after)
        self.records.put(key, stored)
        shared = self._shared(key, before, stored)
        change = PlannedChange(key[0], key[1], rev, name, stored.raw, self.audiences.of(key))
        changes = self.audiences.around(key, watched, change)
        # Parents before children, whoever leaves last.
        changes = sorted([*changes, *shared] if key[0] == "resident" else [*shared, *changes], key=_leaves)
        if key[0] == "resident":
            in_force = before.fields if before and not before.body.void else None
            found = self.identities.noticed(key[1], in_force, after.fields, void=after.void)
            if before is not None and before.fields.get("village_code") != after.fields.get("village_code"):
                found += self.identities.moved(key[1], after.fields.get("village_code"))
            changes += [change for each in found for change in self._found(*each)]
        elif key[0] == clusters.LINK and after.void:
            ends = (str(after.fields.get(name)) for name in ("resident_id", "canonical_id"))
            changes += [change for each in self.identities.unlinked(*ends) for change in self._found(*each)]
        return changes

    def _shared(self, key: Key, before: Stored | None, stored: Stored) -> list[PlannedChange]:
        """What a link, its undoing, or the move of somebody linked brings to other villages and takes from them."""
        if key[0] == "resident":
            before_that = before.fields if before else stored.fields
            settles = before_that.get("village_code") != stored.fields.get("village_code")
        else:
            settles = key[0] == clusters.LINK
        return clusters.settle(self.records, key, stored) if settles else []

    def _found(self, key: Key, body: Body) -> list[PlannedChange]:
        """A record that the county itself writes down in a mutation's commit group."""
        before = self.records.get(key)
        watched = self.audiences.of(key) if before else ()
        stored = Stored(before.rev + 1 if before else 1, body, {}, encode(body))
        self.records.put(key, stored)
        made = "add" if key[0] == "identity_link" else "create"
        shared = self._shared(key, before, stored)
        change = self._planned(key, stored, "resolve" if before else made)
        lost = tuple(each for each in watched if each not in change.audiences)
        # Older than the change: who still hears of the record as somebody else keeps it.
        let_go = [PlannedChange(*key, before.rev, EVICT, NOWHERE, lost)] if before and lost else []
        return sorted([*shared, change, *let_go], key=_leaves)

    def _planned(self, key: Key, stored: Stored, name: str) -> PlannedChange:
        return PlannedChange(*key, stored.rev, name, stored.encoded, self.audiences.of(key))

    def _key(self, index: int, operation: Operation) -> Key:
        if not TYPE_NAME.fullmatch(operation.type):
            raise Quarantined("invalid", "记录类型的名称无法识别", index, "type")
        if not is_id(operation.id):
            raise Quarantined("invalid", "记录编号格式不对", index, "id")
        known = RECORD_TYPES.get(operation.type)
        if known is not None and known.merge is Merge.REFERENCE:
            raise Quarantined("reference", f"{known.label}由县平台发布，不能从设备修改", index, "type")
        if known is not None and known.merge is Merge.COUNTY and operation.op not in DECIDING:
            raise Quarantined("reference", f"{known.label}由县平台查出，只能处理", index, "op")
        return operation.type, operation.id

    def _require_role(self, index: int, operation: Operation, mutation: Mutation) -> None:
        """The table of roles, by what its author was when it was written; not by what its laptop says."""
        if self.origin.trusted or self.origin.accepted:
            return
        role = self.origin.roles.at(mutation.author, _written(mutation))
        if problem := forbidden(role, operation.op, operation.type):
            raise Quarantined("role", problem, index, "type")

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
        if self.records.get(parent) is None and not self._is_slip(type_name):
            raise Waits([f"{parent[0]}:{parent[1]}"])

    def _is_slip(self, type_name: str) -> bool:
        """A slip holds who the patient is; the file comes with the laptop's next sync."""
        return self.origin.from_paper and type_name == "referral"

    def _require_paper_of_sender(self, index: int, before: Stored | None, operation: Operation) -> None:
        """What was written down from paper gives way to the save of the laptop that printed it, and to nobody's."""
        paper = before.fields.get(FROM_PAPER) if before and operation.op in ("create", "event") else None
        if isinstance(paper, Mapping) and paper.get("device") not in self.origin.lineage:
            raise Quarantined("exists", "同一编号的记录已经存在，内容不同", index, "id")

    def _require_scope(self, index: int, key: Key, before: Stored | None, fields: Fields, operation: Operation) -> None:
        if self.origin.trusted or self.origin.accepted:
            return
        if operation.op == "claim":
            self._require_claim(index, key, before, operation)
            return
        if key[0] in PLACED:
            # The village as it was decides: moving a resident away is the present village's act.
            village = (before.fields if before else fields).get("village_code")
            if village:
                self._require_village(index, str(village), key[1] if before else None)
            return
        referral_id = self._referral_of(key, fields)
        if referral_id is not None:
            if self.origin.organisation not in self.records.parties(referral_id):
                raise Quarantined("scope", "本单位不是这张转诊单的经办方，这一步没有并入县平台", index)
            return
        if key[0] == "duplicate_candidate" and self.origin.organisation in self.records.deciders(fields):
            return
        if key[0] == "identity_link":
            self._require_both_ends(index, fields)
            return
        if key[0] == "referral" and before is None and self._carries_on(key, fields):
            return
        village = self.records.village_of(key, fields)
        if village is None and self._is_slip(key[0]):
            village = str(fields.get("village_code") or "") or None
        if village is None:
            raise Quarantined("scope", OUT_OF_SCOPE, index)
        self._require_village(index, village, self.records.resident_of(key, fields))

    def _carries_on(self, key: Key, fields: Fields) -> bool:
        """Whether a new referral goes on from one of the same resident in which the sender takes or took part: a place
        that has treated somebody has no other right to the file."""
        previous = str(fields.get("previous_id") or "")
        if not is_id(previous) or self.records.village_of(key, fields) in self.origin.villages:
            return False
        former = self.records.get(("referral", previous))
        if former is None:
            raise Waits([f"referral:{previous}"])
        return (
            not former.body.void
            and former.fields.get("resident_id") == fields.get("resident_id")
            and self.origin.organisation in self.records.parties(previous)
        )

    def _require_village(self, index: int, village: str, resident_id: str | None) -> None:
        """In scope now; or until lately (a late write); or once (a supervisor decides)."""
        if village in self.origin.villages or self._is_shared(resident_id):
            return
        if self.records.villages_left(resident_id) & self.origin.villages:
            # Moved away by this push itself, or in the same save.
            self._late = True
            return
        named = "village_code" if resident_id is None else None
        former = self.former.of(village, resident_id, self.origin.villages)
        if former is None:
            raise Quarantined("scope", OUT_OF_SCOPE, index, named)
        if not former:
            raise Quarantined(LATE, TOO_LATE, index, named)
        self._late = True

    def _require_both_ends(self, index: int, link: Fields) -> None:
        """A link opens each file to the other's village: only who answers for both may make it or take it back."""
        for name in ("resident_id", "canonical_id"):
            end: Key = ("resident", str(link.get(name) or ""))
            if not is_id(end[1]):
                raise Quarantined("invalid", "所属记录的编号格式不对", index, name)
            stored = self.records.get(end)
            if stored is None:
                raise Waits([f"{end[0]}:{end[1]}"])
            if stored.fields.get("village_code") not in self.origin.villages and not self._is_shared(end[1]):
                raise Quarantined("scope", OUT_OF_SCOPE, index, name)

    def _is_shared(self, resident_id: str | None) -> bool:
        """Whether the sender's villages hold the file because the person is linked with one of theirs."""
        stored = self.records.get(("resident", resident_id)) if resident_id else None
        shared = self.records.shared_with(("resident", str(resident_id)), stored.fields) if stored else frozenset()
        return bool(shared & self.origin.villages)

    def _require_claim(self, index: int, key: Key, before: Stored | None, operation: Operation) -> None:
        """The new village brings a resident over, after it has looked the person up by number and name."""
        if key[0] != "resident" or before is None:
            raise Quarantined("invalid", "只有居民可以迁入", index, "op")
        foreign = [name for name in operation.fields if name not in CLAIMABLE]
        if foreign:
            raise Quarantined("invalid", "迁入时只改村和住址", index, foreign[0])
        if operation.fields.get("village_code") not in self.origin.villages:
            raise Quarantined("scope", "迁入的村不是本单位负责的村，这次保存没有并入县平台，本机仍保留", index,
                              "village_code")  # fmt: skip
        if before.fields.get("village_code") in self.origin.villages or self.former.has_looked_up(key[1]):
            return
        raise Quarantined("scope", "先用身份证号和姓名查到这位居民（7天内），再办迁入；本机仍保留", index)

    def _referral_of(self, key: Key, fields: Fields) -> str | None:
        """The referral whose parties may write this: of what stands under one, and of one that is there."""
        if key[0] == "referral" and self.records.get(key) is None:
            return None
        return self.records.referral_of(key, fields)

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


def _leaves(change: PlannedChange) -> bool:
    return change.op == EVICT


def _written(mutation: Mutation) -> datetime:
    """When a mutation was written by its laptop's clock; a clock that runs ahead must not lose a visit."""
    try:
        return parse_instant(mutation.authored_at).astimezone(LOCAL_ZONE)
    except (ValueError, OverflowError):
        raise Quarantined("authored_at", "保存时间无法读取，这次保存已保留") from None
