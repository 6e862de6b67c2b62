"""Exporting the casebook's data from the window: asks for a folder, and says in words what stands there then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from crf.actions.exporting import export_data, folder_name
from crf.text import say
from ui.dialogs import Dialog

if TYPE_CHECKING:
    from crf.actions.session import Session
    from ui.shell import MainWindow


def export(window: MainWindow, session: Session) -> None:
    """Export all subjects as CSV into a new folder inside the one a person chooses."""
    chosen = QFileDialog.getExistingDirectory(window, say("export.into"), str(session.path.parent))
    if not chosen:
        return
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # a site's casebook takes some seconds
    try:
        done = export_data(session, Path(chosen) / folder_name(session))
    finally:
        QApplication.restoreOverrideCursor()
    id = "export.done.one" if done.subjects == 1 else "export.done"
    told = say(id, subjects=done.subjects, folder=done.path.name)
    window.tell(told)
    if done.formulas:
        Dialog(window, told, say("export.formulas", count=done.formulas)).open()
