"""The adverse event log on paper: every event with its dates, grades, drugs and decision; blank lines to fill in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from attrs import evolve

from crf.exchange.pages.sheets import Correction, PrintedFinding, Sheet
from crf.forms.events import DrugRelation, GradeSpan
from crf.forms.timeline import Bar, DoseMark, Timeline
from tests.crf.exchange import samples
from tests.crf.exchange.reading import flat, pages, picture, printed, text


@pytest.mark.req("B04")
def test_every_event_tells_term_words_class_criterion_and_dates() -> None:
    found = flat(text(samples.log()))
    for words in ("Lymphocyte count decreased", "“lymphocytes low”", "Investigations", "16-MAR-2026 D8", "30-MAR-2026"):
        assert words in found
    assert "Grade 3: <0.5 - 0.2 x 10e9 /L" in found
    assert "from 23-MAR-2026" in found
    assert "20:00 +01:00" in found
    assert "recovered" in found


def test_the_decision_stands_for_each_event() -> None:
    found = flat(text(samples.log()))
    assert found.count("before TLT") == 1
    assert found.count("after TLT") == 1
    for day in (1, 3, 7):
        assert f"day {day}" in found
    assert "to decide" in text(samples.log((samples.event(1, "Fever", tlt="asked"),)))


def test_a_study_without_that_decision_has_no_column_for_it() -> None:
    lines = tuple(evolve(line, tlt="none") for line in samples.events())
    assert "TLT\n" not in text(samples.log(lines))
    assert "decision" not in text(samples.log(lines)).split("Drug columns")[0]


def test_boxes_of_drugs_tell_related_not_related_and_not_answered() -> None:
    one = samples.event(1, "Fever", related="xNA 0 0 NA NA")
    crossed = text(samples.log((one,))).count("☒")
    none = evolve(one, drugs=tuple(evolve(drug, related=False) for drug in one.drugs))
    assert text(samples.log((none,))).count("☒") == crossed - 1
    unanswered = evolve(one, drugs=tuple(evolve(drug, related=None) for drug in one.drugs))
    boxes = text(samples.log((unanswered,)))
    assert (
        boxes.count("☒") + boxes.count("□")
        == text(samples.log((one,))).count("☒") + text(samples.log((one,))).count("□") - 5
    )
    assert "Action: 0 dose not changed, NA not applicable." in text(samples.log())


def test_the_chosen_grade_is_black_and_an_absent_one_struck() -> None:
    def dark(grades: tuple[GradeSpan, ...], exists: tuple[bool, ...]) -> int:
        line = samples.event(1, "Fever", grades=grades, exists=exists)
        image = picture(printed(samples.log((line,)))[0])
        return sum(image.crop((720, 300, 870, 345)).histogram()[:128])

    all_five = (True,) * 5
    blank = dark((), all_five)
    assert dark((GradeSpan(2, "2026-03-10", ""),), all_five) > blank + 200
    assert dark((), (True, True, True, False, False)) > blank + 15


@pytest.mark.req("B09")
def test_corrections_stand_at_their_event_and_a_void_event_says_why() -> None:
    correction = Correction(
        (0, "AETERM"),
        "4: 1.1",
        "Event",
        "Lymphopenia",
        "Lymphocyte count decreased",
        "B. Sample",
        "nurse",
        "now",
        "Coded.",
    )
    lines = list(samples.events())
    lines[1] = evolve(lines[1], void="Recorded twice")
    found = text(samples.log(tuple(lines), corrections=(correction,)))
    assert "Lymphopenia" in found
    assert "Void: Recorded twice" in found
    assert "Fever" in found


def test_an_ongoing_event_and_one_without_an_end_are_told_apart() -> None:
    open_ended = {"end": "", "end_day": "", "outcome": ""}
    assert "ongoing" in text(samples.log((samples.event(1, "Fever", ongoing=True, **open_ended),), log_note=""))
    assert "ongoing" not in text(samples.log((samples.event(1, "Fever", ongoing=None, **open_ended),), log_note=""))


def test_partial_dates_and_seriousness_are_told() -> None:
    line = samples.event(
        1, "Sepsis", start="2026-03", start_day="", serious=True, seriousness=("hospitalisation", "life-threatening")
    )
    found = flat(text(samples.log((line,))))
    assert "UN-MAR-2026" in found
    assert "hospitalisation, life-" in found


def test_three_hundred_events_repeat_the_heads_and_lose_none() -> None:
    found = pages(samples.log(tuple(samples.event(n, f"Event{n}x") for n in range(1, 301))))
    assert len(found) < 60
    joined = " ".join(found)
    assert all(f"Event{n}x" in joined for n in range(1, 301))
    assert all("Related to the drug, action taken with it" in page for page in found)
    assert "End of the log" in found[-1]
    assert "300 events" in found[0]


def test_a_blank_log_has_empty_lines_with_all_boxes() -> None:
    sheet = evolve(samples.log((samples.event(1, "Fever"),)), fill="blank", attests=samples.TO_SIGN, log_note="")
    found = text(sheet)
    assert "Fever" not in found
    assert found.count("□") == 5 * (2 + 2 + 5 + 2)
    assert "☒" not in found
    assert len(pages(sheet)) == 1


def test_many_drugs_with_long_names_still_fit() -> None:
    drugs = tuple(
        DrugRelation(f"D{n}", "Verylongdrugnamumab", "Verylongdrugnamumab", True, "0", "dose not changed", True)
        for n in range(11)
    )
    line = evolve(
        samples.event(1, "Fever " + samples.words(20)), drugs=drugs, treatment="Antihydropneumoniatherapy " * 5
    )
    assert "Fever" in text(samples.log((line,), attests=()))


def test_a_grade_whose_day_nobody_entered_is_printed_and_says_so() -> None:
    spans = (GradeSpan(3, "", "<1.0"), GradeSpan(1, "2026-03-20", "<LLN"))
    found = flat(text(samples.log((samples.event(1, "Fever", start="", unknown=True, grades=spans),))))
    assert "its day isn’t entered" in found
    assert "from 20-MAR-2026" in found


def test_words_of_events_and_treatments_stay_whole() -> None:
    """Long ones take room from the event and the drugs; what is too long for that breaks at its hyphen or stroke."""
    given = (
        "Hydroxychloroquine; methylprednisolone 125 mg IV; piperacillin-tazobactam",
        "Sulfamethoxazole/trimethoprim",
    )
    lines = tuple(
        samples.event(n, "Hypertriglyceridaemia", verbatim="pseudohypoparathyroidism-like spells", treatment=one)
        for n, one in enumerate(given, 1)
    )
    found = text(samples.log(lines))
    for words in ("Hydroxychloroquine;", "methylprednisolone", "tazobactam", "Sulfamethoxazole/", "trimethoprim"):
        assert words in found
    assert "Hypertriglyceridaemia" in found
    assert "“pseudohypoparathyroidism-" in found


def test_names_of_few_drugs_stay_whole_and_of_many_break_with_a_hyphen() -> None:
    def named(*names: str) -> str:
        drugs = tuple(DrugRelation(one, one, one, True, "0", "dose not changed", True) for one in names)
        return text(samples.log((evolve(samples.event(1, "Fever"), drugs=drugs),)))

    few = ("Carboplatin", "Gemcitabine", "ALECSAT")
    assert all(one in named(*few) for one in few)
    many = named(*few, "Trastuzumab", "Fludarabine", "Pertuzumab", "Cyclophosphamide", "Melphalan", "Busulfan")
    assert re.search(r"Carb\w*-\s", many)
    assert "Carboplatin" not in many


def test_short_names_of_drugs_are_told_in_the_legend() -> None:
    line = samples.event(1, "Fever")
    drugs = tuple(evolve(drug, short=drug.code) for drug in line.drugs)
    found = flat(text(samples.log((evolve(line, drugs=drugs),))))
    assert (
        "Drug columns: CTX Cyclophosphamide, TRA Trastuzumab, PER Pertuzumab, IL2 Interleukin-2. Box crossed" in found
    )
    assert "Drug columns: Box crossed" in flat(text(samples.log((line,)))), "those that speak for themselves aren't"


def drawn(*bars: Bar, **more: Any) -> Sheet:
    """The log of the target picture with the same events by day under it."""
    lines = samples.events()
    given = [(1, -4, -2, 1), (2, 2, 3, 1), (3, 4, 8, 1), (4, 8, 15, 3), (4, 15, 22, 1), (5, 47, 49, 1)]
    known = tuple(Bar(number, first, last, grade, first, last) for number, first, last, grade in given)
    days = [(-4, "D-4"), (1, "D1"), (8, "D8"), (15, "D15"), (22, "D22")]
    doses = (DoseMark("CTX", -4, ""), DoseMark("NK", 2, ""), DoseMark("GONE", 3, ""))
    lanes = (("CTX", "Cyclophosphamide"), ("NK", "NK cells"))
    time = Timeline(lanes, doses, (*known, *bars), tuple(days), 60, (2, 29), "TLT period, 10 MAR – 06 APR")
    return evolve(samples.log(more.pop("lines", lines)), time=evolve(time, **more))


def test_a_picture_by_study_day_stands_under_the_log() -> None:
    found = flat(text(drawn()))
    _, picture_ = found.split("By study day")
    for words in (
        "Cyclophosphamide",
        "NK cells",
        "D-4",
        "D22",
        "TLT period, 10 MAR – 06 APR",
        "as of D60",
        "CTCAE grade",
    ):
        assert words in picture_
    for name in ("1 Nausea", "4 Lymphocyte count decreased", "5 Diarrhea"):
        assert name in picture_
    assert "as of D400 →" in flat(text(drawn(today=400)))
    assert "TLT period" not in flat(text(drawn(tlt=None))).split("By study day")[1]


def test_without_day_one_or_events_and_on_blank_paper_there_is_no_picture() -> None:
    assert "By study day" not in text(samples.log())
    assert "By study day" not in text(drawn(today=None))
    assert "By study day" not in text(drawn(lines=()))
    assert "By study day" not in text(evolve(drawn(), fill="blank"))


def darkness(sheet: Sheet) -> int:
    """How many dark dots the last page has."""
    data, done = printed(sheet)
    return sum(picture(data, page=done.pages - 1).histogram()[:100])


def test_grades_differ_by_their_grey_and_a_date_known_in_part_by_its_hatching() -> None:
    plain = darkness(drawn(Bar(1, 30, 40, 1, 30, 40)))
    assert darkness(drawn(Bar(1, 30, 40, 5, 30, 40))) > plain + 300
    assert text(drawn(Bar(1, 30, 40, 4, 41, 29))).count("4") == text(drawn(Bar(1, 30, 40, 4, 30, 40))).count("4")
    assert darkness(drawn(Bar(1, 30, 40, 4, 41, 29))) < darkness(drawn(Bar(1, 30, 40, 4, 30, 40)))


def test_an_ongoing_event_has_an_arrow_and_a_voided_one_is_struck() -> None:
    ended, going = drawn(Bar(1, 30, 60, 1, 30, 60)), drawn(Bar(1, 30, None, 1, 30, None))
    assert darkness(going) > darkness(ended)
    void = tuple(evolve(line, void="twice") if line.number == 5 else line for line in samples.events())
    assert "5 Diarrhea" in flat(text(drawn(lines=void))).split("By study day")[1]


def test_a_long_picture_goes_over_pages_with_doses_and_axis_on_each() -> None:
    lines = tuple(evolve(line, number=n + 1) for n, line in enumerate(samples.events() * 9))
    parts = [page for page in pages(drawn(lines=lines)) if "By study day" in page]
    assert len(parts) > 1
    assert all("Cyclophosphamide" in page and "D22" in page for page in parts)
    assert "By study day continued" in flat(parts[1])
    assert flat(" ".join(parts)).count("Fever") == 9


def test_the_head_names_the_version_and_an_event_what_was_said_when_it_was_asked_again() -> None:
    line = samples.event(1, "Fever", version="5.0", ongoing=True, end="", asked="2026-03-23", further="ASTCT grade: 2")
    found = flat(text(samples.log((line,))))
    assert "CTCAE 5.0" in found
    assert "still there 23-MAR-2026" in found
    assert "ASTCT grade: 2" in found


def test_a_finding_nobody_spoke_of_takes_the_room_of_who_and_when() -> None:
    """Forty events with a long sentence each were ten pages of notes."""
    sentence = "The event begins 16-MAR-2026, and no laboratory value supports it. Correct the start or confirm it."
    finding = PrintedFinding((1, "AETERM"), "1: 1.1", "Event", "X-01", sentence)

    def lines_of(one: PrintedFinding) -> int:
        found = text(samples.log((samples.event(1, "Fever"),), findings=(one,)))
        return found.split("X-01: The event")[1].partition("confirm it.")[0].count("\n")

    told = evolve(finding, who="B. Sample", role="nurse", at="05-MAR-2026 10:00 +01:00", reason="So it was.")
    assert lines_of(finding) < lines_of(told)
