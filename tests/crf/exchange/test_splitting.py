"""How forms go over pages: nothing lost, nothing torn, heads repeated, nothing printed over something else."""

from __future__ import annotations

import re

import pytest
from attrs import evolve

from crf.exchange.pages.paginate import paginate
from crf.exchange.pages.press import Strip
from crf.forms.events import GradeSpan
from tests.crf.exchange import samples
from tests.crf.exchange.reading import flat, overlaps, pages, printed, text


def strip(height: float, name: str, keep: bool = False, carry: tuple[Strip, ...] = (), foot: bool = False) -> Strip:
    return Strip(height, name, keep, carry, foot)


def names(strips: list[Strip], room: float = 100.0, floor: float = 110.0) -> list[list[str]]:
    found = paginate(strip(20, "title"), strip(10, "again"), strips, room, floor)
    return [[one.ops for _, one in page] for page in found]


def test_what_belongs_together_goes_to_the_next_page_together() -> None:
    head = strip(20, "head", keep=True)
    assert names([strip(50, "a"), head, strip(20, "b")]) == [["title", "a"], ["again", "head", "b"]]


def test_a_page_that_goes_on_repeats_the_heads_it_carries() -> None:
    carry = (strip(5, "heading"), strip(5, "columns"))
    rows = [strip(40, f"r{n}", carry=carry) for n in range(3)]
    assert names(rows) == [["title", "r0", "r1"], ["again", "heading", "columns", "r2"]]


def test_more_than_a_page_that_belongs_together_is_broken_all_the_same() -> None:
    rows = [strip(40, f"r{n}", keep=True) for n in range(5)]
    assert [len(page) for page in names(rows)] == [3, 3, 2]


def test_a_foot_stands_at_the_floor_and_takes_the_last_row_along() -> None:
    rows = [strip(30, "a"), strip(40, "b", keep=True), strip(30, "foot", foot=True)]
    found = paginate(strip(20, "title"), strip(10, "again"), rows, 100.0, 110.0)
    assert [[one.ops for _, one in page] for page in found] == [["title", "a"], ["again", "b", "foot"]]
    assert found[1][-1][0] == 80.0


@pytest.mark.req("B04")
def test_no_word_of_a_long_comment_is_lost() -> None:
    words = samples.words(4000)
    found = text(samples.plain([samples.item("1.1", "X", "Comment", text=words)]))
    assert re.findall(r"word\d+", found) == words.split()


def test_a_megabyte_five_thousand_lines_and_a_word_without_spaces_are_printed() -> None:
    sheet = samples.plain(
        [
            samples.item("1.1", "A", "Megabyte", text="x" * 1_000_000),
            samples.item("1.2", "B", "Lines", text="\n".join(f"line{n}" for n in range(5000))),
        ]
    )
    found = pages(sheet)
    joined = "".join(found)
    assert joined.count("x") - joined.count("fixed") >= 1_000_000
    assert all(f"line{n}" in joined for n in range(0, 5000, 7))
    assert "1.1 Megabyte continued" in found[1]


@pytest.mark.parametrize("fill", ["completed", "blank"])
def test_a_long_form_repeats_title_and_section_on_its_pages(fill: str) -> None:
    fields = [samples.item(f"1.{n}", f"I{n}", f"Item number {n}", text=f"value{n}") for n in range(1, 121)]
    found = pages(samples.plain(fields, fill))
    assert len(found) > 2
    for page in found[1:]:
        assert "Any form continued" in page
        assert "1 Items continued" in page
    for n in range(1, 121):
        assert flat(" ".join(found)).count(f"1.{n} Item number {n} ") == 1


def test_a_section_heading_keeps_two_rows_and_the_last_two_rows_stay_together() -> None:
    for count in range(20, 45):
        first = [samples.item(f"1.{n}", f"A{n}", f"First {n}", text="x") for n in range(1, count)]
        second = [samples.item(f"2.{n}", f"B{n}", f"Second {n}", text="x") for n in range(1, 5)]
        further = evolve(samples.plain(second).page.sections[0], number="2", name="Further")
        both = samples.page(samples.plain(first).page.sections[0], further)
        found = pages(evolve(samples.plain([]), page=both, attests=()))
        for page in found:
            assert ("2 Further ANY" in page) <= ("2.2 Second 2" in page)
            assert ("2.4 Second 4" in page) == ("2.3 Second 3" in page)


def test_a_form_that_ends_near_the_foot_takes_a_row_to_the_page_of_its_signatures() -> None:
    for count in range(25, 45):
        found = pages(samples.plain([samples.item(f"1.{n}", f"I{n}", f"Item {n}", text="x") for n in range(1, count)]))
        signed = next(page for page in found if "Signed by the investigator" in page)
        assert f"1.{count - 1} Item {count - 1}" in signed


def test_a_table_repeats_its_heads_on_every_page() -> None:
    found = pages(samples.repeating(count=60))
    assert len(found) > 2
    for page in found:
        assert "1.1 Medication 1.2 Dose" in page
    assert flat(" ".join(found)).count("ondansetron") == 60


def test_cards_repeat_their_line_number() -> None:
    found = pages(samples.repeating("cards", count=20))
    numbers = re.findall(r"Line (\d+)\n", "\n".join(found))
    assert numbers == [str(n) for n in range(1, 21)]


def test_many_notes_go_over_pages_with_their_heads() -> None:
    sheet = samples.states()
    long = evolve(sheet.corrections[0], reason=samples.words(1500, "reason"))
    found = pages(evolve(sheet, corrections=(long, *sheet.corrections * 30)))
    joined = " ".join(found)
    assert set(re.findall(r"reason\d+", joined)) == set(samples.words(1500, "reason").split())
    assert all("Who and when" in page for page in found[1:])


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_nothing_is_printed_over_something_else(paper: str) -> None:
    sheets = [samples.completed(), samples.blank(), samples.states(), samples.log(), samples.log((), fill="blank")]
    sheets += [
        samples.repeating(),
        samples.repeating("cards"),
        samples.panel(),
        samples.panel("blank"),
        *samples.awkward(),
    ]
    odd = samples.event(
        1,
        "Gastrointestinal disorders - Other, specify",
        soc="General disorders and administration site conditions",
        start_time="10:00 +01:00",
        end_time="11:00 +01:00",
        outcome="Recovered with sequelae described elsewhere",
        grades=tuple(GradeSpan(grade, "2026-03-10", samples.words(30)) for grade in (2, 3)),
        serious=True,
        seriousness=("hospitalisation", "life-threatening"),
        treatment="drug, other, " + samples.words(5),
    )
    at = samples.completed().corrections[0]
    notes = tuple(evolve(at, number=f"1: 1.{n}") for n in range(1, 5))
    sheets += [samples.log((odd,), corrections=notes), samples.log((evolve(odd, void="Entered twice"),))]
    spans = tuple(GradeSpan(grade, "2026-03-10", samples.words(30)) for grade in (3, 2, 1))
    brief = evolve(odd, term="Fever", verbatim="hot", soc="General", end_time="", outcome="Recovered", grades=spans)
    signed = tuple(evolve(one, meaning=samples.words(40), role=samples.words(20)) for one in samples.ATTESTS)
    sheets += [samples.log((brief,)), evolve(samples.completed(), attests=signed + samples.ATTESTS)]
    data, _ = printed(*sheets, paper=paper)
    assert overlaps(data) == []
