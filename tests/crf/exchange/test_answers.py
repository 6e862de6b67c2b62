"""Every item on paper: answered, blank, missing, not asked, corrected, void; on blank forms boxes and lines."""

from __future__ import annotations

import pytest
from attrs import evolve

from crf.exchange.pages import marks
from crf.exchange.pages.answers import stroke_pattern
from crf.exchange.pages.sheets import Sheet
from crf.forms.layout import LogLine, Option, Row, Section
from crf.forms.record import Answer
from tests.crf.exchange import samples
from tests.crf.exchange.reading import columns, dark, flat, pages, picture, printed, text

NOTES = (62.36 + 26, 62.36 + 110, 62.36 + 238, 62.36 + 344, 595.28 - 51)  # item, what, who and when, why


@pytest.mark.req("B04")
@pytest.mark.parametrize("sheet", [samples.completed(), samples.blank()], ids=["completed", "blank"])
def test_every_item_is_printed_with_number_and_question(sheet: Sheet) -> None:
    found = flat(text(sheet))
    for section in sheet.page.sections:
        assert f"{section.number} {section.name}" in found
        assert section.id in found
        for row in section.rows:
            assert f"{row.number} {row.fields[0].question}" in found
            for field in row.fields[1:]:
                assert field.question in found


@pytest.mark.req("B04")
def test_blank_not_done_and_not_asked_are_told_apart() -> None:
    lines = text(samples.states()).splitlines()
    by_number = {line.split(" ")[0]: line for line in lines}
    assert by_number["1.1"] == "1.1 Never answered mg"
    assert by_number["1.2"].count("☒") == 1
    assert by_number["1.2"].count("□") == 2
    assert all(code in by_number["1.2"] for code in ("ND", "NA", "UNK"))
    assert "— not asked" in by_number["1.5"]


@pytest.mark.req("B09")
def test_a_value_kept_although_no_longer_asked_is_printed() -> None:
    assert "not asked but kept: old words" in text(samples.states())


def test_all_choices_are_printed_and_the_chosen_ones_crossed() -> None:
    found = text(samples.states())
    assert found.count("☒ Grade 2") == 1
    assert all(f"□ Grade {n}" in found for n in (0, 1, 3, 4, 5))
    assert "☒ Grade 1" in found
    assert "☒ Grade 3" in found


@pytest.mark.req("B05")
def test_codes_units_and_ranges_stand_beside_the_answer() -> None:
    found = text(samples.states(), samples.completed())
    assert "Corrected twice 30 to 250" in found
    assert "☒ Intravenous IV" in found
    assert "163.0 cm" in found


def test_a_choice_that_is_no_longer_offered_is_printed_as_it_stands() -> None:
    line = next(line for line in text(samples.states()).splitlines() if line.startswith("1.8"))
    assert line.endswith("MAYBE")
    assert line.count("□") == 2


def test_a_default_nobody_saved_is_not_printed() -> None:
    assert "proposed words" not in text(samples.states())


@pytest.mark.req("B09")
@pytest.mark.req("B10")
def test_a_correction_shows_old_value_new_value_who_when_and_why() -> None:
    assert "CY-4417 CY-4471 a" in text(samples.completed())
    item, what, who, why = columns(samples.completed(), edges=NOTES)
    assert "2.1 Lot or batch number" in item
    assert "Corrected: was CY-4417, now CY-4471." in what
    assert "B. Sample, study nurse 05-MAR-2026 16:42 +01:00" in who
    assert "Typing error; vial label and pharmacy log read CY-4471." in why


@pytest.mark.req("B09")
def test_each_of_several_corrections_keeps_its_old_value_and_letter() -> None:
    found = flat(text(samples.states()))
    assert "60 70 80 kg a b" in found
    assert "Corrected: was 60, now 70." in found
    assert "Corrected: was No, now Yes." in found
    assert "Corrected: was blank, now now." in found


@pytest.mark.req("B09")
def test_the_old_value_is_struck_and_the_new_one_is_not() -> None:
    sheet = samples.completed()
    struck = picture(printed(sheet)[0])
    plain = picture(printed(evolve(sheet, corrections=()))[0])
    rows = [
        y
        for y in range(struck.height)
        if _long_dark_run(struck, y, 654, 700) and not _long_dark_run(plain, y, 654, 700)
    ]
    assert rows


def _long_dark_run(image: object, y: int, first: int, last: int) -> bool:
    return all(image.getpixel((x, y)) < 160 for x in range(first, last))  # type: ignore[attr-defined]


def test_letters_follow_the_order_of_the_items() -> None:
    swapped = evolve(samples.states(), corrections=samples.states().corrections[::-1])
    found = flat(text(swapped))
    assert found.index("1.3 Corrected twice Corrected: was") < found.index("1.4 Choice corrected Corrected: was")


def test_letters_go_on_after_z() -> None:
    assert [marks.letters(n) for n in (0, 25, 26, 27, 701, 702)] == ["a", "z", "aa", "ab", "zz", "aaa"]


@pytest.mark.req("B12")
def test_an_open_finding_says_that_it_is_open_and_a_confirmed_one_why() -> None:
    assert "Open: neither corrected nor confirmed yet." in columns(samples.states(), edges=NOTES)[3]
    _, what, _, why = columns(samples.completed(), edges=NOTES)
    assert "CTX-14: ST-07 not delegated to give study drug on this day. Confirmed." in what
    assert "Trained 04-MAR-2026; the delegation log was signed one day late." in why


@pytest.mark.req("B19")
def test_derived_values_are_marked_and_show_how_they_come_about() -> None:
    found = text(samples.completed())
    assert "Body surface area, Mosteller ƒ 1.695623 m² √(163.0 cm × 63.5 kg ÷ 3600)" in found
    assert "+0.26 % of planned (±5 %)" in found


def test_a_time_shows_its_offset_and_date_and_time_share_a_line() -> None:
    found = text(samples.completed(), samples.states())
    assert "Weight measured on 05-MAR-2026 07:40 +01:00" in found
    assert "05-MAR-2026 07:40:10 +01:00" in found
    signed = samples.item("1.1", "DAT", "Consent signed", "date", "12-FEB-2026", aside="D-25")
    clock = samples.item("1.1", "TIM", "Time of consent", "time", "10:20", aside="+01:00", missing=("UNK",))
    lines = text(_rows(samples.one(signed, clock))).splitlines()
    assert any("Time of consent 10:20 +01:00" in line for line in lines)  # never torn from its offset


def test_a_void_form_says_why_on_its_first_page_and_stays_readable() -> None:
    sheet = samples.states()
    void = evolve(sheet, page=evolve(sheet.page, void="Entered for the wrong subject."))
    found = pages(void)
    assert "Void: Entered for the wrong subject." in found[0]
    assert all("Void" in page for page in found)
    assert "80 kg" in found[0]


@pytest.mark.parametrize("style", ["table", "cards"])
def test_a_void_line_keeps_its_values_and_says_why(style: str) -> None:
    found = text(samples.repeating(style))
    assert found.count("ondansetron") == 3
    assert found.count("Void: entered twice") == 1
    sheet = samples.repeating(style)
    section = sheet.page.sections[0]
    kept = evolve(section, lines=tuple(evolve(line, void="") for line in section.lines))
    rows = (120, 200, 1100, 760)
    assert dark(printed(sheet)[0], rows) > dark(printed(evolve(sheet, page=samples.page(kept)))[0], rows) + 400


@pytest.mark.req("B04")
@pytest.mark.parametrize("style", ["table", "cards"])
def test_a_repeating_section_prints_every_question_also_without_lines(style: str) -> None:
    filled = samples.repeating(style)
    for sheet in (filled, samples.repeating(style, "blank")):
        found = flat(text(sheet))
        for field in filled.page.sections[0].columns:
            assert field.question in found
    assert text(samples.repeating(style, "blank")).count("□ IU") == 6
    none = flat(text(samples.repeating(style, count=0)))
    assert "No line recorded." in none
    assert all(field.question in none for field in filled.page.sections[0].columns)


@pytest.mark.req("B05")
def test_codes_of_long_choices_are_told_below_their_table() -> None:
    found = text(samples.panel())
    assert "☒ NCS" in found
    assert "1.6 Out of range? N = No, NCS = Not clinically significant, CS = Clinically significant." in found


def test_a_correction_in_a_line_names_the_line_as_it_is_numbered() -> None:
    sheet = samples.repeating()
    section = sheet.page.sections[0]
    lines = tuple(
        evolve(line, line=line.line + 40, fields=tuple(evolve(one, line=line.line + 40) for one in line.fields))
        for line in section.lines
    )
    correction = evolve(
        samples.completed().corrections[0], where=(43, "CMTRT"), number="1.1", question="Medication", old="ondasetron"
    )
    moved = evolve(sheet, page=evolve(sheet.page, sections=(evolve(section, lines=lines),)), corrections=(correction,))
    assert "1.1 Medication, line 3" in columns(moved, edges=NOTES)[0]
    assert "ondasetron ondansetron a" in flat(text(moved))


def test_a_blank_form_says_when_an_item_is_asked_and_how_a_date_is_written() -> None:
    found = text(samples.blank())
    assert "1.2 If no, why not? asked if 1.1 is No" in found
    assert "dd-mmm-yyyy" in found
    assert "hh:mm" in found
    assert "☒" not in found


def test_a_field_asked_for_one_choice_stands_beside_it() -> None:
    lines = text(samples.blank()).splitlines()
    assert any("□ Adverse event AE event line" in line for line in lines)
    assert any("□ Other OTH specify" in line for line in lines)


@pytest.mark.parametrize(
    ("kind", "more", "pattern"),
    [
        ("date", {}, "99-AAA-9999"),
        ("time", {}, "99:99"),
        ("time", {"seconds": True}, "99:99:99"),
        ("datetime", {}, "99-AAA-9999  99:99"),
        ("integer", {"width": 3}, "999"),
        ("decimal", {"width": 5, "decimals": 1}, "999.9"),
        ("decimal", {"width": 8, "decimals": 6}, "9.999999"),
        ("integer", {"width": 40}, ""),
        ("text", {"pattern_example": "PH-02"}, "99-99"),
        ("text", {"pattern_example": "PH-02", "lines": 3}, ""),
        ("text", {"pattern_example": "a, b"}, ""),
        ("text", {}, ""),
        ("term", {}, ""),
    ],
)
def test_strokes_to_write_on_follow_the_item(kind: str, more: dict[str, object], pattern: str) -> None:
    assert stroke_pattern(samples.item("1.1", "X", "Question", kind, **more)) == pattern


def test_several_units_are_offered_as_boxes_on_a_blank_form() -> None:
    field = samples.item("1.1", "DOSE", "Dose", "decimal", unit="IU", units=("IU", "million IU"), width=9)
    found = text(samples.plain([field], "blank"))
    assert "□ IU" in found
    assert "□ million IU" in found


def test_an_instruction_row_and_the_items_of_a_dose_sum_are_printed() -> None:
    fields = (
        samples.item("1.2", "HEIGHT", "Height", "decimal", "163.0", unit="cm"),
        samples.item("1.3", "BSA", "Body surface", "decimal", "1.7"),
    )
    rows = (Row((), "note", "Give premedication first.", "1.1"), Row(fields, "sum", number="1.2"))
    section = Section("ANY", "1", "Items", rows)
    found = text(evolve(samples.plain([]), page=samples.page(section)))
    assert "1.1 Give premedication first." in found
    assert "1.2 Height 163.0 cm" in found
    assert "1.3 Body surface 1.7" in found


def test_a_choice_whose_words_are_long_goes_over_lines_in_full() -> None:
    long = tuple(Option(str(n), f"Choice {n} " + samples.words(25, f"w{n}x")) for n in range(3))
    found = flat(text(samples.plain([samples.choice("1.1", "L", "Long choices", long, "1")])))
    for option in long:
        assert option.text in found


def test_missing_codes_of_a_further_field_stand_at_its_line() -> None:
    first = samples.item("1.1", "DAT", "Start", "date", "05-MAR-2026", aside="D-4, window 04-MAR-2026 to 06-MAR-2026")
    clock = samples.item("1.1", "TIM", "Start time", "time", "10:00", aside="+01:00", missing=("ND", "UNK"))
    unknown = evolve(clock, text="Unknown", answer=Answer(missing="UNK"), aside="")
    for field, crossed, empty in ((clock, 0, 2), (unknown, 1, 1)):
        found = text(_rows(samples.one(first, field)))
        assert (found.count("☒"), found.count("□")) == (crossed, empty)
    full = evolve(clock, kind="text", text="words that fill all of their line", aside="")
    assert text(_rows(samples.one(first, full))).count("□") == 0
    assert text(_rows(samples.one(first, evolve(full, text="", answer=Answer(missing="ND"))))).count("☒") == 1
    assert text(_rows(samples.one(first, full), fill="blank")).count("□") == 2
    lines = text(_rows(samples.one(evolve(first, aside=""), clock), fill="blank")).splitlines()
    assert any(line.startswith("Start time :") for line in lines)


def _rows(*rows: Row, fill: str = "completed") -> Sheet:
    return evolve(samples.plain([], fill), page=samples.page(Section("ANY", "1", "Items", rows)))


def test_conditions_of_further_fields_are_told_unless_the_choice_beside_them_tells() -> None:
    yes = samples.choice("1.1", "GIVEN", "Given?", samples.NY, condition="asked if 1.0 is Yes")
    beside = samples.item("1.1", "WHY", "why", condition="asked if 1.1 is Yes", hint="in words")
    other = samples.item("1.1", "WHO", "who", condition="asked if 9.9 is blank", derived=True, range="1 to 9")
    same = samples.item("1.1", "TOO", "too", condition="asked if 1.0 is Yes")
    found = flat(text(_rows(samples.one(yes, beside, other, same), fill="blank")))
    for words in ("asked if 1.0 is Yes, why: in words, who: asked if 9.9 is blank", "who ƒ", "1 to 9"):
        assert words in found
    assert found.count("asked if") == 2


def test_choices_fill_the_line_columns_or_lines_of_their_own() -> None:
    short = tuple(Option(f"{n}", f"Level {n}") for n in range(9))
    lines = text(samples.plain([samples.choice("1.1", "L", "Level", short)], "blank")).splitlines()
    assert [line.count("□") for line in lines if "Level" in line] == [3, 3, 3]
    none = samples.choice("1.2", "NONE", "No choices defined", ())
    single = samples.choice("1.3", "ONE", "Confirmed", samples.NY[:1])
    found = text(samples.plain([none, single], "blank"))
    assert "1.2 No choices defined" in found
    assert "□ No N" in found


def test_a_choice_beside_another_field_stands_on_its_line_or_below() -> None:
    unit = samples.choice("1.1", "UNIT", "unit", (Option("mg", "mg"), Option("g", "g")), "g")
    many = samples.choice("1.1", "MANY", "reason", tuple(Option(str(n), f"Reason number {n}") for n in range(4)), "2")
    lines = text(_rows(samples.one(samples.item("1.1", "DOSE", "Dose", "decimal", "5"), unit, many))).splitlines()
    assert any("5 unit □ mg ☒ g" in line for line in lines)
    assert any("☒ Reason number 2" in line and "5 unit" not in line for line in lines)


def test_long_asides_units_and_codes_go_to_lines_of_their_own() -> None:
    long = samples.words(40, "aside")
    field = samples.item("1.1", "A", "Question", "decimal", "5", unit="a unit with a very long name indeed", aside=long)
    coded = samples.choice(
        "1.2", "B", "Coded", (Option("A-VERY-LONG-CODE-OF-A-CHOICE", "A choice whose words fill the line"),) * 2
    )
    for fill in ("completed", "blank"):
        found = flat(text(samples.plain([field, coded], fill)))
        assert long in found
        assert found.count("A-VERY-LONG-CODE-OF-A-CHOICE") == 2


def test_a_missing_code_that_is_no_longer_allowed_is_still_printed() -> None:
    field = evolve(samples.item("1.1", "X", "Question"), answer=Answer(missing="NA"), text="Not applicable")
    assert "1.1 Question NA" in text(samples.plain([field]))


def test_missing_codes_in_a_table_and_its_many_choices() -> None:
    sheet = samples.repeating(count=1)
    section = sheet.page.sections[0]
    many = tuple(Option(f"U{n}", f"Unit {n}") for n in range(7))
    columns = tuple(evolve(one, options=many) if one.item == "CMDOSU" else one for one in section.columns)
    fields = list(section.lines[0].fields)
    fields[2] = evolve(fields[2], options=many, answer=Answer("U5"), text="Unit 5")
    fields[4] = evolve(fields[4], answer=Answer(missing="UNK"), text="Unknown")
    fields[5] = evolve(fields[5], answer=Answer(missing="UNK"), text="Unknown")
    changed = evolve(section, columns=columns, lines=(evolve(section.lines[0], fields=tuple(fields)),))
    found = text(evolve(sheet, page=samples.page(changed)))
    assert "☒ U5" in found
    assert found.count("☒ UNK") == 2
    assert "1.3 Unit U0 = Unit 0, U1 = Unit 1" in found


def test_a_table_too_wide_for_the_page_becomes_cards() -> None:
    columns = tuple(samples.item(f"1.{n}", f"C{n}", f"Question{n}", width=30) for n in range(14))
    section = Section("WIDE", "1", "Wide", columns=columns, style="table", blank_lines=2)
    for fill, words in (("blank", "Line 2"), ("completed", "Asked for each line: 1.0 Question0, 1.1 Question1")):
        assert words in flat(text(evolve(samples.plain([], fill), page=samples.page(section))))


def test_cards_keep_fields_on_one_line_that_belong_there() -> None:
    fields = (
        samples.item("1.1", "DAT", "Start", "date", "05-MAR-2026"),
        samples.item("1.1", "TIM", "at", "time", "10:00", beside=True),
    )
    section = Section("CARD", "1", "Cards", columns=fields, lines=(LogLine(1, "1", fields),), style="cards")
    assert "1.1 Start 05-MAR-2026 at 10:00" in text(evolve(samples.plain([]), page=samples.page(section)))


def test_a_card_of_a_whole_form_has_the_headings_of_its_sections() -> None:
    fields = (
        samples.item("1.1", "DAT", "Start", "date", "05-MAR-2026"),
        samples.item("2.1", "WHO", "Who", text="DR-03"),
    )
    lines = (LogLine(1, "1", fields, parts=(("1", "Report"), ("2", "Sender"))),)
    section = Section("CARD", "", "Cards", columns=fields, lines=lines, style="cards")
    found = flat(text(evolve(samples.plain([]), page=samples.page(section))))
    assert "Line 1 1 Report 1.1 Start 05-MAR-2026 2 Sender 2.1 Who DR-03" in found
