"""Asks what a new casebook needs: study, site, file, and who makes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crf.faults import CasebookError
from crf.text import say
from ui import theme
from ui.choosers import Select
from ui.controls import Button, Input
from ui.dialogs import Dialog
from ui.dialogs.identify import PersonFields
from ui.widgets import row

SUFFIX = ".casebook"


class NewCasebookDialog(Dialog):
    """`perform` makes the file of path, study, site, name and role; what it refuses is said in the dialog."""

    WIDE = 560

    def __init__(
        self,
        parent: QWidget | None,
        studies: Sequence[tuple[str, str, str]],
        roles: Sequence[tuple[str, str]],
        folder: Path,
        perform: Callable[[Path, str, str, str, str], None],
    ):
        super().__init__(parent, say("new.title"), say("new.sentence"), say("new.act"))
        self.studies, self.folder, self.perform = studies, folder, perform
        self.typed = False
        self.study = self.ask(say("new.study"), Select())
        self.study.addItems(
            [f"{id}, {say('new.version', version=version)} · {title}" for id, title, version in studies]
        )
        self.site = self.ask(say("new.site"), Input("", 96), say("new.site_note"))
        self.person = PersonFields(self, roles)
        self.path = Input("", weight=theme.REGULAR)
        self.browse = Button(say("new.browse"))
        self.browse.clicked.connect(self._browse)
        holder = QWidget()
        holder.setLayout(row(self.path, self.browse, spacing=8))
        self.ask(say("new.file"), holder, say("new.file_note"))
        self.path.setAccessibleName(say("new.file"))
        holder.setFocusProxy(self.path)
        self._connect()
        self.site.setFocus()
        self._propose()

    def _connect(self) -> None:
        for field in (self.site, self.person.name, self.path):
            field.textChanged.connect(self._look)
        self.person.role.currentIndexChanged.connect(self._look)
        self.site.textChanged.connect(self._propose)
        self.path.textEdited.connect(lambda: setattr(self, "typed", True))

    def _propose(self) -> None:
        """A file named after the site, until a person names another."""
        if not self.typed:
            site = "".join(letter for letter in self.site.text() if letter.isalnum() or letter in "-_")
            self.path.setText(str(self.folder / f"site{site}{SUFFIX}"))
        self._look()

    def _look(self) -> None:
        self.complain("")
        ready = bool(self.site.text().strip() and self.path.text().strip())
        self.act.setEnabled(ready and self.person.complete and bool(self.studies))

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, say("new.file"), self.path.text(), say("file.filter"))
        if name:
            self.typed = True
            self.path.setText(name)

    def accept(self) -> None:
        """Make the casebook; a refusal is said and the dialog stays."""
        if not self.act.isEnabled():
            return
        path = Path(self.path.text().strip()).expanduser()
        if not path.suffix:
            path = path.with_suffix(SUFFIX)
        study = self.studies[self.study.currentIndex()][0]
        try:
            self.perform(path, study, self.site.text().strip(), *self.person.answer)
        except CasebookError as refusal:
            self.complain(str(refusal))
            return
        super().accept()
