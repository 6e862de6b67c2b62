"""A criterion taken apart for its card loses nothing of what NCI wrote."""

from __future__ import annotations

import re

import pytest

from crf.ctcae import dictionary
from ui.pages.picker_limits import Limit, criterion

CRITERIA = [text for term in dictionary().terms for text in term.grades if text]


@pytest.mark.parametrize(
    ("text", "limit", "others", "prose"),
    [
        (
            "<LLN - 75,000/mm3; <LLN - 75.0 x 10e9 /L",
            Limit("<LLN – 75.0", "×10⁹/L"),
            (Limit("<LLN – 75,000", "/mm³"),),
            "",
        ),
        (
            "38.0 - 39.0 degrees C (100.4 - 102.2 degrees F)",
            Limit("38.0 – 39.0", "°C"),
            (Limit("100.4 – 102.2", "°F"),),
            "",
        ),
        (
            "Hgb <8.0 g/dL; <4.9 mmol/L; <80 g/L; transfusion indicated",
            Limit("<8.0", "g/dL", lead="Hgb"),
            (Limit("<4.9", "mmol/L"), Limit("<80", "g/L")),
            "transfusion indicated",
        ),
        (
            ">ULN - 3.0 x ULN if baseline was normal; 1.5 - 3.0 x baseline if baseline was abnormal",
            Limit(">ULN – 3.0", "× ULN", note="if baseline was normal"),
            (Limit("1.5 – 3.0", "× baseline", note="if baseline was abnormal"),),
            "",
        ),
        ("Average QTc >= 501 ms; >60 ms change from baseline", Limit("≥501", "ms", lead="Average QTc"),
         (Limit(">60", "ms", note="change from baseline"),), ""),
    ],
)  # fmt: skip
def test_limits_are_read(text: str, limit: Limit, others: tuple[Limit, ...], prose: str) -> None:
    read = criterion(text)
    assert (read.limit, read.others, read.prose) == (limit, others, prose)


@pytest.mark.parametrize(
    "text",
    [
        "Loss of appetite without alteration in eating habits",
        "Covering <10% BSA and no associated erythema or pruritus",
        "<0.2 x 0.05 - 10e9 /L",
        "5 - 10% inter-limb discrepancy in volume or circumference at point of greatest visible difference; swelling",
        "Increase of <4 stools per day over baseline; mild increase in ostomy output compared to baseline",
    ],
)
def test_a_sentence_stays_in_nci_words(text: str) -> None:
    assert criterion(text).limit is None
    assert criterion(text).prose == text


def test_every_number_of_every_criterion_is_shown() -> None:
    for text in CRITERIA:
        read = criterion(text)
        limits = [limit for limit in (read.limit, *read.others) if limit]
        shown = " ".join([*(f"{one.lead} {one.bound} {one.note}" for one in limits), read.prose])
        plain = re.sub(r"x 10e9 ?/L|/mm3", " ", text) if limits else text
        assert sorted(re.findall(r"\d[\d.,]*", shown)) == sorted(re.findall(r"\d[\d.,]*", plain)), text


def test_every_word_of_every_criterion_is_shown() -> None:
    for text in CRITERIA:
        read = criterion(text)
        limits = [limit for limit in (read.limit, *read.others) if limit]
        shown = " ".join([*(f"{one.lead} {one.bound} {one.unit} {one.note}" for one in limits), read.prose]).lower()
        missing = set(re.findall(r"[a-z]{3,}", text.lower())) - set(re.findall(r"[a-z]{3,}", shown)) - {"degrees"}
        assert not missing, text


def test_many_criteria_show_their_limit_large() -> None:
    assert sum(criterion(text).limit is not None for text in CRITERIA) > 150
