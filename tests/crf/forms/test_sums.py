"""The dose sum: factors that multiply to the dose shown, comparisons, what is lacking."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from crf.clinical.dose import rounded
from crf.forms.advance import advance
from crf.forms.layout import DoseSum
from crf.forms.record import Answer, Edit, Place, Record
from crf.forms.sums import dose_sum, judge
from crf.study.model import Form, Item, Number, Rule, Study, Sum
from tests.crf.forms.small import HERE, context, form, record, study

VITALS = form(
    Item("DAY", "Day", "date", dates_visit=True),
    Item("CM", "Height", "decimal"),
    Item("KG", "Weight", "decimal"),
    id="VS",
    name="Vital signs",
)
LIMITS = {"silent": Number("5", "here", "%"), "limit": Number("10", "here", "%")}


def dosed(rule: str, decimals: int = 2, show: str = "", **more: str) -> Form:
    """A dose form whose parts come from the vital signs."""
    sized = "BSA" in rule
    perkilo = sized or "/kg" in rule
    sizes = ("dose(planned, HT, WT)" if sized else "dose(planned, WT)") if perkilo else "dose(planned)"
    return form(
        Item("GIVEN", "Given?", "choice", codelist="NY", required=False),
        Item("HT", "Height", "decimal", unit="cm", method="last(VS.CM)"),
        Item("WT", "Weight for this dose", "decimal", unit="kg", method="last(VS.KG)"),
        Item("PLAN", "Planned", "decimal", unit="mg", method="" if ".." in rule else sizes, decimals=decimals,
        show=show, required=False),
        Item("PRES", "Prescribed", "decimal", unit="mg", required=False),
        Item("DONE", "Given dose", "decimal", unit="mg", required=False),
        numbers=LIMITS, rules={"planned": Rule(rule, "the paper", more.pop("label", ""))},
        sum=Sum("planned", "" if ".." in rule else "PLAN", "PRES", "DONE", "WT" if perkilo else "",
        "HT" if sized else "", **more),
    )  # fmt: skip


TOLERANT = {"silent": "silent", "limit": "limit"}


def reckoned(of: Form, cm: str = "163", kg: str = "63.5", **raw: str) -> DoseSum:
    around = context(study(of, VITALS), {Place("V1", "VS"): record("VS", DAY="2026-03-01", CM=cm, KG=kg)})
    done = advance(HERE, Record("F"), None, around)
    for item, text in raw.items():
        done = advance(HERE, done.record, Edit(0, item, text), around)
    found = dose_sum(of, HERE, around.with_record(HERE, done.record))
    assert found is not None
    return found


def texts(found: DoseSum) -> list[str]:
    return [f"{one.sign} {one.text}".strip() for one in found.factors]


def verdicts(found: DoseSum) -> list[tuple[str, str]]:
    return [(one.percent, one.verdict) for one in found.comparisons]


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("600 mg/m2 x BSA(Mosteller)", ["600 mg/m²", "× 1.695623 m²", "= 1017.37 mg"]),
        ("8 mg/kg", ["8 mg/kg", "× 63.5 kg", "= 508.00 mg"]),
        ("420 mg flat", ["420 mg"]), ("5e7..5e8 cells", ["5 × 10⁷ to 5 × 10⁸ cells"]),
        ("1e6 mg/m2 x BSA(DuBois)", ["1\u00a0000\u00a0000 mg/m²", "× 1.68415155 m²", "= 1\u00a0684\u00a0151.55 mg"]),
    ],
)  # fmt: skip
def test_factors_of_each_kind_of_rule(rule: str, shown: list[str]) -> None:
    found = reckoned(dosed(rule))
    assert texts(found) == shown
    assert found.lacks == ""


def test_a_factor_says_where_it_comes_from() -> None:
    found = reckoned(dosed("600 mg/m2 x BSA(Mosteller)"))
    assert [one.caption for one in found.factors] == ["the paper", "Mosteller, 163 cm, 63.5 kg", "planned dose"]
    assert reckoned(dosed("8 mg/kg", label="loading")).factors[0].caption == "loading"
    assert reckoned(dosed("8 mg/kg")).factors[1].caption == "weight for this dose"


LIMITED = {
    "bsa_step": Number("0.01", "here", "m2"), "bsa_most": Number("1.5", "here", "m2"),
    "step": Number("10", "here", "mg"), "most": Number("1000", "here", "mg"),
}  # fmt: skip


def limited(rule: str, **keys: str) -> Form:
    """A dose form whose rule is rounded and capped."""
    made = dosed(rule)
    return evolve(made, numbers={**LIMITS, **LIMITED}, rules={"planned": Rule(rule, "the paper", **keys)})


@pytest.mark.parametrize(
    ("rule", "keys", "shown", "captions"),
    [
        ("600 mg/m2 x BSA(Mosteller)", {"bsa_rounding": "bsa_step"}, ["600 mg/m²", "× 1.70 m²", "= 1020.00 mg"],
         ["Mosteller, 163 cm, 63.5 kg, rounded to 0.01 m²", "planned dose"]),
        ("600 mg/m2 x BSA(Mosteller)", {"bsa_cap": "bsa_most"}, ["600 mg/m²", "× 1.5 m²", "= 900.00 mg"],
         ["Mosteller, 163 cm, 63.5 kg, at most 1.5 m²", "planned dose"]),
        ("600 mg/m2 x BSA(Mosteller)", {"rounding": "step"},
         ["600 mg/m²", "× 1.695623 m²", "= 1017.37 mg", "→ 1020.00 mg"],
         ["Mosteller, 163 cm, 63.5 kg", "by the rule", "planned dose, rounded to 10 mg"]),
        ("600 mg/m2 x BSA(Mosteller)", {"rounding": "step", "cap": "most"},
         ["600 mg/m²", "× 1.695623 m²", "= 1017.37 mg", "→ 1000.00 mg"],
         ["Mosteller, 163 cm, 63.5 kg", "by the rule", "planned dose, rounded to 10 mg, at most 1000 mg"]),
        ("600 mg/m2 x BSA(Mosteller)", {"bsa_rounding": "bsa_step", "rounding": "step"},
         ["600 mg/m²", "× 1.70 m²", "= 1020.00 mg"],
         ["Mosteller, 163 cm, 63.5 kg, rounded to 0.01 m²", "planned dose"]),
        ("8 mg/kg", {"rounding": "step"}, ["8 mg/kg", "× 63.5 kg", "= 508.00 mg", "→ 510.00 mg"],
         ["weight for this dose", "by the rule", "planned dose, rounded to 10 mg"]),
        ("1420 mg flat", {"cap": "most"}, ["1420 mg", "→ 1000.00 mg"], ["planned dose, at most 1000 mg"]),
    ],
)  # fmt: skip
def test_rounding_and_caps_stand_in_the_sum(
    rule: str, keys: dict[str, str], shown: list[str], captions: list[str]
) -> None:
    found = reckoned(limited(rule, **keys))
    assert texts(found) == shown
    assert [one.caption for one in found.factors[1:]] == captions


HEIGHTS = st.decimals(20, 300, places=1)
WEIGHTS = st.decimals("0.2", 700, places=1)
AMOUNTS = st.sampled_from(["600", "500000", "1.4", "75", "0.01"])


@given(HEIGHTS, WEIGHTS, AMOUNTS, st.integers(0, 4), st.sampled_from(["Mosteller", "DuBois", "Haycock"]))
def test_the_factors_shown_multiply_to_the_dose_shown(
    cm: Decimal, kg: Decimal, amount: str, places: int, formula: str
) -> None:
    found = reckoned(dosed(f"{amount} mg/m2 x BSA({formula})", places), str(cm), str(kg))
    size = Decimal(found.factors[1].text.removesuffix(" m²"))
    dose = (
        Decimal(found.factors[2].text.removesuffix(" mg").replace("\u00a0", ""))
        if "×" not in found.factors[2].text
        else None
    )
    assert dose is None or rounded(Decimal(amount) * size, places) == dose
    assert len(str(size).partition(".")[2]) >= 6


@given(HEIGHTS, WEIGHTS, st.sampled_from(["0.01", "0.1", "0.05"]), st.sampled_from(["1.7", "2", "none"]))
def test_a_rounded_and_capped_surface_multiplies_to_the_dose_shown_too(
    cm: Decimal, kg: Decimal, step: str, most: str
) -> None:
    made = limited("75 mg/m2 x BSA(Mosteller)", bsa_rounding="bsa_step", bsa_cap="bsa_most")
    numbers = {
        **made.numbers, "bsa_step": Number(step, "here", "m2"), "bsa_most": Number(most, "here", "m2"),
    }  # fmt: skip
    found = reckoned(evolve(made, numbers=numbers), str(cm), str(kg))
    size, dose = (Decimal(one.text.split(" ")[0].replace("\u00a0", "")) for one in found.factors[1:])
    assert 75 * size == dose
    assert size % Decimal(step) == 0 or size == Decimal(most)
    assert most == "none" or size <= Decimal(most)


@given(st.decimals("0.2", 350, places=1), st.integers(1, 20), st.integers(1, 3))
def test_a_dose_by_weight_is_the_product_shown(kg: Decimal, amount: int, places: int) -> None:
    found = reckoned(dosed(f"{amount} mg/kg", places), kg=str(kg))
    weight, dose = (Decimal(one.text.split(" ")[0].replace("\u00a0", "")) for one in found.factors[1:])
    assert amount * weight == dose


@pytest.mark.req("PA-073")
def test_what_is_lacking_is_named_with_its_form() -> None:
    found = reckoned(dosed("600 mg/m2 x BSA(Mosteller)"), cm="", kg="")
    assert texts(found) == ["600 mg/m²"]
    assert (
        found.lacks
        == "No planned dose yet. Not known before this dose: Height, Weight for this dose. Enter it in Vital signs."
    )
    assert "dose: Weight for this dose. Enter" in reckoned(dosed("8 mg/kg"), cm="", kg="").lacks
    assert reckoned(dosed("8 mg/kg"), cm="").lacks == ""


def test_a_body_that_cannot_be_has_no_planned_dose() -> None:
    found = reckoned(dosed("600 mg/m2 x BSA(Mosteller)"), cm="1.63")
    assert (texts(found), found.lacks) == (["600 mg/m²"], "No planned dose yet.")


def test_a_planned_dose_typed_by_hand_needs_a_body_too() -> None:
    of = form(
        Item("HT", "Height", "decimal"), Item("WT", "Weight", "decimal"),
        Item("PLAN", "Planned", "decimal", unit="mg"), Item("PRES", "P", "decimal"), Item("DONE", "D", "decimal"),
        rules={"planned": Rule("600 mg/m2 x BSA(Mosteller)", "here")}, sum=Sum("planned", "PLAN", "PRES", "DONE",
        "WT", "HT"),
    )  # fmt: skip
    around = context(study(of), {HERE: record(HT="1.63", WT="63.5", PLAN="1017.37")})
    found = dose_sum(of, HERE, around)
    assert found is not None
    assert (texts(found), found.lacks) == (["600 mg/m²"], "No planned dose yet.")
    missing = dose_sum(of, HERE, context(study(of), {HERE: record(PLAN="1")}))
    assert missing is not None
    assert missing.lacks == "No planned dose yet. Answer first: Height, Weight"


def test_what_rests_on_an_answer_of_this_form_asks_for_it() -> None:
    of = form(
        Item("PHASE", "Loading?", "choice", codelist="NY"),
        Item("WT", "Weight", "decimal", unit="kg", method="last(VS.KG, upto=DAY)"), Item("DAY", "Day given", "date"),
        Item("PLAN", "Planned", "decimal", unit="mg", method='dose(if(PHASE = "Y", a, b), WT)'),
        Item("PRES", "P", "decimal"), Item("DONE", "D", "decimal"),
        rules={"a": Rule("8 mg/kg", "here"),
        "b": Rule("6 mg/kg", "here")}, sum=Sum('if(PHASE = "Y", a, b)', "PLAN", "PRES", "DONE", "WT"),
    )  # fmt: skip
    assert reckoned(of).lacks == "No planned dose yet. Answer first: Loading?"
    assert reckoned(of, PHASE="Y").lacks == "No planned dose yet. Answer first: Day given"
    assert texts(reckoned(of, PHASE="Y", DAY="2.3.2026")) == ["8 mg/kg", "× 63.5 kg", "= 508 mg"]


def test_a_rule_that_rests_on_another_form_says_only_that_there_is_none() -> None:
    of = form(
        Item("DONE", "D", "decimal", unit="mg"),
        rules={"a": Rule("8 mg flat", "here")}, sum=Sum("if(VS.KG > 1, a, a)", "", "DONE", "DONE"),
    )  # fmt: skip
    assert reckoned(of, kg="").lacks == "No planned dose yet."


def test_no_dose_is_asked_for_no_sum_is_shown() -> None:
    of = dosed("420 mg flat", show='GIVEN = "Y"')
    around = context(study(of, VITALS))
    assert reckoned(of).lacks == "No planned dose yet. Answer first: Given?"
    assert texts(reckoned(of, GIVEN="Y")) == ["420 mg"]
    assert dose_sum(of, HERE, around.with_record(HERE, record(GIVEN="N"))) is None
    assert dose_sum(VITALS, Place("V1", "VS"), around) is None


@pytest.mark.parametrize(
    ("prescribed", "verdict"),
    [("420", ("0.00 %", "silent")), ("420.00", ("0.00 %", "silent")), ("421", ("+0.24 %", "deviation")),
    ("419.99", ("0.00 %", "deviation"))],
)  # fmt: skip
def test_a_flat_dose_allows_no_difference(prescribed: str, verdict: tuple[str, str]) -> None:
    assert verdicts(reckoned(dosed("420 mg flat"), PRES=prescribed)) == [verdict]


@pytest.mark.parametrize(
    ("prescribed", "verdict"),
    [
        ("100", "silent"), ("105", "silent"), ("95", "silent"), ("105.01", "soft"), ("94.99", "soft"),
        ("110", "soft"), ("90", "soft"), ("110.01", "deviation"), ("89.99", "deviation"),
    ],
)  # fmt: skip
def test_limits_lie_inside(prescribed: str, verdict: str) -> None:
    found = reckoned(dosed("100 mg flat", **TOLERANT), PRES=prescribed, DONE=prescribed)
    assert [one.verdict for one in found.comparisons] == [verdict, "silent"]
    assert [one.item for one in found.comparisons] == ["PRES", "DONE"]


@pytest.mark.parametrize(
    ("percent", "silent", "limit", "verdict"),
    [("5", 5, 10, "silent"), ("-10", 5, 10, "soft"), ("10.0001", 5, 10, "deviation"), ("0", None, None, "silent"),
    ("0.1", None, None, "deviation"),
     ("4", None, 5, "soft"), ("-4", 5, None, "silent"), ("6", 5, None, "deviation")],
)  # fmt: skip
def test_what_a_percent_means(percent: str, silent: int | None, limit: int | None, verdict: str) -> None:
    ends = (Decimal(one) if one is not None else None for one in (silent, limit))
    assert judge(Decimal(percent), *ends) == verdict


@pytest.mark.parametrize(("cells", "inside"), [("5e7", True), ("5e8", True), ("4.9e7", False), ("500000001", False)])
def test_both_ends_of_a_range_of_cells_are_inside(cells: str, inside: bool) -> None:
    found = reckoned(dosed("5e7..5e8 mg"), DONE=cells)
    assert verdicts(found) == [("within the range", "silent") if inside else ("outside the range", "deviation")]


@pytest.mark.parametrize(("prescribed", "given_"), [("0", "5"), ("-5", "5"), ("", "5"), ("1e-20", "1e7")])
def test_nothing_is_compared_with_what_is_no_dose(prescribed: str, given_: str) -> None:
    found = reckoned(dosed("100 mg flat", **TOLERANT), PRES=prescribed, DONE=given_)
    assert verdicts(found)[-1] == ("", "")


@pytest.mark.parametrize(
    ("prescribed", "ends"),
    [("1020", ("918", "969", "1071", "1122")), ("5.5", ("4.95", "5.23", "5.78", "6.05")), ("0", ()), ("-1", ()),
    ("", ())],
)  # fmt: skip
def test_the_scale_has_the_ends_of_both_limits(prescribed: str, ends: tuple[str, ...]) -> None:
    found = reckoned(dosed("100 mg flat", **TOLERANT), PRES=prescribed)
    assert found.ends == ends


def test_the_scale_needs_limits_and_no_range() -> None:
    assert reckoned(dosed("100 mg flat"), PRES="100").ends == ()
    assert reckoned(dosed("100 mg flat", silent="silent"), PRES="100").ends == ()
    assert reckoned(dosed("5e7..5e8 mg", **TOLERANT), PRES="5e7").ends == ()


def test_doses_are_shown_as_they_stand() -> None:
    found = reckoned(dosed("100 mg flat", **TOLERANT), PRES="829156", DONE="1.8e8")
    assert (found.unit, found.reference, found.given) == ("mg", "829\u00a0156", "1.8 × 10⁸")
    assert (reckoned(dosed("100 mg flat")).reference, reckoned(dosed("100 mg flat")).given) == ("", "")


@given(st.decimals("0.01", 10**6, places=2), st.decimals("0.01", 10**6, places=2))
def test_any_two_doses_can_be_compared(prescribed: Decimal, given_: Decimal) -> None:
    assume(len(str(prescribed)) != 3)
    found = reckoned(dosed("100 mg flat", **TOLERANT), PRES=format(prescribed, "f"), DONE=format(given_, "f"))
    off = abs(given_ / prescribed - 1) * 100
    assert found.comparisons[1].verdict == ("silent" if off <= 5 else "soft" if off <= 10 else "deviation")


def test_an_answer_in_a_voided_form_is_no_number_of_a_sum() -> None:
    of: Study = study(dosed("100 mg flat"), VITALS)
    struck = Record("F", {(0, "PRES"): Answer("100")}, voided={0: "wrong"})
    found = dose_sum(of.forms[0], HERE, context(of, {HERE: struck}))
    assert found is not None
    assert found.comparisons == ()
