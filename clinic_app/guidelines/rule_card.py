"""The rules that concern one field of one record, ready to be shown beside it: words, source, how far verified."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from clinic_app.guidelines.rule_book import Book, Rule, RuleBook, RuleBooks

VISIT = "visit"
"""The record type whose fields every programme's rules may speak of."""
MARK_WORDS: Mapping[str, str] = {
    "V1": "已核实官方原文",
    "V2": "间接核实",
    "U+": "未核实",
    "U?": "未核实",
}
FIRST = ("hypertension", "diabetes", "elderly", "mental", "tuberculosis", "copd")
"""Whose rules are shown first; a programme of a later edition comes after these."""
# A target after the slash and the text of 其他 belong to their field.
PARTS_OF_A_FIELD = ("_target", "_other")


@dataclass(frozen=True)
class RuleCard:
    """One rule as a person reads it. `programme` and `book` are of its rule file: "" and 通用 for general rules,
    "" and 转诊 for those of referrals."""

    id: str
    words: str
    source: str
    verified: str
    note: str
    programme: str
    book: str
    version: str
    valid_from: date
    valid_until: date | None

    @property
    def verified_words(self) -> str:
        """How far the rule was checked against the official text, in words; an unknown mark is 未核实."""
        return MARK_WORDS.get(self.verified, MARK_WORDS["U?"])


def rule_cards(
    books: RuleBooks, record_type: str, field: str, on: date, programmes: Collection[str] | None = None
) -> tuple[RuleCard, ...]:
    """The rules in force on a day that concern a field, each once: first those of the programmes that the person is in.

    Those of hypertension lead, then diabetes and the others, as FIRST has them; the general rules come last.

    `programmes` narrows the common block of a visit to the programmes that are asked for; a programme's own section
    always shows the rules of that programme. Empty for a field that no rule speaks of.
    """
    found = [
        _card(book, rule)
        for book in _books(books, record_type, on, programmes)
        for rule in book.rules.values()
        if _concerns(book, rule, record_type, field)
    ]
    return tuple(found)


def rule_card(books: RuleBooks, rule_id: str, on: date) -> RuleCard | None:
    """The card of a rule by its number (`H-08`), as a verdict's reason cites it; None when no file has it."""
    for book in _books(books, VISIT, on, None):
        if rule_id in book.rules:
            return _card(book, book.rules[rule_id])
    return None


def _books(books: RuleBooks, record_type: str, on: date, programmes: Collection[str] | None) -> Iterator[Book]:
    for programme in sorted(books.programmes, key=_rank):
        if record_type != VISIT or programmes is None or programme in programmes:
            yield books.in_force(programme, on)
    if books.referral:
        yield books.referral_in_force(on)
    yield books.general_in_force(on)


def _rank(programme: str) -> int:
    return FIRST.index(programme) if programme in FIRST else len(FIRST)


def _concerns(book: Book, rule: Rule, record_type: str, field: str) -> bool:
    names = {field, *(field.removesuffix(part) for part in PARTS_OF_A_FIELD)}
    if any(f"{record_type}.{name}" in rule.fields for name in names):
        return True
    # A plain key of a programme's rule is a key of the visit or of that programme's own section.
    plain = not isinstance(book, RuleBook) or record_type in (VISIT, *book.sections)
    return plain and bool(names & set(rule.fields))


def _card(book: Book, rule: Rule) -> RuleCard:
    return RuleCard(
        id=rule.id,
        words=rule.words,
        source=rule.source,
        verified=rule.verified,
        note=rule.note,
        programme=book.programme,
        book=book.name,
        version=book.version,
        valid_from=book.valid_from,
        valid_until=book.valid_until,
    )
