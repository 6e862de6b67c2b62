"""The shell: going about by keys, the search, menus, the footer, what is remembered, and what stands at small sizes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from crf.actions.entering import Entering
from crf.actions.session import open_casebook
from crf.forms.record import Edit, Place
from crf.text import say
from tests.journeys.looking import Painted, spied
from ui import memory, theme
from ui.controls import Link, Pressable, RingKeeper
from ui.dialogs.about import AboutDialog, KeysDialog
from ui.pages.form import FormPage
from ui.pages.subject import Subject
from ui.pages.subjects import Subjects
from ui.shell import MainWindow
from ui.widgets import width_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
Key = Qt.Key
Find = Callable[[type[QWidget]], QWidget]
SIZES = [(1280, 800), (1280, 720)]


def test_keys_go_to_every_place_of_the_rail(opened: MainWindow, press: Callable[..., None]) -> None:
    for key, place in zip("234567", ("calendar", "events", "findings", "queries", "prints", "site"), strict=True):
        press(getattr(Key, f"Key_{key}"), control=True)
        assert opened.rail.lit == place
        assert opened.page.rail == place
    press(Key.Key_1, control=True)
    assert opened.rail.lit == "subjects"
    assert isinstance(opened.page, Subjects)


def test_the_rail_is_clicked_and_says_where_one_is(opened: MainWindow, qtbot: QtBot) -> None:
    item = opened.rail.items["prints"]
    qtbot.mouseClick(item, Qt.MouseButton.LeftButton)
    assert item.active
    assert item.accessibleDescription() == say("rail.here")
    assert not opened.rail.items["subjects"].active


def test_back_leads_the_way_one_came(opened: MainWindow, press: Callable[..., None]) -> None:
    press(Key.Key_Return)
    assert isinstance(opened.page, Subject)
    press(Key.Key_P, control=True)
    assert opened.rail.lit == "prints"
    press(Key.Key_Left, alt=True)
    assert isinstance(opened.page, Subject)
    press(Key.Key_Left, alt=True)
    assert isinstance(opened.page, Subjects)
    press(Key.Key_Left, alt=True)  # from where one began, nowhere
    assert isinstance(opened.page, Subjects)


def test_the_search_finds_while_typing_and_enter_goes_there(
    opened: MainWindow, press: Callable[..., None], qtbot: QtBot
) -> None:
    press(Key.Key_K, control=True)
    field = opened.bar.search
    assert field.hasFocus()
    press("01-002")
    qtbot.waitUntil(field.hits.isVisible)
    assert field.hits.found[0].title.startswith("01-002")
    press(Key.Key_Return)
    assert isinstance(opened.page, Subject)
    assert opened.page.title == "01-002"
    assert not field.hits.isVisible()
    assert field.text() == ""


def test_the_second_hit_is_taken_by_arrow_or_click(
    opened: MainWindow, press: Callable[..., None], qtbot: QtBot
) -> None:
    field = opened.bar.search
    press(Key.Key_K, control=True)
    press("01-00")
    qtbot.waitUntil(field.hits.isVisible)
    second = field.hits.found[1]
    press(Key.Key_Down, Key.Key_Return)
    assert opened.uid == second.subject
    press(Key.Key_K, control=True)
    press("01-00")
    qtbot.waitUntil(field.hits.isVisible)
    qtbot.mouseClick(field.hits, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    assert opened.uid == field.hits.found[0].subject


def test_a_narrow_search_keeps_its_room_for_what_is_typed(opened: MainWindow) -> None:
    """Beside the clock of a report at 1024 px: without the key and with a word that fits."""
    field = opened.bar.search
    for wide, words, left in ((120, "search.short", 72), (352, "search.find", 240)):
        field.resize(wide, 32)
        assert field.placeholderText() == say(words)
        margins = field.textMargins()
        room = wide - margins.left() - margins.right()
        assert room >= left
        assert width_of(field.placeholderText()) <= room
        assert field.accessibleName() == say("search.find")


def test_a_search_without_a_hit_says_so_and_escape_leaves_it(
    opened: MainWindow, press: Callable[..., None], qtbot: QtBot
) -> None:
    press(Key.Key_K, control=True)
    press("xyzzy")
    field = opened.bar.search
    qtbot.waitUntil(field.hits.isVisible)
    assert field.accessibleDescription() == say("search.nothing", text="xyzzy")
    press(Key.Key_Return)
    assert isinstance(opened.page, Subjects)
    press(Key.Key_Escape)
    assert not field.hits.isVisible()
    assert field.text() == ""


def test_f10_opens_all_menus_and_alt_a_single_one(opened: MainWindow, press: Callable[..., None], qtbot: QtBot) -> None:
    press(Key.Key_F10)
    qtbot.waitUntil(opened.menus.whole.isVisible)
    titles = [action.text() for action in opened.menus.whole.actions()]
    assert titles == [say(f"menu.{name}") for name in ("file", "edit", "review", "go", "view", "help")]
    qtbot.keyClick(opened.menus.whole, Key.Key_Escape)
    press(Key.Key_G, alt=True)
    qtbot.waitUntil(opened.menus.menus["go"].isVisible)
    qtbot.keyClick(opened.menus.menus["go"], Key.Key_Escape)


def test_menus_offer_only_what_can_be_done_now(opened: MainWindow, press: Callable[..., None]) -> None:
    acts = opened.menus.actions
    assert acts["enrol"].isEnabled()
    assert not acts["rename_subject"].isEnabled()
    assert not acts["undo"].isEnabled()
    press(Key.Key_Return)
    assert acts["rename_subject"].isEnabled()
    assert acts["void_subject"].isEnabled()
    press(Key.Key_Return)
    assert acts["undo"].isEnabled()
    assert acts["save"].isEnabled()
    assert not acts["rename_subject"].isEnabled()
    press(Key.Key_W, control=True)
    assert not acts["enrol"].isEnabled()
    assert acts["open_dialog"].isEnabled()


def test_every_menu_line_has_something_behind_it(opened: MainWindow) -> None:
    from ui import casebooks

    pages = [Subject, FormPage]
    for act in opened.menus.actions:
        assert any(hasattr(one, act) for one in (casebooks, opened.menus, opened, *pages)), act


def test_no_two_lines_share_a_shortcut(opened: MainWindow) -> None:
    keys = [action.shortcut().toString() for action in opened.menus.actions.values() if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_the_theme_changes_and_is_remembered(opened: MainWindow, qtbot: QtBot) -> None:
    opened.menus.actions["dark"].trigger()
    assert theme.current.dark
    assert memory.scheme() == "dark"

    def ground() -> str:
        return opened.grab().toImage().pixelColor(opened.width() - 4, opened.height() // 2).name().upper()

    qtbot.waitUntil(lambda: ground() == theme.DARK["ground"])
    opened.menus.actions["light"].trigger()
    assert not theme.current.dark


def test_the_menu_bar_is_shown_where_a_person_wants_it(opened: MainWindow) -> None:
    assert not opened.menuBar().isVisible()
    opened.menus.actions["menu_bar"].trigger()
    assert opened.menuBar().isVisible()
    assert memory.menu_bar()


def test_the_ring_of_the_keyboard_is_never_cut_and_goes_with_what_it_stands_around(
    opened: MainWindow, press: Callable[..., None], desk: QApplication
) -> None:
    keeper = RingKeeper(desk)
    press(Key.Key_Return)
    press(Key.Key_3, control=True)
    press(Key.Key_N, control=True)
    met: set[QWidget] = set()
    while (here := desk.focusWidget()) not in met:
        met.add(here)
        ring = keeper.ring
        if ring.isVisible():
            assert ring.visibleRegion().boundingRect() == ring.rect(), here
        press(Key.Key_Tab)
    link = next(one for one in met if isinstance(one, Link))
    link.setFocus()
    before = ring.mapToGlobal(QPoint())
    link.parentWidget().move(link.parentWidget().pos() + QPoint(0, 7))
    assert ring.mapToGlobal(QPoint()) == before + QPoint(0, 7)


def test_the_events_of_all_subjects_have_no_ring_where_there_are_none(
    opened: MainWindow, press: Callable[..., None], desk: QApplication
) -> None:
    keeper = RingKeeper(desk)
    press(Key.Key_3, control=True)
    assert desk.focusWidget() is opened.page
    assert not keeper.ring.isVisible()


def test_a_long_name_ends_in_dots_and_stands_whole_in_its_tip(opened: MainWindow) -> None:
    person = opened.bar.person
    name = "Dr. Alexandra-Maria von und zu Hohenstein-Waldburg-Wolfegg"
    person.show_person(name, "Study coordinator")
    opened.bar.place()
    told: list[Painted] = []
    with spied(told, opened):
        person.repaint()
    (one,) = (painted for painted in told if painted.text.startswith("Dr."))
    assert one.text.endswith("…")
    assert one.box.right() <= opened.bar.width()
    assert name in person.toolTip()


def test_help_lists_the_keys_and_the_version(opened: MainWindow, press: Callable[..., None], dialog: Find) -> None:
    opened.menus.actions["show_keys"].trigger()
    keys = dialog(KeysDialog)
    assert say("shortcuts.form.Ctrl S") in " ".join(part.text() for part in keys.findChildren(QLabel))
    press(Key.Key_Escape)
    opened.menus.actions["about"].trigger()
    from crf import VERSION

    assert VERSION in " ".join(part.text() for part in dialog(AboutDialog).findChildren(QLabel))


def test_the_subject_looked_at_last_is_there_again(
    opened: MainWindow, press: Callable[..., None], casebook: Path
) -> None:
    press(Key.Key_Down, Key.Key_Return)
    uid, place = opened.uid, Place("SCR", "VS")
    opened.show_form(uid, place)
    press(Key.Key_W, control=True)
    opened.open_file(casebook)
    assert isinstance(opened.page, Subject)
    assert opened.page.uid == uid
    assert opened.page.matrix.place == place


def test_a_last_place_that_is_gone_leads_to_the_list(window: MainWindow, casebook: Path) -> None:
    memory.remember_place(casebook, "nobody", Place("SCR", "VS"))
    window.open_file(casebook)
    assert isinstance(window.page, Subjects)


def test_the_window_stands_where_it_stood(qtbot: QtBot, desk: QApplication, window: MainWindow) -> None:
    window.resize(1024, 700)
    window.close()
    again = MainWindow()
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (1024, 700)


def test_what_another_window_saved_is_shown_on_coming_back(opened: MainWindow, casebook: Path, qtbot: QtBot) -> None:
    from crf.actions.enrol import enrol

    other = open_casebook(casebook)
    enrol(other, "01-003")
    other.close()
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)
    elsewhere.show()
    elsewhere.activateWindow()
    qtbot.waitUntil(elsewhere.isActiveWindow)
    opened.activateWindow()
    qtbot.waitUntil(lambda: len(opened.page.all) == 3)


def test_what_was_typed_is_a_draft_when_the_window_closes(opened: MainWindow, casebook: Path) -> None:
    uid, place = opened.pages["subjects"].all[0].uid, Place("SCR", "VS")
    opened.show_form(uid, place)
    opened.page.entering.edit(Edit(0, "HEIGHT", "163"))
    opened.close()
    again = open_casebook(casebook)
    assert Entering(again, uid, place).restored == 1
    again.close()


def test_the_chain_is_verified_while_one_works(opened: MainWindow, qtbot: QtBot) -> None:
    assert opened.rail.chain == ""  # nothing is claimed before it is known
    qtbot.waitUntil(lambda: opened.rail.chain != "", timeout=20000)
    assert opened.rail.chain == say("chain.verified")
    assert opened.rail.sound


def test_a_sentence_stands_in_the_footer_until_the_page_changes(opened: MainWindow, press: Callable[..., None]) -> None:
    opened.tell("Kept.", "amber")
    assert opened.foot.accessibleName().startswith("Kept.")
    press(Key.Key_Return)
    assert "Kept." not in opened.foot.accessibleName()


def clipped(root: QWidget) -> list[str]:
    """What a person can't see whole: parts that reach over their parent, texts wider than their label."""
    found = []
    for part in root.findChildren(QWidget):
        parent = part.parentWidget()
        if not part.isVisible() or parent is None or part.isWindow() or isinstance(part, QMenu):
            continue
        scrolls = any(isinstance(up, QScrollArea) for up in ancestors(part, root))
        if not scrolls and isinstance(part, QLabel | Pressable) and not part.width() >= part.sizeHint().width() - 1:
            found.append(f"{type(part).__name__} {part.text()!r}: {part.width()} < {part.sizeHint().width()}")
        if not scrolls and not QRect(QPoint(0, 0), parent.size()).contains(part.geometry().center()):
            found.append(f"{type(part).__name__} outside {type(parent).__name__}")
    return found


def ancestors(part: QWidget, root: QWidget) -> list[QWidget]:
    out = []
    while part is not None and part is not root:
        part = part.parentWidget()
        out.append(part)
    return out


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_clipped_on_shell_list_and_subject(
    opened: MainWindow, press: Callable[..., None], qtbot: QtBot, size: tuple[int, int]
) -> None:
    opened.resize(*size)
    qtbot.waitUntil(lambda: (opened.width(), opened.height()) == size)
    assert clipped(opened) == []
    press(Key.Key_Return)
    assert clipped(opened) == []


def test_everything_that_takes_the_keyboard_has_a_name(opened: MainWindow, press: Callable[..., None]) -> None:
    def nameless() -> list[str]:
        return [
            type(part).__name__
            for part in opened.findChildren(QWidget)
            if part.isVisible()
            and part.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not (part.accessibleName() or getattr(part, "text", str)())
            and part.focusProxy() is None
        ]

    assert nameless() == []
    press(Key.Key_Return)
    assert nameless() == []
    press(Key.Key_6, control=True)
    assert nameless() == []
