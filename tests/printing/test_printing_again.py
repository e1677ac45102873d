"""Slips printed once more: the same words, marked 补打, on the paper of the first time; the hash in the audit chain."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from clinic_app import paper
from clinic_app.cli.main import main
from clinic_app.paper import Wanted
from clinic_app.printing.qr import NOT_MADE
from clinic_app.protocol.package import public_half
from clinic_app.store.database import Database
from clinic_app.store.local_tables import audit, printed_paper
from clinic_app.store.printers import PrinterSettings, Profile, keep_printer_settings
from tests.conftest import PASSWORD

from .family import Family, register
from .reading import barcodes_of, characters_of, pages_of, text_of
from .referral_desk import become, refer, send_back, step

Run = Callable[..., tuple[int, list[Any], str]]
AGAIN = "补打"


@pytest.fixture
def family(database: Database) -> Family:
    become(database, "V1")
    return register(database)


@pytest.fixture
def run(database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command on this laptop: exit code, JSON lines, stderr."""
    monkeypatch.setenv("CLINIC_APP_PASSWORD", PASSWORD)

    def command(*words: object) -> tuple[int, list[Any], str]:
        code = main([*map(str, words), "--data", str(database.folder), "--json"])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return command


def acts(database: Database) -> list[tuple[str, str, str]]:
    """Action, target and detail of what was printed."""
    with database.read() as connection:
        query = select(audit.c.action, audit.c.target, audit.c.detail).where(audit.c.action.in_(("print", "reprint")))
        return [tuple(row) for row in connection.execute(query.order_by(audit.c.seq))]  # type: ignore[misc]


def set_printers(database: Database, *profiles: Profile, **chosen: str) -> None:
    with database.write() as connection:
        keep_printer_settings(connection, PrinterSettings(profiles, chosen))


def test_a_slip_is_printed_again_from_what_was_kept_and_says_so(database: Database, family: Family) -> None:
    slip = refer(database, family, "grandmother")
    first = paper.draw(database, "referral", slip)
    assert AGAIN not in text_of(first.pdf)
    assert paper.render(database, "referral", slip) == first.pdf, "looking at it is not printing"
    paper.note(database, first)
    again = paper.draw(database, "referral", slip)
    assert text_of(again.pdf).replace(AGAIN, "") == text_of(first.pdf)
    assert text_of(again.pdf).count(AGAIN) == 2
    paper.note(database, again)
    digest = hashlib.sha256(first.pdf).hexdigest()
    assert acts(database) == [
        ("print", f"referral:{slip}", f"sha256:{digest} paper:a4"),
        ("reprint", f"referral:{slip}",
         f"sha256:{hashlib.sha256(again.pdf).hexdigest()} paper:a4 of:{digest} same"),
    ]  # fmt: skip
    with database.read() as connection:
        kept = connection.execute(select(printed_paper)).mappings().all()
    assert [(each["sha256"], each["record_id"]) for each in kept] == [(digest, slip)]


def test_what_has_changed_since_is_a_new_paper_and_the_old_one_can_still_be_had(
    database: Database, family: Family, run: Run, tmp_path: Path
) -> None:
    slip, out = refer(database, family, "grandmother"), tmp_path / "slip.pdf"
    assert run("print", "referral", slip, "--out", out, "--reprint")[0] == 1
    assert run("print", "referral", slip, "--out", out)[1][0]["reprint"] is False
    before = text_of(out.read_bytes())
    become(database, "H1")
    step(database, slip, "accept", dept="心血管内科", slot="11月25日 9:20")
    become(database, "V1")
    now = paper.draw(database, "referral", slip)
    assert "11月25日9:20" in text_of(now.pdf)
    assert AGAIN not in text_of(now.pdf)
    code, told, _ = run("print", "referral", slip, "--out", out, "--reprint")
    assert (code, told[0]["reprint"]) == (0, True)
    assert text_of(out.read_bytes()).replace(AGAIN, "") == before
    assert told[0]["sha256"] == [hashlib.sha256(out.read_bytes()).hexdigest()]


def test_what_a_sync_or_an_answer_does_not_change_on_a_paper_makes_no_new_one(
    database: Database, family: Family
) -> None:
    slip = refer(database, family, "grandmother")
    for kind in ("referral", "guide", "consent", "receipt"):
        paper.note(database, paper.draw(database, kind, slip))
    become(database, "H1")
    step(database, slip, "read")
    assert "待接诊" in text_of(paper.render(database, "referral", slip))
    assert AGAIN in text_of(paper.render(database, "referral", slip))
    step(database, slip, "accept", slot_date="2026-11-25", slot_time="09:20", slot_minutes=20)
    again = {kind: AGAIN in text_of(paper.render(database, kind, slip)) for kind in ("guide", "consent", "receipt")}
    assert again == {"guide": False, "consent": True, "receipt": True}
    accepted = text_of(paper.render(database, "referral", slip))
    assert "已接诊" in accepted
    assert AGAIN not in accepted


def test_a_return_slip_is_printed_again_by_its_referral(
    database: Database, family: Family, run: Run, tmp_path: Path
) -> None:
    slip, out = refer(database, family, "grandmother"), tmp_path / "return.pdf"
    become(database, "H1")
    step(database, slip, "accept")
    send_back(database, slip, diagnosis="高血压3级")
    assert run("print", "return", slip, "--out", out)[1][0]["reprint"] is False
    assert run("print", "return", slip, "--out", out, "--reprint")[1][0]["reprint"] is True
    assert AGAIN in text_of(out.read_bytes())
    assert run("print", "cover", family.people["child"], "--out", out, "--reprint")[0] == 1


def test_a_reprint_takes_the_calibration_of_today(database: Database, family: Family) -> None:
    slip = refer(database, family, "grandmother")
    first = paper.draw(database, "referral", slip)
    paper.note(database, first)
    set_printers(database, Profile("窗口", "a4", 3.0, 0.0), Profile("药房", "a5"), referral="窗口")
    again = paper.draw(database, "referral", slip)
    assert again.slips[0].faithful
    edges = [min(each.left for each in characters_of(pdf)) for pdf in (first.pdf, again.pdf)]
    assert edges[1] - edges[0] == pytest.approx(3.0, abs=0.05)
    set_printers(database, Profile("药房", "a5"), referral="药房")
    assert paper.draw(database, "referral", slip).chosen.name == "a4"


def test_the_code_of_a_slip_can_be_asked_for_and_a_reprint_bears_the_same(
    database: Database, family: Family, run: Run, tmp_path: Path
) -> None:
    slip, out = refer(database, family, "grandmother"), tmp_path / "slip.pdf"

    def code() -> list[str]:
        return [text for kind, text in barcodes_of(out.read_bytes()) if "QR" in kind]

    assert run("print", "referral", slip, "--out", out, "--qr")[0] == 0
    assert code() == [], "the county's key is not here"
    assert NOT_MADE in text_of(out.read_bytes())
    become(database, "V1", public_half(base64.b64encode(bytes(range(32))).decode()))
    run("print", "referral", slip, "--out", out, "--qr")
    first = code()
    assert len(first) == 1
    assert first[0].isdigit()
    with database.write() as connection:
        keep_printer_settings(connection, PrinterSettings(carrier=True))
    assert run("print", "referral", slip, "--out", out)[1][0]["reprint"]
    assert code() == [], "printed without one the first time"
    run("print", "referral", other := refer(database, family, "daughter"), "--out", out)
    with_code = code()
    assert len(with_code) == 1
    run("print", "referral", other, "--out", out, "--reprint")
    assert code() == with_code
    run("print", "referral", other, "--out", out, "--no-qr")
    assert code() == []


def test_an_original_that_the_program_draws_otherwise_today_is_told_in_the_chain(
    database: Database, family: Family
) -> None:
    slip = refer(database, family, "grandmother")
    paper.note(database, paper.draw(database, "referral", slip))
    with database.write() as connection:
        connection.execute(printed_paper.update().values(sha256="0" * 64))
    again = paper.draw(database, "referral", slip)
    assert not again.slips[0].faithful
    paper.note(database, again)
    assert acts(database)[-1][2].endswith(f"of:{'0' * 64} relaid")


def test_several_slips_are_one_document_with_a_hash_for_each(database: Database, family: Family) -> None:
    slips = [refer(database, family, who) for who in ("grandmother", "grandfather", "daughter")]
    paper.note(database, paper.draw(database, "referral", slips[1]))
    pile = paper.draw(database, "referral", ",".join(slips))
    pages = pages_of(pile.pdf)
    assert [name in page for name, page in zip(("䶮某甲", "李某𬎆", "王某㛃"), pages, strict=True)] == [True] * 3
    assert [AGAIN in page for page in pages] == [False, True, False]
    paper.note(database, pile)
    assert [(act, target.partition(":")[2]) for act, target, _ in acts(database)[1:]] == [
        ("print", slips[0]), ("reprint", slips[1]), ("print", slips[2])
    ]  # fmt: skip
    with pytest.raises(paper.NothingToPrint):
        paper.draw(database, "referral", ",")
    with pytest.raises(paper.NothingToPrint, match="一次最多打印100张，选了101张"):
        paper.draw(database, "referral", ",".join(slips[:1] * 101))


def test_a_printer_that_feeds_askew_gets_its_slips_moved_and_every_kind_its_own_paper(
    database: Database, family: Family, run: Run, tmp_path: Path
) -> None:
    slip, out = refer(database, family, "grandmother"), tmp_path / "slip.pdf"
    set_printers(database, Profile("窗口", "a4", 2.0, -1.5), Profile("药房", "a5", 1.0, 0.0), referral="药房")
    straight = characters_of(paper.render(database, "referral", slip, Wanted(paper="a4")))[0]
    moved = characters_of(paper.render(database, "referral", slip, Wanted(profile="窗口")))[0]
    assert (moved.left - straight.left, moved.top - straight.top) == pytest.approx((2.0, -1.5), abs=0.05)
    assert paper.draw(database, "referral", slip).chosen.name == "a5"
    draft = paper.referral_draft(database, {"patient_name": "䶮某甲", "to_org": "H1"})
    assert max(each.right for each in characters_of(draft)) > 190.0
    assert max(each.bottom for each in characters_of(draft)) < 148.0, "a draft shows the sheet that it will print on"
    assert paper.draw(database, "cover", family.people["grandmother"]).chosen.name == "a4"
    code, told, _ = run("print", "referral", slip, "--out", out, "--profile", "窗口")
    assert (code, told[0]["paper"]) == (0, "a4")
    code, _, said = run("print", "referral", slip, "--out", out, "--profile", "楼上")
    assert (code, "没有叫“楼上”的打印机设置；有：窗口、药房" in said) == (1, True)
    code, _, said = run("print", "cover", family.people["child"], "--out", out, "--paper", "a5")
    assert (code, "这种单据只能打在A4纸上" in said) == (1, True)


def test_printers_are_set_by_command_and_the_test_page_shows_the_calibration(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "page.pdf"
    made = run(
        "printers", "set", "窗口针打", "--paper", "continuous", "--right", "－1.5", "--parts", 3, "--for", "referral"
    )
    assert made[1] == [
        {"name": "窗口针打", "paper": "continuous-140", "right": -1.5, "down": 0.0, "parts": 3, "printer": ""}
    ]
    assert run("printers", "set", "窗口针打", "--down", "2")[1][0]["right"] == -1.5
    assert run("printers", "list")[1][0]["for"] == ["referral"]
    assert run("printers", "set", "x", "--right", "21")[0] == 1
    assert run("print", "test-page", "窗口针打", "--out", out)[1][0]["paper"] == "continuous-140"
    found = text_of(out.read_bytes())
    assert "现在的校正：向右-1.5毫米，向下2毫米" in found
    assert "241×140毫米" in found
    assert run("print", "test-page", "-", "--out", out, "--paper", "continuous-93")[1][0]["paper"] == "continuous-93"
    assert len(pages_of(out.read_bytes())) == 1
    assert run("printers", "remove", "窗口针打")[0] == 0
    assert run("printers", "list")[1] == []
    assert run("printers", "remove", "窗口针打")[0] == 1
