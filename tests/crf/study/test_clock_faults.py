"""Faults of clocks and links: each told at its spot, in words that name the mend."""

from __future__ import annotations

from typing import Any

import pytest

from crf.study.clock_faults import clock_faults
from crf.study.cycles import cycles
from crf.study.model import Clock, Event, Item, Number, Study
from crf.study.verifier import verify
from crf.text import tell
from tests.crf.forms.small import form, study

LOG = Event("LOG", "Log", "log", ("E", "R"), kind="log")
EVENT = form(Item("SER", "Serious?", "text"), id="E", log=True)
CLOCK = {
    "id": "C", "name": "Report", "short": "R", "form": "R", "hours": "hours", "starts": 'KIND = "I"',
    "aware": "KNEW", "sent": "SENT", "entry": "E.SER", "link": "OF", "to": "KIND", "late": "KIND",
}  # fmt: skip


def of(*clocks: Clock, **numbers: Number) -> Study:
    items = (
        Item("KIND", "Kind", "text"), Item("OF", "Of", "text", link="E", required=False),
        Item("KNEW", "Knew", "date"), Item("SENT", "Sent", "date"),
    )  # fmt: skip
    report = form(*items, id="R", log=True, numbers={"hours": Number("24", "x", "h"), **numbers})
    return study(EVENT, report, events=(LOG,), clocks=clocks)


def told(**changed: Any) -> list[str]:
    return [" ".join((*spot[1:], tell(sentence))) for spot, sentence in clock_faults(of(Clock(**{**CLOCK, **changed})))]


def test_a_sound_clock_has_no_fault() -> None:
    assert told() == []
    assert told(link="", entry="KNEW", to="", late="", starts="") == []


@pytest.mark.parametrize(
    ("changed", "key", "words"),
    [
        ({"form": "X"}, "form", "isn't defined"),
        ({"starts": "KNOW"}, "starts", "isn't defined"),
        ({"aware": "KIND"}, "aware", "gives"),
        ({"sent": "("}, "sent", "can't be read"),
        ({"hours": "weeks"}, "hours", "isn't defined"),
        ({"late": "NOPE"}, "late", "isn't defined"),
        ({"link": "KIND", "entry": ""}, "link", "is a link"),
        ({"entry": "E.NOPE"}, "entry", "isn't defined"),
        ({"entry": "NOPE", "link": ""}, "entry", "isn't defined"),
        ({"sent": "", "starts": ""}, "sent", "never stop"),
    ],
)
def test_each_fault_is_told_at_its_key(changed: dict[str, str], key: str, words: str) -> None:
    (fault,) = told(**changed)
    assert fault.startswith(f"{key} ")
    assert words in fault


def test_hours_must_be_hours_and_ids_differ() -> None:
    days = of(Clock(**CLOCK), hours=Number("1", "x", "days"))
    assert [tell(one) for _, one in clock_faults(days)] == ["The number “hours” isn't in hours. Give it the unit h."]
    assert any("twice" in tell(one) for _, one in clock_faults(of(Clock(**CLOCK), Clock(**CLOCK))))


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (Item("OF", "Of", "text", link="X", required=False), "isn't defined"),
        (Item("OF", "Of", "integer", link="E", required=False), "kept as text"),
        (Item("OF", "Of", "text", link="E"), "nobody can be asked"),
        (Item("NO", "Number", "integer", kept=True, method="1 + 1", required=False), "written by the program"),
    ],
)
def test_a_link_is_a_text_that_nobody_is_asked_for(item: Item, words: str) -> None:
    found = verify(study(EVENT, form(item, id="R", log=True), events=(LOG,), changes="NY"))
    assert [words in str(fault) for fault in found] == [True]


@pytest.mark.parametrize("via", ["KIND", "NOPE", "3", "X.OF"])
def test_records_are_tied_by_a_link_alone(via: str) -> None:
    report = form(
        Item("KIND", "Kind", "text"), Item("N", "N", "integer", method=f"count(E.SER, via={via})"), id="R", log=True
    )
    found = [str(fault) for fault in verify(study(EVENT, report, events=(LOG,)))]
    assert any("“via” takes an item that is a link" in fault for fault in found)


def test_a_value_taken_over_a_link_from_another_record_is_no_cycle() -> None:
    link = Item("BEFORE", "Before", "text", link="R", required=False)
    number = Item("N", "N", "integer", method="last(R.N, via=BEFORE) + 1")
    found = study(EVENT, form(link, number, id="R", log=True), events=(LOG,), changes="NY")
    assert list(cycles(found)) == []
    assert verify(found) == []
