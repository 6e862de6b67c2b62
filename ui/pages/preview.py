"""The print as a page of the window: what to print, its pages on screen, to paper or to a PDF."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFileDialog

from crf.actions.cioms import print_cioms_pdf
from crf.actions.printing import note_print, print_pdf, wanted_of
from crf.forms.record import Place
from crf.reading.subjects import subject_list
from crf.text import say
from ui import theme
from ui.choosers import Select, SlimBar
from ui.controls import Button, IconButton
from ui.pages import Page
from ui.widgets import Ground, Hair, column, label, row

if TYPE_CHECKING:
    from crf.actions.session import Session
    from ui.navigator import Navigator

SITE = ""  # the site's own forms are kept under no subject
PAPERS = ("A4", "Letter")
ZOOM_STEP = 1.2
FIRST_ZOOM = 1.15  # 9 pt are then as large as the text of the window; less where the widest page would not fit
EDGE = 32  # px beside the widest page
LEAST, MOST = 0.3, 4.0
NARROWEST = 132  # px of the choice of a print, where the window is narrow
ROOMY = 900  # px: in a narrower page the button for the whole width goes, so that the others stand apart


class Preview(Page):
    """One print at a time; keys turn its pages, zoom, save and print it."""

    rail = "prints"

    def __init__(self, window: Navigator, session: Session):
        super().__init__(window, session)
        self.uid: str | None = None
        self.place: Place | None = None
        self.event_: str | None = None
        self.blank = self.cioms = False
        self.data = b""
        self.buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.what = Select()
        self.what.setMinimumWidth(NARROWEST)
        self.what.setMaximumWidth(300)
        self.paper = Select(96)
        self.count = label("", color="muted")
        self.before = IconButton("caret-left", say("preview.before"))
        self.after = IconButton("caret-right", say("preview.after"))
        self.smaller = IconButton("magnifying-glass-minus", say("preview.smaller"))
        self.larger = IconButton("magnifying-glass-plus", say("preview.larger"))
        self.fit = Button(say("preview.fit"), "quiet")
        self.export = IconButton("export", say("preview.export"))
        self.save = Button(say("preview.save"), "plain", "Ctrl S", "file-pdf")
        self.print = Button(say("preview.print"), "primary", "Ctrl P", "printer")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.what.setAccessibleName(say("preview.what"))
        self.paper.setAccessibleName(say("preview.paper"))
        self.paper.addItems(PAPERS)
        bar = Ground("surface", "bottom")
        bar.setFixedHeight(theme.BAR)
        bar.setLayout(
            row(
                self.what, 8, self.paper, 16, Hair(upright=True, length=24), 8, self.before, self.count, self.after,
                8, Hair(upright=True, length=24), 8, self.smaller, self.larger, self.fit, -1,
                self.export, 8, self.save, 8, self.print,
                margins=(theme.PAD, 0, theme.PAD, 0),
            )
        )  # fmt: skip
        bar.layout().setStretch(0, 100)  # the choice of a print takes what room there is, up to its most
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.chosen_zoom = False  # until a person chooses one, it follows the window
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFrameShape(QPdfView.Shape.NoFrame)
        self.view.setPageSpacing(16)
        self.view.setVerticalScrollBar(SlimBar())
        self.view.setProperty("ring", -1)
        self.view.setAccessibleName(say("preview.view"))
        self.view.installEventFilter(self)
        self.setLayout(column(bar, self.view))
        self.layout().setStretch(1, 1)

    def _connect(self) -> None:
        self.what.activated.connect(self._choose)
        self.paper.activated.connect(lambda _: self.refresh())
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self.smaller.clicked.connect(lambda: self.zoom(1 / ZOOM_STEP))
        self.larger.clicked.connect(lambda: self.zoom(ZOOM_STEP))
        self.fit.clicked.connect(self.fit_width)
        self.export.clicked.connect(lambda: self.window_.export_data())
        self.save.clicked.connect(self.save_as)
        self.print.clicked.connect(self.to_paper)
        self.view.pageNavigator().currentPageChanged.connect(self._tell_page)

    @property
    def title(self) -> str:
        """The page's name."""
        return say("preview.title")

    def open(self, uid: str | None, place: Place | None, event: str | None, blank: bool, cioms: bool = False) -> None:
        """Show a subject's set, one visit or form of hers (a report as CIOMS form), or the blank forms."""
        self.uid, self.place, self.event_, self.blank = uid, place, event, blank or uid is None
        self.cioms = cioms
        self._fill_choices()
        self.refresh()

    def _fill_choices(self) -> None:
        """What can be printed: what was asked for, each subject's set, the site's own forms, the blank forms."""
        self.choices: list[tuple[str, str | None, Place | None, str | None]] = []
        lines = [line for line in subject_list(self.session.reader, self.session.now()) if not line.voided]
        labels = {line.uid: line.label for line in lines}
        if self.uid is not None and (self.place or self.event_):
            name = say("cioms.form") if self.cioms else self._name(self.place, self.event_)
            whose = labels.get(self.uid) or say("app.site", site=self.session.site)
            self.choices.append((f"{whose} · {name}", self.uid, self.place, self.event_))
        for line in lines:
            self.choices.append((say("preview.set", subject=line.label), line.uid, None, None))
        if self.session.reader.data(SITE).records:
            self.choices.append((say("preview.site", site=self.session.site), SITE, None, None))
        self.choices.append((say("preview.blank"), None, None, None))
        self.what.clear()
        self.what.addItems([text for text, *_ in self.choices])
        asked = (self.uid if not self.blank else None, self.place, self.event_)
        self.what.setCurrentIndex(
            next((i for i, c in enumerate(self.choices) if c[1:] == asked), len(self.choices) - 1)
        )

    def _name(self, place: Place | None, event: str | None) -> str:
        study = self.session.study
        id = place.event if place else event
        visit = next((e.name for e in study.events if e.id == id), id or "")
        form = next((f.name for f in study.forms if place and f.id == place.form), "")
        return ", ".join(part for part in (form, visit) if part)

    def _choose(self, index: int) -> None:
        _, self.uid, self.place, self.event_ = self.choices[index]
        self.blank = self.uid is None
        self.cioms = self.cioms and self.place is not None
        self.refresh()

    def refresh(self) -> None:
        """Draw the print anew; the same state gives the same pages."""
        target = BytesIO()
        self._draw(target, shown=True)
        self.data = target.getvalue()
        self.buffer.close()
        self.buffer.setData(QByteArray(self.data))
        self.buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self.buffer)
        self._fit_pages()
        self.view.pageNavigator().jump(0, QPointF())
        self._tell_page()

    def _draw(self, target: BytesIO | Path, shown: bool) -> None:
        """The print into memory or a file, through the action that makes it."""
        paper = self.paper.currentText()
        if self.cioms:
            print_cioms_pdf(self.session, target, self.uid, self.place, paper, shown)
            return
        what = {"subject": None if self.blank else self.uid, "place": self.place, "event": self.event_}
        print_pdf(self.session, target, **what, blank=self.blank, paper=paper, shown=shown)

    def enter(self) -> None:
        """The pages have the keyboard."""
        keys = [("PgDn", "page"), ("Ctrl +", "zoom"), ("Ctrl S", "save_pdf"), ("Ctrl P", "print")]
        keys += [("Ctrl E", "export"), ("Esc", "back")]
        self.window_.footer([], [(key, say(f"keys.{name}")) for key, name in keys])
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Dark, theme.color("ground"))
        self.view.setPalette(palette)
        self.view.setFocus()

    def turn(self, pages: int) -> None:
        """Turn pages."""
        navigator = self.view.pageNavigator()
        page = max(0, min(navigator.currentPage() + pages, self.document.pageCount() - 1))
        navigator.jump(page, QPointF())
        self._tell_page()

    def _fit_pages(self) -> None:
        """As large as is good to read, with the widest page whole; unless a person chose otherwise."""
        pages = range(self.document.pageCount())
        widest = max((self.document.pagePointSize(page).width() for page in pages), default=0.0)
        if widest and not self.chosen_zoom:
            room = (self.view.width() - EDGE) / (widest * self.view.logicalDpiX() / 72)
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
            self.view.setZoomFactor(min(FIRST_ZOOM, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit.setVisible(self.width() >= ROOMY)
        self._fit_pages()

    def fit_width(self) -> None:
        """Each page as wide as the window."""
        self.chosen_zoom = True
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def zoom(self, factor: float) -> None:
        """Make the pages larger or smaller."""
        self.chosen_zoom = True
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        now = self.view.zoomFactor()
        if self.view.zoomMode() != QPdfView.ZoomMode.Custom and self.document.pageCount():
            points = self.document.pagePointSize(self.view.pageNavigator().currentPage()).width()
            now = (self.view.viewport().width() - 24) / (points * self.view.logicalDpiX() / 72)
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(max(LEAST, min(now * factor, MOST)))

    def _tell_page(self) -> None:
        page, pages = self.view.pageNavigator().currentPage() + 1, self.document.pageCount()
        self.count.setText(say("preview.page", page=page, pages=pages))
        self.before.setEnabled(page > 1)
        self.after.setEnabled(page < pages)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that turn pages are the page's own, not the scrolling view's."""
        turns = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_End)
        if event.type() == QEvent.Type.KeyPress and event.key() in turns:
            self.keyPressEvent(event)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.turn(self.document.pageCount() * (1 if key == Qt.Key.Key_End else -1))
        elif control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1 / ZOOM_STEP if key == Qt.Key.Key_Minus else ZOOM_STEP)
        elif event.matches(QKeySequence.StandardKey.Save):
            self.save_as()
        elif key == Qt.Key.Key_Escape:
            self.window_.back()
        else:
            super().keyPressEvent(event)

    @property
    def file_name(self) -> str:
        """A name for the PDF that says what is in it."""
        text = self.what.currentText().casefold()
        kept = "".join(letter if letter.isalnum() or letter == "-" else " " for letter in text)
        return "_".join([self.session.study.id, *kept.split()]) + ".pdf"

    def save_as(self) -> None:
        """Ask for a file and write what is shown."""
        folder = self.session.path.parent
        name, _ = QFileDialog.getSaveFileName(self, say("preview.save"), str(folder / self.file_name), "PDF (*.pdf)")
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the PDF through the action, which tells a full disk or a closed folder in words."""
        self._draw(path, shown=False)
        self.window_.tell(say("preview.saved", path=path))

    def to_paper(self) -> None:
        """Send the pages to a printer."""
        from ui.paper import send

        send(self, self.document, self._sent)

    def _sent(self) -> None:
        if self.uid is not None and not self.blank:
            note_print(self.session, self.uid, wanted_of(self.place, self.event_, None))
