"""A person at the real window: presses keys where the keyboard is, clicks where things stand, reads what is there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import shiboken6
from attrs import define
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crf.faults import CasebookError
from crf.forms.layout import DoseSum, Field
from crf.forms.record import Place
from ui.dialogs.reason import ReasonDialog
from ui.editors.choice import JOINT, ChoiceEditor
from ui.editors.combo import ComboEditor
from ui.pages.events import EventsPage
from ui.pages.form import FormPage
from ui.pages.form_notice import Link
from ui.pages.matrix_paint import HEAD
from ui.pages.picker import PickerPage
from ui.pages.subject import Subject
from ui.shell import MainWindow

Key = Qt.Key
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
ZONE = ZoneInfo("Europe/Madrid")
Kind = TypeVar("Kind", bound=QWidget)
Where = tuple[int, str]


@define
class Clock:
    """A clock moved by hand."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def set(self, stamp: str) -> None:
        """The local time at the site, as 2026-03-05T11:12."""
        self.at = datetime.fromisoformat(stamp).replace(tzinfo=ZONE)


@contextmanager
def told_as_ever() -> Iterator[None]:
    """A fault of the world in an event's handler goes where Qt's own loop takes it; a test's key would get it back."""
    try:
        yield
    except CasebookError as fault:
        sys.excepthook(type(fault), fault, fault.__traceback__)


class Hands:
    """Keys and clicks given to one window; what is read from it is only looked at."""

    def __init__(self, bot: QtBot, window: MainWindow, clock: Clock):
        self.bot, self.window, self.clock = bot, window, clock

    def front(self) -> None:
        """Bring the window to the front."""
        self.window.activateWindow()
        self.bot.waitUntil(self.window.isActiveWindow)

    # keys

    @property
    def here(self) -> QWidget:
        """Whatever has the keyboard."""
        if QApplication.activeWindow() is None:  # no window manager gives it back when a dialog closes
            self.front()
        found = QApplication.focusWidget() or QApplication.activeWindow()
        assert found is not None, "nothing has the keyboard"
        return found

    def key(self, *keys: Qt.Key, held: Qt.KeyboardModifier = PLAIN, times: int = 1) -> None:
        """Press keys, one after the other."""
        for _ in range(times):
            for one in keys:
                target = self.here
                with told_as_ever():
                    QTest.keyPress(target, one, held)
                if shiboken6.isValid(target) and target.isVisible():  # a key may close its dialog
                    QTest.keyRelease(target, one, held)

    def to(self, act: str) -> None:
        """Press the shortcut that the menus give an act: show_subjects, go_events, show_prints."""
        (combination,) = self.window.menus.actions[act].shortcut()
        self.key(combination.key(), held=combination.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type a text letter by letter."""
        for letter in text:
            QTest.keyClicks(self.here, letter)

    def retype(self, text: str) -> None:
        """Type in place of what stands in a line."""
        self.key(Key.Key_A, held=CTRL)
        self.type(text)

    def paste(self, text: str) -> None:
        """Paste a text in place of what stands in a line; letters no key of the test has come in this way."""
        QApplication.clipboard().setText(text)
        self.key(Key.Key_A, held=CTRL)
        self.key(Key.Key_V, held=CTRL)

    def wheel(self, widget: QWidget, down: bool) -> None:
        """Turn the wheel by a notch over a widget."""
        at = QPointF(widget.rect().center())
        turn = QPoint(0, -120 if down else 120)
        event = QWheelEvent(
            at,
            widget.mapToGlobal(at),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            PLAIN,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget, in its middle where no place is given."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, PLAIN, at or widget.rect().center())

    # windows and pages

    @property
    def page(self) -> Any:
        """The page at the front."""
        return self.window.page

    @property
    def form(self) -> FormPage:
        """The form at the front."""
        assert isinstance(self.page, FormPage), self.page
        return self.page

    @property
    def subject(self) -> Subject:
        """The subject page at the front."""
        assert isinstance(self.page, Subject), self.page
        return self.page

    @property
    def events(self) -> EventsPage:
        """The adverse event log at the front."""
        assert isinstance(self.page, EventsPage), self.page
        return self.page

    def dialog(self, kind: type[Kind]) -> Kind:
        """The dialog of a kind that stands open, with the keyboard."""

        def standing() -> list[Kind]:
            return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]

        self.bot.waitUntil(lambda: bool(standing()))
        found = standing()[-1]
        found.activateWindow()
        self.bot.waitUntil(found.isActiveWindow)
        return found

    def name_file(self, name: str, ask: Callable[[], None]) -> None:
        """Do what opens a file dialog, type a name in the folder it stands in, and press Enter."""

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog):  # not there yet
                QTimer.singleShot(10, self.window, answer)
                return
            line = dialog.findChild(QLineEdit, "fileNameEdit")
            line.selectAll()
            QTest.keyClicks(line, name)
            QTest.keyClick(line, Key.Key_Return)
            if dialog.isVisible():
                dialog.reject()

        QTimer.singleShot(0, self.window, answer)
        ask()

    @property
    def told(self) -> str:
        """The sentence in the footer."""
        return self.window.foot.told[0] if self.window.foot.told else ""

    # a subject's page

    def spot(self, event: str, form: str, repeat: int = 1) -> tuple[int, int]:
        """Row and column of a form at a visit."""
        matrix = self.subject.matrix
        columns = [n for n, column in enumerate(matrix.columns) if column.event == event]
        rows = [n for n, row in enumerate(matrix.rows) if row.form == form]
        return rows[0], columns[repeat - 1]

    def open_by_mouse(self, event: str, form: str, repeat: int = 1) -> FormPage:
        """Click a cell of the matrix, scrolled to where it is."""
        spot, matrix = self.spot(event, form, repeat), self.subject.matrix
        while not matrix.first <= spot[1] < matrix.first + matrix.fitting:
            self.key(Key.Key_PageDown if spot[1] >= matrix.first else Key.Key_PageUp)
        view = matrix.viewport().rect().adjusted(0, HEAD, 0, 0)
        for _ in range(50):
            if view.contains(matrix.rect_of(spot).center()):
                break
            self.wheel(matrix.viewport(), down=matrix.rect_of(spot).center().y() > view.bottom())
        matrix.verticalScrollBar().setValue(matrix.tops[spot[0]] - matrix.viewport().height() // 3)
        self.click(matrix.viewport(), matrix.rect_of(spot).center())
        return self.form

    def open_by_keys(self, event: str, form: str, repeat: int = 1) -> FormPage:
        """Go to a cell of the matrix by arrows, and open it with Enter."""
        spot, matrix = self.spot(event, form, repeat), self.subject.matrix
        assert self.here is matrix, "the matrix has the keyboard"
        for _ in range(100):
            row, column = matrix.spot
            if (row, column) == spot:
                break
            if column != spot[1] and matrix.rows[row].cells[spot[1]] is not None:
                self.key(Key.Key_Right if column < spot[1] else Key.Key_Left)
            elif row != spot[0]:
                self.key(Key.Key_Down if row < spot[0] else Key.Key_Up)
            else:
                self.key(Key.Key_Home, held=CTRL)
        assert matrix.spot == spot
        self.key(Key.Key_Return)
        return self.form

    def back_to_subject(self) -> Subject:
        """Escape from a form."""
        self.key(Key.Key_Escape)
        return self.subject

    # a form

    @property
    def where(self) -> Where | None:
        """Line and item the keyboard is in."""
        return getattr(self.here, "where", None)

    def field(self, item: str, line: int = 0) -> Field:
        """A question of the open form as it stands."""
        return next(one for one in self.form.laid.fields if (one.item, one.line) == (item, line))

    @property
    def sum(self) -> DoseSum:
        """The dose sum of the open form."""
        assert self.form.laid.sum is not None
        return self.form.laid.sum

    def answer(self, text: str) -> None:
        """Answer the question the keyboard is in, as a person would: a key for a choice, letters for all else."""
        editor = self.here
        if isinstance(editor, ChoiceEditor) and text in editor.field.missing:
            self.key(Key.Key_F2, Qt.Key(Key.Key_1 + editor.field.missing.index(text)))
        elif isinstance(editor, ChoiceEditor):
            codes = [option.code for option in editor.options]
            for code in text.split(JOINT):
                self.key(Qt.Key(Key.Key_1 + codes.index(code)))
        elif isinstance(editor, ComboEditor):
            words = {option.code: option.text for option in editor.field.options}
            self.type(words.get(text, text))
        else:
            self.type(text)

    def fill(self, answers: Mapping[str | Where, str], tab: Qt.Key = Key.Key_Tab) -> None:
        """Walk through the form with Tab and answer each question named, in the order of the form."""
        left = {(0, at) if isinstance(at, str) else at: text for at, text in answers.items()}
        assert self.where is not None, self.here
        self.to_first()
        for _ in range(300):
            at = self.where
            if at in left:
                self.answer(left.pop(at))
            if not left or self.where is None:
                break
            self.key(tab)
        assert not left, f"no Tab leads to {list(left)}"

    def to_first(self) -> None:
        """Back to the first field of the form."""
        stops = self.form.sheet.stops
        while self.here is not stops[0]:
            self.key(Key.Key_Tab, held=SHIFT)

    def go(self, item: str, line: int = 0) -> None:
        """Go to a question with Tab."""
        for _ in range(300):
            if self.where == (line, item):
                return
            self.key(Key.Key_Tab)
            if self.where is None:
                self.to_first()
        raise AssertionError(f"no Tab leads to {item}")

    def save(self) -> str:
        """Save with Ctrl+S; gives what the footer told."""
        self.key(Key.Key_S, held=CTRL)
        return self.told

    def save_with_reason(self, line: int) -> str:
        """Save a correction: Ctrl+S, a line of the pick list by its figure, Enter; gives what the footer told."""
        self.key(Key.Key_S, held=CTRL)
        self.give_reason(line)
        return self.told

    def give_reason(self, line: int) -> None:
        """Answer the dialog that asks why: a line of the pick list by its figure, then Enter."""
        self.dialog(ReasonDialog)
        self.key(Qt.Key(Key.Key_0 + line), Key.Key_Return)

    def enter(self, event: str, form: str, answers: Mapping[str | Where, str], repeat: int = 1, at: str = "") -> None:
        """Open a form from the matrix, fill it, save it, and go back to the subject."""
        if at:
            self.clock.set(at)
        self.open_by_mouse(event, form, repeat)
        self.fill(answers)
        told = self.save()
        assert " saved." in told, told
        self.back_to_subject()

    def link(self, action: str) -> Link:
        """A link that stands on the sheet of the open form."""
        found = [link for block in self.form.sheet.blocks for link in block.links if link.action == action]
        assert found, f"no link to {action}"
        return found[0]

    def notices(self, item: str, line: int = 0) -> list[str]:
        """What stands under a field in words."""
        cells = [cell for block in self.form.sheet.blocks for cell in block.cells if cell.where == (line, item)]
        return [one.sentence for cell in cells for one in cell.notices()]

    # adverse events

    def add_event(self, find: str, grade: int, words: str) -> FormPage:
        """From the log: Ctrl+N, find a term by typing, choose its grade, say the words as reported, Enter."""
        self.key(Key.Key_N, held=CTRL)
        assert isinstance(self.page, PickerPage), self.page
        self.type(find)
        self.key(Qt.Key(Key.Key_0 + grade))
        self.key(Key.Key_Tab)
        self.retype(words)
        self.key(Key.Key_Return)
        return self.form


def flat_hyphens(text: str) -> str:
    """A text with common hyphens in place of those no line breaks at."""
    return text.replace("\N{NON-BREAKING HYPHEN}", "-")


def texts(widget: QWidget) -> str:
    """All words on the labels of a page or dialog."""
    return " ".join(part.text() for part in widget.findChildren(QLabel))


def place_of(page: FormPage) -> Place:
    """Which form is open."""
    return page.place
