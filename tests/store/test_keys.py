from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from clinic_app.clock import FrozenClock
from clinic_app.store import device_secret, keys
from clinic_app.store.database import Database, create_database, open_database
from clinic_app.store.device_secret import find_device_secret, forget_device_secret
from clinic_app.store.errors import DamagedDatabase, NoDatabase, NoDeviceSecret, StoreError, WeakKeys, WrongPassword
from clinic_app.store.header import HEADER_NAME, DeviceKey, parse_header, read_header
from clinic_app.store.keys import new_data_key, secret_place, unlock, unwrap, wrap
from tests.conftest import PASSWORD, USER
from tests.store.people import contents


def edited(folder: Path, **changes: Any) -> None:
    """Change the key file's first entry: `kdf__passes=1`, `cipher="x"`."""
    path = folder / HEADER_NAME
    header = json.loads(path.read_text("utf-8"))
    for name, value in changes.items():
        target = header["accounts"][0]
        *outer, last = name.split("__")
        for part in outer:
            target = target[part]
        target[last] = value
    path.write_text(json.dumps(header, ensure_ascii=False), "utf-8")


@pytest.mark.parametrize(("user", "password"), [(USER, "不对"), ("没有这个人", PASSWORD), ("", ""), (USER, "")])
def test_wrong_name_and_wrong_password_get_the_same_words(database: Database, user: str, password: str) -> None:
    with pytest.raises(WrongPassword) as caught:
        unlock(database.folder, user, password)
    assert str(caught.value) == WrongPassword.sentence


def test_an_unknown_name_costs_the_same_work_as_a_wrong_password(
    database: Database, stretched_once: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "hash_secret_raw", stretched_once)

    def cost(user: str) -> float:
        spent = []
        for _ in range(2):
            begun = time.process_time()
            with pytest.raises(WrongPassword):
                unlock(database.folder, user, "不对")
            spent.append(time.process_time() - begun)
        return min(spent)

    known, unknown = cost(USER), cost("没有这个人")
    assert known > 0.02, "64 MiB and three passes are real work"
    assert 0.5 < known / unknown < 2


def test_the_same_password_in_another_unicode_form_opens(database: Database) -> None:
    entry = wrap(database.data_key, "a", "é", "caf\u00e9", DeviceKey("0" * 32, "file"), b"s" * 32)
    assert unwrap(entry, "cafe\u0301", DeviceKey("0" * 32, "file"), b"s" * 32) == database.data_key


def test_the_key_opens_only_with_password_device_secret_account_and_device_together() -> None:
    key, device, secret = new_data_key(), DeviceKey("a" * 32, "file"), b"s" * 32
    entry = wrap(key, "account-1", "医生", "口令", device, secret)
    assert unwrap(entry, "口令", device, secret) == key
    entry.account = "account-2"
    with pytest.raises(WrongPassword):
        unwrap(entry, "口令", device, secret)
    entry.account = "account-1"
    for password, other, half in [("口令2", device, secret), ("口令", DeviceKey("b" * 32, "file"), secret)]:
        with pytest.raises(WrongPassword):
            unwrap(entry, password, other, half)
    with pytest.raises(WrongPassword):
        unwrap(entry, "口令", device, b"t" * 32)


@pytest.mark.parametrize(
    "changes",
    [
        {"kdf__passes": 2},
        {"kdf__memory_kib": 65535},
        {"kdf__salt": "c2hvcnQ="},
        {"kdf__id": "pbkdf2"},
        {"kdf__version": 16},
        {"cipher": "none"},
        {"derive": "none"},
    ],
)
def test_a_weakened_key_file_is_refused(database: Database, changes: dict[str, Any]) -> None:
    edited(database.folder, **changes)
    with pytest.raises(WeakKeys, match="强度低于规定"):
        unlock(database.folder, USER, PASSWORD)


@pytest.mark.parametrize(
    "changes",
    [
        {"kdf__memory_kib": 1 << 40},
        {"kdf__passes": 1000},
        {"kdf__lanes": 0},
        {"kdf__salt": "*"},
        {"nonce": "AAAA"},
        {"sealed": "AAAA"},
        {"unexpected": 1},
    ],
)
def test_a_senseless_key_file_is_damage_and_exhausts_nothing(database: Database, changes: dict[str, Any]) -> None:
    edited(database.folder, **changes)
    with pytest.raises(DamagedDatabase, match=r"密钥文件.*已损坏"):
        unlock(database.folder, USER, PASSWORD)


@given(raw=st.binary(max_size=200) | st.text(max_size=50).map(lambda text: json.dumps({"format": text}).encode()))
def test_any_rubbish_in_the_key_file_is_damage_in_words(raw: bytes) -> None:
    with pytest.raises(DamagedDatabase):
        parse_header(raw)


def test_a_path_in_the_device_id_is_never_followed(database: Database) -> None:
    path = database.folder / HEADER_NAME
    header = json.loads(path.read_text("utf-8"))
    header["device_key"]["id"] = "../../somewhere"
    path.write_text(json.dumps(header), "utf-8")
    with pytest.raises(DamagedDatabase):
        unlock(database.folder, USER, PASSWORD)


def test_a_missing_key_file_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase):
        read_header(tmp_path)


def test_a_key_file_of_another_clinic_does_not_open_this_one(
    database: Database, tmp_path: Path, clock: FrozenClock
) -> None:
    create_database(tmp_path / "other", "别人", "p", clock).close()
    database.close()
    shutil.copy(tmp_path / "other" / HEADER_NAME, database.folder / HEADER_NAME)
    with pytest.raises(DamagedDatabase):
        open_database(database.folder, "别人", "p", clock)


def test_without_a_key_store_the_secret_is_a_private_file_outside_the_folder(
    database: Database, secrets_home: Path
) -> None:
    assert secret_place(database.folder) == "file"
    [path] = [path for path in secrets_home.rglob("*.secret")]
    secret = find_device_secret(read_header(database.folder).device_key)
    assert len(secret) == 32
    assert path.stat().st_mode & 0o077 == 0 or path.drive, "only the user may read it"
    for raw in contents(database.folder).values():
        assert secret not in raw
        assert path.read_bytes() not in raw


def test_a_forgotten_secret_leaves_the_folder_closed_for_good(database: Database) -> None:
    forget_device_secret(read_header(database.folder).device_key)
    with pytest.raises(NoDeviceSecret, match="设备密钥"):
        unlock(database.folder, USER, PASSWORD)


def test_a_spoilt_secret_file_is_no_secret(database: Database, secrets_home: Path) -> None:
    [path] = secrets_home.rglob("*.secret")
    path.write_text("not base64")
    with pytest.raises(NoDeviceSecret):
        unlock(database.folder, USER, PASSWORD)


class Store(KeyringBackend):
    """A key store as an operating system gives it, in memory."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Refusing(Store):
    """Locked by its user."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringError("locked")


class Forgetful(Store):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return


class Useless(Store):
    """Not recommended by its own author."""

    priority = 0.0


@pytest.fixture
def session_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")


@pytest.mark.usefixtures("session_bus")
def test_a_key_store_keeps_the_secret_and_no_file_does(tmp_path: Path, clock: FrozenClock, secrets_home: Path) -> None:
    store = Store()
    keyring.set_keyring(store)
    create_database(tmp_path / "clinic", "医生", "p", clock).close()
    assert secret_place(tmp_path / "clinic") == "key_store"
    assert len(store.kept) == 1
    assert not list(secrets_home.rglob("*.secret"))
    open_database(tmp_path / "clinic", "医生", "p", clock).close()
    forget_device_secret(read_header(tmp_path / "clinic").device_key)
    with pytest.raises(NoDeviceSecret):
        open_database(tmp_path / "clinic", "医生", "p", clock)


@pytest.mark.usefixtures("session_bus")
@pytest.mark.parametrize("backend", [Refusing, Forgetful, Useless])
def test_a_key_store_that_does_not_keep_is_replaced_by_a_file(
    backend: type[Store], tmp_path: Path, clock: FrozenClock
) -> None:
    keyring.set_keyring(backend())
    create_database(tmp_path / "clinic", "医生", "p", clock).close()
    assert secret_place(tmp_path / "clinic") == "file"
    open_database(tmp_path / "clinic", "医生", "p", clock).close()


@pytest.mark.usefixtures("session_bus")
def test_a_key_store_that_never_answers_does_not_hang_the_program(
    tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    class Hanging(Store):
        def set_password(self, service: str, username: str, password: str) -> None:
            asked.wait()

        def get_password(self, service: str, username: str) -> str | None:
            asked.wait()
            return None

    monkeypatch.setattr(device_secret, "PATIENCE", 0.05)
    keyring.set_keyring(Hanging())
    create_database(tmp_path / "clinic", "医生", "p", clock).close()
    assert secret_place(tmp_path / "clinic") == "file"
    asked.set()


def test_an_empty_password_seals_nothing() -> None:
    with pytest.raises(StoreError, match="不能为空"):
        wrap(new_data_key(), "a", "医生", "", DeviceKey("a" * 32, "file"), b"s" * 32)
