"""Moving a casebook to a second version of its study: entries stay, everything is judged anew, or nothing happens."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from crf.actions import amending
from crf.actions.amending import amend
from crf.actions.commit import commit
from crf.actions.enrol import enrol
from crf.actions.entering import Entering
from crf.actions.printing import print_pdf
from crf.actions.session import Session, open_casebook
from crf.actions.verifying import verify
from crf.faults import DefinitionFault, Refused
from crf.forms.record import Edit, Place
from crf.reading.matrix import subject_page
from crf.reading.site import versions
from crf.reading.views import Column
from tests.crf.actions.conftest import SIGNS, Clock, Fill
from tests.second_version import FIRST, second_version, spoil

WHY = "Protocol amendment 1"
VS = Place("SCR", "VS")


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The folder of the second version."""
    return second_version(tmp_path / "second")


@pytest.fixture
def used(session: Session, uid: str, weighed: Fill) -> Session:
    """The casebook in use: D8 done two days late, pressures 10 mmHg apart."""
    signs = SIGNS | {"SYSBP": "105", "DIABP": "95"}
    weighed("D8", "VS", VSDAT="18-MAR-2026", VSTIM="09:00", WEIGHT="60", **signs)
    return session


def column(session: Session, uid: str, event: str) -> Column:
    """A visit of the subject's page."""
    page = subject_page(session.reader, uid, session.now())
    return next(one for one in page.columns if one.event == event)


def checks(session: Session, uid: str, place: Place) -> set[str]:
    """The checks that are open in a form."""
    found = session.file.findings(uid)
    return {one.check for _, at, one in found if at == place and one.open and one.level != "missing"}


def test_the_new_version_is_in_force_and_says_since_when(used: Session, second: Path, clock: Clock) -> None:
    done = amend(used, str(second), WHY)
    assert (done.version, done.subjects) == ("2", 1)
    assert used.study.version == "2"
    assert [build.version for build in used.file.builds()] == ["1", "2"]
    first, last = versions(used.reader)
    assert (first.version, last.version) == ("1", "2")
    assert (last.since, last.reason) == ("05 MAR 2026 12:04", WHY)
    assert last.who == "B. Sample, Study coordinator"


def test_a_casebook_opened_again_is_of_the_new_version(used: Session, path: Path, second: Path) -> None:
    amend(used, str(second), WHY)
    used.close()
    again = open_casebook(path)
    assert again.study.version == "2"
    assert again.study.form("VS").item("WAISTX").ask == "Waist"
    again.close()
    assert verify(path).troubles == ()


def test_entries_are_not_rewritten_and_keep_their_version(used: Session, uid: str, second: Path) -> None:
    before, entries = used.file.data(uid), used.file.entry_count()
    old = used.file.build().fingerprint
    amend(used, str(second), WHY)
    assert used.file.data(uid) == before
    assert used.file.entry_count() == entries
    assert {entry.act.build for entry in used.file.history(uid, VS)} == {old}


def test_what_is_entered_afterwards_names_the_new_version(used: Session, uid: str, second: Path) -> None:
    amend(used, str(second), WHY)
    entering = Entering(used, uid, VS)
    entering.edit(Edit(0, "WAISTX", "82"))
    entering.save()
    history = used.file.history(uid, VS)
    assert {entry.act.build for entry in history if entry.item == "WAISTX"} == {used.file.build().fingerprint}
    assert len({entry.act.build for entry in history}) == 2


def test_a_wider_window_holds_what_was_out_of_it(used: Session, uid: str, second: Path) -> None:
    before = column(used, uid, "D8")
    assert (before.window, before.verdict) == ("15–17 MAR", "2 days late, 1 beyond the window")
    assert "VS-01" in checks(used, uid, Place("D8", "VS"))
    amend(used, str(second), WHY)
    after = column(used, uid, "D8")
    assert (after.window, after.verdict) == ("14–18 MAR", "")
    assert "VS-01" not in checks(used, uid, Place("D8", "VS"))


def test_a_tightened_check_fires_on_what_stands(used: Session, uid: str, second: Path) -> None:
    assert "VS-02" not in checks(used, uid, Place("D8", "VS"))
    amend(used, str(second), WHY)
    assert "VS-02" in checks(used, uid, Place("D8", "VS"))
    assert "VS-02" not in checks(used, uid, Place("COND", "VS"))


def test_each_subject_is_judged_in_an_act_of_her_own(used: Session, uid: str, second: Path) -> None:
    other = enrol(used, "01-002")
    amend(used, str(second), WHY)
    for one in (uid, other):
        last = used.file.acts(subject=one)[-1]
        assert (last.verb, last.reason, last.build) == ("renew", WHY, used.file.build().fingerprint)
    act = used.file.acts(subject="")[-1]
    assert (act.verb, act.reason, act.detail) == ("amend", WHY, "2")


@pytest.mark.req("B01")
def test_prints_name_the_version_each_form_was_filled_under(used: Session, uid: str, second: Path) -> None:
    amend(used, str(second), WHY)
    entering = Entering(used, uid, Place("COND", "VS"))
    entering.edit(Edit(0, "WAISTX", "82"))
    entering.save()

    def head(place: Place) -> str:
        buffer = io.BytesIO()
        print_pdf(used, buffer, subject=uid, place=place)
        return " ".join(PdfReader(buffer).pages[0].extract_text().split())

    assert "version 1" in head(VS)
    assert "version 2" in head(Place("COND", "VS"))


def test_a_form_of_the_site_comes_with_the_version(used: Session, second: Path) -> None:
    from crf.reading.site import site_forms

    assert Place("SITEX", "CALX") not in [one.place for one in site_forms(used.reader)]
    amend(used, str(second), WHY)
    place = Place("SITEX", "CALX")
    entering = Entering(used, "", place)
    assert (entering.head().subject, entering.head().previous, entering.head().next) == ("", None, None)
    for item, raw in (("CALDAT", "2026-03-01"), ("CALBY", "Weigh Ltd")):
        entering.edit(Edit(0, item, raw))
    form = next(one for one in site_forms(used.reader) if one.place == place)
    assert form.status == "draft"
    entering.save()
    form = next(one for one in site_forms(used.reader) if one.place == place)
    assert (form.status, form.findings) == ("complete", 0)
    assert form.saved == "05 MAR 2026 12:04, Study coordinator"


@pytest.mark.parametrize(
    ("study", "reason", "told"),
    [("second", " ", "reason"), ("first", WHY, "already"), ("other", WHY, "OTHER"), ("lost", WHY, "HEIGHT")],
)
def test_what_can_not_be_moved_to_is_refused_and_nothing_changes(
    used: Session, tmp_path: Path, second: Path, study: str, reason: str, told: str
) -> None:
    folders = {"second": second, "first": FIRST}
    if study in ("other", "lost"):
        folders[study] = second
        head, form = second / "study.toml", second / "forms" / "vs.toml"
        if study == "other":
            head.write_text(head.read_text().replace("NK-ACT-BC_2020", "OTHER"))
        else:
            form.write_text(form.read_text().replace('"HEIGHT"', '"TALLX"').replace("HEIGHT", "TALLX"))
            for file in second.rglob("*.toml"):
                file.write_text(file.read_text().replace("VS.HEIGHT", "VS.TALLX"))
    acts, data = used.file.act_count(), used.file.entry_count()
    with pytest.raises(Refused, match=told):
        amend(used, str(folders[study]), reason)
    assert (used.file.act_count(), used.file.entry_count()) == (acts, data)
    assert [build.version for build in used.file.builds()] == ["1"]
    assert used.study.version == "1"


def test_a_definition_with_faults_names_each_and_changes_nothing(used: Session, second: Path) -> None:
    spoil(second)
    acts = used.file.act_count()
    with pytest.raises(DefinitionFault) as refused:
        amend(used, str(second), WHY)
    assert len(refused.value.faults) == 2
    assert any("NOSUCH" in line for line in refused.value.faults)
    assert any("NOFORM" in line for line in refused.value.faults)
    assert used.file.act_count() == acts
    assert used.study.version == "1"


def test_a_draft_typed_before_is_back_afterwards(used: Session, uid: str, second: Path) -> None:
    Entering(used, uid, Place("D15", "VS")).edit(Edit(0, "WEIGHT", "61"))
    amend(used, str(second), WHY)
    entering = Entering(used, uid, Place("D15", "VS"))
    assert entering.restored == 1
    assert entering.record.answer("WEIGHT").value == "61"


@pytest.mark.req("PA-230")
def test_an_amendment_cut_off_half_way_goes_on_and_then_changes_nothing(
    used: Session, uid: str, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = enrol(used, "01-002")
    done: list[str] = []

    def cut(session: Session, verb: str, one: str, *rest: object) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(one)
        commit(session, verb, one, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(amending, "commit", cut)
    with pytest.raises(KeyboardInterrupt):
        amend(used, str(second), WHY)
    monkeypatch.undo()
    (left,) = {uid, other} - set(done)
    again = amend(used, str(second), WHY)
    assert (again.version, again.subjects) == ("2", 1)
    assert used.file.acts(subject=left)[-1].verb == "renew"
    for one in (uid, other):
        assert [act.verb for act in used.file.acts(subject=one)].count("renew") == 1
    acts = used.file.act_count()
    with pytest.raises(Refused, match="already"):
        amend(used, str(second), WHY)
    assert used.file.act_count() == acts


@pytest.mark.req("PA-233")
def test_another_kind_of_an_item_with_answers_is_refused_with_their_number(
    used: Session, weighed: Fill, second: Path
) -> None:
    form = second / "forms" / "vs.toml"
    text = form.read_text()
    at = text.index('id = "PULSE"')
    form.write_text(text[:at] + text[at:].replace('type = "integer"', 'type = "decimal"', 1))
    acts = used.file.act_count()
    with pytest.raises(Refused, match=r"VS\.PULSE was entered as integer \(answers: \d+\).* as decimal"):
        amend(used, str(second), WHY)
    assert used.file.act_count() == acts
