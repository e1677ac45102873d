"""Meters on a serial port: a real port object of pyserial that hears what is written to it."""

from __future__ import annotations

import threading
from decimal import Decimal
from pathlib import Path

import pytest
import serial
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.devices.reading import NotAReading, Reading
from clinic_app.devices.serial_line import LineFormat, LineFormatError, line_formats, read_line_format
from clinic_app.devices.serial_port import listen
from clinic_app.paths import resources_folder


@pytest.fixture(scope="module")
def plain() -> LineFormat:
    return line_formats([resources_folder() / "devices"])["plain-lines"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("152/96/72", Reading(sbp=152, dbp=96, heart_rate=72)),
        ("152,96,72\r\n", Reading(sbp=152, dbp=96, heart_rate=72)),
        ("BP: 152/96 mmHg", Reading(sbp=152, dbp=96)),
        ("152/96", Reading(sbp=152, dbp=96)),
        ("SYS:152,DIA:96,PUL:72", Reading(sbp=152, dbp=96, heart_rate=72)),
        ("SYS=152; DIA=96", Reading(sbp=152, dbp=96)),
        ("GLU: 6.4 mmol/L", Reading(glucose=Decimal("6.4"))),
        ("6.4mmol/L", Reading(glucose=Decimal("6.4"))),
        ("96/152", None),
        ("hello", None),
        ("", None),
        ("1" * 300, None),
    ],
)
def test_a_line_is_a_measurement_or_none(plain: LineFormat, line: str, expected: Reading | None) -> None:
    if expected is None:
        with pytest.raises(NotAReading):
            plain.parse(line)
    else:
        assert plain.parse(line) == expected


@given(st.text(max_size=60))
def test_no_line_breaks_the_parser(line: str) -> None:
    form = line_formats([resources_folder() / "devices"])["plain-lines"]
    try:
        form.parse(line)
    except NotAReading:
        return


def test_a_county_adds_a_meter_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(
        'name = "ours"\nlabel = "本县血压计"\nbaud = 4800\nencoding = "ascii"\n'
        "[[lines]]\npattern = '#(?P<sbp>[0-9]{3})-(?P<dbp>[0-9]{3})'\n",
        encoding="utf-8",
    )
    formats = line_formats([resources_folder() / "devices", tmp_path])
    assert formats["ours"].parse("#152-096") == Reading(sbp=152, dbp=96)
    assert "plain-lines" in formats


@pytest.mark.parametrize(
    "text",
    [
        "name = 1",
        'name="x"\nlabel="x"\nbaud=1\nencoding="ascii"\n[[lines]]\npattern="("\n',
        'name="x"\nlabel="x"\nbaud=1\nencoding="ascii"\n[[lines]]\npattern="(?P<weight>1)"\n',
        'name="x"\nlabel="x"\nbaud=1\nencoding="no-such"\n[[lines]]\npattern="(?P<sbp>1)"\n',
        'name="x"\nlabel="x"\nbaud=1\nencoding="ascii"\nlines=[]\n',
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LineFormatError, match=r"broken\.toml"):
        read_line_format(path)


def test_what_comes_over_the_port_is_delivered_between_noise(
    plain: LineFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = serial.serial_for_url("loop://", timeout=0.05)
    monkeypatch.setattr(serial, "serial_for_url", lambda *args, **more: port)
    found: list[Reading] = []
    second, stopped = threading.Event(), threading.Event()

    def deliver(reading: Reading) -> None:
        found.append(reading)
        if len(found) == 2:
            second.set()

    listening = threading.Thread(target=listen, args=("loop://", plain, deliver, stopped))
    listening.start()
    port.write(b"\xff\x00 boot\r\n152/96/72\r\n???\r\nGLU: 6.4 mmol/L\r\n")
    try:
        assert second.wait(10)
    finally:
        stopped.set()
        listening.join(10)
    assert found == [Reading(sbp=152, dbp=96, heart_rate=72), Reading(glucose=Decimal("6.4"))]


def test_a_port_that_is_not_there_ends_when_asked(plain: LineFormat) -> None:
    stopped = threading.Event()
    listening = threading.Thread(target=listen, args=("no-such-port", plain, lambda reading: None, stopped))
    listening.start()
    stopped.set()
    listening.join(10)
    assert not listening.is_alive()
