"""From a laboratory value to an event and its report by keyboard alone; values accepted, joined, declined, updated."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from crf.actions.session import open_casebook
from crf.forms.record import Place
from tests.crf.actions.serious import BEFORE, enter
from tests.journeys.conftest import Open
from tests.journeys.hands import CTRL, SHIFT, Clock, Hands, Key, flat_hyphens, texts
from tests.journeys.test_serious import SERIOUS
from ui.dialogs.pick import PickDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.findings import FindingsPage
from ui.pages.preview import Preview

pytestmark = [
    pytest.mark.usefixtures("no_mouse"),
    pytest.mark.qt_log_ignore("propagateSizeHints"),  # the offscreen platform's remark on any window
]

LIMITS = {
    "LRDAT": "01-JAN-2026", "LYM_LLN": "1.0", "LYM_ULN": "4.0", "PLAT_LLN": "150", "PLAT_ULN": "400",
    "NEUT_LLN": "1.8", "NEUT_ULN": "7.5", "K_LLN": "3.5", "K_ULN": "5.1",
}  # fmt: skip
UNTOLD = dict.fromkeys(("HGB", "WBC", "NEUT", "LYM", "PLAT"), "ND")
SAMPLE = {"LBPERF": "Y", "LBDAT": "16-MAR-2026", "LBTIM": "08:30", **UNTOLD, "LBCLSIG": "N"}
COMPLETED = {item: answer for item, answer in SERIOUS.items() if item not in ("AESTDAT", "AESTTIM")}


@pytest.fixture
def treated(casebook: Path, clock: Clock) -> Path:
    """A casebook with a treated subject on her day 8, before her laboratory report came."""
    clock.set("2026-03-16T10:00")
    session = open_casebook(casebook, clock)
    uid = session.reader.subjects()[0].uid
    enter(session, "", Place("SITE", "LR"), **LIMITS)
    for place, answers in BEFORE:
        if place.form not in ("HEM", "CTX"):
            enter(session, uid, place, **answers)
    enter(session, uid, Place("SCR", "IE"), IEDAT="02-MAR-2026")
    enter(session, uid, Place("COND", "CTX"), ECOCCUR="Y", ECSTDAT="05-MAR-2026", ECSTTIM="10:00")
    session.close()
    return casebook


def day8(start: Open, treated: Path, **values: str) -> Hands:
    """The haematology form of day 8 filled by keys, not saved, with the keyboard in the last value."""
    hands = start(treated)
    hands.clock.set("2026-03-16T11:00")
    hands.to("show_subjects")
    hands.key(Key.Key_Return)
    hands.open_by_keys("D8", "HEM")
    hands.fill({**SAMPLE, **values})
    return hands


def lines(hands: Hands) -> list[tuple[str, int]]:
    """The log: terms and grades in force."""
    hands.to("go_events")
    return in_log(hands)


def in_log(hands: Hands) -> list[tuple[str, int]]:
    """The same of the page at the front."""
    return [(row.line.term, row.line.grades[-1].grade) for row in hands.events.log.rows]


def give_reason(hands: Hands, words: str) -> None:
    hands.dialog(ReasonDialog)
    hands.key(Key.Key_Tab)
    hands.type(words)
    hands.key(Key.Key_Return)


def test_a_platelet_count_becomes_an_event_and_a_report_by_keys_alone(
    start: Open, treated: Path, tmp_path: Path
) -> None:
    hands = day8(start, treated, PLAT="24 G/L")
    hands.go("PLAT")
    (told,) = hands.notices("PLAT")
    assert told.startswith("Platelets 24 G/L, 16-MAR-2026: Platelet count decreased, grade 4. The log has no such")
    assert [link.key for link in hands.form.sheet.cells[0, "PLAT"].notices()[0].links] == ["F5", "F6", "F7"]
    hands.key(Key.Key_F5)  # saves what was typed, and accepts
    assert hands.told == "Platelet count decreased, grade 4, is in the log. F5 opens it to complete it."
    assert hands.field("PLAT").answer.unit == "G/L"
    assert hands.where == (0, "PLAT")
    assert hands.notices("PLAT") == ["In the log as Platelet count decreased from 16-MAR-2026."]
    hands.key(Key.Key_F5)
    assert hands.form.place.form == "AE"
    assert hands.where == (0, "AEONGO")  # the first question without an answer
    assert [hands.field(item).text for item in ("AETERM", "AEDECOD", "AESTDAT", "AELBREF")] == [
        "Platelet count decreased", "Platelet count decreased", "16-MAR-2026", "Platelets 24 G/L, 16-MAR-2026",
    ]  # fmt: skip
    assert hands.field("AETOXGR", 1).answer.value == "4"
    assert hands.field("AECRIT", 1).text == "<25,000/mm3; <25.0 x 10e9 /L"
    hands.fill(COMPLETED)
    assert " saved." in hands.save()
    assert lines(hands) == [("Platelet count decreased", 4)]
    hands.key(Key.Key_Return)
    reported(hands, tmp_path / "cioms.pdf")


def reported(hands: Hands, path: Path) -> None:
    """The serious event's report, and its CIOMS form as PDF."""
    hands.key(Key.Key_S, held=CTRL | SHIFT)
    assert hands.form.place.form == "SAE"
    hands.fill({"AWAREDAT": "16-MAR-2026", "AWARETIM": "10:30", "AWAREBY": "ST-07"})
    assert " saved." in hands.save()
    hands.key(Key.Key_P, held=CTRL | SHIFT)
    assert isinstance(hands.page, Preview)
    hands.page.write(path)
    page = PdfReader(path).pages[0].extract_text()
    assert "Platelet count decreased" in page.replace("\n", " ")


def test_declined_with_a_reason_it_rests_until_the_value_is_corrected(start: Open, treated: Path) -> None:
    hands = day8(start, treated, LYM="0.42")
    hands.go("LYM")
    assert hands.save().startswith("9 answers saved. ")
    hands.key(Key.Key_F7)
    give_reason(hands, "known lymphopenia")
    assert hands.told == "Declined: Lymphocyte count decreased isn't entered."
    (told,) = hands.notices("LYM")
    assert told.endswith("Declined: known lymphopenia")
    hands.key(Key.Key_F5)
    assert hands.told.startswith("This was declined.")
    hands.go("LYM")
    hands.retype("0.35")
    hands.key(Key.Key_F5)
    assert hands.told.startswith("A saved value was changed here")
    hands.save_with_reason(1)
    (told,) = hands.notices("LYM")
    assert "The log has no such event" in told
    hands.key(Key.Key_R, held=CTRL)  # as any finding is answered
    give_reason(hands, "known")
    hands.key(Key.Key_F7)
    give_reason(hands, "looked again")
    assert hands.told == "Taken back: it is asked again."
    assert lines_proposed(hands) == ["Lymphocyte count decreased, grade 3, 16-MAR-2026 (Lymphocytes 0.35 ×10⁹/L)"]


def lines_proposed(hands: Hands) -> list[str]:
    """What stands proposed over the log."""
    hands.to("go_events")
    band = hands.events.proposed
    return [flat_hyphens(band.sentence.text())] if band.isVisible() else []


def test_over_the_log_the_same_keys_decide(start: Open, treated: Path) -> None:
    hands = day8(start, treated, PLAT="24", LYM="0.42", NEUT="0.3")
    assert "finding" in hands.save()
    hands.back_to_subject()
    assert hands.subject.page.attention is not None
    assert hands.subject.page.attention.lead == "3 events proposed"
    hands.to("show_findings")
    assert isinstance(hands.page, FindingsPage)
    assert len(hands.page.all) >= 3
    hands.to("show_subjects")
    hands.key(Key.Key_Return)
    assert lines_proposed(hands) == ["Neutrophil count decreased, grade 4, 16-MAR-2026 (Neutrophils 0.3 ×10⁹/L)"]
    hands.key(Key.Key_F6)
    assert hands.told == "There is no other event that went on that day, to which this value could belong."
    hands.key(Key.Key_F5)
    assert hands.told.endswith("is in the log. Enter opens it to complete it.")
    assert in_log(hands) == [("Neutrophil count decreased", 4)]
    hands.key(Key.Key_F6)
    dialog = hands.dialog(PickDialog)
    assert "belongs to one that went on that day" in texts(dialog)
    hands.key(Key.Key_Return)  # nothing is chosen yet
    hands.key(Key.Key_1, Key.Key_Return)
    assert hands.told == "The value belongs to Neutrophil count decreased from 16-MAR-2026. Enter opens it."
    hands.key(Key.Key_F7)
    give_reason(hands, "pseudothrombocytopenia")
    assert not hands.events.proposed.isVisible()
    hands.key(Key.Key_F5)
    assert hands.told == "No event is proposed for this subject."


def potassium(start: Open, treated: Path) -> Hands:
    """A potassium called significant, and the dialog that asks which grade it is."""
    hands = start(treated)
    hands.clock.set("2026-03-16T11:00")
    hands.to("show_subjects")
    hands.key(Key.Key_Return)
    hands.open_by_keys("D8", "CHEM")
    hands.fill({"LBPERF": "Y", "LBDAT": "16-MAR-2026", "LBTIM": "08:30", "K": "3.3", "LBCLSIG": "Y", "LBCSVAL": "K"})
    hands.save()
    hands.go("K")
    hands.key(Key.Key_F5)
    return hands


def test_a_clinical_fact_decides_the_grade_when_it_is_accepted(start: Open, treated: Path) -> None:
    hands = potassium(start, treated)
    dialog = hands.dialog(PickDialog)
    assert "Hypokalemia" in texts(dialog)
    assert [text.split(":")[0] for text in dialog.choices.texts] == ["Grade 1", "Grade 2"]
    hands.key(Key.Key_2, Key.Key_Return)
    assert hands.told.startswith("Hypokalemia, grade 2, is in the log.")
    assert lines(hands) == [("Hypokalemia", 2)]


def test_of_two_windows_the_later_one_is_told(start: Open, treated: Path) -> None:
    hands = potassium(start, treated)
    other = start(treated)
    other.to("show_subjects")
    other.key(Key.Key_Return)
    other.to("go_events")
    other.key(Key.Key_F7)
    give_reason(other, "sample was haemolysed")
    hands.front()
    hands.dialog(PickDialog)
    hands.key(Key.Key_1, Key.Key_Return)
    assert hands.told == "Somebody else took a step here meanwhile; nothing was written. This is how it stands now."
    assert hands.notices("K")[0].endswith("Declined: sample was haemolysed")
    assert lines(hands) == []


def test_updates_and_the_end_of_an_event_are_offered_and_taken_by_one_key(start: Open, treated: Path) -> None:
    hands = day8(start, treated, LYM="0.42")
    hands.go("LYM")
    hands.key(Key.Key_F5)
    hands.key(Key.Key_F5)
    hands.fill({"AEONGO": "Y", "AEOUT": "NOT RECOVERED"})
    hands.save()
    for event, day, value, told in (
        ("D15", "23-MAR-2026", "0.80", "has grade 1 from that day"),
        ("CYCLE", "30-MAR-2026", "1.1", "ended that day, recovered"),
    ):
        hands.clock.set(f"2026-03-{day[:2]}T12:00")
        hands.back_to_subject()
        hands.open_by_keys(event, "HEM")
        hands.fill({**SAMPLE, "LBDAT": day, "LYM": value})
        hands.save()
        hands.go("LYM")
        hands.key(Key.Key_F5)
        assert told in hands.told
    hands.to("go_events")
    (row,) = hands.events.log.rows
    assert [(span.grade, span.since) for span in row.line.grades] == [(3, "2026-03-16"), (1, "2026-03-23")]
    assert (row.line.end, row.line.outcome, row.line.ongoing) == ("2026-03-30", "Recovered", False)
