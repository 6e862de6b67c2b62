"""Printing: what comes out, that the same state gives the same bytes, and that it is noted."""

from __future__ import annotations

import gc
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from crf.actions.entering import Entering, new_place
from crf.actions.print_files import print_blank_file, print_files
from crf.actions.printing import print_pdf
from crf.actions.session import Session, identify
from crf.exchange.pages import draw
from crf.faults import FileFault, Refused
from crf.forms.record import Edit, Place
from tests.crf.actions.conftest import CTX, Clock, Fill


def text_of(source: Path | io.BytesIO) -> str:
    """All words of a PDF, page by page, white space folded."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(source).pages).split())


def printed(session: Session, **wanted: object) -> io.BytesIO:
    """A print in memory."""
    buffer = io.BytesIO()
    print_pdf(session, buffer, **wanted)  # type: ignore[arg-type]
    return buffer


@pytest.mark.req("B30")
def test_the_same_state_gives_the_same_bytes_whoever_prints_when(
    session: Session, uid: str, weighed: Fill, clock: Clock
) -> None:
    weighed("COND", "CTX", **CTX)
    first = printed(session, subject=uid).getvalue()
    clock.at = clock.at.replace(year=2027)
    assert printed(session, subject=uid).getvalue() == first
    weighed("COND", "CTX", "Typing error", ECLOT="CY-4472")
    assert printed(session, subject=uid).getvalue() != first


@pytest.mark.req("B09")
@pytest.mark.req("B10")
def test_a_correction_keeps_the_old_value_readable_with_who_when_and_why(
    session: Session, uid: str, weighed: Fill
) -> None:
    weighed("COND", "CTX", **CTX)
    weighed("COND", "CTX", "Vial label read again", ECLOT="CY-4472")
    words = text_of(printed(session, subject=uid, place=Place("COND", "CTX")))
    for part in ("CY-4471", "CY-4472", "Vial label read again", "B. Sample", "05-MAR-2026 12:04 +01:00"):
        assert part in words, part


@pytest.mark.req("B01")
@pytest.mark.req("B02")
def test_every_page_can_be_told_by_its_head_and_foot(session: Session, uid: str, weighed: Fill) -> None:
    weighed("COND", "CTX", **CTX)
    pages = PdfReader(printed(session, subject=uid)).pages
    for number, page in enumerate(pages, 1):
        words = " ".join(page.extract_text().split())
        for part in (
            "NK-ACT-BC_2020",
            "Site 01",
            "Subject 01-001",
            f"Page {number} of {len(pages)}",
            "Casebook 0.",
            "version 1",
            "+01:00",
        ):
            assert part in words, (number, part)


@pytest.mark.req("B04")
def test_an_item_without_answer_is_printed_too(session: Session, uid: str, weighed: Fill) -> None:
    weighed("COND", "CTX", ECOCCUR="Y")
    words = text_of(printed(session, subject=uid, place=Place("COND", "CTX")))
    for question in ("Lot and expiry", "Prepared by", "Why was it modified?", "Infusion reaction?"):
        assert question in words, question


@pytest.mark.req("B19")
def test_the_planned_dose_prints_with_its_sum(session: Session, uid: str, weighed: Fill) -> None:
    weighed("COND", "CTX", **CTX)
    words = text_of(printed(session, subject=uid, place=Place("COND", "CTX")))
    for part in ("994.99", "1.658312", "√(165 cm × 60 kg ÷ 3600)", "+0.50 % of planned"):
        assert part in words, part


def test_bookmarks_lead_to_visits_and_forms(session: Session, uid: str, weighed: Fill) -> None:
    weighed("COND", "CTX", **CTX)
    outline = PdfReader(printed(session, subject=uid)).outline
    titles = [one.title for one in outline if not isinstance(one, list)]
    assert any("Conditioning" in title for title in titles)
    inner = [one.title for part in outline if isinstance(part, list) for one in part]
    assert "Cyclophosphamide administration" in inner


def test_a_log_row_prints_and_a_voided_one_stays(session: Session, uid: str) -> None:
    for number, words in enumerate(("loss of appetite", "rash on both arms")):
        entering = Entering(session, uid, new_place(session, "LOG", "AE"))
        entering.edit(Edit(0, "AETERM", words))
        entering.save()
        if number:
            entering.void("Entered for the wrong subject")
    words = text_of(printed(session, subject=uid))
    for part in ("loss of appetite", "rash on both arms", "Entered for the wrong subject"):
        assert part in words, part


def test_printing_is_noted_apart_from_the_record(session: Session, uid: str, weighed: Fill) -> None:
    record = session.file.head()
    printed(session, subject=uid)
    assert session.file.head() == record
    (act,) = session.file.acts(uid, stream="access")
    assert (act.verb, act.person.name) == ("print", "B. Sample")


def test_as_of_prints_what_stood_then(session: Session, uid: str, weighed: Fill) -> None:
    weighed("COND", "CTX", **CTX)
    then = session.file.acts(uid)[-1].id
    before = printed(session, subject=uid).getvalue()
    weighed("COND", "CTX", "Typing error", ECLOT="CY-4472")
    later = text_of(printed(session, subject=uid, upto=then))
    assert "CY-4472" not in later
    assert "CY-4471" in later
    assert printed(session, subject=uid, upto=then).getvalue() == before


def test_blank_forms_print_every_form_of_the_study(session: Session) -> None:
    words = text_of(printed(session, blank=True))
    for form in session.study.forms:
        assert form.name in words
    assert "Blank form" in words


def test_what_does_not_exist_is_refused(session: Session, uid: str) -> None:
    with pytest.raises(Refused, match="Nothing fits"):
        printed(session, subject=uid, event="D15")


def test_the_collector_rests_during_a_print_only(
    session: Session, uid: str, weighed: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed("COND", "CTX", **CTX)
    real, seen = draw.print_sheets, []

    def watched(*given: object) -> object:
        seen.append(gc.isenabled())
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(draw, "print_sheets", watched)
    printed(session, subject=uid)
    assert gc.isenabled()
    with pytest.raises(Refused):
        printed(session, subject=uid, event="NONE")
    assert gc.isenabled()
    gc.disable()
    try:
        printed(session, subject=uid)
        assert not gc.isenabled(), "it wasn't the print that stopped it"
    finally:
        gc.enable()
    assert seen == [False, False]


def test_files_are_named_by_subject_and_wrong_names_are_told(
    session: Session, path: Path, weighed: Fill, tmp_path: Path
) -> None:
    weighed("COND", "CTX", **CTX)
    session.close()
    out = tmp_path / "out"
    assert [one.name for one in print_files(path, out)] == ["01-001.pdf"]
    assert [one.name for one in print_files(path, out, "01-001", "COND", "CTX")] == ["01-001-COND-CTX.pdf"]
    assert [one.name for one in print_files(path, out, blank=True, form="CTX")] == ["NK-ACT-BC_2020-blank-CTX.pdf"]
    for wanted, told in (
        ({"subject": "99-999"}, "99-999"),
        ({"event": "X"}, "COND"),
        ({"form": "X"}, "CTX"),
        ({"as_of": "5 March"}, "2026-03-05"),
    ):
        with pytest.raises(Refused, match=told):
            list(print_files(path, out, **wanted))  # type: ignore[arg-type]


def test_blank_forms_need_no_casebook(tmp_path: Path, clock: Clock) -> None:
    path = print_blank_file("NK-ACT-BC_2020", tmp_path, "COND", "CTX", "Letter", clock())
    page = PdfReader(path).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (612, 792)


def test_an_unwritable_folder_is_told_and_leaves_nothing(session: Session, uid: str, tmp_path: Path) -> None:
    wall = tmp_path / "wall"
    wall.write_text("no folder")
    with pytest.raises(FileFault, match="can't be written"):
        print_pdf(session, wall / "x.pdf", blank=True)
    assert wall.read_text() == "no folder"


def test_another_persons_print_says_the_same(session: Session, uid: str, weighed: Fill) -> None:
    first = printed(session, subject=uid).getvalue()
    identify(session, "A. Example", "investigator")
    assert printed(session, subject=uid).getvalue() != first, (
        "who sits there is an act of the record, and the foot shows its head"
    )


@pytest.mark.req("B04")
def test_the_lines_within_a_row_of_a_log_are_printed_with_what_was_corrected(session: Session, uid: str) -> None:
    entering = Entering(session, uid, new_place(session, "LOG", "DON"))
    entering.edit(Edit(0, "DONORCD", "D-017"))
    entering.edit(Edit(0, "COLYN", "Y"))
    for day, bag in (("10-FEB-2026", "D-017-A1"), ("11-FEB-2026", "D-017-A2")):
        line = entering.add_line("DON.COLL")
        entering.edit(Edit(line, "COLDAT", day))
        entering.edit(Edit(line, "COLBAG", bag))
    entering.save()
    entering.edit(Edit(line, "COLBAG", "D-017-B2"))
    entering.save("Label read again")
    words = text_of(printed(session, subject=uid, place=Place("LOG", "DON")))
    for part in ("Collections", "Date, line 1 10-FEB-2026", "D-017-A1", "Date, line 2 11-FEB-2026", "Label read again"):
        assert part in words, part
    assert words.count("D-017-A2") == 2  # struck in its line, and named under the form
    entering.void_line(line, "Entered twice")
    assert "Date, line 2. Void: Entered twice" in text_of(printed(session, subject=uid, place=Place("LOG", "DON")))
