"""Search, open findings, and the history of an item."""

from __future__ import annotations

import pytest

from crf.actions.session import Session
from crf.forms.record import Place
from crf.reading.findings import open_findings
from crf.reading.history import item_history
from crf.reading.search import search


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("01-003", "01-003"), ("trastuz 01-001", "Trastuzumab"), ("cy-4471", "CY-4471"),
        ("LYMPHOCYTE", "Lymphocyte count decreased"),
    ],
)  # fmt: skip
def test_a_few_letters_find_subject_form_and_answer(session: Session, text: str, title: str) -> None:
    assert title in [hit.title for hit in search(session.reader, text)]


def test_what_is_found_of_the_subject_at_the_front_stands_first(session: Session, uid: dict[str, str]) -> None:
    hers = uid["01-005"]
    found = search(session.reader, "trastuz", front=hers)
    forms = [hit.subject for hit in found if hit.place and not hit.where]
    first = forms.count(hers)
    assert first
    assert forms[:first] == [hers] * first
    assert set(forms[first:]) > {uid["01-001"]}
    assert {hit.subject for hit in search(session.reader, "trastuz")[:1]} == {uid["01-001"]}


def test_an_answer_leads_to_its_field(session: Session, uid: dict[str, str]) -> None:
    hit = next(one for one in search(session.reader, "CY-4471") if one.where)
    assert (hit.subject, hit.place, hit.where) == (uid["01-001"], Place("COND", "CTX"), (0, "ECLOT"))


@pytest.mark.parametrize("text", ["", "   ", "no such thing %_'\""])
def test_nothing_found_is_an_empty_list(session: Session, text: str) -> None:
    assert search(session.reader, text) == []


def test_open_findings_lead_to_their_fields(session: Session, uid: dict[str, str]) -> None:
    found = open_findings(session.reader)
    assert [(one.label, one.form, one.where) for one in found] == [
        ("01-003", "Interleukin-2", (0, "ECDSTXT")),
        ("01-005", "Pertuzumab", (0, "ECSTDAT")),
        ("01-007", "Interleukin-2", (0, "ECDSTXT")),
    ]
    assert open_findings(session.reader, uid["01-001"]) == []
    assert "Given dose" in found[0].question


def test_history_names_who_when_old_new_and_why(session: Session, uid: dict[str, str]) -> None:
    first, second = item_history(session.reader, uid["01-001"], Place("COND", "CTX"), 0, "ECLOT")
    assert (first.old, first.new, first.who, first.at) == ("", "CY-4417", "B. Sample", "05 MAR 2026 11:12 +01:00")
    assert (second.old, second.new, second.verb) == ("CY-4417", "CY-4471", "correct")
    assert second.reason.startswith("Typing error")


def test_a_confirmation_stands_in_the_history_of_its_item(session: Session, uid: dict[str, str]) -> None:
    lines = item_history(session.reader, uid["01-003"], Place("D2", "NK"), 0, "ECDSTXT")
    assert lines[-1].verb == "confirm"
    assert "fewer cells" in lines[-1].reason
