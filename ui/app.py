"""Starts the program with its window, and says what goes wrong in words."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from crf.faults import CasebookError
from crf.text import say, tell
from ui import memory, theme
from ui.controls import RingKeeper
from ui.shell import MainWindow
from ui.warming import warm

WARM_LATER = 100  # ms: after the first window and its menus


def run(file: Path | None = None, argv: Sequence[str] = ()) -> int:
    """Open the window, at a casebook where one is named; returns the exit code."""
    app = application(list(argv))
    window = MainWindow()
    sys.excepthook = lambda kind, fault, trace: show_fault(window, kind, fault, trace)
    window.show_start()
    window.show()
    if file is not None:
        QTimer.singleShot(0, lambda: window.open_file(file))
    else:
        QTimer.singleShot(WARM_LATER, warm)
    return app.exec()


def application(argv: list[str]) -> QApplication:
    """The application with style, font and palette."""
    app = QApplication.instance() or _started([say("app.name"), "-style", "fusion", *argv])
    app.setApplicationName(say("app.name"))
    app.setDesktopFileName("casebook")
    theme.apply(app, memory.scheme())
    QGuiApplication.styleHints().colorSchemeChanged.connect(lambda: follow(app))
    app.ring = RingKeeper(app)
    return app


def _started(argv: list[str]) -> QApplication:
    """The application; without a screen Qt would abort, so the program ends before it does: a plain line, exit code 2.

    What Qt says of a system library that is missing names the mend, and stands in that line too.
    """
    heard: list[str] = []

    def listen(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
        if kind is QtMsgType.QtFatalMsg:
            needed = next((f" {one.strip()}" for one in heard if "is needed" in one and screen()), "")
            sys.stderr.write(say("app.no_screen", needed=needed) + "\n")
            sys.stderr.flush()
            os._exit(2)
        heard.append(text or "")

    before = qInstallMessageHandler(listen)
    app = QApplication(argv)
    qInstallMessageHandler(before)
    for text in heard:
        sys.stderr.write(f"{text}\n")
    return app


def screen() -> bool:
    """Whether the desktop names a screen."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def follow(app: QApplication) -> None:
    """Follow the desktop's theme, where that was asked for."""
    if theme.current.asked == "system":
        theme.apply(app, "system")


def show_fault(
    window: MainWindow, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    """A fault of the world in a sentence; anything else as the bug it is, with details to copy."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    from ui.dialogs.fault import BugDialog, FaultDialog, details_of

    parent = window if window.isVisible() else None
    if isinstance(fault, CasebookError):
        dialog = FaultDialog(parent, tell(fault.message))  # Qt may put words of its own before the exception's text
    else:
        details = details_of(kind, fault, trace)
        sys.stderr.write(details)
        dialog = BugDialog(parent, details)
    window.told = dialog  # without a parent nothing else would keep it
    dialog.open()
