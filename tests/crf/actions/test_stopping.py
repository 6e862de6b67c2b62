"""A visit left half entered for good: nothing of it is due any more, its data and its other findings stay."""

from __future__ import annotations

import pytest

from crf.actions.session import Session
from crf.actions.stopping import resume_visit, stop_visit
from crf.actions.verifying import cache_troubles
from crf.faults import Refused
from crf.forms.advance import advance
from crf.forms.lay_out import lay_out
from crf.forms.record import Place
from crf.reading.matrix import subject_page
from crf.reading.sheets import Wanted, subject_sheets
from crf.reading.subjects import subject_list
from crf.reading.views import Cell, Column
from tests.crf.actions.conftest import Fill

VS = Place("D8", "VS")


@pytest.fixture
def half(fill: Fill) -> None:
    """Day 8 with a weight and nothing else."""
    fill("SCR", "PLAN", ENRYN="Y", PLAND1="09-MAR-2026")
    fill("D8", "VS", VSDAT="05-MAR-2026", WEIGHT="60")


def column(session: Session, uid: str) -> Column:
    return next(one for one in subject_page(session.reader, uid, session.now()).columns if one.event == "D8")


def cells(session: Session, uid: str) -> dict[str, Cell]:
    rows = subject_page(session.reader, uid, session.now()).rows
    return {row.form: cell for row in rows for cell in row.cells if cell and cell.place.event == "D8"}


def missing(session: Session, uid: str) -> int:
    return sum(state.missing for state in session.file.states(uid)[uid] if state.place.event == "D8")


@pytest.mark.req("PA-092")
@pytest.mark.usefixtures("half")
def test_what_is_open_is_no_longer_due_and_the_data_stay(session: Session, uid: str) -> None:
    before = session.file.data(uid)
    assert (missing(session, uid) > 0, cells(session, uid)["VS"].status) == (True, "incomplete")
    stop_visit(session, uid, "D8", "", " She left the ward ")
    assert missing(session, uid) == 0
    found = column(session, uid)
    assert (found.state, found.stopped) == ("done", "She left the ward")
    assert {cell.status for cell in cells(session, uid).values()} == {"stopped"}
    assert session.file.data(uid).records == before.records
    assert session.file.data(uid).stopped == {("D8", ""): "She left the ward"}
    act = session.file.acts(uid)[-1]
    assert (act.verb, act.reason) == ("stop", "She left the ward")
    assert cache_troubles(session) == []


@pytest.mark.req("PA-092")
@pytest.mark.usefixtures("half")
def test_taken_back_it_is_as_it_was(session: Session, uid: str) -> None:
    before, waiting = cells(session, uid), missing(session, uid)
    stop_visit(session, uid, "D8", "", "She left the ward")
    resume_visit(session, uid, "D8", "", "She came back")
    assert ({form: cell.status for form, cell in cells(session, uid).items()}, missing(session, uid)) == (
        {form: cell.status for form, cell in before.items()},
        waiting,
    )
    assert column(session, uid).stopped == ""
    assert [act.verb for act in session.file.acts(uid)][-2:] == ["stop", "resume"]


@pytest.mark.req("PA-092")
@pytest.mark.usefixtures("half")
def test_its_forms_ask_for_nothing_more_and_again_once_taken_back(session: Session, uid: str) -> None:
    form = session.study.form("VS")

    def required() -> bool:
        context = session.reader.context(uid, session.now())
        step = advance(VS, context.data.at(VS), None, context)
        return any(field.required for field in lay_out(form, VS, step, context).fields)

    assert required()
    stop_visit(session, uid, "D8", "", "She left the ward")
    assert not required()
    resume_visit(session, uid, "D8", "", "She came back")
    assert required()


@pytest.mark.usefixtures("half")
def test_other_findings_stay_open(session: Session, uid: str, fill: Fill) -> None:
    fill("D8", "VS", WEIGHT="600", reason="Typing error")
    open_before = cells(session, uid)["VS"].findings
    stop_visit(session, uid, "D8", "", "She left the ward")
    assert cells(session, uid)["VS"].findings == open_before > 0


@pytest.mark.usefixtures("half")
def test_a_stopped_form_counts_neither_as_open_nor_as_complete(session: Session, uid: str) -> None:
    before = subject_list(session.reader, session.now())[0]
    stop_visit(session, uid, "D8", "", "She left the ward")
    after = subject_list(session.reader, session.now())[0]
    assert (after.forms_started, after.forms_complete) == (before.forms_started - 1, before.forms_complete)


@pytest.mark.usefixtures("half")
def test_the_paper_says_why_it_was_stopped(session: Session, uid: str) -> None:
    stop_visit(session, uid, "D8", "", "She left the ward.")
    (sheet,) = subject_sheets(session.reader, uid, Wanted("D8", "VS"))
    assert sheet.legend.startswith("This visit was stopped, nothing more is entered of it: She left the ward. ")


@pytest.mark.usefixtures("half")
def test_what_cannot_be_stopped_is_refused(session: Session, uid: str) -> None:
    with pytest.raises(Refused, match="Skip it"):
        stop_visit(session, uid, "D15", "", "She left the ward")
    with pytest.raises(Refused, match="isn't stopped"):
        resume_visit(session, uid, "D8", "", "She came back")
    with pytest.raises(Refused, match="reason"):
        stop_visit(session, uid, "D8", "", " ")
    stop_visit(session, uid, "D8", "", "She left the ward")
    with pytest.raises(Refused, match="already"):
        stop_visit(session, uid, "D8", "", "She left the ward")
