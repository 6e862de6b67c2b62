"""A serious event by keyboard alone: from the log to its report, the CIOMS form, marked as sent, and a follow-up."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from crf.actions.session import open_casebook
from tests.crf.actions.serious import BEFORE, enter
from tests.journeys.conftest import Open
from tests.journeys.hands import CTRL, SHIFT, Clock, Hands, Key, texts
from tests.journeys.test_export import from_menu
from ui.dialogs.identify import IdentifyDialog
from ui.dialogs.sent import SentDialog
from ui.pages.findings import FindingsPage
from ui.pages.preview import Preview

pytestmark = [
    pytest.mark.usefixtures("no_mouse"),
    pytest.mark.qt_log_ignore("propagateSizeHints"),  # the offscreen platform's remark on any window
]

SERIOUS = {
    "AESTDAT": "16-MAR-2026", "AESTTIM": "08:30", "AEONGO": "Y", "AEOUT": "NOT RECOVERED", "AECONTRT": "OTHER",
    "AETRTXT": "one unit of platelets", "AESER": "Y", "AESDTH": "N", "AESLIFE": "Y", "AESHOSP": "Y", "AESDISAB": "N",
    "AESCONG": "N", "AESMIE": "N", "AESI": "N",
    **{f"AEREL_{drug}": "Y" if drug in ("CYC", "NK") else "N" for drug in ("CYC", "TRA", "PER", "NK", "IL2")},
    **{f"AEACN_{drug}": "NA" for drug in ("CYC", "TRA", "PER", "NK", "IL2")},
}  # fmt: skip


@pytest.fixture
def treated(casebook: Path, clock: Clock) -> Path:
    """A casebook with a treated subject on her day 8, the platelets in it."""
    clock.set("2026-03-16T10:00")
    session = open_casebook(casebook, clock)
    uid = session.reader.subjects()[0].uid
    for place, answers in BEFORE:
        enter(session, uid, place, **answers)
    session.close()
    return casebook


def pill(hands: Hands) -> str:
    return hands.window.bar.clock.text() if hands.window.bar.clock.isVisible() else ""


def test_from_the_log_to_a_report_on_time_by_keys_alone(start: Open, treated: Path, tmp_path: Path) -> None:
    hands = start(treated)
    hands.clock.set("2026-03-16T11:00")
    hands.to("show_subjects")
    hands.key(Key.Key_Return)
    hands.to("go_events")
    hands.add_event("low platelets", 4, "platelets very low")
    hands.fill(SERIOUS)
    assert " saved." in hands.save()
    assert pill(hands) == "SAE 01-001 · 24 h left"
    assert any("no report of it is begun" in one for one in hands.notices("AESER"))
    reported(hands)
    printed(hands, tmp_path / "cioms.pdf")
    sent(hands)
    followed(hands)
    led_back(hands)


def reported(hands: Hands) -> None:
    """Ctrl+Shift+S makes the report; what is missing is typed, the story drafted and edited."""
    hands.clock.set("2026-03-16T12:30")
    hands.key(Key.Key_S, held=CTRL | SHIFT)
    assert hands.form.place.form == "SAE"
    assert hands.told.startswith("Begun from the event.")
    assert hands.where == (0, "AWAREDAT")
    assert (hands.field("SAETOXGR").text, hands.field("SAECRIT").answer.value) == ("4", "LIFE|HOSP")
    assert hands.field("SAEREF").text == "platelets very low, Platelet count decreased, 16-MAR-2026"
    hands.fill(
        {"AWAREDAT": "16-MAR-2026", "AWARETIM": "10:30", "AWAREBY": "ST-07", "REPORTER": "PHYS", "REPBY": "DR-03",
         "SAESERDT": "16-MAR-2026", "HOSPST": "16-MAR-2026", "DECHAL": "NA", "RECHAL": "NA"}
    )  # fmt: skip
    hands.key(Key.Key_D, held=CTRL | SHIFT)
    assert hands.where == (0, "NARR")
    drafted = hands.field("NARR").answer.value
    assert drafted.startswith("Subject 01-001 is a woman of 44 years")
    hands.key(Key.Key_End, held=CTRL)
    hands.type(" She stays on the ward.")
    assert hands.field("NARR").answer.value == f"{drafted} She stays on the ward."
    hands.key(Key.Key_D, held=CTRL | SHIFT)
    assert "they stay as they are" in hands.told
    assert " saved." in hands.save()
    assert pill(hands) == "SAE 01-001 · 22 h left"


def printed(hands: Hands, path: Path) -> None:
    """Ctrl+Shift+P shows the CIOMS form; it goes into a file; Escape leads back."""
    hands.key(Key.Key_P, held=CTRL | SHIFT)
    assert isinstance(hands.page, Preview)
    hands.page.write(path)
    page = PdfReader(path).pages[0].extract_text()
    assert "CIOMS I form" in page
    assert "She stays on the ward." in page.replace("\n", " ")
    hands.key(Key.Key_Escape)
    assert hands.form.place.form == "SAE"


def sent(hands: Hands) -> None:
    """Ctrl+Shift+M asks to whom and how; then the clock is gone everywhere."""
    hands.clock.set("2026-03-16T13:15")
    hands.window.tick()
    assert pill(hands) == "SAE 01-001 · 21 h 15 min left"
    hands.key(Key.Key_M, held=CTRL | SHIFT)
    dialog = hands.dialog(SentDialog)
    assert "21 h 15 min left" in texts(dialog)
    hands.key(Key.Key_Return)
    assert "Say to whom" in texts(dialog)
    hands.type("safety desk")
    hands.key(Key.Key_Return)
    assert hands.told == "Marked as sent, 21 h 15 min before its time."
    assert [hands.field(item).text for item in ("REPDAT", "REPTIM", "SENTTO")] == [
        "16-MAR-2026", "13:15", "safety desk",
    ]  # fmt: skip
    assert pill(hands) == ""
    hands.key(Key.Key_M, held=CTRL | SHIFT)
    assert "marked as sent already" in hands.told
    hands.key(Key.Key_T, held=CTRL | SHIFT)
    assert hands.told == "No report is waiting to be sent."


def followed(hands: Hands) -> None:
    """The same key on the report makes follow-up 1; unsent a day later it is red, and leads there from anywhere."""
    hands.key(Key.Key_S, held=CTRL | SHIFT)
    assert hands.told.startswith("Follow-up 1 is begun.")
    assert (hands.field("SAENO").text, hands.field("REPDAT").text) == ("1", "")
    hands.fill({"AWAREDAT": "16-MAR-2026", "AWARETIM": "13:00", "AWAREBY": "ST-07"})
    assert " saved." in hands.save()
    place = hands.form.place
    hands.clock.set("2026-03-17T13:02")
    hands.to("show_findings")
    assert isinstance(hands.page, FindingsPage)
    assert hands.page.list.rows[0].cells[-1].text.startswith("Follow-up, amendment or nullification of a report: ")
    assert pill(hands) == "SAE 01-001 · 2 min overdue"
    hands.clock.set("2026-03-17T13:05")
    hands.window.tick()
    assert "5 min overdue" in hands.page.list.rows[0].cells[-1].text
    hands.key(Key.Key_T, held=CTRL | SHIFT)
    assert (hands.form.place, hands.where) == (place, (0, "REPDAT"))
    hands.key(Key.Key_M, held=CTRL | SHIFT)
    dialog = hands.dialog(SentDialog)
    hands.type("safety desk")
    while hands.here is not dialog.late:
        hands.key(Key.Key_Tab)
    hands.type("no line to the portal")
    hands.key(Key.Key_Return)
    assert hands.told.startswith("Marked as sent, 5 min too late.")
    assert hands.field("LATEWHY").text == "no line to the portal"


def led_back(hands: Hands) -> None:
    """F4 opens what the field of the keyboard names: the report before this one, from there the event."""
    from_menu(hands, Key.Key_E, "identify")
    asked = hands.dialog(IdentifyDialog)
    hands.retype("M. Specimen")
    hands.key(Key.Key_Tab, Key.Key_Home)
    hands.key(Key.Key_Down, times=asked.person.codes.index("monitor"))
    hands.key(Key.Key_Return)
    hands.go("SAEPREV")
    hands.key(Key.Key_F4)
    assert (hands.form.place.form, hands.field("SAETYPE").text) == ("SAE", "Initial")
    hands.key(Key.Key_F4)
    assert hands.form.place.form == "AE"
