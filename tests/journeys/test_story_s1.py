"""Story s1 typed into the window day by day, and each thing that must show then, by its number in the story."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crf.actions import proposing
from crf.forms.schedule import day_label
from crf.reading.views import Column
from tests.journeys import story_s1 as s1
from tests.journeys.conftest import Open
from tests.journeys.hands import CTRL, Hands, Key, flat_hyphens
from ui.dialogs.identify import IdentifyDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

LATER = {
    32: "the cohort board",
}
"""What belongs to capabilities that aren't built yet."""

UNTOUCHED = ("not started", "not due")

Seen = dict[int, Any]


def test_every_number_of_the_story_is_told_or_said_to_come_later(start: Open, casebook: Path) -> None:
    hands, seen = start(casebook), {}
    ranges(hands)
    screening(hands, seen)
    conditioning(hands, seen)
    loading(hands, seen)
    cells(hands, seen)
    first_events(hands, seen)
    maintenance(hands, seen)
    third_cycle(hands, seen)
    progression(hands, seen)
    end(hands, seen)
    events(hands, seen)
    assert seen == s1.EXPECTED
    assert set(seen) | set(LATER) == set(range(1, 61))


def identify(hands: Hands, name: str, steps: int) -> None:
    """Another person sits down: her name, and her role some lines down the list."""
    hands.click(hands.window.bar.person)
    hands.dialog(IdentifyDialog)
    hands.retype(name)
    hands.key(Key.Key_Tab)
    hands.key(Key.Key_Home)
    hands.key(Key.Key_Down, times=steps)
    hands.key(Key.Key_Return)


def column(hands: Hands, event: str, repeat: int = 1) -> Column:
    """The head of a visit on the subject page."""
    return [one for one in hands.subject.matrix.columns if one.event == event][repeat - 1]


def today(hands: Hands, at: str) -> str:
    """What the subject page calls a day."""
    hands.clock.set(at)
    hands.to("show_subjects")
    hands.key(Key.Key_Return)
    return hands.subject.page.facts[0].value


def verdicts(hands: Hands) -> list[tuple[str, str]]:
    """Percent and verdict of what was prescribed and given."""
    return [(one.percent, one.verdict) for one in hands.sum.comparisons]


def factors(hands: Hands) -> list[tuple[str, str]]:
    """The terms of the dose sum with their signs."""
    return [(one.sign, one.text) for one in hands.sum.factors]


def open_filled(hands: Hands, at: str, event: str, form: str, answers: s1.Answers, repeat: int = 1) -> None:
    """Fill a form and save it; it stays open."""
    hands.clock.set(at)
    hands.open_by_mouse(event, form, repeat)
    hands.fill(answers)
    assert " saved." in hands.save()


def add(hands: Hands, at: str, find: str, grade: int, words: str, answers: s1.Answers) -> None:
    """An event: found in the picker, its form filled and saved; then back to the subject."""
    hands.clock.set(at)
    hands.to("go_events")
    hands.add_event(find, grade, words)
    hands.fill(answers)
    assert " saved." in hands.save()
    hands.back_to_subject()


def screening(hands: Hands, seen: Seen) -> None:
    enrolled = dict(s1.PLAN)
    planned = enrolled.pop("PLAND1")
    hands.enter("SCR", "IC", s1.CONSENT, at="2026-02-12T10:55")
    open_filled(hands, "2026-02-12T10:59", "SCR", "DM", s1.PERSON)
    seen[10] = hands.field("AGE").text
    hands.back_to_subject()
    hands.enter("SCR", "VS", s1.SCREENING, at="2026-02-16T09:11")
    hands.enter("SCR", "PE", s1.EXAMINED, at="2026-02-16T09:30")
    hands.enter("SCR", "LVEF", s1.HEART, at="2026-02-16T12:00")
    baseline(hands, seen)
    hands.enter("SCR", "HEM", s1.BLOOD, at="2026-03-02T12:00")
    hands.enter("SCR", "CHEM", s1.SERUM, at="2026-03-02T12:10")
    hands.enter("SCR", "COAG", s1.CLOTTING, at="2026-03-02T12:20")
    hands.enter("SCR", "PREG", s1.PREGNANCY, at="2026-03-02T12:30")
    hands.enter("SCR", "PLAN", {"PLAND1": planned}, at="2026-03-02T12:40")
    eligibility(hands, seen)
    hands.enter("SCR", "PLAN", enrolled, at="2026-03-02T16:40")
    hands.open_by_mouse("SCR", "IC")
    seen[1] = hands.field("RFICDAT").aside
    hands.back_to_subject()
    seen[6] = column(hands, "SCR").planned
    seen[7] = column(hands, "COND").window


def ranges(hands: Hands) -> None:
    """The laboratory's normal ranges, a form of the site."""
    hands.clock.set("2026-02-12T10:50")
    hands.to("show_site")
    hands.key(Key.Key_Return)
    hands.fill(s1.RANGES)
    assert " saved." in hands.save()
    hands.to("show_subjects")
    hands.key(Key.Key_Return)


def lesions(hands: Hands, event: str, day: str, *sizes: str) -> None:
    """The imaging form filled: two lines of target lesions."""
    answers = s1.measured(event, day, *sizes)
    lines = {at: text for at, text in answers.items() if isinstance(at, tuple)}
    hands.fill({at: text for at, text in answers.items() if at in ("TUDAT", "TUMETHOD")})
    hands.key(Key.Key_Tab)  # out of the list of methods, where Enter takes the method found
    for line in (1, 2):
        hands.key(Key.Key_Return, held=CTRL)
        hands.fill({at: text for at, text in lines.items() if at[0] == line})
    hands.fill({at: text for at, text in answers.items() if at not in (*lines, "TUDAT", "TUMETHOD")})


def baseline(hands: Hands, seen: Seen) -> None:
    """The first imaging; somebody offers the nodule of the biopsy as a target, and it is refused."""
    hands.enter("SCR", "BX", s1.BIOPSY, at="2026-02-19T13:00")
    hands.clock.set("2026-02-19T14:00")
    hands.open_by_mouse("SCR", "TU")
    lesions(hands, "SCR", "18-FEB-2026", "34", "22")
    hands.go("TRLNKID", 1)
    hands.retype("B1")
    seen[35] = hands.notices("TRBIOP", 1)
    hands.go("TRLNKID", 1)
    hands.retype("T1")
    assert " saved." in hands.save()
    seen[34] = [hands.field("SUMDIAM").text]
    hands.back_to_subject()


def eligibility(hands: Hands, seen: Seen) -> None:
    """The criteria that follow from data stand proposed; the person answers the others."""
    hands.clock.set("2026-03-02T16:20")
    hands.open_by_mouse("SCR", "IE")
    hands.fill({"IEDAT": "02-MAR-2026"})
    seen[9] = [(item, hands.field(item).text, hands.field(item).proposed) for item in s1.PROPOSED]
    hands.fill(s1.ELIGIBILITY)
    assert " saved." in hands.save()
    seen[9].append([hands.field(item).text for item in ("IEFAIL", "IEOPEN", "IEYN")])
    seen[8] = (hands.field("IELABFST").text, hands.field("IENEUT").aside, hands.field("IEALB").aside)
    seen[11] = (hands.field("IEALB").text, hands.field("IE09H").aside, hands.field("IE09H").text)
    hands.back_to_subject()


def conditioning(hands: Hands, seen: Seen) -> None:
    hands.enter("COND", "VS", s1.weighed("05-MAR-2026", "07:40", "63.5"), at="2026-03-05T07:46")
    open_filled(hands, "2026-03-05T11:12", "COND", "CTX", s1.CYCLOPHOSPHAMIDE)
    notes = [hands.sum.factors[1].caption, hands.field("DOSEWT").aside]
    seen[12] = [*factors(hands), *(("", note) for note in notes)]
    seen[13] = verdicts(hands)
    hands.back_to_subject()
    add(hands, "2026-03-07T18:00", "nausea", 1, "loss of appetite", s1.NAUSEA)
    seen[2] = (today(hands, "2026-03-08T09:00"), today(hands, "2026-03-09T07:00"))


def loading(hands: Hands, seen: Seen) -> None:
    hands.enter("D1", "VS", s1.weighed("09-MAR-2026", "07:35", "63.9"), at="2026-03-09T07:46")
    open_filled(hands, "2026-03-09T11:12", "D1", "TRA", s1.TRASTUZUMAB)
    seen[14], seen[15] = factors(hands), verdicts(hands)
    hands.back_to_subject()
    open_filled(hands, "2026-03-09T12:42", "D1", "PER", s1.PERTUZUMAB)
    seen[16] = factors(hands)
    hands.back_to_subject()


def cells(hands: Hands, seen: Seen) -> None:
    open_filled(hands, "2026-03-10T12:12", "D2", "NK", s1.CELLS)
    given = hands.sum.comparisons[1]
    seen[17] = (hands.sum.factors[0].text, given.value, given.percent, given.verdict)
    hands.back_to_subject()
    seen[18], seen[19] = [], []
    for event, day, time in (("D2", "10", "16:30"), ("D4", "12", "10:05"), ("D6", "14", "10:10")):
        open_filled(hands, f"2026-03-{day}T17:00", event, "IL2", s1.injection(f"{day}-MAR-2026", time))
        seen[18].append(interleukin(hands))
        seen[19].append(verdicts(hands)[0])
        if event == "D2":
            seen[20] = hands.field("AFTERNK").aside
        hands.back_to_subject()
    seen[28], seen[31] = hands.subject.page.clock.note.split(" · ")


def interleukin(hands: Hands) -> tuple[str, ...]:
    """Weight, surface, plan; what stands in the field with its unit; the same in international units."""
    shown = [hands.field(item).text.replace("\xa0", " ") for item in ("DOSEWT", "DOSEBSA", "DOSEPLAN")]
    cell = hands.form.sheet.cells[0, "DOSEPRES"]
    return *shown, cell.editor.text(), cell.unit_text(), hands.sum.comparisons[0].value.replace("\xa0", " ")


def graded(hands: Hands, item: str) -> tuple[str, str, int, str]:
    """What stands beside a value: its chip, the term it is worst for, the grade and the clause it meets."""
    field = hands.field(item)
    return field.verdict, field.graded[0].term, field.graded[0].least, field.graded[0].clause


def laboratory(hands: Hands, seen: Seen) -> None:
    """The values of two weeks, each with its chip as soon as it is typed."""
    for event, at, blood, serum, first in (
        ("D8", "2026-03-16T12:30", s1.BLOOD_D8, s1.SERUM_D8, 38),
        ("D15", "2026-03-23T11:50", s1.BLOOD_D15, s1.SERUM_D15, 44),
    ):
        items = ("HGB", "WBC", "NEUT", "LYM", "PLAT") if event == "D8" else ("WBC", "NEUT", "LYM")
        open_filled(hands, at, event, "HEM", blood)
        seen.update((first + n, graded(hands, item)) for n, item in enumerate(items))
        if event == "D15":
            seen[50] = (accepted(hands, "LYM"), new_events(hands))
        hands.back_to_subject()
        open_filled(hands, at, event, "CHEM", serum)
        seen[first + len(items)] = graded(hands, "ALT")
        if event == "D15":
            seen[48] = {item: hands.field(item).verdict for item in ("ALB", "SODIUM", "K", "AST", "BILI")}
        hands.back_to_subject()
        if event == "D8":
            seen[49] = proposed(hands, s1.LYMPHOCYTES)


def first_events(hands: Hands, seen: Seen) -> None:
    identify(hands, "A. Okafor", 1)
    add(hands, "2026-03-15T09:10", "fever", 1, "fever", s1.FEVER)
    add(hands, "2026-03-16T11:20", "injection site rea", 1, "injection site tender", s1.TENDER)
    seen[29] = [hands.subject.page.clock.text]
    laboratory(hands, seen)
    seen[4] = [column(hands, "D8").day, column(hands, "D15").day]


def proposed(hands: Hands, answers: s1.Answers) -> tuple[str, str]:
    """The event proposed over the log: accepted by its key, opened, completed; what the band said of it."""
    hands.to("go_events")
    band = hands.events.proposed
    told = band.lead.text(), flat_hyphens(band.sentence.text())
    hands.key(Key.Key_F5)
    assert not band.isVisible()
    hands.key(Key.Key_Return)
    hands.fill(answers)
    assert " saved." in hands.save()
    hands.back_to_subject()
    return told


def accepted(hands: Hands, item: str) -> str:
    """The change of an open event that stands under a saved value, accepted by its key; what was done."""
    hands.go(item)
    hands.key(Key.Key_F5)
    return hands.told


def new_events(hands: Hands) -> int:
    """How many events of the log the values of the subject still ask for."""
    return sum(one.kind == "new" for one in proposing.proposed(hands.window.session, hands.form.uid))


def maintenance(hands: Hands, seen: Seen) -> None:
    hands.enter("CYCLE", "VS", s1.weighed("30-MAR-2026", "08:00", "63.1"), at="2026-03-30T08:06")
    seen[29].append(hands.subject.page.clock.text)
    open_filled(hands, "2026-03-30T10:12", "CYCLE", "TRA", s1.SECOND)
    seen[21] = (hands.field("DOSEWT").text, hands.field("DOSEWT").aside, hands.field("DOSEPLAN").text)
    seen[22], seen[23] = [hands.field("DOSEWTCH").text], [verdicts(hands)[0][0]]
    hands.back_to_subject()
    open_filled(hands, "2026-03-30T11:12", "CYCLE", "PER", s1.SECOND_PERTUZUMAB)
    seen[24] = [flat(hands)]
    hands.back_to_subject()
    second = column(hands, "CYCLE")
    seen[25] = (second.planned, second.window)
    open_filled(hands, "2026-03-30T12:30", "CYCLE", "HEM", s1.BLOOD_D22)
    assert accepted(hands, "LYM") == "Lymphocyte count decreased ended that day, recovered. F5 opens it."
    hands.back_to_subject()
    hands.enter("TLT", "TLT", s1.ASSESSMENT, at="2026-04-08T10:15")
    done = column(hands, "TLT")
    seen[30] = (done.window, "08 APR" if done.today else done.actual, done.day, done.verdict)
    seen[4].append(second.day)


def flat(hands: Hands) -> tuple[str, str, str]:
    """Plan, dose given, and how far it is from the plan."""
    percent = hands.sum.comparisons[1].percent
    return hands.field("DOSEPLAN").text, hands.field("ECDSTXT").text, percent


def third_cycle(hands: Hands, seen: Seen) -> None:
    hands.enter("CYCLE", "VS", s1.weighed("21-APR-2026", "08:10", "62.6"), 2, at="2026-04-21T08:16")
    open_filled(hands, "2026-04-21T10:12", "CYCLE", "TRA", s1.THIRD, 2)
    seen[22].append(hands.field("DOSEWTCH").text)
    seen[23].append(verdicts(hands)[0][0])
    hands.back_to_subject()
    open_filled(hands, "2026-04-21T11:12", "CYCLE", "PER", s1.THIRD_PERTUZUMAB, 2)
    seen[24].append(flat(hands))
    hands.back_to_subject()


def progression(hands: Hands, seen: Seen) -> None:
    add(hands, "2026-04-26T17:40", "diarrhea", 1, "loose stools", s1.STOOLS)
    hands.clock.set("2026-05-06T12:00")
    hands.open_by_mouse("TA", "TU")
    lesions(hands, "TA", "06-MAY-2026", "45", "24")
    assert " saved." in hands.save()
    seen[34] += [
        hands.field(item).text for item in ("SUMDIAM", "SUMBASE", "SUMNADIR", "CHGBASE", "PCHGBASE", "TRGRESP")
    ]
    hands.back_to_subject()
    imaging = column(hands, "TA")
    seen[33] = (imaging.window, imaging.verdict)
    hands.enter("EOT", "VS", s1.END, at="2026-05-08T10:00")
    hands.enter("EOT", "LVEF", s1.HEART_LATER, at="2026-05-08T10:10")
    open_filled(hands, "2026-05-08T10:20", "EOT", "EOT", s1.STOPPED)
    seen[37] = (hands.field("CONTREND").text, hands.field("CONTREND").aside)
    hands.back_to_subject()
    last = column(hands, "SFU")
    seen[36] = (last.planned, last.window)
    hands.enter("SFU", "PE", s1.EXAMINED_LATER, at="2026-05-20T09:50")
    hands.enter("SFU", "VS", s1.FOLLOW_UP, at="2026-05-20T10:00")


def end(hands: Hands, seen: Seen) -> None:
    states = {head.short: head.state for head in hands.subject.matrix.columns}
    seen[60] = [states[short] for short in ("D64 C4", "D127 TA3", "D74 SFU", "D145 SURV1")]
    context = hands.window.session.reader.context(hands.subject.uid, hands.window.session.now())
    days = ((2, 12), (3, 5), (3, 9), (5, 20))
    seen[5] = [day_label(context, date(2026, *day), "CTX") for day in days]
    third, fourth = column(hands, "CYCLE", 2), column(hands, "CYCLE", 3)
    seen[4] += [third.day, column(hands, "SFU").day]
    seen[26] = (third.planned, third.window, third.actual, third.verdict)
    seen[27] = (fourth.planned, fourth.window)
    cells = [cell for row in hands.subject.page.rows for cell in row.cells if cell and cell.status not in UNTOUCHED]
    assert len(cells) == 40
    seen[58] = (hands.subject.page.findings, [cell for cell in cells if cell.findings])
    seen[59] = {cell.status for cell in cells}


def events(hands: Hands, seen: Seen) -> None:
    hands.to("go_events")
    lines = [row.line for row in hands.events.log.rows]
    seen[59] |= {line.status for line in lines}
    for number, line in zip((52, 51, 53, 54), (*lines[:3], lines[4]), strict=True):
        seen[number] = (line.term, line.grades[0].grade, line.grades[0].criterion)
    seen[55] = {line.term: line.tlt_day for line in lines if line.tlt == "no"}
    seen[56] = {line.term: line.tlt for line in lines if line.tlt in ("before", "after")}
    seen[57] = (sum(bool(line.special) for line in lines), sum(bool(line.serious) for line in lines))
    doses = [(mark.treatment, mark.day) for mark in hands.events.time.time.doses]
    seen[3] = [dose for dose in doses if dose[0] in ("CYC", "NK", "IL2")]
