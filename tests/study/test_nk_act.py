"""The definition NK-ACT-BC_2020 means what the protocol's registry entry says: doses, days, order, limits, events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from crf.forms.examples import fires
from crf.study.dosing import rule_of
from crf.study.expressions import Literal, Operation, parse, refs, walk
from crf.study.model import Check, Example, Form
from crf.text import unit_words
from tests.study.course import STUDY, Course, finding, said, screened, sentence, treated

REGISTRY = "NCT05385705"
ORDER = ("<", "<=", ">", ">=")


def examples() -> Iterator[tuple[Form, Check, Example]]:
    for form in STUDY.forms:
        for check in form.checks:
            for example in check.examples:
                yield form, check, example


EXAMPLES = list(examples())


@pytest.mark.parametrize(
    ("form", "check", "example"), EXAMPLES,
    ids=[f"{check.id} {'fires' if example.fires else 'silent'} {n}" for n, (_, check, example) in enumerate(EXAMPLES)],
)  # fmt: skip
def test_each_example_does_what_it_says(form: Form, check: Check, example: Example) -> None:
    assert fires(STUDY, form, check, example.values) is example.fires


def test_each_check_has_plain_words_a_mend_and_a_source() -> None:
    mends = re.compile(r"\b(correct|enter|confirm|choose|check|answer|mark|give|complete|consider)\b", re.IGNORECASE)
    for form in STUDY.forms:
        for check in form.checks:
            assert mends.search(check.say), check.id
            assert re.fullmatch(r"[^!]+\.", check.say), check.id
            assert check.source, check.id
            assert check.id.startswith(f"{form.id}-")


def test_a_deviation_of_a_day_or_time_says_what_was_planned() -> None:
    silent = set()
    for form in STUDY.forms:
        for check in (one for one in form.checks if one.level == "deviation"):
            if form.item(check.on).type not in ("date", "time") or {"first", "last"} & set(check.values):
                continue
            compared = (one for one in walk(parse(check.fires)) if isinstance(one, Operation) and one.sign in ORDER)
            silent |= {check.id for one in compared if any(ref.item == check.on for ref in refs(one))}
    assert silent == set()


def test_no_check_names_a_unit_that_its_value_brings_along() -> None:
    twice = set()
    for form in STUDY.forms:
        units = {item.id: item.unit for item in form.items}
        units |= {name: number.unit for name, number in (STUDY.numbers | form.numbers).items()}
        for check in form.checks:
            told = ((units.get(name, ""), rest) for name, rest in re.findall(r"\{(\w+)\} ([^\s,;.]+)", check.say))
            twice |= {check.id for unit, rest in told if unit and rest in (unit, unit_words(unit))}
    assert twice == set()


def test_each_question_has_help_and_each_answer_a_source() -> None:
    for form in STUDY.forms:
        for item in form.items:
            assert item.help.endswith("."), (form.id, item.id)
            assert item.method or item.source, (form.id, item.id)


def test_no_placeholder_is_left_in_notes_and_helps() -> None:
    for form in STUDY.forms:
        for text in (form.note, *(item.help for item in form.items), *(item.hint for item in form.items)):
            assert "{" not in text
    assert STUDY.form("CTX").note == "Single dose, 600 mg/m². Times local, 24 h."
    assert STUDY.form("TRA").note.startswith("Loading 8 mg/kg, then 6 mg/kg every 3 weeks.")
    assert STUDY.form("PER").note.startswith("Loading 840 mg, then 420 mg every 3 weeks.")
    assert "once, 5e7 to 5e8 cells." in STUDY.form("NK").note
    assert STUDY.form("IL2").note.startswith("Aldesleukin 500\u00a0000 IU/m² (IU: international units), subcutaneous")


def test_no_number_of_the_protocol_stands_in_an_expression() -> None:
    allowed = {Decimal(0), Decimal(1)}
    for form in STUDY.forms:
        texts = [check.fires for check in form.checks]
        texts += [one for item in form.items for one in (item.method, item.show, item.offer)]
        texts += [
            one[1:] for item in form.items for one in re.findall(r"{([^{}]+)}", item.shown) if one.startswith("=")
        ]
        for text in filter(None, texts):
            numbers = {node.value for node in walk(parse(text)) if isinstance(node, Literal)}
            assert not {one for one in numbers if isinstance(one, Decimal)} - allowed, text


def test_the_formula_shown_is_the_one_of_the_rule() -> None:
    for id in ("CTX", "IL2"):
        form = STUDY.form(id)
        assert form.item("DOSEBSA").shown == "{=how(planned, DOSEHT, DOSEWT)}"
        assert rule_of(STUDY, form, "planned").formula == STUDY.numbers["bsa_formula"].value == "Mosteller"


# doses


def test_the_doses_of_the_example() -> None:
    course = treated()
    assert course.value("COND", "CTX", "DOSEBSA") == "1.658312"
    assert course.value("COND", "CTX", "DOSEPLAN") == "994.99"
    assert course.value("D1", "TRA", "DOSEPLAN") == "480.00"
    assert course.value("D1", "PER", "DOSEPLAN") == "840"
    course.fill("D2", "IL2", ECOCCUR="Y", DOSEPRES="0.829156 million IU", ECDSTXT="829156", ECSTDAT="2026-03-10",
                ECSTTIM="16:30")  # fmt: skip
    assert course.value("D2", "IL2", "DOSEPLAN") == "829156"
    assert course.value("D2", "IL2", "DOSEPRES") == "829156"
    course.fill("CYCLE", "VS", "k", VSDAT="2026-03-30", WEIGHT="60")
    course.fill("CYCLE", "TRA", "k", ECOCCUR="Y", ECPHASE="M", ECSTDAT="2026-03-30")
    course.fill("CYCLE", "PER", "k", ECOCCUR="Y", ECPHASE="M", ECSTDAT="2026-03-30")
    assert course.value("CYCLE", "TRA", "DOSEPLAN", "k") == "360.00"
    assert course.value("CYCLE", "PER", "DOSEPLAN", "k") == "420"
    for event, form in (("COND", "CTX"), ("D1", "TRA"), ("D1", "PER"), ("D2", "NK"), ("D2", "IL2")):
        assert said(course.step(event, form)) == []
    assert said(course.step("CYCLE", "TRA", "k")) == said(course.step("CYCLE", "PER", "k")) == []


@pytest.mark.parametrize(
    ("cells", "checks"), [("4.9e7", ["NK-09"]), ("5e7", []), ("1.8 × 10⁸", []), ("5e8", []), ("500000001", ["NK-09"])]
)
def test_nk_cells_outside_the_range_are_saved_with_a_proposed_deviation(cells: str, checks: list[str]) -> None:
    course = treated()
    step = course.fill("D2", "NK", ECDSTXT=cells)
    assert said(step) == checks
    assert not step.record.drafts
    for check in checks:
        assert finding(step, check).level == "deviation"
        assert "outside the protocol's 5 × 10⁷ to 5 × 10⁸ cells." in sentence(step, check)


@pytest.mark.parametrize(
    ("prescribed", "check", "level"),
    [("1044.73", "", ""), ("1044.75", "CTX-07", "soft"), ("1094.48", "CTX-07", "soft"),
     ("1094.50", "CTX-08", "deviation"), ("945.25", "", ""), ("945.23", "CTX-07", "soft"),
     ("895.48", "CTX-08", "deviation")],
)  # fmt: skip
def test_prescribed_against_planned(prescribed: str, check: str, level: str) -> None:
    step = treated().fill("COND", "CTX", DOSEPRES=prescribed, ECDSTXT=prescribed)
    assert said(step) == ([check] if check else [])
    if check:
        assert finding(step, check).level == level


@pytest.mark.parametrize(
    ("given", "check", "level"),
    [("1050", "", ""), ("1051", "CTX-09", "soft"), ("1100", "CTX-09", "soft"), ("1101", "CTX-10", "deviation"),
     ("950", "", ""), ("900", "CTX-09", "soft"), ("899", "CTX-10", "deviation")],
)  # fmt: skip
def test_given_against_prescribed(given: str, check: str, level: str) -> None:
    step = treated().fill("COND", "CTX", DOSEPRES="1000", ECDSTXT=given)
    assert said(step) == ([check] if check else [])
    if check:
        assert finding(step, check).level == level
        assert re.search(
            r"Given .* differs by [+−]\d+\.\d\d % from the prescribed 1000 mg, more than (5|10) %",
            sentence(step, check),
        )


@pytest.mark.parametrize(("form", "dose", "off"), [("PER", "840", "839"), ("PER", "840", "841")])
def test_a_flat_dose_has_no_tolerance(form: str, dose: str, off: str) -> None:
    course = treated()
    assert said(course.fill("D1", form, DOSEPRES=off, ECDSTXT=off)) == ["PER-08"]
    step = course.fill("D1", form, DOSEPRES=dose, ECDSTXT=off)
    assert said(step) == ["PER-10"]
    assert finding(step, "PER-10").level == "deviation"


def test_a_dose_stopped_for_an_event_is_incomplete_and_no_deviation() -> None:
    course = treated()
    stopped = {"ECSTOPYN": "Y", "ECSTOPWH": "AE", "ECSTOPAE": "1"}
    assert said(course.fill("COND", "CTX", ECDSTXT="400")) == ["CTX-10"]
    assert said(course.fill("COND", "CTX", **stopped)) == []
    assert said(course.fill("D2", "NK", ECDSTXT="2e7", **stopped)) == []
    assert said(course.fill("D1", "PER", ECDSTXT="500", **stopped)) == []
    assert said(course.fill("D1", "PER", ECSTOPWH="LINE")) == ["PER-10"]


@pytest.mark.parametrize("reason", ["SUBJ", "SUPPLY", "OTH", "AE"])
def test_a_missed_dose_is_not_given_never_0_and_a_deviation_unless_for_an_event(reason: str) -> None:
    for event, form in (("COND", "CTX"), ("D1", "TRA"), ("D1", "PER"), ("D2", "NK"), ("D2", "IL2")):
        step = screened().fill(event, form, ECOCCUR="N", ECREASOC=reason)
        assert said(step) == ([] if reason == "AE" else [f"{form}-01"])
        assert (0, "ECDSTXT") not in step.visible
        assert step.record.answer("DOSEPLAN").blank
        if reason != "AE":
            assert finding(step, f"{form}-01").level == "deviation"


def test_a_dose_of_0_lies_outside_the_range() -> None:
    step = treated().fill("COND", "CTX", ECDSTXT="0")
    assert "range" in [one.check for one in step.findings]


# weights


def test_the_weight_of_the_first_dose_is_the_latest_before_it() -> None:
    course = screened(weight="60")
    course.fill("COND", "VS", VSDAT="2026-03-05", VSTIM="11:00", WEIGHT="70")
    course.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT="2026-03-05", ECSTTIM="10:00")
    assert course.value("COND", "CTX", "DOSEWT") == "60"
    course.fill("COND", "CTX", ECSTTIM="11:30")
    assert course.value("COND", "CTX", "DOSEWT") == "70"


def test_a_weight_of_the_same_day_without_a_time_counts_as_before() -> None:
    course = screened()
    course.fill("COND", "VS", VSDAT="2026-03-05", VSTIM="", WEIGHT="61")
    course.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT="2026-03-05", ECSTTIM="10:00")
    assert course.value("COND", "CTX", "DOSEWT") == "61"


@pytest.mark.parametrize(("weight", "used"), [("65.9", "60"), ("66", "66"), ("54.1", "60"), ("54", "54")])
def test_a_later_dose_keeps_its_weight_until_it_changes_by_a_tenth(weight: str, used: str) -> None:
    course = treated()
    course.fill("CYCLE", "VS", "k", VSDAT="2026-03-30", VSTIM="08:00", WEIGHT=weight)
    course.fill("CYCLE", "TRA", "k", ECOCCUR="Y", ECPHASE="M", ECSTDAT="2026-03-30", ECSTTIM="10:00")
    assert course.value("CYCLE", "TRA", "DOSEWT", "k") == used
    assert said(course.step("CYCLE", "TRA", "k")) == []


def test_a_changed_weight_renews_later_interleukin_doses_too() -> None:
    course = treated()
    course.fill("D2", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-10", ECSTTIM="16:00")
    course.fill("D4", "VS", VSDAT="2026-03-12", WEIGHT="67")
    course.fill("D4", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-12", ECSTTIM="10:00")
    assert (course.value("D2", "IL2", "DOSEWT"), course.value("D4", "IL2", "DOSEWT")) == ("60", "67")
    assert said(course.step("D4", "VS")) == ["VS-03"]


@pytest.mark.parametrize(("day", "checks"), [("2026-03-12", []), ("2026-03-13", ["CTX-05"])])
def test_a_weight_older_than_7_days_is_a_finding(day: str, checks: list[str]) -> None:
    course = screened(day1="2026-03-16")
    step = course.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT=day, ECSTTIM="10:00")
    assert said(step) == checks
    assert course.value("COND", "CTX", "DOSEPLAN") == "994.99"
    if checks:
        assert sentence(step, "CTX-05").startswith(
            "The latest weight before this dose is 8 days old, the limit is 7 days."
        )


def test_no_weight_at_all_is_a_finding_and_no_dose() -> None:
    course = Course()
    course.fill("SCR", "PLAN", PLAND1="2026-03-09")
    course.fill("SCR", "IE", IEDAT="2026-03-02")
    step = course.fill("COND", "CTX", ECOCCUR="Y", ECSTDAT="2026-03-05")
    assert said(step) == ["CTX-06", "CTX-16"]
    assert course.value("COND", "CTX", "DOSEPLAN") == ""


# what each form records


@pytest.mark.parametrize("form", ["CTX", "TRA", "PER", "NK", "IL2"])
def test_each_administration_records_what_the_protocol_asks(form: str) -> None:
    ids = {item.id for item in STUDY.form(form).items}
    every = {"ECOCCUR", "ECREASOC", "DOSEPRES", "ECDSTXT", "ECDOSADJ", "ECADJ", "ECLOT", "ECEXPDAT", "ECVAMT", "PREPBY",
             "ECSTDAT", "ECSTTIM", "ECROUTE", "ECLOC", "PREMED", "PREMEDTX", "REACTION", "GIVENBY"}  # fmt: skip
    infused = {"ECENDAT", "ECENTIM", "ECSTOPYN", "ECSTOPWH", "ECSTOPAE", "ECITRPYN", "BRKST", "BRKEN", "BRKWHY",
               "ECRATE", "ECRATETX"}  # fmt: skip
    cells = {"DONORCD", "DONORREL", "PRODCD", "CUSTODY", "RELEASE", "VIABLE", "PURITY", "NKCOUNT", "THAWTIM", "NKVSTIM"}
    assert every <= ids
    assert form == "IL2" or infused <= ids
    assert form != "NK" or cells <= ids
    assert form == "NK" or "DOSEPLAN" in ids


def test_no_name_of_a_donor_or_patient_is_asked() -> None:
    for form in STUDY.forms:
        for item in form.items:
            assert not re.search(r"\b(initials|surname|first name|full name)\b", item.ask, re.IGNORECASE)
    assert re.fullmatch(STUDY.form("NK").item("DONORCD").pattern, "Maria") is None


def test_the_adverse_event_form_asks_of_each_of_the_five_drugs() -> None:
    form = STUDY.form("AE")
    assert [one.code for one in STUDY.treatments] == ["CYC", "TRA", "PER", "NK", "IL2"]
    for one in STUDY.treatments:
        assert form.item(f"AEREL_{one.code}").codelist == "NY"
        assert form.item(f"AEACN_{one.code}").codelist == "ACN"
    criteria = ["AESDTH", "AESLIFE", "AESHOSP", "AESDISAB", "AESCONG", "AESMIE"]
    assert [item.id for item in form.items if item.show == 'AESER = "Y"'] == criteria


@pytest.mark.parametrize("drug", ["CYC", "TRA", "PER", "NK", "IL2"])
def test_an_event_is_related_only_to_a_drug_given_before_it(drug: str) -> None:
    course = treated()
    course.fill("D2", "IL2", ECOCCUR="Y", ECSTDAT="2026-03-10", ECSTTIM="16:00")
    step = course.fill("LOG", "AE", AETERM="rash", AESTDAT="2026-03-04", **{f"AEREL_{drug}": "Y"})
    assert len(said(step)) == 1
    assert said(course.fill("LOG", "AE", AESTDAT="2026-03-11")) == []
    assert said(course.fill("LOG", "AE", AESTDAT="2026-03")) == []
    assert said(course.fill("LOG", "AE", AESTDAT="")) == []


def test_consent_comes_first() -> None:
    course = treated()
    course.fill("SCR", "IC", RFICDAT="2026-03-06")
    assert said(course.step("COND", "CTX")) == ["CTX-03"]
    assert said(course.step("COND", "VS")) == ["VS-04"]
    assert said(course.step("D1", "TRA")) == []


def test_numbers_rules_and_days_name_the_registry_or_say_site_default() -> None:
    numbers = [*STUDY.numbers.values(), *(one for form in STUDY.forms for one in form.numbers.values())]
    rules = [one for form in STUDY.forms for one in form.rules.values()]
    days = [event for event in STUDY.events if event.first is not None]
    sources = [one.source for one in (*numbers, *rules, *days, *STUDY.anchors)]
    assert len(sources) > 25
    assert all(re.search(rf"{REGISTRY}|site default|label|^SI$", source) for source in sources)
