"""What is typed in the window is what the exported files hold: codes, numbers, derived values, numbers of subjects."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from crf.actions.amending import amend
from crf.actions.dictionaries import load_dictionary
from crf.actions.session import open_casebook
from crf.text import say
from tests import workbooks
from tests.crf.actions.exported import files, rows
from tests.faults.test_bad_files import as_the_program_does, shown
from tests.journeys import story_s1 as s1
from tests.journeys import test_acceptance as small
from tests.journeys import test_across as across
from tests.journeys.conftest import Open
from tests.journeys.hands import ALT, CTRL, Clock, Hands, Key, texts
from tests.journeys.test_event_log import event
from tests.second_version import second_version
from ui.dialogs import Dialog
from ui.dialogs.enrol import RenameDialog
from ui.pages.preview import Preview

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window
made, typing, hands = small.made, small.hands, across.hands
Export = Callable[[Hands, Path], Path]


@pytest.fixture(autouse=True)
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a person answers where a folder is asked for, the last one; the desktop's own dialog is no part of this."""
    answers = [str(tmp_path)]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda parent, title, start: answers[-1])
    return answers


@pytest.fixture
def export(chosen: list[str]) -> Export:
    """Press Ctrl+E where one is and choose a folder; gives the folder that is made inside it."""

    def do(hands: Hands, folder: Path) -> Path:
        folder.mkdir()
        chosen.append(str(folder))
        hands.key(Key.Key_E, held=CTRL)
        (found,) = folder.iterdir()
        return found

    return do


@pytest.mark.req("PA-029")
@pytest.mark.req("PA-037")
def test_codes_and_numbers_arrive_as_they_were_typed_and_saved(typing: Hands, tmp_path: Path, export: Export) -> None:
    hands = typing
    hands.open_by_keys("V1", "ALL")
    hands.fill(small.TYPED | {"DEC": "1,5"})
    hands.key(Key.Key_Return, held=CTRL)
    hands.fill({(1, f"L{item}"): text for item, text in (small.OTHER | {"DEC": "1.5"}).items()})
    hands.save()
    acts = hands.window.session.file.act_count()
    out = export(hands, tmp_path / "data")
    assert hands.told == say("export.done.one", folder=out.name)
    assert hands.window.session.file.head().digest[:8] in out.name
    (row,), (line,) = rows(out, "forms/ALL"), rows(out, "forms/ALL-ALL.LINES")
    assert {item: row[item] for item in small.KEPT} == small.KEPT | {"DEC": "1.5"}
    assert (row["CODE"], row["DEC"]) == ("0030", "1.5")
    assert (line["LCODE"], line["LDEC"], line["line"]) == ("9..9", "1.5", "1")
    (act,) = hands.window.session.file.acts("", stream="access")
    assert (act.verb, hands.window.session.file.act_count()) == ("export", acts + 1)


@pytest.mark.req("PA-069")
def test_a_derived_value_is_exported_as_the_form_shows_it(typing: Hands, tmp_path: Path, export: Export) -> None:
    hands = typing
    hands.open_by_keys("V1", "LOOSE")
    hands.fill({"ASK": "N", "HIGH": "165", "HEAVY": "60"})
    shown = [hands.field(item).text for item in ("BMI", "TWICE")]
    hands.save()
    (row,) = rows(export(hands, tmp_path / "data"), "forms/LOOSE")
    assert [row["BMI"], row["TWICE"]] == shown == ["22.0", "44.0"]


def test_a_text_like_a_formula_is_exported_as_typed_and_told(typing: Hands, tmp_path: Path, export: Export) -> None:
    hands = typing
    hands.open_by_keys("V1", "ALL")
    hands.fill({"TXT": "=1+1"})
    hands.save()
    out = export(hands, tmp_path / "data")
    asked = hands.dialog(Dialog)
    assert "2 answers begin with =" in texts(asked)
    hands.key(Key.Key_Escape)
    assert rows(out, "forms/ALL")[0]["TXT"] == "=1+1"


def from_menu(hands: Hands, letter: Key, act: str) -> None:
    """Open a menu by its letter, go down to an act, and press Enter."""
    hands.key(letter, held=ALT)
    menu = QApplication.activePopupWidget()
    for _ in range(20):
        if menu.activeAction() is hands.window.menus.actions[act]:
            break
        hands.bot.keyClick(menu, Key.Key_Down)
    hands.bot.keyClick(menu, Key.Key_Return)


@pytest.mark.req("PA-016")
def test_a_number_corrected_in_the_window_stands_in_the_export_and_both_in_its_journal(
    hands: Hands, tmp_path: Path, export: Export
) -> None:
    hands.enter("SCR", "IC", s1.CONSENT)
    before = export(hands, tmp_path / "before")
    hands.to("show_subjects")
    hands.key(Key.Key_Return)
    from_menu(hands, Key.Key_E, "rename_subject")
    hands.dialog(RenameDialog)
    hands.retype("01-002")
    hands.key(Key.Key_Tab, Key.Key_1, Key.Key_Return)
    after = export(hands, tmp_path / "after")
    assert [rows(out, "forms/IC")[0]["subject"] for out in (before, after)] == ["01-001", "01-002"]
    (change,) = [line for line in rows(after, "audit") if line["verb"] == "renumber"]
    assert (change["old"], change["new"], change["reason"]) == ("01-001", "01-002", "Typing error")
    assert rows(after, "subjects")[0]["former_numbers"] == "01-001"


@pytest.mark.req("PA-228")
def test_a_code_an_amendment_removed_is_shown_and_exported_raw(
    hands: Hands, casebook: Path, tmp_path: Path, clock: Clock, export: Export
) -> None:
    hands.enter("SCR", "LVEF", {"CVPERF": "Y", "CVMETHOD": "MUGA"})
    folder = second_version(tmp_path / "second")
    for file in (folder / "codelists.toml", folder / "forms" / "lvef.toml"):
        file.write_text(file.read_text(encoding="utf-8").replace('"MUGA"', '"SPECT"'), encoding="utf-8")
    other = open_casebook(casebook, clock)
    amend(other, str(folder), "Protocol amendment 1")
    other.close()
    hands.window.open_file(casebook)
    hands.open_by_mouse("SCR", "LVEF")
    shown = hands.field("CVMETHOD").text
    out = export(hands, tmp_path / "data")
    (row,) = rows(out, "forms/LVEF")
    assert (row["CVMETHOD"], row["CVMETHOD.label"]) == ("MUGA", shown)
    assert [one["item"] for one in rows(out, "findings") if one["check"] == "withdrawn"] == ["CVMETHOD"]


@pytest.mark.req("PA-249")
def test_a_coded_event_is_exported_with_term_code_and_version_also_beside_a_later_one(
    hands: Hands, tmp_path: Path, export: Export
) -> None:
    event(hands, "nausea", 2, "queasy", AESTDAT="14-FEB-2026")
    before = export(hands, tmp_path / "before")
    load_dictionary(hands.window.session, workbooks.later(tmp_path / "CTCAE_v6.0.xlsx"))
    after = export(hands, tmp_path / "after")
    for out in (before, after):
        (row,), (grade,) = rows(out, "forms/AE"), rows(out, "forms/AE-AE.GRADE")
        assert [row[name] for name in ("AETERM", "AEDECOD", "AEDECOD.label", "AEDECOD.version")] == [
            "queasy", "10028813", "Nausea", "5.0",
        ]  # fmt: skip
        assert (grade["AETOXGR"], grade["AECRIT"][:20]) == ("2", "Oral intake decrease")
    assert before.name != after.name


# The button, and where it can't be done


@pytest.mark.parametrize("size", [(1024, 640), (1080, 640), (1280, 720)])
def test_the_button_stands_apart_from_the_others_in_any_window(
    start: Open, casebook: Path, size: tuple[int, int]
) -> None:
    hands = start(casebook, size)
    hands.to("show_prints")
    page = hands.page
    assert isinstance(page, Preview)
    bar = page.export.parentWidget()
    shown = [one for one in bar.findChildren(QWidget) if one.parentWidget() is bar and one.isVisible()]
    boxes = sorted((one.geometry() for one in shown), key=QRect.left)
    assert len(boxes) > 10
    assert all(before.right() < after.left() for before, after in pairwise(boxes))
    assert boxes[-1].right() < bar.width()
    hands.click(page.export, page.export.rect().center())
    assert hands.told.startswith(f"1 subject exported to {casebook.stem}-csv-")


def test_the_menu_of_files_exports_from_any_page(hands: Hands, tmp_path: Path, chosen: list[str]) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    chosen.append(str(folder))
    hands.to("show_calendar")
    from_menu(hands, Key.Key_F, "export_data")
    (out,) = folder.iterdir()
    assert out.name in hands.told
    assert [one["subject"] for one in rows(out, "subjects")] == ["01-001"]


def test_what_is_there_already_is_told_in_a_dialog_and_leaving_the_question_does_nothing(
    hands: Hands, tmp_path: Path, export: Export, chosen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.to("show_prints")
    out = export(hands, tmp_path / "data")
    before, acts = files(out), hands.window.session.file.act_count()
    as_the_program_does(hands, monkeypatch)
    hands.key(Key.Key_E, held=CTRL)
    assert f"{out} is there already and holds something." in shown(hands)
    chosen.append("")
    hands.key(Key.Key_E, held=CTRL)
    assert files(out) == before
    assert list(out.parent.iterdir()) == [out]
    assert hands.window.session.file.act_count() == acts
