"""The forms around the treatment: where each stands, what it derives, what its checks say over forms and visits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from crf.forms.schedule import Visit, visits
from crf.reading.calendar import due_state, ended_phase
from crf.reading.subjects import coming, state
from crf.study.expressions import AGGREGATES, Call, Node, Ref, parse, walk
from crf.study.model import Check, Form, Item
from tests.study.course import STUDY, finding, said
from tests.study.longer import BASELINE, Longer, dosed, imaged, last_cycle

# The matrix: one row a form, a mark for each of its visits.
MATRIX = """
       SCR COND D1 D2 D4 D6 D8 D15 TLT CYCLE TA EOT SFU SURV END UNS LOG
BCH    x   .    .  .  .  .  .  .   .   .     .  .   .   .    .   .   .
PE     x   x    x  .  .  .  x  x   x   x     .  x   x   .    .   x   .
ECG    x   .    .  .  .  .  .  .   x   .     .  x   x   .    .   x   .
LVEF   x   .    .  .  .  .  .  .   .   .     x  x   .   .    .   x   .
HEM    x   x    x  .  .  .  x  x   x   x     .  x   x   .    .   x   .
CHEM   x   x    x  .  .  .  x  x   x   x     .  x   x   .    .   x   .
COAG   x   x    .  .  .  .  x  .   x   .     .  x   .   .    .   x   .
URIN   x   .    .  .  .  .  .  .   .   .     .  x   .   .    .   x   .
PREG   x   x    .  .  .  .  .  .   .   x     .  x   x   .    .   x   .
SERO   x   .    .  .  .  .  .  .   .   .     .  .   .   .    .   x   .
NKP    .   .    .  x  .  .  .  .   .   .     .  .   .   .    .   .   .
BX     x   .    .  .  .  .  x  x   .   .     .  x   .   .    .   x   .
TU     x   .    .  .  .  .  .  .   .   .     x  .   .   .    .   x   .
EOT    .   .    .  .  .  .  .  .   .   .     .  x   .   .    .   .   .
SURV   .   .    .  .  .  .  .  .   .   .     .  .   .   x    .   .   .
DTH    .   .    .  .  .  .  .  .   .   .     .  .   .   .    x   .   .
EOS    .   .    .  .  .  .  .  .   .   .     .  .   .   .    x   .   .
SIGN   .   .    .  .  .  .  .  .   .   .     .  .   .   .    x   .   .
MH     .   .    .  .  .  .  .  .   .   .     .  .   .   .    .   .   x
CM     .   .    .  .  .  .  .  .   .   .     .  .   .   .    .   .   x
BT     .   .    .  .  .  .  .  .   .   .     .  .   .   .    .   .   x
PR     .   .    .  .  .  .  .  .   .   .     .  .   .   .    .   .   x
ACT    .   .    .  .  .  .  .  .   .   .     .  .   .   .    .   .   x
SAE    .   .    .  .  .  .  .  .   .   .     .  .   .   .    .   .   x
DON    .   .    .  .  .  .  .  .   .   .     .  .   .   .    .   .   x
DAE    .   .    .  .  .  .  .  .   .   .     .  .   .   .    .   .   x
RC     .   .    .  .  .  .  .  .   .   .     .  .   .   .    .   .   x
WD     .   .    .  .  .  .  .  .   .   .     .  .   .   .    .   .   x
PGR    .   .    .  .  .  .  .  .   .   .     .  .   .   .    .   .   x
"""


def matrix() -> dict[str, list[str]]:
    head, *rows = (line.split() for line in MATRIX.strip().splitlines())
    return {row[0]: [event for event, mark in zip(head, row[1:], strict=True) if mark == "x"] for row in rows}


ROWS = matrix()


@pytest.mark.req("PA-089")
@pytest.mark.parametrize("form", ROWS)
def test_each_form_stands_at_its_visits_and_nowhere_else(form: str) -> None:
    assert [event.id for event in STUDY.events if form in event.forms] == ROWS[form]
    assert STUDY.form(form).log is (ROWS[form] == ["LOG"])


@pytest.mark.parametrize("form", ROWS)
def test_each_item_has_help_and_source_each_form_its_standard_names(form: str) -> None:
    found = STUDY.form(form)
    assert found.section
    assert any(item.cdash for item in found.items) or form in ("PGR",)
    assert any(item.sdtm for item in found.items)
    for item in found.items:
        assert len(item.help) > 15, item.id
        assert bool(item.source) is not bool(item.method), item.id
        assert not item.cdash or item.cdash == item.cdash.upper()


def _dates() -> Iterator[tuple[Form, Item]]:
    yield from ((form, item) for form in STUDY.forms if form.id in ROWS for item in form.items if item.type == "date")


COMPLETE = {
    "PEDAT",
    "EGDAT",
    "CVDAT",
    "LBDAT",
    "BXDAT",
    "SMPDAT",
    "TUDAT",
    "RCDAT",
    "WDDAT",
    "DONCDAT",
    "COLDAT",
    "AWAREDAT",
    "REPDAT",
    "PGRDAT",
    "BTDAT",
    "SURVDAT",
    "RCVDAT",
    "RELDAT",
}
"""Consent, dosing, sampling, awareness: dates without which nothing can be judged."""


def test_dates_of_consent_sampling_and_awareness_are_complete_those_of_history_may_be_partial() -> None:
    partial = {item.id for _, item in _dates() if item.partial}
    assert {item.id for _, item in _dates()} >= COMPLETE
    assert not partial & COMPLETE
    assert {"MHSTDAT", "BCDXDAT", "PTENDAT", "CMSTDAT", "DTHDAT", "LMPDAT"} <= partial


# how many checks, and how many of them look beyond their form


def looks_beyond(form: Form, node: Node) -> bool:
    """Whether an expression reads another form, another visit, or the schedule."""
    match node:
        case Ref(_, other, event):
            return other not in ("", form.id) or bool(event)
        case Call(function, args, options) if function in AGGREGATES:
            return bool(options.keys() & {"before", "upto"}) or any(looks_beyond(form, one) for one in args)
        case Call(function, _, _):
            return function in ("anchor", "window_first", "window_last", "visit_day")
    return False


def across(form: Form, check: Check) -> bool:
    return any(looks_beyond(form, node) for node in walk(parse(check.fires)))


def test_at_least_150_checks_60_of_them_across_forms_or_visits() -> None:
    checks = [(form, check) for form in STUDY.forms for check in form.checks]
    windows = [1 for form, check in checks if across(form, check) and "window_first" in check.fires]
    assert len(checks) >= 300
    assert sum(across(form, check) for form, check in checks) - len(windows) >= 150


# tumour assessment


def sums(course: Longer, event: str, *items: str) -> list[str]:
    return [course.value(event, "TU", item) for item in items]


def test_the_sum_of_diameters_and_its_changes() -> None:
    course = dosed()
    imaged(course, "SCR", "2026-02-18", BASELINE)
    assert sums(course, "SCR", "TRCOUNT", "SUMDIAM", "SUMBASE", "SUMNADIR") == ["2", "56", "", ""]
    imaged(course, "TA", "2026-05-06", (("T1", "LIVER", "45"), ("T2", "LUNG", "24")))
    assert sums(course, "TA", "SUMDIAM", "SUMBASE", "CHGBASE", "PCHGBASE") == ["69", "56", "13", "23.21"]
    assert sums(course, "TA", "SUMNADIR", "CHGNADIR", "PCHGNAD") == ["56", "13", "23.21"]
    assert sums(course, "SCR", "SUMDIAM") == ["56"]


def test_the_nadir_is_the_smallest_earlier_sum() -> None:
    course = dosed()
    imaged(course, "SCR", "2026-02-18", BASELINE)
    imaged(course, "TA", "2026-05-06", (("T1", "LIVER", "20"), ("T2", "LUNG", "15")))
    imaged(course, "UNS", "2026-07-08", (("T1", "LIVER", "25"), ("T2", "LUNG", "16")))
    assert sums(course, "UNS", "SUMDIAM", "SUMBASE", "SUMNADIR", "CHGNADIR") == ["41", "56", "35", "6"]
    assert said(course.fill("UNS", "TU", TRGRESP="PD", OVRLRESP="PD", NTRGRESP="NA")) == ["TU-09"]


def test_two_assessments_of_one_day_are_not_added_up() -> None:
    course = dosed()
    imaged(course, "SCR", "2026-02-18", BASELINE)
    imaged(course, "TA", "2026-05-06", (("T1", "LIVER", "45"), ("T2", "LUNG", "24")))
    imaged(course, "UNS", "2026-05-06", (("T1", "LIVER", "40"), ("T2", "LUNG", "20")))
    assert sums(course, "TA", "TRCOUNT", "SUMDIAM") == ["2", "69"]
    assert sums(course, "UNS", "TRCOUNT", "SUMDIAM") == ["2", "60"]


def test_a_lesion_not_measured_leaves_no_sum() -> None:
    course = dosed()
    imaged(course, "SCR", "2026-02-18", BASELINE)
    imaged(course, "TA", "2026-05-06", (("T1", "LIVER", "45"), ("T2", "LUNG", "ND")))
    assert sums(course, "TA", "TRCOUNT", "SUMDIAM", "CHGBASE") == ["2", "", ""]


def test_the_biopsy_lesion_is_refused_as_target() -> None:
    course = dosed()
    course.fill("SCR", "BX", BXPERF="Y", BXDAT="2026-02-19", BXLESION="B1")
    imaged(course, "SCR", "2026-02-18", (*BASELINE, ("B1", "SKIN", "15")))
    step = course.step("SCR", "TU")
    assert [(one.check, one.line, one.level) for one in step.findings if one.check == "TU-05"] == [
        ("TU-05", 3, "deviation")
    ]
    assert "BX-04" in said(course.step("SCR", "BX"))


def test_tumour_assessments_stand_every_nine_weeks_from_day_1() -> None:
    course = dosed()
    assert spans(course, "TA") == [("2026-05-11", "2026-05-04", "2026-05-18")]
    imaged(course, "TA", "2026-05-06", ())
    assert spans(course, "TA")[1] == ("2026-07-13", "2026-07-06", "2026-07-20")
    assert said(course.step("TA", "TU")) == []
    imaged(course, "TA", "2026-05-19", ())
    assert finding(course.step("TA", "TU"), "TU-01").level == "deviation"


# schedule after treatment


def spans(course: Longer, event: str) -> list[tuple[str, str, str]]:
    return [tuple(map(str, (one.planned, one.earliest, one.latest))) for one in columns(course, event)]  # type: ignore[misc]


def columns(course: Longer, event: str) -> list[Visit]:
    return [one for one in visits(course.context) if one.event.id == event]


def test_safety_follow_up_30_days_after_the_last_dose_of_any_drug() -> None:
    course = dosed()
    last_cycle(course)
    course.fill("CYCLE", "PER", "2", ECOCCUR="N", ECREASOC="AE", ECSTDAT="2026-04-22")
    course.fill("EOT", "EOT", DSSTDAT="2026-05-08", DSDECOD="PD")
    assert course.value("EOT", "EOT", "LASTDOSE") == "2026-04-21"
    course.fill("CYCLE", "PER", "2", ECSTDAT="")
    assert spans(course, "SFU") == [("2026-05-21", "2026-05-14", "2026-05-28")]


@pytest.mark.parametrize(
    ("day", "checks"), [("2026-05-13", ["PE-01"]), ("2026-05-14", []), ("2026-05-28", []), ("2026-05-29", ["PE-01"])]
)
def test_the_window_of_safety_follow_up_holds_its_ends(day: str, checks: list[str]) -> None:
    course = dosed()
    last_cycle(course)
    course.fill("EOT", "EOT", DSSTDAT="2026-05-08", DSDECOD="OTH", DSTERM="plan", DSNEXT="N")
    assert said(course.fill("SFU", "PE", PEDAT=day, PERES="N", ECOG="1")) == checks


def test_survival_follow_up_every_12_weeks_from_the_end_of_treatment() -> None:
    course = dosed()
    assert spans(course, "SURV") == [("None", "None", "None")]
    course.fill("EOT", "EOT", DSSTDAT="2026-05-08", DSDECOD="OTH", DSTERM="plan", DSNEXT="N")
    assert spans(course, "SURV") == [("2026-07-31", "2026-07-17", "2026-08-14")]
    course.fill("SURV", "SURV", "1", SURVDAT="2026-08-14", SURVHOW="PHONE", SURVSTAT="ALIVE")
    assert spans(course, "SURV")[1] == ("2026-10-23", "2026-10-09", "2026-11-06")
    assert said(course.step("SURV", "SURV", "1")) == []
    assert said(course.fill("SURV", "SURV", "1", SURVDAT="2026-08-15")) == ["SURV-01"]


def test_contraception_until_the_last_of_three_days() -> None:
    course = dosed()
    course.fill("SCR", "DM", SEX="F", CHILDPOT="Y")
    last_cycle(course)
    course.fill("CYCLE", "PER", "2", ECOCCUR="Y", ECPHASE="M", ECSTDAT="2026-04-21")
    course.fill("EOT", "EOT", DSSTDAT="2026-05-08", DSDECOD="PD")
    assert course.value("EOT", "EOT", "CONTREND") == "2027-03-05"
    course.fill("COND", "CTX", ECSTDAT="2025-03-05")
    assert course.value("EOT", "EOT", "CONTREND") == "2026-11-21"
    course.fill("SCR", "DM", CHILDPOT="N")
    assert course.value("EOT", "EOT", "CONTREND") == ""


# states


def named(course: Longer) -> str:
    reached = state(course.context)
    return reached.name if reached else ""


def standing(course: Longer, event: str, today: date = date(2026, 5, 20)) -> str:
    return due_state(course.context, columns(course, event)[-1], today, ended_phase(course.context))


def test_off_treatment_follow_up_stays_due_and_tumour_assessment_until_progression() -> None:
    course = dosed()
    last_cycle(course)
    assert (named(course), standing(course, "CYCLE")) == ("", "overdue")
    course.fill("EOT", "EOT", DSSTDAT="2026-05-08", DSDECOD="AE", DSTERM="2", DSNEXT="N")
    assert named(course) == "Off treatment"
    found = {event: standing(course, event) for event in ("CYCLE", "TA", "SFU", "SURV", "TLT", "EOT")}
    assert found == {
        "CYCLE": "not due",
        "TA": "overdue",
        "SFU": "open",
        "SURV": "ahead",
        "TLT": "overdue",
        "EOT": "done",
    }
    course.fill("TLT", "TLT", TLTDAT="2026-04-08")
    following = coming(course.context, visits(course.context), date(2026, 5, 20))
    assert following is not None
    assert following.event.id == "SFU"
    course.fill("EOT", "EOT", DSDECOD="PD")
    assert named(course) == "Off treatment, progressed"
    assert [standing(course, event) for event in ("TA", "SFU", "SURV")] == ["not due", "open", "ahead"]


@pytest.mark.parametrize(
    ("event", "form", "values", "name"),
    [
        ("LOG", "WD", {"WDDAT": "2026-05-01", "WDTYPE": "TREAT"}, ""),
        ("LOG", "WD", {"WDDAT": "2026-05-01", "WDTYPE": "PART"}, "Withdrawn from participation"),
        ("END", "EOS", {"DSSTDAT": "2026-05-01", "DSDECOD": "LOST"}, "Study ended"),
        ("END", "DTH", {"DTHDAT": "2026-05"}, "Died"),
        ("LOG", "ACT", {"CMTRT": "capecitabine"}, ""),
    ],
)
def test_what_ends_a_course(event: str, form: str, values: dict[str, str], name: str) -> None:
    course = dosed()
    course.fill(event, form, **values)
    assert named(course) == name
    assert standing(course, "CYCLE") == ("not due" if name else "overdue")
