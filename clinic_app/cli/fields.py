"""`fields`: every declared type, key, option, range and requirement."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from clinic_app.cli.session import CommandProblem, print_json
from clinic_app.clock import SystemClock
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES
from clinic_app.records.field import Field, RecordType


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `fields` takes."""
    parser.add_argument("type", nargs="?", metavar="TYPE", help="只看一种")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print declarations, one object per type with --json."""
    if arguments.type and arguments.type not in RECORD_TYPES:
        raise CommandProblem(f"没有“{arguments.type}”这种记录；有：{'、'.join(sorted(RECORD_TYPES))}")
    names = [arguments.type] if arguments.type else sorted(RECORD_TYPES)
    for name in names:
        described = describe(RECORD_TYPES[name], SystemClock().today())
        if arguments.json:
            print_json(described)
        else:
            _print_words(described)
    return 0


def describe(record_type: RecordType, on: date) -> dict[str, Any]:
    """A type as plain data. Danger signs take their options from the rules in force."""
    fields = [describe_field(each) for each in record_type.fields.values()]
    programme = next((key for key, value in PROGRAMME_SECTION.items() if value == record_type.name), None)
    if programme in default_rule_books().programmes:
        book = default_rule_books().in_force(programme, on)
        signs = [*book.danger_signs, book.no_danger_sign]
        for each in fields:
            if each["key"] == "danger_signs":
                each["options"] = [{"code": sign.code, "label": sign.words} for sign in signs]
    return {
        "type": record_type.name,
        "label": record_type.label,
        "merge": record_type.merge.value,
        "required": list(record_type.required),
        "fields": fields,
    }


def describe_field(declared: Field) -> dict[str, Any]:
    """A field as plain data; what does not apply is left out."""
    described: dict[str, Any] = {
        "key": declared.name,
        "label": declared.label,
        "kind": declared.kind.value,
        "required": declared.required,
    }
    optional = {
        "unit": declared.unit,
        "options": [{"code": option.code, "label": option.label} for option in declared.options],
        "exclusive": list(declared.exclusive),
        "minimum": declared.minimum,
        "maximum": declared.maximum,
        "usual": list(declared.usual) if declared.usual else None,
        "max_length": declared.max_length,
        "reference": declared.reference,
        "group": declared.group,
        "form": declared.form,
        "help": declared.help,
        "derived": declared.derived,
        "items": [describe_field(each) for each in declared.items],
    }
    return described | {name: value for name, value in optional.items() if value not in (None, "", [], False)}


def _print_words(described: dict[str, Any]) -> None:
    print(f"{described['type']}  {described['label']}")
    for each in described["fields"]:
        options = " ".join(f"{option['code']}{option['label']}" for option in each.get("options", []))
        limits = f"{each['minimum']}–{each['maximum']}{each.get('unit', '')}" if "minimum" in each else ""
        marks = "必填" if each["required"] else ""
        print("  " + "  ".join(part for part in (each["key"], each["label"], marks, limits, options) if part))
    print()
