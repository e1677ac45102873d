"""A page with one form: drafts every few seconds, errors beside the field, everything kept until it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clinic_app.care.entry import Refused
from clinic_app.care.save import SaveResult
from clinic_app.clock import instant_text
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.forms.history import REDO_KEYS, UNDO_KEYS
from clinic_app.desktop.forms.section import Key
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, label, scrolled, set_role, shortcut
from clinic_app.desktop.widgets.folding_row import FoldingRow
from clinic_app.desktop.words import moment
from clinic_app.desktop.work import Task
from clinic_app.store.drafts import Draft, discard_draft, save_draft
from clinic_app.store.errors import StoreError
from clinic_app.store.queries.quarantine import RefusedSave

DRAFT_AFTER = 3_000
Thrown = tuple[str, Mapping[str, Mapping[str, Any]], Mapping[Key, Mapping[str, str]]]
"""The key of a draft that was discarded, with what stood in the form."""


class FormPage(Page):
    """Pages derive from it, build a form with `set_form` and say what to save in `records`."""

    draft_kind = ""
    shows_undo = True
    """Whether the foot has room for the two buttons; without them their keys work while the focus is in the form."""
    least_rows = 8

    def __init__(self, desk: Desk, title: str = "") -> None:
        super().__init__(desk, title)
        self.form: Form | None = None
        self.saving = False
        self.save_words = self.tr("保存")
        self._area: QWidget | None = None
        self._refused_types: list[str] = []
        self._save_task: Task | None = None
        form_place = QWidget()
        self.holder = QVBoxLayout(form_place)
        self.holder.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.frame_form(form_place), 1)
        self.draft_words = label("", "muted")
        self.discard = Button(self.tr("放弃草稿"), role="link", clicked=self.discard_draft)
        self.undo_button = Button(self.tr("撤销"), UNDO_KEYS[0], role="link", clicked=self.undo)
        self.redo_button = Button(self.tr("重做"), REDO_KEYS[0], role="link", clicked=self.redo)
        if self.shows_undo:
            shortcut(self, REDO_KEYS[1], self.redo, self.tr("重做"))
        self._thrown: Thrown | None = None
        self.save_button = Button(self.tr("保存"), "Ctrl+S", role="main", symbol="save", clicked=self.save)
        self.foot = self._foot()
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_AFTER)
        self._draft_timer.timeout.connect(self.keep_draft)

    @property
    def draft_key(self) -> str:
        """Under what the open form is kept."""
        # What stands behind the colon is whose draft it is: it goes with the record when that leaves this laptop.
        return f"fix {self.fixes}:{self.place.of}" if self.fixes else f"{self.draft_kind}:{self.place.of}"

    @property
    def fixes(self) -> str:
        """The refused save that this form corrects; empty for an ordinary form."""
        return str(self.place.more.get("fix") or "")

    def records(self) -> list[dict[str, Any]]:
        """What a save hands over, in the shape of `records put`."""
        raise TypeError("each form page says what it saves")

    def saved(self, result: SaveResult) -> None:
        """After the commit."""
        self.desk.back.emit()

    def frame_form(self, form_place: QWidget) -> QWidget:
        """What stands around the form; a page with a second pane puts it here."""
        return form_place

    def extra_draft(self) -> dict[str, Any]:
        """What else belongs into the draft."""
        return {}

    def set_form(self, form: Form, draft: Draft | None = None) -> None:
        """Put a fresh form on the page, with the draft's values when there is one."""
        self._draft_timer.stop()
        if self._area is not None:
            self.holder.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        self.form = form
        self._area = scrolled(form, self.holder)
        set_role(self._area, "paper")
        self._tell_draft(draft)
        if draft is not None:
            form.set_values(draft.body.get("values", {}))
        form.changed.connect(self.form_changed)
        form.finished.connect(self.form_finished)
        if self.shows_undo:
            form.history.leave_keys()
        form.history.moved.connect(self._tell_history)
        if self._thrown is not None and self._thrown[0] == self.draft_key:
            form.history.offer(*self._thrown[1:])
        self._thrown = None
        self._tell_history()
        self.save_button.setEnabled(True)
        self.save_button.set_words(self.tr("改正并重新上传") if self.fixes else self.save_words)

    def show_refused(self, refused: RefusedSave | None) -> None:
        """The county's words at the field that it named; where this form has no such field, under the page."""
        if refused is None or self.form is None:
            return
        named = refused.named
        words = refused.words or self.tr("县平台没有接收这次保存")
        located = [(named.type if named else "", refused.field, self.tr("县平台：{words}").format(words=words))]
        homeless = self.form.show_errors(located)
        if homeless:
            self.desk.say("；".join(homeless), "watch")

    def take_focus(self) -> None:
        """The first field."""
        if self.form is not None:
            self.form.begin()

    def answered(self) -> bool:
        """F1 at a field."""
        return self.form is not None and self.form.show_help()

    def depart(self) -> None:
        """Keep what is typed, also when a save is under way that may be refused after the page is gone."""
        if self._save_task is not None and self.saving:
            self._keep_if_refused(self._save_task)
        elif self._draft_timer.isActive():
            self.keep_draft()

    def _keep_if_refused(self, asked: Task) -> None:
        """The writing lane takes one after the other: when this runs, the save has been made or not."""
        if self.form is None:
            return
        database, key = self.desk.database, self.draft_key
        body = {"values": self.form.values(), **self.extra_draft()}

        def keep() -> None:
            if asked.error is not None:
                save_draft(database, key, body)

        self.desk.work.write(self, keep)

    @Slot(object)
    def form_changed(self, key: object) -> None:
        """Something was typed: the draft is due in a few seconds."""
        if not self._draft_timer.isActive():
            self._draft_timer.start()

    @Slot()
    def form_finished(self) -> None:
        """Enter in the last field goes to the save button."""
        self.save_button.setFocus()

    @Slot()
    def keep_draft(self) -> None:
        """Write the open form to the disk, in the writing lane."""
        self._draft_timer.stop()
        if self.form is None or self.saving:
            return
        database, key = self.desk.database, self.draft_key
        body = {"values": self.form.values(), **self.extra_draft()}
        self.desk.work.write(self, lambda: save_draft(database, key, body), self._draft_kept, self._draft_failed)

    @Slot()
    def discard_draft(self) -> None:
        """Begin again from the stored values; what was thrown away can be taken back."""
        self._draft_timer.stop()
        if self.form is not None:
            self._thrown = (self.draft_key, self.form.values(), self.form.marks())
        database, key = self.desk.database, self.draft_key
        self.desk.work.write(self, lambda: discard_draft(database, key), self._begin_again)

    @Slot()
    def undo(self) -> None:
        """Take back what was written last, in whichever field."""
        if self.form is not None and not self.saving:
            self.form.history.undo()

    @Slot()
    def redo(self) -> None:
        """Write it again."""
        if self.form is not None and not self.saving:
            self.form.history.redo()

    @Slot()
    def _tell_history(self) -> None:
        history = self.form.history if self.form is not None else None
        self.undo_button.setEnabled(history is not None and history.can_undo)
        self.redo_button.setVisible(self.shows_undo and history is not None and history.can_redo)

    @Slot()
    def save(self) -> None:
        """Check, then save in the writing lane; what is wrong is said beside the field."""
        if self.form is None or self.saving:
            return
        errors = self.form.check()
        if errors:
            self._say_errors(len(errors), [])
            return
        records = self.records()
        if not records:
            return
        self.saving = True
        self.save_button.setEnabled(False)
        self._refused_types = [str(record.get("type", "")) for record in records]
        self._draft_timer.stop()
        if self.fixes:
            task = self.desk.fix(self, self.fixes, records, self._saved, self._not_saved, draft_key=self.draft_key)
        else:
            task = self.desk.save(self, records, self._saved, self._not_saved, draft_key=self.draft_key)
        self._save_task = task

    def _saved(self, result: SaveResult) -> None:
        self.saving = False
        self._draft_timer.stop()
        self._tell_draft(None)
        self.form = self.form if self.form is None else self._close_form()
        if self.fixes:
            self.desk.back.emit()
            self.desk.say(self.tr("已改正，联网后重新传到县平台"))
        else:
            self.saved(result)

    def _close_form(self) -> Form | None:
        """A saved form is done with: what is typed next belongs to a fresh one."""
        if self._area is not None:
            self._area.setEnabled(False)
        return None

    def _not_saved(self, error: BaseException) -> None:
        self.saving = False
        self.save_button.setEnabled(True)
        if isinstance(error, Refused) and self.form is not None:
            self.show_refusal(error)
        elif isinstance(error, StoreError):
            self.desk.say(str(error), "danger")
        else:
            self.desk.work.bug_found.emit(error)
        self._draft_timer.start()

    def show_refusal(self, error: Refused) -> None:
        """The store's words beside the fields that this form has."""
        assert self.form is not None
        located = [(self._type_of(each.record), each.field, each.message) for each in error.errors]
        self._say_errors(len(located), self.form.show_errors(located))

    def _type_of(self, index: int) -> str:
        return self._refused_types[index] if 0 <= index < len(self._refused_types) else ""

    def _say_errors(self, count: int, homeless: Sequence[str]) -> None:
        words = self.tr("有 {count} 处要改，还没有保存，填的都在").format(count=count)
        self.desk.say("：".join([words, "；".join(homeless)]) if homeless else words, "danger")

    def _begin_again(self, nothing: object) -> None:
        self._tell_draft(None)
        self.arrive(self.place)
        if self._thrown is not None:
            self.desk.say(self.tr("草稿已放弃，按 Ctrl+Z 找回"), "note")

    def _tell_draft(self, draft: Draft | None) -> None:
        self.discard.setVisible(draft is not None)
        if draft is None:
            self.draft_words.setText("")
            return
        when = moment(draft.saved_at, self.desk.today)
        self.draft_words.setText(self.tr("草稿 {time} 已恢复").format(time=when))

    def _draft_kept(self, nothing: object) -> None:
        now = moment(_instant(self.desk), self.desk.today)
        self.draft_words.setText(self.tr("草稿 {time} 已保存").format(time=now))

    def _draft_failed(self, error: BaseException) -> None:
        words = str(error) if isinstance(error, StoreError) else self.tr("草稿没有保存上，先按 Ctrl+S 保存")
        self.desk.say(words, "watch")

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        lengths = theme().lengths
        self.foot_row = FoldingRow(lengths.small)
        foot.setLayout(self.foot_row)
        self.foot_row.setContentsMargins(lengths.wide, lengths.tiny, lengths.wide, lengths.tiny)
        self.foot_row.addWidget(self.draft_words)
        self.foot_row.addWidget(self.discard)
        self.foot_row.addWidget(self.undo_button)
        self.foot_row.addWidget(self.redo_button)
        self.undo_button.setVisible(self.shows_undo)
        self.redo_button.hide()
        self.foot_row.addStretch(1)
        self.foot_row.addWidget(self.save_button)
        margins = self.body.contentsMargins()
        self.body.setContentsMargins(margins.left(), margins.top(), margins.right(), 0)
        self.keep_foot(foot)
        return foot


def _instant(desk: Desk) -> str:
    return instant_text(desk.clock.now())


def changed_only(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What differs: new or changed values, and None for what was emptied."""
    found = {name: value for name, value in now.items() if before.get(name) != value}
    found |= {name: None for name, value in before.items() if value not in (None, "", []) and name not in now}
    return found
