"""A confirmed deviation writes its line of the log in the same act; confirmed anew it is renewed, withdrawn voided."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crf.actions.deviations import what_happened
from crf.actions.entering import Entering
from crf.actions.session import Session
from crf.actions.verifying import cache_troubles
from crf.actions.voiding import void_form
from crf.forms.judged import state
from crf.forms.links import link_words
from crf.forms.record import Answer, Edit, Finding, Place
from crf.reading.rows import log_rows
from tests.crf.actions.conftest import CTX, Fill

HERE = Place("COND", "CTX")
DOSE = CTX | {"ECDSTXT": "1120"}
"""1120 mg given where 1000 mg were prescribed: beyond 10 %."""


def proposal(entering: Entering) -> Finding:
    """The deviation the program proposes."""
    return next(one for one in entering.step.findings if one.level == "deviation")


@pytest.fixture
def dose(session: Session, uid: str, weighed: Fill) -> Entering:
    """A dose form that is saved and proposes a deviation."""
    weighed("COND", "CTX", **DOSE)
    return Entering(session, uid, HERE)


def lines(session: Session, uid: str) -> list[tuple[Place, dict[str, str], bool]]:
    """Every line of the deviation log: place, answers, whether voided."""
    data = session.file.data(uid)
    rows = (row.place for row in log_rows(session.reader, uid, "DV", session.now()).rows)
    return [
        (place, {item: one.value for (_, item), one in data.at(place).answers.items()}, 0 in data.at(place).voided)
        for place in rows
    ]


def test_a_proposal_alone_writes_no_line(session: Session, uid: str, dose: Entering) -> None:
    assert proposal(dose).open
    assert lines(session, uid) == []


def test_confirming_writes_the_line_in_the_same_act(session: Session, uid: str, dose: Entering) -> None:
    acts = session.file.act_count()
    finding = proposal(dose)
    dose.confirm(finding, "The vial was labelled wrongly")
    assert session.file.act_count() == acts + 1
    (place, values, void) = lines(session, uid)[0]
    assert (place.event, place.form, void) == ("LOG", "DV", False)
    assert values["DVCAUSE"] == "The vial was labelled wrongly"
    assert values["DVSTDAT"] == "2026-03-05"
    assert values["DVDETDAT"] == "2026-03-05"
    assert values["DVLINK"] == f"CTX.{finding.item}@COND {finding.check}"
    context = session.reader.context(uid, session.now())
    assert link_words(context, Answer(values["DVFROM"])) == "Given dose 1120 mg, 05-MAR-2026"
    assert (values["DVPLAN"], values["DVACT"]) == ("994.99 mg", "1120 mg")
    assert values["DVTERM"]
    assert {"DVIMP", "DVBREACH", "DVACTION", "DVSPYN", "DVECYN"} & set(values) == set(), "the investigator's part"
    assert cache_troubles(session) == []


def test_the_category_comes_from_the_check(session: Session, uid: str, dose: Entering) -> None:
    finding = proposal(dose)
    check = next(one for one in dose.form.checks if one.id == finding.check)
    dose.confirm(finding, "The vial was labelled wrongly")
    category = lines(session, uid)[0][1]["DVCAT"]
    assert category == (check.category or "OTHER")
    assert session.study.codelist("DVCAT").choice(category) is not None


def test_cells_outside_the_range_are_written_with_the_range(session: Session, uid: str, weighed: Fill) -> None:
    weighed("D2", "NK", ECOCCUR="Y", ECDSTXT="4.9e7")
    entering = Entering(session, uid, Place("D2", "NK"))
    entering.confirm(next(one for one in entering.step.findings if one.check == "NK-09"), "The product held fewer")
    values = lines(session, uid)[0][1]
    assert (values["DVPLAN"], values["DVACT"]) == ("5 × 10⁷ to 5 × 10⁸ cells", "4.9 × 10⁷ cells")


def test_a_finding_that_is_no_deviation_writes_no_line(session: Session, uid: str, weighed: Fill) -> None:
    weighed("SCR", "VS", "Measured again", HEIGHT="300")
    entering = Entering(session, uid, Place("SCR", "VS"))
    soft = next(one for one in entering.step.findings if one.level == "soft" and one.open)
    entering.confirm(soft, "Measured twice")
    assert lines(session, uid) == []


def test_confirmed_anew_after_a_change_the_same_line_is_renewed(session: Session, uid: str, dose: Entering) -> None:
    dose.confirm(proposal(dose), "The vial was labelled wrongly")
    (place, first, _) = lines(session, uid)[0]
    classified = Entering(session, uid, place)
    classified.edit(Edit(0, "DVIMP", "Y"))
    classified.save("Classified")
    again = Entering(session, uid, HERE)
    again.edit(Edit(0, "ECDSTXT", "1150"))
    again.save("Pump read again")
    assert proposal(again).open, "other values need another confirmation"
    again.confirm(proposal(again), "Pump read again")
    (same, second, void) = lines(session, uid)[0]
    assert len(lines(session, uid)) == 1
    assert (same, void) == (place, False)
    assert "1150" in second["DVACT"]
    assert second["DVCAUSE"] == "Pump read again"
    assert second["DVIMP"] == "Y", "what the investigator said stays"
    assert second["DVDETDAT"] == first["DVDETDAT"]


def test_withdrawn_the_line_is_voided_in_the_same_act(session: Session, uid: str, dose: Entering) -> None:
    dose.confirm(proposal(dose), "The vial was labelled wrongly")
    acts = session.file.act_count()
    dose.withdraw(proposal(dose), "Confirmed by mistake")
    assert session.file.act_count() == acts + 1
    assert [void for _, _, void in lines(session, uid)] == [True]
    assert proposal(dose).open
    row = log_rows(session.reader, uid, "DV", session.now()).rows[0]
    assert (row.status, row.void) == ("voided", "Confirmed by mistake")


def test_confirmed_after_a_withdrawal_a_new_line_stands_beside_the_void_one(
    session: Session, uid: str, dose: Entering
) -> None:
    for _ in range(2):
        dose.confirm(proposal(dose), "The vial was labelled wrongly")
        dose.withdraw(proposal(dose), "Confirmed by mistake")
    dose.confirm(proposal(dose), "It was so")
    assert [void for _, _, void in lines(session, uid)] == [True, True, False]


def test_a_line_voided_by_hand_is_written_anew_with_the_next_confirmation(
    session: Session, uid: str, dose: Entering
) -> None:
    dose.confirm(proposal(dose), "The vial was labelled wrongly")
    void_form(session, uid, lines(session, uid)[0][0], "Typed twice")
    again = Entering(session, uid, HERE)
    again.edit(Edit(0, "ECDSTXT", "1150"))
    again.save("Pump read again")
    again.confirm(proposal(again), "Pump read again")
    assert [void for _, _, void in lines(session, uid)] == [True, False]


def test_confirmed_before_the_first_save_the_line_comes_with_it(session: Session, uid: str, weighed: Fill) -> None:
    weighed("COND", "VS", "Typing error", WEIGHT="60")
    entering = Entering(session, uid, HERE)
    for item, raw in DOSE.items():
        entering.edit(Edit(0, item, raw))
    entering.confirm(proposal(entering), "The vial was labelled wrongly")
    assert lines(session, uid) == [], "nothing is saved yet"
    acts = session.file.act_count()
    entering.save()
    assert session.file.act_count() == acts + 1
    assert len(lines(session, uid)) == 1


def test_two_deviations_have_a_line_each(session: Session, uid: str, dose: Entering) -> None:
    found = [one for one in dose.step.findings if one.level == "deviation"]
    late = Entering(session, uid, HERE)
    late.edit(Edit(0, "ECSTDAT", "2026-03-20"))
    late.save("Pump read again")
    again = [one for one in late.step.findings if one.level == "deviation"]
    assert len(again) > len(found)
    for one in again:
        late.confirm(one, "So it was")
    links = [values["DVLINK"] for _, values, _ in lines(session, uid)]
    assert len(links) == len(set(links)) == len(again)


def test_enrolling_against_a_criterion_is_important_until_an_investigator_says_otherwise(
    session: Session, uid: str, fill: Fill
) -> None:
    fill("SCR", "IC", RFICDAT="12-FEB-2026", RFICTIM="10:20", ICVERS="2.0", ICCOPY="Y")
    fill("SCR", "IE", IEDAT="02-MAR-2026", EX01="Y")
    fill("SCR", "PLAN", ENRYN="Y", ENRDAT="02-MAR-2026", PLAND1="09-MAR-2026")
    entering = Entering(session, uid, Place("SCR", "PLAN"))
    against = next(one for one in entering.step.findings if one.check == "PLAN-02")
    entering.confirm(against, "Noticed after the dose")
    ((place, values, _),) = lines(session, uid)
    assert (values["DVCAT"], values["DVIMP"]) == ("ELIGIBILITY", "Y")
    form, record = session.study.form("DV"), session.file.data(uid).at(place)
    assert state(form, record, form.item("DVIMP")) == "unconfirmed", "the investigator classifies"
    classified = Entering(session, uid, place)
    classified.edit(Edit(0, "DVIMP", "N"))
    classified.save("Classified")
    fill("SCR", "IE", reason="New information", EX02="Y")
    again = Entering(session, uid, Place("SCR", "PLAN"))
    again.confirm(next(one for one in again.step.findings if one.check == "PLAN-02"), "Two criteria")
    assert lines(session, uid)[0][1]["DVIMP"] == "N"


def test_enrolling_without_consent_is_important_and_before_eligibility_was_judged_says_from_when(
    session: Session, uid: str, fill: Fill
) -> None:
    fill("SCR", "IE", IEDAT="02-MAR-2026")
    fill("SCR", "PLAN", ENRYN="Y", ENRDAT="01-MAR-2026", PLAND1="09-MAR-2026")
    entering = Entering(session, uid, Place("SCR", "PLAN"))
    for check in ("PLAN-09", "PLAN-06"):
        entering.confirm(next(one for one in entering.step.findings if one.check == check), "Enrolled by telephone")
    found = {tuple(map(values.get, ("DVCAT", "DVIMP", "DVPLAN", "DVACT"))) for _, values, _ in lines(session, uid)}
    assert found == {
        ("CONSENT", "Y", None, "01-MAR-2026"),
        ("ELIGIBILITY", None, "02-MAR-2026 or later", "01-MAR-2026"),
    }


@pytest.fixture
def omitted(session: Session, uid: str, fill: Fill) -> Callable[[], str]:
    """Cyclophosphamide planned for 5 March and left out; confirms that, and tells the day the log then says."""
    fill("SCR", "PLAN", ENRYN="Y", PLAND1="09-MAR-2026")
    fill("COND", "CTX", ECOCCUR="N", ECREASOC="SUPPLY")

    def occurred() -> str:
        entering = Entering(session, uid, HERE)
        entering.confirm(proposal(entering), "The drug did not come")
        return lines(session, uid)[-1][1].get("DVSTDAT", "")

    return occurred


def test_a_dose_left_out_is_a_deviation_of_the_planned_day(omitted: Callable[[], str]) -> None:
    assert omitted() == "2026-03-05"


def test_a_dose_left_out_is_a_deviation_of_the_day_the_visit_took_place(omitted: Callable[[], str], fill: Fill) -> None:
    fill("COND", "VS", VSDAT="04-MAR-2026", WEIGHT="60")
    assert omitted() == "2026-03-04"


def test_a_planned_day_that_has_not_come_is_no_day_of_a_deviation(
    session: Session, uid: str, omitted: Callable[[], str], fill: Fill
) -> None:
    fill("SCR", "PLAN", reason="Product late", PLAND1="10-MAR-2026")
    assert omitted() == ""
    (place, _, _) = lines(session, uid)[0]
    by_hand = Entering(session, uid, place)
    by_hand.edit(Edit(0, "DVSTDAT", "2026-03-03"))
    by_hand.save()
    fill("SCR", "PLAN", reason="Product came", PLAND1="09-MAR-2026")
    fill("COND", "CTX", reason="Typing error", ECREASOC="SUBJ")
    assert omitted() == "2026-03-03", "a day that somebody typed stays"


def test_confirmed_anew_after_its_day_was_corrected_the_log_says_that_day(
    session: Session, uid: str, dose: Entering
) -> None:
    dose.confirm(proposal(dose), "The vial was labelled wrongly")
    again = Entering(session, uid, HERE)
    again.edit(Edit(0, "ECSTDAT", "2026-03-04"))
    again.edit(Edit(0, "ECDSTXT", "1150"))
    again.save("Typing error")
    again.confirm(proposal(again), "The vial was labelled wrongly")
    assert [values["DVSTDAT"] for _, values, _ in lines(session, uid)] == ["2026-03-04"]


def test_a_line_typed_by_hand_comes_from_no_check(session: Session, uid: str) -> None:
    from crf.actions.entering import new_place

    entering = Entering(session, uid, new_place(session, "LOG", "DV"))
    entering.edit(Edit(0, "DVTERM", "The consent copy was posted late"))
    entering.save()
    ((_, values, _),) = lines(session, uid)
    assert "DVLINK" not in values
    assert session.file.data(uid).at(entering.place).answer("DVTERM") == Answer("The consent copy was posted late")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Given 1120 mg differs by +9.80 %. Correct it, or confirm it.", "Given 1120 mg differs by +9.80 %."),
        ("The dose was not given: Drug not available. Confirm it.", "The dose was not given: Drug not available."),
        ("One sentence only", "One sentence only"),
    ],
)  # fmt: skip
def test_the_line_says_what_happened_without_the_mend(sentence: str, told: str) -> None:
    assert what_happened(sentence) == told


NK = {"ECOCCUR": "Y", "ECSTDAT": "2026-03-10", "ECSTTIM": "11:20", "ECENDAT": "2026-03-10", "ECENTIM": "11:52"}
LATE_IL2 = {"ECOCCUR": "Y", "ECSTDAT": "2026-03-11", "ECSTTIM": "11:53"}


@pytest.mark.parametrize(
    ("event", "form", "answers", "check", "planned", "actual"),
    [
        ("D2", "IL2", LATE_IL2, "IL2-21", "11-MAR-2026 11:52 at the latest", "11-MAR-2026 11:53"),
        ("D2", "IL2", LATE_IL2 | {"ECSTDAT": "2026-03-10", "ECSTTIM": "11:00"}, "IL2-22",
         "10-MAR-2026 11:52 or later", "10-MAR-2026 11:00"),
        ("D2", "IL2", LATE_IL2 | {"ECSTDAT": "2026-03-12"}, "IL2-02", "10-MAR-2026", "12-MAR-2026"),
        ("D2", "IL2", {"ECOCCUR": "N", "ECREASOC": "SUPPLY"}, "IL2-01", "500 000 IU/m²", "Drug not available"),
        ("COND", "CTX", {"ECOCCUR": "N", "ECREASOC": "SUPPLY"}, "CTX-01", "600 mg/m²", "Drug not available"),
        ("D1", "TRA", {"ECOCCUR": "N", "ECREASOC": "SUPPLY"}, "TRA-01", "", "Drug not available"),
        ("D1", "TRA", {"ECOCCUR": "Y", "ECPHASE": "M", "ECSTDAT": "2026-03-09"}, "TRA-23", "8 mg/kg", "Maintenance"),
        ("D1", "TRA", {"ECOCCUR": "Y", "ECSTDAT": "2026-03-09", "ECEXPDAT": "UN-FEB-2026"}, "TRA-11",
         "UN-FEB-2026 at the latest", "UN-FEB-2026"),
        ("COND", "CTX", {"ECOCCUR": "Y", "ECSTDAT": "2026-03-01"}, "CTX-31", "", "01-MAR-2026"),
    ],
)  # fmt: skip
def test_the_log_says_what_was_planned_and_what_was_done(
    session: Session, uid: str, weighed: Fill, event: str, form: str, answers: dict[str, str], check: str,
    planned: str, actual: str,
) -> None:  # fmt: skip
    weighed("D2", "NK", **NK)
    weighed(event, form, **answers)
    entering = Entering(session, uid, Place(event, form))
    entering.confirm(next(one for one in entering.step.findings if one.check == check), "So it was")
    values = lines(session, uid)[0][1]
    assert (values.get("DVPLAN", "").replace("\u00a0", " "), values["DVACT"]) == (planned, actual)


def undone(session: Session, uid: str) -> list[str]:
    """What the line of the log says of what it rests on."""
    return [
        one.check for one in Entering(session, uid, lines(session, uid)[0][0]).step.findings if one.check == "undone"
    ]


def out_of_window(session: Session, uid: str, weighed: Fill) -> None:
    """Cyclophosphamide of 5 March, confirmed as out of the window of a day 1 on 11 March."""
    weighed("COND", "CTX", **CTX)
    weighed("D1", "TRA", ECOCCUR="Y", ECSTDAT="2026-03-11")
    entering = Entering(session, uid, HERE)
    entering.confirm(next(one for one in entering.step.findings if one.check == "CTX-02"), "Day 1 slipped")


def test_a_deviation_that_no_longer_follows_from_a_corrected_day_1_is_a_finding_of_its_line(
    session: Session, uid: str, weighed: Fill
) -> None:
    out_of_window(session, uid, weighed)
    assert undone(session, uid) == []
    weighed("D1", "TRA", "A slip of the pen", ECSTDAT="2026-03-09")
    assert undone(session, uid) == ["undone"]
    assert log_rows(session.reader, uid, "DV", session.now()).rows[0].status == "findings"
    assert cache_troubles(session) == []
    weighed("D1", "TRA", "It was right before", ECSTDAT="2026-03-11")
    assert undone(session, uid) == []


def test_a_deviation_of_an_answer_that_is_no_longer_asked_or_was_voided_is_a_finding_too(
    session: Session, uid: str, weighed: Fill
) -> None:
    out_of_window(session, uid, weighed)
    weighed("COND", "CTX", "It wasn't given", ECOCCUR="N", ECREASOC="AE")
    assert undone(session, uid) == ["undone"]
    weighed("COND", "CTX", "It was", ECOCCUR="Y")
    assert undone(session, uid) == []
    void_form(session, uid, HERE, "Wrong subject")
    assert undone(session, uid) == ["undone"]


def test_a_line_whose_check_left_the_definition_stays_as_it_is(session: Session, uid: str, weighed: Fill) -> None:
    out_of_window(session, uid, weighed)
    place = lines(session, uid)[0][0]
    row = Entering(session, uid, place)
    row.edit(Edit(0, "DVLINK", "CTX.ECSTDAT@COND CTX-99"))
    row.save("Renumbered")
    weighed("D1", "TRA", "A slip of the pen", ECSTDAT="2026-03-09")
    assert undone(session, uid) == []
