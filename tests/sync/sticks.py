"""A county on paper: its keys, and sticks as it and laptops write them."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import msgspec

from clinic_app.clock import instant_text
from clinic_app.protocol import package, wire
from clinic_app.protocol.audience import Scope
from clinic_app.protocol.package import Contents, Item, Receipt
from clinic_app.protocol.signing import new_key_pair
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.device import Device, save_device
from tests.conftest import NOW

COUNTY = "990101"
NAME = "王𬎆"
PERSON = {"name": NAME, "sex": "1", "birth_date": "1960-01-02", "village_code": "990101001001"}


class County:
    """The county's keys, and what it does with them on paper: open packages, seal receipts."""

    def __init__(self) -> None:
        self.relay_private, self.relay_public = package.new_sealing_pair()
        self.signing_private, self.signing_public = new_key_pair()

    def enrol(self, database: Database, number: int = 7, **changed: Any) -> Device:
        """Make `database` a device of this county."""
        device = Device(
            id=new_id(NOW), number=number, county=COUNTY, organisation="V1", organisation_name="演示村卫生室",
            kind="village_clinic", role="village_doctor", scope=Scope("V1", "village_clinic"),
            server="http://127.0.0.1:1", private_key=text_of(new_key_pair()[0]),
            sealing_key=text_of(package.new_sealing_pair()[0]), relay_key=text_of(self.relay_public),
            county_key=text_of(self.signing_public),
        )  # fmt: skip
        device = msgspec.structs.replace(device, **changed)
        with database.write() as connection:
            save_device(connection, device)
        return device

    def opened(self, item: Item) -> tuple[Contents, list[bytes]]:
        """What a package holds."""
        return package.read_contents(package.open_item(item, self.relay_private))

    def receipt(self, item: Item, *states: str, seq: int = 9, issued_at: str = "", **changed: Any) -> bytes:
        """The sealed answer to a package: a state for each line."""
        contents, lines = self.opened(item)
        outcomes = [outcome(line, state, seq) for line, state in zip(lines, states, strict=True)]
        header = item.header
        said = Receipt(
            header.county, header.device, header.number, item.digest, issued_at or instant_text(NOW),
            wire.Head("epoch", seq, "0" * 16), outcomes,
        )  # fmt: skip
        said = msgspec.structs.replace(said, **changed)
        return self.sealed(said, package.read_key(contents.sealing_key))

    def sealed(self, said: Receipt, to: bytes, **changed: Any) -> bytes:
        """A receipt as an item; `changed` is what a forger changes."""
        values = {"kind": package.RECEIPT, "county": said.county, "device": said.device, "number": said.number}
        values |= {"content": msgspec.json.encode(said), "to": to, "signed_by": self.signing_private, **changed}
        return package.write_item(**values)


def outcome(line: bytes, state: str, seq: int = 9) -> wire.Outcome:
    """What became of one line."""
    mid = "" if state == "malformed" else str(msgspec.json.decode(line)["mid"])
    return wire.Outcome(mid, state, [seq, seq] if state in ("applied", "conflict") else None)


def text_of(raw: bytes) -> str:
    """Base64."""
    return base64.b64encode(raw).decode()


def items(path: Path) -> list[Item]:
    """What a file holds."""
    return list(package.read_bundle(io.BytesIO(path.read_bytes())))


def written(path: Path, *raw: bytes) -> Path:
    """A file of these items."""
    with open(path, "wb") as out:
        package.write_bundle(out, raw)
    return path
