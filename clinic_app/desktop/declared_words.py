"""Every word that `translation.record_word` may be asked for: what the catalogue of another language has to hold.

For whoever makes and checks the catalogue. A window looks words up and never reads this list.
"""

from __future__ import annotations

from collections.abc import Iterator

from clinic_app.care.work_item import KIND_WORDS, REASON_WORDS, WHY_WORDS
from clinic_app.exchange.sheet_kinds import KINDS
from clinic_app.guidelines.indicator_definitions import default_indicator_book
from clinic_app.guidelines.referral_book import ReferralRules
from clinic_app.guidelines.referral_cost import LEVEL_WORD
from clinic_app.guidelines.referral_figures import NO_DISEASE, NO_ORGANISATION
from clinic_app.guidelines.rule_card import MARK_WORDS
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.guidelines.term import TERM_WORD
from clinic_app.progress import STEP_WORDS, UNIT_WORDS
from clinic_app.protocol.audit_actions import GROUPS
from clinic_app.protocol.referral_events import EVENT_WORD, STATE_WORD
from clinic_app.protocol.referral_times import disease_names
from clinic_app.records import code_list
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.edition import edition_titles
from clinic_app.records.field import Field, Option
from clinic_app.records.form_definition import form_definition
from clinic_app.records.shared_answers import notes
from clinic_app.self_check_words import TITLES, WORDS
from clinic_app.store.import_batches import STATE_WORDS as BATCH_WORDS
from clinic_app.store.queries.conflict import GROUP_WORDS
from clinic_app.store.queries.residents import GONE_WORD
from clinic_app.store.queries.wording import EMPTY

GENERAL = "通用"
"""What a rule card calls the rules of no programme."""
COPD = "copd_followup"
WORKLIST_WORDS = (*WHY_WORDS, *KIND_WORDS.values(), *REASON_WORDS)
"""What the worklist says of a person: why they come first and what is due."""


def record_strings() -> list[str]:
    """Every word that `record_word` may be asked for, once, in the order of the declarations."""
    return [each for each in dict.fromkeys(_declared()) if each and not each.isascii()]


def _declared() -> Iterator[str]:
    for declaration in RECORD_TYPES.values():
        yield declaration.label
        for each in declaration.fields.values():
            yield from _of_field(each)
    for shared in vars(code_list).values():
        if isinstance(shared, tuple):
            yield from (option.label for option in shared if isinstance(option, Option))
    yield from WORKLIST_WORDS
    yield from (*GROUP_WORDS.values(), EMPTY, "是", "否")
    yield from (*STATE_WORD.values(), *EVENT_WORD.values(), *TERM_WORD.values(), *GONE_WORD.values())
    yield from (*default_indicator_book().words, *disease_names().values(), NO_DISEASE, NO_ORGANISATION)
    yield from notes()
    yield from edition_titles().values()
    yield from _of_sheets()
    yield from (*STEP_WORDS.values(), *UNIT_WORDS.values())
    yield from (*GROUPS, *(word for words in GROUPS.values() for word in words.values()))
    yield from (*TITLES.values(), *(text for pair in WORDS.values() for text in pair))
    yield from (GENERAL, *MARK_WORDS.values())
    yield from (form_definition(COPD).title, form_definition(COPD).mark)
    for rules in default_rule_books().referral:
        yield from _of_referrals(rules)
    for book in default_rule_books().books:
        yield book.name
        yield from (sign.words for sign in (book.no_danger_sign, *book.danger_signs))


def _of_referrals(rules: ReferralRules) -> Iterator[str]:
    yield rules.name
    yield from (text for each in rules.criteria_list for text in (each.words, each.label))
    yield from (item.words for items in rules.checklists.values() for item in items)
    yield from (window.words for window in rules.windows.values())
    yield from (*rules.level_words.values(), *(disease.name for disease in rules.diseases.values()))
    yield from LEVEL_WORD.values()


def _of_sheets() -> Iterator[str]:
    yield from BATCH_WORDS.values()
    for kind in KINDS.values():
        yield kind.words
        yield from (each.words for each in kind.columns)


def _of_field(declared: Field) -> Iterator[str]:
    yield from (declared.label, declared.unit, declared.help)
    yield from (option.label for option in declared.options)
    for part in declared.items:
        yield from _of_field(part)
