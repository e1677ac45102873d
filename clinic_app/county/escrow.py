"""Recovery codes of laptops: taken in sealed, opened only by two people who each hold a part of the escrow key.

The server has the public half alone. The private half is split in two when it is made; each part lies in a file under
a passphrase of its own, and neither says anything without the other.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clinic_app.county import audit
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device, all_devices
from clinic_app.county.problems import CountyProblem, Refusal
from clinic_app.protocol import escrow, package
from clinic_app.protocol.escrow import EscrowProblem, SealedCode
from clinic_app.protocol.wire import EscrowReply

FORMAT = "clinic-escrow-1"
KDF, CIPHER = "argon2id", "aes-256-gcm"
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 1
KEY_BYTES, SALT_BYTES, NONCE_BYTES = 32, 16, 12
SHORTEST_PASSPHRASE = 8
MOST_CODES = 1000
LARGEST_FILE = 4096
UNREADABLE = Refusal(400, "bad_request", "恢复码的内容无法读取，没有保存，本机数据没有改动，更新程序后再试")
OTHER_KEY = Refusal(409, "escrow_key", "县平台换了托管钥匙，程序会自动换一个恢复码再送")


class KeyPart(msgspec.Struct, forbid_unknown_fields=True):
    """One half of the private key in its file. Everything but the numbers is base64; `key` is the escrow key's id."""

    format: str
    key: str
    part: int
    kdf: str
    memory_kib: int
    passes: int
    lanes: int
    cipher: str
    salt: str
    nonce: str
    sealed: str


@dataclass(frozen=True)
class Holder:
    """One of the two people: name, file, passphrase."""

    name: str
    file: Path
    passphrase: str


def make_key(database: CountyDatabase, holders: tuple[Holder, Holder], actor: str) -> str:
    """A new escrow key in two files; laptops seal a new code to it at their next sync. Returns its id.

    Raises CountyProblem for one person twice, a short passphrase, or a file that is there already.
    """
    _require_two(holders)
    for holder in holders:
        if len(holder.passphrase) < SHORTEST_PASSPHRASE:
            raise CountyProblem(f"{holder.name}的口令不到{SHORTEST_PASSPHRASE}位，没有生成钥匙")
        if holder.file.exists():
            raise CountyProblem(f"文件已经存在：{holder.file}，没有生成钥匙，换一个文件名")
    private, public = package.new_sealing_pair()
    first = secrets.token_bytes(KEY_BYTES)
    halves = first, bytes(a ^ b for a, b in zip(private, first, strict=True))
    key = package.key_id(public)
    try:
        for number, (holder, half) in enumerate(zip(holders, halves, strict=True), 1):
            holder.file.write_bytes(msgspec.json.encode(_sealed_part(key, number, half, holder.passphrase)))
    except OSError:
        raise CountyProblem("钥匙文件写不进去，没有启用新钥匙，检查文件夹后再试") from None
    with database.transaction() as connection:
        connection.execute(
            "INSERT INTO escrow_key (county, id, public_key, created_at) VALUES (%s, %s, %s, %s)",
            (database.county, key, public, database.clock.now()),
        )
        names = "、".join(each.name for each in holders)
        audit.append(connection, database.county, actor, "escrow_key", f"key:{key}", database.now_text(), names)
    return key


def public_key(connection: Connection, county: str) -> str:
    """The escrow key in use as it travels (base64); empty where the county has none."""
    row = connection.execute(
        "SELECT public_key FROM escrow_key WHERE county = %s ORDER BY created_at DESC, id LIMIT 1", (county,)
    ).fetchone()
    return "" if row is None else base64.b64encode(bytes(row[0])).decode()


def take(database: CountyDatabase, device: Device, code: SealedCode) -> EscrowReply:
    """Keep a laptop's newest code; the same again is answered the same. Raises Refusal."""
    if not 0 < code.number <= MOST_CODES or not _is_sound(code):
        raise UNREADABLE
    with database.transaction() as connection:
        known = connection.execute(
            "SELECT 1 FROM escrow_key WHERE county = %s AND id = %s", (database.county, code.key)
        ).fetchone()
        if known is None:
            raise OTHER_KEY
        # A laptop that was put back counts again: what it says last is what opens it.
        connection.execute(
            "INSERT INTO recovery_code (county, device, number, sealed, received_at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (county, device, number) DO UPDATE SET sealed = EXCLUDED.sealed,"
            " received_at = EXCLUDED.received_at",
            (database.county, device.id, code.number, msgspec.json.encode(code), database.clock.now()),
        )
        audit.append(connection, database.county, f"device:{device.id}", "recovery_code", f"device:{device.id}",
                     database.now_text(), str(code.number))  # fmt: skip
    return EscrowReply(code.number)


def open_code(database: CountyDatabase, device_id: str, holders: tuple[Holder, Holder], actor: str) -> str:
    """The recovery code of a device (id or number) as it is read out, opened by both holders; an audited act.

    Raises CountyProblem.
    """
    _require_two(holders)
    private, key = _joined(holders)
    with database.transaction() as connection:
        device = _device(connection, database.county, device_id)
        row = connection.execute(
            "SELECT sealed FROM recovery_code WHERE county = %s AND device = %s"
            " ORDER BY received_at DESC, number DESC LIMIT 1",
            (database.county, device.id),
        ).fetchone()
        if row is None:
            raise CountyProblem("这台电脑还没有把恢复码送到县平台，打不开")
        code = msgspec.json.decode(bytes(row[0]), type=SealedCode)
        names = "、".join(each.name for each in holders)
        audit.append(connection, database.county, actor, "recovery_code_opened", f"device:{device.id}",
                     database.now_text(), f"{names}，第{code.number}个")  # fmt: skip
    if key != code.key:
        raise CountyProblem(f"{escrow.OTHER_KEY}（{code.key}）")
    try:
        return escrow.spoken(escrow.unseal(code, device.id, private))
    except EscrowProblem as problem:
        raise CountyProblem(str(problem)) from None


def _device(connection: Connection, county: str, name: str) -> Device:
    found = next((each for each in all_devices(connection, county) if name in (each.id, str(each.number))), None)
    if found is None:
        raise CountyProblem(f"没有编号为“{name[:40]}”的设备，用 county devices 看编号")
    return found


def _require_two(holders: tuple[Holder, Holder]) -> None:
    first, second = (each.name.strip() for each in holders)
    if not first or not second or first == second or holders[0].file == holders[1].file:
        raise CountyProblem("托管钥匙要由两个人各持一份，写两个不同的姓名和文件")


def _is_sound(code: SealedCode) -> bool:
    try:
        package.read_key(code.ephemeral)
        raw = base64.b64decode(code.sealed, validate=True)
    except (ValueError, binascii.Error):
        return False
    return code.seal == package.SEAL and len(raw) == escrow.CODE_BYTES + 16


def _joined(holders: tuple[Holder, Holder]) -> tuple[bytes, str]:
    """The private key and its id, from both parts."""
    parts = [_read_part(each) for each in holders]
    if parts[0].key != parts[1].key or {each.part for each in parts} != {1, 2}:
        raise CountyProblem("两份钥匙不是一对，没有打开")
    halves = [_opened_part(part, holder) for part, holder in zip(parts, holders, strict=True)]
    private = bytes(a ^ b for a, b in zip(*halves, strict=True))
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    if package.key_id(public) != parts[0].key:
        raise CountyProblem("两份钥匙合不成托管钥匙，没有打开")
    return private, parts[0].key


def _read_part(holder: Holder) -> KeyPart:
    try:
        with holder.file.open("rb") as file:
            part = msgspec.json.decode(file.read(LARGEST_FILE), type=KeyPart)
    except (OSError, msgspec.DecodeError, RecursionError):
        raise CountyProblem(f"钥匙文件读不出来：{holder.file}") from None
    weak = part.memory_kib < MEMORY_KIB or part.passes < PASSES or (part.kdf, part.cipher) != (KDF, CIPHER)
    if part.format != FORMAT or weak or part.memory_kib > 16 * MEMORY_KIB or part.passes > 16 or part.lanes > 8:
        raise CountyProblem(f"钥匙文件的格式或强度不对，可能被人改过：{holder.file}")
    return part


def _sealed_part(key: str, number: int, half: bytes, passphrase: str) -> KeyPart:
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    part = KeyPart(FORMAT, key, number, KDF, MEMORY_KIB, PASSES, LANES, CIPHER, _text(salt), _text(nonce), "")
    part.sealed = _text(AESGCM(_stretched(part, passphrase)).encrypt(nonce, half, _bound(part)))
    return part


def _opened_part(part: KeyPart, holder: Holder) -> bytes:
    try:
        nonce, sealed = (base64.b64decode(each, validate=True) for each in (part.nonce, part.sealed))
        half = AESGCM(_stretched(part, holder.passphrase)).decrypt(nonce, sealed, _bound(part))
    except (InvalidTag, ValueError, binascii.Error):
        raise CountyProblem(f"{holder.name}的口令不对，没有打开") from None
    if len(half) != KEY_BYTES:
        raise CountyProblem(f"钥匙文件读不出来：{holder.file}")
    return half


def _stretched(part: KeyPart, passphrase: str) -> bytes:
    return hash_secret_raw(
        unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"),
        base64.b64decode(part.salt, validate=True),
        time_cost=part.passes,
        memory_cost=part.memory_kib,
        parallelism=part.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _bound(part: KeyPart) -> bytes:
    return f"{FORMAT}|{part.key}|{part.part}".encode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
