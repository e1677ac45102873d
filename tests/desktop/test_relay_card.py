"""The card of the USB relay: what it writes, what it takes, what it says."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinic_app.desktop.widgets.relay_card import RelayCard
from clinic_app.store.database import Database
from clinic_app.store.local_tables import outbox
from tests.desktop.conftest import OpenWindow, rest
from tests.sync.sticks import County, items, written


def test_a_stick_goes_out_and_its_receipt_comes_in(
    qtbot: QtBot, village: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    county = County()
    county.enrol(village)
    window = open_window(village)
    card = RelayCard(window.desk)
    qtbot.addWidget(card)
    card.show()
    card.export_to(tmp_path)
    assert not card.export_button.isEnabled()
    qtbot.waitUntil(card.export_button.isEnabled)
    assert card.state.text().startswith("已写入 0007-")
    [file] = tmp_path.glob("*.clinicrelay")
    item = items(file)[0]
    states = ["applied"] * len(county.opened(item)[1])
    card.import_from(written(tmp_path / "back", county.receipt(item, *states)))
    qtbot.waitUntil(card.import_button.isEnabled)
    assert "县平台已收下" in card.state.text()
    rest(qtbot, window)
    with village.read() as connection:
        assert set(connection.scalars(select(outbox.c.state))) == {"applied"}
    card.import_from(tmp_path / "none")
    qtbot.waitUntil(card.import_button.isEnabled)
    assert "文件打不开" in card.state.text()
    rest(qtbot, window)
