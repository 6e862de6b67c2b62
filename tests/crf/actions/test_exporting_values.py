"""What an exported value looks like: codes, numbers, dates and texts as stored, what is hidden or struck marked so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crf.actions.enrol import enrol
from crf.actions.entering import Entering
from crf.actions.exporting import export_data
from crf.actions.session import Person, Session, new_casebook
from crf.actions.voiding import void_subject
from crf.forms.record import Edit, Place
from tests.crf.actions.conftest import Clock
from tests.crf.actions.exported import exported, rows
from tests.journeys import sample_study


@pytest.fixture
def sample(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    """A casebook of the small study with every kind of item, and its subject."""
    folder = sample_study.write(tmp_path / "study")
    made = new_casebook(tmp_path / "a.casebook", str(folder), "01", Person("B. Sample", "coordinator"), clock=clock)
    enrol(made, "01-001")
    yield made
    made.close()


def typed(session: Session, form: str, *answers: tuple[int, str, str], reason: str = "") -> Entering:
    """Answers of the small study's subject by line and item, saved."""
    entering = Entering(session, session.reader.subjects()[0].uid, Place("V1", form))
    for line, item, raw in answers:
        entering.edit(Edit(line, item, raw))
    entering.save(reason)
    return entering


@pytest.mark.req("PA-029")
@pytest.mark.req("PA-037")
@pytest.mark.req("PA-207")
def test_codes_numbers_dates_and_missing_codes_keep_the_text_they_have(sample: Session, tmp_path: Path) -> None:
    given = (("CODE", "0030"), ("DEC", "1,5"), ("PART", "UN-MAR-2026"), ("DAT", "UNK"), ("MANY", "ABD|ARM"))
    other = (("LCODE", "9..9"), ("LDEC", "1.5"), ("LPART", "2026"), ("LMANY", "LEG"))
    typed(sample, "ALL", *((0, *one) for one in given), *((2, *one) for one in other))
    out = exported(sample, tmp_path / "out")
    (row,) = rows(out, "forms/ALL")
    assert [row[name] for name in ("CODE", "CODE.label", "DEC", "DEC.missing")] == ["0030", "Low", "1.5", ""]
    assert [row[name] for name in ("PART", "DAT", "DAT.missing")] == ["2026-03", "", "UNK"]
    assert [row[name] for name in ("MANY", "MANY.label")] == ["ARM|ABD", "Arm, Abdomen"]
    assert [row[f"MANY:{code}"] for code in ("ARM", "LEG", "ABD")] == ["Y", "N", "Y"]
    (line,) = rows(out, "forms/ALL-ALL.LINES")
    assert [line[name] for name in ("group", "line", "line_number")] == ["ALL.LINES", "2", "1"]
    assert [line[name] for name in ("LCODE", "LCODE.label", "LDEC", "LPART")] == ["9..9", "High", "1.5", "2026"]
    assert {one["code"] for one in rows(out, "codelists")} >= {"0030", "9..9"}


@pytest.mark.req("PA-069")
def test_a_derived_value_is_exported_with_the_places_it_is_shown_with(sample: Session, tmp_path: Path) -> None:
    entering = typed(sample, "LOOSE", (0, "HIGH", "165"), (0, "HEAVY", "60"))
    (row,) = rows(exported(sample, tmp_path / "out"), "forms/LOOSE")
    shown = {field.item: field.text for field in entering.page().fields}
    assert [row["BMI"], row["TWICE"]] == [shown["BMI"], shown["TWICE"]] == ["22.0", "44.0"]
    asked = {one["item"]: one for one in rows(tmp_path / "out", "codebook")}
    assert asked["BMI"]["derived_by"] == "HEAVY / (HIGH / 100 * HIGH / 100)"


def test_what_another_answer_hides_is_kept_and_marked(sample: Session, tmp_path: Path) -> None:
    typed(sample, "LOOSE", (0, "ASK", "Y"), (0, "WHY", "a rash"), (1, "GOOD", "N"), (1, "ODD", "skipped"))
    typed(sample, "LOOSE", (0, "ASK", "N"), (1, "GOOD", "Y"), reason="Typing error")
    out = exported(sample, tmp_path / "out")
    (row,), (line,) = rows(out, "forms/LOOSE"), rows(out, "forms/LOOSE-LOOSE.TAB")
    assert (row["WHY"], row["hidden"]) == ("a rash", "WHY")
    assert (line["ODD"], line["hidden"]) == ("skipped", "ODD")
    assert {one["check"] for one in rows(out, "findings")} >= {"hidden"}


def test_what_is_struck_is_exported_with_how_far_and_why(sample: Session, tmp_path: Path) -> None:
    uid = sample.reader.subjects()[0].uid
    entering = typed(sample, "LOOSE", (0, "ASK", "N"), (1, "GOOD", "Y"), (2, "GOOD", "N"))
    entering.void_line(2, "Entered twice")
    first, second = rows(exported(sample, tmp_path / "a"), "forms/LOOSE-LOOSE.TAB")
    assert [(one["void"], one["void_reason"]) for one in (first, second)] == [("", ""), ("line", "Entered twice")]
    entering.void("Entered at the wrong visit")
    (row,) = rows(exported(sample, tmp_path / "b"), "forms/LOOSE")
    assert (row["status"], row["void"], row["void_reason"]) == ("voided", "form", "Entered at the wrong visit")
    assert row["ASK"] == "N"
    void_subject(sample, uid, "Enrolled by mistake")
    out = exported(sample, tmp_path / "c")
    assert [one["void"] for one in rows(out, "forms/LOOSE")] == ["subject"]
    assert [one["void_reason"] for one in rows(out, "subjects")] == ["Enrolled by mistake"]


def test_a_text_like_a_formula_is_left_as_typed_and_counted(sample: Session, tmp_path: Path) -> None:
    typed(sample, "ALL", (0, "TXT", "=1+1"), (0, "LONG", "two\nlines, one comma"))
    done = export_data(sample, tmp_path / "out")
    (row,) = rows(done.path, "forms/ALL")
    assert (row["TXT"], row["LONG"]) == ("=1+1", "two\nlines, one comma")
    assert done.formulas == 2, "in the form, and in the journal"
