"""The site page: forms of the site, the definition and its plan of visits, source data, and moving to an amendment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from crf.actions.amending import amend
from crf.actions.entering import Entering
from crf.forms.record import Edit, Place
from crf.text import say
from tests.second_version import second_version, spoil
from ui.dialogs.amend import AmendDialog
from ui.dialogs.source import SourceDialog
from ui.pages.form import FormPage
from ui.pages.plan import ROW
from ui.pages.site import FORMS, PLAN, SOURCES, STUDY, SitePage
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Press = Callable[..., None]
Find = Callable[[type[QWidget]], QWidget]
CALIBRATION = Place("SITEX", "CALX")


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The folder of a second version of the study, with a form of the site."""
    return second_version(tmp_path / "second")


@pytest.fixture
def site(opened: MainWindow, press: Press) -> SitePage:
    """The page under the first version, reached by its key."""
    press(Key.Key_7, control=True)
    assert isinstance(opened.page, SitePage)
    return opened.page


@pytest.fixture
def amended(opened: MainWindow, second: Path) -> MainWindow:
    """The casebook moved to the second version, at the forms of the site."""
    amend(opened.session, str(second), "Protocol amendment 1")
    opened.renew("done")
    opened.page.show_tab(FORMS)
    return opened


def facts(page: SitePage) -> dict[str, str]:
    """What the definition's look says."""
    return {row.cells[0].text: row.cells[1].text for row in page.list.rows}


def test_the_definition_says_what_it_holds(site: SitePage, opened: MainWindow) -> None:
    site.show_tab(STUDY)
    found, study = facts(site), opened.session.study
    assert found[say("site.fact.study")] == "NK-ACT-BC_2020"
    assert found[say("site.fact.version")] == "1"
    assert found[say("site.count.forms")] == str(len(study.forms))
    assert found[say("site.count.checks")] == str(sum(len(form.checks) for form in study.forms))
    assert "M. Ruiz" in found[say("site.in_force", version="1")]


@pytest.mark.req("PA-090")
def test_the_plan_shows_which_form_is_filled_at_which_visit(site: SitePage, opened: MainWindow) -> None:
    site.show_tab(PLAN)
    assert site.plan.isVisible()
    assert not site.card.isVisible()
    rows = site.plan.rows
    study = opened.session.study
    y = [one.id for one in study.forms].index("CTX") * ROW + 10
    for n, event in enumerate(study.events):
        told = "plan.asked" if "CTX" in event.forms else "plan.not_asked"
        visit = event.name.replace("{n}", "n")
        assert rows.tip_at(rows.left(n) + 4, y) == say(told, form=study.form("CTX").name, visit=visit)
    assert rows.left(len(study.events)) <= rows.width()


def test_tabs_go_by_arrow_and_click(site: SitePage, press: Press, qtbot: QtBot) -> None:
    order = [tab.id for tab in site.tabs.tabs]
    site.show_tab(order[0])
    site.list.setFocus()
    press(Key.Key_Right)
    assert site.tab == order[1]
    press(Key.Key_Left)
    assert site.tab == order[0]
    at = site.tabs.rect_of(SOURCES).center().toPoint()
    qtbot.mouseClick(site.tabs, Qt.MouseButton.LeftButton, pos=at)
    assert site.tab == SOURCES
    assert site.search.isVisible()


def test_sources_are_filtered_and_changed_with_a_reason(
    site: SitePage, opened: MainWindow, press: Press, dialog: Find
) -> None:
    site.show_tab(SOURCES)
    press("weight")
    assert 0 < len(site.list.rows) < 20
    site.list.choose(("VS", "WEIGHT"))
    press(Key.Key_Return)
    asked = dialog(SourceDialog)
    press("Ward scale book")
    assert not asked.act.isEnabled(), "a reason is missing"
    press(Key.Key_Tab, "Practice of the site", Key.Key_Return)
    row = next(row for row in site.list.rows if row.id == ("VS", "WEIGHT"))
    assert row.cells[2].text == say("site.own", text="Ward scale book")
    source = opened.session.study.form("VS").item("WEIGHT").source
    assert row.tip == say("site.own_source", default=source)
    assert opened.session.file.acts(subject="")[-1].reason == "Practice of the site"


def test_forms_of_the_site_are_opened_and_filled(amended: MainWindow, press: Press) -> None:
    page = amended.page
    row = next(row for row in page.list.rows if row.id == CALIBRATION)
    assert [cell.mark for cell in row.cells if cell.mark] == ["not started"]
    page.list.choose(CALIBRATION)
    page.list.setFocus()
    press(Key.Key_Return)
    assert isinstance(amended.page, FormPage)
    assert amended.rail.lit == "site"
    assert (amended.page.uid, amended.page.place) == ("", CALIBRATION)
    assert amended.page.head.accessibleName().startswith("NK-ACT-BC_2020")
    press("01-MAR-2026", Key.Key_Tab, "Weigh Ltd")
    press(Key.Key_S, control=True)
    press(Key.Key_Escape)
    assert isinstance(amended.page, SitePage)
    row = next(row for row in amended.page.list.rows if row.id == CALIBRATION)
    assert [cell.mark for cell in row.cells if cell.mark] == ["complete"]
    assert "Study coordinator" in row.cells[4].text


def test_a_finding_of_the_site_stands_with_the_others(amended: MainWindow, press: Press) -> None:
    entering = Entering(amended.session, "", CALIBRATION)
    for item, raw in (("CALDAT", "2026-03-01"), ("CALBY", "nobody")):
        entering.edit(Edit(0, item, raw))
    entering.save()
    press(Key.Key_4, control=True)
    assert [group.title for group in amended.page.list.groups] == [say("findings.of_site")]
    assert amended.rail.items["findings"].count == 1
    press(Key.Key_Return)
    assert (amended.page.uid, amended.page.place) == ("", CALIBRATION)


def test_amending_asks_folder_and_reason_then_all_pages_are_new(
    site: SitePage, opened: MainWindow, second: Path, press: Press, dialog: Find, qtbot: QtBot
) -> None:
    qtbot.mouseClick(site.amend, Qt.MouseButton.LeftButton)
    asked = dialog(AmendDialog)
    press(str(second))
    assert not asked.act.isEnabled(), "a reason is missing"
    press(Key.Key_Tab, Key.Key_Tab, Key.Key_Tab, "Protocol amendment 1", Key.Key_Return)
    assert opened.session.study.version == "2"
    assert "version 2" in opened.bar.site
    assert isinstance(opened.page, SitePage)
    assert opened.page is not site
    assert opened.foot.told[0] == say("amend.done", version="2", n=2)
    assert next(tab.id for tab in opened.page.tabs.tabs) == FORMS
    opened.page.show_tab(STUDY)
    assert "Protocol amendment 1" in facts(opened.page)[say("site.in_force", version="2")]
    opened.show_subject(opened.session.reader.subjects()[0].uid)
    assert opened.page.page.label == "01-001"


def test_faults_of_an_amendment_are_listed_and_nothing_changes(
    site: SitePage, opened: MainWindow, second: Path, press: Press, dialog: Find
) -> None:
    spoil(second)
    acts = opened.session.file.act_count()
    site.ask_amend()
    asked = dialog(AmendDialog)
    press(str(second), Key.Key_Tab, Key.Key_Tab, "Protocol amendment 1", Key.Key_Return)
    assert asked.isVisible()
    assert asked.card.isVisible()
    lines = asked.faults.toPlainText().splitlines()
    assert len(lines) == 2
    assert any("NOSUCH" in line for line in lines)
    assert asked.trouble.isVisible()
    assert opened.session.file.act_count() == acts
    asked.folder.setText(str(second.parent / "nowhere"))
    asked.accept()
    assert not asked.card.isVisible()
    asked.close()
    assert opened.session.study.version == "1"


@pytest.mark.req("PA-090")
def test_the_plan_and_the_sources_are_saved(
    site: SitePage, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked: list[str] = []

    def choose(parent: QWidget, title: str, path: str, kinds: str) -> tuple[str, str]:
        asked.append(Path(path).name)
        return str(tmp_path / Path(path).name), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    for tab, button in ((PLAN, site.pdf), (PLAN, site.csv), (SOURCES, site.pdf)):
        site.show_tab(tab)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert opened.foot.told[0] == say("site.saved", path=tmp_path / asked[-1])
        assert (tmp_path / asked[-1]).stat().st_size > 500
    assert [Path(name).suffix for name in asked] == [".pdf", ".csv", ".pdf"]
    assert len(set(asked)) == 3
    assert not site.csv.isVisible()
    site.show_tab(STUDY)
    assert not site.pdf.isVisible()


def test_a_form_of_the_site_prints_as_itself(amended: MainWindow, press: Press) -> None:
    entering = Entering(amended.session, "", CALIBRATION)
    entering.edit(Edit(0, "CALBY", "Weigh Ltd"))
    entering.save()
    amended.show_subject(amended.session.reader.subjects()[0].uid)
    amended.show_form("", CALIBRATION)
    amended.do("print_page")
    assert amended.rail.lit == "prints"
    page = amended.page
    assert (page.uid, page.place, page.blank) == ("", CALIBRATION, False)
    assert page.what.currentText().startswith("Site 01 · ")


def test_heads_of_the_plan_stay_while_rows_scroll(site: SitePage, opened: MainWindow, press: Press) -> None:
    opened.resize(1024, 640)
    site.show_tab(PLAN)
    site.plan.setFixedHeight(160)
    site.plan.scroll.viewport().repaint()
    bar = site.plan.scroll.verticalScrollBar()
    assert bar.maximum() > 0
    site.plan.setFocus()
    press(Key.Key_End)
    assert bar.value() == bar.maximum()
    press(Key.Key_Home)
    assert bar.value() == 0
    assert site.plan.head.mapTo(site.plan, QPoint()).y() == 0


def test_without_anybody_at_the_keyboard_nothing_is_offered(opened: MainWindow) -> None:
    opened.session.reader.person = None
    opened.show_site()
    assert not opened.page.amend.isEnabled()
    opened.page.show_tab(SOURCES)
    opened.page.open_row(("VS", "WEIGHT"))
    assert opened.foot.told[0] == say("list.read_only")
