"""A report begun from its event, its follow-ups by number, its clock, and marking it as sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from crf.actions.entering import Entering
from crf.actions.locking import lock_form
from crf.actions.sae import clock_for, event_of, mark_sent, report_sae, was_sent
from crf.actions.session import Session, identify
from crf.actions.voiding import void_form, void_subject
from crf.faults import Refused
from crf.forms.record import Edit, Place
from crf.reading.clocks import clock_of, open_clocks
from tests.crf.actions.conftest import Clock, Fill
from tests.crf.actions.serious import enter

AE = Place("LOG", "AE", "", "e1")
STORM = {
    "AETERM": "cytokine storm", "AEDECOD": "10052015", "AESTDAT": "04-MAR-2026", "AESTTIM": "21:00", "AEONGO": "Y",
    "AEOUT": "NOT RECOVERED", "AECONTRT": "DRUG", "AETRTXT": "tocilizumab", "AESER": "Y", "AESDTH": "N",
    "AESLIFE": "Y", "AESHOSP": "Y", "AESDISAB": "N", "AESCONG": "N", "AESMIE": "N", "AESI": "Y", "AEREL_NK": "Y",
    "AEACN_NK": "NA", "AEREL_IL2": "N",
}  # fmt: skip


@pytest.fixture
def event(session: Session, uid: str) -> Place:
    """A serious event, saved at 12:04."""
    enter(session, uid, AE, **STORM, AETOXGR="3")
    return AE


def values(entering: Entering, *items: str) -> dict[str, str]:
    return {item: entering.record.answer(item).value for item in items}


def begin(session: Session, uid: str) -> Entering:
    return Entering(session, uid, report_sae(session, uid, AE).place)


def sent(session: Session, uid: str, clock: Clock, **answers: str) -> Entering:
    """The next report of the event, saved and marked as sent an hour later."""
    report = begin(session, uid)
    now = session.now()
    report.edit(Edit(0, "AWAREDAT", now.date().isoformat()))
    report.edit(Edit(0, "AWARETIM", f"{now:%H:%M}"))
    for item, raw in answers.items():
        report.edit(Edit(0, item, raw))
    report.save()
    clock.at += timedelta(hours=1)
    mark_sent(report, "safety desk", "PORTAL", session.now())
    return report


def test_a_report_takes_over_what_its_event_says(session: Session, uid: str, event: Place) -> None:
    begun = report_sae(session, uid, event)
    assert begun.what == "initial"
    report = Entering(session, uid, begun.place)
    assert report.dirty
    assert not report.saved.started
    assert values(report, "SAETYPE", "SAEREF", "SAELINE", "SAETERM", "SAEDECOD", "SAESTDAT", "SAESTTIM") == {
        "SAETYPE": "INITIAL", "SAEREF": "AE@LOG//e1", "SAELINE": "1", "SAETERM": "cytokine storm",
        "SAEDECOD": "10052015", "SAESTDAT": "2026-03-04", "SAESTTIM": "21:00",
    }  # fmt: skip
    assert values(report, "SAETOXGR", "SAECRIT", "SAEWHAT", "SAEOUT", "SAEDRUGS", "SAEACN_NK", "SAETRT") == {
        "SAETOXGR": "3", "SAECRIT": "LIFE|HOSP", "SAEWHAT": "SAE|AESI", "SAEOUT": "NOT RECOVERED", "SAEDRUGS": "NK",
        "SAEACN_NK": "NA", "SAETRT": "tocilizumab",
    }  # fmt: skip
    assert not report.record.drafts
    assert report.record.answer("AWAREDAT").blank
    assert report_sae(session, uid, event).place == begun.place
    report.save()
    assert report_sae(session, uid, event).what == "open"
    assert next(field.text for field in report.page().fields if field.item == "SAEREF").startswith("cytokine storm, ")


def test_the_worst_grade_is_taken_and_voided_lines_dont_count(session: Session, uid: str, event: Place) -> None:
    entering = Entering(session, uid, event)
    entering.edit(Edit(entering.add_line("AE.GRADE"), "AETOXGR", "4"))
    entering.save()
    assert begin(session, uid).record.answer("SAETOXGR").value == "4"
    Entering(session, uid, begin(session, uid).place).discard()
    Entering(session, uid, event).void_line(2, "slip")
    assert begin(session, uid).record.answer("SAETOXGR").value == "3"


def test_follow_ups_are_numbered_and_a_number_is_never_given_twice(
    session: Session, uid: str, event: Place, clock: Clock
) -> None:
    first = sent(session, uid, clock, NARR="Chills, then fever.", DECHAL="Y")
    enter(session, uid, event, "recovered", AEOUT="RECOVERED", AEONGO="N", AEENDAT="05-MAR-2026", AETRTXT="fluids")
    begun = report_sae(session, uid, event)
    assert (begun.what, begun.number) == ("followup", 1)
    report = Entering(session, uid, begun.place)
    assert values(report, "SAETYPE", "SAENO", "SAEPREV", "SAEOUT", "SAEENDAT", "NARR", "SAETRT", "REPDAT") == {
        "SAETYPE": "FOLLOWUP", "SAENO": "1", "SAEPREV": f"SAE@LOG//{first.place.form_key}", "SAEOUT": "RECOVERED",
        "SAEENDAT": "2026-03-05", "NARR": "Chills, then fever.", "SAETRT": "tocilizumab", "REPDAT": "",
    }  # fmt: skip
    second = sent(session, uid, clock)
    assert second.record.answer("SAENO").value == "1"
    void_form(session, uid, second.place, "wrong patient")
    third = begin(session, uid)
    assert third.record.answer("SAENO").value == "2"
    assert third.record.answer("SAEPREV").value.endswith(first.place.form_key)


def test_after_a_nullification_the_event_is_reported_anew(
    session: Session, uid: str, event: Place, clock: Clock
) -> None:
    sent(session, uid, clock)
    assert open_clocks(session.reader, session.now()) == ()
    sent(session, uid, clock, SAETYPE="NULL")
    assert [one.place for one in open_clocks(session.reader, session.now())] == [event]
    assert "AE-31" in [one.check for one in Entering(session, uid, event).step.findings]
    assert report_sae(session, uid, event).what == "initial"


def test_an_event_that_nobody_has_to_report_is_refused_in_words_that_say_what_to_do(session: Session, uid: str) -> None:
    with pytest.raises(Refused, match="isn't saved yet"):
        report_sae(session, uid, AE)
    enter(session, uid, AE, **{**STORM, "AESER": "N", "AESI": "N"})
    with pytest.raises(Refused, match="Answer Yes to one of these questions"):
        report_sae(session, uid, AE)
    enter(session, uid, AE, "it was", AESI="Y")
    assert begin(session, uid).record.answer("SAEWHAT").value == "AESI"


def test_nothing_is_begun_for_who_may_not_enter(session: Session, uid: str, event: Place) -> None:
    identify(session, "M. Onitor", "monitor")
    with pytest.raises(Refused):
        report_sae(session, uid, event)
    identify(session, "B. Sample", "coordinator")
    void_form(session, uid, event, "twice")
    with pytest.raises(Refused, match="voided"):
        report_sae(session, uid, event)
    assert not session.reader.drafts(uid)


def test_an_older_definition_without_links_is_refused_with_the_mend(session: Session, uid: str, event: Place) -> None:
    report = session.study.form("SAE")
    groups = tuple(evolve(group, items=tuple(one for one in group.items if not one.link)) for group in report.groups)
    forms = tuple(evolve(form, groups=groups) if form.id == "SAE" else form for form in session.study.forms)
    session.study = evolve(session.study, forms=forms)
    with pytest.raises(Refused, match="Put its new version in force"):
        report_sae(session, uid, event)


def test_the_event_of_a_report_is_known_from_its_link(session: Session, uid: str, event: Place) -> None:
    assert event_of(begin(session, uid)) == event
    assert event_of(Entering(session, uid, Place("SCR", "VS"))) is None


def test_a_voided_subject_gets_no_report(session: Session, uid: str, event: Place) -> None:
    void_subject(session, uid, "enrolled twice")
    with pytest.raises(Refused, match="Nothing can be entered here"):
        report_sae(session, uid, event)


@pytest.mark.parametrize("named", [{"SAELINE": "1"}, {"SAEDECOD": "10052015"}])
def test_a_report_typed_without_its_event_is_tied_to_it(
    session: Session, uid: str, event: Place, named: dict[str, str]
) -> None:
    loose = Place("LOG", "SAE", "", "s1")
    enter(session, uid, loose, SAETYPE="INITIAL", SAETERM="storm", **named)
    assert [one.check for one in Entering(session, uid, loose).step.findings if one.check == "SAE-13"]
    begun = report_sae(session, uid, event)
    assert (begun.what, begun.place) == ("tied", loose)
    assert session.reader.data(uid).at(loose).answer("SAEREF").value == "AE@LOG//e1"
    assert not [one for one in Entering(session, uid, loose).step.findings if one.check == "SAE-13"]


def test_a_report_that_may_be_of_another_event_stays_untied(session: Session, uid: str, event: Place) -> None:
    enter(session, uid, Place("LOG", "SAE", "", "s1"), SAETYPE="INITIAL", SAETERM="fever", SAEDECOD="10016558")
    enter(session, uid, Place("LOG", "SAE", "", "s2"), SAETYPE="FOLLOWUP", SAETERM="storm", SAELINE="1")
    assert report_sae(session, uid, event).what == "initial"


# the clock


def test_a_serious_event_has_a_clock_at_once_and_beginning_its_report_gives_no_more_time(
    session: Session, uid: str, event: Place, clock: Clock
) -> None:
    (line,) = open_clocks(session.reader, session.now())
    assert (line.place, line.pill) == (event, "SAE 01-001 · 24 h left")
    clock.at += timedelta(hours=20, minutes=48)
    report = begin(session, uid)
    report.save()
    (line,) = open_clocks(session.reader, session.now(), uid)
    assert (line.place, line.pill, line.overdue) == (report.place, "SAE 01-001 · 3 h 12 min left", False)
    assert "counted from the first entry" in line.text
    clock.at += timedelta(hours=4)
    (line,) = open_clocks(session.reader, session.now(), uid)
    assert (line.pill, line.overdue) == ("SAE 01-001 · 48 min overdue", True)
    assert line.text.endswith("send what there is.")


def test_the_clock_stops_when_the_report_is_marked_as_sent(
    session: Session, uid: str, event: Place, clock: Clock
) -> None:
    report = sent(session, uid, clock)
    assert open_clocks(session.reader, session.now()) == ()
    line = clock_of(session.reader, uid, report.place, session.now())
    assert line is not None
    assert line.left == "sent, 23 h before its time"
    assert values(report, "REPDAT", "REPTIM", "SENTTO", "SENTHOW") == {
        "REPDAT": "2026-03-05", "REPTIM": "13:04", "SENTTO": "safety desk", "SENTHOW": "PORTAL",
    }  # fmt: skip
    assert was_sent(report)
    assert clock_of(session.reader, uid, event, session.now()) is None
    again = begin(session, uid)
    again.save()
    assert [one.short for one in open_clocks(session.reader, session.now())] == ["SAE"]


def test_a_late_report_asks_why_until_somebody_says_so(session: Session, uid: str, event: Place, clock: Clock) -> None:
    report = begin(session, uid)
    report.edit(Edit(0, "AWAREDAT", "2026-03-05"))
    report.edit(Edit(0, "AWARETIM", "10:00"))
    report.save()
    clock.at += timedelta(hours=30)
    mark_sent(report, "safety desk", "FAX", session.now())
    assert [one.check for one in report.step.findings if one.item == "LATEWHY" and one.level == "soft"] == ["SAE-15"]
    line = clock_of(session.reader, uid, report.place, session.now())
    assert line is not None
    assert line.left == "sent 8 h 4 min too late"
    report.edit(Edit(0, "LATEWHY", "no line to the portal"))
    report.save()
    assert not [one for one in report.step.findings if one.check == "SAE-15"]


def test_marking_as_sent_is_refused_where_it_would_say_nothing(
    session: Session, uid: str, event: Place, clock: Clock
) -> None:
    report = begin(session, uid)
    for to, how, hours, words in (("", "FAX", 0, "to whom"), ("desk", "", 0, "to whom"), ("desk", "FAX", 1, "ahead")):
        with pytest.raises(Refused, match=words):
            mark_sent(report, to, how, session.now() + timedelta(hours=hours))
    report.save()
    report.edit(Edit(0, "SAETERM", "storm"))
    with pytest.raises(Refused, match="Save the form first"):
        mark_sent(report, "desk", "FAX", session.now())
    report.save("better words")
    mark_sent(report, "desk", "FAX", session.now(), "no line")
    with pytest.raises(Refused, match="marked as sent already"):
        mark_sent(report, "desk", "FAX", session.now())
    event_form = Entering(session, uid, event)
    assert clock_for(event_form) is None
    assert not was_sent(event_form)
    with pytest.raises(Refused, match="no report that is sent"):
        mark_sent(event_form, "desk", "FAX", session.now())


@pytest.mark.parametrize(
    ("to", "how", "late"), [("x" * 5000, "FAX", ""), ("desk", "DOVE", ""), ("desk", "FAX", "y" * 5000)]
)
def test_what_cant_be_a_value_marks_nothing(
    session: Session, uid: str, event: Place, to: str, how: str, late: str
) -> None:
    report = begin(session, uid)
    with pytest.raises(Refused):
        mark_sent(report, to, how, session.now(), late)
    assert not was_sent(report)
    assert not report.record.drafts


def test_a_locked_or_voided_report_is_not_marked_as_sent(session: Session, uid: str, event: Place) -> None:
    report = begin(session, uid)
    report.save()
    identify(session, "M. Monitor", "monitor")
    lock_form(session, uid, report.place, "cleaned")
    identify(session, "B. Sample", "coordinator")
    with pytest.raises(Refused, match="was not marked as sent"):
        mark_sent(Entering(session, uid, report.place), "desk", "FAX", session.now())
    assert [line.place for line in open_clocks(session.reader, session.now())] == [report.place]


def test_a_pregnancy_has_its_clock_too(session: Session, uid: str, clock: Clock) -> None:
    place = Place("LOG", "PGR", "", "p1")
    report = enter(session, uid, place, PGRDAT="05-MAR-2026", PGRTIM="09:00")
    (line,) = open_clocks(session.reader, session.now())
    assert line.pill == "PGR 01-001 · 20 h 56 min left"
    mark_sent(report, "safety desk", "EMAIL", session.now())
    assert report.record.answer("PGRTO").value == "safety desk"
    assert open_clocks(session.reader, session.now()) == ()


def test_clocks_of_voided_subjects_dont_show(session: Session, uid: str, event: Place, fill: Fill) -> None:
    void_subject(session, uid, "enrolled twice")
    assert open_clocks(session.reader, session.now()) == ()


def test_a_late_report_keeps_its_reason_where_nobody_entered_when_the_site_knew(
    session: Session, uid: str, event: Place, clock: Clock
) -> None:
    """The clock runs from the entry then, so that lateness is asked about; the reason is no hidden value."""
    report = begin(session, uid)
    report.save()
    clock.at += timedelta(hours=30)
    mark_sent(report, "safety desk", "PORTAL", session.now(), "no line to the portal")
    assert (0, "LATEWHY") in report.step.visible
    assert "hidden" not in [one.check for one in report.step.findings]


@pytest.mark.parametrize("kind", ["AMEND", "NULL"])
def test_an_amendment_or_nullification_keeps_its_number(
    session: Session, uid: str, event: Place, clock: Clock, kind: str
) -> None:
    sent(session, uid, clock)
    report = sent(session, uid, clock, SAETYPE=kind)
    assert report.record.answer("SAENO").value == "1"
    assert [one.check for one in report.step.findings if one.item == "SAENO"] == []
