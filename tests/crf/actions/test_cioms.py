"""The CIOMS I form and the drafted narrative: what stands in each box, that nothing is cut, and who isn't named."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from pypdf import PdfReader

from crf.actions.cioms import print_cioms_files, print_cioms_pdf
from crf.actions.entering import Entering
from crf.actions.sae import mark_sent, report_sae
from crf.actions.session import Session, identify
from crf.actions.voiding import void_form
from crf.cli import cli
from crf.clinical.dates import PartialDate
from crf.exchange.pages.cioms import print_cioms
from crf.exchange.pages.cioms_data import Cioms, Suspect
from crf.faults import Refused
from crf.forms.record import Edit, Place, Record
from crf.reading.cioms import cioms_of, parts_of
from crf.reading.narrative import draft, lab_lines
from tests.crf.actions.conftest import Clock
from tests.crf.actions.serious import AE, enter, medicine, reported, seriously


@pytest.fixture
def clock() -> Clock:
    """Ten in the morning of the day after the event."""
    return Clock(datetime(2026, 3, 17, 9, 0, tzinfo=UTC))


@pytest.fixture
def report(session: Session, uid: str) -> Place:
    """A saved report of a serious event."""
    seriously(session, uid)
    return reported(session, uid, NARR="Nose bleed in the morning.", RELHX="Platelets 231 at screening.").place


def text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def pdf(report: Cioms) -> bytes:
    target = BytesIO()
    print_cioms(report, target)
    return target.getvalue()


def flat(words: str) -> str:
    return " ".join(words.split())


def test_each_box_says_what_the_casebook_knows(session: Session, uid: str, report: Place) -> None:
    medicine(session, uid, "c1", "ramipril", "UN-JAN-2026")
    medicine(session, uid, "c2", "amoxicillin", "01-FEB-2026", "10-FEB-2026")
    medicine(session, uid, "c3", "filgrastim", "18-MAR-2026")
    medicine(session, uid, "c4", "tranexamic acid", "16-MAR-2026", why="AE")
    form = cioms_of(session.reader, uid, report)
    assert (form.country, form.age, form.sex, form.onset) == ("ES", "44 years", "Female", ("16", "MAR", "2026"))
    assert [one for one, crossed in form.criteria if crossed] == [
        "Hospitalisation or its prolongation (unconfirmed)", "Life-threatening (unconfirmed)",
    ]  # fmt: skip
    assert form.suspects[1] == Suspect(
        "NK cells, lot NKP-26-003, action taken: not applicable", "1.8 × 10⁸ cells", "Intravenous",
        "Refractory metastatic HER2-positive breast cancer", "10-MAR-2026 11:20", "1 dose, on one day, 0 h 32 min",
    )  # fmt: skip
    assert [one.name.partition(",")[0] for one in form.suspects] == ["Cyclophosphamide", "NK cells"]
    assert (form.dechallenge, form.rechallenge) == ("N", "NA")
    assert form.concomitant == ("ramipril, 5 mg, UN-JAN-2026 – ongoing",)
    assert form.history == ("Hypertension, UN-UNK-2019 – ongoing",)
    assert (form.initial, form.report, form.sent, form.case) == (True, "Initial", "", "")
    for words in (
        "platelets very low – Platelet count decreased, MedDRA 10035528, CTCAE grade 4 (unconfirmed)",
        "Nose bleed in the morning.",
        "Treatment: one unit of platelets",
        "Platelets 231 at screening.",
        "16-MAR-2026 Platelets 24 ×10⁹/L (grade 4)",
        "Outcome: Not recovered",
        "reasonable possibility with Cyclophosphamide, NK cells (unconfirmed); none with Interleukin-2.",
    ):
        assert words in form.reaction
    assert form.remarks == (
        "Subject 01-001, study NK-ACT-BC_2020, site 01. Reporter: Physician DR-03. The site knew: 16-MAR-2026 11:00. "
        "Height, weight: 165 cm, 60 kg. Expectedness and the sponsor's causality are left to the sponsor.",
    )


def test_a_sent_report_tells_no_value_taken_after_it(session: Session, uid: str, report: Place, clock: Clock) -> None:
    later = {"LBPERF": "Y", "LBDAT": "23-MAR-2026", "LBTIM": "08:30", "PLAT": "40"}
    mark_sent(Entering(session, uid, report), "safety desk", "PORTAL", session.now())
    clock.at = datetime(2026, 3, 24, 9, 0, tzinfo=UTC)
    enter(session, uid, Place("D15", "HEM"), **later)
    told = cioms_of(session.reader, uid, report).reaction
    assert "Platelets 24 ×10⁹/L (grade 4)" in told
    assert "Platelets 40" not in told
    assert "Platelets 40" in "; ".join(lab_lines(session.reader.context(uid, session.now()), PartialDate(2026, 3, 16)))


def test_what_an_investigator_entered_is_confirmed(session: Session, uid: str) -> None:
    identify(session, "I. Nvestigator", "investigator")
    seriously(session, uid)
    reaction = cioms_of(session.reader, uid, reported(session, uid).place).reaction
    assert "CTCAE grade 4" in reaction
    assert "unconfirmed" not in reaction


def test_the_form_names_no_patient_and_leaves_the_sponsors_boxes_empty(
    session: Session, uid: str, report: Place
) -> None:
    data = pdf(cioms_of(session.reader, uid, report))
    said = flat(text(data))
    assert "not given (subject number)" in said
    assert "1981" not in said
    assert "AUG" not in said
    meta = PdfReader(BytesIO(data)).metadata
    assert meta is not None
    assert (meta.title, meta.author) == ("Suspect adverse reaction report, 01-001", meta.creator)
    assert str(session.path) not in "".join(str(one) for one in meta.values())


def test_the_same_report_gives_the_same_bytes_on_both_papers(session: Session, uid: str, report: Place) -> None:
    for paper in ("A4", "Letter"):
        first, second = BytesIO(), BytesIO()
        for target in (first, second):
            print_cioms_pdf(session, target, uid, report, paper, shown=True)
        assert first.getvalue() == second.getvalue()
        assert len(PdfReader(first).pages) == 1


def test_a_long_story_goes_on_whole(session: Session, uid: str, report: Place) -> None:
    words = [f"word{n:04}" for n in range(2400)]
    form = evolve(cioms_of(session.reader, uid, report), reaction=" ".join(words))
    data = pdf(form)
    said = text(data)
    assert [word for word in said.split() if word.startswith("word")] == words
    pages = len(PdfReader(BytesIO(data)).pages)
    assert pages > 2
    assert "… goes on on the next page" in said
    assert "7 + 13. Describe reaction(s), including relevant tests and laboratory data, continued" in flat(said)
    assert f"Page {pages} of {pages}" in flat(said)


def test_many_lines_in_every_box_are_all_there(session: Session, uid: str, report: Place) -> None:
    many = tuple(f"line{n:03}" for n in range(120))
    drugs = tuple(Suspect(f"drug{n}", "1 mg", "oral", "x", "a", "b") for n in range(9))
    form = evolve(
        cioms_of(session.reader, uid, report), concomitant=many, history=many, suspects=drugs, reaction="short"
    )
    said = text(pdf(form)).split()
    for word in many:
        assert said.count(word) == 2
    assert all(said.count(drug.name) == 1 for drug in drugs)
    none = evolve(form, suspects=(), concomitant=(), history=(), criteria=(), remarks=())
    assert len(PdfReader(BytesIO(pdf(none))).pages) == 1


def test_a_follow_up_says_its_number_and_a_void_one_that_it_is(session: Session, uid: str, report: Place) -> None:
    entering = Entering(session, uid, report)
    mark_sent(entering, "safety desk", "PORTAL", session.now())
    assert cioms_of(session.reader, uid, report).sent == "17-MAR-2026 10:00"
    begun = report_sae(session, uid, AE)
    place = enter(session, uid, begun.place, AWAREDAT="17-MAR-2026", AWARETIM="09:00", INFODAT="17-MAR-2026").place
    form = cioms_of(session.reader, uid, place)
    assert (form.initial, form.report) == (False, "Follow-up no. 1")
    assert "Latest information: 17-MAR-2026." in form.remarks[0]
    void_form(session, uid, place, "wrong event")
    form = cioms_of(session.reader, uid, place)
    assert form.void == "wrong event"
    assert "VOID" in text(pdf(form)).upper()


def test_little_known_is_little_said(session: Session, uid: str) -> None:
    place = Place("LOG", "SAE", "", "s1")
    enter(session, uid, place, SAETYPE="INITIAL", SAETERM="storm", SAEDRUGS="NK", SAEOTHER="infection", SAECRIT="MIE",
          SAEMIE="close watch")  # fmt: skip
    form = cioms_of(session.reader, uid, place)
    assert (form.age, form.sex, form.onset, form.history) == ("", "", ("", "", ""), ())
    assert form.suspects == (Suspect("NK cells", "", "", "Refractory metastatic HER2-positive breast cancer", "", ""),)
    assert "Another possible cause: infection" in form.reaction
    assert "Medically important because: close watch" in form.reaction
    assert len(PdfReader(BytesIO(pdf(form))).pages) == 1
    nothing = enter(session, uid, Place("LOG", "SAE", "", "s2"), SAETYPE="INITIAL").place
    assert "reasonable possibility with no study drug" in cioms_of(session.reader, uid, nothing).reaction


def test_several_doses_are_told_from_the_first_to_the_last(session: Session, uid: str) -> None:
    seriously(session, uid)
    for event, day in (("D2", "10-MAR-2026"), ("D4", "12-MAR-2026"), ("D6", "17-MAR-2026")):
        enter(session, uid, Place(event, "IL2"), ECOCCUR="Y", ECDSTXT="829156", ECSTDAT=day, ECROUTE="SC")
    form = cioms_of(session.reader, uid, reported(session, uid, SAEDRUGS="IL2").place)
    (drug,) = form.suspects
    assert (drug.therapy, drug.duration) == ("10-MAR-2026 to 12-MAR-2026", "2 doses, over 3 days")


def test_only_a_saved_report_is_printed(session: Session, uid: str) -> None:
    seriously(session, uid)
    for place in (AE, Place("LOG", "SAE", "", "none")):
        with pytest.raises(Refused, match="isn't saved"):
            cioms_of(session.reader, uid, place)


def test_files_of_a_casebook_by_name(session: Session, uid: str, report: Place, path: Path, tmp_path: Path) -> None:
    session.close()
    (written,) = print_cioms_files(path, tmp_path / "out", "01-001")
    assert written.name == "01-001-CIOMS-1.pdf"
    done = CliRunner().invoke(cli, ["print", str(path), "--cioms", "--out", str(tmp_path / "two")])
    assert (done.exit_code, Path(done.output.strip()).read_bytes()) == (0, written.read_bytes())
    for more, words in ((["--subject", "99-999"], "99-999"), (["--blank"], "--blank")):
        done = CliRunner().invoke(cli, ["print", str(path), "--cioms", "--out", str(tmp_path), *more])
        assert done.exit_code == 2
        assert words in done.output


def test_without_a_report_there_is_nothing_to_print(session: Session, path: Path, tmp_path: Path) -> None:
    session.close()
    with pytest.raises(Refused, match="nothing to print"):
        list(print_cioms_files(path, tmp_path))


# the narrative


def test_the_draft_tells_the_event_from_the_data(session: Session, uid: str, report: Place) -> None:
    record = session.reader.data(uid).at(report)
    assert draft(session.reader, uid, report, record) == (
        "Subject 01-001 is a woman of 44 years in study NK-ACT-BC_2020. Study drugs before the event: "
        "Cyclophosphamide, dose 1, 1000 mg on 05-MAR-2026 10:00 (11 days before); NK cells, dose 1, 1.8 × 10⁸ cells on "
        "10-MAR-2026 11:20 "
        "(6 days before). Platelets very low (CTCAE: Platelet count decreased) began on 16-MAR-2026 08:30. Course: "
        "grade 4 from onset. Laboratory values with a CTCAE grade: 16-MAR-2026 Platelets 24 ×10⁹/L (grade 4). "
        "Treatment: one unit of platelets. Admitted to hospital on 16-MAR-2026. Outcome at this report: not recovered. "
        "The investigator sees a reasonable possibility that it was caused by Cyclophosphamide, NK cells."
    )


def test_the_draft_tells_the_course_by_grades_and_the_end(session: Session, uid: str, report: Place) -> None:
    event = Entering(session, uid, AE)
    line = event.add_line("AE.GRADE")
    event.edit(Edit(line, "AETOXGR", "1"))
    event.edit(Edit(line, "AEGRDAT", "18-MAR-2026"))
    event.save()
    entering = Entering(session, uid, report)
    for item, raw in (("SAEOUT", "RECOVERED"), ("SAEENDAT", "20-MAR-2026"), ("HOSPEN", "19-MAR-2026"),
                      ("SAEOTHER", "marrow disease.")):  # fmt: skip
        entering.edit(Edit(0, item, raw))
    told = draft(session.reader, uid, report, entering.record)
    for words in (
        "Course: grade 4 from onset; grade 1 from 18-MAR-2026.",
        "In hospital from 16-MAR-2026 to 19-MAR-2026.",
        "Outcome: recovered, 20-MAR-2026.",
        "Another possible cause: marrow disease.",
    ):
        assert words in told
    event.void_line(1, "slip")
    told = draft(session.reader, uid, report, entering.record)
    assert "Course: grade 1 from 18-MAR-2026." in told


def test_the_draft_guesses_nothing(session: Session, uid: str) -> None:
    place = Place("LOG", "SAE", "", "s1")
    empty = draft(session.reader, uid, place, Record("SAE"))
    assert empty == (
        "Subject 01-001 is a subject in study NK-ACT-BC_2020. No study drug had been given before the event. "
        "– began on –."
    )
    graded = enter(session, uid, place, SAETYPE="INITIAL", SAETERM="storm", SAETOXGR="3", SAESTDAT="UN-MAR-2026")
    assert "It had grade 3." in draft(session.reader, uid, place, graded.record)
    assert lab_lines(session.reader.context(uid, session.now()), None) == []
    assert parts_of(None) == ("", "", "")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("16-MAR-2026", "began on 16-MAR-2026 08:30."),
        ("UN-MAR-2026", "began in MAR 2026, on which day isn't known."),
        ("UN-UNK-2026", "began in 2026, when isn't known more closely."),
        ("", "began on a day that isn't known."),
    ],
)
def test_a_story_says_how_far_the_onset_is_known(session: Session, uid: str, day: str, told: str) -> None:
    """Also of an event whose onset nobody knows, which its report then says too."""
    seriously(session, uid)
    event = Entering(session, uid, AE)
    if day != "16-MAR-2026":
        event.edit(Edit(0, "AESTTIM", ""))
        event.edit(Edit(0, "AESTDAT", day, "" if day else "UNK"))
        event.save("nobody knows")
    report = Entering(session, uid, report_sae(session, uid, AE).place)
    assert told in draft(session.reader, uid, report.place, report.record)
    assert report.record.answer("SAESTDAT").missing == ("" if day else "UNK")
    report.save()
    assert not [one for one in report.step.findings if one.item == "SAESTDAT"]


def test_a_fatal_report_tells_the_death(session: Session, uid: str) -> None:
    seriously(session, uid)
    enter(session, uid, AE, "died", AEONGO="N", AEENDAT="17-MAR-2026", AEOUT="FATAL", AESDTH="Y")
    report = enter(session, uid, report_sae(session, uid, AE).place, AWAREDAT="16-MAR-2026", AWARETIM="11:00")
    assert "autopsy" not in cioms_of(session.reader, uid, report.place).reaction
    given = {"DTHDAT": "17-MAR-2026", "DTHCAUS": "AE", "DTHTXT": "Intracranial bleeding.", "DTHAUTOP": "Y"}
    enter(session, uid, Place("END", "DTH"), **given, DTHAUTTX="Bleeding into the brain stem")
    told = (
        "Death on 17-MAR-2026; cause of death: Adverse event, Intracranial bleeding; autopsy: Yes; "
        "it found: Bleeding into the brain stem."
    )
    assert told in cioms_of(session.reader, uid, report.place).reaction
    story = draft(session.reader, uid, report.place, report.record)
    assert told in story
    enter(session, uid, report.place, NARR=story)
    assert cioms_of(session.reader, uid, report.place).reaction.count("Death on") == 1
