"""What edit checks say: ranges, missing, future, withdrawn choices, the definition's own, confirmations that end."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from crf.forms.checks import lines_of
from crf.forms.record import BLANK, Answer, Draft, Edit, Finding, Place, Record, Step
from crf.study.model import Check, Choice, CodeList, Item, Number
from crf.text import tell
from tests.crf.forms.small import HERE, NOW, ZONE, checks, finding, form, group, record, step, study

OTHER = Place("V2", "G")


def one(item: Item, raw: str, **more: Any) -> Step:
    """A form of one item with a text typed in it."""
    return step(study(form(item)), record(), Edit(0, item.id, raw), **more)


@pytest.mark.req("PA-042")
@pytest.mark.parametrize(("raw", "out"), [("1", False), ("100", False), ("0", True), ("101", True), ("-5", True)])
def test_both_ends_belong_to_a_range(raw: str, out: bool) -> None:
    assert checks(one(Item("N", "Count", "integer", low="1", high="100"), raw)) == (["range N"] if out else [])


@pytest.mark.req("PA-044")
@pytest.mark.parametrize(
    ("item", "inside", "outside", "ends"),
    [
        (Item("X", "X", "decimal", low="1.5", high="2.5", unit="mg"), ("1,5", "2.50"), ("1,49", "2,51"),
        "1.5–2.5 mg"),
        (Item("X", "X", "date", low="2026-01-01", high="2026-02-28"), ("1.1.2026", "28.2.2026"),
        ("31.12.2025", "1.3.2026"), "01-JAN-2026 – 28-FEB-2026"),
        (Item("X", "X", "time", low="08:00", high="17:30"), ("8:00", "17:30"), ("7:59", "17:31"), "08:00 – 17:30"),
        (Item("X", "X", "time", low="08:00", high="17:30", seconds=True), ("8:00", "17:30:00"),
        ("7:59:59", "17:30:01"), "08:00 – 17:30"),
        (Item("X", "X", "datetime", low="2026-03-01T10:00", high="2026-03-02T12:00"),
        ("1.3.2026 10:00", "2.3.2026 12:00"),
         ("1.3.2026 9:59", "2.3.2026 12:01"), "01-MAR-2026 10:00 – 02-MAR-2026 12:00"),
        (Item("X", "X", "datetime", low="2026-03-01", high="2026-03-02"), ("1.3.2026 0:00", "2.3.2026 23:59"),
        ("28.2.2026 23:59", "3.3.2026 0:00"),
         "01-MAR-2026 – 02-MAR-2026"),
    ],
)  # fmt: skip
def test_a_value_outside_its_range_is_stored_with_a_finding_that_names_both_ends(
    item: Item, inside: tuple[str, ...], outside: tuple[str, ...], ends: str
) -> None:
    assert [checks(one(item, raw)) for raw in inside] == [[], []]
    for raw in outside:
        done = one(item, raw)
        assert not done.record.answer("X").blank
        assert (checks(done), done.status) == (["range X"], "findings")
        assert f"lies outside {ends}" in str(done.findings[0].message)


@pytest.mark.parametrize(
    ("item", "ends"),
    [
        (Item("X", "X", "decimal", low="0.5", unit="mg"), "≥ 0.5 mg"), (Item("X", "X", "integer", high="40000"),
        "≤ 40\u00a0000"),
        (Item("X", "X", "integer", low="-5", high="5"), "−5 – 5"),
    ],
)  # fmt: skip
def test_a_range_may_be_open_at_one_end(item: Item, ends: str) -> None:
    assert f"lies outside {ends}." in str(one(item, "-99" if item.low else "99999").findings[0].message)
    assert checks(one(item, "1")) == []


def test_a_partial_date_is_outside_only_where_it_certainly_is() -> None:
    onset = Item("X", "X", "date", partial=True, low="2026-02-10", high="2026-02-20")
    assert checks(one(onset, "UN-FEB-2026")) == []
    assert checks(one(onset, "UN-JAN-2026")) == checks(one(onset, "2025")) == ["range X"]


def test_a_derived_value_has_its_range_too() -> None:
    done = step(
        study(form(Item("A", "A", "decimal"), Item("X", "X", "decimal", method="A * 2", high="10"))),
        record(),
        Edit(0, "A", "6"),
    )
    assert checks(done) == ["range X"]


@pytest.mark.req("PA-100")
@pytest.mark.parametrize("kind", ["decimal", "date"])
def test_a_missing_code_is_answer_enough_and_silences_the_range(kind: Any) -> None:
    item = Item("X", "X", kind, low="2026-01-01" if kind == "date" else "1", missing=("UNK",))
    done = step(study(form(item)), record(), Edit(0, "X", missing="UNK"))
    assert (checks(done), done.status) == ([], "complete")


@pytest.mark.req("PA-046")
def test_a_required_item_left_blank_is_missing() -> None:
    items = (
        Item("A", "A", "text"),
        Item("B", "First name?", "text"),
        Item("C", "C", "text", required=False),
        Item("D", "D", "note"),
    )
    done = step(study(form(*items)), record(), Edit(0, "A", "x"))
    assert [(one.check, one.item, one.level, str(one.message)) for one in done.findings] == [
        ("required", "B", "missing", "First name?: not answered yet.")
    ]
    assert done.status == "incomplete"


def test_a_form_not_begun_lacks_nothing() -> None:
    assert step(study(form(Item("A", "A", "text"))), record()).findings == ()


def test_a_draft_has_its_fault_and_nothing_else() -> None:
    item = Item("N", "N", "integer", high="10")
    done = step(study(form(item, Item("T", "T", "text"))), record(N="50", T="x"), Edit(0, "N", "many"))
    assert [(one.check, one.level) for one in done.findings] == [("hard", "hard")]
    assert done.record.answer("N") == Answer("50")


def test_a_draft_without_a_fault_says_nothing() -> None:
    done = step(study(form(Item("N", "N", "integer"))), evolve(record(), drafts={(0, "N"): Draft("5")}))
    assert (done.findings, done.status) == ((), "draft")


@pytest.mark.parametrize(
    ("item", "raw", "ahead"),
    [
        (Item("X", "X", "date"), "5.3.2026", False), (Item("X", "X", "date"), "6.3.2026", True),
        (Item("X", "X", "date", future=True), "6.3.2026", False),
        (Item("X", "X", "date", partial=True), "UN-MAR-2026", False), (Item("X", "X", "date", partial=True),
        "UN-APR-2026", True),
        (Item("X", "X", "date", partial=True), "2026", False), (Item("X", "X", "date", partial=True), "2027", True),
        (Item("X", "X", "datetime"), "5.3.2026 15:42", False), (Item("X", "X", "datetime"), "5.3.2026 15:43", True),
        (Item("X", "X", "datetime", partial=True), "5.3.2026", False), (Item("X", "X", "datetime", partial=True),
        "6.3.2026", True),
    ],
)  # fmt: skip
def test_a_day_that_certainly_lies_ahead_is_told(item: Item, raw: str, ahead: bool) -> None:
    assert checks(one(item, raw)) == (["future X"] if ahead else [])


def test_the_days_are_those_of_the_site() -> None:
    late = datetime(2026, 3, 6, 0, 30, tzinfo=ZoneInfo(ZONE))
    assert late.astimezone(ZoneInfo("UTC")).day == 5
    assert checks(one(Item("X", "X", "date"), "6.3.2026", now=late)) == []


@pytest.mark.req("PA-065")
def test_choices_withdrawn_by_another_answer_stay_with_one_finding() -> None:
    many = Item("M", "Which?", "choices", codelist="CODES", offer='Q != "Y" or CHOICE = "B"')
    of = study(form(Item("Q", "Q", "choice", codelist="NY"), many))
    done = step(of, record(Q="N"), Edit(0, "M", "0030|9..9|B"))
    assert checks(done) == []
    gone = step(of, done.record, Edit(0, "Q", "Y"))
    assert [(one.check, one.rests) for one in gone.findings] == [("withdrawn", "0030|9..9")]
    assert str(gone.findings[0].message).startswith("Which?: Thirty, Nines is no longer offered")
    assert gone.record.answer("M").value == "0030|9..9|B"
    assert checks(step(of, gone.record, Edit(0, "Q", ""))) == ["required Q"]


LIMIT = Check("C-1", "B", "B > A * most", "{B} is more than {most} of {A}: {share} of it, {word}, {none}.", "deviation",
              values={"share": "percent(B, A)", "none": "last(G.X)"})  # fmt: skip


def limited(*more: Item, check: Check = LIMIT) -> Any:
    items = (
        Item("A", "A", "decimal", unit="mg"),
        Item("B", "B", "decimal", unit="mg"),
        Item("word", "Word", "text", required=False),
        *more,
    )
    other = form(Item("X", "X", "decimal", required=False), id="G")
    return study(form(*items, checks=(check,), numbers={"most": Number("110", "here", "%")}), other)


def test_a_check_of_the_definition_says_what_it_found() -> None:
    done = step(limited(), record(A="1000"), Edit(0, "B", "1100"))
    assert checks(done) == []
    done = step(limited(), done.record, Edit(0, "B", "1200.5"))
    found = finding(done, "C-1")
    assert (found.item, found.level, found.line) == ("B", "deviation", 0)
    assert str(found.message) == "1200.5 mg is more than 110 % of 1000 mg: +20.05 % of it, –, –."
    assert done.status == "findings"


def test_a_sentence_shows_blanks_missing_codes_and_numbers_of_the_study() -> None:
    check = Check("C-1", "B", "not known(A) and B > 0", "{A} and {B}, {days}.")
    of = evolve(
        limited(Item("C", "C", "text", required=False), check=check), numbers={"days": Number("7", "here", "d")}
    )
    assert str(finding(step(of, record(B="5")), "C-1").message) == "– and 5 mg, 7 d."
    assert str(finding(step(of, record(A=Answer(missing="UNK"), B="5")), "C-1").message) == "Unknown and 5 mg, 7 d."


def confirm(done: Step, check: str) -> Record:
    """The record with a finding confirmed."""
    found = finding(done, check)
    return evolve(done.record, confirmed={(found.line, f"{found.check}:{found.item}"): (found.rests, "as measured")})


def test_a_confirmed_finding_stays_confirmed_while_its_values_stay() -> None:
    of = limited()
    done = step(of, record(A="1000", B="1200"))
    quiet = step(of, confirm(done, "C-1"))
    assert (finding(quiet, "C-1").confirmed, quiet.status) == ("as measured", "complete")
    assert step(of, quiet.record, Edit(0, "word", "other")).status == "complete"
    changed = step(of, quiet.record, Edit(0, "B", "1300"))
    assert (finding(changed, "C-1").open, changed.status) == (True, "findings")
    assert not finding(step(of, changed.record, Edit(0, "B", "1200")), "C-1").open


def test_a_confirmation_ends_with_a_value_of_another_form() -> None:
    check = Check("C-1", "B", "B > last(G.X)", "More than before.")
    of = limited(check=check)
    around = {OTHER: record("G", X="5")}
    quiet = confirm(step(of, record(A="1", B="9"), records=around), "C-1")
    assert not finding(step(of, quiet, records=around), "C-1").open
    assert finding(step(of, quiet, records={OTHER: record("G", X="6")}), "C-1").open


def test_a_confirmation_of_a_range_ends_with_the_value() -> None:
    of = study(form(Item("N", "N", "integer", high="10")))
    quiet = confirm(step(of, record(), Edit(0, "N", "50")), "range")
    assert step(of, quiet).status == "complete"
    assert step(of, quiet, Edit(0, "N", "51")).status == "findings"


def test_a_missing_answer_is_missing_even_where_somebody_confirmed_it() -> None:
    of = study(form(Item("A", "A", "text"), Item("B", "B", "text")))
    assert step(of, confirm(step(of, record(A="x")), "required")).status == "incomplete"


def test_a_check_in_a_line_speaks_of_its_line() -> None:
    check = Check("L-1", "B", "B < A", "{B} before {A}, outside {O}.")
    of = study(
        form(
            Item("O", "O", "text"),
            group(Item("A", "A", "decimal"), Item("B", "B", "decimal"), id="L", repeats=True),
            checks=(check,),
        )
    )
    found = Record(
        "F",
        {
            (0, "O"): Answer("x"),
            (1, "A"): Answer("1"),
            (1, "B"): Answer("2"),
            (2, "A"): Answer("4"),
            (2, "B"): Answer("3"),
        },
    )
    done = step(of, found)
    assert [(one.line, str(one.message)) for one in done.findings] == [(2, "3 before 4, outside x.")]
    assert step(of, evolve(found, voided={2: "twice"})).findings == ()


def test_a_hidden_item_has_no_checks_of_its_own() -> None:
    of = study(
        form(
            Item("A", "A", "text", required=False),
            Item("B", "B", "decimal", high="1", show='A = "x"'),
            checks=(Check("C-1", "B", "B > 1", "No."),),
        )
    )
    assert checks(step(of, record(B="5"))) == ["hidden B"]


def test_lines_in_use_are_those_of_the_groups_own_items() -> None:
    first, second = (
        group(Item("A", "A", "text"), id="L", repeats=True),
        group(Item("B", "B", "text"), id="K", repeats=True),
    )
    found = Record(
        "F",
        {(2, "A"): BLANK, (5, "A"): Answer("x"), (3, "B"): Answer("y")},
        {(4, "A"): Draft("?")},
        voided={5: "twice"},
    )
    assert (lines_of(first, found), lines_of(second, found), lines_of(group(), found)) == ((2, 4, 5), (3,), (0,))


def test_findings_stand_in_the_order_of_the_items() -> None:
    of = study(form(Item("A", "A", "integer", high="1"), Item("B", "B", "text"), Item("C", "C", "integer", high="1")))
    assert checks(step(of, record(C="5", A="5"))) == ["range A", "required B", "range C"]


@pytest.mark.req("PA-228")
@pytest.mark.parametrize(("kind", "saved", "gone"), [("choice", "GONE", "GONE"), ("choices", "A|GONE", "GONE")])
def test_the_choices_of_a_list_that_was_shortened_stay_readable_with_a_finding(
    kind: Any, saved: str, gone: str
) -> None:
    lists = (CodeList("SHORT", "Short", (Choice("A", "Aye"),)),)
    of = study(form(Item("X", "X", kind, codelist="SHORT")), codelists=lists)
    found = step(of, record(X=saved))
    assert [(one.check, one.level, one.rests) for one in found.findings] == [("withdrawn", "soft", gone)]
    assert gone in tell(found.findings[0].message)
    assert (found.record.answer("X").value, found.status) == (saved, "findings")
    assert step(of, record(X="A")).findings == ()


def test_a_finding_names_its_place() -> None:
    assert step(study(form(Item("A", "A", "text"))), record(), Edit(0, "A", "x" * 300),
    place=HERE, now=NOW).findings == (
        Finding("hard", 0, "A", "hard", one(Item("A", "A", "text"), "x" * 300).findings[0].message),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "clock", "ahead"),
    [
        ("2026-03-05", "15:42", False), ("2026-03-05", "15:43", True), ("2026-03-04", "23:59", False),
        ("2026-03-06", "08:00", False), ("2026-03", "23:00", False), ("", "23:00", False), ("2026-03-05", "", False),
    ],
)  # fmt: skip
def test_a_time_of_today_that_lies_ahead_is_told(day: str, clock: str, ahead: bool) -> None:
    """Of a day ahead the day is told, its time isn't again."""
    items = (Item("D", "D", "date", partial=True), Item("T", "T", "time"))
    typed = {"D": Answer(day), "T": Answer(clock, missing="" if clock else "UNK")}
    told = [one for one in checks(step(study(form(*items)), record(**typed))) if one.endswith(" T")]
    assert told == (["future T"] if ahead else [])


def test_a_time_without_a_date_before_it_or_with_one_that_may_lie_ahead_is_left() -> None:
    alone = study(form(Item("A", "A", "text"), Item("T", "T", "time")))
    assert checks(step(alone, record(A="x", T="23:00"))) == []
    planned = study(form(Item("D", "D", "date", future=True), Item("T", "T", "time")))
    assert checks(step(planned, record(D="2026-03-05", T="23:00"))) == []
    lines = study(form(Item("D", "D", "date"), group(Item("T", "T", "time"), id="L", repeats=True)))
    both = Record("F", {(0, "D"): Answer("2026-03-05"), (1, "T"): Answer("23:00")})
    assert checks(step(lines, both)) == ["future T 1"]
