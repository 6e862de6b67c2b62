"""What one form says of another in the window: checks across forms, derived days, the plan of forms, codes gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf.actions.amending import amend
from crf.actions.enrol import enrol
from crf.actions.session import Person, new_casebook, open_casebook
from tests.journeys import story_s1 as s1
from tests.journeys import test_conditions as small
from tests.journeys.conftest import Open
from tests.journeys.hands import Clock, Hands, Key
from tests.journeys.test_event_log import event
from tests.second_version import second_version
from ui.pages.subject import Subject

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window


@pytest.fixture
def hands(start: Open, casebook: Path) -> Hands:
    """The page of a patient of whom nothing is entered; today is 16 February 2026."""
    opened = start(casebook)
    opened.clock.set("2026-02-16T09:30")
    opened.key(Key.Key_Return)
    return opened


def found(hands: Hands, form: str) -> list[str]:
    """What the list of findings says of a form."""
    hands.to("show_findings")
    rows = [row.cells[2].text for row in hands.page.list.rows if row.id[1].form == form]
    hands.to("show_subjects")
    hands.key(Key.Key_Return)
    return [text for text in rows if "before the consent" in text]


@pytest.mark.req("PA-052")
@pytest.mark.req("PA-053")
def test_a_check_across_forms_waits_for_the_other_form_and_ends_with_its_correction(hands: Hands) -> None:
    event(hands, "nausea", 2, "queasy", AESTDAT="14-FEB-2026")
    hands.to("show_subjects")
    hands.key(Key.Key_Return)
    assert found(hands, "AE") == [], "there is no consent to compare with"
    hands.enter("SCR", "IC", s1.CONSENT | {"RFICDAT": "15-FEB-2026"})
    (told,) = found(hands, "AE")
    assert "The event begins 14-FEB-2026, before the consent of 15-FEB-2026" in told
    hands.open_by_mouse("SCR", "IC")
    hands.go("RFICDAT")
    hands.retype("12-FEB-2026")
    hands.save_with_reason(1)
    hands.back_to_subject()
    assert found(hands, "AE") == [], "it closed by itself"


@pytest.mark.req("PA-058")
def test_an_end_before_its_start_is_told_under_the_field_with_both(hands: Hands) -> None:
    hands.open_by_mouse("D1", "TRA")
    started = {"ECOCCUR": "Y", "ECPHASE": "L", "ECSTDAT": "16-FEB-2026", "ECSTTIM": "09:10"}
    hands.fill(started | {"ECENDAT": "16-FEB-2026", "ECENTIM": "09:09"})
    hands.save()

    def told() -> list[str]:
        notices = [*hands.notices("ECENDAT"), *hands.notices("ECENTIM")]
        return [one for one in notices if "16-FEB-2026 09:10" in one]

    assert len(told()) == 1
    assert "16-FEB-2026 09:09" in told()[0]
    for end in ("09:10", "09:25"):
        hands.go("ECENTIM")
        hands.retype(end)
        hands.save_with_reason(1)
        assert told() == []


DUE = 'type = "date"\nmethod = "add_days(SINCE, 7)"'
PARTIAL = 'type = "date"\npartial = true\nmissing = ["NA"]\nrequired = false'


@pytest.fixture
def dated(start: Open, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Hands:
    """A study that derives the day a week after a day that may be partial; its form is open."""
    head, *items = small.FORMS["first"]
    items = [(id, ask, PARTIAL if id == "SINCE" else kind) for id, ask, kind in items]
    monkeypatch.setitem(small.FORMS, "first", (head, *items, ("DUE", "Due", DUE)))
    made = new_casebook(
        tmp_path / "due.casebook",
        str(small.write(tmp_path / "study")),
        "01",
        Person("M. Ruiz", "coordinator"),
        clock=clock,
    )
    enrol(made, "01-001")
    made.close()
    hands = start(tmp_path / "due.casebook")
    hands.clock.set("2030-01-05T10:00")
    hands.key(Key.Key_Return)
    hands.open_by_keys("V1", "FIRST")
    return hands


@pytest.mark.req("PA-070")
@pytest.mark.parametrize(
    ("typed", "due"),
    [("25-JAN-2028", "01-FEB-2028"), ("22-FEB-2028", "29-FEB-2028"), ("22-FEB-2027", "01-MAR-2027"),
     ("27-DEC-2028", "03-JAN-2029"), ("UN-DEC-2028", ""), ("UN-UNK-2028", "")],
)  # fmt: skip
def test_a_due_day_holds_over_month_and_year_and_is_blank_of_a_partial_day(dated: Hands, typed: str, due: str) -> None:
    dated.fill({"SMOKES": "N", "SINCE": "25-JAN-2028"})
    assert dated.field("DUE").text == "01-FEB-2028"
    dated.go("SINCE")
    dated.retype(typed)
    dated.key(Key.Key_Tab)
    assert dated.field("SINCE").text == typed
    assert dated.field("DUE").text == due


@pytest.mark.req("PA-089")
def test_a_form_is_entered_at_its_visits_and_nowhere_else(hands: Hands) -> None:
    matrix = hands.subject.matrix
    row = hands.spot("SCR", "URIN")[0]
    at = [column.event for column, cell in zip(matrix.columns, matrix.rows[row].cells, strict=True) if cell]
    assert at == ["SCR", "EOT"]
    for visit in at:
        hands.open_by_keys(visit, "URIN")
        assert (hands.form.place.event, hands.form.place.form) == (visit, "URIN")
        hands.back_to_subject()
    elsewhere = hands.spot("D1", "URIN")
    hands.key(Key.Key_Home)
    hands.click(matrix.viewport(), matrix.rect_of(elsewhere).center())
    assert isinstance(hands.page, Subject), "a click where the form isn't asked opens nothing"
    assert matrix.spot != elsewhere, "and the keyboard never stands there"


@pytest.mark.req("PA-228")
def test_a_code_that_an_amendment_removed_stays_readable_with_a_finding(
    hands: Hands, casebook: Path, tmp_path: Path, clock: Clock
) -> None:
    hands.open_by_mouse("SCR", "LVEF")
    hands.fill({"CVPERF": "Y", "CVMETHOD": "MUGA"})
    hands.save()
    hands.back_to_subject()
    folder = second_version(tmp_path / "second")
    for file in (folder / "codelists.toml", folder / "forms" / "lvef.toml"):
        text = file.read_text(encoding="utf-8")
        assert '"MUGA"' in text
        file.write_text(text.replace('"MUGA"', '"SPECT"'), encoding="utf-8")
    other = open_casebook(casebook, clock)
    amend(other, str(folder), "Protocol amendment 1")
    other.close()
    hands.window.open_file(casebook)
    hands.open_by_mouse("SCR", "LVEF")
    assert hands.field("CVMETHOD").answer.value == "MUGA"
    assert "MUGA" in hands.field("CVMETHOD").text
    assert any("MUGA" in one for one in hands.notices("CVMETHOD"))
