"""Asks for the folder of an amended study definition, shows what it changes before anything is done, and asks why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QWidget

from crf.actions.comparing import Compared, aspect, group_name
from crf.faults import CasebookError, DefinitionFault
from crf.study.differences import KINDS, PARTS, Difference
from crf.text import say, tell
from ui import theme
from ui.controls import Button, Input
from ui.dialogs.reason import ReasonDialog
from ui.pages.listing import Group, Head, ListCard, Row, Text
from ui.widgets import Card, column, label, row

LIST = 132  # height of the list of faults
SHOWN = 300  # height of the comparison
SHARES = (("name", 0.17), ("title", 0.24), ("what", 0.13), ("old", 0.23), ("new", 0.23))
CHANGED = ("changed", "reworded")
LINES = 4  # at most, of a value


class AmendDialog(ReasonDialog):
    """`compare` tells what a folder's definition changes, `perform` moves the casebook and returns what to tell;
    `amended` carries it on. What speaks against it, and what differs, stands there before it can be done."""

    WIDE = 860
    amended = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        version: str,
        compare: Callable[[str], Compared],
        perform: Callable[[str, str], str],
    ):
        self.folder = Input("", weight=theme.REGULAR)
        self.compare, self.perform = compare, perform
        self.compared: Compared | None = None
        self.looked = ""  # the folder that was compared, or refused
        super().__init__(parent, say("amend.title"), say("amend.sentence", version=version), act=say("amend.act"))
        self.browse = Button(say("amend.browse"))
        self.browse.clicked.connect(self._browse)
        self._faults()
        self.first = label("", weight=theme.STRONG, wrap=True)
        self.first.setFixedWidth(self.WIDE - 48)
        self.list = ListCard()
        self.list.setFixedHeight(SHOWN)
        self.list.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.folder.setAccessibleName(say("amend.folder"))
        self.folder.setPlaceholderText(say("amend.folder"))
        self.result = QWidget()
        self.result.setLayout(column(self.first, 6, self.list, 10))
        self.result.hide()
        line = row(self.folder, self.browse, spacing=8)
        self.body.insertLayout(0, line)
        self.body.insertSpacing(1, 12)
        self.body.insertWidget(2, self.result)
        self.body.addWidget(self.card)
        self.folder.textChanged.connect(self._look)
        self.folder.editingFinished.connect(self.look_at_folder)
        for first, second in ((self.folder, self.browse), (self.browse, self.list.list), (self.list.list, self.words)):
            self.setTabOrder(first, second)
        self.folder.setFocus()

    def _faults(self) -> None:
        self.faults = QPlainTextEdit()
        self.faults.setReadOnly(True)
        self.faults.setTabChangesFocus(True)
        self.faults.setAccessibleName(say("amend.faults"))
        self.faults.setFont(theme.font(theme.NOTE))
        self.faults.setFixedHeight(LIST)
        self.faults.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.card = Card("surface", "outline")
        self.card.setLayout(column(self.faults, margins=(6, 6, 6, 6)))
        self.card.hide()

    @property
    def named(self) -> str:
        """The folder that stands in the field."""
        return self.folder.text().strip()

    def _look(self) -> None:
        """Only what was compared, and nothing speaks against, can be put in force."""
        same = self.named == self.looked
        refused = self.compared is not None and self.compared.refused
        self.act.setEnabled(bool(self.named) and bool(self.reason) and not (same and refused))

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, say("amend.folder"), self.folder.text())
        if name:
            self.folder.setText(name)
            self.look_at_folder()

    def look_at_folder(self) -> None:
        """Compare the definition of the folder, once; its faults are listed where it can't be used."""
        if not self.named or self.named == self.looked:
            return
        self.compared, self.looked = None, self.named
        self.complain("")
        self.card.hide()
        self.result.hide()
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self.compared = self.compare(self.named)
        except CasebookError as refusal:
            self._refuse(refusal)
        else:
            self._show(self.compared)
        finally:
            QApplication.restoreOverrideCursor()
        self._look()

    def _show(self, compared: Compared) -> None:
        self.first.setText(compared.first if compared.differences else say("amend.same_words"))
        heads = [Head(say(f"amend.head.{name}"), share) for name, share in SHARES]
        self.list.show_groups(heads, [*concern_groups(compared), *difference_groups(compared)])
        self.list.setVisible(bool(self.list.list.rows))
        self.result.show()
        self.adjustSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the folder's field only looks at it."""
        if self.folder.hasFocus() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.look_at_folder()
        else:
            super().keyPressEvent(event)

    def accept(self) -> None:
        """Move the casebook; a refusal is said, every fault of the definition listed, and the dialog stays."""
        if not self.act.isEnabled():
            return
        if self.named != self.looked:  # nothing is done before it was shown what it changes
            self.look_at_folder()
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            told = self.perform(self.named, self.reason)
        except CasebookError as refusal:
            self._refuse(refusal)
            return
        finally:
            QApplication.restoreOverrideCursor()
        super().accept()
        self.amended.emit(told)

    def _refuse(self, refusal: CasebookError) -> None:
        lines = refusal.faults if isinstance(refusal, DefinitionFault) else ()
        self.faults.setPlainText("\n".join(lines))
        self.card.setVisible(bool(lines))
        self.complain(str(refusal))
        self.adjustSize()


def concern_groups(compared: Compared) -> list[Group]:
    """What speaks against the amendment, what refuses it first, each sentence whole over the columns."""
    found = []
    for refuses, mark, color in ((True, "hard", "red"), (False, "finding", "amber")):
        rows = []
        for n, one in enumerate(compared.concerns):
            if one.refuses is refuses:
                told = tell(one.message)
                cells = (Text(one.name, color, theme.MEDIUM, mark=mark), Text(told, wrap=9, over=True))
                rows.append(Row((refuses, n), cells, f"{one.name}, {told}"))
        title = say("amend.refused" if refuses else "amend.warned")
        found.append(Group(title, tuple(rows), color, mark))
    return found


def difference_groups(compared: Compared) -> list[Group]:
    """What differs, by part and by how."""
    found = []
    for part in PARTS:
        for kind in KINDS:
            shown = [one for one in compared.differences if (one.part, one.kind) == (part, kind)]
            rows = tuple(difference_row(n, one) for n, one in enumerate(shown))
            found.append(Group(group_name(part, kind), rows))
    return found


def difference_row(number: int, one: Difference) -> Row:
    """A difference: where, what of it, from and to."""
    what = aspect(one) if one.kind in CHANGED else ""
    said = ", ".join(part for part in (one.name, one.title, what, one.old, one.new) if part)
    cells = (
        Text(one.name, weight=theme.MEDIUM),
        Text(one.title, wrap=2),
        Text(what, "muted"),
        Text(one.old, "muted", wrap=LINES),
        Text(one.new, wrap=LINES),
    )
    return Row((one.part, one.kind, number), cells, said)
