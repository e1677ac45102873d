"""Reading the referral rule file (`subject = "referral"`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from clinic_app.guidelines.referral_book import (
    ANY_DISEASE,
    ChecklistItem,
    Criterion,
    Disease,
    ReferralRules,
    SteadyRule,
    Window,
)
from clinic_app.guidelines.rule_table import Table, check_apart, header

SUBJECT = "referral"
INTERVALS = (
    "unread_hours", "no_show_days", "completion_hours", "first_follow_up_days", "sender_acts_days",
    "call_back_1_days", "call_back_2_days", "call_back_3_days",
    "clinic_slot_minutes", "scan_slot_minutes",
)  # fmt: skip
DIRECTIONS = ("up", "down", "level")


def read_referral_rules(table: Table) -> ReferralRules:
    """The rules of one file. Raises RuleFileError."""
    levels, names = table.table("levels"), table.table("levels").some_texts("order")
    diseases = table.by_code("diseases", _disease)
    criteria = tuple(_criterion(each, diseases) for each in table.tables("criteria"))
    checklists = _checklists(table)
    check_apart(table, "criteria", [each.code for each in criteria])
    check_apart(table, "checklist", *([item.code for item in items] for items in checklists.values()))
    return ReferralRules(
        **header(table, INTERVALS),
        programme="",
        levels=names,
        level_words=MappingProxyType({name: levels.table("words").text(name) for name in names}),
        level_rule=levels.text("rule"),
        diseases=diseases,
        criteria_list=criteria,
        checklists=checklists,
        windows=table.mapping("windows", _window),
        steady_rules=_steady_rules(table, diseases),
        scan_words=table.some_texts("scan_words"),
    )


def _disease(table: Table) -> Disease:
    return Disease(table.text("code"), table.text("name"), table.some_texts("words"))


def _known(table: Table, diseases: Mapping[str, Disease]) -> str:
    name = table.text("disease", ANY_DISEASE)
    if name and name not in diseases:
        raise table.refuse("disease", f"{name} is none of the file's diseases")
    return name


def _criterion(table: Table, diseases: Mapping[str, Disease]) -> Criterion:
    direction = table.text("direction")
    if direction not in DIRECTIONS:
        raise table.refuse("direction", f"{direction} is none of {', '.join(DIRECTIONS)}")
    return Criterion(table.text("code"), _known(table, diseases), direction, table.text("words"), table.text("rule"))


def _checklists(table: Table) -> Mapping[str, tuple[ChecklistItem, ...]]:
    found: dict[str, tuple[ChecklistItem, ...]] = {"": ()}
    for each in table.tables("checklist"):
        centre = each.text("centre", "")
        item = ChecklistItem(each.text("code"), each.text("words"), each.text("rule"), each.text("time_field", ""))
        found[centre] = (*found.get(centre, ()), item)
    return MappingProxyType(found)


def _window(windows: Table, centre: str) -> Window:
    each = windows.table(centre)
    return Window(centre, timedelta(minutes=each.whole("minutes")), each.text("words"), each.text("rule"))


def _steady_rules(table: Table, diseases: Mapping[str, Disease]) -> Mapping[str, SteadyRule]:
    read = [_steady(each, diseases) for each in table.tables("steady_cost")]
    if ANY_DISEASE not in (each.disease for each in read):
        raise table.refuse("steady_cost", "has no rule for every disease")
    _refuse_twice(table, [each.disease for each in read])
    return MappingProxyType({each.disease: each for each in read})


def _steady(table: Table, diseases: Mapping[str, Disease]) -> SteadyRule:
    days = table.whole("days")
    if days < 2:
        raise table.refuse("days", "has to be 2 at least")
    return SteadyRule(_known(table, diseases), days, table.number("tolerance_percent"), table.text("rule"))


def _refuse_twice(table: Table, names: Sequence[str]) -> None:
    if len(names) != len(set(names)):
        raise table.refuse("steady_cost", "speaks of a disease twice")
