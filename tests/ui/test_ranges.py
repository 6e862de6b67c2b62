"""Normal ranges in the window: sets on the site page, flag, grade and range beside each value, what decides a grade."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from crf.actions.entering import Entering
from crf.forms.record import Edit, Place
from ui import theme
from ui.dialogs.reason import ReasonDialog
from ui.editors.popup import PopList
from ui.pages import form_verdict as verdict
from ui.pages.form import FormPage
from ui.pages.form_blocks import RowBlock
from ui.pages.site import SitePage
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Press = Callable[..., None]
RANGES = {
    "LRNAM": "laboratory 01", "LRSEX": "F", "LRAGELO": "18", "LRDAT": "2026-01-01", "HGB_LLN": "12.0",
    "HGB_ULN": "15.5", "K_LLN": "3.5", "K_ULN": "5.1", "ALT_ULN": "33", "CREAT_LLN": "0.50 mg/dL",
    "CREAT_ULN": "0.90 mg/dL", "ALB_LLN": "NA",
}  # fmt: skip


def fill(window: MainWindow, uid: str, place: Place, **answers: str) -> None:
    """Type answers into a form and save it."""
    entering = Entering(window.session, uid, place)
    for item, raw in answers.items():
        entering.edit(Edit(0, item, raw))
    entering.save()


@pytest.fixture
def ranged(opened: MainWindow) -> MainWindow:
    """The casebook with a set of ranges and a woman they hold for."""
    fill(opened, "", Place("SITE", "LR"), **RANGES)
    fill(opened, uid_of(opened), Place("SCR", "DM"), BRTHDAT="1981-08-19", SEX="F")
    return opened


def uid_of(window: MainWindow) -> str:
    return window.session.reader.subjects()[0].uid


@pytest.fixture
def chemistry(ranged: MainWindow) -> FormPage:
    """The open chemistry form with values typed."""
    ranged.show_form(uid_of(ranged), Place("SCR", "CHEM"))
    page = ranged.page
    assert isinstance(page, FormPage)
    for item, raw in (("LBPERF", "Y"), ("LBDAT", "2026-03-02"), ("K", "3.3"), ("ALT", "120"), ("ALB", "40")):
        page.sheet.edited.emit(Edit(0, item, raw))
    return page


def row_of(page: FormPage, item: str) -> RowBlock:
    """The row an item stands on."""
    return next(
        one for one in page.sheet.blocks if isinstance(one, RowBlock) and one.cells and one.cells[0].where == (0, item)
    )


def sets(page: SitePage) -> list[tuple[str, str]]:
    """What each row holds for, and its days."""
    return [(row.cells[1].text, row.cells[2].text) for row in page.list.rows]


def test_the_laboratories_of_the_site_are_offered_where_one_is_named(chemistry: FormPage, press: Press) -> None:
    page = chemistry
    assert row_of(page, "LBNAM").cells[0].field.offers == ("laboratory 01",)
    page.sheet.go((0, "LBNAM"))
    press("laboratory 1")
    assert any(
        "No normal ranges of laboratory 1" in str(one.message) for one in row_of(page, "LBNAM").cells[0].field.findings
    )
    press(Key.Key_Down, alt=True)
    press(Key.Key_Return)
    cell = row_of(page, "LBNAM").cells[0]
    assert (cell.field.answer.value, cell.editor.text()) == ("laboratory 01", "laboratory 01")
    assert not cell.field.findings
    QTest.mouseClick(page.sheet, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, cell.calendar.center())
    assert isinstance(page.sheet.popup, PopList)
    press(Key.Key_Escape)
    assert page.sheet.popup is None


def test_the_site_page_lists_sets_and_copies_one_by_key(ranged: MainWindow, press: Press) -> None:
    ranged.show_site()
    page = ranged.page
    assert isinstance(page, SitePage)
    assert sets(page) == [("laboratory 01 · Female · ≥ 18 years", "from 01-JAN-2026")]
    assert page.new.isVisible()
    press(Key.Key_N, control=True)
    form = ranged.page
    assert isinstance(form, FormPage)
    assert (form.place.form, bool(form.place.form_key)) == ("LR", True)
    assert form.band.sentence.text().startswith("11 answers are copied from another set")
    fields = {field.item: field for field in form.laid.fields}
    assert (fields["HGB_LLN"].raw, fields["CREAT_ULN"].raw, fields["CREAT_ULN"].answer.unit) == ("12.0", "0.9", "mg/dL")
    assert (fields["ALB_LLN"].answer.missing, fields["LRDAT"].answer.blank, fields["LREND"].answer.blank) == (
        "NA", True, True,
    )  # fmt: skip
    form.sheet.go((0, "LRDAT"))
    press("01-JUL-2026")
    press(Key.Key_S, control=True)
    press(Key.Key_Escape)
    page = ranged.page
    assert isinstance(page, SitePage)
    assert [days for _, days in sets(page)] == ["from 01-JUL-2026", "from 01-JAN-2026"]


def test_a_set_is_added_with_the_mouse_and_stays_a_draft_until_saved(ranged: MainWindow, press: Press) -> None:
    ranged.show_site()
    ranged.page.new.click()
    press(Key.Key_Escape)
    page = ranged.page
    assert isinstance(page, SitePage)
    assert [[cell.mark for cell in row.cells if cell.mark] for row in page.list.rows] == [["draft"], ["incomplete"]]


def test_nothing_is_added_on_other_tabs_or_without_a_saved_set(opened: MainWindow, press: Press) -> None:
    opened.show_site()
    page = opened.page
    assert isinstance(page, SitePage)
    assert not page.new.isVisible()
    page.add_set()
    assert opened.page is page
    fill(opened, "", Place("SITE", "LR"), **RANGES)
    page.refresh()
    assert page.new.isVisible()
    press(Key.Key_Right)
    assert not page.new.isVisible()


def test_flag_grade_and_range_stand_beside_a_value(chemistry: FormPage) -> None:
    row = row_of(chemistry, "ALT")
    ((rect, field),) = row.chips
    assert field.verdict == "H · G2"
    assert (verdict.least(field), rect.width()) == (2, verdict.width(field))
    assert "≤ 33" in [told[0] for _, _, told, _ in row.asides]
    assert verdict.tip(field).splitlines()[0] == "Above the normal range ≤ 33 U/L"
    assert "Grade 2, Alanine aminotransferase increased: >3.0 - 5.0 x ULN" in verdict.tip(field)
    assert chemistry.sheet.tip(rect.center().toPoint()) == verdict.tip(field)
    assert chemistry.sheet.tip(row.cells[0].box.center()) == verdict.tip(field)
    assert verdict.tip(field) in row.cells[0].editor.accessibleDescription()


def test_a_value_inside_its_range_has_the_range_and_no_chip(chemistry: FormPage) -> None:
    chemistry.sheet.edited.emit(Edit(0, "K", "4.2"))
    row = row_of(chemistry, "K")
    assert (row.chips, row.asides[0][2]) == ([], ("3.5–5.1",))
    assert chemistry.sheet.tip(row.cells[0].box.center()) == "Normal range 3.5–5.1 mmol/L"
    assert row_of(chemistry, "ALB").asides[0][2] == ("no range in force",)


def test_a_blank_value_asks_in_the_place_of_the_chip(chemistry: FormPage) -> None:
    row = row_of(chemistry, "CREAT")
    assert [told[0] for _, _, told, _ in row.asides] == ["∗ required", "44.21–79.578"]
    assert row.asides[0][0] < row.asides[1][0]


def test_what_decides_between_two_grades_is_asked_under_the_value(chemistry: FormPage) -> None:
    row = row_of(chemistry, "K")
    told = " ".join(" ".join(lines) for _, _, lines, _ in row.asides)
    assert row.chips[0][1].verdict == "L · G1/2?"
    assert "Hypokalemia, grade 1 or 2: Does the patient have symptoms of it" in told
    assert "Does the patient have symptoms" in verdict.tip(row.chips[0][1])


def test_the_panel_tells_range_criterion_and_why(chemistry: FormPage, press: Press) -> None:
    chemistry.sheet.go((0, "ALT"))
    panel = chemistry.panel
    assert "Normal range and grade ≤ 33 U/L" in panel.accessibleName()
    assert "Alanine aminotransferase increased" in panel.accessibleName()
    assert "2: >3.0 - 5.0 x ULN if baseline was normal" in panel.accessibleName()
    panel.grab()
    chemistry.sheet.go((0, "LBDAT"))
    assert "Normal range" not in panel.accessibleName()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chip_is_painted_in_the_colour_of_its_grade(
    chemistry: FormPage, desk: object, scheme: theme.Scheme
) -> None:
    rect, _ = row_of(chemistry, "ALT").chips[0]
    theme.apply(desk, scheme)
    picture: QImage = chemistry.sheet.grab().toImage()
    spot = QPoint(round(rect.x()) + 4, round(rect.center().y()))
    at = spot * picture.devicePixelRatio()
    assert picture.pixelColor(at).name() == theme.color("grade 2").name()


def test_a_flag_without_a_grade_stands_in_an_outline(ranged: MainWindow) -> None:
    ranged.show_form(uid_of(ranged), Place("SCR", "CHEM"))
    page = ranged.page
    for item, raw in (("LBPERF", "Y"), ("LBDAT", "2026-03-02"), ("CREAT", "0.4 mg/dL")):
        page.sheet.edited.emit(Edit(0, item, raw))
    ((_, field),) = row_of(page, "CREAT").chips
    assert (field.verdict, verdict.least(field)) == ("L", 0)
    page.sheet.grab()


def test_only_values_outside_are_offered_as_significant(chemistry: FormPage) -> None:
    chemistry.sheet.edited.emit(Edit(0, "LBCLSIG", "Y"))
    field = next(one for one in chemistry.laid.fields if one.item == "LBCSVAL")
    assert [option.code for option in field.options if option.offered] == ["ALT", "ALB", "K"]


def test_the_footer_tells_which_values_changed_limits_judge_otherwise(
    chemistry: FormPage, press: Press, dialog: Callable[[type[QWidget]], QWidget]
) -> None:
    window = chemistry.window_
    press(Key.Key_S, control=True)
    window.show_form("", Place("SITE", "LR"))
    form = window.page
    assert isinstance(form, FormPage)
    form.sheet.edited.emit(Edit(0, "K_LLN", "3.0"))
    press(Key.Key_S, control=True)
    dialog(ReasonDialog)
    press("1", Key.Key_Return)
    told = window.foot.told[0]
    assert told.startswith("1 answer saved. ")
    assert told.endswith("By these limits 1 value of 01-001 is flagged or graded otherwise than before.")
