"""What is locked can't be changed by anyone; locks of form, visit and subject stand apart, each with its reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crf.actions.enrol import rename
from crf.actions.entering import Entering, new_place
from crf.actions.locking import lock_form, lock_subject, lock_visit, unlock_form, unlock_subject, unlock_visit
from crf.actions.session import Session, identify, open_casebook
from crf.actions.skipping import skip_visit
from crf.actions.verifying import verify
from crf.actions.voiding import void_form, void_subject
from crf.faults import Refused
from crf.forms.record import Edit, Place
from crf.reading.matrix import subject_page
from crf.reading.subjects import subject_list
from tests.crf.actions.conftest import Clock, Fill
from tests.crf.actions.test_peers import cell
from tests.crf.actions.test_printing import printed, text_of

VS = Place("SCR", "VS")
COND = Place("COND", "VS")
WHY = "Data are final"
Act = Callable[..., object]


@pytest.fixture
def manager(session: Session, weighed: Fill) -> Session:
    """The casebook with some forms, a data manager at the keyboard."""
    identify(session, "M. Ruiz", "data")
    return session


def type_over(session: Session, uid: str, place: Place = VS) -> Entering:
    """A nurse opens a form and types another weight."""
    identify(session, "C. Prat", "nurse")
    entering = Entering(session, uid, place)
    entering.edit(Edit(0, "WEIGHT", "61"))
    return entering


LOCKS: list[tuple[str, Act, Act]] = [
    ("form", lambda s, u: lock_form(s, u, VS, WHY), lambda s, u: unlock_form(s, u, VS, "Mistaken")),
    ("visit", lambda s, u: lock_visit(s, u, "SCR", "", WHY), lambda s, u: unlock_visit(s, u, "SCR", "", "Mistaken")),
    ("subject", lambda s, u: lock_subject(s, u, WHY), lambda s, u: unlock_subject(s, u, "Mistaken")),
]


@pytest.mark.req("PA-130")
@pytest.mark.parametrize(("scope", "lock", "unlock"), LOCKS)
def test_what_is_locked_takes_nothing_until_it_is_opened_with_a_reason(
    manager: Session, uid: str, path: Path, scope: str, lock: Act, unlock: Act
) -> None:
    lock(manager, uid)
    entering = type_over(manager, uid)
    assert entering.read_only
    assert entering.lock is not None
    assert (entering.lock.scope, entering.lock.reason, entering.status) == (scope, WHY, "locked")
    assert entering.record == entering.saved
    with pytest.raises(Refused, match=f"locked \\({WHY}\\)"):
        void_form(manager, uid, VS, "Mistaken")
    shown = cell(manager, uid, VS)
    assert shown.status == "locked"
    assert "ocked by M. Ruiz, Data manager, 05 MAR 2026 12:04 +01:00: Data are final" in shown.tip[-1]
    told = " ".join(text_of(printed(manager, subject=uid, event="SCR", form="VS")).split())
    assert f"locked: {WHY}" in told
    assert "M. Ruiz" in told
    identify(manager, "M. Ruiz", "data")
    unlock(manager, uid)
    assert cell(manager, uid, VS).status == "complete"
    assert type_over(manager, uid).save("Typing error").count == 1
    acts = [(act.verb, act.reason) for act in manager.file.acts(uid) if act.verb in ("lock", "unlock")]
    assert acts == [("lock", WHY), ("unlock", "Mistaken")]
    assert verify(path).troubles == ()


@pytest.mark.req("PA-131")
def test_a_locked_subject_takes_no_new_visit_or_line_and_single_locks_outlast_it(manager: Session, uid: str) -> None:
    lock_form(manager, uid, VS, "Looked over")
    lock_visit(manager, uid, "COND", "", "Looked over")
    lock_subject(manager, uid, WHY)
    assert subject_page(manager.reader, uid, manager.now()).locked == WHY
    assert [one.locked for one in subject_list(manager.reader, manager.now())] == [WHY]
    identify(manager, "C. Prat", "nurse")
    for place in (Place("D8", "VS"), new_place(manager, "LOG", "CM"), new_place(manager, "UNS", "VS")):
        assert Entering(manager, uid, place).read_only
    for act in (
        lambda: skip_visit(manager, uid, "D15", "", "Not at the site"),
        lambda: void_subject(manager, uid, "Twice"),
        lambda: rename(manager, uid, "01-009", "Typing error"),
    ):
        with pytest.raises(Refused, match="The subject is locked"):
            act()
    identify(manager, "M. Ruiz", "data")
    unlock_subject(manager, uid, "Mistaken")
    assert [cell(manager, uid, one).status for one in (VS, COND)] == ["locked", "locked"]
    columns = subject_page(manager.reader, uid, manager.now()).columns
    assert [(one.event, one.locked, one.status) for one in columns if one.locked] == [("COND", "Looked over", "locked")]
    identify(manager, "C. Prat", "nurse")
    assert not Entering(manager, uid, Place("D8", "VS")).read_only
    with pytest.raises(Refused, match="The visit of"):
        Entering(manager, uid, COND).void("Mistaken")


def test_a_locked_visit_is_not_skipped(manager: Session, uid: str) -> None:
    lock_visit(manager, uid, "D15", "", WHY)
    identify(manager, "C. Prat", "nurse")
    with pytest.raises(Refused, match="The visit of"):
        skip_visit(manager, uid, "D15", "", "Not at the site")


@pytest.mark.req("PA-134")
@pytest.mark.parametrize("role", ["coordinator", "investigator", "nurse", "pharmacist"])
def test_the_site_doesnt_lock(manager: Session, uid: str, role: str) -> None:
    lock_form(manager, uid, VS, WHY)
    identify(manager, "B. Sample", role)
    for act in (lambda: lock_form(manager, uid, COND, WHY), lambda: unlock_form(manager, uid, VS, "Mistaken")):
        with pytest.raises(Refused, match="can't lock or unlock"):
            act()


def test_a_lock_wants_a_reason_and_stands_once(manager: Session, uid: str) -> None:
    with pytest.raises(Refused, match="reason"):
        lock_form(manager, uid, VS, " ")
    lock_form(manager, uid, VS, WHY)
    with pytest.raises(Refused, match="locked already"):
        lock_form(manager, uid, VS, WHY)
    with pytest.raises(Refused, match="isn't locked by itself"):
        unlock_visit(manager, uid, "SCR", "", "Mistaken")
    with pytest.raises(Refused, match="isn't locked by itself"):
        unlock_subject(manager, uid, "Mistaken")


def test_a_derived_value_of_a_locked_form_stays_and_its_difference_is_a_finding(
    manager: Session, uid: str, weighed: Fill, path: Path
) -> None:
    identify(manager, "C. Prat", "nurse")
    dose = Place("COND", "CTX")
    weighed("COND", "CTX", ECOCCUR="Y", DOSEPRES="1000")
    before = manager.file.data(uid).at(dose)
    identify(manager, "M. Ruiz", "data")
    lock_form(manager, uid, dose, WHY)
    type_over(manager, uid, COND).save("Typing error")
    after = manager.file.data(uid).at(dose)
    assert after.answers == before.answers, "not one value of it moved"
    told = [one for _, at, one in manager.file.findings(uid) if at == dose and one.check == "kept"]
    assert told
    assert all(one.open and one.level == "soft" for one in told)
    assert Entering(manager, uid, dose).record.answers == before.answers
    assert verify(path).troubles == ()
    identify(manager, "M. Ruiz", "data")
    unlock_form(manager, uid, dose, "The weight was corrected")
    assert manager.file.data(uid).at(dose).answers != before.answers, "opened, it follows the data again"
    assert not [one for _, at, one in manager.file.findings(uid) if at == dose and one.check == "kept"]


def test_a_form_locked_in_another_window_meanwhile_is_not_saved_over(
    manager: Session, uid: str, path: Path, clock: Clock
) -> None:
    entering = type_over(manager, uid)
    other = open_casebook(path, clock)
    identify(other, "A. Vidal", "monitor")
    lock_form(other, uid, VS, WHY)
    other.close()
    acts = manager.file.act_count()
    with pytest.raises(Refused, match=r"Vital signs.* is locked"):
        entering.save("Typing error")
    assert manager.file.act_count() == acts
    assert manager.file.data(uid).at(VS).answer("WEIGHT").value == "60"
    assert Entering(manager, uid, VS).lock is not None
