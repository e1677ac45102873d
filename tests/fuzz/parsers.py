"""The parsers of bytes from outside: how each is fed, what it may refuse with, and whole samples to damage.

Anything raised that is not among the refusals is a defect.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from openpyxl import Workbook

from clinic_app.cli.classify import classify_lines
from clinic_app.clock import FrozenClock, parse_instant
from clinic_app.county import http
from clinic_app.county.problems import Refusal
from clinic_app.devices.blood_pressure import parse_blood_pressure
from clinic_app.devices.glucose import parse_context, parse_glucose
from clinic_app.devices.reading import NotAReading
from clinic_app.devices.serial_line import LineFormatError, line_formats, read_line_format
from clinic_app.exchange.records_file import parse_line
from clinic_app.exchange.residents_file import read_residents
from clinic_app.exchange.sheet_kinds import KINDS, RESIDENTS
from clinic_app.exchange.sheet_rows import reader_of
from clinic_app.exchange.sheet_table import map_columns, read_table
from clinic_app.paths import resources_folder
from clinic_app.protocol import escrow, package, slip_pack, wire
from clinic_app.protocol.compression import Unpackable, pack, unpack
from clinic_app.protocol.mutation import MalformedMutation, decode
from clinic_app.records.field import Context
from clinic_app.records.form_definition import FormDefinitionError, read_definition
from clinic_app.store.archive import FORMAT, MANIFEST_NAME, Manifest, Part, opened_archive, read_part
from clinic_app.store.backup import backup
from clinic_app.store.database import create_database
from clinic_app.store.errors import StoreError
from clinic_app.store.header import DATABASE_NAME, HEADER_NAME, parse_header

NOW = "2026-11-22T02:00:00.000Z"
DEVICE_ID, COUNTY = "01a20116-c840-7142-913a-80e8c00d5217", "990101"
READER, SIGNER = X25519PrivateKey.from_private_bytes(b"r" * 32), Ed25519PrivateKey.from_private_bytes(b"s" * 32)
OWN, OPENS, SIGNS = READER.public_key().public_bytes_raw(), READER.private_bytes_raw(), SIGNER.private_bytes_raw()


@dataclass(frozen=True)
class Parser:
    """One way in: what reads the bytes, what it may refuse with, and samples to damage."""

    name: str
    feed: Callable[[bytes, Path], object]
    refusals: tuple[type[Exception], ...]
    samples: tuple[bytes, ...]


def parsers(folder: Path) -> Iterator[Parser]:
    """All of them; `folder` is where samples that are files are made."""
    yield from _lines()
    yield from _wire()
    yield from _sealed()
    yield from _files(folder)
    yield from _meters()


def _lines() -> Iterator[Parser]:
    save = {
        "records": [{"type": "visit", "fields": {"resident_id": DEVICE_ID, "visit_date": "2026-11-20", "sbp": 150}}]
    }
    verdict = {
        "programme": "hypertension", "age": 67, "visit_date": "2026-11-20", "sbp": 152, "dbp": "96", "symptoms": ["1"],
        "previous": [{"visit_date": "2026-08-01", "classification": 2}],
    }  # fmt: skip
    op = {"op": "create", "type": "resident", "id": DEVICE_ID, "fields": {"name": "李某甲", "birth_date": "1957-03-02"}}
    mutation = {"mid": DEVICE_ID, "author": DEVICE_ID, "at": NOW, "ops": [op], "schema": 1}
    yield Parser("records put: a line", lambda raw, _: parse_line(raw), (), (_json(save), _json({"void": DEVICE_ID})))
    yield Parser("classify: a line", lambda raw, _: list(classify_lines([raw])), (), (_json(verdict),))
    yield Parser("mutation", lambda raw, _: decode(raw), (MalformedMutation,), (_json(mutation),))


def _wire() -> Iterator[Parser]:
    """Every message both ways as its end decodes it, and the unpacking of bodies."""
    for kind in vars(wire).values():
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind.__module__ == wire.__name__:
            yield Parser(f"wire {kind.__name__}", _as_message(kind), (Refusal,), (_json(_example(kind)),))
    for dictionary in (True, False):
        packed, encoding = pack(b'{"mid":"1","name":"x"}' * 90, with_dictionary=dictionary)
        assert encoding is not None
        yield Parser(f"body {encoding}", _as_body(encoding), (Unpackable,), (packed,))


def _sealed() -> Iterator[Parser]:
    contents = package.Contents([1], NOW, base64.b64encode(OWN).decode())
    content = package.write_contents(contents, [b'{"mid":"1"}'])
    item = package.write_item("saves", COUNTY, DEVICE_ID, 1, content, to=OWN, signed_by=SIGNS)
    bundle = io.BytesIO()
    package.write_bundle(bundle, [item, item])
    problem = (package.PackageProblem,)
    yield Parser("relay: an item", lambda raw, _: package.open_item(package.read_item(raw), OPENS), problem, (item,))
    yield Parser(
        "relay: a file", lambda raw, _: list(package.read_bundle(io.BytesIO(raw))), problem, (bundle.getvalue(),)
    )
    yield Parser("relay: a package", lambda raw, _: package.read_contents(raw), problem, (content,))
    receipt = _json(_example(package.Receipt))
    yield Parser("relay: a receipt", lambda raw, _: package.read_receipt(raw), problem, (receipt,))
    yield Parser(
        "relay: records", lambda raw, _: package.read_records(raw), problem, (_json(_example(package.Records)),)
    )
    slip = slip_pack.SlipPack(DEVICE_ID, DEVICE_ID, DEVICE_ID, DEVICE_ID, "0" * 16, {"impression": "高血压3级"})
    digits = slip_pack.write(slip, device_number=7, to=OWN, signed_by=SIGNS).encode()
    yield Parser("slip code", _scan, problem, (digits,))
    code = escrow.seal(b"c" * 16, 1, DEVICE_ID, base64.b64encode(OWN).decode())
    yield Parser(
        "escrow: a sealed code", _unseal, (escrow.EscrowProblem, package.PackageProblem, Refusal), (_json(code),)
    )
    spoken = escrow.spoken(b"c" * 16).encode()
    yield Parser("escrow: a spoken code", lambda raw, _: escrow.heard(_text(raw)), (escrow.EscrowProblem,), (spoken,))


def _files(folder: Path) -> Iterator[Parser]:
    with create_database(folder / "clinic", "fuzz", "fuzz-fuzz", FrozenClock(parse_instant(NOW))) as database:
        backup(database, folder / "whole.clinicbackup")
        key_file = (database.folder / HEADER_NAME).read_bytes()
    yield Parser("key file", lambda raw, _: parse_header(raw), (StoreError,), (key_file,))
    whole = (folder / "whole.clinicbackup").read_bytes()
    yield Parser("backup", _restore, (StoreError,), (_small_backup(key_file), whole[-3000:]))
    yield Parser(
        "sheet", _residents, (), (_book(), *(text.encode(name) for text in TABLES for name in ("utf-8", "gb18030")))
    )
    lines = (resources_folder() / "devices" / "plain-lines.toml").read_bytes()
    yield Parser("meter format", _format, (LineFormatError,), (lines,))
    form = (resources_folder() / "forms" / "copd-regional-2020.toml").read_bytes()
    yield Parser("form", _form, (FormDefinitionError,), (form,))


def _meters() -> Iterator[Parser]:
    pressure = bytes.fromhex("1e9800600072ffea070b160a1e00480001000000")
    glucose = bytes.fromhex("0b0100ea070b160a1e000000 3cb0 11 0000")
    yield Parser("blood pressure", lambda raw, _: parse_blood_pressure(raw), (NotAReading,), (pressure,))
    yield Parser("glucose", lambda raw, _: parse_glucose(raw), (NotAReading,), (glucose,))
    yield Parser("glucose context", lambda raw, _: parse_context(raw), (NotAReading,), (bytes.fromhex("0201000105"),))
    known = tuple(line_formats([resources_folder() / "devices"]).values())
    yield Parser(
        "meter line",
        lambda raw, _: [each.parse(_text(raw)) for each in known],
        (NotAReading,),
        (b"SYS:152 DIA:96 PUL:72",),
    )


TABLES = (
    "姓名,性别,出生日期,身份证号,电话,住址\n李某甲,男,1957-03-02,990101195703020010,19900001111,一组1号\n",
    "姓名,性别,年龄,出生日期\n王某乙,2,66,1959/8/14\n𬎆某丙,女,,19590814\n",
)


def _book() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in TABLES[0].splitlines():
        sheet.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _small_backup(key_file: bytes) -> bytes:
    """A backup's form around a few bytes, so that damage reaches every part of it."""
    parts = {DATABASE_NAME: b"x" * 64, HEADER_NAME: key_file}
    named = {name: Part(len(raw), hashlib.sha256(raw).hexdigest()) for name, raw in parts.items()}
    manifest = msgspec.json.encode(Manifest(FORMAT, "0004", "0", NOW, {}, named))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as members:
        for name, raw in {MANIFEST_NAME: manifest, **parts}.items():
            members.writestr(name, raw)
    return out.getvalue()


def _restore(raw: bytes, folder: Path) -> None:
    path = folder / "damaged.clinicbackup"
    path.write_bytes(raw)
    with opened_archive(path) as (manifest, members):
        read_part(members, manifest, HEADER_NAME)


def _residents(raw: bytes, folder: Path) -> None:
    path = folder / "list.xlsx"
    path.write_bytes(raw)
    today = date(2026, 11, 22)
    read_residents(path, today)
    table = read_table(path)
    for kind in KINDS if table.readable else ():
        mapped = map_columns(table, kind)
        if kind == RESIDENTS:
            continue
        reader = reader_of(mapped, kind, Context(today))
        for row in mapped.rows[:50]:
            reader.read(row)


def _format(raw: bytes, folder: Path) -> None:
    path = folder / "format.toml"
    path.write_bytes(raw)
    read_line_format(path)


def _form(raw: bytes, folder: Path) -> None:
    path = folder / "form.toml"
    path.write_bytes(raw)
    read_definition(path)


def _scan(raw: bytes, folder: Path) -> None:
    slip_pack.open_pack(slip_pack.read(_text(raw)), OPENS)


def _unseal(raw: bytes, folder: Path) -> None:
    escrow.unseal(http.decoded(raw, escrow.SealedCode), DEVICE_ID, OPENS)


def _as_message(kind: type[msgspec.Struct]) -> Callable[[bytes, Path], object]:
    return lambda raw, _: http.decoded(raw, kind)


def _as_body(encoding: str) -> Callable[[bytes, Path], object]:
    return lambda raw, _: unpack(raw, encoding, 1 << 20)


def _text(raw: bytes) -> str:
    """As a scanner, a keyboard or a serial port would hand it on."""
    return raw.decode("utf-8", "surrogateescape")


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)


def _example(kind: Any) -> Any:
    """A plain value of a declared type: every field present, one entry in each list."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {each.encode_name: _example(each.type) for each in msgspec.structs.fields(kind)}
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (list, Sequence):
        return [_example(inner[0])]
    if origin in (dict, Mapping):
        return {"a": _example(inner[1])}
    if inner:
        return _example(inner[0])
    return {str: "990101", int: 3, bool: True, float: 1.5, bytes: "AAAA", Any: {"a": 1}, msgspec.Raw: [1]}.get(kind)
