"""A signed release: what was signed passes, whatever else is refused in words."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from clinic_app import __version__
from clinic_app.cli.main import main
from clinic_app.release import LIST, SIGNATURE, ReleaseProblem, read_public_key, verify_release
from tests.supply.sign import make_key, sign

TODAY = date(2026, 11, 22)


def test_only_what_was_signed_is_installed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, private, public = tmp_path / "release", tmp_path / "private.pem", tmp_path / "public.pem"
    folder.mkdir()
    make_key(private, public, "a passphrase")
    make_key(tmp_path / "other-private.pem", tmp_path / "other.pem", "a passphrase")
    with pytest.raises(FileExistsError):
        make_key(private, public, "another")
    with pytest.raises(ValueError, match=r".+"):
        sign(folder, private, "wrong", "1.2.0", TODAY, 90)
    key = read_public_key(public)

    def fresh(version: str = "1.2.0") -> None:
        for each in folder.iterdir():
            each.unlink()
        (folder / "program.whl").write_bytes(b"program")
        (folder / "laptop.txt").write_bytes(b"lock")
        sign(folder, private, "a passphrase", version, TODAY, 90)

    def refused(installed: str = "1.2.0", today: date = TODAY) -> str:
        with pytest.raises(ReleaseProblem) as problem:
            verify_release(folder, key, installed, today)
        return str(problem.value)

    fresh()
    for installed in ("1.2.0", "1.2", "1.1.9", "0.10"):
        assert set(verify_release(folder, key, installed, TODAY + timedelta(days=90)).files) == {
            "program.whl",
            "laptop.txt",
        }
    assert "旧版本" in refused("1.2.1")
    assert "旧版本" in refused("1.10")
    assert "只到2027-02-20有效" in refused(today=TODAY + timedelta(days=91))
    (folder / "program.whl").write_bytes(b"prograM")
    assert "和清单不一致：program.whl" in refused()
    (folder / "program.whl").unlink()
    assert "缺少文件：program.whl" in refused()
    (folder / "program.whl").symlink_to(private)
    assert "和清单不一致：program.whl" in refused()
    fresh()
    (folder / "more.py").write_bytes(b"")
    assert "多出了清单没有的文件：more.py" in refused()
    fresh()
    (folder / LIST).write_bytes((folder / LIST).read_bytes().replace(b"1.2.0", b"9.2.0"))
    assert "签名不对" in refused()
    for damaged in (b"", b"%", b"AAAA"):
        (folder / SIGNATURE).write_bytes(damaged)
        assert "签名" in refused()
    (folder / SIGNATURE).unlink()
    assert "没有发布清单或签名" in refused()
    fresh()
    key = read_public_key(tmp_path / "other.pem")
    assert "签名不对" in refused()
    for no_key in (private, tmp_path / "missing"):
        with pytest.raises(ReleaseProblem, match="不是发布公钥"):
            read_public_key(no_key)

    fresh(__version__)
    sign(folder, private, "a passphrase", __version__, date.today(), 90)
    assert main(["verify-release", str(folder), "--key", str(public)]) == 0
    assert f"版本{__version__}" in capsys.readouterr().out
    (folder / "laptop.txt").write_bytes(b"other")
    assert main(["verify-release", str(folder), "--key", str(public)]) == 1
    assert "和清单不一致：laptop.txt" in capsys.readouterr().err
