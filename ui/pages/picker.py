"""The CTCAE picker: one line to type in, the terms found, the grades of the one chosen, and the words as reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from crf.ctcae import Dictionary, Term, dictionary, search
from crf.ctcae.lookup import goes_on
from crf.ctcae.spelling import fold
from crf.ctcae.terms import VERSION
from crf.faults import FileFault
from crf.text import say
from ui import icons, theme
from ui.choosers import Select
from ui.controls import Input, paint_input
from ui.navigator import Navigator
from ui.pages import Page
from ui.pages.picker_card import TermCard
from ui.pages.picker_list import TermList
from ui.widgets import Card, Crumbs, Hair, Scroll, column, label, row, width_of

if TYPE_CHECKING:
    from crf.actions.session import Session

Done = Callable[[str, int | None, str], None]
Step = tuple[str, Callable[[], None] | None]
PAGE = 8
LIST, LEAST_LIST, ROOM_FOR_LIST = 320, 240, 1000
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -PAGE, Qt.Key.Key_PageDown: PAGE}


class SearchLine(QLineEdit):
    """The line to type in, with the count of what was found at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.aside = ""
        self.setFixedHeight(44)
        self.setFrame(False)
        self.setFont(theme.font(theme.SECTION, theme.MEDIUM))
        self.setPlaceholderText(say("picker.placeholder"))
        self.setAccessibleName(say("picker.search"))
        self.setProperty("ring", theme.RADIUS_CARD)
        clear = QPalette()
        clear.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(clear)

    def show_aside(self, text: str) -> None:
        """Say something at the end of the line."""
        self.aside = text
        self.setTextMargins(38, 0, round(width_of(text, theme.NOTE)) + 24, 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_input(painter, box, self.hasFocus())
        icons.paint(painter, "magnifying-glass", QRectF(14, 14, 16, 16), "muted")
        painter.setFont(theme.font(theme.NOTE))
        painter.setPen(theme.color("muted"))
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.adjusted(0, 0, -14, 0), end, self.aside)
        painter.end()
        super().paintEvent(event)


class PickerPage(Page):
    """Choose a term and a grade; `done(code, grade, words)` takes them, Esc goes back without.

    The grade may stay open (None) where what was typed is the very name of the term. `verbatim` is what was reported,
    `code` and `grade` what was chosen before ("" and None: nothing). `path` are the crumbs above the page. Terms are
    those of the version of CTCAE that the study codes in.
    """

    rail = "events"

    def __init__(
        self,
        navigator: Navigator,
        session: Session | None,
        verbatim: str = "",
        code: str = "",
        grade: int | None = None,
        done: Done = lambda code, grade, words: None,
        path: tuple[Step, ...] = (),
    ):
        super().__init__(navigator, session)
        self.navigator, self.done, self.before = navigator, done, code
        self.grade: int | None = None
        self.absent = ""
        self.book = self._dictionary(session.study.ctcae if session else VERSION)
        self.line = SearchLine()
        self.list = TermList()
        self.soc = Select()
        self.words = Input(verbatim)
        self.card = TermCard()
        self._build(path)
        self._start(verbatim, code, grade)
        self._connect()

    def _dictionary(self, version: str) -> Dictionary:
        """The version to choose from; without a term where it isn't at hand, which is said instead."""
        try:
            return dictionary(version)
        except FileFault as fault:
            self.absent = str(fault)
            return Dictionary((), version)

    def _build(self, path: tuple[Step, ...]) -> None:
        crumbs = Crumbs()
        crumbs.show_path(*(path or self._path()), (say("picker.crumb"), None))
        self.soc.addItem(say("picker.all_classes"), None)
        for soc in sorted(self.book.socs):
            self.soc.addItem(soc, soc)
        self.soc.setAccessibleName(say("picker.class"))
        self.soc.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.soc.view().setMinimumWidth(440)
        self.soc.setMaxVisibleItems(27)
        self.words.setAccessibleName(say("picker.words"))
        left = Card()
        self.left = left
        bottom = column(Hair("hair"), 10, label(say("picker.words"), theme.NOTE, color="muted"), 6, self.words)
        bottom.setContentsMargins(15, 0, 15, 15)
        inner = column(margins=(1, 1, 1, 1))
        inner.addLayout(row(self.soc, margins=(15, 11, 15, 4)))
        inner.addWidget(self.list, 1)
        inner.addLayout(bottom)
        left.setLayout(inner)
        right = Card()
        right.setLayout(column(Scroll(self.card), margins=(1, 1, 1, 1)))
        sides = row(left, right, spacing=24)
        page = column(crumbs, 6, self.line, 16, margins=(24, 6, 24, 16))
        page.addLayout(sides, 1)
        self.setLayout(page)

    def _path(self) -> tuple[Step, ...]:
        """The subject at the front of the window, and her events."""
        uid = getattr(self.navigator, "uid", "")
        if not uid or self.session is None:
            return ()
        label = self.session.reader.data(uid).label
        events = (say("events.title"), lambda: self.navigator.show_events(uid))
        return (label, lambda: self.navigator.show_subject(uid)), events

    def _start(self, verbatim: str, code: str, grade: int | None) -> None:
        """Begin at the term chosen before, else with the reported words where they find something."""
        if not code and verbatim and search(verbatim, limit=1, book=self.book):
            self.line.setText(verbatim)
        self._find(code)
        if grade is not None and self.term and self.term.code == code and self.term.exists(grade):
            self._choose(grade)

    def _connect(self) -> None:
        self.line.textChanged.connect(lambda _: self._find())
        self.soc.currentIndexChanged.connect(lambda _: self._find())
        self.list.selectionModel().currentChanged.connect(lambda _, __: self._show())
        self.list.doubleClicked.connect(lambda _: self.take())
        self.list.clicked.connect(lambda _: self.line.setFocus())
        self.card.picked.connect(self.pick)
        self.setTabOrder(self.line, self.words)
        self.setTabOrder(self.words, self.soc)
        before: QWidget = self.soc
        for card in self.card.cards:
            self.setTabOrder(before, card)
            card.installEventFilter(self)
            before = card
        for typed in (self.line, self.words):
            typed.installEventFilter(self)

    @property
    def term(self) -> Term | None:
        """The term under the bar."""
        return self.list.chosen.term if self.list.chosen else None

    def _find(self, code: str = "") -> None:
        query, soc = self.line.text().strip(), self.soc.currentData()
        hits = search(query, soc, book=self.book)
        self.list.selectionModel().blockSignals(True)
        self.list.show_hits(hits, bool(query), code, self.book.defined)
        self.list.selectionModel().blockSignals(False)
        counts = say("picker.count", found=len(hits), all=len(self.book.terms))
        version = say("picker.version", version=self.book.version)
        self.line.show_aside(f"{counts}  ·  {version}")
        self._show()

    def _show(self) -> None:
        """Show the term under the bar; a grade belongs to its term and isn't carried over to the next."""
        query, soc = self.line.text().strip(), self.soc.currentData()
        nothing = say("picker.nothing_in_class", query=query, soc=soc) if soc else say("picker.nothing", query=query)
        empty = self.absent or nothing
        if self.term is None or self.term is not self.card.term:
            self.grade = None
            self.card.show_term(self.term, None, empty)
        self._tell()

    def pick(self, grade: int) -> None:
        """Choose a grade, or say why that can't be."""
        if self.term is None:
            self._refuse(say("picker.choose_none"))
        elif not self.term.exists(grade):
            self._refuse(say("picker.refused_grade", term=self.term.term, grade=grade, grades=self._grades()))
        else:
            self._choose(grade)
            self._tell()

    def _choose(self, grade: int) -> None:
        self.grade = grade
        self.card.choose(grade)

    def take(self) -> None:
        """Hand over term, grade and words, or say what is missing; the term alone where its very name was typed."""
        if self.term is None:
            self._refuse(self.absent or say("picker.choose_none"))
        elif self.grade is None and not self.named:
            self._refuse(say("picker.choose", term=self.term.term, grades=self._grades()))
        else:
            self.done(self.term.code, self.grade, self.words.text().strip())

    @property
    def named(self) -> bool:
        """Whether what stands in the line is the name of the term, but for case and blanks."""
        typed = fold(" ".join(self.line.text().split()))
        return self.term is not None and typed == fold(self.term.term)

    def _refuse(self, sentence: str) -> None:
        self.card.refuse(sentence)
        self.navigator.tell(sentence, "amber")

    def _grades(self) -> str:
        """The grades of the term as words: 1, 2, 3 or 4."""
        numbers = [str(grade) for grade in self.term.existing] if self.term else []
        if len(numbers) < 2:
            return "".join(numbers)
        return say("picker.or", most=", ".join(numbers[:-1]), last=numbers[-1])

    def _tell(self) -> None:
        """What Enter would take, and the keys, in the footer."""
        text = ""
        if self.term is not None and self.grade is not None:
            text = say("picker.takes", term=self.term.term, grade=self.grade)
        elif self.term is not None and self.named:
            text = say("picker.takes_term", term=self.term.term, grades=self._grades())
        elif self.term is not None:
            text = say("picker.wants", grades=self._grades())
        keys = [("↑↓", "term"), ("1–5", "grade"), ("Tab", "words"), ("↵", "take"), ("Esc", "back")]
        self.navigator.footer(
            [("", text, "calm")] if text else [], [(key, say(f"picker.key_{name}")) for key, name in keys]
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        return False

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        """The keys that mean the same in every field of the page; true where it was one of them."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in MOVES:
            self.list.move(MOVES[key])
        elif key in ENTER:
            if watched in self.card.cards and watched is not self._chosen_card():
                return False
            self.take()
        elif key == Qt.Key.Key_Escape:
            self.navigator.back()
        elif watched is not self.words and event.text() in tuple("12345") and not self._types(event.text(), watched):
            self.pick(int(event.text()))
        else:
            return False
        return True

    def _chosen_card(self) -> QWidget | None:
        return self.card.cards[self.grade - 1] if self.grade else None

    def _types(self, digit: str, watched: QObject) -> bool:
        """Whether a digit goes on with a word of a term (CD4) or with a code instead of picking a grade.

        In an empty line it begins a code, unless somebody has gone to a term.
        """
        before = self.line.text()[: self.line.cursorPosition()]
        if watched is not self.line or self.line.hasSelectedText():
            return False
        if not self.line.text():
            return self.list.at_first and (self.term is None or self.term.code != self.before)
        if before.isdigit():
            return any(term.code.startswith(before + digit) for term in self.book.terms)
        return before[-1:].isalpha() and goes_on(before + digit, self.soc.currentData(), self.book)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(self, event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.left.setFixedWidth(LIST if self.width() >= ROOM_FOR_LIST else LEAST_LIST)

    @property
    def title(self) -> str:
        """What the window's title says."""
        return say("picker.crumb")

    def enter(self) -> None:
        """Take the keyboard; what stands in the line is chosen, so that typing begins anew."""
        self.line.setFocus()
        self.line.selectAll()
        self._tell()

    def refresh(self) -> None:
        """Nothing here changes with the casebook; the footer is said anew."""
        self._tell()
