"""The sentences of a verdict: words of the rule file with their gaps filled in, each with its rule's number."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from clinic_app.guidelines.rule_book import RuleBook
from clinic_app.guidelines.target import SIGN_WHEN_BROKEN, SIGN_WHEN_HELD, Bound


@dataclass
class Reasons:
    """Sentences in the order they are found, with the numbers of their rules."""

    book: RuleBook
    sentences: list[str] = field(default_factory=list)
    rule_ids: list[str] = field(default_factory=list)

    def add(self, key: str, *, rule: str = "", **gaps: object) -> None:
        """One sentence; `rule` is the number to cite instead of the sentence's own."""
        sentence = self.book.sentences[key]
        words = sentence.words.format(**gaps)
        rule_id = rule or sentence.rule
        if rule_id:
            self.rule_ids.append(rule_id)
        self.sentences.append(f"{words}（{rule_id}）" if rule_id else words)

    def add_bound(self, key: str, bound: Bound, measured: Decimal, *, held: bool, rule: str, **gaps: object) -> None:
        """A sentence on a measured value beside its limit."""
        sign = (SIGN_WHEN_HELD if held else SIGN_WHEN_BROKEN)[bound.limit]
        label = self.book.labels[bound.field]
        self.add(key, rule=rule, label=label, value=f"{measured:f}", sign=sign, limit=bound.value, **gaps)
