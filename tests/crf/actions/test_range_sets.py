"""Further sets of normal ranges: begun as a copy, read on the site page, printed each as itself; values judged anew."""

from __future__ import annotations

from io import BytesIO

import pytest

from crf.actions.entering import Entering
from crf.actions.printing import print_pdf
from crf.actions.range_sets import new_set
from crf.actions.regrading import Regraded
from crf.actions.session import Session
from crf.actions.voiding import void_form, void_subject
from crf.faults import Refused
from crf.forms.record import Edit, Place
from crf.reading.sheets import Wanted, subject_sheets
from crf.reading.site import site_forms

FIRST = Place("SITE", "LR")
SAMPLE = Place("SCR", "CHEM")


def fill(session: Session, uid: str, place: Place, reason: str = "", **answers: str) -> None:
    entering = Entering(session, uid, place)
    for item, raw in answers.items():
        entering.edit(Edit(0, item, raw))
    entering.save(reason)


@pytest.fixture
def ranged(session: Session, uid: str) -> Session:
    """A set of ranges, and a value above its limit."""
    fill(session, "", FIRST, LRNAM="laboratory 01", LRSEX="F", LRDAT="2026-01-01", BILI_ULN="1.2 mg/dL", BILI_LLN="NA")
    fill(session, uid, Place("SCR", "DM"), SEX="F", BRTHDAT="1981-08-19")
    fill(session, uid, SAMPLE, LBPERF="Y", LBDAT="2026-03-02", BILI="1.3 mg/dL")
    return session


def verdict(session: Session, uid: str) -> tuple[str, str]:
    """Flag and grade of bilirubin, and its limits of normal."""
    field = next(one for one in Entering(session, uid, SAMPLE).page().fields if one.item == "BILI")
    return field.verdict, field.normal


def test_a_copy_holds_everything_but_the_days(ranged: Session) -> None:
    place = new_set(ranged, FIRST)
    entering = Entering(ranged, "", place)
    record = entering.record
    assert (record.answer("LRNAM").value, record.answer("LRSEX").value) == ("laboratory 01", "F")
    assert (record.answer("BILI_ULN").unit, record.answer("BILI_LLN").missing) == ("mg/dL", "NA")
    assert record.answer("LRDAT").blank
    assert ranged.reader.data("").records.keys() == {FIRST}  # nothing is written before it is saved
    assert {one.place: one.status for one in site_forms(ranged.reader)} == {FIRST: "incomplete", place: "draft"}


def test_a_form_with_one_record_for_all_has_no_sets(session: Session) -> None:
    with pytest.raises(Refused, match="one record for everybody"):
        new_set(session, Place("SCR", "VS"))


def test_a_changed_range_and_a_newer_set_regrade(ranged: Session, uid: str) -> None:
    assert verdict(ranged, uid) == ("H · G1", "≤ 1.2 mg/dL")
    fill(ranged, "", FIRST, "MIS", BILI_ULN="1.4 mg/dL")
    assert verdict(ranged, uid) == ("", "≤ 1.4 mg/dL")
    newer = new_set(ranged, FIRST)
    fill(ranged, "", newer, LRDAT="2026-03-01", BILI_ULN="0.5 mg/dL")
    assert verdict(ranged, uid) == ("H · G2", "≤ 0.5 mg/dL")
    void_form(ranged, "", newer, "typed for another laboratory")
    assert verdict(ranged, uid) == ("", "≤ 1.4 mg/dL")


def test_who_changes_a_range_is_told_what_it_judges_otherwise(ranged: Session, uid: str) -> None:
    def saved(reason: str, **answers: str) -> Regraded | None:
        entering = Entering(ranged, "", FIRST)
        for item, raw in answers.items():
            entering.edit(Edit(0, item, raw))
        return entering.save(reason).regraded

    assert saved("MIS", BILI_ULN="1.25 mg/dL") == Regraded(0, ())
    found = saved("MIS", BILI_ULN="1.4 mg/dL")
    assert found == Regraded(1, ("01-001",))
    assert found.sentence == "By these limits 1 value of 01-001 is flagged or graded otherwise than before."
    void_subject(ranged, uid, "entered twice")
    assert saved("MIS", BILI_ULN="1.2 mg/dL") == Regraded(0, ())
    entering = Entering(ranged, uid, Place("SCR", "DM"))
    assert entering.save().regraded is None


def test_of_many_subjects_the_first_are_named() -> None:
    many = Regraded(9, tuple(f"01-00{n}" for n in range(1, 8)))
    assert many.sentence == (
        "By these limits 9 values of 01-001, 01-002, 01-003, 01-004, 01-005 and 2 more are flagged or graded otherwise "
        "than before."
    )


def test_the_site_page_says_what_each_set_holds_for(ranged: Session) -> None:
    newer = new_set(ranged, FIRST)
    fill(ranged, "", newer, LRDAT="2026-06-01", LREND="2026-12-31")
    found = site_forms(ranged.reader)
    assert [(one.place, one.fits, one.days, one.several) for one in found] == [
        (newer, "laboratory 01 · Female", "01-JUN-2026 to 31-DEC-2026", True),
        (FIRST, "laboratory 01 · Female", "from 01-JAN-2026", True),
    ]


def test_the_head_of_a_set_tells_it_from_the_others(ranged: Session) -> None:
    assert Entering(ranged, "", FIRST).head().window_line == "laboratory 01, Female, from 01-JAN-2026"
    assert Entering(ranged, "", new_set(ranged, FIRST)).head().window_line == ""


def test_each_set_prints_under_its_own_name(ranged: Session) -> None:
    fill(ranged, "", new_set(ranged, FIRST), LRDAT="2026-06-01")
    visits = [sheet.head.visit for sheet in subject_sheets(ranged.reader, "", Wanted("SITE", "LR"))]
    assert visits == [
        "Site, laboratory 01, Female, from 01-JAN-2026",
        "Site, laboratory 01, Female, from 01-JUN-2026",
    ]
    assert print_pdf(ranged, BytesIO(), subject="", place=FIRST).pages >= 4


def test_before_any_set_the_form_waits_and_prints_empty(session: Session) -> None:
    assert [(one.place, one.status, one.fits) for one in site_forms(session.reader)] == [(FIRST, "not started", "")]
    assert [sheet.head.visit for sheet in subject_sheets(session.reader, "", Wanted("SITE", "LR"))] == [
        "Site, unnamed ranges"
    ]
