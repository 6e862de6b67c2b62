"""Every text can be read: in both themes at 1280 × 720 nothing is cut off and nothing stands on something else."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from crf.actions.demo import demo
from crf.ctcae import dictionary
from tests.journeys import looking
from tests.journeys.conftest import Open
from tests.journeys.hands import CTRL, Hands, Key
from ui.dialogs.reason import ReasonDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform's remark on any window

FORMS = (("SCR", "PLAN"), ("COND", "CTX"), ("D1", "PER"), ("D2", "NK"), ("D2", "IL2"), ("D6", "IL2"), ("TLT", "TLT"))


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's casebook: every kind of form, of finding and of event."""
    return demo(tmp_path_factory.mktemp("demo"))


def look(hands: Hands, window: QWidget | None = None) -> None:
    """Nothing is cut, nothing overlaps, and what ends in dots stands whole somewhere else on the page.

    The limits of a grade are long: the panel of an event begins them, the picker has them whole.
    """
    QApplication.processEvents()  # a page just shown gets its places
    seen = window or hands.window
    told = looking.painted(seen)
    assert len(told) > 5
    assert looking.cut(told) == []
    assert looking.overlapping(told) == []
    assert looking.short_lines(seen) == []
    dotted = looking.elided(told)
    whole = " ".join(one.text for one in told if one.text not in dotted)
    limits = " ".join(limit for term in dictionary().terms for limit in term.grades if limit)
    assert [text for text in dotted if text.rstrip(looking.DOTS).strip() not in whole + limits] == []


def look_down(hands: Hands) -> None:
    """The same from the top of a form to its end, a window's height at a time."""
    bar = hands.form.scroll.verticalScrollBar()
    bar.setValue(0)
    look(hands)
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + hands.form.scroll.viewport().height() - 40)
        look(hands)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_subject_forms_log_picker_and_print_can_be_read(start: Open, shown: Path, scheme: str) -> None:
    hands = start(shown, scheme=scheme)
    hands.clock.set("2026-04-26T17:40")
    look(hands)
    assert hands.page.all[0].label == "01-001"
    hands.key(Key.Key_Return)
    look(hands)
    for event, form in FORMS:
        hands.open_by_mouse(event, form)
        look_down(hands)
        hands.back_to_subject()
    hands.to("go_events")
    look(hands)
    hands.key(Key.Key_Down, Key.Key_Return)
    look_down(hands)
    hands.to("go_events")
    hands.key(Key.Key_N, held=CTRL)
    hands.type("lymph")
    look(hands)
    hands.key(Key.Key_Escape)
    hands.key(Key.Key_Delete)
    look(hands, hands.dialog(ReasonDialog))
    hands.key(Key.Key_Escape)
    hands.to("show_prints")
    look(hands)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_findings_deviations_and_void_rows_can_be_read(start: Open, shown: Path, scheme: str) -> None:
    hands = start(shown, scheme=scheme)
    hands.clock.set("2026-04-26T17:40")
    labels = [line.label for line in hands.page.all]
    flagged = [line for line in hands.page.all if line.findings] or hands.page.all[-1:]
    for label in (*(line.label for line in flagged[:2]), "01-006"):
        hands.to("show_subjects")
        hands.key(Key.Key_Home)
        hands.key(Key.Key_Down, times=labels.index(label))
        hands.key(Key.Key_Return)
        look(hands)
        cells = [cell for row in hands.subject.page.rows for cell in row.cells if cell and cell.findings]
        for cell in cells[:3]:
            hands.subject.matrix.focus_place(cell.place)
            hands.key(Key.Key_Return)
            look_down(hands)
            hands.back_to_subject()
        hands.to("go_events")
        look(hands)


class Muddle(QWidget):
    """A text on a text, a text cut at its edge, a text that ends in dots."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(0, 0, 200, 20), left, "Prescribed")
        painter.drawText(QRectF(20, 0, 200, 20), left, "850 000 IU")
        painter.drawText(QRectF(170, 40, 200, 20), left, "much too long")
        painter.drawText(QRectF(0, 80, 200, 20), left, "Injection site…")


def test_what_cannot_be_read_is_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    muddle, label = Muddle(window), QLabel("a label in a narrow place", window)
    muddle.setGeometry(10, 10, 200, 120)
    label.setGeometry(10, 150, 40, 20)
    window.resize(300, 200)
    window.show()
    told = looking.painted(window)
    assert looking.overlapping(told) == [("Prescribed", "850 000 IU")]
    assert looking.cut(told) == ["Muddle: much too long", "QLabel: a label in a narrow place"]
    assert looking.elided(told) == ["Injection site…"]
