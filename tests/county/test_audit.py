"""The county's own audit chain: read by filters, held against the signed heads of each day, settled for a laptop."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from clinic_app.cli.main import main
from clinic_app.clock import FrozenClock
from clinic_app.county import audit
from clinic_app.county.database import CountyDatabase
from clinic_app.county.head_file import compare_heads, head_file, keeping_heads, write_head
from clinic_app.county.problems import CountyProblem
from clinic_app.protocol import wire
from tests.county.conftest import Enrolled

AT = "2026-11-22T02:30:00.000Z"


def add(county: CountyDatabase, number: int) -> None:
    with county.transaction() as connection:
        audit.append(connection, county.county, "administrator", "revoke", f"device:{number}", county.now_text())


def rewrite(county: CountyDatabase, seq: int) -> None:
    """Whoever rules over the database writes the chain anew from an entry on, with all its hashes."""
    with county.transaction() as connection:
        connection.execute("ALTER TABLE audit DISABLE TRIGGER audit_is_kept")
        kept = list(audit.entries(connection, county.county))
        connection.execute("DELETE FROM audit WHERE county = %s AND seq >= %s", (county.county, seq))
        for each in kept[seq - 1 :]:
            audit.append(connection, county.county, "somebody else", each.action, each.target, each.at, each.detail)
        connection.execute("ALTER TABLE audit ENABLE TRIGGER audit_is_kept")
        assert audit.first_broken(connection, county.county) is None


def test_each_day_gets_one_signed_line_and_a_chain_that_was_written_anew_is_found(
    county: CountyDatabase, clock: FrozenClock, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    with keeping_heads(county, folder):
        assert write_head(county, folder) is None
        for day in range(3):
            clock.advance(timedelta(days=1))
            add(county, day)
            assert write_head(county, folder) is not None
            assert write_head(county, folder) is None
    assert compare_heads(county, folder) == (4, "")
    path = head_file(county, folder)
    lines = path.read_bytes().splitlines()
    assert [json.loads(each)["day"] for each in lines] == ["2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25"]
    newest = json.loads(lines[-1])["seq"]
    rewrite(county, newest)
    good, problem = compare_heads(county, folder)
    assert good == 3
    assert problem == f"2026-11-25的审计链头是第{newest}条，数据库里的这一条和当时不同，审计链被改写过"
    # Nor does it help to write the file anew: the county's key has not signed that.
    for damage in (lines[-1].replace(b'"seq":%d' % newest, b'"seq":%d' % (newest - 1)), b"{", b"\xff"):
        path.write_bytes(b"\n".join([*lines[:-1], damage]) + b"\n")
        assert compare_heads(county, folder) == (3, f"审计链头文件第4行（{_day(damage)}）不是本县签的，文件被改过")
    with pytest.raises(CountyProblem, match="没有审计链头文件"):
        compare_heads(county, tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(CountyProblem, match="写不进"), keeping_heads(county, tmp_path / "file" / "under"):
        pass


def _day(line: bytes) -> str:
    return "2026-11-25" if line.startswith(b'{"') else ""


def test_an_administrator_reads_verifies_and_settles(
    county: CountyDatabase,
    fresh_url: str,
    clock: FrozenClock,
    enrolled: Enrolled,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    laptop = enrolled()
    write_head(county, tmp_path)

    def run(*words: object) -> tuple[int, list[dict[str, object]], str]:
        capsys.readouterr()
        code = main(["county", "audit", "--database", fresh_url, *map(str, words), "--json"])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    code, found, _ = run("--action", "入网", "--from", "2026-11-22", "--to", "2026-11-22")
    assert code == 0
    assert [(each["actor"], each["target"]) for each in found] == [(f"device:{laptop.id}", f"device:{laptop.id}")]
    assert run("--actor", "device:", "--target", f"device:{laptop.id}")[1] == found
    assert run("--to", "2026-11-21")[1] == []
    code, verdict, _ = run("--verify", "--heads", tmp_path)
    assert (code, verdict[0]["ok"], verdict[0]["heads"]) == (0, True, 1)
    # A laptop whose chain does not fit is settled with a reason, never without one.
    for number in (5, 3):
        told = wire.AuditHead(number, f"{number}" * 64, 0 if number == 5 else 5)
        envelope = wire.PushEnvelope(laptop.id, 1, audit=told)
        reply = laptop.request("POST", "/push", msgspec.json.encode(envelope)).read(wire.PushReply)
        assert (reply.audit.seq, reply.audit.hash) == (5, "5" * 64)
    # Saves are taken whatever stands beside them, and a program that says nothing of its chain is told nothing.
    for head in (wire.AuditHead(0, "5" * 64), wire.AuditHead(2**60, "5" * 64), wire.AuditHead(6, "x"), None):
        envelope = wire.PushEnvelope(laptop.id, 1, audit=head)
        answered = laptop.request("POST", "/push", msgspec.json.encode(envelope))
        assert answered.read(wire.PushReply).audit is None
        assert b"audit" not in answered.body
    assert [each["detail"] for each in run("--action", "head_broken")[1]] == ["shorter seq:5"]
    assert run("--accept", laptop.id)[0] == 1
    assert run("--accept", "999", "--reason", "查过了")[0] == 1
    code, said, _ = run("--accept", laptop.id, "--reason", "换硬盘时恢复过")
    assert (code, said) == (0, [{"device": laptop.id}])
    accepted = run("--action", "核对过审计链")[1]
    assert [each["detail"] for each in accepted] == [f"5:{'5' * 64} 换硬盘时恢复过"]
    rewrite(county, 1)
    code, verdict, _ = run("--verify", "--heads", tmp_path)
    assert code == 1
    assert "审计链被改写过" in str(verdict[0]["problem"])
    assert run("--heads", tmp_path)[0] == 1
