"""Forms of the whole site, and the words a site has for its source data."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from crf.actions.print_files import print_source_list
from crf.actions.session import Session
from crf.actions.sources import set_source
from crf.faults import Refused
from crf.reading.sources import sources


def source(session: Session, item: str) -> tuple[str, bool]:
    """The source of an item of vital signs, and whether the site changed it."""
    return next((one.text, one.changed) for one in sources(session.reader) if (one.form, one.item) == ("VS", item))


def test_a_source_is_the_definitions_until_the_site_changes_it(session: Session) -> None:
    before = source(session, "WEIGHT")
    assert before[1] is False
    set_source(session, "VS", "WEIGHT", "Ward scale book", "Practice of the site")
    assert source(session, "WEIGHT") == ("Ward scale book", True)
    act = session.file.acts(subject="")[-1]
    assert (act.verb, act.reason) == ("source", "Practice of the site")
    set_source(session, "VS", "WEIGHT", "", "Back to the definition")
    assert source(session, "WEIGHT") == before


@pytest.mark.parametrize(
    ("item", "text", "reason", "told"),
    [("WEIGHT", "Book", " ", "reason"), ("NOSUCH", "Book", "x", "no item"), ("WEIGHT", "", "x", "already")],
)
def test_what_changes_nothing_is_refused(session: Session, item: str, text: str, reason: str, told: str) -> None:
    before = session.file.act_count()
    with pytest.raises(Refused, match=told):
        set_source(session, "VS", item, text, reason)
    assert session.file.act_count() == before


def test_every_item_a_person_answers_has_a_source(session: Session) -> None:
    assert [f"{one.form}.{one.item}" for one in sources(session.reader) if not one.text] == []


def test_the_source_data_list_prints(session: Session, path: Path, tmp_path: Path) -> None:
    set_source(session, "VS", "WEIGHT", "Ward scale book", "Practice of the site")
    session.close()
    pages = PdfReader(print_source_list(path, tmp_path, "A4")).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Ward scale book" in words
    assert "Source data list" in words
    assert "Subject" not in pages[0].extract_text().split("Source data list")[0]
