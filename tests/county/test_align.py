"""Laptop and restored county find the newest place that they have in common."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from clinic_app.protocol import wire
from tests.county.conftest import Enrolled
from tests.county.laptop import Laptop, resident

Ids = Callable[[], str]


def align(laptop: Laptop, *seen: wire.Head) -> wire.AlignReply:
    body = msgspec.json.encode(wire.AlignRequest(list(seen)))
    reply: wire.AlignReply = laptop.request("POST", "/align", body).read(wire.AlignReply)
    return reply


def places(laptop: Laptop, ids: Ids) -> list[wire.Head]:
    found = []
    for _ in range(4):
        laptop.push(laptop.line(resident(ids())))
        found.append(laptop.page(limit=0).head)
    return found


def test_the_newest_place_that_both_have_is_named(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    found = places(laptop, ids)
    lost = wire.Head(found[0].epoch, found[3].seq + 7, "ab" * 8)
    changed = [msgspec.structs.replace(each, h="cd" * 8) for each in found[2:]]
    reply = align(laptop, lost, *reversed(changed), found[1], found[0])
    assert (reply.common, reply.head) == (found[1].seq, found[3])


def test_the_order_in_which_places_are_told_does_not_matter(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    found = places(laptop, ids)
    assert align(laptop, found[0], found[2], found[1]).common == found[2].seq


def test_without_a_common_place_it_is_the_beginning(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    found = places(laptop, ids)
    assert align(laptop).common == 0
    assert align(laptop, msgspec.structs.replace(found[0], h="0" * 16)).common == 0


def test_the_name_of_the_epoch_does_not_make_it_another_log(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    found = places(laptop, ids)
    assert align(laptop, msgspec.structs.replace(found[1], epoch="other")).common == found[1].seq


def test_too_many_or_impossible_places_are_refused(enrolled: Enrolled) -> None:
    laptop = enrolled()
    for seen in ([wire.Head("e", 1, "h")] * 65, [wire.Head("e", -1, "h")], [wire.Head("e", 2**63, "h")]):
        body = msgspec.json.encode(wire.AlignRequest(seen))
        assert laptop.request("POST", "/align", body).status == 400
