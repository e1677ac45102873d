"""Results that came with a patient, one under the other: recognised or not, and why one is done again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from clinic_app.desktop.forms.choice import ChoiceEditor
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.text import TextEditor
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_title, record_word
from clinic_app.desktop.widgets.basic import label, row
from clinic_app.desktop.words import short_day
from clinic_app.guidelines.referral_rules import RecognisedItem, recognised
from clinic_app.records.field import Field, Option
from clinic_app.store.queries.stored import day

NO, YES = "1", "2"


class RecogniseEditor(Editor):
    """Digits choose; a result that is not recognised asks for its reason. What the county's list recognises is
    proposed, the receiver decides."""

    def __init__(
        self,
        declared: Field,
        results: Sequence[Mapping[str, Any]],
        items: Sequence[RecognisedItem],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(declared, parent)
        self._today = today
        self._results = [dict(each) for each in results]
        parts = {part.name: part for part in declared.items}
        answers = replace(parts["recognised"], options=(Option(NO, self.tr("重做")), Option(YES, self.tr("认可"))))
        self.choices: list[ChoiceEditor] = []
        self.reasons: list[TextEditor] = []
        lines = QVBoxLayout()
        lines.setSpacing(theme().lengths.small)
        self.inner.addLayout(lines)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        for each in self._results:
            rule = self._rule(items, each)
            lines.addWidget(label(self._words(each, rule), wrap=True, selectable=True))
            choice, reason = ChoiceEditor(answers), TextEditor(parts["reason"])
            choice.set_value(each.get("recognised") or (YES if rule is not None else None))
            reason.set_value(each.get("reason"))
            choice.name_for_reader(f"{each.get('item') or ''} {record_word(parts['recognised'].label)}")
            reason.name_for_reader(f"{each.get('item') or ''} {record_word(parts['reason'].label)}")
            reason_part = QWidget()
            reason_part.setLayout(row(label(record_title(parts["reason"].label), "muted"), reason))
            choice.add_trailing(reason_part)
            choice.changed.connect(self._changed)
            choice.done.connect(self._go_on)
            reason.changed.connect(self.changed)
            reason.done.connect(self._go_on)
            lines.addWidget(choice)
            self.choices.append(choice)
            self.reasons.append(reason)
        self._show_reasons()

    def value(self) -> Any:
        """Every result with the answer to it."""
        found = []
        for each, choice, reason in zip(self._results, self.choices, self.reasons, strict=True):
            kept = {name: value for name, value in each.items() if name not in ("recognised", "reason")}
            answer = choice.value()
            kept |= {"recognised": answer} if answer else {}
            kept |= {"reason": reason.value()} if answer == NO and reason.value() else {}
            found.append(kept)
        return found or None

    def set_value(self, value: Any) -> None:
        """The results are those of the slip; only a draft's answers are taken over."""
        for each, choice, reason in zip(value or (), self.choices, self.reasons, strict=False):
            choice.set_value(each.get("recognised"))
            reason.set_value(each.get("reason"))
        self._show_reasons()

    def mark(self, *, wrong: bool) -> None:
        """The reasons that are missing."""
        for choice, reason in zip(self.choices, self.reasons, strict=True):
            reason.mark(wrong=wrong and choice.value() == NO and not reason.value())

    def take_focus(self) -> None:
        """The first result."""
        if self.choices:
            self.choices[0].take_focus()

    @Slot()
    def _changed(self) -> None:
        self._show_reasons()
        self.changed.emit()

    @Slot()
    def _go_on(self) -> None:
        """From an answer to its reason, from there to the next result."""
        stops: list[Editor] = []
        for choice, reason in zip(self.choices, self.reasons, strict=True):
            stops += [choice, reason] if choice.value() == NO else [choice]
        sender = self.sender()
        place = next((number for number, each in enumerate(stops) if each is sender), len(stops) - 1)
        if place + 1 < len(stops):
            stops[place + 1].take_focus()
        else:
            self.done.emit()

    def _show_reasons(self) -> None:
        for choice, reason in zip(self.choices, self.reasons, strict=True):
            holder = reason.parentWidget()
            if holder is not None:
                holder.setVisible(choice.value() == NO)

    def _rule(self, items: Sequence[RecognisedItem], result: Mapping[str, Any]) -> RecognisedItem | None:
        examined = day(result.get("examined_on"))
        return recognised(items, str(result.get("item") or ""), examined, self._today) if examined else None

    def _words(self, result: Mapping[str, Any], rule: RecognisedItem | None) -> str:
        parts = [result.get("item"), short_day(result.get("examined_on"), self._today), result.get("organisation")]
        words = " ".join(str(part) for part in parts if part)
        words += f"：{result['value']}" if result.get("value") else ""
        if rule is None:
            return words
        return words + self.tr("（互认项目，{count}天内有效）").format(count=rule.valid_days)
