"""A signed release: a list of its files with their hashes under an Ed25519 signature, and what refuses anything else.

Refused: a file that is missing, other, or not in the list; a list that somebody else signed; a version older than the
program that asks (rollback); a list whose time is over (an old one kept in front of the newer, freeze).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from datetime import date
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

LIST, SIGNATURE = "release.json", "release.sig"
FORMAT = "clinic-release/1"
USE = b"CLINIC-RELEASE/1\n"
"""Before what is signed, so that no other signature of the key is taken for one of a release."""
LARGEST_LIST = 1 << 20
CHUNK = 1 << 20
_VERSION = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,5}")


class ReleaseProblem(Exception):
    """A release is not to be installed; the message is a Chinese sentence."""


class FileMark(msgspec.Struct, forbid_unknown_fields=True):
    """A file as it was made."""

    size: int
    sha256: str


class Release(msgspec.Struct, forbid_unknown_fields=True):
    """What was signed: the version, until when this list is the newest word, and the files by name."""

    format: str
    version: str
    made_on: date
    expires_on: date
    files: dict[str, FileMark]


def verify_release(folder: Path, key: Ed25519PublicKey, installed: str, today: date) -> Release:
    """The release in a folder, every file of it as signed; raises ReleaseProblem, OSError."""
    release = _signed(folder, key)
    if _parts(release.version) < _parts(installed):
        raise ReleaseProblem(f"这是旧版本{release.version}，本机是{installed}，不要安装；旧版本打不开新数据")
    if today > release.expires_on:
        raise ReleaseProblem(f"这份发布清单只到{release.expires_on}有效，可能有更新的版本，不要安装，去取最新的")
    there = {each.name: each for each in folder.iterdir() if each.name not in (LIST, SIGNATURE)}
    if extra := sorted(set(there) - set(release.files)):
        raise ReleaseProblem(f"文件夹里多出了清单没有的文件：{extra[0][:80]}，不要安装")
    for name, mark in sorted(release.files.items()):
        if name not in there:
            raise ReleaseProblem(f"缺少文件：{name[:80]}，不要安装，重新拷贝整个文件夹")
        if there[name].is_symlink() or not there[name].is_file() or marked(there[name]) != mark:
            raise ReleaseProblem(f"文件和清单不一致：{name[:80]}，不要安装，重新拷贝；再不一致就报告县管理员")
    return release


def read_public_key(file: Path) -> Ed25519PublicKey:
    """The key that releases are signed under, PEM. Raises ReleaseProblem."""
    try:
        found = load_pem_public_key(file.read_bytes())
    except (OSError, ValueError):
        found = None
    if not isinstance(found, Ed25519PublicKey):
        raise ReleaseProblem(f"不是发布公钥：{file}，没有核对")
    return found


def marked(file: Path) -> FileMark:
    """Size and SHA-256 of a file."""
    digest = hashlib.sha256()
    with open(file, "rb") as stream:
        while part := stream.read(CHUNK):
            digest.update(part)
    return FileMark(file.stat().st_size, digest.hexdigest())


def _signed(folder: Path, key: Ed25519PublicKey) -> Release:
    try:
        with open(folder / LIST, "rb") as stream:
            raw = stream.read(LARGEST_LIST + 1)
        seal = base64.b64decode((folder / SIGNATURE).read_bytes()[:1000], validate=False)
    except (OSError, binascii.Error, ValueError):
        raise ReleaseProblem(f"没有发布清单或签名（{LIST}、{SIGNATURE}），不要安装") from None
    try:
        key.verify(seal, USE + raw)
    except InvalidSignature:
        raise ReleaseProblem("签名不对：这份发布不是这把钥匙签的，或清单被改过，不要安装") from None
    try:
        release = msgspec.json.decode(raw, type=Release)
        _parts(release.version)
    except (msgspec.DecodeError, ValueError):
        release = None
    if release is None or release.format != FORMAT:
        raise ReleaseProblem("发布清单由更新版本的工具签出，本机看不懂，不要安装")
    return release


def _parts(version: str) -> tuple[int, ...]:
    if _VERSION.fullmatch(version) is None:
        raise ValueError(version)
    found = [int(each) for each in version.split(".")]
    while found and not found[-1]:
        found.pop()
    return tuple(found)
