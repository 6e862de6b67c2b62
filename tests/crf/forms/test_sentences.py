"""Conditions as sentences, for the annotated form and the panel."""

from __future__ import annotations

import pytest

from crf.forms.lay_out import item_numbers
from crf.forms.sentences import condition
from crf.study.model import Anchor, Item, Number, Rule
from tests.crf.forms.small import form, study

FORM = form(
    Item("Q", "Pregnant?", "choice", codelist="NY"), Item("N", "Count", "integer"),
    Item("M", "Which?", "choices", codelist="CODES"), Item("D", "Day", "date"),
    Item("L", "Grade", "choice", codelist="NY", offer="grade_exists(Q, CHOICE)"),
    rules={"planned": Rule("8 mg/kg", "here")},
    numbers={"most": Number("10", "here", "%"), "way": Number("oral", "here", "text")}, name="Visit form",
)  # fmt: skip
OTHER = form(Item("X", "Weight", "decimal"), Item("Y", "Consent?", "choice", codelist="NY"), id="G", name="Vital signs")
OF = study(FORM, OTHER, anchors=(Anchor("D1", "day 1", "F.D", "here"),), numbers={"period": Number("28", "here", "d")})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('Q = "Y"', "1.1 is Yes"), ('Q != "N"', "1.1 is not No"), ('Q = "?"', "1.1 is ?"),
        ("N > 5", "1.2 is more than 5"), ("N >= 5.50", "1.2 is at least 5.50"),
        ("N < 5", "1.2 is less than 5"), ("N <= most", "1.2 is at most 10 %"),
        ("N + 1 > N * 2", "1.2 + 1 is more than 1.2 × 2"), ("N - 1 = N / 2", "1.2 − 1 is 1.2 ÷ 2"),
        ('Q in ("Y", "N")', "1.1 is Yes or No"), ("N in (1, 2)", "1.2 is 1 or 2"),
        ("N + 1 in (1, 2)", "1.2 + 1 is 1 or 2"), ("-N < 5", "−1.2 is less than 5"),
        ('Q = "Y" and N > 5', "1.1 is Yes and 1.2 is more than 5"),
        ('(Q = "Y" or N > 5) and N < 9', "(1.1 is Yes or 1.2 is more than 5) and 1.2 is less than 9"),
        ('N < 9 and (Q = "Y" or N > 5)', "1.2 is less than 9 and (1.1 is Yes or 1.2 is more than 5)"),
        ('Q = "Y" or N > 5 and N < 9', "1.1 is Yes or 1.2 is more than 5 and 1.2 is less than 9"),
        ("known(N)", "1.2 is known"), ("known(N, D)", "1.2, 1.4 is known"), ("not known(N)", "1.2 is not known"),
        ('not Q = "Y"', "1.1 is not Yes"), ("not N < 5", "1.2 is at least 5"),
        ('not (Q = "Y" and N > 5)', "not (1.1 is Yes and 1.2 is more than 5)"),
        ('known(Q) and Q = "N"', "1.1 is No"), ('not (known(Q) and Q = "N")', "1.1 is not No"),
        ('known(N) and Q = "N"', "1.2 is known and 1.1 is No"), ("has(M, '0030')", "1.3 includes Thirty"),
        ("G.X > 5", "“Weight” of Vital signs is more than 5"),
        ('G.Y = "Y"', "“Consent?” of Vital signs is Yes"),
        ("last(G.X) > 5", "the last “Weight” of Vital signs is more than 5"),
        ("any(G.X, upto=D)", "“Weight” of Vital signs is recorded"),
        ("count(G.X) = 0", "the number of “Weight” of Vital signs is 0"),
        ('D >= anchor("D1")', "1.4 is at least the day of day 1"),
        ('D < anchor("D9")', "1.4 is less than the day of D9"),
        ('D <= add_days(anchor("D1"), period - 1)', "1.4 is at most the day of day 1 + 27 days"),
        ("coalesce(N > 1, known(D))", "1.2 is more than 1"), ("length(way) > 2", "length(oral) is more than 2"),
        ("abs(N) > 1 / most", "abs(1.2) is more than 10"), ("N > 1 / 0", "1.2 is more than 1 ÷ 0"),
        ("low(planned) < N", "low(planned) is less than 1.2"), ('CHOICE = "Y"', "CHOICE is Y"),
        ("F.N > 5", "1.2 is more than 5"), ("N - way > 2", "1.2 − oral is more than 2"),
        ("1 - way > 2", "1 − oral is more than 2"),
    ],
)  # fmt: skip
def test_a_condition_is_told_in_the_words_of_the_page(text: str, said: str) -> None:
    assert condition(OF, FORM, text, item_numbers(FORM)) == f"asked if {said}"


def test_no_condition_has_no_words() -> None:
    assert condition(OF, FORM, "", {}) == ""


def test_an_item_without_a_number_stands_by_its_id() -> None:
    assert condition(OF, FORM, "N > 5", {}) == "asked if N is more than 5"
