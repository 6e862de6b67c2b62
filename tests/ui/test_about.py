"""Help: the list of keys tells every key there is, and fits its window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.dialogs.about import KEYS, KeysDialog
from ui.menus import MENUS
from ui.pages import events, form, subject
from ui.pages.events_table import EventTable
from ui.shell import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window
Modifier = Qt.KeyboardModifier
Find = Callable[[type[QWidget]], QWidget]
NAMES = {
    "Return": "↵",
    "Delete": "Del",
    "Escape": "Esc",
    "PageUp": "PgUp",
    "PageDown": "PgDn",
    "Left": "←",
    "Right": "→",
}


def cap(held: Qt.KeyboardModifier, key: Qt.Key) -> str:
    """A key as a cap says it: Ctrl ⇧ Q."""
    names = {Modifier.ControlModifier: "Ctrl", Modifier.AltModifier: "Alt", Modifier.ShiftModifier: "⇧"}
    name = key.name.removeprefix("Key_")
    return " ".join([*(told for one, told in names.items() if held & one), NAMES.get(name, name)])


def told(group: str) -> set[str]:
    """The keys the list tells in a group, each by itself: "E ↵" is E and ↵."""
    held = ("Ctrl", "Alt", "⇧")
    found = set()
    for one in KEYS[group]:
        first = [part for part in one.split() if part in held]
        found |= {" ".join([*first, part]) for part in one.split() if part not in held}
    return found


def test_every_key_of_a_form_and_of_the_event_log_stands_in_the_list_of_keys() -> None:
    in_a_form = set().union(*(told(group) for group in ("form", "offer", "review", "report", "everywhere")))
    missing = {cap(*keys) for keys, act in form.KEYS.items() if act != "redo"} - in_a_form
    assert missing == set()
    of_events = {cap(Modifier.NoModifier, key) for key in (*EventTable.ACTS, *events.KEYS)}
    assert of_events - told("events") - told("log") == {"Enter", "2", "3", "4"}, "1 … 5 stands for all"
    assert {cap(Modifier.NoModifier, key) for key in subject.KEYS} <= told("matrix")


def test_every_shortcut_of_the_menus_stands_in_the_list_of_keys(opened: MainWindow) -> None:
    listed = set().union(*map(told, KEYS))
    shown = {shortcut.strip("()") for lines in MENUS.values() for _, shortcut, _ in lines if shortcut}
    rewritten = {one.replace("Shift", "⇧").replace("Left", "←").replace("+", " ") for one in shown}
    assert rewritten - listed == {f"Ctrl {n}" for n in range(2, 7)}, "Ctrl 1 … 7 stands for all"


def test_the_list_of_keys_fits_the_smallest_window_and_no_line_of_it_is_cut(opened: MainWindow, dialog: Find) -> None:
    opened.menus.actions["show_keys"].trigger()
    keys = dialog(KeysDialog)
    assert keys.height() <= 720
    assert keys.width() <= 1280
    for part in keys.findChildren(QLabel):
        if part.isVisible():
            assert part.width() >= part.sizeHint().width(), part.text()
