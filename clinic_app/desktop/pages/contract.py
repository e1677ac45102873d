"""签约与履约: the agreement of a person with the team, its renewal and end, and each service with one key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from clinic_app.care.entry import Refused
from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.draft_keeper import BoxKeeper
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.form_page import FormPage, changed_only
from clinic_app.desktop.person_form import CONTRACT, contract_sections, renewed, term
from clinic_app.desktop.resident_form import without_empty
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, Card, clear, column, label, row, scrolled
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.glance_pane import contract_words
from clinic_app.desktop.widgets.line import Line
from clinic_app.desktop.widgets.panes import TwoPanes
from clinic_app.desktop.words import person_line, short_day
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.guidelines.term import TermState
from clinic_app.records.identifiers import new_id
from clinic_app.store.drafts import Draft, load_draft
from clinic_app.store.errors import StoreError
from clinic_app.store.queries.contract import ContractRow, contracts_of, current_contract
from clinic_app.store.queries.residents import ResidentCard, resident_card

SERVICE = "contract_service"
MOST_KEYS = 9
LEAST_ROWS = 4
TAKEN_BACK = "录错，当场撤销"
"""Goes into the record, so it stays in the language of the paper."""
OVER = (TermState.EXPIRED, TermState.TERMINATED)


@dataclass(frozen=True)
class _Opened:
    card: ResidentCard | None
    contracts: list[ContractRow]
    draft: Draft | None


class ContractPage(FormPage):
    """Opened for a resident: the contract in force, else the last one, else a new one."""

    draft_kind = "contract"
    _whose = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.contracts: list[ContractRow] = []
        self.current: ContractRow | None = None
        self.contract_id = ""
        self.before: dict[str, Any] = {}
        self._last_service = ""
        self.renew = Button(self.tr("续签"), "F6", clicked=self._renew)
        self.foot_row.insertWidget(self.foot_row.count() - 1, self.renew)

    def frame_form(self, form_place: QWidget) -> QWidget:
        """Beside the form: the state in words, and the services."""
        self.side = Card()
        self.state = label("", "strong", wrap=True)
        self.notes = label("", "muted", wrap=True)
        self.items = QWidget()
        self._items = FlowLayout(self.items, spacing=theme().lengths.small)
        self.other = Line()
        self.other.setPlaceholderText(self.tr("其他服务项目，Enter 记下"))
        self.other.setAccessibleName(self.tr("其他服务项目"))
        self.other.done.connect(self._give_other)
        self.kept_other = BoxKeeper(self.desk, self.other)
        self.taken_back = Button(self.tr("撤销刚记的"), "F9", role="link", clicked=self._take_back)
        self.list = self._services()
        self.give_title = label(self.tr("记一次服务（日期是今天）"), "strong", wrap=True)
        self.list.table.setMinimumHeight(theme().lengths.compact_row * LEAST_ROWS)
        inside = QWidget()
        entry = row(self.other, self.taken_back)
        lines = column(self.state, self.notes, self.give_title, self.items, entry, self.list)
        lines.setStretchFactor(self.list, 1)
        # Without a contract there is no list: what is said stands at the top.
        lines.addStretch(0)
        inside.setLayout(lines)
        self.side.body.addWidget(scrolled(inside))
        return TwoPanes(form_place, self.side, shares=(5, 3), narrow=700)

    def _services(self) -> ListFrame:
        """What was given, the newest first; Ctrl and a digit give a service here, so that no column sorts."""
        columns = (
            Column("day", self.tr("日期"), 7, sorts=False),
            Column("item", self.tr("服务项目"), 0, sorts=False),
            Column("note", self.tr("备注"), 6, gives_way=1, sorts=False),
        )
        self.model = RowsModel([each.words for each in columns], self)
        self.model.allowed = self._given_ids
        made = ListFrame(
            self.desk, "services", self.tr("履约记录"), columns, self.model,
            of="contract_service", unit=self.tr("{count} 次"),
        )  # fmt: skip
        made.about = lambda: self._whose
        made.set_empty(self.tr("还没有记过服务。"))
        return made

    def _given_ids(self, connection: Any) -> list[str]:
        return [each.id for contract in contracts_of(connection, self.place.of) for each in contract.services]

    def arrive(self, place: Place) -> None:
        """Read the person, the contracts and the draft."""
        self.place, self.form, self._last_service = place, None, ""
        self._read()

    def depart(self) -> None:
        """The service that is being written is kept as the form is."""
        super().depart()
        self.kept_other.keep()

    def return_to(self) -> None:
        """The form stands as it was left."""
        if self.form is None:
            self.arrive(self.place)
        else:
            self.take_focus()

    def records(self) -> list[dict[str, Any]]:
        """A new contract, or what changed of the one on the page."""
        assert self.form is not None
        fields = self.form.values().get(CONTRACT, {})
        if self.current is None:
            whose = {"resident_id": self.place.of}
            whose |= {"organisation": self.desk.organisation} if self.desk.organisation else {}
            return [{"type": CONTRACT, "id": self.contract_id, "fields": {**whose, **fields}}]
        changes = changed_only(fields, self.before)
        if not changes:
            self.desk.say(self.tr("没有改动，不用保存"), "note")
            return []
        return [{"type": CONTRACT, "id": self.contract_id, "fields": changes}]

    def extra_draft(self) -> dict[str, Any]:
        """Which contract on file the form is of; empty for a new one."""
        return {"contract": self.current.id if self.current else ""}

    def saved(self, result: SaveResult) -> None:
        """It stays here: the services come next."""
        self.desk.say(self.tr("签约已保存"))
        self._read()

    def _read(self) -> None:
        database, today, resident_id, key = self.desk.database, self.desk.today, self.place.of, self.draft_key

        def read() -> _Opened:
            with database.shown() as connection:
                card = resident_card(connection, resident_id, today)
                return _Opened(card, contracts_of(connection, resident_id), load_draft(database, key))

        self.desk.work.read(self, read, self._open, key="open")

    def _open(self, opened: _Opened) -> None:
        if opened.card is None:
            self.desk.say(self.tr("本机没有这位居民，先建档或同步"), "watch")
            self.desk.back.emit()
            return
        card = opened.card
        self.title.setText(self.tr("签约　{person}").format(person=person_line(card.name, card.sex, card.age)))
        self.contracts = opened.contracts
        self.kept_other.turn_to(f"service:{self.place.of}")
        self._whose = card.name
        found = current_contract(self.contracts, self.desk.today)
        if found is None:
            doctor = self.desk.database.actor.name
            self._begin({**term(self.desk.today), "signed_on": self.desk.today.isoformat(), "doctor": doctor}, None)
        else:
            self._begin(without_empty(found.fields), found)
        self._tell(found)
        self._take_up(opened.draft)
        self.take_focus()

    def _take_up(self, draft: Draft | None) -> None:
        """What was left unsaved, in the contract that it was typed for: a renewal never lands in the old one."""
        of = draft.body.get("contract", "") if draft is not None else ""
        if draft is None or self.form is None or of not in ("", self.contract_id):
            return
        if not of and self.current is not None:
            self._renew()
        self.form.set_values(draft.body.get("values", {}))
        self._tell_draft(draft)

    def _begin(self, fields: dict[str, Any], current: ContractRow | None) -> None:
        """The form of a contract on file, or of a new one."""
        self.current = current
        self.contract_id = current.id if current else new_id(self.desk.clock.now())
        form = Form(contract_sections(), self.desk.today, lazy=True)
        self.before = {name: value for name, value in fields.items() if form.has(CONTRACT, name)} if current else {}
        form.set_values({CONTRACT: fields})
        self.save_words = self.tr("保存") if current else self.tr("签约")
        self.set_form(form)

    def _tell(self, found: ContractRow | None) -> None:
        self.renew.setVisible(found is not None)
        given = [each for contract in self.contracts for each in contract.services]
        for widget in (self.give_title, self.other, self.list):
            widget.setVisible(found is not None)
        self.taken_back.setVisible(bool(self._last_service))
        clear(self._items)
        if found is None:
            self.state.setText(self.tr("还没有签约"))
            self.notes.setText(self.tr("签约要有居民签字或电话核实。期限一到三年。"))
            return
        days = default_rule_books().general_in_force(self.desk.today).days("contract_renewal_days")
        words, state = contract_words(found, self.desk.today, days)
        self.state.setText(words)
        self.notes.setText(self._notes(found, state))
        if state not in OVER:
            self._offer(found)
        rows = [Row(each.id, (short_day(each.given_on, self.desk.today), each.item, each.note)) for each in given]
        self.model.show_rows(rows)

    def _notes(self, found: ContractRow, state: TermState) -> str:
        given = {each.item for each in found.services}
        done = sum(package in given for package in found.packages)
        parts = [self.tr("已履约 {done}/{all} 项").format(done=done, all=len(found.packages))] if found.packages else []
        if not found.fields.get("signed_by") and not found.fields.get("signature_checked"):
            parts.append(self.tr("还没有居民签字或电话核实"))
        if state is TermState.ENDING or state in OVER:
            parts.append(self.tr("按 F6 续签"))
        return "。".join(parts)

    def _offer(self, found: ContractRow) -> None:
        """A button for each package, its number its key."""
        for number, item in enumerate(found.packages, 1):
            count = sum(each.item == item for each in found.services)
            words = self.tr("{item}（{count}次）").format(item=item, count=count)
            button = Button(words, f"Ctrl+{number}" if number <= MOST_KEYS else "", clicked=self._give_item)
            button.setProperty("item", item)
            self._items.addWidget(button)

    @Slot()
    def _renew(self) -> None:
        """A new contract after the last one; nothing is saved before Ctrl+S."""
        if self.current is None:
            return
        self._begin(renewed(self.contracts[0].fields, self.desk.today), None)
        self.renew.hide()
        self.state.setText(self.tr("续签：新的一份，核对期限后保存"))
        self.take_focus()

    @Slot()
    def _give_item(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._give(str(sender.property("item")))

    @Slot()
    def _give_other(self) -> None:
        item = self.other.text().strip()
        if item:
            self.kept_other.forget()
            self._give(item)

    def _give(self, item: str) -> None:
        found = current_contract(self.contracts, self.desk.today)
        if found is None:
            return
        fields = {"contract_id": found.id, "item": item, "given_on": self.desk.today.isoformat()}
        self.desk.save(self, [{"type": SERVICE, "fields": fields}], self._given, self._not_given)

    def _given(self, result: SaveResult) -> None:
        self._last_service = result.ids[0]
        self.desk.say(self.tr("已记下这次服务"))
        self._again()

    @Slot()
    def _take_back(self) -> None:
        """What was written by mistake a moment ago."""
        if self._last_service:
            record = {"void": self._last_service, "reason": TAKEN_BACK}
            self.desk.save(self, [record], self._taken_back, self._not_given)

    def _taken_back(self, result: SaveResult) -> None:
        self._last_service = ""
        self.desk.say(self.tr("已撤销"))
        self._again()

    def _not_given(self, error: BaseException) -> None:
        if isinstance(error, (Refused, StoreError)):
            self.desk.say(str(error), "danger")
        else:
            self.desk.work.bug_found.emit(error)

    def _again(self) -> None:
        """The services anew; what is typed in the form stays."""
        resident_id = self.place.of
        self.desk.read(self, lambda connection: contracts_of(connection, resident_id), self._show_services, key="given")

    def _show_services(self, contracts: Sequence[ContractRow]) -> None:
        self.contracts = list(contracts)
        self._tell(current_contract(self.contracts, self.desk.today))
