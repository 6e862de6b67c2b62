"""Sends the pages of a PDF to a printer a person chooses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

RESOLUTION = 300  # dots per inch: thin lines and 7 pt notes stay sharp


def send(parent: QWidget, document: QPdfDocument, sent: Callable[[], None]) -> None:
    """Ask for a printer and its pages, then print them; `sent` runs once they are."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(RESOLUTION)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(document.pagePointSize(0), QPageSize.Unit.Point))
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, document.pageCount())

    def accepted() -> None:
        draw(printer, document)
        sent()

    dialog.accepted.connect(accepted)
    dialog.open()


def draw(printer: QPrinter, document: QPdfDocument) -> None:
    """Draw the pages chosen in the dialog."""
    first = printer.fromPage() or 1
    last = printer.toPage() or document.pageCount()
    painter = QPainter(printer)
    for page in range(first - 1, last):
        if page > first - 1:
            printer.newPage()
        points = document.pagePointSize(page)
        scale = printer.resolution() / 72
        size = QSize(round(points.width() * scale), round(points.height() * scale))
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), document.render(page, size))
    painter.end()
