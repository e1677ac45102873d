"""`/metrics`: the county in numbers for a monitoring system (Prometheus' text format). Counts only, no ids or names."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from clinic_app import __version__
from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import Device, all_devices
from clinic_app.county.status import database_bytes, read_status
from clinic_app.county.traffic import Traffic

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
KEPT = timedelta(seconds=15)
"""However often it is asked, the county is counted this often at most."""
Sample = tuple[Mapping[str, object], float]


class Metrics:
    """Counts a county and what one server answered."""

    def __init__(self, database: CountyDatabase, traffic: Traffic) -> None:
        self._database = database
        self._traffic = traffic
        self._counting = threading.Lock()
        self._counted: tuple[datetime, list[str]] | None = None

    def text(self) -> str:
        """Everything, a sample a line."""
        with self._counting:
            now = self._database.clock.now()
            if self._counted is None or not timedelta(0) <= now - self._counted[0] < KEPT:
                self._counted = (now, list(_county_lines(self._database, now)))
            lines = self._counted[1]
        return "\n".join([*lines, *_traffic_lines(self._traffic), ""])


def _county_lines(database: CountyDatabase, now: datetime) -> Iterator[str]:
    status = read_status(database, check_audit=False)
    with database.snapshot() as connection:
        devices = all_devices(connection, database.county)
        size = database_bytes(connection)
    yield from _family("info", "The program that answers", [({"version": __version__}, 1)])
    yield from _family("records", "Records that stand, by type", _by("type", status.records))
    yield from _family("saves", "Saves that laptops sent, by what became of them", _by("state", status.mutations))
    yield from _family("devices", "Devices, by whether they are in use", _devices(devices))
    yield from _family("devices_seen", "Devices in use that asked lately", _seen(devices, now))
    yield from _family("missing_numbers", "Numbers of saves that never came", [({}, status.missing)])
    yield from _family("conflicts_open", "Conflicts that nobody has decided", [({}, status.conflicts)])
    yield from _family("duplicates_open", "Likely duplicates that nobody has decided", [({}, status.duplicates)])
    waiting = [({"hours": 24}, status.waiting_long), ({"hours": 120}, status.waiting_too_long)]
    yield from _family("saves_waiting", "Saves that wait for another longer than so many hours", waiting)
    yield from _family("log_head", "The newest place of the change log", [({}, status.head)])
    yield from _family("log_backed_up", "The place up to which a backup was read back", [({}, status.durable)])
    yield from _family("database_bytes", "Size of the database", [({}, size)])


def _traffic_lines(traffic: Traffic) -> Iterator[str]:
    labelled = [
        ({"method": method, "route": route, "status": status}, key)
        for key in sorted(traffic.counts)
        for method, route, status in [key]
    ]
    counts: list[Sample] = [(labels, traffic.counts[key]) for labels, key in labelled]
    seconds: list[Sample] = [(labels, round(traffic.seconds[key], 6)) for labels, key in labelled]
    yield from _family("requests_total", "Requests that this server answered", counts, kind="counter")
    yield from _family("request_seconds_total", "Seconds that it took for them", seconds, kind="counter")


def _family(name: str, words: str, samples: Iterable[Sample], kind: str = "gauge") -> Iterator[str]:
    yield f"# HELP clinic_app_{name} {words}"
    yield f"# TYPE clinic_app_{name} {kind}"
    for labels, value in samples:
        text = ",".join(f'{label}="{each}"' for label, each in labels.items())
        yield f"clinic_app_{name}{'{' + text + '}' if text else ''} {value}"


def _by(label: str, counts: Mapping[str, int]) -> list[Sample]:
    return [({label: name}, count) for name, count in counts.items()]


def _devices(devices: Iterable[Device]) -> list[Sample]:
    states = {"active": 0, "revoked": 0, "retired": 0}
    for each in devices:
        states["retired" if each.retired_at else "revoked" if each.revoked_at else "active"] += 1
    return _by("state", states)


def _seen(devices: list[Device], now: datetime) -> list[Sample]:
    standing = [each.last_seen for each in devices if not each.revoked_at and not each.retired_at]
    return [
        ({"days": days}, sum(seen is not None and now - seen <= timedelta(days=days) for seen in standing))
        for days in (1, 7, 60)
    ]
