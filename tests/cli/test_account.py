"""`clinic-app account`: the people of a laptop, without a window."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clinic_app.cli.main import main
from clinic_app.clock import FrozenClock
from clinic_app.store.database import Database, open_database
from tests.conftest import PASSWORD, USER

OTHER, FIRST, SECOND = "乙护士", "first password", "second password"


def test_add_list_password_role_close_open_and_what_is_refused(
    database: Database, clock: FrozenClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database.close()

    def run(*words: str, user: str = USER, password: str = PASSWORD, new: str = "") -> tuple[int, Any, str]:
        (tmp_path / "password").write_text(password, encoding="utf-8")
        (tmp_path / "new").write_text(new, encoding="utf-8")
        options = ["--data", str(database.folder), "--user", user, "--password-file", str(tmp_path / "password")]
        fresh = ["--new-password-file", str(tmp_path / "new")] if new else []
        code = main([*options, "--json", "account", *words, *fresh])
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    assert "至少8位" in run("add", OTHER, new="short")[2]
    assert "没有新密码" in run("add", OTHER)[2]
    code, [added], _ = run("add", OTHER, "--role", "village_doctor", new=FIRST)
    assert (code, added["name"], added["role"], added["administers"]) == (0, OTHER, "village_doctor", False)
    code, people, _ = run("list", user=OTHER, password=FIRST)
    assert [(each["name"], each["administers"], bool(each["last_seen"])) for each in people] == [
        (USER, True, True),
        (OTHER, False, True),
    ]
    for words in (("add", "丙"), ("password", USER)):
        assert "管理这台电脑的人" in run(*words, user=OTHER, password=FIRST, new=SECOND)[2]
    for act in (("disable", USER), ("role", OTHER, "--administers")):
        code, _, said = run(*act, user=OTHER, password=FIRST)
        assert (code, "管理这台电脑的人" in said) == (1, True)
    # The own password, and one for somebody who forgot it.
    assert run("password", user=OTHER, password=FIRST, new=SECOND)[0] == 0
    open_database(database.folder, OTHER, SECOND, clock).close()
    assert run("password", OTHER, new=FIRST)[0] == 0
    assert run("disable", OTHER)[1][0]["disabled"]
    assert run("list", user=OTHER, password=FIRST)[0] == 1
    assert run("enable", OTHER)[1][0] == {**added, "disabled": False, "last_seen": run("list")[1][1]["last_seen"]}
    assert run("role", OTHER, "--role", "public_health", "--administers")[1][0]["administers"]
    assert "没有名为" in run("disable", "没有这个人")[2]
    assert "没有说改什么" in run("role", OTHER)[2]
    assert main(["--data", str(database.folder), "--user", USER, "--password-file", str(tmp_path / "password"),
                 "account", "list"]) == 0  # fmt: skip
    [first, second] = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{USER}　随本机　上次登录 ")
    assert first.endswith("　管理这台电脑")
    assert second.startswith(f"{OTHER}　公卫科　上次登录 ")
