"""A form page on show over a real casebook, and the keys and clicks a test gives it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crf.actions.entering import Entering
from crf.forms.layout import Field
from crf.forms.record import Place
from crf.text import tell
from tests.ui.form_samples import Ground, MemoryWindow
from ui.dialogs.reason import ReasonDialog
from ui.pages.form import FormPage
from ui.pages.form_notice import Link
from ui.pages.form_sheet import Sheet

Key = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Opened:
    """The page, its window and its casebook; types and clicks as a person does."""

    def __init__(self, bot: QtBot, ground: Ground, form: str, where: tuple[int, str] | None = None, size=(1112, 716)):
        self.bot, self.ground, self.window = bot, ground, MemoryWindow()
        self.page = FormPage(self.window, ground.session, ground.uid, Place("D-4", form), where)
        self.page.resize(*size)
        bot.addWidget(self.page)
        self.page.show()
        bot.waitExposed(self.page)
        self.page.activateWindow()
        bot.waitUntil(self.page.isActiveWindow)
        self.page.enter()

    @property
    def sheet(self) -> Sheet:
        return self.page.sheet

    @property
    def entering(self) -> Entering:
        return self.page.entering

    def editor(self, item: str, line: int = 0) -> QWidget:
        found = self.sheet.editor(item, line)
        assert found is not None, f"{item} has no editor"
        return found

    def field(self, item: str, line: int = 0) -> Field:
        return next(one for one in self.page.laid.fields if (one.item, one.line) == (item, line))

    def go(self, item: str, line: int = 0) -> QWidget:
        """The keyboard to a field, as a click takes it there."""
        editor = self.editor(item, line)
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(editor, QLineEdit):
            editor.selectAll()
        return editor

    def focus(self) -> tuple[str, int]:
        """Item and line the keyboard is in."""
        assert hasattr(self.here, "where"), self.here
        return self.here.where[1], self.here.where[0]

    @property
    def here(self) -> QWidget:
        """Whatever has the keyboard."""
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard."""
        for letter in text:
            QTest.keyClicks(self.here, letter)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
        """Press a key where the keyboard is."""
        for _ in range(times):
            QTest.keyClick(self.here, key, held)

    def answer(self, item: str, text: str, line: int = 0) -> None:
        """Go to a field and type over what stands there."""
        self.go(item, line)
        self.type(text)

    def link(self, action: str, line: int | None = None) -> Link:
        """A link that stands on the sheet."""
        found = [
            link
            for block in self.sheet.blocks
            for link in block.links
            if link.action == action and (line is None or link.data == line)
        ]
        assert found, f"no link to {action}"
        return found[0]

    def click(self, spot: Link | QPoint) -> None:
        """Click the sheet."""
        at = spot.rect.center() if isinstance(spot, Link) else spot
        QTest.mouseClick(self.sheet, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def dialog(self) -> ReasonDialog:
        """The dialog that asks for a reason, which must be open."""
        found = [one for one in self.page.findChildren(ReasonDialog) if one.isVisible()]
        assert found, "no dialog is open"
        return found[-1]

    def give_reason(self, words: str = "source corrected") -> None:
        """Answer the open dialog in words of one's own."""
        dialog = self.dialog()
        dialog.words.setText(words)
        dialog.accept()

    def notices(self, item: str, line: int = 0) -> list[str]:
        """What stands under a field in words."""
        cell = self.sheet.cells[line, item]
        return [one.sentence for one in cell.notices()]

    def seen(self, item: str, line: int = 0) -> bool:
        """Whether a question stands on the sheet."""
        return any(cell.where == (line, item) for block in self.sheet.blocks for cell in block.cells)

    def told(self) -> str:
        """The last sentence the window was asked to tell."""
        return self.window.told[-1][0] if self.window.told else ""


def fault_of(field: Field) -> str:
    """Why a field stays a draft."""
    assert field.draft is not None
    assert field.draft.fault is not None
    return tell(field.draft.fault)


@pytest.fixture
def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A casebook of the sample study."""
    made = Ground(tmp_path, monkeypatch)
    yield made
    made.session.close()


@pytest.fixture
def show(qtbot: QtBot, ground: Ground, desk: QApplication):
    """Opens a form page: `show("CYC")`."""
    kept: list[Opened] = []  # a page that nothing holds would die with the keyboard in it

    def open_page(form: str, *more, **named) -> Opened:
        kept.append(Opened(qtbot, ground, form, *more, **named))
        return kept[-1]

    yield open_page
    for one in kept:
        one.page.close()
