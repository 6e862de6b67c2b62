"""NCI's workbook loaded in the window, from the site page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from tests import workbooks
from ui.dialogs.dictionary import DictionaryDialog
from ui.pages.site import FORMS, STUDY, SitePage
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Press = Callable[..., None]
Find = Callable[[type[QWidget]], QWidget]


@pytest.fixture
def site(opened: MainWindow) -> SitePage:
    """The definition's look at the site page."""
    opened.show_site()
    assert isinstance(opened.page, SitePage)
    opened.page.show_tab(STUDY)
    return opened.page


def facts(page: SitePage) -> dict[str, str]:
    """What the look says."""
    return {row.cells[0].text: row.cells[1].text for row in page.list.rows}


def test_definitions_are_loaded_from_a_file_that_was_chosen(
    site: SitePage, opened: MainWindow, dialog: Find, press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert facts(site)["CTCAE v5.0"] == "837 terms; definitions come with NCI's workbook"
    rows = workbooks.rows_of(workbooks.FILE, workbooks.definition)
    workbook = workbooks.first(tmp_path / "CTCAE_v5.0.xlsx", rows)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(workbook), ""))
    site.ctcae.click()
    asked = dialog(DictionaryDialog)
    assert not asked.act.isEnabled()
    asked.browse.click()
    assert asked.file.text() == str(workbook)
    press(Key.Key_Return)
    assert facts(site)["CTCAE v5.0"] == "837 terms, 837 with definition"
    assert facts(site)["Events are coded in"] == "CTCAE v5.0"
    assert opened.foot.told == ("837 definitions of CTCAE v5.0 were taken into the casebook.", "calm")
    assert opened.session.file.acts("")[-1].verb == "dictionary"


def test_what_differs_is_listed_and_the_dialog_stays_to_show_it(site: SitePage, dialog: Find, tmp_path: Path) -> None:
    rows = workbooks.rows_of(workbooks.FILE, workbooks.definition)
    rows[0] = rows[0] | {"Grade 1": "A little"}
    site.ask_dictionary()
    asked = dialog(DictionaryDialog)
    asked.file.setText(str(workbooks.first(tmp_path / "a.xlsx", rows)))
    asked.act.click()
    assert asked.isVisible()
    assert asked.differences.toPlainText().startswith("Anemia (10002272), Grade 1: “A little” in the workbook")
    assert "1 text of the workbook differs" in asked.told.text()
    assert not asked.act.isVisible()
    asked.accept()
    asked.leave.click()
    assert facts(site)["CTCAE v5.0"].endswith("837 with definition")


def test_another_file_is_refused_in_the_dialog(
    site: SitePage, opened: MainWindow, dialog: Find, tmp_path: Path
) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"no workbook")
    acts = opened.session.file.act_count()
    site.ask_dictionary()
    asked = dialog(DictionaryDialog)
    asked.file.setText(str(other))
    asked.accept()
    assert "is no Excel workbook (xlsx) that can be read" in asked.trouble.text()
    asked.file.setText(str(tmp_path / "none.xlsx"))
    assert asked.trouble.text() == ""
    asked.reject()
    assert opened.session.file.act_count() == acts


def test_a_later_version_stands_beside_the_first(site: SitePage, dialog: Find, tmp_path: Path) -> None:
    site.ask_dictionary()
    asked = dialog(DictionaryDialog)
    asked.file.setText(str(workbooks.later(tmp_path / "CTCAE_v6.0.xlsx")))
    asked.accept()
    found = facts(site)
    assert (found["CTCAE v6.0"], found["Events are coded in"]) == (
        "850 terms, 0 with definition", "CTCAE v5.0",
    )  # fmt: skip


def test_the_button_stands_under_the_definition_only(site: SitePage) -> None:
    assert site.ctcae.isVisible()
    site.show_tab(FORMS)
    assert not site.ctcae.isVisible()
