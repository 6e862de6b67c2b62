"""Normal range, flag and grade on paper: in words, beside the value, once explained."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from crf.actions.entering import Entering
from crf.actions.printing import print_pdf
from crf.actions.session import Session
from crf.forms.record import Edit, Place
from tests.crf.actions.conftest import clock, empty, path, session, uid

__all__ = ["clock", "empty", "path", "session", "uid"]
SAMPLE = Place("SCR", "CHEM")


def fill(session: Session, uid: str, place: Place, **answers: str) -> None:
    entering = Entering(session, uid, place)
    for item, raw in answers.items():
        entering.edit(Edit(0, item, raw))
    entering.save()


@pytest.fixture
def printed(session: Session, uid: str) -> str:
    """The words of a chemistry form with values outside and inside their ranges, and one without a range."""
    fill(session, "", Place("SITE", "LR"), LRDAT="2026-04-01", BILI_ULN="1.2 mg/dL", K_LLN="3.5", K_ULN="5.1",
         ALT_ULN="33")  # fmt: skip
    fill(session, uid, SAMPLE, LBPERF="Y", LBDAT="2026-03-02", BILI="1.3 mg/dL", K="3.3", ALT="30", AST="20")
    return words(session, uid)


def words(session: Session, uid: str) -> str:
    made = BytesIO()
    print_pdf(session, made, subject=uid, place=SAMPLE)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(made).pages).split())


def test_flag_and_grade_stand_in_words_beside_the_value(printed: str) -> None:
    assert "1.3 mg/dL = 22.2352 µmol/L H · grade 1" in printed
    assert "3.3 mmol/L L · grade 1 or 2" in printed
    assert printed.count("grade") == 3  # and once in the legend
    assert "L below, H above the normal range; grades by CTCAE v5.0." in printed


def test_the_range_stands_at_the_question(printed: str) -> None:
    assert "Potassium normal: 3.5–5.1 mmol/L, valid from 01-APR-2026, after this sample" in printed
    assert "Total bilirubin normal: ≤ 1.2 mg/dL" in printed
    assert "Aspartate aminotransferase (AST) normal: no range in force" in printed


def test_a_form_without_verdicts_explains_none(session: Session, uid: str) -> None:
    fill(session, uid, SAMPLE, LBPERF="Y", LBDAT="2026-03-02", K="4.2")
    assert "normal range; grades" not in words(session, uid)


def test_a_blank_form_holds_no_sites_ranges(session: Session) -> None:
    fill(session, "", Place("SITE", "LR"), LRDAT="2026-01-01", K_LLN="3.5")
    made = BytesIO()
    print_pdf(session, made, blank=True, place=SAMPLE)
    assert "normal:" not in " ".join(page.extract_text() for page in PdfReader(made).pages)
