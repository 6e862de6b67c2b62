"""The panel beside a form: what it tells of a dose, however long its numbers are, stands side by side."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF

from crf.forms.layout import DoseSum
from tests.ui import form_pages
from ui.pages import form_words as words
from ui.pages.form import limits_of
from ui.panel import LOWER

ground, show = form_pages.ground, form_pages.show
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

MILLIGRAMS = DoseSum(unit="mg", reference="1020", given="1120", ends=("918", "969", "1071", "1122"))
UNITS = DoseSum(unit="IU", reference="880 000", given="960 000", ends=("792000", "836000", "924000", "968000"))


def told(panel, monkeypatch: pytest.MonkeyPatch) -> dict[str, QRectF]:
    """The texts of the panel that stand one by one, each with the box it is written in."""
    found, put = {}, words.put

    def noted(painter, x, middle, text, *rest, **more) -> float:
        end = put(painter, x, middle, text, *rest, **more)
        found[text] = QRectF(x, middle - 6, end - x, 12)
        return end

    monkeypatch.setattr(words, "put", noted)
    panel.grab()
    return found


@pytest.mark.parametrize("dose", [MILLIGRAMS, UNITS])
def test_limits_and_scale_of_a_dose_stand_side_by_side(show, monkeypatch, dose: DoseSum) -> None:
    page = show("CYC")
    panel = page.page.panel
    panel.show_field(page.field("ECDOSE"), dose, (), "", limits_of(dose))
    found = told(panel, monkeypatch)
    assert {"silent", "finding", "proposed deviation"} <= set(found)
    for (one, box), (other, beside) in combinations(found.items(), 2):
        assert not box.intersects(beside), f"{one} on {other}"
    assert all(box.right() <= panel.width() for box in found.values())


def test_numbers_too_long_for_one_line_are_grouped_and_stand_lower(show, monkeypatch) -> None:
    page = show("CYC")
    panel = page.page.panel
    panel.show_field(page.field("ECDOSE"), MILLIGRAMS, (), "", limits_of(MILLIGRAMS))
    assert panel.inner == 0
    panel.show_field(page.field("ECDOSE"), UNITS, (), "", limits_of(UNITS))
    assert panel.inner == LOWER
    assert "836\u00a0000–924\u00a0000" in told(panel, monkeypatch)
